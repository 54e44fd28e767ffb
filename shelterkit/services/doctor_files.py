"""Examine the files of a kit: who may read them, what the disk can do, what the history says."""

from __future__ import annotations

import os
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from shelterkit.errors import BadDataError
from shelterkit.report.finding import INFO, OK, WARN, Finding
from shelterkit.store.conflict_copies import conflict_copies
from shelterkit.store.edited_copies import edited_copies
from shelterkit.store.leftovers import leftovers
from shelterkit.store.lost import emptied, lost_items, restoring
from shelterkit.store.privacy import privacy
from shelterkit.store.probing import probe
from shelterkit.store.states import newest_good
from shelterkit.store.versions import MOST_BYTES, MOST_VERSIONS, Versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shelterkit.services.kits import Desk
    from shelterkit.store.privacy import Privacy

_LineChange = tuple[int, str | None, str | None]
_MOST_COMPARED = 10_000
_KEPT_LONGER = 2  # so many times what is promised shows that pruning does not work


def history_facts(path: str) -> dict[str, Any]:
    """Return how many versions the history has, and when the newest was made."""
    versions = Versions(os.path.realpath(path))
    numbers = versions.numbers()
    return {"versions": len(numbers), "at": versions.header(numbers[-1]).at if numbers else ""}


def marks_of(path: str) -> Mapping[str, int]:
    """Return for each kind the next number never given, as far as the history knows."""
    try:
        newest = Versions(os.path.realpath(path)).newest()
    except (OSError, BadDataError):
        return {}
    return newest.header.ids if newest else {}


def last_good(path: str) -> dict[str, Any] | None:
    """Return the newest version of the history that reads."""
    good = newest_good(Versions(os.path.realpath(path)), path)
    if good is None:
        return None
    header = good.kept.header
    return {"number": header.version, "at": header.at, "did": header.did, "items": len(good.kit.inventory.items)}


def examine_privacy(path: str, *, shared: bool) -> Iterator[Finding]:
    """Yield who may read and replace the kit's files, and whose they are."""
    found = privacy(path, shared=shared)
    if found.open:
        places = [
            (one.what, os.path.basename(one.path), one.mode, one.mode & (one.right | ~0o777)) for one in found.open
        ]
        yield Finding("open", WARN, {"places": places}, fixable=all(map(is_ours, (one.owner for one in found.open))))
    if found.is_replaceable:
        yield Finding("folder-open", WARN, {"folder": found.folder})
    strangers = [one for one in found.places if one.owner != os.geteuid()]
    if strangers and os.geteuid() != 0:
        yield Finding(
            "owner", WARN, {"what": strangers[0].path, "owner": _user(strangers[0].owner), "folder": found.folder}
        )
    elif not found.open and any(one.what == "kit" for one in found.places):
        yield _private(found, shared=shared)


def is_ours(owner: int) -> bool:
    """Tell whether this user may change who can read a file of that owner."""
    return os.geteuid() in (0, owner)


def _private(found: Privacy, *, shared: bool) -> Finding:
    modes = {one.what: one.mode for one in found.places}
    kit = next(one for one in found.places if one.what == "kit")
    facts = {"kit": kit.mode, "history": modes.get("history"), "owner": _user(kit.owner)}
    return Finding("private", OK, {**facts, "group": _group(found.group) if shared else ""})


def _user(number: int) -> str:
    import pwd  # noqa: PLC0415 - only here are people's names asked for

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def group_of(path: str) -> str:
    """Return the name of the group of a file."""
    return _group(os.stat(path).st_gid)


def _group(number: int) -> str:
    import grp  # noqa: PLC0415 - only here are people's names asked for

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return f"group {number}"


def examine_disk(path: str) -> Iterator[Finding]:
    """Yield what the disk can do, tried out in the folder of the kit."""
    found = probe(path)
    if found.refusal:
        yield Finding("disk-takes-nothing", WARN, {"message": str(found.refusal), "advice": found.refusal.advice})
    elif found.lacks:
        yield Finding("disk-lacks", WARN, {"lacks": found.lacks})
    else:
        yield Finding("disk-works", OK)


