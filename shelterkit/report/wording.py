"""How numbers, dates, items and people are put into words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from shelterkit.calendar_dates import away, distance
from shelterkit.quantities.amounts import show_amount, show_total
from shelterkit.quantities.energy import show_energy
from shelterkit.quantities.numbers import show_number
from shelterkit.quantities.units import plural

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.assessment.demand import Origin
    from shelterkit.household import Household, Regimen
    from shelterkit.inventory.items import Item

NEED_NAMES = {
    "drinking-water": "Water",
    "technical-water": "Technical water",
    "food": "Food",
    "infant-food": "Infant food",
    "dog-food": "Dog food",
    "cat-food": "Cat food",
    "medication": "Medication",
}
IN_DAYS = frozenset(("infant-food", "dog-food", "cat-food", "medication"))
_TEN_YEARS = 3652


def days_number(days: Decimal) -> str:
    """Return covered days as a number: "0.9", "10+ years"."""
    return "10+ years" if days >= _TEN_YEARS else show_number(days, 1)


def days_words(days: Decimal) -> str:
    """Return covered days as words: "0.9 days", "1 day", "10+ years"."""
    return days_number(days) if days >= _TEN_YEARS else f"{days_number(days)} {'day' if days == 1 else 'days'}"


def whole_days(days: int | None) -> str:
    """Return a number of whole days as words."""
    if days is None:
        return "not stated"
    return f"{days} {'day' if days == 1 else 'days'}"


def count_words(number: int, word: str) -> str:
    """Return "1 dog", "2 dogs", "2 children"."""
    irregular = {"child": "children", "copy": "copies"}
    return f"{number} {word if number == 1 else irregular.get(word, plural(word, number))}"


def household_words(household: Household) -> str:
    """Return who is provided for: "2 adults, 1 child, 1 dog"."""
    groups = (
        (household.adults, "adult"),
        (household.children, "child"),
        (household.infants, "infant"),
        (household.dogs, "dog"),
        (household.cats, "cat"),
    )
    return ", ".join(count_words(number, word) for number, word in groups if number) or "nobody"


def need_name(line: Line, *, alone: bool = True) -> str:
    """Return the name of a need; medicines by their own names when there are several."""
    if line.need.kind == "medication" and not alone:
        return line.need.medicine or "Medication"
    return NEED_NAMES[line.need.kind]


def amount_in(unit: str, number: Decimal, *, rounding: str = "down") -> str:
    """Return an amount of a need: litres with two decimals, everything else in whole numbers."""
    if unit in ("L", "kcal"):
        return f"{show_number(number, 2 if unit == 'L' else 0, rounding=rounding)} {unit}"
    shown = show_number(number, 2, rounding=rounding)
    return f"{shown} {unit if number == 1 or unit in ('ml', 'mg', 'g', 'kg') else plural(unit, number)}"


def have_words(line: Line) -> str:
    """Return what is there: litres and kcal as such, everything else as the days it lasts."""
    if line.need.kind in IN_DAYS:
        return days_words(line.stocked * 10 // line.per_day / 10) if line.stocked else "none"
    return amount_in(line.need.unit, line.have) if line.stocked else "none"


def target_words(line: Line) -> str:
    """Return what should be there, rounded up."""
    if line.target.days is None or line.need.kind in IN_DAYS:
        return whole_days(line.target.days)
    return amount_in(line.need.unit, _up(line.target_amount))


def _up(number: Decimal) -> Decimal:
    whole = number // 1
    return number if whole == number else whole + 1


def short_words(line: Line) -> str:
    """Return what is missing, rounded up."""
    if line.need.kind in ("infant-food", "dog-food", "cat-food"):
        whole = line.missing // line.per_day
        days = int(whole if whole * line.per_day == line.missing else whole + 1)
        return f"{days} {'day' if days == 1 else 'days'} short"
    return f"{amount_in(line.need.unit, line.short)} short"


def amount_words(item: Item) -> str:
    """Return an item's amount with its total: "6 x 1.5 L = 9 L"."""
    amount = item.amount
    shown = show_amount(amount)
    foreign = amount.unit.symbol in ("gal", "gal_uk", "qt", "pt", "floz", "oz", "lb")
    if amount.count is None and not foreign:
        return shown
    kind = " (US gallons)" if amount.unit.symbol == "gal" else ""
    if amount.unit.dimension == "pieces":
        total = f"{show_number(amount.number)} {plural(amount.unit.symbol, amount.number)}"
    else:
        total = show_total(amount.base, amount.unit.dimension)
    return f"{shown} = {total}{kind}"


def kept_words(item: Item) -> str:
    """Return "in the fridge", "on the shelf", or nothing where nobody said."""
    return f"{'on' if item.kept == 'shelf' else 'in'} the {item.kept}" if item.kept else ""


def good_to_words(item: Item, on: date) -> str | None:
    """Return "best before 2027-05-31 (in 6 months)", None without a date."""
    last = item.last_usable
    if last is None:
        return None
    word = "use by" if item.use_by else "best before"
    return f"{word} {last} ({distance(last, on)})"


