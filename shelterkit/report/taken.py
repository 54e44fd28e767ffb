"""What `use` and `remove` say after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.quantities.amounts import show_amount
from shelterkit.report.changes import UNDO, left_words, line_for, now_words, said_document, taken_words
from shelterkit.report.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from shelterkit.assessment.assess import Assessment
    from shelterkit.inventory.items import Item
    from shelterkit.inventory.taking import Use
    from shelterkit.report.document import Document

_NAMED = 5


def used_document(use: Use, assessment: Assessment | None, *, discarded: bool, dry_run: bool) -> Document:
    """Return what was taken from which lot, what is left, and the new total."""
    verb = "Threw away" if discarded else "Used"
    verb = {"Threw away": "Would throw away", "Used": "Would use"}[verb] if dry_run else verb
    lines = [_taken(taken.item, taken.base, verb) for taken in use.taken[:_NAMED]]
    if len(use.taken) > _NAMED:
        lines.append(f"And {count_words(len(use.taken) - _NAMED, 'item')} more.")
    lines += [f"Passed over: {item.id} {item.name}, expired {item.last_usable}." for item in use.skipped]
    last = use.taken[-1].item
    left = "" if discarded else f"Left: {left_words(use.left(last))}. "
    return said_document(
        *lines, left + now_words(line_for(last, assessment), dry_run=dry_run), undo=UNDO, dry_run=dry_run
    )


def _taken(item: Item, base: Decimal, verb: str) -> str:
    dated = f", the earliest ({item.last_usable})" if item.last_usable and verb == "Used" else ""
    return f"{verb} {taken_words(item, base)} of {item.id} {item.name}{dated}."


def removed_document(items: Sequence[Item], *, dry_run: bool) -> Document:
    """Return what was deleted."""
    verb = "Would delete" if dry_run else "Deleted"
    return said_document(
        *(f"{verb} {item.id} {item.name}, {show_amount(item.amount)}." for item in items[:_NAMED]),
        f"And {count_words(len(items) - _NAMED, 'item')} more." if len(items) > _NAMED else "",
        dry_run=dry_run,
    )
