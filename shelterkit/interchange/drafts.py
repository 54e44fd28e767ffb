"""What a reader of someone else's file found: drafts of items, and the rows that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

    from shelterkit.errors import BadValue


WHICH_ORDER = "--date-order dmy (or mdy) says which"


def told(refusal: BadValue) -> str:
    """Return why a cell is refused, and what to write instead where that is not said yet."""
    message = str(refusal).removesuffix(".")
    better = next(iter(refusal.instead), "")
    is_said = (
        not better
        or better in message
        or message.endswith("?")
        or refusal.code.startswith("text")
        or "; write " in message
    )
    if refusal.code in ("date-ambiguous", "date-short"):
        like = "" if is_said or refusal.code == "date-ambiguous" else f", like {better}"
        return f"{message}{like}; {WHICH_ORDER}"
    if refusal.code == "amount-ambiguous":
        return f"{message}; write {' or '.join(refusal.instead)}"
    if is_said:
        return message
    return f"{message}; did you mean {better}?" if refusal.code.startswith("date") else f"{message}; write {better}"


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
