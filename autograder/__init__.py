"""What instructors run: build the course, hand it out, judge what comes back."""

import sys

# jsonschema imports these, if they are there, for checks of addresses and durations that no notebook needs: half of the time nbgrader
# takes to start.
for _name in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
    sys.modules.setdefault(_name, None)

from .judging import judge  # noqa: E402

__all__ = ["judge"]
