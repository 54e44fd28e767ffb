from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.errors import StorageError
from shelterkit.store import kit_file
from shelterkit.store.disk_words import storage_error
from shelterkit.store.sharing import let_in_at, shared_group
from shelterkit.store.versions import Versions
from tests.faults import tally
from tests.faults.odd_disk import begin, run
from tests.faults.writer import add, names_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Kit

pytestmark = pytest.mark.fault_pr
ROOT = Path(__file__).parent.parent.parent
ANNA, BORYS, FAMILY, STRANGERS = 64001, 64002, 64100, 64200
WRITING = ("add other Lamp 1piece", "undo", "init --adults 2 --no-input")

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="becomes other users, which only root can")


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a home of Anna's with a kit in it, in a place that everybody can reach."""
    made = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
    made.chmod(0o755)
    (made / "kits").mkdir(mode=0o700)
    begin(made / "kits" / "kit.toml")
    give(made, ANNA, ANNA)
    yield made
    shutil.rmtree(made)


def give(folder: Path, user: int, group: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, group, follow_symlinks=False)


def start(
    kit: Path, words: str, *, user: int = 0, group: int | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run shelterkit as a user, in a group."""
    become = ["setpriv", f"--reuid={user}", f"--regid={group or user}", f"--groups={group or user}"] if user else []
    tally.count("environment", owner_runs=1)
    return subprocess.run(
        [*become, sys.executable, "-m", "tests.at", "2026-11-23", "--kit", str(kit), *words.split()],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(kit.parent), "PYTHONDONTWRITEBYTECODE": "1", **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        umask=0,
    )


@as_root
@pytest.mark.parametrize("words", WRITING)
def test_with_sudo_nothing_is_left_in_the_home_of_another(words: str, home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}

    ran = start(kit, words, SUDO_UID=str(ANNA))

    assert ran.returncode == 2
    assert f"{kit.parent} is not root's, and shelterkit does not change as root" in ran.stderr.replace("\n", " ")
    assert "Nothing was changed." in ran.stderr
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


@as_root
def test_with_sudo_everything_can_be_looked_at(home: Path) -> None:
    for words in ("status", "list", "history", "check"):
        ran = start(home / "kits" / "kit.toml", words, SUDO_UID=str(ANNA))

        assert ran.returncode in (0, 1, 2), ran
        assert ran.stdout


@as_root
def test_a_kit_of_anothers_in_a_folder_of_roots_is_not_taken_from_them_with_sudo(home: Path) -> None:
    os.chown(home / "kits", 0, 0)

    ran = start(home / "kits" / "kit.toml", "use w1 1", SUDO_UID=str(ANNA))

    assert (ran.returncode, (home / "kits" / "kit.toml").stat().st_uid) == (2, ANNA)


@as_root
@pytest.mark.parametrize("words", ["--allow-root add other Lamp 1piece", "add other Lamp 1piece --allow-root"])
def test_who_insists_may_save_as_root(words: str, home: Path) -> None:
    ran = start(home / "kits" / "kit.toml", words, SUDO_UID=str(ANNA))

    assert ran.returncode == 0, ran.stderr
    assert "Lamp" in names_in(str(home / "kits" / "kit.toml"))


@as_root
def test_what_root_saves_stays_its_owners(home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    before = {path.name for path in home.rglob("*")}
    (kit.parent / ".kit.toml.lock").unlink(missing_ok=True)

    assert start(kit, "add other Lamp 1piece").returncode == 0

    assert {path.name for path in home.rglob("*")} > before
    assert {(path.stat().st_uid, path.stat().st_gid) for path in home.rglob("*")} == {(ANNA, ANNA)}
    assert start(kit, "undo", user=ANNA).returncode == 0


@as_root
def test_a_kit_that_root_begins_is_that_of_the_owner_of_its_folder(home: Path) -> None:
    assert start(home / "new" / "kit.toml", "init --adults 2 --no-input").returncode == 0

    assert {(path.stat().st_uid, path.stat().st_gid) for path in home.rglob("*")} == {(ANNA, ANNA)}


@as_root
def test_a_lock_that_has_a_second_name_is_not_given_away_by_root(home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    others = home.parent / f"{home.name}.others"
    others.touch()
    (kit.parent / ".kit.toml.lock").unlink(missing_ok=True)
    os.link(others, kit.parent / ".kit.toml.lock")

    start(kit, "add other Lamp 1piece")

    assert others.stat().st_uid == 0
    others.unlink()


@as_root
def test_root_at_home_and_in_a_container_saves_as_everybody_does(tmp_path: Path) -> None:
    kit = tmp_path / "kit.toml"
    begin(kit)

    for sudo in ("", "0", str(ANNA)):
        assert start(kit, "add other Lamp 1piece", SUDO_UID=sudo).returncode == 0


@as_root
@pytest.mark.parametrize("what", ["kit.toml", ".kit.toml.lock", ".kit.toml.history", ".kit.toml.history/00000002.toml"])
def test_what_root_left_is_named_with_the_command_that_gives_it_back(what: str, home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    place = kit.parent / what
    if what.endswith("00000002.toml"):
        place = max((kit.parent / ".kit.toml.history").iterdir())
    os.chown(place, 0, 0)
    before = kit.read_bytes()

    ran = start(kit, "add other Lamp 1piece", user=ANNA)

    assert ran.returncode == 74, ran
    assert "belongs to root, perhaps since shelterkit ran with sudo once." in ran.stderr.replace("\n", " ")
    assert kit.read_bytes() == before
    offered = ran.stderr.rpartition("Try:  ")[2].strip()
    assert offered.startswith('sudo chown -R "$USER" ')
    subprocess.run(offered.removeprefix("sudo ").replace('"$USER"', str(ANNA)), shell=True, check=True)  # noqa: S602 - as offered
    assert start(kit, "add other Lamp 1piece", user=ANNA).returncode == 0


@as_root
def test_after_a_real_run_as_root_one_command_gives_everything_back(home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    start(kit, "add other Lamp 1piece --allow-root", SUDO_UID=str(ANNA))

    ran = start(kit, "add other Radio 1piece", user=ANNA)

    offered = ran.stderr.rpartition("Try:  ")[2].strip()
    subprocess.run(offered.removeprefix("sudo ").replace('"$USER"', str(ANNA)), shell=True, check=True)  # noqa: S602 - as offered
    assert start(kit, "add other Radio 1piece", user=ANNA).returncode == 0


@as_root
def test_a_history_that_a_stranger_made_is_refused_and_nothing_comes_back_from_it(home: Path) -> None:
    shared = home / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    kit = shared / "kit.toml"
    shutil.copy(home / "kits" / "kit.toml", kit)
    shutil.copytree(home / "kits" / ".kit.toml.history", shared / ".kit.toml.history")
    os.chown(kit, ANNA, ANNA)
    give(shared / ".kit.toml.history", BORYS, STRANGERS)
    (shared / ".kit.toml.history").chmod(0o777)
    before = kit.read_bytes()

    for words in ("undo", "add other Lamp 1piece", "history", "undo --last-good", "history purge -y"):
        ran = start(kit, words, user=ANNA)

        assert (ran.returncode, ran.stdout) == (74, ""), (words, ran)
        assert f"belongs to another user ({BORYS})" in ran.stderr.replace("\n  ", " ").replace("\n", " ")
        assert kit.read_bytes() == before
    assert start(kit, "status", user=ANNA).returncode == 0
    assert "Traceback" not in start(kit, "doctor", user=ANNA).stderr


@as_root
def test_in_a_folder_of_a_group_a_planted_history_is_refused_unless_the_kit_is_shared(home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    os.chown(home / "kits", 0, FAMILY)
    (home / "kits").chmod(0o770)
    give(home / "kits" / ".kit.toml.history", BORYS, FAMILY)
    (home / "kits" / ".kit.toml.history").chmod(0o2770)

    refused = start(kit, "history", user=ANNA, group=FAMILY)
    kit.write_text(f"shared = true\n{kit.read_text()}")
    for version in (home / "kits" / ".kit.toml.history").iterdir():
        version.chmod(0o660)
    shown = start(kit, "history", user=ANNA, group=FAMILY)

    assert (refused.returncode, shown.returncode) == (74, 0), (refused, shown)


@as_root
def test_root_trusts_the_history_of_the_owner_of_the_kit_or_of_the_folder(home: Path) -> None:
    kit = home / "kits" / "kit.toml"

    whole = start(kit, "history")
    kit.unlink()
    mended = start(kit, "undo --last-good --allow-root")

    assert (whole.returncode, mended.returncode) == (0, 0), (whole, mended)


PLANTED: dict[str, Callable[[Path, Path], object]] = {
    "a link to a folder": lambda place, other: place.symlink_to(other),
    "a link to nothing": lambda place, other: place.symlink_to(other / "gone"),
    "a file": lambda place, other: place.write_text(str(other)),
    "a pipe": lambda place, _: os.mkfifo(place),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_history_that_is_no_folder_of_its_own_is_refused(planted: str, kit: Kit, tmp_path: Path) -> None:
    history = kit.path.parent / ".kit.toml.history"
    other = tmp_path / "other"
    history.rename(other)
    PLANTED[planted](history, other)
    before = {path.name: path.read_bytes() for path in other.iterdir()}
    stands = kit.path.read_bytes()

    for words in ("add water 3L", "undo", "redo", "history", "undo --last-good", "history purge -y"):
        ran = kit.run(*words.split())
        tally.count("environment", planted=1)

        # A pipe or a file never counts as a history that could be looked into.
        assert ran.code == 74, (words, ran)
        assert "is a link, and" in ran.stderr.replace("\n", " ") or "is not a folder" in ran.stderr.replace("\n", " ")
    assert kit.run("status").code == 0
    assert kit.path.read_bytes() == stands
    assert {path.name: path.read_bytes() for path in other.iterdir()} == before


@pytest.mark.parametrize("what", ["link", "pipe", "folder"])
def test_a_version_that_is_no_file_is_not_followed_and_not_waited_for(what: str, kit: Kit, tmp_path: Path) -> None:
    kit.run("add", "water", "3L")
    version = kit.path.parent / ".kit.toml.history" / "00000009.toml"
    secret = tmp_path / "outside"
    newest = max(version.parent.iterdir()).read_bytes()
    secret.write_bytes(newest.replace(b'"version": 2', b'"version": 9').replace(b'"did": "', b'"did": "secret '))
    if what == "link":
        version.symlink_to(secret)
    elif what == "pipe":
        os.mkfifo(version)
    else:
        version.mkdir()
    stands = kit.path.read_bytes()

    for words in ("history", "undo", "add water 3L", "history --diff 9"):
        ran = kit.run(*words.split())
        tally.count("environment", planted=1)

        assert ran.code in (0, 65, 74), (words, ran)
        assert "Traceback" not in ran.stderr
        assert "secret" not in ran.stdout + ran.stderr
    assert kit.path.read_bytes() == stands


@pytest.mark.parametrize("what", ["link", "pipe", "folder"])
def test_a_lock_that_is_no_file_is_not_followed_and_not_waited_for(what: str, kit: Kit, tmp_path: Path) -> None:
    lock = kit.path.parent / ".kit.toml.lock"
    lock.unlink()
    other = tmp_path / "other"
    if what == "link":
        lock.symlink_to(other)
    elif what == "pipe":
        os.mkfifo(lock)
    else:
        lock.mkdir()

    ran = kit.run("add", "water", "3L")

    tally.count("environment", planted=1)
    assert ran.code == (0 if what == "pipe" else 74), ran
    assert not other.exists()


@pytest.fixture
def shared(home: Path) -> Path:
    """Return a kit that Anna shares on purpose with her family, in a folder of the family's."""
    folder = home / "kits"
    give(folder, ANNA, FAMILY)
    folder.chmod(0o2770)
    kit = folder / "kit.toml"
    kit.write_text(f"shared = true\n{kit.read_text()}")
    start(kit, "add other Lamp 1piece", user=ANNA, group=FAMILY)
    return kit


def modes(folder: Path) -> dict[str, set[str]]:
    """Return the group and mode of each kind of file in the folder of a kit."""
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        status = path.stat()
        what = "version" if path.parent.name.endswith(".history") else path.name
        found.setdefault(what, set()).add(f"{stat.S_IMODE(status.st_mode):o} {status.st_gid}")
    return found


SHARED_MODES = {
    "kit.toml": {f"660 {FAMILY}"},
    ".kit.toml.lock": {f"660 {FAMILY}"},
    ".kit.toml.history": {f"2770 {FAMILY}"},
    "version": {f"660 {FAMILY}"},
}


@as_root
def test_a_kit_shared_on_purpose_is_open_to_its_group_and_to_nobody_else(shared: Path) -> None:
    assert modes(shared.parent) == SHARED_MODES
    assert "shared = true\n" in shared.read_text()


@as_root
def test_two_in_a_group_save_undo_and_look_in_turns(shared: Path) -> None:
    for number, user in enumerate((BORYS, ANNA)):
        for words in (f"add other Radio{number} 1piece", "undo", "redo", "history", f"use Radio{number} 1"):
            ran = start(shared, words, user=user, group=FAMILY)

            assert ran.returncode == 0, (user, words, ran)
    assert modes(shared.parent) == SHARED_MODES
    shared.write_bytes(shared.read_bytes()[:90])
    assert start(shared, "undo --last-good", user=BORYS, group=FAMILY).returncode == 0
    assert modes(shared.parent) == SHARED_MODES


@as_root
def test_a_change_that_was_refused_leaves_the_lock_to_the_group_as_well(shared: Path) -> None:
    (shared.parent / ".kit.toml.lock").unlink()

    assert start(shared, "use Nothing 1", user=BORYS, group=FAMILY).returncode == 1
    assert start(shared, "add other Radio 1piece", user=ANNA, group=FAMILY).returncode == 0


@as_root
def test_a_stranger_to_the_group_reads_nothing_of_a_shared_kit(shared: Path) -> None:
    ran = start(shared, "status", user=BORYS, group=STRANGERS)

    assert (ran.returncode, ran.stdout) == (74, "")


@as_root
def test_what_cannot_be_given_to_the_group_itself_stays_its_owners_alone(shared: Path) -> None:
    # Without the folder's sign new files get the group of who makes them, and Anna is not in the family any more.
    shared.parent.chmod(0o777)

    ran = start(shared, "add other Radio 1piece", user=ANNA, group=STRANGERS)

    assert ran.returncode == 0, ran
    assert modes(shared.parent)["kit.toml"] == {f"600 {STRANGERS}"}


@as_root
def test_a_kit_that_is_not_shared_any_more_is_its_owners_alone_again(shared: Path) -> None:
    shared.write_text(shared.read_text().replace("shared = true\n", ""))

    start(shared, "add other Radio 1piece", user=ANNA, group=FAMILY)

    assert modes(shared.parent)["kit.toml"] == {f"600 {FAMILY}"}
    assert modes(shared.parent)[".kit.toml.history"] == {f"700 {FAMILY}"}


@pytest.mark.parametrize(
    ("top", "mode"),
    [
        ("shared = true\n", 0o660),
        ("\ufeffshared=true # with Borys\r\n", 0o660),
        ("shared = false\n", 0o600),
        ("# shared = true\n", 0o600),
        ("", 0o600),
    ],
)
def test_only_what_stands_above_the_tables_shares_a_kit(top: str, mode: int, tmp_path: Path) -> None:
    kit = tmp_path / "kit.toml"
    text = 'format = 1\n[household]\nadults = 2\n[notes]\nshared = true\nmore = """\nshared = true\n"""\n'
    kit.write_text(top + text, encoding="utf-8")
    kit.chmod(0o644)

    add(str(kit), "Radio")

    assert stat.S_IMODE(kit.stat().st_mode) == mode
    assert kit_file.load(str(kit)).kit.shared is (mode == 0o660)


@pytest.mark.parametrize("value", ['"yes"', "1", "[]"])
def test_shared_must_be_true_or_false(value: str, kit: Kit) -> None:
    kit.write(f"shared = {value}\n{kit.path.read_text()}")

    ran = kit.run("status")

    assert ran.code == 65
    assert "shared must be true or false" in ran.stderr


def test_what_is_shared_can_be_unshared_by_undo(tmp_path: Path) -> None:
    kit = tmp_path / "kit.toml"
    begin(kit)
    kit.write_text(f"shared = true\n{kit.read_text()}")
    run(kit, "add other Lamp 1piece")

    run(kit, "undo 2")

    assert stat.S_IMODE(kit.stat().st_mode) == 0o600
    assert not kit_file.load(str(kit)).kit.shared


def test_the_owner_of_a_planted_history_is_named_to_programs(tmp_path: Path) -> None:
    (tmp_path / ".kit.toml.history").symlink_to("elsewhere")

    with pytest.raises(StorageError) as caught:
        Versions(str(tmp_path / "kit.toml")).numbers()

    assert (caught.value.code, caught.value.file) == ("history-foreign", str(tmp_path / ".kit.toml.history"))


@contextmanager
def being(user: int) -> Iterator[None]:
    """Be another user for a while, in this process."""
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)


