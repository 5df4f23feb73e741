"""Which edition of Spiral's pages this is: a page that stays open for hours opens itself anew when another is there."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import spiral


@cache
def edition() -> str:
    """Eight signs: others as soon as a template, a style sheet or a script has changed, the same on every server."""
    root = Path(spiral.__file__).parent
    content = hashlib.sha256()
    for path in sorted(p for kind in ("*.html", "*.css", "*.js") for p in root.rglob(kind)):
        content.update(path.read_bytes())
    return content.hexdigest()[:8]
