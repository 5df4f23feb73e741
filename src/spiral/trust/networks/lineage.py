"""What became of units, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from spiral.ground.words import joined
from spiral.trust.networks.models import Unit, UnitChange

Kind = UnitChange.Kind


@dataclass(frozen=True, slots=True)
class LineageStep:
    """One change as the unit's page tells it: ``before`` and ``after`` are (name, code), code '' where the register
    holds no such unit."""

    change: UnitChange
    sentence: str
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]


def step(change: UnitChange) -> LineageStep:
    """The change in a sentence, with the units to go on to."""
    before = [(u.name, u.code) for u in change.before.all()]
    before += [(name.strip(), "") for name in change.before_words.split(",") if name.strip()]
    after = [(u.name, u.code) for u in change.after.all()]
    after += [(name.strip(), "") for name in change.after_words.split(",") if name.strip()]
    facts = {"before": joined([n for n, _c in before]), "after": joined([n for n, _c in after])}
    match change.kind:
        case Kind.MERGED:
            said = _("%(before)s slogs ihop till %(after)s.") % facts
        case Kind.SPLIT:
            said = _("%(before)s delades i %(after)s.") % facts
        case Kind.RENAMED:
            said = _("%(before)s heter nu %(after)s.") % facts
        case _other if after:
            said = _("%(before)s lades ned. Eleverna gick till %(after)s.") % facts
        case _other:
            said = _("%(before)s lades ned.") % facts
    return LineageStep(change, said, before, after)


def predecessors(unit: Unit, listed: list[UnitChange]) -> list[tuple[str, str]]:
    """Units that this one came of."""
    return [b for c in listed if unit in c.after.all() for b in step(c).before if b[1] != unit.code]


def successors(unit: Unit, listed: list[UnitChange]) -> list[tuple[str, str]]:
    """Units that this one became."""
    return [a for c in listed if unit in c.before.all() for a in step(c).after if a[1] != unit.code]
