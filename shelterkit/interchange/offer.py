"""What a file has for a kit, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shelterkit.catalogue.foods import Food
    from shelterkit.codec.kit import Kit
    from shelterkit.household import Regimen
    from shelterkit.interchange.drafts import RowProblem
    from shelterkit.interchange.shelving import Placed
    from shelterkit.inventory.items import Item


class Offer(NamedTuple):
    """What a file has for a kit: items, rows that are none, and of a whole kit its household without its items.

    `lookup` tells whether food that is new to any kit may get the energy of the catalogue; `alike` whether what is like
    an item that is here is added beside it. `kind_column` is a column that looks like the kinds, and is not read.
    """

    name: str
    program: str
    items: tuple[Placed, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()
    household: Kit | None = None
    lookup: bool = True
    alike: bool = False
    kind_column: str | None = None


class Newcomers(NamedTuple):
    """Who and what comes with a whole kit beside its items; of a person, whose count was raised for them."""

    people: tuple[tuple[str, str | None], ...] = ()
    regimens: tuple[Regimen, ...] = ()
    contacts: tuple[str, ...] = ()


class Imported(NamedTuple):
    """What became of an offer: what was added and under which id, what was here already, what was left out.

    `differing` are here under the same id and name and stay as they are; `like` are those of the same kind, name
    and date as an item that is here, which are not added for that; `mine` is the kit before its items. `known` are
    those added that got their energy from the catalogue, and `worthless` those that count as nothing, for they have
    none.
    """

    offer: Offer
    added: tuple[Placed, ...]
    here: int
    problems: tuple[RowProblem, ...]
    differing: tuple[tuple[Placed, Item], ...] = ()
    like: tuple[tuple[Placed, Item], ...] = ()
    newcomers: Newcomers = Newcomers()
    known: tuple[tuple[Placed, Food], ...] = ()
    worthless: tuple[Placed, ...] = ()
    mine: Kit | None = None

    @property
    def adds_nothing(self) -> bool:
        """Tell whether the kit has all of it already."""
        return not self.added and not any(self.newcomers)
