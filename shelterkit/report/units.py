"""The two files of a systemd user timer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.report.job import Job

_MARK = '# shelterkit: written by "shelterkit schedule install"; "shelterkit schedule remove" takes it away.'
_HARMLESS = re.compile(r"[A-Za-z0-9_@+=:,./-]+")
# systemd starts no program whose own path has one of these; a shell does, which is handed the path as it is.
_NO_PROGRAM = re.compile(r"[\"'\\]")
_BY_SHELL = ("/bin/sh", "-c", 'exec "$0" "$@"')
_TOKEN = re.compile(
    r"\\(?:x(?P<hex>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})|U(?P<U>00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})|(?P<octal>[0-7]{3})|(?P<one>.))"
    r"|(?P<quote>[\"'])|(?P<gap>[ \t]+)|(?P<text>[^\\\"' \t]+)"
)
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "s": " "}


def unit_name(job: Job) -> str:
    """Return the name of a job's units; kits that are named have one each."""
    if not job.named:
        return "shelterkit-demo" if job.demo else "shelterkit"
    from hashlib import sha256  # noqa: PLC0415 - only where a kit is named

    return f"shelterkit-{sha256(job.kit.encode()).hexdigest()[:8]}"


def service_text(job: Job) -> str:
    """Return the unit that runs a job once; a warning is no failure of the unit."""
    return f"""\
{_MARK}
[Unit]
Description=Say what in the emergency kit needs attention

[Service]
Type=oneshot
SuccessExitStatus=1 2
ExecStart={exec_start(job.words)}
"""


def timer_text(job: Job) -> str:
    """Return the unit that runs the other one every day, and after the computer was off."""
    return f"""\
{_MARK}
[Unit]
Description=Look after the emergency kit every day

[Timer]
OnCalendar=*-*-* {job.at}
Persistent=true

[Install]
WantedBy=timers.target
"""


def is_ours(text: str) -> bool:
    """Tell whether a unit file was written here."""
    return text.startswith(_MARK)


def exec_start(words: Sequence[str]) -> str:
    """Return words as systemd reads them back: its quotes, no specifiers, no variables."""
    if _NO_PROGRAM.search(words[0]):
        words = (*_BY_SHELL, *words)
    if any("$" in word for word in words):
        words = (f":{words[0]}", *words[1:])
    return " ".join(map(_quoted, words))


def exec_words(value: str) -> tuple[str, ...]:
    """Return the words of an ExecStart, without the shell that may stand before the program."""
    words: list[bytes] = []
    word, quote = None, ""
    for token in _TOKEN.finditer(value):
        if token["quote"] and quote in ("", token["quote"]):
            quote = "" if quote else token["quote"]
            word = word or b""
        elif token["gap"] and not quote:
            words += [word] if word is not None else []
            word = None
        else:
            word = (word or b"") + _meant(token)
    read = [
        one.decode("utf-8", "replace").replace("%%", "%") for one in (*words, *([word] if word is not None else []))
    ]
    return _without_shell(read)


def exec_of(service: str) -> str:
    """Return what a service starts, "" where it starts nothing."""
    found = re.search(r"^ExecStart=(.*)$", service, re.MULTILINE)
    return found[1] if found else ""


def time_of(timer: str) -> str:
    """Return when a timer runs every day, "" where it runs otherwise."""
    found = re.search(r"^OnCalendar=\*-\*-\* ([0-9]{2}:[0-9]{2})(?::00)?$", timer, re.MULTILINE)
    return found[1] if found else ""


def _quoted(word: str) -> str:
    whole = word.replace("%", "%%")
    if _HARMLESS.fullmatch(word):
        return whole
    return '"' + whole.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _meant(token: re.Match[str]) -> bytes:
    """Return the bytes that a part of a word stands for."""
    if token["hex"]:
        return bytes.fromhex(token["hex"])
    if token["octal"]:
        return bytes([int(token["octal"], 8) & 0xFF])
    if token["u"] or token["U"]:
        return chr(int(token["u"] or token["U"], 16)).encode("utf-8", "replace")
    return _ESCAPES.get(token["one"], token["one"]).encode() if token["one"] else token[0].encode()


def _without_shell(words: list[str]) -> tuple[str, ...]:
    has_variables = not (words and words[0].startswith(":"))
    words[:1] = [words[0].removeprefix(":")] if words else []
    if tuple(words[: len(_BY_SHELL)]) == _BY_SHELL:
        return tuple(words[len(_BY_SHELL) :])
    return tuple(word.replace("$$", "$") if has_variables else word for word in words)
