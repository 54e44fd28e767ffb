"""Rows for a spreadsheet, with nothing in them that it would carry out."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from shelterkit.interchange.formulas import marked
from shelterkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | Decimal | int | None


def text(rows: Sequence[Sequence[Cell]], *, lines: bool = False) -> str:
    """Return rows as RFC 4180 asks for them; with `lines` a text of several lines keeps them."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerows([_cell(cell, "\n" if lines else "") for cell in row] for row in rows)
    return made.getvalue()


def _cell(value: Cell, kept: str) -> str | int:
    if isinstance(value, str):
        parts = marked(value).split(kept) if kept else [marked(value)]
        return kept.join(map(safe, parts))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else value
