"""The words of each finding of `doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.report import doctor_file_words as files
from shelterkit.report.doctor_file_words import MOST, Words, more, problem_lines, quoted
from shelterkit.report.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_EXTRAS = {"pdf": "typst", "calendar": "icalendar"}
_WHERE = {"cron": "in your crontab", "systemd": "in systemd"}


def _next_id(facts: Mapping[str, Any]) -> Words:
    lines = tuple(f"[next_id] {kind} = {number}: in use; the next is {right}" for kind, number, right in facts["kinds"])
    return Words("numbers for new items are too low", lines)


def _unknown(facts: Mapping[str, Any]) -> Words:
    fields = facts["fields"]
    lines = [f"{_at(line)}{name}: did you mean {close}?" for line, name, close in fields[:MOST]]
    text = f"{count_words(len(fields), 'field')} probably misspelt: kept, but not understood"
    return Words(text, (*lines, *more(len(fields) - len(lines))), "shelterkit edit --file")


def _own(facts: Mapping[str, Any]) -> Words:
    fields = facts["fields"]
    names = ", ".join(f"{name} ({_at(line).strip().rstrip(':')})" if line else name for line, name, _ in fields[:MOST])
    others = f" and {len(fields) - MOST} more" if len(fields) > MOST else ""
    return Words(f"fields of your own, kept as they are: {names}{others}")


def _at(line: int | None) -> str:
    return f"line {line}   " if line else ""


def _characters(facts: Mapping[str, Any]) -> Words:
    found = facts["found"]
    lines = [f"{_at(line)}{name}: {char}" for line, name, char in found[:MOST]]
    text = "the file has characters that a terminal obeys; shelterkit shows them escaped"
    return Words(text, (*lines, *more(len(found) - len(lines))), "shelterkit edit --file")


def _named(items: Iterable[Sequence[str]], number: int) -> str:
    shown = [f"{one[0]} {one[1]}" for one in items][:MOST]
    return ", ".join(shown) + (f" and {number - MOST} more" if number > MOST else "")


def _worthless(facts: Mapping[str, Any]) -> Words:
    items = facts["items"]
    verb = "counts" if len(items) == 1 else "count"
    until = f"until what {'it is' if len(items) == 1 else 'they are'} worth is known"
    text = f"{count_words(len(items), 'item')} {verb} as nothing {until}: {_named(items, len(items))}"
    key, _, option, label = items[0]
    return Words(text, (f"{label}.",), f"shelterkit edit {key} {option}", label="Set it")


def _energy(facts: Mapping[str, Any]) -> Words:
    items = facts["items"]
    verb = "has" if len(items) == 1 else "have"
    text = f"{count_words(len(items), 'item')} {verb} no energy, and the food catalogue knows it"
    return Words(f"{text}: {_named(items, len(items))}")


def _undated(facts: Mapping[str, Any]) -> Words:
    items = facts["items"]
    verb = "has no date and so never goes off" if len(items) == 1 else "have no date and so never go off"
    return Words(f"{count_words(len(items), 'item')} {verb}: {_named(items, len(items))}")


def _no_medicine(facts: Mapping[str, Any]) -> Words:
    who = facts["person"] or "somebody"
    close = f"; did you mean {facts['close']}?" if facts["close"] else ""
    return Words(f"{who} takes {facts['medicine']}, and no medicine in the kit is called that{close}")


def _stranger(facts: Mapping[str, Any]) -> Words:
    close = f"; did you mean {facts['close']}?" if facts["close"] else ""
    return Words(
        f"{facts['of']} is for {facts['person']}, who is not in the household{close}", (), "shelterkit household"
    )


def _clock(facts: Mapping[str, Any]) -> Words:
    did = "the kit was saved" if facts["saved"] else "its newest item was added"
    return Words(f"this computer's clock says {facts['today']}, but {did} on {facts['day']}", (), "date")


def _no_schedule(facts: Mapping[str, Any]) -> Words:
    return Words(
        "no reminder set up", (f"crontab: {facts['refuses']}",) if facts["refuses"] else (), "shelterkit schedule show"
    )


def _no_scheduler(facts: Mapping[str, Any]) -> Words:
    refuses = f" (crontab: {facts['refuses']})" if facts["refuses"] else ""
    return Words(f"no reminder can be set up: neither cron nor systemd can be used here{refuses}")


def _lost(facts: Mapping[str, Any]) -> Words:
    text = f"the reminder {_WHERE[facts['kind']]} names a program that is not there: {facts['program']}"
    return Words(text, (), f"shelterkit schedule install --{facts['kind']}")


def _other(facts: Mapping[str, Any]) -> Words:
    text = f"the reminder {_WHERE[facts['kind']]} runs another shelterkit than this one"
    lines = (f"it runs {facts['program']}", f"this is {facts['ours']}")
    return Words(text, lines, f"shelterkit schedule install --{facts['kind']}")


def _unheard(facts: Mapping[str, Any]) -> Words:
    why = "MAILTO is empty there" if facts["mailto"] else "this computer has no program that sends mail (sendmail)"
    return Words(f"nobody hears the reminder in your crontab: {why}", (), "shelterkit help cron")


def _scheduled(facts: Mapping[str, Any]) -> Words:
    at = f", every day at {facts['at']}" if facts["at"] else ""
    return Words(f"reminder {_WHERE[facts['kind']]}{at}")


def _no_printer(facts: Mapping[str, Any]) -> Words:
    why = "no printer is set up here" if facts["program"] else "this computer has no program to print with (lp)"
    return Words(f"{why}; pages can be saved with -o FILE")


def _config(facts: Mapping[str, Any]) -> Words:
    return Words(facts["message"], (*problem_lines(facts["problems"]), f"File: {facts['file']}"))


def _advisory(facts: Mapping[str, Any]) -> Words:
    advice = f"shelterkit advisory check {quoted(facts['path'])}"
    return Words(f"advisory: {facts['message']}", problem_lines(facts["problems"]), advice)


def _extras(facts: Mapping[str, Any]) -> Words:
    words = [f"{extra} (pip install {_EXTRAS[extra]})" for extra in facts["missing"]]
    return Words(f"not installed: {', '.join(words)}; everything else works without")


def _encoding(facts: Mapping[str, Any]) -> Words:
    text = f"output here is written as {facts['encoding']}, not UTF-8: letters it does not have are shown escaped"
    return Words(text, (), "export LANG=C.UTF-8")


def _plan(facts: Mapping[str, Any]) -> Words:
    text = "a value in the kit cannot be right, so nothing can be counted"
    return Words(text, problem_lines(facts["problems"]), facts["advice"])


def _unseen(facts: Mapping[str, Any]) -> Words:
    return Words(f"{facts['what']} could not be looked at: {facts['reason']}")


def _said(text: str, advice: str = "") -> Callable[[Mapping[str, Any]], Words]:
    """Return words that are the same whatever the facts are."""
    return lambda _: Words(text, (), advice)


WORDS: dict[str, Callable[[Mapping[str, Any]], Words]] = {
    "kit": files.kit,
    "demo": _said("this is the sample kit, which is in no file and never ages"),
    "no-home": _said("this user has no home folder, so the kit cannot be found", "shelterkit --kit FILE doctor"),
    "kit-damaged": files.damaged,
    "ids-twice": files.damaged,
    "ids-missing": files.damaged,
    "plan": _plan,
    "private": files.private,
    "open": files.open_to_others,
    "folder-open": files.folder_open,
    "owner": files.owner,
    "disk-works": _said("this disk can lock, rename and flush"),
    "disk-takes-nothing": files.read_only,
    "disk-lacks": files.lacks,
    "items-gone": files.items_gone,
    "changed-outside": files.outside,
    "conflict-copy": files.conflict,
    "leftovers": files.leftovers,
    "editor-copies": files.editor_copies,
    "editor-unsaved": files.editor_unsaved,
    "history": files.history,
    "no-history": _said("no history yet; it begins with the first change"),
    "history-damaged": files.damaged_versions,
    "history-big": files.too_big,
    "windows-text": files.windows,
    "next-id": _next_id,
    "unknown-fields": _unknown,
    "own-fields": _own,
    "characters": _characters,
    "no-medicine": _no_medicine,
    "person-unknown": _stranger,
    "energy": _energy,
    "worthless": _worthless,
    "undated": _undated,
    "clock": _clock,
    "schedule": _scheduled,
    "no-schedule": _no_schedule,
    "no-scheduler": _no_scheduler,
    "schedule-lost": _lost,
    "schedule-other": _other,
    "schedule-unheard": _unheard,
    "printer": lambda facts: Words(f"printer: {facts['name']}"),
    "no-printer": _no_printer,
    "config": lambda facts: Words(f"settings: {facts['path']} reads"),
    "config-damaged": _config,
    "advisories": lambda facts: Words(f"own advisories: {facts['count']}, complete and sourced"),
    "advisories-unseen": lambda facts: Words(
        f"own advisories: {facts['folder']} could not be read ({facts['reason']})"
    ),
    "advisory-damaged": _advisory,
    "extras": _said("the extras for PDF and calendar are installed"),
    "extras-missing": _extras,
    "encoding": _encoding,
    "unseen": _unseen,
}


def words_for(code: str, facts: Mapping[str, Any]) -> Words:
    """Return a finding in words; a refusal of the store has its own."""
    return WORDS.get(code, files.refused)(facts)
