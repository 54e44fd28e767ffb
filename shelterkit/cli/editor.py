"""Open one item or the whole kit in the user's editor; nothing is lost when it does not read afterwards."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from shutil import which
from tempfile import mkstemp
from typing import TYPE_CHECKING

from shelterkit.cli.inputs import agrees
from shelterkit.cli.notices import lost_comments, note
from shelterkit.cli.output import show_document
from shelterkit.cli.refusals import command_line
from shelterkit.errors import BadDataError, BusyError, NotDoneError, StorageError, UsageError
from shelterkit.quantities.numbers import quoted
from shelterkit.report.changes import said_document
from shelterkit.services import editing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shelterkit.cli.request import Request


def edit_file(request: Request) -> None:
    """Open the whole kit; what comes back is saved once it reads."""
    desk = request.desk()
    text = editing.kit_text(desk)
    _edit(request, text, lambda edited: editing.save_text(desk, request.pen(), text, edited))


def edit_item(request: Request, words: str) -> None:
    """Open one item; its table goes back into the kit once it reads."""
    desk = request.desk()
    item_id, loaded, text = editing.item_text(desk, words)

    def save(edited: bytes) -> int | None:
        version = editing.save_item(desk, request.pen(), loaded, item_id, edited)
        if editing.comments_in(edited):
            note("Comments do not stay with an item; --note keeps a text with it.")
        return version

    _edit(request, text, save)


def _edit(request: Request, text: bytes, save: Callable[[bytes], int | None]) -> None:
    if not request.can_ask():
        raise UsageError("an editor needs a terminal; name what to change instead", code="editor-terminal")
    handle, path = mkstemp(prefix="shelterkit-", suffix=".toml")
    with os.fdopen(handle, "wb") as file:
        file.write(text)
    while True:
        edited = _edited(path, request.argv)
        if edited == text:
            os.unlink(path)
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
            _explain(wrong)
            if not agrees(request, "Open the editor again?"):
                raise NotDoneError(kept, code="edit-unreadable") from wrong
        else:
            os.unlink(path)
            request.saved = True
            show_document(request, said_document("Saved as you edited it."))
            lost_comments(comments_version)
            return


def _edited(path: str, argv: Sequence[str]) -> bytes:
    """Return what the editor left in the file."""
    _run_editor(path, argv)
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise NotDoneError(f"the editor left no file at {path}", code="editor-failed") from error


def _explain(wrong: BadDataError) -> None:
    note(f"{wrong}.")
    for problem in wrong.problems:
        note(f"{f'line {problem.line}: ' if problem.line else ''}{problem.message}")


def _usual_editor() -> str:
    """Return an editor that is on this computer."""
    return next((name for name in ("editor", "nano", "vim", "vi") if which(name)), "nano")


def _run_editor(path: str, argv: Sequence[str]) -> None:
    try:
        words = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "") or [_usual_editor()]
    except ValueError as error:
        message = f"the quotes in VISUAL or EDITOR do not match; your text is in {path}"
        raise StorageError(message, code="editor", advice=f"EDITOR=nano {command_line(argv)}") from error
    sys.stdout.flush()
    try:
        ended = subprocess.run([*words, path], check=False)  # noqa: S603 - the user's own editor, without a shell
    except OSError as error:
        message = f"the editor {quoted(words[0])} does not start; your text is in {path}"
        usual = _usual_editor()
        advice = f"EDITOR={usual} {command_line(argv)}" if which(usual) else "shelterkit edit --help"
        raise StorageError(message, code="editor", advice=advice) from error
    if ended.returncode:
        raise NotDoneError(
            f"the editor ended with an error ({ended.returncode}); your text is in {path}", code="editor-failed"
        )
