from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from shelterkit.codec.kit import FORMAT, HEADER
from shelterkit.errors import BadDataError, ShelterkitError
from shelterkit.store import kit_file
from shelterkit.store.kit_text import written
from shelterkit.store.lines import Lines, comments
from shelterkit.store.reading import understood
from shelterkit.store.syntax import mistakes

if TYPE_CHECKING:
    from pathlib import Path

KIT = """\
# shelterkit kit
format = 1
[plan]
advisory = "us-cdc"
days = 14
[household]
adults = 2
children = 1
[[person]]
name = "Anna"
born = 1988
[[item]]
id = "w1"
kind = "water"
name = "Drinking water"
amount = "6 x 1.5 L"
best_before = "2027-05"
added = 2026-11-23
[[item]]  # the second
id = "f1"
kind = "food"
name = "Beans"
amount = "12 cans"
kcal = "340/can"
note = '''
name = "not a field"
[[item]]
'''
[next_id]
water = 2
[[contact]]
name = "Aunt"
phone = "112"
"""

SYNTAX = [
    # what stands, what was typed instead, the line, what is said of it
    ('name = "Beans"', 'name = "Beans', 22, "the quote at the end is missing"),
    ('name = "Beans"', "name = 'Beans", 22, "the quote at the end is missing"),
    ('name = "Beans"', 'name = Beans"', 22, 'put the text in quotes, like name = "Beans"'),
    ('name = "Beans"', "name = Beans", 22, 'put the text in quotes, like name = "Beans"'),
    ('name = "Beans"', 'name = "Beans" x', 22, "there is something after the closing quote"),
    ('name = "Beans"', "name = “Beans”", 22, 'use straight quotes, like "this"'),
    ('name = "Beans"', 'name = "C:\\new\\Beans"', 22, "write a backslash twice, or put the text in 'single quotes'"),
    ('name = "Beans"', 'name "Beans"', 22, 'write it like name = "Beans", or put # before a comment'),
    ('name = "Beans"', 'name: "Beans"', 22, "write = instead of :"),
    ('name = "Beans"', 'name == "Beans"', 22, "there are two = signs"),
    ('name = "Beans"', "name =", 22, "there is nothing after the = sign"),
    ('name = "Beans"', "name =   # later", 22, "there is nothing after the = sign"),
    ('name = "Beans"', 'the name = "Beans"', 22, 'write it like name = "Beans", or put # before a comment'),
    (
        'name = "Beans"',
        'name = "Be\x07ans"',
        22,
        "there is a sign in this line that cannot be in a text; delete it and type the line again",
    ),
    ('name = "Beans"', 'name = "Beans"\nname = "Peas"', 23, "name stands here a second time"),
    ('name = "Beans"', 'name = """Beans', 22, "the three quotes at the end are missing"),
    ("[[item]]\n'''", "[[item]]", 25, "the three quotes at the end are missing"),
    ('amount = "12 cans"', "amount = 12 cans", 23, 'put the text in quotes, like "6 x 1.5 L"'),
    ('amount = "12 cans"', "amount = 6x1.5L", 23, 'put the text in quotes, like "6 x 1.5 L"'),
    (
        'amount = "12 cans"',
        "amount = 1,5",
        23,
        'write a point instead of the comma and put the amount in quotes, like "1.5 L"',
    ),
    ('best_before = "2027-05"', "best_before = 2027-05", 17, 'put the date in quotes, like "2027-05"'),
    ('best_before = "2027-05"', "best_before = 30.06.2027", 17, "write the date like 2027-06-30"),
    ('best_before = "2027-05"', "best_before = 30/06/27", 17, "write the date like 2027-06-30"),
    ('best_before = "2027-05"', "best_before = 2027-13-05", 17, "month 13 does not exist"),
    ('best_before = "2027-05"', "best_before = 2027-02-30", 17, "there is no such day; write it like 2027-05-31"),
    ('best_before = "2027-05"', "best_before = 2027-5-1", 17, "there is no such day; write it like 2027-05-31"),
    ("days = 14", "days = 14\nhot = True", 6, "write true or false"),
    ("days = 14", "days = 14\nhot = yes", 6, "write true or false"),
    ("days = 14", "days = 14\nbags = [1, 2", 6, "the bracket at the end is missing"),
    ("days = 14", "days = 14\nbags = [\n  1,\n  2,\n", 6, "the bracket at the end is missing"),
    ("days = 14", "days = 14\nbags = [\n  1,\n  2;\n]", 8, 'write it like name = "Beans", or put # before a comment'),
    ("days = 14", "days = 14\nkeep this", 6, 'write it like name = "Beans", or put # before a comment'),
    ("[plan]", "[plan", 3, "the bracket at the end is missing: write it like [plan]"),
    ("[[item]]  #", "[[item]  #", 19, "the two brackets at the end are missing: write it like [[item]]"),
    ("[[item]]  #", "[[item  #", 19, "the two brackets at the end are missing: write it like [[item]]"),
    (
        "[[item]]  #",
        "[item]  #",
        19,
        "write [[item]] with two brackets: there can be several",
    ),
    (
        "[next_id]",
        "[plan]",
        29,
        "[plan] does not fit with what stands above: the same name is there already",
    ),
    ("adults = 2", "adults = 02", 7, "write a whole number, like 2"),
    ("adults = 2", "adults = 2\nadults = 3", 8, "adults stands here a second time"),
    ("adults = 2", f"adults = {'2' * 5000}", 7, "this number is too long"),
    ("adults = 2", f"adults = {'[' * 3000}", 7, "too many brackets inside one another"),
]


