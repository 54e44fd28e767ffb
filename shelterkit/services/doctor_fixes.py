"""Mend what is safe to mend: who may read the files, what saves left, the kit's text, and energy nobody typed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadDataError, ShelterkitError
from shelterkit.report.finding import Fix
from shelterkit.services.changing import refuse_demo
from shelterkit.services.doctor_files import group_of, is_ours, is_shared, marks_of
from shelterkit.services.doctor_foods import filling
from shelterkit.services.mending import document_of, steps
from shelterkit.store.changes import replace_text
from shelterkit.store.disk_words import storage_error
from shelterkit.store.edited_copies import discard, edited_copies
from shelterkit.store.leftovers import clear, leftovers
from shelterkit.store.privacy import close, privacy
from shelterkit.store.reading import read_steady, understood
from shelterkit.store.saving import disk_refusals

if TYPE_CHECKING:
    from shelterkit.services.changing import Pen
    from shelterkit.services.kits import Desk
    from shelterkit.services.mending import Step
    from shelterkit.store.privacy import Place


class Plan(NamedTuple):
    """What can be mended: files that too many may read, what saves left behind, and steps of the kit's text."""

    fixes: tuple[Fix, ...] = ()
    places: tuple[Place, ...] = ()
    has_leftovers: bool = False
    raw: bytes = b""
    steps: tuple[Step, ...] = ()
    # What did not read before is not what undo goes back to.
    did_read: bool = True
    # Copies that an editor was given and nobody wrote anything into.
    copies: tuple[str, ...] = ()


class Mended(NamedTuple):
    """The versions that keep what a mended kit has not: comments, and the whole text where it did not read."""

    comments: int | None = None
    unread: int | None = None


def plan(desk: Desk) -> Plan:
    """Return what can be mended, without changing anything; in a kit that cannot be read at all, nothing."""
    refuse_demo(desk)
    path = desk.place.path
    try:
        raw = read_steady(path).raw
        shared = is_shared(document_of(raw) or {})
        with disk_refusals(path, doing="read"):
            places = tuple(one for one in privacy(path, shared=shared).open if is_ours(one.owner))
    except ShelterkitError:
        return Plan()
    left = leftovers(path)
    found = tuple(steps(raw, path, marks_of(path)))
    food = filling(found[-1].raw if found else raw, path, desk.today)
    found, others = ((*found, food.step), food.others) if food else (found, ())
    fixes = [_closing(places, path, shared=shared)] if places else []
    fixes += [Fix("leftovers", left._asdict())] * any(left)
    copies = tuple(one.path for one in edited_copies(path) if not one.is_changed)
    fixes += [Fix("editor-copies", {"count": len(copies)})] * bool(copies)
    told = (*fixes, *(step.fix for step in found), *others)
    return Plan(told, places, any(left), raw, found, not found or _reads(raw, path), copies)


def _closing(places: tuple[Place, ...], path: str, *, shared: bool) -> Fix:
    told = [(one.what, os.path.basename(one.path), one.mode) for one in places]
    return Fix("open", {"places": told, "group": group_of(os.path.realpath(path)) if shared else ""})


def _reads(raw: bytes, path: str) -> bool:
    try:
        understood(raw, path)
    except BadDataError:
        return False
    return True


def mend(desk: Desk, pen: Pen, plan: Plan) -> Mended:
    """Mend what was planned, each step of the kit one change; return the versions that keep what is not there now."""
    path = desk.place.path
    if plan.has_leftovers:
        clear(path, now=pen.now)
    for copy in plan.copies:
        discard(copy)
    before, mended = plan.raw, Mended()
    for step in plan.steps:
        kept = replace_text(path, step.raw, step.fix.did, now=pen.now, before=before).version - 1
        if before is plan.raw and not plan.did_read:
            mended = mended._replace(unread=kept)
        if step.drops_comments:
            mended = mended._replace(comments=kept)
        before = step.raw
    _close(plan.places)
    return mended


def _close(places: tuple[Place, ...]) -> None:
    changed = False
    for place in places:
        try:
            close(place)
        except FileNotFoundError:
            continue  # A save in between has put another file there, or pruned it.
        except OSError as error:
            raise storage_error(error, place.path, doing="made private", changed=changed) from error
        changed = True
