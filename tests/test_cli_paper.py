"""Checklists on the screen, in files and on a printer, as somebody types it."""

from __future__ import annotations

import json
import os
import shlex
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import program
from tests.stocked import STOCKED, Home

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = (
    "air-raid", "shelter-in-place", "power-outage", "heating-outage", "water-outage", "go-bag", "documents",
    "nuclear", "first-aid",
)  # fmt: skip
FURNISHED = STOCKED.replace(
    "days = 10\n",
    'days = 10\nshelter = "School 5, cellar"\nmeeting_place = "Grandmother\'s"\n',
).replace(
    "[next_id]",
    """\
[[contact]]
name = "Oleh"
phone = "+380 44 123 45 67"
note = "uncle"

[[item]]
id = "o2"
kind = "other"
name = "Torch, red"
amount = "1"
where = "hall"

[[item]]
id = "m2"
kind = "med"
name = "Insulin glargine"
amount = "4"
where = "Fridge door"

[next_id]""",
)


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with a kit that has a shelter, a phone number, a torch and a medicine in the fridge."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.chdir(tmp_path)
    made.put(FURNISHED)
    return made


def test_the_screens_are_as_shown(home: Home, golden: Callable[[str, str], None]) -> None:
    golden("cli/checklists.txt", home.transcript("shelterkit checklist\nshelterkit checklist --json"))
    golden("cli/checklist-power-outage.txt", home.transcript("shelterkit checklist power-outage"))
    golden("cli/checklist-sources.txt", home.transcript("shelterkit checklist heating-outage --sources"))


