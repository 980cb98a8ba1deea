"""A class's term around the grading: the platform's lists and zips come in; sheets with scores and zips of pages go back out.

`roster` puts people into the gradebook; `collect` puts their submissions, which `inbound` reads, into `submitted/`, as `delivery` says whose
and `stamps` when; `grades` puts scores into the platform's sheet (`sheets`), `returned` pages into its zip; `results` reads a graded class
back. What Moodle and Canvas call things stands in `platforms` alone, what a class remembers beside the gradebook in `kept`. Begin
with `roster`.
`forget` takes one student out of a class, `archive` puts a whole class into one file and back.
"""
