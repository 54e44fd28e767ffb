"""Amounts as lists have them: a pack and what is in it in one cell, abbreviations, and German words."""

from __future__ import annotations

import re
from typing import Final

from shelterkit.quantities.german import GERMAN_UNITS
from shelterkit.quantities.units import CONTAINERS, find_unit

# Short for what a list counts; a kit itself has whole words.
_SHORT: Final = {
    "gramm": "g", "gr": "g", "kilo": "kg", "kilogramm": "kg", "liter": "L", "ltr": "L", "milliliter": "ml",
    "pck": "packs", "pkg": "packs", "pkt": "packs", "pak": "packs", "fla": "bottles",
    "tabl": "tablets", "tab": "tablets", "tabs": "tablets", "kps": "capsules",
    "фл": "bottles", "таб": "tablets", "табл": "tablets", "капс": "capsules", "уп": "packs", "упак": "packs",
    "пач": "packs", "бан": "cans",
}  # fmt: skip
_WORDS: Final = {**_SHORT, **GERMAN_UNITS}
_WORD: Final = re.compile(r"([^\W\d_]{2,})(\.?)")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f'\u2019][0-9]{3})+")
_OF: Final = r"(?:\s*(?:à|á|a|je|mit|zu|of|with|per|по|з|x|×|@)\s*|\s+)"  # noqa: RUF001 - as people write them
_PACKED: Final = re.compile(rf"([^\W\d_]+)\.?{_OF}([0-9][0-9.,]*\s*[^\W\d_]+\.?)", re.IGNORECASE)
_HOLDING: Final = re.compile(r"([0-9][0-9.,]*\s*[^\W\d_]+)\.?[\s/-]+([^\W\d_]+)\.?")
_COUNTED: Final = re.compile(rf"([0-9][0-9.,]*)\s*([^\W\d_]+)\.?{_OF}([0-9][0-9.,]*\s*[^\W\d_]+\.?)", re.IGNORECASE)


def ungrouped(cell: str) -> str:
    """Return a number without what sets its thousands apart; in a cell of its own it can be nothing else."""
    return re.sub(r"\D", "", cell) if _GROUPED.fullmatch(cell) else cell


def in_our_words(cell: str) -> str:
    """Return an amount with its German and its short words as a kit spells them."""
    return _WORD.sub(lambda word: _WORDS.get(word[1].casefold(), word[1] + word[2]), cell)


def packed(cell: str) -> tuple[str, str]:
    """Return a pack and what is in it where a cell has both: bottles of 1.5 L, 15 oz can; else nothing."""
    if (found := _PACKED.fullmatch(cell)) and (pack := _pack(found[1])) and _is_size(found[2]):
        return pack, found[2]
    if (found := _HOLDING.fullmatch(cell)) and (pack := _pack(found[2])) and _is_size(found[1]):
        return pack, found[1]
    return "", ""


def counted_packs(cell: str) -> tuple[str, str, str]:
    """Return the number, the pack and what is in it where a cell has all three: 2 packs of 10 tablets."""
    found = _COUNTED.fullmatch(cell)
    if found and (pack := _pack(found[2])) and _is_size(found[3]):
        return found[1], pack, found[3]
    return "", "", ""


def _pack(word: str) -> str:
    """Return the word for a pack; a German can is one only beside its size, for a dose is spelled alike."""
    if word.casefold() == "dose":
        return "cans"
    unit = find_unit(word)
    return word if unit is not None and unit.symbol in CONTAINERS else ""


def _is_size(text: str) -> bool:
    unit = find_unit(text.lstrip("0123456789., ").removesuffix("."))
    return unit is not None and unit.symbol not in CONTAINERS
