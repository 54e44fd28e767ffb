"""The catalogue of foods for programs: a JSON document and tab-separated lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.render.porcelain import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.catalogue.foods import Food


def foods_json(foods: Sequence[Food]) -> dict[str, Any]:
    """Return foods, the likeliest first where they were searched for."""
    return {"schema": "shelterkit.foods/1", "foods": [_food_json(food) for food in foods]}


def candidate_json(food: Food, command: str) -> dict[str, Any]:
    """Return a food that a name may mean, and the command that takes it."""
    unit = "ml" if food.by_volume else "g"
    return {"id": food.id, "name": food.name, "kcal": number(food.kcal), "per": 100, "unit": unit, "try": command}


def _food_json(food: Food) -> dict[str, Any]:
    return {
        "id": food.id,
        "name": food.name,
        "name_uk": food.name_uk,
        "aliases": list(food.aliases),
        "aliases_uk": list(food.aliases_uk),
        "category": food.category,
        "kcal": number(food.kcal),
        "per": 100,
        "unit": "ml" if food.by_volume else "g",
        "source": food.usda_id.split("|"),
        "source_name": food.usda_description,
        "packages": list(food.packages),
        "keeps_months": number(food.keeps_months) if food.keeps_months is not None else None,
        "keeps_cold": food.keeps_cold,
        "keeps_source": food.keeps_source or None,
        "needs_cooking": food.needs_cooking,
        "water_ml_per_100g": food.water_ml,
        "eaten_by": food.eaten_by,
    }


def foods_rows(foods: Sequence[Food]) -> list[list[str | None]]:
    """Return a line per food: id name kcal unit keeps_months source category."""
    return [
        [
            food.id,
            food.name,
            str(number(food.kcal)),
            "100 ml" if food.by_volume else "100 g",
            str(number(food.keeps_months)) if food.keeps_months is not None else "",
            food.source.removeprefix("usda:"),
            food.category,
        ]
        for food in foods
    ]
