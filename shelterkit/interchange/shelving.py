"""Drafts made into items, and told from the items that are on the shelf already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from shelterkit.codec.items import read_item
from shelterkit.codec.tables import Table
from shelterkit.errors import BadValue, Problem
from shelterkit.interchange import cells
from shelterkit.interchange.drafts import RowProblem
from shelterkit.inventory.items import KINDS, PREFIXES, Inventory, Item, id_number

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from shelterkit.interchange.drafts import Draft

NO_KIND = "it does not say whether it is water, food, med or other; --kind says it of such rows"
_TEXTS = (("name", "name"), ("where", "place"), ("note", "note"), ("person", "name"), ("ref", "ref"))


class Placed(NamedTuple):
    """An item and where in a file it stands."""

    place: str
    item: Item
    notes: tuple[str, ...] = ()


class Shelved(NamedTuple):
    """What a file would add, what of it is here already, which items here differ, and what new lots are like.

    `differing` are those of a file that are here under the same id and name, and were changed on one side since.
    """

    new: tuple[Placed, ...]
    here: tuple[Placed, ...]
    differing: tuple[tuple[Placed, Item], ...]
    like: Mapping[str, Item]


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


def shelve(items: Sequence[Item], placed: Iterable[Placed]) -> Shelved:
    """Return which items are new; an item that is here stands for one of a file, never for two."""
    waiting = _Waiting(items)
    here: list[Placed] = []
    rest: list[Placed] = []
    for one in placed:
        (here if waiting.take(one.item) else rest).append(one)
    differing = [(one, other) for one in rest if (other := waiting.take_changed(one.item))]
    known = {one.place for one, _ in differing}
    new = [one for one in rest if one.place not in known]
    like = {one.place: found for one in new if (found := waiting.like(one.item))}
    return Shelved(tuple(new), tuple(here), tuple(differing), like)


class _Waiting:
    """The items that are here, each until something in a file is found to be it."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._by: dict[Hashable, list[Item]] = {}
        self._taken: set[str] = set()
        for item in items:
            for key in (*_keys(item), ("id", item.id)):
                self._by.setdefault(key, []).append(item)

    def take(self, item: Item) -> bool:
        """Find the item that is the same one, and count it once."""
        for key in _keys(item)[:-1]:
            for other in self._left(key):
                if key[0] == "ref" or item.ref is None or other.ref in (None, item.ref):
                    self._taken.add(other.id)
                    return True
        return False

    def take_changed(self, item: Item) -> Item | None:
        """Find the item that has the same id and name, and count it once."""
        found = next((other for other in self._left(("id", item.id)) if _same(other.name) == _same(item.name)), None)
        if found:
            self._taken.add(found.id)
        return found

    def like(self, item: Item) -> Item | None:
        """Return an item that differs in its amount only."""
        return next(self._left(_keys(item)[-1]), None)

    def _left(self, key: Hashable) -> Iterator[Item]:
        return (other for other in self._by.get(key, ()) if other.id not in self._taken)


def _keys(item: Item) -> list[tuple[Any, ...]]:
    """Return what an item is known by: its place in the other program, else all that tells two lots apart."""
    day = item.good_to.day if item.good_to else None
    lot = (item.kind, _same(item.name), day, _same(item.where), _same(item.person), item.technical, item.eaten_by)
    keys: list[tuple[Any, ...]] = [("lot", *lot, *item.amount), ("like", *lot)]
    return [("ref", item.ref), *keys] if item.ref else keys


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
