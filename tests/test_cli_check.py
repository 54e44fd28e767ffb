"""`check` as it is typed: its forms, its exit codes, its refusals, and whom it tells."""

from __future__ import annotations

import json
import os
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from shelterkit.cli import main as cli_main
from tests.conftest import Ran
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal
from tests.test_cli_streams import as_somebody, start
from tests.test_cli_terminal import OUR_COLOURS, cells, hostile_kit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Golden = Callable[[str, str], None]

DAY = date(2026, 12, 8)
ON = ("--on", str(DAY))
CANARY = "Canary"
NAMED = (
    STOCKED.replace("saved = 2020-01-01", "saved = 2026-11-23")
    .replace("Metformin 500 mg", f"{CANARY} pills")
    .replace('"Buckwheat"', f'"{CANARY} groats"')
    .replace('"Canned beans"', f'"{CANARY} beans"')
    .replace('"AA batteries"', f'"{CANARY} cells"')
    .replace('"Drinking water"', f'"{CANARY} water"')
    .replace('"Anna"', f'"{CANARY} Anna"')
    .replace("2027-05", "2026-11")
    .replace("56 tablets", "20 tablets")
    .replace('kcal = "340/can"\n', f'note = "{CANARY}"\n')
)
WELL = (
    STOCKED.replace("saved = 2020-01-01", "saved = 2026-11-23")
    .replace("children = 1\ninfants = 1\ndogs = 1", "children = 0\ninfants = 0\ndogs = 0")
    .replace("6 x 1.5 L", "60 L")
    .replace('"12 x 400 g"', '"200 x 400 g"')
    .replace("2026-12-15", "2029-12-15")
)


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made.put(STOCKED.replace("saved = 2020-01-01", "saved = 2026-11-23"))
    return made


