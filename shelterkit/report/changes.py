"""What every writing command says after it: what was understood, the new total, and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.calendar_dates import distance
from shelterkit.quantities.amounts import likely_holder, show_amount, show_total
from shelterkit.quantities.energy import energy_rate, show_energy
from shelterkit.quantities.numbers import show_number
from shelterkit.quantities.units import plural
from shelterkit.report.document import Block, Document, Paragraph, Verbatim, document
from shelterkit.report.wording import (
    IN_DAYS,
    amount_words,
    animal_said,
    days_words,
    dose_words,
    have_words,
    household_words,
    kept_words,
    last_day_words,
    need_name,
    target_words,
    worth_label,
    worth_option,
)

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.catalogue.foods import Food
    from shelterkit.household import Household, Regimen
    from shelterkit.inventory.items import Item

UNDO = "Undo: shelterkit undo"
DRY_RUN = "Nothing was saved: this was a dry run."
_NEED_OF_EATER = {"people": "food", "infant": "infant-food", "dog": "dog-food", "cat": "cat-food"}
_DETAIL_INDENT = 10


def line_for(item: Item, assessment: Assessment | None) -> Line | None:
    """Return the line of the need an item serves."""
    if assessment is None:
        return None
    if item.kind == "water":
        return assessment.line("technical-water" if item.technical else "drinking-water")
    if item.kind == "food":
        return assessment.line(_NEED_OF_EATER[item.eaten_by])
    if item.kind == "med":
        from shelterkit.household import medicine_key  # noqa: PLC0415 - only after a change

        key = medicine_key(item.name)
        return next((one for one in assessment.lines if medicine_key(one.need.medicine or "") == key), None)
    return None


def now_words(line: Line | None, *, dry_run: bool = False, of: Item | None = None) -> str:
    """Return "Water is now 9 L of 100 L (0.9 days)." for the need a change touched, by the item `of` it."""
    if line is None:
        return ""
    name, target = need_name(line, alone=False), target_words(line)
    least = "at least " if line.unknown else ""
    days = f"{least}{days_words(line.days)}"
    if not line.stocked and line.unknown:
        one = next((item for item in line.unknown if of and item.id == of.id), line.unknown[0])
        return f"{name}: {one.name} counts as nothing until {_lacking(one)} is known; the plan asks for {target}."
    if not line.stocked:
        return f"{name}: none {'would be ' if dry_run else ''}left; the plan asks for {target}."
    if line.need.kind in IN_DAYS:
        return f"{name} {'would last' if dry_run else 'now lasts'} {days}; the plan asks for {target}."
    return f"{name} {'would be' if dry_run else 'is now'} {have_words(line)} of {target} ({days})."


def _lacking(item: Item) -> str:
    """Return what is not known of food that counts as nothing."""
    if item.eaten_by in ("dog", "cat"):
        return "how long it lasts"
    return "who eats it" if animal_said(item) else "its energy"


def _closing(line: Line | None, item: Item, *, dry_run: bool) -> tuple[Block, ...]:
    last = DRY_RUN if dry_run else UNDO
    now = now_words(line, dry_run=dry_run, of=item)
    if not now or dry_run:
        return (*((Paragraph(now, hang=2),) if now else ()), Verbatim(last))
    return (Paragraph(f"{now}   {last}", hang=2),)


def added_document(  # noqa: PLR0913 - what was added and what surrounds it
    item: Item,
    regimens: tuple[Regimen, ...],
    assessment: Assessment | None,
    *,
    on: date,
    dry_run: bool,
    food: Food | None = None,
    unlike: Food | None = None,
) -> Document:
    """Return the echo of a new item: amount, date and place as understood, and the new total.

    `food` is what its energy was taken from, `unlike` what it is without being counted like it.
    """
    parts = [item.name, amount_words(item)]
    parts += [f"for {who}" for who in _people(item, regimens)]
    parts += [dose_words(one, with_unit=_is_measured(one, item)) for one in regimens[:1]]
    parts += [item.where] if item.where else []
    parts += [f"kept {kept_words(item)}"] if item.kept else []
    verb = "Would add" if dry_run else "Added"
    line = line_for(item, assessment)
    lasting = _lasting(line, on) if regimens else ""
    keeping, *told = _of_food(item, food, unlike, dry_run=dry_run)
    energy, *told = told if food else (_energy(item), *told)
    dated = "" if keeping else _dated(item, on)
    details = [
        "; ".join(part for part in (lasting, dated, energy) if part),
        keeping,
        *told,
        each_words(item),
        _worthless(item),
    ]
    return document(
        Paragraph(f"{verb} {item.id}  {', '.join(parts)}", hang=_DETAIL_INDENT),
        tuple(Paragraph(" " * _DETAIL_INDENT + one, hang=_DETAIL_INDENT) for one in details if one),
        _closing(None if regimens else line, item, dry_run=dry_run),
    )


def _of_food(item: Item, food: Food | None, unlike: Food | None, *, dry_run: bool) -> tuple[str, ...]:
    """Return how long food usually keeps, its energy, who it is counted for; why it has none."""
    if food is None and unlike is None:
        return ("",)
    from shelterkit.report import foods  # noqa: PLC0415 - only where the catalogue was asked

    if food is None:
        return ("", foods.unit_words(item, unlike)) if unlike else ("",)
    keeping = foods.keeping_words(item, food, dry_run=dry_run)
    return (keeping, foods.counted_words(item, food), foods.eater_words(item, food))


def _is_measured(regimen: Regimen, item: Item) -> bool:
    """Tell whether a dose needs its unit: 10 ml, or another one than the item is counted in."""
    return regimen.unit is not None and (regimen.unit.dimension != "pieces" or regimen.unit != item.amount.unit)


def _people(item: Item, regimens: tuple[Regimen, ...]) -> list[str]:
    named = [one.person for one in regimens if one.person]
    return named or ([item.person] if item.person else [])


def _lasting(line: Line | None, on: date) -> str:
    until = line.until(on) if line else None
    return f"lasts {days_words(line.days)}, {last_day_words(until, on)}" if line and until else ""


def _dated(item: Item, on: date) -> str:
    if item.good_to is None:
        return "no date given: it counts without end" if item.kind != "other" and not _worthless(item) else ""
    day = item.good_to.day
    meant = {"month": "; only a month given: last day", "year": "; only a year given: last day"}
    when = "already expired: it counts as nothing" if day < on else distance(day, on)
    word = "use by" if item.use_by else "best before"
    return f"{word} {day} ({when}{meant.get(item.good_to.precision, '')})"


def _energy(item: Item) -> str:
    if item.lasts:
        days = item.lasts.whole_days
        per = f" per {show_amount(item.lasts.per)}" if item.lasts.per else ""
        eater = "person" if item.eaten_by == "people" else item.eaten_by
        return f"feeds one {eater} {days} {'day' if days == 1 else 'days'}{per}"
    if item.energy is None:
        return ""
    if item.energy.per:
        return show_energy(item.energy)
    rate = f", {energy_rate(item.energy, item.amount)}" if (item.amount.pieces or 0) > 1 else ""
    return f"{show_energy(item.energy)} in all{rate}"


def each_words(item: Item) -> str:
    """Return how to say that the energy given for all of several things is that of each."""
    amount, energy = item.amount, item.energy
    if energy is None or energy.per or item.lasts or (amount.pieces or 0) <= 1:
        return ""
    option = "kj" if energy.kj else "kcal"
    command = f"shelterkit edit {item.id} --{option} {energy.text}/{likely_holder(amount)}"
    return f"If each has {show_number(energy.number)}:   {command}"


def _worthless(item: Item) -> str:
    """Return how to say what food is worth, where it counts as nothing until then; whose it is, if not people's."""
    if animal := animal_said(item):
        command = f"shelterkit edit {item.id} --eaten-by {animal} --lasts Nd"
        return f"It sounds like food for a {animal} (N: the days it feeds one animal):   {command}"
    counted = item.amount.unit.dimension == "energy" or item.amount.unit.symbol == "day"
    if item.lasts or item.kind != "food" or counted or (item.energy and item.eaten_by in ("people", "infant")):
        return ""
    command = f"shelterkit edit {item.id} {worth_option(item)}"
    return f"It counts as nothing until {_lacking(item)} is known ({worth_label(item)}):   {command}"


