"""Are names only text on formgrader's own pages, and do its policies forbid scripts of a submission? (tests/long looks with a browser.)"""

import json
import re
from types import SimpleNamespace

import jinja2
import pytest
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from autograder.showing import formgrader

NAME = "</script><img src=x onerror=alert('1')>"


@pytest.fixture
def protected(monkeypatch):
    """nbgrader's handlers, made safe as long as the test runs."""
    for handler, names in ((handlers.BaseHandler, ("render", "exporter", "content_security_policy")),
                           (handlers.SubmissionFilesHandler, ("content_security_policy",))):  # fmt: skip
        for name in names:
            monkeypatch.setattr(handler, name, getattr(handler, name))
    monkeypatch.setattr(formgrader, "JUPYTERS", lambda self: "frame-ancestors 'self'")
    for _ in range(2):  # a second call changes nothing
        formgrader.protect()
    return handlers


def test_is_a_name_text_on_a_page_and_in_its_scripts(protected):
    page = '<p title="{{ student }}">{{ student }}</p><script>var first = "{{ student }}"; var other = "";</script>'
    environment = jinja2.Environment(loader=jinja2.DictLoader({"page.tpl": page}))
    shown = protected.BaseHandler.render(SimpleNamespace(settings={"nbgrader_jinja2_env": environment}), "page.tpl", student=NAME)
    assert "<img" not in shown and shown.count("</script>") == 1
    first, other = re.findall(r"var \w+ = (.*?);(?= |<)", shown)
    assert (json.loads(first), json.loads(other)) == (NAME, "")


def test_forbid_the_policies_what_is_not_formgraders_own(protected):
    pages, files = (
        handler.content_security_policy.fget(None).split("; ") for handler in (protected.BaseHandler, protected.SubmissionFilesHandler)
    )
    assert pages[0] == files[0] == "frame-ancestors 'self'"
    assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'"} <= set(pages) and len(pages) == len(set(pages))
    assert {"sandbox", "default-src 'none'"} <= set(files) and not any(rule.startswith("script-src") for rule in files)


def test_is_the_exporter_that_of_the_course_that_is_open(protected):
    course = SimpleNamespace(config=Config(HTMLExporter={"template_name": "basic"}))
    page = SimpleNamespace(settings={"nbgrader_formgrader": course})
    first = protected.BaseHandler.exporter.fget(page)
    assert first.template_name == "basic" and protected.BaseHandler.exporter.fget(page) is first
    course.config = Config(HTMLExporter={"template_name": "lab"})
    assert protected.BaseHandler.exporter.fget(page).template_name == "lab"


def test_is_a_name_that_is_not_known_the_id_and_not_none(protected):
    environment = jinja2.Environment(loader=jinja2.DictLoader({"page.tpl": "<body>{{ student }}</body>"}))
    shown = protected.BaseHandler.render(SimpleNamespace(settings={"nbgrader_jinja2_env": environment}), "page.tpl", student="</body>")
    assert shown.startswith("<body>&lt;/body&gt;<script>") and shown.count(formgrader.NAMES) == 1
