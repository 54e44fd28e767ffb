"""The units of a kit, and every way people spell them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

# Importing it sets the precision that makes amounts exact.
import shelterkit.quantities.numbers  # noqa: F401


class Unit(NamedTuple):
    """A unit: its symbol, what it measures, and how many litres, grams, kcal or pieces it is."""

    symbol: str
    dimension: str
    factor: Decimal


def _pieces(symbol: str) -> Unit:
    return Unit(symbol, "pieces", Decimal(1))


KJ_PER_KCAL: Final = Decimal("4.184")
LITRE: Final = Unit("L", "volume", Decimal(1))
MILLILITRE: Final = Unit("ml", "volume", Decimal("0.001"))
GRAM: Final = Unit("g", "mass", Decimal(1))
KILOGRAM: Final = Unit("kg", "mass", Decimal(1000))
MILLIGRAM: Final = Unit("mg", "mass", Decimal("0.001"))
KCAL: Final = Unit("kcal", "energy", Decimal(1))
KJ: Final = Unit("kJ", "energy", 1 / KJ_PER_KCAL)
PIECE: Final = _pieces("piece")
DOSE: Final = _pieces("dose")
DAY: Final = _pieces("day")
BLISTER: Final = _pieces("blister")
STRIP: Final = _pieces("strip")

_SHORTEST_GUESSED: Final = 4
# What holds other things: 6 bottles of 1.5 L.
CONTAINERS: Final = frozenset(
    (
        "bottle",
        "can",
        "jar",
        "pack",
        "box",
        "bag",
        "roll",
        "blister",
        "strip",
        "pouch",
        "carton",
        "crate",
        "bar",
        "tube",
    )
)

# Units that write any leftover of a dimension exactly, in the order they are tried.
BASE_UNITS: Final = {
    "volume": (LITRE, MILLILITRE),
    "mass": (GRAM, KILOGRAM, MILLIGRAM),
    "energy": (KCAL,),
    "pieces": (PIECE,),
}

_SPELLINGS: Final = {
    LITRE: "l liter liters litre litres л літр літра літри літрів",
    MILLILITRE: "ml milliliter milliliters millilitre millilitres мл мілілітр мілілітра мілілітри мілілітрів",
    Unit("cl", "volume", Decimal("0.01")): "cl centiliter centiliters centilitre centilitres",
    Unit("dl", "volume", Decimal("0.1")): "dl deciliter deciliters decilitre decilitres",
    Unit("gal", "volume", Decimal("3.785411784")): "gal gals gallon gallons gal_us us_gal галон галона галони галонів",
    Unit(
        "gal_uk", "volume", Decimal("4.54609")
    ): "gal_uk galuk uk_gal gallon_uk gallons_uk imperial_gallon imperial_gallons",
    Unit("qt", "volume", Decimal("0.946352946")): "qt qts quart quarts",
    Unit("pt", "volume", Decimal("0.473176473")): "pt pts pint pints",
    Unit("floz", "volume", Decimal("0.0295735295625")): "floz fl_oz fluid_ounce fluid_ounces",
    GRAM: "g gram grams gramme grammes г гр грам грама грами грамів",  # noqa: RUF001
    KILOGRAM: "kg kgs kilo kilos kilogram kilograms kilogrammes кг кіло кілограм кілограма кілограми кілограмів",
    MILLIGRAM: "mg milligram milligrams мг міліграм міліграма міліграми міліграмів",
    Unit("oz", "mass", Decimal("28.349523125")): "oz ozs ounce ounces",
    Unit("lb", "mass", Decimal("453.59237")): "lb lbs pound pounds",
    KCAL: "kcal kcals kilocalorie kilocalories ккал",
    KJ: "kj kilojoule kilojoules кдж",
    PIECE: "piece pieces pcs pc шт штука штуки штук",
    _pieces("can"): "can cans tin tins банка банки банок",
    _pieces("bottle"): "bottle bottles пляшка пляшки пляшок флакон флакона флакони флаконів",
    _pieces("jar"): "jar jars слоїк слоїка слоїки слоїків",
    _pieces("pack"): "pack packs packet packets package packages уп упаковка упаковки упаковок пачка пачки пачок",
    _pieces("box"): "box boxes коробка коробки коробок",
    _pieces("bag"): "bag bags пакет пакета пакети пакетів мішок мішка мішки мішків",
    _pieces("roll"): "roll rolls рулон рулона рулони рулонів",
    _pieces("tablet"): "tablet tablets tab tabs pill pills табл таб таблетка таблетки таблеток",
    _pieces("capsule"): "capsule capsules cap caps капсула капсули капсул",
    DOSE: "dose doses доза дози доз",
    _pieces("drop"): "drop drops крапля краплі крапель",
    _pieces("puff"): "puff puffs",
    _pieces("patch"): "patch patches",
    _pieces("sachet"): "sachet sachets пакетик пакетика пакетики пакетиків",
    _pieces("pouch"): "pouch pouches",
    _pieces("carton"): "carton cartons",
    _pieces("crate"): "crate crates ящик ящика ящики ящиків",
    _pieces("bar"): "bar bars плитка плитки плиток",
    _pieces("tube"): "tube tubes тюбик тюбика тюбики тюбиків",
    _pieces("pen"): "pen pens",
    _pieces("ampoule"): "ampoule ampoules vial vials ампула ампули ампул",
    DAY: "day days день дня дні днів",
    BLISTER: "blister blisters блістер блістера блістери блістерів",
    STRIP: "strip strips",
}
_UNITS: Final = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
# Symbols as they are written in a kit are found without folding their case.
_UNITS.update({unit.symbol: unit for unit in _SPELLINGS})


def find_unit(text: str) -> Unit | None:
    """Return the unit a word stands for, whatever its case, number or language."""
    folded = "_".join(text.casefold().replace(".", " ").split())
    return _UNITS.get(text) or _UNITS.get(folded) or _german_unit(folded)


def _german_unit(folded: str) -> Unit | None:
    from shelterkit.quantities.german import GERMAN_UNITS  # noqa: PLC0415 - no kit has them, only what is typed

    return _UNITS.get(GERMAN_UNITS.get(folded, ""))


def closest_spelling(text: str) -> str | None:
    """Return the spelling most like an unknown unit, or None when none is like it."""
    import difflib  # noqa: PLC0415 - costs 2 ms, and only a misspelt unit needs it

    if len(text) < _SHORTEST_GUESSED or " " in text.strip():
        return None  # So short a word is like too many units.
    close = difflib.get_close_matches(text.casefold(), _UNITS, n=1, cutoff=0.75)
    if not close:
        return None
    unit = _UNITS[close[0]]
    if unit.dimension != "pieces":
        return unit.symbol
    return plural(unit.symbol, 2) if close[0].isascii() else close[0]


def plural(word: str, number: Decimal | int) -> str:
    """Return an English word as it stands after a number: 1 box, 2 boxes, 0.5 tablets."""
    if number == 1:
        return word
    return f"{word}es" if word.endswith(("x", "s", "ch", "sh")) else f"{word}s"
