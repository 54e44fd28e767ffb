"""Check an advisory file: complete, and every number sourced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shelterkit.advisory.fields import (
    DATE,
    DAYS,
    MOST_DAYS,
    TABLES,
    TEXT,
    WORDS,
    citation_problems,
    closest,
    field_problems,
    fitting,
)
from shelterkit.advisory.figures import EVIDENCE, Advisory, build_advisory
from shelterkit.calendar_dates import parse_span
from shelterkit.errors import BadValue, Problem, WrongFieldsError
from shelterkit.quantities.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from shelterkit.advisory.fields import Kinds, Path, Table
    from shelterkit.quantities.amounts import Amount

NEEDS = ("drinking-water", "technical-water", "food", "medication", "infant-food", "dog-food", "cat-food")
EATERS = ("child", "infant", "dog", "cat")
BASES = ("person-day", "person-total")
NUMBERS = ("amount", "up_to", "amount_text", "per_days", "minimum_days", "recommended_days", "days_text", "rotate")

_ADVISORY: Kinds = dict.fromkeys(("id", "title", "publisher", "country", "falls_back_to"), TEXT)
_ADVISORY |= {"as_of": DATE, "figure": TABLES}
_FIGURE: Kinds = dict.fromkeys(("variant", "amount", "up_to", "amount_text", "days_text", "rotate", "note"), TEXT)
_FIGURE |= dict.fromkeys(("per_days", "minimum_days", "recommended_days"), DAYS)
_FIGURE |= {"need": NEEDS, "eater": EATERS, "basis": BASES, "covers": WORDS, "source": TABLES}
_SOURCE: Kinds = dict.fromkeys(("url", "quote", "says", "dated"), TEXT)
_SOURCE |= {"of": WORDS, "evidence": EVIDENCE, "url_is": ("site", "page")}
_WATER, _FOOD = ("volume", "litres or gallons"), ("energy", "kcal or kJ")
_UNITS = {"drinking-water": _WATER, "technical-water": _WATER, "food": _FOOD, "infant-food": _FOOD}


def decode_advisory(document: Table, *, name: str, today: date | None) -> Advisory:
    """Return the advisory a file describes; WrongFieldsError names every mistake with the path of its field.

    `name` is the file's name without ".toml"; without `today` a day in the future cannot be noticed.
    """
    problems = tuple(_advisory_problems(document, name, today))
    if problems:
        raise WrongFieldsError(problems)
    return build_advisory(document)


def check_fallbacks(advisories: Mapping[str, Advisory]) -> tuple[Problem, ...]:
    """Return a problem for every advisory whose fallbacks miss one or go round in a circle; its id starts the path."""
    problems = []
    for name, advisory in advisories.items():
        seen = [name]
        following = advisory.falls_back_to
        while following and following in advisories and following not in seen:
            seen.append(following)
            following = advisories[following].falls_back_to
        if following:
            circle = " -> ".join((*seen, following))
            missing = f'there is no advisory "{following}"{closest(following, advisories)}'
            message = f"the fallbacks go round in a circle: {circle}" if following in seen else missing
            problems.append(Problem((name, "falls_back_to"), message))
    return tuple(problems)


def _advisory_problems(document: Table, name: str, today: date | None) -> Iterator[Problem]:
    yield from field_problems(document, _ADVISORY, ("id", "title", "publisher", "country", "as_of", "figure"), ())
    known = fitting(document, _ADVISORY)
    if known.get("id", name) != name:
        yield Problem(("id",), f'id must be "{name}", as the file is called')
    if not re.fullmatch(r"[A-Z]{2,3}", known.get("country", "NO")):
        yield Problem(("country",), 'country must be two letters like "NO", or "EU" or "INT"')
    if known.get("falls_back_to") == name:
        yield Problem(("falls_back_to",), "an advisory cannot fall back to itself")
    if today is not None and known.get("as_of", today) > today:
        yield Problem(("as_of",), f"as_of is after today, {today}")
    figures = known.get("figure", ())
    for index, table in enumerate(figures):
        yield from _figure_problems(table, ("figure", index))
    yield from _order_problems([fitting(table, _FIGURE) for table in figures])


def _figure_problems(table: Table, path: Path) -> Iterator[Problem]:
    yield from field_problems(table, _FIGURE, ("need", "source"), path)
    known = fitting(table, _FIGURE)
    yield from _amount_problems(known, table, path)
    yield from _days_problems(known, table, path)
    sources = known.get("source", ())
    for index, source in enumerate(sources):
        yield from _source_problems(source, table, (*path, "source", index))
    if sources:
        yield from _sourcing_problems(table, [fitting(source, _SOURCE) for source in sources], path)


def _amount_problems(figure: Table, written: Table, path: Path) -> Iterator[Problem]:
    amounts: dict[str, Amount] = {}
    dimension, units = _UNITS.get(figure.get("need", ""), (None, ""))
    for key in [key for key in ("amount", "up_to") if key in figure]:
        try:
            amounts[key] = amount = parse_amount(figure[key])
        except BadValue as refusal:
            yield Problem((*path, key), str(refusal))
            continue
        if dimension not in (None, amount.unit.dimension):
            yield Problem((*path, key), f"{key} of {figure['need']} must be in {units}")
        elif amount.is_zero:
            yield Problem((*path, key), f"{key} must be more than 0; without a number leave it out")
    if "amount" in written and "basis" not in written:
        yield Problem((*path, "amount"), 'an amount needs basis = "person-day" or "person-total"')
    if "up_to" in written and "amount" not in written:
        yield Problem((*path, "up_to"), "up_to is the upper end of a range: it needs an amount")
    elif len(amounts) > 1 and amounts["up_to"].base < amounts["amount"].base:
        yield Problem((*path, "up_to"), "up_to must not be less than amount")


def _days_problems(figure: Table, written: Table, path: Path) -> Iterator[Problem]:
    is_total = figure.get("basis") == "person-total"
    if is_total and "per_days" not in written:
        yield Problem((*path, "basis"), "a total needs per_days: the days it is for")
    if "per_days" in figure and not is_total and figure.get("basis") == written.get("basis"):
        yield Problem((*path, "per_days"), 'per_days belongs to basis = "person-total" alone')
    if figure.get("minimum_days", 0) > figure.get("recommended_days", MOST_DAYS):
        yield Problem((*path, "minimum_days"), "minimum_days must not be more than recommended_days")
    try:
        parse_span(figure.get("rotate", "1d"))
    except BadValue as refusal:
        yield Problem((*path, "rotate"), str(refusal))


def _source_problems(table: Table, figure: Table, path: Path) -> Iterator[Problem]:
    yield from field_problems(table, _SOURCE, ("evidence", "url"), path)
    source = fitting(table, _SOURCE)
    yield from citation_problems(table, source, path)
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", source.get("dated", "2026")):
        yield Problem((*path, "dated"), "dated must be a year, a month or a day, like 2026-02-11")
    for word in source.get("of", ()):
        if word not in figure or word not in (*NUMBERS, "covers"):
            hint = closest(word, [key for key in (*NUMBERS, "covers") if key in figure])
            yield Problem((*path, "of"), f"of names {word}, which this figure does not state{hint}")
        elif source.get("evidence") == "none" and word in NUMBERS:
            yield Problem((*path, "of"), f'evidence "none" is for a text without a number, but of names {word}')


def _sourcing_problems(figure: Table, sources: Sequence[Table], path: Path) -> Iterator[Problem]:
    for number in NUMBERS:
        naming = [index for index, source in enumerate(sources) for word in source.get("of", ()) if word == number]
        if number in figure and not naming:
            yield Problem((*path, number), f"{number} has no source: name it in the of of one")
        elif len(naming) > 1:
            yield Problem((*path, "source", naming[1], "of"), f"{number} has two sources; name it in one of them")


def _order_problems(figures: Sequence[Table]) -> Iterator[Problem]:
    """Find plain figures that come late or twice: whoever reads the file must meet the one that counts first."""
    special: set[str] = set()
    plain: set[tuple[str, str | None]] = set()
    for index, figure in enumerate(figures):
        need, eater, is_variant = figure.get("need", ""), figure.get("eater"), "variant" in figure
        if need and not is_variant and (need, eater) in plain:
            yield Problem(("figure", index, "need"), f"a second figure for {need}; give it a variant")
        elif not is_variant and eater is None and need in special:
            message = f"the plain figure for {need} must stand before those with a variant or an eater"
            yield Problem(("figure", index, "need"), message)
        if is_variant or eater:
            special.add(need)
        if not is_variant:
            plain.add((need, eater))
