"""What a reader of someone else's file found: drafts of items, and the rows that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any


class Draft(NamedTuple):
    """Hold one item as it would stand in the kit file, without an id and a day of adding."""

    place: str
    table: dict[str, Any]
    notes: tuple[str, ...] = ()


class RowProblem(NamedTuple):
    """Hold one row that is no item: where it stands, and why in a finished sentence."""

    place: str
    message: str


class Reading(NamedTuple):
    """Hold all that one file said, in its order."""

    program: str
    drafts: tuple[Draft, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[str, ...] = ()
    kind_column: str | None = None
