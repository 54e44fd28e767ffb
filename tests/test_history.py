from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.errors import BadDataError
from shelterkit.store.purging import purge
from tests.conftest import TODAY
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    Golden = Callable[[str, str], None]

STRACE = shutil.which("strace") or ""
# Eight versions: found as it was, six changes, one of them by hand.
DONE = """\
edit w1 --where attic
use f1 2
edit f1 --name "White beans"
remove m1
add food "Green peas" 4 jars --no-lookup
"""


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with a kit that was changed seven times, once by hand."""
    monkeypatch.setenv("SHELTERKIT_KIT", str(tmp_path / "data" / "kit.toml"))
    made = Home(tmp_path, capsys)
    made.put(STOCKED)
    for line in DONE.splitlines():
        assert "[exit" not in made.transcript(f"shelterkit {line}")
    made.kit.write_text(made.kit.read_text().replace('name = "Buckwheat"', 'name = "Kasha"'))
    made.run("household", "--cats", "1")
    return made


def numbers(home: Home, *words: str) -> list[int]:
    """Return the numbers of the versions that `history` lists, the oldest first."""
    ran = home.run("history", *words, "--json")
    assert ran.stderr == ""
    return [one["number"] for one in json.loads(ran.stdout)["versions"]]


def kept(home: Home) -> list[str]:
    return sorted(path.name for path in (home.kit.parent / ".kit.toml.history").iterdir())


# Which changes touched an item.


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("w1", [1, 2]),
        ("f1", [1, 3, 4]),
        ("drinking water", [1, 2]),
        ("Canned beans", [1, 3, 4]),
        ("white beans", [1, 3, 4]),
        ("beans", [1, 3, 4]),
        ("m1", [1, 5]),
        ("metformin", [1, 5]),
        ("peas", [6]),
        ("f3", [6]),
        ("kasha", [1, 7]),
        ("Buckwheat", [1, 7]),
        ("f2", [1, 7]),
        ("o1", [1]),
    ],
)
def test_the_changes_of_an_item_are_found_by_its_id_or_any_name_it_ever_had(
    words: str, expected: list[int], home: Home
) -> None:
    assert numbers(home, "--item", words) == expected


@pytest.mark.parametrize("words", ["w9", "blorp", ""])
def test_an_item_that_never_was_has_no_changes(words: str, home: Home) -> None:
    ran = home.run("history", "--item", words)

    assert (ran.code, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f'Error: no change that is kept touched "{words}".\nTry:  shelterkit history\n')


def test_a_version_that_does_not_read_changes_no_item(home: Home) -> None:
    home.kit.write_bytes(b"[[item")
    home.run("undo", "--last-good")

    assert numbers(home, "--item", "w1") == [1, 2]


def test_an_undo_that_brings_an_item_back_touches_it(home: Home) -> None:
    home.run("remove", "w1")
    home.run("undo")

    assert numbers(home, "--item", "w1") == [1, 2, 9, 10]


# What one version changed.


def test_each_difference_is_told_in_words_and_in_lines(home: Home, golden: Golden) -> None:
    lines = "\n".join(f"shelterkit history --diff {number}" for number in range(2, 9))

    golden("cli/history-diff.txt", home.transcript(lines))


def test_a_difference_for_programs_names_items_and_fields(home: Home) -> None:
    told = json.loads(home.run("history", "--diff", "2", "--json").stdout)

    assert list(told)[:3] == ["schema", "version", "lines"]
    assert told["did"] == "edit w1 Drinking water"
    assert told["items"] == [
        {
            "id": "w1",
            "name": "Drinking water",
            "state": "changed",
            "fields": [{"field": "where", "before": "cellar", "after": "attic"}],
        }
    ]
    assert told["said"] == []


def test_a_long_difference_is_cut_but_not_for_programs(home: Home) -> None:
    home.kit.write_text("".join(f"# {number}\n" for number in range(50)) + home.kit.read_text())
    home.run("household", "--cats", "2")

    shown, told = (
        home.run("history", "--diff", "9").stdout,
        json.loads(home.run("history", "--diff", "9", "--json").stdout),
    )

    lines = [f"  +# {number}" for number in range(39)]
    assert shown.splitlines()[-40:] == [*lines, f"  and {len(told['lines']) - 39} more lines; all of them with --json"]
    assert len(told["lines"]) >= 50


def test_a_version_that_did_not_read_shows_its_lines_alone(home: Home) -> None:
    home.kit.write_bytes(b"[[item")
    home.run("undo", "--last-good")

    told = json.loads(home.run("history", "--diff", "9", "--json").stdout)

    assert (told["items"], told["said"]) == ([], [])
    assert "+[[item" in told["lines"]


def test_a_line_that_begins_like_a_mark_of_a_difference_is_shown(home: Home) -> None:
    home.run("edit", "w1", "--note", "x")
    text = home.kit.read_text()
    home.kit.write_text(text.replace('note = "x"', 'note = """\n-- x\n++ y"""'))
    home.run("household", "--cats", "2")

    told = json.loads(home.run("history", "--diff", "10", "--json").stdout)

    assert [line for line in told["lines"] if line.startswith(("+--", "+++"))] == ["+-- x", '+++ y"""']


