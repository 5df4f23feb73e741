"""`spiral fit --pictures FOLDER`: caterpillar, quantile and residual plots as SVG, each with its table beside it."""

from __future__ import annotations

import re
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiral.commands.output import fail

if TYPE_CHECKING:
    import pyarrow as pa

    from spiral.engine.mixed import Effects, Fit
    from spiral.engine.mixed.binary.fit import BinaryFit
    from spiral.engine.mixed.pictures.normal_quantiles import NormalQuantiles
    from spiral.engine.numbers import Language


class _Album:
    """Pictures and tables by the names of their files, which never coincide."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.remarks: list[str] = []

    def add(self, kind: str, words: list[str], picture: str, table: pa.Table) -> None:
        """A picture and its table under one name of plain letters."""
        from spiral.commands.effects_file import written

        stem = plain = "-".join([kind, *filter(None, map(_plain, words))])
        number = 1
        while f"{stem}.svg".casefold() in map(str.casefold, self.files):
            number += 1
            stem = f"{plain}-{number}"
        self.files[f"{stem}.svg"] = picture.encode()
        self.files[f"{stem}.csv"] = written(table, Path(f"{stem}.csv"))


def write_pictures(folder: Path, result: Fit | BinaryFit, data: Any, language: Language, *, aside: bool) -> int:
    """Write every picture of ``result`` to ``folder``, or none; ``data`` None where there are no pupils' rows.

    The names of the files are printed, on stderr where ``aside``. Returns the exit code.
    """
    from spiral.exchange.wording.picture_texts import TEXTS

    album = _Album()
    for level, effects in result.effects().items():
        for term in range(len(effects.terms)):
            _draw_effects(album, result, effects, term, language)
        if level in result.boundary:
            album.remarks.append(TEXTS[language]["no_spread"].format(level=level))
    _draw_residuals(album, result, data, language)
    places = [folder / name for name in album.files]
    odd = next((place for place in places if place.exists() and not place.is_file()), None)
    if odd:
        return fail(TEXTS[language]["not_a_file"].format(place=odd))
    try:
        _write_all(folder, album.files)
    except OSError as problem:
        return fail(TEXTS[language]["unwritable"].format(place=folder, why=problem.strerror))
    print("\n".join(map(str, places)), file=sys.stderr if aside else sys.stdout)
    for remark in album.remarks:
        print(remark, file=sys.stderr)
    return 0


def _draw_effects(album: _Album, result: Fit | BinaryFit, effects: Effects, term: int, language: Language) -> None:
    import numpy as np

    from spiral.documents.svg.caterpillar import draw_caterpillar
    from spiral.documents.svg.quantile_plot import draw_quantiles
    from spiral.engine.mixed.expressions import outcome_name
    from spiral.engine.mixed.pictures.normal_quantiles import normal_quantiles, standardised_effects
    from spiral.exchange.wording.pictures import caterpillar_chart, effects_quantile_chart

    words = [effects.level, effects.terms[term] if len(effects.terms) > 1 else ""]
    outcome = outcome_name(result.spec.outcome, result.spec.weights)
    picture = draw_caterpillar(caterpillar_chart(effects, term, outcome, language))
    album.add("caterpillar", words, picture, _effects_table(effects, term))
    variance = np.atleast_2d(result.variances[effects.level])[term, term]
    ratio = standardised_effects(effects, float(variance), term)
    usable = np.flatnonzero(np.isfinite(ratio))
    if effects.level in result.boundary or len(usable) < 2:
        return
    order = usable[np.argsort(ratio[usable], kind="stable")]
    points = normal_quantiles(ratio[order], np.arange(1, len(order) + 1), len(order))
    chart = effects_quantile_chart(points, effects, term, len(ratio) - len(order), language)
    names = [effects.keys[place] for place in order]
    album.add("qq", words, draw_quantiles(chart), _quantile_table(points, {"group": names}))


def _draw_residuals(album: _Album, result: Fit | BinaryFit, data: Any, language: Language) -> None:
    """The residuals' pictures, or a remark that says why there are none."""
    from spiral.documents.svg.quantile_plot import draw_quantiles
    from spiral.documents.svg.residual_plot import draw_residuals
    from spiral.engine.mixed import Fit, ModelError
    from spiral.engine.mixed.expressions import outcome_name
    from spiral.engine.mixed.pictures.residuals import residuals
    from spiral.exchange.wording import sentence
    from spiral.exchange.wording.picture_texts import TEXTS
    from spiral.exchange.wording.pictures import residual_chart, residual_quantile_chart

    if not isinstance(result, Fit):
        album.remarks.append(TEXTS[language]["binomial"])
        return
    if data is None:
        album.remarks.append(TEXTS[language]["no_pupils"])
        return
    try:
        summary = residuals(result, data)
    except ModelError as problem:
        album.remarks.append(sentence(problem, language))
        return
    is_weighted = bool(result.spec.weights)
    chart = residual_chart(
        summary, outcome_name(result.spec.outcome, result.spec.weights), language, is_weighted=is_weighted
    )
    album.add("residuals", [], draw_residuals(chart), _residual_table(summary))
    quantiles = draw_quantiles(residual_quantile_chart(summary.quantiles, language))
    scaled = {"residual": summary.quantiles.sample * summary.sd}
    album.add("qq-residuals", [], quantiles, _quantile_table(summary.quantiles, scaled))


def _effects_table(effects: Effects, term: int) -> pa.Table:
    import pyarrow as pa

    from spiral.engine.mixed.pictures.caterpillar import caterpillar

    groups = caterpillar(effects, term)
    names = effects.keys
    return pa.table(
        {
            "level": [effects.level] * len(names),
            "group": [names[place] for place in groups.place],
            "term": [groups.term] * len(names),
            "n": effects.n[groups.place],
            "estimate": groups.estimate,
            "low": groups.low,
            "high": groups.high,
            "apart": groups.apart,
        }
    )


def _quantile_table(points: NormalQuantiles, beside: dict[str, Any]) -> pa.Table:
    import pyarrow as pa

    columns = {name: getattr(points, name) for name in ("rank", "theory", "sample", "low", "high", "outside")}
    return pa.table({**beside, **columns})


def _residual_table(summary: Any) -> pa.Table:
    """Cells with their ends, and means with theirs, told apart by ``part``."""
    import pyarrow as pa

    cells, means = summary.cells, summary.means
    drawn = {
        "part": ["cell"] * len(cells.n),
        "n": cells.n,
        "fitted_from": cells.fitted,
        "fitted_to": cells.fitted + cells.width,
        "residual_from": cells.residual,
        "residual_to": cells.residual + cells.height,
    }
    averages = {
        "part": ["mean"] * len(means.n),
        "n": means.n,
        "fitted": means.fitted,
        "residual": means.residual,
        "low": means.low,
        "high": means.high,
    }
    return pa.concat_tables([pa.table(drawn), pa.table(averages)], promote_options="default")


def _plain(word: str) -> str:
    """A level's or a term's name in letters and digits that every file system takes."""
    letters = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9A-Za-z]+", "_", letters).strip("_")[:60]


def _write_all(folder: Path, files: dict[str, bytes]) -> None:
    """All of ``files``, or none: each is written whole beside its place before any is put there. Raises OSError."""
    is_new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".") as waiting:
            for name, content in files.items():
                (Path(waiting) / name).write_bytes(content)
            for name in files:
                (Path(waiting) / name).replace(folder / name)
    except OSError:
        if is_new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise
