"""The init command: a few questions, or the same as options."""

import os
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from shelterkit.advisory.figures import Advisory
from shelterkit.cli.commands import command, request_of
from shelterkit.cli.output import is_read_aloud, show, write
from shelterkit.cli.questions import answer_to, offer, tell
from shelterkit.cli.refusals import command_line
from shelterkit.cli.request import Request
from shelterkit.errors import NotDoneError, UsageError
from shelterkit.household import Household, Plan
from shelterkit.services import advising, timeline
from shelterkit.services.kits import Desk
from shelterkit.settings import DEFAULT_ADVISORY, local_advisory

_MOST_PEOPLE, _MOST_DAYS = 1000, 3650
_QUESTIONS = (
    ("adults", "Adults, 14 and older", 1),
    ("children", "Children, 1 to 13", 0),
    ("infants", "Infants, under 1", 0),
    ("dogs", "Dogs", 0),
    ("cats", "Cats", 0),
)
_LABELS = tuple(question for _, question, _ in _QUESTIONS)
_OFFERED = ("us-cdc", "ua-mvs", "de-bbk", "se-mcf")
_CHOICES = 3
_LABEL_CELLS = 20
_SHORTEST_WORD = 3


def init(
    context: typer.Context,
    adults: Annotated[
        int | None, typer.Option(min=0, max=_MOST_PEOPLE, metavar="N", help="people of 14 and older")
    ] = None,
    children: Annotated[
        int | None, typer.Option(min=0, max=_MOST_PEOPLE, metavar="N", help="children from 1 to 13")
    ] = None,
    infants: Annotated[int | None, typer.Option(min=0, max=_MOST_PEOPLE, metavar="N", help="infants under 1")] = None,
    dogs: Annotated[int | None, typer.Option(min=0, max=_MOST_PEOPLE, metavar="N", help="dogs")] = None,
    cats: Annotated[int | None, typer.Option(min=0, max=_MOST_PEOPLE, metavar="N", help="cats")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=_MOST_DAYS, metavar="N", help="plan for so many days")] = None,
    advisory: Annotated[str | None, typer.Option(metavar="ID", help="whose advice, for example us-cdc")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="no questions and nobody in it yet")] = False,
) -> None:
    """Start a kit: who it is for, whose advice, how many days."""
    request = request_of(context)
    desk = request.desk()
    counts = {"adults": adults, "children": children, "infants": infants, "dogs": dogs, "cats": cats}
    try:
        timeline.refuse_existing(desk)
    except NotDoneError as refusal:
        raise _changed_instead(refusal, {**counts, "days": days, "advisory": advisory}) from refusal
    if empty:
        chosen, planned = advising.known_advisory(desk, advisory or local_advisory(os.environ)), days
        return _begin(request, _household(counts), Plan(chosen, planned))
    asks = adults is None and request.can_ask()
    if adults is None and not asks:
        raise UsageError(
            "init cannot ask here, so it needs --adults", code="init-adults", advice=_example(request.argv)
        )
    if asks:
        tell("Press Enter to keep the value in brackets. Ctrl-C stops; nothing is saved yet.")
        write("" if is_read_aloud() else "\n")
    household = _household(_asked_counts(counts) if asks else counts)
    if household.is_empty:
        raise UsageError("a kit is for somebody: at least one person or pet", code="init-nobody")
    if advisory is not None:
        advisory = advising.known_advisory(desk, advisory)
    chosen = advisory or (_asked_advisory(desk) if asks else local_advisory(os.environ))
    if asks and days is None:
        days = _asked_days(desk, chosen)
    return _begin(request, household, Plan(chosen, days), asked=asks)


def _household(counts: Mapping[str, Any]) -> Household:
    given: dict[str, Any] = {key: value or 0 for key, value in counts.items()}
    return Household(**given)


def _changed_instead(refusal: NotDoneError, given: Mapping[str, Any]) -> NotDoneError:
    """Return the refusal to begin where a kit is, with the words that change it as was asked for."""
    if refusal.code != "kit-exists":
        return refusal
    options = [word for key, value in given.items() if value is not None for word in (f"--{key}", str(value))]
    message = f"{refusal}; household and advisory use change it, restore FILE brings in a backup"
    advice = command_line(("household", *options))
    return NotDoneError(message, code=refusal.code, file=refusal.file, advice=advice)


def _example(argv: tuple[str, ...]) -> str:
    """Return the words of this run with how many adults there are, for who has to say it before."""
    return command_line((*(word for word in argv if word != "--no-input"), "--adults", "2", "--no-input"))


def _begin(request: Request, household: Household, plan: Plan, *, asked: bool = False) -> None:
    from shelterkit.report.changes import created_document  # noqa: PLC0415

    desk = request.desk()
    timeline.begin(desk, request.pen(), household, plan)
    request.saved = not request.dry_run
    if request.quiet:
        return
    advice = _advice_words(desk, plan)
    show(
        request,
        lambda: created_document(desk.place.path, household, advice, asked=asked, dry_run=request.dry_run),
        json=lambda: _json(request, desk.place.path, plan),
    )


def _json(request: Request, path: str, plan: Plan) -> dict[str, Any]:
    saved = {"schema": "shelterkit.init/1", "kit": path, "saved": not request.dry_run}
    return {**saved, "advisory": plan.advisory, "plan_days": plan.days}


