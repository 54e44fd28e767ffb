"""The kit file where disks, links and other programs do what they seldom do."""

from __future__ import annotations

import errno
import fcntl
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.errors import BadDataError, BusyError, NoKitError, NotDoneError, StorageError
from shelterkit.store import backups, changes, kit_file, output_file, purging, restoring, saving, sharing
from shelterkit.store.disk_words import storage_error
from shelterkit.store.leftovers import Leftovers, clear, leftovers
from shelterkit.store.output_file import write_output
from shelterkit.store.privacy import privacy
from shelterkit.store.probing import probe
from shelterkit.store.undoing import preview
from shelterkit.store.versions import Versions
from tests.faults.writer import NOW, add, begin, names_in

if TYPE_CHECKING:
    from collections.abc import Callable

ON = date(2026, 11, 23)


@pytest.fixture
def kit(tmp_path: Path) -> str:
    path = str(tmp_path / "kit.toml")
    begin(path, "Torch")
    add(path, "Radio")
    return path


def failing(number: int) -> Callable[..., None]:
    def fail(*_words: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", failing(errno.ENOLCK))


def history_of(kit: str) -> Path:
    return Path(kit).parent / ".kit.toml.history"


def test_without_locks_a_version_that_somebody_has_just_begun_is_theirs(
    kit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch)
    begun = history_of(kit) / "00000003.tmp"

    with saving.saving(kit, NOW) as save:
        save.read()
        begun.write_bytes(b"# shelterkit-history {")
        with pytest.raises(BusyError) as caught:
            save.settle()

    assert (caught.value.code, begun.exists()) == ("kit-changed", True)


@pytest.mark.parametrize("has_lock", [True, False])
def test_a_version_that_vanishes_is_another_save_only_where_there_is_no_lock(
    *, has_lock: bool, kit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_lock:
        without_locks(monkeypatch)

    with saving.saving(kit, NOW) as save:
        save.read()
        save.left_open = (3,)
        monkeypatch.setattr(Versions, "pending", lambda _self: [3])
        with pytest.raises(FileNotFoundError if has_lock else BusyError):
            save.settle()


def test_without_locks_an_edit_by_hand_is_kept_and_undone(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    written = Path(kit).read_bytes()
    Path(kit).write_bytes(b"# by hand\n" + written)

    moved = kit_file.undo(kit, now=NOW)

    assert (moved.did, Path(kit).read_bytes()) == (("edited by hand",), written)


def test_without_locks_what_is_edited_at_the_same_moment_stays(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    Path(kit).write_bytes(b"# by hand\n" + Path(kit).read_bytes())

    with saving.saving(kit, NOW) as save:
        save.read()
        Path(kit).write_bytes(b"# again\n" + Path(kit).read_bytes())
        with pytest.raises(BusyError):
            save.settle()

    assert [one.number for one in kit_file.history(kit)] == [1, 2]


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_a_kit_without_a_history_can_be_taken_nowhere_not_even_to_see(command: str, kit: str, tmp_path: Path) -> None:
    found = tmp_path / "found.toml"
    found.write_bytes(Path(kit).read_bytes())

    with pytest.raises(NotDoneError) as caught:
        preview(str(found), command, steps=1)

    assert (str(caught.value), caught.value.code) == (f"there is nothing to {command}", f"nothing-to-{command}")


def test_a_redo_after_an_edit_by_hand_is_told_beforehand_to_be_none(kit: str) -> None:
    kit_file.undo(kit, now=NOW)
    Path(kit).write_bytes(b"# by hand\n" + Path(kit).read_bytes())

    with pytest.raises(NotDoneError, match="there is nothing to redo"):
        preview(kit, "redo", steps=1)


def test_the_undo_of_an_edit_by_hand_can_be_seen_beforehand(kit: str) -> None:
    Path(kit).write_text(Path(kit).read_text().replace("Radio", "Lamp"))

    moves = [preview(kit, "undo", steps=steps) for steps in (1, 2)]

    assert [move.did for move in moves] == [("edited by hand",), ("edited by hand", "add Radio")]
    assert [[item.name for item in move.after.inventory.items] for move in moves] == [["Torch", "Radio"], ["Torch"]]
    assert names_in(kit) == ["Torch", "Lamp"]


def circle(folder: Path) -> str:
    (folder / "one").symlink_to("other")
    (folder / "other").symlink_to("one")
    return str(folder / "one" / "kit.toml")


def disk_gone(folder: Path) -> str:
    (folder / "usb").symlink_to("/not-mounted/usb")
    return str(folder / "usb" / "kits" / "kit.toml")


@pytest.mark.parametrize("command", [kit_file.load, lambda path: kit_file.last_good(path, now=NOW)])
@pytest.mark.parametrize(
    ("made", "words"), [(circle, "is a link that leads back to itself"), (disk_gone, "not-mounted/usb, which is not")]
)
def test_a_folder_that_leads_nowhere_is_named(
    made: Callable[[Path], str], words: str, command: Callable[[str], object], tmp_path: Path
) -> None:
    path = made(tmp_path)

    with pytest.raises(BadDataError, match=words) as caught:
        command(path)

    assert caught.value.code == "kit-link"


def test_a_line_that_is_no_toml_hides_no_wrong_field(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_text(
        'format = 1\n[household]\nadults 2\n[[item]]\nid = "o1"\nkind = "other"\nname = "Torch"\namount = "1 pice"\n'
        '[plan]\nadvisory = "us-cdc"\ndays = 0\n'
    )

    with pytest.raises(BadDataError) as caught:
        kit_file.load(str(path))

    assert [(problem.line, problem.path) for problem in caught.value.problems] == [
        (3, ()), (8, ("item", 0, "amount")), (11, ("plan", "days")),
    ]  # fmt: skip


def test_of_more_mistakes_than_are_told_the_rest_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_text("format = 1\n" + "".join(f"key{number} = = 1\n" for number in range(12)))

    with pytest.raises(BadDataError) as caught:
        kit_file.load(str(path))

    assert [problem.line for problem in caught.value.problems] == list(range(2, 12))


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("format = 1\n'Beans\n\n[household]\n", 2, 'write it like name = "Beans"'),
        ("format = 1\n[household]\nadults = 2\n>>>>>>> theirs\n", 4, "two versions that met here"),
    ],
)
def test_what_is_noticed_late_is_named_where_it_began(text: str, line: int, hint: str, tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_text(text)

    with pytest.raises(BadDataError) as caught:
        kit_file.load(str(path))

    assert (caught.value.problems[0].line, hint in caught.value.problems[0].message) == (line, True)


def test_a_backup_that_the_disk_does_not_give_is_refused_with_what_helps(tmp_path: Path) -> None:
    (tmp_path / "loop.toml").symlink_to("loop.toml")

    with pytest.raises(StorageError) as caught:
        backups.read_kept(str(tmp_path / "loop.toml"), on=ON)

    assert (caught.value.code, caught.value.advice) == ("restore-denied", "shelterkit where")


def test_a_folder_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="is a folder, not a file") as caught:
        backups.read_kept(str(tmp_path), on=ON)

    assert caught.value.code == "restore-unreadable"


def test_nothing_is_restored_in_the_place_of_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="is a folder, not a file"):
        restoring.standing(str(tmp_path), on=ON)


def test_a_document_is_saved_over_the_bytes_it_was_read_from_and_over_no_others(kit: str) -> None:
    loaded = kit_file.load(kit)
    commented = b"# mine\n" + loaded.raw
    Path(kit).write_bytes(commented)
    document = {**loaded.document, "household": {"adults": 7}}

    with pytest.raises(BadDataError, match="changed by somebody else"):
        changes.replace_document(kit, document, "edit", now=NOW, before=loaded.raw)
    saved = changes.replace_document(kit, document, "edit", now=NOW, before=commented)

    assert (saved, kit_file.load(kit).kit.household.adults) == ((4, 3), 7)
    assert kit_file.read_version(kit, 3) == commented


def test_a_document_without_comments_drops_none(kit: str) -> None:
    loaded = kit_file.load(kit)

    saved = changes.replace_document(kit, {**loaded.document, "counted": ON}, "count", now=NOW, before=loaded.raw)

    assert saved == (3, None)


def test_nothing_is_left_over_where_nothing_is(tmp_path: Path) -> None:
    assert leftovers(str(tmp_path / "no" / "kit.toml")) == Leftovers()
    with pytest.raises(NoKitError):
        clear(str(tmp_path / "kit.toml"), now=NOW)


@pytest.mark.parametrize("locks", ["none here", "no file"])
def test_where_a_lock_cannot_be_asked_nobody_holds_it(locks: str, kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (history_of(kit) / "00000003.tmp").touch()
    if locks == "no file":
        (Path(kit).parent / ".kit.toml.lock").unlink()
    else:
        without_locks(monkeypatch)

    assert leftovers(kit) == Leftovers(0, 1)


def test_what_a_save_began_and_lost_with_its_kit_is_ended(kit: str) -> None:
    kept = history_of(kit) / "00000002.toml"
    kept.rename(kept.with_suffix(".tmp"))
    Path(kit).unlink()

    clear(kit, now=NOW)

    assert not Path(kit).exists()
    assert leftovers(kit) == Leftovers()


def test_who_may_read_a_kit_that_is_not_there_is_not_told(tmp_path: Path) -> None:
    found = privacy(str(tmp_path / "kit.toml"), shared=False)

    assert (found.places, found.group) == ((), -1)


@pytest.mark.parametrize(
    ("call", "lack"), [("link", "link"), ("rename", "rename"), ("fsync", "flush"), ("utime", None)]
)
def test_what_a_disk_cannot_do_is_found_out(
    call: str, lack: str | None, kit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, call, failing(errno.EPERM))

    found = probe(kit)

    assert found.refusal is None
    assert (lack in found.lacks) is (lack is not None)
    assert sorted(path.name for path in Path(kit).parent.iterdir()) == [
        ".kit.toml.history", ".kit.toml.lock", "kit.toml",
    ]  # fmt: skip


def test_a_folder_that_is_not_there_cannot_be_tried(tmp_path: Path) -> None:
    refusal = probe(str(tmp_path / "no" / "kit.toml")).refusal

    assert refusal is not None
    assert refusal.code == "disk"


@pytest.mark.parametrize(
    ("refused_from", "words", "changed"),
    [(1, "could not be purged", False), (2, "1 of 2 versions are removed and the shorter history is saved, but", True)],
)
def test_a_purge_that_the_disk_stops_says_how_far_it_came(
    *,
    refused_from: int,
    words: str,
    changed: bool,
    kit: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, unlink, calls = Path(kit).read_bytes(), os.unlink, iter(range(1, 99))

    def refuse(path: str) -> None:
        if str(path).endswith(".toml") and next(calls) >= refused_from:
            raise OSError(errno.ETXTBSY, "busy")
        unlink(path)

    monkeypatch.setattr(os, "unlink", refuse)

    with pytest.raises(StorageError) as caught:
        purging.purge(kit, before=None, now=NOW)

    assert words in str(caught.value)
    assert (caught.value.changed, Path(kit).read_bytes()) == (changed, before)
    monkeypatch.undo()
    assert purging.purge(kit, before=None, now=NOW).kept == 1


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EACCES])
def test_a_page_in_a_folder_that_cannot_be_flushed_is_there(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_file, "flush_folder", failing(number))

    write_output(str(tmp_path / "page.txt"), b"page", force=False)

    assert (tmp_path / "page.txt").read_bytes() == b"page"


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.EIO, "disk-broken", "the disk reported an error"),
        (errno.EROFS, "disk-read-only", "page.txt is on a read-only disk"),
        (errno.ENAMETOOLONG, "disk", "the name of the file is too long: "),
    ],
)
def test_what_a_disk_says_of_a_page_is_said_in_words(
    number: int, code: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_file, "flush_folder", failing(number))

    with pytest.raises(StorageError) as caught:
        write_output(str(tmp_path / "page.txt"), b"page", force=True)

    assert (caught.value.code, words in str(caught.value)) == (code, True)


