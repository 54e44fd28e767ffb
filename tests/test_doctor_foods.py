"""Energy nobody typed and the catalogue knows: found by doctor, filled in as one step, and taken back by undo."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import tomli

from shelterkit.services.doctor_foods import filling
from tests.conftest import TODAY
from tests.stocked import STOCKED
from tests.test_doctor import doctor, home
from tests.test_doctor_fix import history

if TYPE_CHECKING:
    from tests.stocked import Home

__all__ = ["home"]
OPEN = """
[[item]]
id = "f3"
kind = "food"
name = "Rice"
amount = "2 kg"
mine = "kept"

[[item]]
id = "f4"
kind = "food"
name = "Beans"
amount = "1 kg"

[[item]]
id = "f5"
kind = "food"
name = "baby food"
amount = "5 x 125 g"
"""
OF_RICE = "f3 Rice: 365 kcal/100 g (USDA, Rice, white, long-grain, regular, raw, unenriched)"
OF_BABY_FOOD = "f5 baby food: 41 kcal/100 g (USDA, Babyfood, fruit, applesauce, strained); counted as infant food"
DID = "doctor: looked up the energy of f3 Rice, f5 baby food"


def opened(home: Home, more: str = OPEN) -> bytes:
    """Put a kit with food without energy in its place; return its bytes."""
    home.put(STOCKED.replace("[next_id]", f"{more}\n[next_id]").replace("food = 3", "food = 99"))
    return home.kit.read_bytes()


def test_doctor_finds_the_food_whose_energy_the_catalogue_knows(home: Home) -> None:
    opened(home)

    findings = doctor(home).findings

    known, others = findings["energy"], findings["worthless"]
    assert (known["severity"], known["fixable"], known["try"]) == ("info", True, "shelterkit doctor --fix")
    assert known["text"] == "2 items have no energy, and the food catalogue knows it: f3 Rice, f5 baby food"
    assert others["text"].endswith("is known: f4 Beans")


def test_fix_fills_it_in_as_one_step_and_undo_brings_back_the_bytes(home: Home) -> None:
    before = opened(home)

    ran = home.run("doctor", "--fix")

    assert ran.stdout.startswith(f"Mended:\n  {OF_RICE}\n  {OF_BABY_FOOD}\nUndo: shelterkit undo\n\n")
    items = {one["id"]: one for one in tomli.loads(home.kit.read_text("utf-8"))["item"]}
    assert items["f3"] == {
        "id": "f3",
        "kind": "food",
        "name": "Rice",
        "amount": "2 kg",
        "kcal": "365/100g",
        "kcal_source": "usda:NDB:20444",
        "needs": "cooking, water 180 ml/100g",
        "mine": "kept",
    }
    assert items["f4"] == {"id": "f4", "kind": "food", "name": "Beans", "amount": "1 kg"}
    assert (items["f5"]["kcal"], items["f5"]["eaten_by"]) == ("41/100g", "infant")
    assert history(home)[0] == DID
    assert "energy" not in doctor(home, "--fix").findings
    assert home.run("undo").code == 0
    assert home.kit.read_bytes() == before


def test_a_dry_run_shows_it_and_saves_nothing(home: Home) -> None:
    opened(home)
    before = home.listing()

    ran = home.run("doctor", "--fix", "--dry-run")

    assert ran.stdout.startswith(
        f"Would mend:\n  {OF_RICE}\n  {OF_BABY_FOOD}\nNothing was changed: this was a dry run.\n"
    )
    assert home.listing() == before


def test_it_comes_after_what_the_text_needs_and_each_is_a_step(home: Home) -> None:
    opened(home)
    before = home.kit.read_bytes().replace(b"\n", b"\r\n")
    home.kit.write_bytes(before)

    ran = home.run("doctor", "--fix")

    assert "Undo: shelterkit undo 2\n" in ran.stdout
    assert history(home)[:2] == [DID, "doctor: line ends and marks of Windows taken out"]
    home.run("undo", "2")
    assert home.kit.read_bytes() == before


def test_comments_that_are_lost_are_named(home: Home) -> None:
    opened(home, OPEN.replace('"2 kg"', '"2 kg"  # from aunt Olha'))

    ran = home.run("doctor", "--fix")

    assert "comments" in ran.stderr
    assert "# from aunt Olha" not in home.kit.read_text("utf-8")


def test_the_history_names_three_of_many_and_the_screen_all(home: Home) -> None:
    many = "".join(OPEN.split("\n[[item]]")[1].join(("\n[[item]]", "")).replace("f3", f"f{n}") for n in range(3, 9))
    opened(home, many)

    document = json.loads(home.run("doctor", "--fix", "--json").stdout)

    assert [one["code"] for one in document["fixed"]] == ["energy"] * 6
    assert history(home)[0] == "doctor: looked up the energy of f3 Rice, f4 Rice, f5 Rice and 3 more"
    assert history(home)[1] == "edited by hand"


def test_a_kit_that_does_not_read_and_one_with_nothing_open_are_left_alone() -> None:
    assert filling(b"format = 1\nnothing", "kit.toml", TODAY) is None
    assert filling(STOCKED.encode(), "kit.toml", TODAY) is None
