"""Every command where cron starts it: no home, no terminal, closed streams, an odd user, a disk that takes nothing."""

from __future__ import annotations

import atexit
import functools
import io
import json
import os
import pwd
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import pytest

from shelterkit.cli.app import root_command
from shelterkit.cli.main import main
from tests.conftest import TODAY
from tests.stocked import STOCKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
BARE = ("PATH=/usr/bin:/bin", "LANG=C")
ODD = 12345
# Every command answers within two seconds; a computer that does other things at the same time is given more.
SECONDS = 2

# The program as it is in this tree, on the day of the tests. It notes every place that it opens to write or changes.
_PROGRAM = """\
#!{python}
import sys
sys.dont_write_bytecode = True
import fcntl, os
low = os.open({log!r}, os.O_WRONLY | os.O_APPEND)
LOG = fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, 10)
os.close(low)
PLACES = {{"os.mkdir": [0], "os.rename": [0, 1], "os.link": [1], "os.symlink": [1], "os.remove": [0], "os.rmdir": [0],
    "os.chmod": [0], "os.chown": [0], "os.truncate": [0], "os.utime": [0], "shutil.rmtree": [0]}}
GONE = ("os.remove", "os.rmdir", "shutil.rmtree", "os.rename")
def note(event, values):
    if event == "open":
        places = [0] if values[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else []
    else:
        places = PLACES.get(event, [])
    for place in places:
        path = values[place]
        # What is named from an open folder is inside one that shutil.rmtree has named whole.
        if isinstance(path, int) or (event in ("os.remove", "os.rmdir") and values[-1] != -1):
            continue
        sign = b"-" if event in GONE and place == 0 else b"+"
        os.write(LOG, sign + os.path.abspath(os.fsencode(path)) + b"\\0")
sys.addaudithook(note)
sys.path.insert(0, {tree!r})
from datetime import date
import shelterkit.cli.main as program
from shelterkit.__main__ import run
real = program.main
program.main = lambda argv: real(argv, date.fromisoformat({today!r}))
run()
"""
_CYRILLIC = (
    STOCKED.replace("Buckwheat", "Гречка зелена")
    .replace('where = "pantry"', 'where = "комора"')
    .replace('best_before = "2028-03"', 'best_before = "2028-04"')
    .replace('dose = "2 tablets"', 'dose = "1 tablet"')
)
# What was done to the kit before: there is something to undo, to redo, to show and to take out for every command.
_BEFORE = """\
household add Oleh
household add Олена
household contact add "Aunt Olha" 555-0142
household contact add "Тітка Оля" 555-0143
edit o1 --note "запасні"
edit w1 --where attic
edit w1 --where підвал
undo
"""
# Every command is tried with its own first example; these have none that works on this kit or asks no question.
_WORDS = {
    ("init",): "--kit begun.toml init --adults 2 --no-input",
    ("household", "add"): "household add Богдан",
    ("backup",): "backup copy.toml",
    ("restore",): "restore .kit.toml.history/00000001.toml --yes",
    ("household", "contact", "add"): "household contact add Сусід 555-0144",
}
# What a script may ask for beside that; and what would need an answer, which is refused.
_LOOKING = ("", "--help", "--version", "check --quiet", "check --nagios", "check --json")
_ASKING = ("--kit begun.toml init", "remove w1 f1 f2", "edit w1", "edit --file", "add water 3L -b 2070")
# The kit of these tests is short of food: that is what `check` says.
_CHECKED = 2
# Nothing of it is installed; and not every computer has a cron or a systemd that takes this user.
_SCHEDULED = {"schedule install": (0, 1), "schedule remove": (1,)}
_DOCUMENTED = (0, 1, 2, 65, 66, 74, 75)


class Line(NamedTuple):
    """What is typed, and whether it is a command that can change the kit."""

    words: tuple[str, ...]
    writes: bool


