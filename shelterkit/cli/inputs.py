"""What people type, read with the domain's parsers and the rules for text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.errors import BadValue, NotDoneError, UsageError
from shelterkit.quantities.numbers import quoted
from shelterkit.quantities.plain_text import MOST_NOTE, composed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.calendar_dates import TypedDate
    from shelterkit.cli.request import Request
    from shelterkit.services.people import Intake

_NAME_CELLS = 120


def typed_text(text: str, what: str, *, most: int = _NAME_CELLS, rest: str = " Put the rest into --note.") -> str:
    """Return text in its composed form without spaces around it; refuse what a terminal would obey.

    It takes up `most` columns; `rest` says what to do with the rest.
    """
    clean = composed(text, what)
    from shelterkit.render.safe import width  # noqa: PLC0415

    if what != "note" and width(clean) > most:
        raise BadValue(
            f"the {what} is {width(clean)} characters long; {most} is the most.{rest}",
            code="text-long",
            typed=text,
            instead=(clean[: _NAME_CELLS // 2].strip(),),
        )
    if len(clean) > MOST_NOTE:
        raise BadValue(f"the {what} is longer than {MOST_NOTE} characters.", code="text-long", typed=text)
    return clean


def optional_text(text: str | None, what: str) -> str | None:
    """Return text, or None where nothing or only spaces were typed."""
    return (typed_text(text, what) or None) if text is not None else None


def typed_date(request: Request, text: str) -> TypedDate | None:
    """Return a date as typed; one far ahead is asked about."""
    from shelterkit.calendar_dates import parse_date  # noqa: PLC0415

    typed = parse_date(text, today=request.real_today, order=_order(request, text))
    if (
        typed
        and typed.far
        and not request.yes
        and not (request.can_ask() and agrees(request, f"{typed.day} is more than 30 years ahead. Is that right?"))
    ):
        message = f"{quoted(text)} is {typed.day}, more than 30 years ahead; if that is right, add --yes"
        raise UsageError(message, code="date-far", advice="again:--yes")
    return typed


def _order(request: Request, text: str) -> str | None:
    return request.config.date_order if "/" in text else None


def typed_intake(dose: str | None, person: str | None) -> Intake | None:
    """Return what was typed of a dose and who takes it."""
    if dose is None and person is None:
        return None
    from shelterkit.quantities.doses import parse_dose  # noqa: PLC0415
    from shelterkit.services.people import Intake  # noqa: PLC0415

    parsed = parse_dose(dose) if dose is not None else None
    return Intake(parsed, typed_text(person, "name") if person is not None else None)


def split_item_and_amount(words: Sequence[str]) -> tuple[str, str | None]:
    """Return the words of an item and those of an amount; a last word alone is the item."""
    return " ".join(words[:-1]) if len(words) > 1 else words[0], words[-1] if len(words) > 1 else None


def agrees(request: Request, question: str) -> bool:
    """Ask a question that is answered with yes or no."""
    del request
    from shelterkit.cli.questions import answer_to  # noqa: PLC0415 - only to ask

    answer = answer_to(question, "[y/N]")
    return answer.strip().casefold() in ("y", "yes", "т", "так")


def confirm(request: Request, preview: Sequence[str], question: str) -> None:
    """Ask before something larger is done; without anybody to ask, --yes is needed."""
    if request.yes or request.dry_run:
        return
    if not request.can_ask():
        raise UsageError(f"{question} Nobody is here to answer, so add --yes", code="needs-yes", advice="again:--yes")
    from shelterkit.cli.questions import tell  # noqa: PLC0415 - only to ask
    from shelterkit.render.safe import safe  # noqa: PLC0415

    for line in preview:
        tell(f"  {safe(line)}")
    if not agrees(request, question):
        raise NotDoneError("you answered no", code="declined")
