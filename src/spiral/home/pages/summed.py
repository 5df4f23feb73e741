"""Several rows in a sentence: how many can be told from riket, and in which direction. Never added to a score."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from spiral.ground.words import in_words
from spiral.home.pages.brief import BriefRow, Verdict, clear, compared


def verdicts(rows: Sequence[BriefRow]) -> str:
    """'Ett av tre resultat ligger tydligt under riket. Två kan inte skiljas från riket.'"""
    n = len(compared(rows))
    if not n:
        return _("Inget av resultaten går att jämföra med riket.")
    if n == 1:
        only = compared(rows)[0]
        return _("Bara ”%(what)s” går att jämföra: det %(says)s.") % {"what": only.name, "says": only.says}
    below, above, same = (clear(rows, v) for v in (Verdict.BELOW, Verdict.ABOVE, Verdict.SAME))
    said: list[str] = []
    for among, sentence in (
        (below, _("%(n)s ligger tydligt under riket.")),
        (above, _("%(n)s ligger tydligt över riket.")),
        (same, _("%(n)s kan inte skiljas från riket.")),
    ):
        if not among:
            continue
        count = in_words(len(among)).capitalize()
        if not said:
            count = _("%(n)s av %(all)s resultat") % {"n": count, "all": in_words(n)}
        said.append(sentence % {"n": count})
    return " ".join(said)
