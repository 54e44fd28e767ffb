from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.stocked import STOCKED
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Golden = Callable[[str, str], None]

ROOT = Path(__file__).parent.parent
BASE = {"PATH": "/usr/bin:/bin"}
PRINTING = ("", "list", "advisory show energy", "--help", "advisory list --json", "household --plain")
NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that every user can reach; pytest's own are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    for path in (made, *made.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(made)


@pytest.fixture
def kit(folder: Path) -> Path:
    path = folder / "data" / "kit.toml"
    path.parent.mkdir()
    path.write_text(STOCKED)
    return path


def start(
    words: Sequence[str],
    kit: Path | None,
    *,
    environment: Mapping[str, str] | None = None,
    line: str = '"$@"',
    user: int | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Start shelterkit from a shell, which can close and redirect what it inherits."""
    program = [sys.executable, "-m", "shelterkit", *(("--kit", str(kit)) if kit else ()), *words]
    become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
    return subprocess.run(
        ["/bin/bash", "-c", line, "bash", *become, *program],
        env={**BASE, "HOME": str(kit.parent if kit else ROOT), "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})},
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=30,
    )


def as_somebody() -> int | None:
    """Return the user to run as where permissions matter: root is stopped by none."""
    if os.geteuid() != 0:
        return None
    if shutil.which("setpriv") is None:
        pytest.skip("root obeys no permissions, and there is no setpriv to become somebody else")
    probe = [
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        sys.executable,
        "-c",
        "import typer",
    ]
    if subprocess.run(probe, capture_output=True, check=False, cwd="/", env=BASE).returncode:
        pytest.skip("another user cannot read this Python")
    return NOBODY


@pytest.mark.parametrize("words", PRINTING)
@pytest.mark.parametrize("reader", ["head -1", "true", "head -c1"])
def test_a_reader_that_closes_early_is_no_failure(words: str, reader: str, kit: Path) -> None:
    ran = start(words.split(), kit, line=f'"$@" | {reader}; echo "exit ${{PIPESTATUS[0]}}" >&2')

    assert ran.stderr.decode() == "exit 0\n"


@pytest.mark.parametrize("words", PRINTING)
def test_a_closed_standard_output_is_no_failure(words: str, kit: Path) -> None:
    ran = start(words.split(), kit, line='"$@" >&-')

    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "<&- 2>&-"])
def test_closed_streams_never_let_a_kit_be_written_into(closed: str, kit: Path) -> None:
    ran = start(("add", "water", "3L", "--no-input"), kit, line=f'"$@" {closed}')

    assert ran.returncode == 0
    assert kit.read_text().startswith("# shelterkit kit.")
    assert 'id = "w2"' in kit.read_text()


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_no_file_is_ever_opened_as_a_standard_stream(closed: str, folder: Path) -> None:
    program = (
        "import os, sys; from shelterkit.__main__ import _occupy_standard_streams; _occupy_standard_streams(); "
        f"os._exit(os.open({str(folder)!r}, os.O_RDONLY) <= 2)"
    )

    ran = subprocess.run(
        ["/bin/bash", "-c", f'"$@" {closed}', "bash", sys.executable, "-c", program], check=False, cwd=ROOT
    )

    assert ran.returncode == 0


@pytest.mark.parametrize("words", PRINTING)
def test_a_full_disk_behind_standard_output_is_said(words: str, kit: Path, golden: Golden) -> None:
    ran = start(words.split(), kit, line='"$@" >/dev/full')

    assert ran.returncode == 74
    assert ran.stderr.decode().startswith("Error: the answer could not be printed: the disk is full.\n") or (
        '"code": "not-printed"' in ran.stderr.decode()
    )
    if words == "list":
        golden("../errors/not-printed.txt", f"$ shelterkit list >/dev/full\n{ran.stderr.decode()}[exit 74]\n")


@pytest.mark.parametrize("words", ["add water 3L", "use w1 1", "undo"])
def test_a_change_is_saved_though_it_cannot_be_told(words: str, kit: Path) -> None:
    start(("add", "food", "Rice", "2kg"), kit)
    before = kit.read_bytes()

    ran = start(words.split(), kit, line='"$@" >/dev/full')

    assert ran.returncode == 74
    assert ran.stderr.decode().startswith("Error: Saved, but the answer could not be printed: the disk is full.\n")
    assert kit.read_bytes() != before


def test_what_cannot_be_told_on_standard_error_still_ends_with_its_code(kit: Path) -> None:
    assert start(("stats",), kit, line='"$@" 2>/dev/full').returncode == 2
    assert start(("stats",), kit, line='"$@" 2>&-').returncode == 2
    assert start(("status",), kit.parent / "none.toml", line='"$@" >/dev/full 2>/dev/full').returncode == 66


ENVIRONMENTS: dict[str, dict[str, str]] = {
    "cron": {"LANG": "C"},
    "posix": {"LC_ALL": "POSIX"},
    "no such locale": {"LANG": "xx_YY.UTF-8", "LC_ALL": "zz"},
    "ukrainian": {"LANG": "uk_UA.KOI8-U"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "ascii strict": {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"},
    "latin": {"PYTHONIOENCODING": "latin-1"},
    "dumb": {"TERM": "dumb", "COLUMNS": "20"},
    "forced colour": {"FORCE_COLOR": "1", "COLUMNS": "0"},
    "empty home": {"HOME": ""},
    "no config": {"XDG_CONFIG_HOME": "relative", "XDG_DATA_HOME": ""},
    "optimised": {"PYTHONOPTIMIZE": "2"},
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_odd_environment_changes_no_answer(name: str, kit: Path) -> None:
    kit.write_text(STOCKED.replace("Buckwheat", "Гречка 🥫"))

    for words in (("status",), ("list",), ("add", "food", "Рис", "2kg", "--no-input")):
        ran = start(words, kit, environment=ENVIRONMENTS[name], line='"$@" <&-')

        assert ran.returncode == 0, ran.stderr.decode()
        assert b"Traceback" not in ran.stderr
        assert ran.stdout


@pytest.mark.parametrize("words", [("",), ("status",), ("where",), ("add", "water", "3L"), ("--help",), ("--demo",)])
def test_nothing_in_the_environment_is_no_failure(words: tuple[str, ...], folder: Path) -> None:
    user = as_somebody()
    program = [*(["setpriv", "--reuid=4242", "--regid=4242", "--clear-groups"] if user else []), sys.executable]

    ran = subprocess.run(
        ["/usr/bin/env", "-i", "PATH=/usr/bin:/bin", *program, "-m", "shelterkit", *filter(None, words)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=30,
    )

    assert b"Traceback" not in ran.stderr
    assert b"failed inside" not in ran.stderr
    assert ran.returncode in (0, 66)
    assert list(folder.iterdir()) == []


READING = (
    "status",
    "list",
    "show w1",
    "expires",
    "household",
    "history",
    "where",
    "advisory compare",
    "advisory check",
)


def test_looking_works_where_nothing_can_be_written(kit: Path) -> None:
    user = as_somebody()
    start(("add", "water", "3L"), kit)
    for path in (kit, *kit.parent.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o444)
    kit.parent.chmod(0o555)

    for words in READING:
        ran = start(words.split(), kit, user=user)

        assert (ran.returncode, ran.stderr) == (0, b""), words


@pytest.mark.parametrize(
    "words", ["add water 3L", "use w1 1", "remove o1", "undo", "household --adults 3", "edit w1 -w x"]
)
def test_a_folder_that_cannot_be_written_is_said_and_nothing_changes(words: str, kit: Path) -> None:
    user = as_somebody()
    kit.chmod(0o444)
    kit.parent.chmod(0o555)
    before = kit.read_bytes()

    ran = start(words.split(), kit, user=user)

    said = ran.stderr.decode().splitlines()
    assert (ran.returncode, ran.stdout) == (74, b""), said
    assert said[0].startswith("Error: ")
    assert "Nothing was changed" in "\n".join(said)
    assert len(said) <= 6
    assert kit.read_bytes() == before


def test_a_kit_that_cannot_be_read_is_said(kit: Path) -> None:
    user = as_somebody()
    kit.chmod(0o000)

    for words in (("status",), ("--json",), ("add", "water", "3L")):
        ran = start(words, kit, user=user)

        assert (ran.returncode, ran.stdout) == (74, b""), ran.stderr.decode()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_stop_while_a_question_waits_changes_nothing(
    number: signal.Signals, code: int, kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(kit.parent))
    before = kit.read_bytes()
    asked = ("--kit", str(kit), "remove", "w1", "f1", "o1")
    script = f"import os; os.kill(os.getppid(), {int(number)})"
    editor = f"{sys.executable} -c '{script}'"

    if number is signal.SIGINT:
        seen = on_terminal(80, *asked, answers=["\x03"])
    else:
        seen = on_terminal(80, "--kit", str(kit), "edit", "w1", environment={"EDITOR": editor})

    assert seen.code in (code, -int(number)), seen.text
    assert kit.read_bytes() == before


def test_a_failure_of_shelterkit_itself_names_no_item(kit: Path, folder: Path) -> None:
    broken = folder / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import shelterkit.services.looking as looking\n"
        "def listing(*a, **k):\n    raise RuntimeError('Drinking water in the cellar')\n"
        "looking.listing = listing\n"
    )
    environment = {"PYTHONPATH": f"{broken}:{ROOT}", "TMPDIR": str(folder)}

    ran = start(("list",), kit, environment=environment)
    with_details = start(("list", "--debug"), kit, environment=environment)

    assert (ran.returncode, ran.stdout) == (70, b"")
    assert b"Drinking water" not in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert b"Try:  the same command again with --debug\n" in ran.stderr
    (kept,) = folder.glob("shelterkit-*.txt")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert str(kept) in with_details.stderr.decode().replace("\n", "")
    assert "Traceback" in kept.read_text()


@pytest.mark.parametrize("words", ["status", "check"])
def test_a_reader_that_leaves_early_changes_no_code_in_colour_either(words: str, tmp_path: Path) -> None:
    kit = tmp_path / "kit.toml"
    kit.write_text(STOCKED, encoding="utf-8")
    command = f"{sys.executable} -m tests.at 2026-11-23 --kit {kit} {words} --color always; echo $? >{tmp_path}/code"

    ran = subprocess.run(
        ["/bin/sh", "-c", f"( {command} ) | true"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert ran.stderr == ""
    assert (tmp_path / "code").read_text() == ("2\n" if words == "check" else "0\n")
