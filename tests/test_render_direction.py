from __future__ import annotations

import re
import unicodedata
from html import unescape
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.render import html, markdown, pdf
from shelterkit.render.direction import isolated
from shelterkit.report.document import Heading, Paragraph, Row, Table, Tick, document
from tests import paper
from tests.hostile import squeezed, unmarked

ISOLATED = [
    ("أم كريم 555-0142", "<أم كريم> 555-0142"),
    ("إنسولين 100: 124 tablets", "<إنسولين> 100: 124 tablets"),
    ("Shelter: المدرسة 5, 12 Oak", "Shelter: <المدرسة> 5, 12 Oak"),
    ("שלום, עולם", "<שלום>, <עולם>"),
    ("5 שׁ 6", "5 <שׁ> 6"),
    ("می\u200cخواهم\u3000a", "<می\u200cخواهم>\u3000a"),  # noqa: RUF001 - Persian
    ("أم ٥٥٥-٠١٤٢", "<أم> <٥٥٥>-<٠١٤٢>"),  # noqa: RUF001 - Arabic digits
    ("\U00010900 1", "<\U00010900> 1"),
    ("Їжа: 12 L", "Їжа: 12 L"),
    ("緊急 e\u0301 5", "緊急 e\u0301 5"),
    ("555-0142", "555-0142"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "marked"), ISOLATED)
def test_only_words_from_right_to_left_are_isolated(text: str, marked: str) -> None:
    assert isolated(text) == marked.replace("<", "\u2068").replace(">", "\u2069")


@given(st.text(st.sampled_from("aא ب٥5-:\u05b0\u200d\u3000\u0301")))  # noqa: RUF001 - an Arabic digit
def test_every_letter_from_right_to_left_is_within_an_isolate_and_no_digit_is(text: str) -> None:
    made = isolated(text)

    outside = re.sub("\u2068[^\u2068\u2069]+\u2069", "", made)
    assert unmarked(made) == text
    assert {unicodedata.bidirectional(char) for char in outside} & {"R", "AL", "AN"} == set()
    assert outside.count("5") == text.count("5")


# The words, and what stands on paper to the right of them: where digits change places it is another number.
BESIDE = [
    ("أم كريم 555-0142", "555-0142"),
    ("إنسولين 100: 124 tablets", "100: 124 tablets"),
    ("المدرسة 5, 12 Oak", "5, 12 Oak"),
]
SHEET = document(
    Heading("Contacts and places", 1),
    "All of these words are here so that the page is one that goes from left to right.",
    *(Paragraph(f"Paragraph: {text}") for text, _ in BESIDE),
    *(Tick(text, details=(text,)) for text, _ in BESIDE),
    Table(("Name and more", "Other"), tuple(Row((text, "cell")) for text, _ in BESIDE)),
    title="Contacts",
)
SAME_LINE = 2  # millimetres between the tops of words in several fonts
LEFT = attrgetter("left")


@pytest.mark.parametrize("after", [after for _, after in BESIDE])
def test_numbers_beside_such_words_keep_their_order_on_paper(after: str) -> None:
    paper.needs_typst()

    page = paper.words(pdf.render(SHEET, paper="a4").raw)[0]

    last = [word.top for word in page if word.text.endswith(after.rsplit(maxsplit=1)[-1])]
    lines = [sorted((word for word in page if abs(word.top - top) < SAME_LINE), key=LEFT) for top in last]
    assert len(lines) == 4
    assert [line for line in lines if after not in " ".join(word.text for word in line)] == []


@pytest.mark.parametrize(("text", "after"), BESIDE)
def test_numbers_beside_such_words_keep_their_order_when_read_out_of_a_pdf(text: str, after: str) -> None:
    paper.needs_typst()

    page = paper.pages(pdf.render(SHEET, paper="letter").raw)[0]

    # The reader's own marks are not of the page.
    read = re.sub("[\u202a-\u202c]", "", unmarked(page))
    assert read.count(after) == 4
    assert squeezed(read).count(squeezed(text)) == 4


@pytest.mark.parametrize(("text", "after"), BESIDE)
def test_numbers_beside_such_words_keep_their_order_in_html(text: str, after: str) -> None:
    page = unescape(html.render(SHEET, paper="a4"))

    name = text.removesuffix(f" {after}")
    assert page.count(f"\u2068{name}\u2069 {after}") == page.count(name) == 4


def test_a_word_that_no_line_holds_is_whole_on_paper() -> None:
    paper.needs_typst()
    long = "ש" * 200

    made = pdf.render(document(*SHEET.blocks, Tick(long, details=(f"{long} 555-0142",))), paper="a4")

    page = unmarked(paper.pages(made.raw)[0])
    assert page.count("ש") == 400
    assert "555-0142" in page


def test_markdown_is_as_typed() -> None:
    page = markdown.render(SHEET)

    assert unmarked(page) == page


def test_a_name_of_underscores_is_no_blank() -> None:
    table = document(Table(("Name", "Counted"), (Row(("_", "________")), Row(("___", "________")))))

    page = html.render(table, paper="a4")

    assert "<td>_</td>" in page
    assert "<td>___</td>" in page
    assert page.count('<td class="blank"></td>') == 2
