"""The file for calendars: read back by a calendar library, imported twice, with hostile names in it."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.render.ics import ics
from shelterkit.render.safe import safe
from shelterkit.report.events import Entry
from tests.conftest import TODAY, program
from tests.stocked import STOCKED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Kit, Ran

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
KIT_ID = "12068fb4-7cf2-4c4d-ba54-eaad9418b6e8"
NAMES = ("Drinking water", "Canned beans", "Buckwheat", "Metformin", "batteries", "Anna", "cellar", "pantry")


@pytest.fixture
def stocked(empty: Kit, monkeypatch: pytest.MonkeyPatch) -> Kit:
    empty.write(STOCKED)
    monkeypatch.chdir(empty.path.parent)
    return empty


def exported(kit: Kit, *words: str, today: date = TODAY) -> bytes:
    ran = kit.run("calendar", "-o", "kit.ics", "--force", *words, today=today)
    assert (ran.code, ran.stderr) == (0, ""), ran.stderr
    return (kit.path.parent / "kit.ics").read_bytes()


def read(raw: bytes) -> list[Any]:
    """Return the events that a calendar library finds in a file."""
    return icalendar.Calendar.from_ical(raw.decode()).walk("VEVENT")


def titles(raw: bytes) -> dict[str, tuple[str, date]]:
    return {
        str(event["uid"]).partition(".")[0]: (str(event["summary"]), event.decoded("dtstart")) for event in read(raw)
    }


class Calendar:
    """A calendar that takes what is newer by RFC 5545: for each UID the highest SEQUENCE, then the latest DTSTAMP."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}

    def take(self, raw: bytes) -> None:
        """Import a file."""
        for event in read(raw):
            have = self.events.get(str(event["uid"]))
            if have is None or self._age(event) >= self._age(have):
                self.events[str(event["uid"])] = event

    @staticmethod
    def _age(event: Any) -> tuple[int, datetime]:
        return int(event["sequence"]), event.decoded("dtstamp")

    def shown(self) -> list[tuple[str, str]]:
        """Return the days and titles somebody sees."""
        return sorted((str(event.decoded("dtstart")), str(event["summary"])) for event in self.events.values())


@pytest.mark.parametrize("words", [(), ("--with-names", "--remind", "30d,7d")], ids=["plain", "names"])
def test_the_file_is_as_people_know_it(
    stocked: Kit, words: tuple[str, ...], golden: Callable[[str, str], None]
) -> None:
    raw = exported(stocked, *words)

    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    golden(f"calendar/{'names' if words else 'plain'}.ics", raw.decode().replace("\r\n", "\n"))


def test_a_calendar_library_reads_every_day_back(stocked: Kit) -> None:
    raw = exported(stocked, "--with-names")

    assert titles(raw) == {
        "order-1": ("Order Metformin 500 mg (Anna)", date(2026, 12, 7)),
        "f2": ("Use up: Buckwheat", date(2026, 12, 15)),
        "w1": ("Use up: Drinking water", date(2027, 5, 31)),
        "m1": ("Replace: Metformin 500 mg", date(2027, 9, 30)),
        "f1": ("Use up: Canned beans", date(2028, 3, 31)),
    }


def test_every_event_is_a_whole_day_that_stays_free_with_a_reminder_at_nine(stocked: Kit) -> None:
    events = read(exported(stocked, "--remind", "30d,7d"))

    assert len(events) == 5
    for event in events:
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        assert type(start) is date
        assert end - start == timedelta(1)
        assert str(event["transp"]) == "TRANSPARENT"
        midnight = datetime(start.year, start.month, start.day, tzinfo=UTC)
        rings = [midnight + alarm.decoded("trigger") for alarm in event.walk("VALARM")]
        assert rings
        assert all((ring.hour, ring.minute) == (9, 0) and TODAY <= ring.date() <= start for ring in rings)


def test_no_reminder_at_all_can_be_asked_for(stocked: Kit) -> None:
    raw = exported(stocked, "--remind", "none")

    assert b"VALARM" not in raw
    assert len(read(raw)) == 5


def test_no_name_is_in_the_file_unless_asked_for(stocked: Kit) -> None:
    silent, open_ = exported(stocked).decode(), exported(stocked, "--with-names").decode()

    assert [name for name in NAMES if name.casefold() in silent.casefold()] == []
    assert [name for name in NAMES if name in open_] == [name for name in NAMES if name != "batteries"]


