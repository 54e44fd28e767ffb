"""Texts and files made at random of the pieces real ones have: each is read or refused in words, and prints as read."""

from __future__ import annotations

import os
import random
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from shelterkit.calendar_dates import parse_date, parse_span, parse_stored_date
from shelterkit.codec.items import parse_lasting
from shelterkit.codec.reading import decode
from shelterkit.codec.writing import encode
from shelterkit.errors import BadDataError, BadValue
from shelterkit.quantities.amounts import parse_amount, show_amount
from shelterkit.quantities.doses import parse_dose
from shelterkit.quantities.energy import parse_energy
from shelterkit.quantities.words import split_amount
from shelterkit.settings import read_config
from shelterkit.store.kit_text import written
from shelterkit.store.reading import Loaded, understood
from tests.conftest import TODAY
from tests.faults.tally import count as tally
from tests.stocked import STOCKED
from tests.test_cli_random import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXAMPLES = max(2_000, int(os.environ.get("SHELTERKIT_TEST_EXAMPLES", "0")))
NIGHTLY = max(100_000, EXAMPLES)

AMOUNT = (
    "6", "1.5", "1,5", "½", "1/3", "0", "-2", "999999", "1e9", "nan", "٣", " ", " ", "x", "×", "*", "х", "L", "l", "ml",  # noqa: RUF001
    "kg", "g", "lb", "oz", "gal", "qt", "cans", "can", "bottles", "tablets", "piece", "jars", "doses", "л", "кг", "шт",
    "kcal", "kJ", "kilo", "pice", ".", ",", "/", "of", "+", "~", "a", "dozen", "\u00a0", "\x1b", "\ud800", "'",
)  # fmt: skip
DATE = (
    "2027", "2026", "27", "1999", "2101", "05", "5", "31", "29", "02", "13", "00", "0", "-", "-", ".", "/", " ", " ",
    "May", "may", "feb", "травня", "лютого", "in", "+", "6m", "1y", "3 weeks", "0d", "99999d", "today", "tomorrow",
    "завтра", "none", "end", "of", "mid", ",", "st", "T12:00", "\u202e", "x", "²",
)  # fmt: skip
DOSE = (
    "1", "2", "½", "1/3", "0", "5 ml", "2 tablets", "1.5", "-", "1-0-1", "/", "/day", "/12h", "/3 days", "h", "a day",
    "per week", "daily", "twice", "once", "times", "3 times a", "every", "every 8 hours", "as-needed", "as needed",
    "when needed", "as required", "d", "wk", "добу", " ", " ", "999h", "1e9", "x", "kg", "\x00",
)  # fmt: skip
ENERGY = (
    "340", "360", "4000", "1,5", "½", "0", "-1", "1e9", "/", "/", "can", "100g", "100 g", "kg", "L", "jar", "per",
    "kcal", "kJ", "KJ", "ккал", "of all", " ", "1/L", "12 cans", "x", "nan", ".", "bottel", "\u2028",
)  # fmt: skip
NUMBER = re.compile(rb"\d+")
SIGNS = (b'"', b"'", b"[", b"]", b"=", b"\n", b",", b"{", b"}", b"#", b"\\", b"-", b" ", b"\r\n", b"\0", b"\xff", b"x")
VALUES = (
    b"1", b"-1", b"0", b"true", b'"x"', b'""', b"[]", b"{}", b"2027-05-31", b"2027-02-30", b"1.5", b"nan", b"'6 x 1'",
    b"99999999999999999999", b'"2 tablets"', b'"day"', b'"\\u202e"', b"[1, {a = 2}]", b'"food"', b"12:00:00",
)  # fmt: skip


def pieces_of(chance: random.Random, pieces: tuple[str, ...]) -> str:
    return "".join(chance.choice(pieces) for _ in range(chance.randint(1, 6)))


def many(seed: str, make: Callable[[random.Random], Any], try_one: Callable[[Any], bool], *, times: int) -> None:
    """Try so many of them; both kinds, what reads and what does not, must be among them."""
    chance = random.Random(seed)  # noqa: S311 - a game, no secret
    read = 0
    for number in range(times):
        made = make(chance)
        try:
            read += try_one(made)
        except Exception as error:
            error.add_note(f"{seed} number {number}: {made!r}")
            raise
    tally("fuzz", cases=times, tracebacks=0)
    assert 0 < read < times


