"""The archive: nothing half there, the latest of each unit holds, dropping brings the earlier back, nobody stopped is in."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.sources.pupils.made_up import content, form_of, person, right_line, right_lines

from spiral.engine.measures.pupils import Pupils
from spiral.see.pupils.archive import disk
from spiral.see.pupils.archive.archive import About, Archive, ArchiveChanged, ImportedFile, NoSuchBatch
from spiral.see.pupils.archive.key import Key, KeyUnusable, make_key, read_key
from spiral.see.pupils.archive.parquet import from_parquet, to_parquet
from spiral.sources.pupils.check import check
from spiral.sources.pupils.tables import pupils_of

GRADES9, GRADES6 = form_of("betyg_ak9"), form_of("betyg_ak6")
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
ABOUT = About(NOW.isoformat(), "kvalitetsansvarig", (ImportedFile("fil.txt", "0" * 64),))


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return make_key(tmp_path / "keys" / "pupils")


@pytest.fixture
def archive(tmp_path: Path, key: Key) -> Archive:
    return Archive(tmp_path / "pupils", key)


def tables(*files: list[list[str]]) -> list[Pupils]:
    return pupils_of([table for lines in files if (table := check("fil", content(lines)).table)])


def put(archive: Archive, *files: list[list[str]]) -> int:
    return archive.commit(archive.preview(archive.pseudonymised(tables(*files), ())), ABOUT)


def state(archive: Archive) -> list[tuple]:
    """What holds, as can be compared."""
    return [
        (
            table.survey,
            table.year,
            sorted(
                (table.units[unit] if unit >= 0 else "", int(who), codes.tobytes())
                for unit, who, codes in zip(table.unit, table.person, table.codes, strict=True)
            ),
        )
        for table in archive.current()
    ]


def test_what_is_written_is_read_again_also_by_another_process(archive: Archive, key: Key) -> None:
    lines = [*right_lines(GRADES9, 4), right_line(GRADES9, 9, Skolenhetskod="x", Klass="")]
    put(archive, lines)
    (table,) = Archive(archive.folder, key).current()
    (before,) = tables(lines)
    assert (table.survey, table.year, len(table)) == ("betyg_ak9", 2026, 5)
    for name in ("unit", "units", "group", "groups", "sex", "born", "linkable", "columns", "codes"):
        assert np.array_equal(getattr(table, name), getattr(before, name)), name


def test_parquet_and_back_is_the_same_and_other_bytes_are_refused() -> None:
    (table,) = tables(right_lines(GRADES9, 3))
    again = from_parquet(to_parquet(table))
    assert all(np.array_equal(getattr(table, name), getattr(again, name)) for name in Pupils.__slots__)
    with pytest.raises(ValueError, match="not a table"):
        from_parquet(b"PAR1 and something else")


def test_neither_names_nor_numbers_nor_pseudonyms_of_another_key_are_on_the_disk(
    archive: Archive, tmp_path: Path
) -> None:
    put(archive, right_lines(GRADES9, 3, Fornamn="Hemlighilda", Efternamn="Hemligström"))
    stored = b"".join(place.read_bytes() for place in archive.folder.rglob("*") if place.is_file())
    for secret in (b"Hemlig", person(0, 2011).encode(), person(0, 2011)[2:].encode(), b"betyg", b"kvalitet"):
        assert secret not in stored
    (table,) = archive.current()
    assert person(0, 2011) not in {str(who) for who in table.person.tolist()}
    other = make_key(tmp_path / "other")
    assert not set(other.pseudonyms(np.array([int(person(0, 2011))])).tolist()) & set(table.person.tolist())


def test_only_the_owner_reads_the_files(archive: Archive, tmp_path: Path) -> None:
    put(archive, right_lines(GRADES9, 1))
    for place in [*archive.folder.rglob("*"), tmp_path / "keys" / "pupils"]:
        assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0, place


def test_the_same_file_twice_changes_nothing_and_a_changed_one_says_what(archive: Archive) -> None:
    lines = right_lines(GRADES9, 40)
    put(archive, lines)
    again = archive.preview(archive.pseudonymised(tables(lines), ()))
    assert not again.is_any
    assert [change.same for change in again.changes] == [40]
    changed = [*lines[1:], right_line(GRADES9, 77)]
    changed[0] = right_line(GRADES9, 1, Ma="A")
    (change,) = archive.preview(archive.pseudonymised(tables(changed), ())).changes
    assert (change.new, change.changed, change.gone, change.same) == (1, 1, 1, 38)
    assert not change.must_ask
    (fewer,) = archive.preview(archive.pseudonymised(tables(lines[3:]), ())).to_confirm
    assert fewer.gone == 3


def test_a_file_in_a_narrower_form_is_no_change_of_what_both_have(archive: Archive) -> None:
    narrow = right_lines(form_of("np3", variant=1), 3)
    wide = [right_line(form_of("np3"), n, Skolenhetskod="00000099") for n in (7, 8)]
    put(archive, narrow, wide)
    assert not archive.preview(archive.pseudonymised(tables(narrow), ())).is_any


def test_temporary_and_unreadable_numbers_of_the_same_file_are_the_same_again(archive: Archive) -> None:
    lines = [right_line(GRADES9, PersonNr="20110101TF20"), *(right_line(GRADES9, PersonNr="?") for _ in range(2))]
    put(archive, lines)
    assert not archive.preview(archive.pseudonymised(tables(lines), ())).is_any


def test_a_file_about_one_unit_leaves_other_units_surveys_and_years_as_they_are(archive: Archive) -> None:
    here, there = right_lines(GRADES9, 3), [right_line(GRADES9, n, Skolenhetskod="00000099") for n in (5, 6)]
    older = right_lines(form_of("betyg_ak9", 2025), 2)
    put(archive, here, there, older, right_lines(GRADES6, 2))
    before = state(archive)
    preview = archive.preview(archive.pseudonymised(tables(there[:1]), ()))
    assert [(change.unit, change.gone) for change in preview.changes] == [("00000099", 1)]
    number = archive.commit(preview, ABOUT)
    assert [len(rows) for _, _, rows in state(archive)] == [2, 2, 4]
    archive.drop(number, NOW, "någon")
    assert state(archive) == before


def test_dropping_a_batch_in_the_middle_changes_nothing_that_a_later_one_says(archive: Archive) -> None:
    first = put(archive, right_lines(GRADES9, 3))
    second = put(archive, right_lines(GRADES9, 3, Ma="A"))
    third = put(archive, right_lines(GRADES9, 3, Ma="B"))
    holds = state(archive)
    archive.drop(second, NOW, "någon")
    assert state(archive) == holds
    archive.drop(third, NOW, "någon")
    archive.drop(first, NOW, "någon")
    assert state(archive) == []
    assert [batch.is_dropped for batch in archive.batches()] == [True, True, True]
    assert not list(archive.folder.rglob("*.parquet.age"))
    with pytest.raises(NoSuchBatch):
        archive.drop(first, NOW, "någon")
    with pytest.raises(NoSuchBatch):
        archive.drop(99, NOW, "någon")


def test_a_pupil_who_changed_school_is_in_the_newer_one_only(archive: Archive) -> None:
    put(archive, right_lines(GRADES9, 3))
    put(archive, [right_line(GRADES9, 1, Skolenhetskod="00000099")])
    (table,) = archive.current()
    assert len(table) == 3
    assert sorted(table.units[unit] for unit in table.unit) == ["00000099", "12345678", "12345678"]


def test_a_number_that_becomes_protected_disappears_from_every_batch_and_is_never_let_in_again(
    archive: Archive,
) -> None:
    lines = right_lines(GRADES9, 5)
    put(archive, lines, right_lines(GRADES6, 2))
    put(archive, right_lines(GRADES9, 5, Ma="A"))
    who = archive.key.pseudonyms(np.array([int(person(2, 2011))]))
    archive.stop(who)
    assert all(who[0] not in table.person for batch in archive.batches() for table in batch.tables)
    put(archive, lines)
    assert [len(table) for table in archive.current()] == [2, 4]
    archive.erase(2011)
    put(archive, lines)
    assert [len(table) for table in archive.current() if table.survey == "betyg_ak9"] == [4]


@pytest.mark.parametrize("later", [False, True])
def test_with_and_without_a_protected_pupil_not_a_byte_differs(tmp_path: Path, key: Key, later: bool) -> None:
    hidden = right_line(GRADES9, 50, Skolenhetskod="00000001", Klass="Hemlig")
    without, within = Archive(tmp_path / "without", key), Archive(tmp_path / "with", key)
    who = key.pseudonyms(np.array([int(hidden[3])]))
    if not later:
        within.stop(who)
    for number in range(2):
        lines = right_lines(GRADES9, 5 + number)
        put(without, lines)
        put(within, [*lines[:2], hidden, *lines[2:]])
    if later:
        within.stop(who)
    for first, second in zip(without.batches(), within.batches(), strict=True):
        assert first.about == second.about
        assert [to_parquet(table) for table in first.tables] == [to_parquet(table) for table in second.tables]
    previews = [
        each.preview(each.pseudonymised(tables(right_lines(GRADES9, 3)), ())).changes for each in (without, within)
    ]
    assert previews[0] == previews[1]


def test_who_is_hidden_is_not_among_the_gone_either(archive: Archive) -> None:
    put(archive, right_lines(GRADES9, 5))
    who = archive.key.pseudonyms(np.array([int(person(2, 2011))]))
    rest = [line for number, line in enumerate(right_lines(GRADES9, 5)) if number != 2]
    assert not archive.preview(archive.pseudonymised(tables(rest), ()), who).is_any
    assert archive.preview(archive.pseudonymised(tables(rest), ())).changes[0].gone == 1


def test_a_birth_cohort_is_erased_from_every_batch_after_a_dry_run(archive: Archive) -> None:
    young = [right_line(GRADES9, n, PersonNr=person(n, 2012)) for n in range(2)]
    put(archive, [*right_lines(GRADES9, 3), *young])
    put(archive, [*right_lines(GRADES9, 4), *young])
    before = state(archive)
    assert [(each.survey, each.pupils) for each in archive.erasure(2011)] == [("betyg_ak9", 4)]
    assert state(archive) == before
    archive.erase(2011)
    assert [len(table) for batch in archive.batches() for table in batch.tables] == [2, 2]
    assert archive.erasure(2011) == []
    archive.erase(2012)
    assert archive.current() == []


def test_of_two_who_import_at_once_the_second_is_told(archive: Archive, key: Key) -> None:
    other = Archive(archive.folder, key)
    first = archive.preview(archive.pseudonymised(tables(right_lines(GRADES9, 3)), ()))
    second = other.preview(other.pseudonymised(tables(right_lines(GRADES9, 2)), ()))
    archive.commit(first, ABOUT)
    with pytest.raises(ArchiveChanged):
        other.commit(second, ABOUT)
    assert [len(table) for table in other.current()] == [3]
    assert not list(archive.folder.glob(".*"))


@pytest.mark.parametrize("at", range(8))
def test_a_full_disk_or_a_killed_process_leaves_what_was(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    put(archive, right_lines(GRADES9, 3), right_lines(GRADES6, 3))
    before = state(archive)
    calls = iter(range(100))
    real = os.fsync

    def failing(descriptor: int) -> None:
        if next(calls) == at:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(disk.os, "fsync", failing)
    try:
        put(archive, right_lines(GRADES9, 4), right_lines(GRADES6, 4))
    except OSError:
        monkeypatch.undo()
        assert state(archive) == before
    monkeypatch.undo()
    assert sorted(len(rows) for _, _, rows in state(archive)) in ([3, 3], [4, 4])


@pytest.mark.parametrize("place", [0, 50, 200, -1])
def test_a_flipped_bit_is_refused(archive: Archive, key: Key, place: int) -> None:
    put(archive, right_lines(GRADES9, 3))
    (part,) = archive.folder.rglob("*.parquet.age")
    content = bytearray(part.read_bytes())
    content[place] ^= 1
    part.write_bytes(content)
    with pytest.raises(KeyUnusable):
        Archive(archive.folder, key).current()


def test_a_key_is_never_written_over_and_its_text_makes_it_again(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    with pytest.raises(FileExistsError):
        make_key(tmp_path / "key")
    numbers = np.array([201101010000, 201101010001])
    assert np.array_equal(read_key(tmp_path / "key").pseudonyms(numbers), key.pseudonyms(numbers))
    assert np.array_equal(Key(key.recovery_text()).pseudonyms(numbers), key.pseudonyms(numbers))
    assert key.recovery_text() not in repr(key)
    (tmp_path / "wrong").write_text(key.recovery_text()[:-1] + ("A" if key.recovery_text()[-1] != "A" else "C"))
    for wrong in ("wrong", "none"):
        with pytest.raises(KeyUnusable):
            read_key(tmp_path / wrong)
