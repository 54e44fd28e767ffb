from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelterkit.errors import BadDataError, BusyError, NotDoneError, StorageError
from shelterkit.store import kit_file, lock, versions
from shelterkit.store.saving import Save, changed_meanwhile
from shelterkit.store.undoing import preview
from shelterkit.store.versions import Versions
from tests.faults.writer import NOW, add, begin, names_in

HAND = "# by hand\n"


@pytest.fixture
def kit(tmp_path: Path) -> str:
    path = str(tmp_path / "kit.toml")
    begin(path)
    for name in ("a", "b", "c"):
        add(path, name)
    return path


def undo(path: str, steps: int = 1) -> tuple[str, ...]:
    return kit_file.undo(path, steps=steps, now=NOW).did


def redo(path: str, steps: int = 1) -> tuple[str, ...]:
    return kit_file.redo(path, steps=steps, now=NOW).did


def test_undo_says_what_it_took_back_and_redo_brings_it_again(kit: str) -> None:
    with_c = Path(kit).read_bytes()

    moved = kit_file.undo(kit, now=NOW)
    without_c = names_in(kit)
    again = kit_file.redo(kit, now=NOW)

    assert (moved.did, moved.at, moved.version) == (("add c",), "2026-11-23T09:12:00Z", 5)
    assert moved.before is not None
    assert [item.name for item in moved.before.inventory.items] == ["a", "b", "c"]
    assert [item.name for item in moved.after.inventory.items] == without_c == ["a", "b"]
    assert (again.did, again.version, Path(kit).read_bytes()) == (("add c",), 6, with_c)


def test_several_changes_are_taken_back_in_one_save(kit: str) -> None:
    assert undo(kit, 3) == ("add c", "add b", "add a")
    assert (names_in(kit), len(kit_file.history(kit))) == ([], 5)
    assert redo(kit, 2) == ("add a", "add b")
    assert names_in(kit) == ["a", "b"]


def test_undo_after_undo_goes_further_back(kit: str) -> None:
    assert [undo(kit), undo(kit)] == [("add c",), ("add b",)]
    assert names_in(kit) == ["a"]
    assert [redo(kit), redo(kit)] == [("add b",), ("add c",)]


def test_a_change_after_undo_is_a_new_branch_and_ends_redo(kit: str) -> None:
    undo(kit, 2)
    add(kit, "d")

    with pytest.raises(NotDoneError) as caught:
        redo(kit)

    assert (str(caught.value), caught.value.code) == ("there is nothing to redo", "nothing-to-redo")
    assert undo(kit, 2) == ("add d", "add a")
    assert redo(kit, 2) == ("add a", "add d")


@pytest.mark.parametrize(
    ("steps", "words", "advice"),
    [
        (4, "only 3 changes can be taken back", "shelterkit undo 3"),
        (99, "only 3 changes can be taken back", "shelterkit undo 3"),
    ],
)
def test_undo_goes_no_further_than_the_beginning(steps: int, words: str, advice: str, kit: str) -> None:
    before = Path(kit).read_bytes()

    with pytest.raises(NotDoneError) as caught:
        undo(kit, steps)

    assert (str(caught.value), caught.value.advice, caught.value.code) == (words, advice, "nothing-to-undo")
    assert Path(kit).read_bytes() == before


def test_redo_goes_no_further_than_the_newest(kit: str) -> None:
    undo(kit)

    with pytest.raises(NotDoneError, match="only 1 change can be done again"):
        redo(kit, 2)


def test_a_kit_just_begun_or_found_has_nothing_to_undo(tmp_path: Path) -> None:
    begun, found = str(tmp_path / "begun.toml"), tmp_path / "found.toml"
    begin(begun)
    found.write_bytes(Path(begun).read_bytes())

    for path in (begun, str(found)):
        with pytest.raises(NotDoneError) as caught:
            undo(path)
        assert (str(caught.value), caught.value.code) == ("there is nothing to undo", "nothing-to-undo")


