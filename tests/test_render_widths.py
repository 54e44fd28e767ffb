from __future__ import annotations

import re
import shlex
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shelterkit.render.accessible import plain_text
from shelterkit.render.accessible import render as spoken
from shelterkit.render.bars import ASCII, BLOCKS, Look, bar, look_for, with_bars
from shelterkit.render.command_lines import folded
from shelterkit.render.safe import safe, width
from shelterkit.render.text import render
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

NAMES = st.text(
    st.one_of(
        st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Z", "C")),
        st.sampled_from("aZ жщ語水e\u0301\u200d👨\"'\\ $!"),
    ),
    max_size=100,
)
WIDTHS = st.integers(20, 200)
SHARES = st.none() | st.decimals(0, 1, places=3)
LOOKS = st.sampled_from([BLOCKS, ASCII])


def needs(rows: list[tuple[str, Decimal | None]]) -> Document:
    """Return a table of needs as the status screen has it."""
    made = tuple(
        Row((name, "LOW", "short"), (f"{name}: LOW", "short"), "!", "warning", share, f"{name} lasts: LOW.")
        for name, share in rows
    )
    return document(
        "Kit.", Table(("Need", "State", ""), made, toned=1, marked=True), Verbatim("Next:  shelterkit shop")
    )


@given(st.lists(st.tuples(NAMES, SHARES), max_size=5), WIDTHS, LOOKS)
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost_with_bars(
    rows: list[tuple[str, Decimal | None]], columns: int, look: Look
) -> None:
    bare = needs(rows)

    barred = render(with_bars(bare, columns, look), columns)

    assert [line for line in barred.split("\n") if width(line) > columns] == []
    if columns < 60:
        assert barred == render(bare, columns)
    # Nothing is cut: every sign of a name is there, whatever is broken over lines.
    signs = "".join(barred.split())
    assert [name for name, _ in rows if not is_within("".join(safe(name).split()), signs)] == []


def is_within(name: str, text: str) -> bool:
    """Tell whether all signs of a name stand in a text in their order."""
    rest = iter(text)
    return all(sign in rest for sign in name)


@given(st.lists(st.tuples(st.text("жщ語水e\u0301w", max_size=9), st.decimals(0, 1, places=2)), min_size=1, max_size=5))
def test_bars_begin_below_each_other_whatever_the_letters(rows: list[tuple[str, Decimal | None]]) -> None:
    lines = render(with_bars(needs(rows), 120, ASCII), 120).splitlines()[2:-1]

    assert len({width(line[: line.index("[")]) for line in lines}) == 1


@given(st.decimals(0, 1, places=4), st.integers(5, 10), LOOKS)
def test_a_bar_is_full_only_where_all_is_there_and_empty_only_where_nothing_is(
    share: Decimal, length: int, look: Look
) -> None:
    drawn = bar(share, length, look).removeprefix(look.start).removesuffix(look.end)

    assert len(drawn) == length
    assert set(drawn) <= {look.full, look.empty}
    assert (look.empty not in drawn) == (share == 1)
    assert (look.full not in drawn) == (share == 0)


BARS = [
    (None, ""),
    (Decimal(0), "[----------]"),
    (Decimal("0.01"), "[#---------]"),
    (Decimal("0.45"), "[####------]"),
    (Decimal("0.999"), "[#########-]"),
    (Decimal(1), "[##########]"),
]


@pytest.mark.parametrize(("share", "drawn"), BARS)
def test_a_bar_reads_as_agreed(share: Decimal | None, drawn: str) -> None:
    assert bar(share, 10, ASCII) == drawn


@pytest.mark.parametrize(
    ("encoding", "look"),
    [("utf-8", BLOCKS), ("cp437", BLOCKS), ("ascii", ASCII), ("latin-1", ASCII), ("koi8-r", BLOCKS), ("blorp", ASCII)],
)
def test_a_bar_is_made_of_what_the_encoding_has(encoding: str, look: Look) -> None:
    assert look_for(encoding) == look


@pytest.mark.parametrize(("spare", "length"), [(6, 0), (7, 5), (9, 7), (12, 10), (40, 10)])
def test_a_bar_takes_the_room_there_is_and_none_from_the_words(spare: int, length: int) -> None:
    bare = needs([("N" * 60, Decimal(0))])
    natural = 4 + 60 + 2 + 5 + 2 + 5

    drawn = render(with_bars(bare, natural + spare - 2, BLOCKS), natural + spare - 2)

    assert drawn.count("░") == length


