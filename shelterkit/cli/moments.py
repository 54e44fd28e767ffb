"""Moments of the past in the user's own time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shelterkit.cli.request import Request


def local(moment: str, request: Request) -> str:
    """Return a moment as somebody here says it: "today 09:12", "2026-11-20 18:03"."""
    try:
        there = datetime.fromisoformat(moment).astimezone()
    except (ValueError, OverflowError):
        return ""
    day = "today" if there.date() == request.real_today else str(there.date())
    return f"{day} {there:%H:%M}"
