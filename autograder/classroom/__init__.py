"""A class's own folder: its `class.toml` and a course come in; its source/, release/ and nbgrader's settings come out.

`settings` reads class.toml, `folder` finds and makes a class, `release` makes its notebooks from the course's text, `edition` keeps
what a chapter was released with, `trial` tries what another edition would do to scores. `config` tells nbgrader all of it, `late`
is the late policy. Begin with `folder`. The course's own folder is only read.
"""
