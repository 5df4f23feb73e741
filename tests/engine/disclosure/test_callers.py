"""Whoever shows a number beyond its owner gets it from the gate: a caller of each kind, and no way round."""

import inspect
import json

import pytest

from spiral.engine.disclosure import (
    FrequencyTable,
    Layout,
    Ledger,
    Outcome,
    ProtectedTable,
    PublishedCell,
    Rules,
    TableRefused,
    Uncertified,
    protect,
)
from spiral.engine.figures import Figure, State
from spiral.exchange.wording.protected import why

RULES = Rules(Outcome.MISSES)


def grades(year: str, units: dict[str, tuple[int, int]]) -> FrequencyTable:
    """One year's table of a small municipality; ``hits`` are those who pass."""
    layout = Layout(("unit", "year"), {"unit": ("owner",)}, (frozenset({"unit", "year"}), frozenset({"owner", "year"})))
    rows = [{"owner": "Hjo", "unit": unit, "year": year} for unit in units]
    return FrequencyTable.of(layout, rows, [n for n, _ in units.values()], [h for _, h in units.values()])


THIS_YEAR = grades("2025", {"Ek": (7, 5), "Björk": (40, 31), "Al": (44, 33)})


def page(protected: ProtectedTable) -> list[str]:
    """A results page or a chart: text or a bar for numbers, the reason for all else."""
    return [f"{100 * s.share.value:.0f} %" if s.share.is_number else why(s, "sv") for s in protected.figures().values()]


def node_package(protected: ProtectedTable) -> bytes:
    """What a node sends: only what may be said, with its certificate."""
    return json.dumps(protected.as_json(), sort_keys=True).encode()


def release(protected: ProtectedTable, ledger: Ledger) -> Ledger:
    """A released edition is known from then on."""
    return ledger.plus(protected.as_published("Släpp 2025"))


def test_a_page_shows_a_share_or_a_reason_for_every_cell():
    shown = page(protect(THIS_YEAR, Ledger(), RULES))
    assert len(shown) == 4
    assert shown.count("för få elever för att visas") == 1
    assert all(shown)


def test_what_a_node_sends_is_the_same_bytes_for_regions_that_differ_only_in_what_is_hidden():
    protected = protect(THIS_YEAR, Ledger(), RULES)
    assert [s.cell[1] for s in protected.statements if s.state is State.HIDDEN] == ["Ek", "Björk"]
    twin = grades("2025", {"Ek": (7, 6), "Björk": (40, 30), "Al": (44, 33)})
    assert node_package(protect(twin, Ledger(), RULES)) == node_package(protected)
    other = grades("2025", {"Ek": (7, 6), "Björk": (40, 31), "Al": (44, 33)})
    assert node_package(protect(other, Ledger(), RULES)) != node_package(protected)


def test_an_archived_edition_is_shown_again_as_it_was_and_not_at_all_when_a_byte_of_it_has_changed():
    protected = protect(THIS_YEAR, Ledger(), RULES)
    archive = json.loads(json.dumps(protected.archive()))
    again = ProtectedTable.restored(archive)
    assert again.owner_report is None
    assert (again.figures(), again.as_json()) == (protected.figures(), protected.as_json())
    for damage in ({"columns": ["owner"]}, {"statements": archive["statements"][1:]}, {"certificate": {}}):
        with pytest.raises(Uncertified):
            ProtectedTable.restored({**archive, **damage})
    hidden = next(s for s in archive["statements"] if s[1] == "hidden")
    hidden[1:4] = ["value", 7, 5]
    with pytest.raises(Uncertified):
        ProtectedTable.restored(archive)


def test_a_second_release_cannot_say_what_the_first_hid():
    first = protect(THIS_YEAR, Ledger(), RULES)
    ledger = release(first, Ledger())
    only_units = Layout(("unit", "year"), {"unit": ("owner",)}, (frozenset({"unit", "year"}),))
    rows = [dict(zip(THIS_YEAR.layout.columns, row, strict=True)) for row in THIS_YEAR.rows]
    second = protect(FrequencyTable.of(only_units, rows, THIS_YEAR.n.tolist(), THIS_YEAR.hits.tolist()), ledger, RULES)
    before = {s.cell: s.state for s in first.statements}
    assert all(s.state is before[s.cell] for s in second.statements)


def test_an_interface_answer_is_refused_whole_when_its_total_would_expose_a_unit():
    known = (
        PublishedCell.exact({"unit": "Björk", "year": "2025"}, 40, 31, "Kolada"),
        PublishedCell.exact({"unit": "Al", "year": "2025"}, 44, 33, "Kolada"),
    )
    with pytest.raises(TableRefused):
        protect(THIS_YEAR, Ledger(tuple(known)), RULES, show=[("Hjo", None, "2025")])


def test_only_methods_that_check_the_certificate_give_anything_out():
    """Every public method of ProtectedTable that returns figures or text calls `check`."""
    public = [m for name, m in inspect.getmembers(ProtectedTable, inspect.isfunction) if not name.startswith("_")]
    giving = [m for m in public if m.__name__ != "check"]
    assert {m.__name__ for m in giving} == {"figures", "as_json", "archive", "as_published", "mean", "deviation"}
    for method in giving:
        source = inspect.getsource(method)
        assert "self.check()" in source, method.__name__


def test_a_mask_cannot_be_turned_into_a_number_on_the_way_to_a_page():
    shown = next(s for s in protect(THIS_YEAR, Ledger(), RULES).figures().values() if s.share == Figure(State.HIDDEN))
    assert (shown.pupils.value, shown.hits.value, shown.share.value) == (None, None, None)
