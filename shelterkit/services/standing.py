"""How the kit stands: the one request that is answered before anything else is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.services.kits import Opened, assess_opened, open_kit

if TYPE_CHECKING:
    from shelterkit.assessment.assess import Assessment
    from shelterkit.services.kits import Desk


class Status(NamedTuple):
    """How a kit stands."""

    opened: Opened
    assessment: Assessment


def status(desk: Desk, *, days: int | None = None) -> Status:
    """Return how long the kit lasts from today."""
    opened = open_kit(desk)
    return Status(opened, assess_opened(desk, opened, days=days))
