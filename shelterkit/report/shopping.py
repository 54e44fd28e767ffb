"""What `shop` says: what to buy, what to replace, what is used up; on a screen, and on a page to take along."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.quantities.amounts import show_amount
from shelterkit.quantities.numbers import show_number
from shelterkit.quantities.units import plural
from shelterkit.report.document import (
    Document,
    Footnote,
    Gap,
    Heading,
    Paragraph,
    Row,
    Table,
    Tick,
    Verbatim,
    document,
)
from shelterkit.report.status import nobody_document
from shelterkit.report.wording import (
    NEED_NAMES,
    amount_in,
    count_words,
    household_words,
    need_name,
    origins_words,
    plan_tip,
    plan_words,
    seen_words,
    whole_days,
)
from shelterkit.shopping import serves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from shelterkit.assessment.assess import Line
    from shelterkit.calendar_dates import Span
    from shelterkit.household import Household
    from shelterkit.inventory.items import Item
    from shelterkit.report.document import Block
    from shelterkit.shopping import Pack, ShoppingList, UsedUp

TITLE = "Shopping list"
_HEADING = "heading"
_EATEN_IN_DAYS = ("infant-food", "dog-food", "cat-food")
_SPAN_WORDS = {"d": "day", "w": "week", "m": "month", "y": "year"}


class Entry(NamedTuple):
    """One line to tick: what, how much of it, and what helps in the shop."""

    what: str
    much: str
    hint: str = ""


class Section(NamedTuple):
    """Lines to tick under a heading."""

    title: str
    entries: tuple[Entry, ...]


def shopping_document(found: ShoppingList, household: Household, *, again: str) -> Document:
    """Return the list for a screen; `again` is the command that writes the same list into a file."""
    if household.is_empty:
        return nobody_document()
    sections = _sections(found)
    return document(
        *(Paragraph(one, hang=2) for one in _opening(found, household)),
        *((Gap(), _table(sections)) if sections else ()),
        *(Paragraph(one, hang=2) for one in _remarks(found, see="   See:  shelterkit status")),
        Paragraph(tip, hang=2) if (tip := plan_tip(found.assessment)) else None,
        Verbatim(f"Take it along:  {again}") if sections else None,
    )


def shopping_page(found: ShoppingList, household: Household) -> Document:
    """Return the list for a page: boxes to tick, and in small print whose figures they are."""
    if household.is_empty:
        return nobody_document()
    blocks: list[Block] = []
    for section in _sections(found):
        ticks = (Tick(f"{one.what}: {one.much}", details=(one.hint,) * bool(one.hint)) for one in section.entries)
        blocks += [Gap(), Heading(section.title), *ticks]
    remarks, figures = tuple(map(Paragraph, _remarks(found))), tuple(_figures(found))
    return document(
        Heading(TITLE, 1),
        *map(Paragraph, _opening(found, household)),
        blocks,
        (Gap(), *remarks) if remarks else None,
        (Gap(), *figures) if figures else None,
        title=TITLE,
        footer=f"{TITLE} - printed {found.assessment.on}",
    )


def _table(sections: Iterable[Section]) -> Table:
    """Return all sections as one table, so that their columns stand below each other."""
    rows: list[Row] = []
    for section in sections:
        rows.append(Row((section.title,), (section.title,), tone=_HEADING))
        for what, much, hint in section.entries:
            narrow = f"[ ] {what}: {much}{', ' if hint else ''}{hint}"
            rows.append(Row((f"  [ ] {what}", much, hint), (narrow,)))
    return Table((), tuple(rows), wraps=2, toned=0)


def _opening(found: ShoppingList, household: Household) -> Iterator[str]:
    """Yield what the list is for, or that nothing is missing."""
    assessment = found.assessment
    if found.buy:
        planned = plan_words(assessment)
        comma = "," if planned != whole_days(assessment.plan_days) else ""
        yield f"To reach {planned}{comma} for {household_words(household)} (advice: {assessment.advisory})"
        if others := _other_days(found):
            yield f"{others[:1].upper()}{others[1:]}, as the advice asks."
        if assessment.plan.hot:
            yield "Hot weather: water doubled."
    elif not any(line.target.days for line in assessment.lines):
        yield f"{assessment.advisory} does not say for how many days to plan.   Set it:  shelterkit household --days 10"
    elif found.replace or found.restock:
        yield "Every need reaches its target."
    else:
        yield f"Nothing to buy: every need reaches its target, and nothing goes off within {span_words(found.within)}."
        yield f"Plan: {plan_words(assessment)}. Advice: {assessment.advisory}."


def _other_days(found: ShoppingList) -> str:
    """Return "medication for 30 days" where medicine is bought for other days than the rest."""
    planned = found.assessment.plan_days
    names: dict[int, dict[str, None]] = {}
    for one in found.buy:
        days = one.line.target.days or 0
        if one.line.need.kind == "medication" and days != planned:
            names.setdefault(days, {})[NEED_NAMES[one.line.need.kind].lower()] = None
    return ", ".join(f"{' and '.join(needs)} for {whole_days(days)}" for days, needs in names.items())


def _sections(found: ShoppingList) -> tuple[Section, ...]:
    on = found.assessment.on
    bought = (Entry(need_name(one.line, alone=False), missing_words(one.line), _example(one.pack)) for one in found.buy)
    replaced = (Entry(f"{one.id} {one.name}", show_amount(one.amount), _dated(one, on)) for one in found.replace)
    sections = (
        Section("Buy", tuple(bought)),
        Section("Replace", tuple(replaced)),
        Section("Buy again", tuple(map(_used_up, found.restock))),
    )
    return tuple(one for one in sections if one.entries)


def missing_words(line: Line) -> str:
    """Return what is missing, rounded up: litres, kcal and pieces as such, the food of infants and pets in days."""
    if line.need.kind not in _EATEN_IN_DAYS:
        return amount_in(line.need.unit, line.short)
    whole = line.missing // line.per_day
    return whole_days(int(whole if whole * line.per_day == line.missing else whole + 1))


def _example(pack: Pack | None) -> str:
    return f"for example {pack_words(pack)}" if pack else ""


def pack_words(pack: Pack) -> str:
    """Return "11 packs of 6 x 1.5 L", "14 cans of Beans", "17 kg Rice"; food by its name, for it is one of several."""
    amount, number = pack.amount, show_number(Decimal(pack.number))
    name = f" {pack.item.name}" if pack.item.kind == "food" else ""
    if amount.count is None and amount.unit.dimension == "pieces":
        return f"{number} {plural(amount.unit.symbol, pack.number)} of{name}"
    if amount.count is None:
        return f"{number} {amount.unit.symbol}{name}"
    if amount.count == 1:
        return f"{number} x {show_amount(amount._replace(count=None))}{name}"
    return f"{number} {plural('pack', pack.number)} of {show_amount(amount)}{name}"


def _dated(item: Item, on: date) -> str:
    word = "expired" if item.is_expired(on) else "use by" if item.use_by else "best before"
    return f"{word} {item.last_usable}"


def _used_up(gone: UsedUp) -> Entry:
    name = f"{gone.item_id} {gone.name}" if gone.item_id else gone.name
    return Entry(name, "none left", "taken as needed" if gone.as_needed else "")


def _remarks(found: ShoppingList, *, see: str = "") -> Iterator[str]:
    """Yield what would make somebody buy too much or too little."""
    if any(_is_made_up_for(item, one.line, found.assessment.on) for item in found.replace for one in found.buy):
        yield "What has expired or goes off unused is not counted: the amounts to buy make up for it already."
    unknown = [one.line for one in found.buy if one.line.unknown]
    number = sum(len(line.unknown) for line in unknown)
    if number:
        one, more = "has no energy", "have no energy"
        if all(line.need.unit == "day" for line in unknown):
            one, more = "does not say how long it lasts", "do not say how long they last"
        verbs = f"{one} and counts" if number == 1 else f"{more} and count"
        yield f"{count_words(number, 'food')} {verbs} as nothing.{see}"


def _is_made_up_for(item: Item, line: Line, on: date) -> bool:
    return item.id in line.wasted or (item.is_expired(on) and serves(item, line.need))


def _figures(found: ShoppingList) -> Iterator[Footnote]:
    """Yield whose figures the amounts are, each once."""
    names: dict[tuple[str, str | None], dict[str, None]] = {}
    for one in found.buy:
        for origin in one.line.origins:
            words = f"{origins_words((origin,))}{seen_words(origin)}"
            names.setdefault((words, origin.url), {})[NEED_NAMES[one.line.need.kind]] = None
    for (words, url), needs in names.items():
        yield Footnote(f"{', '.join(needs)} - {words}", address=url)


def span_words(span: Span) -> str:
    """Return a span as words: "30 days", "1 month"."""
    return count_words(int(span.text[:-1]), _SPAN_WORDS[span.text[-1]])
