"""The options that describe an item, shared by add and edit."""

from decimal import Decimal
from typing import Annotated, Any

import typer

from shelterkit.errors import BadValue, UsageError
from shelterkit.quantities.numbers import quoted
from shelterkit.quantities.units import plural

BestBefore = Annotated[
    str | None,
    typer.Option("--best-before", "-b", metavar="DATE", help='2027-05-31, 31.05.2027, 2027-05, "in 6 months", none'),
]
UseBy = Annotated[str | None, typer.Option("--use-by", metavar="DATE", help="the same for a use-by date")]
Where = Annotated[str | None, typer.Option("--where", "-w", metavar="TEXT", help="cellar, car, ...")]
Kept = Annotated[str | None, typer.Option("--kept", metavar="HOW", help="shelf, fridge or freezer")]
Kcal = Annotated[
    str | None, typer.Option("--kcal", metavar="N[/UNIT]", help="energy: 340/can, 360/100g, or 4000 for all of it")
]
KJ = Annotated[str | None, typer.Option("--kj", metavar="N[/UNIT]", help="the same in kilojoules")]
Lasts = Annotated[str | None, typer.Option("--lasts", metavar="DUR", help="food: how long it feeds one eater, 10d")]
EatenBy = Annotated[
    str | None, typer.Option("--eaten-by", metavar="WHO", help="food: people, infant, dog or cat (usually people)")
]
Like = Annotated[
    str | None, typer.Option("--like", metavar="FOOD", help="food: the energy of this one; see shelterkit foods")
]
NoLookup = Annotated[bool, typer.Option("--no-lookup", help="food: do not look its energy up")]
Dose = Annotated[str | None, typer.Option("--dose", metavar="N/day", help="medication: how much is taken")]
For = Annotated[str | None, typer.Option("--for", metavar="PERSON", help="medication: who takes it")]
Technical = Annotated[bool, typer.Option("--technical", help="water: not for drinking")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="anything else")]

_EATERS = {
    "people": "people", "person": "people", "infant": "infant", "infants": "infant", "baby": "infant", "dog": "dog",
    "dogs": "dog", "cat": "cat", "cats": "cat",
}  # fmt: skip
EATERS, KEPT_WORDS = ("people", "infant", "dog", "cat"), ("shelf", "fridge", "freezer")
_CAN = "dose"
_KEPT = {"shelf": "shelf", "fridge": "fridge", "refrigerator": "fridge", "freezer": "freezer", "none": None}


def eater_of(word: str) -> str:
    """Return who eats an item."""
    eater = _EATERS.get(word.casefold())
    if eater is None:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

        from shelterkit.cli import meant  # noqa: PLC0415

        others = meant.EATERS | _EATERS
        close = get_close_matches(word.casefold(), others, n=1, cutoff=0.6)
        raise BadValue(
            f"--eaten-by takes people, infant, dog or cat, not {quoted(word)}.",
            code="eater",
            typed=word,
            instead=(others[close[0]] if close else "people",),
        )
    return eater


def kept_as(word: str) -> str | None:
    """Return how an item is kept; None takes it back."""
    folded = word.strip().casefold()
    if folded in _KEPT:
        return _KEPT[folded]
    from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

    close = [_KEPT[one] or "" for one in get_close_matches(folded, _KEPT, n=1, cutoff=0.6)]
    raise BadValue(
        f"--kept takes shelf, fridge or freezer, not {quoted(word)}; a place goes into --where.",
        code="kept",
        typed=word,
        instead=tuple(filter(None, close)),
    )


def refuse_two_dates(best_before: str | None, use_by: str | None) -> None:
    """Refuse two last days for one item."""
    if best_before is not None and use_by is not None:
        raise UsageError("an item has one date: --best-before or --use-by", code="two-dates")


def refuse_two_energies(kcal: str | None, kj: str | None, like: str | None) -> None:
    """Refuse an energy that is given and taken from a food as well."""
    if like is not None and (kcal is not None or kj is not None):
        raise UsageError("energy is given once: --kcal, --kj or --like", code="two-energies")


def refuse_german_can(typed: str, number: Decimal | int = 1) -> None:
    """Refuse "Dose" of food: it is a can in German, and something else in English."""
    word = typed[-len(_CAN) :]
    before = typed[: -len(_CAN)]
    if word.casefold() != _CAN or before[-1:].isalpha():
        return
    readings = tuple(f"{before}{plural(one, number)}" for one in ("can", "piece"))
    message = f"{quoted(word)} is a can in German and a dose in English; food is counted in cans or pieces."
    raise BadValue(message, code="amount-ambiguous", typed=typed, instead=readings)


def energy_and_lasting(kcal: str | None, kj: str | None, lasts: str | None) -> dict[str, Any]:
    """Return what food is worth, as it was typed; "none" takes it away."""
    from shelterkit.codec.items import parse_lasting  # noqa: PLC0415
    from shelterkit.quantities.energy import parse_energy  # noqa: PLC0415

    if kcal is not None and kj is not None:
        raise UsageError("energy is given once: --kcal or --kj", code="two-energies")
    fields: dict[str, Any] = {}
    energy = kcal if kcal is not None else kj
    if energy is not None:
        refuse_german_can(energy)
        fields["energy"] = None if energy.casefold() == "none" else parse_energy(energy, kj=kj is not None)
    if lasts is not None:
        fields["lasts"] = None if lasts.casefold() == "none" else parse_lasting(lasts)
    return fields
