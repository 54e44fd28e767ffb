"""The catalogue of errors: one source, every code word of the program in it, each proved by an example."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.cli.catalogue import Entry, read_catalogue
from shelterkit.cli.refusals import bug, refusal_of, say
from shelterkit.cli.request import Request
from shelterkit.errors import BusyError, UsageError
from shelterkit.store import lock
from shelterkit.store.changes import replace_text
from shelterkit.store.disk_words import storage_error
from tests.conftest import TODAY
from tests.stocked import STOCKED, Home
from tests.test_cli_errors import ELSEWHERE, ERRORS, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Golden = Callable[[str, str], None]


@pytest.fixture
def home(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Return a home with a kit whose path is always as long, for messages are cut into lines."""
    folder = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
    (folder / "home").mkdir()
    monkeypatch.setenv("HOME", str(folder / "home"))
    made = Home(folder, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.chdir(folder)
    made.put(STOCKED)
    yield made
    shutil.rmtree(folder)


def test_every_code_word_of_the_program_is_in_the_catalogue_and_no_other() -> None:
    words = {
        word
        for path in SOURCE.rglob("*.py")
        for word in re.findall(r'\bcode ?= ?"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    entries = {entry.code for entry in read_catalogue()}

    assert words - entries == set(ELSEWHERE)
    assert entries == {path.stem for path in ERRORS.glob("*.txt")}


@pytest.mark.parametrize("entry", read_catalogue(), ids=lambda entry: entry.code)
def test_an_entry_says_what_its_example_says(entry: Entry) -> None:
    code, _, example, tried = entry
    proved = (ERRORS / f"{code}.txt").read_text(encoding="utf-8")

    offered = re.findall(r"^Try:  (.*)$", proved, re.MULTILINE)
    assert tried == (offered[0] if offered else "the same command again")
    # A character that cannot be typed is named in the example.
    assert f"$ {example}\n" in proved or "{" in proved.splitlines()[0]


def test_entries_stand_in_the_order_of_the_alphabet_and_say_a_sentence() -> None:
    entries = read_catalogue()

    assert [entry.code for entry in entries] == sorted(entry.code for entry in entries)
    assert [entry.code for entry in entries if not re.fullmatch(r"[A-Za-z-].*[.]", entry.means)] == []
    assert [entry.code for entry in entries if re.search("invalid|argument|exception", entry.means)] == []


def test_one_code_word_is_explained_alone(home: Home) -> None:
    seen = home.run("help", "errors", "kit-missing")

    assert seen.stdout == (
        "kit-missing\n  The kit is gone, but its history is there.\n"
        "  $ shelterkit status\n  Try:  shelterkit undo --last-good\n"
    )
    assert home.run("help", "errors", "Kit", "Missing") == seen


def test_the_whole_catalogue_has_every_entry_in_full(home: Home) -> None:
    seen = home.run("help", "errors")

    shown = [home.run("help", "errors", entry.code).stdout for entry in read_catalogue()]
    assert seen.stdout.endswith("\n".join(shown))
    assert (seen.stderr, seen.code) == ("", 0)


DISK = {
    "disk-full": errno.ENOSPC,
    "disk-broken": errno.EIO,
    "disk-busy": errno.EMFILE,
    "disk-read-only": errno.EROFS,
    "disk-permission": errno.EACCES,
    "disk": errno.ENXIO,
}


def told(
    home: Home, line: str, error: BaseException, capsys: pytest.CaptureFixture[str], *, writes: bool = True
) -> str:
    """Return what is typed and how this failure is told."""
    request = Request(line.split(), TODAY)
    request.writes = writes
    refusal = refusal_of(request, error)
    code = say(request, refusal) if refusal else bug(request, error)
    text = re.sub(r"\d+ bytes free on \S+?\)", "0 bytes free on /home)", home.same(capsys.readouterr().err))
    return f"$ shelterkit {line}\n{text}[exit {code}]\n"


@pytest.mark.parametrize(("code", "number"), DISK.items())
def test_what_a_disk_answers_is_said(
    code: str, number: int, home: Home, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    error = storage_error(OSError(number, os.strerror(number)), str(home.kit))

    golden(f"../errors/{code}.txt", told(home, "add water 3L", error, capsys))


def test_a_lock_that_is_held_for_long_is_said(
    home: Home, golden: Golden, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unasked:
        def obey(self) -> None:
            """Nobody asked to stop."""

    monkeypatch.setattr(lock, "WAIT_SECONDS", 10.0)

    with pytest.raises(BusyError) as caught:
        lock.wait(lock.deadline() - 11, Unasked())  # type: ignore[arg-type]

    golden("../errors/busy.txt", told(home, "add water 3L", caught.value, capsys))


def test_a_stop_and_a_failure_inside_are_said(home: Home, golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    golden("../errors/stopped.txt", told(home, "add water 3L", KeyboardInterrupt(), capsys))
    golden("../errors/bug.txt", told(home, "status", ZeroDivisionError("a name"), capsys, writes=False))


def test_a_kit_that_was_changed_meanwhile_is_said(
    home: Home, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Exception, match="changed by somebody else") as caught:
        replace_text(str(home.kit), STOCKED.encode(), "edit", now=datetime(2026, 11, 23, tzinfo=UTC), before=b"other")

    golden("../errors/kit-changed.txt", told(home, "edit --file", caught.value, capsys))


def test_root_in_the_home_of_somebody_else_is_said(
    home: Home, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    from shelterkit.cli import request  # noqa: PLC0415 - its own private words

    source = Path(request.__file__).read_text(encoding="utf-8")
    advice = "run the same command without sudo, or with --allow-root"
    assert f'code="foreign-home",\n            advice="{advice}"' in source
    reason = "is not root's, and shelterkit does not change as root what is somebody else's"
    assert reason in source

    error = UsageError(f"/home/anna/data {reason}", code="foreign-home", advice=advice)

    golden("../errors/foreign-home.txt", told(home, "add water 3L", error, capsys))


def test_a_history_that_leads_elsewhere_is_said(home: Home, golden: Golden) -> None:
    history = home.kit.parent / ".kit.toml.history"
    shutil.rmtree(history, ignore_errors=True)
    history.symlink_to(home.folder)

    seen = home.run("history")

    assert seen.stdout == ""
    golden("../errors/history-foreign.txt", f"$ shelterkit history\n{seen.stderr}[exit {seen.code}]\n")


TYPED = [
    ("advisory-unreadable", "advisory check my-town.toml"),
    ("pdf-missing", "checklist go-bag -o page.pdf"),
    ("not-printed-nor-saved", "checklist go-bag --print"),
]


@pytest.mark.parametrize(("code", "line"), TYPED, ids=lambda value: str(value)[:30])
def test_what_a_page_cannot_be_is_said(
    code: str, line: str, home: Home, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home.folder / "my-town.toml").symlink_to("my-town.toml")
    monkeypatch.setenv("PATH", "/nowhere")
    if code == "pdf-missing":
        monkeypatch.setitem(__import__("sys").modules, "typst", None)
    if code == "not-printed-nor-saved":
        (home.folder / "gone").mkdir()
        monkeypatch.chdir(home.folder / "gone")
        (home.folder / "gone").rmdir()

    seen = home.run(*line.split())

    assert seen.stdout == ""
    golden(f"../errors/{code}.txt", f"$ shelterkit {line}\n{seen.stderr}[exit {seen.code}]\n")
    monkeypatch.chdir(home.folder)
