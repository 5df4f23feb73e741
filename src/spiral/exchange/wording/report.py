"""A fit in plain words, Swedish and English: what is known, how surely, and what it does not say."""

from __future__ import annotations

import numpy as np

from spiral.engine.mixed import Effects, Fit, shown_distribution
from spiral.engine.mixed.binary.fit import BinaryFit
from spiral.engine.mixed.document import variance_rows
from spiral.engine.mixed.expressions import display_name, outcome_name
from spiral.engine.numbers import MINUS, Language, number
from spiral.exchange.wording.saying import sentence

#: With fewer groups than this nothing is said of how they are distributed.
LEAST_SHOWN = 20

_TEXTS: dict[Language, dict[str, str]] = {
    "sv": {
        "title": "{outcome}: {n} elever, {groups}",
        "trials": "{outcome}: {n} försök, {groups}",
        "fixed": "Samband i den fasta delen (uppskattning, 95 %-intervall):",
        "spread": "Så mycket av variationen ligger mellan grupperna:",
        "between": "mellan {level}: {share} % (spridning {sd} i utfallets enhet)",
        "within": "mellan elever i samma grupp: {share} % (spridning {sd})",
        "weighed": "Det gäller rader med vikten 1: ju större vikt, desto mindre spridning mellan elever.",
        "slopes": "mellan {level}: {share} % i genomsnitt över eleverna",
        "slope": "  {term}: spridning {sd} mellan {level}",
        "together": "  {first} och {second} följs åt: korrelation {r}",
        "apart": "{level}: {apart} av {total} skiljer sig från förväntat; för {rest} kan skillnaden bero på slumpen. "
        "Ungefär 1 av 20 skiljer sig av en slump.",
        "typical": "Så är det för en elev med genomsnittliga värden.",
        "shown": "{level}: hälften ligger mellan {a} och {b} från förväntat, nio av tio mellan {c} och {d}.",
        "odds": "Oddskvoter i den fasta delen (uppskattning, 95 %-intervall):",
        "logits": "Spridning mellan {level}: {sd} i logit (log-odds).",
        "careful": "Skattningarna är försiktiga: ju färre elever, desto närmare 0. Intervallen håller i genomsnitt "
        "över grupperna, inte för den som ligger ytterst; jämför med värdet utan försiktighet.",
        "cause": "Modellen visar hur långt eleverna nått jämfört med vad som väntades utifrån det som står i formeln. "
        "Den visar inte varför, och inte vad som hänger ihop med sådant som inte mätts.",
        "warnings": "Att tänka på:",
    },
    "en": {
        "title": "{outcome}: {n} pupils, {groups}",
        "trials": "{outcome}: {n} trials, {groups}",
        "fixed": "Associations in the fixed part (estimate, 95% interval):",
        "spread": "How much of the variation lies between groups:",
        "between": "between {level}: {share}% (standard deviation {sd} in the outcome's unit)",
        "within": "between pupils of the same group: {share}% (standard deviation {sd})",
        "weighed": "This is so for rows of weight 1: the larger the weight, the smaller the spread between pupils.",
        "slopes": "between {level}: {share}% on average over the pupils",
        "slope": "  {term}: standard deviation {sd} between {level}",
        "together": "  {first} and {second} go together: correlation {r}",
        "apart": "{level}: {apart} of {total} differ from what was expected; for {rest} chance is enough. "
        "About 1 in 20 differs by chance.",
        "typical": "So it is for a pupil of average values.",
        "shown": "{level}: half lie between {a} and {b} from what was expected, nine in ten between {c} and {d}.",
        "odds": "Odds ratios in the fixed part (estimate, 95% interval):",
        "logits": "Spread between {level}: {sd} in logits (log-odds).",
        "careful": "Estimates are cautious: the fewer the pupils, the nearer to 0. Intervals hold on average over "
        "groups, not for the outermost ones; compare with the value without caution.",
        "cause": "The model shows how far pupils have come compared with what was expected from the formula's terms. "
        "It does not show why, nor what belongs to things that were not measured.",
        "warnings": "Keep in mind:",
    },
}


def _number(value: float, language: Language) -> str:
    if abs(value) >= 99.95:
        return number(value, 0, language)
    shown = f"{value:.3g}".replace("-", MINUS)
    return shown.replace(".", ",") if language == "sv" else shown


def _apart(effects: Effects, name: str, language: Language) -> str:
    apart = int(effects.is_apart.sum())
    counts = {"apart": apart, "total": len(effects.n), "rest": len(effects.n) - apart}
    shown = {key: number(value, 0, language) for key, value in counts.items()}
    said = _TEXTS[language]["apart"].format(level=name, **shown)
    return f"{said} {_TEXTS[language]['typical']}" if effects.average is not None else said