def test_a_page_of_every_form_is_as_shown(home: Home, golden: Callable[[str, str], None]) -> None:
    for form in ("txt", "md", "html"):
        ran = home.run("checklist", "air-raid", "-o", f"page.{form}")

        assert (ran.code, ran.stderr) == (0, "")
        golden(f"paper/air-raid.{form}", (home.folder / f"page.{form}").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_checklist_is_there_without_kit_home_and_network(name: str) -> None:
    ran = program("checklist", name, HOME="", PATH=os.environ["PATH"])

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "[ ] " in ran.stdout
    assert "[x]" not in ran.stdout


@pytest.mark.parametrize("words", ["Power outage", "power_outage", "POWER-OUTAGE", "power outage", "'power outage'"])
def test_a_checklist_goes_by_its_title_too(words: str, home: Home) -> None:
    by_title, by_id = (home.run("checklist", *shlex.split(one)).stdout for one in (words, "power-outage"))

    # The last line prints it with the words as they were typed.
    assert by_title.splitlines()[:-1] == by_id.splitlines()[:-1]


@pytest.mark.parametrize("words", ["print go-bag", "checklist go-bag --sources", "checklist --sources go-bag"])
def test_words_stand_in_any_order_and_print_is_another_word(words: str, home: Home) -> None:
    assert home.run(*words.split()).code == 0


def test_what_the_kit_has_is_ticked_with_its_place(home: Home) -> None:
    page = home.run("checklist", "air-raid").stdout

    assert "[x] Have a torch ready.\n    Torch, red: hall\n" in page
    assert "[ ] Have money ready.\n" in page


def test_quantities_are_those_of_this_household(home: Home) -> None:
    page = home.run("checklist", "power-outage").stdout

    assert "    water: 9 L of 100 L for 10 days, 91 L to get\n" in page


def test_expired_and_used_up_things_are_not_ticked(home: Home) -> None:
    torch = 'name = "Torch, red"\namount = "1"'
    for gone in ('name = "Torch, red"\namount = "0"', f"{torch}\nbest_before = 2026-11-22"):
        home.put(FURNISHED.replace(torch, gone))

        assert "[ ] Have a torch ready.\n" in home.run("checklist", "air-raid").stdout


def lines_for(home: Home, condition: str) -> list[str]:
    """Return the lines that some households are told alone, of all checklists as this household gets them."""
    found = []
    for name in NAMES:
        told = json.loads(home.run("checklist", name, "--json").stdout)
        lines = [line for part in told["parts"] for line in part["lines"]]
        found += [f"{name}/{line['id']}" for line in lines if line["only"] == [condition]]
    return found


NO_INFANT = FURNISHED.replace("infants = 1", "infants = 0")


@pytest.mark.parametrize(
    ("condition", "there", "not_there"),
    [
        ("infant", FURNISHED, FURNISHED.replace("infants = 1", "infants = 0")),
        ("pet", FURNISHED, FURNISHED.replace("dogs = 1", "dogs = 0")),
        ("dog", FURNISHED, FURNISHED.replace("dogs = 1", "dogs = 0\ncats = 1").replace("cats = 0\n", "")),
        ("cat", FURNISHED.replace("cats = 0", "cats = 1"), FURNISHED),
        ("medicine", FURNISHED, STOCKED.partition("[[person]]")[0]),
        ("fridge-medicine", FURNISHED, STOCKED),
        ("fridge-medicine", STOCKED.replace('"bathroom"', '"bathroom"\nkept = "fridge"'), STOCKED),
        ("breastfeeding", FURNISHED, NO_INFANT),
        ("breastfeeding", NO_INFANT.replace('name = "Anna"\n', 'name = "Anna"\nbreastfeeding = true\n', 1), NO_INFANT),
        ("formula", FURNISHED, FURNISHED.replace('name = "Anna"\n', 'name = "Anna"\nbreastfeeding = true\n', 1)),
        ("advice-gb", FURNISHED.replace("de-bbk", "uk-prepare"), FURNISHED),
    ],
)
def test_a_line_for_some_households_appears_only_there(condition: str, there: str, not_there: str, home: Home) -> None:
    home.put(there)
    with_it = lines_for(home, condition)
    home.put(not_there)
    without_it = lines_for(home, condition)

    assert with_it != []
    assert without_it == []


def test_a_line_for_infants_and_children_is_for_either(home: Home) -> None:
    for counts in ("children = 0\ninfants = 1", "children = 1\ninfants = 0"):
        home.put(FURNISHED.replace("children = 1\ninfants = 1", counts))

        assert "child's pocket" in home.run("checklist", "air-raid").stdout


CANARIES = ("Metformin", "glargine", "nsulin", "School 5", "Oleh", "380 44", "Torch, red", "9 L", "Grandmother")


@pytest.mark.parametrize("form", ["txt", "md", "html"])
@pytest.mark.parametrize("name", NAMES)
def test_a_blank_page_has_nothing_of_the_kit(name: str, form: str, home: Home) -> None:
    home.run("checklist", name, "--blank", "-o", f"page.{form}")
    filled = (home.folder / f"page.{form}").read_text(encoding="utf-8")
    home.kit.unlink()
    home.run("checklist", name, "--blank", "-o", f"other.{form}")

    assert filled == (home.folder / f"other.{form}").read_text(encoding="utf-8")
    assert [word for word in CANARIES if word in filled and word != "nsulin"] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_for_the_fridge_door_names_no_medicine(name: str, home: Home) -> None:
    ran = home.run("checklist", name, "--no-medicines", "-o", "page.txt")
    page = (home.folder / "page.txt").read_text(encoding="utf-8")

    assert ran.code == 0
    assert [word for word in ("etformin", "nsulin", "glargine") if word in page] == []


def test_who_puts_medicines_on_a_page_is_told(home: Home) -> None:
    said = "It names medicines; --no-medicines leaves them out.\n"

    assert home.run("checklist", "go-bag", "-o", "page.txt").stdout.endswith(said)
    assert said not in home.run("checklist", "go-bag", "-o", "other.txt", "--no-medicines").stdout
    assert said not in home.run("checklist", "go-bag", "-o", "blank.txt", "--blank").stdout
    assert said not in home.run("checklist", "go-bag", "-o", "-").stdout


def test_with_medicines_each_persons_are_named_with_their_dose(home: Home) -> None:
    for name in NAMES:
        assert "Anna: Metformin 500 mg, 2 tablets per day" in home.run("checklist", name).stdout


def test_places_and_phone_numbers_stand_on_the_page(home: Home) -> None:
    page = home.run("checklist", "air-raid", "-o", "-").stdout

    assert "Shelter: School 5, cellar\n" in page
    assert "Oleh: +380 44 123 45 67 (uncle)\n" in page
    assert "Alert channels: ____" in page


def test_on_the_screen_there_is_no_line_to_fill_in(home: Home) -> None:
    assert "___" not in home.run("checklist", "air-raid").stdout


def test_a_damaged_kit_is_refused_and_the_list_for_everybody_is_still_there(home: Home) -> None:
    home.put("format = ")

    damaged, blank = home.run("checklist", "air-raid"), home.run("checklist", "air-raid", "--blank")

    assert (damaged.code, damaged.stdout) == (65, "")
    assert (blank.code, blank.stderr) == (0, "")


def test_a_kit_that_was_named_and_is_not_there_is_missed(home: Home) -> None:
    home.kit.unlink()

    assert home.run("checklist", "air-raid").code == 66


def test_a_page_is_private_and_is_not_replaced_unasked(home: Home, golden: Callable[[str, str], None]) -> None:
    told = home.transcript("""
        shelterkit checklist go-bag -o bag.txt
        shelterkit checklist go-bag -o bag.txt
        shelterkit checklist go-bag -o bag.txt --force
        shelterkit checklist go-bag -o nowhere/bag.txt
        shelterkit checklist go-bag -o bag.doc
        shelterkit checklist go-bag -o bag
        shelterkit checklist go-bag --paper a5
        shelterkit checklist go-bag -o bag.html --print
        shelterkit checklist -o bag.html
        shelterkit checklist gobag
        shelterkit checklist volcano
    """)

    golden("cli/checklist-files.txt", told)
    assert stat.S_IMODE((home.folder / "bag.txt").stat().st_mode) == 0o600


def test_the_kit_is_never_written_over(home: Home) -> None:
    text = home.folder / "kit.txt"
    text.write_text(FURNISHED, encoding="utf-8")

    ran = home.run("--kit", str(text), "checklist", "go-bag", "-o", str(text), "--force")

    assert ran.code == 1
    assert text.read_text(encoding="utf-8") == FURNISHED


LP = """#!{python}
import pathlib, sys
here = pathlib.Path(__file__).parent
(here / "words").write_text(repr(sys.argv[1:]))
(here / "page").write_bytes(sys.stdin.buffer.read())
sys.stderr.write({says!r})
sys.exit({code})
"""


def printer(home: Home, monkeypatch: pytest.MonkeyPatch, *, says: str = "", code: int = 0) -> Path:
    """Put a program called lp on the way to all programs, which keeps what it is given."""
    folder = home.folder / "bin"
    folder.mkdir()
    (folder / "lp").write_text(LP.format(python=sys.executable, says=says, code=code), encoding="utf-8")
    (folder / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("checklist go-bag --print", "['-t', 'go-bag', '-o', 'media=A4', '-']"),
        ("checklist --print go-bag", "['-t', 'go-bag', '-o', 'media=A4', '-']"),
        ("checklist go-bag --print --paper letter", "['-t', 'go-bag', '-o', 'media=Letter', '-']"),
        ("checklist go-bag --print office", "['-t', 'go-bag', '-o', 'media=A4', '-d', 'office', '-']"),
        ("checklist go-bag --print=office", "['-t', 'go-bag', '-o', 'media=A4', '-d', 'office', '-']"),
        ("print go-bag --print", "['-t', 'go-bag', '-o', 'media=A4', '-']"),
    ],
)
def test_a_page_goes_to_the_printer(words: str, given: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = printer(home, monkeypatch)

    ran = home.run(*words.split())

    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Sent to the printer")
    assert (folder / "words").read_text() == given
    assert (folder / "page").read_bytes()[:5] in (b"%PDF-", b"Go-ba")
    assert sorted(path.name for path in home.folder.iterdir()) == ["bin", "data"]


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("lp: Error - No default destination.\n", "No printer is set up here."),
        ("/usr/bin/lp: Error - Out of paper.\n", "The printer did not take it: Out of paper."),
        ("", "The printer did not take it."),
    ],
)
def test_without_a_printer_the_page_is_saved_instead(
    says: str, why: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer(home, monkeypatch, says=says, code=1)

    first, second = home.run("checklist", "go-bag", "--print"), home.run("checklist", "go-bag", "--print")

    saved = sorted(path.name for path in home.folder.iterdir() if path.is_file())
    assert [Path(name).stem for name in saved] == ["go-bag-2026-11-23-2", "go-bag-2026-11-23"]
    named = "It names medicines; --no-medicines leaves them out."
    assert first.stdout == f"{why} Saved {saved[1]} instead; print it from any computer.\n{named}\n"
    assert second.stdout == f"{why} Saved {saved[0]} instead; print it from any computer.\n{named}\n"


def test_a_printer_nobody_knows_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    printer(home, monkeypatch, says="lp: Error - The printer or class does not exist.\n", code=1)

    ran = home.run("checklist", "go-bag", "--print", "office")

    assert ran.stdout.startswith("There is no printer called office. Saved go-bag-2026-11-23.")


def test_without_any_program_to_print_with_the_page_is_saved_too(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(home.folder / "nothing"))

    ran = home.run("checklist", "go-bag", "--print")

    assert ran.stdout.startswith("This computer has no program to print with (lp). Saved go-bag-2026-11-23.")


def test_looking_at_a_checklist_writes_nothing(home: Home) -> None:
    before = home.listing()

    for name in NAMES:
        home.run("checklist", name)
        home.run("checklist", name, "--json")
        home.run("checklist", name, "-o", "-")

    assert home.listing() == before


@pytest.mark.parametrize(
    ("kind", "name", "more", "line"),
    [
        ("food", "Cashew nuts", 'kcal = "580/100g"\n', "Have money ready."),
        ("other", "Masking tape", "", "Pack a mask."),
        ("other", "Маскарпоне", "", "Pack a mask."),
        ("water", "Radio water", "", "Pack a small radio."),
    ],
)
def test_a_thing_of_another_kind_or_word_is_not_taken_for_it(
    kind: str, name: str, more: str, line: str, home: Home
) -> None:
    amount = "2 L" if kind == "water" else "2 kg"
    item = f'[[item]]\nid = "x9"\nkind = "{kind}"\nname = "{name}"\namount = "{amount}"\n{more}\n'.replace(
        "x9", f"{kind[0]}9"
    )
    home.put(STOCKED.replace("[next_id]", f"{item}[next_id]"))
    pages = "".join(home.run("checklist", one).stdout for one in NAMES)

    assert f"[ ] {line}\n" in pages
    assert f"{line}\n    {name}" not in pages


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Torches", "Pack a torch."),
        ("Маски", "Pack a mask."),
        ("Ліхтарик", "Pack a torch."),
        ("mask (FFP3)", "Pack a mask."),
    ],
)
def test_a_thing_is_known_in_the_plural_and_by_its_stem(name: str, line: str, home: Home) -> None:
    home.put(STOCKED.replace('"AA batteries"', f'"{name}"'))

    assert f"[x] {line}\n    {name}: in the kit\n" in home.run("checklist", "go-bag").stdout


