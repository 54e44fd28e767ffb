"""Dates as lists have them, written in full: German months, and years of two digits where their order is said."""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = (
    ("January", "januar jänner jan"), ("February", "februar feber feb"), ("March", "märz maerz mär mrz"),
    ("April", "april apr"), ("May", "mai"), ("June", "juni jun"), ("July", "juli jul"), ("August", "august aug"),
    ("September", "september sept sep"), ("October", "oktober okt"), ("November", "november nov"),
    ("December", "dezember dez"),
)  # fmt: skip
_GERMAN: Final = {word: month for month, words in _MONTHS for word in words.split()}
_WORD: Final = re.compile(r"[^\W\d_]{3,}\.?")
_DAY: Final = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{2})")
_MONTH: Final = re.compile(r"([0-9]{1,2})([-./])([0-9]{2})")
_NAMED: Final = re.compile(r"((?:[0-9]{1,2}[-./ ]+)?[^\W\d_]{3,}[-. ]+)([0-9]{2})")
_YEAR_FIRST: Final = "ymd"


def in_full(text: str, order: str | None) -> str:
    """Return a date with its month in English, and its year in four digits where the order of its numbers is said."""
    words = _WORD.sub(lambda word: _GERMAN.get(word[0].rstrip(".").casefold(), word[0]), text.strip())
    if order is None:
        return words
    if order == _YEAR_FIRST:
        return f"20{words}" if _DAY.fullmatch(words) and words[2:3] in "-./" else words
    for form in (_DAY, _MONTH, _NAMED):
        if found := form.fullmatch(words):
            return f"{words[: -len(found[found.lastindex or 0])]}20{found[found.lastindex or 0]}"
    return words
