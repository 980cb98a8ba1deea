"""`python -m autograder` is `course`."""

from .commands.cli import app

if __name__ == "__main__":
    app(prog_name="python -m autograder")
