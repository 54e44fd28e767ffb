"""Whose advice there is, what it says, and how the kit stands by each of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadDataError, NotDoneError
from shelterkit.library import ENERGY
from shelterkit.quantities.numbers import quoted
from shelterkit.services.changing import Change, Decision, Pen, change
from shelterkit.services.kits import assess_opened, library, open_kit

if TYPE_CHECKING:
    from shelterkit.advisory.energy import Energy
    from shelterkit.advisory.figures import Advisory
    from shelterkit.assessment.assess import Assessment
    from shelterkit.codec.kit import Kit
    from shelterkit.services.kits import Desk, Opened

_MOST_LISTED = 4


class Shelf(NamedTuple):
    """The advisories that can be read, and why the others cannot."""

    advisories: tuple[Advisory, ...]
    refused: tuple[BadDataError, ...] = ()


def advisories(desk: Desk) -> Shelf:
    """Return every advisory; a file of the user's that is wrong does not hide the others."""
    books = library(desk)
    found: list[Advisory] = []
    refused: list[BadDataError] = []
    for advisory_id in books.ids():
        try:
            found.append(books.get(advisory_id))
        except BadDataError as wrong:
            refused.append(wrong)
    return Shelf(tuple(found), tuple(refused))


def one_advisory(desk: Desk, advisory_id: str) -> tuple[Advisory, ...]:
    """Return an advisory and those that fill its gaps."""
    return library(desk).chain(advisory_id)


class AmbiguousAdvisoryError(NotDoneError):
    """Several advisories are of the publisher or the country that was named; `ids` are theirs."""

    def __init__(self, typed: str, ids: tuple[str, ...]) -> None:
        commands = [f"shelterkit advisory show {one}" for one in ids]
        more = len(commands) - 1 - _MOST_LISTED
        last = (f"and {more} more:  shelterkit advisory list",) if more > 0 else ()
        details = (*commands[1 : 1 + _MOST_LISTED - bool(last)], *last)
        message = f"{quoted(typed)} fits {len(ids)} advisories; which?"
        super().__init__(message, code="advisory-ambiguous", details=details, advice=commands[0])
        self.ids = ids


def advisory_named(desk: Desk, words: str) -> str:
    """Return the id of the advisory with that id, or of the only one of that publisher or country.

    Words that fit nothing come back as they are; AmbiguousAdvisoryError where they fit several.
    """
    typed = words.casefold()
    if typed in known_ids(desk):
        return typed
    wanted = _words(words)
    described = _described(desk)
    fitting = [one for one, text in described.items() if wanted and wanted <= text]
    if not fitting and wanted:
        fitting = [one for one, text in described.items() if all(_begins(part, text) for part in wanted)]
    if len(fitting) > 1:
        raise AmbiguousAdvisoryError(words, tuple(fitting))
    return fitting[0] if fitting else words


def known_ids(desk: Desk) -> tuple[str, ...]:
    """Return the ids that can be shown: those of the advisories, and the energy tables'."""
    return (*library(desk).ids(), ENERGY)


def _described(desk: Desk) -> dict[str, set[str]]:
    """Return the words that name each advisory, and the energy tables: id, publisher and country."""
    from shelterkit.report.advisories import COUNTRIES  # noqa: PLC0415 - only where no id was given

    found = {
        one.id: _words(f"{one.id} {one.publisher} {one.country} {COUNTRIES.get(one.country, '')}")
        for one in advisories(desk).advisories
    }
    # What shelterkit worked out itself nobody looks for by the name of the program.
    publishers = (one.publisher for one in energy(desk).figures if one.evidence != "derived")
    return {**found, ENERGY: _words(" ".join(publishers))}


def _begins(part: str, words: set[str]) -> bool:
    return any(word.startswith(part) for word in words)


def _words(text: str) -> set[str]:
    return set("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def energy(desk: Desk) -> Energy:
    """Return the energy figures with their sources."""
    return library(desk).energy()


def is_energy(advisory_id: str) -> bool:
    """Tell whether the energy figures are meant, which no household can follow as an advisory."""
    return advisory_id == ENERGY


def check_advisory(desk: Desk, path: str) -> Advisory:
    """Return the advisory in a file if it is complete and sourced."""
    return library(desk).check_file(path)


def check_all(desk: Desk) -> tuple[Advisory, ...]:
    """Return every advisory when all are complete and sourced; the first file that is not is refused."""
    shelf = advisories(desk)
    if shelf.refused:
        raise shelf.refused[0]
    return shelf.advisories


def use_advisory(desk: Desk, pen: Pen, advisory_id: str) -> Change[Advisory]:
    """Follow another advisory; a number of days that was planned stays."""
    chosen = library(desk).chain(advisory_id)[0]

    def decide(kit: Kit) -> Decision[Advisory]:
        plan = kit.plan._replace(advisory=chosen.id)
        return Decision(kit._replace(plan=plan), f"advice: {chosen.id}", chosen)

    return change(desk, pen, decide)


class Comparison(NamedTuple):
    """How the kit stands by every advisory."""

    opened: Opened
    rows: tuple[tuple[Advisory, Assessment], ...]
    refused: tuple[BadDataError, ...] = ()


def compare(desk: Desk) -> Comparison:
    """Hold the kit against every advisory, each with its own target days."""
    opened = open_kit(desk)
    shelf = advisories(desk)
    rows = []
    for advisory in shelf.advisories:
        plan = opened.kit.plan._replace(advisory=advisory.id, days=None)
        kit = opened.kit._replace(plan=plan)
        rows.append((advisory, assess_opened(desk, opened._replace(kit=kit))))
    return Comparison(opened, tuple(rows), shelf.refused)


def known_advisory(desk: Desk, advisory_id: str) -> str:
    """Return the id of an advisory that can be followed; refuse any other."""
    return library(desk).chain(advisory_id)[0].id