def report(fit: Fit | BinaryFit, language: Language = "sv") -> str:
    """Paragraphs of plain text."""
    return _binary(fit, language) if isinstance(fit, BinaryFit) else _gaussian(fit, language)


def _gaussian(fit: Fit, language: Language) -> str:
    texts = _TEXTS[language]

    def shown(value: float) -> str:
        return _number(value, language)

    groups = ", ".join(f"{number(count, 0, language)} {name}" for name, count in fit.groups.items())
    lines = [
        texts["title"].format(outcome=display_name(fit.spec.outcome), n=number(fit.n, 0, language), groups=groups),
        "",
        texts["fixed"],
    ]
    to = "till" if language == "sv" else "to"
    for name, estimate, se in zip(fit.names, fit.beta, np.sqrt(np.diag(fit.vcov)), strict=True):
        low, high = shown(estimate - 1.96 * se), shown(estimate + 1.96 * se)
        lines.append(f"  {name}: {shown(estimate)} ({low} {to} {high})")
    lines += ["", texts["spread"]]
    spread = fit.average_variances
    total = sum(spread.values()) + fit.sigma**2
    for name, variance in spread.items():
        share = shown(100 * variance / total)
        if len(fit.terms(name)) > 1:
            lines += [f"  {line}" for line in _slopes(fit, name, share, language)]
        else:
            lines.append("  " + texts["between"].format(level=name, share=share, sd=shown(float(np.sqrt(variance)))))
    lines.append("  " + texts["within"].format(share=shown(100 * fit.sigma**2 / total), sd=shown(fit.sigma)))
    if fit.spec.weights:
        lines.append("  " + texts["weighed"])
    lines.append("")
    for name, effects in fit.effects().items():
        lines.append(_apart(effects, name, language))
        if len(effects.terms) == 1 and len(effects.n) >= LEAST_SHOWN and name not in fit.boundary:
            lines.append(_shown(effects, name, language))
    lines += ["", texts["careful"], texts["cause"]]
    if fit.warnings:
        lines += ["", texts["warnings"], *(f"  {sentence(warning, language)}" for warning in fit.warnings)]
    return "\n".join(lines)


def _shown(effects: Effects, name: str, language: Language) -> str:
    """Where the groups lie together, which the cautious estimates would show too narrowly."""
    places = np.quantile(shown_distribution(effects), (0.25, 0.75, 0.05, 0.95))
    shown = dict(zip("abcd", (_number(float(place), language) for place in places), strict=True))
    return _TEXTS[language]["shown"].format(level=name, **shown)


def _slopes(fit: Fit, level: str, share: str, language: Language) -> list[str]:
    """A level with slopes: its share of the variation over all pupils, each term's spread, and how terms go together;
    the spread of the intercept alone would hold only where every slope's column is 0."""
    texts = _TEXTS[language]
    lines = [texts["slopes"].format(level=level, share=share)]
    for row in variance_rows(fit):
        if row["group"] == level and row["term2"] is None:
            lines.append(texts["slope"].format(term=row["term1"], sd=_number(row["sd"], language), level=level))
        elif row["group"] == level and row["sd"] is not None:
            r = _number(row["sd"], language)
            lines.append(texts["together"].format(first=row["term1"], second=row["term2"], r=r))
    return lines


def _binary(fit: BinaryFit, language: Language) -> str:
    """A logistic fit: odds ratios, spread in logits, and the same cautions."""
    texts = _TEXTS[language]

    def shown(value: float) -> str:
        return _number(value, language)

    groups = ", ".join(f"{number(count, 0, language)} {name}" for name, count in fit.groups.items())
    counted = texts["trials" if fit.spec.weights else "title"]
    outcome = outcome_name(fit.spec.outcome, fit.spec.weights)
    lines = [counted.format(outcome=outcome, n=number(fit.n, 0, language), groups=groups), "", texts["odds"]]
    to = "till" if language == "sv" else "to"
    for term, estimate, se in zip(fit.names, fit.beta, np.sqrt(np.diag(fit.vcov)), strict=True):
        ends = [shown(float(np.exp(estimate + side * 1.96 * se))) for side in (-1, 1)]
        lines.append(f"  {term}: {shown(float(np.exp(estimate)))} ({ends[0]} {to} {ends[1]})")
    lines.append("")
    lines += [texts["logits"].format(level=name, sd=shown(tau2**0.5)) for name, tau2 in fit.variances.items()]
    lines += [_apart(effects, name, language) for name, effects in fit.effects().items()]
    lines += ["", texts["careful"], texts["cause"]]
    if fit.warnings:
        lines += ["", texts["warnings"], *(f"  {sentence(warning, language)}" for warning in fit.warnings)]
    return "\n".join(lines)
