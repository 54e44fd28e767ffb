"""What of a file is on the shelf already: lots first, then what another program calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shelterkit.codec.items import read_item
from shelterkit.codec.tables import Table
from shelterkit.interchange.shelving import Placed, shelve

if TYPE_CHECKING:
    from shelterkit.inventory.items import Item


def food(number: int, amount: str, day: str, ref: str | None = None) -> Item:
    """Return beans with a date, known to another program where a reference is given."""
    table = {"id": f"f{number}", "kind": "food", "name": "Beans", "amount": amount, "best_before": day}
    found = read_item(Table({**table, "ref": ref} if ref else table, ("item", 0), []))
    assert found is not None
    return found


def parts(here: list[Item], there: list[tuple[str, str, str]]) -> tuple[list[int], list[int], dict[int, str]]:
    """Return which of the entries there are new, which are here, and which differ from which item here."""
    placed = [Placed(str(number), food(0, *entry)) for number, entry in enumerate(there, 1)]
    found = shelve(here, placed)
    differing = {int(one.place): item.id for one, item in found.differing}
    return [int(one.place) for one in found.new], [int(one.place) for one in found.here], differing


GROCY, HOMEBOX = "grocy:5", "homebox:asset:000-001"


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        # The first lot is used up: the second is still itself.
        ([("7", "2028", GROCY)], [("2", "2027", GROCY), ("7", "2028", GROCY)], ([1], [2], {})),
        # Two other lots of a product that is here.
        (
            [("2", "2027", GROCY), ("7", "2028", GROCY)],
            [("9", "2026-12-01", GROCY), ("30", "2029-12-01", GROCY)],
            ([1, 2], [], {}),
        ),
        # Some of a lot is used.
        (
            [("1", "2027", GROCY), ("7", "2028", GROCY)],
            [("2", "2027", GROCY), ("7", "2028", GROCY)],
            ([], [2], {1: "f1"}),
        ),
        # One thing whose amount and date are others now.
        ([("6 x 400 g", "2028-05-01", HOMEBOX)], [("60 x 400 g", "2026-01-01", HOMEBOX)], ([], [], {1: "f1"})),
        # The one with the reference rather than the one without.
        ([("2", "2027", None), ("2", "2027", GROCY)], [("2", "2027", GROCY), ("2", "2027", None)], ([], [1, 2], {})),
    ],
)
def test_a_lot_is_known_before_its_reference(
    here: list[tuple[str, str, str]],
    there: list[tuple[str, str, str]],
    found: tuple[list[int], list[int], dict[int, str]],
) -> None:
    assert parts([food(number, *entry) for number, entry in enumerate(here, 1)], there) == found
