"""The words of what `doctor` finds about the files of a kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.report.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 5
_KILO = 1024
_LONGEST = 60
_LACKS = {
    "lock": "lock files: two shelterkits at once are told apart by what they save",
    "flush": "say when a file is on the disk itself",
    "link": "give a file a second name: copies are made instead",
    "rename": "rename files, so nothing can be saved here",
    "flush-folder": "say when a new name is on the disk: a power cut can undo the last save",
}
_MARKS = {"bom": "a mark at its start", "crlf": "line ends", "ctrl-z": "an end sign"}
_WHAT = {"kit": "the kit", "lock": "the lock", "history": "the history folder", "version": "versions in the history"}


class Words(NamedTuple):
    """A finding's line, further lines, and a command that helps, with the word before it."""

    text: str
    details: tuple[str, ...] = ()
    advice: str = ""
    label: str = "Try"


def kit(facts: Mapping[str, Any]) -> Words:
    """Return what a kit is that reads."""
    when = facts["moment"](facts["at"]) if facts["at"] else str(facts["saved"] or "")
    saved = f", saved {when}" if when else ""
    versions = count_words(facts["versions"], "version")
    return Words(f"kit: format {facts['format']}, {count_words(facts['items'], 'item')}{saved}, {versions} in history")


def refused(facts: Mapping[str, Any]) -> Words:
    """Return why a kit could not be had."""
    return Words(facts["message"], _good(facts), facts["advice"])


def damaged(facts: Mapping[str, Any]) -> Words:
    """Return every mistake of a kit and the way back."""
    return Words(facts["message"], (*problem_lines(facts["problems"], most=None), *_good(facts)), facts["advice"])


