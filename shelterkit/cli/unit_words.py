"""A unit that nobody knows, in `add`: which ones fit what is added, and never one of another kind of measure."""

from __future__ import annotations

from shelterkit.errors import BadValue
from shelterkit.quantities.amounts import UnknownUnitError, parse_amount
from shelterkit.quantities.numbers import number_text, quoted
from shelterkit.quantities.units import find_unit

_FITTING = {
    "water": "L, ml, gal, floz, or bottles of a size: 6x1.5L",
    "food": "kg, g, lb, oz, L, ml, gal, floz, kcal, cans or pieces",
    "med": "tablets, capsules, drops, ampoules, ml or g",
    "other": "pieces, packs, rolls, kg, g, lb, oz, L, ml or gal",
}
_OF_MEDICINE = ("tablet", "capsule", "ampoule", "drop", "puff", "patch", "tube")
_CUPS = ("cup", "cups")
_CUP_ML = 240


def fitting_unit(kind: str, refusal: BadValue) -> BadValue:
    """Return the refusal of an unknown unit with those that the kind of item is counted in; any other as it is."""
    if not isinstance(refusal, UnknownUnitError):
        return refusal
    if kind == "water" and refusal.word.casefold() in _CUPS:
        message = f"{quoted(refusal.word)} is not a unit; a US cup holds 240 ml."
        return _with(refusal, message, _in_millilitres(refusal.typed))
    if refusal.close and _fits(kind, refusal.close):
        return refusal
    message = f"{quoted(refusal.word)} is not a unit; use {_FITTING[kind]}."
    return _with(refusal, message, () if refusal.close else refusal.instead)


def _fits(kind: str, close: str) -> bool:
    unit = find_unit(close)
    if unit is None or kind == "other":
        return True
    if kind == "med":
        return unit.dimension != "energy"
    if kind == "water":
        return unit.dimension == "volume" or (unit.dimension == "pieces" and unit.symbol not in _OF_MEDICINE)
    return unit.symbol not in _OF_MEDICINE


def _in_millilitres(typed: str) -> tuple[str, ...]:
    number = typed.lower().removesuffix("s").removesuffix("cup").strip()
    try:
        cups = parse_amount(number).number
    except BadValue:
        return ()
    return (f"{number_text(cups)}x{_CUP_ML}ml",) if cups == int(cups) else (f"{number_text(cups * _CUP_ML)}ml",)


def _with(refusal: UnknownUnitError, message: str, instead: tuple[str, ...]) -> BadValue:
    return BadValue(message, code=refusal.code, typed=refusal.typed, instead=instead)
