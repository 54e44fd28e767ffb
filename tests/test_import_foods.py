"""Food that comes in without its energy: what the catalogue knows of it, what stays without, and once is enough."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stocked import STOCKED, Home

if TYPE_CHECKING:
    from pathlib import Path

LIST = """\
Name,Amount,Kind,Best before,kcal per 100g,Eaten by,Lasts
Гречка,2 kg,food,2028-01,,,
Baby food,5x125g,food,2028-01,,,
Something of aunt Olha's,3 jars,food,2028-01,,,
Rice,2 kg,food,2028-01,350,,
Rice,1 kg,food,2028-01,,,20d
Rice,5 kg,food,2028-01,,dog,
Rice,6 L,food,2028-01,,,
Beans,1 kg,food,2028-01,,,
Buckwheat,1,other,,,,
"""
IMPORTED = """\
Imported 9 items from list.csv: 8 food, 1 other.
  Id   Item                      Amount     Best before  Where
  f3   Гречка                    2 kg       2028-01-31
  f4   Baby food                 5 x 125 g  2028-01-31
  f5   Something of aunt Olha's  3 jars     2028-01-31
  f6   Rice                      2 kg       2028-01-31
  f7   Rice                      1 kg       2028-01-31
  f8   Rice                      5 kg       2028-01-31
  f9   Rice                      6 L        2028-01-31
  f10  Beans                     1 kg       2028-01-31
  and 1 more
