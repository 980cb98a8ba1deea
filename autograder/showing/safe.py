"""What a submission holds, reduced to what a page may show: text, an allowed list of tags and attributes, pictures, formulas.

This is the first of two walls; the second is the policy that each page has in its head (`pages`, `page`).
Formulas become MathML, which browsers show by themselves.
"""

from __future__ import annotations

import base64
import copy
import functools
import html
import re
import secrets

from bleach.sanitizer import Cleaner
from math_core import LatexError, LatexToMathML
from nbconvert.filters.ansi import ansi2html, strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import from_dict

from ..cells import is_graded
from ..grading.patience import Patience, TimeLimit
from .drawings import is_quick

# A chapter stays far below these: its longest text has 3,000 characters, all together 40,000.
LONGEST = 20_000  # characters of one text that is turned into HTML
LONGEST_PAGE = 200_000  # of all of a page
LONGEST_OUTPUT = 100_000  # characters of one output of plain text
MOST_OUTPUTS = 200  # of one cell
LONGEST_OUTPUTS, MOST_TAGS_PAGE = 1_000_000, 20_000  # characters, and tags, of all outputs of a page
MOST_TAGS, DEEPEST = 2_000, 100  # in one text, and how many of them are open at once: a parser's work grows with the product
LARGEST_PICTURE = 5_000_000  # bytes
SECONDS = 5.0  # of computing for a page; one with all figures of a chapter takes a fraction of one
LONGEST_FORMULA, MOST_COMMANDS = 2_000, 200  # the converter's own stack ends at some 400 levels

TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins "
        "kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr tt u ul var",
    )
)
CLOSED = set(
    ["br", "col", "dd", "dt", "hr", "img", "input", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr"]
)  # by what follows them
SILENTLY = {"style", "input", "head", "body", "html"}  # left out without a note: nobody misses them
DRAWING = "data:image/svg+xml;base64,"
PICTURE = r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=]+"
ATTRIBUTES = {  # what a value must look like; ids and names are nbgrader's
    "a href": r"(?:https?://|mailto:).*",
    "img src": PICTURE + r"|[\w-][\w.-]*\.(?:png|jpe?g|gif|svg)",  # in the page, or a picture that lies beside the notebook
    "img width": r"\d{1,4}",
    "img height": r"\d{1,4}",
    "alt": r".*",
    "title": r".*",
    "role": r"status|alert",
    "aria-hidden": r"true",
    "align": r"\w+",
    "colspan": r"\d{1,3}",
    "rowspan": r"\d{1,3}",
    "start": r"\d{1,6}",
    "open": r".*",
    "class": r"(?:highlight|dataframe|[a-z]{1,3}\d?)(?: [a-z]{1,3}\d?)*",  # colours of code
    "style": r".*",  # see `_Style`
}
VALUE = r"(?:#[\da-f]{3,8}|[a-z]+(?:-[a-z]+)*|(?:\d{1,3}|\d{0,3}\.\d{1,3})(?:px|em|rem|ex|ch|pt|%)?)"
DECLARATION = re.compile(  # nothing that places a box, makes it bigger than its cell or loads something
    r"(?:color|background-color|border(?:-(?:left|right|top|bottom|color|style|width|collapse|radius))*|margin(?:-(?:left|right|top|bottom))?"
    r"|padding(?:-(?:left|right|top|bottom))?|max-width|overflow-x|text-align|vertical-align|font-weight|font-style|font-family"
    rf"|text-decoration|white-space)\s*:\s*{VALUE}(?:[ ,]+{VALUE})*",
    re.IGNORECASE | re.ASCII,
)
MATHML = re.compile(
    r"(?:[^<>]|</?(?:math|m[a-z]+|semantics|code)(?: (?:display|displaystyle|scriptlevel|stretchy|symmetric|largeop|movablelimits|fence|form"
    r"|separator|lspace|rspace|minsize|maxsize|accent|accentunder|mathvariant|width|height|depth|voffset|linethickness|columnspan|rowspan"
    r"|class|style|intent|arg)=\"[^\"<>]*\")*/?>)*"
)
WIDE = re.compile(r"<[^>]*(?<![.\d])\d{3,}(?:\.\d+)?(?:[a-z]{2,3}|%)[^>]*>")  # a space that leaves the page
MACROS = re.compile(r"\\(?:\w*def|let|\w*command|\w*environment|\w*Operator)(?![A-Za-z])")


