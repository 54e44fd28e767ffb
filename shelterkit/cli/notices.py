"""Short notes on standard error beside an answer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from shelterkit.render.safe import safe

if TYPE_CHECKING:
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


def lost_comments(change: Change[object]) -> None:
    """Say once that comments of the file were not written again, and where they are."""
    if change.comments_version:
        note(
            f"Your comments in the kit file are not in it any more. Version {change.comments_version} has them: "
            f"shelterkit history --diff {change.comments_version + 1}"
        )


def note(text: str) -> None:
    """Write one note."""
    if sys.stderr is not None:
        sys.stderr.write(f"Note: {safe(text)}\n")
