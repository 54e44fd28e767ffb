"""What `edit` says after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.report.changes import each_words, line_for, now_words, said_document
from shelterkit.report.wording import amount_words, dose_words, energy_words, good_to_words, kept_words

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
    facts = zip(_facts(before), _facts(after), strict=True)
    changed = [f"{name}: {now or 'none'} (was {was or 'none'})." for (_, was), (name, now) in facts if was != now]
    if before.good_to != after.good_to and after.last_usable:
        expired = after.last_usable < on
        changed.append("It is expired, so it counts as nothing." if expired else f"It is {good_to_words(after, on)}.")
    if regimen:
        changed.append(f"{regimen.person or 'Somebody'} takes {dose_words(regimen)}.")
    head = f"{'Would change' if dry_run else 'Changed'} {after.id} {after.name}." if changed else ""
    if not changed:
        return said_document(f"{after.id} {after.name} is like that already; nothing was changed.", undo="")
    each = each_words(after) if before.energy != after.energy else ""
    now = now_words(line_for(after, assessment), dry_run=dry_run, of=after)
    return said_document(head, *changed, each, now, dry_run=dry_run)


def _facts(item: Item) -> list[tuple[str, str | None]]:
    dated = item.good_to.day if item.good_to else None
    return [
        ("Name", item.name),
        ("Amount", "none" if item.amount.is_zero else amount_words(item)),
        ("Use by" if item.use_by else "Best before", str(dated) if dated else None),
        ("Where", item.where),
        ("Kept", kept_words(item)),
        ("Energy", energy_words(item)),
        ("Needs", item.needs),
        ("Lasts", f"{item.lasts.text} for one eater" if item.lasts else None),
        ("Eaten by", item.eaten_by),
        ("Kept for", item.person),
        ("For", "other than drinking" if item.technical else "drinking"),
        ("Opened", str(item.opened) if item.opened else None),
        ("Keeps once opened", item.keeps.text if item.keeps else None),
        ("Note", item.note),
    ]
