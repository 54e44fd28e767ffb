"""Leaving: what is on a computer because of a kit is listed, and gone once that is deleted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROGRAMS
from tests.terminal import on_terminal

TREE = Path(__file__).parent.parent
ADVISORY = (TREE / "shelterkit" / "data" / "advisories" / "de-bbk.toml").read_text(encoding="utf-8")
KITS = {"usual": (), "named": ("--kit", "{home}/lists/our.toml")}


class Computer:
    """A home with a crontab of its own, and the program run in it as its own process."""

    def __init__(self, folder: Path, kit: tuple[str, ...]) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        (self.home / "lists").mkdir()
        (self.home / "lists" / "letter.txt").write_text("mine")
        (self.home / ".crontab").write_text("0 1 * * * true\n")
        self.kit = tuple(word.format(home=self.home) for word in kit)
        self.environment = {"HOME": str(self.home), "PATH": f"{PROGRAMS}:/usr/bin:/bin", "LANG": "C.UTF-8"}

    def run(self, *words: str, code: int = 0) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.at", "2026-11-23", *words, *self.kit],
            cwd=TREE,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == code, ran.stderr
        return ran.stdout

    def places(self) -> list[tuple[str, str]]:
        return [(line.split("\t")[0], line.split("\t")[1]) for line in self.run("where", "--plain").splitlines()]

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.home.rglob("*") if path.is_file())
        return {str(path.relative_to(self.home)): path.read_bytes() for path in found}


@pytest.mark.parametrize("kit", KITS)
def test_after_deleting_what_where_lists_nothing_is_left(
    kit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer = Computer(tmp_path, KITS[kit])
    before = computer.files()
    computer.run("init", "--adults", "2", "--no-input")
    computer.run("add", "water", "6x1.5L")
    computer.run("schedule", "install", "--cron")
    computer.run("check", "--snooze", "7d", code=1)
    places = dict(computer.places())
    path = Path(places["kit"])
    config = Path(places["config"])
    config.parent.mkdir(parents=True)
    config.write_text('color = "never"\n')
    Path(places["own_advisories"]).mkdir()
    (Path(places["own_advisories"]) / "mine.toml").write_text(ADVISORY)
    shutil.copy(path, path.with_name(f"{path.stem}.sync-conflict-20261120-101500-ABCDEFG.toml"))
    path.with_name(f".{path.name}.0123456789abcdef.tmp").write_bytes(b"half")
    for name, value in computer.environment.items():
        monkeypatch.setenv(name, value)
    script = tmp_path / "editor.sh"
    script.write_text("#!/bin/sh\necho '# more' >>$1\nkill -KILL $PPID\n")
    script.chmod(0o700)
    on_terminal(80, "edit", "--file", *computer.kit, environment={"EDITOR": str(script)})
    listed = computer.places()

    computer.run("schedule", "remove")
    gone = computer.places()
    for _, place in gone:
        shutil.rmtree(place) if Path(place).is_dir() else Path(place).unlink()

    assert {what for what, _ in listed} == {
        *("kit", "history", "config", "own_advisories", "lock", "what_was_told", "conflict_copy", "from_an_editor"),
        *("from_a_save", "reminder"),
    }
    assert [what for what, _ in listed if what not in dict(gone)] == ["reminder"]
    assert computer.files() == before


def test_a_timer_of_systemd_is_listed_with_both_files(tmp_path: Path) -> None:
    computer = Computer(tmp_path, ())
    (tmp_path / "run" / "systemd").mkdir(parents=True)
    computer.environment["XDG_RUNTIME_DIR"] = str(tmp_path / "run")
    computer.run("init", "--adults", "2", "--no-input")
    computer.run("schedule", "install", "--systemd")

    listed = [Path(path) for what, path in computer.places() if what == "reminder"]

    assert [path.suffix for path in listed] == [".service", ".timer"]
    assert all(path.is_file() for path in listed)


@pytest.mark.parametrize("word", ["uninstall", "deinstall", "delete-all", "forget", "reset", "purge", "wipe"])
def test_who_wants_to_leave_is_told_how(word: str, tmp_path: Path) -> None:
    computer = Computer(tmp_path, ())
    ran = subprocess.run(
        [sys.executable, "-m", "tests.at", "2026-11-23", word],
        cwd=TREE, env=computer.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    offered = re.findall(r"(?m)^Try:  shelterkit (.*)$", ran.stderr)

    assert offered == ["help safety"]
    assert "Leaving: " in computer.run(*offered[0].split())


def test_where_lists_a_kit_in_json_as_ever_and_what_else_there_is(tmp_path: Path) -> None:
    computer = Computer(tmp_path, ())
    computer.run("init", "--adults", "2", "--no-input")

    told = json.loads(computer.run("where", "--json"))

    assert {key: type(value) for key, value in told.items()} == {
        **dict.fromkeys(("schema", "kit", "history", "config", "own_advisories"), str), "exists": dict, "others": list
    }  # fmt: skip
    assert told["exists"] == {"kit": True, "history": True, "config": False, "own_advisories": False}
    assert told["others"] == [{"what": "lock", "path": f"{computer.home}/.local/share/shelterkit/.kit.toml.lock"}]
