"""What `check` says where others read along: how many and when, never what or whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.calendar_dates import distance
from shelterkit.reminders.reminder import EXPIRED, LOW, NO_ENERGY, NONE, REFILL, ROTATE, SOON, UNUSED
from shelterkit.report.reminders import low_words, nothing_words, sentence, uncounted_words
from shelterkit.report.wording import count_words, days_number, days_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.reminders.remind import Check
    from shelterkit.reminders.reminder import Reminder

Group = tuple["Reminder", ...]


def grouped(reminders: Sequence[Reminder]) -> tuple[Group, ...]:
    """Return the reminders in groups that one line can tell, in the order of the most urgent of each."""
    groups: dict[tuple[object, ...], list[Reminder]] = {}
    for one in reminders:
        groups.setdefault(_group_of(one), []).append(one)
    return tuple(map(tuple, groups.values()))


def _group_of(reminder: Reminder) -> tuple[object, ...]:
    line, need = reminder.line, reminder.need
    state = line.state if line and reminder.code == LOW else ""
    kind = reminder.item.kind if reminder.item and need != "medication" else need
    return reminder.severity, reminder.code, state, kind


def redacted(group: Group, check: Check) -> str:
    """Return what a group of reminders has in common, as a line without a name."""
    first = group[0]
    if first.code in (EXPIRED, SOON, ROTATE):
        return _of_items(group, check)
    if first.need == "medication":
        return _of_medicines(group)
    if first.code == NONE:
        return nothing_words(first, "")
    if first.line:
        return low_words(first.line, check.thresholds.water_critical)
    if first.code == NO_ENERGY:
        return f"{uncounted_words(first.items)}."
    return sentence(first, check)


def _of_items(group: Group, check: Check) -> str:
    first, count = group[0], len(group)
    kind = first.item.kind if first.item else "other"
    what = _medications(count) if kind == "med" else count_words(count, f"{kind} item")
    if first.code == ROTATE:
        return f"{what}: kept for long without a date. Replace {'it' if count == 1 else 'them'}."
    soonest = min(one.day for one in group if one.day)
    when = distance(soonest, check.assessment.on)
    return f"{what}: {when}." if count == 1 else f"{what}: the first {when}."


def _of_medicines(group: Group) -> str:
    first, what = group[0], _medications(len(group))
    if first.code == NONE:
        if first.line is None:
            return f"{what}: none left; taken as needed."
        some = any(one.line and one.line.stocked for one in group)
        return f"{what}: {'not everybody has some left' if some else 'none left'}."
    if first.code == UNUSED:
        return f"{what}: some will go off before it is taken."
    days = sorted(one.days for one in group if one.days is not None)
    least, most = days_words(days[0]), days_words(days[-1])
    span = most if least == most else f"{days_number(days[0])} to {most}"
    if first.code == REFILL:
        return f"{what}: {span} left."
    return f"{what}: {span} left, less than planned."


def _medications(count: int) -> str:
    return count_words(count, "medication")
