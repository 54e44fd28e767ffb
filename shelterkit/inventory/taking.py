"""Take something out of the kit: first expired, first out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadValue, NotDoneError
from shelterkit.inventory.items import Inventory, Item, Lasting
from shelterkit.quantities.amounts import Amount, show_amount
from shelterkit.quantities.numbers import LARGEST, SMALLEST, show_number
from shelterkit.quantities.units import CONTAINERS, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_CONTAINERS = CONTAINERS | {"piece"}
_NOISE = Decimal("1e-30")  # what 50 digits lose where one unit is counted in another; far below the finest amount


class Taken(NamedTuple):
    """So much, in the base unit, taken out of an item as it was before."""

    item: Item
    base: Decimal


class Use(NamedTuple):
    """What taking leaves behind: the new inventory, what came from where, and the expired lots passed over."""

    inventory: Inventory
    taken: tuple[Taken, ...]
    skipped: tuple[Item, ...] = ()

    def left(self, item: Item) -> Item:
        """Return an item as it is afterwards; with nothing in it when it was used up."""
        now = self.inventory.get(item.id)
        return now or item._replace(amount=item.amount.less(item.amount.base))


def discard(inventory: Inventory, items: Sequence[Item]) -> Use:
    """Return the inventory without items that were thrown away."""
    taken = tuple(Taken(item, item.amount.base) for item in items)
    return Use(inventory.without(item.id for item in items), taken)


def take_all(inventory: Inventory, lots: Sequence[Item], *, on: date, by_id: bool) -> Use:
    """Use up every lot that is still good."""
    good, expired = _still_good(lots, on=on, by_id=by_id)
    return discard(inventory, good)._replace(skipped=expired)


def take(inventory: Inventory, lots: Sequence[Item], wanted: Amount, *, on: date, by_id: bool) -> Use:
    """Take an amount from the first lot to expire that is still good, and go on to the next when it is empty.

    A lot that was named by its id is used although it is expired.
    """
    good, expired = _still_good(lots, on=on, by_id=by_id)
    left = wanted.number
    taken: list[Taken] = []
    for item in good:
        if left <= _NOISE:
            break
        each = _base_in_turn(item, good, wanted)
        base = min(left * each, item.amount.base)
        taken.append(Taken(item, item.amount.base if item.amount.base - base <= _NOISE else base))
        left -= base / each
    if left > _NOISE:
        raise _too_little(good, wanted)
    for item, base in taken:
        inventory = _without_amount(inventory, item, base)
    return Use(inventory, tuple(taken), expired)


def _still_good(lots: Sequence[Item], *, on: date, by_id: bool) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    stocked = filled(lots)
    good = tuple(item for item in stocked if by_id or not item.is_expired(on))
    expired = tuple(item for item in stocked if item not in good)
    if good:
        return good, expired
    raise NotDoneError(
        f"all of {lots[0].name} is expired, and expired stock is not used",
        code="all-expired",
        advice=f"shelterkit use {expired[0].id} --expired",
    )


def filled(lots: Sequence[Item]) -> tuple[Item, ...]:
    """Return the lots that have something in them; refuse when none has."""
    stocked = tuple(item for item in lots if not item.amount.is_zero)
    if not stocked:
        name, item_id = lots[0].name, lots[0].id
        raise NotDoneError(f"there is nothing left of {name}", code="nothing-left", advice=f"shelterkit show {item_id}")
    return stocked


def one_piece(item: Item) -> Amount | None:
    """Return the amount of one piece of an item, None when it is not kept in pieces."""
    if item.amount.count is not None and item.amount.unit.dimension != "pieces":
        return item.amount._replace(count=None)
    if item.amount.unit.dimension == "pieces":
        return Amount(None, Decimal(1), item.amount.unit)
    return None


def in_its_unit(item: Item, wanted: Amount) -> Amount:
    """Return so many of what an item is counted in now, never more than there is; it is only offered.

    Of what was opened, so many times what one of it was: a can of 400 g.
    """
    have = item.amount
    one = one_piece(item) or have._replace(size=Decimal(1))
    per = item.energy.per if item.energy else None
    if have.count is None and per and per.unit.dimension == have.unit.dimension != "pieces":
        one = per._replace(count=None, size=per.number)
    offered = one._replace(size=one.size * max(wanted.number, SMALLEST))
    is_packed = have.count is not None and have.unit.dimension != "pieces"
    if is_packed and wanted.number == wanted.number.to_integral_value() <= (have.count or 0):
        return one._replace(count=wanted.number)
    return offered if offered.base <= have.base and offered.size <= LARGEST else have


def asked_words(item: Item, wanted: Amount | None) -> str:
    """Return how much was asked for, a bare number as the pieces it means: "2 bottles"."""
    if wanted is not None and wanted.unit.symbol != "piece":
        return show_amount(wanted)
    number = wanted.number if wanted else Decimal(1)
    in_pieces = item.amount.unit.dimension == "pieces"
    return f"{show_number(number)} {plural(item.amount.unit.symbol if in_pieces else item.piece_word, number)}"


def recounted(item: Item, amount: Amount) -> Amount:
    """Return a corrected amount in the item's own pieces: "4" of 6 x 1.5 L is 4 x 1.5 L, "0" is nothing of it."""
    have = item.amount
    if amount.is_zero and (amount.unit.dimension in ("pieces", have.unit.dimension)):
        return have._replace(count=None, size=amount.size) if have.count is None else have._replace(count=amount.size)
    if amount.count is not None or amount.unit.symbol not in _CONTAINERS:
        return amount
    if have.count is not None and have.unit.dimension != "pieces":
        if amount.size != amount.size.to_integral_value():
            raise other_unit(item, amount)
        return have._replace(count=amount.size)
    if amount.unit.symbol != "piece":
        return amount
    if have.unit.dimension != "pieces":
        raise other_unit(item, amount)
    return Amount(None, amount.size, have.unit)