def _ask(question: str, default: object) -> str:
    """Ask one question; Enter keeps the default, the end of input stops."""
    line = answer_to(question, f"[{default}]:", label_cells=_LABEL_CELLS if question in _LABELS else 0)
    if not line:
        write("\n")
        raise NotDoneError("the questions were not answered to the end", code="declined")
    return line.strip()


def _asked_number(question: str, default: int | None, most: int, shown: object = None) -> int | None:
    while True:
        answer = _ask(question, default if shown is None else shown)
        if not answer:
            return default
        number = _number(answer)
        if number is not None and number <= most:
            return number
        tell(f"  A whole number, please, from 0 to {most}.")


def _number(answer: str) -> int | None:
    """Return a number, or the days of a time such as 14d or 2 weeks."""
    if answer.isascii() and answer.isdigit() and len(answer) <= len(str(_MOST_DAYS)):
        return int(answer)
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415
    from shelterkit.errors import BadValue  # noqa: PLC0415

    try:
        span = parse_span(answer)
    except BadValue:
        return None
    return None if span.months else span.days


def _asked_counts(counts: dict[str, int | None]) -> dict[str, int]:
    while True:
        asked: dict[str, int] = {}
        for key, question, default in _QUESTIONS:
            given = counts[key]
            asked[key] = given if given is not None else _asked_number(question, default, _MOST_PEOPLE) or 0
        if any(asked.values()):
            return asked
        tell("  A kit is for somebody: at least one person or pet, please.")


def _asked_advisory(desk: Desk) -> str:
    shelf = {one.id: one for one in advising.advisories(desk).advisories}
    first = local_advisory(os.environ)
    offered = [first, *(one for one in _OFFERED if one != first)][:_CHOICES]
    tell("Whose advice? A number, or your country, for example Germany.")
    offer([_choice(shelf[one], str(number)) for number, one in enumerate(offered, 1)])
    tell(f"  more: all {len(shelf)} advisories")
    while True:
        answer = _ask("Number or country", f"1, {_country(shelf[first])}") or "1"
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(offered):
            return offered[int(answer) - 1]
        meant = _meant(answer, shelf)
        if len(meant) == 1:
            return meant[0]
        if meant:
            offer([_choice(shelf[one]) for one in meant])
            tell("Type one of these names.")
        elif answer.casefold() in ("more", "m", "?"):
            offer([_choice(one) for one in shelf.values()])
            tell("Type one of these names, or a number from above.")
        else:
            tell(f"  Please type 1 to {len(offered)}, a country, a name like {DEFAULT_ADVISORY}, or: more")


def _country(advisory: Advisory) -> str:
    from shelterkit.report.advisories import COUNTRIES  # noqa: PLC0415

    return COUNTRIES.get(advisory.country, advisory.country)


def _choice(advisory: Advisory, number: str = "") -> tuple[str, str, str]:
    from shelterkit.report.advisories import days_of, short_publisher  # noqa: PLC0415

    days = days_of(advisory.figure("drinking-water"))
    return number, advisory.id, f"{_country(advisory)}, {short_publisher(advisory)}: {days}"


def _meant(answer: str, shelf: dict[str, Advisory]) -> list[str]:
    """Return the advisories that an answer names: by id, or by a part of the id, the country or the publisher."""
    from shelterkit.cli.meant import advisory_of  # noqa: PLC0415
    from shelterkit.report.advisories import COUNTRIES  # noqa: PLC0415

    word = answer.casefold()
    if (known := advisory_of(answer)) in shelf:
        return [known]
    if word in shelf or len(word) < _SHORTEST_WORD:
        return [word] if word in shelf else []
    texts = {one.id: f"{one.id} {COUNTRIES.get(one.country, '')} {one.publisher}".casefold() for one in shelf.values()}
    return [advisory_id for advisory_id, text in texts.items() if word in text]


def _advised(desk: Desk, advisory_id: str) -> tuple[int, str] | None:
    """Return the days of drinking water the advice asks for, and whose days they are."""
    from shelterkit.report.advisories import short_publisher  # noqa: PLC0415

    for advisory in advising.one_advisory(desk, advisory_id):
        figure = advisory.figure("drinking-water")
        days = (figure.recommended_days or figure.minimum_days) if figure else None
        if days:
            return days, short_publisher(advisory)
    return None


def _advice_words(desk: Desk, plan: Plan) -> str:
    """Return whose advice is followed and for how many days: "de-bbk, planned for 10 days"."""
    if plan.days:
        return f"{plan.advisory}, planned for {plan.days} {'day' if plan.days == 1 else 'days'}"
    found = _advised(desk, plan.advisory)
    return f"{plan.advisory}, planned for {found[0]} days, as {found[1]} advises" if found else plan.advisory


def _asked_days(desk: Desk, advisory_id: str) -> int | None:
    """Ask for the days to plan for; Enter leaves them to the advice."""
    found = _advised(desk, advisory_id)
    shown = f"{found[0]}, as {found[1]} advises" if found else "as advised"
    return _asked_number("Plan for how many days", None, _MOST_DAYS, shown) or None


COMMANDS = {
    "init": command(
        init,
        writes=True,
        usage="shelterkit init [options]",
        notes="Without options it asks. In a script --adults must be there.",
        examples=("shelterkit init", "shelterkit init --adults 2 --children 1 --days 10 --advisory de-bbk --no-input"),
    ),
}
