from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelterkit.render import html, pdf
from shelterkit.render.safe import safe
from shelterkit.report.document import (
    Document,
    Footnote,
    Gap,
    Heading,
    Paragraph,
    Row,
    Table,
    Tick,
    Verbatim,
    WriteIn,
    document,
)
from tests import paper
from tests.hostile import CASES, FOOTER, HOSTILE, LONG, TIMES, everywhere, squeezed, unmarked

if TYPE_CHECKING:
    from pathlib import Path

    from shelterkit.report.document import Block, Document

STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
# An object within a stream would be out of sight here.
DOES_SOMETHING = re.compile(rb"/(?:JS|JavaScript|URI|Launch|OpenAction|EmbeddedFile|AA|Annots|Dest|ObjStm)\b")


def coded(shown: str) -> str:
    """Return text with what is not ASCII as its code: as typed and visibly escaped become the same."""
    plain = normalize("NFKC", squeezed(unmarked(shown))).encode("ascii", "backslashreplace").decode()
    # What joins letters has no place of its own on a page, and a reader adds marks where the direction changes.
    return re.sub(r"\\u200[cd]|\\u202[abc]|\\ufe0f", "", plain)


@pytest.fixture(scope="module")
def hostile_pdfs() -> dict[str, pdf.Printed]:
    """Return each hostile text printed, once for all tests."""
    paper.needs_typst()
    return {typed: pdf.render(everywhere(typed), paper="a4") for typed in HOSTILE.values()}


@CASES
def test_a_pdf_says_what_was_typed_or_its_codes(typed: str, hostile_pdfs: dict[str, pdf.Printed]) -> None:
    pages = paper.pages(hostile_pdfs[typed].raw)

    shown = coded(" ".join(pages).replace(FOOTER, ""))
    assert shown.count(coded(safe(typed))) >= TIMES - 2


def test_a_character_that_no_font_has_is_shown_as_its_code() -> None:
    paper.needs_typst()

    made = pdf.render(document("\u0378 \ue000 \U000e0fff \ufffe Їжа \U0010ffff"), paper="a4")

    assert "".join(paper.pages(made.raw)[0]).startswith("\\u0378 \\ue000 \\U000e0fff \\ufffe Їжа \\U0010ffff\n")


def test_where_nothing_helps_every_other_script_is_shown_as_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    paper.needs_typst()
    monkeypatch.setattr(pdf, "_TRIES", 1)

    made = pdf.render(document("a é \u0378"), paper="a4")

    assert paper.pages(made.raw)[0].startswith("a \\xe9 \\u0378\n")


def test_a_character_that_only_this_computers_fonts_have_is_shown() -> None:
    paper.needs_typst()
    paper.needs_font_with("語")

    made = pdf.render(document("語"), paper="a4")

    assert paper.pages(made.raw)[0].split()[0] == "語"


@CASES
def test_a_pdf_has_its_fonts_in_it_and_does_nothing(typed: str, hostile_pdfs: dict[str, pdf.Printed]) -> None:
    made = hostile_pdfs[typed]

    assert paper.fonts_not_in_the_file(made.raw) == []
    assert DOES_SOMETHING.findall(STREAM.sub(b"", made.raw)) == []


def test_a_pdf_tells_of_itself_only_its_title() -> None:
    paper.needs_typst()

    made = pdf.render(everywhere("canary"), paper="a4")

    facts = paper.facts(made.raw)
    assert facts["Title"] == "Hostile"
    assert {"Author", "Subject", "Keywords", "CreationDate", "ModDate"} & set(facts) == set()
    assert (facts["Tagged"], facts["JavaScript"], facts["Pages"]) == ("yes", "no", "1")
    assert "canary" not in str(facts)


def test_what_says_nothing_is_not_printed() -> None:
    paper.needs_typst()

    made = pdf.render(document(Heading("", 1), "Words.", Table(("Head",), ()), Heading(" ")), paper="a4")

    assert paper.pages(made.raw)[0].split() == ["Words.", "page", "1", "of", "1"]


