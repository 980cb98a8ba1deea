"""What people see of a graded class: results and executed notebooks come in; tables, a report and safe pages come out.

`report` has the words of the table and the class report. `feedback` writes a student's `page` from what the executed notebook
says (`findings`) and what the gradebook says (`grades`); `pages` puts it, and safe formgrader pages, into nbgrader's own
commands, `formgrader` does the same for its other pages. What a submission holds goes through `safe`. Begin with `report`.
"""
