"""Words that say how a food is, not what it is: dried, cooked, fresh; alone they make no food of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.inventory.finding import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# As they are without the endings of number and case.
_DRIED = "dried dry freeze powder powdered dehydrated сух сушен порошк порошков"  # noqa: RUF001 - Ukrainian
_HEATED = "cooked boiled fried grilled baked варен відварен смажен печен запечен тушкован"
_FRESH = "fresh raw frozen свіж заморожен"
_SMOKED = "smoked cured копчен сирокопчен"
_STATES = tuple(frozenset(map(fold, words.split())) for words in (_DRIED, _HEATED, _FRESH, _SMOKED))
DRIED = _STATES[0]
# How it is packed, cut or salted says nothing of what it is either.
_PACKED = "can canned tin tinned jar pack packet bag bottle box carton chunk slice piece drained roasted salted"
_PACKED_UK = "консервован банк пачк упаковк пляшк солон"
HOW = frozenset(map(fold, f"{_PACKED} {_PACKED_UK}".split())).union(*_STATES)


def says_more(typed: Collection[str], names: Iterable[Collection[str]]) -> bool:
    """Tell whether a name says of its food what is in none of the food's names: boiled, where that is cured."""
    known = [set(name) for name in names]
    return any(state.intersection(typed) and not any(state & name for name in known) for state in _STATES)


def is_dried_only(typed: Collection[str], names: Iterable[Collection[str]]) -> bool:
    """Tell whether a food is that of a name only when dried, and the name does not say so: eggs, egg powder."""
    alike = [set(name) for name in names if not set(typed).isdisjoint(set(name) - HOW)]
    return DRIED.isdisjoint(typed) and bool(alike) and all(DRIED & name for name in alike)
