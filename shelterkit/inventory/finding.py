"""Find what is meant: by id, by name, by a part of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.errors import NotDoneError
from shelterkit.inventory.items import Inventory, Item, first_to_expire

if TYPE_CHECKING:
    from collections.abc import Sequence


def fold(text: str) -> str:
    """Return text as it is compared: case and accents aside."""
    if text.isascii():
        return text.casefold()
    from unicodedata import combining, normalize  # noqa: PLC0415 - only where a name is searched

    return "".join(mark for mark in normalize("NFD", text.casefold()) if not combining(mark))


def matching(items: Sequence[Item], words: str, *, kinds: bool = True) -> tuple[Item, ...]:
    """Return the items that words name: an id, else an exact name, else a kind, else a part of the name.

    A kind with several names in it is all of them, so that nobody's water is passed over for another's.
    """
    wanted = fold(" ".join(words.split()))
    if not wanted:
        return ()
    by_id = tuple(item for item in items if item.id == wanted)
    exact = by_id or tuple(item for item in items if fold(item.name) == wanted)
    if exact:
        return exact
    return tuple(item for item in items if (kinds and item.kind == wanted) or wanted in fold(item.name))


_SHORTEST_PART = 4
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


class AmbiguousItemError(NotDoneError):
    """Words that fit different items; `items` are all of them."""

    code = "item-ambiguous"

    def __init__(self, words: str, items: tuple[Item, ...]) -> None:
        number = _NUMBERS.get(len(items), str(len(items)))
        super().__init__(f'"{words}" fits {number} items. Which one?')
        self.words = words
        self.items = items


class NoSuchItemError(NotDoneError):
    """Words that fit no item; `close` are the names and ids that look like them."""

    code = "item-unknown"

    def __init__(self, words: str, close: tuple[Item, ...]) -> None:
        super().__init__(f'nothing in the kit is called "{words}"')
        self.words = words
        self.close = close


def find_lots(inventory: Inventory, words: str) -> tuple[Item, ...]:
    """Return the lots of the one thing that words name, first to expire first."""
    found = matching(inventory.items, words)
    if not found:
        raise NoSuchItemError(words, _close(inventory.items, words))
    if len({(item.kind, fold(item.name)) for item in found}) > 1:
        raise AmbiguousItemError(words, found)
    return tuple(sorted(found, key=first_to_expire))


def find_item(inventory: Inventory, words: str) -> Item:
    """Return the one item that words name."""
    found = matching(inventory.items, words, kinds=False)
    if not found:
        raise NoSuchItemError(words, _close(inventory.items, words))
    if len(found) > 1:
        raise AmbiguousItemError(words, found)
    return found[0]


def _close(items: Sequence[Item], words: str) -> tuple[Item, ...]:
    """Return the items whose names look like the words; an id is never taken for another one's."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

    if words.isascii() and words[:1].isalpha() and words[1:].isdigit():
        return ()
    names = {fold(item.name): item for item in reversed(items)}
    close = [names[name] for name in get_close_matches(fold(words), names, n=3, cutoff=0.6)]
    # One word of several is often all that is typed, and its slip is hidden by the rest of the name.
    typed = fold(words)
    parts = {part: item for name, item in names.items() for part in name.split() if len(part) >= _SHORTEST_PART}
    alike = get_close_matches(typed, [part for part in parts if part[:1] == typed[:1]], n=3, cutoff=0.6)
    close += [parts[part] for part in alike]
    return tuple(dict.fromkeys(close))
