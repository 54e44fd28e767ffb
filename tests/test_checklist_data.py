"""The checklists that ship are complete, sourced and harmless; and what a checklist file must state."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from hypothesis import given, strategies

import shelterkit
from shelterkit.advisory.checking import NEEDS
from shelterkit.checklist.checking import decode_checklist
from shelterkit.checklist.lines import CONDITIONS, PLACES, Checklist, Line, Part, Source, build_checklist
from shelterkit.errors import BadValue, NotDoneError, Problem, WrongFieldsError
from shelterkit.library import checklist, checklist_ids
from shelterkit.quantities.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TODAY = date(2026, 11, 23)
FILES = sorted((Path(shelterkit.__file__).parent / "data" / "checklists" / "en").iterdir())
IDS = (
    "air-raid",
    "shelter-in-place",
    "power-outage",
    "heating-outage",
    "water-outage",
    "go-bag",
    "documents",
    "nuclear",
    "first-aid",
)
REFERENCE = Path(__file__).parents[2] / "shared" / "reference"
beside_evidence = pytest.mark.skipif(
    not (REFERENCE / "advisories.md").exists(), reason="the evidence is not beside this copy of the code"
)
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
LINE_KEYS = ("id", "text", "only", "need", "days", "each", "thing", "by_hand", "place", "names_medicine", "source")


def read(file: Path) -> dict[str, Any]:
    return tomli.loads(file.read_text("utf-8"))


def written_lines(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in document["part"]:
        yield from part["line"]


def shipped_lines() -> Iterator[tuple[str, Line]]:
    """Yield every line with the name it has among all: "air-raid/go-now"."""
    for name in IDS:
        yield from ((f"{name}/{line.id}", line) for line in checklist(name).lines())


def text_of(name: str) -> str:
    return dict(shipped_lines())[name].text


def names_of(rule: Callable[[Line], bool]) -> list[str]:
    return [name for name, line in shipped_lines() if rule(line)]


def test_exactly_the_nine_checklists_ship() -> None:
    assert checklist_ids() == IDS
    assert sorted(file.name for file in FILES) == sorted(f"{name}.toml" for name in IDS)


@every_file
def test_a_shipped_checklist_passes_every_check(file: Path) -> None:
    found = decode_checklist(read(file), name=file.stem, today=TODAY)

    assert checklist(file.stem) == found


@every_file
def test_a_shipped_checklist_is_called_as_its_file_and_was_compared_with_its_evidence(file: Path) -> None:
    document = read(file)

    assert (document["id"], document["as_of"]) == (file.stem, TODAY)


@every_file
def test_ids_stand_once_in_a_file(file: Path) -> None:
    ids = [line["id"] for line in written_lines(read(file))]

    assert sorted(ids) == sorted(set(ids))


@every_file
def test_every_line_is_short_and_sourced_with_a_safe_address(file: Path) -> None:
    for line in written_lines(read(file)):
        assert 0 < len(line["text"]) <= 160
        assert line["source"], line["id"]
        for source in line["source"]:
            assert source["url"].startswith("https://"), line["id"]
            assert source["evidence"] in {"publisher", "secondary"}, line["id"]
            assert ("quote" in source) != ("says" in source), line["id"]


@every_file
def test_an_address_without_a_path_is_said_to_be_a_site(file: Path) -> None:
    bare = [
        (line["id"], source["url"])
        for line in written_lines(read(file))
        for source in line["source"]
        if source["url"].rstrip("/").count("/") == 2 and source.get("url_is") != "site"
    ]

    assert bare == []


@every_file
def test_fields_stand_in_one_order_in_every_file(file: Path) -> None:
    for line in written_lines(read(file)):
        for table, order in [(line, LINE_KEYS), *((source, Source._fields) for source in line["source"])]:
            assert list(table) == [key for key in order if key in table]


@every_file
def test_no_row_of_a_table_nobody_has_is_named(file: Path) -> None:
    rows = re.findall(r"\b(?:[A-Z]{2,3}\d?-\d+|EV-[A-E]\b|\([a-i]\)\d)", file.read_text("utf-8"))

    assert rows == []


def test_every_condition_need_and_place_is_asked_for_by_some_line() -> None:
    lines = [line for _, line in shipped_lines()]

    used = [
        {word for line in lines for word in line.only},
        {line.need for line in lines},
        {line.place for line in lines},
    ]

    assert used == [set(CONDITIONS), {None, *NEEDS}, {None, *PLACES}]


def test_the_lines_are_the_ones_compared_with_the_evidence(golden: Callable[[str, str], None]) -> None:
    rows = [row for name in IDS for row in rows_of(checklist(name))]

    golden("checklists.txt", "".join(f"{row}\n" for row in rows))


def rows_of(found: Checklist) -> Iterator[str]:
    """Yield a checklist's title and its lines, a row each: where it stands, its words, for whom."""
    yield f"{found.id}: {found.title}"
    for part in found.parts:
        for line in part.lines:
            row = f"{found.id} / {part.title} / {line.id}: {line.text}"
            yield f"{row} [{', '.join(line.only)}]" if line.only else row


