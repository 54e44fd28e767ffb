"""What an advisory file must state, and how every mistake in one is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from hypothesis import given, strategies

from shelterkit.advisory.checking import check_fallbacks, decode_advisory
from shelterkit.advisory.figures import Advisory, Figure, Source, build_advisory
from shelterkit.errors import BadValue, Problem, WrongFieldsError
from shelterkit.quantities.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 11, 23)
GOOD = """\
id = "home"
title = "Advice to households"
publisher = "The town"
country = "NO"
as_of = 2026-11-20
falls_back_to = "us-cdc"

[[figure]]
need = "drinking-water"
amount = "20 L"
up_to = "30 L"
basis = "person-total"
per_days = 7
covers = ["drinking", "cooking"]
minimum_days = 7
recommended_days = 14
rotate = "6 months"
note = "More in hot weather."
[[figure.source]]
of = ["amount", "up_to", "covers"]
evidence = "publisher"
url = "https://town.example/water"
quote = "20 to 30 litres of water per person"
dated = "2025-11"
[[figure.source]]
of = ["per_days", "minimum_days", "recommended_days", "rotate"]
evidence = "secondary"
url = "https://press.example/"
url_is = "site"
says = "a week, better two; fresh water twice a year"

[[figure]]
need = "food"
days_text = "several days"
[[figure.source]]
of = ["days_text"]
evidence = "derived"
url = "https://town.example/food"
quote = "food for several days"

[[figure]]
need = "drinking-water"
eater = "infant"
variant = "formula, in addition"
amount = "1 L"
basis = "person-day"
[[figure.source]]
of = ["amount"]
evidence = "publisher"
url = "https://town.example/infants"
says = "1 L a day"

