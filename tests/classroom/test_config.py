"""Has nbgrader in a class's folder the course's own settings, with the class's folders?"""

import json
import shutil

import tiny

from autograder.classroom import folder
from autograder.grading.batch import Options, make_terms
from autograder.grading.course import Course
from autograder.grading.preprocessors import CourseExecute


def test_are_the_settings_the_courses_with_the_classs_folders(own, root):
    course = Course(own.folder)
    settings = CourseExecute(config=course.config)
    assert course.gradebook_place == str(own.folder / "gradebook.db")
    assert course.path("submitted", tiny.CHAPTER, "ada") == own.folder / "submitted" / "ada" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb"
    assert settings.variables == {"COURSE_ROOT": str(root), "COURSE_SEED_FILE": str(own.folder / "class_seed")}
    assert course.config.Autograde.sanitize_preprocessors == Course(root).config.Autograde.sanitize_preprocessors
    assert course.directory.course_id == "winter"


def test_does_a_change_of_the_courses_settings_reach_the_class(root, tmp_path):
    copy = shutil.copytree(root, tmp_path / "course")
    own = folder.new(tmp_path / "winter", copy)
    with (copy / "nbgrader_config.py").open("a") as file:
        file.write("\nc.CourseExecute.timeout = 7\n")
    assert CourseExecute(config=Course(own.folder).config).timeout == 7


def test_is_what_a_class_writes_below_its_own(own):
    with (own.folder / "nbgrader_config.py").open("a") as file:
        file.write('\nc.CourseExecute.timeout = 9\nc.CourseDirectory.db_url = "sqlite:///other.db"\n')
    course = Course(own.folder)
    assert CourseExecute(config=course.config).timeout == 9
    assert course.gradebook_place == "other.db"


def test_is_a_late_policy_the_classs_only_if_it_has_one(own, root):
    assert "plugin_class" not in Course(own.folder).config.AssignLatePenalties
    own.file.write_text(f"course = {json.dumps(str(root))}\n[late]\nper_cent_a_day = 10\n")
    config = Course(own.folder).config
    assert config.AssignLatePenalties.plugin_class == "autograder.classroom.late.LatePolicy"
    assert config.LatePolicy == {"grace_days": 0, "per_cent_a_day": 10, "floor": 0}


def test_are_class_and_course_hidden_from_submissions(own, root):
    from autograder.classroom import release

    release.build(own, own.chapters)
    hide = make_terms(Course(own.folder), tiny.CHAPTER, Options()).hide
    assert {str(own.folder), str(root)} <= set(hide)
