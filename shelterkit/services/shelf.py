"""Put things on the shelf, use them, correct them, take them off."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.assessment.demand import medicine_unit
from shelterkit.errors import BadValue, NotDoneError, UsageError
from shelterkit.household import medicine_key
from shelterkit.inventory.finding import find_item, find_lots
from shelterkit.inventory.items import Item, checked
from shelterkit.inventory.taking import (
    Use,
    asked_words,
    discard,
    filled,
    in_its_unit,
    one_piece,
    recounted,
    take,
    take_all,
)
from shelterkit.quantities.amounts import Amount, show_amount
from shelterkit.quantities.units import PIECE
from shelterkit.services.changing import Change, Decision, Pen, change
from shelterkit.services.people import Intake, with_intake

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from shelterkit.codec.kit import Kit
    from shelterkit.household import Regimen
    from shelterkit.services.kits import Desk


class Added(NamedTuple):
    """A new item, the regimen that came with it, and what had to be said about people."""

    item: Item
    regimen: Regimen | None = None
    said: tuple[str, ...] = ()


def add(desk: Desk, pen: Pen, item: Item, intake: Intake | None) -> Change[Added]:
    """Put an item on the shelf; a dose and a person go to the household with it."""
    fresh = checked(item)._replace(added=desk.today)

    def decide(kit: Kit) -> Decision[Added]:
        household, regimen, said = with_intake(kit, intake, fresh, on=desk.today)
        inventory, stored = kit.inventory.with_new(fresh)
        after = kit._replace(inventory=inventory, household=household)
        refuse_unit_clash(after, stored)
        return Decision(after, f"add {stored.id} {_called(stored)}", Added(stored, regimen, said))

    return change(desk, pen, decide)


def _called(item: Item) -> str:
    return f"{item.name}, {show_amount(item.amount)}"


def refuse_unit_clash(kit: Kit, item: Item) -> None:
    """Refuse a medicine that is taken regularly and counted in something its doses or other lots are not."""
    key = medicine_key(item.name)
    if item.kind == "med" and any(one.rate and medicine_key(one.medicine) == key for one in kit.household.regimens):
        medicine_unit(kit.household, kit.inventory, key)


class Used(NamedTuple):
    """What was used or thrown away."""

    use: Use
    discarded: bool = False


def use(desk: Desk, pen: Pen, words: str, wanted: Amount | None, *, all_of_it: bool) -> Change[Used]:
    """Take an amount out of what the words name, or one piece of it, or all of it."""

    def decide(kit: Kit) -> Decision[Used]:
        lots = find_lots(kit.inventory, words)
        by_id = len(lots) == 1 and lots[0].id == words.strip().casefold()
        if all_of_it:
            used = take_all(kit.inventory, lots, on=desk.today, by_id=by_id)
        else:
            amount = wanted or _one_piece_of(filled(lots), words)
            used = _taken(kit, lots, amount, on=desk.today, by_id=by_id)
        named = ", ".join(f"{one.item.id} {one.item.name}" for one in used.taken)
        how_much = "all" if all_of_it else asked_words(lots[0], wanted)
        return Decision(kit._replace(inventory=used.inventory), f"use {how_much} of {named}", Used(used))

    return change(desk, pen, decide)


def _taken(kit: Kit, lots: Sequence[Item], wanted: Amount, *, on: date, by_id: bool) -> Use:
    """Take an amount; one in another unit is refused with so many of what there is, which nobody counted as that."""
    try:
        return take(kit.inventory, lots, wanted, on=on, by_id=by_id)
    except BadValue as refusal:
        if refusal.code == "amount-unit" and not refusal.instead:
            refusal.instead = (in_its_unit(filled(lots)[0], wanted).text,)
        raise


def _one_piece_of(lots: Sequence[Item], words: str) -> Amount:
    piece = one_piece(lots[0])
    if piece is None:
        amount = lots[0].amount
        raise BadValue(
            f"how much of {lots[0].id} {lots[0].name} ({show_amount(amount)}) was used?",
            code="amount-missing",
            typed=words,
            instead=(f"{lots[0].id} {in_its_unit(lots[0], Amount(None, Decimal(1), PIECE)).text}",),
        )
    return piece


def discard_expired(desk: Desk, pen: Pen, words: str | None) -> Change[Used]:
    """Take the expired lots off the shelf, of one thing or of the whole kit."""

    def decide(kit: Kit) -> Decision[Used]:
        lots = find_lots(kit.inventory, words) if words else kit.inventory.items
        expired = [item for item in lots if item.is_expired(desk.today)]
        if not expired:
            what = f"of {lots[0].name} " if words else ""
            raise NotDoneError(f"nothing {what}is expired", code="nothing-expired", advice="shelterkit expires")
        used = discard(kit.inventory, expired)
        named = ", ".join(f"{item.id} {item.name}" for item in expired)
        return Decision(kit._replace(inventory=used.inventory), f"discard expired {named}", Used(used, discarded=True))

    return change(desk, pen, decide)


class Edited(NamedTuple):
    """An item before and after a correction."""

    before: Item
    after: Item
    regimen: Regimen | None = None
    said: tuple[str, ...] = ()


def edit(  # noqa: PLR0913 - what one item can be corrected in
    desk: Desk,
    pen: Pen,
    words: str,
    fields: dict[str, Any],
    intake: Intake | None,
    *,
    settle: Callable[[Item], Item] | None = None,
) -> Change[Edited]:
    """Correct fields of one item; a dose or a person changes the regimen, `settle` what is worked out from the rest."""

    def decide(kit: Kit) -> Decision[Edited]:
        item = find_item(kit.inventory, words)
        if intake and item.kind != "med":
            raise UsageError(
                f"a dose and a person belong to medicine, not to {item.id} {item.name}", code="option-kind"
            )
        told = {**fields, "amount": recounted(item, fields["amount"])} if "amount" in fields else fields
        if "energy" in told:
            told = {**told, "kcal_source": None}
        corrected = item._replace(**told)
        changed = checked(settle(corrected) if settle else corrected)
        household, regimen, said = with_intake(kit, intake, changed, on=desk.today)
        after = kit._replace(inventory=kit.inventory.with_changed(changed), household=household)
        refuse_unit_clash(after, changed)
        return Decision(after, f"edit {item.id} {item.name}", Edited(item, changed, regimen, said))

    return change(desk, pen, decide)


def remove(desk: Desk, pen: Pen, words: Sequence[str]) -> Change[tuple[Item, ...]]:
    """Delete items; their ids are not given again."""

    def decide(kit: Kit) -> Decision[tuple[Item, ...]]:
        found = {item.id: item for item in (find_item(kit.inventory, one) for one in words)}
        items = tuple(found.values())
        named = ", ".join(f"{item.id} {item.name}" for item in items)
        after = kit._replace(inventory=kit.inventory.without(found))
        return Decision(after, f"remove {named}", items)

    return change(desk, pen, decide)
