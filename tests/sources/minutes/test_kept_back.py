"""Kinds of minutes that were kept back when the reader was written, each with an input of its own."""

from __future__ import annotations

import pytest
import typst

from tests.sources.minutes.reading import everything, plans, understood
from tests.sources.minutes.test_rolls import absent, present

TWO_ON_A_LINE = """Protokoll
Kulturutskottet

Tid:                Tisdag 6 oktober 2026, kl. 13:00-16:20

Ledamöter:          Alva Saga (C), ordf.            Bo Dikt (S), vice ordf.
                    Cia Fabel (M)                   Dag Myt (KD)
                    Eva Sägen (V), § 31-34

Tjänstgörande       Fia Roman (MP) för Gun Novell (MP)
ersättare:          Hal Krönika (L)

Icke tjänstgörande
ersättare:          Isa Epos (C)

Justerare:          Bo Dikt

§ 31
Dagordningen godkänns.
"""


def test_two_of_those_present_may_stand_on_a_line_and_a_label_on_two() -> None:
    result = understood(TWO_ON_A_LINE)
    names = ["Alva Saga", "Bo Dikt", "Cia Fabel", "Dag Myt", "Eva Sägen", "Fia Roman", "Hal Krönika"]
    assert present(result) == names
    assert [(i.heading, i.notes) for i in result.items][0] == ("Icke tjänstgörande ersättare", ("Isa Epos (C)",))
    assert {p.name: p.office for p in result.participants}["Bo Dikt"] == "S, vice ordf."


@pytest.mark.parametrize("gap", ["\t", "      "], ids=["tabs", "blanks"])
def test_the_place_and_the_mark_beside_a_name_are_no_parts_of_it(gap: str) -> None:
    rows = [("Närvarande", "Alva Saga", "Vara", "x"), ("", "Bo Dikt", "Hjo", "x"), ("", "Cia Fabel", "Skara", "-")]
    width = (14, 20, 12, 1)
    text = "\n".join(
        gap.join(row) if gap == "\t" else "".join(c.ljust(w) for c, w in zip(row, width, strict=True)) for row in rows
    )
    result = understood(f"Träff\n2026-10-06\n\n{text}\n")
    assert [(p.name, p.municipality) for p in result.participants] == [("Alva Saga", "Vara"), ("Bo Dikt", "Hjo")]
    assert "Cia Fabel" in absent(result)


@pytest.mark.parametrize(
    "listed",
    [
        "Alva Saga, Bo Dikt samt Cia Fabel",
        "Alva Saga & Bo Dikt, Cia Fabel",
        "Alva Saga <alva@example.org>; Bo Dikt <bo@example.org>; Cia Fabel (cia@example.org)",
        "Saga, Alva <alva@example.org>; Dikt, Bo <bo@example.org>; Fabel, Cia <cia@example.org>",
    ],
)
def test_a_list_of_names_is_no_name_with_an_office(listed: str) -> None:
    result = understood(f"Träff\n2026-10-06\nNärvarande: {listed}\n\nInget nytt.\n")
    assert [(p.name, p.office) for p in result.participants] == [(n, "") for n in ("Alva Saga", "Bo Dikt", "Cia Fabel")]
    assert ("alva@example.org" in everything(result)) == ("@" in listed)


def test_a_short_bullet_among_people_is_told_and_ends_no_list() -> None:
    result = understood(
        "Träff\n2026-10-06\n\nDeltagare\n- Alva Saga\n- Bo ← sekr.\n- Cia Fabel (sjuk)\n- Dag Myt (Hjo)\n"
    )
    assert present(result) == ["Alva Saga", "Dag Myt"]
    assert "Cia Fabel" in absent(result)
    assert any("Bo ← sekr." in problem for problem in result.problems)


@pytest.mark.parametrize("head", ["Anteckningar 14 okt", "Träff ons 14/10", "Nätverk den 14:e oktober"])
def test_a_day_without_its_year_in_the_title_is_told_as_one(head: str) -> None:
    [told] = [p for p in understood(f"{head}\nNärvarande: Alva Saga (Hjo)\n").problems if "datum" in p]
    assert "utan år" in told