WORDS = st.text(st.sampled_from("abc -/.x7\"'$!\\`語é~*(;|"), min_size=1, max_size=60)


# Here the word at the end of a line is the last word too.
@example([";", "7;", "7;", "77;", "7", "7"], 20, "")
@given(st.lists(WORDS, max_size=6), st.integers(20, 90), st.sampled_from(["", "Try:  ", "  ", "Later: 2 items.   "]))
def test_a_folded_command_is_the_same_words_for_a_shell(words: list[str], columns: int, before: str) -> None:
    command = " ".join(("shelterkit", *map(shlex.quote, words)))

    lines = folded(f"{before}{command}", columns, is_command=not before)

    assert [line for line in lines if width(line) > columns] == []
    joined = "\n".join(lines).replace("\\\n", "")
    assert shlex.split(joined[joined.index("shelterkit") :]) == ["shelterkit", *words]


FOLDED = [
    ("shelterkit keeps a kit", 20, ["shelterkit keeps a", "kit"]),
    ("Try:  shelterkit add water 6x1.5L", 20, ["Try:", "  shelterkit add \\", "    water 6x1.5L"]),
    ("Next:  shelterkit shop  what to buy", 24, ["Next:", "  shelterkit shop", "    what to buy"]),
    ('  shelterkit add "a b c d e f g h i j"', 20, ["  shelterkit add \\", '    "a b c d e f \\', 'g h i j"']),
    ("  shelterkit add 'a\"b c d e f g h i j'", 20, ["  shelterkit add \\", "    'a\"b c d e f '\\", "'g h i j'"]),
]


@pytest.mark.parametrize(("text", "columns", "lines"), FOLDED)
def test_a_command_is_folded_as_agreed(text: str, columns: int, lines: list[str]) -> None:
    assert folded(text, columns, hang=0) == lines


ALOUD = document(
    Heading("Stock-take", 1),
    Paragraph("Kit for 2 adults. Plan: 10 days.   Undo: shelterkit undo"),
    Paragraph("Ready for 1 of 10 days.", leads=True),
    Gap(),
    needs([("Water", Decimal(1))]).blocks[1],
    Table(("Id", "Item", "Where"), (Row(("w1", "Water", ""), mark="*"), Row(("f1", "Beans", "cellar")))),
    Table((), (Row(("a", "b"), ("Anna: insulin", "2 a day")), Row(("c",), ("[ ] Beans: 2 cans",)))),
    Tick("Fill bottles", done=True, details=("6 of them",), notes=(1, 2)),
    Tick("Charge the phone"),
    WriteIn("Meeting place"),
    Footnote("CDC, 2024", 1),
    Verbatim("Next:  shelterkit shop  what to buy"),
    Verbatim("  30 8 * * * x"),
)


def test_a_document_is_read_aloud_as_agreed() -> None:
    assert spoken(ALOUD) == (
        "Ready for 1 of 10 days.\n"
        "Stock-take\n"
        "Kit for 2 adults.\n"
        "Plan: 10 days.\n"
        "Undo: shelterkit undo\n"
        "Water lasts: LOW.\n"
        "w1: Item Water, marked *.\n"
        "f1: Item Beans, Where cellar.\n"
        "Anna: insulin, 2 a day.\n"
        "Beans: 2 cans\n"
        "Done: Fill bottles (see 1, 2)\n"
        "6 of them\n"
        "Charge the phone\n"
        "Meeting place: blank\n"
        "(1) CDC, 2024\n"
        "Next, what to buy: shelterkit shop\n"
        "30 8 * * * x\n"
    )


@given(st.lists(st.tuples(NAMES, SHARES), max_size=4), NAMES, NAMES)
def test_nothing_read_aloud_has_columns_or_acts_on_a_terminal(
    rows: list[tuple[str, Decimal | None]], name: str, note: str
) -> None:
    made = document(*needs(rows).blocks, Paragraph(name), Tick(note, details=(name,)), pairs(name, note))

    said = spoken(made)

    assert not re.search(r" {3,}|[\x00-\x09\x0b-\x1f\x7f-\x9f]", said)


def pairs(name: str, note: str) -> Table:
    return Table(("A", "B"), (Row((name, note)), Row((note, name), (name, note))))


def test_a_page_of_help_is_read_aloud_as_agreed() -> None:
    page = (
        "Keep it.\n\n  status      how long       list       what is there\n  init   where\n  shelterkit   how long?\n"
    )

    assert plain_text(page) == "Keep it.\nstatus: how long\nlist: what is there\ninit, where\nHow long?: shelterkit\n"
