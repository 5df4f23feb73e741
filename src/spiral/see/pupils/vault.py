"""This installation's own archive and drafts, opened with its key. Nothing else opens them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from spiral.see.pupils.archive.archive import Archive
from spiral.see.pupils.archive.drafts import Drafts
from spiral.see.pupils.archive.key import Key, make_key, read_key


def ensure_key() -> bool:
    """Make the key where there is none; True when it was made now, and should be printed."""
    if settings.PUPIL_KEY.exists():
        return False
    try:
        make_key(settings.PUPIL_KEY)
    except FileExistsError:
        return False
    return True


def key() -> Key:
    """The municipality's key. Raises KeyUnusable."""
    return read_key(settings.PUPIL_KEY)


def archive() -> Archive:
    """The archive. Raises KeyUnusable."""
    return _archive(settings.PUPILS, settings.PUPIL_KEY)


def drafts() -> Drafts:
    """Files that wait for a decision. Raises KeyUnusable."""
    return Drafts(settings.PUPILS / "drafts", key())


@cache
def _archive(folder: Path, key_file: Path) -> Archive:
    return Archive(folder, read_key(key_file))
