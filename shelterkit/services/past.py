"""Look at what was changed: which versions touched an item, what a version changed, and the history shortened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.errors import BadDataError, NotDoneError
from shelterkit.inventory.finding import fold
from shelterkit.quantities.numbers import quoted
from shelterkit.report.difference import ItemChange
from shelterkit.report.history import changed_kit
from shelterkit.services.changing import Pen, refuse_demo
from shelterkit.services.mending import document_of
from shelterkit.store.lost import damaged_versions
from shelterkit.store.purging import Purged, to_purge
from shelterkit.store.purging import purge as store_purge
from shelterkit.store.reading import understood
from shelterkit.store.undoing import history, read_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from shelterkit.services.kits import Desk
    from shelterkit.store.undoing import Version

_Items = dict[str, dict[str, Any]]


class Difference(NamedTuple):
    """What a version changed: what was done, its items, everything else in sentences, and the lines with + and -."""

    number: int
    did: str
    items: tuple[ItemChange, ...]
    said: tuple[str, ...]
    lines: tuple[str, ...]


def touching(desk: Desk, versions: Sequence[Version], words: str) -> list[Version]:
    """Return the versions, newest first, that changed an item with this id or name, also one that is gone."""
    states = list(_states(desk, versions))
    wanted = _ids(states, words)
    found = []
    before: _Items = {}
    for version, items in states:
        changed = any(before.get(key) != items.get(key) for key in wanted)
        if changed or wanted.intersection(version.did.split()):
            found.append(version)
        before = items
    if not found:
        message = f"no change that is kept touched {quoted(words)}"
        raise NotDoneError(message, code="item-unknown", advice="shelterkit history")
    return found[::-1]


def _states(desk: Desk, versions: Sequence[Version]) -> Iterator[tuple[Version, _Items]]:
    """Yield the items of each version, oldest first; one that does not read changed nothing that is known."""
    items: _Items = {}
    damaged = damaged_versions(desk.place.path)
    for version in sorted(versions):
        found = None if version.number in damaged else _items(read_version(desk.place.path, version.number))
        items = items if found is None else found
        yield version, items


def _items(raw: bytes) -> _Items | None:
    document = document_of(raw)
    if document is None:
        return None
    tables = document.get("item", [])
    items: _Items = {}
    for one in tables if isinstance(tables, list) else ():
        if isinstance(one, dict):
            key = str(one.get("id"))
            # A hand may have given two items one id.
            items[key if key not in items else f"{key} ({sum(name.split()[0] == key for name in items) + 1})"] = one
    return items


def _ids(states: Sequence[tuple[Version, _Items]], words: str) -> set[str]:
    """Return the ids that words name: an id, else an exact name, else a part of one."""
    wanted = fold(" ".join(words.split()))
    names = {(key, fold(str(table.get("name", "")))) for _, items in states for key, table in items.items()}
    for fits in (lambda key, _: key == wanted, lambda _, name: name == wanted, lambda _, name: wanted in name):
        found = {key for key, name in names if wanted and fits(key, name)}
        if found:
            return found
    return {wanted}


def difference(desk: Desk, number: int, words: str | None = None) -> Difference:
    """Return what a version changed against the one before; with words, only of the items they name."""
    path = desk.place.path
    after = read_version(path, number)
    versions = history(path)
    did = next(version.did for version in versions if version.number == number)
    damaged = damaged_versions(path)
    if number in damaged:
        return Difference(number, did, (), (f"Version {number} is damaged: what it changed cannot be told.",), ())
    before_it = [version.number for version in versions if version.number < number]
    earlier = [one for one in before_it if one not in damaged]
    before = read_version(path, earlier[-1]) if earlier else b""
    items = tuple(_item_changes(_items(before) or {}, _items(after) or {})) if document_of(after) is not None else ()
    compared = tuple(_compared(before_it, earlier))
    if words is not None:
        # A line of the file does not say which item it is of.
        return Difference(number, did, _of_them(desk, number, words, items), compared, ())
    return Difference(number, did, items, (*compared, *_said(before, after, path)), tuple(_lines(before, after)))


def _of_them(desk: Desk, number: int, words: str, items: Sequence[ItemChange]) -> tuple[ItemChange, ...]:
    """Return the changes of the items that words name; refuse where there is none."""
    versions = [one for one in history(desk.place.path) if one.number <= number]
    wanted = _ids(list(_states(desk, versions)), words)
    found = tuple(one for one in items if one.id in wanted)
    if not found:
        message = f"version {number} changed nothing of {quoted(words)}"
        raise NotDoneError(message, code="item-unknown", advice=f"shelterkit history --diff {number}")
    return found


def _compared(before: Sequence[int], whole: Sequence[int]) -> Iterator[str]:
    """Yield against which version one is compared, where it is not the one right before it."""
    if before[-1:] != whole[-1:]:
        other = f"version {whole[-1]}" if whole else "an empty file"
        yield f"Version {before[-1]} is damaged, so this is the difference from {other}."


def _item_changes(before: _Items, after: _Items) -> Iterator[ItemChange]:
    for key in (*after, *(key for key in before if key not in after)):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        fields = [name for name in {**(new or {}), **(old or {})} if (old or {}).get(name) != (new or {}).get(name)]
        told = tuple((name, _text((old or {}).get(name)), _text((new or {}).get(name))) for name in fields)
        state = "added" if old is None else "removed" if new is None else "changed"
        yield ItemChange(key, str((new or old or {}).get("name", "")), state, told)


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


def _said(before: bytes, after: bytes, path: str) -> list[str]:
    """Return what changed in everything but the items; nothing where one of the two does not read."""
    try:
        return changed_kit(understood(before, path).kit, understood(after, path).kit)
    except BadDataError:
        return []


def _lines(before: bytes, after: bytes) -> Iterator[str]:
    from difflib import unified_diff  # noqa: PLC0415 - only where a difference is asked for

    old, new = (raw.decode("utf-8", "replace").splitlines() for raw in (before, after))
    lines = list(unified_diff(old, new, n=0, lineterm=""))[2:]
    yield from (line for line in lines if not line.startswith("@@"))


def purge(desk: Desk, pen: Pen, before: date | None) -> Purged:
    """Remove the kept versions for good, all but the newest; only look where it is a dry run."""
    refuse_demo(desk)
    if pen.dry_run:
        return to_purge(desk.place.path, before=before)
    return store_purge(desk.place.path, before=before, now=pen.now)


def purgeable(desk: Desk, before: date | None) -> Purged:
    """Return what a purge would remove."""
    refuse_demo(desk)
    return to_purge(desk.place.path, before=before)
