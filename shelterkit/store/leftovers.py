"""What a save that was stopped left behind: temporary files, and versions that were begun and not finished."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.store.reading import missing
from shelterkit.store.saving import repeated
from shelterkit.store.versions import Versions
from shelterkit.store.whole_file import temporaries

if TYPE_CHECKING:
    from datetime import datetime

    from shelterkit.store.saving import Save


class Leftovers(NamedTuple):
    """How many temporary files lie beside a kit, and how many versions in its history were not finished."""

    files: int = 0
    versions: int = 0


def leftovers(path: str) -> Leftovers:
    """Return what stopped saves left; nothing while another shelterkit is saving, for then it may be at work."""
    real = os.path.realpath(path)
    try:
        found = Leftovers(len(temporaries(real)), len(Versions(real).pending()))
    except OSError:
        return Leftovers()
    return Leftovers() if any(found) and _is_being_saved(real) else found


def _is_being_saved(real: str) -> bool:
    """Tell whether somebody holds the kit's lock; where that cannot be known, nobody does."""
    folder, name = os.path.split(real)
    try:
        descriptor = os.open(
            os.path.join(folder, f".{name}.lock"), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        )
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def clear(path: str, *, now: datetime) -> None:
    """Remove what stopped saves left and end the versions that count; the kit itself stays as it is."""
    repeated(path, now, _cleared)


def _cleared(save: Save) -> None:
    # Temporary files are gone with the lock; what was begun is ended by what the kit says now.
    if os.path.lexists(save.real):
        save.read()
    elif not save.versions.numbers() and not save.versions.pending():
        raise missing(save.path)
    save.settle()