@pytest.mark.parametrize("label", ["Klockan: nio till tolv", "Tid: efter lunch", "Datum: andra torsdagen"])
def test_a_day_or_a_time_in_words_is_told(label: str) -> None:
    result = understood(f"Träff\n2026-10-06\n{label}\nNärvarande: Alva Saga (Hjo)\n")
    assert any(label in problem for problem in result.problems)


def test_a_meeting_over_several_days_is_no_planned_one() -> None:
    result = understood("Internat\n2026-12-30 kl 18 – 2027-01-02\nNärvarande: Alva Saga (Hjo)\n")
    assert (str(result.day), str(result.start), plans(result)) == ("2026-12-30", "18:00:00", [])


@pytest.mark.parametrize(
    ("line", "planned"),
    [
        ("Nästa möte är onsdag 3 mars kl 9 alt. onsdag 10 mars", [("2027-03-03", "09:00"), ("2027-03-10", "09:00")]),
        ("Nästa möte: ti 15.12. kl 13.15", [("2026-12-15", "13:15")]),
        ("Nästa gång: 30 dec 2026 kl 18 – 2 jan", [("2026-12-30", "18:00")]),
    ],
)
def test_dates_ahead_in_other_words(line: str, planned: list[tuple[str, str]]) -> None:
    listed = plans(understood(f"Träff\n2026-10-06\nNärvarande: Alva Saga (Hjo)\n\nBeslut\n\n{line}\n"))
    assert [plan[:2] for plan in listed] == planned
    assert not any("jan" in (plan[3] or "") or plan[3] == "alt" for plan in listed)


def test_the_last_of_several_people_on_a_line_has_no_and_in_the_name_and_kunde_inte_is_absence() -> None:
    text = (
        "Träff\n2026-11-19\n\nDeltog: Alva (Hjo), Bo (Vara) och Cia (Tibro)\nKunde inte: Dag (Skara)\n\nBeslut\nEtt.\n"
    )
    result = understood(text)
    assert [(p.name, p.municipality) for p in result.participants] == [
        ("Alva", "Hjo"),
        ("Bo", "Vara"),
        ("Cia", "Tibro"),
    ]
    assert result.items[0].heading == "Kunde inte"


def test_a_day_that_may_come_instead_shares_the_time_and_a_bracket_is_closed() -> None:
    text = (
        "Träff\n2026-11-19\n\nNästa gång\nVi ses 28 jan, ev. 29 jan, kl 8.30.\nStudiebesök ti 2/2 i Hjo (hela dagen)."
    )
    listed = plans(understood(text))
    assert [plan[:2] for plan in listed] == [("2027-01-28", "08:30"), ("2027-01-29", "08:30"), ("2027-02-02", None)]
    assert listed[2][3] == "Studiebesök i Hjo (hela dagen)"


AHEAD = "Träff\n2026-10-06 kl 9-11\nNärvarande: Alva Saga (Hjo)\n\nBeslut\nEtt beslut.\n\nKommande möten\n"


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("1, 8 och 15 december kl 9", ["2026-12-01", "2026-12-08", "2026-12-15"]),
        ("3, 10 och 17/11 kl 13-15", ["2026-11-03", "2026-11-10", "2026-11-17"]),
        ("7 & 8 december", ["2026-12-07", "2026-12-08"]),
        ("den 4:e, 11:e samt 18:e november 2026", ["2026-11-04", "2026-11-11", "2026-11-18"]),
        ("Tisdagarna 3, 10 och 17 november", ["2026-11-03", "2026-11-10", "2026-11-17"]),
        ("Inbjudan till åk 7 och 8 december kl 9", ["2026-12-08"]),
        ("13.11–14.11.2026", ["2026-11-13"]),
        ("12-11-2026", ["2026-11-12"]),
        ("7. december 2026", ["2026-12-07"]),
    ],
)
def test_days_that_share_a_month_and_other_forms_of_a_day(line: str, days: list[str]) -> None:
    assert [plan[0] for plan in plans(understood(f"{AHEAD}{line}\n"))] == days


