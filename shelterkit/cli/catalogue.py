"""The catalogue of errors: every code word, what it means, an example and what to try."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadValue
from shelterkit.quantities.numbers import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "errors.toml")
_OPENING = """\
Errors

Every error says what is wrong, whether anything was changed, and one thing to try. With --json it carries a code \
word; these are all of them, each with an example.
"""


class Entry(NamedTuple):
    """One code word: what it means, words that are refused so, and what the refusal offers."""

    code: str
    means: str
    example: str
    tried: str


def read_catalogue() -> tuple[Entry, ...]:
    """Return every code word in the order of the alphabet."""
    import tomli  # noqa: PLC0415 - only for this page

    with open(_FILE, "rb") as file:
        table = tomli.load(file)
    return tuple(Entry(code, one["means"], one["example"], one["try"]) for code, one in table.items())


def catalogue_text(words: Sequence[str]) -> str:
    """Return the whole catalogue, or one entry of it."""
    entries = {entry.code: entry for entry in read_catalogue()}
    if not words:
        return "\n".join((_OPENING, *map(_shown, entries.values())))
    word = "-".join(" ".join(words).casefold().split())
    if word in entries:
        return _shown(entries[word])
    from difflib import get_close_matches  # noqa: PLC0415 - only for a word that is none

    typed = " ".join(words)
    close = get_close_matches(word, entries, n=1, cutoff=0.6)
    raise BadValue(f"no error has the code word {quoted(typed)}.", code="no-error", typed=typed, instead=tuple(close))


def _shown(entry: Entry) -> str:
    return f"{entry.code}\n  {entry.means}\n  $ {entry.example}\n  Try:  {entry.tried}\n"
