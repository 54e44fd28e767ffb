"""A kit brought back from a file: byte by byte, over whatever is there, and always one step that undo takes back."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from shelterkit.codec.reading import decode
from shelterkit.codec.writing import encode
from shelterkit.errors import BadDataError, NotDoneError
from shelterkit.store import kit_file
from shelterkit.store.backups import as_backup, read_kept
from shelterkit.store.kit_text import written
from shelterkit.store.restoring import restore, standing
from shelterkit.store.whole_file import LARGEST
from tests.conftest import TODAY
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal
from tests.test_codec import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    Golden = Callable[[str, str], None]

FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLES = int(os.environ.get("SHELTERKIT_TEST_EXAMPLES", "200"))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FORMAT_1 = (FIXTURES / "format-1.toml").read_bytes()
# Another household's kit: other ids, other people.
OTHER = """\
format = 1
saved = 2026-11-20
[household]
adults = 1
[[item]]
id = "w7"
kind = "water"
name = "Canister"
amount = "20 L"
[[item]]
id = "f1"
kind = "food"
name = "Rice"
amount = "5 kg"
"""


def backup_of(raw: bytes) -> bytes:
    return as_backup(raw, "kit.toml", now=datetime(2026, 11, 20, 12, tzinfo=UTC))


BACKUP = backup_of(STOCKED.encode())
VERSION = b'# shelterkit-history {"version": 7, "at": "2026-11-20T12:00:00Z", "size": %d}\n%s' % (
    len(STOCKED.encode()),
    STOCKED.encode(),
)


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home without a kit, and a folder with files to restore."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    (tmp_path / "stick").mkdir()
    monkeypatch.chdir(tmp_path / "stick")
    return made


def state(home: Home) -> dict[str, bytes]:
    return {name: raw for name, (_, raw) in home.listing().items() if name.startswith("data/")}


class Case(NamedTuple):
    """What is in the file, what stands in the kit's place (None: nothing), and the exit code."""

    file: bytes | None
    kit: bytes | None = STOCKED.encode()
    code: int = 0
    name: str = "copy.toml"


