"""The commands that make a backup and bring one back."""

import os
from typing import Annotated, Any

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.inputs import confirm
from shelterkit.cli.output import show, show_document, write_raw
from shelterkit.cli.request import Request
from shelterkit.errors import NoKitError, NotDoneError, StorageError, UsageError
from shelterkit.report.document import Document
from shelterkit.services.backup import Merging, Replacing
from shelterkit.services.changing import Change

_STDOUT = "-"


def backup(
    context: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="[FILE]")] = None,
    force: Annotated[bool, typer.Option("--force", help="replace a file that is there")] = False,
) -> None:
    """Write the whole kit into one file, to keep somewhere else."""
    from shelterkit.services.backup import make_backup  # noqa: PLC0415

    request = request_of(context)
    if file == "":
        raise UsageError("backup needs a file, a folder or nothing", code="value-missing")
    if file == _STDOUT and request.json:
        raise UsageError("the backup itself goes to standard output; leave out --json", code="output-twice")
    desk = request.desk()
    made = make_backup(desk, request.pen().now)
    if file == _STDOUT:
        return write_raw(made.raw)
    path = _written(request, file, made.raw, desk.place.path, force=force)
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415
    from shelterkit.render.porcelain_backup import backup_json  # noqa: PLC0415
    from shelterkit.report.backup import written_document  # noqa: PLC0415

    file = os.path.join(".", path) if path.startswith("-") else path
    # Without the kit's name it would go into the place of another one.
    again = command_line((*(("--kit", request.kit) if request.kit else ()), "restore", file))
    if request.json or not request.quiet:
        show(
            request,
            lambda: written_document(path, made.kit, made.own_advice, again),
            json=lambda: backup_json(path, len(made.raw), made.kit, request.today),
        )
    return None


def _written(request: Request, file: str | None, raw: bytes, kit: str, *, force: bool) -> str:
    """Write a backup where it was asked for and return its path."""
    from shelterkit.cli.pages import saved_anew  # noqa: PLC0415
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415
    from shelterkit.store.output_file import write_output  # noqa: PLC0415

    try:
        if file is None or os.path.isdir(file):
            return saved_anew(raw, os.path.join(file or "", f"shelterkit-backup-{request.real_today}"), ".toml")
        write_output(file, raw, force=force, protect=kit)
    except (NotDoneError, StorageError) as refusal:
        refusal.advice = refusal.advice or command_line(_elsewhere(request, file))
        raise
    return file


def _elsewhere(request: Request, file: str | None) -> list[str]:
    """Return the words of this run without the file, so that the backup goes where one stands; else into the home."""
    words = [word for word in request.argv if word != "--force"]
    if file is None:
        return [*words, os.path.expanduser("~")]
    # The kit may be named by the same word.
    place = max(at for at, word in enumerate(words) if word == file and words[at - 1 : at] != ["--kit"])
    return [*words[:place], *words[place + 1 :]]


def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE")],
    merge: Annotated[
        bool, typer.Option("--merge", help="only add what the kit has not, and change nothing that is here")
    ] = False,
) -> None:
    """Bring back a backup: shows first what that changes, and keeps what is there now."""
    request = request_of(context)
    if not file:
        raise UsageError("restore needs a file", code="value-missing")
    return _merge(request, file) if merge else _restore(request, file)


def _is_shown_first(request: Request) -> bool:
    """Tell whether somebody sees what would change and is asked."""
    return request.can_ask() and not request.yes and not request.dry_run


def _restore(request: Request, file: str) -> None:
    from shelterkit.report.backup import (  # noqa: PLC0415
        NONE,
        restore_preview,
        restored_document,
        same_document,
        sharing_words,
    )
    from shelterkit.services.backup import replacing  # noqa: PLC0415
    from shelterkit.services.backup import restore as put_in_place  # noqa: PLC0415

    desk = request.desk()
    asked = replacing(desk, file)
    before, kit, source = asked.before, asked.kept.loaded.kit, asked.source
    if asked.changes_nothing:
        return _say_restored(request, asked, same_document(source))
    sharing = sharing_words(kit, before, stays_shared=asked.stays_shared)
    # Where no kit is, nothing can be lost.
    is_new = before.state == NONE
    shown = _is_shown_first(request) and not is_new
    if shown or request.dry_run:
        preview = restore_preview(source, before, kit, sharing=sharing, dry_run=request.dry_run)
        if request.dry_run:
            return _say_restored(request, asked, preview)
        show_document(request, preview)
    if not is_new:
        confirm(request, (), f"Restore {source.title}?")
    put_in_place(desk, request.pen(), asked, agreed=shown or is_new)
    request.saved = True
    return _say_restored(request, asked, restored_document(source, before, kit, sharing=sharing, shown=shown))