def test_the_first_change_of_a_found_kit_can_be_undone(kit: str, tmp_path: Path) -> None:
    found = tmp_path / "found.toml"
    found.write_text(HAND + Path(kit).read_text())
    add(str(found), "d")

    undo(str(found))

    assert found.read_text() == HAND + Path(kit).read_text()


def test_an_edit_by_hand_is_kept_and_taken_back_with_its_comments(kit: str) -> None:
    written = Path(kit).read_text()
    Path(kit).write_text(HAND + written)

    taken_back = undo(kit)
    before_the_hand = Path(kit).read_text()
    again = redo(kit)

    assert (taken_back, again) == (("edited by hand",), ("edited by hand",))
    assert before_the_hand == written
    assert Path(kit).read_text() == HAND + written


def test_an_edit_by_hand_after_undo_ends_redo(kit: str) -> None:
    undo(kit)
    Path(kit).write_text(HAND + Path(kit).read_text())

    with pytest.raises(NotDoneError):
        redo(kit)

    assert Path(kit).read_text().startswith(HAND)


@pytest.mark.parametrize("damage", [b"", bytes(300), b"\xff\xd8\xff", b"format = 1\nadults 2\n"])
def test_the_last_good_kit_comes_back_and_the_damaged_one_is_kept(damage: bytes, kit: str) -> None:
    good = Path(kit).read_bytes()
    Path(kit).write_bytes(damage)
    with pytest.raises(BadDataError):
        undo(kit)

    moved = kit_file.last_good(kit, now=NOW)

    assert (moved.did, moved.before, moved.version) == ((), None, 6)
    assert Path(kit).read_bytes() == good
    assert kit_file.read_version(kit, 5) == damage
    assert moved.damaged == 5


def test_what_mended_the_kit_is_not_taken_back_by_accident(kit: str) -> None:
    Path(kit).write_bytes(b"adults 2\n")
    kit_file.last_good(kit, now=NOW)
    good = Path(kit).read_bytes()

    with pytest.raises(NotDoneError) as caught:
        undo(kit)

    assert str(caught.value) == "the last step mended the kit; the text before it, version 5, does not read"
    assert (caught.value.code, caught.value.advice) == ("nothing-to-undo", "shelterkit history --diff 5")
    assert Path(kit).read_bytes() == good
    assert undo(kit, 2) == ("add c",)
    assert redo(kit) == ("add c",)


def test_after_a_mended_kit_was_changed_undo_takes_that_change_back(kit: str) -> None:
    Path(kit).write_bytes(b"adults 2\n")
    kit_file.last_good(kit, now=NOW)
    add(kit, "d")

    assert undo(kit) == ("add d",)


def test_a_lost_kit_that_came_back_is_not_taken_back_by_accident(kit: str) -> None:
    Path(kit).unlink()

    moved = kit_file.last_good(kit, now=NOW)

    assert moved.damaged is None
    with pytest.raises(NotDoneError, match="the last step brought a lost kit back"):
        undo(kit)
    with pytest.raises(NotDoneError, match="only 4 changes can be taken back"):
        undo(kit, 5)


def test_a_kit_that_lost_all_its_items_is_not_said_to_be_well(kit: str) -> None:
    text = Path(kit).read_text()
    Path(kit).write_text(text[: text.index("[[item]]")])

    with pytest.raises(NotDoneError, match="the kit reads, but all its 3 items are gone since the last save") as caught:
        kit_file.last_good(kit, now=NOW)

    assert caught.value.advice == "shelterkit undo"
    undo(kit)
    assert names_in(kit) == ["a", "b", "c"]


def emptied(kit: str) -> str:
    """Return the text of a kit cut off before its first item, which is put in its place."""
    text = Path(kit).read_text()
    Path(kit).write_text(text[: text.index("[[item]]")])
    return text


