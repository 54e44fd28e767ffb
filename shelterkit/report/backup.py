"""What is said of backups: what one has, what restoring it does, what merging it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.merging import Merged, compared
from shelterkit.quantities.amounts import show_amount
from shelterkit.report.changes import DRY_RUN, UNDO
from shelterkit.report.document import Document, Paragraph, Verbatim, document
from shelterkit.report.history import changed_kit
from shelterkit.report.staying import HEAD, staying_lines
from shelterkit.report.wording import count_words, dose_words, household_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.codec.kit import Kit
    from shelterkit.inventory.items import Item
    from shelterkit.report.document import Block

READS, DAMAGED, GONE, NONE = "reads", "damaged", "gone", "none"
_NAMED = 8
# Undo goes back to what reads, so what did not is only looked at.
_KEPT = {
    READS: "What was there before is in the history.",
    DAMAGED: "What was there before did not read; its text stays in the history.",
}
_THEN = {NONE: "Next:  shelterkit", DAMAGED: "See it:  shelterkit history"}
_OTHER = ("energy", "lasts", "eaten_by", "technical", "person", "kept", "note", "opened", "keeps", "use_by", "kind")
_SINGULAR = {"adults": "adult", "children": "child", "infants": "infant"}


class Before(NamedTuple):
    """What stands in the kit's place before a restore: a kit, one that does not read, its history alone, nothing."""

    state: str
    kit: Kit | None = None


class Source(NamedTuple):
    """Where a kit is from: a file, when that was made, on which day here, and which version of a history it is."""

    path: str
    file: str
    made: str | None = None
    day: str = ""
    version: int | None = None

    @property
    def name(self) -> str:
        """Return what the history calls it."""
        when = f" of {self.day}" if self.day else ""
        if self.version is not None:
            return f"version {self.version}{when}"
        return f"backup{when}" if self.made else self.file

    @property
    def title(self) -> str:
        """Return it as a sentence says it."""
        return f"the {self.name}" if self.made and self.version is None else self.name


def written_document(path: str, kit: Kit, own_advice: str | None, restore: str) -> Document:
    """Return what a backup has, what it has not, and how to get it back."""
    advice = f"It follows your own advisory {own_advice}, which is not in it either: copy that file too."
    return document(
        Paragraph(f"Wrote {path}: {_has(kit)}; only you can read it.", hang=2),
        Paragraph(
            "Earlier versions (shelterkit history) are not in it, nor the reminder and the settings of this computer.",
            hang=2,
        ),
        Paragraph(advice, hang=2) if own_advice else None,
        Verbatim(f"Restore it:  {restore}"),
    )


def _has(kit: Kit) -> str:
    return f"{count_words(len(kit.inventory.items), 'item')}, for {household_words(kit.household)}"


def same_document(source: Source) -> Document:
    """Return that there is nothing to restore."""
    return document(f"Nothing to restore: the kit is as {source.title} has it, to the letter.")


def sharing_words(kit: Kit, before: Before, *, stays_shared: bool | None) -> str:
    """Return who may use the kit once it is restored, where that is not a matter of course."""
    if stays_shared is None:
        return "A group may use this kit too: it says shared = true." if kit.shared and before.state == NONE else ""
    if stays_shared:
        return "The kit stays shared with its group, though what is restored was private."
    return "The kit stays private, though what is restored was shared with a group."


def restore_preview(source: Source, before: Before, kit: Kit, *, sharing: str = "", dry_run: bool) -> Document:
    """Return what is there, what comes in its place, and what that changes."""
    now = before.kit
    keeps = "What is here now stays in its history; shelterkit undo brings it back."
    return document(
        Paragraph(_stands(before), hang=2),
        Paragraph(f"{_capital(source.title)}: {_has(kit)}.", hang=2),
        _lines("If it is restored:", _differences(now, kit)) if now else None,
        Paragraph(sharing, hang=2) if sharing else None,
        Paragraph(keeps, hang=2) if now and not dry_run else None,
        Verbatim(DRY_RUN) if dry_run else None,
    )


def _stands(before: Before) -> str:
    if before.kit:
        saved = f" (saved {before.kit.saved})" if before.kit.saved else ""
        return f"The kit now: {_has(before.kit)}{saved}."
    return {
        DAMAGED: "The kit here does not read. As it is, it goes into the history.",
        GONE: "The kit file is gone; its history is here, and stays.",
        NONE: "There is no kit here yet.",
    }[before.state]


def restored_document(source: Source, before: Before, kit: Kit, *, sharing: str = "", shown: bool) -> Document:
    """Return that a kit was restored, and how to take that back where there is something to go back to."""
    return document(
        Paragraph(f"Restored {source.title}: {_has(kit)}.", hang=2),
        Paragraph(f"{_counted(before.kit, kit)}.", hang=2) if before.kit and not shown else None,
        Paragraph(sharing, hang=2) if sharing and not shown else None,
        _KEPT.get(before.state),
        Verbatim(_THEN.get(before.state, UNDO)),
    )


def _counted(now: Kit, kit: Kit) -> str:
    """Return "1 item came, 2 went, 3 changed"."""
    difference = compared(now.inventory.items, kit.inventory.items)
    counts = {"came": difference.added, "went": difference.removed, "changed": difference.changed}
    said = [f"{len(items)} {word}" for word, items in counts.items() if items]
    if not said:
        return "The items are the same"
    number, word = said[0].split(" ")
    return ", ".join([f"{count_words(int(number), 'item')} {word}", *said[1:]])


