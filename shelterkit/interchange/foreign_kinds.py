"""Words people group their stores by in other programs, and the kind each of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shelterkit.inventory.finding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# Whole names of groups and tags only: a kind is never guessed from a part of a word or from an item's name.
_WORDS: Final = {
    "water": "water|drinking water|bottled water|mineral water|wasser|trinkwasser|mineralwasser|вода|питна вода",
    "food": "food|foods|groceries|emergency food|tinned food|canned food|canned goods|dry goods|sweets|snacks|pasta|"
    "bakery products|butchery products|vegetables/fruits|refrigerated products|frozen food|frozen foods|spices|"
    "lebensmittel|konserven|sussigkeiten|backwaren|vorrate|їжа|продукти|продукти харчування|консерви|крупи|"
    "цукерки|випічка|м'ясо|фрукти/овочі|заморозка",
    "med": "med|meds|medicine|medicines|medication|medications|pharmacy|drugs|medikamente|medizin|arznei|apotheke|"
    "ліки|медикаменти|аптечка|аптека",
    "other": "hygiene|household|cleaning|cleaning products|tools|equipment|batteries|lighting|camping|haushalt|"
    "werkzeug|reinigung|гігієна|побутова хімія|інструменти|батарейки",
}
_KINDS: Final = {fold(word): kind for kind, words in _WORDS.items() for word in words.split("|")}


# Drinks with water in their names that are none to live on, or are food.
_FLAVOURED: Final = "coconut kokos birch birken tonic rose aroma flavour flavor vitamin melon кокос береза тонік аромат"
_WATERS: Final = ("water", "wasser", "вода", "води", "воду")


def is_water(name: str) -> bool:
    """Tell whether the name of a drink says that it is drinking water."""
    folded = fold(name)
    return any(fold(word) in folded for word in _WATERS) and not any(map(folded.__contains__, _FLAVOURED.split()))


def kind_said(groups: Iterable[str]) -> str | None:
    """Return the kind that groups or tags say; None where they say none, or two that differ."""
    kinds = {_KINDS[word] for group in groups if (word := fold(" ".join(group.split()))) in _KINDS}
    return kinds.pop() if len(kinds) == 1 else None
