"""Short notes on standard error beside an answer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from shelterkit.render.safe import safe, wrapped
from shelterkit.report.wording import household_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.cli.request import Request
    from shelterkit.services.changing import Change
    from shelterkit.services.kits import Opened

_MOST_NAMED = 3


def unknown_fields(request: Request, opened: Opened) -> None:
    """Say which fields of the kit file are kept and not understood."""
    name = os.path.basename(request.desk().place.path)
    for path in opened.kit.unknown[:_MOST_NAMED]:
        line = opened.lines.of(path) if opened.lines else None
        where = f"{name} line {line}" if line else name
        note(f'{where}: the field "{path[-1]}" is kept, but shelterkit does not know it.')
    more = len(opened.kit.unknown) - _MOST_NAMED
    if more > 0:
        note(f"{name}: {more} more fields are kept, but shelterkit does not know them.")


def conflicts(names: Sequence[str]) -> None:
    """Say that a sync program left other versions of the kit, and who compares them."""
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    note(f"A sync program left another version of the kit: {names[0]}{more}. Try:  shelterkit doctor")


def items_lost(number: int) -> None:
    """Say that a kit lost its items by something other than shelterkit, and the way back."""
    items = "1 item is" if number == 1 else f"{number} items are"
    note(f"{items} gone since the last save, and shelterkit did not remove them. Try:  shelterkit undo")


def lost_comments(version: int | None) -> None:
    """Say once that comments of the file were not written again, and which version has them."""
    if version:
        note(
            f"Your comments in the kit file are not in it any more. Version {version} has them: "
            f"shelterkit history --diff {version + 1}"
        )


def birthdays(change: Change[object]) -> None:
    """Say that a birthday since the last save moved somebody on to another group."""
    before, after = change.before.household, change.after.household
    if before.counted is None or after.counted is None or change.dry_run:
        return
    now = before.recounted(after.counted)
    if (now.adults, now.children, now.infants) != (before.adults, before.children, before.infants):
        note(f"A birthday changed the household since it was last saved; it is {household_words(now)} now.")


def note(text: str) -> None:
    """Write one note."""
    if sys.stderr is not None:
        from shelterkit.cli.output import is_read_aloud  # noqa: PLC0415 - only where there is something to say
        from shelterkit.cli.refusals import columns  # noqa: PLC0415

        room = None if is_read_aloud() else columns()
        sys.stderr.write("".join(f"{line}\n" for line in wrapped(f"Note: {safe(text)}", room, hang=2)))
