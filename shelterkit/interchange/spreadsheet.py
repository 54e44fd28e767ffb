"""A spreadsheet as people keep one, and the table shelterkit writes itself: a row is an item."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from shelterkit.calendar_dates import parse_span
from shelterkit.codec.items import parse_lasting
from shelterkit.errors import BadDataError, BadValue
from shelterkit.interchange import cells
from shelterkit.interchange.columns import Columns, asked_columns, columns_of
from shelterkit.interchange.drafts import Draft, Reading, RowProblem, told
from shelterkit.interchange.energy_cells import energy_field, energy_of_cell, names_both
from shelterkit.interchange.table_shape import Parts, begun, most_known
from shelterkit.inventory.items import NOTE_CHARACTERS
from shelterkit.quantities.energy import energy_ratio
from shelterkit.quantities.numbers import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shelterkit.calendar_dates import TypedDate
    from shelterkit.interchange.cells import Calendar
    from shelterkit.interchange.sheet import Row, Sheet
    from shelterkit.quantities.amounts import Amount

Value = TypeVar("Value")
OURS, SPREADSHEET = "shelterkit", "spreadsheet"
_FIRST_ROWS = 10
_MOST_EMPTY = 5
_ABOUT = re.compile(r"(?:~|≈|(?:ca|circa|approx|about|etwa|ungefähr|прибл|приблизно|близько)\b\.?)\s*", re.IGNORECASE)
_TEXTS = {"name": "name", "where": "place", "note": "note", "person": "name", "ref": "ref"}
_LONG_TEXTS = {"kcal_source": "source", "needs": "text"}
_WHOLE_ENERGY = (
    "Energy without a unit is taken as that of the whole amount; for one can write 340/can, or add "
    '--map "COLUMN=kcal_each".'
)


class Asked(NamedTuple):
    """What was said of a table beside the table: its name, the kind of rows without one, columns, the day."""

    name: str
    calendar: Calendar
    kind: str | None = None
    columns: tuple[str, ...] = ()


def read(sheet: Sheet, asked: Asked) -> Reading:
    """Return what the rows of a table say; BadDataError where its first row names no columns."""
    sheet, above = begun(sheet, dict(map(_asked, asked.columns)))
    columns = columns_of(sheet.header, asked_columns(asked.columns, sheet.header))
    if "name" not in columns.at:
        raise _no_names(sheet, asked)
    if "amount" not in columns.at and "size" not in columns.at and sheet.rows:
        raise _no_amounts(sheet, asked, columns)
    kinds = _unread_kind(sheet, columns)
    reader = _Reader(columns, asked, kinds, Parts(sheet, columns, kind=asked.kind))
    found = [reader.read(row) for row in sheet.rows]
    drafts = tuple(one for one in found if isinstance(one, Draft))
    problems = tuple(one for one in found if isinstance(one, RowProblem))
    program = OURS if columns.are_ours else SPREADSHEET
    return Reading(program, drafts, problems, (*above, *reader.notes()), kinds)


def _asked(pair: str) -> tuple[str, str]:
    column, _, field = pair.rpartition("=")
    return column, field.strip().casefold()


def _no_names(sheet: Sheet, asked: Asked) -> BadDataError:
    """Return the refusal of a table whose first row does not say which column has the names."""
    header = most_known(sheet)
    names = [name for name in header if name]
    shown = ", ".join(map(quoted, names[:6])) + (", ..." if len(names) > 6 else "")  # noqa: PLR2004 - as a line holds
    message = f"the first row of {asked.name} names no column for the name of a thing; it has {shown or 'nothing'}"
    details = ("The first row says what the columns are: kind, name, amount, best before, where.",)
    best = next(iter((*columns_of(header, {}).unused, *names)), "")
    advice = f"again:--map={best}=name" if names else "shelterkit import --help"
    return BadDataError(message, code="import-columns", file=asked.name, details=details, advice=advice)


def _no_amounts(sheet: Sheet, asked: Asked, columns: Columns) -> BadDataError:
    """Return the refusal of a table that does not say which column has the amounts."""
    like = [name for name in columns.unused if _is_like_amounts(_cells(sheet, name))]
    shown = ", ".join(map(quoted, columns.unused[:6])) or "no other column"
    message = f"the first row of {asked.name} names no column for the amount; it has {shown}"
    best = next(iter((*like, *(name for name in columns.unused if not _is_numbering(_cells(sheet, name))))), None)
    advice = f"again:--map={best}=amount" if best else "shelterkit import --help"
    details = ("The first row says what the columns are: kind, name, amount, best before, where.",)
    return BadDataError(message, code="import-columns", file=asked.name, details=details, advice=advice)


def _is_like_amounts(column: Sequence[str]) -> bool:
    return all(one and one[0].isdigit() for one in column) and not _is_numbering(column)


def _is_numbering(column: Sequence[str]) -> bool:
    """Tell whether a column only counts the rows."""
    return [one.rstrip(".") for one in column if one] == [str(number) for number in range(1, len(column) + 1)]


def _unread_kind(sheet: Sheet, columns: Columns) -> str | None:
    """Return the name of a column that is not read and says kinds, where no column of kinds is."""
    if "kind" in columns.at:
        return None
    for name in columns.unused:
        words = [word for word in _cells(sheet, name) if word]
        if words and all(map(cells.kind, words)):
            return name
    return None


def _cells(sheet: Sheet, name: str) -> list[str]:
    at = sheet.header.index(name)
    return [row.cells[at] if at < len(row.cells) else "" for row in sheet.rows[:_FIRST_ROWS]]


class _Reader:
    """Reads row after row, and remembers what holds for all of them."""

    def __init__(self, columns: Columns, asked: Asked, unread_kind: str | None, parts: Parts) -> None:
        self._parts = parts
        self._columns = columns
        self._asked = asked
        self._unread_kind = unread_kind
        self._empty: list[str] = []
        self._whole_energy = False
        self._calendar = asked.calendar

    def notes(self) -> Iterator[str]:
        """Yield what was left out or assumed in the whole table."""
        if self._columns.unused:
            yield f"Columns that are not read: {', '.join(map(quoted, self._columns.unused))}."
        if self._unread_kind:
            yield f'"{self._unread_kind}" looks like the kinds; to have it read: --map "{self._unread_kind}=kind".'
        if self._empty:
            more = f" and {len(self._empty) - _MOST_EMPTY} more" if len(self._empty) > _MOST_EMPTY else ""
            yield f"Left out with an amount of 0: {', '.join(self._empty[:_MOST_EMPTY])}{more}."
        yield from self._parts.notes()
        if self._whole_energy:
            yield _WHOLE_ENERGY

    def read(self, row: Row) -> Draft | RowProblem | None:
        """Return the item of a row, why it is none, or None where nothing is in stock or it only tells of others."""
        if not self._columns.are_ours and self._parts.skip(row):
            return None
        wide = len(self._columns.names)
        if any(row.cells[wide:]):
            more = f"it has {len(row.cells)} cells, but the first row names {wide} columns"
            return RowProblem(row.place, f"{more}; is a text with a comma in it not in quotes?")
        said = {field: row.cells[at] for field, at in self._columns.at.items() if at < len(row.cells) and row.cells[at]}
        entry = _Entry(said, self._columns)
        table = self._table(entry)
        if entry.mistakes:
            return RowProblem(row.place, "; ".join(entry.mistakes))
        if entry.amount and entry.amount.is_zero and not self._columns.are_ours:
            self._empty.append(f"{row.place} ({table.get('name', '')})".strip())
            return None
        self._whole_energy |= entry.whole_energy
        return Draft(row.place, table, tuple(entry.notes))

    def _table(self, entry: _Entry) -> dict[str, Any]:
        table: dict[str, Any] = {}
        if self._columns.are_ours:
            _put(table, "id", entry.said.get("id"))
        for field, what in _TEXTS.items():
            _put(table, field, entry.value(field, partial(cells.text, what=what)))
        for field, what in _LONG_TEXTS.items():
            _put(table, field, entry.value(field, partial(cells.text, what=what, most=NOTE_CHARACTERS)))
        if "name" not in table and not entry.mistakes:
            entry.mistakes.append("it has no name")
        _put(table, "kind", self._kind(entry))
        entry.amount = self._amount(entry)
        _put(table, "amount", entry.amount.text if entry.amount else None)
        self._dates(entry, table)
        lasts, keeps = entry.value("lasts", parse_lasting), entry.value("keeps", parse_span)
        _put(table, "lasts", lasts.text if lasts else None)
        _put(table, "keeps", keeps.text if keeps else None)
        _put(table, "eaten_by", entry.value("eaten_by", cells.eater))
        _put(table, "kept", entry.value("kept", cells.kept))
        _put(table, "technical", entry.value("technical", cells.flag))
        self._energy(entry, table)
        return table

    def _kind(self, entry: _Entry) -> str | None:
        word = entry.said.get("kind") or self._parts.word
        if not word:
            return self._asked.kind
        found = cells.kind(word, entry.said.get("name", "")) or self._asked.kind
        if found is None:
            entry.wrong("kind", f"{quoted(word)} is none of water, food, med and other; --kind says it of such rows.")
        return found

    def _amount(self, entry: _Entry) -> Amount | None:
        said = entry.said
        number = self._columns.with_unit("amount", said.get("amount", ""))
        if "amount" not in self._columns.at:
            # A table of packages alone: each row is one of them.
            whole = self._columns.with_unit("size", said.get("size", ""))
            return entry.value("size", lambda _: cells.amount(whole, said.get("unit", "")), missing="no amount")
        if about := _ABOUT.match(number):
            number = number[about.end() :]
            entry.notes.append("its amount is an estimate")
        parts = (said.get("unit", ""), self._columns.with_unit("size", said.get("size", "")))
        return entry.value("amount", lambda _: cells.amount(number, *parts), missing="the amount is empty")

    def _dates(self, entry: _Entry, table: dict[str, Any]) -> None:
        dated = {field: entry.value(field, self._day) for field in ("best_before", "use_by")}
        # Where both are given the earlier one is the safe one.
        first = min(((found.day, field, found) for field, found in dated.items() if found), default=None)
        if first:
            table[first[1]] = first[2].text
            if first[2].far:
                entry.notes.append(f"{first[2].text} is more than 30 years ahead")
        for field in ("opened", "added"):
            found = entry.value(field, self._day)
            _put(table, field, found.day if found else None)

    def _day(self, cell: str) -> TypedDate | None:
        return cells.day(cell, self._calendar)

    def _energy(self, entry: _Entry, table: dict[str, Any]) -> None:
        field = energy_field(entry.said)
        if field is None or entry.amount is None:
            return
        if names_both(self._columns.names[self._columns.at[field]]) and entry.said[field].replace(".", "").isdecimal():
            entry.notes.append("its energy is left out: the column is of kJ and kcal, and it says not which")
            return
        amount = entry.amount
        found = entry.value(field, lambda cell: energy_of_cell(cell, field, amount, ours=self._columns.are_ours))
        if found is None:
            return
        if table.get("kind") not in ("food", None) and not self._columns.are_ours:
            if found.number:
                entry.notes.append("its energy is left out: only food has any")
            return
        try:
            energy_ratio(found, amount)
        except BadValue as refusal:
            entry.notes.append(f"its energy is left out: {str(refusal).rstrip('.')}")
        else:
            table["kj" if found.kj else "kcal"] = found.text
            is_whole = found.per == amount and field in ("kcal", "kj")
            entry.whole_energy = is_whole and not self._columns.are_ours and not _has_unit(entry.said[field])


def _has_unit(cell: str) -> bool:
    return "/" in cell or " " in cell.strip()


def _put(table: dict[str, Any], field: str, value: Any) -> None:
    if value not in (None, "", False):
        table[field] = value


class _Entry:
    """What one row says of each field, and what is wrong with it."""

    __slots__ = ("_columns", "amount", "mistakes", "notes", "said", "whole_energy")

    def __init__(self, said: dict[str, str], columns: Columns) -> None:
        self.said = said
        self._columns = columns
        self.amount: Amount | None = None
        self.mistakes: list[str] = []
        self.notes: list[str] = []
        self.whole_energy = False

    def value(self, field: str, parse: Callable[[str], Value], *, missing: str = "") -> Value | None:
        """Return what a cell says, None where it is empty or wrong, which is noted."""
        cell = self.said.get(field)
        if cell is None:
            if missing:
                self.mistakes.append(missing)
            return None
        try:
            return parse(cell)
        except BadValue as refusal:
            self.wrong(field, told(refusal))
            return None

    def wrong(self, field: str, message: str) -> None:
        """Note what is wrong with a cell, by the name of its column and the text in it."""
        name = self._columns.names[self._columns.at[field]] if field in self._columns.at else field
        cell = self.said.get(field, "")
        told = "" if not cell or cell[:20] in message else f" {quoted(cell)}"
        self.mistakes.append(f"{name}{told}: {message.rstrip('.')}")
