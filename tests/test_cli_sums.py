"""What the command line never saves: a kit that the next command could not count."""

from __future__ import annotations

import os
import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Kit

CLASHES = [
    (("add", "med", "X", "12 cans"), ("add", "med", "X", "56 tablets", "--dose", "2/day", "--for", "Bob")),
    (("add", "med", "X", "20", "--dose", "2/day"), ("add", "med", "X", "100 ml")),
    (("add", "med", "X", "20 tablets", "--dose", "2/day"), ("edit", "m1", "--amount", "5 g")),
    (("add", "food", "Rice", "12x400g", "--kcal", "340/can"), ("edit", "f1", "--amount", "3L")),
    (("add", "food", "Rice", "12 cans", "--kcal", "340/can"), ("edit", "f1", "--kcal", "360/100g")),
    (("add", "water", "2L"), ("edit", "w1", "--dose", "2/day")),
    (("add", "food", "Rice", "2kg"), ("edit", "f1", "--for", "Anna")),
]


@pytest.mark.parametrize(("first", "second"), CLASHES)
def test_what_cannot_be_counted_together_is_refused_before_it_is_saved(
    first: tuple[str, ...], second: tuple[str, ...], kit: Kit
) -> None:
    assert kit.run(*first).code == 0
    before = kit.path.read_bytes()

    refused = kit.run(*second)

    assert refused.code == 2, refused.stdout
    assert kit.path.read_bytes() == before
    assert kit.run("status").code == 0


def test_two_doses_of_one_medicine_in_units_that_do_not_meet_are_refused(kit: Kit) -> None:
    kit.run("household", "add", "Anna")
    kit.run("household", "add", "Bob")
    kit.run("household", "dose", "Anna", "Syrup", "2 tablets/day")

    refused = kit.run("household", "dose", "Bob", "Syrup", "5 ml/day")

    assert (refused.code, kit.run("status").code) == (2, 0)


def test_part_of_a_can_leaves_the_energy_of_what_is_left(kit: Kit) -> None:
    kit.run("add", "food", "Beans", "12x400g", "--kcal", "340/can")

    used = kit.run("use", "f1", "200 g")

    assert "Left: 4.6 kg. Food is now 3 910 kcal" in used.stdout


def test_a_piece_too_large_to_be_opened_is_refused(kit: Kit) -> None:
    kit.run("add", "food", "B", "12x400g", "--kcal", "340/1000000 cans")

    assert kit.run("use", "f1", "100g").code == 2


@pytest.mark.parametrize("words", [("household", "--adults", "2"), ("advisory", "use", "de-bbk")])
def test_a_change_that_changes_nothing_offers_no_undo(words: tuple[str, ...], kit: Kit) -> None:
    kit.run("add", "water", "2L")
    before = kit.path.read_bytes()

    said = kit.run(*words)

    assert said.stdout == "That is how it is already; nothing was changed.\n"
    assert kit.path.read_bytes() == before


def test_a_kind_is_all_its_water_or_a_question(kit: Kit) -> None:
    kit.run("add", "water", "9L")
    kit.run("add", "water", "Spring", "9L")

    assert 'Error: "water" fits two items. Which one?' in kit.run("use", "water", "12 L").stderr


def test_a_kind_is_no_name_of_something_to_delete(kit: Kit) -> None:
    kit.run("add", "food", "Beans", "2kg", "--no-lookup")

    assert kit.run("remove", "food").code == 1


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("water 6 bottles 1.5L", "6 x 1.5 L"),
        ("water 6 bottles of 1.5 L", "6 x 1.5 L"),
        ("food Beans 12 cans 400 g --no-lookup", "12 x 400 g"),
        ("med Ліки 2 пачки по 30 табл", "2 x 30 tablets"),
    ],
)
def test_so_many_containers_of_a_size_are_all_of_them(words: str, amount: str, kit: Kit) -> None:
    added = kit.run("add", *words.split())

    assert added.code == 0, added.stderr
    assert f'amount = "{amount}"' in kit.path.read_text()


