"""Whom to call and where to go, as somebody at home notes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Golden = Callable[[str, str], None]

NOTED = STOCKED.replace(
    "days = 10\n", 'days = 10\nshelter = "School 5, cellar"\nmeeting_place = "The old oak"\n'
).replace(
    "[next_id]",
    """\
[[contact]]
name = "Aunt Olha"
phone = "555-0142"
ring = "twice"

[[contact]]
name = "Doctor"
phone = "555 0100"
note = "weekdays, 8 to 12"

[[contact]]
name = "Petro next door"

[next_id]""",
)


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with something of every kind in its kit, and nobody to call yet."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    made.put(STOCKED)
    return made


SCREENS = {
    "contacts": """
        shelterkit household contact
        shelterkit household contact add "Aunt Olha" 555-0142
        shelterkit household contact add Aunt Vira +380 --note "speaks up"
        shelterkit household contact add Doctor "555 0100 ext. 7" --note "weekdays, 8 to 12"
        shelterkit household contact add "AUNT OLHA" 555-0199
        shelterkit household contact add doctor "555 0100 ext. 7"
        shelterkit household contact add doctor "555 0100 ext. 7" --note ""
        shelterkit household contact add Neighbour 112 --dry-run
        shelterkit household contact
        shelterkit household contact remove doctor --dry-run
        shelterkit household contact remove aunt olha
        shelterkit undo
        shelterkit undo 2
        shelterkit redo
        shelterkit household contact add Fire 101 --json
        shelterkit household contact --json
        shelterkit household contact --plain
        shelterkit history
    """,
    "places": """
        shelterkit household place
        shelterkit household place shelter School 5, cellar, 12 Oak Street
        shelterkit household place meeting place the old oak
        shelterkit household place "Meeting place" Place Foch
        shelterkit household place alerts radio 105.0 FM, Air Alert app
        shelterkit household place alert_channels none --dry-run
        shelterkit household place alert channels none
        shelterkit household place alert none
        shelterkit household place shelter ""
        shelterkit undo
        shelterkit undo 4
        shelterkit household place shelter
        shelterkit household place shelter Cellar --json
        shelterkit household place --json
        shelterkit household place --plain
    """,
}


@pytest.mark.parametrize("name", SCREENS)
def test_noting_it_reads_as_agreed(name: str, home: Home, golden: Golden) -> None:
    golden(f"cli/{name}.txt", home.transcript(SCREENS[name]))


def test_the_household_shows_where_to_go_and_whom_to_call(home: Home, golden: Golden) -> None:
    home.put(NOTED)

    lines = "shelterkit household\nshelterkit household --json\nshelterkit household --plain"

    golden("cli/household-noted.txt", home.transcript(lines))


@pytest.mark.parametrize("columns", [80, 40])
def test_it_fits_the_screen(columns: int, home: Home, golden: Golden) -> None:
    home.put(NOTED)
    home.run(
        "household", "place", "alerts", "radio 105.0 FM, the Air Alert app, loudspeakers in the street, neighbours"
    )

    seen = [on_terminal(columns, "household", *words).text for words in ((), ("contact",), ("place",))]

    golden(f"cli/contacts-{columns}.txt", "\n".join(seen).replace("\x1b", "ESC"))


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("shelter", "shelter"),
        ("SHELTER", "shelter"),
        ("meeting-place", "meeting_place"),
        ("meeting_place", "meeting_place"),
        ("meeting place", "meeting_place"),
        ("Meeting", "meeting_place"),
        ("alert-channels", "alert_channels"),
        ("alert_channels", "alert_channels"),
        ("alert  channels", "alert_channels"),
        ("alert-channel", "alert_channels"),
        ("alerts", "alert_channels"),
        ("alert", "alert_channels"),
        ("channels", "alert_channels"),
    ],
)
def test_a_place_has_the_names_people_use(word: str, place: str, home: Home) -> None:
    home.run("household", "place", word, "over", "there")

    told = json.loads(home.run("household", "--json").stdout)["places"]
    assert {key: text for key, text in told.items() if text} == {place: "over there"}


@pytest.mark.parametrize(
    "phone",
    ["112", "+380 (44) 123-45-67", "*101#", "050/123.45.67", "555 0100 ext 7", "дод. 12", "12, 13; or 14", "١٢٣"],
)
def test_a_phone_number_is_kept_as_it_was_typed(phone: str, home: Home) -> None:
    assert home.run("household", "contact", "add", "Somebody", phone).code == 0

    contacts = json.loads(home.run("household", "contact", "--json").stdout)["contacts"]
    assert contacts == [{"name": "Somebody", "phone": phone, "note": None}]


@pytest.mark.parametrize("phone", ["", "abc", "1", "no. 7", "olha12@example.org", "12<b>", "12\x1b[1m", "1\u202e2"])
def test_what_is_no_phone_number_is_refused(phone: str, home: Home) -> None:
    ran = home.run("household", "contact", "add", "Somebody", phone)

    assert ran.code == 2
    assert "Nothing was changed.\n" in ran.stderr
    assert home.kit.read_text() == STOCKED


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("555-0142 Olha", "shelterkit household contact add Olha 555-0142"),
        ("Aunt Olha 555 01 42", 'shelterkit household contact add "Aunt Olha" "555 01 42"'),
        ("Aunt Olha 555 01 42 --note aunt", 'shelterkit household contact add "Aunt Olha" "555 01 42" --note aunt'),
        ("Olha", "shelterkit household contact add --help"),
    ],
)
def test_a_contact_that_is_not_clear_is_offered_as_it_probably_was_meant(typed: str, offered: str, home: Home) -> None:
    ran = home.run("household", "contact", "add", *typed.split())

    assert (ran.code, ran.stderr.splitlines()[-1]) == (2, f"Try:  {offered}")


def test_a_number_typed_without_add_is_offered_with_it(home: Home) -> None:
    ran = home.run("household", "contact", "Aunt Olha", "555-0142")

    assert ran.stderr.splitlines()[-1] == 'Try:  shelterkit household contact add "Aunt Olha" 555-0142'


def test_what_is_not_understood_of_a_contact_stays(home: Home) -> None:
    home.put(NOTED)

    home.run("household", "contact", "add", "aunt olha", "555-0199", "--note", "has a key")

    assert 'name = "Aunt Olha"\nphone = "555-0199"\nnote = "has a key"\nring = "twice"\n' in home.kit.read_text()


def test_two_of_one_name_are_both_removed_and_named(home: Home) -> None:
    home.put(NOTED.replace('"Petro next door"', '"doctor"'))

    ran = home.run("household", "contact", "remove", "Doctor")

    assert ran.stdout.splitlines() == [
        "Off the list: Doctor, 555 0100",
        "Off the list: doctor, no number",
        "Undo: shelterkit undo",
    ]


def test_a_place_takes_more_words_than_a_name_but_not_any_number(home: Home) -> None:
    fits, too_long = (
        home.run("household", "place", "shelter", "a" * 200),
        home.run("household", "place", "alert", "b" * 201),
    )

    assert (fits.code, too_long.code) == (0, 2)
    assert too_long.stderr.startswith("Error: the place is 201 characters long; 200 is the most.\n")


HOSTILE = ("\x1b[2Jred", "bell\x07", "bidi \u202eevil", "\udcff")
NOTING = (("contact", "add", "{}", "112"), ("contact", "add", "A", "112{}"), ("place", "shelter", "{}"))
WITH_NOTE = ("contact", "add", "A", "112", "--note", "{}")


@pytest.mark.parametrize(
    ("words", "text"),
    [(words, text) for words in (*NOTING, WITH_NOTE) for text in HOSTILE] + [(words, "a\nb") for words in NOTING],
)
def test_nothing_that_would_act_on_a_terminal_is_noted(words: tuple[str, ...], text: str, home: Home) -> None:
    ran = home.run("household", *(word.replace("{}", text) for word in words))

    assert ran.code == 2
    assert ran.stderr.replace("\n", "").isprintable()
    assert home.kit.read_text() == STOCKED


@pytest.mark.parametrize(
    "text", ["\\u001b[2Jred", "bell\\u0007", "bidi \\u202eevil", "[red]x[/red]", "a\\nb", "語" * 60]
)
@pytest.mark.parametrize("command", ["household", "household contact", "household place", "undo"])
def test_what_a_kit_has_already_is_shown_escaped(text: str, command: str, home: Home) -> None:
    home.put(
        STOCKED.replace("days = 10\n", f'days = 10\nshelter = "{text}"\n').replace(
            "[next_id]", f'[[contact]]\nname = "{text}"\nphone = "{text}"\nnote = "{text}"\n[next_id]'
        )
    )
    if command == "undo":
        home.run("household", "contact", "add", "Fire", "101")

    ran = home.run(*command.split())

    assert ran.code == 0, ran.stderr
    assert [char for char in ran.stdout if not char.isprintable() and char != "\n"] == []


def test_whom_to_call_is_asked_on_any_day_and_noted_today_only(home: Home) -> None:
    looked = home.run("household", "contact", "--on", "2027-01-01")
    noted = home.run("household", "contact", "add", "Fire", "101", "--on", "2027-01-01")

    assert (looked.code, noted.code) == (0, 2)
    assert home.kit.read_text() == STOCKED


@pytest.mark.parametrize("how", ["shelf", "fridge", "freezer", "Refrigerator", "none"])
def test_how_an_item_is_kept_is_noted_and_taken_back(how: str, home: Home) -> None:
    wanted = {"Refrigerator": "fridge", "none": None}.get(how, how)

    added = home.run("add", "med", "Insulin", "300ml", "--kept", how)
    edited = home.run("edit", "w1", "--kept", how)

    items = {item["id"]: item["kept"] for item in json.loads(home.run("list", "--json").stdout)["items"]}
    assert (items["m2"], items["w1"]) == (wanted, wanted)
    assert (("kept " in added.stdout), ("Kept: " in edited.stdout)) == (wanted is not None, wanted is not None)


def test_how_an_item_is_kept_is_said_in_words(home: Home) -> None:
    added = home.run("add", "med", "Insulin", "300ml", "-w", "kitchen", "--kept", "fridge")
    edited = home.run("edit", "m2", "--kept", "shelf")
    shown = home.run("show", "m2")

    assert added.stdout.splitlines()[0] == "Added m2  Insulin, 300 ml, kitchen, kept in the fridge"
    assert edited.stdout.splitlines()[1] == "Kept: on the shelf (was in the fridge)."
    assert "  Kept         on the shelf" in shown.stdout.splitlines()
