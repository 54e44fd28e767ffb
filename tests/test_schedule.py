from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from shelterkit.report import crontab, units
from shelterkit.report.job import Rehearsal
from shelterkit.services.schedule import program_words
from tests.conftest import PROGRAMS
from tests.stocked import STOCKED, Home
from tests.test_schedule_lines import HOSTILE, OURS, USUAL, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Golden = Callable[[str, str], None]

# Which program the line names.


@pytest.mark.parametrize("called_as", ["{0}/.local/bin/shelterkit", ".local/bin/shelterkit", "./link/shelterkit"])
def test_the_line_names_the_program_as_it_was_called_whole(
    called_as: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (".local/bin", "link"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "shelterkit").symlink_to("/bin/true")

    words = program_words(called_as.format(tmp_path), "/usr/bin/python3")

    expected = tmp_path / ("link" if "link" in called_as else ".local/bin") / "shelterkit"
    assert words == (str(expected),)


@pytest.mark.parametrize("called_as", ["shelterkit/__main__.py", "", "-c", "/nowhere/shelterkit", "pytest"])
def test_a_program_called_otherwise_is_the_one_beside_python_else_a_module(called_as: str, tmp_path: Path) -> None:
    python = str(tmp_path / "python3")

    without = program_words(called_as, python)
    (tmp_path / "shelterkit").symlink_to("/bin/true")

    assert without == (python, "-m", "shelterkit")
    assert program_words(called_as, python) == (str(tmp_path / "shelterkit"),)


# What came of a test.


@pytest.mark.parametrize(
    ("code", "output", "line", "state"),
    [
        (0, "", "", "OK"),
        (0, "OK - nothing", "", "OK"),
        (0, "hello", "", ""),
        (1, "WARNING - 1 thing\n  LOW", "", "WARNING"),
        (1, "Note: a field\nWARNING - 1 thing\n", "", "WARNING"),
        (1, "", "x --notify", "WARNING"),
        (1, "", "x", ""),
        (1, "sh: not found", "", ""),
        (2, "CRITICAL - 2 things", "", "CRITICAL"),
        (2, "sh: 1: Syntax error: Unterminated quoted string", "x --notify", ""),
        (3, "UNKNOWN - no kit found", "", "UNKNOWN"),
        (127, "sh: 1: x: not found", "", ""),
        (None, "", "", ""),
    ],
)
def test_a_check_is_told_from_whatever_else_ends_with_its_codes(
    code: int | None, output: str, line: str, state: str
) -> None:
    rehearsal = Rehearsal("cron", line, installed=True, code=code, output=output)

    assert rehearsal.state == state
    assert rehearsal.works == (state in ("OK", "WARNING", "CRITICAL"))


# The commands, with a crontab and a systemctl that keep to the test's home.

_STAND_IN = """\
#!/bin/sh
if [ -f "{0}/says" ]; then cat "{0}/says"; else echo "WARNING - 1 thing needs attention"; fi
env > "{0}/environment"
printf '%s\\n' "$0" "$@" > "{0}/words"
exit "$(cat "{0}/code" 2> /dev/null || echo 1)"
"""


@pytest.fixture
def home(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Return a home with a kit and a program that says what the test wants; its path is always as long."""
    folder = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
    made = Home(folder, capsys)
    made.put(STOCKED)
    program = folder / "bin" / "shelterkit"
    program.parent.mkdir()
    program.write_text(_STAND_IN.format(folder))
    program.chmod(0o755)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr("sys.argv", [str(program)])
    monkeypatch.setattr("shelterkit.services.rehearsal.can_mail", lambda: True)
    yield made
    shutil.rmtree(folder)


@pytest.fixture
def session(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home where a systemd of the user runs."""
    (home.folder / "run" / "systemd").mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home.folder / "run"))
    return home


