"""How long a stock lasts: first expired, first out, along the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from fractions import Fraction


class Lot(NamedTuple):
    """So much of a stock from one item, good for `usable_days` whole days from the day asked (None: for ever).

    Amounts are whole parts of the stock's unit: exact, whatever an item's energy has to be divided by.
    """

    item_id: str
    parts: Decimal
    usable_days: int | None
    person: str | None = None


class Coverage(NamedTuple):
    """What the lots cover: `covered` parts are used at `per_day` parts a day; `used` says how much of each item."""

    covered: Decimal
    per_day: Decimal
    used: Mapping[str, Decimal]


def cover(lots: Sequence[Lot], per_day: Decimal) -> Coverage:
    """Return the coverage of lots in the order they are used up.

    A lot of `parts` that is good for E days adds what the demand can still take of it before day E ends:
    min(parts, per_day * E - covered). The same as walking day by day, in one pass.
    """
    covered = per_day * 0
    used: dict[str, Decimal] = {}
    for lot in lots:
        taken = lot.parts
        if lot.usable_days is not None:
            taken = max(per_day * 0, min(taken, per_day * lot.usable_days - covered))
        covered += taken
        used[lot.item_id] = taken
    return Coverage(covered, per_day, used)


class SharedCoverage(NamedTuple):
    """How long a medicine lasts several people, in days, and how many parts are missing up to the target."""

    days: Fraction
    missing: Fraction
    used: Mapping[str, Fraction]


def cover_people(lots: Sequence[Lot], rates: Mapping[str | None, Decimal], target_days: int) -> SharedCoverage:
    """Return the coverage where some lots are kept for one person: it ends when the first person has nothing left.

    Everybody takes the first lot to expire that is kept for them or for nobody. From event to event: a lot runs
    out, a lot goes off, the target is reached.
    """
    from fractions import Fraction  # noqa: PLC0415 - only where a medicine is kept for somebody

    left = {lot.item_id: Fraction(lot.parts) for lot in lots}
    wanted = {person: Fraction(rate) for person, rate in rates.items()}
    now, gap, missing = Fraction(0), None, Fraction(0)
    while True:
        picks = {person: _first_usable(lots, left, person, now) for person in wanted}
        lacking = sum((wanted[person] for person, lot in picks.items() if lot is None), Fraction(0))
        if lacking and gap is None:
            gap = now
        step, draws = _until_next_event(picks, wanted, left, now)
        until_target = max(Fraction(0), target_days - now)
        missing += lacking * (until_target if step is None else min(step, until_target))
        # Past the target, too: what somebody will still take is not wasted because another has none.
        if step is None:
            break
        for item_id, draw in draws.items():
            left[item_id] -= draw * step
        now += step
    used = {lot.item_id: Fraction(lot.parts) - left[lot.item_id] for lot in lots}
    return SharedCoverage(now if gap is None else gap, missing, used)


def _first_usable(lots: Sequence[Lot], left: Mapping[str, Fraction], person: str | None, now: Fraction) -> Lot | None:
    for lot in lots:
        allowed = lot.person is None or lot.person == person
        if allowed and left[lot.item_id] > 0 and (lot.usable_days is None or lot.usable_days > now):
            return lot
    return None


def _until_next_event(
    picks: Mapping[str | None, Lot | None],
    wanted: Mapping[str | None, Fraction],
    left: Mapping[str, Fraction],
    now: Fraction,
) -> tuple[Fraction | None, dict[str, Fraction]]:
    draws: dict[str, Fraction] = {}
    steps: list[Fraction] = []
    for person, lot in picks.items():
        if lot is not None:
            draws[lot.item_id] = draws.get(lot.item_id, wanted[person] * 0) + wanted[person]
            if lot.usable_days is not None:
                steps.append(lot.usable_days - now)
    steps += [left[item_id] / draw for item_id, draw in draws.items()]
    return min(steps, default=None), draws
