"""Whose advice there is, what it says, and how the kit stands by each of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadDataError
from shelterkit.library import ENERGY
from shelterkit.services.changing import Change, Decision, Pen, change
from shelterkit.services.kits import assess_opened, library, open_kit

if TYPE_CHECKING:
    from shelterkit.advisory.energy import Energy
    from shelterkit.advisory.figures import Advisory
    from shelterkit.assessment.assess import Assessment
    from shelterkit.codec.kit import Kit
    from shelterkit.services.kits import Desk, Opened


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
