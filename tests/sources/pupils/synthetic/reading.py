"""A made-up region read as its owner would: every file checked, pupils put together, and the truth beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from spiral.sources.pupils.between_files import check_together
from spiral.sources.pupils.check import Checked, check


def contents(folder: Path) -> dict[str, bytes]:
    """Every file for SCB, by municipality and name."""
    files = sorted(folder.glob("*/*.csv"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def checked(folder: Path) -> list[Checked]:
    return check_together(check(name, content) for name, content in contents(folder).items())


def truth(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "facit.json").read_text("utf-8"))
    return document
