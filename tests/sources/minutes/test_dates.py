"""Dates as people write them: forms, shared times, missing years, clocks beside them, and what is told."""

from __future__ import annotations

import pytest

from spiral.sources.minutes.dates import dates, unread_dates
from tests.sources.minutes.reading import plans, understood


def ahead(line: str, own: str = "2026-11-05", heading: str = "Övrigt") -> list[tuple[str | None, ...]]:
    """Day, beginning and end of what is planned by a line under a heading."""
    found = understood(f"Träff i nätverket\n{own}\n\n# Läget\n\nText.\n\n# {heading}\n\n{line}\n")
    return [plan[:3] for plan in plans(found)]


def told(line: str, heading: str = "Övrigt") -> str:
    return " ".join(
        understood(f"Träff i nätverket\n2026-11-05\n\n# Läget\n\nText.\n\n# {heading}\n\n{line}\n").problems
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Nästa möte: torsdag den 3:e december 2026 kl. 13", ("2026-12-03", "13:00", None)),
        ("Nästa möte 2026.12.03 kl 13-15", ("2026-12-03", "13:00", "15:00")),
        ("Nästa möte 3.12.2026 13:00", ("2026-12-03", "13:00", None)),
        ("Nästa möte 3.12.26 kl 13", ("2026-12-03", "13:00", None)),
        ("Nästa möte 3 dec -26, 13.00–15.30", ("2026-12-03", "13:00", "15:30")),
        ("Nästa möte 3 dec '26 kl 13", ("2026-12-03", "13:00", None)),
        ("Nästa möte 3 dec 26 kl 13", ("2026-12-03", "13:00", None)),
        ("Nästa möte 3/12-26 kl 13", ("2026-12-03", "13:00", None)),
        ("Nästa möte 3/12/26 kl 13", ("2026-12-03", "13:00", None)),
        ("Nästa möte to 3/12 13.15-15", ("2026-12-03", "13:15", "15:00")),
        ("Nästa möte tors. 3 dec. kl 13", ("2026-12-03", "13:00", None)),
        ("Nästa möte torsdag 3.12 kl 13.15", ("2026-12-03", "13:15", None)),
        ("Vi ses den 3.12 kl 9", ("2026-12-03", "09:00", None)),
        ("2026-12-03T13:00", ("2026-12-03", "13:00", None)),
        ("261203 kl 13-15 Tema läsning", ("2026-12-03", "13:00", "15:00")),
        ("20261203, 13-15", ("2026-12-03", "13:00", "15:00")),
        ("Nästa möte kl 13–15 den 3 december", ("2026-12-03", "13:00", "15:00")),
        ("Heldag 8–9 april i Vara", ("2027-04-08", None, None)),
        ("Studiebesök ons 2/12", ("2026-12-02", None, None)),
        ("Nästa möte flyttas från 3 december till 10 december kl 9", ("2026-12-10", "09:00", None)),
        ("Konferens 30 dec 2026 kl 18 – 2 jan", ("2026-12-30", "18:00", None)),
        ("Läger 30 december kl. 18.00 till 2 januari kl. 12", ("2026-12-30", "18:00", None)),
    ],
)
def test_a_date_is_understood_however_it_is_written(line, expected) -> None:
    assert ahead(line) == [expected]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("12.11 kl 13", [("2026-11-12", "13:00", None)]),
        ("12.11. klockan 13", [("2026-11-12", "13:00", None)]),
        ("12.11. kl. 13.30–15", [("2026-11-12", "13:30", "15:00")]),
        ("12/11 kl. 13–15", [("2026-11-12", "13:00", "15:00")]),
        ("12.11 och 10.12 kl 13", [("2026-11-12", "13:00", None), ("2026-12-10", "13:00", None)]),
        ("12.11, 10.12 + 14.1 kl 9", [(day, "09:00", None) for day in ("2026-11-12", "2026-12-10", "2027-01-14")]),
        ("12.11–13.11 kl 9", [("2026-11-12", "09:00", None)]),
        ("7+8 dec", [("2026-12-07", None, None), ("2026-12-08", None, None)]),
        ("7 + 8 dec", [("2026-12-07", None, None), ("2026-12-08", None, None)]),
        ("7 & 8 december", [("2026-12-07", None, None), ("2026-12-08", None, None)]),
        ("7 och 8 dec", [("2026-12-07", None, None), ("2026-12-08", None, None)]),
        ("7+8/12 kl 9", [("2026-12-07", "09:00", None), ("2026-12-08", "09:00", None)]),
        ("30 dec kl 18 – 2 jan", [("2026-12-30", "18:00", None)]),
    ],
)
def test_days_with_points_and_days_put_together_under_a_heading_of_dates(line, days) -> None:
    assert ahead(line, heading="Kommande möten") == days


