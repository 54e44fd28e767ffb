"""What one cell of a table says: a date, a kind, an amount in one column or in three."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from shelterkit.calendar_dates import parse_date
from shelterkit.errors import BadValue
from shelterkit.interchange.columns import folded
from shelterkit.interchange.foreign_kinds import is_water, kind_said
from shelterkit.interchange.packing import counted_packs, in_our_words, packed, ungrouped
from shelterkit.interchange.sheet import MOST_CHARACTERS
from shelterkit.interchange.written_dates import in_full
from shelterkit.inventory.items import NAME_CELLS
from shelterkit.quantities.amounts import SIGNS, Amount, parse_amount
from shelterkit.quantities.numbers import quoted
from shelterkit.quantities.plain_text import composed
from shelterkit.quantities.units import CONTAINERS, find_unit

if TYPE_CHECKING:
    from shelterkit.calendar_dates import TypedDate

_KINDS = {
    "water": "water drinking drinking_water mineral_water wasser trinkwasser mineralwasser вода питна питна_вода",
    "food": "food foods food_and_drink groceries canned_food tinned_food essen nahrung lebensmittel nahrungsmittel"
    " konserven їжа продукти харчування харчі консерви",
    "med": "med meds medicine medicines medication medications drug drugs medizin medikament medikamente arznei"
    " arzneimittel ліки медикаменти медикамент препарат препарати",
    "other": "other others misc miscellaneous equipment tools gear sonstige sonstiges anderes ausrüstung werkzeug інше"
    " різне спорядження інструменти",
}
_DRINKS = frozenset(map(folded, ("drink", "drinks", "beverage", "beverages", "getränk", "getränke", "напій", "напої")))
_EATERS = {
    "people": "people person persons adult adults menschen люди",
    "infant": "infant infants baby babies säugling немовля немовлята",
    "dog": "dog dogs hund hunde пес собака собаки",
    "cat": "cat cats katze katzen кіт кішка коти",
}
_KEPT = {"shelf": "shelf regal полиця", "fridge": "fridge refrigerator kühlschrank холодильник"}
_KEPT |= {"freezer": "freezer gefrierschrank tiefkühler морозилка"}
_YES, _NO = "true yes y 1 x ja wahr так істина", "false no n 0 nein falsch ні хибність"
_NEVER = frozenset(("-", "–", "—", "none", "never", "unlimited", "n/a", "ніколи", "немає", "без"))  # noqa: RUF001
_NEVER |= {"no expiry", "необмежено", "безстроково", "без терміну"}
_NEVER |= {"nie", "kein", "keine", "keins", "ohne", "unbegrenzt"}
# What a spreadsheet counts its days from, and the numbers of this century's days.
_DAY_ZERO, _DAY_NUMBER = date(1899, 12, 30), re.compile(r"[34567][0-9]{4}")
# Programs write midnight after a day.
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?$")
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}){1,2}")
_COUNTED = re.compile(rf"([0-9]{{1,6}})\s*[{SIGNS}]\s*([0-9]{{1,6}}(?:[.,][0-9]{{1,6}})?)")
_SIGN = re.compile(rf"\d\s*\S*\s*[{SIGNS}]\s*\d")


class Calendar(NamedTuple):
    """What a date without a clear order of its numbers is read by."""

    today: date
    order: str | None = None


def text(cell: str, what: str, most: int = NAME_CELLS) -> str:
    """Return text by the rules for typed text; line breaks within a cell become spaces, but in a note."""
    if len(cell) > MOST_CHARACTERS:
        raise BadValue(f"the {what} is longer than {MOST_CHARACTERS} characters.", code="text-long", typed=cell)
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    clean = composed(lines if what == "note" else " ".join(lines.split("\n")), what)
    if what == "note":
        return clean
    wide = len(clean) if clean.isascii() else sum(2 if east_asian_width(char) in "WF" else 1 for char in clean)
    if wide > most:
        raise BadValue(f"the {what} is {wide} characters long; {most} is the most.", code="text-long", typed=cell)
    return clean


def day(cell: str, calendar: Calendar) -> TypedDate | None:
    """Return the date in a cell; None where it says that there is none."""
    words = _MIDNIGHT.sub("", cell)
    if words.casefold() in _NEVER:
        return None
    if _DAY_NUMBER.fullmatch(words):
        meant = _DAY_ZERO + timedelta(days=int(words))
        message = f"{quoted(cell)} is the number a spreadsheet has for {meant}; show the column as dates there."
        raise BadValue(message, code="date-unreadable", typed=cell)
    try:
        found = parse_date(in_full(words, calendar.order), today=calendar.today, order=calendar.order)
    except BadValue:
        # What is refused is told as it stands in the cell.
        found = parse_date(words, today=calendar.today, order=calendar.order)
    words = in_full(words, calendar.order)
    # What means another day tomorrow would change with every import.
    if found and not _ISO.fullmatch(words):
        moved = parse_date(words, today=calendar.today + timedelta(days=1), order=calendar.order)
        if moved is None or moved.day != found.day:
            message = f"{quoted(cell)} says how long, not until which day; write it like 2027-05-31."
            raise BadValue(message, code="date-unreadable", typed=cell)
    return found


def kind(cell: str, name: str = "") -> str | None:
    """Return the kind a word names, None where it names none; of a drink its name tells whether it is water."""
    if folded(cell) in _DRINKS:
        return "water" if is_water(name) else "food"
    return _meaning(cell, _KINDS) or kind_said((cell,))


def eater(cell: str) -> str:
    """Return who eats it."""
    found = _meaning(cell, _EATERS)
    if found is None:
        raise BadValue(f"{quoted(cell)} is none of people, infant, dog and cat.", code="eater", typed=cell)
    return found


def kept(cell: str) -> str:
    """Return how it is kept."""
    found = _meaning(cell, _KEPT)
    if found is None:
        raise BadValue(f"{quoted(cell)} is none of shelf, fridge and freezer.", code="kept", typed=cell)
    return found


def flag(cell: str) -> bool:
    """Return whether a cell says yes."""
    word = cell.casefold()
    if word in _YES.split():
        return True
    if word in _NO.split():
        return False
    raise BadValue(f"{quoted(cell)} is neither yes nor no.", code="flag", typed=cell)


def _meaning(cell: str, table: dict[str, str]) -> str | None:
    word = folded(cell)
    for meaning, words in table.items():
        if any(word == folded(one) for one in words.split()):
            return meaning
    return None


def amount(number: str, unit: str = "", size: str = "") -> Amount:
    """Return an amount that stands in one cell or in three: 12, cans, 400 g."""
    number, unit, size = map(in_our_words, (number, *("" if part in _NEVER else part for part in (unit, size))))
    number, size = ungrouped(number), ungrouped(size)
    if not (unit or size) and any(packs := counted_packs(number)):
        number, unit, size = packs
    unit, size = _each_apart(unit, size)
    if (unit or size) and (counted := _COUNTED.fullmatch(number)):
        number = str(int(counted[1]) * int(counted[2])) if size and counted[2].isdigit() else f"{number} {unit}"
    size = f"{size} {unit}" if size and unit and _is_bare(size) and not _holds(unit) else size
    if size and _is_bare(size):
        raise BadValue(f"a size of {quoted(size)} needs its unit, like 400 g.", code="amount-unit", typed=size)
    if not _is_bare(number):
        within = not size or _SIGN.search(number) or not _holds(number.lstrip("0123456789.,/ "))
        return parse_amount(number if within else f"{number} x {size}")
    if not size:
        return parse_amount(f"{number} {unit}".strip())
    if find_unit(unit) and not _holds(unit) and not size.endswith(f" {unit}"):
        return parse_amount(f"{number} {unit}")
    held = f" {unit}" if _holds(unit) else ""
    return parse_amount(f"{number}{held} x {size}")


def _each_apart(unit: str, size: str) -> tuple[str, str]:
    """Return a unit and a size where one of the two columns has what the other one is for: 5, 500 g; 1,5, kg."""
    if not size and any(packed(unit)):
        return packed(unit)
    if any(packed(size)) and (not unit or _holds(unit)):
        pack, held = packed(size)
        return unit or pack, held
    if not size and unit[:1].isdigit() and not _is_bare(unit):
        return "", unit
    if not unit and find_unit(size):
        return size, ""
    return unit, size


def _is_bare(cell: str) -> bool:
    """Tell whether a cell is a number without a unit."""
    return not any(char.isalpha() for char in cell) and not any(sign in cell for sign in "*×")  # noqa: RUF001


def _holds(word: str) -> bool:
    """Tell whether a word is one for things, which may hold so much each: cans, bottles, pieces."""
    found = find_unit(word)
    return found is not None and (found.symbol in CONTAINERS or found.symbol == "piece")