CASES = {
    # What can be restored, over a kit with other things in it.
    "a backup": Case(BACKUP, OTHER.encode()),
    "a version out of a history": Case(VERSION, OTHER.encode()),
    "a copy of a kit": Case(STOCKED.encode(), OTHER.encode()),
    "a copy a sync program made": Case(STOCKED.encode(), OTHER.encode(), name="kit.sync-conflict-20261120-1.toml"),
    "a kit of the first format": Case(FORMAT_1),
    "a backup of the first format": Case(backup_of(FORMAT_1)),
    "a backup of a backup": Case(backup_of(BACKUP), OTHER.encode()),
    "a kit with other ids": Case(OTHER.encode()),
    "an empty household": Case(b"format = 1\n[household]\n"),
    "a kit with a byte order mark": Case(b"\xef\xbb\xbf" + STOCKED.encode(), OTHER.encode()),
    "a backup that an editor gave a mark": Case(b"\xef\xbb\xbf" + BACKUP, OTHER.encode()),
    "a backup of a kit with a mark": Case(backup_of(b"\xef\xbb\xbf" + STOCKED.encode()), OTHER.encode()),
    "windows line ends": Case(backup_of(STOCKED.replace("\n", "\r\n").encode()), OTHER.encode()),
    "comments": Case(backup_of(b"# ours\n" + STOCKED.encode()), OTHER.encode()),
    "unknown fields": Case(backup_of(b'colour = "blue"\n' + STOCKED.encode()), OTHER.encode()),
    "a changed backup without its first line": Case(BACKUP.partition(b"\n")[2].replace(b"wheat", b"corn")),
    # Over what.
    "where no kit is": Case(BACKUP, None),
    "over an empty file": Case(BACKUP, b""),
    "over zeros": Case(BACKUP, bytes(600)),
    "over a picture": Case(BACKUP, b"\xff\xd8\xff\xe0JFIF"),
    "over a kit with mistakes": Case(BACKUP, STOCKED.replace('"6 x', '"6 y').encode()),
    "over a kit that is cut off": Case(BACKUP, STOCKED.encode()[:300]),
    # What cannot be.
    "a backup cut off": Case(BACKUP[:700], code=65),
    "a backup cut in its first line": Case(BACKUP[:60], code=65),
    "a backup with one letter changed": Case(BACKUP.replace(b"Buckwheat", b"Buckwhaet"), code=65),
    "a backup with its line ends changed": Case(BACKUP.replace(b"\n", b"\r\n"), code=65),
    "a backup with a line more": Case(BACKUP + b"# more\n", code=65),
    "a backup whose first line is no JSON": Case(BACKUP.replace(b"{", b"[", 1), code=65),
    "a backup of a newer make": Case(BACKUP.replace(b'"format": 1', b'"format": 2', 1), code=65),
    "a kit of a newer format": Case(STOCKED.replace("format = 1", "format = 2").encode(), code=65),
    "a kit of no format": Case(STOCKED.replace("format = 1\n", "").encode(), code=65),
    "a kit with mistakes": Case(STOCKED.replace('"2 kg"', '"2 kgg"').encode(), code=65),
    "an empty file": Case(b"", code=65),
    "spaces": Case(b" \n \n", code=65),
    "a backup of nothing": Case(backup_of(b""), code=65),
    "one byte": Case(b"x", code=65),
    "zeros": Case(bytes(999), code=65),
    "a picture": Case(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", code=65),
    "an export": Case(b'{"schema": "shelterkit.export/1", "kit": {}}', code=65, name="kit.json"),
    "a list": Case(b"name,amount\nRice,2 kg\n", code=65, name="list.csv"),
    "another encoding": Case(STOCKED.encode("utf-16"), code=65),
    "too much": Case(b"#" * (21 * 1024 * 1024), code=65),
    "a kit's length too much": Case(b"#" * (LARGEST + 9), code=65),
    "a version cut off": Case(VERSION[:-9], code=65),
    "a version with a line more": Case(VERSION + b"# more\n", code=65),
    "a deep nest": Case(b"format = 1\nx = " + b"[" * 5000, code=65),
    "no file": Case(None, code=1),
    "over a newer kit": Case(BACKUP, STOCKED.replace("format = 1", "format = 2").encode(), code=65),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_file_is_restored_to_the_letter_or_refused_with_nothing_changed(home: Home, case: Case) -> None:
    if case.kit is not None:
        home.put(case.kit)
    if case.file is not None:
        Path(case.name).write_bytes(case.file)
    before = state(home)

    shown, ran = home.run("restore", case.name, "-n"), home.run("restore", case.name, "--yes")

    assert shown.code == ran.code == case.code
    if case.code:
        assert state(home) == before
        assert ran.stderr.count("\n") <= 6
        assert "Nothing was changed." in ran.stderr
        return
    assert case.file is not None
    expected = case.file
    if expected.startswith(b"# shelterkit-history "):
        expected = STOCKED.encode()
    if expected.removeprefix(b"\xef\xbb\xbf").startswith(b"# shelterkit-backup "):
        expected = read_kept(case.name, on=TODAY).raw
        assert expected in case.file or expected.removeprefix(b"\xef\xbb\xbf") in case.file
    assert home.kit.read_bytes() == expected
    kept = [raw for name, raw in state(home).items() if ".history/" in name]
    assert case.kit is None or any(raw.endswith(b"\n" + case.kit) for raw in kept)
    assert home.run("restore", case.name).stdout.startswith("Nothing to restore: ")
    assert home.run("list").code == 0


def test_there_are_at_least_forty_such_files() -> None:
    assert len(CASES) >= 40


UNDONE = {
    name: case for name, case in CASES.items() if case.kit in (STOCKED.encode(), OTHER.encode()) and not case.code
}


@pytest.mark.parametrize("case", UNDONE.values(), ids=UNDONE)
def test_undo_takes_a_restore_back_and_redo_does_it_again(home: Home, case: Case) -> None:
    assert case.kit is not None
    assert case.file is not None
    home.put(case.kit)
    Path(case.name).write_bytes(case.file)
    home.run("restore", case.name, "--yes")
    restored = home.kit.read_bytes()

    undone = home.run("undo")

    assert undone.code == 0
    assert home.kit.read_bytes() == case.kit
    assert home.run("redo").code == 0
    assert home.kit.read_bytes() == restored


def test_what_restore_says_reads_as_agreed(home: Home, golden: Golden) -> None:
    home.put(STOCKED)
    Path("copy.toml").write_bytes(BACKUP)
    Path("rice.toml").write_text(OTHER)

    seen = home.transcript("""
        shelterkit use f1 3 --quiet
        shelterkit remove o1 --quiet
        shelterkit add food Rice 2kg --quiet
        shelterkit edit w1 --where garage --best-before 2028 --name Water --quiet
        shelterkit household --adults 3 --quiet
        shelterkit restore copy.toml
        shelterkit restore copy.toml --dry-run
        shelterkit restore copy.toml --yes
        shelterkit restore copy.toml --yes
        shelterkit undo
        shelterkit restore copy.toml --yes --quiet
        shelterkit restore ../data/.kit.toml.history/00000002.toml --yes
        shelterkit restore rice.toml --dry-run
        shelterkit restore rice.toml --yes
        shelterkit history
    """)

    golden("cli/restore.txt", seen)


def test_what_a_merge_says_reads_as_agreed(home: Home, golden: Golden) -> None:
    home.put(STOCKED)
    more = OTHER.replace("[household]", '[[contact]]\nname = "Olha"\n[household]\nchildren = 1').replace(
        "[[item]]", '[[person]]\nname = "Oleh"\n[[person]]\nname = "Mia"\nborn = 2020\n[[item]]', 1
    )
    Path("rice.toml").write_bytes(backup_of(more.encode()))

    seen = home.transcript("""
        shelterkit use f1 3 --quiet
        shelterkit household --adults 1 --quiet
        shelterkit restore rice.toml --merge
        shelterkit restore rice.toml --merge --dry-run
        shelterkit restore rice.toml --merge --yes
        shelterkit restore rice.toml --merge --yes
        shelterkit undo
        shelterkit restore rice.toml --merge --yes --quiet
        shelterkit list
        shelterkit history
    """)

    golden("cli/restore-merge.txt", seen)


def test_programs_are_told_what_changes(home: Home) -> None:
    home.put(STOCKED)
    home.run("use", "f1", "3")
    home.run("remove", "o1")
    home.run("add", "other", "Rope", "1")
    Path("copy.toml").write_bytes(BACKUP)

    tried, done = (json.loads(home.run("restore", "copy.toml", "--json", word).stdout) for word in ("-n", "-y"))
    home.run("undo")
    merged = json.loads(home.run("restore", "copy.toml", "--merge", "--json", "-y").stdout)

    assert tried == {**done, "saved": False}
    assert {key: done[key] for key in ("schema", "today", "saved", "file", "made", "version")} == {
        "schema": "shelterkit.restore/1",
        "today": "2026-11-23",
        "saved": True,
        "file": "copy.toml",
        "made": "2026-11-23T09:12:00Z",
        "version": None,
    }
    ids = {key: [one["id"] for one in done[key]] for key in ("added", "removed", "items")}
    assert ids == {"added": ["o1"], "removed": ["o2"], "items": ["w1", "f1", "f2", "m1", "o1"]}
    assert [(one["before"]["count"], one["after"]["count"]) for one in done["changed"]] == [(9, 12)]
    assert (merged["schema"], merged["saved"], merged["same"]) == ("shelterkit.merge/1", True, 3)
    assert [one["id"] for one in merged["added"]] == ["o3"]
    assert [(one["here"]["count"], one["there"]["count"]) for one in merged["differing"]] == [(9, 12)]


@pytest.mark.parametrize("columns", [80, 40])
def test_somebody_sees_what_changes_before_agreeing(home: Home, golden: Golden, columns: int) -> None:
    home.put(STOCKED)
    home.run("use", "f1", "3")
    Path("copy.toml").write_bytes(BACKUP)
    changed = home.kit.read_bytes()

    no = on_terminal(columns, "restore", "copy.toml", answers=["n"])
    after_no = home.kit.read_bytes()
    yes = on_terminal(columns, "restore", "copy.toml", answers=["y"])

    assert (no.code, after_no) == (1, changed)
    assert (yes.code, home.kit.read_bytes()) == (0, STOCKED.encode())
    golden(f"cli/restore-terminal-{columns}.txt", home.same(no.text + yes.text))


def test_a_merge_is_shown_before_it_is_made(home: Home, golden: Golden) -> None:
    home.put(STOCKED)
    Path("rice.toml").write_text(OTHER)

    no = on_terminal(80, "restore", "rice.toml", "--merge", answers=["n"])
    after_no = home.kit.read_bytes()
    yes = on_terminal(80, "restore", "rice.toml", "--merge", answers=["y"])

    assert (no.code, after_no) == (1, STOCKED.encode())
    assert yes.code == 0
    assert home.run("list", "--plain").stdout.count("\n") == 7
    golden("cli/restore-merge-terminal.txt", home.same(no.text + yes.text))


def test_a_kit_that_was_changed_since_it_was_shown_is_not_replaced(home: Home) -> None:
    home.put(STOCKED)
    path = str(home.kit)
    seen = standing(path, on=TODAY)
    home.run("use", "f1", "3")
    changed = home.kit.read_bytes()

    with pytest.raises(NotDoneError, match="changed by somebody else") as refused:
        restore(path, OTHER.encode(), "restore", now=NOW, seen=seen)

    assert refused.value.code == "kit-changed"
    assert home.kit.read_bytes() == changed


def test_on_a_new_computer_the_kit_is_private_and_has_nothing_before_it(home: Home) -> None:
    Path("copy.toml").write_bytes(BACKUP)
    mask = os.umask(0)
    try:
        done = home.run("restore", "copy.toml", "--yes")
    finally:
        os.umask(mask)

    assert done.stdout.splitlines()[1:] == ["Next:  shelterkit"]
    made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [home.kit.parent, *home.kit.parent.rglob("*")]}
    assert made == {"data": 0o700, "kit.toml": 0o600, ".kit.toml.lock": 0o600, ".kit.toml.history": 0o700,
        "00000001.toml": 0o600}  # fmt: skip
    assert home.run("undo").stderr.startswith("Error: there is nothing to undo.")


def test_where_no_kit_is_nothing_is_asked(home: Home) -> None:
    Path("copy.toml").write_bytes(BACKUP)

    done = home.run("restore", "copy.toml")

    assert (done.code, done.stderr) == (0, "")
    assert home.kit.read_bytes() == STOCKED.encode()


def test_what_comes_and_goes_stays_on_one_line_with_its_word(home: Home) -> None:
    home.put(STOCKED)
    home.run("add", "food", "Spaghetti with herbs", "5x500g", "--no-lookup")
    Path("copy.toml").write_bytes(BACKUP)

    shown = on_terminal(40, "restore", "copy.toml", "--dry-run").text

    assert "  goes:     f3 Spaghetti with herbs, 5 x\n    500 g\n" in shown.replace("\r", "")


def test_a_kit_that_is_gone_comes_back_and_its_history_stays(home: Home) -> None:
    home.put(STOCKED)
    home.run("use", "f1", "3")
    home.kit.unlink()
    Path("copy.toml").write_bytes(BACKUP)

    shown, done = home.run("restore", "copy.toml", "-n"), home.run("restore", "copy.toml", "-y")

    assert shown.stdout.startswith("The kit file is gone; its history is here, and stays.\n")
    assert done.stdout.endswith("Undo: shelterkit undo\n")
    assert home.kit.read_text() == STOCKED
    assert home.run("undo").code == 0
    assert "9 x 400 g" in home.kit.read_text()


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(home: Home) -> None:
    home.put(OTHER)
    real = home.folder / "real.toml"
    home.kit.rename(real)
    home.kit.symlink_to(real)
    Path("copy.toml").write_bytes(BACKUP)

    assert home.run("restore", "copy.toml", "--yes").code == 0

    assert home.kit.is_symlink()
    assert real.read_text() == STOCKED


def test_a_link_to_nothing_is_not_filled(home: Home) -> None:
    home.put(OTHER)
    home.kit.unlink()
    home.kit.symlink_to(home.folder / "disk" / "kit.toml")

    with pytest.raises(BadDataError) as refused:
        restore(str(home.kit), STOCKED.encode(), "restore", now=NOW)

    assert refused.value.code == "kit-link"
    assert not (home.folder / "disk").exists()


def test_a_kit_restored_twice_at_once_is_one_change(home: Home) -> None:
    home.put(OTHER)

    saved = [restore(str(home.kit), STOCKED.encode(), "restore", now=NOW) for _ in range(2)]

    assert saved[0] == saved[1]
    assert [one.did for one in kit_file.history(str(home.kit))] == ["found as it was", "restore"]


@pytest.mark.parametrize("kind", ["fifo", "folder", "device"])
def test_what_is_no_file_is_refused_and_never_waited_for(home: Home, kind: str) -> None:
    home.put(STOCKED)
    path = {"fifo": "pipe", "folder": ".", "device": "/dev/zero"}[kind]
    if kind == "fifo":
        os.mkfifo(path)

    seen = home.run("restore", path, "--yes")

    assert seen.code == 65
    assert "not a file" in seen.stderr


def test_a_number_given_before_a_restore_is_not_given_after_it(home: Home) -> None:
    home.put(STOCKED)
    home.run("add", "food", "Rice", "1kg")
    home.run("remove", "f3")
    home.put(home.kit.read_text().replace("food = 4", "food = 9"))
    Path("copy.toml").write_bytes(BACKUP)
    home.run("restore", "copy.toml", "--yes")

    home.run("add", "food", "Lentils", "1kg")

    assert "f9\tfood\tLentils" in home.run("list", "--plain").stdout


def test_a_kit_of_the_first_format_says_the_same_for_ever(home: Home, golden: Golden) -> None:
    Path("old.toml").write_bytes(FORMAT_1)
    home.run("restore", "old.toml", "--yes")

    seen = home.transcript("""
        shelterkit list --plain
        shelterkit household --plain
        shelterkit show f1
        shelterkit add food Rice 1kg
        shelterkit list --json
    """)

    assert all(field in home.kit.read_text() for field in ('house_colour = "blue"', 'shop = "corner"', "needs = ["))
    golden("cli/format-1.txt", seen)


CLASH = """\
format = 1
[household]
adults = 1
[[item]]
id = "m9"
kind = "med"
name = "Metformin 500 mg"
amount = "100 ml"
[[item]]
id = "o9"
kind = "other"
name = "Rope"
amount = "1"
colour = "blue"
"""


def test_what_does_not_fit_is_left_out_of_a_merge_and_named(home: Home) -> None:
    home.put(STOCKED)
    Path("other.toml").write_text(CLASH.replace("[[item]]", '[[contact]]\nname = "a\u202eb"\n[[item]]', 1))

    done = home.run("restore", "other.toml", "--merge", "--yes")

    assert done.code == 0
    assert done.stderr == (
        "Note: Metformin 500 mg was left out: it is counted in something its doses or lots here are not.\n"
        "Note: 1 entry was left out: characters that are no text.\n"
        "Note: Left out of the added items: 1 field that shelterkit does not know.\n"
    )
    assert home.run("status").code == 0
    assert "o9\tother\tRope" in home.run("list", "--plain").stdout
    assert "\u202e" not in home.kit.read_text()


def test_a_dose_that_does_not_fit_what_is_here_is_left_out_of_a_merge(home: Home) -> None:
    home.put(
        STOCKED.replace(
            '[[regimen]]\nperson = "Anna"\nmedicine = "Metformin 500 mg"\ndose = "2 tablets"\nper = "day"\n', ""
        )
    )
    Path("other.toml").write_text(
        'format = 1\n[household]\nadults = 1\n[[regimen]]\nmedicine = "Metformin 500 mg"\ndose = "5 ml"\n'
    )

    done = home.run("restore", "other.toml", "--merge", "--yes")

    assert done.stdout.startswith("Nothing to merge: ")
    assert done.stderr.startswith("Note: Metformin 500 mg was left out: ")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_a_kit_restored_from_its_backup_is_that_kit(document: dict[str, Any]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="sk-"))
    try:
        raw = written(encode(decode(document), document), "kit.toml")
        (folder / "backup.toml").write_bytes(as_backup(raw, "kit.toml", now=NOW))
        kept = read_kept(str(folder / "backup.toml"), on=TODAY)
        path = str(folder / "kit.toml")
        (folder / "kit.toml").write_text(OTHER)

        restore(path, kept.raw, "restore", now=NOW)

        restored = (folder / "kit.toml").read_bytes()
        kit_file.undo(path, now=NOW)
        assert (restored, (folder / "kit.toml").read_text()) == (raw, OTHER)
    finally:
        shutil.rmtree(folder)


# A backup that is not there, or not whole.


def test_a_backup_that_is_not_there_names_the_newest_one_that_is(home: Home) -> None:
    for day in ("2026-01-05", "2026-11-01"):
        (home.folder / f"shelterkit-backup-{day}.toml").touch()

    refused = home.run("restore", str(home.folder / "shelterkit-backup-2026-11-02.toml"))
    nowhere = home.run("restore", str(home.folder / "nowhere" / "kit.toml"))

    assert "/shelterkit-backup-2026-11-01.toml --dry-run\n" in refused.stderr
    assert nowhere.stderr.endswith("\nTry:  shelterkit where\n")


def test_nobody_is_told_to_restore_half_a_backup(home: Home) -> None:
    home.put(STOCKED)
    home.run("backup", str(home.folder / "kit.backup"))
    whole = (home.folder / "kit.backup").read_bytes()
    (home.folder / "kit.backup").write_bytes(whole[:-9])

    refused = " ".join(home.run("restore", str(home.folder / "kit.backup"), "--yes").stderr.split())

    assert "is cut off" in refused
    assert "delete its first line" not in refused
    assert "Another backup or a version in the history folder can be restored instead." in refused
