"""Short notes on standard error beside an answer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from shelterkit.render.safe import safe
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
        note(request, f'{where}: the field "{path[-1]}" is kept, but shelterkit does not know it.')
    more = len(opened.kit.unknown) - _MOST_NAMED
    if more > 0:
        note(request, f"{name}: {more} more fields are kept, but shelterkit does not know them.")


def conflicts(request: Request, names: Sequence[str]) -> None:
    """Say that a sync program left other versions of the kit, and who compares them."""
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    note(request, f"A sync program left another version of the kit: {names[0]}{more}. Try:  shelterkit doctor")


def items_lost(request: Request, number: int) -> None:
    """Say that a kit lost its items by something other than shelterkit, and the way back."""
    items = "1 item is" if number == 1 else f"{number} items are"
    note(request, f"{items} gone since the last save, and shelterkit did not remove them. Try:  shelterkit undo")


def lost_comments(request: Request, version: int | None) -> None:
    """Say once that comments of the file were not written again, and which version has them."""
    if version:
        note(
            request,
            f"Your comments in the kit file are not in it any more. Version {version} has them: "
            f"shelterkit history --diff {version + 1}",
        )


def birthdays(request: Request, change: Change[object]) -> None:
    """Say that a birthday since the last save moved somebody on to another group."""
    before, after = change.before.household, change.after.household
    if before.counted is None or after.counted is None or change.dry_run:
        return
    now = before.recounted(after.counted)
    if (now.adults, now.children, now.infants) != (before.adults, before.children, before.infants):
        note(request, f"A birthday changed the household since it was last saved; it is {household_words(now)} now.")


def note(request: Request, text: str) -> None:
    """Write one note: in a pipe one line, on a terminal with its command in lines that can be pasted."""
    if sys.stderr is None:
        return
    from shelterkit.cli.output import is_read_aloud, on_the_named_kit  # noqa: PLC0415 - only where there is a note
    from shelterkit.cli.refusals import columns  # noqa: PLC0415
    from shelterkit.render.command_lines import folded  # noqa: PLC0415

    room = columns() if sys.stderr.isatty() and not is_read_aloud() else None
    said = on_the_named_kit(text, request)
    sys.stderr.write("".join(f"{line}\n" for line in folded(f"Note: {safe(said)}", room, hang=2)))
