"""The kinds of things, in the words people use for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.errors import BadValue, UsageError
from shelterkit.inventory.items import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.cli.request import Request

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


def typed_kind(request: Request, word: str, words: Sequence[str]) -> str:
    """Return the kind that was typed; of words that begin without one, which is offered as what it may be."""
    try:
        return kind_of(word)
    except BadValue as refusal:
        if refusal.instead:
            raise
        from shelterkit.quantities.words import split_amount  # noqa: PLC0415 - only for a refusal

        try:
            split_amount(words)
        except BadValue:
            raise refusal from None
        from shelterkit.cli.meant import kind_left_out  # noqa: PLC0415 - only for a refusal
        from shelterkit.cli.refusals import command_line  # noqa: PLC0415

        place = request.argv.index(word)
        better = (*request.argv[:place], kind_left_out(request.argv), *request.argv[place:])
        raise UsageError(str(refusal), code=refusal.code, advice=command_line(better)) from None