@beside_evidence
def test_every_quote_stands_word_for_word_in_the_evidence() -> None:
    evidence = (REFERENCE / "advisories.md").read_text("utf-8")

    made_up = [
        (name, source.quote)
        for name, line in shipped_lines()
        for source in line.sources
        if source.quote and source.quote not in evidence
    ]

    assert made_up == []


@beside_evidence
def test_every_address_stands_in_the_evidence() -> None:
    evidence = "".join(file.read_text("utf-8") for file in REFERENCE.glob("*.md"))

    made_up = {
        source.url
        for _, line in shipped_lines()
        for source in line.sources
        if source.url.removeprefix("https://").removeprefix("www.").rstrip("/") not in evidence
    }

    assert made_up == set()


# Rounded so that whoever follows them is on the safe side, and numbers the sources write as words.
OURS = {
    "power-outage/generator": {"6"},
    "power-outage/insulin-sugar": {"30"},
    "power-outage/fridge-hours": {"4"},
    "power-outage/discard-food": {"4", "2"},
    "heating-outage/eat-more": {"5"},
    "heating-outage/body-temperature": {"35"},
    "heating-outage/heater-distance": {"1"},
    "water-outage/boil": {"1,500"},
    "water-outage/formula-boiled": {"1,500"},
    "nuclear/raise-supplies": {"2017"},
    "first-aid/compress-dressings": {"13", "23"},
    "first-aid/cloth-tape": {"9", "2.5"},
    "first-aid/gauze-roll": {"8"},
    "first-aid/roller-bandage": {"10"},
    "first-aid/gauze-pads-3": {"8"},
    "first-aid/gauze-pads-4": {"10"},
}


def test_every_number_of_a_line_stands_in_the_words_of_its_sources() -> None:
    unsourced = {}
    for name, line in shipped_lines():
        words = " ".join(str(source.quote or source.says) for source in line.sources)
        unsourced[name] = numbers_in(line.text) - numbers_in(words)

    assert {name: numbers for name, numbers in unsourced.items() if numbers} == OURS


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("air-raid/never-ignore-siren", "Never ignore a siren because a message says it is false"),
        ("air-raid/check-messages", "Check any alarming message against an official channel"),
        ("air-raid/go-now", "at once"),
        ("air-raid/all-clear", "Stay until the official all-clear"),
        ("air-raid/no-foreign-timer", "Do not go by another country's waiting time"),
        ("shelter-in-place/all-clear", "Do not leave before the official all-clear"),
        ("nuclear/get-inside", "at once"),
        ("nuclear/iodine", "only when the authorities say so"),
        ("power-outage/no-gas-heating", "Never heat rooms with the gas hob or oven"),
        ("heating-outage/no-gas-heating", "Never heat rooms with the gas hob or oven"),
        ("heating-outage/infant-room", "Never let a baby sleep in a cold room"),
    ],
)
def test_what_the_evidence_warns_of_is_said(name: str, words: str) -> None:
    assert words in text_of(name)