def _transcript(home: Home, lines: str) -> str:
    """Return what a person sees, whatever time it is and whoever they are."""
    seen = home.transcript(lines).replace(
        f"the mailbox of {pwd.getpwuid(os.getuid()).pw_name} on", "the mailbox of anna on"
    )
    seen = re.sub(r"(today|tomorrow) at", "tomorrow at", seen)
    unit = units.unit_name(USUAL._replace(kit=str(home.kit), named=True))
    return seen.replace(unit, "shelterkit-KIT")


SCREENS = {
    "cron": """
        shelterkit schedule
        shelterkit schedule show --cron
        shelterkit schedule install --dry-run
        shelterkit schedule install
        shelterkit schedule install
        shelterkit schedule show
        shelterkit schedule test
        shelterkit schedule install --at 7:00 --snooze 2w --notify
        shelterkit schedule show
        shelterkit schedule remove --systemd
        shelterkit schedule remove --dry-run
        shelterkit schedule remove
        shelterkit schedule remove
        shelterkit schedule test
    """,
    "json": """
        shelterkit schedule --json
        shelterkit schedule --plain
        shelterkit schedule install --json --dry-run
        shelterkit schedule install --json
        shelterkit schedule install --quiet --at 09:00
        shelterkit schedule test --json
        shelterkit schedule test --plain
        shelterkit schedule show --plain
        shelterkit schedule remove --json
        shelterkit schedule remove --json
        shelterkit --demo schedule --json
    """,
}
SESSION_SCREENS = {
    "systemd": """
        shelterkit schedule
        shelterkit schedule install --systemd --dry-run
        shelterkit schedule install --systemd
        shelterkit schedule show --systemd
        shelterkit schedule test
        shelterkit schedule install --cron
        shelterkit schedule show
        shelterkit schedule remove --dry-run
        shelterkit schedule remove
    """,
}


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_with_cron_reads_as_agreed(name: str, home: Home, golden: Golden) -> None:
    golden(f"schedule/{name}.txt", _transcript(home, SCREENS[name]))


@pytest.mark.parametrize("name", SESSION_SCREENS)
def test_a_screen_with_systemd_reads_as_agreed(name: str, session: Home, golden: Golden) -> None:
    golden(f"schedule/{name}.txt", _transcript(session, SESSION_SCREENS[name]))


def test_with_neither_cron_nor_systemd_both_texts_are_shown_and_nothing_is_installed(
    home: Home, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(home.folder / "nowhere"))

    seen = _transcript(
        home,
        """
        shelterkit schedule show
        shelterkit schedule install
        shelterkit schedule install --cron --json
        shelterkit schedule install --systemd --quiet
        shelterkit schedule show --systemd
        shelterkit schedule remove
        """,
    )

    golden("schedule/neither.txt", seen)


EXTERNAL = b'MAILTO=""\r\n# \xff\xe9 latin\n0 4 * * * backup 50\\% %in\n\n# shelterkit: end\n'


@pytest.mark.parametrize("before", [EXTERNAL, b"", None, b"\n", b"# no line end"], ids=str)
def test_a_crontab_is_the_same_after_install_and_remove(before: bytes | None, home: Home) -> None:
    file = home.folder / ".crontab"
    if before is not None:
        file.write_bytes(before)

    there = home.run("schedule", "install", "--cron")
    between = file.read_bytes()
    gone = home.run("schedule", "remove")

    assert (there.code, gone.code) == (0, 0), there.stderr + gone.stderr
    assert between.startswith(before or b"")
    assert between.count(b" check --quiet ") == 1
    if before == b"# no line end":
        # Debian's crontab refuses a file without it.
        assert file.read_bytes() == b"# no line end\n"
    else:
        # Of an empty crontab none is left.
        assert (file.read_bytes() if file.exists() else None) == (before or None)


