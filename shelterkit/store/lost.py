"""What was lost: items that are gone since the last save, versions that do not hold what was saved."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os

from shelterkit.errors import BadDataError, StorageError
from shelterkit.store.saving import disk_refusals
from shelterkit.store.states import Good, before_emptied, kit_in
from shelterkit.store.versions import Versions
from shelterkit.store.whole_file import read_whole


def lost_items(path: str) -> int:
    """Return how many items the last save had where the kit reads, has none, and was not saved by shelterkit."""
    real = os.path.realpath(path)
    try:
        raw, newest = read_whole(real).raw, Versions(real).newest()
    except (OSError, BadDataError, StorageError):
        return 0  # Looking goes on; what is wrong with the history is doctor's to say.
    if newest is None or newest.body == raw:
        return 0
    now, before = kit_in(raw, path), kit_in(newest.body, path)
    return len(before.inventory.items) if before and now and not now.inventory.items else 0


def emptied(path: str) -> Good | None:
    """Return the state that still has the items of a kit which an edit by hand emptied, and that was saved since."""
    real = os.path.realpath(path)
    raw, versions = read_whole(real).raw, Versions(real)
    newest = versions.newest()
    return before_emptied(versions, path) if newest and newest.body == raw else None


def restoring(versions: Versions, number: int) -> str:
    """Return the command that puts a version in the kit's place."""
    from shlex import quote  # noqa: PLC0415 - only for advice

    return f"shelterkit restore {quote(versions.path(number))}"


def damaged_versions(path: str) -> list[int]:
    """Return the versions whose own files were damaged: they do not hold what was saved."""
    versions = Versions(os.path.realpath(path))
    with disk_refusals(path, doing="read"):
        return [number for number in versions.numbers() if not versions.is_whole(versions.read(number))]
