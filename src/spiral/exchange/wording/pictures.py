"""The pictures of a fit with their words: what each shows, how many chance would set apart, what is not seen."""

from __future__ import annotations

import numpy as np

from spiral.documents.model_pictures import (
    CaterpillarChart,
    EffectSlice,
    GroupEffect,
    MeanResidual,
    QuantileChart,
    QuantilePoint,
    ResidualCell,
    ResidualChart,
)
from spiral.documents.svg.caterpillar import MOST_LINES, MOST_SLICES
from spiral.engine.mixed import Effects
from spiral.engine.mixed.passing_on import LEAST
from spiral.engine.mixed.pictures.caterpillar import BY_CHANCE, caterpillar, slices
from spiral.engine.mixed.pictures.normal_quantiles import NormalQuantiles, spread_ranks
from spiral.engine.mixed.pictures.residuals import ResidualSummary
from spiral.engine.numbers import Language, number
from spiral.exchange.wording.picture_texts import TEXTS

#: A plot has so many points at most: in the tails all of them, in the middle as many as can be told apart.
MOST_POINTS = 250
_BAND_POINTS = 80


def caterpillar_chart(effects: Effects, term: int, outcome: str, language: Language) -> CaterpillarChart:
    """The groups of one level and term in the order of size."""
    text = TEXTS[language]
    groups = caterpillar(effects, term)
    count, apart = len(groups.place), int(groups.apart.sum())
    level = _level(effects, term, language)
    expected = number(BY_CHANCE * count, 0 if count >= 200 else 1, language)
    said = text["apart"].format(apart=number(apart, 0, language), total=number(count, 0, language), chance=expected)
    notes = [said, text["no_ranking"], text["own_use"]]
    is_sliced = count > MOST_LINES
    parts: list[EffectSlice] = []
    marks: list[GroupEffect] = []
    if is_sliced:
        put = slices(groups, MOST_SLICES)
        columns = (put.estimate, put.low, put.high, put.lowest, put.highest, put.apart / put.count)
        parts = [EffectSlice(*map(float, row)) for row in zip(*columns, strict=True)]
        sizes = "–".join(dict.fromkeys(number(n, 0, language) for n in (put.count.min(), put.count.max())))
        notes.insert(1, text["sliced"].format(slices=len(parts), each=sizes))
    else:
        names = effects.keys
        marks = [
            GroupEffect(names[place], float(value), float(low), float(high), bool(apart))
            for place, value, low, high, apart in zip(
                groups.place, groups.estimate, groups.low, groups.high, groups.apart, strict=True
            )
        ]
    return CaterpillarChart(
        title=text["caterpillar"].format(level=level),
        subtitle=text["caterpillar_sub"].format(outcome=outcome),
        description=" ".join(notes),
        language=language,
        notes=notes,
        legend=[text["line"], text["median"], text["outermost"]] if is_sliced else [text["is_apart"], text["together"]],
        groups=marks,
        slices=parts,
        axis=text["effect_axis"],
        share=text["share"],
    )


def effects_quantile_chart(
    points: NormalQuantiles, effects: Effects, term: int, left_out: int, language: Language
) -> QuantileChart:
    """The groups' standardised effects against normal quantiles; ``left_out`` groups have none."""
    text = TEXTS[language]
    notes = [_outside(points, language), text["effects_standardised"]]
    drawn = np.isin(points.rank, spread_ranks(points.count, MOST_POINTS)) | points.outside
    if not drawn.all():
        notes.append(text["drawn"].format(drawn=number(int(drawn.sum()), 0, language)))
    if left_out:
        notes.append(text["without"].format(groups=number(left_out, 0, language)))
    title = text["quantiles"].format(level=_level(effects, term, language))
    return _quantile_chart(points, drawn, title, text["quantiles_sub"], notes, text["effect_quantiles"], language)


def residual_quantile_chart(points: NormalQuantiles, language: Language) -> QuantileChart:
    """The residuals' quantiles against normal ones."""
    text = TEXTS[language]
    notes = [_outside(points, language), text["quantiles_rounded"].format(each=LEAST - 1)]
    drawn = np.ones(len(points.rank), dtype=bool)
    return _quantile_chart(
        points, drawn, text["residual_quantiles"], text["quantiles_sub"], notes, text["residual_axis"], language
    )


def residual_chart(summary: ResidualSummary, outcome: str, language: Language, *, is_weighted: bool) -> ResidualChart:
    """Residuals against fitted values."""
    text = TEXTS[language]
    cells, means = summary.cells, summary.means
    beyond = int(((means.low > 0) | (means.high < 0)).sum())
    hidden = text["nobody_left_out"] if not cells.left_out else text["left_out"]
    few = text["under"].format(least=LEAST)
    left = few if cells.left_out < LEAST else number(cells.left_out, 0, language)
    notes = [
        hidden.format(pupils=number(summary.n, 0, language), left=left, least=LEAST),
        text["means"].format(beyond=beyond, total=len(means.n)),
        text["slope"],
    ]
    if is_weighted:
        notes.append(text["weighted"])
    return ResidualChart(
        title=text["residuals"],
        subtitle=text["residuals_sub"].format(outcome=outcome),
        description=" ".join(notes),
        language=language,
        notes=notes,
        legend=[text["pupils"]],
        cells=[
            ResidualCell(float(x), float(y), int(n))
            for x, y, n in zip(cells.fitted, cells.residual, cells.n, strict=True)
        ],
        width=cells.width,
        height=cells.height,
        means=[
            MeanResidual(*map(float, row))
            for row in zip(means.fitted, means.residual, means.low, means.high, strict=True)
        ],
        names=(text["fitted_axis"], text["residual_name"], text["mean_name"]),
    )


def _quantile_chart(
    points: NormalQuantiles,
    drawn: np.ndarray,
    title: str,
    subtitle: str,
    notes: list[str],
    axis: str,
    language: Language,
) -> QuantileChart:
    text = TEXTS[language]
    columns = (points.theory, points.sample, points.low, points.high, points.outside)
    whole = [
        QuantilePoint(float(a), float(b), float(c), float(d), bool(e)) for a, b, c, d, e in zip(*columns, strict=True)
    ]
    band = np.isin(points.rank, spread_ranks(points.count, _BAND_POINTS))
    band[[0, -1]] = True
    return QuantileChart(
        title=title,
        subtitle=subtitle,
        description=" ".join(notes),
        language=language,
        notes=notes,
        legend=[text["outside"], text["inside"]],
        points=[point for point, is_drawn in zip(whole, drawn, strict=True) if is_drawn],
        band=[
            point for point, is_part in zip(whole, band if len(whole) > _BAND_POINTS else drawn, strict=True) if is_part
        ],
        axes=(text["normal_axis"], axis),
    )


def _outside(points: NormalQuantiles, language: Language) -> str:
    shown = {"outside": int(points.outside.sum()), "total": len(points.rank)}
    return TEXTS[language]["outside_count"].format(**{name: number(n, 0, language) for name, n in shown.items()})


def _level(effects: Effects, term: int, language: Language) -> str:
    is_alone = len(effects.terms) == 1
    return effects.level if is_alone else f"{effects.level}, {effects.terms[term]}"
