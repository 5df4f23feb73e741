"""Where upper apps register what lower pages call: who the reader is in words, and the help pages' extra entries."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

_reader: list[Callable[[HttpRequest], str]] = []


def register_reader(label: Callable[[HttpRequest], str]) -> None:
    """The people app says here how a reader is called in the top bar."""
    _reader[:] = [label]


def reader_label(request: HttpRequest) -> str:
    """The signed-in reader's name or office; '' for nobody."""
    return _reader[0](request) if _reader else ""
