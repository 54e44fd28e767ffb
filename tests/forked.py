"""Run shelterkit many times from one start of Python: each run is forked, a process of its own that can be traced."""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
from datetime import date
from typing import Any

import shelterkit
from shelterkit.cli.main import main

_MOST_BYTES = 1 << 16


def _import_all() -> None:
    """Import what a run imports as it goes: all of it would be imported again in each."""
    for module in pkgutil.walk_packages(shelterkit.__path__, "shelterkit."):
        if module.name != "shelterkit.__main__":
            importlib.import_module(module.name)


def _served(asking: socket.socket) -> list[str] | None:
    """Fork for everybody who asks, and return the words in each of the forks; None at the end."""
    while True:
        raw, streams, _, _ = socket.recv_fds(asking, _MOST_BYTES, 2)
        if not raw:
            return None
        asked = json.loads(raw)
        child = os.fork()
        if not child:
            _begin(asking, asked, streams)
            return list(asked["words"])
        for stream in streams:
            os.close(stream)
        asking.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _begin(asking: socket.socket, asked: dict[str, Any], streams: list[int]) -> None:
    """Become what a run starts as, and wait until it is traced."""
    for number, stream in enumerate(streams, 1):
        os.dup2(stream, number)
        os.close(stream)
    os.umask(0)
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = asked["words"]
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    asking.send(str(os.getpid()).encode())
    signal.sigwait([signal.SIGUSR1])
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])


if __name__ == "__main__":
    _import_all()
    gc.freeze()
    words = _served(socket.socket(fileno=int(sys.argv[1])))
    if words is not None:
        sys.exit(main(words[2:], date.fromisoformat(words[1])))
