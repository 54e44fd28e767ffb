"""Which food a name means: word order, plurals, case and accents aside; exact before close, and never a guess."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.catalogue.states import HOW, is_dried_only, says_more
from shelterkit.inventory.finding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.catalogue.foods import Food

_CLOSE = 0.8
_MOST = 12
# Ends that Ukrainian words change with case and number, the longest first; what is left must still be a word.
_ENDS = """
    ами ями ові еві ого ому ими іми ою ею єю ої еі ий ій их им ам ям ах ях ів їв ом ем єм а я у ю и і о е є ь й
"""  # noqa: RUF001 - Ukrainian
_ENDS_UK = tuple(sorted(set(fold(_ENDS).split()), key=len, reverse=True))
_OF_MANY = "ок"  # of one: ка
_SHORTEST = 3
_LINKING = frozenset(("of", "in", "with", "and", "the", "a", "from", "or", "з", "із", "та", "до", "для", *"уві"))
# What stands before one of these is the food, what stands after it is what is with it.
_BEFORE = frozenset(("in", "with", "of", "from", "for", "without", "з", "із", "до", "для", "без", *"ув"))
# How it is packed or cut says nothing of what it is.
_FORMS = frozenset((
    "can", "canned", "tin", "tinned", "jar", "pack", "packet", "bag", "bottle", "box", "carton", "chunk", "slice",
    "piece", "drained", "dried", "dry", "fresh",
))  # fmt: skip
# What animals eat is in no table for people.
_ANIMALS = frozenset(map(fold, ("dog", "puppy", "cat", "kitten", "pet", "собак", "собач", "кот", "кіт", "корм")))
# A Ukrainian word with this end says which, not what; in another gender it looks like the name of a thing.
_ADJECTIVE = fold("ий")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ")  # noqa: RUF001 - as typed on phones


class Match(NamedTuple):
    """What a name may mean: one food that is certainly meant, or those that are like it."""

    food: Food | None
    close: tuple[Food, ...] = ()


class _Name(NamedTuple):
    """A name in parts: all its words, and those of the food itself; in English the last of them says what it is."""

    words: tuple[str, ...]
    front: tuple[str, ...]

    @property
    def head(self) -> str | None:
        """Return the word that says what it is, None in Ukrainian, where it may stand anywhere."""
        said = [word for word in self.front if word not in _FORMS] or self.front
        return said[-1] if said and said[-1].isascii() else None


def match(foods: Sequence[Food], name: str) -> Match:
    """Return the one food that is called so, else all that may be meant, the likeliest first."""
    spelled = " ".join(name.split()).casefold()
    exact = [food for food in foods if any(spelled == one.casefold() for one in food.names)]
    if len(exact) == 1:
        return Match(exact[0])
    wanted = _read(name)
    if not wanted.words:
        return Match(None)
    names = [(food, [_read(one) for one in food.names]) for food in foods]
    same = [food for food, own in names if any(one.words == wanted.words for one in own)]
    if len(same) == 1:
        return Match(same[0])
    if same or not _ANIMALS.isdisjoint(wanted.words):
        return Match(None, tuple(same))
    return Match(None, _real(names, wanted, _close(names, wanted)))


def search(foods: Sequence[Food], words: str) -> tuple[Food, ...]:
    """Return the foods that words may mean: by their id, their name or a part of it; all of them without words."""
    wanted = " ".join(words.split()).casefold()
    called = tuple(food for food in foods if wanted in (food.id, food.name.casefold(), food.name_uk.casefold()))
    if called or not wanted:
        return called or tuple(foods)
    certain = match(foods, words)
    first = (certain.food,) if certain.food else certain.close
    near = _close([(food, [_read(one) for one in food.names]) for food in foods], _read(words))
    found = (*first, *(food for food in near if food not in first))
    if found:
        return found
    folded = fold(wanted)
    return tuple(food for food in foods if any(folded in fold(one) for one in (food.id, *food.names)))


@lru_cache(maxsize=4096)  # A list has many names, and each is compared with all of the catalogue.
def _read(name: str) -> _Name:
    folded = fold(name).translate(_APOSTROPHES)
    tokens = _WORD.findall(folded)
    kept = sorted(stem(word) for word in tokens if word not in _LINKING)
    front: list[str] = []
    for word in _WORD.findall(re.split(r"[,(]", folded, maxsplit=1)[0]):
        if word in _BEFORE and front:
            break
        if word not in _LINKING:
            front.append(stem(word))
    return _Name(tuple(kept), tuple(front))


def is_called_alike(one: str, other: str) -> bool:
    """Tell whether two names differ only in how the food is packed or cut: chickpeas, canned chickpeas."""
    words = [{word for word in _read(name).words if word not in _FORMS} for name in (one, other)]
    return words[0] == words[1] != set()


def is_same_thing(one: str, other: str) -> bool:
    """Tell whether two English names end in the same word: black beans, canned white beans."""
    return _read(one).head is not None and _read(one).head == _read(other).head


def says_which(name: str, food: Food) -> bool:
    """Tell whether a name says all that the food's own name says of it: milk does not say that it is UHT milk."""
    said = {*_read(name).words} - HOW
    return any(said >= {*_read(own).words} - HOW for own in (food.name, food.name_uk))


