"""What instructors run: build the course, hand it out, judge what comes back."""

import sys

# jsonschema imports this, if it is there, for a check of internet addresses that no notebook needs: half of the time nbgrader takes to start.
sys.modules.setdefault("rfc3987_syntax", None)

from .judging import judge  # noqa: E402

__all__ = ["judge"]
