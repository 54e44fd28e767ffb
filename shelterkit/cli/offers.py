"""What may stand next in a line that is being typed: commands, options, and words of the kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.cli.app import root_command
from shelterkit.cli.item_options import EATERS, KEPT_WORDS
from shelterkit.cli.request import COLORS, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from shelterkit.codec.kit import Kit

_MOST_ABOUT = 60
_GLOBAL = {
    "--kit": "another kit", "--demo": "a sample kit", "--on": "as if it were DATE", "--json": "for programs",
    "--plain": "tab separated", "--color": "auto, always or never", "--no-input": "never ask", "--quiet": "say less",
    "--debug": "details of a failure", "--version": "which version", "--help": "show help",
    "--install-completion": "Tab in this shell, from now on", "--show-completion": "the lines that do it",
}  # fmt: skip


class Offer(NamedTuple):
    """A word that may stand next, and what it is."""

    word: str
    about: str = ""
    is_id: bool = False


class _Place(NamedTuple):
    """Where in the line the next word stands: the command, the words it has, and an option that waits for a value."""

    path: tuple[str, ...]
    command: Any
    words: tuple[str, ...]
    option: str = ""
    only_words: bool = False


def offers(words: Sequence[str], begun: str, today: date | None) -> list[Offer]:
    """Return what may stand next after these words and begins as typed."""
    place = _place(words)
    option, equals, value = begun.partition("=")
    if begun.startswith("--") and equals and not place.only_words:
        found = _fitting(_listed(_values(option, words, today), option, value), value)
        return [one._replace(word=f"{option}={one.word}") for one in found]
    if place.option:
        return _fitting(_listed(_values(place.option, words, today), place.option, begun), begun)
    if begun.startswith("-") and not place.only_words:
        return _fitting(_options(place), begun)
    names = getattr(place.command, "commands", None) if place.path else place.command.list_commands(None)
    found = _fitting((Offer(name, _about(place.command.get_command(None, name))) for name in names or ()), begun)
    return found + _fitting(_arguments(place, words, today), begun)


def _about(command: Any) -> str:
    return str(command.help or "").splitlines()[0]


def _place(words: Sequence[str]) -> _Place:
    """Walk through the words as the program itself will read them."""
    place = _Place((), root_command(), ())
    waiting = ""
    for word in words:
        if waiting:
            waiting = ""
        elif place.only_words:
            place = place._replace(words=(*place.words, word))
        elif word == "--":
            place = place._replace(only_words=True)
        elif word.startswith("-") and len(word) > 1:
            waiting = word if "=" not in word and _takes_value(place.command, word) else ""
        else:
            place = _after_word(place, word)
    return place._replace(option=waiting)


def _after_word(place: _Place, word: str) -> _Place:
    is_group = hasattr(place.command, "list_commands")
    inner = place.command.get_command(None, word) if is_group and not place.words else None
    if inner is not None:
        aliases = getattr(place.command, "aliases", {})
        return _Place((*place.path, aliases.get(word, word)), inner, ())
    return place._replace(words=(*place.words, word))


def _takes_value(command: Any, word: str) -> bool:
    return any(word in one.opts and not one.is_flag for one in command.params if one.param_type_name == "option")


def _options(place: _Place) -> list[Offer]:
    own: list[Offer] = []
    for one in place.command.params:
        if one.param_type_name == "option" and not one.hidden:
            names = [name for name in (*one.opts, *one.secondary_opts) if name.startswith("--")]
            own += [Offer(name, one.help or "") for name in names]
    own = [one for one in own if one.word not in _GLOBAL]
    only_first = ("--install-completion", "--show-completion", "--version")
    return own + [Offer(name, text) for name, text in _GLOBAL.items() if not place.path or name not in only_first]


def _fitting(found: Iterable[Offer], begun: str) -> list[Offer]:
    """Return what begins as typed, else what is called so; a word that a terminal would obey is never offered."""
    from shelterkit.inventory.finding import fold  # noqa: PLC0415
    from shelterkit.render.safe import safe  # noqa: PLC0415

    usable = [one._replace(about=_short(safe(one.about))) for one in found if one.word and safe(one.word) == one.word]
    usable = list({one.word: one for one in usable if one.word.isprintable()}.values())
    return [one for one in usable if one.word.startswith(begun)] or (
        [one for one in usable if fold(begun) in fold(f"{one.word} {one.about}")] if len(begun) > 1 else []
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _MOST_ABOUT else f"{words[: _MOST_ABOUT - 3].rstrip()}..."


def _listed(found: Iterable[Offer], option: str, begun: str) -> Iterable[Offer]:
    """Return values for an option that takes several after each other with commas, or one after a name and `=`."""
    if option == "--map":
        column, equals, _ = begun.rpartition("=")
        return [Offer(f"{column}={one.word}", one.about) for one in found] if equals else ()
    before, comma, _ = begun.rpartition(",")
    if option != "--only" or not comma:
        return found
    return [Offer(f"{before},{one.word}", one.about) for one in found if one.word not in before.split(",")]


def _words(*words: str) -> Callable[[Kit | None], list[Offer]]:
    return lambda _: [Offer(word) for word in words]


def _items(kit: Kit | None) -> list[Offer]:
    from shelterkit.quantities.amounts import show_amount  # noqa: PLC0415

    return (
        [Offer(one.id, f"{one.name}, {show_amount(one.amount)}", is_id=True) for one in kit.inventory.items]
        if kit
        else []
    )


def _where(kit: Kit | None) -> list[Offer]:
    return [Offer(one) for one in sorted({item.where for item in kit.inventory.items if item.where})] if kit else []


def _people(kit: Kit | None) -> list[Offer]:
    if kit is None:
        return []
    takers = {one.person for one in kit.household.regimens} | {one.person for one in kit.inventory.items if one.person}
    named = [one.name for one in kit.household.people]
    return [Offer(name) for name in (*named, *sorted(name for name in takers if name and name not in named))]


def _contacts(kit: Kit | None) -> list[Offer]:
    return [Offer(one.name, one.phone) for one in kit.contacts] if kit else []


def _medicines(kit: Kit | None) -> list[Offer]:
    if kit is None:
        return []
    names = [one.name for one in kit.inventory.items if one.kind == "med"]
    return [Offer(name) for name in (*names, *(one.medicine for one in kit.household.regimens))]


def _advisories(_: Kit | None) -> list[Offer]:
    from shelterkit.report.advisories import COUNTRIES  # noqa: PLC0415
    from shelterkit.services.advising import advisories  # noqa: PLC0415

    shelf = advisories(Request((), None).desk(needs_kit=False))
    return [
        Offer(one.id, f"{COUNTRIES.get(one.country, one.country)}: {one.title}", is_id=True) for one in shelf.advisories
    ]


def _checklists(_: Kit | None) -> list[Offer]:
    from shelterkit.library import checklist, checklist_ids  # noqa: PLC0415

    return [Offer(one, checklist(one).title) for one in checklist_ids()]


def _topics(_: Kit | None) -> list[Offer]:
    from shelterkit.cli.topics import TOPICS  # noqa: PLC0415

    root = root_command()
    commands = [Offer(name, _about(root.get_command(None, name))) for name in root.list_commands(None)]
    return [Offer(topic, "a topic") for topic in TOPICS] + commands


def _codes(_: Kit | None) -> list[Offer]:
    from shelterkit.cli.catalogue import read_catalogue  # noqa: PLC0415

    return [Offer(one.code, one.means) for one in read_catalogue()]


def _foods(_: Kit | None) -> list[Offer]:
    from shelterkit.services.foods import find_foods  # noqa: PLC0415

    return [Offer(one.id, one.name, is_id=True) for one in find_foods("")]


def _fields(_: Kit | None) -> list[Offer]:
    from shelterkit.interchange.columns import FIELDS, PARTS  # noqa: PLC0415

    return [Offer(one) for one in (*FIELDS, *PARTS)]


_KINDS = _words("water", "food", "med", "other")
_VALUES: dict[str, Callable[[Kit | None], list[Offer]]] = {
    "--color": _words(*COLORS),
    "--paper": _words("a4", "letter"),
    "--sort": _words("name", "date", "where"),
    "--only": _KINDS,
    "--sex": _words("f", "m"),
    "--kept": _words(*KEPT_WORDS),
    "--eaten-by": _words(*EATERS),
    "--best-before": _words("none"),
    "--use-by": _words("none"),
    "--opened": _words("today", "none"),
    "--advisory": _advisories,
    "--where": _where,
    "--for": _people,
    "--item": _items,
    "--like": _foods,
    "--kind": _KINDS,
    "--map": _fields,
    "--date-order": _words("dmy", "mdy", "ymd"),
}
_SHORT = {"-w": "--where", "-b": "--best-before"}
# What the words after a command are, one after the other; the last goes on for ever where it is marked so.
_ARGUMENTS: dict[tuple[str, ...], tuple[Callable[[Kit | None], list[Offer]], ...]] = {
    ("add",): (_KINDS,),
    ("list",): (_KINDS,),
    ("use",): (_items,),
    ("show",): (_items,),
    ("foods",): (_foods,),
    ("checklist",): (_checklists,),
    ("advisory", "show"): (_advisories,),
    ("advisory", "use"): (_advisories,),
    ("household", "remove"): (_people,),
    ("household", "dose"): (_people, _medicines, _words("1/day", "2/day", "as-needed", "none")),
    ("household", "contact", "remove"): (_contacts,),
    ("household", "place"): (_words("shelter", "meeting-place", "alert-channels"),),
    ("help",): (_topics,),
}
_MANY_ITEMS = (("remove",), ("edit",))


def _values(option: str, words: Sequence[str], today: date | None) -> list[Offer]:
    maker = _VALUES.get(_SHORT.get(option, option))
    return maker(_kit(words, today)) if maker else []


def _arguments(place: _Place, words: Sequence[str], today: date | None) -> list[Offer]:
    number = len(place.words)
    if place.path in _MANY_ITEMS or (place.path == ("count",) and number % 2 == 0):
        return [one for one in _items(_kit(words, today)) if one.word not in place.words]
    if place.path == ("help",) and place.words:
        return _help_of(place.words)
    makers = _ARGUMENTS.get(place.path, ())
    return makers[number](_kit(words, today)) if number < len(makers) else []


def _help_of(words: tuple[str, ...]) -> list[Offer]:
    """Return what may follow in `help WORDS`: a code word, or a command of a group."""
    if words == ("errors",):
        return _codes(None)
    command = root_command()
    for word in words:
        command = command.get_command(None, word) if hasattr(command, "get_command") else None
    return [Offer(name, _about(one)) for name, one in getattr(command, "commands", {}).items()]


def _kit(words: Sequence[str], today: date | None) -> Kit | None:
    """Return the kit that the line names, or the usual one; None where there is none to be read."""
    from shelterkit.errors import BadValue, ShelterkitError  # noqa: PLC0415
    from shelterkit.services.kits import open_kit  # noqa: PLC0415

    request = Request((), today)
    request.demo = "--demo" in words
    for word, after in zip(words, (*words[1:], ""), strict=True):
        if word == "--kit" or word.startswith("--kit="):
            request.kit = after if word == "--kit" else word.removeprefix("--kit=")
    try:
        return open_kit(request.desk(), anyway=True).kit
    except (ShelterkitError, BadValue, OSError):
        return None
