"""Where a name ends and an amount begins, in words as they are typed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from shelterkit.errors import BadValue
from shelterkit.quantities.amounts import SIGNS, Amount, likely_holder, parse_amount
from shelterkit.quantities.numbers import VULGAR, number_text, quoted
from shelterkit.quantities.units import CONTAINERS, closest_spelling, find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_RUN: Final = 10
_NUMBERLIKE: Final = rf"[-+−–]?[.,]?[\d{''.join(VULGAR)}]"  # noqa: RUF001 - as pasted
_COUNTLIKE: Final = rf"(?:{_NUMBERLIKE}\S*|[-+]?(?:nan|inf))(?:\s+[^\W\d_]+\.?)?\s*[{SIGNS}]"
# How strong a medicine is stands in its name: 50 mcg, 100 IU/ml, 1 %.
_STRENGTHS: Final = frozenset((
    "mg", "mcg", "µg", "μg", "ug", "ng", "g", "ml", "iu", "ie", "i.e", "u", "units", "einheiten", "mmol", "meq", "%",
    "мг", "мкг", "нг", "г", "мл", "мо", "од", "ммоль",  # noqa: RUF001
))  # fmt: skip


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
        _refuse_two_in_a_row(words, start, amount)
        _refuse_second_amount(words[:start], amount, words)
        return tuple(words[:start]), amount
    raise _refusal(words)


def _refuse_wrong_count(words: Sequence[str], start: int) -> None:
    """Raise the refusal of a count that would otherwise become a part of the name: -6 x 1.5 L."""
    for before in range(max(0, start - 3), start):
        if re.fullmatch(_COUNTLIKE, " ".join(words[before:start]), re.IGNORECASE):
            parse_amount(" ".join(words[before:]))


def _refuse_two_in_a_row(words: Sequence[str], start: int, amount: Amount) -> None:
    """Refuse an energy behind how much there is, and a name that ends in packs: 12x400g 340kcal, 6x1.5L 9L."""
    place, before = _amount_at_the_end(words[:start])
    if before is None:
        return
    first, second = " ".join(words[place:start]), " ".join(words[start:])
    both = f"{first} {second}"
    if amount.unit.dimension == "energy" and amount.count is None and before.unit.dimension != "energy":
        each, option = _worth(before, amount)
        whose = "of one of them, which" if "/" in option else "of all of it, which"
        message = f"{quoted(second)} behind {quoted(first)} is the energy {whose} goes behind {option.split()[0]}."
        raise BadValue(message, code="amount-two", typed=both, instead=(f"{each} {option}",))
    if before.count is not None:
        message = f"{quoted(both)} are two amounts; write one, last."
        instead = (first, second) if before.unit.dimension != "pieces" else (second, first)
        raise BadValue(message, code="amount-two", typed=both, instead=instead)


def _amount_at_the_end(name: Sequence[str]) -> tuple[int, Amount | None]:
    """Return the amount that a name ends in, with the number of packs before it, and where; a number is none."""
    for start in range(max(0, len(name) - _LONGEST_RUN), len(name)):
        text = " ".join(name[start:])
        try:
            amount = parse_amount(text)
        except BadValue:
            continue
        if not any(map(str.isalpha, text)) and amount.count is None:
            break
        packs = name[start - 1] if start else ""
        if amount.count is None and amount.unit.dimension != "pieces" and re.fullmatch(r"[1-9]\d{0,2}", packs):
            return start - 1, amount._replace(count=Decimal(packs))
        return start, amount
    return 0, None


def _worth(of: Amount, energy: Amount) -> tuple[str, str]:
    """Return an amount in one word, and the option that says its energy: of one where there are several."""
    is_several = of.count is not None or of.unit.dimension == "pieces"
    per = f"/{likely_holder(of)}" if is_several else ""
    option = f"--{'kj' if energy.unit.symbol == 'kJ' else 'kcal'} {number_text(energy.size)}{per}"
    return of.text.replace(" ", ""), option


def is_strength(word: str) -> bool:
    """Tell whether a word behind a number says how strong a medicine is: mg, IU/ml, %."""
    return word.casefold().partition("/")[0].rstrip(".,") in _STRENGTHS


def _refuse_second_amount(name: Sequence[str], amount: Amount, words: Sequence[str]) -> None:
    """Refuse a name that holds an amount too: 12 cans big 400 g, 2 trays 12x0.7L; quoted, a name is a name."""
    counts = [place for place, word in enumerate(name[:-1]) if re.fullmatch(r"\d{1,4}", word)]
    for place in counts:
        unit = find_unit(name[place + 1])
        is_last = place == len(name) - 2
        is_holder = unit is not None and unit.symbol in CONTAINERS
        is_unknown = unit is None and not is_strength(name[place + 1])
        if is_holder or (is_last and (is_unknown or place == 0)):
            whole = Decimal(name[place]) * (amount.count or 1)
            # Two numbers are only taken times each other where the second is what is in one of the first.
            is_each = is_last and whole and (is_holder or (is_unknown and amount.unit.dimension in ("mass", "volume")))
            typed, instead = " ".join(name), () if place == 0 else (" ".join(name),)
            if is_each:
                typed, instead = " ".join(words[place:]), (amount._replace(count=whole).text.replace(" ", ""),)
            message = f"{quoted(' '.join(name[place : place + 2]))} is an amount in the name; write one amount, last, "
            raise BadValue(
                f"{message}like 12x400g, or quote the name.", code="amount-two", typed=typed, instead=instead
            )


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
                return refusal if refusal.instead else _in_pieces(refusal)
    if len(words) > 1 and re.fullmatch(_NUMBERLIKE + r"\S*", words[-2]) and words[-1].isalpha():
        typed, pieces = f"{words[-2]} {words[-1]}", f"{words[-2]} pieces"
        message = f"there is no amount: {quoted(words[-1])} is no unit; write it in pieces, or like 2 kg or 12 cans."
        return BadValue(message, code="amount-missing", typed=typed, instead=(pieces,) if _is_amount(pieces) else ())
    message = "there is no amount; write it last, like 6x1.5L, 2 kg or 12 cans."
    return BadValue(message, code="amount-missing", typed=" ".join(words))


def _in_pieces(refusal: BadValue) -> BadValue:
    """Return the refusal of a unit that nobody knows with its number in pieces: 5Kanister, 3x2 blorp."""
    pieces = re.sub(r"[^\W\d_]+$", " pieces", refusal.typed)
    if refusal.code == "amount-unit" and _is_amount(pieces):
        refusal.instead = (" ".join(pieces.split()),)
    return refusal


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except BadValue:
        return False
    return True


def _is_meant(tail: list[str]) -> bool:
    """Tell whether the words are an amount gone wrong: a number, or a number before something like a unit."""
    first, unit = tail[0], " ".join(tail[1:])
    if not re.match(_NUMBERLIKE, first) and first.lower().lstrip("+-") not in {"nan", "inf", "infinity"}:
        return False
    return not unit or find_unit(unit) is not None or closest_spelling(unit) is not None
