"""Check an advisory file: complete, and every number sourced."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from shelterkit.advisory.figures import EVIDENCE, Advisory, build_advisory
from shelterkit.calendar_dates import parse_span
from shelterkit.errors import BadValue, Problem, WrongFieldsError
from shelterkit.quantities.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shelterkit.quantities.amounts import Amount

    Path = tuple[str | int, ...]
    Table = Mapping[str, Any]
    Kinds = dict[str, str | tuple[str, ...]]

NEEDS = ("drinking-water", "technical-water", "food", "medication", "infant-food", "dog-food", "cat-food")
EATERS = ("child", "infant", "dog", "cat")
BASES = ("person-day", "person-total")
NUMBERS = ("amount", "up_to", "amount_text", "per_days", "minimum_days", "recommended_days", "days_text", "rotate")
_LONGEST_QUOTE, _MOST_DAYS, _CLOSE = 200, 3650, 0.6

_TEXT, _DAYS, _DATE, _WORDS, _TABLES = "text", "days", "date", "words", "tables"
_ADVISORY: Kinds = dict.fromkeys(("id", "title", "publisher", "country", "falls_back_to"), _TEXT)
_ADVISORY |= {"as_of": _DATE, "figure": _TABLES}
_FIGURE: Kinds = dict.fromkeys(("variant", "amount", "up_to", "amount_text", "days_text", "rotate", "note"), _TEXT)
_FIGURE |= dict.fromkeys(("per_days", "minimum_days", "recommended_days"), _DAYS)
_FIGURE |= {"need": NEEDS, "eater": EATERS, "basis": BASES, "covers": _WORDS, "source": _TABLES}
_SOURCE: Kinds = dict.fromkeys(("url", "quote", "says", "dated"), _TEXT)
_SOURCE |= {"of": _WORDS, "evidence": EVIDENCE, "url_is": ("site", "page")}
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


def closest(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean X?" for the known word most like another, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a refusal needs it, and status must start fast

    close = get_close_matches(word, known, 1, _CLOSE)
    return f"; did you mean {close[0]}?" if close else ""


def _advisory_problems(document: Table, name: str, today: date | None) -> Iterator[Problem]:
    yield from _field_problems(document, _ADVISORY, ("id", "title", "publisher", "country", "as_of", "figure"), ())
    known = _fitting(document, _ADVISORY)
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
    yield from _order_problems([_fitting(table, _FIGURE) for table in figures])


def _figure_problems(table: Table, path: Path) -> Iterator[Problem]:
    yield from _field_problems(table, _FIGURE, ("need", "source"), path)
    known = _fitting(table, _FIGURE)
    yield from _amount_problems(known, table, path)
    yield from _days_problems(known, table, path)
    sources = known.get("source", ())
    for index, source in enumerate(sources):
        yield from _source_problems(source, table, (*path, "source", index))
    if sources:
        yield from _sourcing_problems(table, [_fitting(source, _SOURCE) for source in sources], path)


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
    if figure.get("minimum_days", 0) > figure.get("recommended_days", _MOST_DAYS):
        yield Problem((*path, "minimum_days"), "minimum_days must not be more than recommended_days")
    try:
        parse_span(figure.get("rotate", "1d"))
    except BadValue as refusal:
        yield Problem((*path, "rotate"), str(refusal))


def _source_problems(table: Table, figure: Table, path: Path) -> Iterator[Problem]:
    yield from _field_problems(table, _SOURCE, ("evidence", "url"), path)
    source = _fitting(table, _SOURCE)
    url = source.get("url", "https://-")
    if not re.fullmatch(r"https://[^\s/?#]+\S*", url) or not url.isprintable():
        yield Problem((*path, "url"), "url must begin with https:// and have no spaces")
    if "quote" not in table and "says" not in table:
        yield Problem((*path, "quote"), "a source needs quote (its words) or says (ours)")
    elif "quote" in table and "says" in table:
        yield Problem((*path, "says"), "a source has either quote or says, not both")
    if len(source.get("quote", "")) > _LONGEST_QUOTE:
        yield Problem((*path, "quote"), f"a quote has at most {_LONGEST_QUOTE} characters")
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


def _field_problems(table: Table, kinds: Kinds, required: Iterable[str], path: Path) -> Iterator[Problem]:
    for key in required:
        if key not in table:
            yield Problem((*path, key), f"{key} is missing")
    for key, value in table.items():
        kind = kinds.get(key)
        if kind is None:
            yield Problem((*path, key), f"unknown field{closest(key, kinds)}")
        elif not _fits(value, kind):
            yield Problem((*path, key), _expected(key, value, kind))


def _fitting(table: Table, kinds: Kinds) -> dict[str, Any]:
    """Return the fields that are known and of the right kind: one mistake is reported once."""
    return {key: value for key, value in table.items() if key in kinds and _fits(value, kinds[key])}


def _fits(value: Any, kind: str | tuple[str, ...]) -> bool:
    if isinstance(kind, tuple):
        return value in kind
    if kind == _TEXT:
        return isinstance(value, str) and bool(value.strip())
    if kind == _DAYS:
        return type(value) is int and 1 <= value <= _MOST_DAYS
    if kind == _DATE:
        return isinstance(value, date) and not isinstance(value, datetime)
    each = str if kind == _WORDS else dict
    return isinstance(value, list) and all(isinstance(one, each) for one in value) and (bool(value) or each is str)


def _expected(key: str, value: Any, kind: str | tuple[str, ...]) -> str:
    if isinstance(kind, tuple) and isinstance(value, str):
        choices = f"{', '.join(kind[:-1])} or {kind[-1]}"
        return f'unknown {key} "{value}"{closest(value, kind) or f"; it must be {choices}"}'
    return {
        _DAYS: f"{key} must be a whole number from 1 to {_MOST_DAYS}",
        _DATE: f"{key} must be a date like 2026-11-23",
        _WORDS: f'{key} must be a list of words, like ["amount"]',
        _TABLES: f"{key} must be written as tables",
    }.get(str(kind), f"{key} must be text in quotes")
