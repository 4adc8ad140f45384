"""A sheet of an Excel workbook as CSV, row by row, so that all else is as with any table.

Cells become text as they stand: whole numbers without a decimal point, dates in ISO's form, and
of a formula what it came to when the file was saved. Which sheet is read is told, or there is
one only that is visible and not empty.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from datetime import date, time
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from adlists.lists.reading.engine_errors import ExtractError, SourceError

SUFFIXES: Final = frozenset({".xlsx", ".xlsm"})


def convert(path: Path, copy: Path, sheet: str | int | None, name: str) -> str:
    """Write a sheet as CSV; return the sheet's name.

    Raises:
        SourceError: it is no workbook, no such sheet is there, or several could be meant.
        ExtractError: there is no room for the copy.
    """
    try:
        excel: Any = import_module("openpyxl")
    except ImportError:
        msg = "reading a workbook needs openpyxl. Run: pip install 'adlists[excel]'"
        raise SourceError(msg, file=name) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that nobody reads
            book: Any = excel.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # noqa: BLE001 - foreign code; a zip of anything else
        msg = (
            f"is no Excel workbook that can be read ({type(error).__name__}). Save it as .xlsx or "
            "as CSV."
        )
        raise SourceError(msg, file=name) from None
    try:
        chosen = _chosen(book, sheet, name)
        _write(chosen, copy, name)
        return str(chosen.title)
    finally:
        book.close()


def _chosen(book: Any, sheet: str | int | None, name: str) -> Any:
    sheets: list[Any] = list(book.worksheets)
    titles = [str(found.title) for found in sheets]
    listed = ", ".join(f"{n}: {title!r:.60}" for n, title in enumerate(titles, 1))
    if sheet is not None:
        if isinstance(sheet, str) and sheet in titles:
            return sheets[titles.index(sheet)]
        number = int(sheet) if str(sheet).isascii() and str(sheet).isdigit() else 0
        if 1 <= number <= len(sheets):
            return sheets[number - 1]
        msg = f"there is no sheet {sheet!r}; there is {listed}."
        raise SourceError(msg, file=name, argument="sheet")
    filled = [found for found in sheets if found.sheet_state == "visible" and _is_filled(found)]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        msg = "all its visible sheets are empty; expected identifiers."
        raise SourceError(msg, file=name)
    msg = f"{len(filled)} of its sheets hold something. There is {listed}. Say which sheet."
    raise SourceError(msg, file=name, argument="sheet")


def _is_filled(sheet: Any) -> bool:
    return any(any(cell is not None for cell in row) for row in _rows(sheet))


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield from sheet.iter_rows(values_only=True)


def _write(sheet: Any, copy: Path, name: str) -> None:
    try:
        with copy.open("x", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
            width = 0
            for row in _rows(sheet):
                cells = [_text(cell) for cell in row]
                while len(cells) > width and not cells[-1]:
                    cells.pop()
                if not any(cells):
                    file.write("\n")
                    continue
                width = width or len(cells)
                rows.writerow([*cells, *[""] * (width - len(cells))])
    except OSError as error:
        msg = f"a copy of {name} cannot be kept in the temporary folder: {error.strerror}."
        raise ExtractError(msg) from None
    except Exception as error:  # noqa: BLE001 - a damaged sheet raises whatever the parser does
        msg = f"its sheet is damaged ({type(error).__name__}). Save it anew, or as CSV."
        raise SourceError(msg, file=name) from None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
