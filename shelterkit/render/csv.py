"""Rows for a spreadsheet.

A text that a spreadsheet would reckon has a ' before it, the mark that spreadsheets themselves put there. Some take a
semicolon for the end of a cell: each part of a text that a semicolon begins is marked the same way. A part that would
be marked but for a ' of its own gets one more, so that the way back is to take one ' off each part that has any before
what would begin a formula.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from shelterkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | Decimal | int | None
_FORMULA = frozenset("=+-@\t\r\n")
_MARK = "'"
# What a spreadsheet may drop before it looks for a formula; a quote too, where it stands in the middle of a cell.
_DROPPED = frozenset("'\"\u200b\u200c\u200d\ufeff")


def text(rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows as RFC 4180 asks for them, with nothing in them that a spreadsheet would carry out."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows([_cell(cell) for cell in row] for row in rows)
    return made.getvalue()


def _cell(value: Cell) -> str | int:
    if isinstance(value, str):
        return safe(";".join(_MARK + part if _is_formula(part) else part for part in value.split(";")))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else value


def _is_formula(part: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula: by its first sign, however wide that is written."""
    from unicodedata import category, normalize  # noqa: PLC0415 - only for a spreadsheet

    first = next((char for char in part if char not in _DROPPED and category(char) != "Zs"), "")
    return normalize("NFKC", first) in _FORMULA