def in_time(make, notebook, ours=frozenset()):
    """Return what `make` makes of a notebook; where that takes too long, of it without what a submission shows.

    ours  texts that are not the submission's
    """
    try:
        with (patience := Patience(SECONDS)):
            return make(notebook)
    except TimeLimit:
        patience.end()
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.get("outputs") and not is_graded(cell):
            cell.outputs = [_stream("[left out of this page: it would take too long to show what is in this notebook]")]
        elif cell.cell_type == "markdown" and cell.source not in ours:
            cell.cell_type = "raw"  # which is shown as it is
    return make(notebook)


# --- cells and outputs ---------------------------------------------------------------------------------


def cells(notebook):
    """Return the cells of a notebook with nothing in them but text, allowed HTML and pictures."""
    room, found = {"text": LONGEST_PAGE, "outputs": LONGEST_OUTPUTS, "tags": MOST_TAGS_PAGE}, []
    for n, cell in enumerate(notebook.cells):
        source = cut(cell.get("source", ""), LONGEST if room["text"] > 0 else 200)
        room["text"] -= len(source)
        found.append(_cell(cell, n, source, room))
    return found


def _cell(cell, n, source, room):
    identity = str(cell.get("id") or "")  # before nbformat 4.5 there are none
    identity = identity if re.fullmatch(r"[\w-]{1,64}", identity, re.ASCII) else f"cell-{n}"
    metadata = {"nbgrader": _roles(cell)} if _roles(cell) else {}
    if cell.cell_type == "code":
        outputs = [_output(o, room) for o in cell.get("outputs", [])[:MOST_OUTPUTS]]
        if len(cell.get("outputs", [])) > MOST_OUTPUTS:
            outputs.append(_stream(f"[{len(cell.outputs) - MOST_OUTPUTS} more outputs are left out of this page]"))
        count = cell.get("execution_count")
        count = count if isinstance(count, int) else None
        code = {"cell_type": "code", "execution_count": count, "outputs": outputs}
        return from_dict({"id": identity, "metadata": metadata, "source": source, **code})  # `new_code_cell` compares all with a schema
    if cell.cell_type != "markdown" or source != cell.get("source"):
        source = "\n".join("    " + line for line in source.splitlines())  # to be shown as it is
    return from_dict({"id": identity, "metadata": metadata, "source": source, "cell_type": "markdown", "attachments": _attachments(cell)})


def _roles(cell):
    """Return nbgrader's metadata of a cell, if its name is one."""
    roles = cell.metadata.get("nbgrader")
    if not isinstance(roles, dict) or not re.fullmatch(r"[\w.-]+", str(roles.get("grade_id")), re.ASCII):
        return {}
    return {key: roles[key] for key in ("schema_version", "grade_id", "grade", "solution", "locked", "task", "points") if key in roles}


def _attachments(cell):
    given = cell.get("attachments")
    bundles = {name: _pictures(data) for name, data in given.items()} if isinstance(given, dict) else {}
    return {name: bundle for name, bundle in bundles.items() if bundle}


def _output(output, room):
    """Return an output in the one form in which the page shows it, while there is room for it."""
    if room["outputs"] <= 0 or room["tags"] <= 0:
        return _stream("[left out of this page: there is more than it can hold]")
    data = output.get("data") if isinstance(output.get("data"), dict) else {}
    texts = [data[kind] for kind in data if str(kind).startswith("text/")]
    for word in map(str, [output.get("text"), output.get("traceback"), *texts]):
        room["outputs"] -= len(word)
        room["tags"] -= word.count("<")
    return _reduced(output)


def _stream(words, name="stdout"):
    return from_dict({"output_type": "stream", "name": name, "text": words})


