"""What is typed or stands in a file where parsers seldom come: odd doses, odd settings, odd words."""

from __future__ import annotations

import io
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from shelterkit.cli import inputs
from shelterkit.cli.quick import quick_answer
from shelterkit.cli.request import Request
from shelterkit.codec.characters import hostile_characters
from shelterkit.codec.reading import decode
from shelterkit.codec.writing import encode
from shelterkit.errors import BadDataError, BadValue, NoKitError, NotDoneError, UsageError, WrongFieldsError
from shelterkit.inventory.counting import CountError, counted
from shelterkit.inventory.items import Inventory, Item, checked
from shelterkit.inventory.taking import asked_words, recounted, take
from shelterkit.quantities.amounts import parse_amount
from shelterkit.quantities.doses import parse_dose
from shelterkit.quantities.energy import parse_energy
from shelterkit.quantities.words import split_amount
from shelterkit.settings import Config, kit_place, local_advisory, read_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = date(2026, 11, 23)
NO_TEXT = "name must be text in quotes"
KIT: dict[str, Any] = {"format": 1, "household": {"adults": 2}}


def mistakes_of(document: dict[str, Any], on: date | None = None) -> list[tuple[tuple[str | int, ...], str]]:
    with pytest.raises(WrongFieldsError) as caught:
        decode(document, on=on)
    return [(problem.path, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"check": "soon"}, ("check",), "check must be a table"),
        ({"plan": {"hot": "yes"}}, ("plan", "hot"), "hot must be true or false"),
        ({"item": [{"id": "o1", "kind": "other", "name": "", "amount": "1"}]}, ("item", 0, "name"), NO_TEXT),
        ({"shared": 1}, ("shared",), "shared must be true or false"),
        ({"person": [{"name": "Mia", "born": 2027}]}, ("person", 0, "born"), "Mia is born in the future"),
        ({"person": [{"name": "Mia", "born": date(2026, 11, 24)}]}, ("person", 0, "born"), "Mia is born in the future"),
    ],
)
def test_an_odd_field_is_a_mistake_with_its_place(
    fields: dict[str, Any], path: tuple[str | int, ...], message: str
) -> None:
    assert mistakes_of({**KIT, **fields}, TODAY) == [(path, message)]


def test_what_a_hand_emptied_is_not_there() -> None:
    torch = {"id": "o1", "kind": "other", "name": "Torch", "amount": "1", "where": ""}

    kit = decode({**KIT, "contact": [{"name": "Anna", "phone": "112", "note": " "}], "item": [torch]})

    assert (kit.contacts[0].note, kit.inventory.items[0].where) == (None, None)


@pytest.mark.parametrize("shared", [True, False])
def test_whether_a_kit_is_shared_stays_as_it_is_written(*, shared: bool) -> None:
    document = {**KIT, "shared": shared}

    kit = decode(document)

    assert (kit.shared, encode(kit, document)["shared"]) == (shared, shared)


SHELF = Inventory((
    Item("w1", "water", "Water", parse_amount("6 x 1.5 L")),
    Item("f1", "food", "Rice", parse_amount("2 kg")),
    Item("f2", "food", "Rice flour", parse_amount("1 kg")),
))  # fmt: skip


def test_a_part_of_a_pack_is_no_number_of_packs() -> None:
    with pytest.raises(BadValue) as caught:
        recounted(SHELF.items[0], parse_amount("2.5"))

    assert caught.value.code == "amount-unit"


@pytest.mark.parametrize(
    "words",
    [
        ("Rice", "flour", *("x",) * 59),
        ("Rice", "2", "kg", "Rice", "flour", "1", "kg", "and"),
        ("Rice", "flour", "2", "kg", "Water", "6", "x", "1.5", "L", "Rice", "2", "kilo", "3"),
    ],
)
def test_words_that_are_no_pairs_are_not_made_into_some(words: tuple[str, ...]) -> None:
    with pytest.raises(CountError) as caught:
        counted(SHELF, words)

    assert caught.value.better == ()


