"""Statement sets as documents: what a file holds, what the page writes, and what a round keeps a frozen copy of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from spiral.ground.revision import mark
from spiral.ground.set_file import SetError, read_document, read_parts

SHIPPED = Path(__file__).parent / "sets"
MOST_STATEMENTS, MOST_LEVELS, MOST_TARGETS = 40, 7, 6


@dataclass(frozen=True, slots=True)
class ScaleLevel:
    """A named level of the scale; its number is its place, from 1."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class SetVersion:
    """A set in one language."""

    title: str
    about: str
    levels: tuple[ScaleLevel, ...]
    statements: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementSet:
    """A whole set. Every language has as many levels, statements and targets as Swedish; Swedish is always there."""

    key: str
    source: str
    sample: bool
    versions: Mapping[str, SetVersion]

    def version(self, language: str) -> SetVersion:
        """The set in ``language``, or in Swedish where it has not been translated."""
        return self.versions.get(language, self.versions["sv"])

    @property
    def revision(self) -> str:
        """Another when anything in the set is."""
        return mark(self.as_document())

    def as_document(self) -> dict[str, object]:
        """What :func:`understand` reads back as the same set."""
        languages = {
            code: {
                "title": v.title,
                "about": v.about,
                "levels": [{"name": level.name, "description": level.description} for level in v.levels],
                "statements": list(v.statements),
                "targets": list(v.targets),
            }
            for code, v in self.versions.items()
        }
        return {"key": self.key, "source": self.source, "sample": self.sample, "languages": languages}


@cache
def shipped() -> tuple[StatementSet, ...]:
    """The sets that follow with the product."""
    return tuple(understand(tomllib.loads(path.read_text("utf-8"))) for path in sorted(SHIPPED.glob("*.toml")))


def read(content: bytes, name: str) -> StatementSet:
    """A set from a TOML or JSON file. Raises SetError with every fault."""
    return understand(read_document(content, name, _("Filen är större än en påståendelista kan vara.")))


def understand(document: object) -> StatementSet:
    """A set from a document. Raises SetError with every fault."""
    problems: list[str] = []
    parts = read_parts(document, _version, problems, _("Listan saknar avdelningen languages."))
    swedish = parts.versions["sv"]
    for version in parts.versions.values():
        for name in ("levels", "statements", "targets"):
            if len(getattr(version, name)) != len(getattr(swedish, name)):
                problems.append(_("Alla språk ska ha lika många påståenden, nivåer och mål."))
                break
    if problems:
        raise SetError(problems)
    return StatementSet(parts.key, parts.source, parts.sample, parts.versions)


def _version(part: Mapping[str, object], code: str, problems: list[str]) -> SetVersion:
    levels = tuple(
        ScaleLevel(str(x.get("name", "")).strip(), str(x.get("description", "")).strip())
        for x in _items(part, "levels")
        if isinstance(x, dict)
    )
    statements = tuple(str(x).strip() for x in _items(part, "statements"))
    targets = tuple(str(x).strip() for x in _items(part, "targets"))
    title = str(part.get("title", "")).strip()
    for is_wrong, problem in (
        (not title or len(title) > 120, _("%(code)s: rubriken saknas eller är längre än 120 tecken.")),
        (not 2 <= len(levels) <= MOST_LEVELS, _("%(code)s: skalan ska ha två till sju nivåer.")),
        (not all(level.name for level in levels), _("%(code)s: varje nivå ska ha ett namn.")),
        (not 1 <= len(statements) <= MOST_STATEMENTS, _("%(code)s: listan ska ha ett till fyrtio påståenden.")),
        (not 1 <= len(targets) <= MOST_TARGETS, _("%(code)s: det ska finnas ett till sex mål.")),
        (not all((*statements, *targets)), _("%(code)s: ett påstående eller mål är tomt.")),
        (len({*statements}) != len(statements), _("%(code)s: ett påstående står två gånger.")),
        (
            any(len(x) > 400 for x in (*statements, *targets, *(f"{v.name}{v.description}" for v in levels))),
            _("%(code)s: en text är längre än 400 tecken."),
        ),
    ):
        if is_wrong:
            problems.append(problem % {"code": code})
    return SetVersion(title, str(part.get("about", "")).strip()[:600], levels, statements, targets)


def _items(part: Mapping[str, object], name: str) -> list[object]:
    items = part.get(name)
    return items if isinstance(items, list) else []
