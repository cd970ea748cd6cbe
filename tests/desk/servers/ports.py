"""Ports that nobody listens on, and a wait until somebody does."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds; a machine that runs many tests at once is slow."""


def free_port() -> int:
    """A port of this machine that is free now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def until(what: Callable[[], bool], seconds: float = PATIENCE, says: str = "it took too long") -> None:
    """Return once ``what`` is so; an assertion fails with ``says`` where it is not so in time."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, says
        time.sleep(0.01)