@pytest.mark.parametrize("name", ["air-raid", "shelter-in-place"])
def test_nothing_but_the_all_clear_ends_a_stay_in_shelter(name: str) -> None:
    times = [line.text for line in checklist(name).lines() if re.search(r"\b(second|minute|hour)s?\b", line.text)]

    assert times == []


def hides_the_exception(text: str) -> bool:
    """Tell whether words tell to throw a medicine away and do not add what keeps somebody alive."""
    discards = re.search(r"\b(discard|throw|dispose|bin)\b", text, re.IGNORECASE)
    medicine = re.search(r"\b(medicines?|medications?|drugs?|insulin)\b", text, re.IGNORECASE)
    return bool(discards and medicine) and "stay alive" not in text


def doses_unknown_bleach(text: str) -> bool:
    """Tell whether words name a bleach and an amount of it without the strength on the label."""
    bleach = re.search(r"bleach|chlorine|hypochlorite|\bdrops?\b", text, re.IGNORECASE)
    return bool(bleach) and "label" not in text


def test_no_medicine_is_thrown_away_that_keeps_somebody_alive() -> None:
    assert names_of(lambda line: hides_the_exception(line.text)) == []
    assert {"power-outage/fridge-medicine", "power-outage/insulin-replace"} <= set(
        names_of(lambda line: "discard" in line.text.casefold())
    )


def test_no_bleach_is_dosed_without_the_strength_on_its_label() -> None:
    assert names_of(lambda line: doses_unknown_bleach(line.text)) == []


@pytest.mark.parametrize(
    ("rule", "text", "breaks"),
    [
        (hides_the_exception, "Discard refrigerated medicine.", True),
        (hides_the_exception, "Throw away insulin that got warm.", True),
        (hides_the_exception, "Discard fridge medicine, but use what you need to stay alive.", False),
        (hides_the_exception, "Throw out perishable food.", False),
        (doses_unknown_bleach, "Add 2 drops of bleach to a litre.", True),
        (doses_unknown_bleach, "Add 2 drops a litre if the label says 6 %.", False),
    ],
)
def test_the_rules_tell_harm_from_help(rule: Callable[[str], bool], text: str, breaks: bool) -> None:  # noqa: FBT001
    assert rule(text) is breaks


@pytest.mark.parametrize("word", ["aspirin", "аспірин", "better cover", "15 minutes"])
def test_what_lacks_evidence_or_could_delay_is_left_out(word: str) -> None:
    assert names_of(lambda line: word in f"{line.text} {line.things}".casefold()) == []


def test_lines_that_name_a_medicine_can_be_left_off_the_fridge_door() -> None:
    assert names_of(lambda line: "insulin" in line.text.casefold()) == names_of(lambda line: line.names_medicine)


def test_the_kit_ticks_only_what_is_had_and_never_what_is_done() -> None:
    had = ("A", "1", "Choose", "FFP3", "Fit", "Have", "Keep", "Pack", "Put", "Scissors", "Store")

    done = names_of(
        lambda line: bool(line.things or line.need) and not line.by_hand and line.text.split()[0] not in had
    )

    assert done == []


def test_an_amount_is_ticked_by_the_stock_and_never_by_a_name() -> None:
    by_name = names_of(lambda line: bool(line.things) and not line.by_hand and line.text[0] in "23456789")
    litres = names_of(lambda line: bool(line.things) and not line.by_hand and "water" in line.things)

    assert (by_name, litres) == ([], [])


def test_lines_for_some_households_stand_in_no_other_one_s_way() -> None:
    babies = names_of(
        lambda line: bool(re.search(r"\b(baby|formula)\b", line.text)) and not {"infant", "formula"} & {*line.only}
    )
    pets = names_of(lambda line: bool(re.search(r"\b(pets?|dog|cat)\b", line.text)) and not line.only)

    assert (babies, pets) == ([], [])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("power-outage", "power-outage"),
        ("power outage", "power-outage"),
        ("Power outage", "power-outage"),
        ("POWER_OUTAGE", "power-outage"),
        ("  first   aid ", "first-aid"),
        ("Air-raid or missile alert", "air-raid"),
        ("air raid or missile alert", "air-raid"),
        ("documents kit", "documents"),
        ("power", "power-outage"),
        ("air", "air-raid"),
        ("Bag", "go-bag"),
        ("in place", "shelter-in-place"),
        ("radiation alert", "nuclear"),
    ],
)
def test_a_checklist_is_found_by_its_id_or_title_however_it_is_typed(typed: str, found: str) -> None:
    assert checklist(typed).id == found


