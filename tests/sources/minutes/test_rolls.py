"""Those present and those absent, in protocols with columns of blanks, in lists and in tables with marks."""

from __future__ import annotations

import pytest

from spiral.sources.minutes import Minutes
from tests.sources.minutes.reading import lost, understood


def present(found: Minutes) -> list[str]:
    return [p.name for p in found.participants]


def absent(found: Minutes) -> str:
    """What stands under the headings of those absent."""
    over = ("frånvar", "förhinder", "ej ", "återbud", "inte ", "anmäl")
    return " ".join(n for i in found.items if i.heading.casefold().startswith(over) for n in i.notes)


PROTOCOLS = {
    "blanks": """PROTOKOLL                                  Sida 1 (4)
Gymnasienämnden i Landskapet
Sammanträdesdatum
2026-11-05

Tid och plats       Stora salen, torsdag 5 november 2026 kl. 13.00-16.15

Närvarande          Alva Saga (C), ordförande
ledamöter           Bo Dikt (M)
                    Cia Fabel (S), §§ 3-5

Tjänstgörande       Dag Myt (L)
ersättare

Frånvarande         Eva Sägen (V)

Övriga              Fia Roman, skolchef
                    Gun Novell, sekreterare

Justerare           Bo Dikt

§ 1 Mötet öppnas
Ordföranden hälsar välkommen.

§ 2 Läget
Inget nytt.
""",
    "tabs": """Sammanträdesprotokoll\tSida 1(2)
Skolutskottet

Plats och tid\tRådhuset, den 5 november 2026 kl 13:00–16:15
Beslutande\tAlva Saga (C), ordförande
\tBo Dikt (M)
\tCia Fabel (S)
\tDag Myt (L)
Ej närvarande\tEva Sägen (V)
Övriga närvarande\tFia Roman, skolchef
\tGun Novell, sekreterare

§ 1 Mötet öppnas
Text.

§ 2 Läget
Text.
""",
    "labels": """Minnesanteckningar
Samverkansgruppen för skolutveckling
Tid: den 5 november 2026 kl 13.00-16.15
Plats: Stora salen

Närvarande/Ledamöter: Alva Saga, Vara, Bo Dikt, Hjo, Cia Fabel, rektor, Skara, Dag Myt, Tibro
Förhinder: Eva Sägen, Skövde
Övriga deltagare: Fia Roman, skolchef; Gun Novell, sekreterare

§ 1 Mötet öppnas
Text.

§ 2 Läget
Text.
""",
    "lists": """Styrgruppen
2026-11-05 kl 13.00-16.15

Ledamöter
Alva Saga (C)
Bo Dikt (M)

Tjänstgörande ersättare
Cia Fabel (S)
Dag Myt (L)

Anmält förhinder
Eva Sägen (V)

Tjänstemän
Fia Roman, skolchef
Gun Novell, sekreterare

# Mötet öppnas
Text.

# Läget
Text.
""",
}


@pytest.mark.parametrize("kind", PROTOCOLS)
def test_those_present_and_absent_of_a_protocol_are_kept_apart(kind) -> None:
    found = understood(PROTOCOLS[kind])
    here = {"Alva Saga", "Bo Dikt", "Cia Fabel", "Dag Myt", "Fia Roman", "Gun Novell"}
    assert set(present(found)) == here, (present(found), found.problems)
    assert len(found.participants) == 6
    assert "Eva Sägen" in absent(found)
    assert found.begins == "2026-11-05T13:00"
    assert str(found.end) == "16:15:00"
    assert [i.heading.removeprefix("§ 1 ") for i in found.items][1] == "Mötet öppnas"
    assert "Sida" in PROTOCOLS[kind] or not lost(PROTOCOLS[kind], found)


def test_a_papers_kind_is_no_title_and_is_kept() -> None:
    titles = {kind: understood(text).title for kind, text in PROTOCOLS.items()}
    assert titles == {
        "blanks": "Gymnasienämnden i Landskapet",
        "tabs": "Skolutskottet",
        "labels": "Samverkansgruppen för skolutveckling",
        "lists": "Styrgruppen",
    }
    assert understood("Minnesanteckningar\n2026-11-05\n\n# A\n\nx\n").title == "Minnesanteckningar"


