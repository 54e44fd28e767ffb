"""Dates as people type them: every row of the date tables, and every day of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.calendar_dates import (
    EARLIEST,
    LATEST,
    MONTH_NAMES,
    Span,
    TypedDate,
    away,
    distance,
    last_of_month,
    parse_date,
    parse_span,
    parse_stored_date,
)
from shelterkit.errors import BadValue

TODAY: Final = date(2026, 11, 23)
ALL_DAYS: Final = [EARLIEST + timedelta(days=n) for n in range((LATEST - EARLIEST).days + 1)]

UNDERSTOOD: Final = [
    ("2027-05-31", "2027-05-31"),
    ("2027-5-1", "2027-05-01"),
    ("2027/05/31", "2027-05-31"),
    ("31.05.2027", "2027-05-31"),
    ("31. 05. 2027", "2027-05-31"),
    ("05.06.2027", "2027-06-05"),
    ("31 May 2027", "2027-05-31"),
    ("31 may 2027", "2027-05-31"),
    ("31st May 2027", "2027-05-31"),
    ("May 31, 2027", "2027-05-31"),
    ("31-May-2027", "2027-05-31"),
    ("31MAY2027", "2027-05-31"),
    ("2027 May 31", "2027-05-31"),
    ("31 травня 2027", "2027-05-31"),
    ("31 трав. 2027 р.", "2027-05-31"),  # noqa: RUF001
    ("May 2027", "2027-05"),
    ("Sept. 2027", "2027-09"),
    ("травень 2027", "2027-05"),
    ("05/2027", "2027-05"),
    ("05.2027", "2027-05"),
    ("2027-05", "2027-05"),
    ("  2027-05  ", "2027-05"),
    ("2028-02", "2028-02"),
    ("2027", "2027"),
    ("31/05/2027", "2027-05-31"),
    ("05/31/2027", "2027-05-31"),
    ("31-05-2027", "2027-05-31"),
    ("05/05/2027", "2027-05-05"),
    ("29.02.2028", "2028-02-29"),
    ("2000-01-01", "2000-01-01"),
    ("2100-12-31", "2100-12-31"),
    ("2020-01-01", "2020-01-01"),
]
RELATIVE: Final = [
    ("today", "2026-11-23"),
    ("Tomorrow", "2026-11-24"),
    ("yesterday", "2026-11-22"),
    ("завтра", "2026-11-24"),
    ("in 6 months", "2027-05-23"),
    ("через 6 місяців", "2027-05-23"),
    ("6m", "2027-05-23"),
    ("+180d", "2027-05-22"),
    ("in 2 weeks", "2026-12-07"),
    ("1y", "2027-11-23"),
]
_BOTH: Final = "can be 5 June or 6 May."
_FORMS: Final = "is not a date; write it like 2027-05-31, 31.05.2027 or 2027-05."
REFUSED: Final = [
    ("tomorow", "date-unreadable", '"tomorow" is not a date; did you mean tomorrow?', ("tomorrow",)),
    ("toady", "date-unreadable", '"toady" is not a date; did you mean today?', ("today",)),
    ("tuesday", "date-unreadable", '"tuesday" is not a date; write it like 2027-05-31, 31.05.2027 or 2027-05.', ()),
    ("05/06/2027", "date-ambiguous", f"05/06/2027 {_BOTH}", ("2027-06-05", "2027-05-06")),
    ("05-06-2027", "date-ambiguous", f"05-06-2027 {_BOTH}", ("2027-06-05", "2027-05-06")),
    ("12/06/2026", "date-ambiguous", "12/06/2026 can be 12 June or 6 December.", ("2026-12-06", "2026-06-12")),
    ("12/06/26", "date-short", "12/06/26 needs all four digits of its year.", ("2026-12-06", "2026-06-12")),
    ("06/12/2026", "date-ambiguous", "06/12/2026 can be 6 December or 12 June.", ("2026-12-06", "2026-06-12")),
    ("05/27", "date-short", "05/27: May 2027? Write 2027-05.", ("2027-05",)),
    ("05.27", "date-short", "05.27: May 2027? Write 2027-05.", ("2027-05",)),
    ("31.05.27", "date-short", "31.05.27 needs all four digits of its year.", ("2027-05-31",)),
    ("05/06/27", "date-short", "05/06/27 needs all four digits of its year.", ("2027-06-05", "2027-05-06")),
    ("27-05-31", "date-short", "27-05-31 needs all four digits of its year.", ("2027-05-31", "2031-05-27")),
    ("99.99.27", "date-short", "99.99.27 needs all four digits of its year.", ()),
    ("31.02.2027", "date-impossible", "February 2027 has 28 days.", ("2027-02-28",)),
    ("29.02.2027", "date-impossible", "February 2027 has 28 days.", ("2027-02-28",)),
    ("00.05.2027", "date-impossible", "May 2027 has 31 days.", ("2027-05-31",)),
    ("2027-13-05", "date-impossible", "month 13 does not exist.", ("2027-05-13",)),
    ("05.31.2027", "date-impossible", "month 31 does not exist.", ("2027-05-31",)),
    ("13/14/2027", "date-impossible", "month 14 does not exist.", ()),
    ("2027-13", "date-impossible", "month 13 does not exist.", ("2027",)),
    ("2027-00-10", "date-impossible", "month 0 does not exist.", ()),
    ("2207", "date-range", "the year 2207 is outside 2000 to 2100; did you mean 2027?", ("2027",)),
    ("May 2207", "date-range", "the year 2207 is outside 2000 to 2100; did you mean 2027?", ("2027-05",)),
    ("31.05.2207", "date-range", "the year 2207 is outside 2000 to 2100; did you mean 2027?", ("2027-05-31",)),
    ("31.02.2207", "date-range", "the year 2207 is outside 2000 to 2100; did you mean 2027?", ()),
    ("3027", "date-range", "the year 3027 is outside 2000 to 2100; did you mean 2027?", ("2027",)),
    ("1999-12-31", "date-range", "the year 1999 is outside 2000 to 2100.", ()),
    ("2101", "date-range", "the year 2101 is outside 2000 to 2100.", ()),
    ("in 90 years", "date-range", '"in 90 years" is outside 2000 to 2100.', ()),
    ("in 0 days", "date-range", '"0 days" is outside what can be planned for: 1 day to 100 years.', ("today",)),
    ("31/05", "date-unreadable", f'"31/05" {_FORMS}', ()),
    ("31 May", "date-unreadable", f'"31 May" {_FORMS}', ()),
    ("May May 2027", "date-unreadable", f'"May May 2027" {_FORMS}', ()),
    ("31 May 27", "date-unreadable", '"31 May 27" is not a date; did you mean 2027-05-31?', ("2027-05-31",)),
    ("Mya 2027", "date-unreadable", '"Mya 2027" is not a date; did you mean 2027-05?', ("2027-05",)),
    ("20270531", "date-unreadable", '"20270531" is not a date; did you mean 2027-05-31?', ("2027-05-31",)),
    ("20271331", "date-unreadable", f'"20271331" {_FORMS}', ()),
    ("2027-W01-1", "date-unreadable", f'"2027-W01-1" {_FORMS}', ()),
    ("٢٠٢٧", "date-unreadable", f'"٢٠٢٧" {_FORMS}', ()),
    ("soon!", "date-unreadable", f'"soon!" {_FORMS}', ()),
    ("", "date-unreadable", f'"" {_FORMS}', ()),
    ("9" * 5000, "date-unreadable", f'"{"9" * 57}..." {_FORMS}', ()),
]  # fmt: skip
SPANS: Final = [
    ("30d", Span(0, 30, "d"), "30d"),
    ("30 days", Span(0, 30, "d"), "30d"),
    ("30D", Span(0, 30, "d"), "30d"),
    ("14d", Span(0, 14, "d"), "14d"),
    ("6w", Span(0, 42, "w"), "6w"),
    ("3m", Span(3, 0, "m"), "3m"),
    ("6 months", Span(6, 0, "m"), "6m"),
    ("1 місяць", Span(1, 0, "m"), "1m"),
    ("1y", Span(12, 0, "y"), "1y"),
    ("2 роки", Span(24, 0, "y"), "2y"),
    ("36500d", Span(0, 36500, "d"), "36500d"),
    ("100 years", Span(1200, 0, "y"), "100y"),
]  # fmt: skip
_SPAN_FORMS: Final = "is not a span of time; write it like 30d, 6w, 3m or 1y."
_SPAN_LIMITS: Final = "is outside what can be planned for: 1 day to 100 years."
SPANS_REFUSED: Final = [
    ("0d", "span-range", f'"0d" {_SPAN_LIMITS}', ("1d",)),
    ("36501d", "span-range", f'"36501d" {_SPAN_LIMITS}', ("100y",)),
    ("101y", "span-range", f'"101y" {_SPAN_LIMITS}', ("100y",)),
    ("30", "span-unreadable", f'"30" {_SPAN_FORMS}', ("30d",)),
    ("-30d", "span-unreadable", f'"-30d" {_SPAN_FORMS}', ("30d",)),
    ("30 dayz", "span-unreadable", f'"30 dayz" {_SPAN_FORMS}', ("30d",)),
    ("300 yeers", "span-unreadable", f'"300 yeers" {_SPAN_FORMS}', ()),
    ("1.5y", "span-unreadable", f'"1.5y" {_SPAN_FORMS}', ()),
    ("5 zzz", "span-unreadable", f'"5 zzz" {_SPAN_FORMS}', ()),
    ("", "span-unreadable", f'"" {_SPAN_FORMS}', ()),
]
DISTANCES: Final = [
    (date(2026, 11, 23), "today", "today"),
    (date(2026, 11, 24), "in 1 day", "1 day"),
    (date(2026, 12, 15), "in 22 days", "22 days"),
    (date(2027, 1, 21), "in 59 days", "59 days"),
    (date(2027, 1, 22), "in 1 month", "1 month"),
    (date(2027, 5, 31), "in 6 months", "6 months"),
    (date(2027, 9, 30), "in 10 months", "10 months"),
    (date(2028, 11, 22), "in 23 months", "23 months"),
    (date(2028, 11, 23), "in 2 years", "2 years"),
    (date(2026, 11, 22), "1 day ago", "1 day ago"),
    (date(2026, 11, 1), "22 days ago", "22 days ago"),
    (date(2026, 8, 23), "3 months ago", "3 months ago"),
    (date(2000, 1, 1), "26 years ago", "26 years ago"),
]


def read(text: str, *, order: str | None = None) -> TypedDate:
    understood = parse_date(text, today=TODAY, order=order)
    assert understood is not None
    return understood


@pytest.mark.parametrize(("typed", "understood"), UNDERSTOOD + RELATIVE)
def test_a_date_is_understood(typed: str, understood: str) -> None:
    assert read(typed).text == understood


@pytest.mark.parametrize(("typed", "understood"), UNDERSTOOD)
def test_a_kit_may_keep_a_date_as_it_is_typed(typed: str, understood: str) -> None:
    assert parse_stored_date(typed).text == understood


@pytest.mark.parametrize("typed", [typed for typed, _ in RELATIVE] + ["none"])
def test_a_kit_cannot_keep_a_date_that_moves(typed: str) -> None:
    with pytest.raises(BadValue) as refused:
        parse_stored_date(typed)

    assert refused.value.code == "date-unreadable"


@pytest.mark.parametrize(("typed", "code", "message", "instead"), REFUSED)
def test_a_date_is_refused_with_a_way_out(typed: str, code: str, message: str, instead: tuple[str, ...]) -> None:
    with pytest.raises(BadValue) as refused:
        parse_date(typed, today=TODAY)

    assert (refused.value.code, str(refused.value), refused.value.instead) == (code, message, instead)


@pytest.mark.parametrize("suggestion", sorted({suggestion for *_, instead in REFUSED for suggestion in instead}))
def test_every_date_offered_instead_is_understood(suggestion: str) -> None:
    assert parse_date(suggestion, today=TODAY) is not None


@pytest.mark.parametrize("typed", ["none", "None", " NONE "])
def test_none_means_no_date(typed: str) -> None:
    assert parse_date(typed, today=TODAY) is None


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("2027-05-31", TypedDate(date(2027, 5, 31), "day")),
        ("2027-02", TypedDate(date(2027, 2, 28), "month")),
        ("2028-02", TypedDate(date(2028, 2, 29), "month")),
        ("2027", TypedDate(date(2027, 12, 31), "year")),
    ],
)
def test_less_than_a_day_means_the_last_day(typed: str, understood: TypedDate) -> None:
    assert (read(typed), parse_stored_date(typed)) == (understood, understood)


@pytest.mark.parametrize(
    ("typed", "far"),
    [("2056-11-23", False), ("2056-11-24", True), ("in 40 years", True), ("2020", False)],
)
def test_only_more_than_thirty_years_ahead_is_far(typed: str, *, far: bool) -> None:
    assert read(typed).far is far


@pytest.mark.parametrize("spelling", " ".join(MONTH_NAMES).split())
def test_every_name_of_a_month_is_understood(spelling: str) -> None:
    month = next(number for number, names in enumerate(MONTH_NAMES, 1) if spelling in names.split())

    understood = [read(f"{spelling} 2027"), read(f"3 {spelling.upper()} 2027"), read(f"{spelling}. 3, 2027")]

    assert [one.text for one in understood] == [f"2027-{month:02}", f"2027-{month:02}-03", f"2027-{month:02}-03"]


def test_a_slashed_date_is_refused_exactly_when_both_orders_are_dates() -> None:
    refused = {(first, second) for first in range(1, 32) for second in range(1, 13) if not is_read(first, second)}

    assert refused == {(first, second) for first in range(1, 13) for second in range(1, 13) if first != second}


def is_read(day: int, month: int) -> bool:
    if day > last_of_month(2027, month).day:
        return True
    understood = attempt(f"{day}/{month}/2027")
    return understood == TypedDate(date(2027, month, day))


def attempt(text: str) -> TypedDate | BadValue | None:
    try:
        return parse_date(text, today=TODAY)
    except BadValue as refused:
        return refused


@pytest.mark.parametrize(
    ("order", "day_of"), [("dmy", lambda m, d: f"{d}/{m}/2027"), ("mdy", lambda m, d: f"{m}/{d}/2027")]
)
def test_with_an_order_every_slashed_day_of_a_year_is_read_in_it(order: str, day_of: object) -> None:
    assert callable(day_of)
    days = [day for day in ALL_DAYS if day.year == 2027]

    understood = [read(day_of(day.month, day.day), order=order).day for day in days]

    assert understood == days


def test_year_first_leaves_slashes_with_the_year_last_undecided() -> None:
    with pytest.raises(BadValue) as refused:
        parse_date("05/06/2027", today=TODAY, order="ymd")

    assert refused.value.code == "date-ambiguous"


def test_no_day_beyond_the_calendar_comes_from_a_clock_that_is_wrong() -> None:
    with pytest.raises(BadValue) as refused:
        parse_date("today", today=date(1970, 1, 2))

    assert (refused.value.code, str(refused.value)) == ("date-range", '"today" is outside 2000 to 2100.')


def test_a_date_of_the_file_itself_is_taken() -> None:
    assert parse_stored_date(date(2027, 5, 31)) == TypedDate(date(2027, 5, 31))


@pytest.mark.parametrize(
    ("stored", "code", "instead"),
    [
        (datetime(2027, 5, 31, 12, tzinfo=UTC), "date-unreadable", ("2027-05-31",)),
        (date(1999, 1, 1), "date-range", ()),
        ("2207-05-31", "date-range", ("2027-05-31",)),
        ("2027-13-05", "date-impossible", ("2027-05-13",)),
        ("05/06/2027", "date-ambiguous", ("2027-06-05", "2027-05-06")),
        ("2027-", "date-unreadable", ()),
        ("2027-05-31T10:00", "date-unreadable", ()),
        ("２０２７", "date-unreadable", ()),  # noqa: RUF001 - full-width digits
    ],
)
def test_a_wrong_date_in_a_kit_is_refused(stored: str | date, code: str, instead: tuple[str, ...]) -> None:
    with pytest.raises(BadValue) as refused:
        parse_stored_date(stored)

    assert (refused.value.code, refused.value.typed, refused.value.instead) == (code, str(stored), instead)


def test_every_day_is_read_back_from_its_text() -> None:
    assert [parse_stored_date(day.isoformat()).day for day in ALL_DAYS] == ALL_DAYS


def test_every_day_is_read_as_it_is_written_with_dots() -> None:
    assert [read(f"{day.day}.{day.month}.{day.year}").day for day in ALL_DAYS] == ALL_DAYS


def test_a_month_ends_the_day_before_the_next_begins() -> None:
    starts = [day for day in ALL_DAYS if day.day == 1]

    assert [last_of_month(day.year, day.month) + timedelta(days=1) for day in starts] == [*starts[1:], date(2101, 1, 1)]


@pytest.mark.parametrize(("typed", "span", "text"), SPANS)
def test_a_span_is_understood_and_written_as_it_was_typed(typed: str, span: Span, text: str) -> None:
    assert (parse_span(typed), parse_span(typed).text, parse_span(text)) == (span, text, span)


@pytest.mark.parametrize(("typed", "code", "message", "instead"), SPANS_REFUSED)
def test_a_span_is_refused_with_a_way_out(typed: str, code: str, message: str, instead: tuple[str, ...]) -> None:
    with pytest.raises(BadValue) as refused:
        parse_span(typed)

    assert (refused.value.code, str(refused.value), refused.value.instead) == (code, message, instead)


@pytest.mark.parametrize("suggestion", sorted({suggestion for *_, instead in SPANS_REFUSED for suggestion in instead}))
def test_every_span_offered_instead_is_understood(suggestion: str) -> None:
    assert parse_span(suggestion).text == suggestion


@pytest.mark.parametrize(("span", "text"), [(Span(3), "3m"), (Span(12), "12m"), (Span(days=14), "14d")])
def test_a_span_that_was_not_typed_is_written_in_months_or_days(span: Span, text: str) -> None:
    assert span.text == text


@pytest.mark.parametrize(
    ("day", "span", "later"),
    [
        (date(2027, 1, 31), "1m", date(2027, 2, 28)),
        (date(2028, 1, 31), "1m", date(2028, 2, 29)),
        (date(2028, 2, 29), "1y", date(2029, 2, 28)),
        (date(2027, 12, 15), "1m", date(2028, 1, 15)),
        (date(2027, 2, 28), "1d", date(2027, 3, 1)),
        (date(2027, 1, 31), "6w", date(2027, 3, 14)),
        (date(2100, 12, 31), "1d", LATEST),
        (date(2100, 12, 31), "100y", LATEST),
    ],
)
def test_a_span_later_stays_in_the_month_and_in_the_calendar(day: date, span: str, later: date) -> None:
    assert parse_span(span).after(day) == later


def test_a_month_or_a_year_after_any_day_lies_in_the_right_month() -> None:
    for day in ALL_DAYS:
        for span in (Span(1), Span(12)):
            later = span.after(day)
            months = (later.year - day.year) * 12 + later.month - day.month
            expected = min(day.day, last_of_month(later.year, later.month).day)
            assert later == LATEST or (months, later.day) == (span.months, expected), (day, span)


@pytest.mark.parametrize(("day", "sentence", "column"), DISTANCES)
def test_a_distance_is_told_in_days_months_or_years(day: date, sentence: str, column: str) -> None:
    assert (distance(day, TODAY), away(day, TODAY)) == (sentence, column)


_DATELIKE: Final = r"[0-9]{1,5}([-./ ]|( ?(may|mya|feb|лютого) ?))[0-9]{1,4}([-./ ][0-9]{1,5})?"


@given(st.text(max_size=80) | st.from_regex(_DATELIKE, fullmatch=True))
def test_any_text_is_read_or_refused_with_suggestions_that_work(text: str) -> None:
    result = attempt(text)

    if isinstance(result, BadValue):
        assert result.typed == text
        assert all(isinstance(attempt(suggestion), TypedDate) for suggestion in result.instead)
    elif result is not None:
        assert EARLIEST <= result.day <= LATEST
        assert parse_stored_date(result.text).day == result.day
