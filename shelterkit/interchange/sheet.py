"""A table as a spreadsheet saves it: its first row, and the rows under it with the numbers a spreadsheet shows."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadDataError
from shelterkit.interchange.formulas import unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ROWS = 100_000
MOST_CHARACTERS = 2000
_DELIMITERS = (";", "\t", ",")
_LOOKED_AT = 10
# Excel says in a line of its own which sign it uses.
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Row(NamedTuple):
    """One row and the number a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]

    @property
    def place(self) -> str:
        """Return where the row stands, for messages."""
        return f"row {self.number}"


class Sheet(NamedTuple):
    """The first row, which names the columns, and all rows under it that have anything in them."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(text: str, name: str) -> Sheet:
    """Return the table a text holds; BadDataError where it is none, or more than a kit could hold."""
    found = _SEPARATOR_LINE.match(text)
    text = text[found.end() :] if found else text
    delimiter = found[1] if found else max(_DELIMITERS, key=lambda sign: _widths(text, sign))
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, cells in enumerate(_records(text, delimiter, name), 2 if found else 1):
        if not any(cells):
            continue
        if not header:
            header = cells
            continue
        if len(rows) == MOST_ROWS:
            message = f"{name} has more than 100 000 rows"
            raise BadDataError(message, code="import-too-big", file=name, advice="shelterkit import --help")
        rows.append(Row(number, cells))
    return Sheet(header, tuple(rows))


def _widths(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many cells a sign makes of the first row, and the most it makes of the first few."""
    try:
        records = (record for record in _reader(text, delimiter) if any(map(str.strip, record)))
        widths = [len(record) for record in islice(records, _LOOKED_AT)]
    except csv.Error:
        return (0, 0)
    return (widths[0], max(widths)) if widths else (0, 0)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader((line[0] for line in _LINE.finditer(text)), delimiter=delimiter)


def _records(text: str, delimiter: str, name: str) -> Iterator[tuple[str, ...]]:
    """Yield every row with its cells as they were before they were marked."""
    number = 0
    try:
        for number, record in enumerate(_reader(text, delimiter), 1):  # noqa: B007 - for the refusal
            yield tuple(unmarked(cell).strip() for cell in record)
    except csv.Error as error:
        message = (
            f"{name} has a cell after row {number} that does not end: a quotation mark opens it and none closes it"
        )
        advice = "shelterkit import --help"
        raise BadDataError(message, code="import-unreadable", file=name, advice=advice) from error