def test_importing_twice_leaves_every_day_once(stocked: Kit) -> None:
    calendar = Calendar()
    calendar.take(exported(stocked))
    once = calendar.shown()

    calendar.take(exported(stocked))

    assert calendar.shown() == once
    assert len(once) == 5


def test_importing_a_later_file_moves_what_has_moved(stocked: Kit) -> None:
    calendar = Calendar()
    calendar.take(exported(stocked, "--with-names"))
    later = date(2026, 11, 24)
    for words in (
        ("edit", "f2", "-b", "2027-02-20"),
        ("edit", "w1", "--name", "Spring water"),
        ("use", "m1", "10", "tablets"),
        ("add", "med", "Metformin 500 mg", "56", "tablets"),
    ):
        assert stocked.run(*words, today=later).code == 0

    calendar.take(exported(stocked, "--with-names", today=later))

    assert calendar.shown() == [
        ("2026-12-31", "Order Metformin 500 mg (Anna)"),
        ("2027-02-20", "Use up: Buckwheat"),
        ("2027-05-31", "Use up: Spring water"),
        ("2027-09-30", "Replace: Metformin 500 mg"),
        ("2028-03-31", "Use up: Canned beans"),
    ]


def test_an_older_file_imported_late_changes_nothing(stocked: Kit) -> None:
    older = exported(stocked)
    stocked.run("edit", "f2", "-b", "2027-02-20")
    newer = exported(stocked, today=TODAY + timedelta(1))
    calendar = Calendar()
    calendar.take(newer)
    before = calendar.shown()

    calendar.take(older)

    assert calendar.shown() == before


def test_a_new_package_of_a_medicine_moves_the_day_to_order_it_and_adds_none(stocked: Kit) -> None:
    calendar = Calendar()
    calendar.take(exported(stocked))
    stocked.run("add", "med", "Metformin 500 mg", "56", "tablets", "-b", "2028")
    stocked.run("use", "m1", "--all")

    calendar.take(exported(stocked, today=TODAY + timedelta(1)))

    assert [day for day, title in calendar.shown() if title == "Order medicine"] == ["2026-12-08"]


def test_a_file_of_the_same_minute_is_the_newer_one_of_two() -> None:
    entry = Entry("f1.kit@shelterkit", "last-usable", date(2027, 1, 1), "Use up", "f1")
    first, second = (ics([entry], now=NOON + timedelta(seconds=number)) for number in (0, 1))
    ages = [(int(event["sequence"]), event.decoded("dtstamp")) for raw in (first, second) for event in read(raw)]

    assert ages == sorted(ages)
    assert ages[0] < ages[1]


@given(st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2100, 12, 31)), min_size=2, max_size=5))  # noqa: DTZ001
def test_the_sequence_never_goes_back_and_fits_where_calendars_keep_it(moments: list[datetime]) -> None:
    entry = Entry("f1.kit@shelterkit", "last-usable", date(2027, 1, 1), "Use up", "f1")
    stamps = sorted(moment.replace(tzinfo=UTC, microsecond=0) for moment in moments)

    found = [int(read(ics([entry], now=stamp))[0]["sequence"]) for stamp in stamps]

    assert found == sorted(found)
    assert 0 <= found[0] <= found[-1] < 2**31


def test_khal_shows_every_day_once_after_two_imports(stocked: Kit, tmp_path: Path) -> None:
    khal = shutil.which("khal")
    if khal is None:
        pytest.skip("khal, a calendar program, is not installed")
    days = tmp_path / "days"
    days.mkdir()
    long = "longdateformat = %Y-%m-%d\nlongdatetimeformat = %Y-%m-%d %H:%M\ndatetimeformat = %Y-%m-%d %H:%M\n"
    (tmp_path / "khal.conf").write_text(
        f"[calendars]\n[[kit]]\npath = {days}\n[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n{long}"
        f"local_timezone = UTC\n[sqlite]\npath = {tmp_path}/khal.db\n"
    )

    def run(*words: str) -> str:
        ran = subprocess.run(
            [khal, "-c", str(tmp_path / "khal.conf"), *words], capture_output=True, text=True, check=True, timeout=60
        )
        return ran.stdout

    for _ in range(2):
        exported(stocked, "--with-names")
        run("import", "--batch", "kit.ics")
    stocked.run("edit", "f2", "-b", "2027-02-20")
    exported(stocked, "--with-names", today=TODAY + timedelta(1))
    run("import", "--batch", "kit.ics")

    shown = run("list", "--day-format", "", "--format", "{start-date} {title}", "2026-11-23", "900d")
    assert [line for line in shown.splitlines() if line] == [
        "2026-12-08 Order Metformin 500 mg (Anna)",
        "2027-02-20 Use up: Buckwheat",
        "2027-05-31 Use up: Drinking water",
        "2027-09-30 Replace: Metformin 500 mg",
        "2028-03-31 Use up: Canned beans",
    ]