MARKED = {
    "after": "Alva Saga (Vara) x\nBo Dikt (Hjo) x\nEva Sägen (Skövde) –",
    "words": "Alva Saga, Vara: ja\nBo Dikt, Hjo: ja\nEva Sägen, Skövde: nej",
    "brackets": "Alva Saga (Vara)\nBo Dikt (Hjo)\nEva Sägen (Skövde) (frånvarande)",
    "said": "Alva Saga, Vara, deltog\nBo Dikt, Hjo, deltog\nEva Sägen, Skövde, deltog ej",
    "boxes": "☑ Alva Saga (Vara)\n☒ Bo Dikt (Hjo)\n☐ Eva Sägen (Skövde)",
    "empty boxes": "■ Alva Saga (Vara)\n■ Bo Dikt (Hjo)\n□ Eva Sägen (Skövde)",
    "markdown": "- [x] Alva Saga (Vara)\n- [X] Bo Dikt (Hjo)\n- [ ] Eva Sägen (Skövde)",
    "ticks": "✓ Alva Saga (Vara)\n✔ Bo Dikt (Hjo)\n✗ Eva Sägen (Skövde)",
    "ill": "Alva Saga (Vara)\nBo Dikt (Hjo)\nEva Sägen (Skövde) – sjuk",
    "within": "Alva Saga (Vara), Bo Dikt (Hjo). Frånvarande: Eva Sägen (Skövde)",
}


@pytest.mark.parametrize("kind", MARKED)
def test_a_mark_beside_a_name_says_whether_somebody_was_there(kind) -> None:
    label = "Deltagare:" if kind != "within" else "Närvarande: "
    found = understood(
        f"# Träff\n2026-11-05\n\n{label}" + ("" if kind == "within" else "\n") + MARKED[kind] + "\n\n# Läget\n\nx\n"
    )
    assert present(found) == ["Alva Saga", "Bo Dikt"], found
    assert [p.municipality for p in found.participants] == ["Vara", "Hjo"]
    assert "Eva Sägen" in absent(found)


def test_boxes_that_are_only_bullets_say_nothing() -> None:
    found = understood("# Träff\n\n## Närvarande\n□ Alva Saga (Vara)\n□ Bo Dikt (Hjo)\n\n# Läget\n\nx\n")
    assert present(found) == ["Alva Saga", "Bo Dikt"]


TABLES = {
    "markdown": "| Namn | Kommun | Närvaro |\n|---|---|---|\n| Alva Saga | Vara | x |\n| Bo Dikt | Hjo | X |\n| Eva Sägen | Skövde | – |",
    "no": "| Namn | Kommun | Deltog |\n|---|---|---|\n| Alva Saga | Vara | ja |\n| Bo Dikt | Hjo | Ja, till 14 |\n| Eva Sägen | Skövde | nej |",
    "boxes": "| Deltagare | Roll | Närvarande |\n|---|---|---|\n| Alva Saga | rektor | ☑ |\n| Bo Dikt | skolchef | ☒ |\n| Eva Sägen | rektor | ☐ |",
    "two": "| Namn | Närvarande | Frånvarande |\n|---|---|---|\n| Alva Saga | x | |\n| Bo Dikt | x | |\n| Eva Sägen | | x |",
    "names": "| Närvarande | Frånvarande |\n|---|---|\n| Alva Saga | Eva Sägen |\n| Bo Dikt | |",
    "parts": "| Förnamn | Efternamn | Kommun | Närv. |\n|---|---|---|---|\n| Alva | Saga | Vara | ✓ |\n| Bo | Dikt | Hjo | ✓ |\n| Eva | Sägen | Skövde | |",
    "headless": "| Alva Saga | Vara | x |\n| Bo Dikt | Hjo | x |\n| Eva Sägen | Skövde | – |",
    "blanks": "Namn             Kommun        Närvaro\nAlva Saga        Vara          x\nBo Dikt          Hjo           x\nEva Sägen        Skövde        -",
    "tabs": "Namn\tKommun\tNärvaro\nAlva Saga\tVara\tx\nBo Dikt\tHjo\tx\nEva Sägen\tSkövde\tfrånvarande",
    "days": "| Namn | 8/10 | 5/11 | 3/12 |\n|---|---|---|---|\n| Alva Saga | | x | |\n| Bo Dikt | x | x | |\n| Eva Sägen | x | | |",
}


@pytest.mark.parametrize("kind", TABLES)
def test_marks_of_an_attendance_table_are_read(kind) -> None:
    found = understood(f"Träff\n2026-11-05\n\n{TABLES[kind]}\n\n# Läget\n\nx\n\n# Nästa\n\ny\n")
    assert present(found) == ["Alva Saga", "Bo Dikt"], (found.participants, found.unparsed)
    assert "Eva Sägen" in absent(found) or "Eva | Sägen" in absent(found)
    assert not any(p.office.casefold() in ("x", "ja", "☑", "☒", "✓") for p in found.participants)


