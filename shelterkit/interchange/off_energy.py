"""The energy of a product of Open Food Facts: for 100 g, 100 ml or a portion, never guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from shelterkit.interchange.foreign_values import NotAnItemError, energy_number, energy_said, stock_of
from shelterkit.quantities.amounts import Amount
from shelterkit.quantities.units import GRAM, KJ_PER_KCAL, MILLILITRE

if TYPE_CHECKING:
    from collections.abc import Iterator

_HUNDRED: Final = Decimal(100)
_UNITS: Final = {"mass": GRAM, "volume": MILLILITRE}
_PER: Final = {"100g": "mass", "100ml": "volume"}
# `energy_100g` is in kJ whatever unit it was typed in.
_KEYS: Final = (("energy-kcal_100g", False), ("energy-kj_100g", True), ("energy_100g", True))
_NEWER_KEYS: Final = (("energy-kcal", False), ("energy-kj", True), ("energy", True))
_PORTION_UNITS: Final = {"g": "mass", "ml": "volume"}
_AGREE: Final = Decimal("0.2")


class _Said(NamedTuple):
    """A number somebody typed, whether it is kJ, and of how much it is."""

    value: Any
    kj: bool
    per: Amount


def put_energy(table: dict[str, Any], product: dict[str, Any], amount: Amount, notes: list[str]) -> None:
    """Put the energy of a food into its table; nothing but a note where it is not known."""
    unit = _UNITS.get(amount.unit.dimension)
    said = next(_all_said(product, amount.unit.dimension), None) if unit else None
    if said is None:
        notes.append("it does not say how much energy it has")
        return
    number = energy_number(said.value)
    found = energy_said(number, said.per, notes, kj=said.kj)
    if found is None:
        return
    table[found[0]] = found[1]
    if not said.kj and not _agrees(product, number):
        notes.append("its kcal and kJ do not agree: the kcal count")


def _all_said(product: dict[str, Any], dimension: str) -> Iterator[_Said]:
    """Yield what is said of the energy, the plainest first, so far as it is said of grams or millilitres alike."""
    nutriments = _table(product, "nutriments")
    hundred = Amount(None, _HUNDRED, _UNITS[dimension])
    # "100g" may be 100 ml: it is what Open Food Facts writes unless somebody changes it.
    if dimension == "volume" or _text(product, "nutrition_data_per") != "100ml":
        yield from (_Said(nutriments[key], kj, hundred) for key, kj in _KEYS if _is_said(nutriments.get(key)))
    newer = _table(_table(product, "nutrition"), "aggregated_set")
    if _PER.get(_text(newer, "per")) == dimension and _text(newer, "preparation") in {"", "as_sold"}:
        for key, kj in _NEWER_KEYS:
            value = _table(_table(newer, "nutrients"), key).get("value")
            if _is_said(value):
                yield _Said(value, kj, hundred)
    portion = _portion(product, dimension)
    if portion:
        for key, kj in (("energy-kcal_serving", False), ("energy-kj_serving", True), ("energy_serving", True)):
            if _is_said(nutriments.get(key)):
                yield _Said(nutriments[key], kj, portion)


def _portion(product: dict[str, Any], dimension: str) -> Amount | None:
    if _PORTION_UNITS.get(_text(product, "serving_quantity_unit")) != dimension:
        return None
    try:
        number = stock_of(product.get("serving_quantity"))
    except NotAnItemError:
        return None
    return Amount(None, number, _UNITS[dimension]) if number else None


def _agrees(product: dict[str, Any], kcal: Decimal) -> bool:
    """Tell whether the kJ of a label are its kcal, so far as both are said."""
    kj = energy_number(_table(product, "nutriments").get("energy-kj_100g"))
    return not kj or abs(kj / KJ_PER_KCAL - kcal) <= kcal * _AGREE + 1


def _is_said(value: Any) -> bool:
    return value is not None and not (type(value) is str and not value.strip())


def _table(of: dict[str, Any], key: str) -> dict[str, Any]:
    found = of.get(key)
    return found if isinstance(found, dict) else {}


def _text(of: dict[str, Any], key: str) -> str:
    found = of.get(key)
    return found.strip().casefold() if type(found) is str else ""
