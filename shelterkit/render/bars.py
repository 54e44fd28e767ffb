"""Bars beside the words of a table, on a terminal that has the room; they say nothing the words do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.render.safe import padded, width
from shelterkit.render.text import STACKED_BELOW, natural_width
from shelterkit.report.document import Table

if TYPE_CHECKING:
    from decimal import Decimal

    from shelterkit.report.document import Document

_LONGEST, _SHORTEST = 10, 5
_GAP = "  "


class Look(NamedTuple):
    """The characters a bar is made of."""

    full: str
    empty: str
    start: str = ""
    end: str = ""


BLOCKS, ASCII = Look("\N{FULL BLOCK}", "\N{LIGHT SHADE}"), Look("#", "-", "[", "]")


def look_for(encoding: str) -> Look:
    """Return the bar that an encoding can write."""
    try:
        f"{BLOCKS.full}{BLOCKS.empty}".encode(encoding)
    except (UnicodeError, LookupError):
        return ASCII
    return BLOCKS


def with_bars(document: Document, columns: int, look: Look) -> Document:
    """Return a document whose tables have a bar after each state, where the screen has room for bars."""
    if columns < STACKED_BELOW:
        return document
    blocks = (_barred(one, columns, look) if isinstance(one, Table) else one for one in document.blocks)
    return document._replace(blocks=tuple(blocks))


def _barred(table: Table, columns: int, look: Look) -> Table:
    column = table.toned
    if column is None or not table.has_shares:
        return table
    room = columns - natural_width(table)
    states = max(width(row.cells[column]) for row in table.rows)
    # A header wider than the states has left some room already.
    room += max(0, width(table.headers[column]) - states)
    length = min(_LONGEST, room - len(_GAP) - len(look.start) - len(look.end))
    if length < _SHORTEST:
        return table
    rows = (
        row._replace(cells=_with(row.cells, column, f"{padded(row.cells[column], states)}{_GAP}{words}"))
        if (words := bar(row.share, length, look))
        else row
        for row in table.rows
    )
    return table._replace(rows=tuple(rows))


def _with(cells: tuple[str, ...], index: int, cell: str) -> tuple[str, ...]:
    return (*cells[:index], cell, *cells[index + 1 :])


def bar(share: Decimal | None, length: int, look: Look) -> str:
    """Return a bar of so many characters: full only where all is there, empty only where nothing is."""
    if share is None:
        return ""
    filled = length if share >= 1 else min(length - 1, max(1, int(share * length))) if share > 0 else 0
    return f"{look.start}{look.full * filled}{look.empty * (length - filled)}{look.end}"
