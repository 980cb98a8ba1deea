"""The error that all errors of the course derive from."""


class Error(Exception):
    """Whatever this course raises on purpose."""
