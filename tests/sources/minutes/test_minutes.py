"""Old minutes: what is understood of them, and that nothing of a file is dropped."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.cli import main
from spiral.sources.minutes import Minutes, Unreadable, read_in_process
from spiral.sources.minutes.lines import RULER
from spiral.sources.snapshot.files import open_snapshot

DATA = Path(__file__).parents[1] / "data" / "minutes"
#: Where the network's own minutes are, on machines that may have them.
SEEDS = Path(os.environ.get("SPIRAL_SEEDS", Path(__file__).resolve().parents[4] / "shared" / "seeds"))
PLACES = open_snapshot().municipalities
WORD = re.compile(r"\w+")


def understood(text: str | bytes, name: str = "anteckningar.txt") -> Minutes:
    return read_in_process(text.encode() if isinstance(text, str) else text, name, PLACES)


def sample(name: str) -> Minutes:
    return understood((DATA / name).read_bytes(), name)


def plans(found: Minutes) -> list[tuple[str | None, ...]]:
    return [tuple(p.values()) for p in found.as_json()["planned"]]


def everything(found: Minutes) -> str:
    """All that came out of a file, each thing once; what is proposed beside the notes stands in them already."""
    people = [f"{p.name} {p.municipality} {p.office}" for p in found.participants]
    items = [text for i in found.items for text in (i.heading, *i.notes)]
    return " ".join([found.title, *found.structure, *people, *items, *found.unparsed])


def lost(source: str, found: Minutes) -> Counter[str]:
    """Words of the source that have not come out as many times as they went in. Two who share a place come out with it
    each, so there may be more."""
    rulers = [line for line in source.splitlines() if RULER.match(line.strip())]
    assert not any(c.isalnum() for line in rulers for c in line)
    return Counter(WORD.findall(source.casefold())) - Counter(WORD.findall(everything(found).casefold()))


# What is understood


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


# Every kind of file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_says_the_same(encoding) -> None:
    text = (DATA / "paste.txt").read_text(encoding="utf-8").replace("•", "-")
    assert understood(text.encode(encoding)).as_json() == understood(text).as_json()


def test_letters_in_two_parts_and_foreign_line_ends_say_the_same() -> None:
    import unicodedata

    text = (DATA / "paste.txt").read_text(encoding="utf-8")
    assert understood(unicodedata.normalize("NFD", text)).as_json() == understood(text).as_json()
    assert understood(text.replace("\n", "\r\n")).as_json() == understood(text).as_json()


def word_file() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Påhittad nätverksträff", 0)
    document.add_paragraph("den 9 mars 2027 kl. 9.00–12.00")
    document.add_heading("Närvarande", 1)
    table = document.add_table(rows=0, cols=3)
    for row in (("Alva Påhittad", "Vara", "rektor"), ("Bo Hittepå", "Hjo", "")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_heading("Skattning", 1)
    for text in ("Vi läser", "Vi provar", "Vi skriver"):
        document.add_paragraph(text, style="List Number")
    for text in ("1: sällan", "2: ofta"):
        document.add_paragraph(text)
    document.add_paragraph().add_run("En fet rad").bold = True
    document.add_paragraph("Första punkten", style="List Bullet")
    document.add_heading("Datum", 2)
    document.add_paragraph("13 april kl. 9–12 Tema\nradbrytning")
    document.sections[0].header.paragraphs[0].text = "Landskapets kommunalförbund"
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_minutes_in_word_with_styles_lists_a_table_and_a_head() -> None:
    found = understood(word_file(), "x.docx")
    assert (found.title, found.day, found.start, found.end) == (
        "Påhittad nätverksträff",
        date(2027, 3, 9),
        time(9),
        time(12),
    )
    assert [(p.name, p.municipality, p.office) for p in found.participants] == [
        ("Alva Påhittad", "Vara", "rektor"),
        ("Bo Hittepå", "Hjo", ""),
    ]
    assert [i.heading for i in found.items] == ["Skattning", "En fet rad", "Datum"]
    assert found.items[0].notes == ("1. Vi läser", "2. Vi provar", "3. Vi skriver", "1: sällan", "2: ofta")
    assert (found.statements.scale, found.statements.items) == (
        ("sällan", "ofta"),
        ("Vi läser", "Vi provar", "Vi skriver"),
    )
    assert found.items[1].notes == ("Första punkten",)
    assert plans(found) == [("2027-04-13", "09:00", "12:00", "Tema")]
    assert found.items[2].notes == ("13 april kl. 9–12 Tema", "radbrytning")
    assert found.unparsed == ("Landskapets kommunalförbund",)


def pdf_file() -> bytes:
    from spiral.documents.blocks import Bullets, Document, Paragraph, Section
    from spiral.documents.pdf import pdf

    long = " ".join(["Kommunerna berättade om utvecklingsarbetet och kvalitetsuppföljningen."] * 12)
    people = [Paragraph(x) for x in ("Alva Påhittad (Vara)", "Bo Hittepå (Hjo, skolchef)")]
    return pdf(
        Document(
            "Påhittad träff 2027-03-09",
            "kl. 9.00–12.00",
            [
                Section("Närvarande", people),
                Section("Läget", [Paragraph(long), Bullets.of(["Ett", "Två"])]),
                Section("Datum", [Paragraph("13 april kl. 9.00–12.00 Tema")]),
            ],
        ),
        made_at=datetime(2027, 3, 9, tzinfo=UTC),
    )


def test_minutes_in_a_pdf_with_text() -> None:
    found = understood(pdf_file(), "x.pdf")
    assert found.begins == "2027-03-09T09:00"
    assert [(p.name, p.municipality, p.office) for p in found.participants] == [
        ("Alva Påhittad", "Vara", ""),
        ("Bo Hittepå", "Hjo", "skolchef"),
    ]
    assert [i.heading for i in found.items] == ["Läget", "Datum"]
    assert found.items[0].notes == (
        " ".join(["Kommunerna berättade om utvecklingsarbetet och kvalitetsuppföljningen."] * 12),
        "Ett",
        "Två",
    )
    assert plans(found) == [("2027-04-13", "09:00", "12:00", "Tema")]


def test_words_broken_at_a_lines_end_in_a_pdf_are_whole_again_and_page_numbers_gone() -> None:
    from spiral.sources.minutes.pdf import _lines, _Row

    rows = [
        _Row(t)
        for t in ("Vi talade om utveck-", "lingsarbete i skol-", "och förskola och om SKIS-", "nätverket.", "2 (3)")
    ]
    assert [line.text for line in _lines([rows])] == [
        "Vi talade om utvecklingsarbete i skol- och förskola och om SKIS-nätverket."
    ]


def _blank_pdf(password: str = "") -> bytes:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _zip(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Filen är tom"),
        (b" \n\t\n", "Filen är tom"),
        (b"---\n***\n", "ingen text"),
        (b"abc\x00def", "varken text, Word eller PDF"),
        (bytes(range(128, 256)) * 40 + b"\x81\x8d\x8f" * 400, "varken text, Word eller PDF"),
        (b"x" * 5_000_001, "Högst 5 MB"),
        (b"ord " * 60_000, "längre än 200 000 tecken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "spara den som .docx"),
        (b"{\\rtf1 hej}", "RTF"),
        (b"\x89PNG\r\n", "bild"),
        (b"PK\x03\x04skadad", "går inte att packa upp"),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.text"), "inget Word-dokument"),
        (_zip(word__document=b"<x"), "skadad"),
        (_zip(word__document=b"\0" * 61_000_000), "packas upp"),
        (b"%PDF-1.7\nskadad", "skadad"),
        (_blank_pdf(), "bara bilder"),
        (_blank_pdf("hemligt"), "lösenord"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason_and_the_remedy(content, told) -> None:
    with pytest.raises(Unreadable) as refused:
        understood(content, "fil")
    assert told in str(refused.value)
    assert refused.value.problem.remedy


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "Alva Påhittad (Vara), ",
        "1: a, 2: b, ",
        "9-12 ",
        "(",
        "26 januari kl. 9-12 ",
        "[a](",
        "ord, ",
        "1. ",
        "§",
        "Vara ",
        "nästa ord utan slut\n",
        "Ett ord till på raden som aldrig tar slut och som är lång nog för att\n",
        "# A\n",
        "- a\n",
    ],
)
def test_a_file_made_to_be_slow_is_read_in_seconds(piece) -> None:
    began = monotonic()
    for label in ("Träff\n\n", "# Träff\n# Närvarande\nA B (Vara)\n"):
        understood(label + piece * (150_000 // len(piece)))
    assert monotonic() - began < 8


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xfe", b"\xef\xbb\xbf", b"# "])
)
def test_no_bytes_crash_it(content, start) -> None:
    try:
        json.dumps(understood(start + content).as_json())
    except Unreadable as refused:
        assert refused.problem.remedy


@pytest.mark.slow
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=30), st.booleans())
def test_no_damage_to_a_word_file_or_a_pdf_crashes_it(at, damage, is_word) -> None:
    whole = _WORD if is_word else _PDF
    at = at * len(whole) // 5000
    try:
        json.dumps(understood(whole[:at] + damage + whole[at + len(damage) :]).as_json())
    except Unreadable as refused:
        assert refused.problem.remedy


_WORD, _PDF = word_file(), pdf_file()

# Nothing is dropped

_PIECES = st.sampled_from(
    [
        "",
        "",
        "  ",
        "# Rubrik",
        "## Närvarande:",
        "**Fet rad**",
        "**halv** rad",
        "- punkt ett",
        "• punkt två",
        "1. Första",
        "2. Andra",
        "3. Tredje",
        "1: lågt",
        "2: högt",
        "Alva Påhittad (Vara)",
        "Bo Hittepå, Hjo)",
        "Cia & Dag Låtsas (Skara)",
        "Deltagare: Eva Påhitt (Vara), Fia Saga",
        "Frånvarande: Gun Dikt",
        "den 8 december 2026",
        "08:59",
        "2026-11-02",
        "14 oktober kl. 9.15 – 11.45",
        "5 oktober postas häftet. Sedan inget.",
        "26/1 9-12 Tema",
        "En kort rad",
        "En rad som är lång nog för att vara bruten av sidans bredd och som därför går vidare på nästa,",
        "fortsättning med liten bokstav",
        "(parentes)",
        "[text](https://example.org/a) och mer",
        "[ingen](#)",
        "---",
        "===",
        "| a | b |",
        "|---|---|",
        "§ 4 Ekonomi",
        "Närvarande",
        "Hur går det?",
        "261208 NÄT",
        "kl. 9",
        "Nästa möte 3 maj kl. 9.",
        "x" * 200,
        "#",
        "##",
        "**",
        "* * *",
        "1.",
        "12",
        "😀",
        "Tid: kl. 9–12",
        "kommun",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("\n".join))
def test_every_word_of_the_source_is_found_in_what_comes_out(source) -> None:
    try:
        found = understood(source)
    except Unreadable:
        assert not any(c.isalnum() for c in source)
        return
    addresses = re.sub(r"\]\((#)?", "] (", source)
    assert not lost(addresses, found)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_every_character_of_any_text_is_found_in_what_comes_out(source) -> None:
    import unicodedata

    try:
        found = understood(source)
    except Unreadable:
        return
    before = Counter(c for c in unicodedata.normalize("NFC", source) if c.isalpha())
    assert not before - Counter(unicodedata.normalize("NFC", everything(found)))


@pytest.mark.parametrize("name", ["paste.txt", "onenote.md", "mail.txt"])
def test_nothing_of_the_samples_is_dropped(name) -> None:
    source = (DATA / name).read_text(encoding="utf-8").replace("](#)", "]")
    assert not lost(source, sample(name))


def test_a_heading_that_is_too_long_is_cut_and_kept_whole_below() -> None:
    long = "Ord " * 60
    found = understood(f"# A\n\n# {long}\n\n# B\n")
    assert len(found.items[0].heading) < 155
    assert found.items[0].notes == (long.strip(),)


def test_more_headings_than_a_page_can_carry_are_kept_as_notes() -> None:
    found = understood("# Titel\n" + "\n".join(f"# Rubrik {n}\ntext {n}" for n in range(130)))
    assert len(found.items) == 100
    assert "Rubrik 129" in found.items[-1].notes


# The command


def test_the_command_prints_exactly_what_was_promised(capsys) -> None:
    assert main(["minutes", str(DATA / "paste.txt"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "title",
        "start",
        "participants",
        "items",
        "planned",
        "statements",
        "links",
        "unparsed",
        "problems",
    ]
    assert list(told["participants"][0]) == ["name", "municipality", "office"]
    assert list(told["items"][0]) == ["heading", "notes"]
    assert list(told["planned"][0]) == ["date", "start", "end", "title"]
    assert list(told["statements"]) == ["scale", "items"]


def test_the_command_prints_text_to_read_and_says_what_is_wrong(capsys, tmp_path) -> None:
    assert main(["minutes", str(DATA / "paste.txt")]) == 0
    text = capsys.readouterr().out
    for piece in ("Deltagare (9)", "Planerat", "Förslag till påståendelista", "2028-01-26 9.00–12.00 Tema läsning"):
        assert piece in text
    assert main(["minutes", str(tmp_path / "saknas.txt")]) == 1
    assert "går inte att öppna" in capsys.readouterr().err
    (tmp_path / "tom.txt").write_bytes(b"")
    assert main(["minutes", str(tmp_path / "tom.txt")]) == 1
    assert "Filen är tom" in capsys.readouterr().err


# The network's own minutes, where they are: counts, municipalities and times only


def _seed(start: str) -> Minutes:
    for path in sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []:
        found = understood(path.read_bytes(), path.name)
        if (found.begins or "").startswith(start):
            assert not lost(path.read_text(encoding="utf-8").replace("](#)", "]"), found)
            return found
    pytest.skip("the network's own minutes are not on this machine")


def test_the_first_of_the_networks_own_minutes_imports_right() -> None:
    found = _seed("2023-12-08")
    assert found.begins == "2023-12-08T08:59"
    assert [p.municipality for p in found.participants] == [
        "",
        "Skövde",
        "Skövde",
        "Skara",
        "Töreboda",
        "Tidaholm",
        "Tidaholm",
        "Vara",
        "Lidköping",
        "Tibro",
        "Falköping",
        "Mariestad",
        "Tidaholm",
        "Skara",
    ]
    assert [p.office.casefold() for p in found.participants].count("skolchef") == 2
    assert [p[:3] for p in plans(found)] == [
        ("2024-01-26", "09:00", "12:00"),
        ("2024-03-20", "13:00", "14:30"),
        ("2024-04-26", "09:00", "15:30"),
    ]
    assert (len(found.statements.scale), len(found.statements.items)) == (4, 10)
    assert (len(found.items), found.unparsed) == (10, ())


def test_the_second_of_the_networks_own_minutes_imports_right() -> None:
    found = _seed("2023-09-29")
    assert found.begins == "2023-09-29T08:46"
    assert [p.municipality for p in found.participants] == [
        "",
        "Skövde",
        "Skövde",
        "Skara",
        "Karlsborg",
        "Töreboda",
        "Tidaholm",
        "Tidaholm",
        "Götene",
        "Vara",
        "Lidköping",
        "Lidköping",
        "Tibro",
        "Falköping",
        "Falköping",
        "Skara",
        "Tidaholm",
    ]
    assert [p[:3] for p in plans(found)] == [
        ("2023-10-05", None, None),
        ("2023-10-13", "09:00", "12:00"),
        ("2023-11-15", "13:30", "16:00"),
        ("2023-12-08", "09:00", "12:00"),
        ("2023-12-15", "13:00", "14:30"),
    ]
    assert (len(found.statements.items), len(found.items), found.unparsed) == (0, 31, ())
