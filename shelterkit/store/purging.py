"""The history shortened for good: what was deleted from a kit leaves this folder too."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import StorageError
from shelterkit.store.disk_words import storage_error
from shelterkit.store.reading import read_steady, understood
from shelterkit.store.saving import disk_refusals, look, repeated
from shelterkit.store.versions import Header, Versions
from shelterkit.store.whole_file import flush_folder

if TYPE_CHECKING:
    from datetime import date

    from shelterkit.store.saving import Save
    from shelterkit.store.versions import Kept


_DID, _KIND = "history purged", "purge"
# Their labels name nothing that was ever in the kit.
_CLEAN = (_KIND, "init", "found")


class Purged(NamedTuple):
    """Which versions are gone, or would be, how many bytes they had, and how many are left."""

    removed: tuple[int, ...]
    size: int
    kept: int


def to_purge(path: str, *, before: date | None) -> Purged:
    """Return what a purge would remove, without removing or locking anything."""
    raw = read_steady(path).raw
    understood(raw, path)
    versions = Versions(os.path.realpath(path))
    with disk_refusals(path, doing="read"):
        newest = versions.newest()
        numbers = versions.numbers()
        by_hand = newest is None or newest.body != raw
        gone = _gone(versions, numbers, before, is_current=not by_hand)
        kept = len(numbers) - len(gone) + (by_hand or len(gone) == len(numbers))
        return Purged(tuple(gone), _size(versions, gone), kept)


def purge(path: str, *, before: date | None, now: datetime) -> Purged:
    """Remove every version, or those made before a day; the kit itself is never touched, and has one version left."""
    look(path)
    return repeated(path, now, lambda save: _without_old(save, before))


def _without_old(save: Save, before: date | None) -> Purged:
    # A kit that does not read is mended from its history: it keeps it.
    raw = save.read()
    understood(raw, save.path, on=save.now.date())
    versions = save.versions
    known = versions.numbers()
    newest = save.settle()
    assert newest is not None  # noqa: S101 - a kit that was read has a version after this
    numbers = versions.numbers()
    gone = _gone(versions, numbers, before, is_current=True)
    told = [number for number in gone if number in known]
    size = _size(versions, told)
    if newest.header.version in gone:
        _begin_anew(save, newest, raw)
    _unlink(versions, gone)
    return Purged(tuple(told), size, max(1, len(numbers) - len(gone)))


def _gone(versions: Versions, numbers: list[int], before: date | None, *, is_current: bool) -> list[int]:
    """Return the versions that go: the newest one too unless its label, which may name an item, says nothing."""
    if before is not None:
        return [number for number in (numbers[:-1] if is_current else numbers) if _is_before(versions, number, before)]
    keeps = is_current and bool(numbers) and versions.header(numbers[-1]).kind in _CLEAN
    return numbers[:-1] if keeps else numbers


def _begin_anew(save: Save, newest: Kept, raw: bytes) -> None:
    """Keep the kit as it is under a label that names nothing, as the beginning of all that comes."""
    number = newest.header.version + 1
    at = save.now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    save.versions.begin(Header(number, at, _DID, _KIND, number, None, newest.header.ids, 0), raw)
    save.versions.finish(number)


def _unlink(versions: Versions, gone: list[int]) -> None:
    removed = 0
    try:
        # The oldest first: whenever this is stopped, what is left is a history without its beginning.
        for number in gone:
            os.unlink(versions.path(number))
            removed += 1
        flush_folder(versions.folder)
    except OSError as error:
        refusal = storage_error(error, versions.folder, doing="purged")
        if not removed:
            raise refusal from error
        message = f"{removed} of {len(gone)} versions are removed and the shorter history is saved, but {refusal}"
        raise StorageError(
            message, code=refusal.code, advice=refusal.advice, file=versions.folder, changed=True
        ) from error


def _is_before(versions: Versions, number: int, day: date) -> bool:
    """Tell whether a version was made before a day, on the calendar of this computer; without a date it counts so."""
    try:
        return datetime.fromisoformat(versions.header(number).at).astimezone().date() < day
    except (ValueError, OverflowError):
        return True


def _size(versions: Versions, numbers: list[int]) -> int:
    return sum(os.stat(versions.path(number)).st_size for number in numbers)