HOSTILE = (
    "BEGIN:VEVENT",
    "x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:yours",
    "a\nATTACH:http://example.org/x",
    "a\rATTENDEE:mailto:x@example.org",
    "semi;colon",
    "com,ma",
    "back\\slash",
    "ends in \\",
    "\\",
    "\\n is two characters, \\N too, and \\, \\; \\\\",
    'quo"te',
    "tab\there",
    "\x00\x01\x1b[31mred\x1b[0m\x7f",
    "\x85next\u2028line\u2029paragraph",
    "\u202eright to left\u2066",
    "\ufefflone \ud800 half",
    ";TZID=/etc/passwd:20260101",
    " leading and trailing ",
    "^n^'^^",
    "e\u0301 \u200dfamily 👨\u200d👩\u200d👧",
    "漢字" * 60,
    "Дуже довга назва крупи, яку ніхто не вимовить за один раз; " * 6,
    "🥫" * 100,
)


def of_name(name: str) -> bytes:
    rings = (date(2026, 12, 8),)
    return ics([Entry(f"f1.{KIT_ID}@shelterkit", "last-usable", date(2026, 12, 15), name, name, rings)], now=NOON)


def lines_of(raw: bytes) -> list[str]:
    """Return the content lines of a file as RFC 5545 puts them together again, without any library."""
    return raw.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def unescaped(value: str) -> str:
    """Return a TEXT value as RFC 5545, 3.3.11 has it read."""
    marks = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda found: marks.get(found[1], found[1]), value)


def check_one_event(raw: bytes, name: str) -> None:
    """Check that a file is one event with this name in it, by RFC 5545's own rules and by a library."""
    folded = raw.split(b"\r\n")
    assert folded.pop() == b""
    assert [line for line in folded if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    # Every line is text by itself: none begins or ends within a character.
    assert b"\r\n".join(folded) == "\r\n".join(line.decode("utf-8") for line in folded).encode()
    lines = lines_of(raw)
    assert [line for line in lines if line.startswith(("BEGIN:", "END:"))] == [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "BEGIN:VALARM", "END:VALARM", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    assert sorted({re.split("[;:]", line)[0] for line in lines}) == [
        "ACTION", "BEGIN", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "END", "LAST-MODIFIED", "METHOD", "PRODID",
        "SEQUENCE", "SUMMARY", "TRANSP", "TRIGGER", "UID", "VERSION", "X-WR-CALNAME",
    ]  # fmt: skip
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", "".join(lines))
    texts = [line.partition(":")[2] for line in lines if line.startswith(("SUMMARY:", "DESCRIPTION:"))]
    assert [text for text in texts if not re.fullmatch(r"(?:[^\\;,]|\\[\\;,])*", text)] == []
    assert [unescaped(text) for text in texts] == [safe(name)] * 3
    event = read(raw)[0]
    assert [str(event["summary"]), str(event["description"])] == [safe(name)] * 2


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:30])
def test_no_name_does_anything_in_a_calendar(name: str) -> None:
    check_one_event(of_name(name), name)


@given(st.text(st.characters() | st.sampled_from("\\nN;,:\r\n \"'^їґ漢🥫\u0301"), max_size=120))
def test_every_name_is_read_back_as_it_is_shown_elsewhere(name: str) -> None:
    check_one_event(of_name(name), name)


def test_a_kit_full_of_hostile_names_is_as_many_events_as_things(stocked: Kit) -> None:
    # TOML has no lone surrogates, and no way to write a DEL that JSON knows, too.
    hostile = [name for name in HOSTILE if not {"\x7f", "\ud800"} & set(name)]
    items = "".join(
        f'[[item]]\nid = "f{number}"\nkind = "food"\nname = {json.dumps(name, ensure_ascii=False)}\namount = "1 kg"\n'
        f"best_before = 2027-01-01\nwhere = {json.dumps(name, ensure_ascii=False)}\n"
        for number, name in enumerate(hostile, 1)
    )
    stocked.write(f"format = 1\n[household]\nadults = 1\n{items}")

    found = titles(exported(stocked, "--with-names"))

    assert found == {
        f"f{number}": (f"Use up: {safe(name)}", date(2027, 1, 1)) for number, name in enumerate(hostile, 1)
    }


