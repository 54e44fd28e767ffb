"""The household commands: who is provided for, and what they take."""

from typing import Annotated, Any

import typer

from shelterkit.cli.changed import announce, changed_json
from shelterkit.cli.commands import command, group, request_of
from shelterkit.cli.contacts import CONTACT, PLACE
from shelterkit.cli.inputs import typed_intake, typed_text
from shelterkit.cli.output import show
from shelterkit.cli.request import Request
from shelterkit.errors import BadValue
from shelterkit.quantities.numbers import quoted

_MOST = 1000
Count = Annotated[int | None, typer.Option(min=0, max=_MOST, metavar="N")]


def household(
    context: typer.Context,
    adults: Annotated[int | None, typer.Option(min=0, max=_MOST, metavar="N", help="people of 14 and older")] = None,
    children: Annotated[int | None, typer.Option(min=0, max=_MOST, metavar="N", help="children from 1 to 13")] = None,
    infants: Annotated[int | None, typer.Option(min=0, max=_MOST, metavar="N", help="infants under 1")] = None,
    dogs: Annotated[int | None, typer.Option(min=0, max=_MOST, metavar="N", help="dogs")] = None,
    cats: Annotated[int | None, typer.Option(min=0, max=_MOST, metavar="N", help="cats")] = None,
    days: Annotated[
        int | None, typer.Option(min=0, max=3650, metavar="N", help="plan for so many days; 0: as advised")
    ] = None,
    advisory: Annotated[str | None, typer.Option(metavar="ID", help="whose advice to follow")] = None,
    hot: Annotated[bool | None, typer.Option("--hot/--not-hot", help="hot weather: twice the water")] = None,
) -> None:
    """Show or change who is provided for."""
    if context.invoked_subcommand is not None:
        return
    request = request_of(context)
    counts = {"adults": adults, "children": children, "infants": infants, "dogs": dogs, "cats": cats}
    changed = {key: value for key, value in counts.items() if value is not None}
    plan: dict[str, Any] = {}
    if days is not None:
        plan["days"] = days or None
    if hot is not None:
        plan["hot"] = hot
    if advisory is not None:
        plan["advisory"] = advisory
    if changed or plan:
        _set(request, changed, plan)
    else:
        request.writes = False
        _show(request)


def _show(request: Request) -> None:
    from shelterkit.render.porcelain_household import household_json, household_rows  # noqa: PLC0415
    from shelterkit.report.household import household_document  # noqa: PLC0415
    from shelterkit.services.looking import household as look  # noqa: PLC0415

    opened, assessment = look(request.desk())
    kit = opened.kit
    show(
        request,
        lambda: household_document(kit, assessment, on=request.today),
        json=lambda: household_json(kit, assessment, request.today),
        rows=lambda: household_rows(kit),
    )


def _set(request: Request, counts: dict[str, int], plan: dict[str, Any]) -> None:
    from shelterkit.services import people  # noqa: PLC0415
    from shelterkit.services.advising import known_advisory  # noqa: PLC0415

    desk = request.desk()
    if "advisory" in plan:
        plan["advisory"] = known_advisory(desk, plan["advisory"])
    done = people.set_household(desk, request.pen(), counts, plan=plan)
    _announce(request, done)


def _announce(request: Request, done: Any) -> None:
    from shelterkit.report.changes import household_changed_document  # noqa: PLC0415
    from shelterkit.report.wording import household_words  # noqa: PLC0415

    told = done.result
    announce(
        request,
        done,
        lambda: household_changed_document(
            household_words(told.before), household_words(told.after), told.said, dry_run=done.dry_run
        ),
        json=changed_json(done, (), request.today),
    )


