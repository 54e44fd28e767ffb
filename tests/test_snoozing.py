"""What is said when: 120 days of a changing kit, and the laws that keep a message from nagging or being lost."""

from __future__ import annotations

import json
import os
import resource
import stat
import tempfile
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.calendar_dates import Span
from shelterkit.reminders.reminder import Sign
from shelterkit.reminders.snoozing import Said, due, failed, from_document, signs_of, to_document, told_after
from shelterkit.services.kits import Desk
from shelterkit.services.told import read_told, told_file, write_told
from shelterkit.settings import KitPlace
from tests.checked import ENOUGH, Fields, checked, food, other, pills, takes, water

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shelterkit.reminders.remind import Check

FIRST = date(2026, 1, 1)
WEEK = Span(0, 7, "d")


def day(number: int) -> date:
    """Return the day so many days after the first."""
    return FIRST + timedelta(days=number)


def desk(folder: Path, *, kit: str = "/home/anna/kit.toml", **environment: str) -> Desk:
    """Return a desk whose state is kept in a folder."""
    return Desk(KitPlace(kit), {"XDG_STATE_HOME": str(folder), **environment}, FIRST)


def place(folder: Path, *audience: str) -> str:
    """Return the file for what was told."""
    path = told_file(desk(folder), *audience)
    assert path is not None
    return path


def said(check: Check) -> str:
    """Return a message in short: its verdict, and the code and subject of every line."""
    lines = [f"{one.code} {one.item.id if one.item else one.medicine or one.need or ''}" for one in check.reminders]
    return f"{check.verdict.word}: {', '.join(line.strip() for line in lines)}"


class Cron:
    """One line of cron: it looks, speaks when that is due, and remembers what it said where it can."""

    def __init__(self, folder: Path, snooze: Span = WEEK) -> None:
        self.path = place(folder)
        self.snooze = snooze

    def run(self, check: Check, *, disk_is_full: bool = False) -> str | None:
        """Return what is printed, None when nothing is."""
        told, signs, on = read_told(self.path), signs_of(check.reminders), check.assessment.on
        speaks = due(signs, told, on=on, snooze=self.snooze)
        with full_disk() if disk_is_full else nullcontext():
            write_told(self.path, told_after(signs, told, on=on, spoken=speaks))
        return said(check) if speaks else None


