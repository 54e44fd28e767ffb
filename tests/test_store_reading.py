from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from shelterkit.codec.kit import FORMAT
from shelterkit.codec.reading import decode
from shelterkit.errors import BadDataError, NoKitError, ShelterkitError, StorageError
from shelterkit.store import kit_file
from shelterkit.store.whole_file import read_whole
from tests.faults.writer import add, begin, names_in

GOOD = b'format = 1\n[household]\nadults = 2\n[[item]]\nid = "o1"\nkind = "other"\nname = "Torch"\namount = "1 piece"\n'


def refusal(path: Path) -> ShelterkitError:
    with pytest.raises(ShelterkitError) as caught:
        kit_file.load(str(path))
    return caught.value


def test_a_kit_is_read_with_its_bytes_and_where_its_fields_are(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_bytes(GOOD)

    loaded = kit_file.load(str(path))

    assert loaded.raw == GOOD
    assert loaded.document["household"] == {"adults": 2}
    assert loaded.kit == decode(loaded.document)
    assert (loaded.lines.of(("item", 0, "name")), loaded.encoding_notes) == (7, ())


def test_looking_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_bytes(GOOD)

    kit_file.load(str(path))
    kit_file.history(str(path))

    assert [one.name for one in tmp_path.iterdir()] == ["kit.toml"]


@pytest.mark.parametrize(
    ("raw", "notes"),
    [
        pytest.param(b"\xef\xbb\xbf" + GOOD, ("bom",), id="bom"),
        pytest.param(GOOD.replace(b"\n", b"\r\n"), ("crlf",), id="crlf"),
        pytest.param(GOOD + b"\x1a", ("ctrl-z",), id="end sign"),
        pytest.param(
            b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") + b"\x1a", ("bom", "ctrl-z", "crlf"), id="all of them"
        ),
    ],
)
def test_what_windows_editors_leave_is_read_and_not_written_back(
    raw: bytes, notes: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "kit.toml"
    path.write_bytes(raw)

    loaded = kit_file.load(str(path))
    add(str(path), "Radio")

    assert loaded.encoding_notes == notes
    assert names_in(str(path)) == ["Torch", "Radio"]
    assert not re.search(rb"\r|\xef\xbb\xbf|\x1a", path.read_bytes())


OTHER_ENCODING = "is saved in another encoding (looks like {}); save it as UTF-8"
SHAPES = [
    (b"", "is empty"),
    (b" ", "is empty"),
    (b"\n\n", "is empty"),
    (b"\xef\xbb\xbf", "is empty"),
    (bytes(512), "holds only zeros, as after a power cut"),
    (GOOD[:40] + bytes(200), "ends in zeros, as after a power cut"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "is not a text file"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is not a text file"),
    (b"\x7fELF\x02\x01\x01", "has 1 mistake"),
    (b"\x80\x81\x82 \x01", "is not a text file"),
    (GOOD.decode().encode("utf-16"), OTHER_ENCODING.format("UTF-16")),
    (GOOD.decode().encode("utf-16-be"), OTHER_ENCODING.format("UTF-16")),
    (GOOD.decode().encode("utf-16-le"), OTHER_ENCODING.format("UTF-16")),
    (GOOD.replace(b"Torch", "Ліхтар".encode("cp1251")), OTHER_ENCODING.format("Windows-1251")),
    (GOOD.replace(b"Torch", b"\x81\x82\x83"), "is not a text file"),
    (GOOD[: GOOD.index(b"Torch")] + "Ліхтар".encode()[:-1], "is cut off in the middle of a letter"),
    (b"x", "has 1 mistake"),
    (GOOD[:-9], "has 1 mistake"),
    (b"[" * 3000, "has 1 mistake"),
    (b"a = " + b"[" * 3000, "has 1 mistake"),
    (GOOD.replace(b"2", b"2" * 5000), "has 1 mistake"),
    (b"# only a comment\n", "has 2 mistakes"),
]


@pytest.mark.parametrize(("raw", "sentence"), SHAPES)
def test_a_file_that_is_no_kit_is_named_for_what_it_is_and_left_alone(
    raw: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "kit.toml"
    path.write_bytes(raw)

    error = refusal(path)

    assert isinstance(error, BadDataError)
    assert (str(error), error.code) == (f"kit.toml {sentence}", "kit-damaged")
    assert error.advice in ("shelterkit edit --file", f"mv -i {path} {path}.away      then  shelterkit init")
    assert path.read_bytes() == raw


def test_no_file_beyond_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.touch()
    os.truncate(path, 1 << 30)

    error = refusal(path)

    assert str(error) == f"{path} is too big for a kit (1024.0 MB; the most is 20 MB)"
    assert (error.exit_code, error.code, error.advice) == (65, "kit-too-big", f"mv -i {path} {path}.away")


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a socket", "a device"])
def test_what_is_not_a_file_is_refused_at_once(kind: str, tmp_path: Path) -> None:
    path = Path(os.path.relpath(tmp_path)) / "k"
    if kind == "a folder":
        path.mkdir()
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
    else:
        path.symlink_to("/dev/zero")
    command = "from shelterkit.store.kit_file import load; import sys; load(sys.argv[1])"

    done = subprocess.run(
        [sys.executable, "-c", command, str(path)], capture_output=True, text=True, timeout=10, check=False
    )

    assert done.stderr.splitlines()[-1] == f"shelterkit.errors.BadDataError: {path} is {kind}, not a file"


def test_no_kit_and_no_history_is_no_kit(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"

    error = refusal(path)

    assert isinstance(error, NoKitError)
    assert (str(error), error.advice) == (f"there is no kit at {path}", "shelterkit init")


def test_a_folder_that_is_a_file_holds_no_kit(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    error = refusal(tmp_path / "file" / "kit.toml")

    assert isinstance(error, NoKitError)


def test_a_kit_gone_from_its_history_is_missing_and_not_new(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    begin(str(path))
    path.unlink()

    error = refusal(path)

    assert (str(error), error.code) == ("kit.toml is missing, but its history is there", "kit-missing")
    assert (error.exit_code, error.advice) == (65, "shelterkit undo --last-good")


def test_a_kit_that_vanishes_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    begin(str(path), "Torch")
    path.rename(tmp_path / "away")
    script = f"sleep 0.004; mv {tmp_path / 'away'} {path}"

    with subprocess.Popen(["/bin/sh", "-c", script]) as sync:
        while not path.exists() and sync.poll() is None:
            pass
        names = names_in(str(path))

    assert names == ["Torch"]


@pytest.mark.parametrize(
    ("links", "sentence"),
    [
        ({"kit.toml": "gone.toml"}, "{} is a link to gone.toml, which is not there"),
        ({"kit.toml": "kit.toml"}, "{} is a link that leads back to itself"),
        ({"kit.toml": "other", "other": "kit.toml"}, "{} is a link that leads back to itself"),
    ],
)
def test_a_broken_link_is_named_by_reader_and_writer(links: dict[str, str], sentence: str, tmp_path: Path) -> None:
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    path = tmp_path / "kit.toml"

    error = refusal(path)
    with pytest.raises(BadDataError) as of_writer:
        add(str(path), "Radio")

    assert (str(error), error.code) == (sentence.format(path), "kit-link")
    assert str(of_writer.value) == str(error)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(links)


@pytest.mark.parametrize("number", [FORMAT + 1, FORMAT + 99])
def test_a_newer_format_is_refused_but_can_be_looked_at(number: int, tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_bytes(GOOD.replace(b"format = 1", f"format = {number}".encode()))

    error = refusal(path)
    anyway = kit_file.load(str(path), anyway=True)

    assert error.code == "kit-newer"
    assert str(error) == f"this kit was written by a newer shelterkit (format {number}, this one knows {FORMAT})"
    assert error.advice == "pipx upgrade shelterkit      or look only:  shelterkit list --read-anyway"
    assert [item.name for item in anyway.kit.inventory.items] == ["Torch"]


@pytest.mark.parametrize("stands", ['format = "1"', "format = 0", "", "format = 1.5"])
def test_a_format_that_is_no_format_is_a_mistake(stands: str, tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_bytes(GOOD.replace(b"format = 1", stands.encode()))

    error = refusal(path)

    assert isinstance(error, BadDataError)
    assert [problem.path for problem in error.problems] == [("format",)]


@pytest.mark.skipif(os.geteuid() != 0, reason="changes the user, which only root can")
def test_a_kit_of_another_user_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_bytes(GOOD)
    path.chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)

    error = None
    os.seteuid(65534)
    try:
        error = refusal(path)
    finally:
        os.seteuid(0)

    assert isinstance(error, StorageError)
    assert str(error) == f"{path} belongs to root, perhaps since shelterkit ran with sudo once"
    assert error.advice == f'sudo chown -R "$USER" {path}'


def answer(path: Path, raw: bytes) -> str:
    path.write_bytes(raw)
    try:
        kit_file.load(str(path))
    except BadDataError:
        return "refused"
    finally:
        assert path.read_bytes() == raw
    return "read"


def test_a_kit_cut_at_any_byte_reads_or_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"

    answers = [answer(path, GOOD[:length]) for length in range(len(GOOD))]

    # What ends after a whole table is a kit; so is one that lost only its last line end.
    ends = (GOOD.index(b"\nadults"), GOOD.index(b"\nadults") + 1, GOOD.index(b"\n[[item]]"), GOOD.index(b"[[item]]"))
    assert [length for length, word in enumerate(answers) if word == "read"] == [*ends, len(GOOD) - 1]


def test_every_flipped_bit_reads_or_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"

    flipped = [bytearray(GOOD) for _ in range(len(GOOD))]
    for position, raw in enumerate(flipped):
        raw[position] ^= 1 << position % 8
    answers = [answer(path, bytes(raw)) for raw in flipped]

    assert set(answers) == {"read", "refused"}


def test_a_file_that_grows_while_it_is_read_is_not_read_for_ever() -> None:
    endless = Path("/proc/self/maps")
    if not endless.exists():
        pytest.skip("needs a file whose size is not told")

    with pytest.raises(BadDataError, match="too big"):
        read_whole(str(endless), largest=100)


def test_a_socket_is_no_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("kit.toml")

        error = refusal(Path("kit.toml"))

    assert str(error) == "kit.toml is a socket, not a file"
