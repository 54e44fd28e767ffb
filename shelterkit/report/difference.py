"""What `history --diff` and `history purge` say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.report.document import Document, Gap, Paragraph, Verbatim, document
from shelterkit.report.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES = {
    "best_before": "best before",
    "use_by": "use by",
    "where": "place",
    "eaten_by": "eaten by",
    "kcal": "kcal",
    "kj": "kJ",
    "person": "for",
    "technical": "technical water",
    "kept": "kept in",
    "opened": "opened",
    "keeps": "keeps, once opened,",
}
_FIRST = ("amount", "best_before", "use_by", "where", "person")
_KILO = 1024
_MOST_LINES = 40


class ItemChange(NamedTuple):
    """How one item changed: added, removed or changed, and each field with its value before and after."""

    id: str
    name: str
    state: str
    fields: tuple[tuple[str, str | None, str | None], ...] = ()


def difference_document(
    number: int, did: str, items: Sequence[ItemChange], said: Sequence[str], lines: Sequence[str]
) -> Document:
    """Return what a version changed: in plain words first, then the lines of the file."""
    if said and not lines:
        return document(*said)
    if not lines and not items:
        return document(f"Version {number} changed nothing ({did}).")
    words = [Paragraph(line, hang=4) for line in _first([*(_item_words(one) for one in items), *said])]
    return document(
        f"What version {number} changed ({did}):",
        *words,
        (Gap(), Paragraph("In the file:")) if words and lines else None,
        *(Verbatim(line) for line in _first(lines)),
    )


def change_rows(items: Sequence[ItemChange]) -> list[list[str]]:
    """Return a row for each field that changed: id, name, state, field, before, after."""
    return [
        [one.id, one.name, one.state, field, before or "", after or ""]
        for one in items
        for field, before, after in one.fields
    ]


def _first(lines: Sequence[str]) -> list[str]:
    """Return the first lines, each set in, and how many more there are."""
    shown = lines if len(lines) <= _MOST_LINES else lines[: _MOST_LINES - 1]
    more = len(lines) - len(shown)
    return [*(f"  {line}" for line in shown), *([f"  and {more} more lines; all of them with --json"] if more else ())]


def _item_words(change: ItemChange) -> str:
    """Return how an item changed in one sentence."""
    name = f"{change.id} {change.name}"
    values = {field: (before, after) for field, before, after in change.fields}
    if change.state in ("added", "removed"):
        place = int(change.state == "added")
        facts = [f"{_field(field)}{value}" for field in _FIRST if (value := values.get(field, (None, None))[place])]
        return f"{name}: {change.state}" + (f" ({', '.join(facts)})" if facts else "")
    parts = [
        f"{_NAMES.get(field, field)} {before or 'nothing'} -> {after or 'nothing'}"
        for field, (before, after) in values.items()
    ]
    return f"{name}: {'; '.join(parts)}"


def _field(field: str) -> str:
    return "" if field in ("amount", "where") else f"{_NAMES.get(field, field)} "


def purged_document(removed: int, kept: int, size: int, *, dry_run: bool) -> Document:
    """Return which versions are gone for good, and what that means."""
    if not removed:
        return document(f"Nothing to purge: {count_words(kept, 'version')} in the history, and nothing older.")
    gone = count_words(removed, "version")
    room = f"{max(1, size // _KILO)} KB"
    if dry_run:
        return document(
            f"Would remove {gone} ({room}); {kept} would be left.",
            "Nothing was removed: this was a dry run.",
        )
    return document(
        f"Removed {gone} ({room}); {kept} left.",
        "What was deleted from the kit is gone from this folder for good and cannot be taken back.",
        "Backups and copies elsewhere still have it.",
    )


def purge_preview(removed: int, kept: int) -> list[str]:
    """Return what somebody has to know before agreeing to a purge."""
    return [
        f"{count_words(removed, 'version')} of the kit would be removed for good; {kept} would be left.",
        "Undo does not reach back to them any more. The kit itself stays as it is.",
    ]
