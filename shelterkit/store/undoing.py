"""Changes taken back and done again: every earlier state of the kit comes back byte by byte."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadDataError, NotDoneError
from shelterkit.store.lost import emptied, lost_items, restoring
from shelterkit.store.reading import missing, read_steady, understood
from shelterkit.store.saving import Save, State, disk_refusals, look, repeated
from shelterkit.store.states import States, kit_in, newest_good
from shelterkit.store.versions import Versions
from shelterkit.store.whole_file import read_whole

if TYPE_CHECKING:
    from datetime import datetime

    from shelterkit.codec.kit import Kit
    from shelterkit.store.states import Reading
    from shelterkit.store.versions import Header

_MENDED = "restore-good"


class Moved(NamedTuple):
    """A return to another state: which changes it took back or did again, the first of them made `at`.

    `before` is None where the kit was damaged or missing; `damaged` is the version that keeps the damaged text, and
    `passed` one that reads and was not taken, for it had lost its items by hand.
    """

    did: tuple[str, ...]
    at: str
    version: int
    before: Kit | None
    after: Kit
    damaged: int | None = None
    passed: int | None = None


class Version(NamedTuple):
    """One line of the history; `node` numbers the state of the kit, `current` marks what the kit is now."""

    number: int
    at: str
    did: str
    kind: str
    node: int
    current: bool


def undo(path: str, *, steps: int = 1, now: datetime) -> Moved:
    """Take back the newest changes, an edit by hand among them, and say which they were."""
    look(path)
    return repeated(path, now, lambda save: _undone(save, steps))


def _undone(save: Save, steps: int) -> Moved:
    before = understood(save.read(), save.path, on=save.now.date()).kit
    save.settle()
    changes, target = _back(States(save.versions, save.path), steps)
    return _move(save, "undo", changes, target, before)


def _back(states: States, steps: int, *, by_hand: bool = False) -> tuple[list[Header], Reading]:
    """Return the newest changes and the state before them; what was done `by_hand` since is none of them."""
    # What brought a good version back is a step of its own: nothing that reads lies behind it.
    mended = int(states.newest().kind == _MENDED and not by_hand)
    if mended and steps == 1:
        raise _behind_is_damage(states)
    line = list(islice(states.line_from(states.newest().node), steps - mended + 1))
    if len(line) <= steps - mended:
        raise _too_far(len(line) - 1 + mended if len(line) > 1 else 0, "undo", "taken back")
    return [header for header, _, _ in line[:-1]], line[-1]


def _behind_is_damage(states: States) -> NotDoneError:
    """Return the refusal to go back behind a mended kit by accident, and say where the damaged text is."""
    damaged = _damaged_before(states.versions, states.newest().version, states.path)
    further = "To take back the change before that as well: shelterkit undo 2"
    if damaged is None:
        message = "the last step brought a lost kit back; that is not taken back"
        return NotDoneError(message, code="nothing-to-undo", details=(further,), advice="shelterkit history")
    message = f"the last step mended the kit; the text before it, version {damaged}, does not read"
    return NotDoneError(
        message, code="nothing-to-undo", details=(further,), advice=f"shelterkit history --diff {damaged}"
    )


def _damaged_before(versions: Versions, number: int, path: str) -> int | None:
    """Return the version before one where that one keeps a text that does not read."""
    before = number - 1
    if before not in versions.numbers() or kit_in(versions.read(before).body, path) is not None:
        return None
    return before


def redo(path: str, *, steps: int = 1, now: datetime) -> Moved:
    """Do again what was taken back, as long as nothing else was changed since."""
    look(path)
    return repeated(path, now, lambda save: _redone(save, steps))


def _redone(save: Save, steps: int) -> Moved:
    before = understood(save.read(), save.path, on=save.now.date()).kit
    save.settle()
    changes, target = _ahead(States(save.versions, save.path), steps)
    return _move(save, "redo", changes, target, before)


def _ahead(states: States, steps: int) -> tuple[list[Header], Reading]:
    """Return the changes that were taken back last and the state after them."""
    here = states.newest().node
    ahead: list[Reading] = []
    for state in states.line_from(states.tip()):
        if state[0].node == here:
            break
        ahead.append(state)
    else:
        ahead = []
    if len(ahead) < steps:
        raise _too_far(len(ahead), "redo", "done again")
    ahead.reverse()
    return [header for header, _, _ in ahead[:steps]], ahead[steps - 1]


def preview(path: str, kind: str, *, steps: int) -> Moved:
    """Return what an undo or redo would do, without doing or locking anything."""
    raw = read_steady(path).raw
    before = understood(raw, path).kit
    versions = Versions(os.path.realpath(path))
    newest = versions.newest()
    if newest is None:
        raise _too_far(0, kind, "taken back")
    by_hand = int(newest.body != raw)
    if kind == "redo" and by_hand:
        raise _too_far(0, kind, "done again")
    states = States(versions, path)
    if steps == by_hand:
        changes: list[Header] = []
        target = next(states.line_from(states.newest().node))
    elif kind == "redo":
        changes, target = _ahead(states, steps)
    else:
        changes, target = _back(states, steps - by_hand, by_hand=bool(by_hand))
    labels = (*(("edited by hand",) * by_hand), *(change.did for change in changes))
    return Moved(labels, changes[0].at if changes else "", 0, before, target[2])


def _too_far(possible: int, command: str, what: str) -> NotDoneError:
    code = f"nothing-to-{command}"
    if possible < 1:
        return NotDoneError(f"there is nothing to {command}", code=code, advice="shelterkit history")
    changes = "1 change" if possible == 1 else f"{possible} changes"
    return NotDoneError(f"only {changes} can be {what}", code=code, advice=f"shelterkit {command} {possible}")


def _move(save: Save, kind: str, changes: list[Header], target: Reading, before: Kit | None) -> Moved:
    header, kept, after = target
    labels = tuple(change.did for change in changes)
    did = f"{kind}: {', '.join(labels)}" if labels else f"back to version {header.version}"
    version = save.replace(kept.body, did, kind=kind, state=State(header.node, header.parent))
    at = changes[0].at if changes else header.at
    return Moved(labels, at, version, before, after)


def last_good(path: str, *, now: datetime) -> Moved:
    """Bring back the newest version that reads, after damage or loss; what was there goes into the history."""
    real = os.path.realpath(path)
    if os.path.islink(os.path.dirname(real)):
        raise missing(path)  # Only links that lead round in a circle are left in a real path.
    versions = Versions(real)
    with disk_refusals(path, doing="read"):
        has_any = bool(versions.numbers() or versions.pending())
    if not has_any:
        if not os.path.exists(path):
            raise missing(path)
        raise _none_good()
    return repeated(path, now, _mended)


def _mended(save: Save) -> Moved:
    if os.path.lexists(save.real) and _reads(save):
        raise _nothing_to_mend(save)
    save.settle()
    good = newest_good(save.versions, save.path)
    if good is None:
        raise _none_good()
    moved = _move(save, _MENDED, [], good[:3], None)
    damaged = _damaged_before(save.versions, moved.version, save.path)
    return moved._replace(damaged=damaged, passed=good.passed)


def _nothing_to_mend(save: Save) -> NotDoneError:
    lost = lost_items(save.path)
    if lost:
        message = f"the kit reads, but {_all_items(lost)} gone since the last save"
        return NotDoneError(message, code="nothing-to-undo", advice="shelterkit undo")
    good = emptied(save.path)
    if good:
        number = good.kept.header.version
        message = f"the kit reads, but {_all_items(len(good.kit.inventory.items))} gone since version {number}"
        return NotDoneError(message, code="nothing-to-undo", advice=restoring(save.versions, number))
    message = "the kit reads, so there is nothing to mend"
    return NotDoneError(message, code="nothing-to-undo", advice="shelterkit history")


def _all_items(number: int) -> str:
    return "its 1 item is" if number == 1 else f"all its {number} items are"


def _reads(save: Save) -> bool:
    """Tell whether the kit reads; one that a newer shelterkit wrote is not damaged, and is left alone."""
    raw = save.read()
    try:
        understood(raw, save.path)
    except BadDataError as error:
        if error.code == "kit-newer":
            raise
        return False
    return True


def _none_good() -> NotDoneError:
    return NotDoneError("no version in the history reads", code="nothing-to-undo", advice="shelterkit edit --file")


def history(path: str) -> tuple[Version, ...]:
    """Return every version kept of a kit, oldest first, without changing anything."""
    real = os.path.realpath(path)
    versions = Versions(real)
    with disk_refusals(path, doing="read"):
        headers = sorted(versions.headers())
        newest = versions.newest()
        current = newest.header.version if newest and newest.body == _now(real) else None
    return tuple(Version(one.version, one.at, one.did, one.kind, one.node, one.version == current) for one in headers)


def _now(real: str) -> bytes | None:
    try:
        return read_whole(real).raw
    except (FileNotFoundError, BadDataError):
        return None


def read_version(path: str, number: int) -> bytes:
    """Return the kit exactly as a version has it."""
    versions = Versions(os.path.realpath(path))
    if number not in versions.numbers():
        message = f"there is no version {number} in the history"
        raise NotDoneError(message, code="no-version", advice="shelterkit history")
    with disk_refusals(path, doing="read"):
        return versions.read(number).body
