"""A bootstrap as a table of text, with what its columns mean, how often a spread was 0, and what did not converge."""

from __future__ import annotations

import math

from spiral.engine.mixed import Bootstrap
from spiral.engine.mixed.bootstrap.rows import BootstrapRow, bootstrap_rows
from spiral.engine.numbers import Language, number, with_unit
from spiral.exchange.wording.effects_table import aligned

_TEXTS: dict[Language, dict[str, str]] = {
    "sv": {
        "title": "Parametrisk bootstrap: modellen skattad på nytt {draws} gånger, på utfall som hittats på enligt "
        "skattningen (frö {seed}).",
        "heads": "|från|till|skattning|medelfel|medel minus skattning|omskattningar från|till",
        "spread": "spridning mellan {group}",
        "slope": "{group}: spridning, {term1}",
        "correlation": "{group}: korrelation, {term1} och {term2}",
        "within": "spridning mellan elever i samma grupp",
        "share": "andel mellan {group}, %",
        "columns": "Från och till är 95 %-intervallet. Mellan de två sista hamnade 95 av 100 omskattningar: de är "
        "inget intervall för en spridning, för de utgår från en skattning som kan vara för liten.",
        "none": "Streck: där gick inget intervall att räkna fram.",
        "zero": "Spridningen blev 0 i så många av omskattningarna: {levels}.",
        "whole": "Alla {draws} omskattningar konvergerade.",
        "failed": "{failed} av {draws} omskattningar konvergerade inte och är inte med i tabellen.",
    },
    "en": {
        "title": "Parametric bootstrap: the model fitted again {draws} times, to outcomes made up under the estimates "
        "(seed {seed}).",
        "heads": "|from|to|estimate|standard error|mean minus estimate|refits from|to",
        "spread": "standard deviation between {group}",
        "slope": "{group}: standard deviation, {term1}",
        "correlation": "{group}: correlation, {term1} and {term2}",
        "within": "standard deviation between pupils of the same group",
        "share": "share between {group}, %",
        "columns": "From and to are the 95% interval. Between the last two lay 95 of 100 refits: they are no interval "
        "of a spread, for they begin from an estimate that may be too small.",
        "none": "A dash: no interval could be worked out there.",
        "zero": "The spread was 0 in so many of the refits: {levels}.",
        "whole": "All {draws} refits converged.",
        "failed": "{failed} of {draws} refits did not converge and are not in the table.",
    },
}


def bootstrap_table(result: Bootstrap, language: Language = "sv") -> str:
    """The section that `spiral fit --bootstrap` prints under the report."""
    texts, rows = _TEXTS[language], bootstrap_rows(result)
    counts = {name: number(getattr(result, name), 0, language) for name in ("draws", "failed")}
    sloped = {name for name in result.fit.groups if len(result.fit.terms(name)) > 1}
    cells = [(_name(row, row.group in sloped, language), *_values(row, language)) for row in rows]
    percents = [(name, number(100 * share, 1, language)) for name, share in result.zero_shares.items()]
    levels = ", ".join(f"{name} {with_unit(percent, '%', language)}" for name, percent in percents)
    return "\n".join(
        [
            texts["title"].format(seed=result.seed, **counts),
            aligned(texts["heads"].split("|"), cells),
            texts["columns"],
            *([texts["none"]] if any(row.low is None for row in rows) else []),
            texts["zero"].format(levels=levels),
            texts["failed" if result.failed else "whole"].format(**counts),
        ]
    )


def _values(row: BootstrapRow, language: Language) -> tuple[str, ...]:
    """Two digits of the standard error decide how many decimals a row has."""
    scale = 100 if row.part == "share" else 1
    decimals = min(max(1 - math.floor(math.log10(scale * row.se)), 0), 8) if row.se > 0 else 2
    values = (row.low, row.high, row.estimate, row.se, row.bias, row.draws_low, row.draws_high)
    return tuple("–" if value is None else number(scale * value, decimals, language) for value in values)


def _name(row: BootstrapRow, sloped: bool, language: Language) -> str:
    """``sloped``: the row's level has random slopes, so that its spread is one of several."""
    if row.part == "fixed":
        return str(row.term1)
    kind = row.part
    if row.group == "Residual":
        kind = "within"
    elif row.term2:
        kind = "correlation"
    elif row.part == "spread" and sloped:
        kind = "slope"
    return _TEXTS[language][kind].format(group=row.group, term1=row.term1, term2=row.term2)
