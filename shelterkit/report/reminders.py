"""What `check` says: the verdict, then a line for each thing that needs attention."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from shelterkit.calendar_dates import distance
from shelterkit.quantities.amounts import show_amount
from shelterkit.reminders.lots import need_of
from shelterkit.reminders.reminder import CLOCK, EXPIRED, LOW, NO_ENERGY, NONE, REFILL, ROTATE, SOON, STALE, UNUSED
from shelterkit.report.document import ALARM, PLAIN, WARNING, Paragraph, Row, Table, document
from shelterkit.report.wording import (
    IN_DAYS,
    NEED_NAMES,
    amount_in,
    count_words,
    days_words,
    good_to_words,
    have_words,
    household_words,
    last_day_words,
    short_words,
    target_words,
    whole_days,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from shelterkit.assessment.assess import Line
    from shelterkit.calendar_dates import Span
    from shelterkit.household import Household
    from shelterkit.inventory.items import Item
    from shelterkit.reminders.remind import Check
    from shelterkit.reminders.reminder import Reminder
    from shelterkit.report.document import Document

_WORDS = {
    CLOCK: "CLOCK",
    NONE: "NONE",
    LOW: "LOW",
    REFILL: "REFILL",
    EXPIRED: "EXPIRED",
    SOON: "SOON",
    UNUSED: "UNUSED",
    ROTATE: "ROTATE",
    NO_ENERGY: "ENERGY",
    STALE: "STALE",
}
_WORD_CELLS = 7
_ALARMING = ("CLOCK", "NONE", "EXPIRED")
_TONES = {"OK": PLAIN, "WARNING": WARNING, "CRITICAL": ALARM, "UNKNOWN": ALARM}
_KINDS = {"water": "water", "food": "food", "med": "medication", "other": "other things"}
_UNIT_WORDS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_NAMED_ITEMS = 4


def check_document(check: Check, *, redact: bool = False) -> Document:
    """Return what a mail from cron says; redacted without the names of items, medicines and people."""
    if not check.reminders:
        return document(f"OK - {all_is_well(check)}.")
    found = check.verdict
    count = len(check.reminders)
    needs = "1 thing needs attention" if count == 1 else f"{count} things need attention"
    header = Paragraph(f"{found.word} - {needs}", _TONES[found.word])
    return document(header, Table((), _rows(check, redact=redact), wraps=1, toned=0, indent=2))


def _rows(check: Check, *, redact: bool) -> tuple[Row, ...]:
    if redact:
        from shelterkit.report.redacted import grouped, redacted  # noqa: PLC0415 - only where names are left out

        return tuple(_row(group[0], redacted(group, check)) for group in grouped(check.reminders))
    return tuple(_row(one, sentence(one, check)) for one in check.reminders)


def _row(reminder: Reminder, says: str) -> Row:
    word = word_of(reminder)
    tone = ALARM if word in _ALARMING or reminder.severity == "critical" else WARNING
    # The words stand in a column of their own width, whichever of them are there.
    return Row((f"{word:{_WORD_CELLS}}", says), (word, says), tone=tone)


def word_of(reminder: Reminder) -> str:
    """Return the state word in front of a line."""
    if reminder.code == LOW and reminder.line is not None and reminder.line.state == "minimum":
        return "MINIMUM"
    return _WORDS[reminder.code]


def all_is_well(check: Check) -> str:
    """Return what it means that nothing needs attention."""
    reached = "every need reaches its target" if check.lines else "nothing is needed"
    of = "" if check.only is None else f"{', '.join(_KINDS[kind] for kind in _KINDS if kind in check.only)}: "
    return f"{of}{reached}; nothing goes off within {span_words(check.thresholds.within)}"


def span_words(span: Span) -> str:
    """Return a span as words: "30 days", "1 year"."""
    text = span.text
    return count_words(int(text[:-1]), _UNIT_WORDS[text[-1]])


def sentence(reminder: Reminder, check: Check) -> str:
    """Return one thing that needs attention as a line that explains itself."""
    on, item, line = check.assessment.on, reminder.item, reminder.line
    if reminder.code in _OF_LOT and item:
        return f"{item.id} {item.name}, {show_amount(item.amount)}: {_OF_LOT[reminder.code](reminder, item, on)}."
    if reminder.need == "medication":
        return f"{_medicine(reminder)}: {_OF_MEDICINE[reminder.code](reminder, on)}."
    if reminder.code == LOW and line:
        return low_words(line, check.thresholds.water_critical)
    if reminder.code == NONE:
        return nothing_words(reminder, f" for {_eaters(reminder.need, check.facts.household.recounted(on), on)}")
    return _OF_KIT[reminder.code](reminder, on)


def nothing_words(reminder: Reminder, for_whom: str) -> str:
    """Return that nothing of a need is there; where something is that nobody can count, that it counts as nothing."""
    line, name = reminder.line, NEED_NAMES[reminder.need or "food"]
    if line is None or not line.unknown:
        return f"{name}: nothing{for_whom}."
    lacking = "how long they last" if line.need.unit == "day" else "their energy"
    if len(line.unknown) == 1:
        lacking = lacking.replace("they last", "it lasts").replace("their", "its")
    says = f"{count_words(len(line.unknown), 'item')} {'does' if len(line.unknown) == 1 else 'do'} not say {lacking}"
    return f"{name}: nothing that counts{for_whom}; {says}."


def _eaters(need: str | None, household: Household, on: date) -> str:
    """Return who goes without: "2 adults, 1 child"."""
    if need == "infant-food":
        return count_words(household.infants_on_formula(on), "infant")
    if need in ("dog-food", "cat-food"):
        return count_words(household.dogs, "dog") if need == "dog-food" else count_words(household.cats, "cat")
    if need == "technical-water":
        household = household._replace(dogs=0, cats=0)
    elif need == "food":
        household = household._replace(dogs=0, cats=0, infants=0)
    return household_words(household)


def _medicine(reminder: Reminder) -> str:
    """Return a medicine by name: "m1 Metformin 500 mg (Anna)"."""
    named = f"{reminder.item.id} {reminder.item.name}" if reminder.item else f"{reminder.medicine}"
    return f"{named} ({', '.join(reminder.people)})" if reminder.people else named


def low_words(line: Line, critical: Span) -> str:
    """Return how far a need is from its target: "Water: 9 L of 100 L (0.9 days). Add 91 L."."""
    name, lasts = NEED_NAMES[line.need.kind], days_words(line.days)
    least = "at least " if line.unknown else ""
    if line.state == "ok":
        return f"{name}: {have_words(line)} ({lasts}), less than {span_words(critical)}."
    minimum = f"; the minimum is {line.target.minimum}" if line.state == "minimum" else ""
    if line.need.kind in IN_DAYS:
        return f"{name}: {least}{lasts} of {target_words(line)}{minimum}."
    wasted = amount_in(line.need.unit, line.wasted_total, rounding="up") if line.wasted else ""
    unused = f"; {wasted} will go off unused" if wasted else ""
    add = f" Add {short_words(line).removesuffix(' short')}." if line.need.unit == "L" else ""
    return f"{name}: {have_words(line)} of {target_words(line)} ({least}{lasts}{minimum}{unused}).{add}"


def _none_left(reminder: Reminder, _: date) -> str:
    if reminder.line is None:
        return "none left; it is taken as needed"
    return "not everybody who takes it has some left" if reminder.line.stocked else "none left"


def _less_than_planned(reminder: Reminder, on: date) -> str:
    of = f" of {whole_days(reminder.target_days)}"
    return f"{_left(reminder)}{of}{_ends(reminder, on)}"


def _running_out(reminder: Reminder, on: date) -> str:
    return f"{_left(reminder)}{_ends(reminder, on)}"


def _ends(reminder: Reminder, on: date) -> str:
    """Return the last day there is enough for, and when to order; at the end of all calendars there is none."""
    return f", {last_day_words(reminder.until, on)}. {_order(reminder, on)}" if reminder.until else ""


def _left(reminder: Reminder) -> str:
    return f"{days_words(reminder.days or Decimal(0))} left"


def _order(reminder: Reminder, on: date) -> str:
    if reminder.order_by and reminder.order_by < on:
        return f"Order now (it was due by {reminder.order_by})"
    return f"Order by {reminder.order_by}"


def _dated(_: Reminder, item: Item, on: date) -> str:
    return good_to_words(item, on) or ""


def _unused(reminder: Reminder, item: Item, _: date) -> str:
    amount = amount_in(reminder.unit or "", reminder.wasted or Decimal(0), rounding="up")
    word = "use by" if item.use_by else "best before"
    return f"{word} {reminder.day}, and {amount} of it will not be taken by then"


def _rotate(reminder: Reminder, item: Item, _: date) -> str:
    return f"without a date, added {item.added}. Replace it (due {reminder.day})"


def _no_energy(reminder: Reminder, _: date) -> str:
    items = reminder.items
    named = ", ".join(f"{item.id} {item.name}" for item in items[:_NAMED_ITEMS])
    more = len(items) - _NAMED_ITEMS
    return f"{uncounted_words(items)}: {named}{f' and {more} more' if more > 0 else ''}."


def uncounted_words(items: tuple[Item, ...]) -> str:
    """Return that food counts as nothing, and why."""
    in_days = all(need_of(item) in ("dog-food", "cat-food") for item in items)
    if len(items) == 1:
        return f"1 item does not say {'how long it lasts' if in_days else 'its energy'} and counts as nothing"
    lacking = "how long they last" if in_days else "their energy"
    return f"{len(items)} items do not say {lacking} and count as nothing"


def _stale(reminder: Reminder, on: date) -> str:
    ago = distance(reminder.day or on, on)
    return f"This kit was last counted or changed on {reminder.day} ({ago}). Is it still as written?"


def _clock(reminder: Reminder, on: date) -> str:
    did = "an item was added" if reminder.item else "the kit was saved"
    return f"This computer's clock says {on}, but {did} on {reminder.day}. Is the clock right?"


_OF_LOT: dict[str, Callable[[Reminder, Item, date], str]] = {
    EXPIRED: _dated,
    SOON: _dated,
    UNUSED: _unused,
    ROTATE: _rotate,
}
_OF_MEDICINE: dict[str, Callable[[Reminder, date], str]] = {
    NONE: _none_left,
    LOW: _less_than_planned,
    REFILL: _running_out,
}
_OF_KIT: dict[str, Callable[[Reminder, date], str]] = {NO_ENERGY: _no_energy, STALE: _stale, CLOCK: _clock}