@pytest.fixture
def reachable() -> Iterator[Path]:
    """Return a folder that every user can reach; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="sk-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def check(home: Home, line: str) -> Ran:
    """Run `check` with these words on the day of the tests."""
    return home.run("check", *line.split(), today=DAY)


FORMS = (
    "", "--quiet", "--nagios", "--json", "--redact", "--json --redact", "--nagios --redact", "--plain",
    "--only water", "--only food,med", "--only med", "--only other", "--nagios --only water", "--json --only other",
    "--within 1d", "--within 2y", "--demo", "--demo --nagios", "--demo --redact", "--quiet --only other",
)  # fmt: skip


def transcript(home: Home, lines: tuple[str, ...]) -> str:
    """Return what a person sees who types `check` with each of these."""
    pages = []
    for line in lines:
        ran = check(home, line)
        pages.append(f"$ shelterkit check {line}\n{ran.stdout}{ran.stderr}[exit {ran.code}]\n")
    return "\n".join(pages)


def test_every_form_reads_as_agreed(home: Home, golden: Golden) -> None:
    golden("cli/check.txt", transcript(home, FORMS))


def test_every_form_of_a_kit_in_order_reads_as_agreed(home: Home, golden: Golden) -> None:
    home.put(WELL)

    golden("cli/check-well.txt", transcript(home, FORMS))


@pytest.mark.parametrize("columns", [80, 40])
def test_a_check_on_a_terminal_reads_as_agreed(columns: int, home: Home, golden: Golden) -> None:
    seen = []
    for line in ("", "--redact", "--nagios", "--only water", "--demo", "--only watr", "--bogus"):
        text, code = on_terminal(columns, "check", *line.split(), *ON)
        seen.append(f"$ shelterkit check {line}\n{text.replace(chr(27), 'ESC')}[exit {code}]\n")

    golden(f"cli/check-{columns}.txt", home.same("\n".join(seen)))


@pytest.mark.parametrize("columns", [20, 40, 59, 60, 80, 200])
@pytest.mark.parametrize("form", ["", "--redact", "--demo", "--only food"])
def test_no_line_is_wider_than_the_terminal(form: str, columns: int, home: Home) -> None:
    home.put(hostile_kit())

    text, _ = on_terminal(columns, "check", *form.split(), *ON)

    assert [line for line in OUR_COLOURS.sub("", text).splitlines() if cells(line) > columns] == []


@pytest.mark.parametrize("form", ["", "--redact", "--json", "--nagios", "--color=always"])
def test_hostile_names_stay_text(form: str, home: Home) -> None:
    home.put(hostile_kit())

    ran = check(home, form)

    bare = OUR_COLOURS.sub("", ran.stdout)
    assert ran.code == 2
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", bare)


# A word of a status line of the monitoring plugins guidelines, one bar, and what they take as a measured value.
PLUGIN = re.compile(
    r"(OK|WARNING|CRITICAL|UNKNOWN) - [A-Za-z0-9 .,()-]+ \| [a-z_]+=[0-9.]+;([0-9.]+:)?;([0-9.]+:)?;0"
    r"( [a-z_]+=[0-9.]+;([0-9.]+:)?;([0-9.]+:)?;0)*\n"
)


@pytest.mark.parametrize("kit", [STOCKED, NAMED, WELL, hostile_kit()], ids=["stale", "named", "well", "hostile"])
@pytest.mark.parametrize("only", ["", "--only water", "--only food", "--only med,water", "--demo"])
def test_a_monitor_gets_one_line_it_can_read_and_no_name(kit: str, only: str, home: Home) -> None:
    home.put(kit)

    ran = check(home, f"--nagios {only}")

    assert PLUGIN.fullmatch(ran.stdout)
    assert ran.stdout.startswith(("OK - ", "WARNING - ", "CRITICAL - ", "UNKNOWN - ")[ran.code])
    assert CANARY not in ran.stdout + ran.stderr


@pytest.mark.parametrize("form", ["--redact", "--redact --json", "--redact --only med", "--redact --within 9y"])
@pytest.mark.parametrize(
    "kit",
    [
        NAMED,
        NAMED.replace("added", f"{CANARY} = 1\nadded"),
        NAMED.replace("20 tablets", f"20 {CANARY}"),
        NAMED.replace('dose = "2 tablets"', f'dose = "2 {CANARY}"'),
        NAMED.replace('dose = "2 tablets"', 'dose = "2 ml"'),
        NAMED.replace('"de-bbk"', f'"{CANARY}"'),
        NAMED.replace('person = "', f'person = "{CANARY} Ben'),
        NAMED.replace("[plan]", f"[plan]\n{CANARY}"),
    ],
    ids=["as it is", "unknown field", "no unit", "no dose", "units clash", "no advisory", "no person", "no TOML"],
)
def test_redacted_nothing_names_anything_whatever_is_wrong(form: str, kit: str, home: Home) -> None:
    home.put(kit)

    ran = check(home, form)

    assert ran.stdout != ""
    assert CANARY not in ran.stdout + ran.stderr
    assert str(home.folder) not in ran.stdout + ran.stderr
    assert "/home/anna" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("words", [("--on", "2027-01-01"), ("--demo",)])
def test_a_day_that_is_named_and_the_sample_kit_leave_no_trace(words: tuple[str, ...], home: Home) -> None:
    check(home, "--snooze 7d --only water")
    before = home.listing()

    first = check(home, f"--snooze 7d --only water {' '.join(words)}")
    again = check(home, f"--snooze 7d --only water {' '.join(words)}")

    assert (first.stdout != "", first) == (True, again)
    assert home.listing() == before


@pytest.mark.parametrize("form", ["", "--json", "--nagios", "--redact", "--plain", "--notify", "--only water"])
@pytest.mark.parametrize("silence", ["--quiet", "-q", "--snooze 7d", "-q --snooze 7d", "--snooze 7d --on 2026-12-08"])
def test_nothing_is_ever_printed_at_0_that_was_to_be_silent(form: str, silence: str, home: Home) -> None:
    home.put(WELL.replace("[plan]", "[plan]\nhue = 1"))
    before = home.listing()

    assert check(home, f"{silence} {form}") == Ran("", "", 0)
    assert home.listing() == before


# [check] in the kit, the words, and what is said.
TABLE_FORMS = {
    "": "",
    "the usual ones": 'within = "30d"\nmedication_warning = "14d"\nmedication_critical = "3d"\nwater_critical = "1d"',
    "early": 'within = "6m"\nmedication_warning = "2m"',
    "late": 'within = "1d"\nwater_critical = "1d"',
    "more water": 'water_critical = "2w"',
    "critical medicine": 'medication_critical = "4w"\nmedication_warning = "5w"',
    "unknown key": 'withn = "60d"\nwithin = "1w"',
    "wrong values": 'within = 30\nmedication_warning = "soon"\nwater_critical = "0d"\nmedication_critical = "-3d"',
    "wrong type": 'within = ["30d"]',
}


def test_the_limits_of_a_kit_are_kept_to(home: Home, golden: Golden) -> None:
    pages = []
    for name, table in TABLE_FORMS.items():
        home.put(f"{STOCKED.replace('2020-01-01', '2026-11-23')}\n[check]\n{table}\n")
        pages.append(f"--- {name}\n{table}\n\n{transcript(home, ('--only other,water,food,med', '--nagios'))}")

    golden("cli/check-limits.txt", "\n".join(pages))


def test_what_is_typed_goes_before_the_limits_of_a_kit(home: Home) -> None:
    home.put(f'{WELL}\n[check]\nwithin = "9y"\n')

    assert "f2 " in check(home, "").stdout
    assert check(home, "--within 1w").code == 0


def test_water_for_less_than_the_limit_of_a_kit_is_critical_however_short_the_plan(home: Home) -> None:
    home.put(f'{WELL}\n[check]\nwater_critical = "3w"\n')

    said = "CRITICAL - 1 thing needs attention\n  LOW      Water: 60 L (15 days), less than 3 weeks.\n"
    assert check(home, "") == Ran(said, "", 2)


def test_a_field_of_the_limits_that_is_not_known_is_kept_and_said(home: Home) -> None:
    home.put(f'{WELL}\n[check]\nwithn = "60d"\n')

    ran = check(home, "")
    home.run("edit", "o1", "--where", "hall", today=DAY)

    line = home.kit.read_text().splitlines().index('withn = "60d"')
    assert line
    assert ran.code == 0
    assert re.fullmatch(
        r'Note: kit\.toml line \d+: the field "withn" is kept, but shelterkit does not know it\.\n', ran.stderr
    )


def test_what_is_not_known_is_no_reason_to_write_to_cron_every_day(home: Home) -> None:
    home.put(STOCKED.replace("[plan]", "[plan]\nhue = 1"))

    first, second = check(home, "--snooze 7d"), check(home, "--snooze 7d")

    assert ("hue" in first.stderr, second) == (True, Ran("", "", 2))
    assert check(home, "--quiet").stderr == ""


class Failing(NamedTuple):
    """What is typed, the kit it is typed over (None for none), and what is said first."""

    line: str
    says: str
    kit: str | bytes | None = STOCKED


FAILING = [
    Failing("--bogus", "there is no option --bogus"),
    Failing("--nagois", "there is no option --nagois"),
    Failing("-x", "there is no option -x"),
    Failing("extra", '"extra" is more than check takes'),
    Failing("--within", "--within needs a value"),
    Failing("--within soon", '"soon" is not a span of time'),
    Failing("--within -3d", '"-3d" is not a span of time'),
    Failing("--within 0d", '"0d" is outside what can be planned for'),
    Failing("--within 999y", '"999y" is outside what can be planned for'),
    Failing("--within a|b", '"a.b" is not a span of time'),
    Failing("--snooze", "--snooze needs a value"),
    Failing("--snooze 7", '"7" is not a span of time'),
    Failing("--snooze 999y", '"999y" is outside what can be planned for'),
    Failing("--only", "--only needs a value"),
    Failing("--only watr", "--only takes water, food, med and other"),
    Failing("--only water,,food", "--only takes water, food, med and other"),
    Failing("--only ,", "--only takes water, food, med and other"),
    Failing("--quiet=yes", "--quiet"),
    Failing("--color mauve", "--color takes auto, always, never"),
    Failing("--on someday", '"someday" is not a date'),
    Failing("--on none", '--on needs a day, not "none"'),
    Failing("--kit=", "--kit needs a file"),
    Failing("", "kit.toml is missing|there is no kit", None),
    Failing("", "kit.toml has 2 mistakes", STOCKED.replace('"6 x 1.5 L"', '"6 pigs"').replace('"2 kg"', '"2 cows"')),
    Failing("", "kit.toml", b"\xff\xfe\x00nothing like it"),
    Failing("", "kit.toml", "[[[[\n"),
    Failing("", "", ""),
    Failing("", "newer", STOCKED.replace("format = 1", "format = 2")),
    Failing("", "kit.toml has 1 mistake", STOCKED.replace('"de-bbk"', '"atlantis"')),
    Failing("", "kit.toml has 1 mistake", STOCKED.replace('dose = "2 tablets"', 'dose = "2 ml"')),
    Failing("", "kit.toml has 1 mistake", f"{STOCKED}\n[check]\nwithin = 30\n"),
    Failing("", "kit.toml has 1 mistake", f"check = 3\n{STOCKED}"),
    Failing("", "", b"#" * (21 * 1024 * 1024)),
]


@pytest.mark.parametrize("form", ["", "--nagios", "--json", "--quiet", "--redact", "--snooze 7d", "--notify"])
@pytest.mark.parametrize("failing", FAILING, ids=lambda failing: f"{failing.line} {failing.says}"[:40])
def test_every_failure_is_a_state_unknown_where_it_is_read(failing: Failing, form: str, home: Home) -> None:
    if failing.kit is None:
        home.kit.unlink()
    else:
        home.put(failing.kit)

    ran = home.run("check", *form.split(), *failing.line.split(), today=DAY)

    assert (ran.code, ran.stderr) == (3, ""), ran
    if form == "--json":
        document = json.loads(ran.stdout)
        assert (document["schema"], document["exit"], document["changed"]) == ("shelterkit.error/1", 3, False)
        return
    assert ran.stdout.startswith("UNKNOWN - ")
    if form != "--redact":
        assert re.search(failing.says, " ".join(ran.stdout.split()))
    if form == "--nagios":
        assert ran.stdout.count("\n") == 1
        assert "|" not in ran.stdout


def test_every_failure_reads_as_agreed(home: Home, golden: Golden) -> None:
    pages = []
    for failing in FAILING:
        if failing.kit is None:
            home.kit.unlink()
        else:
            home.put(failing.kit)
        pages.append(transcript(home, (failing.line,)))

    golden("cli/check-refused.txt", "\n".join(pages))


def test_a_kit_that_cannot_be_read_is_a_state_unknown(reachable: Path) -> None:
    user = as_somebody()
    kit = reachable / "kit.toml"
    kit.write_text(STOCKED)
    kit.chmod(0o000)

    for form in ("", "--nagios", "--snooze 7d", "--redact", "--json"):
        ran = start(("check", *form.split()), kit, user=user)

        assert (ran.returncode, ran.stderr) == (3, b""), ran
        assert ran.stdout.startswith(b'{"schema": "shelterkit.error/1"' if form == "--json" else b"UNKNOWN - ")


@pytest.mark.parametrize("form", ["", "--nagios", "--json", "--snooze 7d"])
@pytest.mark.parametrize(
    "words",
    [
        "--bogus check",
        "--only water check",
        "--within 30d --snooze 7d check",
        "--only=water remind",
        "-- check --bogus",
        "--kit nowhere/none.toml check",
        "remind --bogus",
        "remind --kit nowhere/none.toml",
        "--color mauve check",
        "--on someday check",
    ],
)
def test_wherever_the_mistake_stands_it_is_one_of_check(words: str, form: str, home: Home) -> None:
    ran = home.run(*words.split(), *form.split(), today=DAY)

    assert (ran.code, ran.stderr) == (3, ""), ran
    assert ran.stdout.startswith('{"schema": "shelterkit.error/1"' if form == "--json" else "UNKNOWN - ")


@pytest.mark.parametrize(
    "words", ["add other check", "--kit check --bogus", "show check", "--only water list", "stats --only check"]
)
def test_a_word_that_is_no_command_makes_no_run_of_check(words: str, home: Home) -> None:
    ran = home.run(*words.split(), "--no-input", today=DAY)

    assert ran.code != 3
    assert "UNKNOWN" not in ran.stdout


def test_a_clock_behind_the_kit_is_a_state_unknown(home: Home) -> None:
    home.put(STOCKED.replace("2020-01-01", "2026-12-11"))

    ran = check(home, "--only water")

    assert ran == Ran(
        "UNKNOWN - 2 things need attention\n"
        "  CLOCK    This computer's clock says 2026-12-08, but the kit was saved on 2026-12-11. Is the clock right?\n"
        "  LOW      Water: 9 L of 100 L (0.9 days). Add 91 L.\n",
        "",
        3,
    )
    assert check(home, "--nagios --only water").stdout.startswith("UNKNOWN - the clock looks wrong, and 1 more | ")


@pytest.mark.parametrize("form", ["", "--nagios", "--snooze 7d", "--notify"])
def test_a_clock_beyond_all_calendars_is_a_state_unknown(form: str, home: Home) -> None:
    ran = home.run("check", *form.split(), today=date(9999, 12, 31))

    assert (ran.code, ran.stderr) == (3, "")
    assert ran.stdout.startswith("UNKNOWN - the clock of this computer says 9999-12-31")


@pytest.mark.parametrize("environment", [{"HOME": ""}, {"HOME": "relative"}])
def test_no_home_is_a_state_unknown(environment: dict[str, str], home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHELTERKIT_KIT")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    ran = check(home, "--snooze 7d")

    assert (ran.code, ran.stderr, ran.stdout[:15]) == (3, "", "UNKNOWN - HOME ")


def raising(error: BaseException) -> Callable[..., None]:
    """Return a function that fails."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


