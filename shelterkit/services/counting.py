"""Count what is there: the sheet to fill in, and what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.inventory.counting import Counted, counted
from shelterkit.services.changing import Change, Decision, Pen, change
from shelterkit.services.kits import assess_if_possible, open_kit
from shelterkit.services.shelf import refuse_unit_clash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.assessment.assess import Assessment
    from shelterkit.codec.kit import Kit
    from shelterkit.services.kits import Desk, Opened

_NAMED = 3


class Sheet(NamedTuple):
    """The kit that is to be counted, and how it stands where its advice can be had."""

    opened: Opened
    assessment: Assessment | None


def sheet(desk: Desk) -> Sheet:
    """Return what a stock-take sheet is made of."""
    opened = open_kit(desk)
    return Sheet(opened, assess_if_possible(desk, opened.kit))


def count(desk: Desk, pen: Pen, words: Sequence[str]) -> Change[tuple[Counted, ...]]:
    """Set the amounts that were counted, all of them or none, and note the day."""

    def decide(kit: Kit) -> Decision[tuple[Counted, ...]]:
        found = counted(kit.inventory, words)
        inventory = kit.inventory
        for one in found:
            inventory = inventory.with_changed(one.after)
        after = kit._replace(inventory=inventory, counted=desk.today)
        for one in found:
            refuse_unit_clash(after, one.after)
        return Decision(after, f"count {_called(found)}", found)

    return change(desk, pen, decide)


def _called(found: Sequence[Counted]) -> str:
    if len(found) <= _NAMED:
        return ", ".join(f"{one.after.id} {one.after.name}" for one in found)
    return f"{len(found)} items: {' '.join(one.after.id for one in found)}"
