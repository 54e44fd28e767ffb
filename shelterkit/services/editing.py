"""Texts for an editor, and what comes back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.errors import BadDataError, Problem, WrongFieldsError
from shelterkit.services.changing import Pen, refuse_demo

if TYPE_CHECKING:
    from shelterkit.services.kits import Desk
    from shelterkit.store.reading import Loaded

SOURCE = "kcal_source"


def kit_text(desk: Desk) -> bytes:
    """Return the kit file as it is, readable or not."""
    from shelterkit.store.reading import read_steady  # noqa: PLC0415

    refuse_demo(desk)
    return read_steady(desk.place.path).raw


def save_text(desk: Desk, pen: Pen, before: bytes, edited: bytes) -> int | None:
    """Save the whole kit as it was edited; refuse when somebody else saved meanwhile."""
    from shelterkit.store.changes import replace_text  # noqa: PLC0415

    honest = _without_stale_sources(before, edited)
    return replace_text(desk.place.path, honest, "edit the kit file", now=pen.now, before=before).comments_version


def _without_stale_sources(before: bytes, edited: bytes) -> bytes:
    """Return a kit file without the source beside each energy that was changed: it is not the source of that one."""
    import tomli  # noqa: PLC0415

    from shelterkit.store.lines import Lines  # noqa: PLC0415

    try:
        was, now = (tomli.loads(raw.decode())["item"] for raw in (before, edited))
        known = {one["id"]: one for one in was}
        stale = [at for at, one in enumerate(now) if _is_stale(known.get(one["id"], {}), one)]
        found, lines = Lines(edited.decode()), edited.decode().split("\n")
        gone = {found.of(("item", at, SOURCE)) for at in stale}
        kept = (line for at, line in enumerate(lines, 1) if at not in gone or not line.lstrip().startswith(SOURCE))
        text = "\n".join(kept)
        tomli.loads(text)
    except (KeyError, TypeError, AttributeError, RecursionError, ValueError):
        return edited  # It is refused, or there is nothing to compare with.
    return text.encode()


def _is_stale(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Tell whether an energy was changed and its source was left beside it."""
    source = after.get(SOURCE)
    same = source is not None and source == before.get(SOURCE)
    return same and any(before.get(key) != after.get(key) for key in ("kcal", "kj"))


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
    before = next(one for one in loaded.document["item"] if one["id"] == item_id)
    table = {key: value for key, value in table.items() if key != SOURCE or not _is_stale(before, table)}
    items = [table if one is before else one for one in loaded.document["item"]]
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
