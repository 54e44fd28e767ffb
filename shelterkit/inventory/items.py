"""What is on the shelf: lots of water, food, medicine and other things."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_UP
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadValue
from shelterkit.quantities.energy import energy_ratio, share_of
from shelterkit.quantities.numbers import LARGEST, number_text, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shelterkit.calendar_dates import Span, TypedDate
    from shelterkit.quantities.amounts import Amount
    from shelterkit.quantities.energy import Energy

KINDS = ("water", "food", "med", "other")
EATERS = ("people", "infant", "dog", "cat")
KEPT = ("shelf", "fridge", "freezer")
PREFIXES = {"water": "w", "food": "f", "med": "m", "other": "o"}
NAME_CELLS, NOTE_CHARACTERS = 120, 2000
_FOR_EVER = date.max


class Lasting(NamedTuple):
    """How long an item feeds one eater: `days` for all of it, or for each `per` of it."""

    span: Span
    per: Amount | None = None

    @property
    def text(self) -> str:
        """Return the time as a kit keeps it: 30d, or 30d/12 cans."""
        return self.span.text + (f"/{self.per.text}" if self.per else "")

    @property
    def whole_days(self) -> int:
        """Return the days, a month as 30 of them and a year as 365."""
        years, months = divmod(self.span.months, 12)
        return years * 365 + months * 30 + self.span.days


class Item(NamedTuple):
    """One lot: the same thing with the same date in the same place.

    `ref` says where it came from in another program's list.
    """

    id: str
    kind: str
    name: str
    amount: Amount
    good_to: TypedDate | None = None
    use_by: bool = False
    where: str | None = None
    note: str | None = None
    added: date | None = None
    opened: date | None = None
    keeps: Span | None = None
    energy: Energy | None = None
    lasts: Lasting | None = None
    eaten_by: str = "people"
    technical: bool = False
    person: str | None = None
    kept: str | None = None
    ref: str | None = None
    kcal_source: str | None = None
    needs: str | None = None

    @property
    def last_usable(self) -> date | None:
        """Return the last day the item is good on; None when it never goes off.

        An opened item with a keeping time is good to the earlier of the two days.
        """
        printed = self.good_to.day if self.good_to else None
        if self.opened is None or self.keeps is None:
            return printed
        kept = self.keeps.after(self.opened)
        return kept if printed is None else min(printed, kept)

    def is_expired(self, on: date) -> bool:
        """Tell whether the item is past its last usable day."""
        last = self.last_usable
        return last is not None and last < on

    @property
    def piece_word(self) -> str:
        """Return what one of several is called: a can, a bottle, a pack."""
        if self.energy and self.energy.per and self.energy.per.unit.dimension == "pieces":
            return self.energy.per.unit.symbol
        return "bottle" if self.amount.unit.dimension == "volume" else "pack"


def id_number(item_id: str) -> int:
    """Return the number in an id: 12 of "w12"."""
    return int(item_id.lstrip("abcdefghijklmnopqrstuvwxyz"))


def first_to_expire(item: Item) -> tuple[date, bool, date, int]:
    """Return the key that sorts first expired, first out: opened before sealed, then oldest added."""
    return (item.last_usable or _FOR_EVER, item.opened is None, item.added or _FOR_EVER, id_number(item.id))


def checked(item: Item) -> Item:
    """Return the item, or refuse what no shelf can hold."""
    if not item.name.strip():
        raise BadValue("an item needs a name.", code="name-missing")
    dimension = item.amount.unit.dimension
    if item.kind == "water" and dimension != "volume":
        _refuse_water(item.amount)
    if item.technical and item.kind != "water":
        raise BadValue("only water can be technical water.", code="option-kind")
    if (item.energy or item.lasts or item.eaten_by != "people") and item.kind != "food":
        raise BadValue("only food has energy, lasts so many days or is eaten by somebody.", code="option-kind")
    if not item.amount.is_zero:
        # What cannot be counted is refused here, before it is saved: no kit may stop its own sums.
        if item.energy:
            energy_ratio(item.energy, item.amount)
        if item.lasts and item.lasts.per:
            share_of(item.amount, item.lasts.per)
    if item.person and item.kind != "med":
        raise BadValue("only medicine is kept for one person.", code="option-kind")
    return item


def _refuse_water(amount: Amount) -> None:
    text = amount.text
    if amount.unit.dimension == "pieces":
        pieces = amount.number.to_integral_value(ROUND_UP)
        size = f"{number_text(pieces)}x1.5L"
        size = size if pieces * 2 <= LARGEST else "6x1.5L"
        raise BadValue(
            f"water in pieces needs their size: {quoted(text)} could be any amount.",
            code="water-size",
            typed=text,
            instead=(size,),
        )
    number = number_text(amount.number)
    raise BadValue(f"water is counted in litres; {text}?", code="water-unit", typed=text, instead=(f"{number} L",))


class Inventory(NamedTuple):
    """Everything on the shelf, and the next free number of each kind."""

    items: tuple[Item, ...] = ()
    next_id: Mapping[str, int] = {}

    def get(self, item_id: str) -> Item | None:
        """Return the item with that id."""
        return next((item for item in self.items if item.id == item_id), None)

    def free_number(self, kind: str) -> int:
        """Return the next id number of a kind: never one that is or was in use."""
        used = [id_number(item.id) for item in self.items if item.id.startswith(PREFIXES[kind])]
        return max([self.next_id.get(kind, 1), *(number + 1 for number in used)])

    def with_new(self, item: Item) -> tuple[Inventory, Item]:
        """Return the inventory with the item under a new id, and the item as it stands there."""
        number = self.free_number(item.kind)
        numbered = item._replace(id=f"{PREFIXES[item.kind]}{number}")
        return Inventory((*self.items, numbered), {**self.next_id, item.kind: number + 1}), numbered

    def with_changed(self, changed: Item) -> Inventory:
        """Return the inventory with the item of that id replaced."""
        return self._replace(items=tuple(changed if item.id == changed.id else item for item in self.items))

    def without(self, ids: Iterable[str]) -> Inventory:
        """Return the inventory without those ids; their numbers stay taken."""
        gone = frozenset(ids)
        kept = {kind: self.free_number(kind) for kind in KINDS}
        used = {kind: number for kind, number in kept.items() if number > 1}
        return Inventory(tuple(item for item in self.items if item.id not in gone), {**self.next_id, **used})