def taken_words(item: Item, base: Decimal) -> str:
    """Return how much was taken: "2 bottles (3 L)", "300 g", "2 cans"."""
    amount = item.amount
    each = amount.size * amount.unit.factor
    if amount.count is not None and each and base % each == 0:
        number = base / each
        if amount.unit.dimension == "pieces":
            return f"{show_number(base)} {plural(amount.unit.symbol, base)}"
        word = item.piece_word
        return f"{show_number(number)} {plural(word, number)} ({show_total(base, amount.unit.dimension)})"
    if amount.unit.dimension == "pieces":
        return f"{show_number(base)} {plural(amount.unit.symbol, base)}"
    return show_total(base, amount.unit.dimension)


def left_words(item: Item) -> str:
    """Return what is left of an item: "4 bottles, 6 L", "9 cans", "none"."""
    amount = item.amount
    if amount.is_zero:
        return "none"
    if amount.unit.dimension == "pieces":
        return show_amount(amount) if amount.count is None else amount_words(item)
    if amount.count is None:
        return show_total(amount.base, amount.unit.dimension)
    word = item.piece_word
    return f"{show_number(amount.count)} {plural(word, amount.count)}, {show_total(amount.base, amount.unit.dimension)}"


def household_changed_document(before: str, after: str, said: tuple[str, ...], *, dry_run: bool) -> Document:
    """Return the echo of a change to the household."""
    saved = DRY_RUN if dry_run else UNDO
    changed = () if before == after else (f"{'Would be' if dry_run else 'Now'}: {after} (before: {before}).",)
    return document(*said, *changed, Verbatim(saved))


def created_document(path: str, household: Household, advice: str, *, asked: bool, dry_run: bool) -> Document:
    """Return what `init` says when the kit is there; who was asked has just said who it is for."""
    next_words = "household --adults 2" if household.is_empty else "add water 6x1.5L --best-before 2027-05"
    saved = DRY_RUN if dry_run else f"Kit saved in {path} (only you can read it)."
    return document(
        Paragraph(saved, hang=2),
        None if asked else Paragraph(f"For {household_words(household)}. Advice: {advice}.", hang=2),
        Verbatim(f"Next:  shelterkit {next_words}"),
    )


def said_document(*lines: str, undo: str = UNDO, dry_run: bool = False) -> Document:
    """Return plain sentences and how to take the change back."""
    closing = DRY_RUN if dry_run else undo
    return document(*(Paragraph(line, hang=2) for line in lines if line), Verbatim(closing) if closing else None)
