"""Where advice is kept: the advisories and checklists shelterkit ships, and the user's own advisories."""
# Without pathlib: `status` would wait for its import.

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.advisory.figures import Advisory, build_advisory
from shelterkit.errors import BadDataError, NotDoneError, Problem, StorageError, WrongFieldsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from shelterkit.advisory.energy import Energy, EnergyFigure
    from shelterkit.catalogue.foods import Food
    from shelterkit.checklist.lines import Checklist
    from shelterkit.household import EnergyTable

    Path = tuple[str | int, ...]
    Locate = Callable[[bytes], Callable[[Path], int | None]]

ENERGY = "energy"
_DATA = os.path.join(os.path.dirname(__file__), "data")
_SHIPPED = os.path.join(_DATA, "advisories")
_FOODS = os.path.join(_DATA, "foods.csv")
_CHECKLISTS = os.path.join(_DATA, "checklists", "en")
_OUTAGES = ("power-outage", "heating-outage", "water-outage")
_CHECKLIST_IDS = ("air-raid", "shelter-in-place", *_OUTAGES, "go-bag", "documents", "nuclear", "first-aid")
_TOML = ".toml"
_LIST = "shelterkit advisory list"
_LARGEST = 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Library(NamedTuple):
    """The shipped advisories and those in the user's folder; `locate` finds the line of a field in a file's bytes."""

    folder: str | None = None
    today: date | None = None
    locate: Locate | None = None

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all advisories, shipped and the user's own."""
        own = _names(self.folder) if self.folder else ()
        return tuple(sorted({*_names(_SHIPPED), *own}))

    def has(self, advisory_id: str) -> bool:
        """Tell whether there is an advisory of that id."""
        return advisory_id in self.ids()

    def get(self, advisory_id: str) -> Advisory:
        """Return one advisory; a shipped one before a file of the user's with the same name."""
        if advisory_id in _names(_SHIPPED):
            return build_advisory(_shipped(os.path.join(_SHIPPED, advisory_id + _TOML)))
        if self.folder and advisory_id in _names(self.folder):
            path = os.path.join(self.folder, advisory_id + _TOML)
            return _decoded(path, _read(path), self.today, self.locate)
        raise _unknown("advisory", advisory_id, self.ids(), one="advisory show", every="advisory list")

    def chain(self, advisory_id: str) -> tuple[Advisory, ...]:
        """Return an advisory and those that fill its gaps, in the order in which they do."""
        advisory = self.get(advisory_id)
        return self._follow(advisory, self._own_path(advisory_id))

    def all(self) -> tuple[Advisory, ...]:
        """Return every advisory, in the order of their ids."""
        return tuple(self.get(advisory_id) for advisory_id in self.ids())

    def check_file(self, path: str) -> Advisory:
        """Return the advisory in a file if it is complete and sourced; BadDataError names all that is wrong."""
        raw = _read(path)
        advisory = _decoded(path, raw, self.today, self.locate)
        if advisory.id in (*_names(_SHIPPED), ENERGY):
            problem = Problem(("id",), f'shelterkit has a "{advisory.id}" of its own; give this one another id')
            raise _damaged(path, raw, (problem,), self.locate)
        self._follow(advisory, path)
        return advisory

    def energy_table(self) -> EnergyTable:
        """Return what people use in a day by age and sex, for computing."""
        return _energy_table(_shipped(os.path.join(_DATA, ENERGY + _TOML)))

    def energy(self) -> Energy:
        """Return the energy figures with their sources, for showing."""
        from shelterkit.advisory.energy import Energy  # noqa: PLC0415 - only where the figures are shown

        document = _shipped(os.path.join(_DATA, ENERGY + _TOML))
        figures = tuple(_energy_figure(table) for table in document["figure"])
        return Energy(document["id"], document["title"], document["as_of"], figures)

    def _own_path(self, advisory_id: str) -> str:
        return os.path.join(self.folder or "", advisory_id + _TOML)

    def _follow(self, advisory: Advisory, path: str) -> tuple[Advisory, ...]:
        """Return the chain that starts with an advisory; a fallback that is missing or circles is a mistake."""
        found = {advisory.id: advisory}
        known = self.ids()
        last = advisory
        while last.falls_back_to and last.falls_back_to in known and last.falls_back_to not in found:
            last = self.get(last.falls_back_to)
            found[last.id] = last
        if last.falls_back_to:
            wrong = path if last is advisory else self._own_path(last.id)
            from shelterkit.advisory.checking import check_fallbacks  # noqa: PLC0415 - only for a refusal

            message = check_fallbacks(found)[-1].message
            raise _damaged(wrong, _read(wrong), (Problem(("falls_back_to",), message),), self.locate)
        return tuple(found.values())


