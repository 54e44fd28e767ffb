# ruff: noqa: S607 - strace is where the machine has it

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from shelterkit.errors import BusyError
from shelterkit.store import exchanging, kit_file, saving
from shelterkit.store.conflict_copies import conflict_copies, is_conflict_copy
from tests.faults import tally
from tests.faults.traced import why_not_traced
from tests.faults.writer import add, begin, names_in
from tests.stocked import STOCKED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Kit

pytestmark = pytest.mark.fault_pr
ROOT = Path(__file__).parent.parent.parent
COPIES = (
    "kit.sync-conflict-20261123-101112-ABCDEFG.toml",
    "kit (conflicted copy 2026-11-23 101112).toml",
    "kit (Anna's conflicted copy 2026-11-23).toml",
    "kit (Anna Laptop's conflicted copy 2026-11-23 (1)).toml",
    "kit_conflict-20261123-101112.toml",
    "kit (Case Conflict).toml",
    "kit (Case Conflict 1).toml",
)
NO_COPIES = (
    "kit.toml",
    "kit.toml.bak",
    "kit (2).toml",
    "kit (copy).toml",
    "kitchen.toml",
    "kit.sync-conflict-20261123-101112-ABCDEFG.txt",
    "my kit.sync-conflict-20261123-101112-ABCDEFG.toml",
    "kit_conflict-20261123-101112",
    ".kit.toml.history",
    ".kit.toml.lock",
    ".kit.toml.0123456789abcdef.tmp",
    "conflict.toml",
)


@pytest.mark.parametrize("name", COPIES)
def test_a_second_version_is_known_by_its_name(name: str) -> None:
    assert is_conflict_copy(name, "kit.toml")


@pytest.mark.parametrize("name", NO_COPIES)
def test_any_other_name_is_no_second_version(name: str) -> None:
    assert not is_conflict_copy(name, "kit.toml")


def test_a_kit_may_be_called_anything() -> None:
    assert is_conflict_copy("Наш запас.sync-conflict-1.v2.toml", "Наш запас.v2.toml") is False
    assert is_conflict_copy("Наш запас.v2.sync-conflict-1.toml", "Наш запас.v2.toml")
    assert is_conflict_copy("kit.sync-conflict-1", "kit")
    assert is_conflict_copy(".kit (conflicted copy 1).toml", ".kit.toml")


@pytest.mark.parametrize("words", ["status", "check", "status --json", "check --plain"])
@pytest.mark.parametrize("name", COPIES)
def test_another_version_beside_the_kit_is_said_beside_the_answer(name: str, words: str, empty: Kit) -> None:
    empty.write(STOCKED)
    alone = empty.run(*words.split())
    other = empty.path.with_name(name)
    other.write_text(STOCKED.replace('"2 kg"', '"3 kg"'), encoding="utf-8")

    ran = empty.run(*words.split())

    said = " ".join(ran.stderr.removeprefix(alone.stderr).split())
    tally.count("environment", conflict_copies=1)
    assert (ran.stdout, ran.code) == (alone.stdout, alone.code)
    assert said == f"Note: A sync program left another version of the kit: {name}. Try: shelterkit --kit KIT doctor"
    assert "3 kg" in other.read_text(encoding="utf-8")


def test_several_other_versions_are_one_note(empty: Kit) -> None:
    empty.write(STOCKED)
    for name in COPIES:
        empty.path.with_name(name).write_text("", encoding="utf-8")

    said = " ".join(empty.run("status").stderr.split())

    assert said.count("Note:") == 1
    assert f"{min(COPIES)} and {len(COPIES) - 1} more. Try: shelterkit --kit KIT doctor" in said


@pytest.mark.parametrize("words", ["status -q", "check -q", "check --nagios", "check --redact", "--demo status"])
def test_where_nothing_or_no_name_is_to_be_said_no_other_version_is(words: str, empty: Kit) -> None:
    empty.write(STOCKED)
    empty.path.with_name(COPIES[2]).write_text(STOCKED, encoding="utf-8")

    assert "sync program" not in empty.run(*words.split()).stderr


