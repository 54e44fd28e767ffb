"""Every command that saves, and the kit each is tried on: one line in the table adds a command to all fault lanes."""

from __future__ import annotations

import contextlib
import io
import shutil
from datetime import date
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.cli.app import root_command
from shelterkit.cli.main import main
from tests.faults.program import scratch

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 23)
# In this process the standard streams and the mask for new files belong to all threads together.
ONE_AT_A_TIME = RLock()
BASE = (
    ("init", "--adults", "2", "--days", "10", "--advisory", "de-bbk", "--no-input"),
    ("add", "water", "6x1.5L", "--best-before", "2027-05"),
    ("add", "other", "Rope", "2 pieces"),
)
_ANNA = ("household", "add", "Anna", "--born", "1988")


class Writing(NamedTuple):
    """A command that saves: its words, what was done before it, and what is promised of it.

    `{folder}` in a word is the folder that holds `k`, the kit's folder, and files made beforehand.
    """

    name: str
    words: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    by_hand: str = ""
    old_reads: bool = True
    new_kit: bool = True
    undoable: bool = True
    editor: str = ""


_ALL = (
    Writing("add", ("add", "other", "Radio", "1 piece")),
    Writing("use", ("use", "w1", "1")),
    Writing("edit-name", ("edit", "o1", "--name", "Blue rope")),
    Writing("remove", ("remove", "o1", "-y")),
    Writing("count", ("count", "w1", "4", "o1", "3", "-y")),
    Writing("undo", ("undo",)),
    Writing("redo", ("redo",), before=(("undo",),)),
    Writing("last-good", ("undo", "--last-good", "-y"), by_hand="damage", old_reads=False),
    Writing("household", ("household", "--adults", "4", "--dogs", "1")),
    Writing("household-add", _ANNA),
    Writing("household-remove", ("household", "remove", "Anna", "-y"), before=(_ANNA,)),
    Writing("household-dose", ("household", "dose", "Anna", "Metformin 500 mg", "2/day"), before=(_ANNA,)),
    Writing("household-place", ("household", "place", "shelter", "School 5")),
    Writing("household-contact", ("household", "contact", "add", "Aunt Olha", "555-0142")),
    Writing("advisory-use", ("advisory", "use", "us-cdc")),
    Writing("init", BASE[0], by_hand="no kit", old_reads=False, undoable=False),
    Writing("add-after-hand-edit", ("add", "other", "Radio", "1 piece"), by_hand="comment"),
    Writing("edit-file", ("edit", "--file"), editor="sed -i s/Rope/String/"),
    Writing(
        "restore",
        ("restore", "{folder}/backup.toml", "-y"),
        before=(("backup", "{folder}/backup.toml"), ("remove", "o1", "-y")),
    ),
    Writing(
        "restore-merge",
        ("restore", "{folder}/backup.toml", "--merge", "-y"),
        before=(("backup", "{folder}/backup.toml"), ("remove", "o1", "-y")),
    ),
    Writing(
        "restore-where-nothing-is",
        ("restore", "{folder}/backup.toml", "-y"),
        before=(("backup", "{folder}/backup.toml"),),
        by_hand="no kit",
        old_reads=False,
        undoable=False,
    ),
    Writing(
        "import",
        ("import", "{folder}/export.json", "-y"),
        before=(("add", "other", "Lamp", "1 piece"), ("export", "-o", "{folder}/export.json"), ("undo",)),
    ),
    Writing("history-purge", ("history", "purge", "-y"), new_kit=False, undoable=False),
    Writing("doctor-fix", ("doctor", "--fix", "-y"), by_hand="id twice", old_reads=False),
)
NAMES = tuple(writing.name for writing in _ALL)
# The three the promise names, and one each of the ways a save can begin.
QUICK = ("add", "undo", "restore")
QUICK_KILLS = (*QUICK, "init", "last-good", "add-after-hand-edit")


def writing(name: str) -> Writing:
    """Return a line of the table."""
    return _ALL[NAMES.index(name)]


def why_missing(one: Writing) -> str:
    """Return why a command cannot be tried: the program does not have it yet; empty where it can."""
    root = root_command()
    for words in (*one.before, one.words):
        command = root.get_command(None, words[0]) if words[0] in root.list_commands(None) else None
        if command is None:
            return f"there is no command {words[0]} yet"
    return ""


class Ran(NamedTuple):
    """What a run in this process printed, and its exit code."""

    code: int
    out: str
    err: str


def run_here(folder: Path, words: tuple[str, ...], *must_say: str) -> Ran:
    """Run shelterkit in this process on the kit of a folder; one that does not say what it must counts as failed."""
    filled = [word.replace("{folder}", str(folder)) for word in words]
    out, err = io.StringIO(), io.StringIO()
    with ONE_AT_A_TIME, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["--kit", str(folder / "k" / "kit.toml"), *filled], DAY)
    says = all(word in out.getvalue() for word in must_say)
    return Ran(code if says else code or 70, out.getvalue(), err.getvalue())


@cache
def ready(name: str) -> Path:
    """Return a folder with the kit that a command is tried on; it is copied, never changed."""
    one, folder = writing(name), scratch(f"ready-{name}")
    (folder / "k").mkdir(mode=0o700)
    for words in (*BASE, *one.before):
        ran = run_here(folder, words)
        if ran.code:
            raise AssertionError(f"{words}: {ran}")
    _by_hand(folder / "k", one.by_hand)
    return folder


def _by_hand(folder: Path, what: str) -> None:
    kit = folder / "kit.toml"
    if what == "no kit":
        shutil.rmtree(folder)
    elif what == "damage":
        kit.write_bytes(kit.read_bytes()[:40])
    elif what == "comment":
        kit.write_bytes(b"# mine\n" + kit.read_bytes())
    elif what == "id twice":
        kit.write_bytes(
            kit.read_bytes() + b'\n[[item]]\nid = "o1"\nkind = "other"\nname = "Copy"\namount = "1 piece"\n'
        )


def copy_of(name: str, folder: Path) -> None:
    """Put the kit a command is tried on into an empty folder."""
    shutil.copytree(ready(name), folder, dirs_exist_ok=True)
