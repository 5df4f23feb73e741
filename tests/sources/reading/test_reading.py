"""Files from anyone, read apart: what a file can do to its reader ends in a sentence, and the caller goes on meanwhile."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from spiral.sources.minutes import Unreadable, read_minutes
from spiral.sources.people.table import read_people
from spiral.sources.reading import UPLOAD, limits, read_in_child
from spiral.sources.reading.settings_file import read_value
from spiral.sources.tables.protect import NamedText, ProtectTableError, parse_table
from tests.sources.reading import bombs

PDF = bombs.pdf(1, bombs.words(3))
CASES = Path(__file__).parents[1] / "data"


def refusal(kind: str, content: bytes, **more: object) -> str:
    with pytest.raises(Unreadable) as refused:
        read_in_child(kind, content, "filen", **more)
    return str(refused.value)


def minutes_refusal(content: bytes, **limited: int) -> str:
    return refusal("minutes", content, municipalities=[], limits=replace(UPLOAD, **limited))


@pytest.fixture
def library(monkeypatch, tmp_path):
    """Puts a module of a name in the way of the child's own: ``library("pypdf", "raise SystemExit")``."""

    def put(name: str, program: str) -> None:
        (tmp_path / f"{name}.py").write_text(program)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    return put


@pytest.mark.attack
@pytest.mark.long
@pytest.mark.parametrize("name", bombs.MINUTES)
def test_minutes_that_ask_for_much_are_refused_or_read_in_time(name: str) -> None:
    content, started = bombs.MINUTES[name](), time.monotonic()
    try:
        assert len(read_minutes(content, "filen", ["Skara"]).items) < 1000
    except Unreadable as refused:
        assert str(refused).startswith("filen: ")
        assert refused.problem.remedy
    assert time.monotonic() - started < UPLOAD.seconds + 2


@pytest.mark.attack
@pytest.mark.long
@pytest.mark.parametrize("name", bombs.PEOPLE)
def test_tables_that_ask_for_much_are_refused_or_read_in_time(name: str) -> None:
    content, started = bombs.PEOPLE[name](), time.monotonic()
    read = read_people(content, "filen")
    assert len(read.rows) <= 1
    assert all(problem.file == "filen" for problem in read.problems)
    assert time.monotonic() - started < UPLOAD.seconds + 2


@pytest.mark.parametrize(
    ("group", "name", "what"),
    [
        ("MINUTES", "nine million paragraphs", "blir mycket större när den packas upp"),
        ("MINUTES", "nine million paragraphs beside a picture", "många fler stycken och celler"),
        ("MINUTES", "one stream shared by 200 pages", "sidor är mycket större"),
        ("MINUTES", "entities in entities", "egna XML-deklarationer"),
        ("MINUTES", "a hundred thousand levels", "alldeles för många nivåer"),
        ("MINUTES", "a size of four gigabytes", "blir mycket större när den packas upp"),
        ("MINUTES", "a size smaller than it is", "blir mycket större när den packas upp"),
        ("MINUTES", "nothing", "Filen är tom"),
        ("PEOPLE", "a cell at XFD1048576", "ifylld cell långt utanför tabellen"),
        ("PEOPLE", "entities in entities", "egna XML-deklarationer"),
        ("PEOPLE", "nothing", "Filen är tom"),
    ],
)
def test_what_was_seen_in_the_file_is_said_within_a_second(group: str, name: str, what: str) -> None:
    content, started = getattr(bombs, group)[name](), sum(os.times()[:4])
    kind, options = ("minutes", {"municipalities": []}) if group == "MINUTES" else ("people", {})
    assert what in refusal(kind, content, **options)
    assert sum(os.times()[:4]) - started < 1.5  # processor time, the child's too: another worker may be busy


