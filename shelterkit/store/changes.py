"""A kit begun and changed: read, decide and write under one lock."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.codec.kit import HEADER
from shelterkit.codec.writing import encode
from shelterkit.errors import BadDataError
from shelterkit.store.kit_text import written
from shelterkit.store.lines import comments
from shelterkit.store.reading import Loaded, missing, understood
from shelterkit.store.saving import Save, disk_refusals, kit_exists, look, private_files, repeated, saving
from shelterkit.store.sharing import make_folder
from shelterkit.store.stop_signals import noting_stops
from shelterkit.store.versions import higher
from shelterkit.store.whole_file import LARGEST, flush_folder, too_big

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from shelterkit.codec.kit import Kit


class Saved(NamedTuple):
    """The version a save made; `comments_version` is one that has comments which this save dropped."""

    version: int
    comments_version: int | None = None


class Edit:
    """A kit held for one change; `ids` are the next numbers never given to an item so far."""

    __slots__ = ("_loaded", "_save", "document", "ids", "is_saved", "kit")

    def __init__(self, save: Save, loaded: Loaded) -> None:
        self._save = save
        self._loaded = loaded
        self.kit: Kit = loaded.kit
        self.document: dict[str, Any] = loaded.document
        self.is_saved = False
        newest = save.versions.newest()
        self.ids: dict[str, int] = higher(newest.header.ids if newest else {}, _marks(self.document))

    def save(self, kit: Kit, did: str) -> Saved:
        """Save the kit as one change that `did` tells in the user's words; an equal kit is not written again."""
        document = self.document if kit == self._loaded.kit else encode(kit, self.document)
        if document == self.document:
            self.is_saved = True
            return Saved(self._save.newest_number())
        raw = written(document, self._save.path)
        number = self._save.replace(raw, did, ids=higher(self.ids, _marks(document)))
        self.is_saved = True
        return Saved(number, number - 1 if has_comments(self._loaded.raw) else None)


def _marks(document: dict[str, Any]) -> dict[str, Any]:
    marks = document.get("next_id")
    return marks if isinstance(marks, dict) else {}


def has_comments(raw: bytes) -> bool:
    """Tell whether a kit's text has comments that are not shelterkit's own."""
    ours = HEADER.splitlines()
    return any(comment not in ours for comment in comments(raw.decode("utf-8-sig")))


@contextmanager
def editing(path: str, *, now: datetime) -> Iterator[Edit]:
    """Hold the kit for one change; leaving without `save` changes nothing."""
    look(path)
    with saving(path, now) as save:
        with disk_refusals(path):
            edit = Edit(save, understood(save.read(), path, on=now.date()))
        yield edit
        if not edit.is_saved:
            save.stop.obey()


def refuse_existing(path: str) -> None:
    """Refuse to begin a kit where one is or was."""
    if os.path.lexists(path) and not (os.path.islink(path) and not os.path.exists(path)):
        raise kit_exists(path)
    refusal = missing(path)
    if isinstance(refusal, BadDataError):
        raise refusal


def create(path: str, kit: Kit, *, now: datetime, did: str) -> Saved:
    """Begin a kit where none is; folders on the way are made for the owner alone."""
    refuse_existing(path)
    with disk_refusals(path), private_files(), noting_stops() as stop:
        make_folders(os.path.dirname(os.path.realpath(path)))
        stop.obey()
    raw = written(encode(kit, {}), path)
    with saving(path, now) as save:
        if save.newest_number():
            raise missing(path)
        return Saved(save.replace(raw, did, kind="init", ids=_marks(encode(kit, {}))))


def make_folders(folder: str) -> None:
    """Make the folders that are not there, each of them lasting through a power cut."""
    if os.path.isdir(folder):
        return
    above = os.path.dirname(folder)
    make_folders(above)
    make_folder(folder, above)
    flush_folder(above)


def replace_text(path: str, new_bytes: bytes, did: str, *, now: datetime, before: bytes | None = None) -> Saved:
    """Save a kit's text as somebody wrote it, once it reads; a damaged kit can be mended this way.

    With `before`, the bytes it was written from, a kit that was changed since then is not replaced.
    """
    if len(new_bytes) > LARGEST:
        raise too_big(path, len(new_bytes))
    # The ids in it are given: also after an undo no other item gets one of them.
    ids = given(understood(new_bytes, path, on=now.date()).kit)
    look(path)
    return repeated(path, now, lambda save: _replaced(save, new_bytes, did, before, ids))


def _replaced(save: Save, new_bytes: bytes, did: str, before: bytes | None, ids: dict[str, int]) -> Saved:
    current = save.read()
    if before is not None and current != before:
        raise BadDataError("the kit was changed by somebody else meanwhile", code="kit-changed", file=save.path)
    if current == new_bytes:
        return Saved(save.newest_number())
    return Saved(save.replace(new_bytes, did, ids=ids))


def given(kit: Kit) -> dict[str, int]:
    """Return the next number of each kind of a kit."""
    marks: dict[str, int] = encode(kit, {}).get("next_id", {})
    return marks


def replace_document(path: str, document: dict[str, Any], did: str, *, now: datetime, before: bytes) -> Saved:
    """Save a kit's document in the place of the one that was read from `before`."""
    saved = replace_text(path, written(document, path), did, now=now, before=before)
    return saved._replace(comments_version=saved.version - 1 if has_comments(before) else None)
