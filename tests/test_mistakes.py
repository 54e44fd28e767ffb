"""The mistakes of a file in a refusal: as many as there is room for, the first one always."""

from __future__ import annotations

import pytest

from shelterkit.cli.mistakes import mistake_lines
from shelterkit.errors import Problem

UNIT = Problem(
    ("item", 0, "amount"), '"kgg" is not a unit; use L, ml, kg, g, kcal, cans or tablets', 20, 'amount = "1 kgg"'
)
AMOUNT = Problem(
    ("item", 1, "amount"), '"vier" is not an amount; write it like 6x1.5L, 2 kg or 12 cans', 30, 'amount = "vier"'
)
ID = Problem(("item", 2, "id"), "id is missing here", 40, "[[item]]")
LONG = Problem(("x",), "a sentence without an end " * 4, 50, "x = 1")

UNIT_TWO = [
    '  line 20  amount = "1 kgg"  "kgg" is not a unit; use L, ml, kg, g, kcal, cans',
    "           or tablets",
]
UNIT_ONE = '  line 20  amount = "1 kgg"  "kgg" is not a unit'
AMOUNT_ONE = '  line 30  amount = "vier"  "vier" is not an amount'
ID_ONE = "  line 40  [[item]]                     id is missing here"


@pytest.mark.parametrize(
    ("problems", "room", "lines"),
    [
        ([UNIT], 2, UNIT_TWO),
        ([UNIT], 1, UNIT_TWO),
        ([UNIT, ID], 3, [*UNIT_TWO, ID_ONE]),
        ([UNIT, AMOUNT], 2, [UNIT_ONE, AMOUNT_ONE]),
        ([UNIT, AMOUNT], 1, [UNIT_ONE, AMOUNT_ONE]),
        ([UNIT, AMOUNT], 3, [*UNIT_TWO, AMOUNT_ONE]),
        ([UNIT, AMOUNT, ID], 2, [UNIT_ONE, "  and 2 more; all of them with --json"]),
        ([UNIT, AMOUNT, ID], 3, [UNIT_ONE, AMOUNT_ONE, ID_ONE]),
        (
            [LONG, ID, ID],
            2,
            [
                "  line 50  x = 1  a sentence without an end a sentence without an end a (...)",
                "  and 2 more; all of them with --json",
            ],
        ),
    ],
)
def test_a_line_to_spare_shows_a_mistake_and_not_that_there_is_one_more(
    problems: list[Problem], room: int, lines: list[str]
) -> None:
    assert mistake_lines(problems, room, 78) == lines
