"""Files that have been dropped and not been decided on: sealed for an hour, for the person who dropped them only."""

from __future__ import annotations

import json
import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from spiral.see.pupils.archive.disk import remove, write_whole
from spiral.see.pupils.archive.key import Key, KeyUnusable

#: How long a draft lies, in seconds: what nobody has decided on by then is gone.
LIFETIME = 3_600
_SUFFIX = ".draft.age"
_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)


class NoSuchDraft(Exception):
    """The hour is over, or it was somebody else's."""


@dataclass(frozen=True, slots=True)
class DroppedFile:
    """A file as it was dropped."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """Files, when they were dropped (seconds of the epoch), and who is said to have protected identity.

    ``protected`` is None until somebody has answered; numbers as they were meant, none of them when nobody has.
    """

    files: tuple[DroppedFile, ...]
    at: float
    protected: tuple[int, ...] | None = None


class Drafts:
    """The drafts of one municipality, in ``folder``, opened with its key."""

    def __init__(self, folder: Path, key: Key) -> None:
        self.folder, self.key = folder, key
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, draft: Draft, by: int, token: str = "") -> str:
        """Lay a draft away (again, under its ``token``); the token that it is fetched by."""
        self.clear()
        token = token or secrets.token_hex(16)
        about = {
            "by": by,
            "at": draft.at,
            "protected": draft.protected,
            "files": [[file.name, len(file.content)] for file in draft.files],
        }
        content = json.dumps(about).encode() + b"\n" + b"".join(file.content for file in draft.files)
        write_whole(self.folder / f"{token}{_SUFFIX}", self.key.seal(content))
        return token

    def get(self, token: str, by: int) -> Draft:
        """Somebody's own draft. Raises NoSuchDraft."""
        if not _TOKEN.fullmatch(token):
            raise NoSuchDraft
        self.clear()
        try:
            content = self.key.unseal((self.folder / f"{token}{_SUFFIX}").read_bytes())
        except (OSError, KeyUnusable) as gone:
            raise NoSuchDraft from gone
        head, _, rest = content.partition(b"\n")
        about = json.loads(head)
        if about["by"] != by or time.time() - about["at"] > LIFETIME:
            raise NoSuchDraft
        files = []
        for name, size in about["files"]:
            files.append(DroppedFile(name, rest[:size]))
            rest = rest[size:]
        protected = about["protected"]
        return Draft(tuple(files), about["at"], None if protected is None else tuple(protected))

    def drop(self, token: str) -> None:
        """Take a draft away; nothing where it is gone already."""
        if _TOKEN.fullmatch(token):
            remove(self.folder / f"{token}{_SUFFIX}")

    def clear(self) -> None:
        """Take away what has lain its hour."""
        for place in self.folder.glob(f"*{_SUFFIX}"):
            with suppress(OSError):
                if time.time() - place.stat().st_mtime > LIFETIME:
                    remove(place)
