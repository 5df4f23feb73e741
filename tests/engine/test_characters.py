"""The same text is the same text, however it was typed, pasted or exported."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.engine.characters import email_address, line, same, tidy


@pytest.mark.parametrize(
    "written",
    [
        "Götene skola",
        unicodedata.normalize("NFD", "Götene skola"),
        "Göt\u00adene skola",
        "Götene\u00a0skola",
        "Götene\u2009skola",
        "\ufeffGötene skola\u200b",
        "Göt\u200dene skola",
        "\u202aGötene skola\u202c",
        "Götene  skola ",
        "Götene\nskola",
    ],
)
def test_a_name_is_one_name(written: str) -> None:
    assert line(written) == "Götene skola"


@pytest.mark.parametrize("written", ["GÖTENE SKOLA", "götene skola", "Ｇötene skola", "GO\u0308TENE\u00a0SKOLA"])
def test_case_and_width_do_not_tell_names_apart(written: str) -> None:
    assert same(written) == same("Götene skola")


def test_rings_and_dots_do() -> None:
    assert same("Håbo") != same("Habo")


def test_lines_stay_and_what_joins_other_scripts_and_emoji_stays() -> None:
    assert tidy("ett\r\ntvå\u2028tre") == "ett\ntvå\ntre"
    family, persian = "👩\u200d👧", "می\u200cخواهم"
    assert (tidy(family), tidy(persian)) == (family, persian)


@pytest.mark.parametrize("hyphen", "\u2010\u2011\uff0d")
def test_a_hyphen_that_does_not_break_is_a_hyphen(hyphen: str) -> None:
    assert line(f"Ann{hyphen}Marie") == "Ann-Marie"
    assert same(f"E{hyphen}post") == "e-post"


@given(st.text())
def test_what_is_tidy_stays(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert same(same(text)) == same(text)


@pytest.mark.parametrize(
    "written",
    [
        "alva.ek@example.org",
        "Alva.Ek@Example.ORG ",
        "mailto:alva.ek@example.org",
        "MAILTO:alva.ek@example.org?subject=Hej",
        "<alva.ek@example.org>",
        "Alva Ek <alva.ek@example.org>",
        "'Ek, Alva' <mailto:alva.ek@example.org>;",
        "Alva Ek (alva.ek@example.org)",
        "alva.ek@example.org\u200b",
        "alva\u00ad.ek@example.org",
        "\u202dalva.ek@example.org",
        "\u00a0alva.ek@example.org;",
        "ａｌｖａ．ｅｋ＠ｅｘａｍｐｌｅ．ｏｒｇ",
    ],
)
def test_an_address_is_one_address(written: str) -> None:
    assert email_address(written) == "alva.ek@example.org"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "alva",
        "@example.org",
        "alva@",
        "alva@example",
        "gun.w@example..org",
        "gun..w@example.org",
        ".gun@example.org",
        "eva.a@exámple.org",
        "åsa@example.org",
        "a b@example.org",
        "a@b@example.org,",
        "Alva <alva@example.org>, Bo <bo@example.org>",
        "alva@example.org <alva@example.com>",
        "alva@-example.org",
        "alva@127.0.0.1",
        "x" * 65 + "@example.org",
        "x@" + "y" * 300 + ".org",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no e-mail address"):
        email_address(written)
