"""Remembers finished requests on disk, so that an interrupted fetch goes on where it stopped."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spiral.sources.live.disk import sha256, write_atomically
from spiral.sources.live.polite import PoliteClient
from spiral.sources.reading.answers import parse_answer
from spiral.sources.reading.problems import Unreadable


@dataclass(frozen=True, slots=True)
class Journal:
    """A folder with one file a finished request: a line "<sha256 of body> <url>", and the sha256 of a question that was
    posted there, then the body."""

    folder: Path

    def begin(self, *, resume: bool) -> int:
        """Make ready; without ``resume`` what an earlier run left is thrown away. Returns how many are kept."""
        if not resume and self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        return sum(1 for _ in self.folder.glob("*.answer"))

    def get(self, client: PoliteClient, url: str, question: bytes = b"") -> tuple[bytes, Any]:
        """The answer of ``url`` to ``question``: the kept one when it is whole, else asked for and kept."""
        name = f"{url} {sha256(question)}" if question else url
        saved = self._saved(name)
        if saved is not None:
            try:
                return saved, parse_answer(saved, url)
            except Unreadable:
                pass  # kept by another version, or damaged: ask again
        body, answer = client.get(url, question)
        write_atomically(self._path(name), f"{sha256(body)} {name}\n".encode() + body)
        return body, answer

    def end(self) -> None:
        """Everything is written where it belongs: the kept answers are no longer needed."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, name: str) -> Path:
        return self.folder / (hashlib.sha256(name.encode()).hexdigest()[:32] + ".answer")

    def _saved(self, name: str) -> bytes | None:
        path = self._path(name)
        if not path.is_file():
            return None
        head, _, body = path.read_bytes().partition(b"\n")
        return body if head == f"{sha256(body)} {name}".encode() else None
