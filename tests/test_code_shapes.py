"""What a code looks like: what people type is one or none, and how it is printed."""

from __future__ import annotations

import pytest

from spiral.ground import codes
from spiral.ground.codes import normalised


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("865 585", "865585"),
        ("８６５\u200b５８５", "865585"),
        ("٨٦٥٥٨٥", "865585"),
        ("kod: 865585.", "865585"),
        ("Koden 865585", "865585"),
        ("code 865585", "865585"),
        ("865585 kod", "865585"),
        ("abcde-fghjk", "ABCDEFGHJK"),
        ("https://a.example/svara/865585/", "865585"),
        (" https://a.example/svara/865585/ ", "865585"),
        ("https://a.example/svara/865585 /", "865585"),
        ("https://a.example/svara/865585/?x=1", "865585"),
        ("https://a.example/svara/23456789AX/", "23456789AX"),
        ("https://a.example/delta/?code=865585&x=1", "865585"),
        ("https://a.example/delta/?x=1&code=865585&code=2", "865585"),
        ("https://a.example/delta/?kod=865585&x=1", "865585"),
        ("https://a.example/delta/?x=1&kod=865585&kod=2", "865585"),
        ("1" * 30, "1" * 20),
        ("-" * 294 + "865585", "865585"),
        ("-" * 295 + "865585", "86558"),
        ("mötets kod 865 585", "865585"),
        ("865585, tack", "865585"),
        ("PIN: 865585", "865585"),
        ("Rum 3 kl 9: 865 585", "865585"),
        ("<https://a.example/svara/865585/>.", "865585"),
        ("https://links.example/?url=https%3A%2F%2Fa.example%2Fsvara%2F865585%2F&x=1", "865585"),
        ("mötets kod ABCDE-FGHJK!", "ABCDEFGHJK"),
        ("865585 eller 123456", "865585ELLER123456"),
        ("0701 865 585", "0701865585"),
        ("", ""),
        ("½", "12"),
    ],
)
def test_what_people_type_is_a_code_or_none(typed: str, code: str) -> None:
    assert normalised(typed) == code


def test_a_code_is_printed_in_two_halves() -> None:
    assert [codes.formatted(code) for code in ("865585", "ABCDEFGHJK", "", None)] == ["865 585", "ABCDE-FGHJK", "", ""]
