"""What is understood of old minutes: heading, day, participants, points, dates ahead, statements."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.sources.minutes.reading import plans, sample, understood


def test_minutes_pasted_from_a_page_with_wrapped_lines() -> None:
    found = sample("paste.txt")
    assert (found.title, found.begins) == ("270309 KVALITET", "2027-03-09T08:57")
    assert [(p.name, p.municipality, p.office) for p in found.participants] == [
        ("Alva Påhittad", "", "Landskapets kommunalförbund"),
        ("Bo Hittepå", "Skövde", ""),
        ("Cia Låtsas", "Skövde", ""),
        ("Dag Fantasi", "Skara", ""),
        ("Eva Påhitt Fabel", "Tidaholm", ""),
        ("Fia Saga", "Vara", ""),
        ("Gun Dikt", "Vara", ""),
        ("Hans Fabulös", "Tidaholm", "skolchef"),
        ("Ida Overklig", "Skara", "Skolchef"),
    ]
    assert [i.heading for i in found.items] == [
        "Inledning av dagen (Alva)",
        "Att lära av varandra i kommunerna-en allra första genomgång (Eva och Fia)",
        "Från förra gången",
    ]
    assert plans(found) == [
        ("2028-01-26", "09:00", "12:00", "Tema läsning"),
        ("2027-04-20", "13:00", "14:30", "Digitalt tema?"),
        ("2027-05-06", "09:00", "15:30", "Tema?"),
    ]
    assert found.statements.scale == ("det finns inte här", "det händer ibland", "det är en vana")
    assert found.statements.items == (
        "Vi besöker varandras skolor",
        "Vi provar det vi har sett (till exempel en lektion som någon annan har hållit före, med en gemensam plan)",
        "Vi skriver ner vad som hände efteråt",
    )
    assert found.unparsed == found.problems == ()


def test_minutes_in_markdown() -> None:
    found = sample("onenote.md")
    assert (found.title, found.begins) == ("270212 KVALITET Nätverksträff", "2027-02-12T08:46")
    assert [p.municipality for p in found.participants] == ["", "Skövde", "Karlsborg", "Skara"]
    assert [i.heading for i in found.items] == [
        "En blick framåt",
        "Ett gemensamt tema",
        "Incheckning",
        "Förslag",
        "Det här gör vi i vår",
        "Roller",
        "Presidium",
        "Datum",
        "Utcheckning",
    ]
    assert found.items[2].notes[:2] == ("Hur kändes resan hit?", "Vad vill du ta med dig härifrån?")
    assert found.items[4].notes == ("1. Läsa ett kapitel.", "2. Prova en sak.", "Vad innebär det hos oss?")
    assert found.items[6].notes == ("Bo Hittepå (Götene)", "Eva Påhitt & Fia Saga (Tidaholm)")
    assert plans(found) == [
        ("2027-03-05", None, None, "samtal i politikernas nätverk"),
        ("2027-04-13", "09:00", "12:00", ""),
        ("2027-05-15", "13:30", "16:00", "Teams"),
        ("2027-12-15", "13:00", "14:30", "föreläsning om läsning"),
    ]
    assert found.statements.items == ()
    assert [(x.text, x.url) for x in found.links] == [("en sida", "https://example.org/sida")]


def test_minutes_with_labels_and_paragraph_signs() -> None:
    found = sample("mail.txt")
    assert (found.title, found.day, found.start, found.end) == (
        "Minnesanteckningar arbetsgrupp läsning",
        date(2027, 3, 2),
        time(13),
        time(15, 30),
    )
    assert [(p.name, p.municipality, p.office) for p in found.participants] == [
        ("Alva Påhittad", "Vara", ""),
        ("Bo Hittepå", "Hjo", ""),
        ("Dag Fantasi", "Skara", "rektor"),
    ]
    assert [(i.heading, len(i.notes)) for i in found.items] == [
        ("Frånvarande", 1),
        ("§ 1 Läget", 1),
        ("§ 2 Nästa steg", 1),
    ]
    assert plans(found) == [("2027-04-06", "13:00", None, "Nästa möte i Hjo")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("14 oktober kl. 9.15 – 11.45", ("2027-10-14", "09:15", "11:45", "")),
        ("17 november kl. 13.15 – 15.45 (Teams)", ("2027-11-17", "13:15", "15:45", "Teams")),
        ("20 januari 13-14.30 Digitalt?", ("2028-01-20", "13:00", "14:30", "Digitalt?")),
        ("20 januari 9-12 Tema", ("2028-01-20", "09:00", "12:00", "Tema")),
        ("• fredag den 3 december 2027 kl 9-12, Hjo", ("2027-12-03", "09:00", "12:00", "Hjo")),
        ("2027-12-03 09:00-12:00 Tema", ("2027-12-03", "09:00", "12:00", "Tema")),
        ("3/12 kl. 9 Tema", ("2027-12-03", "09:00", None, "Tema")),
        ("29 februari kl. 9-12 Skottdag", ("2028-02-29", "09:00", "12:00", "Skottdag")),
        ("Nästa möte: 3 december kl. 9–12 i Skövde", ("2027-12-03", "09:00", "12:00", "Nästa möte i Skövde")),
        ("26 januari | 9.00–12.00 | Tema", ("2028-01-26", "09:00", "12:00", "Tema")),
        ("9 november uppstart", ("2027-11-09", None, None, "uppstart")),
        ("1 september samtal", None),  # a month ago, the year not written: it has been
        ("5 november postas häftet till alla. Det är långt.", None),
        ("Vi talade om 5 november och annat.", None),
        ("31 februari kl. 9-12 Finns inte", None),
        ("Arbetet gäller åk 7-9 och 10-12 år", None),
        ("3 oktober 2020 kl. 9-12 har varit", None),
    ],
)
def test_a_date_ahead_is_a_plan_and_a_date_in_running_text_is_a_note(line, expected) -> None:
    found = understood(f"Träff\nden 1 oktober 2027\n\n# Ett\n\nText.\n\n# Datum\n\n{line}\n")
    assert plans(found) == ([expected] if expected else [])
    assert found.items[-1].notes == (line.removeprefix("• "),)


def test_several_dates_on_one_line_are_several_plans() -> None:
    found = understood(
        "Träff\n2027-10-01\n\n# A\nx.\n# B\nKommande möten: 13 oktober kl. 9-12, 15 november kl 13-15 (Teams)"
    )
    assert [p[:3] for p in plans(found)] == [("2027-10-13", "09:00", "12:00"), ("2027-11-15", "13:00", "15:00")]


def test_without_the_meetings_own_date_no_year_is_guessed() -> None:
    found = understood("Träff\n\n# A\n\n13 oktober kl. 9-12 Tema\n\n# B\n")
    assert found.begins is None
    assert plans(found) == [(None, "09:00", "12:00", "Tema")]
    assert any("datum" in p for p in found.problems)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2027-03-09 kl. 9-12", (time(9), time(12))),
        ("tisdag 9 mars 2027, kl 9.00–12.00", (time(9), time(12))),
        ("Datum och tid: 2027-03-09, 08:46", (time(8, 46), None)),
    ],
)
def test_the_meetings_own_date_and_time_on_one_line(line, expected) -> None:
    found = understood(f"Träff\n{line}\n\n# A\nx\n# B\n")
    assert (found.day, found.start, found.end) == (date(2027, 3, 9), *expected)
    assert found.structure == (line,)


def test_the_date_is_taken_from_the_files_name_when_the_text_has_none() -> None:
    assert understood("Träff\n\nText.", "271001 träff.txt").begins == "2027-10-01"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Alva Påhittad (Vara)", [("Alva Påhittad", "Vara", "")]),
        ("Alva Påhittad, Vara)", [("Alva Påhittad", "Vara", "")]),
        ("Alva Påhittad (Vara),   ", [("Alva Påhittad", "Vara", "")]),
        ("Alva Påhittad (Vara, Skolchef)", [("Alva Påhittad", "Vara", "Skolchef")]),
        ("Alva Påhittad (Vara Skolchef)", [("Alva Påhittad", "Vara", "Skolchef")]),
        ("Alva Påhittad, rektor, Vara kommun", [("Alva Påhittad", "Vara", "rektor")]),
        ("Alva Påhittad – Vara", [("Alva Påhittad", "Vara", "")]),
        ("Alva Påhitt & Bo Hittepå (Vara)", [("Alva Påhitt", "Vara", ""), ("Bo Hittepå", "Vara", "")]),
        ("Alva och Bo Hittepå (Vara)", [("Alva", "Vara", ""), ("Bo Hittepå", "Vara", "")]),
        ("Alva Påhittad (Landskapets kommunalförbund)", [("Alva Påhittad", "", "Landskapets kommunalförbund")]),
        ("Alva Påhittad", [("Alva Påhittad", "", "")]),
        ("Alva von Påhitt-Fabel (Upplands Väsby)", [("Alva von Påhitt-Fabel", "Upplands Väsby", "")]),
        ("Alva Påhittad (Vara); Bo Hittepå (Hjo)", [("Alva Påhittad", "Vara", ""), ("Bo Hittepå", "Hjo", "")]),
        ("Alva Påhittad, Bo Hittepå", [("Alva Påhittad", "", ""), ("Bo Hittepå", "", "")]),
    ],
)
def test_a_participant_is_read_however_the_parentheses_were_set(line, expected) -> None:
    found = understood(f"# Träff\n\n## Närvarande:\n\n{line}\n\n## Slut\n")
    assert [(p.name, p.municipality, p.office) for p in found.participants] == expected


def test_a_line_that_is_no_participant_is_kept_as_text() -> None:
    found = understood("# Träff\n## Närvarande\nAlva Påhittad (Vara)\nsamt några till som kom sent\n## Slut\n")
    assert len(found.participants) == 1
    assert found.unparsed == ("samt några till som kom sent",)


def test_a_numbered_list_without_a_scale_is_no_statement_set() -> None:
    assert understood("# A\n1. Ett\n2. Två\n3. Tre\n# B\n1: låg\n2: hög\n").statements.items == ("Ett", "Två", "Tre")
    far = "\n".join(f"Rad {n}." for n in "abcdef")
    assert understood(f"# A\n1. Ett\n2. Två\n3. Tre\n{far}\n# B\n1: låg\n2: hög\n").statements.items == ()
    assert understood("# A\n1. Ett\n2. Två\n3. Tre\n# B\nx").statements.items == ()
    inline = understood("# A\n1. Ett\n2. Två\n3. Tre\nSkala: 1 = aldrig, 2 = ibland, 3 = ofta\n# B")
    assert inline.statements.scale == ("aldrig", "ibland", "ofta")
