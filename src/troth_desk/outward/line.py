"""The line to a server: every step of it bounded by what is left of the whole time."""

from __future__ import annotations

import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from troth_desk.outward.refusal import UnreachableAddressError

SILENCE = 5.0
"""Seconds without a byte after which a server counts as gone."""
_CHUNK = 1 << 16


class Watch:
    """How much time is left; a server that sends one byte now and then uses it up all the same."""

    def __init__(self, whole: float) -> None:
        self.whole = whole
        self.end = time.monotonic() + whole

    def left(self, host: str) -> float:
        """Seconds until the server counts as gone.

        Raises:
            UnreachableAddressError: none are left.
        """
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise UnreachableAddressError(f"{host} takes longer than {self.whole:.0f} seconds.")
        return min(SILENCE, seconds)


class _Reader(io.RawIOBase):
    """The bytes of a socket, each read bounded by what is left of the whole time."""

    def __init__(self, line: socket.socket, watch: Watch, host: str) -> None:
        super().__init__()
        self._line, self._watch, self._host = line, watch, host

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(self._watch.left(self._host))
        try:
            return self._line.recv_into(buffer)
        except TimeoutError:
            self._watch.left(self._host)  # says so where it was the whole time that ran out
            raise


class Line:
    """What ``http.client`` needs of a socket, bounded in time."""

    def __init__(self, line: socket.socket, watch: Watch, host: str) -> None:
        self._line, self._watch, self._host = line, watch, host

    def sendall(self, data: bytes) -> None:
        """Send all of ``data``."""
        for start in range(0, len(data), _CHUNK):
            self._line.settimeout(self._watch.left(self._host))
            self._line.sendall(data[start : start + _CHUNK])

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        """What comes back."""
        return io.BufferedReader(_Reader(self._line, self._watch, self._host))

    def close(self) -> None:
        """Nothing: ``http.client`` closes before the answer is read; whoever connected closes the socket."""


def connected(scheme: str, host: str, port: int, addresses: Sequence[str], watch: Watch) -> socket.socket:
    """A connection to the first of ``addresses`` that takes one; by TLS it is shown to be the ``host`` that was named.

    Raises:
        OSError: none takes one, or it is not that host.
    """
    failure = OSError("no address")
    for address in addresses:
        try:
            plain = socket.create_connection((address, port), timeout=watch.left(host))
        except OSError as error:
            failure = error
            continue
        if scheme == "http":
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except (OSError, ValueError):
            plain.close()
            raise
    raise failure


def in_time(look: Callable[[], Sequence[str]], seconds: float) -> Sequence[str]:
    """What ``look`` finds within ``seconds``: the system's look-up of names knows no bound of its own."""
    found: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            found.put(look())
        except Exception as error:  # noqa: BLE001 - it is raised again, in the thread that waits
            found.put(error)

    threading.Thread(target=run, daemon=True).start()
    with suppress(queue.Empty):
        answer = found.get(timeout=seconds)
        if isinstance(answer, Exception):
            raise answer
        return answer
    return ()


def told(error: Exception) -> str:
    """What went wrong, as the end of a sentence."""
    if isinstance(error, TimeoutError):
        return "it does not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    if isinstance(error, ssl.SSLError):
        return "it does not speak TLS"
    return (getattr(error, "strerror", None) or type(error).__name__).lower()
