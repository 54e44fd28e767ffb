"""Emergency Supply Tracker's export: one JSON file with all items, or with several inventories of them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from shelterkit.interchange.drafts import Draft, Reading
from shelterkit.interchange.foreign_values import (
    EACH,
    IMPOSSIBLE,
    NotAnItemError,
    amount_of,
    day_of,
    energy_number,
    energy_said,
    energy_text,
    gathered,
    name_of,
    put_words,
    stock_of,
    words_of,
)
from shelterkit.quantities.amounts import Amount
from shelterkit.quantities.numbers import number_text
from shelterkit.quantities.units import GRAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

PROGRAM: Final = "Emergency Supply Tracker"
# Parts of its file that no other program's list of items has.
_OURS: Final = frozenset(("household", "settings", "customTemplates", "customCategories", "exportMetadata"))
_DRINKS: Final = "water-beverages"
_KINDS: Final = {
    "food": "food",
    "medical-health": "med",
    "cooking-heat": "other",
    "light-power": "other",
    "communication-info": "other",
    "hygiene-sanitation": "other",
    "tools-supplies": "other",
    "cash-documents": "other",
}
# The words of a name that is one of drinking water; with any other it may be coconut water, or a flavoured one.
_PLAIN_WATER: Final = (
    "water drinking bottled bottle bottles spring mineral tap still sparkling carbonated pure purified filtered fresh "
    "table potable emergency canned can cans jug jugs canister canisters tank large small big stored reserve of for in "
    "l litre litres liter liters ml gal gallon gallons x"
)
_CAPACITIES: Final = {"capacityMah": "mAh", "capacityWh": "Wh"}
_LONGEST_ID: Final = 100


def recognises(document: Any) -> bool:
    """Tell whether a JSON document is Emergency Supply Tracker's."""
    if not isinstance(document, dict):
        return False
    if isinstance(document.get("items"), list):
        return not _OURS.isdisjoint(document)
    return isinstance(document.get("inventorySets"), list)


def read(document: Any, order: str | None = None) -> Reading:
    """Return what an Emergency Supply Tracker file says is there; `order` is that of a date's numbers."""
    return gathered(PROGRAM, _entries(document), partial(_draft, order))


def _entries(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield every item with its place; of several inventories, the item's and the inventory's."""
    if isinstance(document.get("items"), list):
        for number, item in enumerate(document["items"], 1):
            yield f"item {number}", item
        return
    for set_number, one in enumerate(document["inventorySets"], 1):
        data = one.get("data") if isinstance(one, dict) else None
        items = data.get("items", []) if isinstance(data, dict) else None
        for number, item in enumerate(items if isinstance(items, list) else [None], 1):
            yield f"inventory {set_number}, item {number}", item


def _draft(order: str | None, place: str, item: Any) -> Draft | str:
    if not isinstance(item, dict):
        raise NotAnItemError("it is no item")
    notes: list[str] = []
    name = name_of(item.get("name"))
    if item.get("isNormalRotation") is True and not _is_estimated(item):
        return "used up every day, and not reckoned with there either"
    number = _stock(item, notes)
    amount = amount_of(number, words_of(item.get("unit"), "unit"), notes)
    if amount.is_zero:
        return "nothing of it is there"
    kind = _kind(item, name, amount)
    table: dict[str, Any] = {"kind": kind} if kind else {}
    table.update(name=name, amount=amount.text)
    if item.get("neverExpires") is not True and (day := day_of(item.get("expirationDate"), order)):
        table["best_before"] = day
    put_words(table, "where", item.get("location"), notes)
    put_words(table, "note", item.get("notes"), notes)
    _put_capacity(table, item)
    if kind == "food":
        _put_energy(table, item, amount, notes)
    _note_water(item, notes)
    identity = item.get("id")
    if type(identity) is str and identity.strip() and len(identity) <= _LONGEST_ID:
        table["ref"] = f"supply-tracker:{identity.strip()}"
    return Draft(place, table, tuple(notes))


def _is_estimated(item: dict[str, Any]) -> bool:
    return item.get("excludeFromCalculations") is not True and item.get("estimatedQuantity") is not None


def _stock(item: dict[str, Any], notes: list[str]) -> Decimal:
    """Return how much there is; of what is used up and bought every day, as much as is usually there."""
    if item.get("isNormalRotation") is not True:
        return stock_of(item.get("quantity"), "quantity")
    notes.append("it is used up and bought again all the time: the amount is an estimate")
    return stock_of(item["estimatedQuantity"], "estimated quantity")


def _kind(item: dict[str, Any], name: str, amount: Amount) -> str | None:
    """Return the kind a category says; None where the user made the category."""
    category = item.get("categoryId")
    if category != _DRINKS:
        return _KINDS.get(category) if type(category) is str else None
    # Milk, juice and coffee are in this category too. The tracker itself tells water by its type, name and litres.
    said = [text for text in (name, item.get("itemType")) if type(text) is str]
    return "water" if any(map(_is_plain_water, said)) and amount.unit.dimension == "volume" else "food"


def _is_plain_water(text: str) -> bool:
    """Tell whether a name says drinking water and nothing else: coconut water is none, nor is the juice of melons."""
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    return "water" in words and words <= set(_PLAIN_WATER.split())


def _put_capacity(table: dict[str, Any], item: dict[str, Any]) -> None:
    """Keep what a power bank holds in the note: a kit has no field for it."""
    held = [
        f"{number_text(number)} {unit}" for key, unit in _CAPACITIES.items() if (number := _positive(item.get(key)))
    ]
    if held:
        table["note"] = "; ".join(filter(None, (table.get("note"), *held)))


def _positive(value: Any) -> Decimal | None:
    """Return a number above zero, None where there is none or something else."""
    try:
        number = stock_of(value) if value is not None else None
    except NotAnItemError:
        return None
    return number or None


def _put_energy(table: dict[str, Any], item: dict[str, Any], amount: Amount, notes: list[str]) -> None:
    """Put the energy of one unit; what is weighed is counted there in units of their weight."""
    calories = energy_number(item.get("caloriesPerUnit"))
    if not calories:
        notes.append("it does not say how much energy it has")
        return
    weight = _positive(item.get("weightGrams"))
    weighed = Amount(None, weight, GRAM) if weight else None
    if weighed and energy_text(calories, weighed) is None:
        calories = IMPOSSIBLE
    per = weighed if weighed and amount.unit.dimension == "mass" else amount._replace(size=EACH)
    if said := energy_said(calories, per, notes):
        table["kcal"] = said[1]


def _note_water(item: dict[str, Any], notes: list[str]) -> None:
    if litres := _positive(item.get("requiresWaterLiters")):
        notes.append(f"it needs {number_text(litres)} L of water for each unit, which a kit does not reckon with")
