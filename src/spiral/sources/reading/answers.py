"""Reads answers of the open interfaces (JSON) strictly: encoding, repeated keys, envelope, missing keys."""

from __future__ import annotations

import json
import math
from typing import Any

from spiral.sources.reading.delimited import unreadable

#: Ten million people has eight digits.
_LONGEST_COUNT = 8
#: What a service writes when all is well.
_GOOD = {"OK", "200", "200 OK", "SUCCESS"}
_AGAIN = "Hämta svaret igen; felet är hos tjänsten eller på vägen."


def parse_answer(raw: bytes, name: str) -> Any:
    """The JSON in ``raw``; Unreadable when it is a web page, cut off, wrongly encoded, or names a key twice."""
    start = raw[:200].lstrip().lower()
    if start.startswith(b"<"):
        raise unreadable(name, "Svaret är en webbsida, inte data.", _AGAIN)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable(name, "Svaret är inte UTF-8.", _AGAIN) from None
    try:
        return json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_refuse_constant,
            parse_int=_bounded_integer,
            parse_float=_finite_number,
        )
    except _RepeatedKey as twice:
        raise unreadable(name, f"Svaret har nyckeln ”{twice}” två gånger.", _AGAIN) from None
    except _TooLarge as large:
        raise unreadable(name, f"Svaret har ett orimligt stort tal ({large}).", _AGAIN) from None
    except (ValueError, RecursionError):
        raise unreadable(name, "Svaret är avbrutet eller inte JSON.", _AGAIN) from None


def body_of(answer: Any, name: str) -> dict[str, Any]:
    """Planned Educations' body, whether as answered ({"status", "body"}), recorded ({"json": …}) or bare."""
    if isinstance(answer, dict) and isinstance(answer.get("json"), dict):
        answer = answer["json"]
    if isinstance(answer, dict) and "body" in answer:
        if str(answer.get("status")).strip().upper() not in _GOOD:
            raise unreadable(name, f"Tjänsten svarade ”{str(answer.get('message'))[:80]}”.", _AGAIN)
        answer = answer["body"]
    return require_object(answer, name)


def require_object(value: Any, name: str) -> dict[str, Any]:
    """``value`` when it is an object. Raises Unreadable."""
    if not isinstance(value, dict):
        raise unreadable(name, "Svaret har fel form: ett objekt väntades.", _AGAIN)
    return value


def require_list(holder: dict[str, Any], key: str, name: str) -> list[Any]:
    """``holder[key]`` when it is a list; Unreadable names the key otherwise."""
    if key not in holder:
        raise unreadable(name, f"Nyckeln ”{key}” saknas i svaret.", _AGAIN, column=key)
    value = holder[key]
    if not isinstance(value, list):
        raise unreadable(name, f"”{key}” har fel form: en lista väntades.", _AGAIN, column=key)
    return value


def require_text(holder: Any, key: str, name: str) -> str:
    """``holder[key]`` when it is a text; Unreadable names the key otherwise."""
    value = require_object(holder, name).get(key)
    if not isinstance(value, str) or not value:
        raise unreadable(name, f"Nyckeln ”{key}” saknas eller är ingen text.", _AGAIN, column=key)
    return value


def count_or_none(holder: dict[str, Any], key: str, name: str) -> int | None:
    """``holder[key]`` as a number of people, also written as a text; None where it is masked or missing. Unreadable for
    more than there can be."""
    text = str(holder.get(key) or "")
    if not (text.isascii() and text.isdecimal()):
        return None
    if len(text) > _LONGEST_COUNT:
        raise unreadable(name, f"”{text[:16]}…” är ett orimligt antal.", _AGAIN, column=key)
    return int(text)


def object_or_empty(holder: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    """``holder[key]`` when it is an object, {} when it is absent or null; Unreadable names the key otherwise."""
    value = holder.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise unreadable(name, f"”{key}” har fel form: ett objekt väntades.", _AGAIN, column=key)
    return value


class _RepeatedKey(ValueError):
    pass


class _TooLarge(ValueError):
    pass


def _bounded_integer(text: str) -> int:
    if len(text) > 16:
        raise _TooLarge(text[:16] + "…")
    return int(text)


def _finite_number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _TooLarge(text[:16])
    return number


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [key for key, _ in pairs]
        raise _RepeatedKey(next(key for key in names if names.count(key) > 1))
    return members


def _refuse_constant(text: str) -> float:
    raise ValueError(text)  # NaN and Infinity are not JSON
