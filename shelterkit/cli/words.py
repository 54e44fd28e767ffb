"""The kinds of things, in the words people use for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.errors import BadValue, UsageError
from shelterkit.inventory.items import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.cli.request import Request

_OTHER_WORDS = {
    "medicine": "med", "medication": "med", "meds": "med", "medicines": "med", "drugs": "med", "pills": "med",
    "drinks": "water", "foods": "food", "others": "other", "вода": "water", "їжа": "food", "ліки": "med",
    "інше": "other",
}  # fmt: skip
KIND_WORDS = {**{kind: kind for kind in KINDS}, **_OTHER_WORDS}


def kind_of(word: str) -> str:
    """Return the kind a word names; it is typed, never guessed, for it decides what counts."""
    folded = word.casefold()
    if kind := KIND_WORDS.get(folded):
        return kind
    from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

    close = get_close_matches(folded, (*KINDS, *_OTHER_WORDS), n=1, cutoff=0.7)
    instead = (_OTHER_WORDS.get(close[0], close[0]),) if close else ()
    raise BadValue(f'"{word}" is no kind; it is water, food, med or other.', code="kind", typed=word, instead=instead)


def typed_kind(request: Request, word: str, words: Sequence[str]) -> str:
    """Return the kind that was typed; of words that begin without one, which is offered as what it may be."""
    try:
        return kind_of(word)
    except BadValue as refusal:
        from shelterkit.cli.refusals import command_line  # noqa: PLC0415
        from shelterkit.cli.reordered import added  # noqa: PLC0415 - only for a refusal

        better = added(request, (word, *words), refusal.instead)
        if not better:
            raise
        raise UsageError(str(refusal), code=refusal.code, advice=command_line(better)) from None
