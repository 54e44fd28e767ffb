"""Drafts made into items, and told from the items that are on the shelf already."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from shelterkit.codec.items import read_item
from shelterkit.codec.tables import Table
from shelterkit.errors import BadValue, Problem
from shelterkit.interchange import cells
from shelterkit.interchange.drafts import RowProblem
from shelterkit.inventory.items import KINDS, PREFIXES, Inventory, Item, id_number

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from datetime import date

    from shelterkit.interchange.drafts import Draft

NO_KIND = "it does not say whether it is water, food, med or other; --kind says it of such rows"
_TEXTS = (("name", "name"), ("where", "place"), ("note", "note"), ("person", "name"), ("ref", "ref"))
# Other programs name a product, of which there are many lots; these name one thing each.
_OF_ONE_THING = ("homebox:", "supply-tracker:")


class Placed(NamedTuple):
    """An item and where in a file it stands."""

    place: str
    item: Item
    notes: tuple[str, ...] = ()


class Shelved(NamedTuple):
    """What a file would add, what of it is here already, and which items here differ.

    `differing` are those of a file that are here under the same id and name or reference, and were changed since;
    `like` those of which one of the same kind, name and date is here, in another amount or at another place.
    """

    new: tuple[Placed, ...]
    here: tuple[Placed, ...]
    differing: tuple[tuple[Placed, Item], ...]
    like: tuple[tuple[Placed, Item], ...] = ()


def items_of(
    drafts: Iterable[Draft], kind: str | None, today: date
) -> tuple[tuple[Placed, ...], tuple[RowProblem, ...]]:
    """Return the items that drafts describe, and the drafts that describe none."""
    placed: list[Placed] = []
    problems: list[RowProblem] = []
    for draft in drafts:
        found = _item_of(draft, kind, today)
        if isinstance(found, Item):
            placed.append(Placed(draft.place, found, draft.notes))
        else:
            problems.append(RowProblem(draft.place, found))
    return tuple(placed), tuple(problems)


def _item_of(draft: Draft, kind: str | None, today: date) -> Item | str:
    table: dict[str, Any] = {"id": "", **draft.table}
    if not table.get("kind"):
        if kind is None:
            return NO_KIND
        table["kind"] = kind
    try:
        for key, what in _TEXTS:
            if isinstance(table.get(key), str):
                table[key] = cells.text(table[key], what)
    except BadValue as refusal:
        return str(refusal).rstrip(".")
    if not _is_id(table["id"], table["kind"]):
        table["id"] = f"{PREFIXES.get(str(table['kind']), 'o')}0"
    problems: list[Problem] = []
    item = read_item(Table(table, (draft.place,), problems))
    if item is None:
        return "; ".join(_told(problem) for problem in problems)
    return item if item.added else item._replace(added=today)


def _is_id(text: Any, kind: Any) -> bool:
    """Tell whether an id could be one that a kit gave to an item of this kind."""
    prefix = PREFIXES.get(str(kind), "")
    digits = str(text).removeprefix(prefix)
    return bool(prefix) and str(text).startswith(prefix) and digits.isascii() and digits.isdigit() and len(digits) < 9  # noqa: PLR2004 - as many as an id has


def _told(problem: Problem) -> str:
    message = problem.message.rstrip(".")
    return message if len(problem.path) == 1 else f"{problem.path[-1]}: {message}"


def shelve(items: Sequence[Item], placed: Iterable[Placed], *, alike: bool = False) -> Shelved:
    """Return which items are new, with `alike` those too that are like one here.

    An item that is here stands for one of a file, never for two.
    """
    waiting = _Waiting(items)
    # Whole lots before all else: several lots of one product have the same reference.
    here, rest = waiting.part(placed, waiting.by_lot)
    renamed, rest = waiting.part(rest, waiting.by_reference)
    differing: list[tuple[Placed, Item]] = []
    for find in (waiting.by_id, waiting.by_reference_and_day, waiting.by_only_reference):
        pairs, rest = waiting.part(rest, find)
        differing += pairs
    like, new = ([], rest) if alike else waiting.part(rest, waiting.like)
    return Shelved(tuple(new), tuple(one for one, _ in (*here, *renamed)), tuple(differing), tuple(like))


class _Waiting:
    """The items that are here, each until something in a file is found to be it."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._by: dict[Hashable, deque[Item]] = {}
        self._taken: set[str] = set()
        for item in items:
            for key in (*_keys(item), ("id", item.id), *_reference_keys(item)):
                self._by.setdefault(key, deque()).append(item)

    def part(
        self, placed: Iterable[Placed], find: Callable[[Item], Item | None]
    ) -> tuple[list[tuple[Placed, Item]], list[Placed]]:
        """Return those whose item is found, with it, each counted once; and those whose is not."""
        pairs: list[tuple[Placed, Item]] = []
        rest: list[Placed] = []
        for one in placed:
            found = find(one.item)
            if found is None:
                rest.append(one)
            else:
                self._taken.add(found.id)
                pairs.append((one, found))
        return pairs, rest

    def by_lot(self, item: Item) -> Item | None:
        """Return the item that is the same in all that tells two lots apart, rather one with the same reference."""
        key = _keys(item)[0]
        own = next((one for one in self._left(key) if one.ref == item.ref), None)
        return own or next((one for one in self._left(key) if _may_be_one(item, one)), None)

    def by_reference(self, item: Item) -> Item | None:
        """Return the same thing of the other program, as much of it and as good; its name and place may be others."""
        return self._of_reference(item, 0)

    def by_id(self, item: Item) -> Item | None:
        """Return the item that has the same id and name."""
        return next((other for other in self._left(("id", item.id)) if _same(other.name) == _same(item.name)), None)

    def by_reference_and_day(self, item: Item) -> Item | None:
        """Return the same thing of the other program that is as good, but is not as much."""
        return self._of_reference(item, 1)

    def by_only_reference(self, item: Item) -> Item | None:
        """Return the same thing of the other program, where a reference there is of one thing, not of a product."""
        return self._of_reference(item, 2) if item.ref and item.ref.startswith(_OF_ONE_THING) else None

    def _of_reference(self, item: Item, loose: int) -> Item | None:
        keys = _reference_keys(item)
        return next(self._left(keys[loose]), None) if keys else None

    def like(self, item: Item) -> Item | None:
        """Return an item of the same kind, name, date and person."""
        return next((other for other in self._left(_keys(item)[1]) if _may_be_one(item, other)), None)

    def _left(self, key: Hashable) -> Iterator[Item]:
        same = self._by.get(key, deque())
        # Of thousands alike the first are taken first: they need not be looked at again.
        while same and same[0].id in self._taken:
            same.popleft()
        return (other for other in same if other.id not in self._taken)


