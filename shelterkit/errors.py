"""Everything shelterkit can refuse to do, and the exit code of each refusal."""

from __future__ import annotations

from typing import NamedTuple


class BadValue(ValueError):  # noqa: N818 - named for the value, as it stands in every parser
    """A value that cannot be taken: a finished sentence, and what to write instead.

    `typed` is the text as it was typed and `instead` what could stand in its place,
    so that whoever knows the whole command can offer it corrected.
    """

    def __init__(self, message: str, *, code: str, typed: str = "", instead: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.typed = typed
        self.instead = instead


class Problem(NamedTuple):
    """One mistake in a file: where it is, what stands there and what is wrong with it."""

    path: tuple[str | int, ...]
    message: str
    line: int | None = None
    excerpt: str = ""


class ShelterkitError(Exception):
    """A situation the user can act on; `details` are further lines, `advice` one command that helps."""

    exit_code = 70
    code = "bug"

    def __init__(  # noqa: PLR0913 - each is a line of the refusal
        self,
        message: str,
        *,
        code: str = "",
        details: tuple[str, ...] = (),
        advice: str = "",
        file: str = "",
        changed: bool = False,
    ) -> None:
        super().__init__(message)
        self.code = code or type(self).code
        self.details = details
        self.advice = advice
        self.file = file
        self.changed = changed


class NotDoneError(ShelterkitError):
    """The request was understood and could not be carried out: no such item, nothing to undo."""

    exit_code = 1
    code = "not-done"


class UsageError(ShelterkitError):
    """What was typed is not a request shelterkit knows."""

    exit_code = 2
    code = "usage"


class BadDataError(ShelterkitError):
    """A kit, a configuration or an advisory file is damaged, wrong or too new."""

    exit_code = 65
    code = "bad-data"

    def __init__(self, message: str, *, problems: tuple[Problem, ...] = (), **more: object) -> None:
        super().__init__(message, **more)  # type: ignore[arg-type]
        self.problems = problems


class NoKitError(ShelterkitError):
    """There is no kit where one was looked for."""

    exit_code = 66
    code = "no-kit"


class StorageError(ShelterkitError):
    """The disk did not read or save: full, read-only, forbidden or broken."""

    exit_code = 74
    code = "storage"


class BusyError(ShelterkitError):
    """Another shelterkit has been saving for longer than the wait."""

    exit_code = 75
    code = "busy"


class StoppedError(ShelterkitError):
    """A signal asked to stop before anything was saved."""

    exit_code = 130
    code = "stopped"

    def __init__(self, signal_number: int) -> None:
        super().__init__("Stopped")
        self.exit_code = 128 + signal_number


class WrongFieldsError(Exception):
    """A document's fields are wrong: every problem found, each with the path of its field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems
