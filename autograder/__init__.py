"""What instructors run: build the course, hand it out, judge what comes back."""

import sys

# jsonschema imports this, if it is there, to look at addresses, which no schema of ours holds; it takes two seconds to start.
sys.modules.setdefault("rfc3987_syntax", None)

from .judge import judge  # noqa: E402

__all__ = ["judge"]
