"""The kit file: read it, change it under a lock, take changes back; everything the store offers."""

# What only writers need is loaded when something is written: most runs only look.
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.store.reading import Loaded, load

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from shelterkit.codec.kit import Kit
    from shelterkit.store.changes import Edit, Saved
    from shelterkit.store.undoing import Moved, Version

__all__ = [
    "Loaded",
    "create",
    "editing",
    "history",
    "last_good",
    "load",
    "read_version",
    "redo",
    "replace_text",
    "undo",
]


def editing(path: str, *, now: datetime) -> AbstractContextManager[Edit]:
    """Hold the kit for one change: read, decide and save under one lock."""
    from shelterkit.store import changes

    return changes.editing(path, now=now)


def create(path: str, kit: Kit, *, now: datetime, did: str) -> Saved:
    """Begin a kit where none is, and never over one that is."""
    from shelterkit.store import changes

    return changes.create(path, kit, now=now, did=did)


def replace_text(path: str, new_bytes: bytes, did: str, *, now: datetime) -> Saved:
    """Save a kit's text as somebody wrote it, once it reads."""
    from shelterkit.store import changes

    return changes.replace_text(path, new_bytes, did, now=now)


def undo(path: str, *, steps: int = 1, now: datetime) -> Moved:
    """Take back the newest changes."""
    from shelterkit.store import undoing

    return undoing.undo(path, steps=steps, now=now)


def redo(path: str, *, steps: int = 1, now: datetime) -> Moved:
    """Do again what was taken back."""
    from shelterkit.store import undoing

    return undoing.redo(path, steps=steps, now=now)


def last_good(path: str, *, now: datetime) -> Moved:
    """Bring back the newest version that reads, after damage or loss."""
    from shelterkit.store import undoing

    return undoing.last_good(path, now=now)


def history(path: str) -> tuple[Version, ...]:
    """Return every version kept of a kit, oldest first."""
    from shelterkit.store import undoing

    return undoing.history(path)


def read_version(path: str, number: int) -> bytes:
    """Return the kit exactly as a version has it."""
    from shelterkit.store import undoing

    return undoing.read_version(path, number)