def test_the_same_document_is_the_same_file() -> None:
    paper.needs_typst()

    assert pdf.render(everywhere("x"), paper="a4") == pdf.render(everywhere("x"), paper="a4")


def test_a_pdf_without_the_extra_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(pdf.PdfMissingError):
        pdf.render(everywhere("x"), paper="a4")


@given(
    st.lists(
        st.one_of(
            st.builds(Heading, st.text(max_size=20), st.integers(1, 2)),
            st.builds(Paragraph, st.text(max_size=50), hang=st.integers(0, 4)),
            st.builds(Tick, st.text(max_size=50), st.booleans(), st.tuples(st.text(max_size=20))),
            st.builds(WriteIn, st.text(max_size=80)),
            st.builds(Footnote, st.text(max_size=50), st.integers(1, 20)),
            st.builds(Verbatim, st.text(max_size=50)),
            st.just(Gap()),
            st.builds(
                Table,
                st.lists(st.text(max_size=9), max_size=3).map(tuple),
                st.lists(st.builds(Row, st.lists(st.text(max_size=9), max_size=4).map(tuple))).map(tuple),
                wraps=st.just(0),
                toned=st.none(),
            ),
        ),
        max_size=6,
    )
)
@settings(max_examples=60)
def test_any_document_can_be_printed(blocks: list[Block]) -> None:
    paper.needs_typst()

    assert pdf.render(document(blocks), paper="letter").pages >= 1
    assert html.render(document(blocks), paper="letter").endswith("</html>\n")


def sheet(shift: int) -> Document:
    """Return some pages of sections, each beginning elsewhere on its page by how far all is shifted down."""
    blocks: list[Block] = [Heading("Sheet", 1), *(Paragraph(f"Line {number}") for number in range(shift))]
    firsts: list[Block] = [
        Tick("first tick", details=("first detail", "last detail")),
        Paragraph("first words:"),
        WriteIn("first blank"),
        Table(("Head", "Room"), tuple(Row((f"row {i} " + "in five lines " * 20 + "end", "x")) for i in range(9))),
        Footnote("first note", 1),
        Verbatim("first command"),
    ]
    for number, first in enumerate(firsts * 3):
        ticks = (Tick(f"tick {i} of {number} " + "and so on " * 9 + "to") for i in range(number % 4 + 1))
        blocks += [Gap(), Heading(f"Section {number}"), first, *ticks]
    return document(*blocks, title="Sheet", footer=FOOTER)


SHIFTS = pytest.mark.parametrize("shift", range(0, 24, 2))


@SHIFTS
def test_no_page_ends_with_what_announces_the_next(shift: int) -> None:
    paper.needs_typst()

    pages = [body(page) for page in paper.pages(pdf.render(sheet(shift), paper="a4").raw)]

    assert len(pages) >= 4
    last_lines = [lines[-1].strip() for lines in pages]
    assert [line for line in last_lines if re.match(r"Section|first words:|Head +Room", line)] == []


@SHIFTS
def test_neither_a_tick_nor_a_row_is_split_over_pages(shift: int) -> None:
    paper.needs_typst()

    pages = [
        " ".join(" ".join(body(page)).split()) for page in paper.pages(pdf.render(sheet(shift), paper="letter").raw)
    ]

    for page in pages:
        assert (
            page.count("first tick first detail last detail") == page.count("first tick") == page.count("last detail")
        )
        assert len(re.findall(r"tick \d+ of (?:(?!tick).)* to\b", page)) == len(re.findall(r"tick \d", page))
        assert len(re.findall(r"row \d (?:(?!row).)* end\b", page)) == len(re.findall(r"row \d", page))
        # A table that goes on has its headers again.
        assert page.count("Head Room") >= bool(re.search(r"row \d", page))


