"""Which edition of Spiral's pages this is: a page that stays open for hours opens itself anew when another is there."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import spiral

#: Code, templates, what they look like and do, texts, and what is told as data.
_KINDS = ("*.py", "*.html", "*.css", "*.js", "*.mo", "*.toml")


@cache
def edition() -> str:
    """Eight signs: others as soon as anything that a page is made of has changed, the same on every server."""
    root = Path(spiral.__file__).parent
    content = hashlib.sha256()
    for path in sorted(p for kind in _KINDS for p in root.rglob(kind)):
        content.update(path.read_bytes())
    return content.hexdigest()[:8]