[[figure]]
need = "medication"
[[figure.source]]
of = []
evidence = "none"
url = "https://town.example/medicines"
says = "the medicines you need; no days"
"""


def test_a_complete_file_becomes_an_advisory() -> None:
    document = tomli.loads(GOOD)

    advisory = decode_advisory(document, name="home", today=TODAY)

    assert advisory == Advisory(
        id="home",
        title="Advice to households",
        publisher="The town",
        country="NO",
        as_of=date(2026, 11, 20),
        falls_back_to="us-cdc",
        figures=(
            Figure(
                need="drinking-water",
                amount=parse_amount("20 L"),
                up_to=parse_amount("30 L"),
                basis="person-total",
                per_days=7,
                covers=("drinking", "cooking"),
                minimum_days=7,
                recommended_days=14,
                rotate="6 months",
                note="More in hot weather.",
                sources=(
                    Source(
                        of=("amount", "up_to", "covers"),
                        evidence="publisher",
                        url="https://town.example/water",
                        quote="20 to 30 litres of water per person",
                        dated="2025-11",
                    ),
                    Source(
                        of=("per_days", "minimum_days", "recommended_days", "rotate"),
                        evidence="secondary",
                        url="https://press.example/",
                        url_is="site",
                        says="a week, better two; fresh water twice a year",
                    ),
                ),
            ),
            Figure(
                need="food",
                days_text="several days",
                sources=(
                    Source(
                        of=("days_text",),
                        evidence="derived",
                        url="https://town.example/food",
                        quote="food for several days",
                    ),
                ),
            ),
            Figure(
                need="drinking-water",
                eater="infant",
                variant="formula, in addition",
                amount=parse_amount("1 L"),
                basis="person-day",
                sources=(
                    Source(
                        of=("amount",),
                        evidence="publisher",
                        url="https://town.example/infants",
                        says="1 L a day",
                    ),
                ),
            ),
            Figure(
                need="medication",
                sources=(
                    Source(
                        of=(),
                        evidence="none",
                        url="https://town.example/medicines",
                        says="the medicines you need; no days",
                    ),
                ),
            ),
        ),
    )


def test_building_without_checks_gives_the_same_advisory() -> None:
    document = tomli.loads(GOOD)

    built = build_advisory(document)

    assert built == decode_advisory(document, name="home", today=TODAY)
    assert document == tomli.loads(GOOD)


FIRST, SECOND = ("figure", 0, "source", 0), ("figure", 0, "source", 1)
LONG = "x" * 201
MISTAKES = {
    "unknown field": ('country = "NO"', 'country = "NO"\nlanguage = "nb"', ("language",), "unknown field"),
    "misspelt field": ('note = "', 'notes = "', ("figure", 0, "notes"), "unknown field; did you mean note?"),
    "misspelt in a source": ("dated =", "date =", (*FIRST, "date"), "unknown field; did you mean dated?"),
    "no title": ('title = "Advice to households"\n', "", ("title",), "title is missing"),
    "no day of comparison": ("as_of = 2026-11-20\n", "", ("as_of",), "as_of is missing"),
    "blank publisher": ('"The town"', '" "', ("publisher",), "publisher must be text in quotes"),
    "number for text": ('"NO"', "47", ("country",), "country must be text in quotes"),
    "compared tomorrow": ("2026-11-20", "2026-11-24", ("as_of",), "as_of is after today, 2026-11-23"),
    "compared at a moment": (
        "2026-11-20",
        "2026-11-20T10:00:00",
        ("as_of",),
        "as_of must be a date like 2026-11-23",
    ),
    "compared on a text": ("2026-11-20", '"yesterday"', ("as_of",), "as_of must be a date like 2026-11-23"),
    "another id": ('id = "home"', 'id = "house"', ("id",), 'id must be "home", as the file is called'),
    "own fallback": ('"us-cdc"', '"home"', ("falls_back_to",), "an advisory cannot fall back to itself"),
    "no need": ('need = "food"\n', "", ("figure", 1, "need"), "need is missing"),
    "misspelt need": (
        '"food"',
        '"foot"',
        ("figure", 1, "need"),
        'unknown need "foot"; did you mean food?',
    ),
    "strange eater": (
        '"infant"',
        '"horse"',
        ("figure", 2, "eater"),
        'unknown eater "horse"; it must be child, infant, dog or cat',
    ),
    "strange basis": (
        '"person-day"',
        '"household"',
        ("figure", 2, "basis"),
        'unknown basis "household"; it must be person-day or person-total',
    ),
    "need is a number": ('need = "food"', "need = 1", ("figure", 1, "need"), "need must be text in quotes"),
    "no basis": (
        'basis = "person-day"\n',
        "",
        ("figure", 2, "amount"),
        'an amount needs basis = "person-day" or "person-total"',
    ),
    "water by weight": (
        '"1 L"',
        '"1 kg"',
        ("figure", 2, "amount"),
        "amount of drinking-water must be in litres or gallons",
    ),
    "nothing": ('"1 L"', '"0 L"', ("figure", 2, "amount"), "amount must be more than 0; without a number leave it out"),
    "range upside down": ('"30 L"', '"19 L"', ("figure", 0, "up_to"), "up_to must not be less than amount"),
    "total of no days": (
        '\nbasis = "person-total"\nper_days = 7',
        '\nbasis = "person-day"\nper_days = 7',
        ("figure", 0, "per_days"),
        'per_days belongs to basis = "person-total" alone',
    ),
    "days in quotes": (
        "minimum_days = 7",
        'minimum_days = "7"',
        ("figure", 0, "minimum_days"),
        "minimum_days must be a whole number from 1 to 3650",
    ),
    "days are true": (
        "minimum_days = 7",
        "minimum_days = true",
        ("figure", 0, "minimum_days"),
        "minimum_days must be a whole number from 1 to 3650",
    ),
    "no days at all": (
        "per_days = 7",
        "per_days = 0",
        ("figure", 0, "per_days"),
        "per_days must be a whole number from 1 to 3650",
    ),
    "minimum above recommended": (
        "minimum_days = 7",
        "minimum_days = 15",
        ("figure", 0, "minimum_days"),
        "minimum_days must not be more than recommended_days",
    ),
    "covers is text": (
        'covers = ["drinking", "cooking"]',
        'covers = "drinking"',
        ("figure", 0, "covers"),
        'covers must be a list of words, like ["amount"]',
    ),
    "number without a source": (
        'of = ["amount"]',
        "of = []",
        ("figure", 2, "amount"),
        "amount has no source: name it in the of of one",
    ),
    "text of days without a source": (
        'of = ["days_text"]',
        "of = []",
        ("figure", 1, "days_text"),
        "days_text has no source: name it in the of of one",
    ),
    "number with two sources": (
        '["per_days",',
        '["amount", "per_days",',
        (*SECOND, "of"),
        "amount has two sources; name it in one of them",
    ),
    "of names what is not there": (
        '["days_text"]',
        '["days_text", "minimum_days"]',
        ("figure", 1, "source", 0, "of"),
        "of names minimum_days, which this figure does not state",
    ),
    "of misspells": (
        '["days_text"]',
        '["days_text", "day_text"]',
        ("figure", 1, "source", 0, "of"),
        "of names day_text, which this figure does not state; did you mean days_text?",
    ),
    "of names what needs no source": (
        '["days_text"]',
        '["days_text", "need"]',
        ("figure", 1, "source", 0, "of"),
        "of names need, which this figure does not state",
    ),
    "no evidence": ('evidence = "derived"\n', "", ("figure", 1, "source", 0, "evidence"), "evidence is missing"),
    "strange evidence": (
        '"derived"',
        '"rumour"',
        ("figure", 1, "source", 0, "evidence"),
        'unknown evidence "rumour"; it must be publisher, secondary, derived or none',
    ),
    "no number and yet one": (
        '"derived"',
        '"none"',
        ("figure", 1, "source", 0, "of"),
        'evidence "none" is for a text without a number, but of names days_text',
    ),
    "no address": ('url = "https://press.example/"\n', "", (*SECOND, "url"), "url is missing"),
    "open address": (
        "https://press.example/",
        "http://press.example/",
        (*SECOND, "url"),
        "url must begin with https:// and have no spaces",
    ),
    "address with a space": (
        "https://press.example/",
        "https://press.example/a b",
        (*SECOND, "url"),
        "url must begin with https:// and have no spaces",
    ),
    "address of nothing": (
        "https://press.example/",
        "https://",
        (*SECOND, "url"),
        "url must begin with https:// and have no spaces",
    ),
    "address of what": (
        'url_is = "site"',
        'url_is = "book"',
        (*SECOND, "url_is"),
        'unknown url_is "book"; it must be site or page',
    ),
    "no words": (
        'quote = "food for several days"\n',
        "",
        ("figure", 1, "source", 0, "quote"),
        "a source needs quote (its words) or says (ours)",
    ),
    "two kinds of words": (
        'quote = "food for several days"',
        'quote = "food"\nsays = "food"',
        ("figure", 1, "source", 0, "says"),
        "a source has either quote or says, not both",
    ),
    "long quote": (
        "food for several days",
        LONG,
        ("figure", 1, "source", 0, "quote"),
        "a quote has at most 200 characters",
    ),
    "second plain figure": (
        'need = "medication"',
        'need = "food"',
        ("figure", 3, "need"),
        "a second figure for food; give it a variant",
    ),
}


@pytest.mark.parametrize(("old", "new", "path", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_field(old: str, new: str, path: tuple[str | int, ...], message: str) -> None:
    assert old in GOOD

    problems = problems_of(tomli.loads(GOOD.replace(old, new, 1)))

    assert problems == (Problem(path, message),)


@pytest.mark.parametrize("special", ['variant = "in 2020"', 'eater = "child"'])
def test_the_plain_figure_of_a_need_stands_first(special: str) -> None:
    text = GOOD.replace('need = "medication"', 'need = "food"').replace('need = "food"', f'need = "food"\n{special}', 1)

    problems = problems_of(tomli.loads(text))

    message = "the plain figure for food must stand before those with a variant or an eater"
    assert problems == (Problem(("figure", 3, "need"), message),)


def test_a_total_without_its_days_and_their_source_are_two_mistakes() -> None:
    text = GOOD.replace("per_days = 7\n", "")

    problems = problems_of(tomli.loads(text))

    assert problems == (
        Problem(("figure", 0, "basis"), "a total needs per_days: the days it is for"),
        Problem((*SECOND, "of"), "of names per_days, which this figure does not state"),
    )


def test_an_upper_end_without_an_amount_is_a_mistake() -> None:
    text = GOOD.replace('amount = "20 L"\n', "").replace('["amount", "up_to", "covers"]', '["up_to", "covers"]')

    problems = problems_of(tomli.loads(text))

    assert problems == (Problem(("figure", 0, "up_to"), "up_to is the upper end of a range: it needs an amount"),)


@pytest.mark.parametrize("field", ["amount", "up_to"])
def test_an_amount_nobody_can_read_is_refused_in_the_words_of_amounts(field: str) -> None:
    document = tomli.loads(GOOD)
    document["figure"][0][field] = "1,500 L"
    with pytest.raises(BadValue) as refusal:
        parse_amount("1,500 L")

    problems = problems_of(document)

    assert problems == (Problem(("figure", 0, field), str(refusal.value)),)


def test_a_rotation_nobody_can_read_is_a_mistake() -> None:
    text = GOOD.replace('"6 months"', '"now and then"')

    problems = problems_of(tomli.loads(text))

    assert [problem.path for problem in problems] == [("figure", 0, "rotate")]


@pytest.mark.parametrize("figures", [[], ["food"], "food", {"need": "food"}])
def test_an_advisory_without_figures_is_a_mistake(figures: object) -> None:
    document = {**tomli.loads(GOOD), "figure": figures}

    problems = problems_of(document)

    assert problems == (Problem(("figure",), "figure must be written as tables"),)


def test_a_figure_without_a_source_is_a_mistake() -> None:
    document = tomli.loads(GOOD)
    del document["figure"][1]["source"]

    problems = problems_of(document)

    assert problems == (Problem(("figure", 1, "source"), "source is missing"),)


def test_all_mistakes_of_a_file_are_named_at_once() -> None:
    text = (
        GOOD.replace('title = "Advice to households"\n', "")
        .replace("2026-11-20", "2027-01-01")
        .replace("https://press", "http://press")
        .replace('"derived"', '"hearsay"')
        .replace('of = ["amount"]', "of = []")
        .replace('need = "medication"', 'need = "medicine"')
    )

    problems = problems_of(tomli.loads(text))

    assert [problem.path for problem in problems] == [
        ("title",),
        ("as_of",),
        (*SECOND, "url"),
        ("figure", 1, "source", 0, "evidence"),
        ("figure", 2, "amount"),
        ("figure", 3, "need"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("minimum_days = 7", "minimum_days = 14"),
        ('"30 L"', '"20 L"'),
        ("2026-11-20", "2026-11-23"),
        ("food for several days", LONG[:200]),
        ("per_days = 7", "per_days = 3650"),
        ('falls_back_to = "us-cdc"\n', ""),
        ("of = []\n", ""),
    ],
)
def test_the_edge_of_a_rule_is_accepted(old: str, new: str) -> None:
    text = GOOD.replace(old, new)
    assert text != GOOD

    advisory = decode_advisory(tomli.loads(text), name="home", today=TODAY)

    assert advisory == build_advisory(tomli.loads(text))


def test_without_a_day_to_compare_with_the_future_is_not_noticed() -> None:
    document = tomli.loads(GOOD.replace("2026-11-20", "2099-01-01"))

    advisory = decode_advisory(document, name="home", today=None)

    assert advisory.as_of == date(2099, 1, 1)


def problems_of(document: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(WrongFieldsError) as refusal:
        decode_advisory(document, name="home", today=TODAY)
    return refusal.value.problems


@pytest.mark.parametrize(
    ("need", "eater", "place"),
    [
        ("drinking-water", None, 0),
        ("food", None, 1),
        ("medication", None, 3),
        ("drinking-water", "infant", None),
        ("technical-water", None, None),
    ],
)
def test_the_figure_to_compute_with_has_no_variant(need: str, eater: str | None, place: int | None) -> None:
    advisory = build_advisory(tomli.loads(GOOD))

    figure = advisory.figure(need, eater)

    assert figure == (None if place is None else advisory.figures[place])


def test_an_eater_without_a_variant_has_a_figure_of_its_own() -> None:
    advisory = build_advisory(tomli.loads(GOOD.replace('variant = "formula, in addition"\n', "")))

    figure = advisory.figure("drinking-water", "infant")

    assert figure == advisory.figures[2]
    assert figure is not None
    assert figure.amount is not None
    assert figure.amount.base == Decimal(1)


@pytest.mark.parametrize(
    ("evidence", "weakest"),
    [
        ((), "none"),
        (("publisher",), "publisher"),
        (("publisher", "secondary"), "secondary"),
        (("derived", "secondary", "publisher"), "derived"),
        (("publisher", "none", "derived"), "none"),
    ],
)
def test_a_figure_is_as_good_as_its_weakest_source(evidence: tuple[str, ...], weakest: str) -> None:
    figure = Figure("food", sources=tuple(Source((), word, "https://town.example/") for word in evidence))

    assert figure.evidence == weakest


def test_every_number_leads_to_its_source() -> None:
    figure = build_advisory(tomli.loads(GOOD)).figures[0]

    found = [figure.source_of(field) for field in ("amount", "per_days", "days_text")]

    assert found == [figure.sources[0], figure.sources[1], None]


def advisories(*fallbacks: tuple[str, str | None]) -> dict[str, Advisory]:
    return {name: Advisory(name, "Advice", "The town", "NO", TODAY, following) for name, following in fallbacks}


@pytest.mark.parametrize(
    ("fallbacks", "problems"),
    [
        ((), ()),
        ((("a", "b"), ("b", "c"), ("c", None)), ()),
        (
            (("a", "b"), ("b", "a")),
            (
                Problem(("a", "falls_back_to"), "the fallbacks go round in a circle: a -> b -> a"),
                Problem(("b", "falls_back_to"), "the fallbacks go round in a circle: b -> a -> b"),
            ),
        ),
        (
            (("a", "b"), ("b", "b")),
            (
                Problem(("a", "falls_back_to"), "the fallbacks go round in a circle: a -> b -> b"),
                Problem(("b", "falls_back_to"), "the fallbacks go round in a circle: b -> b"),
            ),
        ),
        (
            (("us-cdc", None), ("a", "us-cbc")),
            (Problem(("a", "falls_back_to"), 'there is no advisory "us-cbc"; did you mean us-cdc?'),),
        ),
    ],
)
def test_a_fallback_that_circles_or_is_missing_is_a_mistake(
    fallbacks: tuple[tuple[str, str | None], ...], problems: tuple[Problem, ...]
) -> None:
    found = check_fallbacks(advisories(*fallbacks))

    assert found == problems


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Return the path of everything inside a document."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


def put(document: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    inside: Any = document
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value


ANYTHING = strategies.recursive(
    strategies.none()
    | strategies.booleans()
    | strategies.integers()
    | strategies.floats()
    | strategies.text(max_size=8)
    | strategies.sampled_from(["1 L", "food", "amount", "https://town.example/"])
    | strategies.just(TODAY)
    | strategies.just(datetime(2026, 11, 23, tzinfo=UTC)),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(max_size=4), inner),
    max_leaves=4,
)


@given(path=strategies.sampled_from(list(places(tomli.loads(GOOD)))), value=ANYTHING)
def test_whatever_stands_in_a_field_is_taken_or_refused_by_name(path: tuple[str | int, ...], value: object) -> None:
    document = tomli.loads(GOOD)
    put(document, path, value)

    problems: tuple[Problem, ...] = ()
    try:
        decode_advisory(document, name="home", today=TODAY)
    except WrongFieldsError as refusal:
        problems = refusal.problems

    assert all(problem.path and problem.message for problem in problems)