def test_a_file_in_the_place_of_a_history_does_not_keep_a_refusal_from_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kit.toml").touch()
    (tmp_path / ".kit.toml.history").touch()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    refusal = storage_error(PermissionError(errno.EACCES, "no"), str(tmp_path / "kit.toml"))

    assert refusal.code == "disk-permission"


# What root makes for somebody else, whoever runs these tests.


def as_user(monkeypatch: pytest.MonkeyPatch, user: int, *, owner: int) -> list[tuple[int, int]]:
    """Let the program be run by a user where all files by name are another one's; return who gets what is made."""
    given: list[tuple[int, int]] = []
    stat = os.stat

    def of_owner(path: str, **options: bool) -> os.stat_result:
        found = list(stat(path, **options))
        return os.stat_result([*found[:4], owner, *found[5:10]])

    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(os, "stat", of_owner)
    monkeypatch.setattr(os, "fchown", lambda _descriptor, to, group: given.append((to, group)))
    return given


@pytest.mark.parametrize(("user", "is_given"), [(0, True), (1000, False)])
def test_a_folder_that_root_makes_is_given_to_the_owner_of_the_kit(
    user: int,
    is_given: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "kit.toml").touch()
    group = (tmp_path / "kit.toml").stat().st_gid
    given = as_user(monkeypatch, user, owner=4321)

    sharing.make_folder(str(tmp_path / "new"), str(tmp_path / "kit.toml"))

    assert given == [(4321, group)] * is_given
    assert (tmp_path / "new").is_dir()