def stem(word: str) -> str:
    """Return a word without the ending that number and case give it."""
    if word.isascii():
        return _singular(word)
    if word.endswith(_OF_MANY) and len(word) - len(_OF_MANY) >= _SHORTEST:
        return word[: -len(_OF_MANY)] + _OF_MANY[-1]
    if word.endswith(_ENDS_UK):
        for end in _ENDS_UK:
            if word.endswith(end) and len(word) - len(end) >= _SHORTEST:
                return word[: -len(end)]
    return word


def _singular(word: str) -> str:
    if len(word) > _SHORTEST and word.endswith("ies"):
        return word[:-1] if word == "cookies" else word[:-3] + "y"
    if len(word) > _SHORTEST and word.endswith(("oes", "ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > _SHORTEST and word.endswith("s") and not word.endswith(("ss", "us")):
        return word[:-1]
    return word


def _close(names: Sequence[tuple[Food, list[_Name]]], wanted: _Name) -> tuple[Food, ...]:
    """Return the foods that may be meant by a name, those that share most of its words first."""
    known = {word for _, own in names for one in own for word in one.words}
    # A word of the catalogue is never taken for a slip of the finger in another one.
    slips = {word: _slips(word, known) for word in wanted.words if word not in known}
    meant = wanted._replace(front=tuple(slips.get(word, word) for word in wanted.front))
    meant = meant._replace(words=tuple(slips.get(word, word) for word in wanted.words))
    how = _only_how(names)
    scored = [(max(_likeness(meant, one, how) for one in own), food) for food, own in names]
    best = max(score for score, _ in scored)
    if best == 0:
        return ()
    near = [(score, number, food) for number, (score, food) in enumerate(scored) if score >= best / 3]
    near.sort(key=lambda one: (-one[0], one[1]))
    return tuple(food for _, _, food in near[:_MOST])


def _real(names: Sequence[tuple[Food, list[_Name]]], wanted: _Name, close: tuple[Food, ...]) -> tuple[Food, ...]:
    """Return the foods that may be meant; the only one is none where it is made into something else than was typed."""
    if len(close) != 1:
        return close
    own = [one.words for food, its in names if food == close[0] for one in its]
    return () if says_more(wanted.words, own) or is_dried_only(wanted.words, own) else close


def _only_how(names: Sequence[tuple[Food, list[_Name]]]) -> frozenset[str]:
    """Return the words of the catalogue by which alone no food is found: how or which it is."""
    return HOW.union(*(_adjectives(one) for food, _ in names for one in (food.name_uk, *food.aliases_uk)))


@lru_cache(maxsize=4096)
def _adjectives(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(fold(name)) if word.endswith(_ADJECTIVE))


def _slips(word: str, known: set[str]) -> str:
    """Return the word that was meant by one with a slip of the finger, itself where there is none."""
    if len(word) <= _SHORTEST:
        return word
    from difflib import get_close_matches  # noqa: PLC0415 - only for a name that is not in the catalogue

    alike = [one for one in known if one[0] == word[0] and abs(len(one) - len(word)) <= 1 and len(one) > _SHORTEST]
    return next(iter(get_close_matches(word, sorted(alike), n=1, cutoff=_CLOSE)), word)


def _likeness(wanted: _Name, name: _Name, how: frozenset[str]) -> float:
    """Return how much of its words a name shares with one of the catalogue, 0 where it is another food."""
    shared = sum(word in name.words for word in wanted.words)
    if not wanted.front or not any(word in name.words and word not in how for word in wanted.words):
        return 0
    if shared < len(wanted.words) or shared == 1:
        in_front = sum(word in name.front for word in wanted.front)
        said = sum(word not in _FORMS for word in wanted.front)
        same_thing = wanted.head == name.head if wanted.head else in_front > 0
        if not same_thing or in_front * 2 < said:
            return 0
    return shared / max(len(wanted.words), len(name.words))
