"""A spreadsheet as people keep one, and the table shelterkit writes itself: a row is an item."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from shelterkit.calendar_dates import parse_span
from shelterkit.codec.items import parse_lasting
from shelterkit.errors import BadDataError, BadValue
from shelterkit.interchange import cells
from shelterkit.interchange.columns import Columns, asked_columns, columns_of
from shelterkit.interchange.drafts import Draft, Reading, RowProblem
from shelterkit.quantities.energy import Energy, energy_ratio, parse_energy
from shelterkit.quantities.numbers import number_text, parse_number, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shelterkit.calendar_dates import TypedDate
    from shelterkit.interchange.cells import Calendar
    from shelterkit.interchange.sheet import Row, Sheet
    from shelterkit.quantities.amounts import Amount

Value = TypeVar("Value")
OURS, SPREADSHEET = "shelterkit", "spreadsheet"
_FIRST_ROWS = 10
_ENERGIES = ("kcal", "kj", "kcal_per_100g", "kj_per_100g", "kcal_each", "kj_each")
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
    columns = columns_of(sheet.header, asked_columns(asked.columns, sheet.header))
    if "name" not in columns.at:
        raise _no_names(sheet, asked)
    reader = _Reader(columns, asked)
    found = [reader.read(row) for row in sheet.rows]
    drafts = tuple(one for one in found if isinstance(one, Draft))
    problems = tuple(one for one in found if isinstance(one, RowProblem))
    return Reading(OURS if columns.are_ours else SPREADSHEET, drafts, problems, tuple(reader.notes(found.count(None))))


def _no_names(sheet: Sheet, asked: Asked) -> BadDataError:
    """Return the refusal of a table whose first row does not say which column has the names."""
    for row in sheet.rows[:_FIRST_ROWS]:
        at = columns_of(row.cells, {}).at
        if "name" in at and len(at) > 1:
            message = f"{asked.name}: the names of the columns are in {row.place}; they must be in the first row"
            advice = f"delete the rows above {row.place}, then import it again"
            return BadDataError(message, code="import-columns", file=asked.name, advice=advice)
    names = [name for name in sheet.header if name]
    shown = ", ".join(map(quoted, names[:6])) + (", ..." if len(names) > 6 else "")  # noqa: PLR2004 - as a line holds
    message = f"the first row of {asked.name} names no column for the name of a thing; it has {shown or 'nothing'}"
    details = ("The first row says what the columns are: kind, name, amount, best before, where.",)
    advice = f"again:--map={names[0]}=name" if names else "shelterkit import --help"
    return BadDataError(message, code="import-columns", file=asked.name, details=details, advice=advice)


class _Reader:
    """Reads row after row, and remembers what holds for all of them."""

    def __init__(self, columns: Columns, asked: Asked) -> None:
        self._columns = columns
        self._asked = asked
        self._whole_energy = False
        self._calendar = asked.calendar

    def notes(self, empty: int) -> Iterator[str]:
        """Yield what was left out or assumed in the whole table."""
        if self._columns.unused:
            yield f"Columns that are not read: {', '.join(map(quoted, self._columns.unused))}."
        if empty:
            yield f"Left out with an amount of 0: {empty} {'row' if empty == 1 else 'rows'}."
        if self._whole_energy:
            yield _WHOLE_ENERGY

    def read(self, row: Row) -> Draft | RowProblem | None:
        """Return the item of a row, why it is none, or None where nothing is in stock."""
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
            return None
        self._whole_energy |= entry.whole_energy
        return Draft(row.place, table, tuple(entry.notes))

    def _table(self, entry: _Entry) -> dict[str, Any]:
        table: dict[str, Any] = {}
        if self._columns.are_ours:
            _put(table, "id", entry.said.get("id"))
        for field, what in (("name", "name"), ("where", "place"), ("note", "note"), ("person", "name"), ("ref", "ref")):
            _put(table, field, entry.value(field, partial(cells.text, what=what)))
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
        word = entry.said.get("kind")
        if word is None:
            return self._asked.kind
        found = cells.kind(word) or self._asked.kind
        if found is None:
            entry.wrong("kind", f"{quoted(word)} is none of water, food, med and other; --kind says it of such rows.")
        return found

    def _amount(self, entry: _Entry) -> Amount | None:
        said = entry.said
        number = said.get("amount", "")
        if "amount" not in self._columns.at:
            # A table of packages alone: each row is one of them.
            return entry.value("size", lambda size: cells.amount(size, said.get("unit", "")), missing="no amount")
        parts = (said.get("unit", ""), said.get("size", ""))
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
        field = next((one for one in _ENERGIES if one in entry.said), None)
        if field is None or entry.amount is None:
            return
        amount = entry.amount
        found = entry.value(field, lambda cell: self._energy_of(cell, field, amount))
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
            entry.whole_energy = found.per == amount and not self._columns.are_ours and not _has_unit(entry.said[field])

    def _energy_of(self, cell: str, field: str, amount: Amount) -> Energy:
        unit, _, of = field.partition("_")
        kj = unit == "kj"
        if of == "per_100g" and not _has_unit(cell):
            per = "100ml" if amount.unit.dimension == "volume" else "100g"
            return parse_energy(f"{number_text(parse_number(cell))}/{per}", kj=kj)
        if of == "each" and not _has_unit(cell):
            return parse_energy(f"{number_text(parse_number(cell))}/piece", kj=kj)
        found = parse_energy(cell, kj=kj)
        # Ours are as they stand in a kit; others say of how much they are, so that they stay right when some is used.
        if found.per is None and not self._columns.are_ours:
            return found.spread(amount)
        return found


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
            out = "; --date-order dmy (or mdy) says which" if refusal.code == "date-ambiguous" else ""
            self.wrong(field, str(refusal).rstrip(".") + out)
            return None

    def wrong(self, field: str, message: str) -> None:
        """Note what is wrong with a cell, by the name of its column and the text in it."""
        name = self._columns.names[self._columns.at[field]] if field in self._columns.at else field
        cell = self.said.get(field, "")
        told = "" if not cell or cell[:20] in message else f" {quoted(cell)}"
        self.mistakes.append(f"{name}{told}: {message.rstrip('.')}")