@pytest.mark.parametrize(("stands", "typed", "line", "hint"), SYNTAX)
def test_a_slip_of_the_hand_is_named_with_its_line_and_a_way_to_write_it(
    stands: str, typed: str, line: int, hint: str, tmp_path: Path
) -> None:
    text = KIT.replace(stands, typed, 1)
    path = tmp_path / "kit.toml"
    path.write_text(text)

    with pytest.raises(BadDataError) as caught:
        kit_file.load(str(path))

    found = [(problem.line, problem.message, problem.excerpt) for problem in caught.value.problems]
    assert found == [(line, hint, text.split("\n")[line - 1].strip())]
    assert path.read_text() == text


FIELDS: list[tuple[str, str, int, tuple[str | int, ...]]] = [
    ('amount = "12 cans"', "amount = 12", 23, ("item", 1, "amount")),
    ('amount = "12 cans"', 'amout = "12 cans"', 23, ("item", 1, "amout")),
    ('amount = "12 cans"', 'amount = "some"', 23, ("item", 1, "amount")),
    ('amount = "12 cans"\n', "", 19, ("item", 1)),
    ('amount = "6 x 1.5 L"', 'amount = "-3 L"', 16, ("item", 0, "amount")),
    ('amount = "6 x 1.5 L"', "amount = 1.5", 16, ("item", 0, "amount")),
    ('kind = "food"', 'kind = "fod"', 21, ("item", 1, "kind")),
    ('kind = "food"', "kind = 3", 21, ("item", 1, "kind")),
    ('id = "f1"', 'id = "1"', 20, ("item", 1, "id")),
    ('name = "Beans"', "name = 12", 22, ("item", 1, "name")),
    ('name = "Beans"', 'name = ""', 22, ("item", 1, "name")),
    ('kcal = "340/can"', 'kcal = "lots"', 24, ("item", 1, "kcal")),
    ('best_before = "2027-05"', 'best_before = "31.02.2027"', 17, ("item", 0, "best_before")),
    ('best_before = "2027-05"', "best_before = 2207-05-01", 17, ("item", 0, "best_before")),
    ("added = 2026-11-23", 'added = "today"', 18, ("item", 0, "added")),
    ("added = 2026-11-23", "added = 2026-11-23T10:00:00", 18, ("item", 0, "added")),
    ("adults = 2", 'adults = "2"', 7, ("household", "adults")),
    ("adults = 2", "adults = -2", 7, ("household", "adults")),
    ("children = 1", "children = 1.5", 8, ("household", "children")),
    ("days = 14", "days = 0", 5, ("plan", "days")),
    ("born = 1988", 'born = "1988"', 11, ("person", 0, "born")),
    ("born = 1988", "born = 88", 11, ("person", 0, "born")),
    ("water = 2", 'water = "2"', 30, ("next_id", "water")),
    ("[[person]]", "[person]", 9, ("person",)),
    ("format = 1", 'format = 1\ncounted = "today"', 3, ("counted",)),
    ("days = 14", "shelter = 5", 5, ("plan", "shelter")),
    ("added = 2026-11-23", 'kept = "attic"', 18, ("item", 0, "kept")),
    ('phone = "112"', "phone = 112", 33, ("contact", 0, "phone")),
    ('phone = "112"', "note = 3", 33, ("contact", 0, "note")),
    ("[[contact]]", "[contact]", 31, ("contact",)),
]


