"""What the household uses up in a day of each need, and whose figure says so."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadValue
from shelterkit.household import NOTHING, Household, Rate, medicine_key, total_rate
from shelterkit.quantities.amounts import Amount, show_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from shelterkit.advisory.figures import Advisory, Figure
    from shelterkit.household import EnergyTable, Plan
    from shelterkit.inventory.items import Inventory
    from shelterkit.quantities.units import Unit

ENERGY = "energy"
_GENERIC_PIECES = frozenset(("piece", "dose"))


class Origin(NamedTuple):
    """Whose figure a number is: which part of the line it makes, what it says and how well it is evidenced.

    `each_of` are those who use so much each, such as (4, "adult"); `covers` is what for, in the publisher's words;
    `assumed` are those whose energy is an average because age and sex are not known: how many, of whom, kcal each.
    """

    part: str
    advisory: str
    publisher: str
    says: str
    evidence: str
    url: str | None = None
    each_of: tuple[tuple[int, str], ...] = ()
    covers: tuple[str, ...] = ()
    assumed: tuple[tuple[int, str, int], ...] = ()

    @property
    def number(self) -> int:
        """Return how many use so much each."""
        return sum(number for number, _ in self.each_of)


class Advice(NamedTuple):
    """The chosen advisory with those it falls back to, and the figures of others that fill its gaps.

    `pets` states water for pets and `formula` water for infants not breastfed; both None when nobody needs them.
    """

    chain: tuple[Advisory, ...]
    energy: EnergyTable | None = None
    pets: Advisory | None = None
    formula: Advisory | None = None

    @property
    def chosen(self) -> Advisory:
        """Return the advisory the household follows."""
        return self.chain[0]


class Need(NamedTuple):
    """Something the household must be able to cover, and what it uses of it in the unit's base."""

    kind: str
    rate: Rate
    unit: str
    factor: Decimal = Decimal(1)
    medicine: str | None = None
    people: tuple[str | None, ...] = ()
    rates: tuple[Rate, ...] = ()
    origins: tuple[Origin, ...] = ()


def needs_of(household: Household, inventory: Inventory, advice: Advice, *, plan: Plan, on: date) -> tuple[Need, ...]:
    """Return every need with a demand, in the order people ask for them."""
    needs = [
        drinking_water(household, advice, plan=plan, on=on),
        technical_water(household, advice, on=on),
        food(household, advice, on=on),
        infant_food(household, advice, on=on),
        Need("dog-food", Rate(Decimal(household.dogs)), "day"),
        Need("cat-food", Rate(Decimal(household.cats)), "day"),
        *medicines(household, inventory),
    ]
    return tuple(need for need in needs if need.rate.amount)


def _rate(figure: Figure) -> Rate:
    """Return what the figure means for one person."""
    if figure.amount is None:
        return NOTHING
    return Rate(figure.amount.base, Decimal(figure.per_days or 1))


def _origin(part: str, advisory: Advisory, figure: Figure, *each_of: tuple[int, str]) -> Origin:
    """Return whose amount it is, and for whom: `each_of` says how many of which group use so much each."""
    source = figure.source_of("amount")
    url, evidence = (source.url, source.evidence) if source else (None, figure.evidence)
    users = tuple(one for one in each_of if one[0])
    return Origin(part, advisory.id, advisory.publisher, _amount_says(figure), evidence, url, users, figure.covers)


def _amount_says(figure: Figure) -> str:
    amount = show_amount(figure.amount) if figure.amount else ""
    if figure.basis == "person-total":
        return f"{amount} for {figure.per_days} days"
    return f"{amount} a day"


def _stated(chain: Iterable[Advisory], need: str, eater: str | None = None) -> tuple[Advisory, Figure] | None:
    """Return the first figure along the chain that states an amount."""
    for advisory in chain:
        figure = advisory.figure(need, eater)
        if figure is not None and figure.amount is not None:
            return advisory, figure
    return None


def drinking_water(household: Household, advice: Advice, *, plan: Plan, on: date) -> Need:
    """Return the drinking water of people, infants on formula and pets; doubled in hot weather."""
    stated = _stated(advice.chain, "drinking-water")
    rates, origins = _peoples_water(household, *stated, on) if stated else ([], [])
    on_formula = household.infants_on_formula(on)
    formula = _formula(advice.formula) if on_formula else None
    if formula and advice.formula:
        rates.append(_rate(formula).times(on_formula))
        origins.append(_origin("infant formula", advice.formula, formula, (on_formula, "infant")))
    for count, eater in ((household.dogs, "dog"), (household.cats, "cat")):
        found = _pet_water(advice, eater) if count else None
        if found:
            rates.append(_rate(found[1]).times(count))
            origins.append(_origin(f"each {eater}", *found, (count, eater)))
    total = total_rate(rates)
    return Need("drinking-water", total.times(2) if plan.hot else total, "L", origins=tuple(origins))


def _peoples_water(
    household: Household, advisory: Advisory, figure: Figure, on: date
) -> tuple[list[Rate], list[Origin]]:
    """Return what people drink, and whose figures say so: children and infants may have their own."""
    counts, _ = household.places(on)
    rates: list[Rate] = []
    users: list[tuple[int, str]] = []
    others: list[Origin] = []
    for number, eater in _groups(counts):
        own = advisory.figure("drinking-water", eater)
        used = own if own and own.amount else figure
        rates.append(_rate(used).times(number))
        if used is figure:
            users.append((number, eater))
        elif number:
            others.append(_origin(f"each {eater}", advisory, used, (number, eater)))
    return rates, [_origin("amount", advisory, figure, *users), *others]


def _groups(counts: dict[str, int]) -> tuple[tuple[int, str], ...]:
    """Return how many people each group holds, and what one of them is called."""
    return (counts["adults"], "adult"), (counts["children"], "child"), (counts["infants"], "infant")


