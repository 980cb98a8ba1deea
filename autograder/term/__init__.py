"""A class's term around the grading: the platform's lists and zips come in; sheets with scores and zips of pages go back out.

`forget` takes one student out of a class, `archive` puts a whole class into one file and back.
"""