def reads(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except BadValue as error:
        refusal = error
    else:
        return True
    assert str(refusal)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", refusal.code), refusal.code
    return False


def an_amount(text: str) -> bool:
    if not reads(parse_amount, text):
        return False
    amount = parse_amount(text)
    assert parse_amount(amount.text) == amount
    assert parse_amount(amount.text).text == amount.text
    assert show_amount(amount)
    return True


def a_date(text: str) -> bool:
    def parse(typed: str) -> object:
        return parse_date(typed, today=TODAY)

    if not reads(parse, text):
        return False
    found = parse_date(text, today=TODAY)
    if found is not None:
        stored = parse_stored_date(found.text)
        assert (stored.day, stored.precision, stored.text) == (found.day, found.precision, found.text)
    return True


def a_span(text: str) -> bool:
    if reads(parse_lasting, text):
        lasting = parse_lasting(text)
        assert parse_lasting(lasting.text) == lasting
    if not reads(parse_span, text):
        return False
    span = parse_span(text)
    assert parse_span(span.text) == span
    return True


def a_dose(text: str) -> bool:
    if not reads(parse_dose, text):
        return False
    number, unit, period = parse_dose(text)
    assert number > 0
    taken = f"{number} {unit}" if unit else f"{number}"
    document = {"format": 1, "household": {}, "regimen": [{"medicine": "A", "dose": taken, "per": period}]}
    kit = decode(document)
    assert decode(encode(kit, {})).household.regimens == kit.household.regimens
    assert kit.household.regimens[0].dose == number
    return True


def an_energy(text: str) -> bool:
    def parse_kj(typed: str) -> object:
        return parse_energy(typed, kj=True)

    both = [reads(parse_energy, text), reads(parse_kj, text)]
    if both[0]:
        energy = parse_energy(text)
        assert parse_energy(energy.text, kj=energy.kj) == energy
    return both[0]


def some_words(text: str) -> bool:
    words = text.split() or ["x"]
    if not reads(lambda _: split_amount(words), text):
        return False
    name, amount = split_amount(words)
    assert words[: len(name)] == list(name)
    assert parse_amount(" ".join(words[len(name) :])) == amount
    return True


TEXTS = {
    "amount": (AMOUNT, an_amount),
    "date": (DATE, a_date),
    "span": (DATE, a_span),
    "dose": (DOSE, a_dose),
    "energy": (ENERGY, an_energy),
    "words": ((*AMOUNT, " Beans ", " 12 ", " cans ", " 400 g"), some_words),
}


def changed_bytes(chance: random.Random, raw: bytes) -> bytes:
    """Return a file with one to four changes of the kind that hands, editors and disks make."""
    for _ in range(chance.randint(1, 4)):
        rows = raw.split(b"\n")
        row, place = chance.randrange(len(rows)), chance.randrange(len(raw) + 1)
        key, equals, _value = rows[row].partition(b"=")
        way = chance.randrange(8)
        if way == 0 and equals:
            rows[row] = key + b"= " + chance.choice(VALUES)
        elif way == 1:
            rows.insert(chance.randrange(len(rows)), rows[row])
        elif way == 2:
            del rows[row]
        elif way == 3:
            rows[row] = NUMBER.sub(str(chance.choice((0, 7, 10**6, 10**12, -1))).encode(), rows[row], count=1)
        elif way == 4:
            rows[row] = chance.choice((b"", b"# ", b"my_")) + rows[row].replace(b"[[", b"[")
        raw = b"\n".join(rows)
        if way == 5:
            raw = raw[:place] + chance.choice(SIGNS) + raw[place + chance.randrange(2) :]
        elif way == 6:
            raw = raw[:place] + bytes([chance.randrange(256)]) + raw[place + 1 :]
        elif way == 7 and chance.randrange(6) == 0:
            raw = raw[:place]
    return raw


def a_kit(raw: bytes) -> bool:
    try:
        loaded = understood(raw, "kit.toml", on=TODAY)
    except BadDataError as error:
        refusal = error
    else:
        return reads_back(loaded)
    assert all(problem.message for problem in refusal.problems)
    assert refusal.code in ("kit-damaged", "kit-newer")
    return False


def reads_back(loaded: Loaded) -> bool:
    document = encode(loaded.kit, loaded.document)
    again = understood(written(document, "kit.toml"), "kit.toml", on=TODAY)
    twice = encode(again.kit, again.document)
    assert same(twice, document)
    assert again.kit.inventory.items == loaded.kit.inventory.items
    assert again.kit.household == loaded.kit.household
    return True


def same(one: Any, other: Any) -> bool:
    """Tell whether two documents are equal, in whatever order; a number that is none is like itself."""
    return in_order(one) == in_order(other)


def in_order(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {in_order(value[key])}" for key in sorted(value)) + "}"
    return f"[{', '.join(map(in_order, value))}]" if isinstance(value, list) else repr(value)


CONFIG = b'color = "auto"   # or always\n[dates]\norder = "dmy"\n[mine]\nx = [1, 2.5, "x"]\n'


@pytest.mark.parametrize("target", TEXTS)
def test_any_text_is_read_or_refused_and_reads_back_from_what_is_kept(target: str) -> None:
    pieces, try_one = TEXTS[target]

    many(target, lambda chance: pieces_of(chance, pieces), try_one, times=EXAMPLES)


def test_any_kit_is_read_or_refused_and_reads_back_from_what_is_written() -> None:
    many("kit", lambda chance: changed_bytes(chance, STOCKED.encode()), a_kit, times=EXAMPLES)


def test_any_settings_are_read_or_refused(tmp_path: Path) -> None:
    many("config", lambda chance: changed_bytes(chance, CONFIG), config_in(tmp_path), times=EXAMPLES)


def config_in(folder: Path) -> Callable[[bytes], bool]:
    def try_one(raw: bytes) -> bool:
        (folder / "config.toml").write_bytes(raw)
        try:
            read_config({"SHELTERKIT_CONFIG_DIR": str(folder)})
        except BadDataError as error:
            refusal = error
        else:
            return True
        assert refusal.code == "config-damaged"
        return False

    return try_one


WORDS = (
    "status", "list", "show", "expires", "add", "use", "edit", "remove", "count", "undo", "redo", "history", "purge",
    "household", "dose", "contact", "place", "advisory", "compare", "check", "where", "shop", "checklist",
    "export", "import", "backup", "restore", "help", "calendar", "doctor", "water", "food", "med", "other", "w1", "f1",
    "m1", "o1", "f9", "Rice", "beans", "Anna", "3", "-3", "6x1.5L", "2", "kg", "12 cans", "2027-05", "none", "+6m",
    "--json", "--plain", "-q", "-n", "-y", "--no-input", "--demo", "--on", "2027-06-01", "--kit", "--days", "7",
    "--within", "30d", "--item", "--diff", "-b", "-w", "--kcal", "340/can", "--dose", "2/day", "--for", "--name",
    "--amount", "--last-good", "--all", "--expired", "--", "-", "", "\u202e", "\x1b[2J", "\udcff", "/dev/null",
    "x" * 300, "--help", "--version", "-h", "-o", "--color", "never", "--=", "-=x", "--days=", "--force", "--only",
    "--fix",
)  # fmt: skip


def words_at_random(chance: random.Random) -> list[str]:
    first = chance.choice(WORDS[: WORDS.index("water")]) if chance.randrange(5) else chance.choice(WORDS)
    return [first, *(chance.choice(WORDS) for _ in range(chance.randint(0, 5)))]


def words_on(kit: Path) -> Callable[[list[str]], bool]:
    def try_one(words: list[str]) -> bool:
        kit.write_text(STOCKED)

        code, out, err = run(kit, words)

        assert code in (0, 1, 2, 3, 64, 65, 66, 69, 74), (code, err)
        assert "Traceback" not in out + err
        assert code == 0 or out or err
        assert not any(ord(char) < 32 and char not in "\n\t" for char in err), err
        understood(kit.read_bytes(), str(kit), on=TODAY)
        return code == 0

    return try_one


def test_any_words_end_with_an_answer_or_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    many("argv", words_at_random, words_on(tmp_path / "kit.toml"), times=EXAMPLES)


@pytest.mark.fault_nightly
@pytest.mark.parametrize("target", [*TEXTS, "kit", "config", "argv"])
def test_a_hundred_thousand_of_each_are_read_or_refused(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    makers: dict[str, tuple[Callable[[random.Random], Any], Callable[[Any], bool]]] = {
        "kit": (lambda chance: changed_bytes(chance, STOCKED.encode()), a_kit),
        "config": (lambda chance: changed_bytes(chance, CONFIG), config_in(tmp_path)),
        "argv": (words_at_random, words_on(tmp_path / "kit.toml")),
    }
    pieces, try_text = TEXTS.get(target, ((), an_amount))
    make, try_one = makers.get(target, (lambda chance: pieces_of(chance, pieces), try_text))

    many(f"{target} by night", make, try_one, times=NIGHTLY)


def test_numbers_of_a_kit_are_never_floats() -> None:
    kit = decode({"format": 1, "household": {}, "item": [
        {"id": "f1", "kind": "food", "name": "Rice", "amount": "1.1 kg", "best_before": date(2027, 5, 31)},
    ]})  # fmt: skip

    assert type(kit.inventory.items[0].amount.size) is Decimal
