"""Forms to pupils as documents: what a file holds, what the page writes, and what a collection keeps a frozen copy of.

Every text stands in two wordings, the usual one and an easier one (lättläst); where the easier one is missing the usual
one is used. A form has a Swedish version and may have an English one with the same questions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from spiral.ground.revision import mark
from spiral.ground.set_file import SetError, read_document, read_parts, text_of

SHIPPED = Path(__file__).parent / "sets"
MOST_QUESTIONS, MOST_OPTIONS, LONGEST = 12, 7, 300
#: A pupil's own text is at most so long.
LONGEST_TEXT = 600
_HOW_MANY = {"sv": ("Ingen", "En", "Två", "Tre eller fler"), "en": ("None", "One", "Two", "Three or more")}


class QuestionKind(StrEnum):
    """What an answer to a question is."""

    TEXT = "text"
    SCALE = "scale"
    CHOICE = "choice"
    ADULTS = "adults"


@dataclass(frozen=True, slots=True)
class Wordings:
    """A text in its usual and its easier wording."""

    usual: str
    easy: str = ""

    def said(self, is_easy: bool) -> str:
        return self.easy if is_easy and self.easy else self.usual


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``options`` are the worded levels of a scale, lowest first, or the things to choose among; a free
    text has none."""

    kind: QuestionKind
    text: Wordings
    hint: Wordings
    options: tuple[Wordings, ...] = ()


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A form in one language."""

    language: str
    title: str
    about: Wordings
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class PupilForm:
    """A whole form. Every language has the same questions; Swedish is always there."""

    key: str
    source: str
    sample: bool
    versions: Mapping[str, FormVersion]

    def version(self, language: str) -> FormVersion:
        """The form in ``language``, or in Swedish where it has not been translated."""
        return self.versions.get(language, self.versions["sv"])

    @property
    def swedish(self) -> FormVersion:
        return self.versions["sv"]

    @property
    def revision(self) -> str:
        """Short, and another when anything in the form is: who saves an old one is told."""
        return mark(self.as_document())

    def as_document(self) -> dict[str, Any]:
        """What :func:`understand` reads back as the same form."""
        languages = {
            code: {
                "title": v.title,
                "about": v.about.usual,
                "about_easy": v.about.easy,
                "questions": [
                    {
                        "kind": q.kind.value,
                        "text": q.text.usual,
                        "easy": q.text.easy,
                        "hint": q.hint.usual,
                        "hint_easy": q.hint.easy,
                        **(
                            {}
                            if q.kind in (QuestionKind.TEXT, QuestionKind.ADULTS)
                            else {"options": [{"text": o.usual, "easy": o.easy} for o in q.options]}
                        ),
                    }
                    for q in v.questions
                ],
            }
            for code, v in self.versions.items()
        }
        return {"key": self.key, "source": self.source, "sample": self.sample, "languages": languages}


@cache
def shipped() -> tuple[PupilForm, ...]:
    """The forms that follow with the product."""
    return tuple(understand(tomllib.loads(path.read_text("utf-8"))) for path in sorted(SHIPPED.glob("*.toml")))


def read(content: bytes, name: str) -> PupilForm:
    """A form from a TOML or JSON file. Raises SetError with every fault."""
    return understand(read_document(content, name, _("Filen är större än ett formulär kan vara.")))


def understand(document: object) -> PupilForm:
    """A form from a document. Raises SetError with every fault."""
    problems: list[str] = []
    parts = read_parts(document, _version, problems, _("Formuläret saknar avdelningen languages."))
    shapes = {tuple((q.kind, len(q.options)) for q in v.questions) for v in parts.versions.values()}
    if len(shapes) > 1 and not problems:
        problems.append(_("Alla språk ska ha samma frågor i samma ordning, med lika många svar att välja på."))
    if problems:
        raise SetError(problems)
    return PupilForm(parts.key, parts.source, parts.sample, parts.versions)


def _version(part: Mapping[str, object], code: str, problems: list[str]) -> FormVersion:
    listed = part.get("questions")
    rows = [q for q in listed if isinstance(q, dict)] if isinstance(listed, list) else []
    title = text_of(part, "title")
    if not title or len(title) > 120:
        problems.append(_("%(code)s: rubriken saknas eller är längre än 120 tecken.") % {"code": code})
    if not 1 <= len(rows) <= MOST_QUESTIONS:
        problems.append(_("%(code)s: formuläret ska ha en till tolv frågor.") % {"code": code})
    questions = tuple(_question(row, code, n, problems) for n, row in enumerate(rows[:MOST_QUESTIONS], 1))
    texts = [q.text.usual for q in questions]
    if len(set(texts)) != len(texts):
        problems.append(_("%(code)s: samma fråga står två gånger.") % {"code": code})
    about = Wordings(text_of(part, "about")[:600], text_of(part, "about_easy")[:600])
    return FormVersion(code, title, about, questions)


def _question(row: Mapping[str, object], code: str, n: int, problems: list[str]) -> Question:
    where = {"code": code, "n": n}
    kind = str(row.get("kind", ""))
    if kind not in set(QuestionKind):
        problems.append(_("%(code)s, fråga %(n)s: typen ska vara text, scale, choice eller adults.") % where)
        kind = QuestionKind.TEXT
    text = Wordings(text_of(row, "text"), text_of(row, "easy"))
    hint = Wordings(text_of(row, "hint"), text_of(row, "hint_easy"))
    options = (
        _options(row)
        if kind in (QuestionKind.SCALE, QuestionKind.CHOICE)
        else adults(code)
        if kind == QuestionKind.ADULTS
        else ()
    )
    names = [o.usual for o in options]
    for is_wrong, problem in (
        (not text.usual, _("%(code)s, fråga %(n)s: frågan är tom.")),
        (
            kind in (QuestionKind.SCALE, QuestionKind.CHOICE) and not 2 <= len(options) <= MOST_OPTIONS,
            _("%(code)s, fråga %(n)s: det ska finnas två till sju svar att välja på."),
        ),
        (not all(names), _("%(code)s, fråga %(n)s: ett svar att välja på är tomt.")),
        (len(set(names)) != len(names), _("%(code)s, fråga %(n)s: samma svar står två gånger.")),
        (
            any(len(x) > LONGEST for w in (text, hint, *options) for x in (w.usual, w.easy)),
            _("%(code)s, fråga %(n)s: en text är längre än 300 tecken."),
        ),
    ):
        if is_wrong:
            problems.append(problem % where)
    return Question(QuestionKind(kind), text, hint, options)


def adults(language: str) -> tuple[Wordings, ...]:
    """The answers to how many adults: the same in every form, so that nobody is asked for names."""
    return tuple(Wordings(name) for name in _HOW_MANY["en" if language == "en" else "sv"])


def _options(row: Mapping[str, object]) -> tuple[Wordings, ...]:
    listed = row.get("options")
    return tuple(
        Wordings(text_of(o, "text"), text_of(o, "easy")) if isinstance(o, dict) else Wordings(" ".join(str(o).split()))
        for o in (listed if isinstance(listed, list) else [])
    )