@pytest.mark.parametrize(
    "line",
    ["12.11 kl 13", "tis v 46 kl 9", "den tolfte november", "December 7, 2026", "20261207 1300-1500", "7+8 dec kl 9"],
)
def test_a_line_among_dates_that_is_no_day_to_us_is_told(line: str) -> None:
    result = understood(f"{AHEAD}{line}\n")
    assert plans(result) or any("inget datum" in p or "går inte att läsa ut" in p for p in result.problems)


@pytest.mark.parametrize(
    ("line", "start"),
    [("Tid: 2026-10-07 kl. 1300", "13:00:00"), ("Datum och tid: 2026-10-07 13-15 Plats: Hjo", "13:00:00")],
)
def test_the_clock_in_other_forms(line: str, start: str) -> None:
    assert str(understood(f"Träff\n{line}\nNärvarande: Alva Saga (Hjo)\n").start) == start


@pytest.mark.parametrize(
    "line", ["Anslut: meet.google.com/abc-defg-hij (lösen i chatten: tulpan7)", "Lösen till rummet = tulpan7"]
)
def test_a_secret_with_words_before_it_is_left_out(line: str) -> None:
    assert "tulpan7" not in everything(understood(f"Träff\n2026-10-06\nDelta via Meet\n{line}\n"))


MAIL = """From: alva@example.org
Subject: Anteckningar
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

2026-10-06 kl 9-11
N=E4rvarande: Alva Saga (Hjo), Bo Dikt (Vara)
--b
Content-Type: text/html; charset=utf-8

<p>Visa som text</p>
--b--
"""


def test_the_part_of_a_mail_that_says_most_is_read() -> None:
    assert present(understood(MAIL, "a.eml")) == ["Alva Saga", "Bo Dikt"]


def test_two_columns_of_a_narrow_font_are_read_one_at_a_time() -> None:
    prose = "Vi talar om läsning i de tidiga åren och hur nätverket kan stödja skolorna i det arbetet framöver. " * 3
    people = r"*Närvarande*\ Alva Saga (Hjo)\ Bo Dikt (Vara)"
    left = f"2026-10-06 kl 9–11\n\n{people}\n\n*Läget*\n\n{prose}"
    right = f"*Beslut*\n\n{prose}\n\n*Nästa möte*\n\n12 november kl 9–11"
    result = understood(typst.compile(f"= Nätverk\n#columns(2)[{left}\n#colbreak()\n{right}]".encode()), "a.pdf")
    assert [(p.name, p.municipality, p.office) for p in result.participants] == [
        ("Alva Saga", "Hjo", ""),
        ("Bo Dikt", "Vara", ""),
    ]
    assert [i.heading for i in result.items] == ["Läget", "Beslut", "Nästa möte"]
    assert [plan[0] for plan in plans(result)] == ["2026-11-12"]


@pytest.mark.parametrize("gap", ["        ", "\t\t"], ids=["blanks", "tabs"])
def test_those_present_and_those_absent_beside_each_other_are_told_apart(gap: str) -> None:
    rows = [("Närvarande", "Frånvarande"), ("Alva Saga (Hjo)", "Dag Myt (Vara)"), ("Bo Dikt (Hjo)", "Eva Sägen (Hjo)")]
    text = "\n".join(f"{a.ljust(20)}{gap}{b}" if gap != "\t\t" else f"{a}{gap}{b}" for a, b in rows)
    result = understood(f"Träff\n2026-10-06\n\n{text}\n\nBeslut\nInget.\n")
    assert present(result) == ["Alva Saga", "Bo Dikt"]
    assert "Dag Myt" in absent(result)
    assert "Eva Sägen" in absent(result)


def test_who_else_was_there_after_those_absent_is_not_absent() -> None:
    text = """# Protokoll
## Skolutskottet
2026-10-06
Beslutande
Alva Saga (C)
Ej tjänstgörande ersättare
Dag Myt (L)
Övriga:
Eva Sägen, skolchef

## § 1 Mötet öppnas
Hej.
"""
    result = understood(text)
    assert present(result) == ["Alva Saga", "Eva Sägen"]
    assert "Eva" not in absent(result)
