"""What to buy to reach the target, what to replace soon, and what is used up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.assessment.supply import stock_for
from shelterkit.errors import BadValue
from shelterkit.household import medicine_key
from shelterkit.inventory.items import Inventory, Item, first_to_expire, id_number
from shelterkit.quantities.amounts import Amount
from shelterkit.quantities.units import DAY, KILOGRAM, LITRE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.assessment.demand import Need
    from shelterkit.calendar_dates import Span
    from shelterkit.household import Household

_NEED_OF_EATER = {"people": "food", "infant": "infant-food", "dog": "dog-food", "cat": "cat-food"}
_SOLD_BY = {"mg": KILOGRAM, "g": KILOGRAM, "ml": LITRE, "cl": LITRE, "dl": LITRE}
_ONE = Decimal(1)
# How many come in one pack; another number is what is left of one.
_SOLD_TOGETHER = frozenset(map(Decimal, (2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 24, 30, 36, 48)))


class Pack(NamedTuple):
    """What a need can be bought in, as an item of the kit shows it: `number` times `amount`."""

    item: Item
    amount: Amount
    number: int


class Purchase(NamedTuple):
    """What is missing of one need; `ready_days` is what the kit is ready for once this and all before it are bought."""

    line: Line
    ready_days: Decimal
    pack: Pack | None = None

    @property
    def missing(self) -> Decimal:
        """Return what is missing to the target, in the need's unit and not rounded."""
        return self.line.missing / (self.line.parts * self.line.need.factor)


class UsedUp(NamedTuple):
    """Something of which nothing is left: an item with its id, or a medicine taken as needed."""

    kind: str
    name: str
    item_id: str | None = None
    as_needed: bool = False


class ShoppingList(NamedTuple):
    """What to buy in the order that helps most, what goes off `within` a time, and what else is used up."""

    assessment: Assessment
    within: Span
    buy: tuple[Purchase, ...]
    replace: tuple[Item, ...]
    restock: tuple[UsedUp, ...]

    @property
    def ready_days(self) -> Decimal | None:
        """Return what the kit is ready for before anything is bought; None where nothing has a daily need."""
        weakest = self.assessment.weakest
        return weakest.days if weakest else None


def shopping_list(
    assessment: Assessment, inventory: Inventory, household: Household, *, replace_within: Span
) -> ShoppingList:
    """Return what the kit lacks to its target, and what in it has to be replaced soon."""
    buy = tuple(_purchases(assessment, inventory, household))
    by = replace_within.after(assessment.on)
    going_off = [item for item in inventory.items if (last := item.last_usable) and last <= by]
    replace = sorted((item for item in going_off if not item.amount.is_zero), key=first_to_expire)
    restock = _used_up(assessment, inventory, [one.line.need for one in buy])
    return ShoppingList(assessment, replace_within, buy, tuple(replace), restock)


def serves(item: Item, need: Need) -> bool:
    """Tell whether an item is there for a need, whatever is left of it."""
    if item.kind == "water":
        return need.kind == ("technical-water" if item.technical else "drinking-water")
    if item.kind == "med":
        return need.medicine is not None and medicine_key(need.medicine) == medicine_key(item.name)
    return item.kind == "food" and need.kind == _NEED_OF_EATER[item.eaten_by]


def _purchases(assessment: Assessment, inventory: Inventory, household: Household) -> list[Purchase]:
    """Return a purchase per need below its target, each time of the need that would run out first."""
    waiting = [line for line in assessment.lines if line.missing]
    settled = [line for line in assessment.lines if not line.missing]
    found = []
    while first := _weakest(assessment, waiting):
        waiting.remove(first)
        settled.append(first._replace(covered=first.per_day * (first.target.days or 0), missing=Decimal(0)))
        after = _weakest(assessment, [*settled, *waiting])
        ready = after.days if after else Decimal(0)
        found.append(Purchase(first, ready, _pack(first, inventory, household, assessment)))
    return found


