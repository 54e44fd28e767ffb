"""What another program wrote into one field, read without trust: a text, a number, a day, an amount, an energy."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from shelterkit.calendar_dates import parse_stored_date
from shelterkit.errors import BadValue
from shelterkit.interchange.drafts import Draft, Reading, RowProblem, told
from shelterkit.interchange.written_dates import in_full
from shelterkit.quantities.amounts import Amount
from shelterkit.quantities.energy import Energy
from shelterkit.quantities.numbers import LARGEST, SMALLEST, quoted
from shelterkit.quantities.units import GRAM, KJ_PER_KCAL, LITRE, PIECE, find_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from shelterkit.interchange.sheet import Row

Entry = TypeVar("Entry")
EACH: Final = Decimal(1)
IMPOSSIBLE: Final = Decimal(-1)  # stands for an energy that is no number: no food has it
# Pure fat has 9 kcal a gram; EU labels round it up to 902 kcal per 100 g, and nothing is denser.
MOST_KCAL_A_GRAM: Final = Decimal("9.02")
# Programs reckon in floats: 0.30000000000000004 is meant as 0.3.
_GRAIN: Final = Decimal("0.000001")
_ENERGY_GRAIN: Final = Decimal("0.0001")
_MACHINE_NUMBER: Final = r"\s*-?[0-9]{1,20}(?:\.[0-9]{1,40})?\s*"
_ISO_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])"


class NotAnItemError(Exception):
    """An entry that is no item; the message says why."""


def gathered(
    program: str,
    entries: Iterable[tuple[str, Entry]],
    read: Callable[[str, Entry], Draft | str],
    notes: Iterable[str] = (),
) -> Reading:
    """Read all entries: each is a draft, a problem, or left out for the reason that `read` returns."""
    drafts: list[Draft] = []
    problems: list[RowProblem] = []
    left_out: Counter[str] = Counter()
    for place, entry in entries:
        try:
            found = read(place, entry)
        except NotAnItemError as refusal:
            problems.append(RowProblem(place, str(refusal).rstrip(".")))
            continue
        if isinstance(found, str):
            left_out[found] += 1
        else:
            drafts.append(found)
    counted = (f"{number} left out: {reason}." for reason, number in left_out.items())
    return Reading(program, tuple(drafts), tuple(problems), (*notes, *counted))


def words_of(value: Any, what: str) -> str:
    """Return a text in one line, empty where there is none."""
    if value is None:
        return ""
    if type(value) is str:
        return " ".join(value.split())
    raise NotAnItemError(f"the {what} is not text")


def name_of(value: Any) -> str:
    """Return the name, which no item goes without."""
    if name := words_of(value, "name"):
        return name
    raise NotAnItemError("it has no name")


def put_words(table: dict[str, Any], field: str, value: Any, notes: list[str]) -> None:
    """Put a text into a field nobody needs; what is no text is left out with a note."""
    try:
        text = words_of(value, field)
    except NotAnItemError:
        notes.append(f"its {'place' if field == 'where' else field} is not text and is left out")
        return
    if text:
        table[field] = text


def number_of(value: Any, what: str) -> Decimal | None:
    """Return a number as programs write it, None where there is none."""
    number: Decimal | None = None
    if value is None or (type(value) is str and not value.strip()):
        return None
    if type(value) is int or type(value) is Decimal:
        number = Decimal(value)
    elif type(value) is float:
        number = Decimal(repr(value))
    elif type(value) is str and re.fullmatch(_MACHINE_NUMBER, value):
        number = Decimal(value.strip())
    if number is None or not number.is_finite():
        raise NotAnItemError(f"the {what}{f' {quoted(value)}' if type(value) is str else ''} is not a number")
    return number


def stock_of(value: Any, what: str = "amount") -> Decimal:
    """Return how many there are, 0 for none."""
    number = number_of(value, what)
    if number is None:
        raise NotAnItemError(f"it says no {what}")
    if number < 0:
        raise NotAnItemError(f"the {what} is below zero")
    if number > LARGEST:
        raise NotAnItemError(f"the {what} is more than a kit holds: 1 000 000 of a unit")
    rounded = number.quantize(_GRAIN)
    return rounded if rounded >= SMALLEST else Decimal(0)


def amount_of(number: Decimal, unit_word: str, notes: list[str]) -> Amount:
    """Return so many of a unit; pieces and a note where the unit is none of ours."""
    unit = find_unit(unit_word) if unit_word else PIECE
    if unit is None:
        notes.append(f"{quoted(unit_word)} is no unit here: counted in pieces")
        unit = PIECE
    return Amount(None, number, unit)


def day_of(value: Any, order: str | None = None) -> str | None:
    """Return a day as the kit writes it, None where there is none; a time of day after it is dropped."""
    text = words_of(value, "date")
    if not text:
        return None
    day = re.match(_ISO_DAY, text)
    try:
        return parse_stored_date(day[0] if day else in_full(text, order), order).text
    except BadValue as refusal:
        raise NotAnItemError(told(refusal)) from None


def energy_number(value: Any) -> Decimal:
    """Return an energy as programs write it: 0 where none is said, IMPOSSIBLE where it is no number."""
    try:
        return number_of(value, "energy") or Decimal(0)
    except NotAnItemError:
        return IMPOSSIBLE


def energy_said(number: Decimal, per: Amount, notes: list[str], *, kj: bool = False) -> tuple[str, str] | None:
    """Return the field and the text of an energy; nothing and a note where no food has so much or little."""
    text = energy_text(number, per, kj=kj)
    if text is None:
        notes.append("its energy cannot be right: left out")
        return None
    return ("kj" if kj else "kcal", text)


def energy_text(number: Decimal, per: Amount, *, kj: bool = False) -> str | None:
    """Return an energy as the kit writes it, None where no food on earth has that much or little."""
    kcal = number / KJ_PER_KCAL if kj else number
    unit_size = {"mass": GRAM.factor, "volume": LITRE.factor / 1000}.get(per.unit.dimension)
    most = LARGEST if unit_size is None else per.base / unit_size * MOST_KCAL_A_GRAM
    if per.is_zero or per.unit.dimension == "energy" or not 0 <= kcal <= most or number > LARGEST:
        return None
    return Energy(number.quantize(_ENERGY_GRAIN), kj, per).text


def refuse_excess(row: Row, header: Sequence[str]) -> None:
    """Refuse a row with more cells than there are columns: what stands in them is shifted."""
    if any(row.cells[len(header) :]):
        message = f"it has {len(row.cells)} cells, but the first row names {len(header)} columns"
        raise NotAnItemError(f"{message}; is a text with a comma in it not in quotes?")
