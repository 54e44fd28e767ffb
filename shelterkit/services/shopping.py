"""What to buy, for a kit: nothing here writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.services.kits import Opened, assess_opened, open_kit
from shelterkit.shopping import ShoppingList, shopping_list

if TYPE_CHECKING:
    from shelterkit.calendar_dates import Span
    from shelterkit.services.kits import Desk


class Shopping(NamedTuple):
    """A kit and what to buy for it."""

    opened: Opened
    found: ShoppingList


def shopping(desk: Desk, replace_within: Span, *, days: int | None = None) -> Shopping:
    """Return what is missing to the target, and what goes off within a span."""
    opened = open_kit(desk)
    kit = opened.kit
    assessment = assess_opened(desk, opened, days=days)
    return Shopping(opened, shopping_list(assessment, kit.inventory, kit.household, replace_within=replace_within))
