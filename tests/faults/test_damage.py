from __future__ import annotations

import os
import socket
import time
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest

from shelterkit.errors import BadDataError
from shelterkit.store import kit_file
from tests.faults import tally
from tests.stocked import STOCKED
from tests.test_store_mistakes import FIELDS, KIT, SYNTAX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Kit

SIZE, MOST_SECONDS, FUZZED = 2048, 2.0, 100_000
# Files made one after the other and read in this process; the kit in them is as long as a household's.
WHOLE = STOCKED.replace("[next_id]", f'[[contact]]\nname = "Aunt Olha"\nnote = "{"ї" * 280}"\n\n[next_id]').encode()
WHOLE += b"#" * (SIZE - len(WHOLE) - 1) + b"\n"
LOOKING = (
    ("status",),
    ("list",),
    ("show", "w1"),
    ("expires",),
    ("check",),
    ("shop",),
    ("checklist", "go-bag"),
    ("household",),
    ("history",),
    ("advisory", "compare"),
    ("status", "--json"),
    ("check", "--nagios"),
)


class Answer(NamedTuple):
    """What reading one damaged file came to."""

    says: str
    seconds: float


def answer(path: Path, raw: bytes) -> Answer:
    path.write_bytes(raw)
    begun = time.perf_counter()
    try:
        kit_file.load(str(path))
        says = "read"
    except BadDataError as error:
        says = "refused" if str(error) and error.advice else "without a way out"
    assert path.read_bytes() == raw
    return Answer(says, time.perf_counter() - begun)


def read_all(path: Path, files: Iterator[bytes]) -> None:
    """Read every file; anything but a kit or a refusal in words ends the test."""
    answers = [answer(path, raw) for raw in files]

    hangs = [one for one in answers if one.seconds > MOST_SECONDS]
    tally.count("R5", files=len(answers), tracebacks=0, hangs=len(hangs), rewritten=0)
    assert {one.says for one in answers} == {"read", "refused"}
    assert hangs == []


def flipped(position: int) -> bytes:
    raw = bytearray(WHOLE)
    raw[position] ^= 1 << position % 8
    return bytes(raw)


@pytest.mark.fault_pr
def test_a_kit_cut_at_any_byte_reads_or_is_refused_with_a_way_out(tmp_path: Path) -> None:
    assert len(WHOLE) == SIZE

    read_all(tmp_path / "kit.toml", (WHOLE[:length] for length in range(SIZE)))


@pytest.mark.fault_pr
def test_a_kit_with_any_bit_turned_reads_or_is_refused_with_a_way_out(tmp_path: Path) -> None:
    read_all(tmp_path / "kit.toml", (flipped(position) for position in range(SIZE)))


def fuzzed(random: Random) -> bytes:
    """Return a kit with a few of its parts changed, moved, doubled or taken away."""
    raw = bytearray(WHOLE)
    for _ in range(random.randint(1, 6)):
        start = random.randrange(len(raw) or 1)
        end = min(len(raw), start + random.choice((1, 1, 2, 8, 64, 500)))
        part = bytes(raw[start:end])
        raw[start:end] = random.choice(
            (b"", part * 2, part[::-1], random.randbytes(end - start), random.choice(PIECES), part.swapcase())
        )
    return bytes(raw)


PIECES = (
    *(b'"', b"'''", b"[", b"]]", b"=", b"\n", b"\r\n", b"\0", b"\\u", b"1e999", b"-0", b"nan", b"1979-05-27T07:32"),
    *(b"[[item]]\n", b"[plan]\n", b"format = 2\n", b"shared = true\n", b"{a=1}", b"\xef\xbb\xbf", b"\xff", b"9" * 400),
)


@pytest.mark.fault_pr
@pytest.mark.parametrize("number", [400])
def test_a_kit_damaged_at_random_reads_or_is_refused_with_a_way_out(number: int, tmp_path: Path) -> None:
    random = Random(20261123)  # noqa: S311 - damage, not secrets

    read_all(tmp_path / "kit.toml", (fuzzed(random) for _ in range(number)))


