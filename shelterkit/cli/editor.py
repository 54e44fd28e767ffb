"""Open one item or the whole kit in the user's editor; nothing is lost when it does not read afterwards."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from shutil import which
from typing import TYPE_CHECKING

from shelterkit.cli.inputs import agrees
from shelterkit.cli.notices import lost_comments, note
from shelterkit.cli.output import show_document
from shelterkit.cli.refusals import command_line
from shelterkit.errors import BadDataError, BusyError, NotDoneError, StorageError, UsageError
from shelterkit.quantities.numbers import quoted
from shelterkit.report.changes import said_document
from shelterkit.services import editing
from shelterkit.store.edited_copies import ITEM, KIT, discard, in_use, new_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shelterkit.cli.request import Request


def edit_file(request: Request) -> None:
    """Open the whole kit; what comes back is saved once it reads."""
    desk = request.desk()
    text = editing.kit_text(desk)
    _edit(request, text, KIT, lambda edited: editing.save_text(desk, request.pen(), text, edited))


def edit_item(request: Request, words: str) -> None:
    """Open one item; its table goes back into the kit once it reads."""
    desk = request.desk()
    item_id, loaded, text = editing.item_text(desk, words)

    def save(edited: bytes) -> int | None:
        version = editing.save_item(desk, request.pen(), loaded, item_id, edited)
        if editing.comments_in(edited):
            note(request, "Comments do not stay with an item; --note keeps a text with it.")
        return version

    _edit(request, text, ITEM, save)


def _edit(request: Request, text: bytes, of: str, save: Callable[[bytes], int | None]) -> None:
    if not request.can_ask():
        raise UsageError("an editor needs a terminal; name what to change instead", code="editor-terminal")
    path = new_copy(request.desk().place.path, text, of)
    try:
        with in_use(path):
            _until_it_reads(request, path, text, save)
    finally:
        if not _kept(path, text):
            discard(path)


def _until_it_reads(request: Request, path: str, text: bytes, save: Callable[[bytes], int | None]) -> None:
    while True:
        edited = _edited(path, text, request.argv)
        if edited == text:
            show_document(request, said_document("Nothing was changed.", undo=""))
            return
        try:
            comments_version = save(edited)
        except (StorageError, BusyError) as trouble:
            raise type(trouble)(f"{trouble}; what you wrote is kept in {path}", code=trouble.code) from trouble
        except BadDataError as wrong:
            kept = f"what you wrote is kept in {path}, and the kit is as it was"
            if wrong.code == "kit-changed":
                raise NotDoneError(f"{wrong}; {kept}", code=wrong.code) from wrong
            _explain(request, wrong)
            if not agrees(request, "Open the editor again?"):
                raise _kept_unread(request, path, kept) from wrong
        else:
            discard(path)
            request.saved = True
            show_document(request, said_document("Saved as you edited it."))
            lost_comments(request, comments_version)
            return


def _kept_unread(request: Request, path: str, kept: str) -> NotDoneError:
    """Return the refusal of what does not read, with the way on that loses none of it."""
    if "--file" not in request.argv:
        return NotDoneError(kept, code="edit-unreadable", advice=command_line(request.argv))
    message = f"{kept}; once it is mended there, shelterkit restore brings it in"
    return NotDoneError(message, code="edit-unreadable", advice=shlex.join((*_editor_words(), path)))


def _kept(path: str, text: bytes) -> str:
    """Return where the text is that somebody wrote; "" where nothing was written."""
    try:
        with open(path, "rb") as file:
            is_as_given = file.read() == text
    except FileNotFoundError:
        return ""
    except OSError:
        is_as_given = False
    return "" if is_as_given else f"; your text is in {path}"


def _edited(path: str, text: bytes, argv: Sequence[str]) -> bytes:
    """Return what the editor left in the file."""
    _run_editor(path, text, argv)
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise NotDoneError(f"the editor left no file at {path}", code="editor-failed") from error


def _explain(request: Request, wrong: BadDataError) -> None:
    note(request, f"{wrong}.")
    for problem in wrong.problems:
        note(request, f"{f'line {problem.line}: ' if problem.line else ''}{problem.message}")


def _usual_editor() -> str:
    """Return an editor that is on this computer."""
    return next((name for name in ("editor", "nano", "vim", "vi") if which(name)), "nano")


def _editor_words() -> list[str]:
    return shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "") or [_usual_editor()]


def _run_editor(path: str, text: bytes, argv: Sequence[str]) -> None:
    try:
        words = _editor_words()
    except ValueError as error:
        message = f"the quotes in VISUAL or EDITOR do not match{_kept(path, text)}"
        raise StorageError(message, code="editor", advice=f"EDITOR=nano {command_line(argv)}") from error
    sys.stdout.flush()
    try:
        ended = subprocess.run([*words, path], check=False)  # noqa: S603 - the user's own editor, without a shell
    except OSError as error:
        message = f"the editor {quoted(words[0])} does not start{_kept(path, text)}"
        usual = _usual_editor()
        advice = f"EDITOR={usual} {command_line(argv)}" if which(usual) else "shelterkit edit --help"
        raise StorageError(message, code="editor", advice=advice) from error
    if ended.returncode:
        message = f"the editor ended with an error ({ended.returncode}){_kept(path, text)}"
        raise NotDoneError(message, code="editor-failed")
