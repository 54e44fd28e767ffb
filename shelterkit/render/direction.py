"""Words written from right to left, kept from turning the numbers beside them around."""

from __future__ import annotations

_FIRST = "\u0590"  # below it everything is written from left to right
_ISOLATE, _END = "\u2068", "\u2069"
_JOINERS = "\u200c\u200d"
# A run of words with the spaces between them and the marks on their letters; Arabic digits are one of their own,
# since they go from left to right: two groups of them would change places otherwise.
_RUN = "r(?:[m ]*r)*m*|n+"
_KINDS = {"R": "r", "AL": "r", "AN": "n", "NSM": "m"}


def isolated(text: str) -> str:
    """Return text with isolates around what is written from right to left, so that all else keeps its order."""
    if text.isascii() or max(text) < _FIRST:
        return text
    import re  # noqa: PLC0415 - only for scripts that few kits have

    pieces: list[str] = []
    done = 0
    for run in re.finditer(_RUN, "".join(map(_kind, text))):
        pieces += (text[done : run.start()], _ISOLATE, text[run.start() : run.end()], _END)
        done = run.end()
    return "".join((*pieces, text[done:]))


def _kind(char: str) -> str:
    """Return a letter for how a character is written: as r, n, m and a space mean in a run."""
    from unicodedata import bidirectional, category  # noqa: PLC0415 - only for scripts that few kits have

    if char in _JOINERS:
        return "m"
    if category(char) == "Zs":
        return " "
    return _KINDS.get(bidirectional(char), ".")
