from __future__ import annotations

import csv
import io
import re
from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.render.csv import text
from shelterkit.render.safe import safe

CELLS = [
    ("a;=1+1", "a;'=1+1"),
    ("a; =1", "a;' =1"),
    ("a;+1;-2;b;@c", "a;'+1;'-2;b;'@c"),
    ("=1;=2", "'=1;'=2"),
    ("a;\t=1", "a;'\\x09=1"),
    ("a;\r1", "a;'\\x0d1"),
    ("a;\uff1d1", "a;'\uff1d1"),
    ('a;"=1', "a;'\"=1"),
    ("a;b", "a;b"),
    (";", ";"),
    ("\u2003=1", "'\u2003=1"),
    ("\u2007+1", "'\u2007+1"),
    ("\u202f-1", "'\u202f-1"),
    ("\u205f\u1680@x", "'\u205f\u1680@x"),
    ("'=1", "''=1"),
    ("it's = 1", "it's = 1"),
]


@pytest.mark.parametrize(("typed", "read_back"), CELLS)
def test_no_part_of_a_text_is_a_formula_to_any_spreadsheet(typed: str, read_back: str) -> None:
    assert list(csv.reader(io.StringIO(text([["x", typed]]), newline=""))) == [["x", read_back]]


TRICKY = st.text(st.sampled_from("=+-@;'\" \u2003\u2007\uff1d,a1\t\r\n\u200d"), max_size=12)


@given(st.lists(TRICKY, min_size=1, max_size=4))
def test_split_at_semicolons_no_cell_begins_a_formula(row: list[str]) -> None:
    made = text([["x", *row]]).removesuffix("\r\n")

    for one in next(csv.reader([made], delimiter=";", quotechar='"'), []):
        first = "".join(char for char in one if category(char) != "Zs" and char not in '"\u200d')[:1]
        assert normalize("NFKC", first) not in tuple("=+-@\t\r\n")


@given(TRICKY.map(safe))
def test_the_marks_can_be_taken_off_again(typed: str) -> None:
    made = next(csv.reader(io.StringIO(text([[typed, "x"]]), newline="")))[0]

    def plain(part: str) -> str:
        first = re.sub(r"[\s'\"\u200d]", "", part)[:1]
        return part.removeprefix("'") if normalize("NFKC", first) in tuple("=+-@") else part

    assert ";".join(map(plain, made.split(";"))) == typed
