"""The certificate: without one that fits, byte for byte, nothing can be shown or released."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from spiral.engine.disclosure.rules import Outcome, Rules
from spiral.engine.disclosure.statement import CellStatement


class Uncertified(RuntimeError):
    """Somebody tried to show statements that no audit has passed."""


@dataclass(frozen=True)
class Certificate:
    """Proof that the audit passed: the rules, the number of cells and of published ones, a seal over the statements.

    It says nothing that the statements do not say: neither how many masks were withdrawn nor which cells cover which.
    """

    rules: Rules
    cells: int
    known: int
    seal: str

    def covers(self, columns: Sequence[str], statements: Sequence[CellStatement]) -> bool:
        """Is this the certificate of exactly these statements?"""
        return self.seal == seal(columns, statements, self.rules)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Certificate:
        """The certificate as `as_json` wrote it. Raises KeyError, TypeError or ValueError for anything else."""
        rules = {**document["rules"], "sensitive": Outcome(document["rules"]["sensitive"])}
        return cls(Rules(**rules), document["cells"], document["known"], document["seal"])

    def as_json(self) -> dict[str, object]:
        """For files and interfaces."""
        return {"rules": asdict(self.rules), "cells": self.cells, "known": self.known, "seal": self.seal}


def seal(columns: Sequence[str], statements: Sequence[CellStatement], rules: Rules) -> str:
    """SHA-256 over columns, rules and statements in canonical JSON, hexadecimal."""
    rows = [[list(s.cell), s.state.value, s.n, s.hits, s.low, s.high, s.few_pupils] for s in statements]
    text = json.dumps([list(columns), asdict(rules), rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
