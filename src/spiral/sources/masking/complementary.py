"""The rule against subtraction: what gives a hidden figure away beside what is printed is hidden too.

A whole is what an owner, or the schools of one kind in a municipality, print of their units together; or girls and boys
together. Whoever reads the snapshot knows the number of pupils behind many figures, that pupils are counted in whole
numbers, and what every mask means. A hidden part must keep MIN_SOLUTIONS possible values for such a reader
(solutions.py), both of those who reach and of those who do not. Where it would not:

- the whole is hidden, in every source that prints it (State.PROTECTING);
- of girls and boys the other sex is hidden instead, so that the figure of all stands;
- where the whole itself is the hidden one, its parts are.

Where the files do not say how many pupils are behind the figures, a reader may still know it: then one hidden part, or
two that are both "one to four", is reason enough.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from spiral.engine.figures import PROTECTIVE, State
from spiral.engine.place import NATION
from spiral.sources.masking.crosswalk import MEAN_OF_TESTS, matched_rows, owner_municipalities, year_of
from spiral.sources.masking.solutions import PrintedPart, discloses
from spiral.sources.reading.observations import KEY, NUMERIC_STATES

#: Where the number of pupils behind a share stands: figure or measure → the part whose "Antal elever" it is.
PUPILS = {
    "all_subjects_9": "slutbetyg",
    "eligible_vocational_9": "slutbetyg",
    "Andel (%) flickor": "underlag",
    "foreign_background": "underlag",
    "Andel (%) med föräldrar med eftergymnasial utbildning": "underlag",
}

#: What Kolada prints of other schools than the municipality's own: measure → CROSSWALK's figure, schools.
OTHER_SCHOOLS = {
    "N15506": ("merit_9", "independent"),
    "N15420": ("all_subjects_9", "independent"),
    "N15432": ("eligible_vocational_9", "independent"),
    "N15484": ("maths_e_6", "independent"),
    "N15453": ("maths_test_3", "independent"),
    "N15451": ("swedish_test_3", "independent"),
    "N15504": ("merit_9", "all"),
    "N15418": ("all_subjects_9", "all"),
    "N15424": ("eligible_vocational_9", "all"),
}

_PROTECTIVE = [state.value for state in PROTECTIVE]
_NEAR = (State.NEAR_ALL.value, State.NEAR_NONE.value)
_WHOLE = ("figure", "year", "whole")
_MASKS = {"id": pl.UInt32, "mask": pl.String}


def hidden_by_subtraction(table: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """``id`` (row number in ``table``) and ``mask`` of every number that the rule hides.

    ``table``: observations.SCHEMA with every mask applied to all sources; ``places``: places.SCHEMA.
    """
    numbered = table.with_row_index("id")
    ids = [*_hidden_of_units(numbered, places), *_hidden_of_sexes(numbered)]
    return pl.DataFrame({"id": sorted(set(ids)), "mask": State.PROTECTING.value}, schema_overrides=_MASKS)


def _hidden_of_units(table: pl.DataFrame, places: pl.DataFrame) -> Iterator[int]:
    """Rows of wholes, or of their units where the whole is the hidden one."""
    figures = _figures(table, places)
    number, masked = pl.col("value").is_not_null(), pl.col("state").is_in(_PROTECTIVE)
    wholes = (
        figures.filter(pl.col("place_kind").is_in(["owner", "municipality"]))
        .group_by(_WHOLE)
        .agg(
            pl.col("value").drop_nulls().unique().alias("shares"),
            pl.col("id").filter(number).alias("printed"),
            masked.any().alias("is_hidden"),
        )
    )
    units = (
        _units(figures, table, places)
        .group_by(_WHOLE)
        .agg(
            pl.struct("state", "value", "pupils", "is_stated").alias("parts"),
            pl.col("is_counted").all(),
            pl.col("ids").list.explode(keep_nulls=False, empty_as_null=False),
            masked.any().alias("has_hidden"),
        )
    )
    for row in wholes.join(units, on=_WHOLE).sort(_WHOLE).iter_rows(named=True):
        if row["has_hidden"]:
            parts = [PrintedPart(**part) for part in row["parts"]]
            is_open = (
                any(discloses(share, parts) for share in row["shares"]) if row["is_counted"] else _is_exposed(parts)
            )
            yield from row["printed"] if is_open else ()
        elif row["is_hidden"] and not row["shares"]:
            yield from row["ids"]


def _is_exposed(parts: list[PrintedPart]) -> bool:
    """Whether a reader who knows the pupils would subtract to one part, or to two that are both one to four.

    With and without the parts that no source states: they may have been hidden, or have had no pupils.
    """
    hidden = [part for part in parts if part.is_hidden]
    stated = [part for part in hidden if part.is_stated]
    return any(
        len(few) == 1 or (len(few) == 2 and all(part.state in _NEAR for part in few)) for few in (hidden, stated)
    )


def _figures(table: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Figures of all pupils in a stated year that units and a whole may both have: ``figure``, ``year``, ``whole``.

    ``whole`` is of a whole's rows only: "own 1496" (the municipality's own schools), "own 5560000000" (an independent
    owner's), "independent 1496" or "all 1496" (schools in the municipality).
    """
    level = ~pl.col("measure").str.starts_with("salsa") & (pl.col("measure") != MEAN_OF_TESTS)
    stated = table.filter((pl.col("sex") == "T") & (pl.col("period") != "latest") & (pl.col("place") != NATION) & level)
    matched = matched_rows(stated, places).with_columns(pl.format("own {}", "shared_place").alias("whole"))
    others = pl.DataFrame(
        [(measure, *where) for measure, where in OTHER_SCHOOLS.items()],
        schema={"measure": pl.String, "figure": pl.String, "schools": pl.String},
        orient="row",
    )
    of_others = (
        stated.filter(pl.col("part") == "kolada")
        .join(others, on="measure")
        .with_columns(pl.format("{} {}", "schools", "place").alias("whole"), year_of(pl.col("period")).alias("year"))
    )
    plain = (
        stated.filter(pl.col("part") == "underlag")
        .join(matched, on=["part", "measure"], how="anti")
        .join(owner_municipalities(places), on="place", how="left")
        .with_columns(
            pl.col("measure").alias("figure"),
            pl.format("own {}", pl.coalesce("home", "place")).alias("whole"),
            year_of(pl.col("period")).alias("year"),
        )
    )
    columns = ["id", "part", "measure", "figure", "year", "whole", "place_kind", "place", "state", "value"]
    return pl.concat([frame.select(columns) for frame in (matched, of_others, plain)])


