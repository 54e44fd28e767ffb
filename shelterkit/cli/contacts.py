"""Whom to call and where to go: the commands of household for contacts and places."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from shelterkit.cli.changed import announce, changed_json
from shelterkit.cli.commands import command, group, request_of
from shelterkit.cli.inputs import typed_text
from shelterkit.cli.output import show
from shelterkit.errors import BadValue, UsageError
from shelterkit.quantities.numbers import quoted

_FEWEST_DIGITS = 2
_PHONE_MARKS = " +()-/.#*,;:'"
_PLACE_CELLS = 200
_PLACES = {
    "shelter": "shelter", "meeting-place": "meeting_place", "meeting": "meeting_place",
    "alert-channels": "alert_channels", "alert-channel": "alert_channels", "alerts": "alert_channels",
    "alert": "alert_channels", "channels": "alert_channels",
}  # fmt: skip
# Two words that are typed without quotes; in small letters, for "Place" may begin the name of a square.
_SECOND_WORDS = {"meeting": ("place",), "alert": ("channels", "channel")}


def contact(context: typer.Context) -> None:
    """Show or change whom to call."""
    if context.invoked_subcommand is not None:
        return
    from shelterkit.render.porcelain_household import contact_rows, contacts_json  # noqa: PLC0415
    from shelterkit.report.household import contacts_document  # noqa: PLC0415
    from shelterkit.services.kits import open_kit  # noqa: PLC0415

    request = request_of(context)
    request.writes = False
    contacts = open_kit(request.desk()).kit.contacts
    show(
        request,
        lambda: contacts_document(contacts),
        json=lambda: contacts_json(contacts, request.today),
        rows=lambda: contact_rows(contacts),
    )


def add(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="NAME PHONE")],
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="anything else")] = None,
) -> None:
    """Note a phone number; for a name that is there already, the new one."""
    from shelterkit.household import Contact  # noqa: PLC0415
    from shelterkit.report.household import contact_added_document  # noqa: PLC0415
    from shelterkit.services import contacts  # noqa: PLC0415

    request = request_of(context)
    name, phone = _name_and_phone(words, note)
    kept = None if note is None else typed_text(note, "note")
    done = contacts.add_contact(request.desk(), request.pen(), Contact(name, phone, kept))
    announce(
        request,
        done,
        lambda: contact_added_document(done.result.contact, done.result.before, dry_run=done.dry_run),
        json=changed_json(done, (), request.today),
    )


def _name_and_phone(words: Sequence[str], note: str | None) -> tuple[str, str]:
    """Return the two things that were typed; more words than two are parted only where it is plain how."""
    first, *rest = words
    if not rest:
        raise UsageError("a contact needs a name and a phone number", code="value-missing")
    name, phone = first, " ".join(rest)
    if len(rest) > 1:
        start = next((number for number, word in enumerate(words) if _digits(word)), len(words) - 1)
        name, phone = " ".join(words[:start]), " ".join(words[start:])
        if start < len(words) - 1:
            raise UsageError(
                "where does the name end and the number begin? Put each in quotes",
                code="contact-words",
                advice=_again(name, phone, note) if name else "",
            )
    return _checked_name(name), _checked_phone(name, phone, note)


def _checked_name(text: str) -> str:
    name = typed_text(text, "name")
    if not name:
        raise BadValue("a contact needs a name.", code="name-missing")
    return name


def _checked_phone(name: str, text: str, note: str | None) -> str:
    phone = typed_text(text, "phone number")
    if _digits(phone) < _FEWEST_DIGITS:
        swapped = _again(phone, name, note) if phone and _digits(name) >= _FEWEST_DIGITS else ""
        raise UsageError(
            f"{quoted(text)} has no digits of a phone number; the name comes first, then the number",
            code="phone",
            advice=swapped,
        )
    strange = next((char for char in phone if not _may_be_in_phone(char)), None)
    if strange:
        raise UsageError(
            f"{quoted(text)} has {quoted(strange)} in it, which no phone number has; other words go into --note",
            code="phone",
        )
    return phone


def _digits(text: str) -> int:
    return sum(char.isdecimal() for char in text)


def _may_be_in_phone(char: str) -> bool:
    return char.isalnum() or not char.isascii() or char in _PHONE_MARKS


def _again(name: str, phone: str, note: str | None) -> str:
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415 - only for a refusal

    return command_line(("household", "contact", "add", name, phone, *(("--note", note) if note else ())))


def remove(context: typer.Context, words: Annotated[list[str], typer.Argument(metavar="NAME")]) -> None:
    """Take a name off the list of whom to call."""
    from shelterkit.report.household import contact_removed_document  # noqa: PLC0415
    from shelterkit.services import contacts  # noqa: PLC0415

    request = request_of(context)
    done = contacts.remove_contact(request.desk(), request.pen(), typed_text(" ".join(words), "name"))
    announce(
        request,
        done,
        lambda: contact_removed_document(done.result, dry_run=done.dry_run),
        json=changed_json(done, (), request.today),
    )


def place(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME")] = None,
    words: Annotated[list[str] | None, typer.Argument(metavar="TEXT")] = None,
) -> None:
    """Show or note the shelter, the meeting place and the alert channels."""
    from shelterkit.report.household import placed_document  # noqa: PLC0415
    from shelterkit.services import contacts  # noqa: PLC0415

    request = request_of(context)
    which, text = _place_and_text(name, list(words or ()))
    if which is None or text is None:
        request.writes = False
        return _show_places(request)
    noted = typed_text(text, "place", most=_PLACE_CELLS, rest="")
    done = contacts.set_place(
        request.desk(), request.pen(), which, None if noted.casefold() == "none" else noted or None
    )
    return announce(
        request,
        done,
        lambda: placed_document(*done.result, dry_run=done.dry_run),
        json=changed_json(done, (), request.today),
    )


def _show_places(request: Any) -> None:
    from shelterkit.render.porcelain_household import place_rows, places_json  # noqa: PLC0415
    from shelterkit.report.household import places_document  # noqa: PLC0415
    from shelterkit.services.kits import open_kit  # noqa: PLC0415

    plan = open_kit(request.desk()).kit.plan
    show(
        request,
        lambda: places_document(plan),
        json=lambda: places_json(plan, request.today),
        rows=lambda: place_rows(plan),
    )


def _place_and_text(name: str | None, words: list[str]) -> tuple[str | None, str | None]:
    """Return which place is meant and what is said of it; None where nothing is said."""
    if name is None:
        return None, None
    folded = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    if words and words[0] in _SECOND_WORDS.get(folded, ()):
        del words[0]
    if folded in _PLACES:
        return _PLACES[folded], " ".join(words) if words else None
    from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

    close = get_close_matches(folded, _PLACES, n=1, cutoff=0.6)
    raise BadValue(
        f"{quoted(name)} is no place that is noted; it is shelter, meeting-place or alert-channels.",
        code="place",
        typed=name,
        instead=tuple(_PLACES[one].replace("_", "-") for one in close),
    )


CONTACT = group(
    contact,
    {
        "add": command(
            add,
            writes=True,
            usage="shelterkit household contact add NAME PHONE [--note TEXT]",
            notes="NAME and PHONE go in quotes where they are several words.",
            examples=(
                'shelterkit household contact add "Aunt Olha" 555-0142',
                'shelterkit household contact add Doctor "555 0100" --note "weekdays, 8 to 12"',
            ),
        ),
        "remove": command(
            remove,
            writes=True,
            usage="shelterkit household contact remove NAME",
            examples=(
                'shelterkit household contact remove "Aunt Olha"',
                "shelterkit household contact remove Doctor --dry-run",
            ),
        ),
    },
    writes=True,
    usage="shelterkit household contact [add or remove]",
    examples=("shelterkit household contact", 'shelterkit household contact add "Aunt Olha" 555-0142'),
)
PLACE = command(
    place,
    writes=True,
    usage="shelterkit household place [NAME TEXT]",
    notes="NAME is shelter, meeting-place or alert-channels; without it all three are shown. TEXT none takes it back.",
    examples=(
        "shelterkit household place shelter School 5, cellar, 12 Oak Street",
        "shelterkit household place alert-channels radio 105.0 FM, Air Alert app",
        "shelterkit household place",
    ),
)
