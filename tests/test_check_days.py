"""120 days of three lines of cron over a kit that changes: exactly the messages there are reasons for."""

from __future__ import annotations

import os
import resource
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.stocked import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FIRST = date(2026, 1, 1)
LINES = {
    "mail": "check --quiet --snooze 7d",
    "water": "check --quiet --snooze 7d --only water",
    "desktop": "check --quiet --snooze 7d --notify",
}
KIT = """\
format = 1
saved = 2025-07-10

[plan]
advisory = "de-bbk"
days = 10

[household]
adults = 1

[[person]]
name = "Anna"

[[item]]
id = "w1"
kind = "water"
name = "Drinking water"
amount = "20 L"
added = 2025-10-15

[[item]]
id = "f1"
kind = "food"
name = "Buckwheat"
amount = "22000 kcal"
best_before = 2028-03-31

[[item]]
id = "o1"
kind = "other"
name = "AA batteries"
amount = "24"
best_before = 2026-02-20

[next_id]
water = 2
food = 2
other = 2
"""
# A desktop that keeps what it shows, and is not there while a file named "off" is.
NOTIFY_SEND = """\
#!/bin/sh
[ -e "$0.off" ] && exit 1
ulimit -S -f unlimited
printf '%s\\n%s\\n' "$4" "$5" >> "$0.shown"
"""


def day(number: int) -> date:
    """Return the day so many days after the first."""
    return FIRST + timedelta(days=number)


# What is typed on a day before cron runs.
TYPED = {
    19: ("count w1 20L",),
    40: ("edit o1 -b 2026-02-15",),
    54: ("remove o1 --yes",),
    56: ("use w1 10L",),
    58: ("use w1 8.5L",),
    66: ("edit w1 --amount 20L",),
    67: ("use w1 10L",),
    98: ('add med "Metformin 500 mg" 26 tablets --dose 2/day --for Anna -b 2028-01',),
    100: ("use m1 21",),
    102: ("edit m1 --amount 60",),
    104: ("edit w1 --amount 20L",),
    114: ("edit w1 -b 2028-06",),
}
OFF = {*range(26, 30)}  # the computer was not on
CLOCK_BACK = {76: 40, 77: 40}  # so many days too early
MISSING = {68, 69, 71, 73}
DAMAGED = {72}
STATE_LOST, STATE_DAMAGED, STATE_BLOCKED = {80}, {82}, {84, 85}
DISK_FULL = {93, 94, 95}
NO_DESKTOP = {37, 38, 104, 105}

CLOCK, REFILL = (
    "CLOCK This computer's clock says 2026-02-06, but the kit was saved on 2026-03-09",
    "REFILL m1 Metformin",
)
GONE = "UNKNOWN: kit.toml is missing, but its history is there."
STALE = "STALE This kit was last counted or changed on 2025-07-10"
# The day, what the mail says in short, and why.
MAIL = [
    (10, f"WARNING: {STALE}", "six months are over"),
    (17, f"WARNING: {STALE}", "a week later"),
    (20, "WARNING: SOON o1", "30 days before its date; the kit was counted on day 19"),
    (30, "WARNING: SOON o1", "due on day 27, when the computer was off"),
    (37, "WARNING: SOON o1", "a week later"),
    (40, "WARNING: SOON o1", "another date"),
    (46, "WARNING: EXPIRED o1", "worse: its date has passed"),
    (53, "WARNING: EXPIRED o1", "a week later"),
    (56, "WARNING: MINIMUM Water", "new"),
    (58, "CRITICAL: LOW Water", "worse: less than a day"),
    (65, "CRITICAL: LOW Water", "a week later"),
    (67, "WARNING: MINIMUM Water", "gone on day 66, and back"),
    (68, GONE, "the kit is not there"),
    (
        71,
        "UNKNOWN: kit.toml is missing, but its history is there.",
        "it was there on day 70, and what was told of the water rested",
    ),
    (72, "UNKNOWN: kit.toml has 1 mistake.", "another reason"),
    (73, GONE, "another reason once more"),
    (74, "WARNING: MINIMUM Water", "the kit is back, and a week is over"),
    (76, f"UNKNOWN: {CLOCK}; MINIMUM Water", "the clock is behind the kit"),
    (78, "WARNING: MINIMUM Water", "told on a day that is long ago by the clock that is right again"),
    (80, "WARNING: MINIMUM Water", "nobody knows any more what was told"),
    (82, "WARNING: MINIMUM Water", "what was told cannot be read"),
    (84, "WARNING: MINIMUM Water", "a folder stands where it was kept"),
    (85, "WARNING: MINIMUM Water", "and still does"),
    (86, "WARNING: MINIMUM Water", "now it can be remembered again"),
    (93, "WARNING: MINIMUM Water", "a week later; it cannot be remembered, for the disk is full"),
    (94, "WARNING: MINIMUM Water", "so it is said again"),
    (95, "WARNING: MINIMUM Water", "and again"),
    (96, "WARNING: MINIMUM Water", "and this time remembered"),
    (98, f"WARNING: MINIMUM Water; {REFILL}", "one thing more"),
    (100, f"CRITICAL: {REFILL}; MINIMUM Water", "worse"),
    (105, "WARNING: ROTATE w1", "six months after it was added"),
    (112, "WARNING: ROTATE w1", "a week later"),
]
# Whoever is told of water alone hears of the rest of the kit only what is true of all of it.
WATER = [10, 17, 56, 58, 65, 67, 68, 71, 72, 73, 74, 76, 78, 80, 82, 84, 85, 86, 93, 94, 95, 96, 103, 105, 112]
# From that day on this is the exit code, spoken or not.
CODES = {
    0: 0, 10: 1, 19: 0, 20: 1, 54: 0, 56: 1, 58: 2, 66: 0, 67: 1, 68: 3, 70: 1, 71: 3, 74: 1, 76: 3, 78: 1, 100: 2,
    102: 1, 104: 0, 105: 1, 114: 0,
}  # fmt: skip


