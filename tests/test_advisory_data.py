"""The advisories and the energy table that ship: complete, sourced, and the numbers a person compared."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import tomli

import shelterkit
from shelterkit.advisory.checking import NUMBERS, check_fallbacks, decode_advisory
from shelterkit.advisory.figures import Advisory, Figure, Source
from shelterkit.errors import WrongFieldsError
from shelterkit.household import EnergyTable
from shelterkit.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TODAY = date(2026, 11, 23)
DATA = Path(shelterkit.__file__).parent / "data"
FILES = sorted((DATA / "advisories").iterdir())
IDS = (
    "at-national",
    "au-redcross",
    "ca",
    "ch-bwl",
    "de-bbk",
    "dk-brs",
    "ee",
    "eu-strategy",
    "fi-72",
    "il-hfc",
    "jp-maff",
    "lt",
    "lv",
    "nl",
    "no-dsb",
    "nz",
    "nz-wellington",
    "pl",
    "se-mcf",
    "sphere",
    "ua-mvs",
    "uk-prepare",
    "us-cdc",
    "us-embassy-kyiv",
    "us-ready",
    "us-redcross-evac",
    "us-redcross-home",
    "us-state-abroad",
)
FIGURE_KEYS = (*Figure._fields[:-1], "source")


def read(file: Path) -> dict[str, Any]:
    return tomli.loads(file.read_text("utf-8"))


def shipped() -> dict[str, Advisory]:
    return {advisory.id: advisory for advisory in Library().all()}


def sources(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for figure in document["figure"]:
        yield from figure["source"]


def test_exactly_the_28_advisories_ship() -> None:
    assert sorted(file.name for file in FILES) == sorted(f"{name}.toml" for name in IDS)
    assert len(IDS) == 28


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_advisory_passes_every_check(file: Path) -> None:
    advisory = decode_advisory(read(file), name=file.stem, today=TODAY)

    assert Library().get(file.stem) == advisory


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_advisory_is_called_as_its_file_and_was_compared_with_its_evidence(file: Path) -> None:
    document = read(file)

    assert (document["id"], document["as_of"]) == (file.stem, TODAY)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_number_has_exactly_one_source(file: Path) -> None:
    for figure in read(file)["figure"]:
        named = [word for source in figure["source"] for word in source["of"]]

        assert {number: named.count(number) for number in NUMBERS if number in figure} == {
            number: 1 for number in NUMBERS if number in figure
        }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_source_is_a_safe_address_with_words(file: Path) -> None:
    for source in sources(read(file)):
        assert source["url"].startswith("https://")
        assert len(source.get("quote", "")) <= 200
        assert ("quote" in source) != ("says" in source)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_amount_is_a_day_s_or_a_total_for_stated_days(file: Path) -> None:
    for figure in read(file)["figure"]:
        says_how_long = figure.get("basis"), "per_days" in figure

        assert says_how_long in (
            {("person-day", False), ("person-total", True)} if "amount" in figure else {(None, False)}
        )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_fields_stand_in_one_order_in_every_file(file: Path) -> None:
    document = read(file)

    for table, order in [(figure, FIGURE_KEYS) for figure in document["figure"]] + [
        (source, Source._fields) for source in sources(document)
    ]:
        assert list(table) == [key for key in order if key in table]


@pytest.mark.parametrize("file", [*FILES, DATA / "energy.toml"], ids=lambda file: file.stem)
def test_no_row_of_a_table_nobody_has_is_named(file: Path) -> None:
    rows = re.findall(r"\b[A-Z]{2,3}\d?-\d+", file.read_text("utf-8"))

    assert rows == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_taking_any_number_from_its_source_is_noticed(file: Path) -> None:
    for figure, source, word in places_in_of(read(file)):
        document = read(file)
        document["figure"][figure]["source"][source]["of"].remove(word)

        with pytest.raises(WrongFieldsError, match=f"{word} has no source"):
            decode_advisory(document, name=file.stem, today=TODAY)


def places_in_of(document: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    for place, figure in enumerate(document["figure"]):
        for number, source in enumerate(figure["source"]):
            yield from ((place, number, word) for word in source["of"] if word in NUMBERS)


def test_every_advisory_falls_back_to_cdc_but_two() -> None:
    fallbacks = {advisory.id: advisory.falls_back_to for advisory in shipped().values()}

    assert fallbacks == {
        **dict.fromkeys(IDS, "us-cdc"),
        "us-embassy-kyiv": "us-state-abroad",
        "us-cdc": None,
    }


def test_no_fallback_circles_or_is_missing() -> None:
    assert check_fallbacks(shipped()) == ()


def test_the_figures_are_the_ones_compared_with_the_evidence(golden: Callable[[str, str], None]) -> None:
    lines = [line_of(advisory.id, figure) for advisory in shipped().values() for figure in advisory.figures]

    golden("advisory-figures.txt", "".join(f"{line}\n" for line in lines))


def line_of(advisory_id: str, figure: Figure) -> str:
    """Return a figure as one line: id, need, whose, amount, days, evidence, sites."""
    who = ", ".join(word for word in (figure.eater, figure.variant) if word)
    sites = dict.fromkeys(urlsplit(source.url).netloc for source in figure.sources)
    cells = (
        advisory_id,
        f"{figure.need} ({who})" if who else figure.need,
        amount_of(figure),
        days_of(figure),
        f"renew after {figure.rotate}" if figure.rotate else "",
        figure.evidence,
        " ".join(sites),
    )
    return " | ".join(cell for cell in cells if cell)


def amount_of(figure: Figure) -> str:
    if figure.amount is None:
        return figure.amount_text or "no amount"
    up_to = f" up to {figure.up_to.text}" if figure.up_to else ""
    return f"{figure.amount.text}{up_to} {f'for {figure.per_days} days' if figure.per_days else 'a day'}"


def days_of(figure: Figure) -> str:
    minimum, recommended = figure.minimum_days, figure.recommended_days
    words = [f"at least {minimum} days"] * bool(minimum) + [f"better {recommended} days"] * bool(recommended)
    return ", ".join(words) or figure.days_text or "no days"


def test_the_same_water_lasts_much_longer_by_austria_than_by_wellington() -> None:
    have, people = Decimal(49), 4
    advice = [shipped()[name].figure("drinking-water") for name in ("nz-wellington", "at-national")]

    days = [have / (figure.amount.base * people) for figure in advice if figure and figure.amount]

    assert [f"{number:.3f}" for number in days] == ["0.612", "8.167"]


def test_every_energy_figure_is_sourced() -> None:
    energy = Library().energy()

    for figure in energy.figures:
        assert figure.url.startswith("https://")
        assert figure.evidence in {"publisher", "secondary", "derived"}
        assert (figure.quote is None) != (figure.says is None)
        assert (figure.kcal is None) == bool(figure.table)
        assert all((figure.publisher, figure.about))


def test_the_energy_figures_are_the_ones_compared_with_the_evidence(golden: Callable[[str, str], None]) -> None:
    by_age, *figures = Library().energy().figures
    rows = [" ".join(f"{number:4}" for number in row) for row in by_age.table]
    lines = [f"{one.id} | {one.about} | {one.kcal} kcal | {one.evidence} | {one.publisher}" for one in figures]

    found = [" | ".join(by_age.columns), *rows, *lines]

    golden("energy-figures.txt", "".join(f"{line}\n" for line in found))


def test_the_energy_table_leaves_out_no_age() -> None:
    by_age = Library().energy().figures[0]

    assert {len(row) for row in by_age.table} == {len(by_age.columns)}
    assert [row[0] for row in by_age.table] == [2, *(row[1] + 1 for row in by_age.table[:-1])]


def test_more_activity_never_needs_less_energy() -> None:
    for row in Library().energy().figures[0].table:
        assert list(row[2:5]) == sorted(row[2:5])
        assert list(row[5:8]) == sorted(row[5:8])


def test_the_energy_to_compute_with_is_the_moderately_active_one() -> None:
    table = Library().energy_table()

    assert table == EnergyTable(
        by_age=(
            (2, 2, 1000, 1000),
            (3, 3, 1400, 1200),
            (4, 4, 1400, 1400),
            (5, 5, 1400, 1400),
            (6, 6, 1600, 1400),
            (7, 7, 1600, 1600),
            (8, 8, 1600, 1600),
            (9, 9, 1800, 1600),
            (10, 10, 1800, 1800),
            (11, 11, 2000, 1800),
            (12, 12, 2200, 2000),
            (13, 13, 2200, 2000),
            (14, 14, 2400, 2000),
            (15, 15, 2600, 2000),
            (16, 18, 2800, 2000),
            (19, 20, 2800, 2200),
            (21, 25, 2800, 2200),
            (26, 30, 2600, 2000),
            (31, 35, 2600, 2000),
            (36, 40, 2600, 2000),
            (41, 45, 2600, 2000),
            (46, 50, 2400, 2000),
            (51, 55, 2400, 1800),
            (56, 60, 2400, 1800),
            (61, 65, 2400, 1800),
            (66, 75, 2200, 1800),
            (76, 999, 2200, 1800),
        ),
        adult=2300,
        child=1600,
        toddler=1000,
        infant=820,
        pregnant={1: 0, 2: 340, 3: 452},
        breastfeeding=400,
    )


def test_derived_energy_follows_from_the_table() -> None:
    table = Library().energy_table()
    grown = {row[2:] for row in table.by_age if 26 <= row[0] <= 45}
    school = {row[2:] for row in table.by_age if row[0] in {7, 8}}

    assert grown == {(2600, 2000)}
    assert school == {(table.child, table.child)}
    assert table.adult == (2600 + 2000) // 2
