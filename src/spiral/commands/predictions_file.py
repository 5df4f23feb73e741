"""`spiral fit --predictions FILE [--new DATA]`: each row's prediction as a file for its owner's own use."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiral.commands.output import whole_file
from spiral.commands.table_file import KINDS, SheetFullError, table_file

if TYPE_CHECKING:
    import pyarrow as pa

    from spiral.engine.mixed import Fit
    from spiral.engine.mixed.binary.fit import BinaryFit
    from spiral.engine.mixed.predictions.predict import Predictions
    from spiral.engine.numbers import Language


class PredictionsFileError(ValueError):
    """No file of predictions can be written; the message says why."""


def wrong_call(args: argparse.Namespace) -> str:
    """What is wrong with the options about predictions, before anything is read; "" for nothing."""
    place: Path | None = args.predictions
    if place is None:
        return "--new används tillsammans med --predictions FIL." if args.new else ""
    if place.suffix.casefold() not in KINDS:
        return f"{place}: ett filnamn för förutsägelserna ska sluta på {', '.join(KINDS)}."
    if args.moments and not args.new:
        return "Med --moments finns inga elevers rader att förutsäga: ange dem med --new DATA."
    if args.reliability or args.sem:
        return (
            "--predictions går inte ihop med --reliability eller --sem: den rättade koefficienten gäller ett resultat "
            "utan mätfel, och det finns inte för någon elev. Förutsäg med den orättade modellen."
        )
    read = [Path(name) for name in (args.data, args.new, *(args.moments or ())) if name]
    is_read = place.exists() and any(name.exists() and place.samefile(name) for name in read)
    if is_read or (args.output and args.output.absolute() == place.absolute()):
        return f"{place} används redan i samma kommando: välj ett annat filnamn för förutsägelserna."
    return ""


def write_predictions(args: argparse.Namespace, result: Fit | BinaryFit, data: Any) -> str:
    """Write the predictions of ``data`` to a file, all or none. Returns what is said of them.

    Raises PredictionsFileError for rows that cannot be predicted, and where a workbook is too small.
    """
    from spiral.engine.mixed import ModelError
    from spiral.exchange.wording import sentence
    from spiral.exchange.wording.predictions import TEXTS

    place, language = args.predictions, args.language
    try:
        predictions = result.predict(data)
        parts = predictions.parts()
        with whole_file(place) as out:
            part = _in_words(predictions, next(parts), language)
            with table_file(out, place, part.schema, "predictions") as file:
                file.write(part)
                for part in parts:
                    file.write(_in_words(predictions, part, language))
    except ModelError as problem:
        raise PredictionsFileError(f"{args.new}: {sentence(problem)}" if args.new else sentence(problem)) from problem
    except SheetFullError as problem:
        raise PredictionsFileError(f"{place}: {problem}") from problem
    said = TEXTS[language]["written"].format(place=place, rows=predictions.rows)
    return "\n".join([said, *(sentence(remark, language) for remark in predictions.remarks)])


def _in_words(predictions: Predictions, part: pa.RecordBatch, language: Language) -> pa.RecordBatch:
    """The part with words for why rows have no prediction."""
    import pyarrow as pa

    from spiral.exchange.wording import sentence

    whys = ["; ".join(sentence(reason, language) for reason in why) for why in predictions.whys]
    words = pa.array(whys, pa.string()).take(part["why"])
    return part.set_column(part.schema.get_field_index("why"), "why", words)