def test_other_versions_are_looked_for_where_the_file_is_and_not_where_the_link_is(tmp_path: Path) -> None:
    (tmp_path / "sync").mkdir()
    (tmp_path / "sync" / "kit.toml").write_text(STOCKED, encoding="utf-8")
    (tmp_path / "sync" / COPIES[0]).write_text(STOCKED, encoding="utf-8")
    (tmp_path / "link.toml").symlink_to("sync/kit.toml")

    assert conflict_copies(str(tmp_path / "link.toml")) == (COPIES[0],)


def test_a_folder_that_is_not_there_has_no_other_versions(tmp_path: Path) -> None:
    assert conflict_copies(str(tmp_path / "nowhere" / "kit.toml")) == ()


def everything_in(path: str) -> set[str]:
    """Return every name that is in the kit or in any version of it."""
    found = set(names_in(path))
    for version in kit_file.history(path):
        lines = kit_file.read_version(path, version.number).decode().splitlines()
        found.update(line.partition('"')[2].rstrip('"') for line in lines if line.startswith("name"))
    return found


def synced(path: str, base: str, name: str) -> None:
    """Put another version in the kit's place as a sync program does: written beside it, then renamed."""
    beside = Path(f"{path}.syncing")
    item = f'[[item]]\nid = "o9"\nkind = "other"\nname = "{name}"\namount = "1 piece"\n'
    beside.write_text(f"{base}\n{item}", encoding="utf-8")
    beside.replace(path)


def add_in_the_end(path: str, name: str) -> int:
    """Add as somebody does who is told to run the command again; return how often that was."""
    for times in range(50):
        try:
            add(path, name)
        except BusyError:
            continue
        return times
    raise AssertionError(name)


def lost_in_a_race(path: str, moment: float) -> set[str]:
    """Let a sync program replace the kit at some moment of a change; return what is nowhere afterwards."""
    begin(path)
    base = Path(path).read_text(encoding="utf-8")

    def sync() -> None:
        sleep(moment)
        synced(path, base, "theirs")

    other = Thread(target=sync)
    other.start()
    add_in_the_end(path, "ours")
    other.join()
    return {"ours", "theirs"} - everything_in(path)


def test_two_hundred_replaces_at_any_moment_of_a_change_lose_nothing(tmp_path: Path) -> None:
    random = Random(20261123)  # noqa: S311 - moments, not secrets

    lost = [lost_in_a_race(str(tmp_path / str(number) / "kit.toml"), random.uniform(0, 0.004)) for number in range(200)]

    tally.count("environment", racing_replaces=len(lost), lost=sum(map(len, lost)))
    assert lost == [set()] * 200


@pytest.mark.fault_nightly
def test_five_thousand_replaces_at_any_moment_of_a_change_lose_nothing(tmp_path: Path) -> None:
    for number in range(5_000):
        assert lost_in_a_race(str(tmp_path / str(number) / "kit.toml"), number % 400 / 100_000) == set()
    tally.count("environment", racing_replaces=5_000, lost=0)


