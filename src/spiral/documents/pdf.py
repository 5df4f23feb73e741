"""A report as tagged PDF (PDF/UA-1), set by Typst with the fonts that follow with Spiral and no others."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from spiral.documents.report import Report

#: What is set in place of a sign that the fonts lack.
INSTEAD = "?"
_LACKING = re.compile(r'the text `"([^`]{1,20})"` could not be displayed')
#: The first attempt that fails takes all uncommon signs away; each later one those that are named.
_MOST_ATTEMPTS = 25
_HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")])


def pdf(report: Report, *, made_at: datetime) -> bytes:
    """The bytes of the document; the same report and time give the same bytes.

    Text is handed over as data, so nothing that a user has written can be read as markup. A sign that the fonts lack
    (an emoji, another script) is set as ``INSTEAD``, since an accessible document may hold none; the page and the other
    exports have it. Raises ValueError when the typesetter refuses the document for another reason.
    """
    import typst

    text = json.dumps(report.as_json(), ensure_ascii=False)
    for attempt in range(_MOST_ATTEMPTS):
        try:
            made: bytes = typst.compile(
                (_HERE / "report.typ").read_bytes(),
                sys_inputs={"report": text},
                font_paths=_fonts(),
                ignore_system_fonts=True,
                pdf_standards="ua-1",
                timestamp=made_at.replace(microsecond=0),
            )
        except typst.TypstError as error:
            missing = _LACKING.search(str(error))
            if missing is None:
                raise ValueError(f"the report could not be set: {error}") from error
            lacking = set(missing[1]) if attempt else {sign for sign in text if not _is_common(sign)} | set(missing[1])
            text = text.translate({ord(sign): INSTEAD for sign in lacking if sign not in '"\\'})
        else:
            return made
    raise ValueError("the report has too many signs that the fonts lack")


def _is_common(sign: str) -> bool:
    """Latin letters and the punctuation that goes with them: what the fonts that follow with Spiral have."""
    return sign <= "\u024f" or "\u1e00" <= sign <= "\u1eff" or "\u2010" <= sign <= "\u2044" or sign in "€−→≤≥≈×"
