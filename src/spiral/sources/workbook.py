"""Opens a workbook from anyone: size and unpacked size limited, one named sheet, every cell as the text it shows."""

from __future__ import annotations

import zipfile
from pathlib import Path

import fastexcel
import polars as pl

from spiral.sources.delimited import unreadable

MAX_PACKED = 30_000_000
#: Underlag unpacks to 13 MB; a workbook that claims more than this is a bomb or not ours.
MAX_UNPACKED = 300_000_000
MAX_RATIO = 200


def read_cells(path: Path, sheet: str) -> pl.DataFrame:
    """The sheet's cells as text (numbers with decimal point, formulas as their stored result), columns c0, c1, …

    Unreadable when the file is no workbook, is damaged, hides a bomb or lacks the sheet.
    """
    file = path.name
    _check_package(path)
    try:
        reader = fastexcel.read_excel(str(path))
        if sheet not in reader.sheet_names:
            raise unreadable(
                file,
                f"Bladet “{sheet}” finns inte, bara {', '.join(f'“{name}”' for name in reader.sheet_names[:5])}.",
                "Hämta arbetsboken i original från Skolverket och byt inte namn på bladet.",
            )
        cells = reader.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        raise unreadable(file, "Arbetsboken är skadad.", "Hämta den igen.") from None
    if cells.is_empty():
        raise unreadable(file, f"Bladet “{sheet}” är tomt.", "Hämta arbetsboken igen.")
    return cells.rename({name: f"c{i}" for i, name in enumerate(cells.columns)})


def read_first_sheet(path: Path) -> pl.DataFrame:
    """The cells of the first sheet as text, columns c0, c1, …; for workbooks made by hand. Unreadable as above."""
    _check_package(path)
    try:
        names = fastexcel.read_excel(str(path)).sheet_names
    except fastexcel.FastExcelError:
        raise unreadable(path.name, "Arbetsboken är skadad.", "Spara om den som .xlsx.") from None
    return read_cells(path, names[0])


def _check_package(path: Path) -> None:
    file = path.name
    not_a_workbook = unreadable(
        file,
        "Filen är ingen Excel-arbetsbok (.xlsx) eller är avbruten.",
        "Hämta den igen, eller spara om den som .xlsx.",
    )
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
    except FileNotFoundError:
        raise unreadable(file, "Filen finns inte.", "Kontrollera mapp och filnamn.") from None
    except (zipfile.BadZipFile, OSError):
        raise not_a_workbook from None
    if size > MAX_PACKED or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(size, 1):
        raise unreadable(
            file, "Arbetsboken är orimligt stor när den packas upp och öppnas inte.", "Kontrollera att det är rätt fil."
        )
