"""Requests to stop, noted while a save is under way and obeyed where that is safe."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shelterkit.errors import StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequest:
    """Whether somebody asked to stop since the save began."""

    __slots__ = ("number",)

    def __init__(self) -> None:
        self.number = 0

    def note(self, number: int, _frame: FrameType | None) -> None:
        """Remember the signal; nothing else is safe at a random moment."""
        self.number = number

    def obey(self) -> None:
        """Stop here if somebody asked to."""
        if self.number:
            raise StoppedError(self.number)


@contextmanager
def noting_stops() -> Iterator[StopRequest]:
    """Note Ctrl-C, hang-up and TERM instead of being stopped by them; a signal ignored before stays ignored."""
    request = StopRequest()
    before = {}
    # Python lets only the main thread set handlers, and delivers signals only there.
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, request.note)
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold signals back for the two calls that must not be torn apart."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
