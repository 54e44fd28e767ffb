"""The kit read from its file: the whole of it, or every reason why not."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from shelterkit.codec.kit import FORMAT
from shelterkit.codec.reading import decode
from shelterkit.errors import BadDataError, NoKitError, Problem, StorageError, WrongFieldsError
from shelterkit.store.lines import Lines
from shelterkit.store.whole_file import Whole, read_whole

if TYPE_CHECKING:
    from datetime import date

    from shelterkit.codec.kit import Kit

LAST_GOOD = "shelterkit undo --last-good"
_MEND = f"shelterkit edit --file      or  {LAST_GOOD}"
_BOM = b"\xef\xbb\xbf"
_ABSENT = (errno.ENOENT, errno.ENOTDIR)
_TRIES, _PAUSE = 4, 0.005


class Loaded(NamedTuple):
    """A kit as it stands in its file, and where in the file each field is."""

    kit: Kit
    document: dict[str, Any]
    raw: bytes
    path: str
    lines: Lines
    encoding_notes: tuple[str, ...] = ()


def load(path: str, *, anyway: bool = False, on: date | None = None) -> Loaded:
    """Return the kit in a file without writing or locking anything; `anyway` also reads a newer format."""
    return understood(read_steady(path).raw, path, anyway=anyway, on=on)


def read_steady(path: str) -> Whole:
    """Return a kit file's bytes; one that is just being put back by a sync program is waited for a moment."""
    for _ in range(_TRIES):
        try:
            return read_whole(path)
        except OSError as error:
            if error.errno not in _ABSENT:
                raise _unreadable(error, path) from error
            if not _was_here(path):
                break
            from time import sleep  # noqa: PLC0415 - only while a file is missing

            sleep(_PAUSE)
    raise missing(path)


def _was_here(path: str) -> bool:
    try:
        names = os.listdir(history_folder(os.path.realpath(path)))
    except OSError:
        return False
    return any(name.endswith(".toml") for name in names)


def history_folder(real: str) -> str:
    """Return the folder that keeps the versions of a kit file."""
    folder, name = os.path.split(real)
    return os.path.join(folder, f".{name}.history")


def missing(path: str) -> NoKitError | BadDataError | StorageError:
    """Return the refusal for a kit that is not there: never there, gone, or at the end of a broken link."""
    try:
        os.stat(path)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return _unreadable(error, path)
    name = os.path.basename(path)
    if _was_here(path):
        message = f"{name} is missing, but its history is there"
        return BadDataError(message, code="kit-missing", file=path, advice=LAST_GOOD)
    if gone := _gone_folder(path):
        message = f"{gone} is a link to {os.readlink(gone)}, which is not there"
        return BadDataError(message, code="kit-link", file=path, advice="shelterkit where")
    if os.path.islink(path):
        message = f"{path} is a link to {os.readlink(path)}, which is not there"
        return BadDataError(message, code="kit-link", file=path, advice="shelterkit where")
    return NoKitError(f"there is no kit at {path}", file=path, advice="shelterkit init")


def _gone_folder(path: str) -> str:
    """Return the folder on the way to the kit that is a link to nothing, perhaps to a disk that is not mounted."""
    folder = os.path.dirname(path)
    while folder and folder != os.path.dirname(folder):
        if os.path.islink(folder) and not os.path.exists(folder):
            return folder
        folder = os.path.dirname(folder)
    return ""


def _unreadable(error: OSError, path: str) -> BadDataError | StorageError:
    if error.errno == errno.ELOOP:
        message = f"{path} is a link that leads back to itself"
        return BadDataError(message, code="kit-link", file=path, advice="shelterkit where")
    from shelterkit.store.disk_words import storage_error  # noqa: PLC0415 - only for a refusal

    return storage_error(error, path, doing="read")


def understood(raw: bytes, path: str, *, anyway: bool = False, on: date | None = None) -> Loaded:
    """Return the kit that a file's bytes say; BadDataError names everything that is wrong with them."""
    text, notes = _text(raw, path)
    lines = Lines(text)
    document = _parsed(text, path)
    _refuse_newer(document, path, anyway=anyway)
    if anyway:
        document = {**document, "format": FORMAT}
    try:
        kit = decode(document, on=on)
    except WrongFieldsError as wrong:
        raise _damaged(path, tuple(_placed(problem, lines) for problem in wrong.problems)) from wrong
    return Loaded(kit, document, raw, path, lines, notes)


def _placed(problem: Problem, lines: Lines) -> Problem:
    line = problem.line or lines.of(problem.path)
    return problem._replace(line=line, excerpt=lines.text(line) if line else "")


def _refuse_newer(document: dict[str, Any], path: str, *, anyway: bool) -> None:
    number = document.get("format")
    if anyway or type(number) is not int or number <= FORMAT:
        return
    message = f"this kit was written by a newer shelterkit (format {number}, this one knows {FORMAT})"
    advice = "pipx upgrade shelterkit      or look only:  shelterkit list --read-anyway"
    raise BadDataError(message, code="kit-newer", file=path, advice=advice)


def _parsed(text: str, path: str) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError) as error:
        from shelterkit.store.syntax import MOST, mistakes  # noqa: PLC0415 - only for a refusal

        problems, rest = mistakes(text)
        more = [problem for problem in _field_mistakes(rest) if problem.line not in {one.line for one in problems}]
        every = sorted((*problems, *more), key=lambda problem: problem.line or 0)
        raise _damaged(path, tuple(every[:MOST])) from error


def _field_mistakes(rest: str) -> list[Problem]:
    """Return the wrong fields of a text without the lines that are not TOML, so that all is told in one go.

    A field that is missing may stand in one of those lines: it is not told.
    """
    try:
        decode(tomli.loads(rest))
    except WrongFieldsError as wrong:
        lines = Lines(rest)
        own = [problem for problem in wrong.problems if problem.path[:1] in (("item",), ("regimen",), ("plan",))]
        return [
            _placed(problem, lines) for problem in own if isinstance(problem.path[-1], str) and lines.has(problem.path)
        ]
    except (ValueError, RecursionError):
        return []
    return []


def _damaged(path: str, problems: tuple[Problem, ...]) -> BadDataError:
    number = len(problems)
    message = f"{os.path.basename(path)} has {number} mistake{'' if number == 1 else 's'}"
    advice = _MEND if _was_here(path) else "shelterkit edit --file"
    return BadDataError(message, code="kit-damaged", problems=problems, file=path, advice=advice)


def _last_good(path: str) -> str:
    """Return how to get back a kit of which nothing can be read; one without a history can only begin again."""
    if _was_here(path):
        return LAST_GOOD
    from shlex import quote  # noqa: PLC0415 - only for a refusal

    return f"mv -i {quote(path)} {quote(path + '.away')}      then  shelterkit init"


def _text(raw: bytes, path: str) -> tuple[str, tuple[str, ...]]:
    """Return a file's text and what a Windows editor left in it: a mark at the start, its line ends, its end sign."""
    notes = []
    if raw.startswith(_BOM):
        raw = raw[len(_BOM) :]
        notes.append("bom")
    if raw.endswith(b"\x1a"):
        raw = raw[:-1]
        notes.append("ctrl-z")
    if b"\r\n" in raw:
        notes.append("crlf")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or "\0" in text:
        from shelterkit.store.foreign_text import foreign_text  # noqa: PLC0415 - only for a refusal

        raise BadDataError(foreign_text(raw, path), code="kit-damaged", file=path, advice=_last_good(path))
    return text, tuple(notes)
