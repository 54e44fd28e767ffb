"""The mark that keeps a spreadsheet from taking a text for a formula: put on, and taken off again.

A text that a spreadsheet would reckon has a ' before it, the mark that spreadsheets themselves put there. Some take a
semicolon for the end of a cell: each part of a text that a semicolon begins is marked the same way. A part that would
be marked but for a ' of its own gets one more, so that the way back is to take one ' off each part that has any before
what would begin a formula.
"""

from __future__ import annotations

from unicodedata import category, normalize

_FORMULA = frozenset("=+-@\t\r\n")
_MARK = "'"
# What a spreadsheet may drop before it looks for a formula; a quote too, where it stands in the middle of a cell.
_DROPPED = frozenset("'\"\u200b\u200c\u200d\ufeff")


def marked(text: str) -> str:
    """Return text with the mark before each part that a spreadsheet would carry out."""
    return ";".join(_MARK + part if _is_formula(part) else part for part in text.split(";"))


def unmarked(text: str) -> str:
    """Return text as it was before it was marked."""
    if _MARK not in text:
        return text
    return ";".join(part[1:] if part[:1] == _MARK and _is_formula(part) else part for part in text.split(";"))


def _is_formula(part: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula: by its first sign, however wide that is written."""
    first = next((char for char in part if char not in _DROPPED and category(char) != "Zs"), "")
    return normalize("NFKC", first) in _FORMULA