def _tree(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if words:
        yield words, command
    names = command.list_commands(None) if hasattr(command, "list_commands") else ()
    for name in names:
        yield from _tree((*words, name), command.get_command(None, name))


def _lines() -> Iterator[tuple[str, Line]]:
    for words, command in _tree((), root_command()):
        line = _WORDS.get(words) or command.examples[0].removeprefix("shelterkit ")
        yield " ".join(words), Line(tuple(shlex.split(line)), command.writes)
    for line in _LOOKING:
        yield line or "nothing", Line(tuple(shlex.split(line)), writes=False)
    for line in _ASKING:
        yield f"unasked: {line}", Line(tuple(shlex.split(line)), writes=True)


LINES = dict(_lines())


def is_check(name: str) -> bool:
    return LINES[name].words[:1] == ("check",)


def codes(name: str) -> tuple[int, ...]:
    """Return the exit codes that are right, whatever is odd around."""
    if is_check(name):
        return (_CHECKED,)
    return _SCHEDULED.get(name, (2,) if name.startswith("unasked: ") else (0,))


class Ran(NamedTuple):
    """What a run printed, its exit code, what changed beside the kit's file, and what it left or took elsewhere."""

    stdout: str
    stderr: str
    code: int
    changed: set[str]
    strayed: set[str]


class Place:
    """A folder that every user can reach, with a program, a home, and a kit in `data`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
        self.data, self.home, self.log = (self.folder / name for name in ("data", "home", "log"))
        self.kit = self.data / "kit.toml"
        self.program = self.folder / "shelterkit"

    def __enter__(self) -> Self:
        self.folder.chmod(0o755)
        self.home.mkdir()
        self.log.touch()
        self.log.chmod(0o666)
        text = _PROGRAM.format(python=sys.executable, log=str(self.log), tree=str(ROOT), today=str(TODAY))
        self.program.write_text(text)
        self.program.chmod(0o755)
        shutil.copytree(_prepared(), self.data)
        return self

    def __exit__(self, *_: object) -> None:
        for path in (self.folder, *self.folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(self.folder)

    def give_to(self, user: int | None, *, readonly: bool = False) -> None:
        """Make a user the owner of the kit, who may only read it where `readonly`."""
        for path in (self.data, *self.data.rglob("*")):
            if user is not None:
                os.chown(path, user, user)
            if readonly:
                path.chmod(0o500 if path.is_dir() else 0o400)

    def run(
        self, *words: str, before: Sequence[str] = (), around: Sequence[str] = (), streams: str = "", named: bool = True
    ) -> Ran:
        """Run shelterkit with nothing around it but what is given; its input is open and never says anything."""
        kit = ("--kit", str(self.kit)) if named and "--kit" not in words else ()
        program = (str(self.program), *kit, *words)
        silent, talks = os.pipe()
        listing = self.listing()
        ran = subprocess.run(
            ["/bin/sh", "-c", f'exec "$@" {streams}', "sh", *before, "env", "-i", *BARE, *around, *program],
            stdin=silent,
            capture_output=True,
            cwd=self.data,
            check=False,
            timeout=SECONDS * min(10, max(1, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))),
        )
        os.close(silent)
        os.close(talks)
        changed = {name for name, file in self.listing().items() if listing.get(name) != file}
        return Ran(self._same(ran.stdout), self._same(ran.stderr), ran.returncode, changed, self._strayed())

    def _same(self, raw: bytes) -> str:
        """Return what was printed as it is in every folder: units are named after the place of the kit."""
        return re.sub(r"shelterkit-[0-9a-f]{8}", "shelterkit-KIT", raw.decode().replace(str(self.folder), "/place"))

    def listing(self) -> dict[str, tuple[int, bytes]]:
        """Return the folder of the kit with every file in it: its time of change and its content."""
        return {
            str(path.relative_to(self.data)): (path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
            for path in (self.data, *self.data.rglob("*"))
        }

    def _strayed(self) -> set[str]:
        """Return what was left, changed or taken away outside the folder of the kit."""
        made, taken = set(), set()
        for note in self.log.read_bytes().split(b"\0")[:-1]:
            path = os.fsdecode(note[1:])
            if path == os.devnull or Path(path).is_relative_to(self.data):
                continue
            if note[:1] == b"+":
                made.add(path)
            elif path not in made:
                taken.add(path)
        return taken | {path for path in made if os.path.lexists(path)}


@pytest.fixture
def place() -> Iterator[Place]:
    with Place() as made:
        yield made


@functools.cache
def _prepared() -> Path:
    """Return a folder with a kit that was changed before; it is the same for every test."""
    folder = Path(tempfile.mkdtemp(prefix="sk-"))
    atexit.register(shutil.rmtree, folder)
    (folder / "kit.toml").write_text(_CYRILLIC)
    (folder / "list.csv").write_text("name,amount,kind\nSoap,4,other\nRice,5 kg,\n")
    with redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        for line in _BEFORE.splitlines():
            assert main(["--kit", str(folder / "kit.toml"), *shlex.split(line)], TODAY) == 0, line
    return folder


@functools.cache
def at_home(name: str) -> Ran:
    """Return what a line does where nothing is odd."""
    with Place() as made:
        return made.run(*LINES[name].words, around=(f"HOME={made.home}", "TERM=xterm", "LANG=C.UTF-8"))


@functools.cache
def user_of_no_table() -> list[str]:
    """Return what makes the program run as a user that this computer does not know."""
    if os.geteuid() != 0:
        pytest.skip("only root can become a user that is in no table")
    if shutil.which("setpriv") is None:
        pytest.skip("there is no setpriv to become somebody else")
    assert not any(one.pw_uid == ODD for one in pwd.getpwall())
    become = ["setpriv", f"--reuid={ODD}", f"--regid={ODD}", "--clear-groups"]
    # A Python in root's home can be read by nobody else, unless everything can; still nothing can be written.
    for reads in ([], ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]):
        probe = [
            *become,
            *reads,
            "env",
            "-i",
            *BARE,
            sys.executable,
            "-c",
            f"import os, typer; os.listdir({str(ROOT)!r})",
        ]
        if subprocess.run(probe, capture_output=True, check=False, cwd="/").returncode == 0:
            return become + reads
    pytest.skip("another user cannot read this Python")


def readonly_disk(folder: Path) -> list[str]:
    """Return what makes a folder lie on a disk that takes nothing, for the program that is run by it."""
    user = () if os.geteuid() == 0 else ("--map-root-user",)
    mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$0" && exec "$@"'
    words = ["unshare", "--mount", *user, "sh", "-c", mount, str(folder)]
    if shutil.which("unshare") is None or subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this computer allows no mounts")
    return words


def assert_calm(ran: Ran) -> None:
    assert "Traceback" not in ran.stdout + ran.stderr
    assert "failed inside" not in ran.stdout + ran.stderr
    assert len(ran.stderr.splitlines()) <= 6
    assert ran.strayed == set()


@pytest.mark.parametrize("name", LINES)
def test_a_line_does_its_work_at_home(name: str) -> None:
    ran = at_home(name)

    assert_calm(ran)
    assert ran.code in codes(name), ran.stderr
    assert bool(ran.stdout) == (ran.code == 0 or is_check(name))
    if not LINES[name].writes:
        assert ran.changed - {"."} <= set(LINES[name].words)


_CLOSED = {"no input": "<&-", "no output": ">&-", "no errors": "2>&-"}
_HOMES = {"no home": (), "a home that is not there": ("HOME=/nonexistent",)}
# They tell where this user's files are, what cron and systemd say of this user, or what the disk can do.
_ABOUT_HOME = ("where", "schedule", "doctor")


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("home", _HOMES)
def test_a_kit_that_is_named_needs_no_home(home: str, name: str, place: Place) -> None:
    ran = place.run(*LINES[name].words, around=_HOMES[home])

    assert_calm(ran)
    assert ran.code in codes(name), ran.stderr
    assert ran.changed == at_home(name).changed
    if not name.startswith(_ABOUT_HOME):
        assert (ran.stdout, ran.stderr) == (at_home(name).stdout, at_home(name).stderr)


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("closed", _CLOSED)
def test_a_closed_stream_changes_no_answer(closed: str, name: str, place: Place) -> None:
    ran = place.run(*LINES[name].words, around=(f"HOME={place.home}",), streams=_CLOSED[closed])

    said = at_home(name)
    assert_calm(ran)
    assert (ran.code, ran.changed) == (said.code, said.changed), ran.stderr
    assert ran.stdout == ("" if closed == "no output" else said.stdout)
    assert ran.stderr == ("" if closed == "no errors" else said.stderr)


@pytest.mark.parametrize("name", LINES)
def test_a_user_in_no_table_gets_every_answer(name: str, place: Place) -> None:
    become = user_of_no_table()
    place.give_to(ODD)

    ran = place.run(*LINES[name].words, before=become, streams="<&-")

    assert_calm(ran)
    assert ran.code in codes(name), ran.stderr
    assert ran.changed == at_home(name).changed
    if not name.startswith(_ABOUT_HOME):
        assert (ran.stdout, ran.stderr) == (at_home(name).stdout, at_home(name).stderr)


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("home", _HOMES)
def test_where_no_kit_can_be_found_nothing_is_made_and_nothing_guessed(home: str, name: str, place: Place) -> None:
    become = user_of_no_table()
    words = ["nowhere.toml" if word == "begun.toml" else word for word in LINES[name].words]

    ran = place.run(*words, before=become, around=_HOMES[home], streams="<&-", named=False)

    assert_calm(ran)
    assert ran.changed == set()
    assert ran.code in ((3,) if is_check(name) else _DOCUMENTED), ran.stderr
    assert ran.stderr + ran.stdout


_WRONG = (
    "check --blorp",
    "check now",
    "check --only water,beans",
    "check --snooze",
    "check --within soon",
    "remind -x",
)


@pytest.mark.parametrize("words", _WRONG)
@pytest.mark.parametrize("streams", ["", *_CLOSED.values()])
def test_a_check_that_was_typed_wrong_knows_nothing(words: str, streams: str, place: Place) -> None:
    ran = place.run(*words.split(), streams=streams)

    assert_calm(ran)
    assert (ran.code, ran.stderr, ran.changed) == (3, "", set())
    assert ran.stdout.startswith("UNKNOWN - ") or (streams, ran.stdout) == (">&-", "")


def assert_readonly(name: str, ran: Ran) -> None:
    """Look works as at home; what would change anything is one refusal."""
    assert_calm(ran)
    assert ran.changed == set()
    if at_home(name).changed:
        assert (ran.code, ran.stdout) == (74, ""), ran.stderr
        assert ran.stderr.count("Error: ") == 1
        assert ran.stderr.startswith("Error: ")
        assert ("Nothing was changed" in ran.stderr) == LINES[name].writes
    else:
        assert ran.code in codes(name), ran.stderr
        if not name.startswith(_ABOUT_HOME):
            assert (ran.stdout, ran.stderr) == (at_home(name).stdout, at_home(name).stderr)


@pytest.mark.parametrize("name", LINES)
def test_a_kit_that_may_only_be_read_is_read(name: str, place: Place) -> None:
    become = user_of_no_table() if os.geteuid() == 0 else []
    place.give_to(ODD if become else None, readonly=True)

    assert_readonly(name, place.run(*LINES[name].words, before=become))


@pytest.mark.parametrize("name", LINES)
def test_a_kit_on_a_disk_that_takes_nothing_is_read(name: str, place: Place) -> None:
    ran = place.run(*LINES[name].words, before=readonly_disk(place.data), around=(f"HOME={place.home}",))

    assert_readonly(name, ran)


@pytest.mark.parametrize("words", ["list", "list --plain", "list --json", "check", "show f2", "household", "history"])
def test_names_stay_as_they_are_in_the_plainest_locale(words: str, place: Place) -> None:
    ran = place.run(*words.split())

    seen = json.loads(ran.stdout) if "--json" in words else ran.stdout
    assert any(name in str(seen) for name in ("Гречка зелена", "комора", "Олена", "підвал")), ran.stdout


def test_a_check_that_can_remember_nothing_speaks_every_time(place: Place) -> None:
    become = user_of_no_table()
    place.give_to(ODD, readonly=True)

    for home in _HOMES.values():
        ran = [place.run("check", "--quiet", "--snooze", "7d", before=become, around=home) for _ in range(2)]

        assert ran[0] == ran[1]
        assert (ran[0].stdout, ran[0].code) == (at_home("check").stdout, _CHECKED)
        assert ran[0].strayed == set()


def test_a_home_that_is_not_there_is_not_made_to_remember(place: Place) -> None:
    ran = place.run("check", "--quiet", "--snooze", "7d", around=(f"HOME={place.folder}/nonexistent",))

    assert ran == at_home("check")
