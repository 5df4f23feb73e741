"""What is asked before a leader takes something from those who answer. Of how many have answered it says what the
leader's page says: whole steps of five."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from spiral.ground.confirm import Confirmation
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.anonymous.rules import in_steps


def in_words(answered: Sequence[tuple[str, int]]) -> str:
    """'elever: minst 10', for each that is answered about."""
    few, many = _("färre än 5"), _("minst %(n)s")
    return "; ".join(f"{name}: {many % {'n': n} if (n := in_steps(count)) else few}" for name, count in answered)


def before_discarding(answered: Sequence[tuple[str, int]], back: str) -> Confirmation:
    happens = [
        _("Så många har svarat: %(counts)s.") % {"counts": in_words(answered)},
        _("Alla svar raderas, och ingen kan svara mer. Det går inte att ångra."),
    ]
    return Confirmation(_("Avsluta utan resultat?"), happens, _("Radera svaren och avsluta"), back)


def before_changing_code(collection: AnonymousCollection, back: str) -> Confirmation | None:
    """None where nobody can come in."""
    if not collection.is_taking_answers or collection.is_by_seat:
        return None
    happens = [
        _("Koden %(code)s slutar gälla.") % {"code": collection.code} if collection.is_code_live else "",
        _("De som redan är med kan svara. Alla andra behöver den nya koden."),
    ]
    return Confirmation(_("Byt kod?"), [line for line in happens if line], _("Byt kod"), back)
