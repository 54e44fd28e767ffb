"""A checklist for one household: its lines, what it has already, what is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.household import medicine_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from shelterkit.assessment.assess import Assessment
    from shelterkit.assessment.assess import Line as Supply
    from shelterkit.checklist.lines import Checklist, Line
    from shelterkit.household import Contact, Household, Regimen
    from shelterkit.inventory.items import Inventory, Item
    from shelterkit.quantities.amounts import Amount

_COLD_PLACES = ("fridge", "refrigerator", "холодильник")
_LONGEST_ENDING = 3
_COLD_MEDICINES = ("insulin", "інсулін", "инсулин")


class Home(NamedTuple):
    """What a checklist can know of a household; without an assessment no quantities are told.

    `country` is that of the advisory the household follows.
    """

    household: Household
    inventory: Inventory
    assessment: Assessment | None
    on: date
    country: str | None = None


class Medicine(NamedTuple):
    """A medicine of the household: who takes how much, what there is of it, and how long that lasts."""

    name: str
    regimens: tuple[Regimen, ...]
    items: tuple[Item, ...]
    supply: Supply | None = None


class Known(NamedTuple):
    """What a page says of a household: who it is for, its places, its phone numbers, who takes what."""

    household: Household
    assessment: Assessment | None
    places: Mapping[str, str | None]
    contacts: Sequence[Contact]
    medicines: Sequence[Medicine] = ()


class Portion(NamedTuple):
    """What is there of a need, and so much for each of the people."""

    need: str
    have: Decimal
    each: Amount
    people: int

    @property
    def wanted(self) -> Decimal:
        """Return what everybody together needs, in the unit's base."""
        return self.each.base * self.people


class Entry(NamedTuple):
    """A line with what the household has of it."""

    line: Line
    supply: Supply | None = None
    portion: Portion | None = None
    things: tuple[Item, ...] = ()
    medicines: tuple[Medicine, ...] = ()

    @property
    def done(self) -> bool:
        """Tell whether the kit has what the line asks for; what has to be done by hand is never ticked for anybody."""
        if self.line.by_hand:
            return False
        if self.medicines:
            return all(one.supply.state == "ok" if one.supply else bool(one.items) for one in self.medicines)
        if self.portion:
            return self.portion.have >= self.portion.wanted > 0
        if self.supply:
            return self.supply.state == "ok"
        return bool(self.things)


class Section(NamedTuple):
    """A part of a checklist, for one household."""

    title: str
    entries: tuple[Entry, ...]


def general(checklist: Checklist) -> tuple[Section, ...]:
    """Return every line of a checklist, for nobody in particular."""
    return tuple(Section(part.title, tuple(map(Entry, part.lines))) for part in checklist.parts)


def personal(checklist: Checklist, home: Home, *, medicines: bool = True) -> tuple[Section, ...]:
    """Return the lines that are for a household, with what it has; without `medicines` none is named."""
    conditions = conditions_of(home.household, home.inventory, on=home.on)
    # A phone number is of one country: elsewhere it would be dialled in vain.
    conditions |= {f"advice-{home.country.casefold()}"} if home.country else set()
    sections = []
    for part in checklist.parts:
        lines = [line for line in part.lines if applies(line, conditions) and (medicines or not line.names_medicine)]
        if lines:
            sections.append(Section(part.title, tuple(_entry(line, home, medicines=medicines) for line in lines)))
    return tuple(sections)


def applies(line: Line, conditions: frozenset[str]) -> bool:
    """Tell whether a line is for a household in which these conditions hold."""
    return not line.only or not conditions.isdisjoint(line.only)


