"""What `doctor` says: each finding in words, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.report.doctor_words import words_for
from shelterkit.report.document import ALARM, PLAIN, WARNING, Document, Gap, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.finding import FAIL, WARN
from shelterkit.report.foods import filled_words
from shelterkit.report.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shelterkit.report.document import Block
    from shelterkit.report.finding import Finding, Fix

_TONES = {WARN: WARNING, FAIL: ALARM}
_WORD, _INDENT = 4, 8
_LINE = 78
_FIX = "shelterkit doctor --fix"


class Told(NamedTuple):
    """A finding in words: its line, further lines, and a command that helps."""

    code: str
    severity: str
    text: str
    details: tuple[str, ...] = ()
    advice: str = ""
    fixable: bool = False
    label: str = "Try"


def tell(finding: Finding, *, moment: Callable[[str], str], command: str = "shelterkit") -> Told:
    """Return a finding in words; `moment` says when something was, `command` is how this kit is named."""
    words = words_for(finding.code, {**finding.facts, "moment": moment, "command": command})
    advice = _FIX if finding.fixable else words.advice
    advice = _of_this_kit(advice, command)
    return Told(finding.code, finding.severity, words.text, words.details, advice, finding.fixable, words.label)


def _of_this_kit(advice: str, command: str) -> str:
    """Return a command with the kit in it that was named on the command line."""
    return advice.replace("shelterkit ", f"{command} ") if command != "shelterkit" else advice


def doctor_document(told: Sequence[Told], fixed: Document | None = None, *, command: str = "shelterkit") -> Document:
    """Return all findings, one after the other, and how many of them are warnings and errors."""
    before: tuple[Block, ...] = (*fixed.blocks, Gap()) if fixed else ()
    mends = fixed is None and any(one.fixable for one in told)
    return document(
        before,
        tuple(block for one in told for block in _blocks(one)),
        Verbatim(f"What is safe to mend:  {command} doctor --fix") if mends else None,
        totals(told),
    )


def totals(told: Sequence[Told]) -> str:
    """Return "3 warnings, 0 errors."."""
    warnings, errors = (sum(one.severity == severity for one in told) for severity in (WARN, FAIL))
    return f"{count_words(warnings, 'warning')}, {count_words(errors, 'error')}."


def _blocks(one: Told) -> list[Block]:
    if one.fixable:
        one = one._replace(advice="")  # Said once, at the end.
    inline = f"{one.severity:{_WORD}}  {one.text.rstrip('.')}.  {one.label}:  {one.advice}"
    if one.advice and not one.details and len(inline) <= _LINE:
        return [Verbatim(inline)]
    word = f"{one.severity:{_WORD}}"
    first = Row((word, one.text), (f"{word}  {one.text}",), tone=_TONES.get(one.severity, PLAIN))
    rows = tuple(Row((detail,), (f"  {detail}",)) for detail in one.details)
    blocks: list[Block] = [Table((), (first,), wraps=1, toned=0)]
    blocks += [Table((), rows, indent=_INDENT)] if rows else []
    return blocks + ([Verbatim(f"{' ' * _INDENT}{one.label}:  {one.advice}")] if one.advice else [])


def fixed_document(
    fixes: Sequence[Fix],
    *,
    dry_run: bool,
    command: str = "shelterkit",
    did_read: bool = True,
    unread: int | None = None,
) -> Document:
    """Return what was mended or would be, and how to take back what changed the kit; `unread` has what did not read."""
    if not fixes:
        return document("There is nothing that doctor can mend by itself.")
    # What did not read before is not what undo goes back to.
    changes = sum(bool(fix.did) for fix in fixes) - (not did_read)
    label = "Undo" if did_read else "Undo all but the first change of the text"
    undo = f"{label}: {command} undo{f' {changes}' if changes > 1 else ''}"
    last = "Nothing was changed: this was a dry run." if dry_run else undo if changes > 0 else ""
    kept = f"The text before did not read; it is kept as version {unread}. What differed in it:"
    return document(
        "Would mend:" if dry_run else "Mended:",
        *(Paragraph(f"  {fix_words(fix)}", hang=4) for fix in fixes),
        (Paragraph(kept), Verbatim(f"  {command} history --diff {unread}")) if unread else None,
        Verbatim(last) if last else None,
    )


def fix_words(fix: Fix) -> str:
    """Return what a fix does, in one line."""
    return _FIXES[fix.code](fix.facts)


def _closed(facts: Any) -> str:
    names = [name for _, name, _ in facts["places"]]
    if len(names) > _MOST_NAMED:
        names = [*names[:_MOST_NAMED], f"{len(names) - _MOST_NAMED} more"]
    who = f"nobody outside the group {facts['group']}" if facts["group"] else "nobody else"
    return f"{', '.join(names)}: {who} can read {'it' if len(names) == 1 else 'them'}"


_MOST_NAMED = 3


def _swept(facts: Any) -> str:
    parts = [
        count_words(facts[key], word)
        for key, word in (("files", "temporary file"), ("versions", "unfinished version"))
        if facts[key]
    ]
    return f"{' and '.join(parts)} cleared away"


def _renumbered(facts: Any) -> str:
    return "; ".join(f"the {which} {old} gets the id {new}" for which, old, new in facts["ids"])


def _raised(facts: Any) -> str:
    return "; ".join(f"next {kind} number {number} -> {right}" for kind, number, right in facts["kinds"])


_FIXES: dict[str, Callable[[Any], str]] = {
    "open": _closed,
    "leftovers": _swept,
    "editor-copies": lambda facts: f"{count_words(facts['count'], 'copy')} left by an editor deleted",
    "ids-missing": lambda facts: "; ".join(f"{name or 'an item'} gets the id {new}" for name, new in facts["ids"]),
    "ids-twice": _renumbered,
    "next-id": _raised,
    "energy": lambda facts: filled_words(facts["item"], facts["food"]),
    "windows-text": lambda _: "line ends and marks of Windows are taken out of the file",
    "characters": lambda facts: (
        f"{count_words(facts['count'], 'character')} that terminals obey written as \\uNNNN in the file"
    ),
}