def plan_words(assessment: Assessment) -> str:
    """Return the days planned for, and what is planned for other days: "14 days, food 3 days"; medicine has its own."""
    most = assessment.plan_days
    kinds: dict[int, dict[str, None]] = {}
    for line in assessment.lines:
        if line.target.days and line.target.days != most and line.need.kind != "medication":
            kinds.setdefault(line.target.days, {})[line.need.kind] = None
    parts = [whole_days(most)]
    for days, found in kinds.items():
        # What infants and pets eat is planned for as many days as what people do.
        names = [NEED_NAMES[kind].lower() for kind in found if "food" not in found or not kind.endswith("-food")]
        parts.append(f"{' and '.join(names)} {whole_days(days)}")
    return ", ".join(parts)


def plan_tip(assessment: Assessment) -> str:
    """Return how to plan the same days for everything; "" where the advice asks for that already."""
    days = assessment.plan_days
    if plan_words(assessment) == whole_days(days):
        return ""
    return f"{assessment.advisory} advises different days.   {days} for all:  shelterkit household --days {days}"


def last_day_words(until: date, on: date) -> str:
    """Return "until 2026-12-22 (last full day 2026-12-21)"; `until` is the first day there is not enough for."""
    return f"until {until} (last full day {until - timedelta(1)})" if until > on else "not enough for today"


def origins_words(origins: Iterable[Origin], *, counted: bool = False) -> str:
    """Return whose figures they are: "2 L a day: BBK (de-bbk); 1 L a day (each dog): Public Safety Canada (ca)".

    Where they are `counted` it is said of how many: "5 x 2 L a day (4 adults, 1 infant): BBK (de-bbk)".
    """
    return "; ".join(
        f"{_counted_says(one) if counted else _says(one)}: {one.publisher.partition(' (')[0]} ({one.advisory})"
        for one in origins
    )


def _says(origin: Origin) -> str:
    if origin.assumed:
        return f"{origin.says}, averages assumed"
    return f"{origin.says}{'' if origin.part in ('amount', 'days') else f' ({origin.part})'}"


def _counted_says(origin: Origin) -> str:
    """Return a figure with how many it is for, so that who adds them up comes to the amount of a day."""
    if origin.assumed:
        averages = ", ".join(
            f"{count_words(number, who)} x {show_number(Decimal(kcal))} kcal" for number, who, kcal in origin.assumed
        )
        return f"{origin.says} (averages: {averages})"
    if not origin.each_of:
        return _says(origin)
    is_all = origin.part == "amount" or origin.part.startswith("each ")
    who = ", ".join(count_words(number, group) for number, group in origin.each_of) if is_all else origin.part
    return f"{origin.number} x {origin.says} ({who})"


def seen_words(origin: Origin, *, whole_address: bool = False) -> str:
    """Return where a figure can be read, after a comma: on the publisher's pages, or only "seen at" another's."""
    if not origin.url:
        return ""
    place = origin.url if whole_address else site_of(origin.url)
    return f", {'' if origin.evidence == 'publisher' else 'seen at '}{place}"


def site_of(url: str | None) -> str:
    """Return the site of an address: cdc.gov."""
    return (url or "").partition("://")[2].partition("/")[0].removeprefix("www.")


def away_words(day: date, on: date) -> str:
    """Return how far a day is, for a column: "22 days", "6 months", "3 days ago"."""
    return away(day, on)


def dose_words(regimen: Regimen, *, with_unit: bool = True) -> str:
    """Return "2 tablets per day", "1 every 12 hours", "as needed"."""
    if regimen.per == "as-needed":
        return "as needed"
    amount = show_number(regimen.dose)
    if regimen.unit and with_unit:
        word = regimen.unit.symbol
        amount += f" {plural(word, regimen.dose) if regimen.unit.dimension == 'pieces' else word}"
    if regimen.per in ("day", "week"):
        return f"{amount} per {regimen.per}"
    return f"{amount} every {regimen.per.removesuffix('h')} hours"


def energy_words(item: Item) -> str | None:
    """Return an item's energy and whose figure it is: "346 kcal per 100 g, USDA NDB 20009"."""
    if item.energy is None:
        return None
    source = item.kcal_source or ""
    if source.startswith("usda:"):
        source = source.replace("usda:", "USDA ", 1).replace(":", " ")
    return f"{show_energy(item.energy)}, {source}" if source else show_energy(item.energy)


def worth_option(item: Item) -> str:
    """Return the option that says what food is worth; its N is on the label, for no number may be made up here."""
    if item.eaten_by in ("dog", "cat"):
        return "--lasts Nd"
    if animal := animal_said(item):
        return f"--eaten-by {animal} --lasts Nd"
    unit = item.amount.unit
    if unit.dimension == "pieces":
        return f"--kcal N/{unit.symbol}"
    return "--kcal N/100ml" if unit.dimension == "volume" else "--kcal N/100g"


def animal_said(item: Item) -> str:
    """Return the animal that food counted for people is called after: "dog", "cat", else nothing."""
    if item.kind != "food" or item.eaten_by != "people":
        return ""
    from shelterkit.inventory.animals import animal_named  # noqa: PLC0415 - only of food that nobody knows the worth of

    return animal_named(item.name)


def worth_label(item: Item) -> str:
    """Return what the N of `worth_option` stands for."""
    is_for_animal = item.eaten_by in ("dog", "cat") or animal_said(item)
    return "N: the days it feeds one animal" if is_for_animal else "N: the kcal on the label"
