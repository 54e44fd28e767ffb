"""Grocy's stock as a table: copied from its pages in English, German or Ukrainian, or taken from its database.

Grocy itself saves no CSV. People copy the table of "Stock overview" or "Stock entries" into a spreadsheet, or take the
view `uihelper_stock_current_overview` out of its database.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from shelterkit.errors import BadValue
from shelterkit.interchange.drafts import Draft, Reading, told
from shelterkit.interchange.foreign_kinds import kind_said
from shelterkit.interchange.foreign_values import (
    EACH,
    IMPOSSIBLE,
    NotAnItemError,
    amount_of,
    day_of,
    energy_number,
    energy_said,
    gathered,
    name_of,
    put_words,
    refuse_excess,
    stock_of,
)
from shelterkit.inventory.finding import fold
from shelterkit.quantities.numbers import parse_number, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shelterkit.interchange.sheet import Row, Sheet
    from shelterkit.quantities.amounts import Amount

PROGRAM: Final = "Grocy"
NOTHING_IN_STOCK: Final = "nothing of it is in stock"
_NEVER: Final = "2999-12-31"  # what Grocy writes for things that keep for ever
_MOST_ID: Final = 10**18
_EXPIRES: Final = (2, "2")  # the `due_type` of things that are not safe after their date
# Field of ours: its headings, in the order they are looked for.
_HEADINGS: Final = {
    "name": "product|produkt|продукт|product_name",
    "amount": "amount|menge|кількість",
    "due": "next due date|due date|next best before date|nächstes fälligkeitsdatum|fälligkeitsdatum|"
    "термін придатності|best_before_date",
    "group": "product group|produktgruppe|група продуктів|product_group_name",
    "where": "location|standort|місце|default location|standardstandort|місце за замовчуванням|"
    "product_default_location_name",
    "note": "note|notiz|нотатка",
    "parent": "parent product|übergeordnetes produkt|базовий продукт|parent_product_name",
    "unit": "qu_stock_name|qu_unit_name",
    "kcal": "product_calories",
    "opened": "amount_opened",
    "due_type": "due_type",
    "id": "product_id",
}
# A table of anybody's may name products and amounts; these headings are Grocy's.
_ONLY_GROCY: Final = (
    "next due date|due date|next best before date|nächstes fälligkeitsdatum|fälligkeitsdatum|product group|"
    "produktgruppe|група продуктів|"
    "min. stock amount|mindestbestand|мінімальна наявна кількість|hidden product_id|parent product|purchased date|"
    "місце за замовчуванням|qu_stock_name|qu_unit_name|best_before_date"
)
_ENERGY: Final = ("calories", "energy", "kalorien", "energie", "калорії", "енергія")
_OF_ONE: Final = ("(per ", "(pro ", "(за ", "(на ")  # the other column is of all there is
_KILOJOULE: Final = "kj"
_AMOUNT: Final = re.compile(r"((?:[0-9]+ )?[0-9]+/[0-9]+|[0-9][0-9.,]*(?: [0-9]{3}(?![0-9.,]))*)\s*([^0-9]*)(.*)")
_OPENED: Final = re.compile(r"(.*?)\s*\b(?:opened|geöffnet|відкрито)", re.IGNORECASE)
_OPENED_NUMBER: Final = re.compile(r"([0-9.,]+) (?:opened|geöffnet|відкрито)", re.IGNORECASE)


def _units(**words: str) -> dict[str, str]:
    return {fold(word): unit for unit, spellings in words.items() for word in spellings.split()}


_UNITS: Final = _units(
    jar="glass glasses склянка склянки склянок",
    piece="одиниця одиниці одиниць",
    pack="пакет пакети пакетів",
    can="бляшанка бляшанки бляшанок",
)
# Only where the table is German: a "Dose" is a can there, and a dose anywhere else.
_GERMAN_UNITS: Final = _UNITS | _units(
    piece="stück stücke",
    pack="packung packungen päckchen",
    can="dose dosen konserve konserven",
    jar="glas gläser",
    bottle="flasche flaschen",
    bag="tüte tüten beutel",
    bar="tafel tafeln riegel",
    box="schachtel schachteln",
    tablet="tablette tabletten",
    roll="rolle rollen",
    tube="tuben",
    g="gramm",
    kg="kilogramm",
)


class _Columns(NamedTuple):
    """Which cell of a row is which field, and what the table says of all its rows."""

    header: Sequence[str]
    at: Mapping[str, int]
    units: Mapping[str, str]
    is_kj: bool
    parents: frozenset[str]
    order: str | None = None


def recognises(header: Sequence[str]) -> bool:
    """Tell whether a header is Grocy's."""
    headings = {_folded(heading) for heading in header}
    return {"name", "amount"} <= _found(header).keys() and not headings.isdisjoint(fold(_ONLY_GROCY).split("|"))


def read(sheet: Sheet, order: str | None = None) -> Reading:
    """Return what a Grocy table says is in stock; `order` is that of a date's numbers."""
    index = _found(sheet.header)
    heading = {field: _folded(sheet.header[at]) for field, at in index.items()}
    parents = frozenset(_cell(row, index, "parent") for row in sheet.rows)
    units = _GERMAN_UNITS if heading.get("name") == "produkt" else _UNITS
    columns = _Columns(sheet.header, index, units, _KILOJOULE in heading.get("kcal", ""), parents, order)
    return gathered(PROGRAM, ((row.place, row) for row in sheet.rows), partial(_draft, columns))


