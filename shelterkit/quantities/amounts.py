"""How much of something there is: 6 bottles of 1.5 L, 2 kg, 56 tablets."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from shelterkit.errors import BadValue
from shelterkit.quantities.numbers import (
    LARGEST,
    MOST_DECIMALS,
    SMALLEST,
    VULGAR,
    number_text,
    parse_number,
    quick_number,
    quoted,
    show_number,
)
from shelterkit.quantities.units import (
    BASE_UNITS,
    BLISTER,
    CONTAINERS,
    DOSE,
    GRAM,
    KILOGRAM,
    LITRE,
    MILLILITRE,
    PIECE,
    STRIP,
    Unit,
    closest_spelling,
    find_unit,
    plural,
)

SIGNS: Final = "xX*×хХ"  # noqa: RUF001 - Cyrillic keyboards have another x
_GRAIN: Final = Decimal(1).scaleb(-MOST_DECIMALS)
_NOISE: Final = Decimal("1e-30")  # what 50 digits lose when kJ are counted in kcal; far below the finest amount
_LONGEST: Final = 100
_MARKS: Final = "".join(VULGAR)
_NUMBER: Final = (
    rf"(?:\d+\s+(?:\d+\s?[/\u2044]\s?\d+|[{_MARKS}])"
    rf"|[-+−–]?\s?[.,]?[\d{_MARKS}](?:[\d.,/\u2044_'’{_MARKS}]|\s(?=\d{{3}}(?!\d)))*)"  # noqa: RUF001 - as pasted
)
# Compiled when first needed: the amounts of a kit are read without it.
_SHAPE: Final = (
    rf"(?:(?P<count>{_NUMBER})\s*(?P<holder>[^\W\d_]+\.?)??\s*[{SIGNS}]\s*)?"
    rf"(?P<size>{_NUMBER})\s*(?P<unit>[^\W\d_]\D*)?"
)


class Amount(NamedTuple):
    """How much there is: `count` times `size`, or `size` alone, in a unit."""

    count: Decimal | None  # type: ignore[assignment]  # nobody counts the members of an amount
    size: Decimal
    unit: Unit

    @property
    def number(self) -> Decimal:
        """Return how much there is in all, in the amount's own unit."""
        return self.size if self.count is None else self.count * self.size

    @property
    def base(self) -> Decimal:
        """Return how much there is in all, in litres, grams, kcal or pieces."""
        return self.number * self.unit.factor

    @property
    def pieces(self) -> Decimal | None:
        """Return how many things one can take in the hand, or None when that is not known."""
        if self.count is not None:
            return self.count
        return self.size if self.unit.dimension == "pieces" else None

    @property
    def text(self) -> str:
        """Return the amount as a kit writes it and `parse_amount` reads it back."""
        size = f"{number_text(self.size)} {_unit_word(self.unit, self.size)}"
        return size if self.count is None else f"{number_text(self.count)} x {size}"

    @property
    def is_zero(self) -> bool:
        """Tell whether nothing is left."""
        return not self.number

    def less(self, base: Decimal) -> Amount:
        """Take away so many litres, grams, kcal or pieces.

        Whole packages stay packages; otherwise what is left becomes one number, exactly.
        """
        left = self.base - base
        if left < 0:
            message = f"{show_amount(self)} is all there is."
            raise BadValue(message, code="amount-too-much", instead=(self.text,))
        if self.count is not None and self.size:
            packages = _exact_quotient(left, self.size * self.unit.factor)
            if packages is not None and packages == packages.to_integral_value():
                return self._replace(count=packages)
        return _loose(left, self.unit)


class UnknownUnitError(BadValue):
    """A word behind a number that is no unit; `close` is the one it looks like, where there is one."""

    def __init__(self, word: str, text: str, *, close: str = "", instead: tuple[str, ...] = ()) -> None:
        hint = f"did you mean {close}?" if close else "use L, ml, kg, g, kcal, cans or tablets."
        super().__init__(f"{quoted(word)} is not a unit; {hint}", code="amount-unit", typed=text, instead=instead)
        self.word = word
        self.close = close


