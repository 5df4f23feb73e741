"""Two people who change the same thing do not overwrite each other. Whatever several may change has a revision, and its
form carries the revision it was opened on. If somebody else has saved meanwhile, nothing is written and both texts are
shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

#: A count in a column, or a mark worked out from what stands there.
Revision = int | str
Thing = TypeVar("Thing")


def mark(*values: object) -> str:
    """A revision for something without a revision column: a hash of its ``values``. The order of a mapping's keys does
    not count, because PostgreSQL returns a stored document's keys in an order of its own."""
    return hashlib.sha256(json.dumps(values, default=str, sort_keys=True).encode()).hexdigest()[:16]


class StaleRevision(Exception):
    """Somebody else has saved since the form was opened; nothing has been written. ``current`` is the thing as it
    stands now, None when it is gone."""

    def __init__(self, current: Any = None) -> None:
        super().__init__()
        self.current = current


def require_revision(thing: Thing | None, opened_on: Revision, *, column: str = "revision") -> Thing:
    """``thing``, as it was when the form was opened on revision ``opened_on``; where only a part of it is written,
    ``column`` counts that part. Raises StaleRevision when it is another now, or gone."""
    if thing is None or str(getattr(thing, column)) != str(opened_on):
        raise StaleRevision(thing)
    return thing


class RevisionForm(forms.Form):
    """A form that knows which revision it was opened on, and after a conflict what somebody else has saved.
    ``instance`` is the thing it changes, as in a ModelForm; None for something new."""

    revision = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    #: After a conflict: whether the thing is gone, and otherwise the other's words in each field that differs.
    is_stale = False
    is_gone = False
    theirs: list[tuple[str, str]] = []

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if instance is not None:
            self.initial = {**self.values_of(instance), "revision": instance.revision, **self.initial}

    @property
    def opened_on(self) -> str:
        """The revision that the form was opened on; '0' for something that was not there."""
        return self.cleaned_data["revision"] or "0"

    @property
    def written(self) -> dict[str, Any]:
        """What was written, without the revision."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    @property
    def http_status(self) -> int:
        """The answer's status: 409 after a conflict, 422 with errors, 200 for a form that is only shown."""
        return 409 if self.is_stale else 422 if self.errors else 200

    def values_of(self, thing: Any) -> Mapping[str, object]:
        """What the form's fields show of ``thing``: its attributes of the same names, unless a form says otherwise."""
        return {name: getattr(thing, name) for name in self.base_fields if hasattr(thing, name)}

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Around what saves the form: a conflict is kept on the form instead of raised."""
        try:
            yield
        except StaleRevision as stale:
            self.show_conflict(stale.current)

    def show_conflict(self, current: Any, values: Mapping[str, object] | None = None) -> None:
        """Both texts are kept: what was typed stays in the fields, what stands now is put beside it, and the next save
        is about that."""
        self.is_stale, self.is_gone = True, current is None
        if current is not None:
            self.theirs = self.differing(self.values_of(current) if values is None else values)
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent[self.add_prefix("revision")] = "" if current is None else str(current.revision)
        self.data = sent

    def label_of(self, name: str) -> str:
        """What a field is called where the two texts stand beside each other."""
        return str(self.fields[name].label or "")

    def differing(self, values: Mapping[str, object]) -> list[tuple[str, str]]:
        """The label of each field whose value is another than what was typed, and that value in words."""
        differing = []
        for name, field in self.fields.items():
            if name == "revision" or name not in values:
                continue
            bound = self[name]
            now, typed = field.prepare_value(values[name]), bound.value()
            if _plain(now) != _plain(typed):
                differing.append((self.label_of(name), _in_words(field, now)))
        return differing


def _plain(value: object) -> object:
    """A value as a form sends it."""
    if isinstance(value, list | tuple | set):
        return sorted(str(v) for v in value)
    return "" if value in (None, False) else "True" if value == "on" else str(value).replace("\r\n", "\n").strip()


def _in_words(field: forms.Field, value: object) -> str:
    """A value as the page says it: a choice by its label, several of them in a row."""
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, list | tuple | set):
        return ", ".join(labels.get(str(v), str(v)) for v in value) or _("(tomt)")
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    text = "" if value is None else str(value)
    return labels.get(text, text) or _("(tomt)")
