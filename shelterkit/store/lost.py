"""What was lost: items that are gone since the last save, versions that do not hold what was saved."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from shelterkit.errors import BadDataError, StorageError
from shelterkit.store.reading import understood
from shelterkit.store.saving import disk_refusals
from shelterkit.store.versions import Versions
from shelterkit.store.whole_file import read_whole

if TYPE_CHECKING:
    from shelterkit.codec.kit import Kit


def kit_in(raw: bytes, path: str) -> Kit | None:
    """Return the kit that a file's bytes say, None where they do not read."""
    try:
        return understood(raw, path).kit
    except BadDataError:
        return None


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


def damaged_versions(path: str) -> list[int]:
    """Return the versions whose own files were damaged: they do not hold what was saved."""
    versions = Versions(os.path.realpath(path))
    with disk_refusals(path, doing="read"):
        return [number for number in versions.numbers() if not versions.is_whole(versions.read(number))]