def _reduced(output):
    kind = output.get("output_type")
    if kind == "stream":
        return _stream(cut(output.get("text")), "stderr" if output.get("name") == "stderr" else "stdout")
    if kind == "error":
        return from_dict(
            {"output_type": "error", "ename": "", "evalue": "", "traceback": [cut("\n".join(map(str, output.get("traceback", []))))]}
        )
    data = output.get("data")
    data = data if isinstance(data, dict) else {}
    kind = kind if kind == "execute_result" else "display_data"
    count = {"execution_count": None} if kind == "execute_result" else {}
    return from_dict({"output_type": kind, "data": _shown(data), "metadata": _words_for_pictures(output), **count})


def _shown(data):
    text, pictures = data.get("text/html"), _pictures(data)
    if isinstance(text, str) and _says_something(safe := clean(text)):
        return {"text/html": safe}
    if isinstance(text := data.get("text/markdown", data.get("text/latex")), str) and text.strip():
        return {"text/markdown": text}
    if pictures:
        return pictures
    if "text/plain" in data:
        return {"text/plain": cut(data["text/plain"])}
    return {"text/plain": f"[left out of this page: {', '.join(sorted(map(str, data)))[:200] or 'an empty output'}]"}


def _says_something(text):
    return "<img" in text or re.sub(r"<[^>]*>", "", text).strip()


def _pictures(data):
    """Return the best picture of a bundle of MIME data, as a bundle, or an empty one."""
    for kind, start in (("image/png", b"\x89PNG"), ("image/jpeg", b"\xff\xd8"), ("image/svg+xml", b"")):
        picture = data.get(kind) if isinstance(data, dict) else None
        if not isinstance(picture, str) or len(picture) > LARGEST_PICTURE * 4 / 3:
            continue
        if not start:
            if not is_quick(picture):
                continue
            return {kind: picture}  # the template shows it as a picture, where its scripts and links do nothing
        try:
            raw = base64.b64decode("".join(picture.split()), validate=True)
        except ValueError:
            continue
        if raw.startswith(start):
            return {kind: base64.b64encode(raw).decode()}
    return {}


def _words_for_pictures(output):
    """Return the alternative texts of an output's pictures, which the template escapes, and their widths in pixels."""
    given, kept = output.get("metadata"), {}
    for kind, of_picture in given.items() if isinstance(given, dict) else ():
        if kind.startswith("image/") and isinstance(of_picture, dict):
            words, width = of_picture.get("alt"), of_picture.get("width")
            kept[kind] = {"alt": words} if isinstance(words, str) else {}
            kept[kind] |= {"width": width} if type(width) is int and 0 < width < 10_000 else {}
    return kept


def cut(text, most=LONGEST_OUTPUT):
    """Return text, or so much of it, and how much is left out."""
    text = "".join(map(str, text)) if isinstance(text, list) else str(text)
    return text if len(text) <= most else f"{text[:most]}\n[{len(text) - most:,} more characters are left out of this page]"


# --- text and HTML ---------------------------------------------------------------------------


def terminal(text):
    """Return text with terminal colours as HTML; without the colours if there is something wrong with them."""
    text = str(text)
    if text.count("\x1b") <= MOST_TAGS:
        try:
            return ansi2html(text)
        except Exception:  # some codes that no terminal knows end in an error there
            pass
    return html.escape(strip_ansi(text))


def text(given):
    """Return text without terminal codes, escaped."""
    return html.escape(strip_ansi(str(given)))


def base64_of(kind, picture):
    """Return a picture of an output in the form that a `data:` address has."""
    return base64.b64encode(picture.encode()).decode() if kind == "image/svg+xml" else picture


def clean(text):
    """Return the allowed part of some HTML, and a note on what was left out."""
    text = str(text)
    if len(text) > LARGEST_PICTURE * 4 / 3 or text.count("<") > MOST_TAGS or len(re.sub(PICTURE, "", text)) > LONGEST_OUTPUT or _deep(text):
        return f"<pre>{html.escape(cut(text, LONGEST))}</pre>"
    found = {tag.lower() for tag in re.findall(r"<([a-z][\w:-]*)", text, re.IGNORECASE)}
    text = re.sub(r"<(script|style)\b(?:[^<]|<(?!/\1))*(?:</\1[^>]*>|\Z)", "", text, flags=re.IGNORECASE)  # nothing to read in them
    left_out = sorted(re.sub(r"\W", "", tag)[:30] for tag in found - TAGS - SILENTLY)
    note = f"<p><em>[left out of this page: {', '.join(left_out[:10])}]</em></p>" if left_out else ""
    text = re.sub(r"<img(?![^>]* alt=)", '<img alt="a picture"', _cleaner().clean(text))
    return text.replace("<a ", '<a target="_blank" rel="noopener noreferrer" ') + note


