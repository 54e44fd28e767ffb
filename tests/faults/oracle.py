"""What must hold after every fault: old or new, told truly, and nobody has to mend anything."""

from __future__ import annotations

import hashlib
import re
import shutil
import stat
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from tests.faults.commands import copy_of, ready, run_here, writing
from tests.faults.program import scratch, tried_in
from tests.faults.traced import Outcome, run

if TYPE_CHECKING:
    from pathlib import Path

KILLED = (-9, 137)
STOPPED = {"INT": 130, "TERM": 143, "HUP": 129}
REFUSED = (1, 65, 66, 74, 75)
_DONE = re.compile(r"^Saved\b|^Added|\b[Ss]aved, but|The change was saved", re.MULTILINE)
_NOT_DONE = re.compile(r"nothing (was )?changed", re.IGNORECASE)
_RANDOM = re.compile(r"[0-9a-f]{16}")
_MOMENT = re.compile(rb'"at": "[^"]*"')
_NUMBER_OF_KIT = re.compile(rb'^uuid = "[^"]*"$', re.MULTILINE)
_MOST_LINES = 6
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_seen: dict[tuple[str, str], list[str]] = {}
_SEEN = Lock()


class Stage(NamedTuple):
    """The kit before a command and after it; None where none is."""

    old: bytes | None
    new: bytes | None


def kit_in(folder: Path) -> bytes | None:
    """Return the kit of a folder as it can be compared."""
    kit = folder / "k" / "kit.toml"
    return comparable(kit.read_bytes() if kit.exists() else None)


def comparable(raw: bytes | None) -> bytes | None:
    """Return a kit without the number that every new kit draws for itself."""
    return raw if raw is None else _NUMBER_OF_KIT.sub(b"", raw)


@cache
def stage(program: Path, name: str) -> Stage:
    """Return the kit before and after an undisturbed run."""
    folder = scratch(name)
    copy_of(name, folder)
    outcome = run(program, folder, writing(name), "-e", "trace=rename")
    made = Stage(kit_in(ready(name)), kit_in(folder))
    if outcome.code or (made.old == made.new) == writing(name).new_kit:
        raise AssertionError(f"{name} does not do anything here: {outcome}")
    return made


def wrong_now(program: Path, name: str, folder: Path, outcome: Outcome) -> list[str]:
    """Return what a run with a fault did wrong, and said wrong."""
    old, new = stage(program, name)
    return wrong_said(old, new, kit_in(folder), outcome)


def wrong_said(old: bytes | None, new: bytes | None, now: bytes | None, outcome: Outcome) -> list[str]:
    """Return what is wrong with the kit after a run that should have made the new one of the old."""
    is_done = outcome.code == 0 or bool(_DONE.search(outcome.out + outcome.err))
    wrong = [] if now in (old, new) else ["neither the old kit nor the new"]
    if is_done and now != new:
        wrong.append("said to be saved and is not")
    if _NOT_DONE.search(outcome.err) and now != old:
        wrong.append("said not to be changed and is")
    if outcome.code in KILLED:
        return wrong
    return wrong + _wrong_words(outcome)


def _wrong_words(outcome: Outcome) -> list[str]:
    wrong = []
    if "Traceback" in outcome.err + outcome.out or "mistake in shelterkit" in outcome.err:
        wrong.append("a traceback")
    # 120 is how Python ends where its last words to the screen fail; the program itself ends without them.
    allowed = (0, *REFUSED, *STOPPED.values(), *((120,) if outcome.is_mute() else ()))
    if outcome.code not in allowed:
        wrong.append(f"exit {outcome.code}")
    if len(outcome.err.splitlines()) > _MOST_LINES:
        wrong.append("more than six lines")
    if outcome.code and not outcome.is_mute() and not (_DONE.search(outcome.err) or _NOT_DONE.search(outcome.err)):
        wrong.append("does not say whether anything changed")
    return wrong


def wrong_next(name: str, folder: Path, *, undoable: bool = True) -> list[str]:
    """Return what is wrong with the commands after a fault; what leaves the same files is tried once."""
    key = name, _digest(folder / "k")
    with _SEEN:
        known = _seen.get(key)
    if known is None:
        known = _tried(name, folder, undoable=undoable)
        with _SEEN:
            _seen[key] = known
    return known


def states_seen(name: str) -> int:
    """Return how many different states of the kit's folder a command was found to leave."""
    return sum(known == name for known, _ in _seen)


def _digest(folder: Path) -> str:
    """Return what tells one state of a folder from another; moments and random names aside."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        name = _RANDOM.sub("RANDOM", str(path.relative_to(folder)))
        raw = _NUMBER_OF_KIT.sub(b"", _MOMENT.sub(b"", path.read_bytes())) if path.is_file() else b""
        digest.update(f"{name}\0{path.stat().st_mode}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()


def _tried(name: str, original: Path, *, undoable: bool) -> list[str]:
    with tried_in() as folder:
        shutil.copytree(original, folder, dirs_exist_ok=True)
        wrong = _can_begin(name, folder)
        was = kit_in(folder)
        for words, says in ((("list",), ""), (("add", "other", "Later", "1 piece"), ""), (("list",), "Later")):
            ran = run_here(folder, words, says)
            if ran.code:
                wrong.append(f"{words[0]} fails afterwards: {ran.err or ran.out}")
        if run_here(folder, ("undo",)).code or kit_in(folder) != was:
            wrong.append("undo does not bring back what was")
        if undoable and writing(name).undoable and run_here(folder, ("undo",)).code:
            wrong.append("the change before cannot be undone")
        return wrong + _left(name, folder / "k")


def _can_begin(name: str, folder: Path) -> list[str]:
    """Return what is wrong with the one way out that the refusal names, for a kit that is missing or damaged."""
    one = writing(name)
    if one.old_reads or kit_in(folder) != kit_in(ready(name)):
        return []
    way_out = {"damage": ("undo", "--last-good", "-y"), "no kit": one.words, "id twice": one.words}[one.by_hand]
    ran = run_here(folder, way_out)
    return [f"the way out fails: {ran.err}"] if ran.code else []


def _left(name: str, folder: Path) -> list[str]:
    """Return what lies about after the next save, what others could read, and what the history lost."""
    wrong = [f"left {path.name}" for path in folder.rglob("*.tmp")]
    for path in (folder, *folder.rglob("*")):
        mode, private = stat.S_IMODE(path.stat().st_mode), _PRIVATE_FOLDER if path.is_dir() else _PRIVATE_FILE
        if mode != private:
            wrong.append(f"{path.name} has the mode {mode:o}")
    if writing(name).by_hand == "comment" and not any(
        b"# mine" in path.read_bytes() for path in folder.rglob("*.toml")
    ):
        wrong.append("the edit by hand is lost")
    return wrong
