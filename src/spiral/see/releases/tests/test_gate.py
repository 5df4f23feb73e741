"""The page, the ledger and the one way to a small number."""

from __future__ import annotations

import ast
import csv
import io
import json
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

import spiral
from spiral.engine import disclosure
from spiral.engine.disclosure import FrequencyTable, Layout, Outcome, Rules, TableRefused, Uncertified
from spiral.exchange.wording.protected import refusal
from spiral.see.releases import actions, queries
from spiral.see.releases.exports import edition_table
from spiral.see.releases.forms import EXAMPLE_SPEC, EXAMPLE_TABLE
from spiral.see.releases.models import Edition
from spiral.sources.reading import today
from spiral.trust.access.viewer import viewer_of
from spiral.trust.audit.models import Event

BACKEND = "django.contrib.auth.backends.ModelBackend"
RULES = Rules(Outcome.MISSES)
FORM = {"title": "Betyg i Norrby", "family": "", "table": EXAMPLE_TABLE, "spec": EXAMPLE_SPEC}


def grades(year: str, units: dict[str, tuple[int, int]]) -> FrequencyTable:
    layout = Layout(("unit", "year"), {"unit": ("owner",)}, (frozenset({"unit", "year"}), frozenset({"owner", "year"})))
    rows = [{"owner": "Hjo", "unit": unit, "year": year} for unit in units]
    return FrequencyTable.of(layout, rows, [n for n, _ in units.values()], [h for _, h in units.values()])


THIS_YEAR = grades("2025", {"Ek": (7, 5), "Björk": (40, 31), "Al": (44, 33)})


@pytest.fixture
def member(client, person):
    holder = person("natverksmedlem")
    client.force_login(holder, backend=BACKEND)
    return holder


def test_the_page_is_for_members(client, db: None, person) -> None:
    for url in ("/skydda/", "/skydda/liggare/"):
        assert client.get(url).status_code == 302
    assert client.post("/skydda/", FORM).status_code == 302
    client.force_login(person("fortroendevald"), backend=BACKEND)
    assert client.post("/skydda/", FORM).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.check(THIS_YEAR, RULES, family="", by=viewer_of(person("fortroendevald")))


def test_the_page_says_what_is_hidden_and_why(client, member) -> None:
    page = client.post("/skydda/", FORM, headers={"accept-language": "sv"}).content.decode()
    assert "2 av 4 värden visas exakt." in page
    assert "För få elever: 1" in page
    assert "Döljs för att andra inte ska gå att räkna ut: 1" in page
    assert "Ekskolan" in page


def test_the_page_says_what_it_would_cost_to_show_more(client, member) -> None:
    first = client.post("/skydda/", FORM, headers={"accept-language": "sv"}).content.decode()
    hidden = [line for line in ("Björkskolan", "Lindskolan") if f"{line} · Norrby" in first or line in first]
    assert hidden
    answers = []
    for unit in ("Björkskolan", "Lindskolan", "Ekskolan"):
        fields = {**FORM, "cell": f"Norrby kommun\x1f{unit}\x1f{today.year()}"}
        answers.append(client.post("/skydda/", fields, headers={"accept-language": "sv"}).content.decode())
    assert any("Då måste 1 annat värde döljas i stället." in a for a in answers)
    assert "Det går inte till något pris" in answers[2]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"table": ""}, "Välj en fil eller klistra in tabellen."),
        ({"table": "unit,n\nA,5\n"}, "kolumnen"),
        ({"table": EXAMPLE_TABLE.replace("41", "E+")}, "är inget antal"),
        ({"table": EXAMPLE_TABLE.replace("64,41", "64,65")}, "Fler än alla kan inte nå måttet"),
        ({"spec": "dimensions = ["}, "inte skriven som TOML"),
        ({"spec": 'dimensions = ["skola"]'}, "kolumnen"),
        ({"title": ""}, "fält"),
    ],
)
def test_a_wrong_table_is_answered_by_place_and_remedy(change: dict, message: str, client, member) -> None:
    response = client.post("/skydda/", {**FORM, **change}, headers={"accept-language": "sv"})
    assert response.status_code == 422
    assert message in response.content.decode()


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"\x00" * 50, "unit,owner,year,n,hits\nÅ,B,2025,5,3\n".encode("cp1252")]
)
def test_a_hostile_file_is_answered_in_words(content: bytes, client, member) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    fields = {**FORM, "table": "", "file": SimpleUploadedFile("t.csv", content)}
    assert client.post("/skydda/", fields).status_code == 422