@pytest.mark.parametrize(
    "line",
    ["kl 13.30", "12.11 %", "Höjning 12.11 % kl 13", "§ 12.11 kl 13", "Kap. 12.11 kl 13", "punkt 7.12 kl 13",
     "kl 12.11 kl 13", "13.30 kl 13", "Version 12.11 kl 9", "+46 12 11", "1+2 är tre"],
)  # fmt: skip
def test_numbers_and_clocks_under_a_heading_of_dates_are_no_days(line) -> None:
    assert ahead(line, heading="Kommande möten") == []


@pytest.mark.parametrize(
    "line",
    [
        "Vårens träffar: 21/1, 18/2 och 18/3 kl 9-12",
        "Vårens träffar kl 9–12: 21/1, 18/2, 18/3",
        "Vi ses 21 januari kl 9-12 samt 18 februari och 18 mars",
        "Torsdagar 21/1, 18/2 & 18/3 2027 kl. 9.00-12.00",
        "Nästa möte to 21/1 kl 9–12, sedan 18/2 och 18/3 (samma tid).",
        "Mötesdagar våren: 21/1; 18/2; 18/3, alltid kl 9-12",
    ],
)
def test_dates_of_a_list_share_their_time(line) -> None:
    assert ahead(line) == [(day, "09:00", "12:00") for day in ("2027-01-21", "2027-02-18", "2027-03-18")]


def test_dates_under_a_heading_share_its_time_and_year() -> None:
    lines = "21/1\n\n18 februari\n\n18/3 Tema läsning kl 13-14"
    assert ahead(lines, heading="Mötestider 2027, kl 9–12") == [
        ("2027-01-21", "09:00", "12:00"),
        ("2027-02-18", "09:00", "12:00"),
        ("2027-03-18", "13:00", "14:00"),
    ]
    assert ahead("21/1 kl 9", heading="Möten 2028")[0][0] == "2028-01-21"


@pytest.mark.parametrize(
    "line",
    [
        "Rapporten lämnas senast den 15/12.",
        "Sista anmälningsdag 1 december kl 12",
        "Vid mötet 5 december beslutades detta.",
        "Protokollet från 3 december kl 9 godkändes.",
        "Uppdraget gäller 2026-2028 och budgeten är 12.30 kr per elev, 9-12 elever per grupp.",
        "Lovskola v. 44 och v. 9.",
        "3/4 av eleverna når målen.",
        "Läs Lgr22 kap. 3.1 och 4.12",
        "Ring 0500-12 34 56 före 12.30",
        "Dnr 2026/12-3",
    ],
)
def test_what_is_no_meeting_ahead_is_a_note(line) -> None:
    assert ahead(line) == []


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("Nästa möte 31 november kl 9", "31 november"),
        ("Vi ses 31/2 kl 9", "31/2"),
        ("Nästa träff i januari, datum kommer", "Nästa träff i januari"),
        ("Nästa möte tisdag kl 9", "Nästa möte tisdag kl 9"),
        ("Nästa nätverksmöte v. 49", "Nästa nätverksmöte v. 49"),
        ("Nästa möte första tisdagen i mars", "första tisdagen i mars"),
        ("Nästa möte tis 3/12 kl 9", "torsdag 2026"),
    ],
)
def test_what_looks_like_a_date_and_is_not_understood_is_told(line, piece) -> None:
    assert piece in told(line)


