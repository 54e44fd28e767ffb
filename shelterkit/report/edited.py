"""What `edit` says after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.quantities.energy import show_energy
from shelterkit.report.changes import line_for, now_words, said_document
from shelterkit.report.wording import amount_words, dose_words, good_to_words

if TYPE_CHECKING:
    from datetime import date

    from shelterkit.assessment.assess import Assessment
    from shelterkit.household import Regimen
    from shelterkit.inventory.items import Item
    from shelterkit.report.document import Document


def edited_document(  # noqa: PLR0913 - the two states and what surrounds them
    before: Item,
    after: Item,
    regimen: Regimen | None,
    assessment: Assessment | None,
    *,
    on: date,
    dry_run: bool,
) -> Document:
    """Return each field that is different now, with what it was."""
    facts = [(name, was, now) for (name, was), (_, now) in zip(_facts(before, on), _facts(after, on), strict=True)]
    changed = [f"{name}: {now or 'none'} (was {was or 'none'})." for name, was, now in facts if was != now]
    if regimen:
        changed.append(f"{regimen.person or 'Somebody'} takes {dose_words(regimen)}.")
    head = f"{'Would change' if dry_run else 'Changed'} {after.id} {after.name}." if changed else ""
    if not changed:
        return said_document(f"{after.id} {after.name} is like that already; nothing was changed.", undo="")
    return said_document(head, *changed, now_words(line_for(after, assessment)), dry_run=dry_run)


def _facts(item: Item, on: date) -> list[tuple[str, str | None]]:
    lasts = item.lasts.text if item.lasts else None
    return [
        ("Name", item.name),
        ("Amount", amount_words(item)),
        ("Date", good_to_words(item, on)),
        ("Where", item.where),
        ("Energy", show_energy(item.energy) if item.energy else None),
        ("Lasts", lasts),
        ("Eaten by", item.eaten_by),
        ("Kept for", item.person),
        ("Use", "washing" if item.technical else None),
        ("Opened", str(item.opened) if item.opened else None),
        ("Keeps once opened", item.keeps.text if item.keeps else None),
        ("Note", item.note),
    ]