def test_a_mark_that_says_neither_is_told() -> None:
    found = understood(
        "Träff\n2026-11-05\n\n| Namn | Närvaro |\n|---|---|\n| Alva Saga | x |\n| Bo Dikt | kanske |\n\n# A\n\nx\n"
    )
    assert present(found) == ["Alva Saga", "Bo Dikt"]
    assert any("kanske" in p for p in found.problems)


def test_a_table_of_several_meetings_that_cannot_be_told_apart_is_told() -> None:
    table = "| Namn | 8/10 | 10/11 |\n|---|---|---|\n| Alva Saga | x | |\n| Bo Dikt | x | x |"
    found = understood(f"Träff\n2026-11-05\n\n{table}\n\n# A\n\nx\n")
    assert any("flera möten" in p for p in found.problems)


@pytest.mark.parametrize(
    ("line", "names", "piece"),
    [
        ("Närvarande: Alva Saga (Vara), Bo Dikt (Hjo) samt två från Tibro", ["Alva Saga", "Bo Dikt"], "två från Tibro"),
        ("Deltagare: Alva Saga, Bo Dikt, Vara, 3 lärare", ["Alva Saga", "Bo Dikt"], "3 lärare"),
        ("Närvarande: se bifogad lista", [], "se bifogad lista"),
        ("Deltagare: 14 personer", [], "14 personer"),
    ],
)
def test_what_of_a_list_names_nobody_is_told(line, names, piece) -> None:
    found = understood(f"# Träff\n2026-11-05\n\n{line}\n\n# Läget\n\nx\n")
    assert present(found) == names
    assert any(piece in p for p in found.problems), found.problems
    assert not lost(line, found)


def test_a_municipality_before_its_people() -> None:
    found = understood(
        "# Träff\n2026-11-05\n\nNärvarande:\nHjo: Alva Saga, Bo Dikt\nVara – Cia Fabel\n\n# Läget\n\nx\n"
    )
    assert [(p.name, p.municipality) for p in found.participants] == [
        ("Alva Saga", "Hjo"),
        ("Bo Dikt", "Hjo"),
        ("Cia Fabel", "Vara"),
    ]


def test_an_office_before_the_name() -> None:
    text = "# Träff\n2026-11-05\n\nNärvarande:\nOrdförande: Alva Saga\nBo Dikt (Hjo)\nSekreterare: Bo Dikt\n\n# Läget\n\nx\n"
    found = understood(text)
    assert [(p.name, p.office) for p in found.participants] == [("Alva Saga", "Ordförande"), ("Bo Dikt", "")]
    assert not lost(text, found)


def test_a_dash_among_ticks_is_absence_and_among_dashes_a_bullet() -> None:
    head = "Träff 2026-11-20\n\nNärvarande:\n"
    ticked = understood(f"{head}✓ Alva Ek, Hjo\n– Bo Al, Vara\nx Cia Os, Tibro\n(frånvarande) Dag By, Skara\n")
    assert [p.name for p in ticked.participants] == ["Alva Ek", "Cia Os"]
    assert ticked.items[0].heading == "Frånvarande"
    assert ticked.problems == ()
    listed = understood(f"{head}– Alva Ek, Hjo\n– Bo Al, Vara\n\nBeslut\n✓ Klart\n– Ej klart\n")
    assert [p.name for p in listed.participants] == ["Alva Ek", "Bo Al"]
    tasks = understood(f"{head}- [x] Alva Ek, Hjo\n- [ ] Bo Al, Vara\n")
    assert [p.name for p in tasks.participants] == ["Alva Ek"]


def test_med_and_ej_med_are_lists_and_a_mark_in_columns_is_no_part_of_an_office() -> None:
    text = "Träff 2026-11-20\n\nMed: Lisa Ek (Hjo), Bo Al (Vara)\nEj med: Nils By (Skara)\n\nBeslut\nEtt.\n"
    result = understood(text)
    assert [p.name for p in result.participants] == ["Lisa Ek", "Bo Al"]
    columns = "Ledamöter:           Alva Ek (C) ordf.\n                     Erik Lund (L)         tjänstgör för Bo Al\n"
    protocol = understood(f"Nämnden\n2026-11-20\n\n{columns}\n§ 1 Val\nText.\n")
    assert not any("|" in p.office for p in protocol.participants)


def test_a_label_before_the_title_and_a_page_number_after_it_are_no_part_of_it() -> None:
    assert understood("Ämne: Arbetsgrupp närvaro\n2026-11-20\n").title == "Arbetsgrupp närvaro"
    assert understood("NÄMNDEN FÖR LÄRANDE            2 (7)\n2026-11-20\n").title == "NÄMNDEN FÖR LÄRANDE"
