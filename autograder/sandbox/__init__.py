"""Where submissions run, both ends of the line: cells and calls go in; outputs, values and records come out.

`bubblewrap` builds the walls, `limits` says what a submission may use, `processor` where, `bridge` is the judge's end of the line, and `student/` is
what runs inside: the warm process, the shell, the messages. Begin with `bubblewrap`.
"""
