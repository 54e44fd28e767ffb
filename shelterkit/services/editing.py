"""Texts for an editor, and what comes back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.errors import BadDataError, Problem, WrongFieldsError
from shelterkit.services.changing import Pen, refuse_demo

if TYPE_CHECKING:
    from shelterkit.services.kits import Desk
    from shelterkit.store.reading import Loaded


def kit_text(desk: Desk) -> bytes:
    """Return the kit file as it is, readable or not."""
    from shelterkit.store.reading import read_steady  # noqa: PLC0415

    refuse_demo(desk)
    return read_steady(desk.place.path).raw


def save_text(desk: Desk, pen: Pen, before: bytes, edited: bytes) -> int | None:
    """Save the whole kit as it was edited; refuse when somebody else saved meanwhile."""
    from shelterkit.store.changes import replace_text  # noqa: PLC0415

    return replace_text(desk.place.path, edited, "edit the kit file", now=pen.now, before=before).comments_version


def item_text(desk: Desk, words: str) -> tuple[str, Loaded, bytes]:
    """Return an item's id, the kit it was read from, and its table as text."""
    import tomli_w  # noqa: PLC0415

    from shelterkit.inventory.finding import find_item  # noqa: PLC0415
    from shelterkit.store.reading import load  # noqa: PLC0415

    refuse_demo(desk)
    loaded = load(desk.place.path, on=desk.today)
    item = find_item(loaded.kit.inventory, words)
    table = next(one for one in loaded.document["item"] if one["id"] == item.id)
    return item.id, loaded, tomli_w.dumps({"item": [table]}).encode()


def save_item(desk: Desk, pen: Pen, loaded: Loaded, item_id: str, edited: bytes) -> int | None:
    """Put the edited table in the item's place, whole; refuse when the kit was changed meanwhile.

    Returns the version that has comments which are not in the file any more. BadDataError names what does not read.
    """
    from shelterkit.store.changes import replace_document  # noqa: PLC0415

    table = _one_table(edited.decode("utf-8", "replace"), item_id)
    items = [table if one["id"] == item_id else one for one in loaded.document["item"]]
    document = {**loaded.document, "saved": max(desk.today, loaded.kit.saved or desk.today), "item": items}
    did = f"edit {item_id} {table['name']}"
    return replace_document(desk.place.path, document, did, now=pen.now, before=loaded.raw).comments_version


def comments_in(edited: bytes) -> bool:
    """Tell whether there are comments in what was edited; an item is kept without them."""
    from shelterkit.store.lines import comments  # noqa: PLC0415

    return bool(comments(edited.decode("utf-8", "replace")))


def _one_table(text: str, item_id: str) -> dict[str, Any]:
    """Return the one table in a text, once it is an item."""
    import tomli  # noqa: PLC0415

    from shelterkit.codec.kit import FORMAT  # noqa: PLC0415
    from shelterkit.codec.reading import decode  # noqa: PLC0415
    from shelterkit.store.lines import Lines  # noqa: PLC0415
    from shelterkit.store.syntax import mistakes  # noqa: PLC0415

    try:
        tables = tomli.loads(text).get("item", [])
        decode({"format": FORMAT, "household": {}, "item": tables})
    except (RecursionError, ValueError) as error:
        raise _unreadable(mistakes(text)[0]) from error
    except WrongFieldsError as wrong:
        lines = Lines(text)
        raise _unreadable(tuple(one._replace(line=lines.of(one.path)) for one in wrong.problems)) from wrong
    if len(tables) != 1 or tables[0]["id"] != item_id:
        raise _unreadable((Problem(("item",), f"this must stay one item with the id {item_id}"),))
    found: dict[str, Any] = tables[0]
    return found


def _unreadable(problems: tuple[Problem, ...]) -> BadDataError:
    mistakes = "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
    return BadDataError(f"what you wrote has {mistakes}", code="edit-unreadable", problems=problems)