@pytest.mark.parametrize(("stands", "typed", "line", "path"), FIELDS)
def test_a_wrong_field_is_named_with_its_line(
    stands: str, typed: str, line: int, path: tuple[str | int, ...], tmp_path: Path
) -> None:
    text = KIT.replace(stands, typed, 1)
    file = tmp_path / "kit.toml"
    file.write_text(text)

    with pytest.raises(BadDataError) as caught:
        kit_file.load(str(file))

    found = [(problem.line, problem.path, problem.excerpt) for problem in caught.value.problems]
    assert found == [(line, path, text.split("\n")[line - 1].strip())]
    assert file.read_text() == text


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    text = KIT
    for stands, typed in (
        ("days = 14", "days = 1,5"),
        ('id = "w1"', 'id = "w1'),
        ("[[item]]  #", "[[item]  #"),
        ("water = 2", "water: 2"),
    ):
        text = text.replace(stands, typed, 1)
    path.write_text(text)

    with pytest.raises(BadDataError) as caught:
        kit_file.load(str(path))

    assert str(caught.value) == "kit.toml has 4 mistakes"
    assert [problem.line for problem in caught.value.problems] == [5, 13, 19, 30]
    assert caught.value.advice == "shelterkit edit --file"


def test_a_double_id_is_told_on_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_text(KIT.replace('id = "f1"', 'id = "w1"'))

    with pytest.raises(BadDataError) as caught:
        kit_file.load(str(path))

    assert [problem.line for problem in caught.value.problems] == [13, 20]


def test_no_more_than_ten_mistakes_are_told() -> None:
    text = "\n".join(f"line {number}" for number in range(30))

    found, _ = mistakes(text)

    assert [problem.line for problem in found] == list(range(1, 11))


def test_both_sides_of_a_merge_are_one_mistake() -> None:
    text = KIT.replace(
        'amount = "12 cans"',
        '<<<<<<< HEAD\namount = "12 cans"\n||||||| base\namount = "1 can"\n=======\namount = "9 cans"\n>>>>>>> other',
    )

    found, _ = mistakes(text)

    assert [(problem.line, problem.excerpt) for problem in found] == [(23, "<<<<<<< HEAD")]


def test_windows_line_ends_do_not_shift_the_lines() -> None:
    text = KIT.replace("days = 14", "days = 1,5").replace("\n", "\r\n")

    found, _ = mistakes(text)

    assert [problem.line for problem in found] == [5]