# Before there is a verdict, and after.
BREAKS = {
    "opening": ("shelterkit.services.checking.open_kit",),
    "looking": ("shelterkit.services.checking.look_over",),
    "speaking": (
        "shelterkit.report.reminders.check_document",
        "shelterkit.render.porcelain_check.check_json",
        "shelterkit.render.porcelain_check.nagios_line",
    ),
}
BUG = "shelterkit failed inside ({}); this is a mistake in shelterkit"
ERRORS = {
    BUG.format("RuntimeError"): RuntimeError(CANARY),
    BUG.format("MemoryError"): MemoryError(),
    BUG.format("RecursionError"): RecursionError(CANARY),
    BUG.format("FileNotFoundError"): FileNotFoundError(2, "no such file", CANARY),
    "Stopped": KeyboardInterrupt(),
}


@pytest.mark.parametrize("form", ["", "--nagios", "--json", "--snooze 7d", "--redact"])
@pytest.mark.parametrize("where", BREAKS)
def test_a_failure_of_shelterkit_itself_is_a_state_unknown(
    where: str, form: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for says, error in ERRORS.items():
        for function in BREAKS[where]:
            monkeypatch.setattr(function, raising(error))

        ran = check(home, form)

        assert (ran.code, ran.stderr) == (3, ""), ran
        said = json.loads(ran.stdout)["message"] if form == "--json" else ran.stdout.removeprefix("UNKNOWN - ")
        assert " ".join(said.split()).startswith(says)
        assert form == "--json" or ran.stdout.startswith("UNKNOWN - ")
        assert form != "--nagios" or ran.stdout.count("\n") == 1
        assert CANARY not in ran.stdout


@pytest.mark.parametrize("where", BREAKS)
@pytest.mark.parametrize("code", [None, 0, 1, 2, 74, "x"])
def test_whatever_ends_the_program_is_a_state_unknown(
    code: int | str | None, where: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for function in BREAKS[where]:
        monkeypatch.setattr(function, raising(SystemExit(code)))

    assert check(home, "").code == 3


def test_help_is_no_failure(home: Home) -> None:
    for words in (("check", "--help"), ("check", "-h"), ("remind", "--help"), ("check", "--nagios", "-h")):
        ran = home.run(*words)

        assert (ran.code, ran.stderr) == (0, "")
        assert ran.stdout.startswith("Say what needs attention")


SAME = (
    "", "-q", "--json", "--plain", "--demo", "--on 2027-01-01", "--on=2027-01-01", "--color never", "--debug",
    "--no-input", "--nagios", "--redact", "--only water", "--only=water,med", "--within 9w", "--within=9w",
    "--only water --nagios -q", "--json --redact --within 1y --only food", "--snooze 7d --on 2026-12-09",
    "--only watr", "--within soon", "--only water --only food", "--quiet --json --nagios",
)  # fmt: skip


@pytest.mark.parametrize("line", SAME)
def test_the_quick_way_and_the_long_way_give_the_same(line: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = check(home, line)
    alias = home.run("remind", *line.split(), today=DAY)
    monkeypatch.setattr(cli_main, "quick_answer", lambda *_: None)
    long = check(home, line)

    # An alias is named in advice as it was typed.
    assert quick == long == Ran(alias.stdout.replace("shelterkit remind", "shelterkit check"), *alias[1:])


@pytest.mark.parametrize(
    "option", ["-q", "--json", "--plain", "--demo", "--on 2027-01-01", "--color never", "--no-input", "--debug"]
)
def test_a_global_option_means_the_same_before_and_after(option: str, home: Home) -> None:
    assert home.run(*option.split(), "check", today=DAY) == home.run("check", *option.split(), today=DAY)


def test_the_words_of_cron_need_no_typer(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_main, "_by_typer", raising(AssertionError("the long way")))

    for line in ("", "--quiet --snooze 7d", "-q --only water,food", "--nagios", "-q --notify --snooze 7d", "--json"):
        assert check(home, line).code == 2


class Desktop(NamedTuple):
    """A notify-send of the test, and what it was called with."""

    program: Path

    def does(self, script: str) -> None:
        """Make it do this after it has noted its words."""
        self.program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "$0.words"\n{script}\n')
        self.program.chmod(0o755)

    def words(self) -> list[str]:
        """Return the words it was called with, and forget them."""
        noted = self.program.with_name("notify-send.words")
        words = noted.read_text().splitlines() if noted.exists() else []
        noted.unlink(missing_ok=True)
        return words


@pytest.fixture
def desktop(home: Home, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    folder = home.folder / "bin"
    folder.mkdir()
    made = Desktop(folder / "notify-send")
    made.does("exit 0")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    return made


def test_a_notification_has_no_names_and_nothing_is_printed(home: Home, desktop: Desktop, golden: Golden) -> None:
    home.put(NAMED)

    ran = check(home, "--notify")

    words = desktop.words()
    assert ran == Ran("", "", 2)
    assert words[:3] == ["--app-name=shelterkit", "--urgency=critical", "--"]
    golden("cli/check-notified.txt", "\n".join(words[3:]) + "\n")
    assert CANARY not in str(words)


def test_what_the_desktop_does_not_take_is_printed_whole(home: Home, desktop: Desktop) -> None:
    plain = check(home, "").stdout

    for script in ("exit 1", "kill -9 $$"):
        desktop.does(script)

        assert check(home, "--notify") == Ran(plain, "", 2)
        assert desktop.words() != []


def test_a_notification_that_was_shown_has_been_told_and_rests(home: Home, desktop: Desktop) -> None:
    shown = [(check(home, "--notify --snooze 7d"), bool(desktop.words())) for _ in range(2)]
    worse = home.run("use", "w1", "--all", "--yes", today=DAY)
    again = (check(home, "--notify --snooze 7d"), bool(desktop.words()))

    assert worse.code == 0
    assert [*shown, again] == [(Ran("", "", 2), True), (Ran("", "", 2), False), (Ran("", "", 2), True)]


@pytest.mark.parametrize("line", ["--notify", "--notify -q", "--notify --snooze 7d"])
def test_a_kit_in_order_is_no_notification(line: str, home: Home, desktop: Desktop) -> None:
    home.put(WELL)

    ran = check(home, line)

    assert (ran.code, desktop.words()) == (0, [])
    assert bool(ran.stdout) == (line == "--notify")


def test_a_kit_that_cannot_be_checked_is_a_notification_without_names(home: Home, desktop: Desktop) -> None:
    home.put(NAMED.replace("20 tablets", f"20 {CANARY}"))

    shown = check(home, "--notify --snooze 7d")
    words = desktop.words()
    rests = check(home, "--notify --snooze 7d")

    assert (shown, rests, desktop.words()) == (Ran("", "", 3), Ran("", "", 3), [])
    assert words == [
        "--app-name=shelterkit",
        "--urgency=critical",
        "--",
        "shelterkit: UNKNOWN - the kit could not be checked (kit-damaged)",
        "See:  shelterkit check",
    ]


@pytest.mark.parametrize("line", ["--notify --json", "--notify --nagios"])
def test_what_a_program_reads_is_no_notification(line: str, home: Home, desktop: Desktop) -> None:
    ran = check(home, line)

    assert (bool(ran.stdout), desktop.words()) == (True, [])


def test_plain_lines_have_the_same_columns_and_redacted_no_name(home: Home) -> None:
    named, redacted = (check(home, f"--plain {form}").stdout.splitlines() for form in ("", "--redact"))
    told = json.loads(check(home, "--json").stdout)["problems"]

    assert [line.split("\t")[:2] for line in named] == [[one["code"], one["severity"]] for one in told]
    assert {line.count("\t") for line in (*named, *redacted)} == {5}
    assert any("Buckwheat" in line for line in named)
    assert not any("Buckwheat" in line for line in redacted)
