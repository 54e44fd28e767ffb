"""What `history`, `undo`, `redo` and `where` say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.report.changes import left_words, line_for, now_words
from shelterkit.report.document import Document, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.assessment.assess import Assessment
    from shelterkit.inventory.items import Inventory, Item
    from shelterkit.report.document import Block

_NAMED = 5


def history_document(versions: Sequence[tuple[int, str, str, bool]]) -> Document:
    """Return every version kept: its number, when it was made, what was done, and whether it is the kit now."""
    if not versions:
        return document("Nothing was changed yet.")
    rows = tuple(
        Row((str(number), when, did), (f"{number}  {when}", did), "*" if current else "")
        for number, when, did, current in versions
    )
    return document(
        Table(("No", "When", "What"), rows, wraps=2, marked=True),
        Paragraph("* is the kit as it is now. Take the last change back: shelterkit undo", hang=2),
    )


def diff_document(number: int, lines: Sequence[str]) -> Document:
    """Return the lines a version changed."""
    if not lines:
        return document(f"Version {number} changed nothing.")
    return document(f"What version {number} changed:", *(Verbatim(f"  {line}") for line in lines))


def moved_document(  # noqa: PLR0913 - what was done, the two states and what surrounds them
    did: Sequence[str],
    before: Inventory | None,
    after: Inventory,
    *,
    verb: str,
    when: str,
    assessment: Assessment | None,
) -> Document:
    """Return what was undone or redone, how the items stand now, and the way back."""
    back = "Redo: shelterkit redo" if verb == "Undone" else "Undo: shelterkit undo"
    said = [f"{verb}: {one}{f' ({when})' if number == 0 and when else ''}." for number, one in enumerate(did)]
    changed = _changed_items(before, after)
    blocks: list[Block] = [Paragraph(line, hang=2) for line in (*said, *changed[:_NAMED])]
    if len(changed) > _NAMED:
        blocks.append(Paragraph(f"And {count_words(len(changed) - _NAMED, 'item')} more."))
    now = _now(before, after, assessment)
    return document(*blocks, Paragraph(now, hang=2) if now else None, Verbatim(back))


def _now(before: Inventory | None, after: Inventory, assessment: Assessment | None) -> str:
    """Return the new total where one item is different."""
    differing = [item for _, item in _differing(before, after)]
    return now_words(line_for(differing[0], assessment)) if len(differing) == 1 else ""


def _differing(before: Inventory | None, after: Inventory) -> list[tuple[str, Item]]:
    old = {item.id: item for item in before.items} if before else {}
    new = {item.id: item for item in after.items}
    found = [("back" if key not in old else "changed", item) for key, item in new.items() if old.get(key) != item]
    return found + [("gone", item) for key, item in old.items() if key not in new]


def _changed_items(before: Inventory | None, after: Inventory) -> list[str]:
    if before is None:
        return [f"The kit has {count_words(len(after.items), 'item')} again."]
    said = []
    for how, item in _differing(before, after):
        if how == "gone":
            said.append(f"{item.id} {item.name} is off the list.")
        elif how == "back":
            said.append(f"{item.id} {item.name} is back: {left_words(item)}.")
        else:
            old = before.get(item.id)
            same = old is not None and old.amount == item.amount
            said.append(f"{item.id} is as it was." if same else f"{item.id} is back to {left_words(item)}.")
    return said or ["The items are the same; household or plan changed."]


def mended_document(items: int) -> Document:
    """Return that the newest version that reads is the kit again."""
    return document(
        f"The newest good version is back, with {count_words(items, 'item')}.",
        "What was there before is kept: shelterkit history",
        Verbatim("Undo: shelterkit undo"),
    )


def where_document(paths: Sequence[tuple[str, str, str]]) -> Document:
    """Return where everything is kept."""
    rows = tuple(Row((name, path, note), (name, path, *((note,) if note else ()))) for name, path, note in paths)
    return document(Table((), rows, wraps=1))
