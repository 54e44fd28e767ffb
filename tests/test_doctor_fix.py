from __future__ import annotations

import grp
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelterkit.services.mending import document_of, steps
from shelterkit.store.reading import understood
from tests.conftest import TODAY
from tests.stocked import STOCKED
from tests.terminal import on_terminal
from tests.test_doctor import doctor, edited, home, same_owner, screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stocked import Home

    Golden = Callable[[str, str], None]

__all__ = ["home"]
TWIN = """
[[item]]  # copied by hand
id = "f1"
kind = "food"
name = "Peas"  # my own words
amount = "3 cans"
"""


def add_twin(home: Home) -> None:
    home.kit.write_text(home.kit.read_text() + TWIN)


def ids(raw: bytes) -> list[str]:
    return [item["id"] for item in tomli.loads(raw.decode("utf-8-sig"))["item"]]


def history(home: Home) -> list[str]:
    """Return what was done, the newest first."""
    return [one["did"] for one in json.loads(home.run("history", "--json").stdout)["versions"]][::-1]


# What changes the kit's text: one step each, and undo brings back the bytes.


def _low_number(home: Home) -> None:
    edited(home, ("food = 3", "food = 2"))


def _windows(home: Home) -> None:
    home.kit.write_bytes(b"\xef\xbb\xbf" + home.kit.read_bytes().replace(b"\n", b"\r\n") + b"\x1a")


def _turning(home: Home) -> None:
    edited(home, ('"AA batteries"', '"AA \u202e batteries"  # \u2028'))


