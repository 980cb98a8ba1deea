"""Zips as the platforms make them, and as nobody should."""

import io
import json
import stat
import zipfile


def made(path, members, when=(2026, 12, 10, 12, 0, 0)):
    """Write a zip: {path in it: bytes, text, a notebook, or (that, its date)}."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items() if isinstance(members, dict) else members:
            content, date = content if isinstance(content, tuple) else (content, when)
            archive.writestr(zipfile.ZipInfo(name, date), data(content))
    return path


def data(content):
    """Return a notebook, or whatever else, as bytes."""
    if isinstance(content, dict):
        content = json.dumps(content)
    return content.encode() if isinstance(content, str) else content


def link(to):
    """Return what a link's member is made of: (ZipInfo, bytes)."""
    about = zipfile.ZipInfo("Ada Lovelace_11_assignsubmission_file/link.ipynb")
    about.external_attr = (stat.S_IFLNK | 0o777) << 16
    return about, to.encode()


def claims(path, name, size):
    """Write a zip whose one member says it is of a size that it is not."""
    made(path, {name: b"0" * 10})
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"PK\1\2")
    raw[at + 24 : at + 28] = size.to_bytes(4, "little")
    path.write_bytes(raw)
    return path


def bomb(path, members):
    """Write a zip whose members say that each is a gigabyte."""
    made(path, {f"ada/{n}.ipynb": b"" for n in range(members)})
    parts = path.read_bytes().split(b"PK\1\2")
    path.write_bytes(b"PK\1\2".join([parts[0], *(part[:20] + (10**9).to_bytes(4, "little") + part[24:] for part in parts[1:])]))
    return path


def inner(members):
    """Return a zip as bytes."""
    file = io.BytesIO()
    made(file, members)
    return file.getvalue()
