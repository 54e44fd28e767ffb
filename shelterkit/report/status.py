"""What `status` says: how long the kit lasts, need by need."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from shelterkit.inventory.items import first_to_expire
from shelterkit.quantities.amounts import show_amount
from shelterkit.report.document import (
    ALARM,
    PLAIN,
    WARNING,
    Document,
    Gap,
    Heading,
    Paragraph,
    Row,
    Table,
    Verbatim,
    document,
)
from shelterkit.report.wording import (
    IN_DAYS,
    amount_in,
    count_words,
    days_words,
    good_to_words,
    have_words,
    household_words,
    need_name,
    origins_words,
    plan_tip,
    plan_words,
    short_words,
    target_words,
    whole_days,
    worth_label,
    worth_option,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.household import Household
    from shelterkit.inventory.items import Inventory, Item
    from shelterkit.report.document import Block

TITLE = "How long the kit lasts"
_SOON_DAYS = 90
_NAMED_ITEMS = 4


def status_document(assessment: Assessment, household: Household, inventory: Inventory) -> Document:
    """Return the status screen: the answer first, then a line per need, then what to do next."""
    if household.is_empty:
        return nobody_document()
    return document(
        _header(assessment, household),
        Paragraph(_ready(assessment), leads=True),
        Gap(),
        _needs(assessment),
        _remarks(assessment, inventory, is_screen=True),
        Gap(),
        *_next(assessment, inventory),
    )


def status_page(assessment: Assessment, household: Household, inventory: Inventory) -> Document:
    """Return the same for a page: nothing of it is a command to type."""
    if household.is_empty:
        return nobody_document()
    urgent = _urgent(assessment, inventory)
    return document(
        Heading(TITLE, 1),
        _header(assessment, household),
        _ready(assessment),
        Gap(),
        _needs(assessment),
        _remarks(assessment, inventory, is_screen=False),
        (Gap(), *urgent) if urgent else None,
        title=TITLE,
        footer=f"{TITLE} - printed {assessment.on}",
    )


def nobody_document() -> Document:
    """Return what is said of a household that nobody is in."""
    return document(
        "Nobody is in this household yet, so nothing can be said about how long the kit lasts.",
        Verbatim("Try:  shelterkit household --adults 2"),
    )


def _header(assessment: Assessment, household: Household) -> str:
    hot = " Hot weather: water doubled." if assessment.plan.hot else ""
    return f"Kit for {household_words(household)}. Plan: {plan_words(assessment)}. Advice: {assessment.advisory}.{hot}"


def _ready(assessment: Assessment) -> str:
    weakest = assessment.weakest
    if weakest is None:
        return "Nothing here has a daily need yet."
    alone = _one_medicine(assessment)
    name = need_name(weakest, alone=alone)
    name = name if weakest.need.kind == "medication" and not alone else name.lower()
    planned = assessment.plan_days
    # What is not known of another need cannot make this one last longer.
    least = "at least " if weakest.unknown else ""
    if planned and weakest.covered >= weakest.per_day * planned:
        return f"Ready for {least}{days_words(weakest.days)}, {planned} planned: {name} runs out first."
    if weakest.unknown and not weakest.covered:  # "At least 0 days" would say nothing.
        return f"Ready for 0 of {whole_days(planned)} as far as is known: {name} runs out first."
    if weakest.state == "ok" and weakest.target.days:  # Advice may ask for fewer days of food than of water.
        ready = f"Ready for {least}{days_words(weakest.days)}: {name} runs out first"
        return f"{ready}, and {whole_days(weakest.target.days)} of it are planned."
    days = days_words(weakest.days).removesuffix(" days").removesuffix(" day")
    return f"Ready for {least}{days} of {whole_days(planned)}: {name} runs out first."


def _one_medicine(assessment: Assessment) -> bool:
    return sum(1 for line in assessment.lines if line.need.kind == "medication") == 1


def _needs(assessment: Assessment) -> Table:
    alone = _one_medicine(assessment)
    headers = ("Need", "Have", "Target", "Lasts", "State", "")
    return Table(headers, tuple(_need_row(line, alone=alone) for line in assessment.lines), toned=4, marked=True)


def _need_row(line: Line, *, alone: bool) -> Row:
    name, have, target = need_name(line, alone=alone), have_words(line), target_words(line)
    lasts = days_words(line.days)
    # The plus is spelled out below the table, where there is room for which items are not counted.
    lasts = lasts.replace(" ", "+ ", 1) if line.unknown else lasts
    state = line.state
    short = short_words(line) if state in ("low", "minimum") else ""
    in_days = line.need.kind in IN_DAYS
    amounts = f"lasts {lasts}, {target} planned" if in_days else f"{have} of {target}, lasts {lasts}"
    stacked = (f"{name}: {state.upper()}", amounts, *((short,) if short else ()))
    spoken = ", ".join(part for part in (_lasting(line, name), "" if in_days else f"{have} of {target}", short) if part)
    cells = (name, have, target, lasts, state.upper(), short)
    return Row(cells, stacked, *_alarm(line), share=_share(line), spoken=f"{spoken}.")


def _lasting(line: Line, name: str) -> str:
    """Return how long a need lasts, as said aloud: "Water lasts 0.9 days of 10: LOW"."""
    least = "at least " if line.unknown else ""
    planned = line.target.days
    of = "" if not planned else f", {planned} planned" if line.state == "ok" else f" of {planned}"
    return f"{name} lasts {least}{days_words(line.days)}{of}: {line.state.upper()}"


def _share(line: Line) -> Decimal | None:
    """Return the covered days of those planned, 1 where the target is reached; None where nothing is planned."""
    planned = line.per_day * (line.target.days or 0)
    return min(line.covered, planned) / planned if planned else None


def _alarm(line: Line) -> tuple[str, str]:
    if line.state == "ok":
        return "", PLAIN
    vital = line.state == "none" and line.need.kind in ("drinking-water", "infant-food", "food", "medication")
    return ("!!" if vital else "!"), (ALARM if line.state == "none" else WARNING)


def _remarks(assessment: Assessment, inventory: Inventory, *, is_screen: bool) -> tuple[Block, ...]:
    """Return the footnotes, after an empty line when there are any."""
    notes = [
        *_unknown(assessment),
        *_wasted(assessment, inventory),
        *_as_needed(assessment),
        *_technical(assessment),
        *([plan_tip(assessment)] if is_screen and plan_tip(assessment) else []),
        *(sources := _sources(assessment)),
    ]
    shown = [Paragraph(note, hang=2) for note in notes]
    more = (Verbatim("Every source:  shelterkit household"),) if is_screen and sources else ()
    return (Gap(), *shown, *more) if notes else ()


def _names(items: tuple[Item, ...]) -> str:
    named = ", ".join(f"{item.id} {item.name}" for item in items[:_NAMED_ITEMS])
    more = len(items) - _NAMED_ITEMS
    return f"{named} and {more} more" if more > 0 else named


def _unknown(assessment: Assessment) -> list[str]:
    found = []
    for line in assessment.lines:
        if line.unknown:
            lacking = "how long it lasts" if line.need.unit == "day" else "energy"
            items = count_words(len(line.unknown), "item")
            option = worth_option(line.unknown[0])
            counted = "it counts" if len(line.unknown) == 1 else "they count"
            name, days = need_name(line, alone=False), days_words(line.days)
            found.append(
                f"{name} lasts at least {days} ({items} without {lacking}): {counted} as nothing. "
                f"{_names(line.unknown)}. {worth_label(line.unknown[0])}.   "
                f"Set it:  shelterkit edit {line.unknown[0].id} {option}"
            )
    return found


def _wasted(assessment: Assessment, inventory: Inventory) -> list[str]:
    found = []
    for line in assessment.lines:
        if line.wasted and line.need.unit != "day":
            items = tuple(item for item in inventory.items if item.id in line.wasted)
            amount = amount_in(line.need.unit, line.wasted_total)
            name = need_name(line, alone=False)
            found.append(f"{amount} of {name} will go off before its turn comes: {_names(items)}.")
    return found


def _as_needed(assessment: Assessment) -> list[str]:
    return [f"Taken as needed, and none left: {name}." for name, there in assessment.as_needed if not there]


def _technical(assessment: Assessment) -> list[str]:
    line = assessment.line("technical-water")
    if line is None or line.state not in ("none", "low"):
        return []
    uses = [f"for {' and '.join(one.covers)} ({one.advisory})" for one in line.need.origins if one.covers]
    return [f"Technical water{''.join(f', {one},' for one in uses)} is not counted as drinking water."]


def _sources(assessment: Assessment) -> list[str]:
    """Return whose figures stand in, for each need whose figures are not all the chosen advisory's own."""
    alone = _one_medicine(assessment)
    found: dict[str, list[str]] = {}
    for line in assessment.lines:
        borrowed = [one for one in line.origins if one.advisory != assessment.advisory]
        if borrowed:
            says = origins_words(line.origins)
            found.setdefault(says, []).append(need_name(line, alone=alone))
    notes = [f"{', '.join(names)} - {says}." for says, names in found.items()]
    own = any(one.advisory == assessment.advisory for line in assessment.lines for one in line.origins)
    return (
        notes if own or not notes else [f"{assessment.advisory} gives no numbers; they are taken from others:", *notes]
    )


