from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.codec.kit import HEADER
from shelterkit.errors import (
    BadDataError,
    BusyError,
    NoKitError,
    NotDoneError,
    ShelterkitError,
    StoppedError,
    StorageError,
)
from shelterkit.store import changes, disk_words, kit_file, lock, saving, stop_signals, versions, whole_file
from shelterkit.store.changes import Saved
from tests.faults.writer import NOW, add, begin, ids_in, kit_with, names_in

if TYPE_CHECKING:
    from collections.abc import Callable

HAND_WRITTEN = """\
# my own note
format = 1
[household]
adults = 2
hobby = "chess"   # unknown to shelterkit
[mine]
depth = { deeper = [1, 2.5, "x"] }
[[item]]
id = "o1"
kind = "other"
name = "Torch # not a comment"
amount = "1 piece"
shelf = 3
"""


@pytest.fixture
def kit(tmp_path: Path) -> str:
    path = str(tmp_path / "kit.toml")
    begin(path, "Torch")
    return path


@pytest.fixture
def hand_written(tmp_path: Path) -> str:
    path = tmp_path / "kit.toml"
    path.write_text(HAND_WRITTEN)
    return str(path)


def told(path: str) -> list[tuple[int, str, str, bool]]:
    return [(one.number, one.kind, one.did, one.current) for one in kit_file.history(path)]


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def save_while(path: str, meanwhile: Callable[[], object]) -> Saved:
    with kit_file.editing(path, now=NOW) as edit:
        meanwhile()
        return edit.save(kit_with("Radio"), "change")


def test_a_change_is_in_the_kit_and_in_the_history(kit: str, tmp_path: Path) -> None:
    saved = add(kit, "Radio")

    assert saved == Saved(version=2, comments_version=None)
    assert names_in(kit) == ["Torch", "Radio"]
    assert told(kit) == [(1, "init", "init", False), (2, "change", "add Radio", True)]
    assert kit_file.read_version(kit, 2) == Path(kit).read_bytes()
    history = [".kit.toml.history/00000001.toml", ".kit.toml.history/00000002.toml"]
    assert listing(tmp_path) == [".kit.toml.history", *history, ".kit.toml.lock", "kit.toml"]


def test_a_version_says_when_and_what_in_its_first_line(kit: str, tmp_path: Path) -> None:
    add(kit, "Radio\nset")

    first, _, body = (tmp_path / ".kit.toml.history" / "00000002.toml").read_bytes().partition(b"\n")

    assert first.startswith(b"# shelterkit-history {")
    assert json.loads(first.removeprefix(b"# shelterkit-history ")) == {
        "version": 2,
        "at": "2026-11-23T09:12:00Z",
        "did": "add Radio\nset",
        "kind": "change",
        "node": 2,
        "parent": 1,
        "ids": {"other": 3},
        "size": len(body),
    }


def test_leaving_without_save_changes_nothing(kit: str, tmp_path: Path) -> None:
    before = Path(kit).read_bytes(), listing(tmp_path)

    with kit_file.editing(kit, now=NOW) as edit:
        assert names_in(kit) == [item.name for item in edit.kit.inventory.items]

    assert (Path(kit).read_bytes(), listing(tmp_path)) == before


def test_an_equal_kit_is_not_written_again(hand_written: str) -> None:
    with kit_file.editing(hand_written, now=NOW) as edit:
        saved = edit.save(edit.kit, "same")

    # Not even what is the default is written down: the plan, and the people who are none.
    assert (saved, told(hand_written)) == (Saved(0), [])
    assert Path(hand_written).read_text() == HAND_WRITTEN


def test_a_refusal_inside_changes_nothing(kit: str) -> None:
    before = Path(kit).read_bytes()

    with pytest.raises(NotDoneError, match="no such item"), kit_file.editing(kit, now=NOW):
        raise NotDoneError("no such item")

    assert Path(kit).read_bytes() == before
    assert add(kit, "Radio").version == 2


def test_unknown_fields_stay_and_lost_comments_are_named_once(hand_written: str) -> None:
    first = add(hand_written, "Radio")
    second = add(hand_written, "Rope")

    document = kit_file.load(hand_written).document
    assert document["household"]["hobby"] == "chess"
    assert document["mine"] == {"depth": {"deeper": [1, 2.5, "x"]}}
    assert document["item"][0]["shelf"] == 3
    assert (first, second) == (Saved(version=2, comments_version=1), Saved(version=3))
    assert kit_file.read_version(hand_written, 1).decode() == HAND_WRITTEN