def test_entries_that_share_the_same_bytes_are_refused() -> None:
    content = bombs.word(b"<w:p/>" * 1000)
    end, directory = content.rindex(b"PK\x05\x06"), content.index(b"PK\x01\x02")
    entries = content[directory:end]
    for number in range(10):
        entries += content[directory:end].replace(b"word/document.xml", b"word/documen%d.xml" % number)
    count = (entries.count(b"PK\x01\x02")).to_bytes(2, "little")
    tail = content[end : end + 8] + 2 * count + len(entries).to_bytes(4, "little") + content[end + 16 :]
    assert "skadad" in minutes_refusal(content[:directory] + entries + tail)


def test_a_sheet_may_declare_more_than_it_has_and_end_in_empty_cells() -> None:
    """Programs write such sheets; only cells with something in them are asked memory for."""
    row, person = (
        "".join(bombs.cell(f"{column}{line}", text) for column, text in zip("ABCD", texts, strict=True))
        for line, texts in (
            (1, ("namn", "e-post", "roll", "plats")),
            (2, ("Kim Prov", "kim@exempel.invalid", "Rektor", "Hjo")),
        )
    )
    empty = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    read = read_people(bombs.sheet(f'<row r="1">{row}</row><row r="2">{person}</row>{empty}'), "filen.xlsx")
    assert [r["name"] for r in read.rows] == ["Kim Prov"]


# What the child does to itself


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("while True: pass", "Det tog mer än 2 sekunder att läsa filen"),
        ("import time; time.sleep(60)", "Det tog mer än 2 sekunder att läsa filen"),
        ("import os; os.abort()", "läsaren avbröts"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "läsaren avbröts"),
        ("import os; os._exit(0)", "läsaren avbröts"),
        ("raise KeyError('Kim Prov')", "läsaren avbröts"),
        ("x = bytearray(600_000_000)", "kräver mer minne"),
        ("def f(): f()\nf()", "alldeles för många nivåer"),
        ("import sys; sys.stdout.write('x' * 9_000_000); sys.stdout.flush()", "mer än vad som går att läsa in"),
        ("import sys; print('inte JSON', flush=True)", "läsaren avbröts"),
        ("import sys; print('[' * 100_000, flush=True); import os; os._exit(0)", "läsaren avbröts"),
    ],
)
def test_a_reader_brought_down_by_its_file_is_a_problem_of_the_file(library, program: str, what: str) -> None:
    library("pypdf", program)
    started = time.monotonic()
    assert what in minutes_refusal(PDF, seconds=2)
    assert time.monotonic() - started < 4


@pytest.mark.slow
def test_a_child_that_reads_nothing_of_what_it_is_sent_is_stopped_too(library) -> None:
    library("spiral", "import time; time.sleep(60)")
    assert "Det tog mer än 1 sekunder" in minutes_refusal(PDF * 2000, seconds=1)


@pytest.mark.slow
def test_the_caller_goes_on_while_a_file_is_read(library) -> None:
    library("pypdf", "while True: pass")
    reading = threading.Thread(target=minutes_refusal, args=(PDF,), kwargs={"seconds": 2})
    reading.start()
    longest, before = 0.0, time.monotonic()
    while reading.is_alive():
        time.sleep(0.005)
        longest, before = max(longest, time.monotonic() - before), time.monotonic()
    assert longest < 0.5


@pytest.mark.slow
def test_no_more_than_a_few_files_are_read_at_a_time(library, monkeypatch) -> None:
    library("pypdf", "import time; time.sleep(60)")
    monkeypatch.setattr("spiral.sources.reading._places", threading.BoundedSemaphore(1))
    first = threading.Thread(target=minutes_refusal, args=(PDF,), kwargs={"seconds": 3})
    first.start()
    time.sleep(0.3)
    assert "Servern läser andra filer just nu" in minutes_refusal(PDF, seconds=1)
    first.join()


