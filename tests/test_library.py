"""Where advisories are found, and what is refused in a file somebody else wrote."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
import tomli

from shelterkit.advisory.figures import build_advisory
from shelterkit.errors import BadDataError, NotDoneError, Problem, StorageError
from shelterkit.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = date(2026, 11, 23)
OWN = """\
id = "town"
title = "Advice to households"
publisher = "The town"
country = "NO"
as_of = 2026-11-20
falls_back_to = "no-dsb"

[[figure]]
need = "drinking-water"
amount = "4 L"
basis = "person-day"
[[figure.source]]
of = ["amount"]
evidence = "publisher"
url = "https://town.example/water"
says = "4 L a day"
"""


def locate(raw: bytes) -> Callable[[tuple[str | int, ...]], int | None]:
    """Find a field by its last word: enough for files in which every word stands once."""
    rows = raw.decode().splitlines()

    def line_of(path: tuple[str | int, ...]) -> int | None:
        word = str(path[-1]) if path else "nothing"
        return next((number for number, row in enumerate(rows, 1) if row.startswith(f"{word} =")), None)

    return line_of


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "town.toml").write_text(OWN, "utf-8")
    return Library(str(tmp_path), TODAY, locate)


def refused(library: Library, path: Path) -> BadDataError:
    with pytest.raises(BadDataError) as refusal:
        library.check_file(str(path))
    return refusal.value


def test_ids_are_the_shipped_and_the_user_s_own_in_order(library: Library) -> None:
    shipped = Library().ids()

    ids = library.ids()

    assert list(ids) == sorted([*shipped, "town"])
    assert [advisory.id for advisory in library.all()] == list(ids)


@pytest.mark.parametrize("name", [".town.toml", "town.toml~", "town.txt", "README"])
def test_other_files_in_the_folder_are_no_advisories(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(OWN, "utf-8")

    assert Library(str(tmp_path)).ids() == Library().ids()


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    found = [Library(str(tmp_path / name)).ids() for name in ("nowhere", "file")]

    assert found == [Library().ids()] * 2


def test_the_user_s_own_advisory_is_read(library: Library) -> None:
    advisory = library.get("town")

    assert advisory == build_advisory(tomli.loads(OWN))


def test_a_file_of_the_user_never_replaces_a_shipped_one(library: Library, tmp_path: Path) -> None:
    (tmp_path / "us-cdc.toml").write_text(OWN.replace("town", "us-cdc"), "utf-8")

    advisory = library.get("us-cdc")

    assert advisory == Library().get("us-cdc")


@pytest.mark.parametrize(
    ("start", "ids"),
    [
        ("us-cdc", ["us-cdc"]),
        ("us-embassy-kyiv", ["us-embassy-kyiv", "us-state-abroad", "us-cdc"]),
        ("town", ["town", "no-dsb", "us-cdc"]),
    ],
)
def test_a_chain_goes_on_to_whoever_fills_the_gaps(library: Library, start: str, ids: list[str]) -> None:
    chain = library.chain(start)

    assert [advisory.id for advisory in chain] == ids


def test_a_chain_ends_where_an_advisory_names_no_other(library: Library, tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(OWN.replace('falls_back_to = "no-dsb"\n', ""), "utf-8")

    chain = library.chain("town")

    assert chain == (library.get("town"),)


@pytest.mark.parametrize(
    ("typed", "message", "advice"),
    [
        ("us-cdx", 'there is no advisory "us-cdx"; did you mean us-cdc?', "shelterkit advisory show us-cdc"),
        ("NO-DSB", 'there is no advisory "NO-DSB"; did you mean no-dsb?', "shelterkit advisory show no-dsb"),
        ("../us-cdc", 'there is no advisory "../us-cdc"; did you mean us-cdc?', "shelterkit advisory show us-cdc"),
        ("", 'there is no advisory ""', "shelterkit advisory list"),
        ("zzzzzzzz", 'there is no advisory "zzzzzzzz"', "shelterkit advisory list"),
        ("a\0b\udcff", 'there is no advisory "a\0b\udcff"', "shelterkit advisory list"),
    ],
)
def test_an_unknown_id_is_answered_with_the_closest(library: Library, typed: str, message: str, advice: str) -> None:
    with pytest.raises(NotDoneError) as refusal:
        library.get(typed)

    assert (str(refusal.value), refusal.value.code, refusal.value.advice) == (message, "no-advisory", advice)


def test_all_mistakes_of_a_file_come_with_their_lines(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(OWN.replace("title", "titel").replace("2026-11-20", "2026-12-01").replace("https", "http"), "utf-8")

    error = refused(library, path)

    assert str(error) == "town.toml has 4 mistakes"
    assert (error.code, error.file) == ("advisory-damaged", str(path))
    assert error.problems == (
        Problem(("title",), "title is missing"),
        Problem(("titel",), "unknown field; did you mean title?", 2, 'titel = "Advice to households"'),
        Problem(("as_of",), "as_of is after today, 2026-11-23", 5, "as_of = 2026-12-01"),
        Problem(
            ("figure", 0, "source", 0, "url"),
            "url must begin with https:// and have no spaces",
            15,
            'url = "http://town.example/water"',
        ),
    )


def test_a_broken_file_is_refused_when_it_is_used_too(library: Library, tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(OWN.replace('"4 L"', '"4 kg"'), "utf-8")

    with pytest.raises(BadDataError) as refusal:
        library.chain("town")

    message = "amount of drinking-water must be in litres or gallons"
    assert refusal.value.problems == (Problem(("figure", 0, "amount"), message, 10, 'amount = "4 kg"'),)


def test_without_a_way_to_find_lines_mistakes_come_without_them(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(OWN.replace('"NO"', "47"), "utf-8")

    error = refused(Library(), path)

    assert str(error) == "town.toml has 1 mistake"
    assert error.problems == (Problem(("country",), "country must be text in quotes"),)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('publisher = "The town"', 'publisher = "The town', 3),
        ("as_of = 2026-11-20", "as_of = 20.11.2026", 5),
        ('country = "NO"', 'country = "NO"\ncountry = "SE"', 5),
    ],
)
def test_a_line_that_is_no_toml_is_named(tmp_path: Path, old: str, new: str, line: int) -> None:
    path = tmp_path / "town.toml"
    path.write_text(OWN.replace(old, new), "utf-8")

    error = refused(Library(), path)

    assert [(problem.line, problem.excerpt) for problem in error.problems] == [(line, new.rsplit("\n", maxsplit=1)[-1])]
    assert "invalid" not in error.problems[0].message.casefold()


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())

    advisory = library.check_file(str(path))

    assert advisory == build_advisory(tomli.loads(OWN))


def test_lines_are_right_after_a_byte_order_mark(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace('"town"', '"city"').encode())

    error = refused(library, path)

    assert error.problems == (Problem(("id",), 'id must be "town", as the file is called', 1, 'id = "city"'),)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (OWN.encode("utf-16"), "is not UTF-8 text; save it again as UTF-8"),
        (OWN.encode("utf-16-be"), "is not UTF-8 text; save it again as UTF-8"),
        (OWN.replace("The town", "Місто").encode("cp1251"), "is not UTF-8 text; save it again as UTF-8"),
        (b"#" * 1024 * 1024 + b"#", "is larger than 1 MB, too big for an advisory"),
    ],
)
def test_what_cannot_be_an_advisory_is_refused_in_a_sentence(
    library: Library, tmp_path: Path, raw: bytes, reason: str
) -> None:
    path = tmp_path / "town.toml"
    path.write_bytes(raw)

    error = refused(library, path)

    assert str(error) == f"{path} {reason}"


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 2000 + "]" * 2000], ids=["number", "brackets"])
def test_endless_values_are_refused(library: Library, tmp_path: Path, value: str) -> None:
    path = tmp_path / "town.toml"
    path.write_text(f"id = {value}\n", "utf-8")

    error = refused(library, path)

    assert error.problems == (Problem((), "it holds a number too long or brackets too deep to read"),)


def test_nothing_but_a_file_is_read(library: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()

    messages = {str(refused(library, tmp_path / name)) for name in ("pipe.toml", "folder.toml")}

    assert messages == {f"{tmp_path / name} is not a regular file" for name in ("pipe.toml", "folder.toml")}


def test_a_file_that_is_not_there_is_named(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NotDoneError) as refusal:
        library.check_file(str(tmp_path / "city.toml"))

    assert (str(refusal.value), refusal.value.code) == (f"there is no file {tmp_path / 'city.toml'}", "no-file")


def test_a_file_that_cannot_be_read_says_why(library: Library, tmp_path: Path) -> None:
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")

    with pytest.raises(StorageError) as refusal:
        library.check_file(str(tmp_path / "loop.toml"))

    path = tmp_path / "loop.toml"
    assert str(refusal.value) == f"{path} could not be read (too many levels of symbolic links)"


def test_a_folder_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    with pytest.raises(StorageError) as refusal:
        Library(str(tmp_path / "loop")).ids()

    assert str(refusal.value) == f"{tmp_path / 'loop'} could not be read (too many levels of symbolic links)"


@pytest.mark.parametrize("taken", ["us-cdc", "energy"])
def test_an_id_shelterkit_uses_itself_is_refused(library: Library, tmp_path: Path, taken: str) -> None:
    path = tmp_path / f"{taken}.toml"
    path.write_text(OWN.replace("town", taken, 1), "utf-8")

    error = refused(library, path)

    message = f'shelterkit has a "{taken}" of its own; give this one another id'
    assert error.problems == (Problem(("id",), message, 1, f'id = "{taken}"'),)


def test_a_fallback_nobody_has_is_a_mistake(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(OWN.replace("no-dsb", "no-dbs"), "utf-8")

    error = refused(library, path)

    assert [(problem.path, problem.line, problem.excerpt) for problem in error.problems] == [
        (("falls_back_to",), 6, 'falls_back_to = "no-dbs"')
    ]


def test_a_circle_is_named_in_the_file_that_closes_it(library: Library, tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(OWN.replace("no-dsb", "city"), "utf-8")
    (tmp_path / "city.toml").write_text(OWN.replace("no-dsb", "town").replace('id = "town"', 'id = "city"'), "utf-8")

    with pytest.raises(BadDataError) as refusal:
        library.chain("town")

    message = "the fallbacks go round in a circle: city -> town -> city"
    assert str(refusal.value) == "city.toml has 1 mistake"
    assert refusal.value.problems == (Problem(("falls_back_to",), message, 6, 'falls_back_to = "town"'),)


def test_a_file_outside_the_folder_can_be_checked(library: Library, tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    path = tmp_path / "drafts" / "city.toml"
    path.write_text(OWN.replace('id = "town"', 'id = "city"').replace("no-dsb", "town"), "utf-8")

    advisory = library.check_file(str(path))

    assert (advisory.id, advisory.falls_back_to) == ("city", "town")


def test_reading_shipped_advice_loads_nothing_slow() -> None:
    program = (
        "import sys; from shelterkit.library import Library; library = Library(); library.chain('us-embassy-kyiv'); "
        "library.energy_table(); "
        "print(sorted({'pathlib', 'difflib', 'json', 'dataclasses', 'fractions', 'unicodedata'} & set(sys.modules)))"
    )

    # -S: site may import what it likes.
    paths = os.pathsep.join(path for path in sys.path if path)
    ran = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": paths}
    )

    assert ran.stdout == "[]\n"
