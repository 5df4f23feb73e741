"""A report as tagged PDF (PDF/UA-1), set by Typst with the fonts that follow with Spiral and no others."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from spiral.documents.report import Report

_HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")])


def pdf(report: Report, *, made_at: datetime) -> bytes:
    """The bytes of the document; the same report and time give the same bytes.

    Text is handed over as data, so nothing that a user has written can be read as markup. Raises ValueError when the
    typesetter refuses the document.
    """
    import typst

    try:
        made: bytes = typst.compile(
            (_HERE / "report.typ").read_bytes(),
            sys_inputs={"report": json.dumps(report.as_json(), ensure_ascii=False)},
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=made_at.replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise ValueError(f"the report could not be set: {error}") from error
    return made
