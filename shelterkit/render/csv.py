"""Rows for a spreadsheet."""

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


def text(rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows as RFC 4180 asks for them, with nothing in them that a spreadsheet would carry out."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows([_cell(cell) for cell in row] for row in rows)
    return made.getvalue()


def _cell(value: Cell) -> str | int:
    if isinstance(value, str):
        # The mark that spreadsheets themselves put before a text that is not to be reckoned.
        return f"'{safe(value)}" if _is_formula(value) else safe(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else value


def _is_formula(value: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula: by its first sign, however wide that is written."""
    from unicodedata import normalize  # noqa: PLC0415 - only for a spreadsheet

    first = value.lstrip(" \u00a0\u3000\u200b\u200c\u200d\ufeff")[:1]
    return normalize("NFKC", first) in _FORMULA