def test_a_difference_of_one_item_says_only_what_changed_of_that_one(home: Home) -> None:
    text = home.kit.read_text()
    home.kit.write_text(text.replace('name = "Kasha"', 'name = "Buckwheat"').replace('"attic"', '"cellar"'))
    home.run("household", "--cats", "2")

    shown = home.run("history", "--diff", "9", "--item", "drinking water")

    assert shown.stdout == ("What version 9 changed (edited by hand):\n  w1 Drinking water: place attic -> cellar\n")
    assert home.run("history", "--diff", "9", "--item", "w1", "--plain").stdout == (
        "w1\tDrinking water\tchanged\twhere\tattic\tcellar\n"
    )
    told = json.loads(home.run("history", "--diff", "9", "--item", "w1", "--json").stdout)
    assert ([one["id"] for one in told["items"]], told["said"], told["lines"]) == (["w1"], [], [])


def test_a_difference_that_has_nothing_of_an_item_says_so(home: Home) -> None:
    refused = home.run("history", "--diff", "2", "--item", "f1")

    assert refused.code == 1
    assert refused.stderr == ('Error: version 2 changed nothing of "f1".\nTry:  shelterkit history --diff 2\n')


# The history shortened for good.


def test_a_purge_leaves_the_newest_version_and_the_kit_as_it_is(home: Home) -> None:
    before = home.kit.read_bytes()

    ran = home.run("history", "purge", "--yes")

    assert ran.code == 0
    assert home.kit.read_bytes() == before
    assert kept(home) == ["00000009.toml"]
    assert ran.stdout == (
        "Removed 8 versions (9 KB); 1 left.\n"
        "What was deleted from the kit is gone from this folder for good and cannot be taken back.\n"
        "Backups and copies elsewhere still have it.\n"
    )


def test_what_was_deleted_is_in_no_file_of_the_folder_after_a_purge(home: Home) -> None:
    needle = b"56 tablets"
    assert any(needle in path.read_bytes() for path in home.kit.parent.rglob("*") if path.is_file())

    home.run("history", "purge", "--yes")

    assert not any(needle in path.read_bytes() for path in home.kit.parent.rglob("*") if path.is_file())


def test_the_name_of_what_was_deleted_last_is_in_no_label_after_a_purge(home: Home) -> None:
    home.run("remove", "o1")

    home.run("history", "purge", "--yes")

    assert not any(b"AA batteries" in path.read_bytes() for path in home.kit.parent.rglob("*") if path.is_file())
    assert [one["did"] for one in json.loads(home.run("history", "--json").stdout)["versions"]] == ["history purged"]


def test_a_second_purge_has_nothing_to_do(home: Home) -> None:
    home.run("history", "purge", "--yes")
    before = home.listing()

    ran = home.run("history", "purge", "--yes")

    assert (ran.code, ran.stdout) == (0, "Nothing to purge: 1 version in the history, and nothing older.\n")
    assert home.listing() == before