def _units(figures: pl.DataFrame, table: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """One row a whole and unit: ``state``, ``value``, ``pupils``, and the ``ids`` of the unit's numbers."""
    state = pl.col("state")
    rows = figures.filter((pl.col("place_kind") == "unit") & (state != State.MISSING.value))
    units = rows.group_by("figure", "year", "place", maintain_order=True).agg(
        pl.coalesce(
            state.filter(state.is_in(_NEAR)).first(), state.filter(state.is_in(_PROTECTIVE)).first(), state.first()
        ),
        pl.col("value").drop_nulls().first(),
        pl.col("id").filter(pl.col("value").is_not_null()).alias("ids"),
    )
    units = units.join(_pupils(table), on=["figure", "year", "place"], how="full", coalesce=True)
    units = pl.concat([units, _unstated_shares(units)], how="diagonal").with_columns(
        state.is_not_null().alias("is_stated"),
        state.fill_null(State.HIDDEN.value),
        pl.col("is_counted").fill_null(value=False),
    )
    where = places.filter(pl.col("kind") == "unit").join(
        owner_municipalities(places), left_on="owner_orgnr", right_on="place", how="left"
    )
    independent = pl.when(pl.col("owner_kind") != "kommunal").then(pl.format("independent {}", "municipality_code"))
    wholes = where.select(
        pl.col("code").alias("place"),
        pl.concat_list(
            pl.format("own {}", pl.coalesce("home", "owner_orgnr")),
            independent,
            pl.format("all {}", "municipality_code"),
        ).alias("whole"),
    )
    return units.join(wholes.explode("whole").drop_nulls(), on="place").sort(*_WHOLE, "place")


def _pupils(table: pl.DataFrame) -> pl.DataFrame:
    """Each unit's pupils behind PUPILS' shares: ``figure``, ``year``, ``place``, ``pupils`` (null where hidden)."""
    counts = table.filter(
        (pl.col("measure") == "Antal elever")
        & (pl.col("place_kind") == "unit")
        & (pl.col("state") != State.MISSING.value)
    )
    names = pl.DataFrame(list(PUPILS.items()), schema=["name", "part"], orient="row")
    return counts.join(names, on="part").select(
        pl.col("name").alias("figure"),
        year_of(pl.col("period")).alias("year"),
        "place",
        pl.col("value").cast(pl.Int64).alias("pupils"),
        pl.lit(value=True).alias("is_counted"),
    )


def _unstated_shares(units: pl.DataFrame) -> pl.DataFrame:
    """Units with a merit value but no share eligible that year: the part has exact values only, so theirs is hidden."""
    key = ["year", "place"]
    graded = units.filter(pl.col("figure") == "merit_9").select(key)
    given = units.filter(pl.col("figure") == "eligible_vocational_9")
    return graded.join(given, on=key, how="anti").with_columns(pl.lit("eligible_vocational_9").alias("figure"))


def _hidden_of_sexes(table: pl.DataFrame) -> Iterator[int]:
    """Girls and boys beside all: the other sex where one is hidden, all where both are 1–4, both where all is."""
    state = pl.col("state")
    kinds = (
        pl.when(state.is_in(NUMERIC_STATES))
        .then(pl.lit("number"))
        .when(state.is_in(_NEAR))
        .then(pl.lit("near"))
        .when(state.is_in(_PROTECTIVE))
        .then(pl.lit("hidden"))
        .otherwise(pl.lit("none"))
    )
    rows = table.filter(pl.col("place") != NATION).select(*KEY, "id", kinds.alias("kind"))
    key = [name for name in KEY if name != "sex"]
    girls, boys, everyone = (
        rows.filter(pl.col("sex") == sex).select(
            *key, pl.col("id").alias(f"id_{sex}"), pl.col("kind").alias(f"kind_{sex}")
        )
        for sex in "KMT"
    )
    # A sex that the source leaves out, beside the other one and all, may be hidden by it: "none" counts as hidden.
    sexes = girls.join(boys, on=key, how="full", coalesce=True).with_columns(pl.col("^kind_.$").fill_null("none"))
    beside = sexes.join(everyone, on=key)
    k, m, t = (pl.col(f"kind_{sex}") for sex in "KMT")
    whole_is_hidden = t.is_in(["near", "hidden"])
    for sex, which in (
        ("T", (t == "number") & (k == "near") & (m == "near")),
        ("K", (k == "number") & ((t == "number") & (m != "number") | whole_is_hidden & (m == "number"))),
        ("M", (m == "number") & ((t == "number") & (k != "number") | whole_is_hidden & (k == "number"))),
    ):
        yield from beside.filter(which).get_column(f"id_{sex}")