def test_a_week_among_dates_is_told() -> None:
    assert "Vecka 49, dag meddelas senare" in told("Vecka 49, dag meddelas senare", heading="Mötesdagar")
    assert told("Lovskola v. 44 och v. 9.") == told("Text.")


@pytest.mark.parametrize(
    ("head", "start", "end"),
    [
        ("Tis 5/11 kl 13–14.30", "13:00", "14:30"),
        ("tisdagen den 5 november, 13.00-14.30", "13:00", "14:30"),
        ("Datum: 5/11\nTid: 13–14.30", "13:00", "14:30"),
        ("Tid och plats: tis 5 nov kl. 13.00–14.30, Teams", "13:00", "14:30"),
    ],
)
def test_a_day_without_a_year_in_the_head_is_the_meetings_own_and_its_year_is_asked_for(head, start, end) -> None:
    found = understood(
        f"Nätverksträff\n{head}\n\nDeltagare: Alva Ek (Hjo), Bo Al (Vara)\n\n# Läget\n\nNästa möte 3/12 kl 9\n"
    )
    assert (found.begins, str(found.start)[:5], str(found.end)[:5]) == (None, start, end)
    assert [plan[:2] for plan in plans(found)] == [(None, "09:00")]
    said = " ".join(found.problems)
    assert "utan år" in said
    assert "5" in said.partition("utan år")[2]
    assert "”3/12”" in said


@pytest.mark.parametrize("title", ["Nätverksträff ht 26", "Nätverksträff hösten 2026", "Möte 2026"])
def test_the_year_of_the_title_is_the_meetings_unless_the_weekday_says_another(title) -> None:
    assert (understood(f"{title}\nTors 5/11 kl 13\n\n# A\n\nx\n").begins) == "2026-11-05T13:00"
    assert (understood(f"{title}\nOns 5/11 kl 13\n\n# A\n\nx\n").begins) is None


@pytest.mark.parametrize("written", ["251204", "20251204", "4.12.2025", "4 dec -25", "tors 4/12 2025", "2025.12.04"])
def test_the_meetings_own_day_on_a_line_of_its_own(written) -> None:
    found = understood(f"Möte arbetsgrupp\n{written}\n13-15\n\n• Ett\n• Vi ses 15/1 & 12/2 kl 13-15\n")
    assert (found.begins, str(found.end)[:5]) == ("2025-12-04T13:00", "15:00")
    assert [p[0] for p in plans(found)] == ["2026-01-15", "2026-02-12"]


def test_two_days_in_the_head_without_years_are_a_list_and_not_the_meetings_own() -> None:
    found = understood("Möten i vår\n21/1 kl 9\n18/2 kl 9\n")
    assert found.begins is None
    assert len(found.planned) == 2


@pytest.mark.parametrize("text", ["v 7+8 dec", "v. 7+8 dec", "vecka 7+8 dec", "åk 7+8 dec", "kl 7+8 dec"])
def test_a_day_joined_to_a_week_a_year_group_or_a_clock_is_told_and_not_read(text: str) -> None:
    assert dates(text) == []
    assert unread_dates(text) == ["8 dec"]


@pytest.mark.parametrize("heading", ["Datum framåt", "Viktiga datum under våren", "Kalendarium", "Hållpunkter"])
def test_days_under_any_heading_of_dates_are_ahead_or_told(heading: str) -> None:
    assert [plan[0] for plan in ahead("den 3:e februari\n\n2027/06/07", heading=heading)] == [
        "2027-02-03",
        "2027-06-07",
    ]


def test_a_day_that_stands_alone_among_notes_and_one_with_a_term_before_it_are_told() -> None:
    assert "den 3:e februari" in told("den 3:e februari")
    result = understood("Träff\n2026-11-20\nNärvarande: Alva Ek (Hjo)\n\nKommande möten\nht-27: 13 sept.\n")
    assert any("ht-27: 13 sept." in problem for problem in result.problems)


def test_the_time_beside_the_day_said_again_is_the_meetings() -> None:
    result = understood("Träff\n2026-11-20\nTid: fredag 20 november 2026, kl 13–15\nNärvarande: Alva Ek (Hjo)\n")
    assert (str(result.start), str(result.end)) == ("13:00:00", "15:00:00")