def slowed(kit: Path, call: str, when: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["strace", "-f", "-e", f"trace={call}", "-e", f"inject={call}:delay_enter=400000:when={when}",
         "-o", f"{kit}.log", sys.executable, "-m", "tests.faults.racer", str(kit), "ours"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize(("call", "when"), [("fsync", 1), ("fsync", 3), ("renameat2", 1)])
def test_a_replace_in_the_moment_before_the_kit_is_put_in_its_place_is_kept(
    call: str, when: int, tmp_path: Path
) -> None:
    if why_not_traced():
        pytest.skip(why_not_traced())
    kit = tmp_path / "kit.toml"
    begin(str(kit))
    base = kit.read_text(encoding="utf-8")

    with slowed(kit, call, when) as process:
        until = monotonic() + 20
        pending = tmp_path / ".kit.toml.history" / "00000002.tmp"
        while monotonic() < until and not (pending.exists() if when == 1 and call == "fsync" else beside(kit)):
            sleep(0.005)
        sleep(0.1)
        synced(str(kit), base, "theirs")
        out, err = process.communicate()

    tally.count("environment", racing_replaces=1)
    assert "(DELAYED)" in Path(f"{kit}.log").read_text(encoding="utf-8")
    assert (out, err) == ("ours\n", "")
    assert everything_in(str(kit)) >= {"ours", "theirs"}
    assert names_in(str(kit)) == ["theirs", "ours"]
    assert not beside(kit)


def beside(kit: Path) -> list[Path]:
    return list(kit.parent.glob(".kit.toml.*.tmp"))


def test_where_files_cannot_change_places_a_save_is_a_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "kit.toml")
    begin(path, "Torch")
    monkeypatch.setattr(saving, "exchange", lambda *_: False)

    add(path, "Radio")

    assert names_in(path) == ["Torch", "Radio"]
    assert not beside(Path(path))


@pytest.mark.parametrize("gone", ["not there", "no such call"])
def test_files_that_cannot_change_places_stay_where_they_are(
    gone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("one")
    if gone == "no such call":
        other.write_text("other")
        monkeypatch.setitem(sys.modules, "ctypes", None)

    assert not exchanging.exchange(str(one), str(other))
    assert one.read_text() == "one"


def test_files_change_places_whole(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("one")
    other.write_text("other")
    if not exchanging.exchange(str(one), str(other)):
        pytest.skip("files cannot change places on this disk")

    assert (one.read_text(), other.read_text()) == ("other", "one")


def interrupted(monkeypatch: pytest.MonkeyPatch, *before: Callable[[], object]) -> list[bool]:
    """Do something just before each time that files change places; return, as they come, whether they did."""
    waiting, came = list(before), list[bool]()
    real = exchanging.exchange

    def exchange(one: str, other: str) -> bool:
        did = waiting.pop(0)() if waiting else None
        came.append(did is not False and real(one, other))
        return came[-1]

    monkeypatch.setattr(saving, "exchange", exchange)
    return came


@pytest.mark.parametrize("back", ["by changing places", "by a rename"])
def test_what_came_at_the_last_moment_is_put_back_and_nothing_is_said_to_be_saved(
    back: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "kit.toml")
    begin(path, "Torch")
    base = Path(path).read_text(encoding="utf-8")
    came = interrupted(
        monkeypatch, lambda: synced(path, base, "theirs"), lambda: None if back == "by changing places" else False
    )

    with pytest.raises(BusyError) as caught:
        add(path, "ours")

    assert came == [True, back == "by changing places"]
    assert not caught.value.changed
    assert names_in(path) == ["Torch", "theirs"]
    assert [one.did for one in kit_file.history(path)] == ["init"]
    assert not beside(Path(path))


def test_a_folder_that_came_at_the_last_moment_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = tmp_path / "kit.toml"
    begin(str(kit), "Torch")
    folder = tmp_path / "folder"
    folder.mkdir()
    interrupted(monkeypatch, lambda: exchanging.exchange(str(kit), str(folder)))

    with pytest.raises(BusyError):
        add(str(kit), "ours")

    assert kit.is_dir()


def test_a_kit_that_was_only_touched_at_the_last_moment_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = tmp_path / "kit.toml"
    begin(str(kit), "Torch")
    interrupted(monkeypatch, kit.touch)

    add(str(kit), "ours")

    assert names_in(str(kit)) == ["Torch", "ours"]


def test_an_old_kit_that_somebody_removes_at_once_is_no_reason_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = tmp_path / "kit.toml"
    begin(str(kit), "Torch")
    real = exchanging.exchange

    def exchange(one: str, other: str) -> bool:
        did = real(one, other)
        Path(one).unlink()
        return did

    monkeypatch.setattr(saving, "exchange", exchange)

    add(str(kit), "ours")

    assert names_in(str(kit)) == ["Torch", "ours"]