def _deep(text):
    """Whether more tags are open at once than a parser can put in order in a short time."""
    depth = deepest = 0
    for closes, name in re.findall(r"<(/?)([a-z][a-z0-9]*)", text, re.IGNORECASE):
        if name.lower() not in CLOSED:
            depth = max(0, depth - 1) if closes else depth + 1
            deepest = max(deepest, depth)
    return deepest > DEEPEST


@functools.cache
def _cleaner():
    protocols = {"http", "https", "mailto", "data"}  # `data` gets no further than `img src`
    return Cleaner(tags=TAGS, attributes=_allowed, protocols=protocols, strip=True, css_sanitizer=_Style())


def _allowed(tag, name, value):
    pattern = ATTRIBUTES.get(f"{tag} {name}") or ATTRIBUTES.get(name)
    if pattern is None or not re.fullmatch(pattern, value, re.ASCII | re.DOTALL):
        return False
    return not value.startswith(DRAWING) or is_quick(base64.b64decode(value.removeprefix(DRAWING)).decode("utf-8", "replace"))


class _Style:
    """What Cleaner asks about a `style`: the declarations that only colour and space what is in the box."""

    def sanitize_css(self, style):
        return "; ".join(part.strip() for part in style.split(";") if DECLARATION.fullmatch(part.strip()))


def markdown(source, attachments=None):
    """Return Markdown as safe HTML, its formulas as MathML."""
    if len(source) > LONGEST:
        return f"<pre>{html.escape(cut(source, LONGEST))}</pre>"
    renderer = _Renderer(attachments or {})
    try:
        page = clean(MarkdownWithMath(renderer=renderer).render(source))
    except RecursionError:
        return f"<pre>{html.escape(source)}</pre>"
    return renderer.with_formulas(page)


class _Renderer(IPythonRenderer):
    """Markdown's renderer; a formula is a word nobody can guess until the HTML around it is safe."""

    def __init__(self, attachments):
        super().__init__(escape=False, exclude_anchor_links=True, attachments=attachments)
        self.formulas, self.word = [], f"formula{secrets.token_hex(16)}n"

    def inline_math(self, body):
        return self._keep(body, False)

    def block_math(self, body):
        return self._keep(body, True)

    def latex_environment(self, name, body):
        return self._keep(f"\\begin{{{name}}}{body}\\end{{{name}}}", True)

    def image(self, text, url, title=None):
        if url.startswith("attachment:") and url.removeprefix("attachment:") not in self.attachments:
            return f"[picture: {text}]"
        return super().image(text, url, title)

    def _keep(self, latex, block):
        self.formulas.append((latex, block))
        return f"{self.word}{len(self.formulas) - 1}z"

    def with_formulas(self, page):
        """Put the formulas into safe HTML: MathML into text, LaTeX into attributes, where a tag would end them."""
        word = re.compile(rf"{self.word}(\d+)z")

        def put(found):
            if found[1]:
                return formula(*self.formulas[int(found[1])])
            return word.sub(lambda inner: html.escape(self.formulas[int(inner[1])][0]), found[0])

        return re.sub(rf"""{word.pattern}|<(?:[^<>"']|"[^"]*"|'[^']*')*>""", put, page)


def formula(latex, block=False):
    """Return a formula as MathML, or as its LaTeX where that is no formula we can show."""
    if len(latex) <= LONGEST_FORMULA and latex.count("\\") + latex.count("{") <= MOST_COMMANDS and not MACROS.search(latex):
        try:
            mathml = LatexToMathML(fancy_error=False, max_expansions=0).convert_with_local_state(latex, displaystyle=block)
            if MATHML.fullmatch(mathml) and not WIDE.search(mathml):
                return mathml
        except (LatexError, ValueError):
            pass
    return f"<code>{html.escape(cut(latex, LONGEST_FORMULA))}</code>"