STEPS: dict[str, tuple[Callable[[Home], None], str, str]] = {
    "next-id": (_low_number, "next food number 2 -> 3", "doctor: next food number 2 -> 3"),
    "windows-text": (
        _windows,
        "line ends and marks of Windows are taken out of the file",
        "doctor: line ends and marks of Windows taken out",
    ),
    "characters": (
        _turning,
        "2 characters that terminals obey written as \\uNNNN in the file",
        "doctor: 2 characters that terminals obey escaped",
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_fix_of_the_text_is_one_step_and_undo_brings_back_the_bytes(name: str, home: Home) -> None:
    harm, words, did = STEPS[name]
    harm(home)
    before = home.kit.read_bytes()
    said_before = understood(before, str(home.kit)).kit

    ran = home.run("doctor", "--fix")

    assert ran.stdout.startswith(f"Mended:\n  {words}\nUndo: shelterkit undo\n\n")
    after = home.kit.read_bytes()
    assert after != before
    assert understood(after, str(home.kit)).kit.inventory.items == said_before.inventory.items
    assert history(home)[0] == did
    assert doctor(home, "--fix").findings.get(name, {}).get("fixable") in (None, False)
    assert home.run("undo").code == 0
    assert home.kit.read_bytes() == before


@pytest.mark.parametrize("name", STEPS)
def test_a_dry_run_shows_a_fix_and_changes_nothing(name: str, home: Home) -> None:
    harm, words, _ = STEPS[name]
    harm(home)
    home.kit.chmod(0o644)
    before = home.listing()

    ran = home.run("doctor", "--fix", "--dry-run")

    assert ran.stdout.startswith(
        f"Would mend:\n  kit.toml: nobody else can read it\n  {words}\nNothing was changed: this was a dry run.\n"
    )
    assert home.listing() == before
    assert stat.S_IMODE(home.kit.stat().st_mode) == 0o644


def test_the_second_item_with_an_id_gets_one_that_nothing_ever_had(home: Home, golden: Golden) -> None:
    home.run("add", "food", "Rice", "1kg")
    home.run("remove", "f3")
    add_twin(home)

    seen = screen(home, "doctor", "--fix")

    golden("cli/doctor-fix.txt", seen)
    assert ids(home.kit.read_bytes()) == ["w1", "f1", "f2", "m1", "o1", "o2", "f4"]


def test_renumbering_keeps_comments_order_and_every_other_byte(home: Home) -> None:
    add_twin(home)
    before = home.kit.read_text()

    home.run("doctor", "--fix")

    after = home.kit.read_text()
    twin = before.index('id = "f1"', before.index("# copied"))
    assert after == (before[:twin] + before[twin:].replace('"f1"', '"f3"', 1)).replace("food = 3", "food = 4")


def test_a_kit_with_an_id_twice_stays_in_the_history_as_it_was(home: Home) -> None:
    add_twin(home)
    before = home.kit.read_bytes()

    home.run("doctor", "--fix")

    assert history(home)[:2] == ["doctor: gave the second f1 the id f3", "edited by hand"]
    versions = sorted((home.kit.parent / ".kit.toml.history").glob("*.toml"))
    assert versions[-2].read_bytes().partition(b"\n")[2] == before


def test_undo_of_a_new_id_goes_back_to_the_last_kit_that_reads(home: Home) -> None:
    good = home.kit.read_bytes()
    add_twin(home)
    home.run("doctor", "--fix")
    fixed = home.kit.read_bytes()

    undone = home.run("undo")

    assert undone.code == 0
    assert home.kit.read_bytes() == good
    assert home.run("redo").code == 0
    assert home.kit.read_bytes() == fixed


def test_three_items_of_one_id_all_get_their_own(home: Home) -> None:
    add_twin(home)
    add_twin(home)

    home.run("doctor", "--fix")

    assert ids(home.kit.read_bytes())[-2:] == ["f3", "f4"]
    assert history(home)[0] == "doctor: gave the second f1 the id f3; gave the third f1 the id f4"


def test_ids_in_a_table_of_another_shape_are_mended_and_lost_comments_named(home: Home) -> None:
    text = STOCKED.replace("uuid", "# mine\nuuid")
    start, end = text.index("[[item]]"), text.index("[next_id]")
    inline = 'item = [{id = "f1", kind = "food", name = "A", amount = "1 kg"}, '
    inline += '{id = "f1", kind = "food", name = "B", amount = "2 kg"}]\n'
    home.put(inline + text[:start] + text[end:])

    ran = home.run("doctor", "--fix")

    assert ids(home.kit.read_bytes()) == ["f1", "f3"]
    assert "Your comments in the kit file are not in it any more." in ran.stderr


def test_an_id_twice_beside_another_mistake_is_left_to_its_owner(home: Home) -> None:
    add_twin(home)
    edited(home, ('amount = "2 kg"', 'amount = "2 blorp"'))
    before = home.kit.read_bytes()

    seen = doctor(home, "--fix")

    assert seen.findings["kit-damaged"]["fixable"] is False
    assert home.kit.read_bytes() == before


def test_signs_in_single_quotes_cannot_be_escaped_and_stay(home: Home) -> None:
    edited(home, ('"AA batteries"', "'AA \u202e batteries'"))
    before = home.kit.read_bytes()

    seen = doctor(home, "--fix")

    assert seen.findings["characters"]["fixable"] is False
    assert home.kit.read_bytes() == before


def test_two_fixes_are_two_steps_and_the_screen_says_how_to_take_back_both(home: Home) -> None:
    _windows(home)
    home.kit.write_bytes(home.kit.read_bytes().replace(b"food = 3", b"food = 1"))
    before = home.kit.read_bytes()

    ran = home.run("doctor", "--fix")

    assert "Undo: shelterkit undo 2\n" in ran.stdout
    home.run("undo", "2")
    assert home.kit.read_bytes() == before


# What leaves the kit's text alone.


def test_modes_are_made_private_and_nothing_else_changes(home: Home) -> None:
    home.kit.chmod(0o644)
    folder = home.kit.parent / ".kit.toml.history"
    folder.chmod(0o755)
    (folder / "00000001.toml").chmod(0o664)
    before = home.listing()

    ran = home.run("doctor", "--fix")

    assert ran.stdout.startswith("Mended:\n  kit.toml, .kit.toml.history, 00000001.toml: nobody else can read them\n\n")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (home.kit, folder, folder / "00000001.toml")}
    assert modes == {0o600, 0o700}
    assert home.listing() == before


def test_a_shared_kit_keeps_its_group(home: Home) -> None:
    edited(home, ("format = 1", "format = 1\nshared = true"))
    home.kit.chmod(0o666)

    ran = home.run("doctor", "--fix")

    group = grp.getgrgid(home.kit.stat().st_gid).gr_name
    assert ran.stdout.startswith(f"Mended:\n  kit.toml: nobody outside the group {group} can read it\n")
    assert stat.S_IMODE(home.kit.stat().st_mode) == 0o660


def test_what_did_not_read_is_named_and_only_what_undo_brings_back_is_offered(home: Home) -> None:
    add_twin(home)
    home.kit.write_bytes(home.kit.read_bytes().replace(b"\n", b"\r\n"))

    ran = home.run("doctor", "--fix")

    assert ran.stdout.startswith(
        "Mended:\n"
        "  the second f1 gets the id f3\n"
        "  line ends and marks of Windows are taken out of the file\n"
        "The text before did not read; it is kept as version 3. What differed in it:\n"
        "  shelterkit history --diff 3\n"
        "Undo all but the first change of the text: shelterkit undo\n"
    )
    assert "f1 (2)" in home.run("history", "--diff", "3").stdout
    home.run("undo")
    assert home.kit.read_bytes().count(b"\r\n") > 9
    assert home.run("status").code == 0


def test_a_link_in_the_place_of_the_lock_is_not_followed(home: Home) -> None:
    other = home.folder / "somebody-elses"
    other.write_text("x")
    other.chmod(0o644)
    lock = home.kit.parent / ".kit.toml.lock"
    lock.unlink()
    lock.symlink_to(other)
    home.kit.chmod(0o644)

    home.run("doctor", "--fix")

    assert stat.S_IMODE(other.stat().st_mode) == 0o644
    assert stat.S_IMODE(home.kit.stat().st_mode) == 0o600


def test_what_a_stopped_save_left_is_cleared_away(home: Home) -> None:
    history_folder = home.kit.parent / ".kit.toml.history"
    (home.kit.parent / ".kit.toml.0123456789abcdef.tmp").write_bytes(b"half")
    (history_folder / "00000003.tmp").write_bytes(b"half")
    (history_folder / "00000003.tmp").chmod(0o600)
    (home.kit.parent / ".kit.toml.mine.tmp").write_bytes(b"somebody's own")
    before = home.kit.read_bytes()

    ran = home.run("doctor", "--fix")

    assert ran.stdout.startswith("Mended:\n  1 temporary file and 1 unfinished version cleared away\n\n")
    assert sorted(path.name for path in home.kit.parent.rglob("*.tmp")) == [".kit.toml.mine.tmp"]
    assert home.kit.read_bytes() == before
    assert "leftovers" not in doctor(home).findings


def test_a_version_that_was_saved_and_not_finished_counts_afterwards(home: Home) -> None:
    folder = home.kit.parent / ".kit.toml.history"
    (folder / "00000002.toml").rename(folder / "00000002.tmp")

    home.run("doctor", "--fix")

    assert sorted(path.name for path in folder.iterdir()) == ["00000001.toml", "00000002.toml"]


# Around a fix.


def test_nothing_to_mend_is_said(home: Home) -> None:
    before = home.listing()

    ran = home.run("doctor", "--fix")

    assert ran.stdout.startswith("There is nothing that doctor can mend by itself.\n\nOK    kit: ")
    assert home.listing() == before


def test_json_says_what_was_mended(home: Home) -> None:
    home.kit.chmod(0o644)

    told = json.loads(home.run("doctor", "--fix", "--json").stdout)

    assert told["fixed"] == [{"code": "open", "text": "kit.toml: nobody else can read it"}]
    assert told["saved"] is True


def test_the_sample_kit_is_not_mended(home: Home) -> None:
    ran = home.run("--demo", "doctor", "--fix")

    assert (ran.code, ran.stderr.splitlines()[0]) == (2, "Error: the sample kit cannot be changed.")


def test_without_a_kit_there_is_nothing_to_mend(home: Home) -> None:
    home.kit.unlink()

    ran = home.run("doctor", "--fix")

    assert ran.code == 1
    assert ran.stdout.startswith("There is nothing that doctor can mend by itself.\n\nFAIL  kit.toml is missing")
    assert not home.kit.exists()


@pytest.mark.parametrize(("answer", "mode"), [("n", 0o644), ("y", 0o600)])
def test_on_a_terminal_a_fix_is_shown_and_asked_about_first(answer: str, mode: int, home: Home, golden: Golden) -> None:
    home.kit.chmod(0o644)

    seen = on_terminal(80, "doctor", "--fix", answers=[answer], environment={"NO_COLOR": "1"})

    assert stat.S_IMODE(home.kit.stat().st_mode) == mode
    assert "  kit.toml: nobody else can read it\nMend this? [y/N] " in seen.text
    if answer == "n":
        golden("cli/doctor-declined.txt", same_owner(home.same(seen.text)))


def test_a_disk_that_takes_nothing_is_one_refusal(home: Home) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    home.folder.chmod(0o755)
    home.kit.write_bytes(home.kit.read_bytes().replace(b"food = 3", b"food = 1"))
    for path in (home.kit, home.kit.parent / ".kit.toml.lock", home.kit.parent / ".kit.toml.history"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    reads = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    become = ["setpriv", "--reuid=4242", "--regid=4242", "--clear-groups", *reads]
    before = home.listing()

    ran = subprocess.run(
        [*become, sys.executable, "-m", "tests.at", str(TODAY), "doctor", "--fix"],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        text=True,
    )

    assert (ran.returncode, ran.stdout) == (74, "")
    assert "Nothing was changed.\n" in ran.stderr
    assert home.listing() == before


# Laws of mending.

_TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    which=st.lists(st.sampled_from(["w1", "f1", "f2", "m1", "o1"]), min_size=5, max_size=5),
    number=st.integers(1, 5),
    note=_TEXTS,
    windows=st.booleans(),
)
def test_mending_never_touches_a_value_but_ids_and_next_numbers(
    which: list[str],
    number: int,
    note: str,
    windows: bool,  # noqa: FBT001 - drawn
) -> None:
    text = STOCKED.replace("food = 3", f"food = {number}").replace(
        "uuid", f"mine = {json.dumps(note, ensure_ascii=False)}\nuuid"
    )
    for old, new in zip(("w1", "f1", "f2", "m1", "o1"), which, strict=True):
        text = text.replace(f'id = "{old}"', f'id ="{new}-x"', 1)
    raw = text.replace('-x"', '"').replace("\x7f", "").encode()
    raw = raw.replace(b"\n", b"\r\n") if windows else raw
    before = document_of(raw)

    mended = steps(raw, "kit.toml", {"food": 9})

    after = document_of(mended[-1].raw) if mended else before
    if before is None or after is None:
        assert not mended
        return
    assert _without_numbers(after) == _without_numbers(before)
    if mended:
        new_ids = [item["id"] for item in after["item"]]
        assert len(set(new_ids)) == len(new_ids)
        assert steps(mended[-1].raw, "kit.toml", {"food": 9}) == []


def _without_numbers(document: dict[str, object]) -> dict[str, object]:
    items = document["item"]
    assert isinstance(items, list)
    return {**document, "next_id": None, "item": [{**item, "id": None} for item in items]}


# An item that was added by hand without an id.


def test_an_item_without_an_id_gets_one_that_nothing_ever_had(home: Home) -> None:
    added = '\n[[item]]  # from Oma\nkind = "other"\nname = "Rope"\namount = "1 piece"\n'
    home.kit.write_text(home.kit.read_text() + added)
    before = home.kit.read_bytes()
    found = doctor(home).findings["ids-missing"]

    ran = home.run("doctor", "--fix")

    assert (found["fixable"], found["details"][0].endswith('id is missing here; write id = "o3"')) == (True, True)
    assert ran.stdout.startswith("Mended:\n  Rope gets the id o3\n")
    assert home.kit.read_bytes() == before.replace(b"# from Oma\n", b'# from Oma\nid = "o3"\n').replace(
        b"other = 3", b"other = 4"
    )


def test_two_items_without_an_id_get_two_ids(home: Home) -> None:
    one = '\n[[item]]\nkind = "other"\nname = "Rope"\namount = "1 piece"\n'
    home.kit.write_text(home.kit.read_text() + one + one)

    home.run("doctor", "--fix")

    assert ids(home.kit.read_bytes())[-2:] == ["o3", "o4"]
