"""Writing a file so that one that is there is never half written."""

from __future__ import annotations

from pathlib import Path


def write(file, content):
    """Write a file if it would change, whole or not at all, and say whether it did."""
    file, content = Path(file), content.encode() if isinstance(content, str) else content
    if file.is_file() and file.read_bytes() == content:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(file.name + ".new")
    new.write_bytes(content)
    new.replace(file)
    return True


def mirror(made, folder):
    """Make a folder the same as a made one; return what changed."""
    files = {f.relative_to(made) for f in made.rglob("*") if f.is_file()}
    extra = [f for f in folder.rglob("*") if f.is_file() and f.relative_to(folder) not in files]
    for file in extra:
        file.unlink()
    return extra + [f for name in sorted(files) if write(f := folder / name, (made / name).read_bytes())]