@contextmanager
def full_disk() -> Iterator[None]:
    """Let every file end before its first byte, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# From that day on the kit has these items and medicines are taken; what is not named stays as it was.
KIT: dict[int, dict[str, Any]] = {
    0: {"o1": other(best_before=day(45)), "w90": ENOUGH[0], "f90": ENOUGH[1]},
    62: {"o1": other(best_before=day(92))},
    74: {"o1": None},
    80: {"w90": water("10 L", "w90")},
    83: {"w90": water("3 L", "w90")},
    85: {"w90": water("1 L", "w90")},
    87: {"w90": water("10 L", "w90")},
    89: {"w90": water("1 L", "w90")},
    91: {"w90": water("20 L", "w90")},
    92: {"w90": water("10 L", "w90")},
    106: {"m1": pills("20 tablets")},
    107: {"m1": pills("4 tablets")},
    108: {"m1": pills("12 tablets")},
}
OFF = {*range(20, 25), 57}  # the computer was not on
CLOCK_BACK = {101: 40, 102: 40}  # so many days too early
STATE_LOST = {104}
DISK_FULL = {*range(114, 118)}

# The day, what is said, and why.
MESSAGES = [
    (15, "WARNING: soon o1", "30 days before its date"),
    (25, "WARNING: soon o1", "due on day 22, when the computer was off"),
    (32, "WARNING: soon o1", "a week later"),
    (39, "WARNING: soon o1", "a week later"),
    (46, "WARNING: expired o1", "worse: its date has passed"),
    (53, "WARNING: expired o1", "a week later"),
    (60, "WARNING: expired o1", "a week later"),
    (62, "WARNING: soon o1", "another date, though a better one"),
    (69, "WARNING: soon o1", "a week later"),
    (80, "WARNING: low drinking-water", "new"),
    (83, "WARNING: low drinking-water", "worse: below the minimum"),
    (85, "CRITICAL: low drinking-water", "worse: less than a day"),
    (89, "CRITICAL: low drinking-water", "better on day 87, and worse again"),
    (92, "WARNING: low drinking-water", "gone on day 91, and back"),
    (99, "WARNING: low drinking-water", "a week later"),
    (101, "UNKNOWN: clock, low drinking-water", "the clock is behind the kit"),
    (103, "WARNING: low drinking-water", "told on a day that is long ago by the clock that is right again"),
    (104, "WARNING: low drinking-water", "nobody knows any more what was told"),
    (106, "WARNING: low drinking-water, refill m1", "one thing more"),
    (107, "CRITICAL: refill m1, low drinking-water", "worse"),
    (114, "WARNING: low drinking-water, refill m1", "a week later; it cannot be remembered"),
    (115, "WARNING: low drinking-water, refill m1", "so it is said again"),
    (116, "WARNING: low drinking-water, refill m1", "and again"),
    (117, "WARNING: low drinking-water, refill m1", "and again"),
    (118, "WARNING: low drinking-water, refill m1", "and this time remembered"),
]


def test_120_days_bring_exactly_the_messages_there_are_reasons_for(tmp_path: Path) -> None:
    cron = Cron(tmp_path)
    shelf: dict[str, Fields | None] = {}
    heard: list[tuple[int, str]] = []
    saved = 0
    for number in range(120):
        if number in KIT:
            shelf, saved = shelf | KIT[number], number
        if number in STATE_LOST:
            os.unlink(cron.path)  # noqa: PTH108
        if number in OFF:
            continue
        items = [item for item in shelf.values() if item]
        regimens = [takes()] if "m1" in shelf else []
        on = day(number - CLOCK_BACK.get(number, 0))
        message = cron.run(checked(*items, on=on, regimen=regimens, saved=day(saved)), disk_is_full=number in DISK_FULL)
        heard += [(number, message)] if message else []

    assert heard == [(number, message) for number, message, _ in MESSAGES]


def test_one_unchanged_problem_is_told_five_times_in_30_days(tmp_path: Path) -> None:
    cron = Cron(tmp_path)

    heard = [number for number in range(30) if cron.run(checked(water("9 L"), on=day(number), only="water"))]

    assert heard == [0, 7, 14, 21, 28]


def test_where_all_is_well_nothing_is_said_and_no_file_is_made(tmp_path: Path) -> None:
    cron = Cron(tmp_path / "state")

    heard = [cron.run(checked(*ENOUGH, on=day(number))) for number in range(30)]

    assert (heard, [*tmp_path.iterdir()]) == ([None] * 30, [])


def test_what_is_put_right_leaves_no_file_behind(tmp_path: Path) -> None:
    cron = Cron(tmp_path)
    cron.run(checked(water("9 L")))

    cron.run(checked(*ENOUGH))

    assert [*(tmp_path / "shelterkit").iterdir()] == []


LOW, WORSE, DATED, REDATED = Sign(1001), Sign(1002), Sign(1001, day(40)), Sign(1001, day(41))
# what there is, what was told, on day 10 with 7 days of rest -> whether to speak
DUE: list[tuple[dict[str, Sign], dict[str, Said], bool]] = [
    ({}, {}, False),
    ({}, {"a": Said(LOW, day(1))}, False),
    ({"a": LOW}, {}, True),
    ({"a": LOW}, {"a": Said(LOW, day(10))}, False),
    ({"a": LOW}, {"a": Said(LOW, day(4))}, False),
    ({"a": LOW}, {"a": Said(LOW, day(3))}, True),
    ({"a": LOW}, {"a": Said(LOW, day(11))}, True),
    ({"a": LOW}, {"b": Said(LOW, day(10))}, True),
    ({"a": WORSE}, {"a": Said(LOW, day(10))}, True),
    ({"a": LOW}, {"a": Said(WORSE, day(10))}, False),
    ({"a": REDATED}, {"a": Said(DATED, day(10))}, True),
    ({"a": LOW}, {"a": Said(DATED, day(10))}, True),
    ({"a": DATED, "b": LOW}, {"a": Said(DATED, day(10))}, True),
    ({"a": DATED, "b": LOW}, {"a": Said(DATED, day(10)), "b": Said(LOW, day(9))}, False),
]


@pytest.mark.parametrize(("signs", "told", "expected"), DUE)
def test_it_is_time_to_speak_when_there_is_something_new(
    signs: dict[str, Sign], told: dict[str, Said], *, expected: bool
) -> None:
    assert due(signs, told, on=day(10), snooze=WEEK) is expected


def test_without_a_rest_everything_is_said_every_time() -> None:
    signs, told = {"a": LOW}, {"a": Said(LOW, day(10))}

    assert (due(signs, told, on=day(10), snooze=None), due({}, told, on=day(10), snooze=None)) == (True, False)


TOLD = {"a": Said(LOW, day(3)), "b": Said(WORSE, day(4)), "c": Said(LOW, day(5))}


@pytest.mark.parametrize(
    ("spoken", "whole", "expected"),
    [
        (True, True, {"a": Said(WORSE, day(9)), "b": Said(LOW, day(9)), "d": Said(LOW, day(9))}),
        # What could not be delivered was not told: the worse and the new will speak again.
        (False, True, {"a": Said(LOW, day(3)), "b": Said(LOW, day(4))}),
        (True, False, {**TOLD, "a": Said(WORSE, day(9)), "b": Said(LOW, day(9)), "d": Said(LOW, day(9))}),
        (False, False, {**TOLD, "b": Said(LOW, day(4))}),
    ],
)
def test_only_what_was_said_counts_as_told(*, spoken: bool, whole: bool, expected: dict[str, Said]) -> None:
    signs = {"a": WORSE, "b": LOW, "d": LOW}

    assert told_after(signs, TOLD, on=day(9), spoken=spoken, whole=whole) == expected


@given(steps=st.lists(st.integers(0, 12), min_size=1, max_size=60), rest=st.integers(1, 20))
def test_an_unchanged_message_rests_and_is_never_forgotten(steps: list[int], rest: int) -> None:
    told: dict[str, Said] = {}
    signs, snooze = {"a": LOW, "b": DATED}, Span(0, rest)
    now, last = 0, None
    for step in steps:
        now += step
        speaks = due(signs, told, on=day(now), snooze=snooze)
        assert speaks is (last is None or now - last >= rest)
        told = told_after(signs, told, on=day(now), spoken=speaks)
        last = now if speaks else last


RUNS = st.lists(
    st.tuples(
        st.integers(-5, 9), st.dictionaries(st.sampled_from("abc"), st.sampled_from([LOW, WORSE, DATED, REDATED]))
    ),
    max_size=40,
)


@given(runs=RUNS)
def test_whatever_is_new_or_worse_speaks_the_same_day(runs: list[tuple[int, dict[str, Sign]]]) -> None:
    told: dict[str, Said] = {}
    before: dict[str, Sign] = {}
    now = 400
    for step, signs in runs:
        now += step
        speaks = due(signs, told, on=day(now), snooze=WEEK)
        news = any(
            key not in before or sign.day != before[key].day or sign.weight > before[key].weight
            for key, sign in signs.items()
        )
        assert speaks or not news
        told = told_after(signs, told, on=day(now), spoken=speaks)
        assert {key: one.sign for key, one in told.items()} == signs
        assert all(day(now) - timedelta(days=6) <= one.on <= day(now) for one in told.values())
        before = signs


def test_a_failure_rests_like_a_problem_and_wipes_out_nothing() -> None:
    told: dict[str, Said] = {}
    # A problem, a kit that is away for four days, and the problem again.
    runs = [signs_of(checked(water("9 L"), only="water").reminders)] * 2
    runs += [failed("kit-missing")] * 3 + [failed("kit-damaged")] + runs
    heard = []
    for number, signs in enumerate(runs):
        is_whole = not any(key.startswith("unknown:") for key in signs)
        speaks = due(signs, told, on=day(number), snooze=WEEK)
        told = told_after(signs, told, on=day(number), spoken=speaks, whole=is_whole)
        heard.append(speaks)

    assert heard == [True, False, True, False, False, True, False, True]
    assert {*told} == {"need:drinking-water"}


def test_what_it_is_about_stays_the_same_while_the_days_go_by() -> None:
    def marks(on: date) -> dict[str, Sign]:
        items = (water("9 L"), pills("26 tablets"), pills("4", "m2", name="Аспірин"), food("1 kg", "f9"))
        more = (other(best_before=date(2026, 2, 1)), water("3 L", "w2", added=date(2025, 1, 1)))
        regimens = [takes(), takes("1", medicine="Аспірин"), takes("1", "as-needed", "Ibuprofen")]
        return signs_of(checked(*items, *more, on=on, regimen=regimens, saved=date(2025, 5, 1)).reminders)

    assert marks(date(2026, 1, 10)) == marks(date(2026, 2, 1))
    assert marks(date(2026, 1, 10)) == {
        "medicine:91ca88b4": Sign(1003),
        "medicine:2ff8460f": Sign(1004),
        "medicine:9cb0d0da": Sign(1003),
        "need:drinking-water": Sign(1001),
        "need:food": Sign(1004),
        "date:o1": Sign(1001, date(2026, 2, 1)),
        "rotate:w2": Sign(1001, date(2025, 7, 1)),
        "no-energy:f9": Sign(1001),
        "stale": Sign(1001, date(2025, 5, 1)),
    }


def test_the_same_medicine_spelled_otherwise_is_the_same_thing() -> None:
    keys = {
        one.key
        for name in ("Metformin 500 mg", "metformin 500MG")
        for one in checked(regimen=[takes(medicine=name)], only="med").reminders
    }

    assert len(keys) == 1


def test_another_food_nobody_can_count_is_something_new() -> None:
    before = signs_of(checked(food("1 kg"), food("1 kg", "f2"), only="food").reminders)
    after = signs_of(checked(food("1 kg"), food("1 kg", "f3"), only="food").reminders)

    assert set(after) - set(before) == {"no-energy:f3"}
    assert (
        due(
            after,
            told_after(before, {}, on=date(2026, 11, 23), spoken=True),
            on=date(2026, 11, 23),
            snooze=Span(7, 0, "d"),
        )
        is True
    )


def test_another_mistake_in_a_damaged_kit_is_something_new() -> None:
    before, after = failed("kit-damaged", "x is missing"), failed("kit-damaged", "y is missing")

    assert (
        due(
            after,
            told_after(before, {}, on=date(2026, 11, 23), spoken=True),
            on=date(2026, 11, 23),
            snooze=Span(7, 0, "d"),
        )
        is True
    )
    assert (
        due(
            before,
            told_after(before, {}, on=date(2026, 11, 23), spoken=True),
            on=date(2026, 11, 23),
            snooze=Span(7, 0, "d"),
        )
        is False
    )


SAID = st.builds(Said, st.builds(Sign, st.integers(0, 5000), st.none() | st.dates()), st.dates())
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(("format", "told", "a")), inner),
    max_leaves=12,
)


@given(told=st.dictionaries(st.text(max_size=30), SAID))
def test_what_was_told_is_read_back_exactly(told: dict[str, Said]) -> None:
    assert from_document(json.loads(json.dumps(to_document(told)))) == told


@given(document=ANYTHING)
def test_a_damaged_memory_is_no_memory(document: Any) -> None:
    assert from_document(document) == {}
    assert from_document({"format": 1, "told": {"a": document}}) == {}


@pytest.mark.parametrize(
    "row",
    [
        [1, None, "2026-01-01", 1], [1, None], [True, None, "2026-01-01"], [-1, None, "2026-01-01"],
        [10**6 + 1, None, "2026-01-01"], [1.0, None, "2026-01-01"], [1, "2026-13-01", "2026-01-01"], [1, None, None],
        [1, 5, "2026-01-01"], [1, None, "20260101"], [1, None, "2026-01-01T00:00"], "abc", {"a": 1, "b": 2, "c": 3},
    ],
)  # fmt: skip
def test_one_wrong_row_spoils_the_whole_memory(row: Any) -> None:
    good = [1001, None, "2026-01-01"]

    assert from_document({"format": 1, "told": {"a": good}}) == {"a": Said(Sign(1001), FIRST)}
    assert from_document({"format": 1, "told": {"a": good, "b": row}}) == {}
    assert from_document({"format": 2, "told": {"a": good}}) == {}


def test_every_kit_and_every_audience_has_a_memory_of_its_own(tmp_path: Path) -> None:
    audiences: Iterable[tuple[str, ...]] = [(), ("notify",), ("water",), ("water", "notify"), ("water,notify",)]
    paths = [told_file(desk(tmp_path, kit=kit), *audience) for kit in ("/a", "/b") for audience in audiences]

    names = [os.path.relpath(path or "", tmp_path) for path in paths]

    assert len({*names}) == len(names)
    assert names[0] == "shelterkit/told-69707b5c-00000000.json"


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_STATE_HOME": "/s", "HOME": "/h"}, "/s/shelterkit"),
        ({"XDG_STATE_HOME": "", "HOME": "/h"}, "/h/.local/state/shelterkit"),
        ({"XDG_STATE_HOME": "relative", "HOME": "/h"}, "/h/.local/state/shelterkit"),
        ({"HOME": "relative"}, None),
        ({"HOME": ""}, None),
    ],
)
def test_the_memory_is_where_state_belongs_and_never_where_one_happens_to_stand(
    environment: dict[str, str], folder: str | None
) -> None:
    path = told_file(Desk(KitPlace("/k"), environment, FIRST))

    assert (os.path.dirname(path) if path else None) == folder  # noqa: PTH120


def test_without_a_home_in_the_environment_the_system_is_asked() -> None:
    path = told_file(Desk(KitPlace("/k"), {}, FIRST))

    assert path is not None
    assert path.startswith(f"{os.environ['HOME']}/.local/state/shelterkit/told-")


def test_the_sample_kit_has_no_memory() -> None:
    assert told_file(Desk(KitPlace("the sample kit", demo=True), {"HOME": "/h"}, FIRST)) is None


def test_without_a_place_nothing_is_remembered() -> None:
    assert (read_told(None), write_told(None, TOLD)) == ({}, False)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_the_memory_is_the_owner_s_alone(tmp_path: Path, mask: int) -> None:
    path = place(tmp_path / "new" / "state")
    before = os.umask(mask)
    try:
        written = write_told(path, TOLD)
    finally:
        os.umask(before)

    modes = {str(one.relative_to(tmp_path)): stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "new").rglob("*")}

    assert (written, read_told(path)) == (True, TOLD)
    assert modes == {
        "new/state": 0o700,
        "new/state/shelterkit": 0o700,
        os.path.relpath(path, tmp_path): 0o600,
    }


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _link(path: Path) -> None:
    target = path.with_name("elsewhere")
    target.write_text(json.dumps(to_document(TOLD)), encoding="utf-8")
    path.symlink_to(target)


def _huge(path: Path) -> None:
    path.write_text(json.dumps(to_document(TOLD)) + " " * 5_000_000, encoding="utf-8")


def _bytes(raw: bytes) -> Any:
    return lambda path: path.write_bytes(raw)


DAMAGED = {
    "a pipe": _pipe,
    "a link": _link,
    "far too big": _huge,
    "a folder": lambda path: path.mkdir(),
    "empty": _bytes(b""),
    "not JSON": _bytes(b"{"),
    "not text": _bytes(b"\xff\xfe\0\1"),
    "deep": _bytes(b"[" * 200_000),
    "a list": _bytes(b"[]"),
    "long number": _bytes(b'{"format": 1' + b"0" * 9999 + b"}"),
    "another format": _bytes(b'{"format": 2, "told": {}}'),
}


@pytest.mark.parametrize("damage", [*DAMAGED])
def test_a_memory_that_cannot_be_read_is_none_and_is_put_right(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "shelterkit" / "told.json"
    path.parent.mkdir()
    DAMAGED[damage](path)

    read = read_told(str(path))
    written = write_told(str(path), TOLD)

    assert read == {}
    assert written is (damage != "a folder")
    assert read_told(str(path)) == ({} if damage == "a folder" else TOLD)
    kept = {one.name for one in path.parent.iterdir()} - {"elsewhere"}
    assert kept == {"told.json"}


def test_on_a_full_disk_the_old_memory_stays_whole_and_nothing_else(tmp_path: Path) -> None:
    path = place(tmp_path)
    write_told(path, TOLD)

    with full_disk():
        written = write_told(path, {"z": Said(LOW, day(1))})

    assert (written, read_told(path)) == (False, TOLD)
    assert [one.name for one in (tmp_path / "shelterkit").iterdir()] == [os.path.basename(path)]  # noqa: PTH119


@pytest.mark.parametrize("blocked", ["state", "state/shelterkit"])
def test_where_a_file_is_in_the_way_nothing_is_remembered(tmp_path: Path, blocked: str) -> None:
    file = tmp_path / blocked
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine", encoding="utf-8")
    path = place(tmp_path / "state")

    assert (read_told(path), write_told(path, TOLD), write_told(path, {})) == ({}, False, False)
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_path_no_system_takes_is_no_place() -> None:
    assert (read_told("/a\0b/c"), write_told("/a\0b/c", TOLD), write_told("/a\0b", {})) == ({}, False, False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root could write where it should not")
def test_root_makes_nothing_in_the_home_of_somebody_else(tmp_path: Path) -> None:
    home = tmp_path / "anna"
    home.mkdir()
    os.chown(home, 4242, 4242)

    written = write_told(place(home / ".local" / "state"), TOLD)

    assert (written, [*home.iterdir()]) == (False, [])


def test_a_memory_of_nothing_is_no_file(tmp_path: Path) -> None:
    path = place(tmp_path)

    assert (write_told(path, {}), [*tmp_path.iterdir()]) == (True, [])


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """Return a folder like /tmp, of root and for everybody, while somebody else than root is at work."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o1777)
        os.seteuid(4242)
        try:
            yield folder
        finally:
            os.seteuid(0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_in_a_folder_for_everybody_there_is_a_place_of_one_s_own(shared_folder: Path) -> None:
    path = place(shared_folder)

    written = write_told(path, TOLD)

    assert (written, read_told(path)) == (True, TOLD)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_nothing_is_written_where_somebody_else_has_been_first(shared_folder: Path) -> None:
    os.seteuid(0)
    folder = shared_folder / "shelterkit"
    folder.mkdir()
    folder.chmod(0o777)
    os.seteuid(4242)

    written = write_told(place(shared_folder), TOLD)

    assert (written, [*folder.iterdir()]) == (False, [])


def test_no_name_is_ever_written_down(tmp_path: Path) -> None:
    items = (pills("1", name="Zyxprexa"), other(name="Zyxbox", best_before=FIRST), food("1 kg", name="Zyxfood"))
    people: dict[str, Any] = {
        "person": [{"name": "Zyxanna"}],
        "regimen": [takes(medicine="Zyxprexa", person="Zyxanna")],
    }
    path = place(tmp_path)
    Cron(tmp_path).run(checked(*items, on=FIRST, **people))

    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        text = file.read()

    assert ("zyx" in text.casefold(), text.count(":") > 5) == (False, True)
