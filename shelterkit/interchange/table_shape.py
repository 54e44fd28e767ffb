"""Where the items of a table begin, and the rows among them that are none: titles, totals, headings of a part."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from shelterkit.interchange import cells
from shelterkit.interchange.columns import columns_of, folded
from shelterkit.interchange.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shelterkit.interchange.columns import Columns
    from shelterkit.interchange.sheet import Row

_LOOKED_AT: Final = 10
_MOST_NAMED: Final = 5
_TOTALS: Final = (
    "total totals sum subtotal grand_total summe gesamt gesamtsumme gesamtmenge zwischensumme insgesamt "
    "всього усього разом підсумок підсумки"
)


def begun(sheet: Sheet, asked: Mapping[str, str]) -> tuple[Sheet, tuple[str, ...]]:
    """Return a table from the row on that names its columns, and what is said of the rows above it."""
    said = set(map(folded, asked))
    if "name" in columns_of(sheet.header, asked).at or not said.isdisjoint(map(folded, sheet.header)):
        return sheet, ()
    for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
        found = columns_of(row.cells, asked).at
        if "name" in found and len(found) > 1:
            note = f"The names of the columns are taken from {row.place}; what is above it is not read."
            return Sheet(row.cells, sheet.rows[at + 1 :]), (note,)
    return sheet, ()


def most_known(sheet: Sheet) -> tuple[str, ...]:
    """Return the row that looks most like the names of columns: the first where two of them are known."""
    rows = (sheet.header, *(row.cells for row in sheet.rows[:_LOOKED_AT]))
    return next((cells for cells in rows if len(columns_of(cells, {}).at) > 1), sheet.header)


class Parts:
    """What the headings within a table, and cells that were one, say of the rows under them."""

    __slots__ = ("_carried", "_columns", "_is_merged", "_totals", "word")

    def __init__(self, sheet: Sheet, columns: Columns, *, kind: str | None) -> None:
        self.word = ""
        self._columns = columns
        self._is_merged = kind is None and _has_merged_kinds(sheet, columns)
        self._totals: list[str] = []
        self._carried = False

    def notes(self) -> Iterator[str]:
        """Yield what was left out, and what rows were told by others."""
        if self._totals:
            more = f" and {len(self._totals) - _MOST_NAMED} more" if len(self._totals) > _MOST_NAMED else ""
            yield f"Left out as the sum of others: {', '.join(self._totals[:_MOST_NAMED])}{more}."
        if self._carried:
            yield "A row that does not say its kind has that of the row or the heading above it."

    def skip(self, row: Row) -> bool:
        """Tell whether a row is no item but the sum of others or the heading of those that follow."""
        first = next((cell for cell in row.cells if cell), "")
        words = folded(first)
        if not _cell(row, self._columns, "name"):
            words = words.partition(" ")[0]
        if words.replace(" ", "_") in _TOTALS.split():
            self._totals.append(row.place)
            return True
        own = _cell(row, self._columns, "kind")
        if sum(map(bool, row.cells)) == 1 and first in (own, _cell(row, self._columns, "name")):
            # An item called Water of which the amount was forgotten is no heading.
            is_heading = bool(own) or cells.kind(first) not in (None, "water")
            self.word = first if is_heading else ""
            return is_heading
        if own and self._is_merged:
            self.word = own
        elif self.word and not own:
            self._carried = True
        elif own:
            self.word = ""
        return False


def _has_merged_kinds(sheet: Sheet, columns: Columns) -> bool:
    """Tell whether the kind stands only in the first of several rows, as in cells that were one."""
    said = [_cell(row, columns, "kind") for row in sheet.rows if sum(map(bool, row.cells)) > 1]
    repeated = any(one and one == other for one, other in pairwise(said))
    return said.count("") > 1 and bool(said[0]) and not repeated


def _cell(row: Row, columns: Columns, field: str) -> str:
    at = columns.at.get(field, len(row.cells))
    return row.cells[at] if at < len(row.cells) else ""
