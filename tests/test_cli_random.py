"""Words put together at random: whatever is typed, no failure inside and a kit that still reads."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelterkit.cli.main import main
from tests.conftest import TODAY
from tests.stocked import STOCKED

KINDS = st.sampled_from(["water", "food", "med", "other", "watr", "вода", ""])
NAMES = st.sampled_from(
    ["Rice", "Canned beans", "beans", "w1", "f1", "m1", "o1", "f9", "Metformin 500 mg", "-x", "", "语", "a\x1bb"]
)
AMOUNTS = st.sampled_from([
    "6x1.5L", "3", "3L", "2 kg", "½ kg", "1,500L", "0", "0L", "-3", "nan", "1e9", "12 cans", "56 tablets",
    "2 x 10 tablets", "200 g", "1 500 L", "2 gal", "0.001 ml", "999999 kg", "x", "", "kg", "6 x", "1/3 L", "8 rolls",
    "3 jars", "10 doses",
])  # fmt: skip
DATES = st.sampled_from([
    "2027-05", "31.05.2027", "05/06/2027", "today", "none", "in 6 months", "6m", "+0d", "2070", "1999", "2027-02-30",
    "", "x",
])  # fmt: skip
SPANS = st.sampled_from(["30d", "1y", "0d", "", "x", "-3d", "99999d", "2 weeks"])
DOSES = st.sampled_from(
    ["2/day", "1/12h", "3/week", "as-needed", "none", "0/day", "2ml/day", "x", "", "1/3/day", "2 tablets/day"]
)
ENERGY = st.sampled_from(["340/can", "360/100g", "4000", "0", "x", "340/", "/g", "1/L", "340/jar", ""])
PEOPLE = st.sampled_from(["Anna", "Ana", "Zorro", "", "\u202e"])
PHONES = st.sampled_from(["112", "555 01 42", "Anna", "", "1", "12@x", "-5", "+380 (44)", "\u202e12"])
PLACES = st.sampled_from(["shelter", "meeting", "meeting place", "alerts", "sheltr", "x", ""])
NUMBERS = st.sampled_from(["0", "1", "3", "-1", "x", "99999999999999999999", ""])
ADVICE = st.sampled_from(["us-cdc", "de-bbk", "energy", "us-embassy-kyiv", "us-cdcc", "../x", ""])

OPTIONS: dict[str, Any] = {
    "-b": DATES, "--use-by": DATES, "-w": NAMES, "--kcal": ENERGY, "--kj": ENERGY, "--lasts": SPANS, "--note": NAMES,
    "--eaten-by": st.sampled_from(["people", "dog", "infant", "horse"]), "--dose": DOSES, "--for": PEOPLE,
    "--kept": st.sampled_from(["fridge", "shelf", "none", "attic", ""]),
}  # fmt: skip
FLAGS = st.sampled_from([
    "--json", "--plain", "-q", "-n", "-y", "--no-input", "--demo", "--blorp", "--technical", "--all", "--expired",
    "--last-good", "--hot", "--color=always", "--on=2027-06-01", "--", "-", "--debug", "--read-anyway", "--kit=",
    "--days=3",
])  # fmt: skip


def _command(head: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.tuples(*parts).map(lambda words: [*head.split(), *words])


def _with_options(words: st.SearchStrategy[list[str]], **more: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    options = OPTIONS | {f"--{name.replace('_', '-')}": values for name, values in more.items()}
    one = st.one_of(*(st.tuples(st.just(name), values).map(list) for name, values in options.items()))
    return st.tuples(words, st.lists(one, max_size=3)).map(
        lambda both: [*both[0], *(word for option in both[1] for word in option)]
    )


COMMANDS = st.one_of(
    _with_options(_command("add", KINDS, NAMES, AMOUNTS)),
    _with_options(_command("add", KINDS, AMOUNTS)),
    _command("use", NAMES, AMOUNTS),
    _command("use", NAMES),
    _with_options(_command("edit", NAMES), name=NAMES, amount=AMOUNTS, opened=DATES, keeps=SPANS),
    _command("remove", NAMES, NAMES),
    _command("household dose", PEOPLE, NAMES, DOSES),
    _command("household add", PEOPLE),
    _command("household remove", PEOPLE),
    _command("household contact add", PEOPLE, PHONES),
    _command("household contact add", NAMES, PHONES, PHONES),
    _command("household contact remove", PEOPLE),
    _command("household contact", PEOPLE, PHONES),
    _command("household place", PLACES, NAMES),
    _command("count", NAMES, AMOUNTS),
    _command("count", NAMES, AMOUNTS, NAMES, AMOUNTS),
    _command("count", NAMES, AMOUNTS, AMOUNTS),
    _command("household --adults", NUMBERS),
    _command("household --days", NUMBERS),
    _command("household --infants", NUMBERS),
    _command("advisory use", ADVICE),
    _command("advisory show", ADVICE),
    _command("undo", NUMBERS),
    _command("redo", NUMBERS),
    _command("history --item", NAMES),
    _command("history --diff", NUMBERS),
    _command("list", KINDS),
    _command("list --within", SPANS),
    _command("expires --within", SPANS),
    _command("status --days", NUMBERS),
    _command("status --on", DATES),
    _command("show", NAMES),
    st.sampled_from(
        [
            "undo",
            "redo",
            "status",
            "list",
            "household",
            "advisory compare",
            "use --expired",
            "remove",
            "add",
            "count",
            "household contact",
            "household place",
            "household place shelter none",
        ]
    ).map(str.split),
    st.lists(st.one_of(KINDS, NAMES, AMOUNTS, FLAGS), max_size=4),
)


def run(kit: Path, words: list[str]) -> tuple[int, str, str]:
    """Run shelterkit in this process, far from the streams of the test."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["--kit", str(kit), *words], TODAY)
    finally:
        sys.stdin = stdin
    return code, *(stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[return-value]


@given(st.lists(st.tuples(COMMANDS, st.lists(FLAGS, max_size=1)).map(lambda both: [*both[0], *both[1]]), max_size=4))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_typed_the_kit_still_reads(lines: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kit = Path(folder) / "kit.toml"
        kit.write_text(STOCKED)

        for words in lines:
            code, out, err = run(kit, words)

            assert code in (0, 1, 2, 65, 66), (words, err)
            assert (code == 0) or err, words
            assert "\x1b[" not in out or "--color=always" in words
            assert not any(ord(char) < 32 and char not in "\n\t" for char in err), err
            status, _, said = run(kit, ["status", "--json"])
            assert status == 0, (words, said)
            assert run(kit, ["list"])[0] == 0


@pytest.mark.parametrize("seed", range(3))
def test_a_long_day_of_changes_can_be_taken_back_to_the_start(seed: int, tmp_path: Path) -> None:
    kit = tmp_path / "kit.toml"
    kit.write_text(STOCKED)
    lines = (
        ["add", "water", f"{seed + 1}L"], ["use", "w1", "1"], ["edit", "f1", "--where", "shed"], ["remove", "o1"],
        ["household", "--adults", "4"], ["household", "dose", "Anna", "Metformin 500 mg", "3/day"],
        ["advisory", "use", "us-cdc"], ["household", "add", "Bob"], ["use", "beans", "--all"],
    )  # fmt: skip
    before = run(kit, ["list", "--json"])[1], run(kit, ["household", "--json"])[1]

    for words in lines[seed:]:
        assert run(kit, words)[0] == 0
    assert run(kit, ["undo", str(len(lines[seed:]))])[0] == 0

    assert (run(kit, ["list", "--json"])[1], run(kit, ["household", "--json"])[1]) == before