def test_a_kit_emptied_by_hand_and_saved_since_is_not_said_to_be_well(kit: str) -> None:
    emptied(kit)
    for_three(kit)

    with pytest.raises(NotDoneError, match="the kit reads, but all its 3 items are gone since version 4") as caught:
        kit_file.last_good(kit, now=NOW)

    folder = Path(kit).parent / ".kit.toml.history"
    assert caught.value.advice == f"shelterkit restore {folder / '00000004.toml'}"


def for_three(kit: str) -> None:
    """Change something that is no item."""
    with kit_file.editing(kit, now=NOW) as edit:
        edit.save(edit.kit._replace(household=edit.kit.household._replace(adults=3)), "household: adults 3")


def test_after_damage_the_items_come_back_that_were_lost_by_hand_before(kit: str) -> None:
    text = emptied(kit)
    for_three(kit)
    Path(kit).write_bytes(b"adults 2\n")

    moved = kit_file.last_good(kit, now=NOW)

    assert Path(kit).read_text() == text
    assert (moved.passed, moved.damaged) == (6, 7)


def test_what_shelterkit_itself_took_out_does_not_come_back_after_damage(kit: str) -> None:
    with kit_file.editing(kit, now=NOW) as edit:
        edit.save(edit.kit._replace(inventory=edit.kit.inventory._replace(items=())), "remove all")
    with Path(kit).open("a") as file:
        file.write("# mine\n")
    for_three(kit)
    good = Path(kit).read_bytes()
    Path(kit).write_bytes(b"adults 2\n")

    moved = kit_file.last_good(kit, now=NOW)

    assert Path(kit).read_bytes() == good
    assert moved.passed is None


def test_a_version_cut_off_so_that_it_still_reads_is_not_the_good_one(kit: str) -> None:
    version = Path(kit).parent / ".kit.toml.history" / "00000004.toml"
    text = version.read_text()
    version.write_text(text[: text.index("[[item]]")])
    Path(kit).unlink()

    kit_file.last_good(kit, now=NOW)

    assert names_in(kit) == ["a", "b"]


def test_a_version_cut_off_is_better_than_none(kit: str) -> None:
    for version in (Path(kit).parent / ".kit.toml.history").iterdir():
        raw = version.read_bytes()
        version.write_bytes(raw.rstrip(b"\n"))
    Path(kit).unlink()

    kit_file.last_good(kit, now=NOW)

    assert names_in(kit) == ["a", "b", "c"]


def test_a_dry_run_sees_an_edit_by_hand_after_a_mending(kit: str) -> None:
    Path(kit).write_bytes(b"adults 2\n")
    kit_file.last_good(kit, now=NOW)
    Path(kit).write_text(Path(kit).read_text() + "# mine\n")

    told = preview(kit, "undo", steps=2).did

    assert told == undo(kit, 2) == ("edited by hand", "add c")


def test_an_id_that_a_written_text_gave_is_not_given_again_after_undo(kit: str) -> None:
    text = Path(kit).read_text()
    item = '[[item]]\nid = "o9"\nkind = "other"\nname = "By editor"\namount = "1 piece"\n'
    kit_file.replace_text(kit, (text + item).encode(), "edit the file", now=NOW)
    undo(kit)

    with kit_file.editing(kit, now=NOW) as edit:
        assert edit.ids["other"] == 10


def test_a_removed_kit_comes_back(kit: str) -> None:
    good = Path(kit).read_bytes()
    Path(kit).unlink()

    moved = kit_file.last_good(kit, now=NOW)

    assert Path(kit).read_bytes() == good
    assert [(one.number, one.did, one.current) for one in kit_file.history(kit)][-1] == (5, "back to version 4", True)
    assert [item.name for item in moved.after.inventory.items] == ["a", "b", "c"]


def test_a_version_damaged_as_well_is_passed_over(kit: str) -> None:
    history = Path(kit).parent / ".kit.toml.history"
    (history / "00000004.toml").write_bytes(b"# shelterkit-history {}\nx")
    (history / "00000003.toml").write_bytes(b"cut")
    Path(kit).write_bytes(b"x")

    kit_file.last_good(kit, now=NOW)

    assert names_in(kit) == ["a"]
    assert [one.kind for one in kit_file.history(kit)] == [
        "init", "change", "unknown", "unknown", "hand", "restore-good",
    ]  # fmt: skip


