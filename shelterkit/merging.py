"""Two kits made one: mine stays as it is, and what only the other one has is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from shelterkit.household import medicine_key
from shelterkit.inventory.finding import fold
from shelterkit.inventory.items import KINDS, PREFIXES, Inventory, Item, id_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from shelterkit.codec.kit import Kit
    from shelterkit.household import Contact, Household, Person, Regimen

Thing = TypeVar("Thing")


class Joined(NamedTuple):
    """Somebody of the other kit who is in mine now; `raised` is the group whose count went up for them."""

    person: Person
    raised: str | None = None


class Merged(NamedTuple):
    """The kit that two make, and how: what was added to mine, and what differs and stayed as mine has it.

    `same` is how many items both have; `differing` are pairs of one item, as mine and as theirs.
    """

    kit: Kit
    added: tuple[Item, ...] = ()
    same: int = 0
    differing: tuple[tuple[Item, Item], ...] = ()
    people: tuple[Joined, ...] = ()
    regimens: tuple[Regimen, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @property
    def adds_nothing(self) -> bool:
        """Tell whether mine had everything already."""
        return not (self.added or self.people or self.regimens or self.contacts)


class Compared(NamedTuple):
    """What becomes of the items of one kit where another one takes its place; `changed` are before and after."""

    added: tuple[Item, ...] = ()
    removed: tuple[Item, ...] = ()
    changed: tuple[tuple[Item, Item], ...] = ()


def compared(before: Sequence[Item], after: Sequence[Item]) -> Compared:
    """Return which items come, which go and which are no longer as they were."""
    pairs, added = _matched(before, after)
    stay = {one.id for one, _ in pairs}
    removed = tuple(item for item in before if item.id not in stay)
    return Compared(tuple(added), removed, tuple(pair for pair in pairs if pair[0] != pair[1]))


def merge(mine: Kit, theirs: Kit, *, on: date) -> Merged:
    """Add to my kit what theirs has and mine lacks; nothing of mine is changed."""
    pairs, missing = _matched(mine.inventory.items, theirs.inventory.items)
    inventory, added = _with_added(mine.inventory, theirs.inventory, missing)
    household, people = _with_people(mine.household, theirs.household.people, on)
    regimens = _missing(mine.household.regimens, theirs.household.regimens, _regimen_key)
    contacts = _missing(mine.contacts, theirs.contacts, lambda one: fold(one.name))
    household = household._replace(regimens=(*household.regimens, *regimens)) if regimens else household
    kit = mine._replace(inventory=inventory, household=household, contacts=(*mine.contacts, *contacts))
    differing = tuple(pair for pair in pairs if _content(pair[0]) != _content(pair[1]))
    return Merged(kit, added, len(pairs) - len(differing), differing, people, regimens, contacts)


def is_one_thing(one: Item, other: Item) -> bool:
    """Tell whether two items of one id are the same thing, whatever is left of it."""
    return one.kind == other.kind and fold(one.name) == fold(other.name)


def _content(item: Item) -> Item:
    """Return what makes an item what it is: not its id, nor the day it was written down."""
    return item._replace(id="", added=None)


def _matched(mine: Sequence[Item], theirs: Sequence[Item]) -> tuple[list[tuple[Item, Item]], list[Item]]:
    """Return which items are one and the same, each used once, and which of theirs mine has not."""
    by_id = {item.id: item for item in mine}
    pairs = [(by_id[item.id], item) for item in theirs if item.id in by_id and is_one_thing(by_id[item.id], item)]
    paired_mine, paired_theirs = {one.id for one, _ in pairs}, {other.id for _, other in pairs}
    alike: dict[Item, list[Item]] = {}
    for item in mine:
        if item.id not in paired_mine:
            alike.setdefault(_content(item), []).append(item)
    missing = []
    for item in theirs:
        if item.id in paired_theirs:
            continue
        if waiting := alike.get(_content(item)):
            pairs.append((waiting.pop(0), item))
        else:
            missing.append(item)
    return pairs, missing


def _with_added(mine: Inventory, theirs: Inventory, missing: Sequence[Item]) -> tuple[Inventory, tuple[Item, ...]]:
    """Return my inventory with more items: under their own ids where I never gave those, else under new ones."""
    taken = {item.id for item in mine.items}
    first_free = {kind: mine.free_number(kind) for kind in KINDS}
    # A new number is none of theirs either: merged a second time, no item is taken for another one.
    following = {kind: max(first_free[kind], theirs.free_number(kind)) for kind in KINDS}
    added = []
    for item in missing:
        item_id = item.id
        if item_id in taken or not _is_never_given(item, first_free):
            item_id = f"{PREFIXES[item.kind]}{following[item.kind]}"
            following[item.kind] += 1
        added.append(item._replace(id=item_id))
    return mine._replace(items=(*mine.items, *added)) if added else mine, tuple(added)


def _is_never_given(item: Item, first_free: dict[str, int]) -> bool:
    number = id_number(item.id)
    return item.id == f"{PREFIXES[item.kind]}{number}" and number >= first_free[item.kind]


def _with_people(household: Household, theirs: Sequence[Person], on: date) -> tuple[Household, tuple[Joined, ...]]:
    """Return the household with the people it has no name for yet, each one of those counted where there is room."""
    joined: list[Joined] = []
    for person in theirs:
        if household.find_person(person.name):
            continue
        if not joined:
            household = household.recounted(on)
        household = household._replace(people=(*household.people, person))
        group = next(iter(household.overfull_groups(on)), None)
        if group is not None:
            household = household._replace(**{group: getattr(household, group) + 1})
        joined.append(Joined(person, group))
    return household, tuple(joined)


def _regimen_key(regimen: Regimen) -> tuple[str, str]:
    return (regimen.person or "").casefold(), medicine_key(regimen.medicine)


def _missing(mine: Sequence[Thing], theirs: Sequence[Thing], key: Callable[[Thing], object]) -> tuple[Thing, ...]:
    known = {key(one) for one in mine}
    return tuple(one for one in theirs if key(one) not in known)
