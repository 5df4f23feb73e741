"""What a column's kind is to the model, as in R: a date is a number of days where numbers are needed and a name where
names are; a truth is a category of FALSE and TRUE; a float that is whole is written without decimals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir


def is_usable(value: ir.Value) -> bool:
    """Can a column of this kind be a number, a category or a group?"""
    kind = value.type()
    return any((kind.is_numeric(), kind.is_boolean(), kind.is_string(), kind.is_temporal(), kind.is_uuid()))


def is_category(value: ir.Value) -> bool:
    """Is this a category without being called one: a text or a truth?"""
    return bool(value.type().is_string() or value.type().is_boolean() or value.type().is_uuid())


def as_float(value: ir.Value) -> ir.Value:
    """The value as float64; dates as days since 1970-01-01, points of time as seconds."""
    kind = value.type()
    if kind.is_date():
        return value.epoch_days().cast("float64")
    if kind.is_timestamp():
        return value.epoch_seconds().cast("float64")
    return value.cast("float64")


def as_name(value: ir.Value) -> ir.Value:
    """The value as the name of a category or a group; numbers stay numbers, for they sort as such."""
    kind = value.type()
    if kind.is_boolean():
        return value.ifelse("TRUE", "FALSE")
    if kind.is_floating():
        return value.isnan().ifelse(None, value)
    return value if kind.is_numeric() or kind.is_string() else value.cast("string")


def as_text(value: ir.Value) -> ir.Value:
    """A name as text, as ``written`` has it."""
    kind = value.type()
    if kind.is_floating():
        return (value == value.floor()).ifelse(value.cast("int64").cast("string"), value.cast("string"))
    return value if kind.is_string() else value.cast("string")


def written(value: Any) -> str:
    """A category's or a group's name as R prints it: 2024, not 2024.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def group_names(key_parts: Iterable[Iterable[Any]]) -> list[str]:
    """The groups' names as lme4 writes them, "12:3" for school 12 in lea 3, from the columns of their keys."""
    return list(map(":".join, zip(*(map(written, part) for part in key_parts), strict=True)))