@pytest.mark.parametrize(
    ("typed", "message", "advice"),
    [
        (
            "airraid",
            'there is no checklist "airraid"; did you mean air-raid or first-aid?',
            "shelterkit checklist air-raid",
        ),
        (
            "power-outages",
            'there is no checklist "power-outages"; did you mean power-outage or water-outage?',
            "shelterkit checklist power-outage",
        ),
        (
            "../air-raid",
            'there is no checklist "../air-raid"; did you mean air-raid or first-aid?',
            "shelterkit checklist air-raid",
        ),
        ("", 'there is no checklist ""', "shelterkit checklist"),
        ("zzzzzzzz", 'there is no checklist "zzzzzzzz"', "shelterkit checklist"),
        ("a\0b\udcff", 'there is no checklist "a\0b\udcff"', "shelterkit checklist"),
    ],
)
def test_an_unknown_checklist_is_answered_with_the_closest(typed: str, message: str, advice: str) -> None:
    with pytest.raises(NotDoneError) as refusal:
        checklist(typed)

    assert (str(refusal.value), refusal.value.code, refusal.value.advice) == (message, "no-checklist", advice)


def test_reading_a_checklist_loads_nothing_slow() -> None:
    slow = ("pathlib", "difflib", "json", "dataclasses", "fractions", "unicodedata", "shelterkit.checklist.checking")
    program = (
        "import sys; from shelterkit.library import checklist, checklist_ids; "
        f"[checklist(name) for name in checklist_ids()]; print(sorted({set(slow)!r} & set(sys.modules)))"
    )

    # -S: site may import what it likes.
    paths = os.pathsep.join(path for path in sys.path if path)
    ran = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": paths}
    )

    assert ran.stdout == "[]\n"


GOOD = """\
id = "flood"
title = "Flood"
as_of = 2026-11-20

[[part]]
title = "Before"

[[part.line]]
id = "sandbags"
text = "Keep sandbags by the door."
thing = ["sandbag", "sack"]
place = "contacts"
[[part.line.source]]
publisher = "The town"
evidence = "publisher"
url = "https://town.example/flood"
quote = "sandbags by the door"
[[part.line.source]]
publisher = "The river board"
evidence = "secondary"
url = "https://press.example/"
url_is = "site"
says = "Sandbags."

[[part.line]]
id = "water-3-days"
text = "Carry water for 3 days upstairs."
only = ["infant", "pet"]
need = "drinking-water"
days = 3
by_hand = true
names_medicine = true
[[part.line.source]]
publisher = "The town"
evidence = "publisher"
url = "https://town.example/flood"
says = "Water for 3 days."

[[part]]
title = "After"

[[part.line]]
id = "mud"
text = "Shovel the mud out."
[[part.line.source]]
publisher = "The town"
evidence = "publisher"
url = "https://town.example/flood"
says = "Shovel the mud out."
"""
FIRST = ("part", 0, "line", 0)
SECOND = ("part", 0, "line", 1)
LAST = ("part", 1, "line", 0)