class Heard(NamedTuple):
    """What one line of cron brought on a day."""

    number: int
    line: str
    printed: str
    shown: str
    code: int


class Crons(Home):
    """A home whose cron runs three lines a day."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        super().__init__(folder, capture)
        self.state = folder / "state" / "shelterkit"
        self.notify_send = folder / "bin" / "notify-send"
        self.notify_send.parent.mkdir()
        self.notify_send.write_text(NOTIFY_SEND)
        self.notify_send.chmod(0o755)
        self.heard: list[Heard] = []

    def look(self, number: int, line: str) -> Heard:
        """Run one line on a day, whatever the clock says."""
        shown = self.notify_send.with_name("notify-send.shown")
        shown.unlink(missing_ok=True)
        ran = self.run(*shlex.split(LINES[line]), today=day(number - CLOCK_BACK.get(number, 0)))
        assert ran.stderr == ""
        one = Heard(number, line, ran.stdout, shown.read_text() if shown.exists() else "", ran.code)
        self.heard.append(one)
        return one

    def live(self, number: int) -> None:
        """Let happen what happens on a day, and let cron run."""
        for line in TYPED.get(number, ()):
            done = self.run(*shlex.split(line), "--no-input", today=day(number))
            assert done.code == 0, done.stderr
        if number in OFF:
            return
        self.notify_send.with_name("notify-send.off").unlink(missing_ok=True)
        if number in NO_DESKTOP:
            self.notify_send.with_name("notify-send.off").touch()
        self._meddle_with_the_state(number)
        with self._kit_of(number), full_disk() if number in DISK_FULL else nullcontext():
            for line in LINES:
                self.look(number, line)

    def _meddle_with_the_state(self, number: int) -> None:
        if number in STATE_LOST or number in STATE_BLOCKED or number - 1 in STATE_BLOCKED:
            shutil.rmtree(self.state) if self.state.is_dir() else self.state.unlink()
        if number in STATE_BLOCKED:
            self.state.write_text("a file in the place of the folder")
        if number in STATE_DAMAGED:
            for file in self.state.iterdir():
                file.write_bytes(file.read_bytes()[:-9])

    @contextmanager
    def _kit_of(self, number: int) -> Iterator[None]:
        kept = self.kit.read_bytes()
        if number in MISSING:
            self.kit.unlink()
        if number in DAMAGED:
            self.kit.write_bytes(kept.replace(b'"10 L"', b'"10 pigs"'))
        yield
        self.kit.write_bytes(kept)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let every file end before its first byte, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def crons(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Crons:
    made = Crons(tmp_path, capsys)
    made.put(KIT)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.setenv("XDG_STATE_HOME", str(made.state.parent))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    monkeypatch.setenv("PATH", f"{made.notify_send.parent}{os.pathsep}{os.environ['PATH']}")
    return made


def short(text: str) -> str:
    """Return a message in short: the verdict, and of each line the word and what it is about."""
    first, *rest = text.splitlines()
    verdict, says = first.split(" - ")
    if not says.endswith(("need attention", "needs attention")):
        return f"{verdict}: {says}"
    return f"{verdict}: {'; '.join(_short_line(line) for line in rest)}"


def _short_line(line: str) -> str:
    word, says = line.split(maxsplit=1)
    if word in ("STALE", "CLOCK"):
        return f"{word} {says.partition(' (')[0] if word == 'STALE' else says.partition('.')[0]}"
    about = says.split()
    return f"{word} {about[0].rstrip(':')}{' Metformin' if 'Metformin' in says else ''}"


def transcript(heard: list[Heard]) -> str:
    """Return what everybody heard in 120 days."""
    pages = []
    for one in heard:
        for way, text in (("", one.printed), (", on the desktop", one.shown)):
            if text:
                pages.append(f"--- day {one.number}, {day(one.number)}: {one.line}{way} [exit {one.code}]\n{text}")
    return "\n".join(pages)


def test_120_days_bring_exactly_the_messages_there_are_reasons_for(
    crons: Crons, golden: Callable[[str, str], None]
) -> None:
    for number in range(120):
        crons.live(number)

    mail = [(one.number, short(one.printed)) for one in crons.heard if one.line == "mail" and one.printed]
    assert mail == [(number, message) for number, message, _ in MAIL]
    assert [one.number for one in crons.heard if one.line == "water" and one.printed] == WATER
    # The desktop hears what the mail says, in other words; where there is none the words of the mail are printed.
    told = [(one.number, one.line) for one in crons.heard if one.printed or one.shown]
    assert [number for number, line in told if line == "desktop"] == [number for number, _ in mail]
    printed = {one.number for one in crons.heard if one.line == "desktop" and one.printed}
    assert printed == {number for number, _ in mail} & NO_DESKTOP
    golden("cli/check-days.txt", transcript(crons.heard))


def test_the_exit_code_is_true_on_every_day_spoken_or_not(crons: Crons) -> None:
    for number in range(120):
        crons.live(number)

    codes = {(one.number, one.line): one.code for one in crons.heard if one.line != "water"}
    expected = {number: CODES[max(first for first in CODES if first <= number)] for number in range(120)}
    assert codes == {
        (number, line): code for number, code in expected.items() if number not in OFF for line in ("mail", "desktop")
    }


def test_one_unchanged_problem_is_told_five_times_in_30_days(crons: Crons) -> None:
    crons.run("use", "w1", "10L", today=FIRST)

    ran = [crons.run(*shlex.split("check --snooze 7d --only water"), today=day(number)) for number in range(30)]

    assert [number for number, one in enumerate(ran) if one.stdout] == [0, 7, 14, 21, 28]
    assert len({one.stdout for one in ran if one.stdout}) == 1
    assert {(one.stderr, one.code) for one in ran} == {("", 1)}


@pytest.mark.parametrize("line", [*LINES.values(), "check --snooze 7d --json", "check -q --nagios"])
def test_where_all_is_well_not_a_byte_is_said_or_kept(line: str, crons: Crons) -> None:
    crons.put(KIT.replace("2025-07-10", "2026-01-01").replace("2026-02-20", "2029-01-01"))
    before = crons.listing()

    ran = [crons.run(*shlex.split(line), today=day(number)) for number in range(30)]

    assert set(ran) == {("", "", 0)}
    assert crons.listing() == before


def test_what_rests_is_not_written_again(crons: Crons) -> None:
    crons.look(20, "mail")
    before = crons.listing()

    crons.look(21, "mail")

    assert crons.listing() == before


@pytest.mark.parametrize(
    "others",
    [
        "--only food",
        "--only water,food",
        "--within 45d",
        "--notify",
        "--redact",
        "--json",
        "--nagios",
        "--json --redact",
    ],
)
def test_what_one_audience_was_told_another_was_not(others: str, crons: Crons) -> None:
    crons.run("use", "w1", "10L", today=FIRST)
    crons.run("use", "f1", "9000 kcal", today=FIRST)
    crons.run("check", "--snooze", "7d", today=FIRST)
    asked = ("check", "--snooze", "7d", *others.split())
    shown = crons.notify_send.with_name("notify-send.shown")

    first = crons.run(*asked, today=FIRST).stdout or shown.read_text()
    again = crons.run(*asked, today=day(1)).stdout

    assert (bool(first), again) == (True, "")


# What happens to standard output -> whether the next run speaks again.
UNHEARD = {
    # The reader of a pipe with a name is gone before anything is written.
    "the reader has gone": ('mkfifo "$PIPE"; : <"$PIPE" & exec 5>"$PIPE"; wait; "$@" >&5', True),
    "the disk behind it is full": ('"$@" >/dev/full', True),
    "it is closed": ('"$@" >&-', True),
    "everything is closed": ('"$@" <&- >&- 2>&-', True),
    "it is read": ('"$@" | cat >/dev/null', False),
    "its first line is read": ('"$@" | (read -r line)', False),
    "it is thrown away": ('"$@" >/dev/null', False),
    "nobody hears of mistakes": ('"$@" 2>/dev/full', False),
}


@pytest.mark.parametrize("problem", ["a need is low", "the kit is missing"])
@pytest.mark.parametrize("name", UNHEARD)
def test_a_problem_counts_as_told_only_when_it_was_printed(name: str, problem: str, crons: Crons) -> None:
    line, speaks_again = UNHEARD[name]
    if problem == "the kit is missing":
        crons.kit.unlink()
    code = 3 if problem == "the kit is missing" else 1
    words = [sys.executable, "-m", "tests.at", str(day(30)), "check", "--snooze", "7d"]
    environment = {**os.environ, "PIPE": str(crons.folder / "pipe")}

    ran = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", line, "bash", *words],
        capture_output=True,
        env=environment,
        check=False,
        timeout=30,
    )

    assert (ran.returncode, b"Traceback" in ran.stderr) == (code, False), ran
    again = crons.run("check", "--snooze", "7d", today=day(31))
    assert (bool(again.stdout), again.code) == (speaks_again, code)


def test_what_is_gone_is_forgotten_though_nobody_could_be_told_of_the_rest(crons: Crons) -> None:
    words = "check --snooze 9y"
    crons.run("use", "w1", "10L", today=day(30))
    crons.run(*words.split(), today=day(30))
    crons.run("edit", "w1", "--amount", "20L", today=day(31))
    crons.run("edit", "o1", "-b", "2026-02-10", today=day(31))

    line = f"{sys.executable} -m tests.at {day(31)} {words} >/dev/full"
    full = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
    crons.run("edit", "o1", "-b", "2026-02-20", today=day(32))
    crons.run("use", "w1", "10L", today=day(32))

    assert (full.returncode, full.stderr) == (
        1,
        b"Error: the answer could not be printed: the disk is full.\n",
    )
    assert crons.run(*words.split(), today=day(32)).stdout.startswith("WARNING - 2 things need attention\n")


def test_what_was_told_on_a_day_yet_to_come_is_told_again(crons: Crons) -> None:
    said = [bool(crons.look(number, "mail").printed) for number in (38, 33, 34, 39, 40)]

    assert said == [True, True, False, False, True]


TINY = """\
mount -t tmpfs -o size=4k tmpfs "$STATE"
yes >"$STATE/full" 2>/dev/null
if echo x 2>/dev/null >"$STATE/proof"; then exit 9; fi
rm "$STATE/proof"
"""
READ_ONLY = """\
mount -t tmpfs -o ro tmpfs "$STATE"
if touch "$STATE/proof" 2>/dev/null; then exit 9; fi
"""


@pytest.mark.parametrize(("disk", "left"), [(TINY, "full\n"), (READ_ONLY, "")], ids=["a tiny disk", "a read-only disk"])
def test_where_nothing_can_be_kept_it_is_said_every_day(disk: str, left: str, crons: Crons) -> None:
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("needs root on Linux, to put a tiny disk in the place of a folder")
    crons.put(KIT.replace("2025-07-10", "2026-01-01"))
    crons.state.mkdir(parents=True)
    words = shlex.join([sys.executable, "-m", "tests.at"])
    runs = "".join(f'{words} {day(number)} check --snooze 7d; echo "exit $?"; ls "$STATE"\n' for number in (30, 31))

    ran = subprocess.run(
        [shutil.which("unshare") or "", "--mount", "sh", "-c", disk + runs],
        env={**os.environ, "STATE": str(crons.state)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    if "mount:" in ran.stderr or "unshare:" in ran.stderr:
        pytest.skip(f"this computer allows no mounts: {ran.stderr}")
    said = (
        "WARNING - 1 thing needs attention\n"
        "  SOON     o1 AA batteries, 24 pieces: best before 2026-02-20 (in {} days).\n"
        f"exit 1\n{left}"
    )
    assert (ran.stdout, ran.stderr) == (said.format(20) + said.format(19), "")


def test_no_file_for_what_was_told_names_anything(crons: Crons) -> None:
    crons.put(KIT.replace("AA batteries", "Canary"))
    crons.look(30, "mail")

    kept = [(path.name, path.read_text()) for path in crons.state.iterdir()]

    assert len(kept) == 1
    assert "Canary" not in str(kept)
    assert str(crons.folder) not in str(kept)