def test_cells_copied_from_a_spreadsheet_are_read(client, member) -> None:
    fields = {**FORM, "table": EXAMPLE_TABLE.replace(",", "\t")}
    assert client.post("/skydda/", fields).status_code == 200


def test_nothing_of_a_table_is_kept_when_it_is_only_looked_at(client, member, caplog) -> None:
    before = Event.objects.count()
    client.post("/skydda/", FORM)
    assert Edition.objects.count() == 0
    assert Event.objects.count() == before
    assert "Ekskolan" not in caplog.text


def test_the_files_hold_symbols_and_the_certificate_never_what_is_behind(client, member) -> None:
    for kind in ("csv", "json", "xlsx"):
        response = client.post("/skydda/", {**FORM, "file_kind": kind}, headers={"accept-language": "sv"})
        assert response.status_code == 200
    data = json.loads(client.post("/skydda/", {**FORM, "file_kind": "json"}).content)
    assert data["certificate"]
    hidden = [c for c in data["cells"] if c["state"] == "hidden"]
    assert {c["unit"] for c in hidden} > {"Ekskolan"}
    assert all(c["n"] is None and c["hits"] is None for c in hidden)
    text = client.post("/skydda/", {**FORM, "file_kind": "csv"}, headers={"accept-language": "sv"}).content.decode(
        "utf-8-sig"
    )
    heads, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert heads[-1] == "Certifikat"
    assert all(row[-1] == data["certificate"]["seal"] for row in rows)
    assert "för få elever för att visas" in text


def test_a_published_table_is_known_to_the_next(member) -> None:
    actions.publish(THIS_YEAR, RULES, family="hjo", title="Våren 2025", by=viewer_of(member))
    assert len(queries.ledger(viewer_of(member), "hjo").known) == 4
    assert queries.ledger(viewer_of(member), "another").known == ()
    merged = grades("2025", {"Ek": (7, 5), "Björk": (40, 31), "Al": (45, 34)})
    with pytest.raises(TableRefused) as refused:
        actions.check(merged, RULES, family="hjo", by=viewer_of(member))
    assert refusal(refused.value.reason).startswith("Tabellen visas inte")


def test_an_edition_that_somebody_changed_stops_everything(client, member) -> None:
    edition = actions.publish(THIS_YEAR, RULES, family="hjo", title="Våren 2025", by=viewer_of(member))
    assert client.get(f"/skydda/liggare/{edition.pk}/").status_code == 200
    edition.archive["statements"][0][3] = 1
    edition.save()
    with pytest.raises(Uncertified):
        edition_table(edition.archive, edition.title, "sv")
    assert client.get(f"/skydda/liggare/{edition.pk}/").status_code == 503
    with pytest.raises(Uncertified):
        actions.check(THIS_YEAR, RULES, family="hjo", by=viewer_of(member))


