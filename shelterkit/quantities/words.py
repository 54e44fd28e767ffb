"""Where a name ends and an amount begins, in words as they are typed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from shelterkit.errors import BadValue
from shelterkit.quantities.amounts import SIGNS, Amount, parse_amount
from shelterkit.quantities.numbers import VULGAR, quoted
from shelterkit.quantities.units import CONTAINERS, closest_spelling, find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_RUN: Final = 10
_NUMBERLIKE: Final = rf"[-+−–]?[.,]?[\d{''.join(VULGAR)}]"  # noqa: RUF001 - as pasted
_COUNTLIKE: Final = rf"(?:{_NUMBERLIKE}\S*|[-+]?(?:nan|inf))(?:\s+[^\W\d_]+\.?)?\s*[{SIGNS}]"


def split_amount(words: Sequence[str]) -> tuple[tuple[str, ...], Amount]:
    """Split typed words into a name and the longest run of last words that reads as an amount."""
    for start in range(max(0, len(words) - _LONGEST_RUN), len(words)):
        try:
            amount = parse_amount(" ".join(words[start:]))
        except BadValue as refusal:
            if refusal.code == "amount-spaced":
                raise _spaced(refusal) from None
            continue
        _refuse_wrong_count(words, start)
        _refuse_second_amount(words[:start], amount, words)
        return tuple(words[:start]), amount
    raise _refusal(words)


def _refuse_wrong_count(words: Sequence[str], start: int) -> None:
    """Raise the refusal of a count that would otherwise become a part of the name: -6 x 1.5 L."""
    for before in range(max(0, start - 3), start):
        if re.fullmatch(_COUNTLIKE, " ".join(words[before:start]), re.IGNORECASE):
            parse_amount(" ".join(words[before:]))


def _refuse_second_amount(name: Sequence[str], amount: Amount, words: Sequence[str]) -> None:
    """Refuse a name that holds an amount too: 12 cans 400 g 340 kcal, 2 trays 12x0.7L; quoted, a name is a name."""
    counts = [place for place, word in enumerate(name[:-1]) if re.fullmatch(r"\d{1,4}", word)]
    for place in counts:
        unit = find_unit(name[place + 1])
        is_last = place == len(name) - 2
        if (unit and unit.symbol in CONTAINERS) or (is_last and unit is None) or (place == 0 and is_last):
            typed = f"{name[place]} {name[place + 1]}"
            whole = Decimal(name[place]) * (amount.count or 1)
            each = amount._replace(count=whole).text.replace(" ", "")
            instead = (each,) if is_last and whole else ()
            message = (
                f"{quoted(typed)} is an amount in the name; write one amount, last, like 12x400g, or quote the name."
            )
            raise BadValue(message, code="amount-two", typed=" ".join(words[place:]), instead=instead)


def _spaced(refusal: BadValue) -> BadValue:
    plain = " or ".join(refusal.instead)
    message = f"{quoted(refusal.typed)} can be {plain}, or a name with a number; quote a name that ends in a number."
    return BadValue(message, code=refusal.code, typed=refusal.typed, instead=refusal.instead)


def _refusal(words: Sequence[str]) -> BadValue:
    """Return why the last words are no amount: the refused number among them, or that there is none."""
    for length in (1, 2, 3):
        tail = list(words[-length:])
        if len(tail) == length and _is_meant(tail):
            try:
                parse_amount(" ".join(tail))
            except BadValue as refusal:
                return refusal
    message = "there is no amount; write it last, like 6x1.5L, 2 kg or 12 cans."
    return BadValue(message, code="amount-missing", typed=" ".join(words))


def _is_meant(tail: list[str]) -> bool:
    """Tell whether the words are an amount gone wrong: a number, or a number before something like a unit."""
    first, unit = tail[0], " ".join(tail[1:])
    if not re.match(_NUMBERLIKE, first) and first.lower().lstrip("+-") not in {"nan", "inf", "infinity"}:
        return False
    return not unit or find_unit(unit) is not None or closest_spelling(unit) is not None
