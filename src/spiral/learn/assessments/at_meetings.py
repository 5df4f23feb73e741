"""Ratings as meetings open and answer them (exchange.ratings)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import override

from spiral.engine.numbers import Language
from spiral.exchange.ratings import (
    NoSuchList,
    RatingOrder,
    RatingResult,
    RatingRoom,
    RatingState,
    StatementSetChoice,
)
from spiral.ground.set_file import SetError
from spiral.learn.assessments import actions, queries
from spiral.learn.assessments.answering import admit
from spiral.learn.assessments.pages import for_screen
from spiral.learn.assessments.statements import understand
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.rules import in_steps


class RatingsAtMeetings(RatingRoom):
    """The room of ratings, as a meeting sees it."""

    def statement_sets(self, viewer: Viewer) -> Sequence[StatementSetChoice]:
        return [StatementSetChoice(one.key, one.title) for one in queries.sets(viewer)]

    def open(self, order: RatingOrder, *, by: Viewer) -> int:
        content = queries.statement_set(by, order.statement_set)
        if content is None:
            raise NoSuchList(order.statement_set)
        opening = actions.RoundOpening(
            group=order.group,
            targets=range(1, len(content.versions["sv"].targets) + 1),
            invited=order.people,
            is_made_up=order.is_made_up,
            is_by_seat=True,
        )
        return actions.open_round(content, opening, by=by).pk

    def state(self, rating: int, language: str) -> RatingState | None:
        assessment = queries.round_at(rating)
        if assessment is None or not assessment.is_open:
            return None
        version = assessment.content.version(language)
        targets = [(version.targets[t.number - 1], in_steps(t.answers)) for t in queries.answered(assessment)]
        return RatingState(version.title, assessment.invited or 0, targets)

    def may_show(self, viewer: Viewer, rating: int) -> bool:
        assessment = queries.round_at(rating)
        return assessment is not None and allows(viewer, Permission.ROUND_LEAD, assessment)

    def show(self, rating: int, *, by: Viewer) -> None:
        actions.show(rating, by=by)

    def results(self, rating: int, language: str) -> Sequence[RatingResult]:
        assessment = queries.round_at(rating)
        with override(language):
            spoken: Language = "en" if language == "en" else "sv"
            return [for_screen(shown, spoken) for shown in queries.results(assessment)] if assessment else []

    def draw_ticket_for_seat(self, rating: int, key: str, seat: int) -> None:
        actions.draw_ticket_for_seat(rating, key, seat)

    def admit(self, request: Request, rating: int, key: str) -> HttpResponse:
        return admit(request, rating, key)

    def faults(self, document: Mapping[str, Any]) -> Sequence[str]:
        try:
            understand(document)
        except SetError as error:
            return error.problems
        return []

    def keep_statement_set(self, document: Mapping[str, Any], *, by: Viewer) -> None:
        actions.keep_set(understand(document), None, by=by)
