"""Loading the snapshot: all or nothing, the same again changes nothing, a broken file is refused in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from spiral.see.results import loading
from spiral.see.results.models import Expected, Model, Part, Value
from spiral.sources.snapshot.files import PACKAGED, open_snapshot
from spiral.trust.access.viewer import system

pytestmark = pytest.mark.figures


def test_loading_the_same_again_changes_nothing(db: None) -> None:
    before = (Value.objects.count(), Value.objects.order_by("-id").first().pk)
    assert loading.load_snapshot(open_snapshot(), by=system()) == before[0]
    assert (Value.objects.count(), Value.objects.order_by("-id").first().pk) == before


def test_expected_values_of_an_earlier_model_are_worked_out_again(db: None) -> None:
    before = Expected.objects.get(unit="26531220", period="pooled").deviation
    Expected.objects.update(deviation=99.0)
    row = Model.objects.get(key="expected")
    row.parameters["revision"] -= 1
    row.save()
    loading.load_snapshot(open_snapshot(), by=system())
    # Two fits of the same figures end within the optimiser's tolerance of each other.
    assert Expected.objects.get(unit="26531220", period="pooled").deviation == pytest.approx(before, rel=1e-3)
    assert {"sectors", "country_by_year", "stable_sd"} <= set(Model.objects.get(key="expected").parameters)


def test_a_load_that_fails_halfway_leaves_everything_as_it_was(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (Value.objects.count(), Expected.objects.count())
    Part.objects.filter(key="kolada").update(sha256="old")

    def fail(_snapshot: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(loading, "_load_expected", fail)
    with pytest.raises(DatabaseError), transaction.atomic():
        loading.load_snapshot(open_snapshot(), by=system())
    assert (Value.objects.count(), Expected.objects.count()) == before


def test_a_changed_file_is_refused_by_name(db: None, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    shutil.copytree(PACKAGED, folder)
    with (folder / "groups.parquet").open("ab") as file:
        file.write(b"x")
    with pytest.raises(CommandError, match=r"groups\.parquet stämmer inte"):
        call_command("load_snapshot", "--from", str(folder))
    with pytest.raises(CommandError, match=r"manifest\.json saknas"):
        call_command("load_snapshot", "--from", str(tmp_path))


def test_the_database_itself_refuses_a_mask_with_a_number(db: None) -> None:
    one = Value.objects.filter(state="hidden").first()
    one.value = 3.0
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()