def _say_restored(request: Request, asked: Replacing, document: Document) -> None:
    from shelterkit.render.porcelain_backup import restore_json  # noqa: PLC0415

    now, kit = asked.standing.kit, asked.kept.loaded.kit
    if request.json or not request.quiet:
        show(
            request,
            lambda: document,
            json=lambda: restore_json(asked.source, now, kit, request.today, saved=request.saved),
        )


def _merge(request: Request, file: str) -> None:
    from shelterkit.services.backup import merge_file  # noqa: PLC0415

    desk, pen = request.desk(), request.pen()
    try:
        tried = merge_file(desk, pen._replace(dry_run=True), file)
    except NoKitError as refusal:
        from shelterkit.cli.refusals import command_line  # noqa: PLC0415

        refusal.advice = command_line([word for word in request.argv if word != "--merge"])
        raise
    shown = _is_shown_first(request)
    if tried.result.merged.adds_nothing or request.dry_run:
        return _say_merged(request, tried, shown=False)
    if shown:
        show_document(request, _merge_preview(tried, dry_run=False))
    confirm(request, (), f"Add what {tried.result.source.title} has to the kit?")
    done = merge_file(desk, pen, file)
    request.saved = done.after is not done.before
    return _say_merged(request, done, shown=shown)


def _merge_preview(tried: Change[Merging], *, dry_run: bool) -> Document:
    from shelterkit.report.backup import merge_preview  # noqa: PLC0415

    result = tried.result
    return merge_preview(result.merged, result.source, tried.before, result.theirs, dry_run=dry_run)


def _say_merged(request: Request, done: Change[Any], *, shown: bool) -> None:
    from shelterkit.cli.notices import birthdays, lost_comments, note  # noqa: PLC0415
    from shelterkit.render.porcelain_backup import merge_json  # noqa: PLC0415
    from shelterkit.report.backup import left_out_words  # noqa: PLC0415

    result = done.result
    left_out = left_out_words(result.clashing, result.not_text, result.unknown)
    if request.json or not request.quiet:
        show(
            request,
            lambda: _merged_document(done, shown=shown),
            json=lambda: merge_json(result.source, result.merged, left_out, request.today, saved=request.saved),
        )
    for sentence in () if request.json else left_out:
        note(request, sentence)
    lost_comments(request, done.comments_version)
    birthdays(request, done)


def _merged_document(done: Change[Merging], *, shown: bool) -> Document:
    from shelterkit.report.backup import merged_document, nothing_merged_document  # noqa: PLC0415

    merged, source, theirs = done.result.merged, done.result.source, done.result.theirs
    if merged.adds_nothing:
        left_out = bool(done.result.clashing or done.result.not_text)
        return nothing_merged_document(merged, source, done.before, theirs, left_out=left_out)
    if done.dry_run:
        return _merge_preview(done, dry_run=True)
    return merged_document(merged, source, done.before, theirs, shown=shown)


COMMANDS = {
    "backup": command(
        backup,
        usage="shelterkit backup [FILE] [options]",
        notes=(
            "FILE is a file or a folder; without it the backup goes into the folder you are in, under the day's "
            "name. - is standard output. It is a kit with one line more, so everything that reads a kit reads it."
        ),
        examples=("shelterkit backup", "shelterkit backup my-kit.toml"),
    ),
    "restore": command(
        restore,
        writes=True,
        usage="shelterkit restore FILE [options]",
        notes=(
            "FILE is a backup, a copy of a kit, or a version out of a history folder. What the kit is now stays in "
            "its history: shelterkit undo."
        ),
        examples=(
            "shelterkit restore my-kit.toml --dry-run",
            "shelterkit restore my-kit.toml --yes",
            "shelterkit restore my-kit.toml --merge --yes",
        ),
    ),
}