def test_a_solver_that_fails_shows_nothing_and_says_why(client, member, monkeypatch) -> None:
    from spiral.engine.disclosure import gate
    from spiral.engine.disclosure.intervals import SolverFailed

    def fail(*_args: object) -> None:
        raise SolverFailed("time")

    monkeypatch.setattr(gate, "suppress", fail)
    response = client.post("/skydda/", FORM, headers={"accept-language": "sv"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "beräkningen av skyddet blev inte klar" in page
    assert "Ingenting av tabellen visas" in page


def test_publishing_from_the_page_enters_the_ledger_and_the_log(client, member) -> None:
    own = {**FORM, "table": EXAMPLE_TABLE.replace("Ek", "Al")}
    client.post("/skydda/", {**own, "publish": "1"})
    client.post("/skydda/", {**FORM, "publish": "1", "sure": "1"})
    assert not Edition.objects.exists(), "not without a promise, and never the example"
    response = client.post("/skydda/", {**own, "publish": "1", "sure": "1"})
    edition = Edition.objects.get()
    assert response.headers["Location"] == f"/skydda/liggare/{edition.pk}/"
    assert "Betyg i Norrby" in client.get("/skydda/liggare/").content.decode()
    assert Event.objects.filter(action="releases.published").exists()


#: Every module that turns a number into text, and why what it prints has passed a gate.
PRINTERS = {
    "learn/assessments/pages.py": "counts of shown rounds only, five answers or more for each statement",
    "learn/assessments/evidence.py": "statements of shown rounds only, frozen as the result page has them",
    "learn/examples/pages.py": "the hours and money that a writer says an example cost; nobody's result",
    "understand/inquiries/demo_finished.py": "a published figure of an earlier year, frozen for the made-up inquiry",
    "see/indicators/figures.py": "what places say of themselves; counts of children are masks below the limits",
    "see/releases/analysis.py": "from ProtectedTable.figures, which needs a certificate",
    "see/releases/exports.py": "from ProtectedTable.figures, which needs a certificate",
    "see/pupils/pages/exhibits.py": "the owner's own results at a node, for its own staff",
    "see/pupils/pages/progression.py": "the owner's own results at a node, for its own staff",
    "see/pupils/pages/school.py": "the owner's own results at a node, for its own staff",
    "see/pupils/pages/schools.py": "the owner's own results at a node, for its own staff",
    "see/results/against.py": "how many of the country's schools a mean is of, on public files",
    "see/results/picture.py": "published figures, typed, masked in every source when one masks",
    "see/results/pages/compare.py": "published figures",
    "act/meetings/showing.py": "published figures, as they were frozen",
    "home/pages/brief.py": "published figures, typed, masked in every source when one masks",
    "see/results/pages/municipality.py": "published figures; expected values of units with 15 pupils or more",
    "see/results/pages/expected.py": "published figures; expected values of units with 15 pupils or more",
    "see/results/pages/next_cohort.py": "open figures of units with 15 pupils or more, and a range made of them",
    "see/results/pages/outcomes.py": "counts of units and municipalities over the whole country",
    "see/results/pages/region.py": "published figures, and their mean over pupils",
    "see/results/pages/judged.py": "published figures; expected values of units with 15 pupils or more",
    "see/results/pages/region_lines.py": "published figures, and their mean over pupils",
    "see/results/values.py": "published figures, typed, masked in every source when one masks",
    "see/results/rows.py": "published figures, typed, masked in every source when one masks",
    "see/results/views/showing.py": "how many rows a set of data has, on the page about the data",
    "understand/voices/pages.py": "counts of released collections only, five answers or more for each question",
    "documents/svg/interval.py": "draws a specification",
    "documents/svg/overview.py": "draws a specification",
    "documents/svg/pen.py": "draws a specification",
    "documents/svg/plane.py": "draws a specification",
    "documents/svg/residual_plot.py": "draws a specification",
    "documents/svg/strip.py": "draws a specification",
    "documents/table.py": "draws a specification",
    "exchange/wording/bootstrap_table.py": "an analyst's own command; refits of a model, no count of anybody",
    "exchange/wording/pictures.py": "an analyst's own command; cells of fewer than ten pupils never leave the database",
    "exchange/wording/protected.py": "says what the gate's own figures say",
    "exchange/wording/report.py": "an analyst's own command; a model and how many groups differ, no pupil's result",
    "exchange/wording/results.py": "says an estimate that somebody above made of published figures",
}
FORMATTERS = {"number", "with_unit", "interval", "span"}


@pytest.mark.slow
def test_every_place_that_prints_a_count_or_a_share_is_known() -> None:
    root = Path(spiral.__file__).parent
    places = set()
    for path in root.rglob("*.py"):
        name = path.relative_to(root).as_posix()
        if "/tests/" in name or name == "engine/numbers.py" or name.startswith("engine/mixed/"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = isinstance(node, ast.ImportFrom) and node.module == "spiral.engine.numbers"
            if imported and FORMATTERS & {alias.name for alias in node.names}:
                places.add(name)
    assert places == set(PRINTERS)


def test_figures_leave_the_database_through_one_function_only() -> None:
    """Published figures become typed in one place; no page reads the table of values by itself."""
    root = Path(spiral.__file__).parent
    readers = {
        p.relative_to(root).as_posix()
        for p in root.rglob("*.py")
        if "tests" not in p.parts and "migrations" not in p.parts and "Value.objects" in p.read_text(encoding="utf-8")
    }
    assert readers == {"see/results/queries.py", "see/results/loading.py"}


@pytest.mark.parametrize("way", ["figures", "as_json", "archive", "as_published"])
def test_statements_that_the_certificate_does_not_cover_give_nothing_by_any_way(way: str) -> None:
    protected = disclosure.protect(THIS_YEAR, disclosure.Ledger(), RULES)
    other = disclosure.protect(grades("2024", {"Al": (44, 33)}), disclosure.Ledger(), RULES)
    forged = disclosure.ProtectedTable(protected.columns, protected.statements, other.certificate)
    arguments = ("Våren",) if way == "as_published" else ()
    assert getattr(protected, way)(*arguments)
    with pytest.raises(Uncertified):
        getattr(forged, way)(*arguments)