def test_two_kits_are_installed_and_removed_each_by_itself(home: Home) -> None:
    (home.folder / ".crontab").write_bytes(EXTERNAL)
    other = home.folder / "a 'second' kit 50%.toml"
    shutil.copy(home.kit, other)

    for kit in (home.kit, other):
        assert home.run("--kit", str(kit), "schedule", "install", "--cron").code == 0
        assert home.run("--kit", str(kit), "schedule", "install", "--cron", "--at", "09:09").code == 0
    both = (home.folder / ".crontab").read_bytes()
    assert home.run("--kit", str(home.kit), "schedule", "remove").code == 0
    one = (home.folder / ".crontab").read_text("utf-8", "surrogateescape")
    assert home.run("--kit", str(other), "schedule", "remove").code == 0

    assert both.count(b"9 9 * * * ") == 2
    assert crontab.find(one, str(home.kit)) is None
    found = crontab.find(one, str(other))
    assert found is not None
    assert words_of(crontab.command_of(found.line)[0])[-2:] == ["--kit", str(other)]
    assert (home.folder / ".crontab").read_bytes() == EXTERNAL


@pytest.mark.parametrize(
    "words", ["install --cron --at 7:07", "install --systemd --at 7:07", "remove", "remove --cron"]
)
def test_a_dry_run_changes_nothing(words: str, session: Home) -> None:
    for kind in ("--cron", "--systemd"):
        assert session.run("schedule", "install", kind).code == 0
    before = session.listing()

    seen = session.run("schedule", *words.split(), "--dry-run")

    assert seen.code == 0, seen.stderr
    assert "Nothing was saved: this was a dry run." in seen.stdout
    assert session.listing() == before


@pytest.mark.parametrize("words", ["", "show", "show --systemd", "show --json", "show --on 2027-01-01", "test --plain"])
def test_looking_at_a_schedule_changes_nothing(words: str, home: Home) -> None:
    (home.folder / ".crontab").write_bytes(EXTERNAL)
    assert home.run("schedule", "test").code == 0
    before = home.listing()

    seen = home.run("schedule", *words.split())

    # The stand-in for the program notes how it was called.
    notes = ("words", "environment")
    changed = [name for name, file in home.listing().items() if before.get(name) != file and name not in notes]
    assert (seen.code, seen.stderr) == (0, "")
    assert changed == (["."] if "." in changed else [])


HEADER = """\
# DO NOT EDIT THIS FILE - edit the master and reinstall.
# (- installed on Mon Nov 23 21:56:59 2026)
# (Cron version -- $Id: crontab.c,v 2.13 1994/01/17 03:20:37 vixie Exp $)
"""


def test_the_lines_that_cron_itself_puts_before_a_crontab_are_not_multiplied(home: Home) -> None:
    (home.folder / ".crontab-header").write_text(HEADER)
    (home.folder / ".crontab").write_text("# mine\n")

    for words in (("install",), ("install", "--at", "07:00"), ("remove",)):
        assert home.run("schedule", *words, "--cron").code == 0

    assert (home.folder / ".crontab").read_text() == "# mine\n"


def test_a_copy_of_those_lines_that_is_the_users_own_stays(home: Home) -> None:
    (home.folder / ".crontab").write_text(f"{HEADER}# mine\n")

    for words in ("install", "remove"):
        assert home.run("schedule", words, "--cron").code == 0

    assert (home.folder / ".crontab").read_text() == f"{HEADER}# mine\n"


NOT_ALLOWED = "You (anna) are not allowed to use this program (crontab)\nSee crontab(1) for more information\n"
NO_BUS = "Failed to connect to bus: No medium found\n"
UNITS = ".config/systemd/user/UNIT"


class Refused(NamedTuple):
    """The code of a refusal, what is typed, and the files that make cron or systemd refuse it."""

    code: str
    line: str
    files: dict[str, str]


