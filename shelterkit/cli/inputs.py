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
    from shelterkit.quantities.amounts import Amount
    from shelterkit.services.people import Intake

_NAME_CELLS = 120
_ASKED = 3
_YES, _NO = ("y", "yes", "j", "ja", "так"), ("", "n", "no", "nein", "ні")


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


def refuse_dose_in_parts(request: Request, dose: str | None) -> None:
    """Refuse a dose whose other words stand among those of the item: --dose 2 am Tag."""
    places = [place for place, word in enumerate(request.argv) if word == "--dose" and dose is not None]
    if not places or _as_dose(dose or "") == dose:
        return
    for after in range(len(request.argv), places[-1] + 2, -1):
        meant = " ".join(request.argv[places[-1] + 1 : after])
        if better := _as_dose(meant):
            message = f"a dose of several words goes in quotes, or is written like {quoted('2/day')}."
            raise BadValue(message, code="dose", typed=meant, instead=(better,))


def _as_dose(text: str) -> str:
    """Return words that are a dose, or the dose that they are in another language; "" where they are none."""
    from shelterkit.quantities.doses import parse_dose  # noqa: PLC0415 - only for medicine

    try:
        parse_dose(text)
    except BadValue as refusal:
        return refusal.instead[0] if refusal.code == "dose" and refusal.instead else ""
    return text


def item_and_amount(words: Sequence[str], *, everything: bool) -> tuple[str, Amount | None]:
    """Return what is used and how much; words that are no amount belong to the item."""
    from shelterkit.quantities.words import split_amount  # noqa: PLC0415 - only where something is used

    if everything or len(words) == 1:
        return typed_text(" ".join(words), "name"), None
    try:
        name, amount = split_amount(words)
    except BadValue as refusal:
        if refusal.code == "amount-missing":
            return typed_text(" ".join(words), "name"), None
        raise
    if not name:
        return typed_text(" ".join(words), "name"), None
    if amount.is_zero:
        raise BadValue(
            "zero is nothing to use.", code="amount-zero", typed=" ".join(words[len(name) :]), instead=("1",)
        )
    return typed_text(" ".join(name), "name"), amount


def agrees(request: Request, question: str) -> bool:
    """Ask a question that is answered with yes or no, and again where it was answered with neither; Enter is no."""
    del request
    from shelterkit.cli.questions import answer_to, tell  # noqa: PLC0415 - only to ask

    for left in reversed(range(_ASKED)):
        answer = answer_to(question, "[y/N]").strip().casefold()
        if answer in (*_YES, *_NO):
            return answer in _YES
        tell("  Please answer y or n." if left else "  That was neither y nor n, so it is a no.")
    return False


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
