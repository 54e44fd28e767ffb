"""What a cell says of energy, under a heading that says of how much: 343 kcal per 100 g."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from shelterkit.errors import BadValue
from shelterkit.quantities.amounts import Amount
from shelterkit.quantities.energy import Energy, parse_energy
from shelterkit.quantities.numbers import parse_number, quoted
from shelterkit.quantities.units import GRAM, KJ_PER_KCAL, MILLILITRE, PIECE

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS: Final = ("kcal", "kj", "kcal_per_100g", "kj_per_100g", "kcal_each", "kj_each")
_BOTH: Final = re.compile(r"(?:kj|кдж)\W.*(?:kcal|ккал)|(?:kcal|ккал)\W.*(?:kj|кдж)")
_NOTHING: Final = re.compile(r"0+(?:[.,]0+)?(?:\s*[^\W\d_]+)?")
# As labels have it: 1435 kJ / 343 kcal.
_PAIR: Final = re.compile(
    r"([0-9][0-9.,]*)\s*(?:kj|кдж|kcal|ккал)?\s*[/|;]\s*([0-9][0-9.,]*)\s*(?:kj|кдж|kcal|ккал)?", re.IGNORECASE
)
# Labels round both of their numbers.
_LEAST, _MOST = KJ_PER_KCAL * Decimal("0.96"), KJ_PER_KCAL * Decimal("1.04")


def energy_field(said: Mapping[str, str]) -> str | None:
    """Return the column whose energy counts: the first that says some, else the first."""
    fields = [field for field in _FIELDS if field in said]
    return next(
        (field for field in fields if not _NOTHING.fullmatch(said[field].strip())), fields[0] if fields else None
    )


def names_both(heading: str) -> bool:
    """Tell whether a heading is of kJ and of kcal, so that a number alone may be either."""
    return _BOTH.search(heading.casefold()) is not None


def energy_of_cell(cell: str, field: str, amount: Amount, *, ours: bool) -> Energy:
    """Return the energy in a cell; of how much the cell does not say, its heading does."""
    unit, _, of = field.partition("_")
    found = (None if ours else _pair(cell)) or parse_energy(cell, kj=unit == "kj")
    if found.per is not None:
        return found
    if of == "per_100g":
        by = MILLILITRE if amount.unit.dimension == "volume" else GRAM
        return found._replace(per=Amount(None, Decimal(100), by))
    if of == "each":
        return found._replace(per=Amount(None, Decimal(1), PIECE))
    # Ours are as they stand in a kit; others say of how much they are, so that they stay right when some is used.
    return found if ours else found.spread(amount)


def _pair(cell: str) -> Energy | None:
    """Return the kcal of a cell that has one energy in kJ and in kcal; the larger number is the kJ."""
    pair = _PAIR.fullmatch(cell.strip())
    if pair is None:
        return None
    kcal, kj = sorted(map(parse_number, pair.groups()))
    if not kcal * _LEAST <= kj <= kcal * _MOST:
        message = f"{quoted(cell)} is not one energy in kJ and in kcal; write it like 343 kcal."
        raise BadValue(message, code="energy-unreadable", typed=cell)
    return Energy(kcal)