def _may_be_one(item: Item, other: Item) -> bool:
    """Tell whether another program does not hold the two for different things."""
    return item.ref is None or other.ref in (None, item.ref)


def _keys(item: Item) -> list[tuple[Any, ...]]:
    """Return what an item is known by: all that tells two lots apart, and what stays when some is used."""
    day = item.good_to.day if item.good_to else None
    # The catalogue makes food for infants of what a list says nothing of: it is the same lot before and after.
    eater = "people" if item.eaten_by == "infant" else item.eaten_by
    lot = (item.kind, _same(item.name), day, _same(item.where), _same(item.person), item.technical, eater)
    # What is used, moved or eaten by somebody else since is the same lot still.
    like = (item.kind, _same(item.name), day, _same(item.person))
    return [("lot", *lot, *item.amount), ("like", *like)]


def _reference_keys(item: Item) -> list[tuple[Any, ...]]:
    """Return what an item is known by in the other program, the strictest first."""
    day = item.good_to.day if item.good_to else None
    ref = ("ref", item.ref)
    return [(*ref, day, *item.amount), (*ref, day), ref] if item.ref else []


def _same(text: str | None) -> str:
    return " ".join(normalize("NFC", text).casefold().split()) if text else ""


def with_all(inventory: Inventory, items: Sequence[Item]) -> tuple[Inventory, tuple[Item, ...]]:
    """Return the inventory with the items, each under its own id where no item ever had it, else under a new one."""
    never_given = {kind: inventory.free_number(kind) for kind in KINDS}
    used: set[str] = set()
    numbered: list[Item] = []
    for item in items:
        own = id_number(item.id)
        if own and own >= never_given[item.kind] and item.id not in used:
            used.add(item.id)
    following = {
        kind: max([never_given[kind], *(id_number(one) + 1 for one in used if one[0] == PREFIXES[kind])])
        for kind in KINDS
    }
    for item in items:
        if item.id in used:
            used.discard(item.id)
            numbered.append(item)
            continue
        numbered.append(item._replace(id=f"{PREFIXES[item.kind]}{following[item.kind]}"))
        following[item.kind] += 1
    next_id = {kind: number for kind, number in following.items() if number > 1}
    return Inventory((*inventory.items, *numbered), {**inventory.next_id, **next_id}), tuple(numbered)
