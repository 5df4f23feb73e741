"""The home of those who lead the network: what the next meeting lacks, what waits, and what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.meetings import queries as meetings
from spiral.engine.numbers import Language
from spiral.ground.words import in_words
from spiral.home.pages import work
from spiral.home.pages.ahead import Ahead, attended, led, next_meeting
from spiral.home.pages.dates import happens
from spiral.home.pages.parts import Happens, LineGroup, Step
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import HeldOffice, Viewer
from spiral.understand.inquiries.queries import ready_to_check


@dataclass(frozen=True, slots=True)
class CoordinatorHome:
    """The coordinator's page, and the presidium's."""

    title: str
    lead: str
    ahead: Ahead | None
    dates: Sequence[Happens]
    work: Sequence[LineGroup]
    counted: str
    steps: Sequence[Step]
    plans: bool


def coordinator(viewer: Viewer, office: HeldOffice, language: Language) -> CoordinatorHome:
    """What is led, whatever the number of things in it."""
    meeting = next_meeting(viewer)
    ahead = None
    if meeting is not None:
        ahead = led(viewer, meeting) if meetings.leads(viewer, meeting) else attended(viewer, meeting)
    possible = (
        work.came_in(viewer, language, meeting, ahead.attendees if ahead else ()),
        work.to_review(viewer),
        work.unowned(viewer),
    )
    groups = [group for group in possible if group is not None]
    return CoordinatorHome(
        ahead.title if ahead else _("Inget möte är planerat"),
        ahead.lead if ahead else _("Planera nästa, så säger sidan vad det saknar."),
        ahead,
        happens(viewer, language),
        groups,
        work.counted(groups),
        _steps(viewer, meeting is None),
        allows(viewer, Permission.MEETINGS_PLAN),
    )


def _steps(viewer: Viewer, is_idle: bool) -> list[Step]:
    ready = len(ready_to_check(viewer))
    again = (
        ngettext("En undersökning har fått nya siffror.", "%(n)s undersökningar har fått nya siffror.", ready)
        % {"n": in_words(ready, common=True).capitalize()}
        if ready
        else _("Det nätverket har bestämt att följa upp.")
    )
    steps = [
        Step(_("Blev det skillnad?"), again, reverse("home:again")),
        Step(_("Uppdraget"), _("Punkterna, och vad som har hänt med var och en."), reverse("assignments:index")),
        Step(_("Behovskartan"), _("Vem som söker och vem som kan dela."), reverse("needs:find")),
    ]
    if not is_idle:
        steps.append(Step(_("Årsplanen"), _("Resten av årets möten."), reverse("meetings:year")))
    return steps
