"""nbgrader's settings for this course: `nbgrader` commands, formgrader and `course` read them here, in the course's root.

Folders have nbgrader's own names: source, release, submitted, autograded, feedback; grades are in gradebook.db.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent

c = get_config()

c.CourseDirectory.course_id = "practical-aspects"
c.CourseDirectory.root = str(HERE)
# Grades in PostgreSQL: c.CourseDirectory.db_url = "postgresql://…"

# --- grading ---------------------------------------------------------------------------------------
# Seconds that a cell may take; it is stopped then, and loses its points, it alone.
c.CourseExecute.timeout = 30
# Hidden cases are drawn from the secret seed in this file. It is made at first use and is not in git: keep it as long as
# you keep the grades, for the same seed gives the same scores.
c.CourseExecute.environment = {"COURSE_SEED_FILE": HERE / "class_seed", "COURSE_ROOT": HERE}
# HandedIn finds the notebook that counts, whatever it is called. It is put in order first, then run in a sandbox without
# the experiments that were left as they were, then scored by what the judge said. The names without "autograder" are
# nbgrader's own steps.
c.Autograde.exporter_class = "autograder.grading.preprocessors.HandedIn"
c.Autograde.sanitize_preprocessors = [
    "autograder.grading.preprocessors.PutInOrder",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.grading.preprocessors.CourseExecute",
    "autograder.grading.preprocessors.Evidence",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.grading.preprocessors.Unread",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# --- what students wrote, on pages and disks -----------------------------------------------------------
# Feedback and formgrader show it without its scripts, and need no network. What may not be copied is moved to left_out/.
c.HTMLExporter.preprocessors = ["autograder.showing.pages.SafePage"]
c.Autograde.pre_convert_hook = "autograder.grading.handed_in.set_aside"
c.GenerateFeedback.pre_convert_hook = "autograder.grading.handed_in.set_aside"
