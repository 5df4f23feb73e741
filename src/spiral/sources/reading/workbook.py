"""A workbook from anyone: one named sheet, every cell as the text it shows. Read in a child, see ``reading``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from spiral.sources.reading import read_in_child
from spiral.sources.reading.delimited import unreadable
from spiral.sources.reading.limits import ORIGINAL, Limits
from spiral.sources.reading.packages import check_parts, open_package
from spiral.sources.reading.system_errors import reason

if TYPE_CHECKING:
    import polars as pl

_AGAIN = "Hämta den igen, eller spara om den som .xlsx."


def read_cells(path: Path, sheet: str) -> pl.DataFrame:
    """The cells of an original's sheet as text (numbers with decimal point, formulas as their stored result), columns
    c0, c1, …

    Unreadable when the file is no workbook, is damaged, hides a bomb or lacks the sheet.
    """
    import polars as pl

    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise unreadable(path.name, "Filen finns inte.", "Kontrollera mapp och filnamn.") from None
    except OSError as error:
        raise unreadable(path.name, f"Filen går inte att läsa ({reason(error)}).", _AGAIN) from None
    columns = read_in_child("sheet", content, path.name, limits=ORIGINAL, sheet=sheet)
    named = {f"c{i}": column for i, column in enumerate(columns)}
    return pl.DataFrame(named, schema=dict.fromkeys(named, pl.String))


def open_workbook(content: bytes, name: str, limits: Limits) -> ZipFile:
    """The package of a workbook whose parts have been looked through. Raises Unreadable."""
    if not content.startswith(b"PK"):
        raise unreadable(name, "Filen är ingen Excel-arbetsbok (.xlsx) eller är avbruten.", _AGAIN)
    package = open_package(content, name, limits)
    if "xl/workbook.xml" not in package.namelist():
        raise unreadable(name, "Filen är ingen Excel-arbetsbok (.xlsx).", "Öppna den och spara den som .xlsx.")
    check_parts(content, package, name, limits)
    return package


def read_columns(content: bytes, name: str, limits: Limits, sheet: str | None = None) -> list[list[str | None]]:
    """The columns of ``sheet``, or of the first sheet; run in the child. Raises Unreadable."""
    open_workbook(content, name, limits)
    import fastexcel

    try:
        reader = fastexcel.read_excel(content)
        names = reader.sheet_names
        if sheet is not None and sheet not in names:
            raise unreadable(
                name,
                f"Bladet ”{sheet}” finns inte, bara {', '.join(f'”{known}”' for known in names[:5])}.",
                "Hämta arbetsboken i original från Skolverket och byt inte namn på bladet.",
            )
        chosen = sheet if sheet is not None else names[0]
        cells = reader.load_sheet(chosen, header_row=None, dtypes="string").to_arrow()
    except fastexcel.FastExcelError:
        raise unreadable(name, "Arbetsboken är skadad.", _AGAIN) from None
    if not cells.num_rows:
        raise unreadable(name, f"Bladet ”{chosen}” är tomt.", "Välj en arbetsbok med uppgifter i första bladet.")
    return [column.to_pylist() for column in cells.columns]
