"""Begin a kit, take changes back, and look at what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.errors import UsageError
from shelterkit.services.changing import Pen, refuse_demo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.household import Household, Plan
    from shelterkit.services.kits import Desk
    from shelterkit.store.undoing import Moved, Version


def refuse_existing(desk: Desk) -> None:
    """Refuse to begin where a kit is or was, before anybody answers questions for nothing."""
    from shelterkit.store.changes import refuse_existing as store_refuse  # noqa: PLC0415

    refuse_demo(desk)
    store_refuse(desk.place.path)


def begin(desk: Desk, pen: Pen, household: Household, plan: Plan) -> None:
    """Begin a kit where none is."""
    from uuid import uuid4  # noqa: PLC0415 - only once in a kit's life

    from shelterkit.codec.kit import Kit  # noqa: PLC0415
    from shelterkit.inventory.items import Inventory  # noqa: PLC0415
    from shelterkit.store.changes import create  # noqa: PLC0415

    refuse_demo(desk)
    kit = Kit(plan, household, Inventory(), uuid=str(uuid4()), saved=desk.today)
    if not pen.dry_run:
        create(desk.place.path, kit, now=pen.now, did="begin the kit")


def undo(desk: Desk, pen: Pen, steps: int) -> Moved:
    """Take the last changes back."""
    from shelterkit.store.undoing import preview  # noqa: PLC0415
    from shelterkit.store.undoing import undo as store_undo  # noqa: PLC0415

    refuse_demo(desk)
    if pen.dry_run:
        return preview(desk.place.path, "undo", steps=steps)
    return store_undo(desk.place.path, steps=steps, now=pen.now)


def redo(desk: Desk, pen: Pen, steps: int) -> Moved:
    """Do again what was taken back."""
    from shelterkit.store.undoing import preview  # noqa: PLC0415
    from shelterkit.store.undoing import redo as store_redo  # noqa: PLC0415

    refuse_demo(desk)
    if pen.dry_run:
        return preview(desk.place.path, "redo", steps=steps)
    return store_redo(desk.place.path, steps=steps, now=pen.now)


def last_good(desk: Desk, pen: Pen) -> Moved:
    """Return to the newest version that reads."""
    from shelterkit.store.undoing import last_good as store_last_good  # noqa: PLC0415

    refuse_demo(desk)
    if pen.dry_run:
        message = "--last-good cannot be tried out; what is there now goes into the history, so it can be taken back"
        raise UsageError(message, code="dry-run", advice="shelterkit history")
    return store_last_good(desk.place.path, now=pen.now)


def versions(desk: Desk) -> Sequence[Version]:
    """Return every version kept, newest first."""
    from shelterkit.store.undoing import history  # noqa: PLC0415

    if desk.place.demo:
        return ()
    found = history(desk.place.path)
    if not found:
        from shelterkit.store.reading import load  # noqa: PLC0415 - refuses where there is no kit

        load(desk.place.path)
    return tuple(reversed(found))


def ahead_of(versions: Sequence[Version], desk: Desk) -> tuple[bool, bool]:
    """Tell of a history, newest first, whether the kit was changed since, and whether an undo takes something back."""
    if not versions or desk.place.demo:
        return False, False
    if not any(one.current for one in versions):
        from shelterkit.errors import ShelterkitError  # noqa: PLC0415 - only where the kit is not the newest version
        from shelterkit.store.reading import load  # noqa: PLC0415

        try:
            load(desk.place.path)
        except ShelterkitError:
            return False, False  # Every other command says what is wrong, and what helps is no undo.
        return True, True
    newest = versions[0]
    older = {one.node for one in versions if one.node < newest.node}
    return False, bool(older) and newest.kind != "restore-good"
