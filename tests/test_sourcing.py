"""People can see where each number comes from, and every screen says the same of it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from shelterkit.library import Library
from shelterkit.quantities.amounts import parse_amount

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Kit

IDS = Library().ids()


def of_household(advisory: str, *more: str) -> tuple[str, ...]:
    return ("init", "--adults", "2", "--advisory", advisory, *more, "--no-input")


def last_line(kit: Kit, *words: str) -> str:
    ran = kit.run(*words)
    assert ran.code != 0
    return ran.stderr.splitlines()[-1].replace("--kit KIT ", "")


@pytest.mark.parametrize("advisory", IDS)
def test_who_adds_up_the_water_of_a_day_comes_to_what_is_said(advisory: str, empty: Kit) -> None:
    empty.run(*of_household(advisory, "--children", "1", "--infants", "2", "--dogs", "2", "--cats", "3"))

    line = next(one for one in empty.run("household").stdout.splitlines() if one.startswith("  Water "))

    said = re.split(r" {2,}", line.strip())[1].replace(" L", "")
    parts = re.findall(r"(\d+) x ([\d.]+ (?:L|gal|ml)) (?:a day|for (\d+) days)", line)
    total = sum(Decimal(number) * parse_amount(each).base / Decimal(days or 1) for number, each, days in parts)
    assert abs(total - Decimal(said)) < Decimal("0.002")
    assert line.count("(ee)") >= 1
    assert re.search(r"3 x 1 L a day \(3 cats\): Public Safety Canada \(ca\)", line)


def test_everybody_a_figure_is_for_is_named_beside_it(empty: Kit) -> None:
    empty.run(*of_household("de-bbk", "--adults", "4", "--infants", "1", "--dogs", "1"))

    shown = empty.run("household").stdout.splitlines()

    assert shown[0] == "4 adults, 1 infant, 1 dog. Plan: 10 days, as advised. Advice: de-bbk."
    assert shown[3:13] == [
        (
            "  Water        12 L            5 x 2 L a day (4 adults, 1 infant): BBK (de-bbk); "
            "1 x 1 L a day (infant formula): Rescue Board (ee); 1 x 1 L a day (1 dog): Public Safety Canada (ca)"
        ),
        "  Food         8 800 kcal      4 x 2 200 kcal a day (4 adults): BBK (de-bbk)",
        "  Infant food  820 kcal        1 x 820 kcal a day (1 infant): WFP/UNHCR (energy)",
        "  Dog food     food for 1 dog",
        "",
        "Where these figures and the days are from:",
        "  shelterkit advisory show de-bbk",
        "  shelterkit advisory show ee",
        "  shelterkit advisory show ca",
        "  shelterkit advisory show energy",
    ]


def test_averages_that_stand_in_for_age_and_sex_are_said(empty: Kit) -> None:
    empty.run(*of_household("ua-mvs", "--children", "1"))
    unknown = empty.run("household").stdout
    empty.run("household", "add", "Anna", "--born", "1988", "--sex", "f")
    known = empty.run("household").stdout

    averages = "energy by age and sex (averages: {}): Dietary Guidelines (energy)"
    assert averages.format("2 adults x 2 300 kcal, 1 child x 1 600 kcal") in unknown
    assert averages.format("1 adult x 2 300 kcal, 1 child x 1 600 kcal") in known
    assert "energy by age and sex, averages assumed: Dietary Guidelines (energy)" in empty.run("status").stdout


def test_the_advice_that_is_followed_stands_first_though_it_gives_no_amounts(empty: Kit) -> None:
    empty.run(*of_household("eu-strategy"))

    shown = empty.run("household").stdout.splitlines()

    assert [one.split()[-1] for one in shown if one.startswith("  shelterkit")] == ["eu-strategy", "us-cdc", "energy"]


def test_who_is_known_needs_no_average(empty: Kit) -> None:
    empty.run("init", "--adults", "1", "--advisory", "ua-mvs", "--no-input")
    empty.run("household", "add", "Anna", "--born", "1988", "--sex", "f")

    assert "Food             2 000 kcal  energy by age and sex: Dietary" in empty.run("household").stdout


FOUND = [
    ("us-cdc", "us-cdc"), ("US-CDC", "us-cdc"), ("energy", "energy"), ("WFP", "energy"), ("UNHCR", "energy"),
    ("Dietary Guidelines", "energy"), ("BBK", "de-bbk"), ("Germany", "de-bbk"), ("DE", "de-bbk"), ("MVS", "ua-mvs"),
    ("CDC", "us-cdc"), ("Canada", "ca"), ("US Embassy", "us-embassy-kyiv"), ("rescue board", "ee"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "advisory"), FOUND)
def test_an_advisory_is_found_by_its_publisher_and_its_country_too(typed: str, advisory: str, kit: Kit) -> None:
    ran = kit.run("advisory", "show", *typed.split())

    assert (ran.code, ran.stdout.split()[0]) == (0, advisory)


def test_several_of_one_country_are_listed_as_commands_that_work(kit: Kit) -> None:
    refused = kit.run("advisory", "show", "USA").stderr

    offered = re.findall(r"shelterkit --kit KIT (advisory show \S+)", refused)
    assert refused.startswith('Error: "USA" fits 5 advisories; which?\n')
    assert len(offered) == 5
    assert [kit.run(*one.split()).code for one in offered] == [0] * 5


ASKED = [
    ("why", "household"), ("explain", "household"), ("sources", "household"), ("source", "household"),
    ("status --sources", "household"), ("household --sources", "household"), ("shop --source", "household"),
    ("why water", "advisory show de-bbk"), ("why food", "advisory show de-bbk"),
    ("explain medicine", "household"), ("advisory energy", "advisory show energy"),
    ("advisory sources", "advisory show de-bbk"), ("advisory WFP", "advisory show energy"),
    ("advisory BBK", "advisory show de-bbk"), ("advisory us", "advisory show us-cdc"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "better"), ASKED)
def test_who_asks_where_a_number_comes_from_is_led_there_in_one_step(typed: str, better: str, kit: Kit) -> None:
    assert last_line(kit, *typed.split()) == f"Try:  shelterkit {better}"
    assert kit.run(*better.split()).code == 0


def test_who_asks_before_there_is_a_kit_sees_all_advice(empty: Kit) -> None:
    assert last_line(empty, "why", "food") == "Try:  shelterkit advisory list"


def test_the_energy_of_food_is_found_from_the_list_and_from_advice_that_states_none(kit: Kit) -> None:
    every, one = kit.run("advisory", "list").stdout, kit.run("advisory", "show", "ua-mvs").stdout

    assert every.endswith("Food energy:   shelterkit advisory show energy\n")
    in_full = ["These in full:", "  shelterkit advisory show us-cdc", "  shelterkit advisory show energy"]
    assert one.splitlines()[-3:] == in_full
    assert "advisory show energy" not in kit.run("advisory", "show", "de-bbk").stdout


@pytest.mark.parametrize("option", ["--sources", "--resource", "--evidence"])
def test_an_option_is_only_offered_when_it_is_spelled_alike(option: str, kit: Kit) -> None:
    assert "--force" not in last_line(kit, "status", option)


def compared(kit: Kit) -> dict[str, list[str]]:
    rows = [one[4:] for one in kit.run("advisory", "compare").stdout.splitlines() if one[4:].split(" ")[0] in IDS]
    return {cells[0]: cells[1:] for cells in (re.split(r" {2,}", row.strip()) for row in rows)}


def test_a_number_that_is_borrowed_is_marked_with_whose_it_is(empty: Kit) -> None:
    empty.run(*of_household("us-cdc"))
    empty.run("add", "water", "10L")
    empty.run("add", "med", "Metformin", "56", "--dose", "2/day")

    rows, shown = compared(empty), empty.run("advisory", "compare").stdout

    assert "gives no number: a CDC (us-cdc); b Dietary Guidelines (energy); c " in shown
    assert rows["de-bbk"] == ["2.5", "0", "0", "Food", "10 a", "secondary"]
    assert rows["eu-strategy"] == ["1.3 a", "0 b", "0", "Food", "10 a", "secondary"]
    assert rows["us-cdc"] == ["1.3", "0 b", "0", "Food", "10", "publisher"]
    assert rows["se-mcf"][4] == "30"


def test_what_runs_out_first_is_said_for_every_advice(empty: Kit) -> None:
    empty.run(*of_household("ua-mvs"))
    empty.run("add", "water", "10L")
    empty.run("add", "food", "Rice", "2kg", "--kcal", "360/100g")

    rows = compared(empty)

    assert (rows["ua-mvs"][2:4], rows["us-cdc"][3]) == (["0", "Technical water"], "Water")


def test_the_comparison_for_programs_keeps_its_keys(kit: Kit) -> None:
    told = json.loads(kit.run("advisory", "compare", "--json").stdout)

    assert {one["id"] for one in told["advisories"]} == set(IDS)
    assert list(told["advisories"][0]) == [
        "id", "water_days", "food_days", "medication_target_days", "ready_days", "limited_by", "evidence", "as_of",
    ]  # fmt: skip


def test_every_screen_names_the_same_days(empty: Kit) -> None:
    empty.run(*of_household("us-cdc"))
    screens = [empty.run(*one.split()).stdout for one in ("status", "household", "checklist water-outage", "shop")]
    empty.run("add", "water", "200L")
    empty.run("add", "food", "Rice", "40kg", "--kcal", "360/100g")

    screens.append(empty.run("shop").stdout)

    assert ["14 days, food 3 days" in one for one in screens] == [True] * 5
    assert ["3 to 14 days." in one for one in screens] == [False] * 5
    tip = "us-cdc advises different days.   14 for all:  shelterkit household --days 14"
    assert [tip in one for one in (screens[0], screens[3], screens[4])] == [True] * 3


def test_food_planned_for_fewer_days_is_ready_by_its_own_target(empty: Kit) -> None:
    empty.run(*of_household("us-cdc"))
    empty.run("add", "water", "200L")
    empty.run("add", "food", "Rice", "5kg", "--kcal", "360/100g")

    answer = empty.run("status").stdout.splitlines()[1]

    assert answer == "Ready for 3.9 days: food runs out first, and 3 days of it are planned."


def test_days_that_were_set_are_the_same_for_all_and_need_no_tip(empty: Kit) -> None:
    empty.run(*of_household("us-cdc", "--days", "14"))

    for command in ("status", "shop"):
        assert "different days" not in empty.run(command).stdout
    assert "Plan: 14 days. Advice: us-cdc." in empty.run("status").stdout


def test_a_page_has_no_command_in_it(empty: Kit, tmp_path: Path) -> None:
    empty.run(*of_household("us-cdc"))
    empty.run("status", "-o", str(tmp_path / "status.txt"))

    assert "shelterkit household" not in (tmp_path / "status.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("advisory", "use"),
    [("ua-mvs", "hygiene and cooking (ua-mvs)"), ("at-national", "hygiene (at-national)")],
)
def test_technical_water_is_for_what_the_advice_says(advisory: str, use: str, empty: Kit) -> None:
    empty.run(*of_household(advisory))

    assert f"Technical water, for {use}, is not counted as drinking water.\n" in empty.run("status").stdout


def test_the_last_day_with_enough_of_a_medicine_is_the_same_everywhere(kit: Kit, tmp_path: Path) -> None:
    added = kit.run("add", "med", "Metformin", "19", "--dose", "2/day").stdout
    kit.run("calendar", "-o", str(tmp_path / "kit.ics"))
    calendar = (tmp_path / "kit.ics").read_bytes().replace(b"\r\n ", b"").decode()

    assert "lasts 9.5 days, until 2026-12-02 (last full day 2026-12-01);" in added
    assert "9.5 days left, until 2026-12-02 (last full day 2026-12-01). Order" in kit.run("check").stdout.replace(
        "\n", " "
    )
    assert "The last full day is 2026-12-01. How long" in calendar
    need = json.loads(kit.run("status", "--json").stdout)["needs"][-1]
    assert (need["need"], need["until"]) == ("medication", "2026-12-02")


def test_of_less_than_a_day_no_last_day_is_named(kit: Kit) -> None:
    added = kit.run("add", "med", "Metformin", "1", "--dose", "2/day").stdout

    assert "lasts 0.5 days, not enough for today;" in added
