"""What instructors run: build the course, hand it out, judge what comes back."""

from .judge import judge

__all__ = ["judge"]
