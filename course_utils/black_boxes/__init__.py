"""Functions known by what they do: handed to students' functions as `functools.partial` with data, so that they can cross by name.

`costs` are there to be differentiated, `bugs` are backward passes to be found out, `specimens` stand in for what a student
examines or trains. Their public functions, and those of `network` and `learners`, are all that `crossing` lets through by name.
"""
