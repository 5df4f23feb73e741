"""Moments as a JSON document, and back. Its checksum, form and sums are checked: an altered document would give a wrong
result that nobody notices.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict
from typing import Any, NoReturn

import numpy as np

from .consistency import check_consistency
from .errors import ModelError
from .moments import Moments, PutTogether, check_may_be_merged
from .passing_on import check_leaves
from .spec import ModelSpec
from .spec_document import read_spec

#: Bytes of a document; a county of 5,000 leaves and 30 columns is 3 MB.
LARGEST = 64_000_000
MOST_COLUMNS = 400
LONGEST_WARNING = 500
MOST_LEAVES = 200_000
MOST_PUPILS = 10_000_000
#: Fixed point: 2^62 for each product of each pupil. Floating point: nothing measured of a pupil squares to more.
LARGEST_NUMBER = MOST_PUPILS * 2**62
_KEYS = ("spec", "hash", "keys", "n", "sums", "products", "dropped", "checksum")
_MAY_STAND = ("put_together", "own_use")


def write_moments(moments: Moments) -> dict[str, Any]:
    """A JSON document with a checksum. Numbers survive the round trip; cross products leave only as their total.

    Raises ModelError for crossed levels, for weights, and for small leaves that are neither put together nor for own
    use.
    """
    check_may_be_merged(moments.spec)
    check_leaves(moments)
    total = moments.total().products[0]
    document = {
        "spec": moments.spec.to_json(),
        "hash": moments.spec.hash,
        "keys": [list(column) for column in moments.keys],
        "n": moments.n.tolist(),
        "sums": moments.sums.tolist(),
        "products": [[_json_number(v) for v in row[i:]] for i, row in enumerate(total)],
        "dropped": moments.dropped,
    }
    if moments.put_together.leaves:
        document["put_together"] = asdict(moments.put_together)
    if moments.own_use:
        document["own_use"] = moments.own_use
    return document | {"checksum": checksum(document)}


def checksum(document: dict[str, Any]) -> str:
    """SHA-256 of the document without its checksum, keys sorted, no spaces."""
    content = {key: value for key, value in document.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def parse(content: bytes) -> dict[str, Any]:
    """The document in a file's bytes. Raises ModelError for what is no JSON object, or names a key twice."""
    if len(content) > LARGEST:
        raise ModelError("statistics_too_large", megabytes=LARGEST // 1_000_000)
    try:
        document = json.loads(
            content.decode(),
            object_pairs_hook=_unique_keys,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as problem:
        raise ModelError("not_json") from problem
    if not isinstance(document, dict):
        raise ModelError("not_statistics")
    return document


def read_moments(document: dict[str, Any]) -> Moments:
    """What ``write_moments`` gave. Raises ModelError when the document is not whole, or does not add up."""
    missing = [key for key in _KEYS if key not in document]
    if missing == ["checksum"]:
        raise ModelError("checksum_missing")
    if missing:
        raise ModelError("statistics_part_missing", part=missing[0])
    if strange := [key for key in document if key not in (*_KEYS, *_MAY_STAND)]:
        raise ModelError("statistics_part_unknown", part=strange[0][:40])
    try:
        is_whole = document["checksum"] == checksum(document)
    except (ValueError, TypeError, RecursionError):
        is_whole = False
    if not is_whole:
        raise ModelError("checksum_wrong")
    spec = read_spec(document["spec"])
    if spec.hash != document["hash"]:
        raise ModelError("specification_of_other_statistics")
    n = _counts(document["n"])
    keys = _leaf_keys(document["keys"], spec, len(n))
    k, kind = _width(spec), object if spec.bits else np.float64
    sums = np.zeros((len(spec.slopes), len(n), k), dtype=kind)
    for slab, rows in zip(sums, _list(document["sums"], len(spec.slopes)), strict=True):
        for i, row in enumerate(_list(rows, len(n))):
            slab[i] = _numbers(row, k, spec)
    products = np.zeros((1, k, k), dtype=kind)
    for i, row in enumerate(_list(document["products"], k)):
        products[0, i, i:] = products[0, i:, i] = _numbers(row, k - i, spec)
    moments = Moments(
        spec,
        keys,
        n,
        sums,
        products,
        dropped=_dropped(document["dropped"]),
        put_together=_put_together(document.get("put_together", {})),
        own_use=_own_use(document.get("own_use", "")),
    )
    check_consistency(moments)
    check_leaves(moments)
    return moments


def _width(spec: ModelSpec) -> int:
    """The number of columns. Raises ModelError for too many before they are built, for categories multiply."""
    terms = [*spec.fixed, *(term for level in spec.levels for term in level.terms)]
    sizes = [len(values) for values in spec.categories.values()]
    most = sum(math.prod(sorted(sizes, reverse=True)[: len(term)]) for term in terms)
    if most > 50 * MOST_COLUMNS or len(spec.columns) > MOST_COLUMNS:
        raise ModelError("too_many_columns", most=MOST_COLUMNS)
    return len(spec.columns)


def _list(value: Any, length: int) -> list[Any]:
    if not isinstance(value, list) or len(value) != length:
        raise ModelError("statistics_misshapen")
    return value


def _counts(value: Any) -> np.ndarray:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_LEAVES:
        raise ModelError("leaves_out_of_range", most=MOST_LEAVES)
    for number in value:
        if type(number) is not int or not 1 <= number <= MOST_PUPILS:
            raise ModelError("not_a_count", written=str(number)[:40])
    if sum(value) > MOST_PUPILS:
        raise ModelError("too_many_pupils", most=MOST_PUPILS)
    return np.array(value, dtype=np.int64)


def _leaf_keys(value: Any, spec: ModelSpec, leaves: int) -> tuple[tuple[Any, ...], ...]:
    keys = tuple(tuple(_list(column, leaves)) for column in _list(value, len(spec.key_columns)))
    for name, column in zip(spec.key_columns, keys, strict=True):
        kinds = {type(key) for key in column}
        if len(kinds) > 1 or not kinds <= {str, int, float, bool}:
            raise ModelError("keys_of_different_kinds", level=name)
        if any(len(str(key)) > 300 for key in column):
            raise ModelError("key_too_long", level=name)
    if len(set(zip(*keys, strict=True))) != leaves:
        raise ModelError("leaf_repeated")
    return keys


def _numbers(value: Any, length: int, spec: ModelSpec) -> list[Any]:
    row = _list(value, length)
    for number in row:
        is_right = type(number) is int if spec.bits else type(number) in (int, float)
        if not is_right or not abs(number) <= LARGEST_NUMBER:
            raise ModelError("not_a_sum", written=str(number)[:40])
    return row


def _dropped(value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or (value and "rader" not in value):
        raise ModelError("dropped_misshapen")
    for count in value.values():
        if type(count) is not int or not 0 <= count <= 100 * MOST_PUPILS:
            raise ModelError("not_a_dropped_count", written=str(count)[:40])
    return value


def _put_together(value: Any) -> PutTogether:
    names = {"least", "leaves", "pupils"}
    if not isinstance(value, dict) or (value and set(value) != names):
        raise ModelError("statistics_misshapen")
    if any(type(count) is not int or not 0 <= count <= MOST_PUPILS for count in value.values()):
        raise ModelError("statistics_misshapen")
    return PutTogether(**value)


def _own_use(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WARNING:
        raise ModelError("statistics_misshapen")
    return value


def _json_number(value: Any) -> int | float:
    return int(value) if isinstance(value, int) else float(value)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice")
    return members


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity are not JSON


def _integer(text: str) -> int:
    if len(text) > 40:
        raise ValueError("too many digits")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("too large")
    return number