def test_a_sign_inside_a_text_is_no_comment(tmp_path: Path) -> None:
    path = str(tmp_path / "kit.toml")
    begin(path, "Torch # 1")
    add(path, 'a """ # b')

    assert add(path, "Rope") == Saved(version=3)


def test_what_was_edited_by_hand_becomes_a_version_of_its_own(kit: str) -> None:
    by_hand = Path(kit).read_bytes() + b"# mine\n"
    Path(kit).write_bytes(by_hand)

    saved = add(kit, "Radio")

    assert saved == Saved(version=3, comments_version=2)
    assert [kind for _, kind, _, _ in told(kit)] == ["init", "hand", "change"]
    assert kit_file.read_version(kit, 2) == by_hand


def test_an_id_is_never_given_again_even_after_undo(kit: str) -> None:
    add(kit, "Radio")
    kit_file.undo(kit, now=NOW)
    add(kit, "Rope")

    assert ids_in(kit) == ["o1", "o3"]


def test_a_damaged_kit_is_not_written_to(kit: str, tmp_path: Path) -> None:
    Path(kit).write_text("format = 1\nadults 2\n")
    before = listing(tmp_path)

    with pytest.raises(BadDataError) as caught:
        add(kit, "Radio")

    assert (str(caught.value), caught.value.changed) == ("kit.toml has 1 mistake", False)
    assert Path(kit).read_text() == "format = 1\nadults 2\n"
    assert listing(tmp_path) == before


def test_a_missing_kit_leaves_no_trace_of_a_writer(tmp_path: Path) -> None:
    with pytest.raises(NoKitError):
        add(str(tmp_path / "no" / "kit.toml"), "Radio")
    with pytest.raises(NoKitError):
        kit_file.undo(str(tmp_path / "kit.toml"), now=NOW)
    with pytest.raises(NoKitError):
        kit_file.last_good(str(tmp_path / "kit.toml"), now=NOW)

    assert listing(tmp_path) == []


def test_a_kit_that_would_not_read_back_is_not_written(kit: str) -> None:
    before = Path(kit).read_bytes()

    with pytest.raises(ShelterkitError, match="would not read back") as caught:
        add(kit, "")

    assert caught.value.exit_code == 70
    assert Path(kit).read_bytes() == before


def test_numbers_that_equal_nothing_can_stay_in_an_unknown_field(hand_written: str) -> None:
    Path(hand_written).write_text(HAND_WRITTEN.replace("2.5", "nan"))

    add(hand_written, "Radio")

    assert "nan" in Path(hand_written).read_text()


