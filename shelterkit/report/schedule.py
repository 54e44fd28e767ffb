"""What the schedule commands say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.report.changes import DRY_RUN
from shelterkit.report.document import Block, Document, Gap, Heading, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.job import CRON, SYSTEMD
from shelterkit.report.units import exec_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.report.job import Done, Installed, Rehearsal, Schedule, Units

_MEANS = {
    "OK": "nothing needs attention",
    "WARNING": "something needs attention",
    "CRITICAL": "something needs attention now",
    "UNKNOWN": "it cannot tell how the kit is, and would say so every day",
}
_NOT_FOUND = (126, 127)
_WHERE = {CRON: "in your crontab", SYSTEMD: "as a systemd timer"}
_NO_MAIL = "This computer has no program that sends mail (sendmail): cron would throw away what it says. Add --notify."
_ELSEWHERE = (
    "That is not your e-mail. For that put MAILTO=you@example.org first in crontab -e; this computer has to be set up "
    "to send mail out. Or have it on the desktop: add --notify."
)
_NOBODY = "MAILTO is empty in your crontab, so nobody would be told"
_GIVE_ONE = "Put your address there (crontab -e), or add --notify."


def schedule_document(
    schedule: Schedule, *, only: str | None, command: str, following: Sequence[tuple[str, str]]
) -> Document:
    """Return the lines for cron and systemd, and what is installed; `following` are the next runs by kind."""
    neither = not (schedule.cron.there or schedule.systemd.there or schedule.cron.refuses)
    blocks: list[Block] = [
        Paragraph(f"Checks every day at {schedule.job.at}; silent unless something needs attention."),
        Gap(),
    ]
    if only != SYSTEMD:
        blocks += [Heading("cron (add with crontab -e):"), Verbatim(f"  {schedule.line}", whole=True), Gap()]
    if only != CRON:
        blocks.append(Heading("systemd (also catches up after the computer was off):"))
        blocks += _files(schedule.units) if neither or only == SYSTEMD else [_summary(schedule)]
        blocks.append(Gap())
    if neither:
        blocks.append(Paragraph("Neither cron nor systemd was found on this computer."))
    if schedule.cron.refuses and only != SYSTEMD:
        blocks.append(Paragraph(f"crontab refuses: {schedule.cron.refuses}."))
    return document(*blocks, *_standing(schedule, only, following), *_next(schedule, only, command))


def _summary(schedule: Schedule) -> Table:
    """Return what matters in the two files."""
    units = schedule.units
    rows = (
        (f"{units.name}.service", "SuccessExitStatus=1 2"),
        ("", f"ExecStart={exec_of(units.service)}"),
        (f"{units.name}.timer", f"OnCalendar=*-*-* {schedule.job.at}    Persistent=true"),
    )
    return Table((), tuple(Row(row) for row in rows), wraps=1, indent=2)


def _files(units: Units) -> list[Block]:
    """Return both files as they are written."""
    blocks: list[Block] = []
    for path, text in zip(units.paths, (units.service, units.timer), strict=True):
        blocks.append(Verbatim(f"  {path}", whole=True))
        blocks += [Verbatim(f"    {line}" if line else "", whole=True) for line in text.splitlines()]
    return blocks


def _standing(schedule: Schedule, only: str | None, following: Sequence[tuple[str, str]]) -> list[Block]:
    kinds = [kind for kind in (CRON, SYSTEMD) if only in (None, kind) and schedule.installed(kind)]
    blocks: list[Block] = []
    for kind in kinds:
        installed = schedule.installed(kind)
        assert installed is not None  # noqa: S101 - just asked
        coming = dict(following).get(kind)
        same = installed.line == (schedule.line if kind == CRON else exec_of(schedule.units.service))
        blocks.append(
            Paragraph(f"Installed {_WHERE[kind]}{f'; next: {coming}' if coming else ''}{'.' if same else ':'}")
        )
        blocks += [] if same else [Verbatim(f"  {installed.line}", whole=True)]
        blocks += _lost(installed)
    return blocks or [Paragraph("Nothing was installed.")]


def _lost(installed: Installed) -> list[Block]:
    if not installed.lost:
        return []
    return [Paragraph(f"The program it names is not there any more: {installed.lost}", "alarm")]


def _next(schedule: Schedule, only: str | None, command: str) -> list[Block]:
    """Return the one thing to do next."""
    here = [kind for kind in (CRON, SYSTEMD) if schedule.installed(kind)]
    lost = [kind for kind in here if (one := schedule.installed(kind)) and one.lost]
    if here and not lost:
        return [Verbatim(f"Try:  {command} schedule test      or take it out:  {command} schedule remove")]
    there = {CRON: schedule.cron.there, SYSTEMD: schedule.systemd.there}
    kind = lost[0] if lost else only if only and there[only] else schedule.best
    if not kind:
        return []
    return [Verbatim(f"Try:  {command} schedule install --{kind}      then  {command} schedule test")]


def installed_document(done: Done, *, command: str, notes: Sequence[str]) -> Document:
    """Return what was installed, or would be."""
    kind, schedule = done.kinds[0], done.schedule
    ours = [Verbatim(f"  {schedule.line}", whole=True)] if kind == CRON else _files(schedule.units)
    if not done.changed:
        return document(f"It is installed {_WHERE[kind]} already; nothing was changed:", *ours)
    if done.dry_run:
        where = "your crontab" if kind == CRON else "systemd"
        return document(f"Would be added to {where}:", *ours, DRY_RUN)
    if kind == CRON:
        said: list[Block | str] = ["Installed in your crontab; everything else in it is as it was:", *ours]
    else:
        said = [f"Installed as a systemd timer and started, in {schedule.units.folder}:", _summary(schedule)]
    return document(
        *said,
        f"Runs every day at {schedule.job.at}; silent unless something needs attention.",
        *(Paragraph(note) for note in notes),
        Verbatim(f"Try:  {command} schedule test      or take it out:  {command} schedule remove"),
    )


def install_notes(kind: str, schedule: Schedule, *, mails_as: str | None, can_notify: bool, has_kit: bool) -> list[str]:
    """Return what somebody who relies on a schedule has to know; `mails_as` is the user, None without any mail."""
    notes = []
    if kind == SYSTEMD:
        journal = f"in the journal: journalctl --user -u {schedule.units.name}"
        alone = f"There is no notify-send on this computer, so what it says is only {journal}"
        notes.append(
            f"What it says comes as a notification; without a desktop it is {journal}" if can_notify else alone
        )
        notes.append("It runs while you are logged in. To have it run always: loginctl enable-linger")
    elif schedule.job.notify:
        notes.append("What it says comes as a notification.")
    else:
        notes += [_NO_MAIL] if mails_as is None else _mail_notes(schedule.cron.mail_to, mails_as)
    if schedule.installed(SYSTEMD if kind == CRON else CRON):
        other = "systemd timer" if kind == CRON else "crontab line"
        notes.append(f"The {other} is installed as well; one of them is enough.")
    if not has_kit:
        notes.append("There is no kit yet; until there is one, it says so every day.")
    return notes


def _mail_notes(mail_to: str | None, user: str) -> list[str]:
    if mail_to == "":
        return [f"{_NOBODY}. {_GIVE_ONE}"]
    said = f"cron mails what it says to {_mailbox(mail_to, user)}."
    return [said] if mail_to else [said, _ELSEWHERE]


def _mailbox(mail_to: str | None, user: str) -> str:
    """Return whom cron mails to: MAILTO, else who owns the crontab, which leaves no computer by itself."""
    return mail_to or f"{f'the mailbox of {user}' if user else 'your mailbox'} on this computer"


def removed_document(done: Done) -> Document:
    """Return what was taken out, or would be."""
    blocks: list[Block] = []
    verb = "Would be taken" if done.dry_run else "Taken"
    stays = "stays as it is" if done.dry_run else "is as it was"
    for kind, line in zip(done.kinds, done.lines, strict=True):
        if kind == CRON:
            blocks.append(Paragraph(f"{verb} out of your crontab; everything else in it {stays}."))
            blocks += [Verbatim(f"  {line}", whole=True)] if line else []
        else:
            blocks.append(Paragraph(f"{verb} out of systemd, with both files:"))
            blocks += [Verbatim(f"  {path}", whole=True) for path in done.schedule.units.paths]
    return document(*blocks, DRY_RUN if done.dry_run else None)


def rehearsed_document(rehearsal: Rehearsal, *, user: str, can_mail: bool, command: str) -> Document:
    """Return what came of the line when it ran as it will."""
    by = "cron" if rehearsal.kind == CRON else "systemd"
    said = f"Nothing is installed in {by} yet; ran the line that would be, as {by} would:"
    if rehearsal.installed:
        said = f"Ran the line that is installed {_WHERE[rehearsal.kind]}, as {by} will:"
    blocks: list[Block] = [Paragraph(said), Verbatim(f"  {rehearsal.line}", whole=True)]
    blocks.append(Paragraph(_outcome(rehearsal), "" if rehearsal.works else "alarm"))
    blocks += _said(rehearsal, _mailbox(rehearsal.mail_to, user))
    blocks += _unheard(rehearsal, can_mail=can_mail)
    blocks.append(Paragraph("This was only a test: it does not count as told."))
    if not rehearsal.installed and rehearsal.works:
        blocks.append(Verbatim(f"Try:  {command} schedule install --{rehearsal.kind}"))
    return document(*blocks)


def _outcome(rehearsal: Rehearsal) -> str:
    if rehearsal.trouble:
        return f"It would fail every day: {rehearsal.trouble}."
    if rehearsal.state:
        return f"Exit code {rehearsal.code}, {rehearsal.state}: {_MEANS[rehearsal.state]}."
    why = "the program was not found" if rehearsal.code in _NOT_FOUND else "this is not how a check ends"
    return f"Exit code {rehearsal.code}: it would fail every day, for {why}."


def _said(rehearsal: Rehearsal, mailbox: str) -> list[Block]:
    words = "mailed" if rehearsal.kind == CRON else "in the journal"
    if not rehearsal.output.strip():
        return [Paragraph(f"Nothing would be {words}.")]
    blocks: list[Block] = [Paragraph(f"This would be {words}{f' to {mailbox}' if rehearsal.kind == CRON else ''}:")]
    if rehearsal.kind == CRON and rehearsal.mail_to == "":
        blocks = [Paragraph(f"{_NOBODY}:", "alarm")]
    return [*blocks, *(Verbatim(f"  {line}") for line in rehearsal.output.rstrip("\n").split("\n"))]


def _unheard(rehearsal: Rehearsal, *, can_mail: bool) -> list[Block]:
    """Return why nobody would hear what cron mails, or how to have it where it is heard."""
    is_silent = not rehearsal.output.strip()
    if rehearsal.kind != CRON or (is_silent and "--notify" in rehearsal.line):
        return []
    if rehearsal.mail_to == "":
        return [Paragraph(f"{_NOBODY}. {_GIVE_ONE}" if is_silent else _GIVE_ONE, "alarm")]
    if is_silent:
        return []
    if not can_mail:
        return [Paragraph(_NO_MAIL, "alarm")]
    return [Paragraph(_ELSEWHERE)] if rehearsal.mail_to is None else []
