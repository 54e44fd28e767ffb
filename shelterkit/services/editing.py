"""Texts for an editor, and what comes back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.errors import BadDataError, Problem, WrongFieldsError
from shelterkit.services.changing import Pen, refuse_demo
from shelterkit.services.shelf import replace_item

if TYPE_CHECKING:
    from shelterkit.services.kits import Desk


def kit_text(desk: Desk) -> bytes:
    """Return the kit file as it is, readable or not."""
    from shelterkit.store.reading import read_steady  # noqa: PLC0415

    refuse_demo(desk)
    return read_steady(desk.place.path).raw


def save_text(desk: Desk, pen: Pen, before: bytes, edited: bytes) -> None:
    """Save the whole kit as it was edited; refuse when somebody else saved meanwhile."""
    from shelterkit.store.changes import replace_text  # noqa: PLC0415

    if kit_text(desk) != before:
        raise BadDataError("the kit was changed by somebody else while you were editing", code="kit-changed")
    replace_text(desk.place.path, edited, "edit the kit file", now=pen.now)


def item_text(desk: Desk, words: str) -> tuple[str, bytes]:
    """Return an item's id and its table as text."""
    import tomli_w  # noqa: PLC0415

    from shelterkit.inventory.finding import find_item  # noqa: PLC0415
    from shelterkit.store.reading import load  # noqa: PLC0415

    refuse_demo(desk)
    loaded = load(desk.place.path)
    item = find_item(loaded.kit.inventory, words)
    table = next(one for one in loaded.document["item"] if one["id"] == item.id)
    return item.id, tomli_w.dumps({"item": [table]}).encode()


def save_item(desk: Desk, pen: Pen, item_id: str, edited: bytes) -> str:
    """Put the edited table in the item's place and return its name; BadDataError names the lines that do not read."""
    import tomli  # noqa: PLC0415

    from shelterkit.codec import FORMAT, decode  # noqa: PLC0415
    from shelterkit.store.lines import Lines  # noqa: PLC0415

    text = edited.decode("utf-8", "replace")
    try:
        tables: list[dict[str, Any]] = tomli.loads(text).get("item", [])
        kit = decode({"format": FORMAT, "household": {}, "item": tables})
    except tomli.TOMLDecodeError as error:
        raise _unreadable((Problem((), "this line does not read as TOML", error.lineno),)) from error
    except WrongFieldsError as wrong:
        lines = Lines(text)
        raise _unreadable(tuple(one._replace(line=lines.of(one.path)) for one in wrong.problems)) from wrong
    items = kit.inventory.items
    if len(items) != 1 or items[0].id != item_id:
        raise _unreadable((Problem(("item",), f"this must stay one item with the id {item_id}"),))
    return replace_item(desk, pen, items[0]).result.after.name


def _unreadable(problems: tuple[Problem, ...]) -> BadDataError:
    mistakes = "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
    return BadDataError(f"what you wrote has {mistakes}", code="edit-unreadable", problems=problems)