class Written(NamedTuple):
    """What a kit says of its uuid, and what of it stands in a calendar."""

    line: str
    kit_id: str


@pytest.mark.parametrize(
    "written",
    [
        Written(f'uuid = "{KIT_ID}"', KIT_ID),
        Written('uuid = "x\\nBEGIN:VEVENT"', "[0-9a-f-]{36}"),
        Written('uuid = "комора"', "[0-9a-f-]{36}"),
        Written('uuid = "my kit"', "[0-9a-f-]{36}"),
        Written(f'uuid = "{"a" * 500}"', "[0-9a-f-]{36}"),
        Written("", "[0-9a-f-]{36}"),
    ],
    ids=lambda written: written.line[:20],
)
def test_a_kit_is_told_by_its_uuid_or_else_by_its_place(stocked: Kit, written: Written) -> None:
    stocked.write(STOCKED.replace(f'uuid = "{KIT_ID}"', written.line))

    uids = [[str(event["uid"]) for event in read(exported(stocked))] for _ in range(2)]

    assert uids[0] == uids[1]
    assert all(re.fullmatch(rf"[a-z0-9-]+\.{written.kit_id}@shelterkit", uid) for uid in uids[0])


def test_two_kits_without_a_uuid_do_not_overwrite_each_other(stocked: Kit) -> None:
    bare = STOCKED.replace(f'uuid = "{KIT_ID}"\n', "")
    stocked.write(bare)
    here = exported(stocked)
    (stocked.path.parent / "car.toml").write_text(bare)

    there = exported(stocked, "--kit", "car.toml")

    assert {str(event["uid"]) for event in read(here)} & {str(event["uid"]) for event in read(there)} == set()


class Said(NamedTuple):
    """Words, and what is printed."""

    words: tuple[str, ...]
    stdout: str


IMPORT = "Open it with your calendar to import it; importing a later one updates these dates.\n"


@pytest.mark.parametrize(
    "said",
    [
        Said((), f"Wrote kit.ics: 5 dates, no names (--with-names puts them in).\n{IMPORT}"),
        Said(("--with-names",), f"Wrote kit.ics: 5 dates, with names.\n{IMPORT}"),
        Said(
            ("--on", "2028-01-01"),
            f"Wrote kit.ics: 2 dates, no names (--with-names puts them in).\n{IMPORT}",
        ),
        Said(("--quiet",), ""),
        Said(("--demo",), f"Wrote kit.ics: 8 dates, no names (--with-names puts them in).\n{IMPORT}"),
    ],
    ids=lambda said: " ".join(said.words),
)
def test_what_was_written_is_said(stocked: Kit, said: Said) -> None:
    ran = stocked.run("calendar", "-o", "kit.ics", *said.words)

    assert ran == (said.stdout, "", 0)
    assert stat.S_IMODE((stocked.path.parent / "kit.ics").stat().st_mode) == 0o600


def test_one_date_is_one(stocked: Kit) -> None:
    ran = stocked.run("calendar", "-o", "kit.ics", "--on", "2028-03-31")
    stocked.run("household", "dose", "Anna", "Metformin 500 mg", "none")

    again = stocked.run("calendar", "-o", "kit.ics", "--force", "--on", "2028-03-31")

    assert ran.stdout.startswith("Wrote kit.ics: 2 dates,")
    assert again.stdout.startswith("Wrote kit.ics: 1 date,")


def test_looking_at_another_day_leaves_out_what_is_over_by_then(stocked: Kit) -> None:
    found = titles(exported(stocked, "--on", "2027-06-01"))

    assert found == {
        "order-1": ("Order medicine", date(2027, 6, 15)),
        "m1": ("Replace: 1 medicine (m1)", date(2027, 9, 30)),
        "f1": ("Use up: 1 food item (f1)", date(2028, 3, 31)),
    }


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(stocked: Kit) -> None:
    (stocked.path.parent / "kit.ics").write_text("mine")

    refused = stocked.run("calendar", "-o", "kit.ics")

    assert (refused.code, refused.stdout) == (1, "")
    assert (stocked.path.parent / "kit.ics").read_text() == "mine"
    assert len(read(exported(stocked))) == 5


