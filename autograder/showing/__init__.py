"""What people see of a graded class: results and executed notebooks come in; tables, a report and safe pages come out.

`report` has the words of the table and the class report; `pages` makes feedback and formgrader pages without anything of a
submission that runs; `formgrader` does the same for nbgrader's other pages. Begin with `report`.
"""
