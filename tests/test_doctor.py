from __future__ import annotations

import fcntl
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from shelterkit.report.doctor_words import words_for
from tests.conftest import PROGRAMS, TODAY
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    Golden = Callable[[str, str], None]

NO_PRINTER = '#!/bin/sh\necho "no system default destination"\n'
PRINTER = '#!/bin/sh\necho "system default destination: Laser-1"\n'
SAVED = STOCKED.replace("2020-01-01", "2026-11-23")
KIT = "/home/anna/data/kit.toml"
CONFLICT = "/home/anna/data/kit.sync-conflict-20261120-101500-ABCDEFG.toml"
NOT_ALLOWED = "you (anna) are not allowed to use this program"
STRACE = shutil.which("strace") or ""
MACHINE = ["no-schedule", "no-printer", "extras"]


@pytest.fixture
def home(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Return a home whose path is always as long, with a kit that is saved; cron is there, a printer is not."""
    folder = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
    for name in ("home", "bin"):
        (folder / name).mkdir()
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.setenv("SHELTERKIT_KIT", str(folder / "data" / "kit.toml"))
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:{PROGRAMS}:/usr/bin:/bin")
    put_program(folder / "bin" / "lp", NO_PRINTER)
    put_program(folder / "bin" / "lpstat", NO_PRINTER)
    monkeypatch.setattr("shelterkit.services.doctor_machine.can_mail", lambda: True)
    made = Home(folder, capsys)
    made.put(SAVED)
    made.kit.chmod(0o600)
    assert made.run("add", "other", "Candles", "4").code == 0
    yield made
    shutil.rmtree(folder)


def put_program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


class Seen(NamedTuple):
    """What doctor said for programs: its findings by their codes, and the exit code."""

    findings: dict[str, dict[str, Any]]
    code: int

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """Return the severity and code of every finding that is not well."""
        return [(one["severity"], code) for code, one in self.findings.items() if one["severity"] in ("warn", "fail")]


def doctor(home: Home, *words: str, today: date = TODAY) -> Seen:
    ran = home.run("doctor", "--json", *words, today=today)
    assert ran.stderr == ""
    told = json.loads(ran.stdout)
    findings = {one["code"]: one for one in told["findings"]}
    assert told["warnings"] == sum(one["severity"] == "warn" for one in told["findings"])
    assert told["errors"] == sum(one["severity"] == "fail" for one in told["findings"])
    return Seen(findings, ran.code)


def screen(home: Home, *words: str) -> str:
    """Return what a person sees, the owner of the files being called anna on every computer."""
    text = home.transcript(" ".join(("shelterkit", *words)))
    return same_owner(text)


def same_owner(text: str) -> str:
    return re.sub(r"owner \S+", "owner anna", text).replace(pwd.getpwuid(os.getuid()).pw_name + ",", "anna,")


def edited(home: Home, *changes: tuple[str, str]) -> None:
    """Change the text of the kit as an editor would."""
    text = home.kit.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    home.kit.write_text(text, encoding="utf-8")


def said(one: dict[str, Any]) -> tuple[str, ...]:
    """Return the line of a finding and its further lines."""
    return (one["text"], *one["details"])


# A kit that is well.


def test_a_kit_that_is_well_is_told_so_line_by_line(home: Home, golden: Golden) -> None:
    golden("cli/doctor.txt", screen(home, "doctor"))


def test_looking_changes_nothing_not_even_the_time_of_the_folder(home: Home) -> None:
    before = home.listing()
    times = home.kit.parent.stat().st_mtime_ns

    home.run("doctor")

    assert home.listing() == before
    assert home.kit.parent.stat().st_mtime_ns == times


def test_quiet_says_only_what_is_wrong(home: Home) -> None:
    ran = home.run("doctor", "--quiet")

    assert ran.stdout == "WARN  no reminder set up.  Try:  shelterkit schedule show\n1 warning, 0 errors.\n"


def test_plain_lines_have_four_fields(home: Home) -> None:
    rows = [line.split("\t") for line in home.run("doctor", "--plain").stdout.splitlines()]

    assert {len(row) for row in rows} == {4}
    assert [row[1] for row in rows if row[0] == "WARN"] == ["no-schedule"]


def test_json_begins_with_its_schema_and_says_everything(home: Home) -> None:
    told = json.loads(home.run("doctor", "--json").stdout)

    assert list(told) == ["schema", "today", "file", "saved", "warnings", "errors", "findings", "fixed"]
    assert (told["schema"], told["saved"], told["file"]) == ("shelterkit.doctor/1", False, KIT)
    assert list(told["findings"][0]) == ["code", "severity", "text", "details", "try", "fixable"]


def test_the_kit_that_was_named_is_in_every_command_that_is_offered(home: Home) -> None:
    home.kit.chmod(0o644)

    ran = home.run("--kit", str(home.kit), "doctor")

    offered = re.findall(r"(?<=: )+ *(shelterkit .*)", ran.stdout)
    assert offered == [
        f"shelterkit --kit {KIT} schedule show",
        f"shelterkit --kit {KIT} doctor --fix",
    ]


# What every finding is found by, and how it is said.


def _wider(home: Home) -> None:
    home.kit.chmod(0o644)


def _wider_history(home: Home) -> None:
    (home.kit.parent / ".kit.toml.history").chmod(0o755)
    (home.kit.parent / ".kit.toml.lock").chmod(0o666)


def _open_folder(home: Home) -> None:
    home.kit.parent.chmod(0o777)


def _by_hand(home: Home) -> None:
    edited(home, ('where = "cellar"', 'where = "garage"'))


def _much_by_hand(home: Home) -> None:
    edited(
        home, ('where = "cellar"\n', ""), ("days = 10", "days = 14\nhot = true"), ("cats = 0", "cats = 0\n\n[x]\na = 1")
    )


def _rewritten(home: Home) -> None:
    lines = "".join(f"# line {number}\n" for number in range(11_000))
    home.kit.write_text(lines + home.kit.read_text())


def _conflict(home: Home) -> None:
    shutil.copy(home.kit, home.kit.parent / "kit.sync-conflict-20261120-101500-ABCDEFG.toml")


def _leftovers(home: Home) -> None:
    (home.kit.parent / ".kit.toml.0123456789abcdef.tmp").write_bytes(b"")
    (home.kit.parent / ".kit.toml.history" / "00000009.tmp").write_bytes(b"half")


def _version_cut(home: Home) -> None:
    version = home.kit.parent / ".kit.toml.history" / "00000001.toml"
    version.write_bytes(version.read_bytes()[:-40])


def _windows(home: Home) -> None:
    home.kit.write_bytes(b"\xef\xbb\xbf" + home.kit.read_bytes().replace(b"\n", b"\r\n"))


def _low_number(home: Home) -> None:
    edited(home, ("food = 3", "food = 2"))


def _misspelt(home: Home) -> None:
    edited(home, ('where = "pantry"', 'were = "pantry"'), ("cats = 0", 'cats = 0\ncolour = "blue"'))


def _hostile(home: Home) -> None:
    edited(home, ('"AA batteries"', '"AA \\u001b[31m batteries"'))


def _stranger(home: Home) -> None:
    edited(home, ('person = "Anna"', 'person = "Ana"'))


def _stranger_of_item(home: Home) -> None:
    edited(home, ('where = "bathroom"', 'where = "bathroom"\nperson = "Oleh"'))


def _medicine(home: Home) -> None:
    edited(home, ('medicine = "Metformin 500 mg"', 'medicine = "Metformin 500mg x"'))


def _worthless(home: Home) -> None:
    edited(home, ('kcal = "340/can"\n', ""), ('"Canned beans"', '"Stew of aunt Olha"'))


def _undated(home: Home) -> None:
    edited(home, ('best_before = "2028-03"\n', ""))


def _advice_gone(home: Home) -> None:
    edited(home, ('"de-bbk"', '"my-town"'))


def _future(home: Home) -> None:
    edited(home, ("saved = 2026-11-23", "saved = 2026-12-24"))


def _config(home: Home) -> None:
    folder = home.folder / "home" / ".config" / "shelterkit"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("color = \n")


def _own_advisory(home: Home) -> None:
    folder = home.folder / "home" / ".config" / "shelterkit" / "advisories"
    folder.mkdir(parents=True)
    (folder / "my-town.toml").write_text('id = "my-town"\n')


def _refusing_cron(home: Home) -> None:
    (home.folder / "home" / ".crontab-refused").write_text(f"{NOT_ALLOWED}\n")


FOUND: dict[str, tuple[Callable[[Home], None], str, tuple[str, ...]]] = {
    "open": (
        _wider,
        "warn",
        ("not private: others on this computer can read or change", "the kit, kit.toml: 0644 -> 0600"),
    ),
    "open, beside the kit": (
        _wider_history,
        "warn",
        (
            "not private: others on this computer can read or change",
            "the lock, .kit.toml.lock: 0666 -> 0600",
            "the history folder, .kit.toml.history: 0755 -> 0700",
        ),
    ),
    "folder-open": (
        _open_folder,
        "warn",
        ("anybody on this computer can put another kit in the place of yours, in /home/anna/data",),
    ),
    "changed-outside": (
        _by_hand,
        "warn",
        (
            "changed outside shelterkit: 1 line differs from the last saved version",
            'line 32   where = "cellar"  ->  where = "garage"',
        ),
    ),
    "changed-outside, much": (
        _much_by_hand,
        "warn",
        (
            "changed outside shelterkit: 5 lines differ from the last saved version",
            "line 8   days = 10  ->  days = 14",
            "line 9   new: hot = true",
            "line 18   new: [x]",
            "line 19   new: a = 1",
            'line 36   gone: where = "cellar"',
        ),
    ),
    "changed-outside, only marks": (
        _windows,
        "warn",
        ("changed outside shelterkit: only line ends, marks or empty lines differ from the last saved version",),
    ),
    "changed-outside, all of it": (
        _rewritten,
        "warn",
        ("changed outside shelterkit: thousands of lines differ from the last saved version",),
    ),
    "conflict-copy": (
        _conflict,
        "warn",
        (
            "sync conflict copy: kit.sync-conflict-20261120-101500-ABCDEFG.toml",
        ),
    ),
    "leftovers": (
        _leftovers,
        "warn",
        (
            "left by a save that was stopped: 1 temporary file and 1 unfinished version; the next save clears it",
        ),
    ),
    "history-damaged": (
        _version_cut,
        "warn",
        ("history: 1 version is damaged (1); undo passes over what does not read",),
    ),
    "windows-text": (
        _windows,
        "warn",
        ("the file has a mark at its start and line ends of Windows; it reads all the same",),
    ),
    "next-id": (
        _low_number,
        "warn",
        ("numbers for new items are too low", "[next_id] food = 2: in use; the next is 3"),
    ),
    "unknown-fields": (
        _misspelt,
        "warn",
        ("1 field probably misspelt: kept, but not understood", "line 52   were: did you mean where?"),
    ),
    "own-fields": (_misspelt, "info", ("fields of your own, kept as they are: colour (line 16)",)),
    "characters": (
        _hostile,
        "warn",
        ("the file has characters that a terminal obeys; shelterkit shows them escaped", "line 67   name: U+001B"),
    ),
    "person-unknown": (
        _stranger,
        "warn",
        ("Metformin 500 mg is for Ana, who is not in the household; did you mean Anna?",),
    ),
    "person-unknown, of an item": (
        _stranger_of_item,
        "warn",
        ("m1 Metformin 500 mg is for Oleh, who is not in the household",),
    ),
    "no-medicine": (
        _medicine,
        "warn",
        (
            "Anna takes Metformin 500mg x, and no medicine in the kit is called that; did you mean Metformin 500 mg?",
        ),
    ),
    "worthless": (
        _worthless,
        "info",
        ("1 item counts as nothing until what it is worth is known: f1 Stew of aunt Olha",),
    ),
    "undated": (_undated, "info", ("1 item has no date and so never goes off: f1 Canned beans",)),
    "plan": (_advice_gone, "fail", ("a value in the kit cannot be right, so nothing can be counted",)),
    "clock": (
        _future,
        "fail",
        ("this computer's clock says 2026-11-23, but the kit was saved on 2026-12-24",),
    ),
    "config-damaged": (
        _config,
        "fail",
        (
            "config.toml has 1 mistake",
            "line 1   this line does not read as TOML",
            "File: /home/anna/home/.config/shelterkit/config.toml",
        ),
    ),
    "advisory-damaged": (_own_advisory, "warn", ()),
    "no-scheduler": (
        _refusing_cron,
        "info",
        (
            f"no reminder can be set up: neither cron nor systemd can be used here (crontab: {NOT_ALLOWED})",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_what_is_wrong_is_found_and_said(name: str, home: Home) -> None:
    code = name.partition(",")[0]
    harm, severity, words = FOUND[name]
    assert code not in doctor(home).findings

    harm(home)

    seen = doctor(home)
    one = seen.findings[code]
    assert one["severity"] == severity
    assert said(one)[: len(words)] == words
    assert seen.code == (1 if severity == "fail" else 0)


def test_a_conflict_copy_can_be_compared_with_a_command_that_is_there(home: Home) -> None:
    _conflict(home)

    assert doctor(home).findings["conflict-copy"]["try"] == f"shelterkit import --merge --dry-run {CONFLICT}"


def test_an_advice_that_is_not_there_is_named_with_its_line(home: Home) -> None:
    _advice_gone(home)

    one = doctor(home).findings["plan"]

    assert one["details"] == ['line 7   advisory = "my-town"   there is no advisory "my-town"']
    assert one["try"] == "shelterkit advisory list"


def test_an_advisory_that_the_kit_follows_must_be_complete(home: Home) -> None:
    _own_advisory(home)
    _advice_gone(home)

    assert ("fail", "advisory-damaged") in doctor(home).wrong


def test_own_advisories_that_are_complete_are_counted(home: Home) -> None:
    _own_advisory(home)
    from tests.test_architecture import ADVISORY  # noqa: PLC0415 - a complete one

    (home.folder / "home" / ".config" / "shelterkit" / "advisories" / "my-town.toml").write_text(ADVISORY)

    assert said(doctor(home).findings["advisories"]) == ("own advisories: 1, complete and sourced",)


# A kit that cannot be had.


def test_every_mistake_of_a_damaged_kit_is_told_and_the_way_back(home: Home, golden: Golden) -> None:
    edited(home, ('amount = "6 x', 'amout = "6 x'), ('"2027-09"', '"2027-13-05"'))

    golden("cli/doctor-damaged.txt", screen(home, "doctor"))


def test_a_kit_that_is_no_toml_offers_the_last_good_version_and_does_not_take_it(home: Home) -> None:
    edited(home, ('name = "Buckwheat"', 'name = "Buckwheat'))
    damaged = home.kit.read_bytes()

    seen = doctor(home, "--fix")

    assert seen.code == 1
    assert seen.findings["kit-damaged"]["details"] == [
        'line 48   name = "Buckwheat   the quote at the end is missing',
        "The last good version is 2, of today 09:12, with 6 items: shelterkit undo --last-good",
    ]
    assert seen.findings["kit-damaged"]["fixable"] is False
    assert home.kit.read_bytes() == damaged


def test_ids_that_stand_twice_are_told_with_both_lines(home: Home, golden: Golden) -> None:
    edited(home, ('id = "f2"', 'id = "f1"'))

    golden("cli/doctor-twice.txt", screen(home, "doctor"))


def _emptied(home: Home) -> None:
    home.kit.write_bytes(b"")


def _removed(home: Home) -> None:
    home.kit.unlink()


def _newer(home: Home) -> None:
    edited(home, ("format = 1", "format = 7"))


def _folder(home: Home) -> None:
    home.kit.unlink()
    home.kit.mkdir()


def _pipe(home: Home) -> None:
    home.kit.unlink()
    os.mkfifo(home.kit)


def _nowhere(home: Home) -> None:
    shutil.rmtree(home.kit.parent)


def _loop(home: Home) -> None:
    home.kit.unlink()
    home.kit.symlink_to(home.kit)


@pytest.mark.parametrize(
    ("harm", "code", "exit_code", "advice"),
    [
        (_emptied, "kit-damaged", 1, "shelterkit undo --last-good"),
        (_removed, "kit-missing", 1, "shelterkit undo --last-good"),
        (_newer, "kit-newer", 1, "pipx upgrade shelterkit      or look only:  shelterkit list --read-anyway"),
        (_folder, "kit-not-a-file", 1, "shelterkit where"),
        (_pipe, "kit-not-a-file", 1, "shelterkit where"),
        (_loop, "kit-link", 1, "shelterkit where"),
        (_nowhere, "no-kit", 66, "shelterkit init"),
    ],
)
def test_a_kit_that_cannot_be_had_is_an_error_with_a_way_out_and_the_rest_is_told(
    harm: Callable[[Home], None], code: str, exit_code: int, advice: str, home: Home
) -> None:
    harm(home)

    seen = doctor(home)

    assert seen.findings[code]["severity"] == "fail"
    assert seen.findings[code]["try"] == advice
    assert seen.code == exit_code
    assert list(seen.findings)[-3:] == MACHINE


def test_without_a_kit_the_rest_is_looked_at(home: Home, golden: Golden) -> None:
    _nowhere(home)

    golden("cli/doctor-none.txt", screen(home, "doctor"))


def test_the_sample_kit_is_well(home: Home) -> None:
    seen = doctor(home, "--demo")

    assert (seen.wrong, seen.code) == ([], 0)
    assert list(seen.findings) == ["demo", "no-printer", "extras"]


def test_without_a_home_doctor_says_what_it_can(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHELTERKIT_KIT")
    monkeypatch.setenv("HOME", "somewhere")

    seen = doctor(home)

    assert (list(seen.findings), seen.code) == (["no-home", "extras"], 66)


# What is around the kit.


def installed(home: Home) -> Path:
    assert home.run("schedule", "install", "--cron").code == 0
    return home.folder / "home" / ".crontab"


def test_a_reminder_that_is_set_up_is_named_with_its_time(home: Home) -> None:
    installed(home)

    seen = doctor(home)

    assert said(seen.findings["schedule"]) == ("reminder in your crontab, every day at 08:30",)
    assert seen.wrong == []


def with_program(line: str, program: str) -> str:
    """Return a crontab whose line starts another program."""
    return re.sub(r"(\* \* \* )('[^']*'|\S+)", rf"\1{program}", line, count=1)


def test_a_reminder_whose_program_is_gone_is_noticed(home: Home) -> None:
    crontab = installed(home)
    crontab.write_text(with_program(crontab.read_text(), "/gone/bin/shelterkit"))

    one = doctor(home).findings["schedule-lost"]

    assert said(one) == ("the reminder in your crontab names a program that is not there: /gone/bin/shelterkit",)
    assert (one["severity"], one["try"]) == ("warn", "shelterkit schedule install --cron")


def test_a_reminder_of_another_shelterkit_is_noticed(home: Home) -> None:
    crontab = installed(home)
    put_program(home.folder / "bin" / "shelterkit", NO_PRINTER)
    crontab.write_text(with_program(crontab.read_text(), str(home.folder / "bin" / "shelterkit")))

    one = doctor(home).findings["schedule-other"]

    assert said(one)[:2] == (
        "the reminder in your crontab runs another shelterkit than this one",
        "it runs /home/anna/bin/shelterkit",
    )
    assert one["severity"] == "warn"


UNHEARD = "nobody hears the reminder in your crontab"


@pytest.mark.parametrize(
    ("crontab", "options", "mails", "says"),
    [
        ('MAILTO=""\n', "", True, f"{UNHEARD}: MAILTO is empty there"),
        ("", "", False, f"{UNHEARD}: this computer has no program that sends mail (sendmail)"),
        ('MAILTO=""\n', "--notify", False, ""),
        ("MAILTO=anna@example.org\n", "", True, ""),
    ],
)  # fmt: skip
def test_a_reminder_that_nobody_hears_is_noticed(  # noqa: PLR0913 - each is a fact of the computer or what follows
    *,
    crontab: str,
    options: str,
    mails: bool,
    says: str,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (home.folder / "home" / ".crontab").write_text(crontab)
    assert home.run("schedule", "install", "--cron", *options.split()).code == 0
    monkeypatch.setattr("shelterkit.services.doctor_machine.can_mail", lambda: mails)

    found = doctor(home).findings

    one = found.get("schedule-unheard")
    assert ("schedule" in found) is not bool(says)
    assert (one and (said(one)[0], one["severity"], one["try"])) == (
        (says, "warn", "shelterkit help cron") if says else None
    )


def test_the_usual_printer_is_named(home: Home) -> None:
    put_program(home.folder / "bin" / "lpstat", PRINTER)

    assert said(doctor(home).findings["printer"]) == ("printer: Laser-1",)


def test_a_printer_program_that_never_answers_is_not_waited_for(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shelterkit.services.doctor_machine._SECONDS", 0.2)
    put_program(home.folder / "bin" / "lpstat", "#!/bin/sh\nexec sleep 60\n")

    assert doctor(home).findings["no-printer"]["severity"] == "info"


def test_a_computer_that_cannot_print_is_nothing_wrong(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(PROGRAMS))

    assert said(doctor(home).findings["no-printer"]) == (
        "this computer has no program to print with (lp); pages can be saved with -o FILE",
    )


def test_an_extra_that_is_not_installed_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)  # what Python puts there for a module that is not to be found

    assert said(doctor(home).findings["extras-missing"]) == (
        "not installed: pdf (pip install typst); everything else works without",
    )


@pytest.mark.usefixtures("home")
def test_letters_that_cannot_be_written_are_told() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.at", str(TODAY), "doctor", "--plain"],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONIOENCODING": "iso8859-5"},
        capture_output=True,
        check=True,
    )

    assert b"WARN\tencoding\toutput here is written as iso8859-5, not UTF-8" in ran.stdout


def test_config_that_reads_is_named(home: Home) -> None:
    folder = home.folder / "home" / ".config" / "shelterkit"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('color = "never"\n')

    assert said(doctor(home).findings["config"]) == ("settings: /home/anna/home/.config/shelterkit/config.toml reads",)


def test_a_broken_config_does_not_keep_doctor_from_speaking_on_a_terminal(home: Home) -> None:
    _config(home)

    seen = on_terminal(80, "doctor", environment={"NO_COLOR": "1"})

    assert seen.code == 1
    assert "FAIL  config.toml has 1 mistake" in seen.text


@pytest.mark.parametrize("columns", [40, 80])
def test_doctor_reads_well_on_a_narrow_screen(columns: int, home: Home, golden: Golden) -> None:
    for harm in (_wider, _by_hand, _conflict, _misspelt):
        harm(home)

    seen = on_terminal(columns, "doctor", environment={"NO_COLOR": "1"})

    text = re.sub(r"\b\d\d:\d\d\b", "09:12", home.same(seen.text))
    assert all(len(line) <= columns for line in seen.text.splitlines() if "/" not in line)
    golden(f"cli/doctor-{columns}.txt", same_owner(text))


# Who the files belong to, and who they are shared with.


def test_a_kit_shared_on_purpose_may_be_read_by_its_group(home: Home) -> None:
    edited(home, ("format = 1", "format = 1\nshared = true"))
    for path in (home.kit, *home.kit.parent.glob(".kit*"), *(home.kit.parent / ".kit.toml.history").iterdir()):
        path.chmod(0o2770 if path.is_dir() else 0o660)

    one = doctor(home).findings["private"]

    assert one["severity"] == "ok"
    assert re.fullmatch(r"shared with the group \S+ on purpose: kit 0660, folder 2770, owner \S+", one["text"]), one[
        "text"
    ]


def test_a_shared_kit_that_everybody_can_read_is_not_private(home: Home) -> None:
    edited(home, ("format = 1", "format = 1\nshared = true"))
    home.kit.chmod(0o664)

    assert doctor(home).findings["open"]["details"] == ["the kit, kit.toml: 0664 -> 0660"]


def test_files_of_root_are_told_to_the_user_who_finds_them(home: Home) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can leave files of root's behind")
    home.folder.chmod(0o755)
    home.kit.chmod(0o644)
    reads = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    become = ["setpriv", "--reuid=4242", "--regid=4242", "--clear-groups", *reads]

    ran = subprocess.run(
        [*become, sys.executable, "-m", "tests.at", str(TODAY), "doctor", "--json"],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        text=True,
    )

    findings = {one["code"]: one for one in json.loads(ran.stdout)["findings"]}
    assert findings["owner"]["text"] == f"{home.kit} belongs to root, not to you"
    assert findings["owner"]["try"] == f'sudo chown -R "$USER" {home.kit.parent}'
    assert findings["disk-takes-nothing"]["text"].endswith("; looking works, saving does not")
    assert ran.returncode == 0


# What the disk cannot do.


@pytest.mark.parametrize(
    ("inject", "words"),
    [
        ("flock:error=ENOLCK", "lock files: two shelterkits at once are told apart by what they save"),
        ("link,linkat:error=EPERM", "give a file a second name: copies are made instead"),
        ("rename,renameat,renameat2:error=EXDEV", "rename files, so nothing can be saved here"),
        ("fsync:error=EINVAL:when=2+", "say when a new name is on the disk: a power cut can undo the last save"),
    ],
)
def test_what_the_disk_cannot_do_is_told(inject: str, words: str, home: Home) -> None:
    if not STRACE:
        pytest.skip("there is no strace to stand in for such a disk")
    traced = home.folder / "trace"
    ran = subprocess.run(
        [STRACE, "-f", "-o", str(traced), "-e", f"trace={inject.partition(':')[0]}", "-e", f"inject={inject}",
         sys.executable, "-m", "tests.at", str(TODAY), "doctor", "--json"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        check=False,
        text=True,
    )  # fmt: skip

    assert "(INJECTED)" in traced.read_text()
    findings = {one["code"]: one for one in json.loads(ran.stdout)["findings"]}
    assert findings["disk-lacks"]["details"] == [words]
    assert [path.name for path in home.kit.parent.iterdir() if path.name.endswith(".tmp")] == []


def test_what_a_save_under_way_has_beside_the_kit_is_no_leftover(home: Home) -> None:
    _leftovers(home)
    with (home.kit.parent / ".kit.toml.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        found = doctor(home).findings

    assert "leftovers" not in found
    assert "leftovers" in doctor(home).findings


def test_a_history_far_beyond_what_is_kept_is_told(home: Home) -> None:
    history = home.kit.parent / ".kit.toml.history"
    for number in range(3, 1300):
        (history / f"{number:08d}.toml").write_bytes((history / "00000001.toml").read_bytes())

    one = doctor(home).findings["history-big"]

    assert one["severity"] == "warn"
    assert one["try"] == "shelterkit history purge --dry-run"


def test_a_part_that_cannot_be_looked_at_is_named_and_the_rest_is_told(home: Home) -> None:
    history = home.kit.parent / ".kit.toml.history"
    shutil.rmtree(history)
    history.mkdir()
    (history / "00000001.toml").mkdir()

    seen = doctor(home)

    assert seen.findings["unseen"]["text"].startswith("the history could not be looked at: ")
    assert list(seen.findings)[-3:] == MACHINE


def test_somebody_who_stops_doctor_is_obeyed_and_nothing_stays_behind(home: Home) -> None:
    if not STRACE:
        pytest.skip("there is no strace to send the signal at a certain call")
    before = home.listing()

    ran = subprocess.run(
        [STRACE, "-f", "-o", os.devnull, "-e", "trace=link,linkat", "-e", "inject=link,linkat:signal=TERM:when=1",
         sys.executable, "-m", "tests.at", str(TODAY), "doctor"],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        text=True,
    )  # fmt: skip

    assert (ran.stdout, ran.stderr) == ("", "Stopped. Nothing was changed.\n")
    assert ran.returncode == 143
    assert home.listing() == before


def test_a_kit_cut_off_before_its_first_item_is_a_warning_with_the_way_back(home: Home) -> None:
    text = home.kit.read_text()
    home.kit.write_text(text[: text.index("[[item]]")])

    found = doctor(home).findings["items-gone"]

    assert (found["severity"], found["try"]) == ("warn", "shelterkit undo")


def test_a_kit_emptied_by_hand_and_saved_since_is_a_warning_with_a_way_back_that_works(home: Home) -> None:
    text = home.kit.read_text()
    home.run("household", "--cats", "1")
    home.kit.write_text(text[: text.index("[[item]]")])
    home.run("household", "--cats", "2")

    found = doctor(home).findings["items-gone"]

    assert found["text"] == "6 items are gone since version 3; shelterkit did not remove them"
    back = found["try"].replace("/home/anna", str(home.folder))
    assert home.run(*back.split()[1:], "--yes").code == 0
    assert "items-gone" not in doctor(home).findings


def test_two_items_of_no_known_worth_are_said_in_the_plural() -> None:
    label = "N: the kcal on the label"
    items = (("f1", "Beans", "--kcal N/can", label), ("f9", "Tins", "--kcal N/can", label))

    text = words_for("worthless", {"items": items}).text

    assert text == "2 items count as nothing until what they are worth is known: f1 Beans, f9 Tins"