def _formula(advisory: Advisory | None) -> Figure | None:
    figures = advisory.figures if advisory else ()
    return next((one for one in figures if one.need == "drinking-water" and one.eater == "infant"), None)


def _pet_water(advice: Advice, eater: str) -> tuple[Advisory, Figure] | None:
    others = (advice.pets,) if advice.pets else ()
    return _stated((*advice.chain, *others), "drinking-water", eater)


def technical_water(household: Household, advice: Advice, *, on: date) -> Need:
    """Return the water for washing and toilet, only where the chosen advisory names it."""
    figure = advice.chosen.figure("technical-water")
    if figure is None or figure.amount is None:
        return Need("technical-water", NOTHING, "L")
    counts, _ = household.places(on)
    origin = _origin("amount", advice.chosen, figure, *_groups(counts))
    return Need("technical-water", _rate(figure).times(sum(counts.values())), "L", origins=(origin,))


def food(household: Household, advice: Advice, *, on: date) -> Need:
    """Return the energy of everybody aged 1 or more: the advisory's own figure, else the Dietary Guidelines'."""
    eaters = household.eaters(on)
    figure = advice.chosen.figure("food")
    if figure is not None and figure.amount is not None:
        counts, _ = household.places(on)
        origin = _origin("amount", advice.chosen, figure, *_groups(counts)[:2])
        return Need("food", _rate(figure).times(eaters), "kcal", origins=(origin,))
    if advice.energy is None or not eaters:
        return Need("food", NOTHING, "kcal")
    derived = household.energy_is_derived(on)
    says, evidence = "energy by age and sex", "derived" if derived else "secondary"
    assumed = household.energy_assumed(advice.energy, on)
    origin = Origin("amount", ENERGY, "Dietary Guidelines", says, evidence, assumed=assumed)
    return Need("food", household.energy(advice.energy, on), "kcal", origins=(origin,))


def infant_food(household: Household, advice: Advice, *, on: date) -> Need:
    """Return the energy of the infants who are not breastfed."""
    count = household.infants_on_formula(on)
    if advice.energy is None or not count:
        return Need("infant-food", NOTHING, "kcal")
    says, infants = f"{advice.energy.infant} kcal a day", ((count, "infant"),)
    origin = Origin("amount", ENERGY, "WFP/UNHCR", says, "publisher", each_of=infants)
    return Need("infant-food", Rate(Decimal(advice.energy.infant * count)), "kcal", origins=(origin,))


def medicines(household: Household, inventory: Inventory) -> list[Need]:
    """Return one need per medicine that somebody takes regularly, in the order of the regimens."""
    found: dict[str, list[int]] = {}
    for index, regimen in enumerate(household.regimens):
        if regimen.rate is not None:
            found.setdefault(medicine_key(regimen.medicine), []).append(index)
    return [_medicine(household, inventory, key, indexes) for key, indexes in found.items()]


class UnitClashError(BadValue):
    """A medicine is counted in one unit and taken in another; `path` is the place of the one that does not fit."""

    def __init__(self, message: str, path: tuple[str | int, ...]) -> None:
        super().__init__(message, code="dose-unit")
        self.path = path


def _medicine(household: Household, inventory: Inventory, key: str, indexes: list[int]) -> Need:
    regimens = [household.regimens[index] for index in indexes]
    unit = medicine_unit(household, inventory, key)
    rates = tuple(_dose_rate(one.rate, one.unit, unit) for one in regimens if one.rate is not None)
    symbol, factor = (unit.symbol, unit.factor) if unit else ("dose", Decimal(1))
    people = tuple(one.person for one in regimens)
    return Need("medication", total_rate(rates), symbol, factor, regimens[0].medicine, people, rates)


def medicine_unit(household: Household, inventory: Inventory, key: str) -> Unit | None:
    """Return the unit a medicine is counted in; UnitClashError where its lots and doses do not fit together."""
    found: Unit | None = None
    first = ""
    for unit, words, path in _units_of(household, inventory, key):
        if found is None:
            found, first = unit, words
        elif not fits(unit, found):
            raise UnitClashError(f"{words}, but {first}: they cannot be counted together", path)
    return found


def _units_of(
    household: Household, inventory: Inventory, key: str
) -> Iterator[tuple[Unit, str, tuple[str | int, ...]]]:
    """Yield every unit a medicine is counted or taken in, in words and with its place in the kit; the stock's first."""
    for index, item in enumerate(inventory.items):
        if item.kind == "med" and not item.amount.is_zero and medicine_key(item.name) == key:
            yield item.amount.unit, f"{item.id} {item.name} is {item.amount.text}", ("item", index, "amount")
    for index, regimen in enumerate(household.regimens):
        if regimen.unit and medicine_key(regimen.medicine) == key:
            who = f"{regimen.person} takes" if regimen.person else "a dose is"
            dose = Amount(None, regimen.dose, regimen.unit).text
            yield regimen.unit, f"{who} {dose} of {regimen.medicine}", ("regimen", index, "dose")


def _dose_rate(rate: Rate, dose_unit: Unit | None, unit: Unit | None) -> Rate:
    """Return the rate in the stock's base unit: a dose without a unit counts in the unit of the stock."""
    return rate if dose_unit or unit is None else rate.times(unit.factor)


def fits(dose: Unit, stock: Unit) -> bool:
    """Tell whether a dose in one unit can be taken from a stock in the other."""
    if dose.dimension != stock.dimension:
        return False
    generic = dose.symbol in _GENERIC_PIECES or stock.symbol in _GENERIC_PIECES
    return dose.dimension != "pieces" or generic or dose.symbol == stock.symbol