def checklist_ids() -> tuple[str, ...]:
    """Return the ids of all checklists, in the order in which they are listed."""
    return _CHECKLIST_IDS


def checklist(name: str) -> Checklist:
    """Return a checklist by its id, its title or words of them that fit only one; capitals and hyphens aside."""
    wanted = _hyphenated(name)
    if wanted in checklist_ids():
        return _checklist(wanted)
    titles = {one.id: _hyphenated(one.title) for one in map(_checklist, checklist_ids())}
    for texts in ({one: one for one in titles}, titles):
        found = [one for one, text in texts.items() if text == wanted] or [
            one for one, text in texts.items() if wanted and f"-{wanted}" in f"-{text}"
        ]
        if len(found) == 1:
            return _checklist(found[0])
    raise _unknown("checklist", name, checklist_ids(), one="checklist", every="checklist")


def _checklist(checklist_id: str) -> Checklist:
    from shelterkit.checklist.lines import build_checklist  # noqa: PLC0415 - status shows no checklist

    return build_checklist(_shipped(os.path.join(_CHECKLISTS, checklist_id + _TOML)))


def foods() -> tuple[Food, ...]:
    """Return the foods whose energy is known, in the order of the catalogue."""
    from csv import DictReader  # noqa: PLC0415 - read only when food is added or looked up

    from shelterkit.catalogue.foods import build_food  # noqa: PLC0415

    with open(_FOODS, encoding="utf-8", newline="") as file:
        return tuple(map(build_food, DictReader(file)))


def _hyphenated(name: str) -> str:
    return "-".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _names(folder: str) -> tuple[str, ...]:
    """Return the names of the TOML files in a folder; a folder that is not there has none."""
    try:
        entries = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise _unreadable(folder, error) from error
    return tuple(entry.removesuffix(_TOML) for entry in entries if entry.endswith(_TOML) and entry[0] != ".")


def _shipped(path: str) -> dict[str, Any]:
    from tomli import loads  # noqa: PLC0415 - only requests that show or use advice read it

    with open(path, encoding="utf-8") as file:
        return loads(file.read())


def _decoded(path: str, raw: bytes, today: date | None, locate: Locate | None) -> Advisory:
    from tomli import TOMLDecodeError, loads  # noqa: PLC0415 - only requests that show or use advice read it

    try:
        document = loads(_text(path, raw))
    except TOMLDecodeError as mistake:
        message = mistake.msg.replace("Invalid", "Unreadable")
        raise _damaged(path, raw, (Problem((), message, mistake.lineno),), locate) from mistake
    except (RecursionError, ValueError) as mistake:
        problem = Problem((), "it holds a number too long or brackets too deep to read")
        raise _damaged(path, raw, (problem,), locate) from mistake
    from shelterkit.advisory.checking import decode_advisory  # noqa: PLC0415 - shipped advice is checked by tests

    name = os.path.basename(path).removesuffix(_TOML)
    try:
        return decode_advisory(document, name=name, today=today)
    except WrongFieldsError as wrong:
        raise _damaged(path, raw, wrong.problems, locate) from wrong


def _text(path: str, raw: bytes) -> str:
    if raw.startswith(_UTF16) or b"\0" in raw:
        raise _refused(path, "is not UTF-8 text; save it again as UTF-8")
    try:
        return raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(path, "is not UTF-8 text; save it again as UTF-8") from error