def test_a_kit_grown_too_big_to_read_is_not_written(kit: str) -> None:
    big = b'x = "' + b"x" * whole_file.LARGEST + b'"\n' + Path(kit).read_bytes()

    with pytest.raises(BadDataError, match="too big"):
        kit_file.replace_text(kit, big, "edit", now=NOW)
    Path(kit).write_bytes(b'x = "' + b"x" * (whole_file.LARGEST - 600) + b'"\n' + Path(kit).read_bytes())
    with pytest.raises(BadDataError, match="too big"):
        add(kit, "y" * 900)

    assert [one.number for one in kit_file.history(kit)] == [1]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_everything_is_for_the_owner_alone(mask: int, tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "kit.toml"
    before = os.umask(mask)
    try:
        begin(str(path))
        path.chmod(0o664)
        add(str(path), "Radio")
        after = os.umask(mask)
    finally:
        os.umask(before)

    modes = {stat.S_IMODE(found.stat().st_mode) for found in tmp_path.rglob("*") if found.is_file()}
    folders = {stat.S_IMODE(found.stat().st_mode) for found in tmp_path.rglob("*") if found.is_dir()}
    assert (modes, folders, after) == ({0o600}, {0o700}, mask)


def test_a_link_stays_a_link_and_its_target_is_changed(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "our-kit.toml"
    begin(str(real), "Torch")
    link = tmp_path / "kit.toml"
    link.symlink_to("dotfiles/our-kit.toml")
    folder = tmp_path / "folder"
    folder.symlink_to("dotfiles")

    add(str(link), "Radio")
    add(str(folder / "our-kit.toml"), "Rope")

    assert (link.is_symlink(), real.is_symlink(), folder.is_symlink()) == (True, False, True)
    assert names_in(str(link)) == ["Torch", "Radio", "Rope"]
    assert [version.number for version in kit_file.history(str(link))] == [1, 2, 3]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dotfiles", "folder", "kit.toml"]


def test_a_kit_is_begun_in_a_folder_made_for_it(tmp_path: Path) -> None:
    path = str(tmp_path / "a" / "b" / "kit.toml")

    saved = begin(path, "Torch")

    assert saved == Saved(1)
    assert names_in(path) == ["Torch"]
    assert told(path) == [(1, "init", "init", True)]


@pytest.mark.parametrize("stands", ["kit", "damaged", "empty", "folder", "link to a kit"])
def test_beginning_a_kit_never_replaces_what_stands_there(stands: str, tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    if stands == "folder":
        path.mkdir()
    elif stands == "link to a kit":
        (tmp_path / "other.toml").write_text(HAND_WRITTEN)
        path.symlink_to("other.toml")
    else:
        path.write_text({"kit": HAND_WRITTEN, "damaged": "x", "empty": ""}[stands])
    before = listing(tmp_path)

    with pytest.raises(NotDoneError) as caught:
        begin(str(path))

    assert (caught.value.code, str(caught.value)) == ("kit-exists", f"there is a kit already at {path}")
    assert listing(tmp_path) == before


def test_a_kit_is_not_begun_over_a_history_or_a_broken_link(kit: str, tmp_path: Path) -> None:
    Path(kit).unlink()
    (tmp_path / "link.toml").symlink_to("gone.toml")

    with pytest.raises(BadDataError) as over_history:
        begin(kit)
    with pytest.raises(BadDataError) as over_link:
        begin(str(tmp_path / "link.toml"))

    assert (over_history.value.code, over_link.value.code) == ("kit-missing", "kit-link")
    assert not Path(kit).exists()


@pytest.mark.parametrize("links_work", [True, False])
def test_a_kit_that_appears_at_the_last_moment_is_kept(
    links_work: bool,  # noqa: FBT001 - one value of the table
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "kit.toml"
    real_link = os.link

    def link(source: str, target: str) -> None:
        path.write_text(HAND_WRITTEN)
        if not links_work:
            raise OSError(errno.EPERM, "no links here")
        real_link(source, target)

    monkeypatch.setattr(os, "link", link)

    with pytest.raises(NotDoneError) as caught:
        begin(str(path))

    assert caught.value.code == "kit-exists"
    assert path.read_text() == HAND_WRITTEN


def test_a_kit_is_begun_where_files_cannot_be_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(_source: str, _target: str) -> None:
        raise OSError(errno.ENOTSUP, "no links here")

    monkeypatch.setattr(os, "link", link)

    begin(str(tmp_path / "kit.toml"), "Torch")

    assert names_in(str(tmp_path / "kit.toml")) == ["Torch"]


def test_a_text_is_saved_as_it_was_written(kit: str) -> None:
    text = HAND_WRITTEN.encode()

    saved = kit_file.replace_text(kit, text, "edit the file", now=NOW)
    again = kit_file.replace_text(kit, text, "edit the file", now=NOW)

    assert (saved, again) == (Saved(2), Saved(2))
    assert Path(kit).read_bytes() == text
    assert told(kit)[-1] == (2, "change", "edit the file", True)


def test_a_text_that_does_not_read_is_not_saved(kit: str) -> None:
    before = Path(kit).read_bytes()

    with pytest.raises(BadDataError) as caught:
        kit_file.replace_text(kit, HAND_WRITTEN.replace('"o1"', "o1").encode(), "edit the file", now=NOW)

    assert [problem.line for problem in caught.value.problems] == [9]
    assert Path(kit).read_bytes() == before


def test_a_damaged_kit_is_mended_by_its_text_and_kept(kit: str) -> None:
    Path(kit).write_text("damaged")

    kit_file.replace_text(kit, HAND_WRITTEN.encode(), "edit the file", now=NOW)

    assert told(kit)[1:] == [(2, "hand", "edited by hand", False), (3, "change", "edit the file", True)]
    assert kit_file.read_version(kit, 2) == b"damaged"


def test_a_second_writer_waits_and_then_says_who_is_busy(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.05)
    before = Path(kit).read_bytes()

    with (Path(kit).parent / ".kit.toml.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BusyError) as caught:
            add(kit, "Radio")

    assert (caught.value.exit_code, caught.value.advice) == (75, "run the same command again")
    assert Path(kit).read_bytes() == before
    assert add(kit, "Radio").version == 2


def test_what_another_program_saved_meanwhile_is_not_lost(kit: str) -> None:
    from_outside = HAND_WRITTEN.encode()

    with pytest.raises(BusyError) as caught:
        save_while(kit, lambda: Path(kit).write_bytes(from_outside))

    assert (caught.value.code, caught.value.changed) == ("kit-changed", False)
    assert Path(kit).read_bytes() == from_outside
    assert [one.number for one in kit_file.history(kit)] == [1]


@pytest.mark.parametrize("what", ["removed", "a folder"])
def test_a_kit_taken_away_meanwhile_is_not_put_back(what: str, kit: str) -> None:
    def take_away() -> None:
        Path(kit).unlink()
        if what == "a folder":
            Path(kit).mkdir()

    with pytest.raises(BusyError):
        save_while(kit, take_away)

    assert Path(kit).is_dir() == (what == "a folder")


def test_a_kit_only_touched_meanwhile_is_saved(kit: str) -> None:
    saved = save_while(kit, lambda: os.utime(kit, (1, 1)))

    assert saved.version == 2


def test_leftovers_of_a_stopped_save_are_swept_but_nobody_elses(kit: str, tmp_path: Path) -> None:
    ours = tmp_path / ".kit.toml.0123456789abcdef.tmp"
    others = [tmp_path / ".kit.tmp", tmp_path / ".kit.toml.bak.0123456789abcdef.tmp", tmp_path / ".kit.toml.note.tmp"]
    for path in (ours, *others):
        path.touch()

    add(kit, "Radio")

    assert [path.exists() for path in (ours, *others)] == [False, True, True, True]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_before_the_save_changes_nothing(number: signal.Signals, kit: str) -> None:
    before = Path(kit).read_bytes()
    handlers = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]

    with pytest.raises(StoppedError) as caught:
        save_while(kit, lambda: signal.raise_signal(number))

    assert caught.value.exit_code == 128 + number
    assert Path(kit).read_bytes() == before
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == handlers


def test_a_request_to_stop_without_a_save_stops(kit: str) -> None:
    with pytest.raises(StoppedError), kit_file.editing(kit, now=NOW):
        signal.raise_signal(signal.SIGTERM)


def test_a_request_to_stop_after_the_save_comes_too_late(kit: str) -> None:
    with kit_file.editing(kit, now=NOW) as edit:
        edit.save(kit_with("Radio"), "change")
        signal.raise_signal(signal.SIGTERM)

    assert names_in(kit) == ["Radio"]


def test_a_request_to_stop_ends_the_wait_for_the_lock(kit: str) -> None:
    with (Path(kit).parent / ".kit.toml.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        threading.Timer(0.05, signal.raise_signal, [signal.SIGTERM]).start()
        with pytest.raises(StoppedError):
            add(kit, "Radio")


def test_a_hang_up_that_was_to_be_ignored_stays_ignored(kit: str) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with kit_file.editing(kit, now=NOW) as edit:
            signal.raise_signal(signal.SIGHUP)
            edit.save(kit_with("Radio"), "change")
    finally:
        signal.signal(signal.SIGHUP, before)

    assert names_in(kit) == ["Radio"]


def test_a_thread_can_save_as_well(kit: str) -> None:
    thread = threading.Thread(target=add, args=(kit, "Radio"))
    thread.start()
    thread.join()

    assert names_in(kit) == ["Torch", "Radio"]


def test_without_locks_a_save_begun_elsewhere_is_waited_for(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_lock(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(fcntl, "flock", no_lock)
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.05)
    begun = Path(kit).parent / ".kit.toml.history" / "00000002.tmp"
    begun.write_bytes(b"# shelterkit-history {")

    saved = add(kit, "Radio")

    assert saved.version == 2
    assert names_in(kit) == ["Torch", "Radio"]
    assert not begun.exists()


def test_without_locks_a_change_elsewhere_with_the_same_marks_is_noticed(
    kit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_lock(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOSYS, "no locks here")

    monkeypatch.setattr(fcntl, "flock", no_lock)
    status = Path(kit).stat()

    def change() -> None:
        Path(kit).write_bytes(Path(kit).read_bytes().replace(b"Torch", b"Light"))
        os.utime(kit, ns=(status.st_atime_ns, status.st_mtime_ns))

    with pytest.raises(BusyError):
        save_while(kit, change)

    assert names_in(kit) == ["Light"]


def test_without_locks_two_saves_begun_at_once_are_not_both_made(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_lock(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.EOPNOTSUPP, "no locks here")

    monkeypatch.setattr(fcntl, "flock", no_lock)
    monkeypatch.setattr(versions.Versions, "pending", lambda _self: [])

    with pytest.raises(BusyError) as caught:
        save_while(kit, (Path(kit).parent / ".kit.toml.history" / "00000002.tmp").touch)

    assert caught.value.code == "kit-changed"
    assert names_in(kit) == ["Torch"]


def test_only_the_oldest_versions_are_removed(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MOST_STATES", 4)
    monkeypatch.setattr(versions, "MOST_VERSIONS", 7)

    for name in "abcde":
        add(kit, name)
    changes = [one.number for one in kit_file.history(kit)]
    for _ in range(3):
        kit_file.undo(kit, now=NOW)
    undos = [one.number for one in kit_file.history(kit)]
    kit_file.redo(kit, now=NOW)

    assert (changes, undos) == ([3, 4, 5, 6], [3, 4, 5, 6, 7, 8, 9])
    assert [one.number for one in kit_file.history(kit)] == [4, 5, 6, 7, 8, 9, 10]
    assert names_in(kit) == ["Torch", "a", "b", "c"]


def test_big_versions_are_removed_sooner_but_never_the_last_two(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MOST_BYTES", 1)

    for name in "abc":
        add(kit, name)

    assert [one.number for one in kit_file.history(kit)] == [3, 4]


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.ENOSPC, "disk-full", "the disk is full ("),
        (errno.EDQUOT, "disk-full", " bytes free on "),
        (errno.EFBIG, "disk-full", "the disk is full ("),
        (errno.EROFS, "disk-read-only", "is on a read-only disk"),
        (errno.EACCES, "disk-permission", "there is no permission for "),
        (errno.EPERM, "disk-permission", "there is no permission for "),
        (errno.EIO, "disk-broken", "the disk reported an error"),
        (errno.EMFILE, "disk-busy", "too many files open"),
        (errno.EXDEV, "disk", "could not be saved (invalid cross-device link)"),
    ],
)
def test_every_refusal_of_the_disk_is_said_in_plain_words(number: int, code: str, words: str, tmp_path: Path) -> None:
    path = str(tmp_path / "not there" / "kit.toml")

    error = disk_words.storage_error(OSError(number, os.strerror(number)), path)

    assert isinstance(error, StorageError)
    assert (error.code, error.exit_code, error.changed, error.file) == (code, 74, False, path)
    assert words in str(error)
    assert error.advice


def test_free_space_that_cannot_be_told_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_path: str) -> None:
        raise OSError(errno.ENOSYS, "not here")

    monkeypatch.setattr(os, "statvfs", unknown)

    error = disk_words.storage_error(OSError(errno.ENOSPC, ""), "kit.toml")

    assert str(error) == "the disk is full (writing kit.toml)"


def test_a_trouble_without_a_number_keeps_its_words() -> None:
    assert str(disk_words.storage_error(OSError("odd"), "kit.toml")) == "kit.toml could not be saved (odd)"


def test_a_full_flush_is_asked_for_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", fcntl.F_GETFD, raising=False)
    whole_file.write_new(str(tmp_path / "works"), b"x")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 99999, raising=False)
    whole_file.write_new(str(tmp_path / "refused"), b"x")

    assert listing(tmp_path) == ["refused", "works"]


def test_signals_wait_for_the_two_calls_that_belong_together() -> None:
    with stop_signals.noting_stops() as request, stop_signals.undisturbed():
        # To this thread: a save has one only, but what other tests have loaded may have started more.
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        during = request.number

    assert (during, request.number) == (0, signal.SIGTERM)


def test_the_header_is_not_counted_as_a_comment_of_the_user(kit: str) -> None:
    assert Path(kit).read_text().startswith(HEADER)
    assert add(kit, "Radio").comments_version is None


def crash_before_the_history_was_ended(path: str, number: int) -> Path:
    begun = Path(path).parent / ".kit.toml.history" / f"{number:08d}.toml"
    begun.rename(begun.with_suffix(".tmp"))
    return begun.with_suffix(".tmp")


def test_a_crash_after_the_save_keeps_what_the_change_was(kit: str) -> None:
    add(kit, "Radio")
    crash_before_the_history_was_ended(kit, 2)

    add(kit, "Rope")

    assert told(kit) == [(1, "init", "init", False), (2, "change", "add Radio", False), (3, "change", "add Rope", True)]


def test_a_crash_and_then_an_edit_by_hand_keeps_both(kit: str) -> None:
    add(kit, "Radio")
    crash_before_the_history_was_ended(kit, 2)
    Path(kit).write_text(HAND_WRITTEN)

    add(kit, "Rope")

    assert [did for _, _, did, _ in told(kit)] == ["init", "add Radio", "edited by hand", "add Rope"]


def test_a_crash_and_then_the_loss_of_the_kit_brings_back_the_newest(kit: str) -> None:
    add(kit, "Radio")
    crash_before_the_history_was_ended(kit, 2)
    Path(kit).unlink()

    kit_file.last_good(kit, now=NOW)

    assert names_in(kit) == ["Torch", "Radio"]


def test_a_crash_before_the_save_leaves_no_version(kit: str) -> None:
    before = Path(kit).read_bytes()
    add(kit, "Radio")
    crash_before_the_history_was_ended(kit, 2)
    Path(kit).write_bytes(before)

    add(kit, "Rope")

    assert [did for _, _, did, _ in told(kit)] == ["init", "add Rope"]


def test_a_version_cut_by_a_crash_is_none(kit: str) -> None:
    add(kit, "Radio")
    begun = crash_before_the_history_was_ended(kit, 2)
    begun.write_bytes(begun.read_bytes()[:-40])
    Path(kit).write_text(HAND_WRITTEN)

    add(kit, "Rope")

    assert [did for _, _, did, _ in told(kit)] == ["init", "edited by hand", "add Rope"]


def test_a_trouble_after_the_save_says_saved_but_and_keeps_the_change(
    kit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: str) -> None:
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as disk:
        disk.setattr(saving, "flush_folder", broken)
        with pytest.raises(StorageError) as caught:
            add(kit, "Radio")
    add(kit, "Rope")

    assert (str(caught.value), caught.value.changed) == ("saved, but the disk reported an error", True)
    assert [did for _, _, did, _ in told(kit)] == ["init", "add Radio", "add Rope"]


@pytest.mark.parametrize(
    "step", ["whole_file.os.fsync", "whole_file.os.write", "versions.flush_folder", "lock.fcntl.flock"]
)
def test_a_trouble_before_the_save_leaves_everything_as_it_was(
    step: str, kit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_anything: object) -> None:
        raise OSError(errno.EIO, "broken")

    before = Path(kit).read_bytes(), listing(tmp_path)

    with monkeypatch.context() as disk:
        disk.setattr(f"shelterkit.store.{step}", broken)
        with pytest.raises(StorageError) as caught:
            add(kit, "Radio")

    assert (str(caught.value), caught.value.changed) == ("the disk reported an error", False)
    assert (Path(kit).read_bytes(), listing(tmp_path)) == before


def test_trouble_with_the_history_after_the_save_fails_nothing(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_anything: object) -> None:
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as disk:
        disk.setattr(versions.Versions, "finish", broken)
        add(kit, "Radio")
    with monkeypatch.context() as disk:
        disk.setattr(versions.Versions, "_prune", broken)
        add(kit, "Rope")

    assert [did for _, _, did, _ in told(kit)] == ["init", "add Radio", "add Rope"]


def test_a_file_system_that_cannot_flush_folders_is_good_enough(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_flush(_descriptor: int) -> None:
        raise OSError(errno.EINVAL, "not here")

    monkeypatch.setattr(os, "fsync", no_flush)

    assert add(kit, "Radio").version == 2


def test_a_lock_that_is_a_link_is_refused(kit: str, tmp_path: Path) -> None:
    (tmp_path / ".kit.toml.lock").unlink()
    (tmp_path / ".kit.toml.lock").symlink_to("elsewhere")

    with pytest.raises(StorageError, match=r"\.kit\.toml\.lock could not be saved"):
        add(kit, "Radio")

    assert not (tmp_path / "elsewhere").exists()


def test_a_kit_that_cannot_be_put_in_its_place_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_source: str, _target: str) -> None:
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as disk:
        disk.setattr(os, "link", broken)
        with pytest.raises(StorageError):
            begin(str(tmp_path / "kit.toml"), "Torch")
    begin(str(tmp_path / "kit.toml"), "Torch")

    assert told(str(tmp_path / "kit.toml")) == [(1, "init", "init", True)]


def test_a_history_that_appears_at_the_last_moment_is_not_begun_over(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(kit).unlink()
    monkeypatch.setattr(changes, "refuse_existing", lambda _path: None)

    with pytest.raises(BadDataError, match="its history is there"):
        begin(kit)

    assert not Path(kit).exists()