def test_what_was_deleted_by_hand_is_gone_as_well(home: Home) -> None:
    home.kit.write_text(home.kit.read_text().replace("AA batteries", "Cells"))

    home.run("history", "purge", "--yes")

    assert kept(home) == ["00000010.toml"]
    assert not any(b"AA batteries" in path.read_bytes() for path in home.kit.parent.rglob("*") if path.is_file())


def test_after_a_purge_there_is_nothing_to_undo_and_changes_go_on(home: Home) -> None:
    home.run("history", "purge", "--yes")

    refused = home.run("undo")
    home.run("add", "food", "Rice", "1kg")
    home.run("undo")

    assert (refused.code, refused.stderr.splitlines()[0]) == (1, "Error: there is nothing to undo.")
    assert home.run("redo").code == 0
    assert numbers(home) == [9, 10, 11, 12]


def test_no_id_is_given_again_after_a_purge(home: Home) -> None:
    home.run("remove", "f3")
    home.run("history", "purge", "--yes")
    home.kit.write_text(home.kit.read_text().replace("food = 4", "food = 3"))

    home.run("add", "food", "Rice", "1kg")

    assert 'id = "f4"' in home.kit.read_text()


def test_a_dry_run_of_a_purge_removes_nothing(home: Home) -> None:
    before = home.listing()

    ran = home.run("history", "purge", "--dry-run")

    assert ran.stdout == "Would remove 8 versions (9 KB); 1 would be left.\nNothing was removed: this was a dry run.\n"
    assert home.listing() == before


def test_a_dry_run_counts_the_newest_version_where_a_hand_changed_the_kit(home: Home) -> None:
    home.kit.write_text(home.kit.read_text().replace("AA batteries", "Cells"))

    told = json.loads(home.run("history", "purge", "--dry-run", "--json").stdout)
    done = json.loads(home.run("history", "purge", "--yes", "--json").stdout)

    assert told == {**done, "saved": False}
    assert (len(told["removed"]), told["kept"]) == (8, 1)


def test_json_says_what_is_gone(home: Home) -> None:
    told = json.loads(home.run("history", "purge", "--yes", "--json").stdout)

    assert (told["schema"], told["saved"], told["removed"], told["kept"]) == (
        "shelterkit.purge/1",
        True,
        [1, 2, 3, 4, 5, 6, 7, 8],
        1,
    )


def test_without_anybody_to_ask_a_purge_needs_yes(home: Home) -> None:
    before = home.listing()

    ran = home.run("history", "purge")

    assert (ran.code, ran.stdout) == (2, "")
    assert "Try:  shelterkit history purge --yes" in ran.stderr
    assert home.listing() == before


@pytest.mark.parametrize(("answer", "left"), [("n", 8), ("y", 1)])
def test_a_purge_asks_and_says_what_it_means(answer: str, left: int, home: Home, golden: Golden) -> None:
    seen = on_terminal(80, "history", "purge", answers=[answer], environment={"NO_COLOR": "1"})

    assert len(kept(home)) == left
    golden(f"cli/history-purge-{answer}.txt", home.same(seen.text))


def dated(home: Home, number: int, at: str) -> None:
    """Let a version have been made at another time."""
    path = home.kit.parent / ".kit.toml.history" / f"{number:08d}.toml"
    first, _, body = path.read_bytes().partition(b"\n")
    mark, _, header = first.partition(b"{")
    told = json.loads(b"{" + header)
    path.write_bytes(mark + json.dumps({**told, "at": at}).encode() + b"\n" + body)


def test_only_what_was_kept_before_a_day_goes(home: Home) -> None:
    for number, at in ((1, "2026-01-05T12:00:00Z"), (2, "2026-05-31T12:00:00Z"), (3, "2026-06-01T12:00:00Z")):
        dated(home, number, at)

    home.run("history", "purge", "--before", "2026-06-01", "--yes")

    assert numbers(home) == [3, 4, 5, 6, 7, 8]
    assert home.run("undo", "5").code == 0
    assert "only" in home.run("undo", "9").stderr or "nothing to undo" in home.run("undo", "9").stderr


