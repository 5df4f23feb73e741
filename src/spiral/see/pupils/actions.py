"""What is done with pupils' files: laid away for an hour, imported, undone, erased. Each is logged without a figure."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from spiral.engine.measures.pupils import Pupils
from spiral.engine.personal_numbers import TEMPORARY
from spiral.see.pupils import vault
from spiral.see.pupils.archive.archive import About, Erasure, ImportedFile, ImportPreview
from spiral.see.pupils.archive.drafts import DroppedFile, FileDraft
from spiral.see.pupils.archive.parquet import rows
from spiral.sources.pupils.between_files import check_together
from spiral.sources.pupils.check import Checked, check
from spiral.sources.pupils.tables import pupils_of
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


class NothingToImport(Exception):
    """No file is of a survey and without errors."""


def lay_away(files: Iterable[DroppedFile], *, by: Viewer) -> str:
    """Seal files for an hour, so that they can be looked at and decided on; the token they are fetched by."""
    require(by, Permission.PUPILS_CHECK)
    return vault.drafts().put(FileDraft(tuple(files), time.time()), by.signed_in.pk)


def answer(token: str, protected: Sequence[int], *, by: Viewer) -> None:
    """Who of a draft has protected identity. Raises NoSuchDraft."""
    require(by, Permission.PUPILS_IMPORT)
    drafts = vault.drafts()
    draft = drafts.get(token, by.signed_in.pk)
    drafts.put(FileDraft(draft.files, draft.at, tuple(protected)), by.signed_in.pk, token)


def checked(files: Iterable[DroppedFile]) -> list[Checked]:
    """Files as SCB would check them. Writes nothing."""
    return check_together(check(file.name, file.content) for file in files)


def prepared(files: Sequence[DroppedFile], protected: Sequence[int]) -> tuple[Pupils, ...]:
    """The pupils of those files that are without errors, with pseudonyms, without those with protected identity."""
    of_survey = [file.table for file in checked(files) if file.table is not None and file.ok]
    tables = [_without(table, protected) for table in pupils_of(of_survey)]
    return vault.archive().pseudonymised(tables, ())


def preview(files: Sequence[DroppedFile], protected: Sequence[int]) -> ImportPreview:
    """What importing would change. Writes nothing. Raises NothingToImport."""
    tables = prepared(files, protected)
    if not tables:
        raise NothingToImport
    return vault.archive().preview(tables, _pseudonyms(protected))


def import_files(
    files: Sequence[DroppedFile], protected: Sequence[int], *, by: Viewer, is_command: bool = False
) -> int | None:
    """Import the files that are without errors; the batch's number, None when nothing would change.

    Those with protected identity are put on the stop list first, and out of what there is. Raises NothingToImport,
    ArchiveChanged, OSError; the batch is then not there.
    """
    _require_import(by, is_command)
    archive = vault.archive()
    hidden = _pseudonyms(protected)
    if len(hidden):
        archive.stop(hidden)
    planned = preview(files, protected)
    if not planned.is_any:
        return None
    names = tuple(ImportedFile(file.name, hashlib.sha256(file.content).hexdigest()) for file in files)
    with transaction.atomic():
        record(Action.PUPILS_IMPORTED, planned.after + 1, by=by)
        return archive.commit(planned, About(timezone.now().isoformat(), str(by), names))


def undo(number: int, *, by: Viewer, is_command: bool = False) -> None:
    """Drop a batch: what was imported before holds again. Raises NoSuchBatch."""
    _require_import(by, is_command)
    with transaction.atomic():
        record(Action.PUPILS_UNDONE, number, by=by)
        vault.archive().drop(number, timezone.now(), str(by))


def erase(born: int, *, by: Viewer, is_command: bool = False) -> list[Erasure]:
    """Erase a birth cohort from everything that has been imported; what was erased, survey by survey."""
    _require_import(by, is_command)
    with transaction.atomic():
        record(Action.PUPILS_ERASED, by=by, detail={"year": born})
        return vault.archive().erase(born)


def _require_import(by: Viewer, is_command: bool) -> None:
    """Whoever runs a command on the installation's own computer holds its key already. Raises AccessRefused."""
    if not is_command:
        require(by, Permission.PUPILS_IMPORT)


def _pseudonyms(numbers: Sequence[int]) -> NDArray[np.int64]:
    """Of the numbers that mean the same pupil in every file; a temporary one is of its own file only."""
    lasting = np.array([number for number in numbers if number < TEMPORARY], np.int64)
    return vault.archive().key.pseudonyms(lasting)


def _without(table: Pupils, protected: Sequence[int]) -> Pupils:
    """A table without the pupils of some numbers, temporary ones too."""
    return rows(table, np.flatnonzero(~np.isin(table.person, np.array(protected, np.int64))))
