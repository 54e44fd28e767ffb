"""Change a kit: read, decide and save under one lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from shelterkit.errors import UsageError
from shelterkit.store.changes import editing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from shelterkit.codec.kit import Kit
    from shelterkit.services.kits import Desk

Result = TypeVar("Result")


class Decision(NamedTuple, Generic[Result]):
    """What a change makes of a kit, what it is called in the history, and what to tell the user."""

    kit: Kit
    did: str
    result: Result


class Change(NamedTuple, Generic[Result]):
    """A change that was made, or only tried; `comments_version` has comments the file has no more."""

    before: Kit
    after: Kit
    result: Result
    dry_run: bool = False
    comments_version: int | None = None


class Pen(NamedTuple):
    """How a change is written: at which moment, and whether only to try."""

    now: datetime
    dry_run: bool = False


def refuse_demo(desk: Desk) -> None:
    """Refuse to change the sample kit."""
    if desk.place.demo:
        raise UsageError("the sample kit cannot be changed", code="demo", advice="shelterkit init")


def change(desk: Desk, pen: Pen, decide: Callable[[Kit], Decision[Result]]) -> Change[Result]:
    """Apply a decision to the kit as it is at this moment, and save it unless it is a dry run."""
    refuse_demo(desk)
    if pen.dry_run:
        from shelterkit.store.reading import load  # noqa: PLC0415 - a dry run needs no lock

        before = load(desk.place.path, on=desk.today).kit
        current = _as_of(before, desk.today, {})
        decision = decide(current)
        after = decision.kit if decision.kit != current else before
        return Change(before, after, decision.result, dry_run=True)
    with editing(desk.place.path, now=pen.now) as edit:
        before = edit.kit
        current = _as_of(before, desk.today, edit.ids)
        decision = decide(current)
        # What changes nothing is not written, and leaves even the date of the last save alone.
        after = decision.kit if decision.kit != current else before
        saved = edit.save(after, decision.did)
    return Change(before, after, decision.result, comments_version=saved.comments_version)


def _as_of(kit: Kit, today: date, ids: Mapping[str, int]) -> Kit:
    """Return a kit as it is today: birthdays counted, no id free that was ever given, saved today."""
    numbers = {**kit.inventory.next_id, **ids}
    next_id = {kind: max(number, kit.inventory.next_id.get(kind, 1)) for kind, number in numbers.items()}
    day = max(today, kit.saved or today)
    return kit._replace(
        household=kit.household.recounted(day), inventory=kit.inventory._replace(next_id=next_id), saved=day
    )
