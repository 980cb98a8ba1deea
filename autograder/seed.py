"""The class's secret seed, from which the hidden cases are drawn: the same seed gives the same scores."""

from __future__ import annotations

import functools
import os
import secrets
from pathlib import Path

from .errors import CourseError
from .places import course_root, texts

SEED_VARIABLE = "COURSE_SEED_FILE"


def class_seed(file=None):
    """Return the class's seed, made at first use in the file that is given or that `COURSE_SEED_FILE` names.

    Where there is no course, only our packages, it is one that this process alone knows.
    """
    root = course_root()
    file = file or os.environ.get(SEED_VARIABLE) or (root / "class_seed" if texts(root) else None)
    if file is None:
        return _own_seed()
    file = Path(file)
    if not file.exists():
        new = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_hex(16) + "\n", encoding="utf-8")
        try:
            os.link(new, file)  # of two processes that come first together, one wins
        except FileExistsError:
            pass
        finally:
            new.unlink()
    seed = file.read_text(encoding="utf-8").strip()
    if not seed:
        raise CourseError(f"{file} is empty: it holds the secret seed of the class; delete it to have a new one made (scores may change)")
    return seed


@functools.cache
def _own_seed():
    return secrets.token_hex(16)
