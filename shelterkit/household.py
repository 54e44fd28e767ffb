"""Who is provided for: people, pets and regimens, and what they use up in a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shelterkit.quantities.units import Unit

GROUPS = ("infants", "children", "adults")
PETS = ("dogs", "cats")
_CHILD_FROM, _ADULT_FROM = 1, 14


class Rate(NamedTuple):
    """What is used up: `amount` in every `days` days, kept as two numbers so that sums over days stay exact."""

    amount: Decimal
    days: Decimal = Decimal(1)

    def plus(self, other: Rate) -> Rate:
        """Return both rates together."""
        if self.days == other.days:
            return Rate(self.amount + other.amount, self.days)
        # The least common days: products over many people would outgrow the digits that keep sums exact.
        days = lcm(int(self.days), int(other.days))
        return Rate(self.amount * (days // int(self.days)) + other.amount * (days // int(other.days)), Decimal(days))

    def times(self, factor: Decimal | int) -> Rate:
        """Return the rate `factor` times over."""
        return Rate(self.amount * factor, self.days)


NOTHING = Rate(Decimal(0))


def total_rate(rates: Iterable[Rate]) -> Rate:
    """Return all rates together."""
    total = NOTHING
    for rate in rates:
        total = total.plus(rate)
    return total


class EnergyTable(NamedTuple):
    """Energy a person uses in a day, in kcal, at moderate activity.

    Source: Dietary Guidelines for Americans 2020-2025, tables A2-1 to A2-3; infants: WFP/UNHCR 1997. `adult` and
    `child` are derived means for people whose age and sex are not known.
    """

    by_age: tuple[tuple[int, int, int, int], ...]
    adult: int
    child: int
    toddler: int
    infant: int
    pregnant: Mapping[int, int]
    breastfeeding: int


class Person(NamedTuple):
    """Somebody with a name; `born` is a year or a day, `pregnant` a trimester (3 when only the fact is known)."""

    name: str
    born: int | date | None = None
    sex: str | None = None
    pregnant: int = 0
    breastfeeding: bool = False

    def age(self, on: date) -> int | None:
        """Return the age in whole years, by the calendar year when only the year of birth is known."""
        if self.born is None:
            return None
        if isinstance(self.born, date):
            before_birthday = (on.month, on.day) < (self.born.month, self.born.day)
            return max(0, on.year - self.born.year - before_birthday)
        return max(0, on.year - self.born)

    def group(self, on: date) -> str:
        """Return the group the person counts in; without a date of birth an adult."""
        age = self.age(on)
        if age is None or age >= _ADULT_FROM:
            return "adults"
        return "children" if age >= _CHILD_FROM else "infants"

    @property
    def is_unknown(self) -> bool:
        """Tell whether nothing is known that says how much energy the person uses."""
        return self.born is None and not (self.sex or self.pregnant or self.breastfeeding)

    def energy(self, table: EnergyTable, on: date) -> int:
        """Return the kcal a day of somebody aged 1 or more."""
        extra = table.pregnant.get(self.pregnant, 0) + (table.breastfeeding if self.breastfeeding else 0)
        sex = self.sex or ("f" if self.pregnant or self.breastfeeding else None)
        age = self.age(on)
        if age is None and sex is None:
            return table.adult + extra
        if age is not None and age <= 1:
            return table.toddler + extra
        male, female = _table_row(table, 30 if age is None else age)
        if sex is None:
            return (male + female) // 2 + extra
        return (male if sex == "m" else female) + extra


def _table_row(table: EnergyTable, age: int) -> tuple[int, int]:
    for first, last, male, female in table.by_age:
        if first <= age <= last:
            return male, female
    return table.by_age[-1][2:]


class Regimen(NamedTuple):
    """A medicine somebody takes: `dose` in `unit` (None: whatever the medicine is counted in) once per `per`.

    `per` is "day", "week", "12h" (any number of hours) or "as-needed", which has no demand.
    """

    person: str | None
    medicine: str
    dose: Decimal
    unit: Unit | None = None
    per: str = "day"

    @property
    def rate(self) -> Rate | None:
        """Return the demand in the base unit of the dose, None when it is taken as needed."""
        amount = self.dose * (self.unit.factor if self.unit else 1)
        if self.per == "as-needed":
            return None
        if self.per == "week":
            return Rate(amount, Decimal(7))
        if self.per == "day":
            return Rate(amount)
        return Rate(amount * 24, Decimal(self.per.removesuffix("h")))


def medicine_key(name: str) -> str:
    """Return what two spellings of one medicine have in common: case and spaces aside."""
    if not name.isascii():
        from unicodedata import normalize  # noqa: PLC0415 - not needed for plain names, and status must start fast

        name = normalize("NFC", name)
    return "".join(name.casefold().split())


class Plan(NamedTuple):
    """What the household plans for: whose advice, how many days (None: as advised), hot weather, and where to turn."""

    advisory: str
    days: int | None = None
    hot: bool = False
    shelter: str | None = None
    meeting_place: str | None = None
    alert_channels: str | None = None


PLACES = ("shelter", "meeting_place", "alert_channels")


class Contact(NamedTuple):
    """Somebody to call; without a phone number, somebody to knock at."""

    name: str
    phone: str = ""
    note: str | None = None


class Household(NamedTuple):
    """How many people and pets there were on the day `counted`, who of them has a name, and what they take."""

    adults: int = 0
    children: int = 0
    infants: int = 0
    dogs: int = 0
    cats: int = 0
    people: tuple[Person, ...] = ()
    regimens: tuple[Regimen, ...] = ()
    counted: date | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody is provided for."""
        return not (self.adults or self.children or self.infants or self.dogs or self.cats)

    def find_person(self, name: str) -> Person | None:
        """Return the person of that name, case aside."""
        wanted = name.casefold()
        return next((person for person in self.people if person.name.casefold() == wanted), None)

    def places(self, on: date) -> tuple[dict[str, int], dict[str, list[Person]]]:
        """Return how many people each group holds on that day and who of them is named.

        The counts are those of the day they were written. Somebody with a name whose birthday came since then is
        counted in the group they are in now.
        """
        counts = {group: getattr(self, group) for group in GROUPS}
        named: dict[str, list[Person]] = {group: [] for group in GROUPS}
        for person in self.people:
            group = person.group(on)
            named[group].append(person)
            if self.counted is not None:
                counts[person.group(self.counted)] -= 1
                counts[group] += 1
        return counts, named

    def recounted(self, on: date) -> Household:
        """Return the household with its counts as they are on that day, birthdays since they were written included."""
        counts, named = self.places(on)
        for group in GROUPS[::-1]:
            # Only a kit without any date has more names in a group than it counts: the places are in other groups.
            for other in GROUPS:
                spare = max(0, counts[other] - len(named[other]))
                moved = min(spare, max(0, len(named[group]) - counts[group]))
                counts[group] += moved
                counts[other] -= moved
        return self._replace(**counts, counted=on)  # type: ignore[arg-type]  # the groups are counts

    def overfull_groups(self, on: date) -> dict[str, list[Person]]:
        """Return the people of each group who are more than the group has places for."""
        counts, named = self.places(on)
        return {group: named[group][counts[group] :] for group in GROUPS if len(named[group]) > counts[group]}

    def eaters(self, on: date) -> int:
        """Return how many people are aged 1 or more."""
        counts, _ = self.places(on)
        return counts["adults"] + counts["children"]

    def infants_on_formula(self, on: date) -> int:
        """Return how many infants are not breastfed."""
        counts, _ = self.places(on)
        return max(0, counts["infants"] - sum(1 for person in self.people if person.breastfeeding))

    def energy(self, table: EnergyTable, on: date) -> Rate:
        """Return the kcal a day of everybody aged 1 or more, by the table."""
        counts, named = self.places(on)
        unnamed_adults = max(0, counts["adults"] - len(named["adults"]))
        unnamed_children = max(0, counts["children"] - len(named["children"]))
        known = sum(person.energy(table, on) for group in ("adults", "children") for person in named[group])
        return Rate(Decimal(known + unnamed_adults * table.adult + unnamed_children * table.child))

    def energy_assumed(self, table: EnergyTable, on: date) -> tuple[tuple[int, str, int], ...]:
        """Return those of whom neither age nor sex is known: how many, of which group, and the mean they count as."""
        counts, named = self.places(on)
        groups = (("adults", "adult", table.adult), ("children", "child", table.child))
        found = []
        for group, word, kcal in groups:
            known = sum(1 for person in named[group] if not person.is_unknown)
            if counts[group] > known:
                found.append((counts[group] - known, word, kcal))
        return tuple(found)

    def energy_is_derived(self, on: date) -> bool:
        """Tell whether somebody's energy is a mean because age or sex is not known."""
        counts, named = self.places(on)
        known = [person for group in ("adults", "children") for person in named[group]]
        everybody_named = len(known) >= counts["adults"] + counts["children"]
        return not everybody_named or any(person.born is None or person.sex is None for person in known)