def test_a_kit_is_never_overwritten_whatever_it_is_called(stocked: Kit) -> None:
    named = stocked.path.rename(stocked.path.with_name("kit.ics"))

    refused = stocked.run("--kit", "kit.ics", "calendar", "-o", "kit.ics", "--force")

    assert refused.code == 1
    assert refused.stderr == (
        "Error: kit.ics is the kit itself.\nTry:  shelterkit --kit KIT --kit kit.ics calendar -o kit-2.ics --force\n"
    )
    assert named.read_text() == STOCKED


def test_nothing_is_written_but_the_file(stocked: Kit) -> None:
    exported(stocked)

    assert sorted(path.name for path in stocked.path.parent.iterdir()) == ["kit.ics", "kit.toml"]
    assert stocked.path.read_text() == STOCKED


def test_standard_output_gets_the_same_bytes(stocked: Kit) -> None:
    ran = stocked.run("calendar", "-o", "-")

    assert ran.stdout.encode() == exported(stocked)
    assert not (stocked.path.parent / "-").exists()


def test_standard_output_is_utf_8_whatever_the_locale(stocked: Kit) -> None:
    stocked.write(STOCKED.replace("Buckwheat", "Гречка"))
    words = ("--kit", str(stocked.path), "calendar", "-o", "-", "--with-names")

    found = [program(*words, PYTHONIOENCODING=encoding).stdout for encoding in ("utf-8", "ascii", "latin-1")]

    assert "SUMMARY:Use up: Гречка\n" in found[0]
    assert found[1:] == found[:1] * 2


def told(ran: Ran) -> Any:
    assert (ran.stderr, ran.code) == ("", 0)
    return json.loads(ran.stdout)


def test_programs_are_told_every_day_and_how_it_is_called(stocked: Kit) -> None:
    document = told(stocked.run("calendar", "-o", "kit.ics", "--json", "--remind", "30d,7d"))

    assert document == {
        "schema": "shelterkit.calendar/1",
        "today": "2026-11-23",
        "file": "kit.ics",
        "names": False,
        "events": [
            event("order-1", "2026-12-07", "m1", "Order medicine", "2026-11-30"),
            event("f2", "2026-12-15", "f2", "Use up: 1 food item (f2)", "2026-12-08"),
            event("w1", "2027-05-31", "w1", "Use up: 1 water item (w1)", "2027-05-01", "2027-05-24"),
            event("m1", "2027-09-30", "m1", "Replace: 1 medicine (m1)", "2027-08-31", "2027-09-23"),
            event("f1", "2028-03-31", "f1", "Use up: 1 food item (f1)", "2028-03-01", "2028-03-24"),
        ],
    }
    assert list(document) == ["schema", "today", "file", "names", "events"]
    assert len(read((stocked.path.parent / "kit.ics").read_bytes())) == 5


def event(key: str, day: str, item: str, title: str, *remind: str) -> dict[str, Any]:
    return {
        "uid": f"{key}.{KIT_ID}@shelterkit",
        "date": day,
        "what": "order" if key == "order-1" else "last-usable",
        "item": item,
        "title": title,
        "remind": list(remind),
    }


def test_programs_can_ask_without_a_file_and_with_names(stocked: Kit) -> None:
    document = told(stocked.run("calendar", "-o", "-", "--json", "--with-names"))

    assert (document["file"], document["names"]) == (None, True)
    assert document["events"][0]["title"] == "Order Metformin 500 mg (Anna)"
    assert sorted(path.name for path in stocked.path.parent.iterdir()) == ["kit.toml"]


def test_nobody_knows_what_is_left_of_a_medicine_that_is_not_there(stocked: Kit) -> None:
    stocked.run("remove", "m1")

    document = told(stocked.run("calendar", "-o", "-", "--json"))

    assert document["events"][0] == event("order-1", "2026-11-23", "m1", "Order medicine", "2026-11-23") | {
        "item": None
    }


def test_unknown_fields_of_a_kit_are_noted(stocked: Kit) -> None:
    stocked.write(STOCKED.replace("adults = 2", "adults = 2\nhens = 3"))

    ran = stocked.run("calendar", "-o", "kit.ics")

    assert ran.code == 0
    assert '"hens"' in ran.stderr