@lru_cache(maxsize=1024)
def parse_amount(text: str) -> Amount:
    """Read an amount such as 6x1.5L, 2 kg, 12 cans or 56 tablets."""
    return _canonical_amount(text) or _typed_amount(text)


def show_amount(amount: Amount) -> str:
    """Write an amount for reading: 6 x 1.5 L, 2 kg, 1 can."""
    places = 3 if amount.size.quantize(SMALLEST, rounding=ROUND_DOWN) else None
    size = f"{show_number(amount.size, places)} {_unit_word(amount.unit, amount.size)}"
    return size if amount.count is None else f"{show_number(amount.count)} x {size}"


def show_total(base: Decimal, dimension: str) -> str:
    """Write so many litres, grams, kcal or pieces for reading, rounded down: 9 L, 750 ml, 1.2 kg."""
    if dimension == "pieces":
        return f"{show_number(base, 2)} {plural('piece', base)}"
    if dimension == "energy":
        return f"{show_number(base, 0)} kcal"
    if dimension == "volume":
        unit = MILLILITRE if 0 < base < 1 else LITRE
    else:
        unit = KILOGRAM if base >= KILOGRAM.factor else GRAM
    number = base / unit.factor
    return f"{show_number(number, 2 if number >= 1 or not number else 6)} {unit.symbol}"


def likely_holder(amount: Amount) -> str:
    """Return what one of several things probably is: a can of 400 g, a pack of 1 kg, a bottle, a jar."""
    if amount.unit.dimension == "mass":
        return "can" if amount.size * amount.unit.factor < KILOGRAM.factor else "pack"
    return "bottle" if amount.unit.dimension == "volume" else amount.unit.symbol


def _unit_word(unit: Unit, number: Decimal) -> str:
    return plural(unit.symbol, number) if unit.dimension == "pieces" else unit.symbol


def _exact_quotient(left: Decimal, step: Decimal) -> Decimal | None:
    quotient = (left / step).quantize(_GRAIN).normalize()
    return quotient if abs(quotient * step - left) <= _NOISE else None


def _loose(left: Decimal, unit: Unit) -> Amount:
    """Return what is left as one number: in its own unit, else in one that writes it exactly."""
    for exact in (unit, *BASE_UNITS[unit.dimension]):
        number = _exact_quotient(left, exact.factor)
        if number is not None and (not number or SMALLEST <= number <= LARGEST):
            return Amount(None, number, exact)
    number = (left / unit.factor).quantize(_GRAIN, rounding=ROUND_DOWN).normalize()
    # Less than a thousandth of the finest unit is dust: nobody could measure or use it.
    return Amount(None, number if number >= SMALLEST else Decimal(0), unit)


def _canonical_amount(text: str) -> Amount | None:
    """Read the text `Amount.text` writes, the common case by far, without a pattern."""
    counted, sign, sized = text.rpartition(" x ")
    number, _, word = sized.partition(" ")
    size, unit = quick_number(number), find_unit(word) if word else PIECE
    if size is None or unit is None:
        return None
    if not sign:
        return Amount(None, size, unit)
    count = quick_number(counted) if counted.isdigit() else None
    return None if count is None or count * size > LARGEST else Amount(count, size, unit)


def _with_sign(text: str) -> str:
    """Return "6 bottles of 1.5 L", "6 Flaschen je 1,5 L" with the sign it stands for: "6 bottles x 1.5 L"."""
    found = re.fullmatch(rf"({_NUMBER}\s*([^\W\d_]+)\.?)\s+(?:(?:of|je|à|á|по)\s+)?({_NUMBER}.*)", text)
    unit = find_unit(found[2]) if found else None
    return f"{found[1]} x {found[3]}" if found and unit and unit.symbol in CONTAINERS else text