def conditions_of(household: Household, inventory: Inventory, *, on: date) -> frozenset[str]:
    """Return what is true of a household, in the words of the checklists' `only`."""
    counts, _ = household.places(on)
    medicines = [item for item in inventory.items if item.kind == "med" and not item.amount.is_zero]
    names = [regimen.medicine for regimen in household.regimens] + [item.name for item in medicines]
    holds = {
        "infant": counts["infants"] > 0,
        "formula": household.infants_on_formula(on) > 0,
        "child": counts["children"] > 0,
        "dog": household.dogs > 0,
        "cat": household.cats > 0,
        "pet": household.dogs + household.cats > 0,
        # Nobody is asked how an infant is fed: where one is, both have to stand, until somebody said it is breastfed.
        "breastfeeding": counts["infants"] > 0 or any(person.breastfeeding for person in household.people),
        "medicine": bool(names),
        "fridge-medicine": any(map(is_kept_cold, medicines)) or any(_says(name, _COLD_MEDICINES) for name in names),
    }
    return frozenset(word for word, is_so in holds.items() if is_so)


def is_kept_cold(item: Item) -> bool:
    """Tell whether an item is kept in a fridge, as far as anybody said."""
    return item.kept == "fridge" if item.kept else _says(item.where or "", _COLD_PLACES)


def _entry(line: Line, home: Home, *, medicines: bool) -> Entry:
    if line.need == "medication":
        found = (_for_days(one, line.days) for one in medicines_of(home))
        return Entry(line, medicines=tuple(found) if medicines else ())
    supply = home.assessment.line(line.need) if line.need and home.assessment else None
    counts, _ = home.household.places(home.on)
    if supply and line.each and any(counts.values()):
        return Entry(line, portion=Portion(supply.need.kind, supply.have, line.each, sum(counts.values())))
    things = [item for item in home.inventory.items if _is_thing(item, line.things, home.on)]
    named = tuple(item for item in things if medicines or item.kind != "med")
    return Entry(line, for_days(supply, line.days) if supply and line.days else supply, things=named)


def _for_days(medicine: Medicine, days: int | None) -> Medicine:
    return medicine._replace(supply=for_days(medicine.supply, days)) if medicine.supply and days else medicine


def for_days(supply: Supply, days: int) -> Supply:
    """Return how a need stands for another number of days."""
    missing = max(Decimal(0), supply.per_day * days - supply.covered)
    return supply._replace(target=supply.target._replace(days=days, minimum=days, origin=None), missing=missing)


def _is_there(item: Item, on: date) -> bool:
    return not (item.amount.is_zero or item.is_expired(on))


def _is_thing(item: Item, words: Sequence[str], on: date) -> bool:
    """Tell whether an item is what a line asks for: what is eaten or drunk is no torch, whatever it is called."""
    return item.kind not in ("food", "water") and _is_there(item, on) and _says(item.name, words)


def _says(text: str, words: Sequence[str]) -> bool:
    """Tell whether one of the words stands in a text, in the singular or the plural, or as the stem it is."""
    spaced = f" {_plain(text)} "
    return any(_stands_in(spaced, _plain(word)) for word in words)


def _stands_in(spaced: str, word: str) -> bool:
    """Tell whether a word begins a word of a text and ends with it, but for an ending."""
    start = spaced.find(f" {word}")
    while start >= 0:
        ending = spaced[start + 1 + len(word) :].partition(" ")[0]
        # In English only the plural; Ukrainian words are stems, and their endings are short.
        if ending in ("", "s", "es") or (not word.isascii() and len(ending) <= _LONGEST_ENDING):
            return True
        start = spaced.find(f" {word}", start + 1)
    return False


def _plain(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def medicines_of(home: Home) -> Iterator[Medicine]:
    """Yield the household's medicines: those somebody takes, then those that are only there."""
    regimens: dict[str, list[Regimen]] = {}
    for regimen in home.household.regimens:
        regimens.setdefault(medicine_key(regimen.medicine), []).append(regimen)
    items: dict[str, list[Item]] = {}
    for item in home.inventory.items:
        if item.kind == "med" and _is_there(item, home.on):
            items.setdefault(medicine_key(item.name), []).append(item)
    lines = home.assessment.lines if home.assessment else ()
    supplies = {medicine_key(line.need.medicine): line for line in lines if line.need.medicine}
    for key in [*regimens, *(key for key in items if key not in regimens)]:
        takes, there = tuple(regimens.get(key, ())), tuple(items.get(key, ()))
        yield Medicine((takes[0].medicine if takes else there[0].name), takes, there, supplies.get(key))
