"""The student's notebook of a chapter, made from the source notebook by nbgrader's own generate_assignment."""

from __future__ import annotations

from ..files import write
from ..places import CONFIG
from . import notebooks


def release(root, chapter, source, pictures, workplace):
    """Make the release of a chapter in a course folder of its own, by nbgrader itself, and return where it is."""
    from nbgrader.api import Base
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.utils import capture_log
    from sqlalchemy import create_engine
    from traitlets.config import Config, PyFileConfigLoader

    inside = workplace / "source" / chapter.name
    write(inside / f"{chapter.name}.ipynb", notebooks.dumps(source))
    for picture in pictures:
        write(inside / picture, (root / "source" / chapter.name / picture).read_bytes())
    settings = root / CONFIG
    config = PyFileConfigLoader(settings.name, path=str(root)).load_config() if settings.is_file() else Config()
    config.CourseDirectory.root = str(workplace)
    config.CourseDirectory.db_url = f"sqlite:///{workplace / 'gradebook.db'}"
    engine = create_engine(config.CourseDirectory.db_url)
    Base.metadata.create_all(engine)  # for a new gradebook nbgrader asks `alembic` for its version, which takes seconds
    engine.dispose()
    api = NbGraderAPI(coursedir=CourseDirectory(config=config, assignment_id=chapter.name), config=config, log_level="ERROR")

    class Generate(GenerateAssignment):
        def init_notebooks(self):  # nbgrader's own takes the folder's name for a pattern, which is not its name where it has a [
            folder = self._format_source(chapter.name, ".")
            self.assignments, self.notebooks = {folder: [f"{folder}/{chapter.name}.ipynb"]}, []

    result = capture_log(Generate(coursedir=api.coursedir, parent=api, force=True))
    if not result["success"]:
        said = (result.get("log") or result["error"]).strip().splitlines()
        raise chapter.error(None, f"nbgrader makes no release of it: {said[-1]}")
    return workplace / "release" / chapter.name
