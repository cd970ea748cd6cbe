"""One desk a folder: ``up`` on SQLite holds the data folder, and a second one is refused in words.

Two of them would keep two sets of workers over one file and overwrite each other's address. PostgreSQL is made for any
number of processes on any number of machines, so nothing is held there.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

FILE = "desk.lock"
AGAIN = 0.1
"""Seconds between two tries."""


def hold(folder: Path, seconds: float, ending: threading.Event) -> int | None:
    """Hold ``folder`` until this process and those forked of it have ended, even by kill -9; a file descriptor.

    Tries for ``seconds``: the processes of a desk that was killed need a moment to notice. None where another one
    keeps it; its number is in the file (see ``holder``).
    """
    descriptor = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > until or ending.wait(AGAIN):
                os.close(descriptor)
                return None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def holder(folder: Path) -> str:
    """The number of the process that holds ``folder``, as it wrote it."""
    return (folder / FILE).read_text().strip()