@pytest.mark.parametrize("born", ["2011-01-01", "2024-01-01"])
def test_years_later_the_kit_still_takes_changes_and_says_who_grew(born: str, kit: Kit, empty: Kit) -> None:
    kit.path.unlink()
    for version in (kit.path.parent / ".kit.toml.history").iterdir():
        version.unlink()
    then = date(2024, 6, 1)
    group = "--infants" if born.startswith("2024") else "--children"
    empty.run("init", "--adults", "1", group, "1", "--advisory", "us-cdc", "--no-input", today=then)
    empty.run("household", "add", "Ben", "--born", born, today=then)

    added = [empty.run("add", "other", "Rope", "1", today=date(year, 1, 2)) for year in (2025, 2028, 2031, 2040)]

    assert [one.code for one in added] == [0, 0, 0, 0]
    assert any("A birthday changed the household" in one.stderr for one in added)
    assert "infants = 0\n" in empty.path.read_text()
    assert '"need": "infant-food"' not in empty.run("status", "--json", today=date(2040, 2, 1)).stdout


def test_a_pipe_in_the_place_of_the_settings_is_not_waited_for(
    kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELTERKIT_CONFIG_DIR", str(tmp_path))
    os.mkfifo(tmp_path / "config.toml")
    codes: list[int] = []

    waiting = threading.Thread(target=lambda: codes.append(kit.run("status", "--on", "05/06/2027").code), daemon=True)
    waiting.start()
    waiting.join(10)

    assert codes == [2]


@pytest.mark.parametrize("days", ["00000000140000000", "0", "3651", "x"])
def test_no_number_of_days_beyond_ten_years_is_planned_for(days: str, kit: Kit) -> None:
    assert kit.run("status", "--days", days).code == 2


@pytest.mark.parametrize(
    ("words", "better"),
    [
        ("water 2 trays 12x0.7L", "shelterkit --kit KIT add water 24x0.7L"),
        ("food chips 3 foos 100g", "shelterkit --kit KIT add food chips 3x100g"),
    ],
)
def test_a_count_before_an_amount_is_never_taken_for_a_name(words: str, better: str, kit: Kit) -> None:
    refused = kit.run("add", *words.split())

    assert (refused.code, refused.stderr.splitlines()[-1]) == (2, f"Try:  {better}")


@pytest.mark.parametrize("words", [("remove", "f11"), ("use", "w9"), ("edit", "m22", "--where", "x")])
def test_an_id_that_is_gone_is_never_taken_for_another(words: tuple[str, ...], kit: Kit) -> None:
    for kind in ("food Rice 2kg", "water 9L", "med Pills 20"):
        kit.run("add", *kind.split())

    refused = kit.run(*words)

    assert (refused.code, refused.stderr.splitlines()[-1]) == (1, "Try:  shelterkit --kit KIT list")


@pytest.mark.parametrize("dose", ["5ml/3/day", "1 tsp/day", "two/day", "0/day", "often"])
def test_no_dose_is_ever_made_up(dose: str, kit: Kit) -> None:
    refused = kit.run("add", "med", "Syrup", "100 ml", "--dose", dose)

    assert (refused.code, refused.stderr.splitlines()[-1]) == (2, "Try:  shelterkit --kit KIT add --help")


def test_a_folder_that_is_a_link_to_a_disk_not_there_is_no_place_for_a_new_kit(empty: Kit, tmp_path: Path) -> None:
    empty.path.parent.symlink_to(tmp_path / "gone")

    ran = [empty.run("status"), empty.run("init", "--adults", "1", "--no-input")]

    assert [one.code for one in ran] == [65, 65]
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("words", [("add", "med", "X", "20", "--dose", "1/day"), ("add", "med", "X", "20")])
@pytest.mark.parametrize("name", ["", " "])
def test_nobody_without_a_name_takes_anything(words: tuple[str, ...], name: str, kit: Kit) -> None:
    before = kit.path.read_bytes()

    refused = kit.run(*words, "--for", name)

    assert (refused.code, refused.stderr.splitlines()[0]) == (
        2,
        "Error: --for needs a name; leave it out when anybody takes it.",
    )
    assert kit.path.read_bytes() == before


def test_an_edited_dose_for_nobody_is_anybodys(kit: Kit) -> None:
    kit.run("add", "med", "X", "20")

    assert kit.run("edit", "m1", "--dose", "1/day", "--for", "").code == 0
    assert kit.run("status").code == 0
