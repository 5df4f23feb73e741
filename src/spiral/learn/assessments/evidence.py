"""A statement's shown result as evidence, and the same group looked at again. ``ref`` is "ROUND:TARGET:STATEMENT"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.documents.chart import Distribution
from spiral.documents.frozen import freeze
from spiral.engine.numbers import Language, number
from spiral.engine.ratings import answer_count, change, mean
from spiral.exchange.evidence import Evidence, FollowUp
from spiral.learn.assessments import queries
from spiral.learn.assessments.models import Round
from spiral.learn.assessments.pages import level_in_words, moved_in_words
from spiral.trust.access.viewer import Viewer

KIND = "rating"


class Ratings:
    """The evidence source of kind "rating"."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        """The statement's counts as the round showed them; None where they are not shown to this viewer."""
        asked = _numbers(ref)
        assessment = queries.round_for(viewer, asked[0]) if asked else None
        if asked is None or assessment is None:
            return None
        with override(language):
            return _frozen(viewer, assessment, asked[1], asked[2], _language(language))

    def follow_up(self, viewer: Viewer, earlier: Evidence, language: str) -> FollowUp | None:
        return self.follow_up_all(viewer, [earlier], language)[0]

    def follow_up_all(self, viewer: Viewer, earlier: Sequence[Evidence], language: str) -> list[FollowUp | None]:
        """Two reads, and those of the rounds that have a later one."""
        asked = [_numbers(k.ref) for k in earlier]
        latest = queries.latest_rounds(viewer, [a[0] for a in asked if a])
        with override(language):
            return [
                _followed_up(viewer, latest[a[0]], a, k, _language(language)) if a and a[0] in latest else None
                for a, k in zip(asked, earlier, strict=True)
            ]


def _language(code: str) -> Language:
    return "en" if code == "en" else "sv"


def _numbers(ref: str) -> tuple[int, int, int] | None:
    pieces = ref.split(":")
    if len(pieces) != 3 or not all(p.isascii() and p.isdigit() and len(p) < 10 for p in pieces):
        return None
    return int(pieces[0]), int(pieces[1]), int(pieces[2])


def _frozen(viewer: Viewer, assessment: Round, target: int, statement: int, language: Language) -> Evidence | None:
    one = queries.frozen_statement(viewer, assessment, target, statement, language)
    if one is None:
        return None
    answers = ", ".join(f"{name.lower()} {n}" for name, n in zip(one.levels, one.counts, strict=True))
    value = mean(one.counts)
    when = date_format(date.fromisoformat(one.shown_on), "j F Y")
    source = _("Självskattning av %(group)s, visad %(when)s") % {"group": one.group, "when": when}
    if one.source:
        source += ". " + _("Påståendenas källa: %(source)s") % {"source": one.source}
    title = f"{one.statement.rstrip('.')} ({one.target.lower()})"
    return Evidence(
        kind=KIND,
        ref=f"{assessment.pk}:{target}:{statement}",
        title=title,
        sentence=_("Medelvärdet av %(n)s svar är %(value)s, %(level)s. Svaren: %(told)s.")
        % {
            "n": answer_count(one.counts),
            "value": number(value, 1, language),
            "level": level_in_words(value, assessment.content.version(language)),
            "told": answers,
        },
        source=source,
        frozen_on=one.shown_on,
        path=one.path,
        is_made_up=one.is_made_up,
        chart=freeze(
            Distribution(
                title=one.statement,
                subtitle=one.target,
                description=answers,
                decimals=0,
                language=language,
                categories=one.levels,
                counts=one.counts,
            )
        ),
        detail={
            "counts": list(one.counts),
            "statement": assessment.content.versions["sv"].statements[statement - 1],
            "target": assessment.content.versions["sv"].targets[target - 1],
        },
    )


def _followed_up(
    viewer: Viewer, latest: Round, asked: tuple[int, int, int], earlier: Evidence, language: Language
) -> FollowUp | None:
    number_of, _target, _statement = asked
    if latest.pk == number_of:
        return FollowUp(False, _("Gruppen har inte svarat igen sedan dess."), earlier)
    asked_now, counts = latest.content.versions["sv"], earlier.detail["counts"]
    statement, target = earlier.detail["statement"], earlier.detail["target"]
    now = None
    if statement in asked_now.statements and target in asked_now.targets and len(asked_now.levels) == len(counts):
        places = (asked_now.targets.index(target) + 1, asked_now.statements.index(statement) + 1)
        now = _frozen(viewer, latest, *places, language)
    if now is None:
        return FollowUp(False, _("Gruppen har svarat igen, men inte på samma påstående."), earlier)
    moved = moved_in_words(change(now.detail["counts"], counts), language)
    sentence = _("%(now)s Förändringen är %(moved)s.") % {"now": now.sentence, "moved": moved}
    return FollowUp(True, sentence, now)
