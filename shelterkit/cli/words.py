"""The kinds of things, in the words people use for them."""

from __future__ import annotations

from shelterkit.errors import BadValue
from shelterkit.inventory.items import KINDS

_OTHER_WORDS = {
    "medicine": "med", "medication": "med", "meds": "med", "medicines": "med", "drinks": "water", "foods": "food",
    "others": "other", "вода": "water", "їжа": "food", "ліки": "med", "інше": "other",
}  # fmt: skip


def kind_of(word: str) -> str:
    """Return the kind a word names; it is typed, never guessed, for it decides what counts."""
    folded = word.casefold()
    kind = _OTHER_WORDS.get(folded, folded)
    if kind in KINDS:
        return kind
    from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

    close = get_close_matches(folded, (*KINDS, *_OTHER_WORDS), n=1, cutoff=0.6)
    instead = (_OTHER_WORDS.get(close[0], close[0]),) if close else ()
    raise BadValue(f'"{word}" is no kind; it is water, food, med or other.', code="kind", typed=word, instead=instead)
