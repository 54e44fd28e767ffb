from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.cli import main as cli_main
from tests.stocked import STOCKED, Home

if TYPE_CHECKING:
    from collections.abc import Sequence

READING = (
    "status", "status --days 3", "list", "list food --sort date", "show w1", "expires", "expires --all", "household",
    "history", "where", "advisory", "advisory list", "advisory show de-bbk", "advisory compare", "advisory check",
)  # fmt: skip
WRITING = (
    "add water 3L", "use w1 1", "use f1 --all", "edit w1 --where garage", "remove o1", "remove w1 f1 f2 --yes",
    "household --adults 3", "household --days 5 --hot", "household add Bob", "household remove Anna",
    "household dose Anna Ibuprofen 1/day", "advisory use us-cdc", "undo", "undo 2",
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with a stocked kit that has been changed, so that there is something to undo."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    made.put(STOCKED)
    for words in ("edit o1 --note spare", "edit w1 --where attic", "edit f2 --where shed"):
        assert made.run(*words.split()).code == 0
    return made


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("option", ["--json", "--plain", "-q", "--no-input", "--demo", "--on 2027-06-01", "--debug"])
def test_a_global_option_means_the_same_before_and_after_a_command(command: str, option: str, home: Home) -> None:
    if command == "show w1" and option == "--demo":
        command = "show f1"

    before, after = home.run(*option.split(), *command.split()), home.run(*command.split(), *option.split())

    assert before == after
    assert before.code == 0


@pytest.mark.parametrize("command", ["add water 3L", "household --adults 3", "remove o1"])
@pytest.mark.parametrize("option", ["--json", "-q", "--no-input"])
def test_a_global_option_means_the_same_before_and_after_a_writer(command: str, option: str, home: Home) -> None:
    before, after = home.run(option, *command.split(), "-n"), home.run(*command.split(), option, "-n")

    assert before == after
    assert before.code == 0


@pytest.mark.parametrize("option", ["-n", "--dry-run", "-y", "--yes"])
def test_what_writers_take_stands_before_them_too(option: str, home: Home) -> None:
    bytes_before = home.kit.read_bytes()

    seen = home.run(option, "remove", "w1", "f1", "f2")

    assert seen.code == 0, seen.stderr
    assert (home.kit.read_bytes() == bytes_before) == (option in ("-n", "--dry-run"))


def test_the_later_of_two_options_wins(home: Home, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(STOCKED.replace("Drinking water", "Well water"))

    for words in (
        ("--kit", "nowhere", "show", "w1", "--kit", str(other)),
        ("--kit", "nowhere", "--kit", str(other), "show", "w1"),
        ("show", "--kit", "nowhere", "w1", f"--kit={other}"),
    ):
        assert "Well water" in home.run(*words).stdout

    assert home.run("--on", "2020-01-01", "status", "--on", "2027-06-01", "--json").stdout.startswith(
        '{"schema": "shelterkit.status/1", "today": "2027-06-01"'
    )


@pytest.mark.parametrize("command", WRITING)
@pytest.mark.parametrize("on", ["before", "after"])
def test_nothing_is_written_on_another_day(command: str, on: str, home: Home) -> None:
    day, before = ("--on", "2027-01-01"), home.listing()

    seen = home.run(*(day if on == "before" else ()), *command.split(), *(day if on == "after" else ()))

    assert (seen.code, seen.stdout) == (2, "")
    assert "Nothing was changed." in seen.stderr
    assert home.listing() == before


@pytest.mark.parametrize("command", [*WRITING, "redo", "init --adults 2", "edit --file"])
def test_the_sample_kit_is_never_changed(command: str, home: Home) -> None:
    before = home.listing()

    seen = home.run("--demo", *command.split())

    assert (seen.code, seen.stdout) == (2, "")
    assert seen.stderr.startswith("Error: the sample kit cannot be changed.\nNothing was changed.\nTry:  shelterkit ")
    assert home.listing() == before


@pytest.mark.parametrize("command", [*WRITING, "redo"])
@pytest.mark.parametrize("option", ["-n", "--dry-run"])
def test_a_dry_run_leaves_every_file_as_it_was(command: str, option: str, home: Home) -> None:
    home.run("undo")
    before = home.listing()

    seen = home.run(*command.split(), option)

    assert seen.code == 0, seen.stderr
    assert "Nothing was saved: this was a dry run." in seen.stdout
    assert "Undo:" not in seen.stdout
    assert home.listing() == before


def test_a_dry_run_of_init_makes_nothing(home: Home, tmp_path: Path) -> None:
    before = home.listing()

    seen = home.run("--kit", str(tmp_path / "new" / "kit.toml"), "init", "--adults", "2", "-n")

    assert seen.code == 0
    assert home.listing() == before


@pytest.mark.parametrize("command", WRITING)
def test_a_quiet_writer_says_nothing_and_saves(command: str, home: Home) -> None:
    before = home.kit.read_bytes()

    seen = home.run(*command.split(), "--quiet")

    assert seen == ("", "", 0)
    assert home.kit.read_bytes() != before


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("form", ["", "--json", "--plain"])
def test_looking_writes_nothing(command: str, form: str, home: Home) -> None:
    before = home.listing()

    seen = home.run(*command.split(), *form.split())

    assert seen.code == 0
    assert home.listing() == before


UNASKED = [
    ("init", "init needs --adults"),
    ("remove w1 f1 f2", "needs --yes"),
    ("add water 3L -b 2070", "needs --yes"),
    ("edit w1", "needs options"),
]


@pytest.mark.parametrize(("command", "_why"), UNASKED)
def test_nobody_is_asked_where_nobody_answers(command: str, _why: str, home: Home, tmp_path: Path) -> None:
    kit = ("--kit", str(tmp_path / "new.toml")) if command == "init" else ()

    seen = home.run(*kit, *command.split(), "--no-input")

    assert seen.code == 2
    assert seen.stdout == ""


QUICK: list[Sequence[str]] = [
    (),
    ("status",),
    ("status", "--json"),
    ("--json", "status"),
    ("--plain",),
    ("status", "--plain", "--json"),
    ("status", "--days", "3"),
    ("status", "--days=30", "--json"),
    ("status", "--on", "2027-06-01"),
    ("--on=2027-06-01",),
    ("-q", "status"),
    ("--quiet", "--no-input", "--debug"),
    ("--color", "never"),
    ("--color=always", "status"),
    ("--color", "always", "--color", "never", "status"),
    ("--demo",),
    ("--demo", "status", "--json"),
    ("status", "--demo"),
    ("--kit", "nowhere.toml"),
    ("--kit", "nowhere.toml", "status"),
    ("--kit", ""),
    ("--kit=", "status"),
    ("--color", ""),
    ("--color", "blorp"),
    ("--on", ""),
    ("--on", "none"),
    ("--on", "05/06/2027", "status"),
    ("--on", "blorp"),
    ("--kit",),
    ("status", "--kit"),
    ("status", "--days"),
    ("status", "--days", "0"),
    ("status", "--days", "x"),
    ("status", "--days", "٣"),
    ("status", "--days", "-5"),
    ("status", "--days", "3651"),
    ("status", "--days", "03"),
    ("status", "--days", "3", "--days", "5", "--json"),
    ("--days", "3", "status"),
    ("status", "status"),
    ("status", "--blorp"),
    ("status", "--jso"),
    ("status", "-qq"),
    ("status", "-q", "-q"),
    ("status", "--", "--json"),
    ("--", "status"),
    ("-",),
    ("",),
    ("status", ""),
    ("status", "--json=1"),
    ("--json=", "status"),
    ("--quiet=yes",),
    ("status", "--kit", "--json"),
    ("status", "--kit", "-q"),
]


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_the_quick_way_and_the_long_way_say_the_same(
    words: Sequence[str], home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.folder)
    quick = home.run(*words)
    monkeypatch.setattr(cli_main, "quick_answer", lambda *_: None)

    long = home.run(*words)

    assert quick == long


HEAVY = (
    "rich",
    "typer",
    "pydantic",
    "importlib.metadata",
    "platformdirs",
    "difflib",
    "dataclasses",
    "click",
    "tomli_w",
    "csv",
    "shelterkit.catalogue",
)


@pytest.mark.parametrize(("words", "json_too"), [(("status", "--json"), True), (("status",), False), ((), False)])
def test_status_loads_no_more_than_it_needs(words: tuple[str, ...], json_too: bool, home: Home) -> None:  # noqa: FBT001 - a table
    code = (
        "import sys; from shelterkit.cli.main import main; "
        f"code = main({['--kit', str(home.kit), *words]!r}); "
        "sys.stderr.write(chr(10).join(sys.modules)); sys.exit(code)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent
    )

    loaded = set(ran.stderr.splitlines())
    assert ran.returncode == 0
    assert loaded & set(HEAVY) == set()
    assert ("json" in loaded) == json_too