REFUSALS = [
    Refused("crontab-refused", "schedule install --cron", {".crontab-refused": NOT_ALLOWED}),
    Refused("crontab-refused", "schedule install", {".crontab-refused": "crontab: your UID isn't in the passwd file."}),
    Refused("crontab-refused", "schedule install --cron", {".crontab-full": ""}),
    Refused("crontab-refused", "schedule remove", {".crontab-full": "", ".crontab": "# mine\nBLOCK"}),
    Refused("crontab-differs", "schedule install --cron", {".crontab-odd": ""}),
    Refused("unit-foreign", "schedule install --systemd", {f"{UNITS}.service": "[Service]\nExecStart=/bin/mine\n"}),
    Refused("unit-foreign", "schedule install --systemd -n", {f"{UNITS}.timer": ""}),
    Refused("unit-foreign", "schedule remove --systemd", {f"{UNITS}.timer": "[Timer]\n"}),
    Refused("systemctl", "schedule install --systemd", {".systemctl-refused": NO_BUS}),
    Refused("scheduler-absent", "schedule install --systemd", {}),
    Refused("no-scheduler", "schedule install --quiet", {}),
]


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda one: f"{one.code}: {one.line}")
def test_a_refusal_says_what_was_and_was_not_changed(
    refused: Refused, home: Home, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, line, files = refused
    if code == "no-scheduler":
        monkeypatch.setenv("PATH", str(home.folder / "nowhere"))
    if code in ("unit-foreign", "systemctl"):
        (home.folder / "run" / "systemd").mkdir(parents=True)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(home.folder / "run"))
    unit = units.unit_name(USUAL._replace(kit=str(home.kit), named=True))
    for name, text in files.items():
        file = home.folder / name.replace("UNIT", unit)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("BLOCK", crontab.with_block("", str(home.kit), OURS)))
    before = home.listing()

    seen = home.run(*line.split())
    told = json.loads(home.run("--json", *line.split()).stderr)

    is_changed = code in ("crontab-differs", "systemctl")
    assert len(seen.stderr.splitlines()) <= 6
    assert ("Nothing was changed." in seen.stderr.splitlines()) != is_changed
    assert (told["code"], told["exit"], told["changed"]) == (code, seen.code, is_changed)
    if not is_changed:
        assert home.listing() == before
    if refused is next(one for one in REFUSALS if one.code == code):
        said = seen.stderr.replace(unit, "shelterkit-KIT")
        golden(f"../errors/{code}.txt", f"$ shelterkit {line}\n{said}[exit {seen.code}]\n")


def test_a_crontab_that_cannot_be_read_is_never_overwritten(home: Home) -> None:
    (home.folder / ".crontab").write_bytes(EXTERNAL)
    (home.folder / ".crontab-refused").write_text("crontab: some new trouble\n")

    seen = [home.run("schedule", *words.split()) for words in ("install", "install --cron", "remove", "remove --cron")]

    assert [(ran.code, ran.stderr.splitlines()[0]) for ran in seen] == [
        (1, "Error: crontab refuses: some new trouble.")
    ] * 4
    assert (home.folder / ".crontab").read_bytes() == EXTERNAL


def test_a_refused_crontab_is_no_trouble_where_it_is_only_shown(home: Home) -> None:
    (home.folder / ".crontab-refused").write_text(NOT_ALLOWED)

    seen = home.run("schedule")

    assert seen.code == 0
    assert "crontab refuses: You (anna) are not allowed to use this program (crontab) See crontab(1)" in seen.stdout


def test_unit_files_can_be_read_by_systemd_and_are_written_whole(session: Home) -> None:
    assert session.run("schedule", "install", "--systemd").code == 0

    folder = session.folder / ".config" / "systemd" / "user"
    files = sorted(path for path in folder.iterdir() if path.is_file())
    orders = (session.folder / ".systemctl").read_text().splitlines()
    name = files[1].name
    assert [path.suffix for path in files] == [".service", ".timer"]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o644, 0o644]
    assert orders == ["--user daemon-reload", f"--user enable --now {name}"]


