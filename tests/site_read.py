"""A built site read back: where its links lead, what its pictures say, and whether an answer is in it."""

import ast
import html
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat

from autograder.places import COURSE_UTILS, GIVEN

LINKS = {"href", "src", "data", "poster", "action"}
SHORT = 18  # a line of fewer characters is anybody's


class Page(HTMLParser):
    """The links of a page, its anchors and its pictures."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.pictures = [], {"", "top"}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.links += [value for name, value in attributes.items() if name in LINKS and value is not None]
        self.links += [part.split()[0] for part in (attributes.get("srcset") or "").split(",") if part.strip()]
        self.anchors |= {attributes[name] for name in ("id", "name") if attributes.get(name)}
        if tag == "img":
            self.pictures.append(attributes)


def pages(folder):
    """Return the pages of a site, `{path: Page}`; what the theme keeps for its own use is none."""
    files = (file for file in Path(folder).rglob("*.html") if "_static" not in file.parts)
    return {file: Page(file.read_text(encoding="utf-8")) for file in sorted(files)}


def broken(folder):
    """Return a line for each link of a site that leads nowhere in it."""
    found, known = [], pages(folder)
    for file, page in known.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            there = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not there.is_file():
                found.append(f"{file.relative_to(folder)}: {link}")
            elif parts.fragment and there in known and unquote(parts.fragment) not in known[there].anchors:
                found.append(f"{file.relative_to(folder)}: {link} (no such place on the page)")
    return found + [f"{sheet.relative_to(folder)}: {url}" for sheet in Path(folder).rglob("*.css") for url in _missing(sheet)]


def _missing(sheet):
    urls = re.findall(r"url\([\"']?([^\"')]+)", sheet.read_text(encoding="utf-8"))
    return [url for url in urls if not url.startswith(("data:", "#")) and not (sheet.parent / unquote(urlsplit(url).path)).is_file()]


def asks_away(folder):
    """Return what a page of a site would load from elsewhere as soon as it is opened."""
    loads = re.compile(r"<(?:script|img|iframe|source|link)\b[^>]*?(?:src|href)=[\"']((?:https?:)?//[^\"']+)", re.IGNORECASE)
    files = Path(folder).rglob("*.html")
    return [f"{file.relative_to(folder)}: {url}" for file in files for url in loads.findall(file.read_text(encoding="utf-8"))]


def silent(folder):
    """Return the pictures of a site without an alternative text."""
    return [
        f"{file.relative_to(folder)}: {img.get('src')}"
        for file, page in pages(folder).items()
        for img in page.pictures
        if not img.get("alt")
    ]


# --- answers -------------------------------------------------------------------------------------------


def secret_lines(root):
    """Return the lines of code that only the references and the bank hold: none that a student is given."""
    given = [cell.source for file in Path(root, "release").glob("*/*.ipynb") for cell in nbformat.read(file, as_version=4).cells]
    given += [file.read_text(encoding="utf-8") for place in GIVEN for file in (COURSE_UTILS / place).glob("*.py")]
    public = "\n".join(map(_flat, given))
    files = [*sorted((COURSE_UTILS / "reference").glob("*.py")), *sorted(Path(root, "autograder", "bank").rglob("*.py"))]
    lines = {_flat(line) for file in files for line in _code(file.read_text(encoding="utf-8"))}
    return {line for line in lines if len(line) >= SHORT and not re.fullmatch(r"[\w, ]+", line) and line not in public}


def _code(source):
    """Yield the lines of a module's code, as they are written, without docstrings and what stands alone."""
    tree = ast.parse(source)
    words = {n for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for n in _span(node)}
    for n, line in enumerate(source.splitlines(), 1):
        if n not in words and not line.lstrip().startswith(("#", "from ", "import ", "def ", "class ", '"', "@")):
            yield line.partition("  #")[0]


def _span(node):
    return range(node.lineno, node.end_lineno + 1)


def _flat(words):
    return re.sub(r"\s+", " ", words).strip()


def texts(folder):
    """Yield what each file of a site says, without its marks: also the search's index and the list of names, which is packed."""
    for file in sorted(Path(folder).rglob("*")):
        if not file.is_file() or file.suffix in {".png", ".woff2", ".ttf"}:
            continue
        raw = file.read_bytes()
        if file.name == "objects.inv":
            head = b"".join(raw.splitlines(keepends=True)[:4])
            raw = head + zlib.decompress(raw[len(head) :])
        words = raw.decode("utf-8", "replace")
        yield file.relative_to(folder).as_posix(), html.unescape(re.sub(r"<[^>]*>", "", words)) if file.suffix == ".html" else words


def answers(folder, root):
    """Return where a site holds what only references and hidden tests say, `{file: lines}`."""
    secret, found = secret_lines(root), {}
    for name, words in texts(folder):
        flat = _flat(words)
        held = sorted(line for line in secret if line in flat)
        if name == "searchindex.js" or name == "objects.inv":
            held += re.findall(r"course_utils\.reference[\w.]*|autograder\.bank[\w.]*", words)
        if held:
            found[name] = held
    return found