def test_words_with_two_ways_to_one_dead_end_are_not_made_into_pairs() -> None:
    tins = Inventory((
        Item("f1", "food", "Tin", parse_amount("2 kg")),
        Item("f2", "food", "Tin 6 x", parse_amount("2 kg")),
    ))  # fmt: skip

    with pytest.raises(CountError) as caught:
        counted(tins, ("Tin", "6", "x", "2", "kg", "of"))

    assert caught.value.better == ()


def test_an_item_without_a_name_is_put_on_no_shelf() -> None:
    with pytest.raises(BadValue, match="an item needs a name") as caught:
        checked(SHELF.items[0]._replace(name="  "))

    assert caught.value.code == "name-missing"


def test_what_is_too_little_to_be_told_is_not_opened_by_halves() -> None:
    saffron = Item("f1", "food", "Saffron", parse_amount("2 x 0.5 g"), energy=parse_energy("1/0.001can"))

    with pytest.raises(BadValue, match="cannot be opened by halves") as caught:
        take(Inventory((saffron,)), [saffron], parse_amount("0.3 g"), on=TODAY, by_id=True)

    assert caught.value.code == "amount-range"


@pytest.mark.parametrize(
    ("typed", "dose"),
    [("2/1 days", ("2", None, "day")), ("2/2 days", ("2", None, "48h")), ("1/3days", ("1", None, "72h"))],
)
def test_a_dose_every_few_days_is_counted_in_hours(typed: str, dose: tuple[str, str | None, str]) -> None:
    number, unit, period = parse_dose(typed)

    assert (str(number), unit, period) == dose


@pytest.mark.parametrize(
    ("typed", "two", "instead"),
    [
        (("Beans", "2", "trays", "12x0.7L"), "2 trays", ("24x0.7L",)),
        (("Juice", "0", "trays", "1L"), "0 trays", ("Juice 0 trays",)),
        (("Beans", "12", "cans", "big", "400g"), "12 cans", ("Beans 12 cans big",)),
    ],
)
def test_an_amount_in_a_name_is_refused(typed: tuple[str, ...], two: str, instead: tuple[str, ...]) -> None:
    with pytest.raises(BadValue) as caught:
        split_amount(typed)

    assert (caught.value.code, caught.value.instead) == ("amount-two", instead)
    assert str(caught.value).startswith(f'"{two}" is an amount in the name')


def test_dots_behind_a_link_lead_where_the_system_goes(tmp_path: Path) -> None:
    (tmp_path / "disk" / "kits").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "disk" / "kits")

    places = [
        kit_place(str(tmp_path / "link" / ".." / "kit.toml"), {}),
        kit_place(str(tmp_path / "." / "kit.toml"), {}),
    ]

    assert [place.path for place in places] == [str(tmp_path / "disk" / "kit.toml"), str(tmp_path / "kit.toml")]


