"""One food of the catalogue: its names, its energy with the source, how long it keeps, what it needs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.quantities.amounts import Amount, parse_amount
from shelterkit.quantities.energy import Energy
from shelterkit.quantities.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAINED = "-drained"
# Grams in a millilitre: what a cup weighs in USDA's table of weights, as the origin of the catalogue gives it.
_DENSITIES = {"oil-sunflower": "0.921", "oil-rapeseed": "0.921", "oil-vegetable": "0.921", "oil-olive": "0.913"}
# For children from one year: no infant under one lives on it, so it never counts as infant food unasked.
_NOT_FOR_INFANTS = ("toddler-milk-powder",)
_LIST = "|"


class Food(NamedTuple):
    """A food as the catalogue has it; `kcal` are for 100 g, or for 100 ml where `by_volume`."""

    id: str
    name: str
    name_uk: str
    aliases: tuple[str, ...]
    aliases_uk: tuple[str, ...]
    category: str
    by_volume: bool
    kcal: Decimal
    usda_id: str
    usda_description: str
    packages: tuple[str, ...]
    keeps_months: Decimal | None
    keeps_source: str
    needs_cooking: bool
    water_ml: int | None

    @property
    def source(self) -> str:
        """Return where the energy is from, as a kit keeps it: usda:NDB:20009."""
        return f"usda:{self.usda_id.partition(_LIST)[0]}"

    @property
    def names(self) -> tuple[str, ...]:
        """Return all that the food is called, in both languages."""
        return (self.name, *self.aliases, self.name_uk, *self.aliases_uk)

    @property
    def eaten_by(self) -> str:
        """Return who eats it, unless somebody says otherwise."""
        return "infant" if self.category == "infant" and self.id not in _NOT_FOR_INFANTS else "people"

    @property
    def is_drained(self) -> bool:
        """Tell whether the energy is that of the food without the liquid in its can."""
        return "drained" in self.name

    @property
    def density(self) -> str | None:
        """Return the grams in a millilitre, where they are known."""
        return _DENSITIES.get(self.id)

    @property
    def keeps_cold(self) -> bool:
        """Tell whether the time it keeps is that in a refrigerator."""
        return "(refrigerated)" in self.keeps_source

    @property
    def needs(self) -> str | None:
        """Return what it needs before it can be eaten, as a kit keeps it: cooking, water 280 ml/100g."""
        needs = ["cooking"] if self.needs_cooking else []
        if self.water_ml is not None:
            needs.append(f"water {self.water_ml} ml/100g")
        return ", ".join(needs) or None

    def energy_for(self, amount: Amount) -> Energy | None:
        """Return the energy for an amount of it; None where one is weighed and the other is not.

        An oil is bought by the litre and its energy is known by weight: its density is known as well.
        """
        dimension = amount.unit.dimension
        if dimension == ("volume" if self.by_volume else "mass"):
            return Energy(self.kcal, per=_hundred("ml" if self.by_volume else "g"))
        if dimension == "volume" and self.density:
            return Energy(self.kcal * Decimal(self.density), per=_hundred("ml"))
        return None

    def comes_in(self, amount: Amount) -> bool:
        """Tell whether a pack of that size is a usual one."""
        sizes = [parse_amount(package.partition("(")[0].strip()) for package in self.packages]
        each = amount._replace(count=None)
        return any(size.unit.dimension == each.unit.dimension and size.base == each.base for size in sizes)


def _hundred(symbol: str) -> Amount:
    unit = find_unit(symbol)
    assert unit is not None  # noqa: S101 - ml and g are units
    return Amount(None, Decimal(100), unit)


def build_food(row: Mapping[str, str]) -> Food:
    """Return the food a row of the catalogue describes."""
    return Food(
        id=row["id"],
        name=row["name_en"],
        name_uk=row["name_uk"],
        aliases=_listed(row["aliases_en"]),
        aliases_uk=_listed(row["aliases_uk"]),
        category=row["category"],
        by_volume=row["basis"] == "100ml",
        kcal=Decimal(row["kcal"]),
        usda_id=row["usda_id"],
        usda_description=row["usda_description"],
        packages=_listed(row["typical_package"]),
        keeps_months=Decimal(row["shelf_life_months"]) if row["shelf_life_months"] else None,
        keeps_source=row["shelf_life_source"],
        needs_cooking=row["needs_cooking"] == "yes",
        water_ml=int(row["water_ml_per_100g"]) if row["water_ml_per_100g"] else None,
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(_LIST)) if cell else ()
