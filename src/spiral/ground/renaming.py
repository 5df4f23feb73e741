"""What a migration does when words that are stored get other names: it renames them in every row, and can go back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

Words = Mapping[str, str]


def rename_values(model: str, field: str, words: Words) -> RunPython:
    """Old word → new word in a column. ``model`` is written as "networks.Owner"."""

    def rename(apps: StateApps, words: Words) -> None:
        rows = apps.get_model(model)._default_manager
        for old, new in words.items():
            rows.filter(**{field: old}).update(**{field: new})

    return _there_and_back(model, rename, words)


def rename_in_documents(model: str, field: str, change: Callable[[Any, Words], Any], words: Words) -> RunPython:
    """The same inside a column of JSON: ``change`` gives a document with its words renamed."""

    def rename(apps: StateApps, words: Words) -> None:
        rows = apps.get_model(model)._default_manager
        for number, document in list(rows.filter(**{f"{field}__isnull": False}).values_list("pk", field)):
            renamed = change(document, words)
            if renamed != document:
                rows.filter(pk=number).update(**{field: renamed})

    return _there_and_back(model, rename, words)


def _there_and_back(model: str, rename: Callable[[StateApps, Words], None], words: Words) -> RunPython:
    def by(words: Words) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
        def run(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
            rename(apps, words)
            # PostgreSQL alters no table that has checks waiting, and a row that is renamed twice leaves one.
            schema.connection.check_constraints([apps.get_model(model)._meta.db_table])

        return run

    return RunPython(by(words), by({new: old for old, new in words.items()}))