def examine_history(path: str, raw: bytes | None) -> Iterator[Finding]:
    """Yield what changed outside shelterkit, what saves left behind, and how the history is."""
    yield from _items_gone(path, raw)
    yield from _outside(path, raw)
    for copy in conflict_copies(path):
        whole = os.path.join(os.path.dirname(os.path.realpath(path)), os.path.basename(copy))
        yield Finding("conflict-copy", WARN, {"name": os.path.basename(copy), "path": whole})
    left = leftovers(path)
    if any(left):
        yield Finding("leftovers", WARN, left._asdict(), fixable=True)
    yield from _edited(path)
    yield from _versions(Versions(os.path.realpath(path)))


def _edited(path: str) -> Iterator[Finding]:
    copies = edited_copies(path)
    unsaved = [one for one in copies if one.is_changed]
    for one in unsaved:
        yield Finding("editor-unsaved", WARN, {"path": one.path, "of": one.of})
    if len(copies) > len(unsaved):
        yield Finding("editor-copies", WARN, {"count": len(copies) - len(unsaved)}, fixable=True)


def _items_gone(path: str, raw: bytes | None) -> Iterator[Finding]:
    lost = lost_items(path)
    good = emptied(path) if raw is not None and not lost else None
    if lost:
        yield Finding("items-gone", WARN, {"number": lost})
    elif good:
        number, version = len(good.kit.inventory.items), good.kept.header.version
        back = restoring(Versions(os.path.realpath(path)), version)
        yield Finding("items-gone", WARN, {"number": number, "version": version, "advice": back})


def _outside(path: str, raw: bytes | None) -> Iterator[Finding]:
    newest = Versions(os.path.realpath(path)).newest()
    if raw is None or newest is None or newest.body == raw:
        return
    before, after = (one.decode("utf-8-sig", "replace").splitlines() for one in (newest.body, raw))
    changes = _line_changes(before, after)
    count = None if changes is None else len(changes)
    yield Finding("changed-outside", WARN, {"version": newest.header.version, "lines": changes or [], "count": count})


def _line_changes(before: list[str], after: list[str]) -> list[_LineChange] | None:
    """Return each line that differs: its number in the file now, what stood there, and what stands there.

    None where so much differs that comparing it line by line would take long.
    """
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(old) + len(new) > _MOST_COMPARED:
        return None
    found = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new).get_opcodes():
        for step in range(max(last - first, end - start) if tag != "equal" else 0):
            one = old[first + step] if first + step < last else None
            other = new[start + step] if start + step < end else None
            if (one or "").strip() or (other or "").strip():
                found.append((head + min(start + step, max(end - 1, start)) + 1, one, other))
    return found


def _alike(one: list[str], other: list[str]) -> int:
    """Return how many lines both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _versions(versions: Versions) -> Iterator[Finding]:
    numbers = versions.numbers()
    sizes = sum(os.stat(versions.path(number)).st_size for number in numbers)
    damaged = [number for number in numbers if not versions.is_whole(versions.read(number))]
    if damaged:
        yield Finding("history-damaged", WARN, {"numbers": damaged})
    if sizes > _KEPT_LONGER * MOST_BYTES or len(numbers) > _KEPT_LONGER * MOST_VERSIONS:
        yield Finding("history-big", WARN, {"versions": len(numbers), "size": sizes})
    elif numbers and not damaged:
        since = versions.header(numbers[0]).at
        yield Finding("history", OK, {"versions": len(numbers), "size": sizes, "since": since})
    elif not numbers:
        yield Finding("no-history", INFO)


def is_shared(document: Mapping[str, Any]) -> bool:
    """Tell whether a kit is meant to be read and changed by a group."""
    return document.get("shared") is True


def desk_folder_is_there(desk: Desk) -> bool:
    """Tell whether there is a folder to try out."""
    return os.path.isdir(os.path.dirname(os.path.realpath(desk.place.path)))
