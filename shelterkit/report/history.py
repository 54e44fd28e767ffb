"""What `history`, `undo`, `redo` and `where` say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.report.changes import DRY_RUN, left_words
from shelterkit.report.document import Document, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.household import PLACE_NAMES
from shelterkit.report.wording import count_words, dose_words, household_words, whole_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.codec.kit import Kit
    from shelterkit.household import Household, Plan
    from shelterkit.inventory.items import Inventory
    from shelterkit.report.document import Block

_NAMED, _SHORT = 5, 60


def history_document(versions: Sequence[tuple[int, str, str, bool]], legend: Sequence[str] = ()) -> Document:
    """Return every version kept: its number, when it was made, what was done, and whether it is the kit now."""
    if not versions:
        return document("Nothing was changed yet.")
    rows = tuple(
        Row((str(number), when, did), (f"{number}  {when}", did), "*" if current else "")
        for number, when, did, current in versions
    )
    table = Table(("No", "When", "What"), rows, wraps=2, marked=True)
    return document(table, Paragraph(" ".join(legend), hang=2) if legend else None)


def history_legend(*, has_star: bool, is_changed: bool, can_undo: bool) -> list[str]:
    """Return what stands below the versions: what the star means, a change not kept yet, and how one is taken back."""
    told = ["* is the kit as it is now."] if has_star else []
    if is_changed:
        told.append("The kit file was changed since, by something other than shelterkit; the next save keeps that too.")
    return [*told, "Take the last change back: shelterkit undo"] if can_undo else told


def moved_document(did: Sequence[str], changed: Sequence[str], *, verb: str, when: str, dry_run: bool) -> Document:
    """Return what was undone or redone, how things stand now, and the way back."""
    back = "Redo: shelterkit redo" if verb == "Undone" else "Undo: shelterkit undo"
    if dry_run:
        verb, back = {"Undone": "Would undo", "Redone": "Would redo"}[verb], DRY_RUN
    said = [f"{verb}: {one}{f' ({when})' if number == 0 and when else ''}." for number, one in enumerate(did)]
    if len(changed) == 1 and len(changed[0]) <= _SHORT and not dry_run:
        return document(*(Paragraph(line, hang=2) for line in (*said, f"{changed[0]}   {back}")))
    if dry_run:
        said = [*said, "If this were saved:"]
    blocks: list[Block] = [Paragraph(line, hang=2) for line in (*said, *changed[:_NAMED])]
    if len(changed) > _NAMED:
        blocks.append(Paragraph(f"And {len(changed) - _NAMED} more."))
    return document(*blocks, Verbatim(back))


def changed_items(before: Inventory | None, after: Inventory, *, verb: str) -> list[str]:
    """Return how each item stands that is different."""
    if before is None:
        return [f"The kit has {count_words(len(after.items), 'item')} again."]
    old = {item.id: item for item in before.items}
    new = {item.id: item for item in after.items}
    said = []
    for key, item in new.items():
        if key not in old:
            said.append(f"{key} {item.name} is back: {left_words(item)}.")
        elif old[key].name != item.name:
            said.append(f"{key} is {item.name} again: {left_words(item)}.")
        elif old[key].amount != item.amount:
            said.append(f"{key} is {'back to' if verb == 'Undone' else 'at'} {left_words(item)}.")
        elif old[key] != item:
            said.append(f"{key} is as it was before." if verb == "Undone" else f"{key} is changed again.")
    return said + [f"{item.id} {item.name} is off the list." for key, item in old.items() if key not in new]


def changed_kit(before: Kit, after: Kit) -> list[str]:
    """Return what is different in everything but the items."""
    said = [*_changed_household(before.household, after.household), *_changed_plan(before.plan, after.plan)]
    if before.contacts != after.contacts:
        numbers = "; ".join(f"{one.name} {one.phone or 'no number'}" for one in after.contacts)
        said.append(f"Phone numbers: {numbers or 'none'}.")
    if before.counted != after.counted:
        said.append(f"Last stock-take: {after.counted or 'none yet'}.")
    return said


def _changed_household(before: Household, after: Household) -> list[str]:
    said = []
    if household_words(before) != household_words(after):
        said.append(f"The household is {household_words(after)} (before: {household_words(before)}).")
    if before.people != after.people:
        names = ", ".join(person.name for person in after.people) or "nobody"
        said.append(f"With a name: {names}.")
    if before.regimens != after.regimens:
        doses = "; ".join(f"{one.person or 'somebody'} {one.medicine}, {dose_words(one)}" for one in after.regimens)
        said.append(f"Doses: {doses or 'none'}.")
    return said


def _changed_plan(before: Plan, after: Plan) -> list[str]:
    said = []
    if before[:3] != after[:3]:
        days = whole_days(after.days) if after.days else "as advised"
        hot = ", hot weather" if after.hot else ""
        said.append(f"Advice: {after.advisory}, {days}{hot}.")
    for place, name in PLACE_NAMES.items():
        if getattr(before, place) != getattr(after, place):
            said.append(f"{name}: {getattr(after, place) or 'not noted'}")
    return said


def mended_document(items: int, damaged: int | None, passed: int | None = None) -> Document:
    """Return that the newest version that reads is the kit again, and where the text is that did not read."""
    back = f"The newest good version is back, with {count_words(items, 'item')}."
    empty = f"Version {passed} reads too, but an edit by hand had taken all items out of it." if passed else None
    if damaged is None:
        return document(back, empty)
    return document(
        back,
        empty,
        Paragraph(f"The damaged text is kept as version {damaged}. What is different in it:"),
        Verbatim(f"  shelterkit history --diff {damaged}"),
    )


def where_document(places: Sequence[tuple[str, str, bool]]) -> Document:
    """Return where everything is kept: what a place is for, its path, and whether it is there."""
    notes = ((what[0].upper() + what[1:], path, "" if is_there else "not there yet") for what, path, is_there in places)
    return document(Table((), tuple(Row((*cells,), tuple(cell for cell in cells if cell)) for cells in notes)))
