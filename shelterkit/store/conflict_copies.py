"""Other versions of a kit that a sync program left beside it."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os


def is_conflict_copy(name: str, kit: str) -> bool:
    """Tell whether a file is called what sync programs call a second version of the file `kit`."""
    stem, ending = os.path.splitext(kit)
    if not (name.startswith(stem) and name.endswith(ending) and len(name) > len(kit)):
        return False
    between = name[len(stem) : len(name) - len(ending)]
    # Syncthing, then ownCloud; Nextcloud and Dropbox name the machine or the person in the brackets.
    return between.startswith((".sync-conflict-", "_conflict-")) or (
        between.startswith(" (") and between.endswith(")") and "conflict" in between.lower()
    )


def conflict_copies(path: str) -> tuple[str, ...]:
    """Return the names of the other versions that a sync program left beside a kit, in order."""
    folder, kit = os.path.split(os.path.realpath(path))
    try:
        names = os.listdir(folder)
    except OSError:
        return ()  # Who may not list a folder is not told; the kit in it reads all the same.
    return tuple(sorted(name for name in names if is_conflict_copy(name, kit)))
