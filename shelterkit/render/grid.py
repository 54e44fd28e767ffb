"""A table as a page shows it: every row as long as the headers, marks in a column of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.report.document import Table

_SHORTEST_BLANK = 8  # underscores; fewer may be a name


class GridRow(NamedTuple):
    """One row; `strong` is the cell that stands out."""

    cells: tuple[str, ...]
    strong: int | None = None


class Grid(NamedTuple):
    """Rows under headers; `wraps` gives way where room is short, `blank` columns are to be written in."""

    headers: tuple[str, ...]
    rows: tuple[GridRow, ...]
    wraps: int
    blank: tuple[bool, ...]


def squared(table: Table) -> Grid:
    """Return a table with cells enough in every row."""
    marked = table.marked and any(row.mark for row in table.rows)
    count = max([1, len(table.headers), *(len(row.cells) for row in table.rows)])
    headers = _filled("" if marked else None, table.headers, count)
    rows = [
        GridRow(
            _filled(row.mark if marked else None, row.cells, count),
            table.toned + marked if table.toned is not None and row.tone else None,
        )
        for row in table.rows
    ]
    blank = tuple(bool(header) and not any(row.cells[i] for row in rows) for i, header in enumerate(headers))
    return Grid(headers, tuple(rows), table.wraps + marked, blank)


def _filled(mark: str | None, cells: Sequence[str], count: int) -> tuple[str, ...]:
    # A page has room and rules to write on: a blank needs no underscores there.
    written = ("" if _is_blank(cell.strip(" ")) else cell for cell in cells)
    return (*(() if mark is None else (mark,)), *written, *[""] * (count - len(cells)))


def _is_blank(words: str) -> bool:
    return not words or (not words.strip("_") and len(words) >= _SHORTEST_BLANK)
