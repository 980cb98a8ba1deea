"""formgrader's own pages: names of students are text in them, and no file of a submission runs a script.

nbgrader offers no setting for these, so its handlers are changed where they are, once, when formgrader starts.
"""

from __future__ import annotations

import html
import json
import re

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers

JUPYTERS = handlers.BaseHandler.content_security_policy.fget
PAGES = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'"
)
FILES = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"  # further files of a submission

NAMES = """
[["SubmissionUI", "student", "$student_name"], ["StudentUI", "id", "$name"]].forEach(function ([kind, id, place]) {
  if (!window[kind] || !window[kind].prototype.render) { return; }
  const render = window[kind].prototype.render;
  window[kind].prototype.render = function () {
    render.apply(this, arguments);
    const names = [this.model.get("last_name"), this.model.get("first_name")];
    if (!this[place] || !names.includes(null)) { return; }
    const name = names.filter(Boolean).join(", ") || this.model.get(id);
    const link = this[place].find("a");
    (link.length ? link : this[place]).text(name);
    this[place].attr("data-order", name);
  };
});
"""  # where a name is not known nbgrader's lists say "None, None"


def protect():
    """Make formgrader's pages safe; a second call changes nothing."""
    handlers.BaseHandler.render = _render
    handlers.BaseHandler.exporter = property(_exporter)
    handlers.BaseHandler.content_security_policy = property(lambda self: f"{JUPYTERS(self)}; {PAGES}")
    handlers.SubmissionFilesHandler.content_security_policy = property(lambda self: f"{JUPYTERS(self)}; {FILES}")


def _render(self, name, **values):
    environment = self.settings["nbgrader_jinja2_env"]
    environment.autoescape = True
    page = environment.get_template(name).render(**values)
    page = re.sub(r'(var \w+ = )"([^"\n]*)";', _script_text, page)  # in scripts there are no entities
    return page.replace("</body>", f"<script>{NAMES}</script>\n</body>", 1)


def _script_text(found):
    text = json.dumps(html.unescape(found[2])).replace("<", r"\u003c")
    return f"{found[1]}{text};"


def _exporter(self):
    """Return the exporter of the course that is open: it may be another one than when formgrader started."""
    config = self.settings["nbgrader_formgrader"].config
    made = self.settings.get("course_exporter")
    if made is None or made[0] != config:
        made = self.settings["course_exporter"] = (config, HTMLExporter(config=config))
    return made[1]
