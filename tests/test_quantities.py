"""Amounts as people type them: every row of the amount table, and the laws of taking some away."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.errors import BadValue
from shelterkit.quantities.amounts import Amount, parse_amount, show_amount, show_total
from shelterkit.quantities.energy import Energy, energy_of, energy_ratio, parse_energy, share_of, show_energy
from shelterkit.quantities.numbers import number_text, parse_number, show_number
from shelterkit.quantities.units import Unit, find_unit, plural
from shelterkit.quantities.words import split_amount

_FORMS: Final = "is not an amount; write it like 6x1.5L, 2 kg or 12 cans."
_PLAIN: Final = "is not a plain number; write it like 2 or 1.5."
_LIMITS: Final = "is outside what a kit holds: 0.001 to 1 000 000."
_UNITS: Final = "is not a unit; use L, ml, kg, g, kcal, cans or tablets."

UNDERSTOOD: Final = [
    ("6x1.5L", "6 x 1.5 L", "9"),
    ("6 x 1,5 l", "6 x 1.5 L", "9"),
    ("6×1,5л", "6 x 1.5 L", "9"),  # noqa: RUF001
    ("6 X 1.5 L", "6 x 1.5 L", "9"),
    ("6*1.5 L", "6 x 1.5 L", "9"),
    ("6 х 1.5 L", "6 x 1.5 L", "9"),  # noqa: RUF001
    ("6 bottles x 1.5 L", "6 x 1.5 L", "9"),
    ("6 пляшок x 1,5 літра", "6 x 1.5 L", "9"),
    ("2 gal", "2 gal", "7.570823568"),
    ("2 gal_uk", "2 gal_uk", "9.09218"),
    ("1 qt", "1 qt", "0.946352946"),
    ("1 pint", "1 pt", "0.473176473"),
    ("12 fl. oz.", "12 floz", "0.35488235475"),
    ("33 cl", "33 cl", "0.33"),
    ("5 dl", "5 dl", "0.5"),
    ("750 mL", "750 ml", "0.75"),
    ("3 x 400 g", "3 x 400 g", "1200"),
    ("3x14oz", "3 x 14 oz", "1190.67997125"),
    ("2 lbs", "2 lb", "907.18474"),
    ("500 mg", "500 mg", "0.5"),
    ("2 KG", "2 kg", "2000"),
    ("4000 kcal", "4000 kcal", "4000"),
    ("12 cans", "12 cans", "12"),
    ("1 can", "1 can", "1"),
    ("2 boxes", "2 boxes", "2"),
    ("12", "12 pieces", "12"),
    ("12 шт.", "12 pieces", "12"),
    ("56 tablets", "56 tablets", "56"),
    ("56 табл.", "56 tablets", "56"),
    ("30 days", "30 days", "30"),
    ("2 blisters x 10", "2 x 10 doses", "20"),
    ("2 strips x 10 tablets", "2 x 10 tablets", "20"),
    ("2 boxes x 28 tablets", "2 x 28 tablets", "56"),
    ("2 boxes x 10", "2 x 10 pieces", "20"),
    ("1/2 kg", "0.5 kg", "500"),
    ("1\u20442 kg", "0.5 kg", "500"),
    ("½ kg", "0.5 kg", "500"),
    ("1½kg", "1.5 kg", "1500"),
    ("1 1/2 kg", "1.5 kg", "1500"),
    ("0.500 L", "0.5 L", "0.5"),
    ("0,125 kg", "0.125 kg", "125"),
    ("1.5000 L", "1.5 L", "1.5"),
    ("1234.567 g", "1234.567 g", "1234.567"),
    ("12.3450 kg", "12.3450 kg", "12345"),
    ("007 L", "7 L", "7"),
    ("0", "0 pieces", "0"),
    ("0 x 1.5 L", "0 x 1.5 L", "0"),
    ("0.001 ml", "0.001 ml", "0.000001"),
    ("1000000 L", "1000000 L", "1000000"),
    ("2 Dosen", "2 cans", "2"),
    ("56 Stück", "56 pieces", "56"),
    ("20 Tabletten", "20 tablets", "20"),
    ("6 Flaschen je 1,5 L", "6 x 1.5 L", "9"),
    ("3 Schachteln à 20 Tabletten", "3 x 20 tablets", "60"),
    ("100 пакетиків", "100 sachets", "100"),
]
REFUSED: Final = [
    ("1,500 L", "amount-ambiguous", "1,500 can be 1.5 or 1500.", ("1500 L", "1.50 L")),
    ("1.500 L", "amount-ambiguous", "1.500 can be 1.5 or 1500.", ("1500 L", "1.50 L")),
    ("12.345kg", "amount-ambiguous", "12.345 can be 12.345 or 12345.", ("12345kg", "12.3450kg")),
    ("6 x 1.500 L", "amount-ambiguous", "1.500 can be 1.5 or 1500.", ("6 x 1500 L", "6 x 1.50 L")),
    ("1,500 x 1,500 g", "amount-ambiguous", "1,500 can be 1.5 or 1500.", ()),
    ("1,500.00 L", "amount-unreadable", '"1,500.00" has its thousands set apart; write 1500.', ("1500 L",)),
    ("1.500,25 L", "amount-unreadable", '"1.500,25" has its thousands set apart; write 1500.25.', ("1500.25 L",)),
    ("1_000", "amount-unreadable", '"1_000" has its thousands set apart; write 1000.', ("1000",)),
    ("10 940 kcal", "amount-spaced", '"10 940" has its thousands set apart; write 10940.', ("10940 kcal",)),
    ("10\u00a0940 kcal", "amount-spaced", '"10\u00a0940" has its thousands set apart; write 10940.', ("10940 kcal",)),
    ("100 500.25 g", "amount-spaced", '"100 500.25" has its thousands set apart; write 100500.25.', ("100500.25 g",)),
    ("١٬٥٠٠ L", "amount-unreadable", f'"١٬٥٠٠ L" {_FORMS}', ()),  # noqa: RUF001
    ("١,٥٠٠ L", "amount-unreadable", '"١,٥٠٠" has its thousands set apart; write 1500.', ("1500 L",)),  # noqa: RUF001
    ("1,500,000,000 L", "amount-range", f'"1,500,000,000" {_LIMITS}', ()),
    ("-3", "amount-below-zero", '"-3" is below zero.', ("3",)),
    ("− 3 L", "amount-below-zero", '"− 3" is below zero.', ("3 L",)),  # noqa: RUF001
    ("-1,500 L", "amount-below-zero", '"-1,500" is below zero.', ()),
    ("3 x -2 L", "amount-below-zero", '"-2" is below zero.', ("3 x 2 L",)),
    ("nan", "amount-unreadable", f'"nan" {_FORMS}', ()),
    ("inf", "amount-unreadable", f'"inf" {_FORMS}', ()),
    ("1e9", "amount-unreadable", f'"1e9" {_FORMS}', ()),
    ("٣", "amount-unreadable", f'"٣" {_PLAIN}', ("3",)),
    ("9" * 5000, "amount-unreadable", f'"{"9" * 57}..." {_FORMS}', ()),
    ("9" * 90, "amount-range", f'"{"9" * 57}..." is longer than any amount.', ()),
    ("+5 L", "amount-unreadable", f'"+5" {_PLAIN}', ("5 L",)),
    (".5 L", "amount-unreadable", f'".5" {_PLAIN}', ("0.5 L",)),
    ("5. L", "amount-unreadable", f'"5." {_PLAIN}', ("5 L",)),
    ("1,5,0 kg", "amount-unreadable", f'"1,5,0" {_PLAIN}', ()),
    ("1/0 kg", "amount-unreadable", f'"1/0" {_PLAIN}', ()),
    ("⅓ kg", "amount-unreadable", "⅓ has no exact decimal; write it as a decimal.", ("0.33 kg",)),
    ("2/3 kg", "amount-unreadable", "2/3 has no exact decimal; write it as a decimal.", ("0.67 kg",)),
    ("1000001", "amount-range", f'"1000001" {_LIMITS}', ()),
    ("0.0001 L", "amount-range", f'"0.0001" {_LIMITS}', ()),
    ("1000 x 5000 L", "amount-range", '"1000 x 5000 L" is more than a kit holds: 1 000 000 of a unit.', ()),
    ("1.1234567890123456789 kg", "amount-range", '"1.1234567890123456789" is finer than any scale.', ("1.1230 kg",)),
    ("", "amount-missing", "no amount is given; write it like 6x1.5L, 2 kg or 12 cans.", ()),
    ("5 litters", "amount-unit", '"litters" is not a unit; did you mean L?', ("5 L",)),
    ("5canz", "amount-unit", '"canz" is not a unit; did you mean cans?', ("5cans",)),
    ("5 таблеткі", "amount-unit", '"таблеткі" is not a unit; did you mean таблеток?', ("5 таблеток",)),
    ("6 bottelsx1.5 L", "amount-unit", '"bottels" is not a unit; did you mean bottles?', ("6 bottles x1.5 L",)),
    ("5 zzz", "amount-unit", f'"zzz" {_UNITS}', ()),
    ("5 x", "amount-unit", f'"x" {_UNITS}', ()),
    ("400 g x 3", "amount-unreadable", f'"400 g x 3" {_FORMS}', ("3 x 400 g",)),
    ("2 x 6 x 1.5 L", "amount-unreadable", f'"2 x 6 x 1.5 L" {_FORMS}', ("12 x 1.5 L",)),
    (
        "2.5 x 400 g",
        "amount-unreadable",
        '"2.5 x 400 g" counts part of a package; write how much it is in all.',
        ("1000 g",),
    ),
]
SPLIT: Final = [
    ("Metformin 500 mg 56 tablets", "Metformin 500 mg", "56 tablets"),
    ("Metformin_500_mg 56 tablets", "Metformin 500 mg", "56 tablets"),
    ("6 x 1.5 L", "", "6 x 1.5 L"),
    ("6x1.5L", "", "6 x 1.5 L"),
    ("6x 1.5L", "", "6 x 1.5 L"),
    ("Beans 12 x 400 g", "Beans", "12 x 400 g"),
    ("Vitamin B 12 30 tablets", "Vitamin B 12", "30 tablets"),
    ("Aspirin_100 100 tablets", "Aspirin 100", "100 tablets"),
    ("Brand X 400 g", "Brand X", "400 g"),
    ("Oil 12 fl oz", "Oil", "12 floz"),
    ("Flour 1 1/2 kg", "Flour", "1.5 kg"),
    ("Pills 2 boxes x 28 tablets", "Pills", "2 x 28 tablets"),
    ("AA batteries 24", "AA batteries", "24 pieces"),
    ("Euthyrox 50 mcg 100 tablets", "Euthyrox 50 mcg", "100 tablets"),
    ("Л-тироксин 50 мкг 100 таблеток", "Л-тироксин 50 мкг", "100 tablets"),
    ("Insulin 100 IU/ml 5 pens", "Insulin 100 IU/ml", "5 pens"),
    ("Insulin 100 I.E./ml 5 pens", "Insulin 100 I.E./ml", "5 pens"),
    ("Vitamin D 1000 IU 60 capsules", "Vitamin D 1000 IU", "60 capsules"),
    ("Aspirin 0,5 g 20 Tabletten", "Aspirin 0,5 g", "20 tablets"),
    ("Hydrocortison 1 % 1 tube", "Hydrocortison 1 %", "1 tube"),
    ("Hydrocortison 1% 1 tube", "Hydrocortison 1%", "1 tube"),
    ("Salbutamol 100 µg 200 puffs", "Salbutamol 100 µg", "200 puffs"),
    ("Cream 50 mcg 100 g", "Cream 50 mcg", "100 g"),
    ("Bohnen_12x400g 340kcal", "Bohnen 12x400g", "340 kcal"),
    ("NRG 5 2300 kcal", "NRG 5", "2300 kcal"),
    ("beans 12 cans 340kcal", "beans", "12 x 340 kcal"),
]
NOT_SPLIT: Final = [
    ("Beans -3", "amount-below-zero", "-3", ("3",)),
    ("Beans -6 x 1.5 L", "amount-below-zero", "-6 x 1.5 L", ("6 x 1.5 L",)),
    ("Beans -6x 1.5L", "amount-below-zero", "-6x 1.5L", ("6x 1.5L",)),
    ("Pills -2 boxes x 28 tablets", "amount-below-zero", "-2 boxes x 28 tablets", ("2 boxes x 28 tablets",)),
    ("Beans nan", "amount-unreadable", "nan", ()),
    ("Beans inf kg", "amount-unreadable", "inf kg", ()),
    ("Beans nan x 400 g", "amount-unreadable", "nan x 400 g", ()),
    ("Beans 1e9", "amount-unreadable", "1e9", ()),
    ("Beans ٣ kg", "amount-unreadable", "٣ kg", ("3 kg",)),
    ("Beans .5 kg", "amount-unreadable", ".5 kg", ("0.5 kg",)),
    ("Beans 1 500 L", "amount-spaced", "1 500 L", ("1500 L",)),
    ("Beans 12 x 1 500 g", "amount-spaced", "12 x 1 500 g", ("12 x 1500 g",)),
    ("Beans 1,500 L", "amount-ambiguous", "1,500 L", ("1500 L", "1.50 L")),
    ("Beans 1,500 x 400 g", "amount-ambiguous", "1,500 x 400 g", ("1500 x 400 g",)),
    ("Beans 12 canz", "amount-unit", "12 canz", ("12 cans",)),
    ("Aspirin 100 protect", "amount-missing", "100 protect", ("100 pieces",)),
    ("Water 5 Kanister", "amount-missing", "5 Kanister", ("5 pieces",)),
    ("Water 5Kanister", "amount-unit", "5Kanister", ("5 pieces",)),
    ("Beans 6x1,5L 9L", "amount-two", "6x1,5L 9L", ("6x1,5L", "9L")),
    ("Pills 2x10 20 tablets", "amount-two", "2x10 20 tablets", ("20 tablets", "2x10")),
    ("Beans 12 Bündel 400g", "amount-two", "12 Bündel 400g", ("12x400g",)),
    ("Beans", "amount-missing", "Beans", ()),
    ("", "amount-missing", "", ()),
]
ENERGIES: Final = [
    ("340/can", "340/can", False),
    ("340/cans", "340/can", False),
    ("340 / can", "340/can", False),
    ("340 per can", "340/can", False),
    ("360/100g", "360/100g", False),
    ("360 kcal/100 g", "360/100g", False),
    ("360 ккал на 100 г", "360/100g", False),  # noqa: RUF001
    ("1500 kJ/100g", "1500/100g", True),
    ("400/100ml", "400/100ml", False),
    ("1800/kg", "1800/kg", False),
    ("1,5/g", "1.5/g", False),
    ("4000", "4000", False),
    ("4000/12 cans", "4000/12 cans", False),
    ("4000/12 x 400 g", "4000/12 x 400 g", False),
    ("0/can", "0/can", False),
]
ENERGIES_REFUSED: Final = [
    ("", "energy-unreadable", "no energy is given; write it like 340/can, 360/100g or 4000.", ()),
    ("nan", "amount-unreadable", f'"nan" {_PLAIN}', ()),
    ("340/", "amount-unreadable", f'"340/" {_PLAIN}', ()),
    ("-3/can", "amount-below-zero", '"-3" is below zero.', ("3/can",)),
    ("1,500/can", "amount-ambiguous", "1,500 can be 1.5 or 1500.", ("1500/can", "1.50/can")),
    ("340/1,500 g", "amount-ambiguous", "1,500 can be 1.5 or 1500.", ("340/1500 g", "340/1.50 g")),
    ("1,500/1,500 g", "amount-ambiguous", "1,500 can be 1.5 or 1500.", ()),
    ("340/bottel", "amount-unit", '"bottel" is not a unit; did you mean bottles?', ("340/bottles",)),
    ("340/zzz", "amount-unit", f'"zzz" {_UNITS}', ()),
    (
        "340/kcal",
        "energy-unreadable",
        'energy is counted for some food, not for "kcal"; write 340/can or 360/100g.',
        (),
    ),
    (
        "340/0 g",
        "energy-unreadable",
        'energy is counted for some food, not for "0 g"; write 340/can or 360/100g.',
        (),
    ),
    ("2000000", "amount-range", f'"2000000" {_LIMITS}', ()),
]


@pytest.mark.parametrize(("typed", "text", "base"), UNDERSTOOD)
def test_an_amount_is_understood(typed: str, text: str, base: str) -> None:
    amount = parse_amount(typed)

    assert (amount.text, amount.base) == (text, Decimal(base))


@pytest.mark.parametrize("text", [text for _, text, _ in UNDERSTOOD])
def test_an_amount_is_read_back_from_the_text_a_kit_keeps(text: str) -> None:
    assert parse_amount(text).text == text


@pytest.mark.parametrize(("typed", "code", "message", "instead"), REFUSED)
def test_an_amount_is_refused_with_a_way_out(typed: str, code: str, message: str, instead: tuple[str, ...]) -> None:
    with pytest.raises(BadValue) as refused:
        parse_amount(typed)

    value = refused.value
    assert (value.code, str(value), value.typed, value.instead) == (code, message, typed, instead)


@pytest.mark.parametrize("suggestion", sorted({text for *_, instead in REFUSED for text in instead}))
def test_every_amount_offered_instead_is_understood(suggestion: str) -> None:
    assert parse_amount(suggestion).number > 0


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("6x1.5L", (Decimal(6), Decimal("1.5"), Unit("L", "volume", Decimal(1)))),
        ("2 gal", (None, Decimal(2), Unit("gal", "volume", Decimal("3.785411784")))),
        ("12 cans", (None, Decimal(12), Unit("can", "pieces", Decimal(1)))),
        ("12", (None, Decimal(12), Unit("piece", "pieces", Decimal(1)))),
        ("2 blisters x 10", (Decimal(2), Decimal(10), Unit("dose", "pieces", Decimal(1)))),
    ],
)
def test_an_amount_is_a_count_a_size_and_a_unit(typed: str, parts: tuple[Decimal | None, Decimal, Unit]) -> None:
    assert parse_amount(typed) == parts


@pytest.mark.parametrize(
    ("typed", "number", "pieces"),
    [("6 x 1.5 L", "9", "6"), ("12 cans", "12", "12"), ("2 x 28 tablets", "56", "2"), ("2 kg", "2", None)],
)
def test_only_what_is_counted_has_pieces(typed: str, number: str, pieces: str | None) -> None:
    amount = parse_amount(typed)

    assert (amount.number, amount.pieces) == (Decimal(number), None if pieces is None else Decimal(pieces))


@pytest.mark.parametrize(("typed", "zero"), [("0", True), ("0 x 1.5 L", True), ("6 x 0 L", True), ("1 g", False)])
def test_only_nothing_is_zero(typed: str, *, zero: bool) -> None:
    assert parse_amount(typed).is_zero is zero


@pytest.mark.parametrize(
    ("amount", "taken", "left"),
    [
        ("6 x 1.5 L", "3", "4 x 1.5 L"),
        ("6 x 1.5 L", "9", "0 x 1.5 L"),
        ("6 x 1.5 L", "0", "6 x 1.5 L"),
        ("6 x 1.5 L", "1", "8 L"),
        ("6 x 0 L", "0", "0 L"),
        ("12 x 400 g", "4400", "1 x 400 g"),
        ("2 x 10 doses", "1", "19 doses"),
        ("12 cans", "5", "7 cans"),
        ("12 cans", "11.5", "0.5 cans"),
        ("2 gal", "3.785411784", "1 gal"),
        ("2 gal", "1", "6.570823568 L"),
        ("2 kg", "0.5", "1.9995 kg"),
        ("2 kg", "2000", "0 kg"),
        ("2 kg", "875", "1.1250 kg"),
        ("1 kg", "999.9999", "0.1 mg"),
        ("1 kg", "999.9999999", "0 kg"),
        ("1000000 gal", "1", "999999.735827947641851584 gal"),
        ("418.4 kJ", "50", "209.2 kJ"),
        ("1000 kJ", "100", "581.6 kJ"),
        ("3 x 1000 kJ", "0", "3 x 1000 kJ"),
    ],
)
def test_what_is_left_keeps_its_packages_or_becomes_one_number(amount: str, taken: str, left: str) -> None:
    assert parse_amount(amount).less(Decimal(taken)).text == left


def test_more_than_there_is_cannot_be_taken() -> None:
    with pytest.raises(BadValue) as refused:
        parse_amount("6 x 1.5 L").less(Decimal("9.001"))

    assert (refused.value.code, str(refused.value), refused.value.instead) == (
        "amount-too-much",
        "6 x 1.5 L is all there is.",
        ("6 x 1.5 L",),
    )


@pytest.mark.parametrize(
    ("spelling", "symbol"),
    [
        ("L", "L"),
        ("LITRES", "L"),
        ("мл", "ml"),
        ("ГРАМІВ", "g"),
        ("Kg", "kg"),
        ("kj", "kJ"),
        ("imperial gallons", "gal_uk"),
        ("tins", "can"),
        ("pcs", "piece"),
        ("pills", "tablet"),
        ("caps", "capsule"),
        ("уп.", "pack"),
        ("днів", "day"),
    ],
)
def test_a_unit_is_found_by_any_of_its_spellings(spelling: str, symbol: str) -> None:
    unit = find_unit(spelling)

    assert unit is not None
    assert unit.symbol == symbol


@pytest.mark.parametrize("word", ["", " ", "m", "gr", "1"])
def test_no_unit_is_found_for_a_word_that_is_none(word: str) -> None:
    assert find_unit(word) is None


@pytest.mark.parametrize(
    ("word", "number", "form"),
    [
        ("can", "1", "can"),
        ("can", "2", "cans"),
        ("can", "0", "cans"),
        ("tablet", "0.5", "tablets"),
        ("box", "2", "boxes"),
    ],
)
def test_a_word_follows_its_number(word: str, number: str, form: str) -> None:
    assert plural(word, Decimal(number)) == form


@pytest.mark.parametrize(
    ("number", "places", "rounding", "shown"),
    [
        ("10940", None, "down", "10 940"),
        ("1234567.5", None, "down", "1 234 567.5"),
        ("1.50", None, "down", "1.5"),
        ("0.0", None, "down", "0"),
        ("-0", None, "down", "0"),
        ("1E+3", None, "down", "1 000"),
        ("1.96", 1, "down", "1.9"),
        ("1.91", 1, "up", "2"),
        ("1.9115", 3, "half-up", "1.912"),
        ("100", 0, "up", "100"),
    ],
)
def test_a_number_is_shown_for_reading(number: str, places: int | None, rounding: str, shown: str) -> None:
    assert show_number(Decimal(number), places, rounding=rounding) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("6x1.5L", "6 x 1.5 L"),
        ("1 can", "1 can"),
        ("2 boxes", "2 boxes"),
        ("12.3450 kg", "12.345 kg"),
        ("6.570823568 L", "6.57 L"),
        ("10940 kcal", "10 940 kcal"),
        ("0 L", "0 L"),
    ],
)
def test_an_amount_is_shown_for_reading(typed: str, shown: str) -> None:
    assert show_amount(parse_amount(typed)) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("6 x 1.5 L", "9 L"),
        ("2 gal", "7.57 L"),
        ("750 ml", "750 ml"),
        ("0 L", "0 L"),
        ("3 x 400 g", "1.2 kg"),
        ("999.99 g", "999.99 g"),
        ("0.5 g", "0.5 g"),
        ("10940.9 kcal", "10 940 kcal"),
        ("12 cans", "12 pieces"),
        ("1 can", "1 piece"),
    ],
)
def test_a_total_is_shown_in_the_unit_people_use(typed: str, shown: str) -> None:
    amount = parse_amount(typed)

    assert show_total(amount.base, amount.unit.dimension) == shown


@pytest.mark.parametrize(("typed", "name", "text"), SPLIT)
def test_the_longest_amount_ends_the_name(typed: str, name: str, text: str) -> None:
    words = [word.replace("_", " ") for word in typed.split()]

    before, amount = split_amount(words)

    assert (" ".join(before), amount.text) == (name, text)


@pytest.mark.parametrize(("typed", "code", "refused_part", "instead"), NOT_SPLIT)
def test_a_refused_number_never_becomes_a_name(
    typed: str, code: str, refused_part: str, instead: tuple[str, ...]
) -> None:
    with pytest.raises(BadValue) as refused:
        split_amount(typed.split())

    assert (refused.value.code, refused.value.typed, refused.value.instead) == (code, refused_part, instead)


@pytest.mark.parametrize(("typed", "_code", "part", "instead"), NOT_SPLIT)
def test_words_offered_instead_split_in_their_place(
    typed: str, _code: str, part: str, instead: tuple[str, ...]
) -> None:
    corrected = [typed.replace(part, suggestion) for suggestion in instead]

    assert [" ".join(split_amount(text.split())[0]) for text in corrected] == [typed.partition(" ")[0]] * len(instead)


@pytest.mark.parametrize(
    ("typed", "part", "instead"),
    [
        ("beans 12 400g 340kcal", "12 400g 340kcal", "12x400g --kcal 340/can"),
        ("Bohnen 12x400g 340kcal", "12x400g 340kcal", "12x400g --kcal 340/can"),
        ("beans 12 cans 400 g 340 kcal", "12 cans 400 g 340 kcal", "12x400g --kcal 340/can"),
        ("juice 6 x 1 L 1400 kJ", "6 x 1 L 1400 kJ", "6x1L --kj 1400/bottle"),
        ("rice 3x1kg 3500 kcal", "3x1kg 3500 kcal", "3x1kg --kcal 3500/pack"),
        ("rice 2 kg 7000 kcal", "2 kg 7000 kcal", "2kg --kcal 7000"),
    ],
)
def test_an_energy_behind_an_amount_is_that_of_one_of_them(typed: str, part: str, instead: str) -> None:
    with pytest.raises(BadValue) as refused:
        split_amount(typed.split())

    assert (refused.value.code, refused.value.typed, refused.value.instead) == ("amount-two", part, (instead,))


@pytest.mark.parametrize(
    ("typed", "part", "instead"),
    [
        ("Ibuprofen 400 akut 20 tablets", "Ibuprofen 400 akut", ("Ibuprofen 400 akut",)),
        ("500 mg 56 tablets", "500 mg", ()),
        ("Pills 3 Bündel 20 tablets", "Pills 3 Bündel", ("Pills 3 Bündel",)),
    ],
)
def test_two_numbers_that_stood_apart_are_only_multiplied_where_one_is_the_size_of_a_pack(
    typed: str, part: str, instead: tuple[str, ...]
) -> None:
    with pytest.raises(BadValue) as refused:
        split_amount(typed.split())

    assert (refused.value.code, refused.value.typed, refused.value.instead) == ("amount-two", part, instead)


def test_a_spaced_number_says_how_a_name_would_keep_it() -> None:
    with pytest.raises(BadValue) as refused:
        split_amount(["Aspirin", "100", "100", "tablets"])

    assert str(refused.value) == (
        '"100 100 tablets" can be 100100 tablets, or a name with a number; quote a name that ends in a number.'
    )


@pytest.mark.parametrize(("typed", "text", "kj"), ENERGIES)
def test_an_energy_is_understood_and_read_back(typed: str, text: str, *, kj: bool) -> None:
    energy = parse_energy(typed)

    assert (energy.text, energy.kj, parse_energy(energy.text, kj=kj)) == (text, kj, energy)


@pytest.mark.parametrize(("typed", "code", "message", "instead"), ENERGIES_REFUSED)
def test_an_energy_is_refused_with_a_way_out(typed: str, code: str, message: str, instead: tuple[str, ...]) -> None:
    with pytest.raises(BadValue) as refused:
        parse_energy(typed)

    value = refused.value
    assert (value.code, str(value), value.typed, value.instead) == (code, message, typed, instead)


@pytest.mark.parametrize("suggestion", sorted({text for *_, instead in ENERGIES_REFUSED for text in instead}))
def test_every_energy_offered_instead_is_understood(suggestion: str) -> None:
    assert parse_energy(suggestion).number > 0


@pytest.mark.parametrize(
    ("energy", "amount", "kcal"),
    [
        ("340/can", "12 x 400 g", "4080"),
        ("340/can", "12 cans", "4080"),
        ("340/can", "3 x 4 cans", "4080"),
        ("100/pack", "3 x 4 cans", "300"),
        ("4000/12 cans", "3 cans", "1000"),
        ("360/100g", "12 x 400 g", "17280"),
        ("1800/kg", "500 g", "900"),
        ("400/100ml", "1.5 L", "6000"),
        ("4184 kJ/kg", "2 kg", "2000"),
        ("4000", "5 bags", "4000"),
        ("4184 kJ", "5 bags", "1000"),
        ("4000", "0 bags", "0"),
        ("340/can", "4000 kcal", "4000"),
        ("340/can", "4184 kJ", "1000"),
    ],
)
def test_the_energy_of_an_amount_is_counted(energy: str, amount: str, kcal: str) -> None:
    assert energy_of(parse_energy(energy), parse_amount(amount)) == Decimal(kcal)


def test_an_energy_in_kj_stays_exact_as_a_ratio() -> None:
    ratio = energy_ratio(parse_energy("1500 kJ/100g"), parse_amount("1 kg"))

    assert ratio == (Decimal(1_500_000), Decimal("418.4"))


@pytest.mark.parametrize(
    ("amount", "per", "message"),
    [
        ("2 kg", "1 can", "2 kg cannot be counted by can; count both alike, as in 1800/kg."),
        ("2 L", "100 g", "2 L cannot be counted by 100g; count both alike, as in 400/L."),
        ("12 cans", "100 g", "12 cans cannot be counted by 100g; count both alike, as in 340/can."),
    ],
)
def test_what_is_counted_differently_is_never_mixed(amount: str, per: str, message: str) -> None:
    with pytest.raises(BadValue) as refused:
        share_of(parse_amount(amount), parse_amount(per))

    assert (refused.value.code, str(refused.value), refused.value.typed) == ("energy-unit", message, amount)


def test_food_without_energy_is_never_taken_for_nothing() -> None:
    with pytest.raises(BadValue) as refused:
        energy_of(None, parse_amount("12 cans"))

    assert str(refused.value) == "nobody said how much energy 12 cans hold; write it like 340/can or 360/100g."


def test_the_energy_of_all_of_it_is_spread_over_what_there_is() -> None:
    spread = parse_energy("4000").spread(parse_amount("12 x 400 g"))

    assert (spread.text, energy_of(spread, parse_amount("3 x 400 g"))) == ("4000/12 x 400 g", Decimal(1000))


@pytest.mark.parametrize(("energy", "amount"), [("340/can", "12 cans"), ("4000", "0 cans")])
def test_an_energy_already_counted_or_of_nothing_is_not_spread(energy: str, amount: str) -> None:
    assert parse_energy(energy).spread(parse_amount(amount)) == parse_energy(energy)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("340/can", "340 kcal per can"),
        ("1500 kJ/100g", "1 500 kJ per 100 g"),
        ("4000", "4 000 kcal"),
        ("4000/12 cans", "4 000 kcal per 12 cans"),
    ],
)
def test_an_energy_is_shown_for_reading(typed: str, shown: str) -> None:
    assert show_energy(parse_energy(typed)) == shown


_UNITS_OF_ALL: Final = [find_unit(text.split()[-1]) for _, text, _ in UNDERSTOOD]
units = st.sampled_from(sorted({unit for unit in _UNITS_OF_ALL if unit is not None}))
sizes = st.decimals(Decimal("0.001"), Decimal(900), places=3) | st.integers(1, 900).map(Decimal)
amounts = st.builds(Amount, st.none() | st.integers(0, 200).map(Decimal), sizes, units)


@given(amounts)
def test_every_amount_is_read_back_from_its_text(amount: Amount) -> None:
    assert parse_amount(amount.text) == amount


@given(amounts, st.integers(0, 1000).map(lambda share: Decimal(share) / 1000))
def test_what_is_taken_and_what_is_left_are_what_there_was(amount: Amount, share: Decimal) -> None:
    taken = (amount.base * share).quantize(Decimal("0.001"), rounding="ROUND_DOWN")

    left = amount.less(taken)

    dust = Decimal("0.000001")
    assert 0 <= amount.base - taken - left.base < dust or left.unit.symbol == "kJ"
    assert left.base + taken == amount.base or left.is_zero or left.unit.dimension == "energy"
    assert parse_amount(left.text) == left


@given(amounts, st.integers(0, 1000))
def test_whole_packages_taken_leave_whole_packages(amount: Amount, number: int) -> None:
    count = Decimal(number) + (amount.count or 0)
    packed = amount._replace(count=count)

    left = packed.less(number * amount.size * amount.unit.factor)

    assert left == packed._replace(count=count - number)


def test_the_longest_amount_is_converted_without_rounding() -> None:
    amount = parse_amount("999999.123456789012345678 floz")

    assert Fraction(amount.base) == Fraction("999999.123456789012345678") * Fraction("0.0295735295625")


@given(st.decimals(Decimal("0.001"), Decimal(1_000_000), allow_nan=False))
def test_every_number_is_read_back_from_its_text(number: Decimal) -> None:
    rounded = number.quantize(Decimal("1e-18"))

    assert parse_number(number_text(rounded)) == rounded


def attempt(text: str) -> Amount | BadValue:
    try:
        return parse_amount(text)
    except BadValue as refused:
        return refused


_AMOUNTLIKE: Final = (
    r"[-+−]?[0-9]{0,4}[.,/½ ]?[0-9]{0,4} ?[xх×]? ?[0-9]{0,4}[.,/ ]?[0-9]{0,3} ?(L|kg|canz?|g x 3|zz|1e3|)"  # noqa: RUF001
)


@given(st.text(max_size=120) | st.from_regex(_AMOUNTLIKE, fullmatch=True))
def test_any_text_is_read_or_refused_with_suggestions_that_work(text: str) -> None:
    result = attempt(text)

    if isinstance(result, BadValue):
        assert result.typed == text
        assert all(isinstance(attempt(suggestion), Amount) for suggestion in result.instead)
    else:
        assert parse_amount(result.text) == result


@given(st.from_regex(r"[-0-9.,½]{1,7} ?(kcal|kJ)?(/|/can|/100 ?g|/[0-9,]{1,5}g|/bottel|/0 g)?", fullmatch=True))
def test_any_energy_is_read_or_refused_with_suggestions_that_work(text: str) -> None:
    try:
        result: Energy | BadValue = parse_energy(text)
    except BadValue as refused:
        result = refused

    if isinstance(result, BadValue):
        assert all(parse_energy(suggestion) for suggestion in result.instead)
    else:
        assert parse_energy(result.text, kj=result.kj) == result


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("1 Pfund", "500 g"),
        ("1,5 Pfund", "750 g"),
        ("3x1 Pfund", "3x500 g"),
    ],
)
def test_a_german_pound_is_answered_with_what_it_is(typed: str, instead: str) -> None:
    with pytest.raises(BadValue) as refused:
        parse_amount(typed)

    assert refused.value.instead == (instead,)
