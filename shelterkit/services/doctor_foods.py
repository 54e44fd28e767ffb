"""Food of a kit whose energy nobody typed and the catalogue knows for certain: found, and filled in as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.codec.writing import encode
from shelterkit.errors import ShelterkitError
from shelterkit.report.finding import INFO, Finding, Fix
from shelterkit.services.foods import filled, with_filled
from shelterkit.services.mending import Step
from shelterkit.store.changes import has_comments
from shelterkit.store.kit_text import written
from shelterkit.store.reading import understood

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from shelterkit.codec.kit import Kit
    from shelterkit.services.foods import Filled

ENERGY = "energy"
_MOST_NAMED = 3


class Filling(NamedTuple):
    """The step that gives food its energy, with the first item of it; `others` are the items after that."""

    step: Step
    others: tuple[Fix, ...]


def examine_energy(kit: Kit) -> Iterator[Finding]:
    """Yield which items have no energy although the catalogue knows it."""
    items = [(one.item.id, one.item.name) for one in filled(kit.inventory)]
    if items:
        yield Finding(ENERGY, INFO, {"items": items}, fixable=True)


def filling(raw: bytes, path: str, on: date) -> Filling | None:
    """Return how a kit's text gets the energy that the catalogue knows, None where there is none to fill in."""
    try:
        loaded = understood(raw, path, on=on)
        found = filled(loaded.kit.inventory)
        if not found:
            return None
        kit = loaded.kit._replace(inventory=with_filled(loaded.kit.inventory, found))
        changed = written(encode(kit, loaded.document), path)
    except ShelterkitError:
        return None  # What keeps the kit from being read or written comes first.
    # All of it is one step, and told an item a line.
    did = f"doctor: looked up the energy of {_named(found)}"
    fixes = tuple(Fix(ENERGY, one._asdict(), "" if number else did) for number, one in enumerate(found))
    return Filling(Step(fixes[0], changed, has_comments(raw)), fixes[1:])


def _named(found: tuple[Filled, ...]) -> str:
    named = [f"{one.item.id} {one.item.name}" for one in found[:_MOST_NAMED]]
    more = len(found) - _MOST_NAMED
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