@pytest.mark.parametrize("answer", [RuntimeError("Could not determine home directory."), "folder"])
def test_a_user_whose_home_nobody_knows_is_told_so(answer: RuntimeError | str, monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs  # noqa: PLC0415

    def folder(*_words: object, **_options: object) -> str:
        if isinstance(answer, RuntimeError):
            raise answer
        return answer

    monkeypatch.setattr(platformdirs, "user_data_dir", folder)

    with pytest.raises(NoKitError, match="this user has no home folder") as caught:
        kit_place(None, {})

    assert caught.value.code == "no-home"


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ('color = "pink"', {}, '{}: color must be one of auto, always, never, not "pink"'),
        ('[dates]\norder = "xyz"', {}, '{}: dates.order must be one of dmy, mdy, ymd, not "xyz"'),
        ("", {"SHELTERKIT_COLOR": "no"}, 'SHELTERKIT_COLOR: color must be one of auto, always, never, not "no"'),
        ("color = [1]", {}, '{}: color must be one of auto, always, never, not "[1]"'),
        ("color = = 1", {}, "config.toml has 1 mistake"),
        ("x = " + "[" * 5000, {}, "config.toml has 1 mistake"),
        ("\udcff", {}, "config.toml has 1 mistake"),
    ],
)
def test_a_setting_that_is_none_is_refused(text: str, environment: dict[str, str], said: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_bytes(text.encode(errors="surrogateescape"))

    with pytest.raises(BadDataError) as caught:
        read_config({"SHELTERKIT_CONFIG_DIR": str(tmp_path), **environment})

    assert (str(caught.value), caught.value.code) == (said.format(config), "config-damaged")


@pytest.mark.parametrize(
    ("text", "config"),
    [
        (None, Config()),
        ("", Config()),
        ('dates = "dmy"', Config()),
        ('\ufeffcolor = "never"\r\n[dates]\r\norder = "ymd"\r\n', Config("ymd", "never")),
    ],
)
def test_settings_that_read_are_taken(text: str | None, config: Config, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "config.toml").write_bytes(text.encode())

    assert read_config({"SHELTERKIT_CONFIG_DIR": str(tmp_path)}) == config


def test_settings_that_are_no_file_are_not_waited_for(tmp_path: Path) -> None:
    import os  # noqa: PLC0415

    os.mkfifo(tmp_path / "config.toml")

    assert read_config({"SHELTERKIT_CONFIG_DIR": str(tmp_path)}) == Config()


def test_without_a_home_there_are_no_settings() -> None:
    assert read_config({"HOME": "here"}) == Config()


@pytest.mark.parametrize(
    ("text", "what", "code"), [("語" * 61, "name", "text-long"), ("n" * 2001, "note", "text-long")]
)
def test_a_text_too_long_is_refused(text: str, what: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        inputs.typed_text(text, what)

    assert caught.value.code == code


class Asked(Request):
    """A run with somebody there to answer."""

    def can_ask(self) -> bool:
        return True


def asked(*words: str) -> Request:
    request = Asked((), TODAY)
    for word in words:
        setattr(request, word, True)
    return request


@pytest.mark.parametrize(("answer", "is_yes"), [("y\n", True), ("Так\n", True), ("", False), ("n\n", False)])
def test_only_a_yes_is_a_yes(
    *,
    answer: str,
    is_yes: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))

    if is_yes:
        inputs.confirm(asked(), ["this \x1b[2J goes"], "Remove it?")
    else:
        with pytest.raises(NotDoneError, match="you answered no"):
            inputs.confirm(asked(), ["this \x1b[2J goes"], "Remove it?")

    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert shown.endswith("Remove it? [y/N] ")


@pytest.mark.parametrize(
    ("answers", "is_yes", "asked_again"),
    [("да\nj\n", True, 1), ("oui\nsi\nnein\n", False, 2), ("т\nok\nsure\ny\n", False, 2), ("maybe\n", False, 1)],
)
def test_what_is_neither_a_yes_nor_a_no_is_asked_three_times_at_most(
    *,
    answers: str,
    is_yes: bool,
    asked_again: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))

    said = inputs.agrees(asked(), "Remove it?")

    assert said is is_yes
    assert capsys.readouterr().out.count("Please answer y or n.") == asked_again


def test_what_was_agreed_to_beforehand_is_not_asked() -> None:
    inputs.confirm(asked("yes"), [], "Remove it?")
    inputs.confirm(asked("dry_run"), [], "Remove it?")
    with pytest.raises(UsageError, match="Nobody is here to answer, so add --yes"):
        inputs.confirm(Request((), TODAY), [], "Remove it?")


@pytest.mark.parametrize(("answer", "is_taken"), [("y\n", True), ("\n", False)])
def test_a_date_far_ahead_is_asked_about(
    *,
    answer: str,
    is_taken: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))

    if is_taken:
        typed = inputs.typed_date(asked(), "2090-01-01")
        assert typed is not None
        assert typed.day == date(2090, 1, 1)
    else:
        with pytest.raises(UsageError, match="more than 30 years ahead; if that is right, add --yes"):
            inputs.typed_date(asked(), "2090-01-01")

    assert capsys.readouterr().out == "2090-01-01 is more than 30 years ahead. Is that right? [y/N] "


