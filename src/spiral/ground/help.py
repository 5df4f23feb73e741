"""The guides of ``docs/`` as pages: Markdown in, clean HTML out. English stands under ``docs/en/``, same names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nh3
from django.conf import settings
from django.urls import reverse
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin

_NAME = re.compile(r"[a-z0-9åäö-]+(/[a-z0-9åäö-]+)*")
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
#: docs/… links between guides, as they work in a repository browser, become addresses of the product.
_LINK = re.compile(r'href="(?:\./)?((?:\.\./)*)([a-z0-9åäö/-]+)\.md(#[^"]*)?"')


@dataclass(frozen=True, slots=True)
class Guide:
    """A rendered guide. ``language`` is the one it is written in, which may not be the one asked for."""

    title: str
    html: str
    language: str


def guide(name: str, language: str) -> Guide | None:
    """The guide ``name`` ('' for the contents) in ``language``, else in Swedish; None when there is none."""
    if name and (len(name) > 120 or not _NAME.fullmatch(name)):
        return None
    for code in dict.fromkeys((language, "sv")):
        path = _path(name, code)
        if path.is_file():
            return _render(path, path.stat().st_mtime_ns, code)
    return None


def names() -> list[str]:
    """Every Swedish guide by name, without the contents page."""
    root = settings.DOCS
    guides = (p.relative_to(root).with_suffix("").as_posix() for p in root.rglob("*.md"))
    return sorted(n for n in guides if not n.startswith("en/") and n != "README")


def _path(name: str, language: str) -> Path:
    root = settings.DOCS if language == "sv" else settings.DOCS / language
    return root / f"{name or 'README'}.md"


@lru_cache(maxsize=200)
def _render(path: Path, _modified: int, language: str) -> Guide:
    text = path.read_text(encoding="utf-8")
    heading = _HEADING.search(text)
    body = text[heading.end() :] if heading else text
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").use(anchors_plugin, max_level=3)
    attributes = {**nh3.ALLOWED_ATTRIBUTES, "h2": {"id"}, "h3": {"id"}}
    html = nh3.clean(markdown.render(body), attributes=attributes, link_rel=None)
    html = _LINK.sub(lambda m: f'href="{_address(path, m[1], m[2], language)}{m[3] or ""}"', html)
    html = html.replace("<table>", '<table tabindex="0">').replace("<pre>", '<pre tabindex="0">')
    return Guide(heading[1] if heading else path.stem, html, language)


def _address(path: Path, up: str, rest: str, language: str) -> str:
    root = settings.DOCS if language == "sv" else settings.DOCS / language
    target = (path.parent / f"{up}{rest}.md").resolve()
    if not target.is_relative_to(root.resolve()):
        return f"{up}{rest}.md"
    name = target.relative_to(root.resolve()).with_suffix("").as_posix()
    return reverse("ground:help") if name == "README" else reverse("ground:help", args=[name])
