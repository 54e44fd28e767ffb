"""Say whom to call and where to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.errors import NotDoneError
from shelterkit.services.changing import Change, Decision, Pen, change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.codec.kit import Kit
    from shelterkit.household import Contact
    from shelterkit.services.kits import Desk


class NoSuchContactError(NotDoneError):
    """No contact has that name; `close` are the names that look like it."""

    code = "contact-unknown"

    def __init__(self, name: str, contacts: Sequence[Contact]) -> None:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

        super().__init__(f'no contact is called "{name}"')
        known = {contact.name.casefold(): contact.name for contact in contacts}
        self.name = name
        self.close = tuple(known[one] for one in get_close_matches(name.casefold(), known, n=1, cutoff=0.6))


class Listed(NamedTuple):
    """A contact as it stands in the kit now, and as it stood there before, if it did."""

    contact: Contact
    before: Contact | None = None


def add_contact(desk: Desk, pen: Pen, contact: Contact) -> Change[Listed]:
    """Note whom to call; one who is there already gets the new number, and keeps the note where none is given."""

    def decide(kit: Kit) -> Decision[Listed]:
        known = next(iter(_called(kit, contact.name)), None)
        if known is None:
            fresh = contact._replace(note=contact.note or None)
            after = kit._replace(contacts=(*kit.contacts, fresh))
            return Decision(after, f"contact: add {fresh.name}", Listed(fresh))
        note = known.note if contact.note is None else contact.note or None
        changed = known._replace(phone=contact.phone, note=note)
        after = kit._replace(contacts=tuple(changed if one is known else one for one in kit.contacts))
        return Decision(after, f"contact: change {changed.name}", Listed(changed, known))

    return change(desk, pen, decide)


def remove_contact(desk: Desk, pen: Pen, name: str) -> Change[tuple[Contact, ...]]:
    """Take everybody of that name off the list of whom to call."""

    def decide(kit: Kit) -> Decision[tuple[Contact, ...]]:
        gone = _called(kit, name)
        if not gone:
            raise NoSuchContactError(name, kit.contacts)
        after = kit._replace(contacts=tuple(one for one in kit.contacts if one not in gone))
        return Decision(after, f"contact: remove {gone[0].name}", gone)

    return change(desk, pen, decide)


def _called(kit: Kit, name: str) -> tuple[Contact, ...]:
    wanted = name.casefold()
    return tuple(contact for contact in kit.contacts if contact.name.casefold() == wanted)


class Placed(NamedTuple):
    """One of the household's places and what was noted of it before."""

    place: str
    text: str | None
    before: str | None


def set_place(desk: Desk, pen: Pen, place: str, text: str | None) -> Change[Placed]:
    """Note where the shelter is, where to meet or where alerts come from; None takes it back."""

    def decide(kit: Kit) -> Decision[Placed]:
        noted: dict[str, Any] = {place: text}
        after = kit._replace(plan=kit.plan._replace(**noted))
        what = place.replace("_", " ")
        return Decision(after, f"{what}: {text or 'none'}", Placed(place, text, getattr(kit.plan, place)))

    return change(desk, pen, decide)
