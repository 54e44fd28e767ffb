"""German words for the things an amount counts, as a kit spells them."""

from __future__ import annotations

from typing import Final

# "Dose" alone is left to English, in which it is something else.
GERMAN_UNITS: Final = {
    "dosen": "cans", "flasche": "bottle", "flaschen": "bottles", "stück": "pieces", "stk": "pieces", "packung": "pack",
    "packungen": "packs", "päckchen": "packs", "glas": "jar", "gläser": "jars", "beutel": "bags", "tüten": "bags",
    "tablette": "tablet", "tabletten": "tablets", "kapsel": "capsule", "kapseln": "capsules", "karton": "box",
    "kartons": "boxes", "rolle": "roll", "rollen": "rolls", "tafel": "bar", "tafeln": "bars", "tuben": "tubes",
    "tag": "day", "tage": "days", "stücke": "pieces", "schachtel": "box", "schachteln": "boxes", "tüte": "bag",
    "paket": "pack", "pakete": "packs", "kiste": "crate", "kisten": "crates", "riegel": "bars", "tropfen": "drops",
    "ampulle": "ampoule", "ampullen": "ampoules", "gramm": "g", "milligramm": "mg", "kilogramm": "kg",
}  # fmt: skip
# 500 g: half a kilogram, and not the pound of English.
HALF_KILOS: Final = frozenset(("pfund", "pfd"))
