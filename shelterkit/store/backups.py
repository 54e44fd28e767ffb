"""A backup: one line that says what it is, then the kit's exact bytes; it is itself a kit that reads."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import json
import os
from datetime import UTC
from fnmatch import fnmatch
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.errors import BadDataError, NotDoneError, StorageError
from shelterkit.store.disk_words import storage_error
from shelterkit.store.foreign_text import foreign_text
from shelterkit.store.reading import Loaded, understood
from shelterkit.store.versions import MARK as VERSION_MARK
from shelterkit.store.whole_file import LARGEST, read_whole, too_big

if TYPE_CHECKING:
    from datetime import date, datetime

FORMAT = 1
_MARK = b"# shelterkit-backup "
_BOM = b"\xef\xbb\xbf"
# A backup's first line, or that of a version, beside the largest kit.
_LONGEST_LINE = 1 << 16
_OTHERS = "Another backup or a version in the history folder can be restored instead."
# There the history folder stands, and each version in it can be restored like a backup.
_ELSEWHERE = "shelterkit where"


class Origin(NamedTuple):
    """What a file says it is: made or saved at a moment, and, for one out of a history, which version."""

    made: str = ""
    version: int | None = None


class Kept(NamedTuple):
    """A kit read from a file that is not the kit: its exact bytes, and where they are from."""

    loaded: Loaded
    origin: Origin

    @property
    def raw(self) -> bytes:
        """Return the kit's exact bytes."""
        return self.loaded.raw


def as_backup(raw: bytes, kit_path: str, *, now: datetime) -> bytes:
    """Return a kit's bytes as a backup of them; it names the kit's file, and not the folders it is in."""
    made = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    name = os.fsencode(os.path.basename(kit_path)).decode("utf-8", "replace")
    facts = {"format": FORMAT, "made": made, "kit": name, "size": len(raw), "sha256": sha256(raw).hexdigest()}
    # The mark a Windows editor left reads only where a file begins.
    mark = _BOM if raw.startswith(_BOM) else b""
    return mark + _MARK + json.dumps(facts).encode() + b"\n" + raw.removeprefix(mark)


def read_kept(path: str, *, on: date) -> Kept:
    """Return the kit in a backup, a version of the history, or a copy of a kit; every other file is refused."""
    raw = _bytes(path)
    body, origin = _opened(raw, path)
    if len(body) > LARGEST:
        raise _no_kit(too_big(path, len(body)), path)
    try:
        return Kept(understood(body, path, on=on), origin)
    except BadDataError as refusal:
        raise _not_a_kit(refusal, body, path) from refusal


def _bytes(path: str) -> bytes:
    try:
        return read_whole(path, LARGEST + _LONGEST_LINE).raw
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _no_file(path) from error
    except BadDataError as refusal:
        raise _no_kit(refusal, path) from refusal
    except OSError as error:
        raise _unreadable(error, path) from error


def _no_kit(refusal: BadDataError, path: str) -> BadDataError:
    return BadDataError(str(refusal), code="restore-unreadable", file=path, advice=_ELSEWHERE)


def _no_file(path: str) -> NotDoneError:
    """Return the refusal of a backup that is not there, with the newest one in its folder as the way on."""
    folder = os.path.dirname(path)
    try:
        names = [name for name in os.listdir(folder or ".") if fnmatch(name, "shelterkit-backup*.toml")]
    except OSError:
        names = []
    message = f"there is no file {path}"
    if not names:
        return NotDoneError(message, code="no-file", details=(_OTHERS,), file=path, advice=_ELSEWHERE)
    here = os.path.join(folder, max(names))
    return NotDoneError(message, code="no-file", file=path, advice=f"shelterkit restore {_quoted(here)} --dry-run")


def _unreadable(error: OSError, path: str) -> StorageError:
    refusal = storage_error(error, path, doing="read")
    refusal.code = "restore-denied"
    return refusal


def _opened(raw: bytes, path: str) -> tuple[bytes, Origin]:
    """Return the kit's bytes in a file, proven to be what its first line says, where it has such a line."""
    first, _, body = raw.partition(b"\n")
    line = first.removeprefix(_BOM).removesuffix(b"\r")
    if line.startswith(_MARK):
        facts = _facts(line.removeprefix(_MARK))
        return _as_written(body, facts, path, has_mark=first.startswith(_BOM)), Origin(str(facts.get("made", "")))
    if line.startswith(VERSION_MARK):
        facts = _facts(line.removeprefix(VERSION_MARK))
        if facts.get("size") != len(body):
            raise _changed(path, facts.get("size"), len(body))
        version = facts.get("version")
        return body, Origin(str(facts.get("at", "")), version if type(version) is int else None)
    return raw, Origin()


def _as_written(body: bytes, facts: dict[str, Any], path: str, *, has_mark: bool) -> bytes:
    """Return the kit's bytes in a backup; refuse what is not, byte by byte, what was written."""
    if type(facts.get("format")) is int and facts["format"] > FORMAT:
        message = f"{_name(path)} is a backup of a newer shelterkit (format {facts['format']}; known is {FORMAT})"
        raise BadDataError(message, code="restore-newer", file=path, advice="pipx upgrade shelterkit")
    whole: bytes
    for whole in (body, *((_BOM + body,) if has_mark else ())):
        if (facts.get("size"), facts.get("sha256")) == (len(whole), sha256(whole).hexdigest()):
            return whole
    raise _changed(path, facts.get("size"), len(body))


def _facts(line: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _changed(path: str, size: object, found: int) -> BadDataError:
    is_short = type(size) is int and found < size
    what = f"is cut off ({found} of {size} bytes)" if is_short else "is not as it was written"
    on_purpose = ("If it was changed on purpose, delete its first line to restore it.",)
    details = (_OTHERS,) if is_short else on_purpose
    message = f"{_name(path)} {what}, so it is not restored"
    return BadDataError(message, code="restore-changed", details=details, file=path, advice=_ELSEWHERE)


def _not_a_kit(refusal: BadDataError, body: bytes, path: str) -> BadDataError:
    """Return a refusal to read a kit as it is said of a file that somebody wants to restore."""
    if refusal.code == "kit-newer":
        advice = f"pipx upgrade shelterkit      or look only:  shelterkit --kit {_quoted(path)} list --read-anyway"
        return BadDataError(str(refusal), code="restore-newer", file=path, advice=advice)
    start = body.removeprefix(_BOM).lstrip()[:1]
    if refusal.problems and (start == b"{" or path.casefold().endswith(".csv")):
        what = "an export" if start == b"{" else "a list"
        message = f"{_name(path)} is {what}, not a backup; import takes it"
        return BadDataError(
            message, code="restore-export", file=path, advice=f"shelterkit import {_quoted(path)} --dry-run"
        )
    message = str(refusal) if refusal.problems else foreign_text(body, path)
    return BadDataError(message, code="restore-unreadable", problems=refusal.problems, file=path, advice=_ELSEWHERE)


def _name(path: str) -> str:
    return os.path.basename(path) or path


def _quoted(path: str) -> str:
    from shlex import quote  # noqa: PLC0415 - only for a refusal

    return quote(path)