def test_a_timer_is_removed_with_nothing_left_but_folders(session: Home) -> None:
    folder = session.folder / ".config" / "systemd" / "user"
    folder.mkdir(parents=True)
    (folder / "mine.timer").write_text("[Timer]\n")
    assert session.run("schedule", "install", "--systemd").code == 0

    gone = session.run("schedule", "remove")

    orders = (session.folder / ".systemctl").read_text().splitlines()
    assert gone.code == 0
    assert [path.name for path in folder.rglob("*") if not path.is_dir()] == ["mine.timer"]
    assert [order.split()[1] for order in orders] == ["daemon-reload", "enable", "disable", "daemon-reload"]


def test_a_timer_is_removed_even_where_systemd_does_not_run_any_more(
    session: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.run("schedule", "install", "--systemd").code == 0
    (session.folder / ".systemctl-refused").write_text(NO_BUS)

    there = session.run("schedule", "remove", "--dry-run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session.folder / "nowhere"))
    gone = session.run("schedule", "remove")

    assert (there.code, gone.code) == (0, 0), gone.stderr
    assert [path.name for path in (session.folder / ".config").rglob("*") if not path.is_dir()] == []


def test_units_are_where_the_config_folder_is(session: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(session.folder / "config"))

    assert session.run("schedule", "install", "--systemd").code == 0

    assert len(list((session.folder / "config" / "systemd" / "user").glob("*.timer"))) == 1
    assert not (session.folder / ".config").exists()


@pytest.mark.parametrize(
    ("programs", "runs", "best"),
    [
        ("crontab", True, "--cron"),
        ("crontab systemctl", True, "--cron"),
        ("crontab systemctl notify-send", True, "--systemd"),
        ("crontab systemctl notify-send", False, "--cron"),
        ("systemctl", True, "--systemd"),
        ("systemctl", False, None),
        ("", True, None),
    ],
)
def test_what_is_offered_is_what_this_computer_has_and_somebody_would_hear(
    programs: str,
    runs: bool,  # noqa: FBT001 - a table
    best: str | None,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = home.folder / "programs"
    folder.mkdir()
    for name in programs.split():
        (folder / name).symlink_to(PROGRAMS / name if (PROGRAMS / name).exists() else "/bin/true")
    (folder / "cat").symlink_to("/bin/cat")
    if runs:
        (home.folder / "run" / "systemd").mkdir(parents=True)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home.folder / "run"))

    shown = home.run("schedule").stdout
    refused = home.run("schedule", "install", "--systemd" if best == "--cron" and not runs else "--cron", "-n").stderr

    offered = [best] if best else []
    assert re.findall(r"schedule install (--\w+)", shown) == offered
    assert "crontab" in programs or re.findall(r"schedule install (--\w+)", refused) == offered


@pytest.mark.parametrize("path", [path for path in HOSTILE if "/" not in path[1:]])
def test_the_line_with_any_kit_runs_as_typed(path: str, home: Home) -> None:
    kit = home.folder / path[1:]
    shutil.copy(home.kit, kit)
    assert home.run("--kit", str(kit), "schedule", "install", "--cron").code == 0

    seen = home.run("--kit", str(kit), "schedule", "test", "--json")

    program = str(home.folder / "bin" / "shelterkit")
    words = (home.folder / "words").read_text(encoding="utf-8").splitlines()
    assert seen.code == 0, seen.stderr
    assert words == [program, "check", "--quiet", "--snooze", "7d", "--kit", str(kit)]


def test_a_test_runs_in_the_environment_of_cron(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (home.folder / ".crontab").write_text("MAILTO=anna@example.org\nPATH=/usr/bin:/bin:/opt\n")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
    assert home.run("schedule", "install", "--cron").code == 0

    seen = home.run("schedule", "test")

    user = pwd.getpwuid(os.getuid())
    lines = (home.folder / "environment").read_text().splitlines()
    environment = dict(line.split("=", 1) for line in lines if not line.startswith(("PWD=", "_=", "OLDPWD=", "SHLVL=")))
    state = environment.pop("XDG_STATE_HOME")
    assert environment == {
        "HOME": user.pw_dir,
        "LOGNAME": user.pw_name,
        "PATH": "/usr/bin:/bin:/opt",
        "SHELL": "/bin/sh",
        "MAILTO": "anna@example.org",
    }
    assert not Path(state).exists()
    assert "This would be mailed to anna@example.org:\n  WARNING - 1 thing needs attention\n" in seen.stdout


OUTCOMES = [
    ("0", "", 0, ["Exit code 0, OK: nothing needs attention.", "Nothing would be mailed."]),
    ("2", "CRITICAL - 1 thing\n", 0, ["Exit code 2, CRITICAL: something needs attention now."]),
    (
        "3",
        "UNKNOWN - no kit\n",
        1,
        ["Exit code 3, UNKNOWN: it cannot tell how the kit is, and would say so every day."],
    ),
    ("127", "", 1, ["Exit code 127: it would fail every day, for the program was not found."]),
    (
        "70",
        "oh\x1b[31m\n",
        1,
        ["Exit code 70: it would fail every day, for this is not how a check ends.", "  oh\\x1b[31m"],
    ),
]


@pytest.mark.parametrize(("code", "says", "ended", "lines"), OUTCOMES)
def test_a_test_says_what_the_exit_code_means(code: str, says: str, ended: int, lines: list[str], home: Home) -> None:
    (home.folder / "code").write_text(code)
    (home.folder / "says").write_text(says)

    seen = home.run("schedule", "test")

    assert seen.code == ended
    assert [line for line in lines if line not in seen.stdout.splitlines()] == []


def test_a_line_that_never_ends_is_ended(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (home.folder / "bin" / "shelterkit").write_text(f"#!/bin/sh\nsleep 60 & echo $! > {home.folder}/process; wait\n")
    monkeypatch.setattr("shelterkit.services.rehearsal._SECONDS", 0.5)

    seen = home.run("schedule", "test")

    assert seen.code == 1
    assert "It would fail every day: it did not end within 0.5 seconds.\n" in seen.stdout
    child = Path("/proc") / (home.folder / "process").read_text().strip() / "stat"
    for _ in range(100):
        if not child.exists() or ") Z " in child.read_text():
            break
        time.sleep(0.02)
    else:
        raise AssertionError("what the line started is still running")


def test_a_line_with_a_shell_that_is_not_there_is_told(home: Home) -> None:
    (home.folder / ".crontab").write_text("SHELL=/nowhere/zsh\n")
    assert home.run("schedule", "install").code == 0

    seen = home.run("schedule", "test")

    assert seen.code == 1
    assert "It would fail every day: it cannot be started: /nowhere/zsh: no such file or directory.\n" in seen.stdout


def test_a_line_that_reads_gets_what_stands_after_its_percent_sign(home: Home) -> None:
    assert home.run("schedule", "install").code == 0
    file = home.folder / ".crontab"
    file.write_text(file.read_text().replace("\n# shelterkit: end", "; cat%CRITICAL - 2%\n# shelterkit: end"))

    seen = home.run("schedule", "test", "--json")

    assert json.loads(seen.stdout)["test"]["output"] == "WARNING - 1 thing needs attention\nCRITICAL - 2\n"


def test_a_line_with_a_broken_quote_is_shown_and_does_not_work(home: Home) -> None:
    assert home.run("schedule", "install").code == 0
    file = home.folder / ".crontab"
    file.write_text(file.read_text().replace("shelterkit' check", "shelterkit check"))

    shown, tested = home.run("schedule"), home.run("schedule", "test")

    assert (shown.code, tested.code) == (0, 1)
    assert "for this is not how a check ends" in tested.stdout


def test_a_crontab_that_does_not_answer_is_not_waited_for(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = home.folder / "programs"
    programs.mkdir()
    (programs / "crontab").write_text("#!/bin/sh\nexec sleep 60\n")
    (programs / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setattr("shelterkit.services.crontab._SECONDS", 0.2)

    seen = home.run("schedule", "install", "--cron")

    assert seen.code == 1
    assert seen.stderr.startswith("Error: crontab refuses: no answer within 0.2 seconds.\nNothing was changed.\n")


def test_a_crontab_that_cannot_be_started_refuses(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (home.folder / "crontab").write_bytes(b"\0\0\0\0")
    (home.folder / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", str(home.folder))

    seen = home.run("schedule", "install", "--cron")

    assert (seen.code, seen.stderr.splitlines()[0]) == (1, "Error: crontab refuses: exec format error.")


def test_units_that_cannot_be_written_leave_nothing(session: Home) -> None:
    (session.folder / ".config").mkdir()
    (session.folder / ".config" / "systemd").write_text("a file where a folder should be")

    seen = session.run("schedule", "install", "--systemd")

    assert seen.code == 74
    assert "Nothing was changed." in seen.stderr.splitlines()
    assert not (session.folder / ".systemctl").exists()
    assert [path.name for path in (session.folder / ".config").rglob("*")] == ["systemd"]


def test_one_foreign_file_of_two_keeps_both_as_they_are(session: Home) -> None:
    folder = session.folder / ".config" / "systemd" / "user"
    unit = units.unit_name(USUAL._replace(kit=str(session.kit), named=True))
    assert session.run("schedule", "install", "--systemd").code == 0
    before = (folder / f"{unit}.service").read_text()
    (folder / f"{unit}.timer").unlink()
    (folder / f"{unit}.timer").mkdir()

    seen = session.run("schedule", "install", "--systemd", "--snooze", "9d")

    assert seen.code == 1
    assert "was not written by shelterkit" in seen.stderr.replace("\n", " ")
    assert (folder / f"{unit}.service").read_text() == before


def test_a_timer_that_systemd_would_not_stop_is_said(session: Home) -> None:
    assert session.run("schedule", "install", "--systemd").code == 0
    (session.folder / ".systemctl-refused").write_text(NO_BUS)

    seen = session.run("schedule", "remove")

    assert seen.code == 1
    assert "are removed, but systemctl did not stop them: Failed to connect" in seen.stderr.replace("\n", " ")
    assert "Nothing was changed." not in seen.stderr
    assert [path.name for path in (session.folder / ".config").rglob("*") if not path.is_dir()] == []


def test_nobody_without_a_home_gets_a_timer(session: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "somewhere")

    told = json.loads(session.run("schedule", "--json").stdout)

    assert told["systemd"]["available"] is False


def test_a_program_that_was_moved_is_missed(home: Home) -> None:
    assert home.run("schedule", "install").code == 0
    (home.folder / "bin" / "shelterkit").unlink()

    shown, tested = home.run("schedule"), home.run("schedule", "test")

    assert "The program it names is not there any more: /home/anna/bin/shelterkit\n" in shown.stdout
    assert "for the program was not found" in tested.stdout
    assert tested.code == 1


NOBODY = "MAILTO is empty in your crontab, so nobody would be told"
GIVE_ONE = "Put your address there (crontab -e), or add --notify."
NO_MAIL = "This computer has no program that sends mail (sendmail): cron would throw away what it says. Add --notify."
ELSEWHERE = (
    "That is not your e-mail. For that put MAILTO=you@example.org first in crontab -e; this computer has to be set up "
    "to send mail out. Or have it on the desktop: add --notify."
)
LETTERBOX = f"the mailbox of {pwd.getpwuid(os.getuid()).pw_name} on this computer"
CALM, NOTHING = "# code 0", "Nothing would be mailed."
TO_LETTERBOX = f"cron mails what it says to {LETTERBOX}."
MAILS: list[tuple[str, str, bool, list[str], list[str]]] = [
    # what stands in the crontab, the options, whether this computer mails; what install and test say of it
    ("", "", True, [TO_LETTERBOX, ELSEWHERE], [f"This would be mailed to {LETTERBOX}:", ELSEWHERE]),
    ("MAILTO=a@b.org\n", "", True, ["cron mails what it says to a@b.org."], ["This would be mailed to a@b.org:"]),
    ('MAILTO=""\n', "", True, [f"{NOBODY}. {GIVE_ONE}"], [f"{NOBODY}:", GIVE_ONE]),
    (f'{CALM}\nMAILTO=""\n', "", True, [f"{NOBODY}. {GIVE_ONE}"], [NOTHING, f"{NOBODY}. {GIVE_ONE}"]),
    (f"{CALM}\n", "", True, [TO_LETTERBOX, ELSEWHERE], [NOTHING]),
    ("", "", False, [NO_MAIL], [f"This would be mailed to {LETTERBOX}:", NO_MAIL]),
    (f'{CALM}\nMAILTO=""\n', " --notify", True, ["What it says comes as a notification."], [NOTHING]),
]


@pytest.mark.parametrize("is_installed", [True, False], ids=["installed", "tried before"])
@pytest.mark.parametrize(("crontab", "options", "mails", "installed", "tested"), MAILS)
def test_whom_cron_tells_is_said(  # noqa: PLR0913 - each is a fact of the computer or what follows from it
    *,
    crontab: str,
    options: str,
    mails: bool,
    installed: list[str],
    tested: list[str],
    is_installed: bool,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (home.folder / ".crontab").write_text(crontab)
    monkeypatch.setattr("shelterkit.services.rehearsal.can_mail", lambda: mails)
    if crontab.startswith(CALM):
        (home.folder / "says").write_text("")
        (home.folder / "code").write_text("0")

    put = home.run("schedule", "install", "--cron", *options.split()).stdout.splitlines() if is_installed else []
    seen = home.run("schedule", "test", "--cron", *options.split()).stdout.splitlines()

    about = re.compile(r"mail|MAILTO|notif")
    assert [line for line in put if about.search(line) and "* * *" not in line] == (installed if is_installed else [])
    assert [line for line in seen if about.search(line) and "* * *" not in line] == tested


@pytest.mark.parametrize("words", ["--demo schedule", "--demo schedule show", "--demo schedule test"])
def test_the_line_of_the_sample_kit_can_be_looked_at(words: str, home: Home) -> None:
    seen = home.run(*words.split())

    assert seen.code == 0
    assert "bin/shelterkit' check --quiet --snooze 7d --demo\n" in seen.stdout


@pytest.mark.parametrize("variable", ["XDG_DATA_HOME", "HOME"])
def test_a_kit_that_cron_would_not_find_by_itself_is_named(
    variable: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHELTERKIT_KIT")
    monkeypatch.setenv(variable, str(home.folder))

    told = json.loads(home.run("schedule", "--json").stdout)

    assert told["cron"]["line"].endswith(f" --kit '{told['kit']}'")


def test_a_kit_that_is_not_there_yet_is_noted(home: Home) -> None:
    home.kit.unlink()

    seen = home.run("schedule", "install")

    assert seen.code == 0
    assert "There is no kit yet; until there is one, it says so every day." in seen.stdout.splitlines()


@pytest.mark.parametrize(
    ("typed", "at"), [("7:05", "07:05"), ("00:00", "00:00"), (" 23:59 ", "23:59"), ("08:30", "08:30")]
)
def test_a_time_of_day_is_read(typed: str, at: str, home: Home) -> None:
    assert json.loads(home.run("schedule", "show", "--at", typed, "--json").stdout)["at"] == at


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("8", "08:00"),
        ("8.30", "08:30"),
        ("8 pm", "20:00"),
        ("12am", "00:00"),
        ("12:15pm", "12:15"),
        ("24:00", None),
        ("8:60", None),
    ],
)
def test_a_time_that_is_written_otherwise_is_offered_as_it_is_written_here(
    typed: str, instead: str | None, home: Home
) -> None:
    seen = home.run("schedule", "show", "--at", typed)

    offered = re.findall(r"Try:  shelterkit schedule show --at (.*)", seen.stderr)
    assert seen.code == 2
    assert offered == ([instead] if instead else [])