def test_a_kit_that_reads_is_not_mended(kit: str) -> None:
    with pytest.raises(NotDoneError, match="the kit reads, so there is nothing to mend"):
        kit_file.last_good(kit, now=NOW)


def test_a_history_without_a_good_version_mends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_bytes(b"x")
    with pytest.raises(NotDoneError, match="no version in the history reads"):
        kit_file.last_good(str(path), now=NOW)
    history = tmp_path / ".kit.toml.history"
    history.mkdir()
    (history / "00000001.toml").write_bytes(b"y")

    with pytest.raises(NotDoneError, match="no version in the history reads"):
        kit_file.last_good(str(path), now=NOW)

    assert path.read_bytes() == b"x"


def test_a_kit_of_a_newer_shelterkit_is_not_mended(kit: str) -> None:
    Path(kit).write_bytes(b"format = 99\n")

    with pytest.raises(BadDataError, match="written by a newer shelterkit"):
        kit_file.last_good(kit, now=NOW)

    assert Path(kit).read_bytes() == b"format = 99\n"


def test_a_folder_in_the_place_of_the_kit_is_not_replaced(kit: str) -> None:
    Path(kit).unlink()
    Path(kit).mkdir()

    with pytest.raises(BadDataError, match="is a folder, not a file"):
        kit_file.last_good(kit, now=NOW)


def test_a_version_nobody_has_is_refused(kit: str) -> None:
    with pytest.raises(NotDoneError) as caught:
        kit_file.read_version(kit, 9)

    assert (str(caught.value), caught.value.code) == ("there is no version 9 in the history", "no-version")


def test_a_history_that_cannot_be_read_is_a_trouble_of_the_disk(kit: str) -> None:
    history = Path(kit).parent / ".kit.toml.history"
    (history / "00000002.toml").unlink()
    (history / "00000002.toml").mkdir()

    with pytest.raises(StorageError):
        kit_file.history(kit)


