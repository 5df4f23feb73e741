"""The page of an inquiry: where the group is, the tree with its evidence, what is tried, and whether it helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.documents.chart import Chart
from spiral.documents.frozen import picture
from spiral.documents.svg.spiral import Pace, Spiral
from spiral.exchange.evidence import Evidence
from spiral.exchange.offers import Match, offers
from spiral.ground.words import day, in_words
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.models import Action, Check, Hunch, Inquiry, Phase, Piece
from spiral.understand.inquiries.pages.tree import Tree, tree
from spiral.understand.inquiries.pages.words import pace, spiral, when
from spiral.understand.inquiries.queries import Ready, Whole
from spiral.understand.inquiries.rules import holds_pencil

#: More than this at a time is more than a spiral usually holds.
MOST_AT_A_TIME = 2
#: Examples and colleagues shown beside an inquiry about their area.
MOST_OFFERS = 6
#: After this phase a group has chosen its focus, and should know what it will look at again.
FOCUS = 2


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A piece of evidence as it is printed; ``chart`` and the ``differences`` its sentence tells are None where there
    are none, or none that can be drawn."""

    piece: Piece
    content: Evidence
    chart: Chart | None
    differences: Chart | None

    @property
    def key(self) -> str:
        """Makes the ids of its picture unique on the page."""
        return f"underlag-{self.piece.pk}"


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase in the list beside the spiral."""

    phase: Phase
    css: str
    when: str


@dataclass(frozen=True, slots=True)
class HunchLine:
    """A hunch with what is tried about it; ``hint`` where it is about others than ourselves."""

    hunch: Hunch
    hint: str
    actions: Sequence[Action]


@dataclass(frozen=True, slots=True)
class InquiryPage:
    """Everything the template prints."""

    inquiry: Inquiry
    lead: str
    tree: Tree
    spiral: Spiral
    phases: Sequence[PhaseLine]
    current: Phase | None
    problem: Sequence[ShownEvidence]
    hunches: Sequence[HunchLine]
    loose: Sequence[Action]
    checks: Sequence[Check]
    ready: Sequence[Ready]
    hints: Sequence[str]
    may_write: bool
    holds: bool
    is_late: bool
    offers: Sequence[Match] = ()

    @property
    def writes(self) -> bool:
        """Are the forms shown: may write, has or may have the pencil, and the inquiry is not finished."""
        return self.may_write and self.holds and self.inquiry.state == Inquiry.State.ACTIVE

    @property
    def next_turn(self) -> int:
        """Which half-turn of the loop comes next: learn, act or see again."""
        number = self.current.number if self.current else len(self.phases)
        return 3 if number <= 3 else 4 if number <= 4 else 5


def inquiry_page(viewer: Viewer, whole: Whole) -> InquiryPage:
    """Compose the page; reads only whether anything has come to look at again."""
    inquiry, current = whole.inquiry, whole.current
    causes = tree(whole)
    ready = queries.ready_to_check(viewer, [inquiry]) if inquiry.state == Inquiry.State.ACTIVE else []
    by_hunch: dict[int | None, list[Action]] = {}
    for a in whole.actions:
        by_hunch.setdefault(a.hunch_id, []).append(a)
    waiting = [c for c in whole.checks if c.looked_on is None]
    return InquiryPage(
        inquiry=inquiry,
        lead=lead(whole, causes, ready),
        tree=causes,
        spiral=spiral(whole),
        phases=[PhaseLine(p, _CSS[pace(p, current)], when(p, current)) for p in whole.phases],
        current=current,
        problem=[shown(p) for p in whole.pieces if p.because_id is None],
        hunches=[HunchLine(h, _about(h), by_hunch.get(h.pk, ())) for h in whole.hunches],
        loose=by_hunch.get(None, []),
        checks=whole.checks,
        ready=ready,
        hints=_hints(whole),
        may_write=allows(viewer, Permission.INQUIRY_WRITE, inquiry),
        holds=holds_pencil(viewer, inquiry),
        is_late=any(c.planned_on < timezone.localdate() for c in waiting) and not ready,
        offers=offers(viewer, [inquiry.area_id])[:MOST_OFFERS] if inquiry.area_id else (),
    )


_CSS = {Pace.DONE: "done", Pace.NOW: "now", Pace.LATER: ""}


def shown(piece: Piece) -> ShownEvidence:
    """A piece with its chart drawn again from the frozen specification."""
    content = piece.content
    return ShownEvidence(piece, content, picture(content.chart), picture(content.differences))


def lead(whole: Whole, causes: Tree, ready: Sequence[Ready]) -> str:
    """How much of it is known, and what comes next."""
    if whole.inquiry.finished_on is not None and whole.inquiry.state == Inquiry.State.FINISHED:
        return _("Undersökningen är avslutad %(day)s.") % {"day": day(whole.inquiry.finished_on)}
    return f"{_known(causes)} {_next(whole, causes, ready)}".strip()


def _known(causes: Tree) -> str:
    if not causes.count:
        return _("Inget varför har fått svar än.")
    supported, count = in_words(causes.supported), in_words(causes.count)
    if causes.count == 1:
        return _("Det enda svaret är belagt.") if causes.supported else _("Det enda svaret är ett antagande.")
    if not causes.supported:
        return _("Inget av %(count)s svar är belagt.") % {"count": count}
    sentence = ngettext(
        "%(supported)s av %(count)s svar är belagt.", "%(supported)s av %(count)s svar är belagda.", causes.supported
    ) % {"supported": supported, "count": count}
    return sentence[:1].upper() + sentence[1:]


def _next(whole: Whole, causes: Tree, ready: Sequence[Ready]) -> str:
    if ready:
        return _("Nu kan ni se om det blev skillnad.")
    trying = [h for h in whole.hunches if h.outcome == Hunch.Outcome.OPEN]
    if trying:
        last = max((h.test_by for h in trying if h.test_by), default=None)
        many = ngettext("ett antagande", "%(count)s antaganden", len(trying)) % {"count": in_words(len(trying))}
        if last:
            return _("Nästa steg är att pröva %(many)s före %(day)s.") % {"many": many, "day": day(last)}
        return _("Nästa steg är att pröva %(many)s.") % {"many": many}
    if not causes.count:
        return _("Fråga varför, och skriv minst två svar.")
    if not whole.hunches:
        return _("Nästa steg är att välja ett antagande att pröva.")
    planned = [c.planned_on for c in whole.checks if c.looked_on is None]
    if planned:
        return _("Nästa steg är att följa upp %(day)s.") % {"day": day(min(planned))}
    return _("Nästa steg är att planera när ni ska följa upp.")


def _about(hunch: Hunch) -> str:
    if hunch.about == Hunch.About.PUPILS:
        return _("Antagandet handlar om eleverna. Vad i er egen undervisning kan ni ändra?")
    if hunch.about == Hunch.About.OTHER:
        return _("Det här bestämmer andra över. Vad rår ni själva över?")
    return ""


def _hints(whole: Whole) -> list[str]:
    """About the work as a whole."""
    hints = []
    number = whole.current.number if whole.current else 0
    if number > FOCUS and not whole.checks and whole.inquiry.state == Inquiry.State.ACTIVE:
        hints.append(
            _("Bestäm redan nu hur ni ska veta om det blev skillnad: planera en uppföljning mot samma siffra.")
        )
    going = [a for a in whole.actions if not a.to_on or a.to_on >= timezone.localdate()]
    if len(going) > MOST_AT_A_TIME:
        hints.append(
            _("Ni har %(count)s åtgärder i gång. Spiralen brukar rymma en eller två i taget.")
            % {
                "count": in_words(len(going)),
            }
        )
    return hints