def _folded(heading: str) -> str:
    return fold(" ".join(heading.split()))


def _found(header: Sequence[str]) -> dict[str, int]:
    at: dict[str, int] = {}
    for number, heading in enumerate(header):
        at.setdefault(_folded(heading), number)
    found = dict(_columns(at))
    energy = [number for heading, number in at.items() if _is_energy_of_one(heading)]
    return {"kcal": energy[0], **found} if energy else found


def _is_energy_of_one(heading: str) -> bool:
    return heading.startswith(tuple(map(fold, _ENERGY))) and any(word in heading for word in _OF_ONE)


def _columns(at: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for field, headings in _HEADINGS.items():
        for heading in headings.split("|"):
            if (number := at.get(fold(heading))) is not None:
                yield field, number
                break


def _cell(row: Row, index: Mapping[str, int], field: str) -> str:
    at = index.get(field, len(row.cells))
    return row.cells[at] if at < len(row.cells) else ""


def _draft(columns: _Columns, place: str, row: Row) -> Draft | str:
    refuse_excess(row, columns.header)
    cells = {field: _cell(row, columns.at, field) for field in _HEADINGS}
    notes: list[str] = []
    name = name_of(cells["name"])
    if "unit" in columns.at:
        amount = amount_of(stock_of(cells["amount"]), cells["unit"], notes)
        notes += opened_note(cells["opened"])
    else:
        amount, has_total = _amount(cells["amount"], columns.units, notes)
        if name in columns.parents and not has_total:
            return "the sum of other rows"
    if amount.is_zero:
        return NOTHING_IN_STOCK
    energy = _energy(cells["kcal"], amount, columns, notes)
    table: dict[str, Any] = drafted(name, kind_said((cells["group"],)), amount, energy)
    put_day(table, cells["due"], cells["due_type"], columns.order)
    put_words(table, "where", cells["where"], notes)
    put_words(table, "note", cells["note"], notes)
    put_ref(table, cells["id"])
    return Draft(place, table, tuple(notes))


def drafted(name: str, kind: str | None, amount: Amount, energy: tuple[str, str] | None) -> dict[str, Any]:
    """Return the start of an item's table; what has energy is food where nothing else is said."""
    kind = kind or ("food" if energy else None)
    table: dict[str, Any] = {"kind": kind} if kind else {}
    table.update(name=name, amount=amount.text)
    if energy and kind == "food":
        table[energy[0]] = energy[1]
    return table


def put_day(table: dict[str, Any], due: Any, due_type: Any, order: str | None = None) -> None:
    """Put the day something is due into the table, unless it never is."""
    if type(due) is str and due.startswith(_NEVER):
        return
    if day := day_of(due, order):
        table["use_by" if due_type in _EXPIRES else "best_before"] = day


def put_ref(table: dict[str, Any], number: Any) -> None:
    """Say in the table which product of Grocy an item is."""
    if (type(number) is int and 0 < number < _MOST_ID) or (type(number) is str and re.fullmatch("[0-9]{1,18}", number)):
        table["ref"] = f"grocy:{number}"


def opened_note(opened: Any) -> list[str]:
    """Say how much is opened; the kit wants the day it was, which Grocy does not tell."""
    try:
        number = stock_of(opened or 0)
    except NotAnItemError:
        return []
    return [f"{number.normalize():f} of it opened"] if number else []


def _amount(cell: str, units: Mapping[str, str], notes: list[str]) -> tuple[Amount, bool]:
    """Read a cell such as 12 Cans, 1,5 kg or 12 Cans 1 opened; 2 Packs 7 Packs has the total of all its kinds too."""
    found = _AMOUNT.fullmatch(" ".join(cell.split()))
    if found is None:
        raise NotAnItemError(f"{quoted(cell)} is not an amount" if cell else "it says no amount")
    number = stock_of(_typed_number(found[1]))
    if found[2].strip() and (found[2].strip()[0] in "/\u2044" or any(char.isnumeric() for char in found[2])):
        raise NotAnItemError(f"{quoted(cell)} is not an amount")
    opened, all_opened = _OPENED_NUMBER.match(found[3]), _OPENED.fullmatch(found[2].strip())
    if opened or all_opened:
        notes.append(f"{opened[1] if opened else found[1]} of it opened")
    word = all_opened[1] if all_opened else found[2].strip()
    has_total = bool(found[3][opened.end() :] if opened else found[3])
    return amount_of(number, units.get(fold(word), word), notes), has_total


def _typed_number(text: str) -> Decimal:
    """Return a number as the page shows it: its thousands may stand apart, and its sign is the language's."""
    try:
        return parse_number(text if "/" in text else text.replace(" ", ""))
    except BadValue as refusal:
        raise NotAnItemError(told(refusal)) from None


def _energy(cell: str, amount: Amount, columns: _Columns, notes: list[str]) -> tuple[str, str] | None:
    """Return the energy a cell says one unit has; Grocy writes 0 where nobody said."""
    number = energy_number(cell) if "unit" in columns.at else _typed_energy(cell)
    return energy_said(number, amount._replace(size=EACH), notes, kj=columns.is_kj) if number else None


def _typed_energy(cell: str) -> Decimal:
    try:
        return _typed_number(cell) if cell else Decimal(0)
    except NotAnItemError:
        return IMPOSSIBLE