def test_undo_tries_again_when_a_sync_program_saved_meanwhile(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real_begin = Versions.begin
    others = iter(["# one\n", "# two\n"])

    def begin_while_syncing(self: Versions, header: object, body: bytes) -> None:
        real_begin(self, header, body)  # type: ignore[arg-type]
        if other := next(others, ""):
            Path(kit).write_text(other + Path(kit).read_text())

    monkeypatch.setattr(Versions, "begin", begin_while_syncing)

    assert undo(kit) == ("edited by hand",)
    assert [one.kind for one in kit_file.history(kit)][-3:] == ["hand", "hand", "undo"]


def test_undo_that_is_always_overtaken_gives_up_in_words(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def always(self: Save) -> None:
        raise changed_meanwhile(self.path)

    monkeypatch.setattr(Save, "_refuse_if_changed", always)

    with pytest.raises(BusyError, match=r"another program changed kit\.toml at the same moment"):
        undo(kit)


def test_a_damaged_version_does_not_mislead_undo(kit: str) -> None:
    undo(kit)
    (Path(kit).parent / ".kit.toml.history" / "00000003.toml").write_bytes(b"\xff")

    assert undo(kit) == ("an unknown change",)
    assert names_in(kit) == ["a"]


def test_undo_passes_over_a_state_that_does_not_read(kit: str) -> None:
    good = Path(kit).read_bytes()
    Path(kit).write_bytes(b"damaged")
    kit_file.replace_text(kit, HAND.encode() + good, "edit the file", now=NOW)

    assert undo(kit) == ("edit the file",)
    assert Path(kit).read_bytes() == good
    assert redo(kit) == ("edit the file",)


def test_undo_waits_for_another_writer_only_so_long(kit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.05)

    with (Path(kit).parent / ".kit.toml.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BusyError) as caught:
            undo(kit)

    assert caught.value.code == "busy"


def test_lost_versions_end_redo(kit: str) -> None:
    undo(kit)
    for number in (3, 4):
        (Path(kit).parent / ".kit.toml.history" / f"{number:08d}.toml").unlink()

    with pytest.raises(NotDoneError):
        redo(kit)

    assert names_in(kit) == ["a", "b"]


def test_a_history_that_leads_round_in_a_circle_ends(kit: str) -> None:
    version = Path(kit).parent / ".kit.toml.history" / "00000002.toml"
    version.write_bytes(version.read_bytes().replace(b'"parent": 1', b'"parent": 4'))

    with pytest.raises(NotDoneError, match="only 2 changes"):
        undo(kit, 9)


def test_a_kit_that_is_gone_has_a_history_without_a_current_version(kit: str) -> None:
    Path(kit).unlink()

    assert [one.current for one in kit_file.history(kit)] == [False] * 4


class Model:
    """What a history should do: the states behind and the states ahead, and whether the last was only in the kit."""

    def __init__(self, first: bytes) -> None:
        self.past = [first]
        self.ahead: list[bytes] = []
        self.is_noted = True
        self.is_mended = False

    def change(self, now: bytes) -> None:
        self.past, self.ahead, self.is_noted, self.is_mended = [*self.past, now], [], True, False

    def edit_by_hand(self, now: bytes) -> None:
        kept = self.past if self.is_noted else self.past[:-1]
        self.past, self.ahead, self.is_noted, self.is_mended = [*kept, now], [], False, False

    def undo(self, count: int) -> int:
        """Return how many changes are taken back; what brought a lost kit back is a step of its own."""
        self.is_noted = True
        count -= self.is_mended
        if not 0 < count < len(self.past):
            return 0
        self.is_mended = False
        self.past, self.ahead = self.past[:-count], self.past[-count:] + self.ahead
        return count

    def redo(self, count: int) -> int:
        self.is_noted = True
        if count > len(self.ahead):
            return 0
        self.past, self.ahead = self.past + self.ahead[:count], self.ahead[count:]
        return count

    def lose(self) -> None:
        kept = self.past if self.is_noted else self.past[:-1]
        self.past, self.ahead, self.is_noted, self.is_mended = kept, [], True, True


def take(step: str, count: int, number: int, path: Path, model: Model) -> None:
    if step == "add":
        add(str(path), f"n{number}")
        model.change(path.read_bytes())
    elif step == "hand":
        path.write_bytes(f"# {number}\n".encode() + path.read_bytes())
        model.edit_by_hand(path.read_bytes())
    elif step == "lose":
        path.unlink()
        kit_file.last_good(str(path), now=NOW)
        model.lose()
    elif done := (model.undo if step == "undo" else model.redo)(count):
        assert len((undo if step == "undo" else redo)(str(path), count)) == done
    else:
        with pytest.raises(NotDoneError):
            (undo if step == "undo" else redo)(str(path), count)


steps = st.lists(
    st.tuples(st.sampled_from(["add", "add", "hand", "undo", "undo", "redo", "lose"]), st.integers(1, 4)), max_size=14
)


@settings(max_examples=150, deadline=None)
@given(steps=steps)
def test_any_history_goes_back_and_forth_like_a_list(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("model") / "kit.toml"
    begin(str(path))
    model = Model(path.read_bytes())

    for number, (step, count) in enumerate(steps):
        take(step, count, number, path, model)

        assert path.read_bytes() == model.past[-1]


def test_where_room_is_short_going_back_does_not_use_up_the_states_to_go_back_to(
    kit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        Path(kit).write_text(f"# {number}\n{Path(kit).read_text()}")
        undo(kit)
        redo(kit)
    room = sum(one.stat().st_size for one in (Path(kit).parent / ".kit.toml.history").iterdir())
    monkeypatch.setattr(versions, "MOST_BYTES", room // 2)

    undone = [undo(kit) for _ in range(6)]

    assert undone == [("edited by hand",)] * 6
