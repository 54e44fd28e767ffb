"""Prepare a checklist for the household of a kit, or for everybody where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.checklist.personal import Home, Known, general, medicines_of, personal
from shelterkit.errors import BadDataError, NoKitError, StorageError
from shelterkit.library import checklist as checklist_named

if TYPE_CHECKING:
    from shelterkit.checklist.lines import Checklist
    from shelterkit.checklist.personal import Section
    from shelterkit.errors import ShelterkitError
    from shelterkit.services.kits import Desk, Opened


class Prepared(NamedTuple):
    """A checklist and what is known of the household it is for; `known` is None for everybody's."""

    checklist: Checklist
    sections: tuple[Section, ...]
    known: Known | None = None
    opened: Opened | None = None


def prepare(desk: Desk, name: str, *, blank: bool = False, medicines: bool = True) -> Prepared:
    """Return a checklist for the kit's household; without a kit, or `blank`, everybody's."""
    checklist = checklist_named(name)
    opened = None if blank else _kit(desk, checklist.id)
    if opened is None:
        return Prepared(checklist, general(checklist))
    from shelterkit.services.kits import assess_opened, library  # noqa: PLC0415 - a list for everybody needs no arithmetic

    kit = opened.kit
    try:
        assessment = assess_opened(desk, opened)
    except BadDataError as error:
        raise _with_way_out(error, checklist.id) from None
    country = library(desk).get(kit.plan.advisory).country
    home = Home(kit.household, kit.inventory, assessment, desk.today, country)
    sections = personal(checklist, home, medicines=medicines)
    places = {
        "shelter": kit.plan.shelter,
        "meeting-place": kit.plan.meeting_place,
        "alert-channels": kit.plan.alert_channels,
    }
    named = tuple(medicines_of(home)) if medicines else ()
    household = kit.household.recounted(desk.today)
    known = Known(household, home.assessment, places, kit.contacts, named)
    return Prepared(checklist, sections, known, opened)


def _kit(desk: Desk, name: str) -> Opened | None:
    """Return the kit, None where nobody has one yet; a kit that was named or is damaged is not passed over."""
    if not desk.place.path:
        return None
    from shelterkit.services.kits import open_kit  # noqa: PLC0415

    try:
        return open_kit(desk)
    except NoKitError as error:
        if error.code == "no-kit" and not desk.place.named:
            return None
        raise _with_way_out(error, name) from None
    except (BadDataError, StorageError) as error:
        raise _with_way_out(error, name) from None


def _with_way_out(error: ShelterkitError, name: str) -> ShelterkitError:
    """Return a refusal that tells how to get the list all the same: an emergency does not wait for a mended kit."""
    blank = f"shelterkit checklist {name} --blank"
    error.advice = f"{error.advice}      or  {blank}" if error.advice else blank
    return error