@pytest.mark.parametrize(("user", "is_given"), [(0, True), (1000, False)])
def test_a_file_that_root_makes_is_given_to_the_owner_of_the_kit(
    user: int,
    is_given: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = tmp_path / "made"
    made.touch()
    given = as_user(monkeypatch, user, owner=4321)

    with made.open() as file:
        sharing.keep_owner(file.fileno(), str(tmp_path / "kit.toml"))

    assert given == [(4321, made.stat().st_gid)] * is_given


def test_what_root_finds_a_second_name_of_is_not_given_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made").touch()
    os.link(tmp_path / "made", tmp_path / "second")
    given = as_user(monkeypatch, 0, owner=4321)

    with (tmp_path / "made").open() as file:
        sharing.keep_owner(file.fileno(), str(tmp_path / "kit.toml"))

    assert given == []


def test_where_the_owner_cannot_be_found_out_what_root_made_stays_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made").touch()
    given = as_user(monkeypatch, 0, owner=4321)

    with (tmp_path / "made").open() as file:
        sharing.keep_owner(file.fileno(), str(tmp_path / "nowhere" / "kit.toml"))

    assert given == []


def test_a_file_where_a_folder_should_be_made_is_refused_and_a_folder_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir(0o750)

    with pytest.raises(FileExistsError):
        sharing.make_folder(str(tmp_path / "file"), str(tmp_path / "kit.toml"))
    sharing.make_folder(str(tmp_path / "folder"), str(tmp_path / "kit.toml"))

    assert (tmp_path / "file").read_text() == "x"
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o750


def test_from_a_folder_that_is_gone_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    with pytest.raises(StorageError):
        write_output("page.txt", b"page", force=False)

    assert list(tmp_path.iterdir()) == []
