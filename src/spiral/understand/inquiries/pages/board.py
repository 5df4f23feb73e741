"""What a principal shows to a board: what we saw, why we think so, what we tried, what happened. No notes of the
group's own, nothing parked, nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spiral.ground.words import in_words
from spiral.understand.inquiries.models import Action, Check, Cycle, Inquiry
from spiral.understand.inquiries.pages.inquiry import ShownEvidence, shown
from spiral.understand.inquiries.pages.tree import Node, tree
from spiral.understand.inquiries.queries import Whole


@dataclass(frozen=True, slots=True)
class Tried:
    """An action and what was decided about it last."""

    action: Action
    decided: str
    rounds: int


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything the template prints."""

    inquiry: Inquiry
    saw: Sequence[ShownEvidence]
    known: Sequence[Node]
    believed: Sequence[Node]
    tried: Sequence[Tried]
    seen: Sequence[Check]
    planned: Sequence[Check]
    made_up_evidence: bool
    supported: str
    count: str


def board_page(whole: Whole) -> BoardPage:
    """Compose the page."""
    causes = tree(whole)
    nodes = list(causes.walk())
    saw = [shown(p) for p in whole.pieces if p.because_id is None]
    return BoardPage(
        whole.inquiry,
        saw,
        [n for n in nodes if n.because.is_supported],
        [n for n in nodes if not n.because.is_supported],
        [_tried(a) for a in whole.actions],
        [c for c in whole.checks if c.looked_on],
        [c for c in whole.checks if not c.looked_on],
        any(s.content.is_made_up for s in saw),
        in_words(causes.supported),
        in_words(causes.count),
    )


def _tried(action: Action) -> Tried:
    rounds = list(action.cycles.all())
    last = rounds[-1] if rounds else None
    decided = Cycle.Decided(last.decided).label if last and last.decided else ""
    return Tried(action, str(decided), len(rounds))