def _differences(now: Kit, kit: Kit) -> list[str]:
    """Return what a restore changes, item by item while they are few."""
    difference = compared(now.inventory.items, kit.inventory.items)
    lines = [f"comes:    {_item(one)}" for one in difference.added]
    lines += [f"goes:     {_item(one)}" for one in difference.removed]
    lines += [f"changes:  {_changed(before, after)}" for before, after in difference.changed]
    return [*_first(lines), *changed_kit(now, kit)] or ["Nothing changes but how the file is written."]


def _first(lines: Sequence[str]) -> list[str]:
    """Return the first lines, and how many more there are."""
    if len(lines) <= _NAMED:
        return list(lines)
    return [*lines[: _NAMED - 1], f"and {len(lines) - _NAMED + 1} more like these"]


def _lines(head: str, lines: Sequence[str]) -> tuple[Block, ...]:
    return (Paragraph(head), *(Paragraph(f"  {line}", hang=4) for line in lines)) if lines else ()


def _item(item: Item) -> str:
    """Return an item in a line: "f3 Rice, 2 kg, best before 2027-05-31, pantry"."""
    parts = [f"{item.id} {item.name}", _amount(item), _date(item), item.where or ""]
    return ", ".join(part for part in parts if part)


def _amount(item: Item) -> str:
    return "none left" if item.amount.is_zero else show_amount(item.amount)


def _date(item: Item) -> str:
    return f"{'use by' if item.use_by else 'best before'} {item.good_to.day}" if item.good_to else ""


def _changed(before: Item, after: Item) -> str:
    """Return what is different of an item, as it would be and as it is now."""
    said = []
    if before.amount != after.amount:
        said.append(f"{_amount(after)} (now {_amount(before)})")
    if before.good_to != after.good_to:
        said.append(f"{_date(after) or 'no date'} (now {_date(before) or 'none'})")
    if before.where != after.where:
        said.append(f"place {after.where or 'none'} (now {before.where or 'none'})")
    if before.name != after.name:
        said.append(f"called {after.name}")
    if before.id != after.id:
        said.append(f"its id {after.id}")
    if any(getattr(before, field) != getattr(after, field) for field in _OTHER):
        said.append("other details")
    return f"{before.id} {before.name}: {', '.join(said) or 'the day it was added'}"


def merge_preview(merged: Merged, source: Source, mine: Kit, theirs: Kit, *, dry_run: bool) -> Document:
    """Return what a merge would add, and what differs and stays."""
    return document(
        Paragraph(f"{_capital(source.title)}: {_has(theirs)}.", hang=2),
        _lines("If it is merged, this is added:", _first(_additions(merged, ids=False))),
        _stays(merged, mine, theirs),
        Verbatim(DRY_RUN) if dry_run else None,
    )


def merged_document(merged: Merged, source: Source, mine: Kit, theirs: Kit, *, shown: bool) -> Document:
    """Return what a merge added to the kit."""
    items = count_words(len(merged.added), "item")
    return document(
        Paragraph(f"Merged {source.title}: {items} added, {merged.same} here already.", hang=2),
        _lines("Added:", _first(_additions(merged, ids=True))),
        None if shown else _stays(merged, mine, theirs),
        Verbatim(UNDO),
    )


def nothing_merged_document(merged: Merged, source: Source, mine: Kit, theirs: Kit, *, left_out: bool) -> Document:
    """Return that the kit has everything already, something else in its place, or what could not be taken."""
    stays = _stays(merged, mine, theirs)
    whole = f"the rest of {source.title}" if left_out else f"all that {source.title} has"
    what = f"{whole} is here by name" if stays else f"the kit has {whole}"
    return document(
        Paragraph(f"Nothing to merge: {what}. Nothing was changed.", hang=2),
        *stays,
    )


def _additions(merged: Merged, *, ids: bool) -> list[str]:
    """Return what is added, a line each; an id is shown only once it is given."""
    lines = [_item(item) if ids else _item(item).removeprefix(f"{item.id} ") for item in merged.added]
    for person, raised in merged.people:
        lines.append(f"{person.name}, {f'one {_SINGULAR[raised]} more' if raised else 'one of those counted'}")
    lines += [f"{one.person or 'somebody'} takes {one.medicine}, {dose_words(one)}" for one in merged.regimens]
    return lines + [f"{one.name}, {one.phone or 'no number'}" for one in merged.contacts]


def _stays(merged: Merged, mine: Kit, theirs: Kit) -> tuple[Block, ...]:
    """Return what the other kit has otherwise; the kit's own stays."""
    lines = [_other(*pair) for pair in merged.differing]
    return _lines(HEAD, [*_first(lines), *staying_lines(mine, theirs)])


def _other(mine: Item, theirs: Item) -> str:
    return _changed(theirs, mine).replace("(now ", "(there ")


def left_out_words(clashing: Sequence[str], not_text: int, unknown: int) -> list[str]:
    """Return a sentence for each thing that a merge left out."""
    said = [f"{name} was left out: it is counted in something its doses or lots here are not." for name in clashing]
    if not_text:
        said.append(
            f"{'1 entry was' if not_text == 1 else f'{not_text} entries were'} left out: characters that are no text."
        )
    if unknown:
        fields = "1 field" if unknown == 1 else f"{unknown} fields"
        said.append(f"Left out of the added items: {fields} that shelterkit does not know.")
    return said


def _capital(text: str) -> str:
    return f"The{text[3:]}" if text.startswith("the ") else text
