"""How much energy food holds: 340 kcal a can, 360 a 100 g, 4000 in all."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from shelterkit.errors import BadValue
from shelterkit.quantities.amounts import Amount, parse_amount, show_amount
from shelterkit.quantities.numbers import number_text, parse_number, quick_number, quoted, show_number
from shelterkit.quantities.units import KJ, KJ_PER_KCAL, PIECE, find_unit

_SHAPE: Final = r"\s*(\S.*?)\s*(?:(kcal|kj|ккал|кдж)\s*)?(?:(?:/|\bper\b|\bна\b)\s*(\S.*?)\s*)?"  # noqa: RUF001


class Energy(NamedTuple):
    """So many kcal (or kJ) for so much of a food, or for all of it."""

    number: Decimal
    kj: bool = False
    per: Amount | None = None

    @property
    def text(self) -> str:
        """Return the energy as a kit writes it in its field `kcal` or `kj`."""
        return f"{number_text(self.number)}/{_per_text(self.per)}" if self.per else number_text(self.number)

    def spread(self, amount: Amount) -> Energy:
        """Say of how much the energy "of all of it" is, so that it stays right when some is used."""
        return self if self.per or amount.is_zero else self._replace(per=amount)


def parse_energy(text: str, *, kj: bool = False) -> Energy:
    """Read an energy such as 340/can, 360/100g, 1800/kg or 4000."""
    return _canonical_energy(text, kj=kj) or _typed_energy(text, kj=kj)


def _canonical_energy(text: str, *, kj: bool) -> Energy | None:
    """Read the text `Energy.text` writes, the common case by far, without a pattern."""
    counted, slash, per = text.partition("/")
    number = quick_number(counted)
    if number is None or not slash:
        return None if number is None else Energy(number, kj)
    word = per.lstrip("0123456789")
    size = quick_number(per[: len(per) - len(word)] or "1")
    unit = find_unit(word)
    if not size or unit is None or unit.dimension == "energy":
        return None
    return Energy(number, kj, Amount(None, size, unit))


def _typed_energy(text: str, *, kj: bool) -> Energy:
    found = re.fullmatch(_SHAPE, text, re.IGNORECASE)
    if found is None:
        message = "no energy is given; write it like 340/can, 360/100g or 4000."
        raise BadValue(message, code="energy-unreadable", typed=text)
    in_kj = find_unit(found[2]) == KJ if found[2] else kj
    try:
        return Energy(parse_number(found[1]), in_kj, _parse_per(found[3]) if found[3] else None)
    except BadValue as refusal:
        raise _in_whole(refusal, found, text) from None


def energy_of(energy: Energy | None, amount: Amount) -> Decimal:
    """Return how many kcal so much of a food holds, exact to far below a calorie."""
    numerator, denominator = energy_ratio(energy, amount)
    return numerator / denominator


def energy_ratio(energy: Energy | None, amount: Amount) -> tuple[Decimal, Decimal]:
    """Return how many kcal so much of a food holds as numerator and denominator, both exact.

    An amount counted in kcal or kJ is its own energy.
    """
    if amount.unit.dimension == "energy":
        return amount.number, KJ_PER_KCAL if amount.unit == KJ else Decimal(1)
    if amount.is_zero:
        return Decimal(0), Decimal(1)
    if energy is None:
        message = f"nobody said how much energy {show_amount(amount)} hold; write it like 340/can or 360/100g."
        raise BadValue(message, code="energy-unit", typed=amount.text)
    divisor = KJ_PER_KCAL if energy.kj else Decimal(1)
    if energy.per is None:
        return energy.number, divisor
    held, per = share_of(amount, energy.per)
    return energy.number * held, per * divisor


def share_of(amount: Amount, per: Amount) -> tuple[Decimal, Decimal]:
    """Return how much there is and how much something is counted by, both in the same unit."""
    held = _counted_like(per, amount)
    if held is None:
        like = {"mass": "1800/kg", "volume": "400/L"}.get(amount.unit.dimension, "340/can")
        message = f"{show_amount(amount)} cannot be counted by {_per_text(per)}; count both alike, as in {like}."
        raise BadValue(message, code="energy-unit", typed=amount.text)
    return held, per.base


def show_energy(energy: Energy) -> str:
    """Write an energy for reading: 340 kcal per can, 360 kcal per 100 g."""
    number = f"{show_number(energy.number)} {'kJ' if energy.kj else 'kcal'}"
    if energy.per is None:
        return number
    is_one = energy.per.count is None and energy.per.size == 1
    return f"{number} per {energy.per.unit.symbol if is_one else show_amount(energy.per)}"


def energy_rate(energy: Energy, amount: Amount) -> str:
    """Write the energy of all of an amount as that of 100 g, of 100 ml or of one piece: 7 kcal per 100 g."""
    is_counted = amount.unit.dimension == "pieces"
    some = {"mass": Decimal(100), "volume": Decimal("0.1")}.get(amount.unit.dimension, Decimal(1))
    number = energy.number * some / amount.base
    what = amount.unit.symbol if is_counted else "100 g" if amount.unit.dimension == "mass" else "100 ml"
    shown = show_number(number, 0 if number >= 1 else 1, rounding="half-up")
    return f"{shown} {'kJ' if energy.kj else 'kcal'} per {what}"


def _per_text(per: Amount) -> str:
    text = per.text
    if per.count is None and per.size == 1:
        return per.unit.symbol
    return text if per.count is not None or per.unit.dimension == "pieces" else text.replace(" ", "")


def _parse_per(text: str) -> Amount:
    if any(letter.isdecimal() for letter in text):
        per = parse_amount(text)
    else:
        try:
            per = parse_amount(f"1 {text}")
        except BadValue as refusal:
            instead = tuple(one.removeprefix("1 ") for one in refusal.instead)
            raise BadValue(str(refusal), code=refusal.code, typed=text, instead=instead) from None
    if per.unit.dimension == "energy" or per.is_zero:
        message = f"energy is counted for some food, not for {quoted(text)}; write 340/can or 360/100g."
        raise BadValue(message, code="energy-unreadable", typed=text)
    return per


def _in_whole(refusal: BadValue, found: re.Match[str], text: str) -> BadValue:
    """Return the refusal of a part as the refusal of the whole text."""
    part = 1 if refusal.typed == found[1] else 3
    whole = (f"{text[: found.start(part)]}{word}{text[found.end(part) :]}" for word in refusal.instead)
    return BadValue(str(refusal), code=refusal.code, typed=text, instead=tuple(w for w in whole if _is_energy(w)))


def _is_energy(text: str) -> bool:
    try:
        parse_energy(text)
    except BadValue:
        return False
    return True


def _counted_like(per: Amount, amount: Amount) -> Decimal | None:
    """Return how much there is in what the energy is counted by: litres, grams or pieces."""
    if per.unit.dimension != "pieces":
        return amount.base if amount.unit.dimension == per.unit.dimension else None
    # "3 x 4 cans" are 12 cans or pieces, and 3 of whatever holds the cans.
    if amount.unit.dimension == "pieces" and per.unit in {amount.unit, PIECE}:
        return amount.number
    return amount.pieces
