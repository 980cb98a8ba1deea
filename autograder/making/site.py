"""The course as a site to read: Sphinx turns the pages that `site_pages` draws up into HTML, in a folder that needs no server and no network.

Nothing is executed, and a warning of Sphinx is an error. Without `solutions` it holds no answer: what is shown of a chapter is its release.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from ..errors import CourseError, Misuse
from ..files import mirror
from ..places import PACKAGE
from . import site_pages

LOOKS = Path(__file__).with_name("site_looks")  # style and script of the pages
MARK = ".buildinfo"  # Sphinx leaves it in every site
FEW = 10  # lines of warnings that are told
TITLE = "Practical aspects of deep learning"


def make(root, folder, solutions=False):
    """Write the site of a course to a folder, with what is in it now taken away; return how many pages it has.

    solutions  whether the solved chapters and the references are in it, too
    """
    root, folder = Path(root), Path(folder)
    if folder.exists() and not (folder / MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise Misuse(f"{folder} holds something else than a site, and all of it would be deleted: name a folder that is new or empty")
    with tempfile.TemporaryDirectory(prefix="site-") as place:
        pages, made = Path(place, "pages"), Path(place, "site")
        site_pages.write_all(root, pages, solutions)
        _sphinx(root, pages, made, Path(place, "doctrees"))
        folder.mkdir(parents=True, exist_ok=True)
        mirror(made, folder)
    return len(list(folder.rglob("*.html")))


def _sphinx(root, pages, made, doctrees):
    """Run Sphinx, in a process of its own: it keeps much of its state for as long as that lives."""
    conf = "".join(f"{name} = {value!r}\n" for name, value in settings(root).items())
    (pages / "conf.py").write_text(conf, encoding="utf-8")
    environment = {**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": os.pathsep.join([str(root), str(PACKAGE.parent)])}
    options = ["-b", "html", "-q", "-j", "auto", "-W", "--keep-going", "--no-color", "-d", doctrees]
    command = [sys.executable, "-m", "sphinx", *options, pages, made]
    ran = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if ran.returncode:
        told = [line.replace(f"{pages}{os.sep}", "") for line in ran.stderr.splitlines() if line.strip()]
        more = [f"and {len(told) - FEW} lines more"] if len(told) > FEW else []
        missing = "No module named sphinx" in ran.stderr
        raise CourseError(
            f"the site needs Sphinx: pip install -e '.[site]' in {root}" if missing else "\n".join(["no site:", *told[:FEW], *more])
        )


def settings(root):
    """Return what Sphinx is told, {name of the setting: value}."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "project": TITLE,
        "author": project["authors"][0]["name"],
        "version": project["version"],
        "language": "en",
        "extensions": ["myst_nb", "sphinx.ext.autodoc", "autograder.making.site_extension"],
        "nitpicky": True,
        "myst_enable_extensions": ["amsmath", "attrs_inline", "colon_fence", "dollarmath"],
        "myst_heading_anchors": 4,
        "nb_execution_mode": "off",
        "nb_merge_streams": True,
        "nb_ipywidgets_js": {},  # its default would ask the network
        "autodoc_preserve_defaults": True,
        "add_module_names": False,
        "html_math_renderer": "mathml",
        "html_theme": "sphinx_book_theme",
        "html_context": {"default_mode": "auto"},  # light or dark as the system is
        "html_theme_options": {
            "navbar_persistent": [],
            "use_download_button": False,
            "use_fullscreen_button": False,
            "show_toc_level": 2,
            "pygments_light_style": "a11y-high-contrast-light",
            "pygments_dark_style": "a11y-high-contrast-dark",
        },
        "html_title": TITLE,
        "html_static_path": [str(LOOKS)],
        "html_css_files": ["site.css"],
        "html_copy_source": False,  # the search and the pages are all that there is of a text
        "html_show_sphinx": False,
        "html_show_copyright": False,
        "html_show_search_summary": False,  # it would fetch pages, which no browser lets a file do
        "html_domain_indices": False,
        "html_last_updated_fmt": None,
    }
