"""A kit put in the place of the one that is there, or where none is, as one change."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadDataError, NoKitError, NotDoneError
from shelterkit.store.changes import Saved, given, make_folders
from shelterkit.store.reading import history_folder, missing, read_steady, understood
from shelterkit.store.saving import Save, disk_refusals, private_files, repeated
from shelterkit.store.sharing import is_open, says_shared, with_shared
from shelterkit.store.stop_signals import noting_stops
from shelterkit.store.versions import higher

if TYPE_CHECKING:
    from datetime import date, datetime

    from shelterkit.codec.kit import Kit
    from shelterkit.store.backups import Kept

# What stands in the kit's place may be anything but these: nobody is to lose a kit that a newer shelterkit wrote.
_KEPT_AS_IT_IS = ("kit-newer",)


class Standing(NamedTuple):
    """What stands in the kit's place: its bytes, None where nothing is; and its kit, None where it does not read.

    `was_here` tells of a kit that is gone and has left its history.
    """

    raw: bytes | None
    kit: Kit | None = None
    was_here: bool = False
    # Who may use the kit, None where none was here; a restore does not change it.
    shared: bool | None = None


def standing(path: str, *, on: date) -> Standing:
    """Return what a restore would replace; refuse where it must not be replaced, or cannot be."""
    try:
        raw = read_steady(path).raw
    except NoKitError:
        return Standing(None)
    except BadDataError as refusal:
        if refusal.code == "kit-missing":
            return Standing(None, was_here=True, shared=is_open(history_folder(os.path.realpath(path))))
        raise
    kit = _kit(raw, path, on)
    # What is damaged may not say any more that it is shared.
    is_shared = says_shared(raw) or (kit is None and is_open(history_folder(os.path.realpath(path))))
    return Standing(raw, kit, shared=is_shared)


def as_shared_here(kept: Kept, here: Standing, *, on: date) -> Kept:
    """Return what is restored, for whom the kit is here: nobody's history is opened to a group by a backup."""
    if here.shared is None or says_shared(kept.raw) == here.shared:
        return kept
    raw = with_shared(kept.raw, shared=here.shared)
    return kept._replace(loaded=understood(raw, kept.loaded.path, on=on))


def _kit(raw: bytes, path: str, on: date) -> Kit | None:
    try:
        return understood(raw, path, on=on).kit
    except BadDataError as refusal:
        if refusal.code in _KEPT_AS_IT_IS:
            raise
        return None


def restore(path: str, raw: bytes, did: str, *, now: datetime, seen: Standing | None = None) -> Saved:
    """Put a kit's exact bytes in the kit's place; what was there is kept in the history, damaged or not.

    With `seen`, what somebody was shown before agreeing, anything else that stands there now is not replaced.
    """
    understood(raw, path, on=now.date())
    refusal = None if os.path.exists(path) else missing(path)
    if isinstance(refusal, BadDataError) and refusal.code != "kit-missing":
        raise refusal
    with disk_refusals(path), private_files(), noting_stops() as stop:
        stop.obey()
        make_folders(os.path.dirname(os.path.realpath(path)))
    return repeated(path, now, lambda save: _restored(save, raw, did, seen))


def _restored(save: Save, raw: bytes, did: str, seen: Standing | None) -> Saved:
    if os.path.lexists(save.real):
        save.read()
    current = save.before.raw if save.before else None
    if seen is not None and seen.raw != current:
        message = "the kit was changed by somebody else meanwhile"
        raise NotDoneError(message, code="kit-changed", file=save.path, advice="run the same command again")
    if current == raw:
        return Saved(save.newest_number())
    on = save.now.date()
    before = _kit(current, save.path, on) if current is not None else None
    marks = given(understood(raw, save.path, on=on).kit)
    if before:
        # A number that the kit gave so far is never given again, even where the restored one does not know of it.
        marks = higher(marks, given(before))
    return Saved(save.replace(raw, did, kind="restore", ids=marks))