def _typed_amount(text: str) -> Amount:
    found = re.fullmatch(_SHAPE, _with_sign(text.strip())) if len(text) <= _LONGEST else None
    if found is None:
        raise _unreadable(text)
    size = _number_of(found, "size", text)
    count = None if found["count"] is None else _number_of(found, "count", text)
    holder = _unit_of(found, "holder", text) if found["holder"] else PIECE
    if holder.dimension != "pieces":
        raise _unreadable(text)
    bare = DOSE if holder in {BLISTER, STRIP} else PIECE
    unit = _unit_of(found, "unit", text) if found["unit"] else bare
    return _checked(Amount(count, size, unit), text)


def _checked(amount: Amount, text: str) -> Amount:
    if amount.number > LARGEST:
        message = f"{quoted(text)} is more than a kit holds: 1 000 000 of a unit."
        raise BadValue(message, code="amount-range", typed=text)
    if amount.count is not None and amount.count != amount.count.to_integral_value():
        whole = Amount(None, amount.number, amount.unit).text
        message = f"{quoted(text)} counts part of a package; write how much it is in all."
        raise BadValue(message, code="amount-unreadable", typed=text, instead=_readable(whole))
    return amount


def _number_of(found: re.Match[str], part: str, text: str) -> Decimal:
    try:
        return parse_number(found[part])
    except BadValue as refusal:
        instead = _readable(*(_with(found, part, number) for number in refusal.instead))
        raise BadValue(str(refusal), code=refusal.code, typed=text, instead=instead) from None


def _unit_of(found: re.Match[str], part: str, text: str) -> Unit:
    word = found[part].strip()
    if unit := find_unit(word):
        return unit
    from shelterkit.quantities.german import HALF_KILOS  # noqa: PLC0415 - only a misspelt unit needs it

    if part == "unit" and word.casefold() in HALF_KILOS:
        grams = f"{number_text(_number_of(found, 'size', text) * 500)} g"
        message = f"{quoted(word)} is not a unit here; a Pfund is 500 g."
        instead = f"{found.string[: found.start('size')]}{grams}"
        raise BadValue(message, code="amount-unit", typed=text, instead=_readable(instead))
    if close := closest_spelling(word):
        raise UnknownUnitError(word, text, close=close, instead=_readable(_with(found, part, close)))
    raise UnknownUnitError(word, text)


def _with(found: re.Match[str], part: str, word: str) -> str:
    """Return the typed amount with one part of it replaced."""
    gap = "" if found.string[found.end(part) :][:1] in {"", " "} or part != "holder" else " "
    return f"{found.string[: found.start(part)]}{word}{gap}{found.string[found.end(part) :]}"


def _unreadable(text: str) -> BadValue:
    """Return the refusal of a text that has no amount's shape, with the amount it was probably meant to be."""
    if not text.strip():
        return BadValue("no amount is given; write it like 6x1.5L, 2 kg or 12 cans.", code="amount-missing", typed=text)
    instead: tuple[str, ...] = ()
    factors = [factor.strip() for factor in re.split(rf"(?<=[\d\s])[{SIGNS}](?=[\s\d])", text[:_LONGEST])]
    match factors:
        case [size, count] if count.isdecimal() and not size.isdecimal():
            instead = _readable(f"{count} x {size}")
        case [packs, count, size] if packs.isdecimal() and count.isdecimal():
            instead = _readable(f"{int(packs[:6]) * int(count[:6])} x {size}")
    message = f"{quoted(text)} is not an amount; write it like 6x1.5L, 2 kg or 12 cans."
    return BadValue(message, code="amount-unreadable", typed=text, instead=instead)


def _readable(*texts: str) -> tuple[str, ...]:
    """Return those suggestions that can be read themselves."""
    return tuple(text for text in texts if _is_amount(text))


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except BadValue:
        return False
    return True