def test_the_hint_prints_what_is_on_the_screen_and_no_more(home: Home) -> None:
    for words in (
        "checklist go-bag --no-medicines",
        "checklist go-bag --blank --paper letter",
        "--demo checklist go-bag",
    ):
        assert home.run(*words.split()).stdout.endswith(f"Print it:  shelterkit {words} --print\n")


def test_with_quiet_a_page_that_was_not_printed_is_still_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    printer(home, monkeypatch, says="lp: Error - No default destination.\n", code=1)

    assert home.run("checklist", "go-bag", "--print", "-q").stdout.startswith("No printer is set up here. Saved ")
    assert (
        json.loads(home.run("checklist", "go-bag", "--print", "--json").stdout)["reason"] == "No printer is set up here"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_where_nothing_can_be_saved_either_both_are_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    printer(home, monkeypatch, says="lp: Error - No default destination.\n", code=1)
    home.folder.chmod(0o500)

    ran = home.run("checklist", "go-bag", "--print")

    home.folder.chmod(0o700)
    assert (ran.code, ran.stdout) == (1, "")
    assert ran.stderr.startswith("Error: No printer is set up here, and ")


@pytest.mark.parametrize("text", ["format = ", FURNISHED.replace('"de-bbk"', '"zz"'), None])
def test_a_kit_that_cannot_be_used_never_stands_before_the_list(text: str | None, home: Home) -> None:
    if text is None:
        home.kit.unlink()
    else:
        home.put(text)

    refused = home.run("checklist", "air-raid")

    assert refused.code in (65, 66)
    assert refused.stderr.rstrip().endswith("or  shelterkit checklist air-raid --blank")
    assert home.run("checklist", "air-raid", "--blank").code == 0


@pytest.mark.parametrize(
    "words", ["checklist go-bag -o=x.txt", "checklist go-bag -ox.txt", "shop -o=x.txt", "count -o=x.txt"]
)
def test_a_file_is_named_the_same_however_it_is_joined_to_its_option(words: str, home: Home) -> None:
    assert home.run(*words.split()).code == 0
    assert (home.folder / "x.txt").exists()


def test_the_words_offered_touch_nothing_but_the_file(home: Home) -> None:
    assert "Try:  shelterkit checklist go-bag -o go-bag.pdf\n" in home.run("checklist", "go-bag", "-o", "go-bag").stderr
    assert "Try:  shelterkit shop -o shop.txt\n" in home.run("shop", "-o", "shop").stderr


def test_what_somebody_emptied_by_hand_is_not_there(home: Home) -> None:
    home.put(
        FURNISHED.replace('"+380 44 123 45 67"', '""').replace('"School 5, cellar"', '""').replace('"uncle"', '""')
    )

    ran = home.run("checklist", "air-raid", "-o", "-")

    assert (ran.code, ran.stderr) == (0, "")
    assert "Shelter: ____" in ran.stdout
    assert "\nOleh\n" in ran.stdout


def test_a_link_to_the_kit_is_not_replaced_either(home: Home) -> None:
    link = home.folder / "link.txt"
    link.symlink_to(home.kit)

    assert home.run("checklist", "go-bag", "-o", "link.txt", "--force").code == 1
    assert link.is_symlink()


@pytest.mark.parametrize("words", ["--print office", "--print=office", "--print"])
def test_the_words_offered_without_a_printer_work(words: str, home: Home) -> None:
    ran = home.run("checklist", "go-bag", "-o", "bag.html", *words.split())

    assert ran.stderr.endswith("Try:  shelterkit checklist go-bag -o bag.html\n")
    assert home.run("checklist", "go-bag", "-o", "bag.html").code == 0


def test_for_a_name_that_is_too_long_another_one_is_offered(home: Home) -> None:
    ran = home.run("checklist", "go-bag", "-o", f"{'x' * 300}.txt")

    assert (ran.code, ran.stderr.splitlines()[-1]) == (74, "Try:  shelterkit checklist go-bag -o page.txt")
