"""A pupil's answers on their way: read from the form they travel in, checked, and never stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from spiral.ground.fields import whole_number
from spiral.understand.voices import personal
from spiral.understand.voices.questions import LONGEST_TEXT, FormVersion, QuestionKind


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What has to be settled before a text is taken: what must go, in words, and the words that may be names."""

    blocked: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocked or self.names)


@dataclass(slots=True)
class Draft:
    """Question → option chosen, question → text, and question → words that the pupil has said are no names."""

    chosen: dict[int, int] = field(default_factory=dict)
    written: dict[int, str] = field(default_factory=dict)
    not_names: dict[int, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.chosen or self.written)

    def problem(self, number: int) -> TextProblem:
        """What is wrong with the text of a question; empty where nothing is."""
        text = self.written.get(number, "")
        if len(text) > LONGEST_TEXT:
            too_long = _("Texten är %(n)s tecken lång. Korta den till högst %(most)s.")
            return TextProblem((too_long % {"n": len(text), "most": LONGEST_TEXT},))
        blocked = [_blocked_in_words(b) for b in personal.blocked(text)]
        names = [w for w in personal.possible_names(text) if w not in self.not_names.get(number, ())]
        return TextProblem(tuple(dict.fromkeys(blocked)), tuple(names))

    def problems(self) -> dict[int, TextProblem]:
        """Question → what has to be settled, for every question that has something."""
        return {n: problem for n in sorted(self.written) if (problem := self.problem(n))}

    def carried(self, but: frozenset[int]) -> Iterator[tuple[str, str]]:
        """(name, value) of the hidden fields that carry everything except the questions ``but``; what has been said
        about names is carried for all."""
        for n, option in self.chosen.items():
            if n not in but:
                yield f"s{n}", str(option)
        for n, text in self.written.items():
            if n not in but:
                yield f"t{n}", text
        for n, words in self.not_names.items():
            for word in sorted(words):
                yield f"name-{n}-{word}", "keep"


def read_draft(form: Mapping[str, str], version: FormVersion) -> Draft:
    """Everything answered so far; the question named by ``skip`` is skipped, what is odd is not there. A word whose
    name is to go is taken out of its text at once."""
    draft = Draft()
    for n, question in enumerate(version.questions, 1):
        if form.get("skip") == str(n):
            continue
        if question.kind != QuestionKind.TEXT:
            option = whole_number(form.get(f"s{n}"))
            if option is not None and 1 <= option <= len(question.options):
                draft.chosen[n] = option
            continue
        text = personal.clean(form.get(f"t{n}", ""))
        # Length first: a text that is too long is told to be, and nothing is searched for in it.
        for word in personal.possible_names(text) if len(text) <= LONGEST_TEXT else ():
            said = form.get(f"name-{n}-{word}")
            if said == "remove":
                text = personal.without(text, word)
            elif said == "keep":
                draft.not_names.setdefault(n, set()).add(word)
        if text:
            draft.written[n] = text
    return draft


def _blocked_in_words(blocked: personal.Blocked) -> str:
    piece = {"piece": blocked.piece}
    if blocked.kind == personal.PersonalKind.EMAIL:
        return _("Ta bort e-postadressen ”%(piece)s”. Den leder till en person.") % piece
    if blocked.kind == personal.PersonalKind.PERSONAL:
        return _("Ta bort ”%(piece)s”. Det ser ut som ett personnummer.") % piece
    if blocked.kind == personal.PersonalKind.PHONE:
        return _("Ta bort telefonnumret ”%(piece)s”. Det leder till en person.") % piece
    if blocked.kind == personal.PersonalKind.BIRTH:
        return _("Ta bort ”%(piece)s”. Det ser ut som ett födelsedatum.") % piece
    if blocked.kind == personal.PersonalKind.ADDRESS:
        return _("Ta bort adressen ”%(piece)s”. Den leder till en person.") % piece
    return _("Ta bort det långa numret ”%(piece)s”. Det kan leda till en person.") % piece
