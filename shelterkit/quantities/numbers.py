"""Numbers as people type and read them: exact, plain, and never guessed."""

from __future__ import annotations

import decimal
import re
from decimal import Decimal
from typing import Final

from shelterkit.errors import BadValue

# An amount has at most 25 digits and a unit's factor 14: their products and sums over days stay exact.
decimal.getcontext().prec = 50

SMALLEST: Final = Decimal("0.001")
LARGEST: Final = Decimal(1_000_000)
MOST_DECIMALS: Final = 18
VULGAR: Final = {
    "½": "1/2", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5", "⅛": "1/8", "⅜": "3/8",
    "⅝": "5/8", "⅞": "7/8", "⅒": "1/10", "⅓": "1/3", "⅔": "2/3", "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅑": "1/9",
}  # fmt: skip
_LONGEST: Final = 40
_LONGEST_SHOWN: Final = 60
_GROUP: Final = 3  # digits between thousands separators
_SHORT: Final = 2  # decimals that cannot be such a group
_ROUNDINGS: Final = {"down": decimal.ROUND_DOWN, "up": decimal.ROUND_UP, "half-up": decimal.ROUND_HALF_UP}


def parse_number(text: str) -> Decimal:
    """Read a number as it is typed: 2, 1.5, 1,5, 1/2 or 1½."""
    number = quick_number(text)
    return _careful_number(text.strip()) if number is None else number


def quick_number(text: str) -> Decimal | None:
    """Return a number of the plainest shape, which no rule could refuse, or None."""
    whole, point, decimals = text.partition(".")
    if not (text.isascii() and whole.isdigit() and len(whole) <= 2 * _GROUP):
        return None
    if point and not (decimals.isdigit() and len(decimals) <= _SHORT):
        return None
    return Decimal(text)


def number_text(number: Decimal) -> str:
    """Write a number so that `parse_number` reads exactly that number back."""
    text = f"{number:f}"
    if "." not in text:
        return text
    whole, _, decimals = text.rstrip("0").rstrip(".").partition(".")
    if not decimals:
        return whole
    # 1.125 could be meant as 1125, so that three decimals are always written as four.
    ambiguous = len(decimals) == _GROUP >= len(whole) and whole != "0"
    return f"{whole}.{decimals}0" if ambiguous else f"{whole}.{decimals}"


def show_number(number: Decimal, places: int | None = None, *, rounding: str = "down") -> str:
    """Write a number for reading: thousands apart, no idle zeros, rounded down, up or half-up to `places`."""
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=_ROUNDINGS[rounding])
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(",", " ")


def quoted(text: str) -> str:
    """Quote what was typed, cut where a message would lose its line."""
    return f'"{text}"' if len(text) <= _LONGEST_SHOWN else f'"{text[: _LONGEST_SHOWN - 3]}..."'


def _careful_number(text: str) -> Decimal:
    if len(text) > _LONGEST:
        raise BadValue(f"{quoted(text)} is longer than any amount.", code="amount-range", typed=text)
    if below := re.fullmatch(r"[-−–]\s*([.,]?\d.*)", text):  # noqa: RUF001 - the minus signs people paste
        raise BadValue(
            f"{quoted(text)} is below zero.", code="amount-below-zero", typed=text, instead=_if_read(below[1])
        )
    if found := re.fullmatch(r"([0-9]+)(?:[.,]([0-9]+))?", text):
        return _in_range(_decimal_number(text, found[1], found[2] or ""), text)
    if (number := _fraction(text)) is not None:
        return _in_range(number, text)
    raise _unreadable(text)


def _decimal_number(text: str, whole: str, decimals: str) -> Decimal:
    if len(decimals) == _GROUP >= len(whole) and int(whole):
        small = f"{int(whole)}.{decimals}0" if decimals[-1] != "0" else f"{int(whole)}.{decimals[:_SHORT]}"
        large = f"{int(whole)}{decimals}"
        message = f"{text} can be {show_number(Decimal(small))} or {large}."
        raise BadValue(message, code="amount-ambiguous", typed=text, instead=(large, small))
    number = Decimal(f"{whole}.{decimals or 0}")
    if len(decimals.rstrip("0")) > MOST_DECIMALS:
        instead = _if_read(number_text(number.quantize(SMALLEST, rounding=decimal.ROUND_DOWN)))
        message = f"{quoted(text)} is finer than any scale."
        raise BadValue(message, code="amount-range", typed=text, instead=instead)
    return number


def _fraction(text: str) -> Decimal | None:
    """Return the exact value of 1/2, 1 1/2, ½ or 1½; None when it is no fraction."""
    spelled = text.replace("\u2044", "/")
    if spelled[-1:] in VULGAR:
        spelled = f"{spelled[:-1]} {VULGAR[spelled[-1]]}".strip()
    found = re.fullmatch(r"(?:([0-9]{1,6})\s+)?([0-9]{1,3})\s?/\s?([0-9]{1,3})", spelled)
    if not found or not int(found[3]):
        return None
    parts = int(found[1] or 0) * int(found[3]) + int(found[2])
    number = Decimal(parts) / int(found[3])
    if number == number.quantize(Decimal(1).scaleb(-MOST_DECIMALS)):
        return number
    raise BadValue(
        f"{text} has no exact decimal; write it as a decimal.",
        code="amount-unreadable",
        typed=text,
        instead=_if_read(show_number(number, 2, rounding="half-up").replace(" ", "")),
    )


def _in_range(number: Decimal, text: str) -> Decimal:
    if number and not SMALLEST <= number <= LARGEST:
        message = f"{quoted(text)} is outside what a kit holds: 0.001 to 1 000 000."
        raise BadValue(message, code="amount-range", typed=text)
    return number


def _unreadable(text: str) -> BadValue:
    """Return the refusal of a text that is no number, with the number it was probably meant to be."""
    grouped = re.fullmatch(r"(\d{1,3}(?:([\s.,'’_])\d{3})(?:\2\d{3})*)([.,]\d+)?", text)  # noqa: RUF001 - as pasted
    if grouped:
        decimals = (grouped[3] or "").replace(",", ".").rstrip("0").rstrip(".")
        plain = number_text(_in_range(Decimal(re.sub(r"\D", "", grouped[1]) + decimals), text))
        message = f"{quoted(text)} has its thousands set apart; write {plain}."
        code = "amount-spaced" if grouped[2].isspace() else "amount-unreadable"
        return BadValue(message, code=code, typed=text, instead=_if_read(plain))
    instead: tuple[str, ...] = ()
    if text.isdecimal():
        instead = _if_read(str(int(text)))
    elif bare := re.fullmatch(r"\+?([0-9]*)([.,][0-9]*)?", text):
        instead = _if_read((bare[1] or "0") + (bare[2] if len(bare[2] or "") > 1 else ""))
    message = f"{quoted(text)} is not a plain number; write it like 2 or 1.5."
    return BadValue(message, code="amount-unreadable", typed=text, instead=instead if text else ())


def _if_read(text: str) -> tuple[str, ...]:
    """Return the text as the one suggestion when it can be read itself."""
    try:
        parse_number(text)
    except BadValue:
        return ()
    return (text,)
