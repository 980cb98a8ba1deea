"""Feedback and formgrader pages: no script of a submission runs in them, and nothing comes from the network.

One line of `nbgrader_config.py` puts `SafePage` into nbgrader's exporter. Two walls, each of which would do: what a
submission holds is reduced (`safe`), and a Content-Security-Policy in the page lets the browser run only nbgrader's
own scripts (none in feedback) and load nothing from elsewhere. Feedback has a form of its own, `page`, which is filled in `feedback`.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import secrets
import sys
from pathlib import Path

from jinja2 import pass_context
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.preprocessors import Preprocessor
from nbformat import v4

from . import feedback, lost, safe

TEMPLATE = Path(__file__).with_name("page.html.j2")
FORMGRADER = "nbgrader.server_extensions.formgrader.handlers"


class SafePage(Preprocessor):
    """Make one of nbgrader's exporters write safe pages: `c.HTMLExporter.preprocessors = ["autograder.showing.pages.SafePage"]`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        if self.parent.template_name == "feedback":
            self.parent.from_notebook_node = _as_it_is(self.parent)
            return
        self.parent.template_file, self.parent.from_notebook_node = str(TEMPLATE), _in_time(self.parent)
        ours = {
            "markdown2html": markdown,
            "highlight_code": Highlight2HTML("ipython3"),
            "clean_html": safe.clean,
            "ansi2html": safe.terminal,
            "head": head,
            "with_lost": lost.put,
        }
        self.parent.filters = {**self.parent.filters, **ours}
        if FORMGRADER in sys.modules:  # formgrader reads its settings: its other pages show names of students too
            from . import formgrader

            formgrader.protect()

    def preprocess(self, nb, resources):
        """Return the notebook with nothing in it but text, allowed HTML and pictures."""
        if self.parent.template_name == "feedback":
            resources["course_page"] = feedback.of_nbgrader(nb, resources, self.parent.parent)
        else:
            resources["course_lost"] = lost.panel(nb)
        for key in ("student", "first_name", "last_name", "notebook_path"):  # formgrader's template prints them as they are
            if isinstance(resources.get(key), str):
                resources[key] = html.escape(resources[key])
        metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
        return v4.new_notebook(cells=safe.cells(nb), metadata=metadata), resources


def _as_it_is(exporter):
    """Return an exporter's `from_notebook_node` that gives the page as we made it; nbconvert would write it anew."""
    theirs, exporter.raw_template = exporter.from_notebook_node, " "

    def from_notebook_node(nb, resources=None, **options):
        _, resources = theirs(nb, resources, **options)
        return resources["course_page"], resources

    return from_notebook_node


def _in_time(exporter):
    """Return an exporter's `from_notebook_node` that nothing in a submission holds up."""
    theirs = exporter.from_notebook_node
    return lambda nb, resources=None, **options: safe.in_time(lambda shown: theirs(shown, resources, **options), nb)


@pass_context
def markdown(context, source):
    """Return Markdown as safe HTML, as a filter of nbgrader's template."""
    return safe.markdown(source, (context.get("cell") or {}).get("attachments"))


def head(text, nav=""):
    """Return nbgrader's page header without MathJax, and with a policy that lets nothing but nbgrader's own scripts run.

    text  the header, with nbgrader's scripts
    nav   formgrader's navigation, which has scripts too; "" in feedback, which needs none
    """
    nonce = secrets.token_urlsafe(16)
    mathjax = f"<script>{NO_MATHJAX}\n{lost.SCRIPT}</script>" if nav else ""
    text = re.sub(r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", mathjax, text, flags=re.DOTALL)
    scripts = "'none'"
    if nav:
        text = text.replace("<script", f'<script nonce="{nonce}"')
        own = re.findall(r"<script[^>]*>(.*?)</script>", nav, re.DOTALL) + re.findall(r'onclick="(.*?)"', nav)
        hashes = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in own)
        scripts = " ".join([f"'nonce-{nonce}' 'unsafe-hashes'", *(f"'sha256-{one}'" for one in hashes)])
    policy = f"default-src 'none'; script-src {scripts}; {POLICY}" + ("; font-src 'self'; connect-src 'self'" if nav else "")
    return text.replace("<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1).replace(
        "</head>", f"<style>{STYLE} {lost.STYLE}</style>\n</head>", 1
    )


POLICY = "style-src 'unsafe-inline' 'self'; img-src data: 'self' file:; base-uri 'none'; form-action 'none'"
NO_MATHJAX = "var MathJax = {Hub: {Startup: {signal: {Interest: function (ready) { ready('End'); }}}}};"  # formgrade.js waits for it
# What is in a cell stays in its box, and a page without MathJax needs no more than this for formulas.
STYLE = (
    ".rendered_html, .output_subarea, .input_area { contain: paint; overflow: auto; } .rendered_html img, .output_subarea img "
    "{ max-width: 100%; } math[display=block] { margin: 1em 0; }"
)
