"""What is said of predictions: of the file they are in, of rows without one, and of groups that were not there."""

from __future__ import annotations

from spiral.engine.numbers import Language

#: What the command says of the file, Swedish and English.
TEXTS: dict[Language, dict[str, str]] = {
    "sv": {
        "written": "{place}: {rows} rader. Varje rad är en elevs: filen är för eget bruk, är inte avidentifierad och "
        "får inte lämnas vidare.",
    },
    "en": {
        "written": "{place}: {rows} rows. Each row is a pupil's: the file is for your own use, is not anonymous and "
        "must not be passed on.",
    },
}

#: Code → (Swedish, English).
SENTENCES: dict[str, tuple[str, str]] = {
    "no_row_to_predict": (
        "Det finns inga rader att förutsäga: tabellen är tom.",
        "There are no rows to predict: the table is empty.",
    ),
    "predictions_left_out": (
        "{rows} av {of} rader har ingen förutsägelse: {reasons:semicolons}.",
        "{rows} of {of} rows have no prediction: {reasons:semicolons}.",
    ),
    "rows_by_reason": ("{reason} (rader: {rows})", "{reason} (rows: {rows})"),
    "row_lacks_value": ("{column} saknas", "{column} is missing"),
    "row_has_infinite_value": ("{column} är oändligt", "{column} is infinite"),
    "row_has_strange_category": (
        "okänd kategori i {column}",
        "unknown category in {column}",
    ),
    "rows_of_strange_category": (
        "{column} har kategorier som modellen inte är skattad med: {categories:prose5} (rader: {rows})",
        "{column} has categories that the model was not fitted with: {categories:prose5} (rows: {rows})",
    ),
    "predictions_of_unknown_groups": (
        "Grupper som modellen inte är skattad med har effekten 0 och hela spridningen mellan grupper i intervallet: "
        "{levels:prose}.",
        "Groups that the model was not fitted with have the effect 0, and the whole spread between groups in their "
        "interval: {levels:prose}.",
    ),
    "rows_of_level": ("{level} (rader: {rows})", "{level} (rows: {rows})"),
}