def _urgent(assessment: Assessment, inventory: Inventory) -> list[Block]:
    """Return what has expired, and what expires next."""
    lines: list[Block] = []
    if assessment.expired:
        items = count_words(len(assessment.expired), "item")
        lines.append(Paragraph(f"Expired and not counted: {items}: {_names(assessment.expired)}.", WARNING, hang=2))
    soon = assessment.on + timedelta(_SOON_DAYS)
    going_off = [one for one in inventory.items if (last := one.last_usable) and assessment.on <= last <= soon]
    item = min((one for one in going_off if not one.amount.is_zero), key=first_to_expire, default=None)
    if item:
        lines.append(
            Paragraph(
                f"Use up next: {item.id} {item.name}, {show_amount(item.amount)}, {good_to_words(item, assessment.on)}",
                hang=2,
            )
        )
    return lines


def _next(assessment: Assessment, inventory: Inventory) -> list[Block]:
    """Return what is urgent, then what to type next."""
    lines = _urgent(assessment, inventory)
    short = any(line.missing for line in assessment.lines)
    shop, expires = ("shelterkit shop", "what to buy"), ("shelterkit expires", "what to use up")
    if not inventory.items:
        add = "shelterkit add water 6x1.5L --best-before 2027-05"
        return [*lines, _offers((add, "what you have"), shop) if short else Verbatim(f"Next:  {add}")]
    if short:
        return [*lines, _offers(shop, expires) if lines else Verbatim("Next:  shelterkit shop  what to buy")]
    return [*lines, Verbatim(f"Next:  shelterkit {'expires  what to use up' if lines else 'list  what is there'}")]


def _offers(*offers: tuple[str, str]) -> Table:
    """Return commands and what they are for, below each other."""
    rows: list[Row] = []
    for command, about in offers:
        label, narrow = ("", "  ") if rows else ("Next:", "Next:  ")
        spoken = f"{'Or' if rows else 'Next'}, {about}: {command}"
        rows.append(Row((label, command, about), (f"{narrow}{command}  {about}",), spoken=spoken))
    # A command is not wrapped in a column: it could not be pasted.
    return Table((), tuple(rows), wraps=2)