def numbers_in(kit: Path) -> list[int]:
    return Versions(str(kit)).numbers()


@as_root
def test_a_history_is_trusted_that_its_owner_could_replace_anyway(home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    os.chown(home / "kits", 0, 0)
    history = home / "kits" / ".kit.toml.history"

    os.chown(history, BORYS, STRANGERS)
    with pytest.raises(StorageError, match="belongs to another user"):
        numbers_in(kit)
    kit.write_text(f"shared = true\n{kit.read_text()}")
    assert numbers_in(kit) == [1, 2, 3, 4]
    kit.unlink()
    with pytest.raises(StorageError, match="belongs to another user"):
        numbers_in(kit)
    os.chown(home / "kits", BORYS, STRANGERS)
    assert numbers_in(kit) == [1, 2, 3, 4]


@as_root
def test_new_files_of_a_shared_kit_get_the_group_of_the_kit_wherever_they_are(home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    kit.write_text(f"shared = true\n{kit.read_text()}")
    os.chown(kit, 0, FAMILY)

    add(str(kit), "Radio")

    assert modes(kit.parent) == SHARED_MODES


@as_root
def test_a_damaged_kit_that_was_shared_stays_its_groups(home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    os.chown(kit, 0, FAMILY)
    kit.write_text(f"shared = true\n{kit.read_text()}")
    add(str(kit), "Radio")
    kit.write_bytes(kit.read_bytes()[:80])

    run(kit, "undo --last-good")

    assert modes(kit.parent) == SHARED_MODES


@as_root
def test_what_is_not_ours_to_open_is_left_as_it_is(home: Path) -> None:
    place = home / "place"
    place.write_text("")
    place.chmod(0o644)

    with being(BORYS):
        let_in_at(str(place), FAMILY, 0o660)
        let_in_at(str(home / "nowhere"), FAMILY, 0o660)

    assert (place.stat().st_mode & 0o777, place.stat().st_gid) == (0o644, 0)


@as_root
def test_a_history_that_root_keeps_closed_is_named_too(home: Path) -> None:
    kit = home / "kits" / "kit.toml"
    history = home / "kits" / ".kit.toml.history"
    os.chown(history, 0, 0)

    with being(ANNA):
        refusal = storage_error(PermissionError(errno.EACCES, "", str(history)), str(kit))

    assert refusal.advice == f'sudo chown -R "$USER" {history}'


@pytest.mark.parametrize("raw", [b'note = "shared"\n', b"", b"shared", b"[plan]\nshared = true\n"])
def test_a_word_alone_shares_nothing(raw: bytes, tmp_path: Path) -> None:
    assert shared_group(raw, str(tmp_path / "kit.toml")) is None


def test_a_kit_that_is_not_there_yet_is_shared_with_the_group_of_its_folder(tmp_path: Path) -> None:
    assert shared_group(b"shared = true\n", str(tmp_path / "kit.toml")) == tmp_path.stat().st_gid