def test_a_field_is_found_however_its_table_is_written() -> None:
    lines = Lines(
        'a.b = 1\n"quoted key" = 2\n[plain]\nx = 1\n  [ plain . "sub table" ]\n\ty=[\n1, # ]\n]\nz = """\nx = 2\n"""\n'
        '[[list]]\nu = { v = 1 }\n[[list.inner]]\nw = 1\n[[list.inner]]\nw = 2\n[[list]]\n[list.end]\n\'q\' = """"a""""'
    )
    wanted: dict[tuple[str | int, ...], int | None] = {
        ("a", "b"): 1,
        ("a",): 1,
        ("quoted key",): 2,
        ("plain",): 3,
        ("plain", "x"): 4,
        ("plain", "sub table"): 5,
        ("plain", "sub table", "y"): 6,
        ("plain", "sub table", "z"): 9,
        ("list", 0): 12,
        ("list", 0, "u", "v"): 13,
        ("list", 0, "inner", 0, "w"): 15,
        ("list", 0, "inner", 1, "w"): 17,
        ("list", 1): 18,
        ("list", 1, "end", "q"): 20,
        ("list", 1, "not there"): 18,
        ("nowhere",): None,
        (): None,
    }

    found = {path: lines.of(path) for path in wanted}

    assert found == wanted
    assert (lines.text(4), lines.text(0), lines.text(99)) == ("x = 1", "", "")


def test_only_what_is_outside_quotes_is_a_comment() -> None:
    rows = (
        "# one",
        'a = "# no" # two',
        "b = '# no'",
        "c = '''",
        "# no",
        "''' # three",
        'd = """\\""" # no"""',
        'e = "\\" # no"#four',
    )
    text = "\n".join(rows)

    found = comments(text)

    assert found == ["# one", "# two", "# three", "#four"]


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
tables = st.fixed_dictionaries(
    {"name": words.map(lambda text: "n" + text), "note": words.map(lambda text: "n" + text)},
    optional={
        "where": st.sampled_from(["cellar", "[[item]]", 'a = "b"', "''' x", '"""']),
        "extra": st.lists(st.integers() | words, max_size=3),
        "more": st.dictionaries(st.text(min_size=1, max_size=5), st.integers(), max_size=2),
    },
)


def broken(kits: list[dict[str, Any]], which: int, key: str) -> dict[str, Any]:
    items = [
        {"id": f"o{number}", "kind": "other", "amount": "1 piece", **table} for number, table in enumerate(kits, 1)
    ]
    items[which][key] = 3
    return {"format": FORMAT, "household": {"adults": 1}, "item": items, "plan": {"days": 3}}


@settings(max_examples=300, deadline=None)
@given(
    kits=st.lists(tables, min_size=1, max_size=5),
    data=st.data(),
    key=st.sampled_from(["name", "note", "where", "amount", "kind", "id", "best_before"]),
    multiline=st.booleans(),
)
def test_the_line_of_a_wrong_field_is_exact(
    kits: list[dict[str, Any]], data: st.DataObject, key: str, *, multiline: bool
) -> None:
    which = data.draw(st.integers(0, len(kits) - 1))
    text = tomli_w.dumps(broken(kits, which, key), multiline_strings=multiline)
    text = text.replace(f"{key} = 3\n", f"{key} = 3 # here\n")

    with pytest.raises(BadDataError) as caught:
        understood(text.encode(), "kit.toml")

    (problem,) = caught.value.problems
    assert problem.path == ("item", which, key)
    assert problem.line is not None
    # A list so short that it stands on one line has only the line of the list.
    assert text.split("\n")[problem.line - 1].startswith((f"{key} = 3 # here", "item = ["))


@settings(max_examples=200, deadline=None)
@given(kits=st.lists(tables, max_size=4))
def test_what_is_written_reads_back_with_a_header_for_every_table(kits: list[dict[str, Any]]) -> None:
    document = broken([{"name": "x", "note": "y"}, *kits], 0, "unknown")

    raw = written(document, "kit.toml")

    assert understood(raw, "kit.toml").document == document
    assert raw.decode().startswith(HEADER)
    assert understood(raw, "kit.toml").lines.of(("item", len(kits), "amount")) is not None
    assert raw.decode().count("[[item]]\nid = ") == len(kits) + 1


def test_a_text_that_lost_something_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    real = tomli_w.dumps
    monkeypatch.setattr(tomli_w, "dumps", lambda document, **_: real(document).replace("shelf = 3\n", ""))

    with pytest.raises(ShelterkitError, match="would not read back"):
        written(broken([{"name": "x"}], 0, "shelf"), "kit.toml")