@pytest.mark.fault_nightly
@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_thousand_kits_damaged_at_random(seed: int, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311 - damage, not secrets

    read_all(tmp_path / "kit.toml", (fuzzed(random) for _ in range(FUZZED // 10)))


def a_socket(path: Path) -> None:
    # The name of a socket must be short.
    before = os.getcwd()  # noqa: PTH109 - put back below
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path.name)
    os.chdir(before)


def with_bytes(raw: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(raw)


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 4
SHAPES: dict[str, Callable[[Path], object]] = {
    "empty": with_bytes(b""),
    "one byte": with_bytes(b"x"),
    "one line end": with_bytes(b"\n"),
    "spaces": with_bytes(b" " * 300),
    "a byte order mark": with_bytes(b"\xef\xbb\xbf"),
    "all zeros": with_bytes(bytes(2048)),
    "one zero": with_bytes(b"\0"),
    "zeros at the end": with_bytes(WHOLE[:700] + bytes(600)),
    "a zero inside": with_bytes(WHOLE[:700] + b"\0" + WHOLE[700:]),
    "cut in a word": with_bytes(WHOLE[:1000]),
    "cut in a letter": with_bytes(WHOLE[: WHOLE.index("ї".encode()) + 1]),
    "binary": with_bytes(bytes(range(256)) * 8),
    "a JPEG": with_bytes(JPEG),
    "a PNG": with_bytes(b"\x89PNG\r\n\x1a\n" + JPEG),
    "a PDF": with_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "a zip": with_bytes(b"PK\x03\x04" + JPEG),
    "UTF-16": with_bytes(STOCKED.encode("utf-16")),
    "Windows-1251": with_bytes(STOCKED.replace("Anna", "Анна Петрова").encode("cp1251")),
    "a letter of another": with_bytes(b"Dear Sir,\nthe kit is in the cellar.\n"),
    "JSON": with_bytes(b'{"format": 1}\n'),
    "brackets without end": with_bytes(b"a = " + b"[" * 5000),
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a socket": a_socket,
}


@pytest.mark.fault_pr
@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_stands_in_the_place_of_a_kit_is_refused_at_once_and_left_alone(shape: str, empty: Kit) -> None:
    empty.path.parent.mkdir()
    SHAPES[shape](empty.path)
    before = as_it_is(empty.path)

    for words in LOOKING:
        begun = time.perf_counter()
        ran = empty.run(*words)
        seconds = time.perf_counter() - begun
        said = ran.stderr or ran.stdout

        # A history is shown of any kit; here there is none.
        right = (0, 65) if words == ("history",) else (3,) if words[0] == "check" else (65,)
        assert ran.code in right, (words, ran)
        assert "Traceback" not in said
        assert "KIT" in said or "kit" in said
        assert len(ran.stderr.splitlines()) <= 6 or "--json" in words
        assert seconds < MOST_SECONDS
        assert as_it_is(empty.path) == before
        tally.count("R5", shapes=1)


def as_it_is(path: Path) -> tuple[int, int, bytes]:
    status = path.lstat()
    return status.st_mode, status.st_mtime_ns, path.read_bytes() if path.is_file() else b""


@pytest.mark.parametrize("shape", [name for name in SHAPES if name not in ("a folder", "a pipe", "a socket")])
def test_a_kit_lost_to_damage_comes_back_with_the_command_that_is_offered(shape: str, kit: Kit) -> None:
    kit.run("add", "water", "6L")
    good = kit.path.read_bytes()
    SHAPES[shape](kit.path)

    offered = kit.run("status").stderr
    mended = kit.run("undo", "--last-good")

    assert "undo --last-good" in offered
    assert (mended.code, kit.path.read_bytes()) == (0, good)


TYPOS = [(stands, typed, line) for stands, typed, line, *_ in (*SYNTAX, *FIELDS)]
# A table that is written wrong is named by its line alone, which shows it.
FIELD_OF = {typed: path for _, typed, _, path in FIELDS if isinstance(path[-1], str)}


@pytest.mark.fault_pr
def test_every_typing_mistake_by_hand_is_named_by_every_command_with_file_and_line(empty: Kit) -> None:
    wrong = []
    for stands, typed, line in TYPOS:
        text = KIT.replace(stands, typed, 1)
        empty.write(text)
        for words in LOOKING:
            ran = empty.run(*words)
            said = ran.stderr or ran.stdout
            if words == ("history",):
                continue
            field = str(FIELD_OF.get(typed, ("",))[-1])
            if ran.code != (3 if words[0] == "check" else 65) or not names(said, line, field, words):
                wrong.append((typed, words, ran))
        assert empty.path.read_text(encoding="utf-8") == text
    tally.count("R6", typos=len(TYPOS), runs=len(TYPOS) * (len(LOOKING) - 1), wrong=len(wrong))
    assert wrong == []
    assert len(TYPOS) >= 60


def names(said: str, line: int, field: str, words: tuple[str, ...]) -> bool:
    """Tell whether a refusal names the file, the line and the field; a monitor gets the file only, in one line."""
    if "--nagios" in words:
        return "kit.toml" in said
    where = f'"line": {line},' if "--json" in words else f"line {line}"
    return "kit.toml" in said.replace("KIT", "kit.toml") and where in said and field in said and "Traceback" not in said