def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    born: Annotated[str | None, typer.Option(metavar="YEAR", help="1988, or the whole date")] = None,
    sex: Annotated[str | None, typer.Option(metavar="f/m", help="for the energy table")] = None,
    pregnant: Annotated[bool, typer.Option("--pregnant", help="is expecting")] = False,
    trimester: Annotated[int | None, typer.Option(min=1, max=3, metavar="N", help="of the pregnancy, 1 to 3")] = None,
    breastfeeding: Annotated[bool, typer.Option("--breastfeeding", help="feeds an infant")] = False,
) -> None:
    """Give somebody in the household a name."""
    from shelterkit.cli.birthdays import typed_birthday  # noqa: PLC0415
    from shelterkit.household import Person  # noqa: PLC0415
    from shelterkit.services import people  # noqa: PLC0415

    request = request_of(context)
    person = Person(
        typed_text(name, "name"),
        typed_birthday(request, born) if born is not None else None,
        _sex(sex),
        trimester or (3 if pregnant else 0),
        breastfeeding,
    )
    if not person.name:
        raise BadValue("a person needs a name.", code="name-missing")
    _announce(request, people.add_person(request.desk(), request.pen(), person))


def _sex(text: str | None) -> str | None:
    if text is None:
        return None
    sex = {"female": "f", "woman": "f", "w": "f", "male": "m", "man": "m"}.get(text.casefold(), text.casefold())
    if sex not in ("f", "m"):
        raise BadValue(
            f"--sex takes f or m, not {quoted(text)}; leave it out when it does not matter.",
            code="sex",
            typed=text,
            instead=("f", "m"),
        )
    return sex


def remove(context: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Take a name, and what they take, out of the household."""
    from shelterkit.services import people  # noqa: PLC0415

    request = request_of(context)
    _announce(request, people.remove_person(request.desk(), request.pen(), typed_text(name, "name")))


def dose(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON")],
    medicine: Annotated[str, typer.Argument(metavar="MEDICINE")],
    words: Annotated[list[str], typer.Argument(metavar="DOSE")],
) -> None:
    """Say what somebody takes: 2/day, 1/12h, 3/week, as-needed, or none."""
    from shelterkit.report.changes import said_document  # noqa: PLC0415
    from shelterkit.report.wording import dose_words  # noqa: PLC0415
    from shelterkit.services import people  # noqa: PLC0415

    request = request_of(context)
    who, what = typed_text(person, "name"), typed_text(medicine, "name")
    if not what:
        raise BadValue("a medicine needs a name.", code="name-missing")
    desk = request.desk()
    how_much = " ".join(words)
    if how_much.casefold() == "none":
        return _announce(request, people.stop_dose(desk, request.pen(), who, what))
    intake = typed_intake(how_much, None)
    assert intake is not None  # noqa: S101 - a dose was typed
    done = people.set_dose(desk, request.pen(), who, what, intake)
    regimen = done.result.regimen
    return announce(
        request,
        done,
        lambda: said_document(
            f"{regimen.person} takes {regimen.medicine}, {dose_words(regimen)}.",
            *done.result.said,
            dry_run=done.dry_run,
        ),
        json=changed_json(done, (), request.today),
    )


COMMANDS = {
    "household": group(
        household,
        {
            "add": command(
                add,
                writes=True,
                usage="shelterkit household add NAME [options]",
                examples=("shelterkit household add Anna --born 1988 --sex f", "shelterkit household add Oleh"),
            ),
            "remove": command(
                remove,
                writes=True,
                usage="shelterkit household remove NAME",
                examples=("shelterkit household remove Oleh", "shelterkit household remove Anna --dry-run"),
            ),
            "dose": command(
                dose,
                writes=True,
                usage="shelterkit household dose PERSON MEDICINE DOSE",
                examples=(
                    'shelterkit household dose Anna "Metformin 500 mg" 2/day',
                    "shelterkit household dose Anna Ibuprofen as-needed",
                ),
            ),
            "contact": CONTACT,
            "place": PLACE,
        },
        writes=True,
        usage="shelterkit household [options]   or   household COMMAND",
        examples=("shelterkit household", "shelterkit household --adults 4 --infants 1 --dogs 1"),
    ),
}