def test_a_version_whose_date_nobody_can_read_counts_as_old(home: Home) -> None:
    dated(home, 4, "some day")

    home.run("history", "purge", "--before", "2026-06-01", "--yes")

    assert numbers(home) == [1, 2, 3, 5, 6, 7, 8]


def test_nothing_older_is_nothing_to_purge(home: Home) -> None:
    before = home.listing()

    ran = home.run("history", "purge", "--before", "2026-06-01", "--yes")

    assert (ran.code, ran.stdout) == (0, "Nothing to purge: 8 versions in the history, and nothing older.\n")
    assert home.listing() == before


@pytest.mark.parametrize("day", ["none", "blorp", "05/06/2026"])
def test_a_day_that_is_none_removes_nothing(day: str, home: Home) -> None:
    before = home.listing()

    ran = home.run("history", "purge", "--before", day, "--yes")

    assert ran.code == 2
    assert home.listing() == before


@pytest.mark.parametrize(("text", "code"), [(b"[[item", 65), (b"", 65), (b"format = 9\n", 65), (None, 65)])
def test_a_kit_that_needs_its_history_keeps_it(text: bytes | None, code: int, home: Home) -> None:
    if text is None:
        home.kit.unlink()
    else:
        home.kit.write_bytes(text)
    before = home.listing()

    ran = home.run("history", "purge", "--yes")

    assert ran.code == code
    assert home.listing() == before
    assert "Nothing was changed." in ran.stderr


def test_the_sample_kit_has_no_history_to_purge(home: Home) -> None:
    assert home.run("--demo", "history", "purge", "--yes").code == 2


def test_a_kit_that_was_never_is_no_kit_to_purge(home: Home) -> None:
    shutil.rmtree(home.kit.parent)

    assert home.run("history", "purge", "--yes").code == 66


def test_purge_and_options_that_look_do_not_go_together(home: Home) -> None:
    before = home.listing()

    ran = home.run("history", "--item", "w1", "purge", "--yes")

    assert (ran.code, home.listing()) == (2, before)


def test_another_word_after_history_is_no_command(home: Home) -> None:
    ran = home.run("history", "prge")

    assert (ran.code, ran.stdout) == (2, "")
    assert ran.stderr == 'Error: there is no command "prge".\nTry:  shelterkit history purge --help\n'


@pytest.mark.parametrize("when", range(1, 9))
def test_a_purge_killed_at_any_version_leaves_a_history_that_works(when: int, home: Home) -> None:
    if not STRACE:
        pytest.skip("there is no strace to kill it at a certain call")
    before = home.kit.read_bytes()
    traced = home.folder / "trace"

    ran = subprocess.run(
        [STRACE, "-f", "-o", str(traced), "-e", "trace=unlink,unlinkat", "-e",
         f"inject=unlink,unlinkat:signal=KILL:when={when}",
         sys.executable, "-m", "tests.at", str(TODAY), "history", "purge", "--yes"],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )  # fmt: skip

    assert b"Removed" not in ran.stdout
    assert "SIGKILL" in traced.read_text()
    assert home.kit.read_bytes() == before
    left = numbers(home)
    assert left == list(range(10 - len(left), 10))
    assert home.run("add", "food", "Rice", "1kg").code == 0
    assert home.run("undo").code == 0
    assert home.run("history", "purge", "--yes").code == 0
    assert len(numbers(home)) == 1


def test_the_store_itself_keeps_the_history_of_a_damaged_kit(home: Home) -> None:
    home.kit.write_bytes(b"[[item")
    before = home.listing()

    with pytest.raises(BadDataError):
        purge(str(home.kit), before=None, now=datetime(2026, 11, 23, tzinfo=UTC))

    after = {name: file for name, file in home.listing().items() if not name.endswith(".lock")}
    assert after == {name: file for name, file in before.items() if not name.endswith(".lock")}


# What is said below the versions.

STAR = "* is the kit as it is now."
BACK = "Take the last change back: shelterkit undo"
CHANGED = "The kit file was changed since, by something other than shelterkit; the next save keeps that too."