def problem_lines(problems: Sequence[tuple[int | None, str, str]], *, most: int | None = MOST) -> tuple[str, ...]:
    """Return mistakes of a file, a line each."""
    told = [
        "   ".join(part for part in (f"line {line}" if line else "", _short(excerpt), message.rstrip(".")) if part)
        for line, excerpt, message in problems[:most]
    ]
    return (*told, *more(len(problems) - len(told)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def more(number: int) -> tuple[str, ...]:
    """Return how many more there are."""
    return (f"and {number} more",) if number > 0 else ()


def _good(facts: Mapping[str, Any]) -> tuple[str, ...]:
    if "good" not in facts:
        return ()
    good = facts["good"]
    if good is None:
        return ("The history has no version that reads.",)
    when = facts["moment"](good["at"]) or "an unknown time"
    items = count_words(good["items"], "item")
    return (f"The last good version is {good['number']}, of {when}, with {items}: {facts['command']} undo --last-good",)


def private(facts: Mapping[str, Any]) -> Words:
    """Return who can read a kit."""
    folder = f", folder {_mode(facts['history'])}" if facts["history"] is not None else ""
    start = f"shared with the group {facts['group']} on purpose" if facts["group"] else "private"
    return Words(f"{start}: kit {_mode(facts['kit'])}{folder}, owner {facts['owner']}")


def _mode(mode: int) -> str:
    return f"{mode:04o}"


def open_to_others(facts: Mapping[str, Any]) -> Words:
    """Return what others can read or change."""
    places = facts["places"]
    lines = [f"{_WHAT[what]}, {name}: {_mode(mode)} -> {_mode(right)}" for what, name, mode, right in places[:MOST]]
    return Words("not private: others on this computer can read or change", (*lines, *more(len(places) - len(lines))))


def owner(facts: Mapping[str, Any]) -> Words:
    """Return whose the files are."""
    return Words(
        f"{facts['what']} belongs to {facts['owner']}, not to you",
        (),
        f'sudo chown -R "$USER" {quoted(facts["folder"])}',
    )


def quoted(path: str) -> str:
    """Return a path as a shell takes it."""
    from shlex import quote  # noqa: PLC0415 - only for a command with a path

    return quote(path)


def lacks(facts: Mapping[str, Any]) -> Words:
    """Return what the disk cannot do."""
    return Words("this disk cannot", tuple(_LACKS[word] for word in facts["lacks"]))


def read_only(facts: Mapping[str, Any]) -> Words:
    """Return that nothing can be saved."""
    return Words(f"{facts['message']}; looking works, saving does not", (), facts["advice"])


def items_gone(facts: Mapping[str, Any]) -> Words:
    """Return that an empty kit had items when it was saved last, or before it was edited by hand."""
    verb = "is" if facts["number"] == 1 else "are"
    since = f"version {facts['version']}" if "version" in facts else "the last save"
    text = f"{count_words(facts['number'], 'item')} {verb} gone since {since}; shelterkit did not remove them"
    return Words(text, (), facts.get("advice", "shelterkit undo"))


def outside(facts: Mapping[str, Any]) -> Words:
    """Return which lines somebody else changed."""
    count = facts["count"]
    start = "changed outside shelterkit"
    if count is None:
        return Words(f"{start}: thousands of lines differ from the last saved version")
    if not count:
        return Words(f"{start}: only line ends, marks or empty lines differ from the last saved version")
    verb = "line differs" if count == 1 else "lines differ"
    lines = [_line(*one) for one in facts["lines"][:MOST]]
    return Words(f"{start}: {count} {verb} from the last saved version", (*lines, *more(count - len(lines))))


def _line(number: int, before: str | None, after: str | None) -> str:
    start = f"line {number}   "
    if before is None:
        return f"{start}new: {_short((after or '').strip())}"
    if after is None:
        return f"{start}gone: {_short(before.strip())}"
    return f"{start}{_short(before.strip())}  ->  {_short(after.strip())}"


def conflict(facts: Mapping[str, Any]) -> Words:
    """Return the copy a sync program left."""
    advice = f"shelterkit import --merge --dry-run {quoted(facts['path'])}"
    return Words(f"sync conflict copy: {facts['name']}", (), advice, "Compare")


def leftovers(facts: Mapping[str, Any]) -> Words:
    """Return what a stopped save left."""
    kinds = (("files", "temporary file"), ("versions", "unfinished version"))
    parts = [count_words(facts[key], word) for key, word in kinds if facts[key]]
    return Words(f"left by a save that was stopped: {' and '.join(parts)}; the next save clears it")


def editor_copies(facts: Mapping[str, Any]) -> Words:
    """Return that an editor left copies that have nothing new."""
    copies = count_words(facts["count"], "copy")
    return Words(f"an editor that was closed left {copies} of the kit or an item, with nothing new in it")


def editor_unsaved(facts: Mapping[str, Any]) -> Words:
    """Return where the text is that somebody wrote and did not get into the kit."""
    text = f"what was written in an editor that was closed is not in the kit: {facts['path']}"
    path = quoted(facts["path"])
    is_whole = facts["of"] == "kit" and facts["path"].endswith((".toml", ".save"))
    see = f"shelterkit restore --dry-run {path}" if is_whole else f"less {path}"
    return Words(text, ("Take out of it what you need, then delete it.",), see)


def _size(size: int) -> str:
    return f"{size / _KILO / _KILO:.1f} MB" if size >= _KILO * _KILO else f"{max(1, size // _KILO)} KB"


def history(facts: Mapping[str, Any]) -> Words:
    """Return how the history is."""
    since = facts["moment"](facts["since"])
    return Words(f"history: {_size(facts['size'])}{f', since {since}' if since else ''}, every version whole")


def damaged_versions(facts: Mapping[str, Any]) -> Words:
    """Return which versions are damaged."""
    numbers = facts["numbers"]
    named = ", ".join(map(str, numbers[:MOST])) + (f" and {len(numbers) - MOST} more" if len(numbers) > MOST else "")
    verb = "version is" if len(numbers) == 1 else "versions are"
    return Words(f"history: {len(numbers)} {verb} damaged ({named}); undo passes over what does not read")


def too_big(facts: Mapping[str, Any]) -> Words:
    """Return that the history outgrows what is kept."""
    told = f"history: {count_words(facts['versions'], 'version')}, {_size(facts['size'])}, more than is kept usually"
    return Words(told, (), "shelterkit history purge --dry-run")


def windows(facts: Mapping[str, Any]) -> Words:
    """Return what Windows left in the file."""
    marks = [_MARKS[mark] for mark in facts["marks"] if mark in _MARKS]
    return Words(f"the file has {' and '.join(marks)} of Windows; it reads all the same")


def folder_open(facts: Mapping[str, Any]) -> Words:
    """Return that anybody can replace the kit."""
    text = f"anybody on this computer can put another kit in the place of yours, in {facts['folder']}"
    return Words(text, (), f"chmod o-w {quoted(facts['folder'])}")