def body(page: str) -> list[str]:
    """Return the lines of a page without its footer."""
    lines = [line for line in page.splitlines() if line.strip()]
    assert lines[-1].lstrip().startswith(FOOTER)
    return lines[:-1]


@pytest.mark.parametrize("size", ["a4", "letter"])
def test_every_page_says_which_of_how_many_it_is(size: str) -> None:
    paper.needs_typst()

    made = pdf.render(sheet(3), paper=size)

    assert paper.page_marks(made.raw) == [(page, made.pages) for page in range(1, made.pages + 1)]
    assert made.pages == int(paper.facts(made.raw)["Pages"]) > 3
    assert (
        paper.facts(made.raw)["Page size"].split(" pts")[0] == {"a4": "595.276 x 841.89", "letter": "612 x 792"}[size]
    )


def test_every_title_begins_a_page() -> None:
    paper.needs_typst()

    made = pdf.render(
        document(Heading("One", 1), "Words.", Heading("Two", 1), "Words.", Heading("Three", 1)), paper="a4"
    )

    assert [page.split()[0] for page in paper.pages(made.raw)] == ["One", "Two", "Three"]


@pytest.mark.parametrize("size", ["a4", "letter"])
def test_nothing_is_tiny_and_nothing_runs_off_the_page(size: str, tmp_path: Path) -> None:
    paper.needs_typst()
    hostile = [block for typed in HOSTILE.values() for block in everywhere(typed).blocks]

    made = pdf.render(document(hostile, footer=f"{FOOTER} {LONG}"), paper=size)

    assert min(paper.font_sizes(made.raw, tmp_path)) >= 11
    assert [word for page in paper.words(made.raw) for word in page if is_off(word)] == []


def is_off(word: paper.Word) -> bool:
    """Tell whether a word stands where a printer or a hole puncher may not let it stand."""
    return min(word.left, word.right) < 17.9 or word.top < 13 or word.bottom < 9


def test_there_is_room_to_write_by_hand() -> None:
    paper.needs_typst()
    counted = Table(("Item", "Counted"), (Row(("Water", "________")), Row(("Bread", "________"))))

    made = pdf.render(document(WriteIn("One"), WriteIn("Two"), counted), paper="a4")

    tops = {word.text: word.top for word in paper.words(made.raw)[0]}
    assert tops["Two:"] - tops["One:"] >= 9
    assert tops["Bread"] - tops["Water"] >= 9


def test_tables_with_the_same_headers_have_the_same_columns() -> None:
    paper.needs_typst()
    tables = (Table(("Item", "Amount"), (Row((name, "9 L")),)) for name in ("Water", "Emergency drinking water"))

    made = pdf.render(document(*tables), paper="a4")

    assert len({word.left for word in paper.words(made.raw)[0] if word.text in ("Amount", "9")}) == 1


def test_a_browser_prints_the_same_page(tmp_path: Path) -> None:
    hostile = (Paragraph(LONG), Tick(LONG, details=(LONG,)), WriteIn(LONG), Table(("A", "B"), (Row((LONG, LONG)),)))
    page = document(*sheet(5).blocks, *hostile, Footnote(LONG, 1), title="Sheet", footer=FOOTER)

    raw = paper.printed_by_browser(html.render(page, paper="letter"), tmp_path)

    pages = [body(page) for page in paper.pages(raw)]
    assert paper.page_marks(raw) == [(number, len(pages)) for number in range(1, len(pages) + 1)]
    assert [lines[-1] for lines in pages if re.match(r" *(Section|first words:|Head +Room)", lines[-1])] == []
    assert paper.facts(raw)["Page size"].startswith("612 x 792")
    assert min(paper.font_sizes(raw, tmp_path)) >= 11
    assert [word for page in paper.words(raw) for word in page if is_off(word)] == []
    assert squeezed("".join("".join(lines) for lines in pages)).count("[]firsttick") == 3