def test_a_complete_file_becomes_a_checklist() -> None:
    town = Source("The town", "publisher", "https://town.example/flood")

    found = decode_checklist(tomli.loads(GOOD), name="flood", today=TODAY)

    assert found == Checklist(
        id="flood",
        title="Flood",
        as_of=date(2026, 11, 20),
        parts=(
            Part(
                "Before",
                (
                    Line(
                        id="sandbags",
                        text="Keep sandbags by the door.",
                        sources=(
                            town._replace(quote="sandbags by the door"),
                            Source("The river board", "secondary", "https://press.example/", "site", says="Sandbags."),
                        ),
                        things=("sandbag", "sack"),
                        place="contacts",
                    ),
                    Line(
                        id="water-3-days",
                        text="Carry water for 3 days upstairs.",
                        sources=(town._replace(says="Water for 3 days."),),
                        only=("infant", "pet"),
                        need="drinking-water",
                        days=3,
                        by_hand=True,
                        names_medicine=True,
                    ),
                ),
            ),
            Part("After", (Line("mud", "Shovel the mud out.", (town._replace(says="Shovel the mud out."),)),)),
        ),
    )


MISTAKES = {
    "unknown field": ('title = "Flood"', 'title = "Flood"\nlanguage = "en"', ("language",), "unknown field"),
    "misspelt part": (
        'title = "After"',
        'titel = "After"\ntitle = "A"',
        ("part", 1, "titel"),
        "unknown field; did you mean title?",
    ),
    "misspelt line": ("thing =", "things =", (*FIRST, "things"), "unknown field; did you mean thing?"),
    "misspelt source": ("url_is =", "urlis =", (*FIRST, "source", 1, "urlis"), "unknown field; did you mean url_is?"),
    "no title": ('title = "Flood"\n', "", ("title",), "title is missing"),
    "no title of a part": ('title = "After"\n', "", ("part", 1, "title"), "title is missing"),
    "no day": ("as_of = 2026-11-20\n", "", ("as_of",), "as_of is missing"),
    "compared tomorrow": ("2026-11-20", "2026-11-24", ("as_of",), "as_of is after today, 2026-11-23"),
    "compared on a text": ("2026-11-20", '"today"', ("as_of",), "as_of must be a date like 2026-11-23"),
    "another id": ('id = "flood"', 'id = "fire"', ("id",), 'id must be "flood", as the file is called'),
    "no id": ('id = "mud"\n', "", (*LAST, "id"), "id is missing"),
    "id in capitals": (
        '"mud"',
        '"Mud"',
        (*LAST, "id"),
        "id must be small letters, digits and single hyphens, like first-aid",
    ),
    "id with a space": (
        '"mud"',
        '"the mud"',
        (*LAST, "id"),
        "id must be small letters, digits and single hyphens, like first-aid",
    ),
    "id twice": (
        '"mud"',
        '"sandbags"',
        (*LAST, "id"),
        'a second line with the id "sandbags"; every id stands once in a file',
    ),
    "no text": ('text = "Shovel the mud out."\n', "", (*LAST, "text"), "text is missing"),
    "blank text": ('text = "Shovel the mud out."', 'text = " "', (*LAST, "text"), "text must be text in quotes"),
    "long text": ("Shovel the mud out.", "x" * 161, (*LAST, "text"), "text has 161 characters; a line has at most 160"),
    "two lines": ("Shovel the", "Shovel\\nthe", (*LAST, "text"), "text must be one line without spaces around it"),
    "space before": ('"Shovel the', '" Shovel the', (*LAST, "text"), "text must be one line without spaces around it"),
    "household nobody is": (
        '"infant"',
        '"infants"',
        (*SECOND, "only"),
        'only names "infants", which no household is; did you mean infant?',
    ),
    "strange household": (
        '"infant"',
        '"owl"',
        (*SECOND, "only"),
        (
            'only names "owl", which no household is; known are '
            "infant, formula, child, dog, cat, pet, breastfeeding, medicine, fridge-medicine, advice-gb"
        ),
    ),
    "household as text": (
        '["infant", "pet"]',
        '"pet"',
        (*SECOND, "only"),
        'only must be a list of words, like ["infant"]',
    ),
    "thing as text": (
        '["sandbag", "sack"]',
        '"sack"',
        (*FIRST, "thing"),
        'thing must be a list of words, like ["torch"]',
    ),
    "empty thing": ('"sack"', '" "', (*FIRST, "thing"), "thing has an empty word"),
    "misspelt need": (
        '"drinking-water"',
        '"drink-water"',
        (*SECOND, "need"),
        'unknown need "drink-water"; did you mean drinking-water?',
    ),
    "strange place": (
        '"contacts"',
        '"attic"',
        (*FIRST, "place"),
        'unknown place "attic"; it must be shelter, meeting-place, alert-channels or contacts',
    ),
    "no days at all": ("days = 3", "days = 0", (*SECOND, "days"), "days must be a whole number from 1 to 3650"),
    "days of nothing": (
        'id = "mud"',
        'id = "mud"\ndays = 3',
        (*LAST, "days"),
        "days belongs to a need, and the line names none",
    ),
    "each of nothing": (
        'id = "mud"',
        'id = "mud"\neach = "2 L"',
        (*LAST, "each"),
        "each belongs to a need, and the line names none",
    ),
    "days and each": (
        "days = 3",
        'days = 3\neach = "2 L"',
        (*SECOND, "each"),
        "a line asks for days or for so much for each person, not both",
    ),
    "water by weight": (
        "days = 3",
        'each = "2 kg"',
        (*SECOND, "each"),
        "each must be litres of water for a person, like 2 L",
    ),
    "no water": ("days = 3", 'each = "0 L"', (*SECOND, "each"), "each must be litres of water for a person, like 2 L"),
    "food by volume": (
        'need = "drinking-water"\ndays = 3',
        'need = "food"\neach = "2 L"',
        (*SECOND, "each"),
        "each must be litres of water for a person, like 2 L",
    ),
    "by whose hand": ("by_hand = true", "by_hand = 1", (*SECOND, "by_hand"), "by_hand must be true or false"),
    "by hand anyway": (
        'id = "mud"',
        'id = "mud"\nby_hand = true',
        (*LAST, "by_hand"),
        "without a need or a thing every line is ticked by hand; leave by_hand out",
    ),
    "medicine as text": (
        "names_medicine = true",
        'names_medicine = "yes"',
        (*SECOND, "names_medicine"),
        "names_medicine must be true or false",
    ),
    "no publisher": ('publisher = "The river board"\n', "", (*FIRST, "source", 1, "publisher"), "publisher is missing"),
    "no evidence": ('evidence = "secondary"\n', "", (*FIRST, "source", 1, "evidence"), "evidence is missing"),
    "derived": (
        '"secondary"',
        '"derived"',
        (*FIRST, "source", 1, "evidence"),
        'unknown evidence "derived"; it must be publisher or secondary',
    ),
    "no address": ('url = "https://press.example/"\n', "", (*FIRST, "source", 1, "url"), "url is missing"),
    "open address": (
        "https://press",
        "http://press",
        (*FIRST, "source", 1, "url"),
        "url must begin with https:// and have no spaces",
    ),
    "address of none": (
        '"site"',
        '"none"',
        (*FIRST, "source", 1, "url_is"),
        'unknown url_is "none"; it must be site or page',
    ),
    "no words": (
        'says = "Sandbags."\n',
        "",
        (*FIRST, "source", 1, "quote"),
        "a source needs quote (its words) or says (ours)",
    ),
    "two kinds of words": (
        'says = "Sandbags."',
        'says = "Bags."\nquote = "bags"',
        (*FIRST, "source", 1, "says"),
        "a source has either quote or says, not both",
    ),
    "long quote": (
        'quote = "sandbags by',
        'quote = "' + "x" * 200,
        (*FIRST, "source", 0, "quote"),
        "a quote has at most 200 characters",
    ),
}