def _weakest(assessment: Assessment, lines: Sequence[Line]) -> Line | None:
    return assessment._replace(lines=tuple(lines)).weakest


def _pack(line: Line, inventory: Inventory, household: Household, assessment: Assessment) -> Pack | None:
    """Return what a need can be bought in: like the newest of its items that says what one of it is worth."""
    on = assessment.on
    eaters = household.infants_on_formula(on) if line.need.kind == "infant-food" else household.eaters(on)
    items = [item for item in inventory.items if serves(item, line.need)]
    for item in sorted(items, key=lambda one: id_number(one.id), reverse=True):
        one = _one_pack(item)
        stock = _stock_of(one, line.need, eaters, assessment) if one else None
        if one and stock:
            missing = Fraction(line.missing) / Fraction(line.parts)
            return Pack(item, one.amount, ceil(missing / stock))
    return None


def _stock_of(item: Item, need: Need, eaters: int, assessment: Assessment) -> Fraction | None:
    """Return what an item is worth to a need, None where nobody said."""
    try:
        stock = stock_for(need, Inventory((item,)), eaters=eaters, on=assessment.on)
    except BadValue:
        return None  # Of an empty item nobody checked that its energy is counted as it is.
    return Fraction(stock.lots[0].parts) / Fraction(stock.parts) if stock.lots else None


def _one_pack(item: Item) -> Item | None:
    """Return an item as one pack of it would be when bought, None where the kit does not say what a pack is.

    6 x 1.5 L is a pack of six; 1 x 5 L is a single one, and so is each of the 11 x 5 L that are left of twelve.
    12 cans or pieces are bought one by one and loose food by the kilogram or litre. What is left of a medicine is no
    pack, and neither are two of its packs one: 56 tablets come in nothing, 2 x 10 tablets in tens.
    """
    amount = _pack_amount(item)
    of_all = (item.energy and item.energy.per is None) or (item.lasts and item.lasts.per is None)
    if amount is None or (item.amount.is_zero and (of_all or item.kind == "med")):
        return None  # What "all of it" was worth, or how it was counted, left with the last of it.
    return item._replace(
        amount=amount,
        good_to=None,
        opened=None,
        energy=item.energy.spread(item.amount) if item.energy else None,
        lasts=item.lasts._replace(per=item.lasts.per or item.amount) if item.lasts else None,
    )


def _pack_amount(item: Item) -> Amount | None:
    amount = item.amount
    if amount.count is not None:
        is_single = item.kind == "med" or amount.count not in _SOLD_TOGETHER
        return amount._replace(count=_ONE) if is_single else amount
    if item.kind != "food" or amount.unit.dimension == "energy" or amount.unit == DAY:
        return None
    return Amount(None, _ONE, _SOLD_BY.get(amount.unit.symbol, amount.unit))


def _used_up(assessment: Assessment, inventory: Inventory, bought: Sequence[Need]) -> tuple[UsedUp, ...]:
    """Return the things of which nothing is left, but for what the purchases make up for.

    What has another lot under the same name is not used up, even where that one has expired: it is replaced.
    """
    as_needed = {medicine_key(name) for name, _ in assessment.as_needed}
    there = {_thing(item.kind, item.name) for item in inventory.items if not item.amount.is_zero}
    gone: dict[tuple[str, str], UsedUp] = {}
    for item in inventory.items:
        thing = _thing(item.kind, item.name)
        if thing not in there and not any(serves(item, need) for need in bought):
            is_as_needed = item.kind == "med" and thing[1] in as_needed
            gone.setdefault(thing, UsedUp(item.kind, item.name, item.id, as_needed=is_as_needed))
    for name, available in assessment.as_needed:
        thing = _thing("med", name)
        if not available and thing not in there:
            gone.setdefault(thing, UsedUp("med", name, as_needed=True))
    return tuple(gone.values())


def _thing(kind: str, name: str) -> tuple[str, str]:
    """Return what two lots of one thing have in common: case and spaces of its name aside."""
    return kind, medicine_key(name)
