"""One of many at the same kit: python -m tests.faults.racer KIT WORD...; `undo` takes back, other words are added.

Each word that was acknowledged is printed at once. SHELTERKIT_RACE=unlocked is a disk that has no locks.
"""

from __future__ import annotations

import errno
import fcntl
import os
import sys
from typing import Any

from shelterkit.errors import BusyError, NotDoneError
from shelterkit.store import kit_file, versions
from tests.faults.writer import NOW, add

UNDO, UNLOCKED = "undo", "unlocked"
_PATIENCE = 400


def _no_locks(*_: Any) -> None:
    raise OSError(errno.ENOLCK, "no locks available")


def _done(path: str, word: str) -> bool:
    """Do one thing; tell whether it was said to be done."""
    for _ in range(_PATIENCE):
        try:
            if word == UNDO:
                kit_file.undo(path, now=NOW)
            else:
                add(path, word)
        except BusyError:
            continue
        except NotDoneError:
            return False
        return True
    return False


def main(path: str, *words: str) -> None:
    """Do one thing after the other and say each that was done."""
    # The whole course is read back afterwards, so nothing of it may be forgotten.
    versions.MOST_STATES = versions.MOST_VERSIONS = versions.MOST_BYTES = sys.maxsize
    if os.environ.get("SHELTERKIT_RACE") == UNLOCKED:
        fcntl.flock = _no_locks
    for word in words:
        if _done(path, word):
            sys.stdout.write(f"{word}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