def problems_of(document: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(WrongFieldsError) as refusal:
        decode_checklist(document, name="flood", today=TODAY)
    return refusal.value.problems


@pytest.mark.parametrize(("old", "new", "path", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_field(old: str, new: str, path: tuple[str | int, ...], message: str) -> None:
    assert old in GOOD

    problems = problems_of(tomli.loads(GOOD.replace(old, new, 1)))

    assert problems == (Problem(path, message),)


def test_an_amount_nobody_can_read_is_refused_in_the_words_of_amounts() -> None:
    with pytest.raises(BadValue) as refusal:
        parse_amount("1,500 L")

    problems = problems_of(tomli.loads(GOOD.replace("days = 3", 'each = "1,500 L"')))

    assert problems == (Problem((*SECOND, "each"), str(refusal.value)),)


def test_so_much_for_each_is_an_amount() -> None:
    document = tomli.loads(GOOD.replace("days = 3", 'each = "2 L"'))

    found = decode_checklist(document, name="flood", today=TODAY)

    assert [line.each for line in found.lines()] == [None, parse_amount("2 L"), None]


@pytest.mark.parametrize("emptied", [("part",), ("part", 1, "line"), (*LAST, "source")])
@pytest.mark.parametrize("nothing", [[], "none", {}])
def test_a_checklist_without_parts_lines_or_sources_is_a_mistake(
    emptied: tuple[str | int, ...], nothing: object
) -> None:
    document = tomli.loads(GOOD)
    put(document, emptied, nothing)

    problems = problems_of(document)

    assert problems == (Problem(emptied, f"{emptied[-1]} must be written as tables"),)


def test_an_id_that_is_no_file_name_is_a_mistake() -> None:
    with pytest.raises(WrongFieldsError) as refusal:
        decode_checklist(tomli.loads(GOOD.replace('"flood"', '"The flood"')), name="The flood", today=TODAY)

    message = "id must be small letters, digits and single hyphens, like first-aid"
    assert refusal.value.problems == (Problem(("id",), message),)


def test_all_mistakes_of_a_file_are_named_at_once() -> None:
    text = (
        GOOD.replace('title = "Flood"\n', "")
        .replace("2026-11-20", "2027-01-01")
        .replace('"infant"', '"infantry"')
        .replace("https://press", "http://press")
        .replace('"mud"', '"sandbags"')
        .replace('says = "Shovel the mud out."\n', "")
    )

    problems = problems_of(tomli.loads(text))

    assert [problem.path for problem in problems] == [
        ("title",),
        ("as_of",),
        (*FIRST, "source", 1, "url"),
        (*SECOND, "only"),
        (*LAST, "source", 0, "quote"),
        (*LAST, "id"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Shovel the mud out.", "x" * 160),
        ("2026-11-20", "2026-11-23"),
        ('quote = "sandbags by the door"', 'quote = "' + "x" * 200 + '"'),
        ("days = 3\n", "days = 3650\n"),
        ("days = 3\n", ""),
        ('"site"', '"page"'),
        ('only = ["infant", "pet"]\n', ""),
    ],
)
def test_the_edge_of_a_rule_is_accepted(old: str, new: str) -> None:
    text = GOOD.replace(old, new)
    assert text != GOOD

    found = decode_checklist(tomli.loads(text), name="flood", today=TODAY)

    assert found == build_checklist(tomli.loads(text))


def test_without_a_day_to_compare_with_the_future_is_not_noticed() -> None:
    document = tomli.loads(GOOD.replace("2026-11-20", "2099-01-01"))

    found = decode_checklist(document, name="flood", today=None)

    assert found.as_of == date(2099, 1, 1)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Return the path of everything inside a document."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


def put(document: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    inside: Any = document
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value


ANYTHING = strategies.recursive(
    strategies.none()
    | strategies.booleans()
    | strategies.integers()
    | strategies.floats()
    | strategies.text(max_size=8)
    | strategies.sampled_from(["food", "infant", "mud", "https://town.example/"])
    | strategies.just(TODAY)
    | strategies.just(datetime(2026, 11, 23, tzinfo=UTC)),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(max_size=4), inner),
    max_leaves=4,
)


@given(path=strategies.sampled_from(list(places(tomli.loads(GOOD)))), value=ANYTHING)
def test_whatever_stands_in_a_field_is_taken_or_refused_by_name(path: tuple[str | int, ...], value: object) -> None:
    document = tomli.loads(GOOD)
    put(document, path, value)

    problems: tuple[Problem, ...] = ()
    try:
        decode_checklist(document, name="flood", today=TODAY)
    except WrongFieldsError as refusal:
        problems = refusal.problems

    assert all(problem.path and problem.message for problem in problems)