row 2: Гречка: 346 kcal/100 g (USDA, Buckwheat groats, roasted, dry).
row 3: Baby food: 41 kcal/100 g (USDA, Babyfood, fruit, applesauce, strained); counted as infant food.
3 items have no energy and count as nothing: f5 Something of aunt Olha's, f9 Rice, f10 Beans.
Set it:  shelterkit edit f5 --like FOOD
Undo: shelterkit undo
"""
KNOWN = {"f3": ("346/100g", "usda:NDB:20009", None), "f4": ("41/100g", "usda:NDB:03116", "infant")}


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with a kit, and a list beside it."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.chdir(tmp_path)
    made.put(STOCKED)
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    return made


def sourced(home: Home) -> dict[str, tuple[str, str, str | None]]:
    """Return the energy, its source and the eater of every item whose energy has a source."""
    items = tomli.loads(home.kit.read_text("utf-8"))["item"]
    return {one["id"]: (one["kcal"], one["kcal_source"], one.get("eaten_by")) for one in items if "kcal_source" in one}


def test_food_without_energy_gets_that_of_the_catalogue_and_what_it_does_not_know_is_named(home: Home) -> None:
    ran = home.run("import", "list.csv", "--yes")

    assert (ran.stdout, ran.stderr, ran.code) == (IMPORTED, "", 0)
    assert sourced(home) == KNOWN


def test_a_preview_says_it_of_each_item_and_saves_nothing(home: Home) -> None:
    before = home.listing()

    ran = home.run("import", "list.csv", "--dry-run")

    assert ran.stdout.splitlines()[-4:] == [
        "row 2: Гречка: 346 kcal/100 g (USDA, Buckwheat groats, roasted, dry).",
        "row 3: Baby food: 41 kcal/100 g (USDA, Babyfood, fruit, applesauce, strained); counted as infant food.",
        "3 items have no energy and count as nothing: Something of aunt Olha's, Rice, Beans.",
        "Nothing was saved: this was a dry run.",
    ]
    assert home.listing() == before


def test_programs_are_told_which_food_was_meant(home: Home) -> None:
    document = json.loads(home.run("import", "list.csv", "--yes", "--json").stdout)

    assert document["looked_up"] == [
        {"place": "row 2", "item": "f3", "food": "buckwheat"},
        {"place": "row 3", "item": "f4", "food": "baby-fruit"},
    ]
    assert [one["item"] for one in document["no_energy"]] == ["f5", "f9", "f10"]


def test_without_the_lookup_nothing_gets_energy_and_all_of_it_is_named(home: Home) -> None:
    ran = home.run("import", "list.csv", "--yes", "--no-lookup")

    assert sourced(home) == {}
    assert (
        "5 items have no energy and count as nothing: f3 Гречка, f4 Baby food, f5 Something of aunt Olha's, f9 Rice, "
        "f10 Beans."
    ) in ran.stdout


def test_many_items_are_told_short(home: Home) -> None:
    rows = "".join(f"{name},{number} kg,food\n" for name in ("Rice", "Thing") for number in range(1, 11))
    (home.folder / "list.csv").write_text(f"name,amount,kind\n{rows}")

    lines = home.run("import", "list.csv", "--yes").stdout.splitlines()

    assert [line for line in lines if line.startswith("row ")][-1].startswith("row 9: Rice: 365 kcal/100 g")
    assert "2 more got their energy from USDA; shelterkit show tells it." in lines
    assert next(line for line in lines if line.startswith("10 items have no energy")).endswith("f20 Thing, 2 more.")


@pytest.mark.parametrize("first", [(), ("--no-lookup",)])
@pytest.mark.parametrize("second", [(), ("--no-lookup",), "doctor"])
def test_what_was_imported_is_here_already_whatever_is_known_of_it_since(
    first: tuple[str, ...], second: tuple[str, ...] | str, home: Home
) -> None:
    home.run("import", "list.csv", "--yes", *first)
    if second == "doctor":
        home.run("doctor", "--fix")
    before = home.kit.read_bytes()

    ran = home.run("import", "list.csv", "--yes", *(second if isinstance(second, tuple) else ()))

    assert ran.stdout == "Nothing to import from list.csv: 9 items in it, here already. Nothing was changed.\n"
    assert home.kit.read_bytes() == before


ROWS = st.tuples(
    st.sampled_from(["Rice", "baby food", "infant formula", "гречка", "Beans", "thing"]),
    st.sampled_from(["1 kg", "5x125g", "2 L", "3 cans"]),
    st.sampled_from(["", "2028-01"]),
    st.sampled_from(["", "people", "infant", "dog"]),
    st.sampled_from(["", "350/100g"]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=5), st.booleans(), st.booleans())
def test_no_list_adds_anything_a_second_time(
    home: Home,
    rows: list[tuple[str, ...]],
    first: bool,  # noqa: FBT001
    second: bool,  # noqa: FBT001
) -> None:
    home.put(STOCKED)
    text = "".join(",".join((*row, "food")) + "\n" for row in rows)
    (home.folder / "list.csv").write_text(f"name,amount,best before,eaten by,kcal,kind\n{text}", "utf-8")
    home.run("import", "list.csv", "--yes", *(["--no-lookup"] if first else []))
    before = home.kit.read_bytes()

    home.run("import", "list.csv", "--yes", *(["--no-lookup"] if second else []))

    assert home.kit.read_bytes() == before


def test_what_comes_out_of_a_kit_stays_what_it_was_there(home: Home, tmp_path: Path) -> None:
    home.run("add", "food", "rice", "2kg", "--no-lookup")
    for name in ("kit.json", "kit.csv"):
        home.run("export", "-o", name)
        other = tmp_path / f"{name}.toml"
        home.run("--kit", str(other), "init", "--adults", "2", "--no-input")

        ran = home.run("--kit", str(other), "import", name, "--yes")

        assert "1 item has no energy and counts as nothing: f3 rice." in ran.stdout
        assert "usda" not in other.read_text("utf-8")


def test_source_and_needs_come_out_and_in_again(home: Home, tmp_path: Path) -> None:
    home.run("add", "food", "rice", "2kg")
    home.run("export", "-o", "kit.csv")
    other = tmp_path / "other.toml"
    home.run("--kit", str(other), "init", "--adults", "2", "--no-input")

    home.run("--kit", str(other), "import", "kit.csv", "--yes")

    rice = [
        next(one for one in tomli.loads(path.read_text("utf-8"))["item"] if one["id"] == "f3")
        for path in (home.kit, other)
    ]
    assert (rice[0]["kcal_source"], rice[0]["needs"]) == ("usda:NDB:20444", "cooking, water 180 ml/100g")
    assert rice[0] == rice[1]


@pytest.mark.parametrize(("kcal", "source"), [("365/100g", "usda:NDB:20444"), ("999/100g", None), ("", None)])
@pytest.mark.parametrize("form", ["csv", "toml"])
def test_a_source_comes_in_only_with_the_energy_it_has(kcal: str, source: str | None, form: str, home: Home) -> None:
    energy = f'kcal = "{kcal}"\n' if kcal else ""
    table = f'id = "f7"\nkind = "food"\nname = "Rice"\namount = "1 kg"\n{energy}kcal_source = "usda:NDB:20444"\n'
    (home.folder / "other.toml").write_text(f"format = 1\n[household]\nadults = 2\n[[item]]\n{table}")
    head = "id,kind,name,amount,kcal,kcal_source"
    (home.folder / "other.csv").write_text(f"{head}\nf7,food,Rice,1 kg,{kcal},usda:NDB:20444\n")

    ran = home.run("import", f"other.{form}", "--yes", "--no-lookup", "--json")

    added = json.loads(ran.stdout)["added"]
    assert [one["item"]["kcal_source"] for one in added] == [source]
    said = [] if source else ["the source of its energy is left out: it has another number there"]
    assert added[0]["notes"] == said


def test_a_source_that_is_in_no_catalogue_is_kept(home: Home) -> None:
    (home.folder / "other.csv").write_text(
        "id,kind,name,amount,kcal,kcal_source\nf7,food,Rice,1 kg,999/100g,the label\n"
    )

    document = json.loads(home.run("import", "other.csv", "--yes", "--json").stdout)

    assert document["added"][0]["item"]["kcal_source"] == "the label"


def test_a_table_from_before_there_were_sources_is_ours_still(home: Home) -> None:
    head = "id,kind,name,amount,best_before,use_by,where,note,kcal,kj,lasts,eaten_by,technical,person,kept,opened,added"
    (home.folder / "old.csv").write_text(f"{head},keeps,ref\nf7,food,Oats,1 kg,,,,,379/100g,,,,,,,,2026-11-01,,\n")

    document = json.loads(home.run("import", "old.csv", "--yes", "--json").stdout)

    assert (document["program"], [one["item"]["id"] for one in document["added"]]) == ("shelterkit", ["f7"])


def test_needs_of_somebodys_own_that_are_no_text_are_left_out_of_a_table(home: Home) -> None:
    home.put(STOCKED.replace('name = "Buckwheat"', 'name = "Buckwheat"\nneeds = ["a pot"]'))

    ran = home.run("export", "--csv")

    assert "a pot" not in ran.stdout
    assert ran.code == 0