def test_the_child_knows_no_secret_and_writes_no_file(library, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SPIRAL_SECRET_KEY", "hemligt")
    library(
        "pypdf",
        f"""
import json, os, resource, sys
try:
    open({str(tmp_path / "ut")!r}, "w").write("x" * 9000)
    wrote = True
except OSError:
    wrote = False
told = {{"wrote": wrote, "secrets": [k for k in os.environ if k.startswith("SPIRAL")],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0], "django": "django" in sys.modules,
        "polars": "polars" in sys.modules}}
print(json.dumps({{"answer": told}}), flush=True)
os._exit(0)
""",
    )
    told = read_in_child("minutes", PDF, "filen", municipalities=[])
    assert told == {"wrote": False, "secrets": [], "core": 0, "django": False, "polars": False}


def test_the_log_says_what_happened_without_a_word_of_the_file(library, caplog) -> None:
    library("pypdf", "import os; os.abort()")
    with caplog.at_level(logging.INFO):
        minutes_refusal(PDF)
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith(f"minutes of {len(PDF)} bytes ended the reader (-6) after")


def test_a_file_larger_than_its_kind_is_not_handed_on(monkeypatch) -> None:
    monkeypatch.setattr("spiral.sources.reading._run", None)
    assert "Filen är 5,1 MB, mer än 5 MB." in minutes_refusal(b"x" * 5_100_000)


# Where the system has no limits on memory


def test_without_posix_files_are_read_up_to_five_megabytes(tmp_path) -> None:
    for name in ("resource", "fcntl", "pwd", "grp", "termios"):
        (tmp_path / f"{name}.py").write_text("raise ImportError")
    program = """
from dataclasses import replace
from spiral.sources.minutes import read_minutes, Unreadable
from spiral.sources.reading import read_in_child, UPLOAD
from spiral.sources.reading.limits import can_limit_memory
import spiral.cli
assert not can_limit_memory()
print(read_minutes(b"Rubrik\\n\\nEn punkt om skolan", "filen", []).items[0].notes)
try:
    read_in_child("minutes", b"x" * 5_000_001, "filen", limits=replace(UPLOAD, file=10**9), municipalities=[])
except Unreadable as refused:
    print(refused)
"""
    told = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert told.stderr == ""
    assert told.stdout.splitlines()[-1] == "filen: Filen är större än 5 MB. Dela upp den i mindre filer."


def test_an_operator_sets_the_limits_within_bounds(monkeypatch, caplog) -> None:
    for told, expected in (("20", 20), ("", 10), ("0", 10), ("9" * 5000, 10), ("-3", 10), ("tio", 10), ("٣", 10)):
        monkeypatch.setenv("SPIRAL_READING_SECONDS", told)
        assert limits._setting("SPIRAL_READING_SECONDS", 10, 1, 600) == expected
    assert len(caplog.messages) == 5


# Every kind


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "[" * 90_000,
        "a" + ".a" * 40_000 + "=1",
        "a=" + "[" * 40_000,
        "a=" + "9" * 90_000,
        '{"a": "\\ud800"}',
        '{"a": NaN}',
        '{"a": "\\u0000"}',
        "{",
        "",
    ],
)
def test_settings_files_that_are_none_are_refused(text: str) -> None:
    started = time.monotonic()
    try:
        assert read_value(text.encode(), "filen.json" if text.startswith(("{", "[")) else "filen.toml") in ({}, None)
    except Unreadable as refused:
        assert len(str(refused)) < 400
    assert time.monotonic() - started < UPLOAD.seconds + 2


def test_settings_keep_their_values() -> None:
    assert read_value('titel = "Å"\ndag = 2027-01-26\nn = [1, 2.5, true]\n'.encode(), "a.toml") == {
        "titel": "Å",
        "dag": "2027-01-26",
        "n": [1, 2.5, True],
    }
    assert read_value(json.dumps({"å": [None, {}]}).encode(), "A.JSON") == {"å": [None, {}]}


@pytest.mark.parametrize("spec", ["a=" + "[" * 9000, "a" + ".a" * 9000 + "=1", 'dimensions = ["unit"]\nx="\\uD800"'])
def test_a_description_that_is_none_is_refused(spec: str) -> None:
    with pytest.raises(ProtectTableError):
        parse_table(NamedText("tabell.csv", "unit,n,hits\nA,20,10\n"), NamedText("tabell.toml", spec))