def legend(home: Home, *words: str) -> str:
    """Return what stands below the versions, as one line."""
    lines = home.run("history", *words).stdout.splitlines()
    rows = [line for line in lines if line.startswith(("*", "The ", "Take", "  ")) and not line[4:8].strip().isdigit()]
    return " ".join(line.strip() for line in rows if "When" not in line)


def test_below_the_history_stand_the_star_and_the_way_back(home: Home) -> None:
    assert legend(home) == f"{STAR} {BACK}"
    assert legend(home, "--item", "w1") == BACK


def test_below_the_history_of_a_kit_changed_by_hand_stands_no_star(home: Home) -> None:
    home.kit.write_text("# mine\n" + home.kit.read_text())

    assert legend(home) == f"{CHANGED} {BACK}"


def test_below_a_history_with_nothing_to_undo_no_undo_is_offered(home: Home) -> None:
    home.run("history", "purge", "--yes")

    assert legend(home) == STAR


def test_below_the_history_of_a_mended_kit_no_undo_is_offered(home: Home) -> None:
    home.kit.write_bytes(b"[[item")
    mended = home.run("undo", "--last-good").stdout

    assert mended == (
        "The newest good version is back, with 5 items.\n"
        "The damaged text is kept as version 9. What is different in it:\n"
        "  shelterkit history --diff 9\n"
    )
    assert legend(home) == STAR


# Versions whose files were damaged.


def damage(home: Home, number: int) -> None:
    (home.kit.parent / ".kit.toml.history" / f"{number:08d}.toml").write_bytes(b"")


def test_a_damaged_version_is_said_to_be_damaged(home: Home) -> None:
    damage(home, 3)

    assert home.run("history", "--diff", "3").stdout == "Version 3 is damaged: what it changed cannot be told.\n"


def test_the_version_after_a_damaged_one_is_compared_with_the_one_before(home: Home) -> None:
    damage(home, 3)

    told = home.run("history", "--diff", "4").stdout

    assert told.splitlines()[:3] == [
        "What version 4 changed (edit f1 Canned beans):",
        "  f1 White beans: name Canned beans -> White beans; amount 12 x 400 g -> 10 x 400 g",
        "  Version 3 is damaged, so this is the difference from version 2.",
    ]


def test_a_damaged_version_changes_no_item(home: Home) -> None:
    damage(home, 3)

    assert numbers(home, "--item", "w1") == [1, 2]


# A kit that reads and has lost everything.


def _cut(home: Home) -> None:
    text = home.kit.read_text()
    home.kit.write_text(text[: text.index("[[item]]")])


GONE = "Note: 5 items are gone since the last save, and shelterkit did not remove them. Try:  shelterkit undo\n"


@pytest.mark.parametrize("words", ["status", "list"])
def test_a_kit_that_lost_all_its_items_is_told_with_the_way_back(words: str, home: Home) -> None:
    _cut(home)

    seen = home.run(words)

    assert " ".join(seen.stderr.split()) == " ".join(GONE.split())
    assert home.run(words, "--quiet").stderr == ""
    assert home.run("undo").code == 0
    assert home.run(words).stderr == ""


def test_a_kit_emptied_by_shelterkit_is_no_loss(home: Home) -> None:
    for item in ("w1", "f1", "f2", "f3", "o1", "o2"):
        home.run("remove", item, "--yes")

    assert home.run("list").stderr == ""


def test_an_undo_says_that_an_id_is_another_item_again(home: Home) -> None:
    home.run("edit", "o1", "--name", "Batteries", "--amount", "3 pieces")

    said = home.run("undo").stdout

    assert "o1 is AA batteries again: " in " ".join(said.split())


@pytest.mark.parametrize(
    ("change", "did"),
    [
        ("household --days 10", "household: days 10"),
        ("household --days 0", "household: days as advised"),
        ("household --hot --adults 3", "household: adults 3, hot weather"),
        ("household --not-hot", "household: no hot weather"),
    ],
)
def test_a_change_of_the_household_is_called_what_was_asked_for(change: str, did: str, home: Home) -> None:
    home.run("household", "--days", "7", "--hot" if "--not" in change else "--not-hot")
    assert home.run(*change.split()).code == 0

    undone = home.run("undo").stdout

    assert undone.startswith(f"Undone: {did} (")