def _read(path: str) -> bytes:
    """Return the bytes of a file somebody else wrote: a regular one, and not endless."""
    import stat  # noqa: PLC0415 - the shipped advisories need no such care

    try:
        # Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _refused(path, "is not a regular file")
            with open(descriptor, "rb", closefd=False) as file:
                raw = file.read(_LARGEST + 1)
        finally:
            os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotDoneError(f"there is no file {path}", code="no-file", file=path, advice=_LIST) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(raw) > _LARGEST:
        raise _refused(path, "is larger than 1 MB, too big for an advisory")
    return raw


def _refused(path: str, reason: str) -> BadDataError:
    return BadDataError(f"{path} {reason}", code="advisory-damaged", file=path, advice=_LIST)


def _unreadable(path: str, error: OSError) -> StorageError:
    reason = os.strerror(error.errno).lower() if error.errno else "the disk reported an error"
    return StorageError(f"{path} could not be read ({reason})", code="advisory-unreadable", file=path, advice=_LIST)


def _damaged(path: str, raw: bytes, problems: tuple[Problem, ...], locate: Locate | None) -> BadDataError:
    """Return the refusal of a file with every mistake, its line and what stands there."""
    line_of = locate(raw.removeprefix(_BOM)) if locate else lambda _path: None
    rows = raw.removeprefix(_BOM).decode("utf-8", "replace").split("\n")
    placed = []
    for problem in problems:
        line = problem.line or line_of(problem.path)
        excerpt = rows[line - 1].strip() if line and line <= len(rows) else ""
        placed.append(problem._replace(line=line, excerpt=excerpt))
    count = "1 mistake" if len(placed) == 1 else f"{len(placed)} mistakes"
    message = f"{os.path.basename(path)} has {count}"
    advice = "shelterkit advisory show no-dsb     (one that is complete, to compare with)"
    return BadDataError(message, code="advisory-damaged", problems=tuple(placed), file=path, advice=advice)


class NoSuchIdError(NotDoneError):
    """No advisory or checklist has this id; `close` are the ids that look like it."""

    def __init__(self, message: str, kind: str, typed: str, *, close: tuple[str, ...], advice: str) -> None:
        super().__init__(message, code=f"no-{kind}", advice=advice)
        self.kind = kind
        self.typed = typed
        self.close = close


def _unknown(kind: str, typed: str, known: tuple[str, ...], *, one: str, every: str) -> NoSuchIdError:
    """Return the refusal of an id that nothing of its kind has; `one` shows the closest, `every` lists all."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a refusal needs it

    close = get_close_matches(typed.casefold(), known, 3, 0.6)
    advice = f"shelterkit {one} {close[0]}" if close else f"shelterkit {every}"
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return NoSuchIdError(f'there is no {kind} "{typed}"{hint}', kind, typed, close=tuple(close), advice=advice)


def _rows(text: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(cell) for cell in row.split()) for row in text.split("\n") if row)


def _energy_figure(table: dict[str, Any]) -> EnergyFigure:
    from shelterkit.advisory.energy import EnergyFigure  # noqa: PLC0415 - only where the figures are shown

    fields = dict(table)
    fields["table"] = _rows(fields.pop("table", ""))
    fields["columns"] = tuple(fields.pop("columns", ()))
    return EnergyFigure(**fields)


def _energy_table(document: dict[str, Any]) -> EnergyTable:
    from shelterkit.household import EnergyTable  # noqa: PLC0415 - only requests that compute energy need it

    by_age = _rows(next(figure["table"] for figure in document["figure"] if "table" in figure))
    kcal = {figure["id"]: figure.get("kcal", 0) for figure in document["figure"]}
    return EnergyTable(
        by_age=tuple((first, last, male, female) for first, last, _, male, _, _, female, _ in by_age),
        adult=kcal["adult"],
        child=kcal["child"],
        toddler=kcal["toddler"],
        infant=kcal["infant"],
        pregnant={1: 0, 2: kcal["pregnant-2"], 3: kcal["pregnant-3"]},
        breastfeeding=kcal["breastfeeding"],
    )