def _base_of_one(item: Item, wanted: Amount) -> Decimal:
    """Return how much of the item's base unit one of the wanted unit is."""
    have, want = item.amount, wanted.unit
    if want.dimension == have.unit.dimension and want.dimension != "pieces":
        return want.factor
    if want.dimension == "pieces":
        if have.unit.dimension == "pieces":
            if want == have.unit or want.symbol == "piece" or (have.count is None and have.unit.symbol == "piece"):
                return Decimal(1)
            if have.count is not None and want.symbol in _CONTAINERS:
                return have.size
            if have.count is None and want.symbol == item.piece_word:
                return Decimal(1)
        elif have.count is not None and want.symbol in {*_CONTAINERS, item.piece_word}:
            return have.size * have.unit.factor
    raise other_unit(item, wanted)


def _base_in_turn(item: Item, good: Sequence[Item], wanted: Amount) -> Decimal:
    """Return how much of its base unit one of the wanted unit is; where all that fits is too little, refuse so."""
    try:
        return _base_of_one(item, wanted)
    except BadValue:
        fitting = [one for one in good if _fits(one, wanted)]
        there = sum((one.amount.base / _base_of_one(one, wanted) for one in fitting), Decimal(0))
        if not fitting or wanted.number - there <= _NOISE:
            raise
        raise _too_little(fitting, wanted, item) from None


def _fits(item: Item, wanted: Amount) -> bool:
    try:
        return bool(_base_of_one(item, wanted))
    except BadValue:
        return False


def _in_size(per: Amount | None, amount: Amount) -> Amount | None:
    """Return so many pieces as what they hold: a can of 400 g as 400 g."""
    if per is None or per.unit.dimension != "pieces" or amount.unit.dimension == "pieces":
        return per
    held = Amount(None, per.number * amount.size, amount.unit)
    if not SMALLEST <= held.size <= LARGEST:
        raise BadValue(f"{show_amount(per)} of {show_amount(amount)} cannot be opened by halves.", code="amount-range")
    return held


def other_unit(item: Item, wanted: Amount) -> BadValue:
    """Return the refusal of an amount in a unit the item is not counted in."""
    have, want = show_amount(item.amount), show_amount(wanted)
    return BadValue(f"{item.id} {item.name} is counted as {have}; how much is {want} of it?", code="amount-unit")


def _too_little(good: Sequence[Item], wanted: Amount, other: Item | None = None) -> NotDoneError:
    there = " and ".join(show_amount(item.amount) for item in good[:3]) + (" and more" if len(good) > 3 else "")  # noqa: PLR2004
    if other:
        there += f", beside {other.id}, counted as {show_amount(other.amount)}"
    return NotDoneError(
        f"{show_amount(wanted)} of {good[0].name} cannot be used: all there is of it is {there}",
        code="amount-too-much",
        advice=f"shelterkit show {good[0].id}",
    )


def _without_amount(inventory: Inventory, item: Item, base: Decimal) -> Inventory:
    amount = item.amount.less(base)
    if amount.is_zero:
        return inventory.without((item.id,))
    return inventory.with_changed(with_amount(item, amount))


def with_amount(item: Item, amount: Amount) -> Item:
    """Return an item with more or less of the same in it.

    What "all of it" was worth stays right for what is there, and what a piece was worth when pieces are opened.
    """
    energy, lasts = item.energy, item.lasts
    if not item.amount.is_zero:
        energy = energy.spread(item.amount) if energy else None
        lasts = Lasting(lasts.span, lasts.per or item.amount) if lasts else None
    if amount.count is None and item.amount.count is not None:
        energy = energy._replace(per=_in_size(energy.per, item.amount)) if energy else None
        lasts = lasts._replace(per=_in_size(lasts.per, item.amount)) if lasts else None
    return item._replace(amount=amount, energy=energy, lasts=lasts)
