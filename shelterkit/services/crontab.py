"""Read and write the user's crontab, through the program that keeps it."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import NotDoneError, StorageError
from shelterkit.report.crontab import without_header
from shelterkit.store.stop_signals import noting_stops

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = 30
_LOOK = "shelterkit schedule show"


class Crontab(NamedTuple):
    """A crontab: its text, None where the user has none, and why it cannot be used."""

    text: str | None = None
    refused: str = ""


class Answer(NamedTuple):
    """What a program for schedules answered: whether it did it, what it printed, and its complaint."""

    done: bool
    printed: bytes
    complaint: str


def read(environment: Mapping[str, str]) -> Crontab | None:
    """Return the crontab, None on a computer without cron.

    Only a clear word that there is none counts as none: whatever is taken for an empty crontab is overwritten.
    """
    program = found(environment, "crontab")
    if program is None:
        return None
    whole = _asked(environment, program, "-l", header="N")
    if not whole.done:
        # BusyBox names the file it looked for; any other complaint may be of something else that is missing.
        is_none = "no crontab for" in whole.complaint or "can't open" in whole.complaint
        return Crontab() if is_none and not whole.printed else Crontab(refused=whole.complaint)
    text = _text(whole.printed)
    # A user's own copy of those lines is told apart by asking without them.
    if without_header(text) != text and _asked(environment, program, "-l", header="Y").printed != whole.printed:
        text = without_header(text)
    return Crontab(_with_its_line_ends(environment, program, text))


def _with_its_line_ends(environment: Mapping[str, str], program: str, text: str) -> str:
    r"""Return a crontab with its line ends of Windows: Debian's crontab lists them as \r and edits them as they are."""
    if "\\r" not in text:
        return text
    whole = _text(_asked({**environment, "VISUAL": "cat", "EDITOR": "cat"}, program, "-e").printed)
    return whole if whole.replace("\r", "\\r") == text else text


def write(environment: Mapping[str, str], before: Crontab, text: str) -> None:
    """Put a crontab in the place of the one that was read, and make sure that it is there; "" is none at all."""
    program = found(environment, "crontab") or "crontab"
    with noting_stops():
        answer = _handed_over(environment, program, text)
        after = read(environment) or Crontab()
    if not after.refused and (after.text or "") in (text, f"{text}\n"):
        return
    if not after.refused and after.text == before.text:
        message = f"crontab would not save the change: {answer.complaint or 'it gave no reason'}"
        raise StorageError(message, code="crontab-refused", advice=_LOOK)
    reason = f" ({answer.complaint})" if answer.complaint else ""
    message = f"crontab did not keep what it was given{reason}, so your crontab may have changed; look at it"
    raise StorageError(message, code="crontab-differs", advice="crontab -l", changed=True)


def _handed_over(environment: Mapping[str, str], program: str, text: str) -> Answer:
    if not text:
        return _asked(environment, program, "-r")
    answer = _asked(environment, program, "-", text=text)
    if not answer.done and not text.endswith("\n"):
        # There was no line end before we came, and here a crontab without one cannot be saved.
        answer = _asked(environment, program, "-", text=f"{text}\n")
    return answer


def usable(crontab: Crontab | None) -> Crontab:
    """Return a crontab that can be changed; refuse where cron does not take this user."""
    if crontab is None or crontab.refused:
        reason = crontab.refused if crontab else "there is no crontab in PATH"
        raise NotDoneError(f"crontab refuses: {reason}", code="crontab-refused", advice=_LOOK)
    return crontab


def found(environment: Mapping[str, str], name: str) -> str | None:
    """Return where a program is, None where it is not."""
    return shutil.which(name, path=environment.get("PATH", os.defpath))


def asked(words: tuple[str, ...], environment: Mapping[str, str], given: bytes = b"") -> Answer:
    """Run a program of the system and return what it answered; Ctrl-C does not reach it."""
    try:
        ran = subprocess.run(  # noqa: S603 - a list of words, without a shell
            words,
            env={**environment, "LC_ALL": "C"},
            input=given,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return Answer(done=False, printed=b"", complaint=f"no answer within {_SECONDS} seconds")
    except OSError as error:
        return Answer(done=False, printed=b"", complaint=(error.strerror or "it does not start").lower())
    complaint = " ".join(ran.stderr.decode("utf-8", "replace").split())
    return Answer(ran.returncode == 0, ran.stdout, complaint.rstrip(".").removeprefix("crontab: "))


def _asked(environment: Mapping[str, str], program: str, word: str, *, text: str = "", header: str = "N") -> Answer:
    given = text.encode("utf-8", "surrogateescape")
    return asked((program, word), {**environment, "CRONTAB_NOHEADER": header}, given)


def _text(raw: bytes) -> str:
    """Return bytes as text that becomes the same bytes again, whatever their encoding."""
    return raw.decode("utf-8", "surrogateescape")