@pytest.mark.parametrize(
    "words",
    [
        "",
        "status",
        "status --days 7",
        "status --days=7 --plain",
        "--kit KIT status",
        "check",
        "check --within 30d --only water",
        "checklist",
        "checklist --blank Anna Maria",
        "checklist --paper=letter --no-medicines -o -",
    ],
)
def test_the_words_of_every_day_need_no_typer(words: str, tmp_path: Path) -> None:
    answer = quick_answer(words.replace("KIT", str(tmp_path / "kit.toml")).split(), Request((), TODAY))

    assert answer is not None


@pytest.mark.parametrize(
    "words",
    ["list", "status --days", "status --days 0", "status --days x", "status --blorp", "status now", "check --only",
     "check --within=-3d", "status --days 99999", "--kit", "status check", "status --help"],
)  # fmt: skip
def test_odd_words_are_left_to_typer(words: str) -> None:
    assert quick_answer(words.split(), Request((), TODAY)) is None


@pytest.mark.parametrize(
    ("words", "printer"), [("--print", ""), ("--print -q", ""), ("--print Office", "Office"), ("--print=", "")]
)
def test_a_printer_may_be_left_out(words: str, printer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from shelterkit.cli import checklists  # noqa: PLC0415

    seen: list[Any] = []
    show: Callable[..., None] = lambda _request, _name, _asked, wish: seen.append(wish.printer)  # noqa: E731
    monkeypatch.setattr(checklists, "show_checklist", show)

    answer = quick_answer(["checklist", *words.split()], Request((), TODAY))
    assert answer is not None
    answer()

    assert seen == [printer]


@pytest.mark.parametrize(
    ("environment", "advisory"),
    [({}, "us-cdc"), ({"LANG": "C.UTF-8"}, "us-cdc"), ({"LANG": "uk_UA.UTF-8"}, "ua-mvs"), ({"LANG": "de"}, "de-bbk"),
     ({"LC_ALL": "en_GB@euro", "LANG": "de_DE"}, "uk-prepare"), ({"LC_ALL": "", "LANG": "sv_XX"}, "se-mcf")],
)  # fmt: skip
def test_the_first_advice_is_that_of_the_country_else_of_the_language(
    environment: dict[str, str], advisory: str
) -> None:
    assert local_advisory(environment) == advisory


def test_a_kit_that_is_named_needs_a_name() -> None:
    with pytest.raises(UsageError, match="--kit needs a file"):
        kit_place("", {"SHELTERKIT_KIT": "kit.toml"})


def test_a_dose_a_person_both_or_neither_may_be_typed() -> None:
    dose = parse_dose("2/day")

    typed = [
        inputs.typed_intake(*words) for words in ((None, None), ("2/day", None), (None, " Anna "), ("2/day", "Bo"))
    ]

    assert typed == [None, (dose, None), (None, "Anna"), (dose, "Bo")]


def test_a_name_of_a_field_that_a_terminal_obeys_is_found() -> None:
    document = {"mine": [{"a\x1bb": "c\x07"}], "note": "x\ny"}

    assert hostile_characters(document) == [(("mine", 0, "a\x1bb"), "\x1b"), (("mine", 0, "a\x1bb"), "\x07")]


@pytest.mark.parametrize(
    ("item", "wanted", "words"),
    [(0, None, "1 bottle"), (0, "3", "3 bottles"), (1, "0.5 kg", "0.5 kg"), (0, "2 L", "2 L")],
)
def test_what_was_asked_for_is_said_in_the_pieces_it_means(item: int, wanted: str | None, words: str) -> None:
    assert asked_words(SHELF.items[item], parse_amount(wanted) if wanted else None) == words
