"""Open a kit and the advice it follows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.assessment.assess import assess
from shelterkit.assessment.demand import Advice, UnitClashError
from shelterkit.errors import BadDataError, NoKitError, NotDoneError, Problem
from shelterkit.library import Library

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from shelterkit.assessment.assess import Assessment
    from shelterkit.codec.kit import Kit
    from shelterkit.household import Household
    from shelterkit.settings import KitPlace
    from shelterkit.store.lines import Lines

_PETS_ADVISORY, _FORMULA_ADVISORY = "ca", "ee"


class Desk(NamedTuple):
    """What every request works with: the kit's place, the environment, and the day."""

    place: KitPlace
    environment: Mapping[str, str]
    today: date


class Opened(NamedTuple):
    """A kit that was read, and the lines of its file (None for the sample kit)."""

    kit: Kit
    lines: Lines | None = None


class KitMistakeError(Exception):
    """A value in the kit that reads well and still cannot be right: `path` says where it stands."""

    def __init__(self, path: tuple[str | int, ...], message: str) -> None:
        super().__init__(message)
        self.path = path


def open_kit(desk: Desk, *, anyway: bool = False) -> Opened:
    """Read the kit, or the sample kit with its dates counted from today."""
    if desk.place.demo:
        return Opened(_demo(desk.today))
    from shelterkit.store.reading import load  # noqa: PLC0415 - the sample kit needs no store

    loaded = load(desk.place.path, anyway=anyway, on=desk.today)
    return Opened(loaded.kit, loaded.lines)


def other_versions(desk: Desk) -> tuple[str, ...]:
    """Return the names of the versions of the kit that a sync program left beside it."""
    if desk.place.demo:
        return ()
    from shelterkit.store.conflict_copies import conflict_copies  # noqa: PLC0415 - the sample kit needs no store

    return conflict_copies(desk.place.path)


def lost_items(desk: Desk) -> int:
    """Return how many items an empty kit had when shelterkit saved it last."""
    if desk.place.demo:
        return 0
    from shelterkit.store.lost import lost_items as store_lost  # noqa: PLC0415 - only for an empty kit

    return store_lost(desk.place.path)


def _demo(today: date) -> Kit:
    import tomli  # noqa: PLC0415

    from shelterkit.codec.reading import decode  # noqa: PLC0415

    path = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "demo_kit.toml")
    with open(path, "rb") as file:
        document: dict[str, Any] = tomli.load(file)
    return decode({**document, "item": [_dated(item, today) for item in document["item"]]})


def _dated(item: dict[str, Any], today: date) -> dict[str, Any]:
    """Return a sample item with its distances as dates, so that the sample kit never ages."""
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415

    dated = dict(item)
    for key in ("best_before", "use_by"):
        if key in dated:
            dated[key] = parse_span(dated[key]).after(today)
    return dated


def library(desk: Desk) -> Library:
    """Return the advisories: the shipped ones and those in the user's config folder."""
    from shelterkit.settings import advisories_folder  # noqa: PLC0415
    from shelterkit.store.lines import Lines  # noqa: PLC0415

    def locate(raw: bytes) -> Any:
        return Lines(raw.decode("utf-8-sig")).of

    try:
        folder = advisories_folder(desk.environment)
    except NoKitError:
        folder = None  # Without a home there is no folder of one's own; the shipped advice is there all the same.
    return Library(folder, desk.today, locate)


def advice_for(desk: Desk, kit: Kit) -> Advice:
    """Return the advice a kit follows, with what other figures its household needs."""
    shipped = Library()
    books = shipped if shipped.has(kit.plan.advisory) else library(desk)
    try:
        chain = books.chain(kit.plan.advisory)
    except NotDoneError as unknown:
        raise KitMistakeError(("plan", "advisory"), str(unknown)) from unknown
    household = kit.household
    states_energy = (figure := chain[0].figure("food")) is not None and figure.amount is not None
    needs_table = not states_energy or household.infants > 0
    return Advice(
        chain,
        energy=shipped.energy_table() if needs_table and _anybody(household) else None,
        pets=shipped.get(_PETS_ADVISORY) if household.dogs or household.cats else None,
        formula=shipped.get(_FORMULA_ADVISORY) if household.infants else None,
    )


def _anybody(household: Household) -> bool:
    return bool(household.adults or household.children or household.infants)


class Assessed(NamedTuple):
    """How a kit stands, and the advice it was held against."""

    assessment: Assessment
    advice: Advice


def assess_kit(desk: Desk, kit: Kit, *, days: int | None = None) -> Assessed:
    """Return how a kit stands today; KitMistakeError where a value in it makes no sense."""
    plan = kit.plan._replace(days=days) if days else kit.plan
    advice = advice_for(desk, kit)
    try:
        return Assessed(assess(kit.inventory, kit.household, advice, plan=plan, on=desk.today), advice)
    except UnitClashError as clash:
        raise KitMistakeError(clash.path, str(clash)) from clash


def placed(mistake: KitMistakeError, desk: Desk, lines: Lines | None) -> BadDataError:
    """Return a mistake in the kit as a refusal that names its line."""
    line = lines.of(mistake.path) if lines else None
    problem = Problem(mistake.path, str(mistake), line, lines.text(line) if lines and line else "")
    field = mistake.path[-1]
    advice = "shelterkit advisory list" if field == "advisory" else "shelterkit edit --file"
    name = os.path.basename(desk.place.path)
    return BadDataError(
        f"{name} has 1 mistake", code="kit-damaged", problems=(problem,), file=desk.place.path, advice=advice
    )


def assess_with(desk: Desk, opened: Opened, *, days: int | None = None) -> Assessed:
    """Return how an opened kit stands, and by whose advice; a mistake in it is refused with its line."""
    try:
        return assess_kit(desk, opened.kit, days=days)
    except KitMistakeError as mistake:
        raise placed(mistake, desk, opened.lines) from mistake


def assess_opened(desk: Desk, opened: Opened, *, days: int | None = None) -> Assessment:
    """Return how an opened kit stands; a mistake in it is refused with its line."""
    return assess_with(desk, opened, days=days).assessment


def assess_if_possible(desk: Desk, kit: Kit) -> Assessment | None:
    """Return how a kit stands, None where its advice cannot be had: a change is saved all the same."""
    try:
        return assess_kit(desk, kit).assessment
    except (KitMistakeError, BadDataError, NotDoneError):
        return None
