"""What the needs of the household ask for: too little water or food, medicine to order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from shelterkit.household import medicine_key
from shelterkit.reminders.reminder import CRITICAL, LOW, NONE, REFILL, WARNING, Reminder
from shelterkit.reminders.thresholds import whole_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.calendar_dates import Span
    from shelterkit.household import Household
    from shelterkit.inventory.items import Inventory, Item
    from shelterkit.reminders.thresholds import Thresholds

_DEADLY = frozenset(("drinking-water", "infant-food"))


def of_needs(
    assessment: Assessment, inventory: Inventory, household: Household, thresholds: Thresholds
) -> Iterator[Reminder]:
    """Yield what every need and every medicine asks for."""
    lots = _lots(inventory, assessment.on)
    for line in assessment.lines:
        if line.need.kind == "medication":
            found = _of_medicine(line, lots, thresholds, on=assessment.on)
        else:
            found = _of_need(line, thresholds)
        if found:
            yield found
    yield from _as_needed(assessment, household)


def _lots(inventory: Inventory, on: date) -> dict[str, list[Item]]:
    """Return the usable lots of every medicine."""
    found: dict[str, list[Item]] = {}
    for item in inventory.items:
        if item.kind == "med" and not item.amount.is_zero and not item.is_expired(on):
            found.setdefault(medicine_key(item.name), []).append(item)
    return found


def lasts_less(line: Line, span: Span) -> bool:
    """Tell whether a need is covered for less than a span; exactly as long is enough."""
    return line.covered < line.per_day * whole_days(span)


def _of_need(line: Line, thresholds: Thresholds) -> Reminder | None:
    kind, state = line.need.kind, line.state
    nearly_dry = kind == "drinking-water" and lasts_less(line, thresholds.water_critical)
    if state == "ok" and not nearly_dry:
        return None
    critical = nearly_dry or (state == "none" and kind in _DEADLY)
    code = NONE if state == "none" else LOW
    return Reminder(code, CRITICAL if critical else WARNING, kind, line=line, days=line.days)


def _of_medicine(line: Line, lots: dict[str, list[Item]], thresholds: Thresholds, *, on: date) -> Reminder | None:
    """Return one reminder of a medicine: none left, soon to run out, or less than the target; never two of them."""
    need, state = line.need, line.state
    critical = lasts_less(line, thresholds.medication_critical)
    running_out = critical or lasts_less(line, thresholds.medication_warning)
    if state == "ok" and not running_out:
        return None
    people = _named(need.people)
    lot = _only_lot(lots.get(medicine_key(need.medicine or ""), []), people)
    found = Reminder(NONE, CRITICAL, need.kind, lot, need.medicine, people, line, days=line.days)
    if state == "none":
        return found
    until = line.until(on)
    order_by = until - timedelta(whole_days(thresholds.medication_warning)) if until else None
    severity = CRITICAL if critical else WARNING
    return found._replace(code=REFILL if running_out else LOW, severity=severity, until=until, order_by=order_by)


def _only_lot(lots: list[Item], people: tuple[str, ...]) -> Item | None:
    """Return the lot the stock of a medicine consists of, None where there are several."""
    takers = {person.casefold() for person in people}
    taken = [lot for lot in lots if lot.person is None or lot.person.casefold() in takers]
    return taken[0] if len(taken) == 1 else None


def _named(people: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person for person in people if person))


def _as_needed(assessment: Assessment, household: Household) -> Iterator[Reminder]:
    """Yield the medicines taken as needed of which none is left, but for those somebody also takes every day."""
    regular = {medicine_key(line.need.medicine) for line in assessment.lines if line.need.medicine}
    for medicine, there in assessment.as_needed:
        key = medicine_key(medicine)
        if not there and key not in regular:
            people = _named(one.person for one in household.regimens if medicine_key(one.medicine) == key)
            yield Reminder(NONE, WARNING, "medication", medicine=medicine, people=people)
