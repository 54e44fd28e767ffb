"""Food that is called after the animal it is for: dog food, корм для котів, Katzenfutter."""

from __future__ import annotations

import re
from typing import Final

from shelterkit.inventory.finding import fold

_NAMES: Final = {
    "dog": """
        dog dogs puppy puppies hund hunde hunden hundes welpe welpen
        собака собаки собаку собаці собак собакам собаке пес пса псу псів псам цуценя цуценят цуценятам
        песик песика песики песиків песикам щенок щенка щенки щенков щенкам щенят
    """,
    "cat": """
        cat cats kitten kittens katze katzen kätzchen
        кіт кота коту котів котам котові кішка кішки кішку кішок кішкам кошеня кошенят кошенятам котик котика котики
        котиків кот коты котов кошка кошки кошку кошек кошкам котенок котята котят котятам
    """,
}
# Words that begin so are of the animal too: Hundefutter, собачий.
_BEGUN: Final = {
    "dog": ("hundefutter", "hundetrocken", "hundenass", "hundesnack", "собач"),
    "cat": ("katzenfutter", "katzentrocken", "katzennass", "katzensnack", "котяч", "кошач"),
}
# A sausage in a roll is nobody's pet.
_DISHES: Final = ("hot dog", "hot dogs", "corn dog", "corn dogs", "hot-dog", "hot-dogs")


def animal_named(name: str) -> str:
    """Return the animal a name says, "dog" or "cat"; "" where it says none. It is only offered, never obeyed."""
    words = {fold(word): animal for animal, named in _NAMES.items() for word in named.split()}
    folded = fold(name)
    for dish in _DISHES:
        folded = folded.replace(dish, "")
    for word in re.findall(r"[^\W\d_]+", folded):
        if animal := words.get(word):
            return animal
        for beast, beginnings in _BEGUN.items():
            if word.startswith(tuple(map(fold, beginnings))):
                return beast
    return ""
