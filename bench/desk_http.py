"""A desk that runs, and people who ask it: processes, their memory, and how long each answer is waited for."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

PATIENCE = 60.0
"""Seconds within which a server must answer."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of answers, sorted; ``refused`` counts answers that were none."""

    sorted: Sequence[float]
    refused: int = 0

    def at(self, share: float) -> float:
        """The nearest rank."""
        return self.sorted[max(0, -(-int(len(self.sorted) * share * 1000) // 1000) - 1)]

    def __str__(self) -> str:
        refused = f", {self.refused} refused" if self.refused else ""
        return f"median {self.at(0.5):.1f} ms, p95 {self.at(0.95):.1f} ms{refused}"


class Browser:
    """One connection that is kept open, with cookies; each request of the next address behind one proxy."""

    def __init__(self, port: int, *, cookies: Mapping[str, str] | None = None, address: str = "192.0.2.1") -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
        self.cookies = dict(cookies or {})
        self.address = address

    def ask(
        self, path: str, body: bytes | None = None, kind: str = "", headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes, float]:
        """Status, body, and milliseconds until the last byte of the answer."""
        sent = {"X-Forwarded-For": self.address, "Accept-Encoding": "identity", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            sent["Content-Type"] = kind
        start = time.perf_counter()
        self.connection.request("POST" if body is not None else "GET", path, body, sent)
        answer = self.connection.getresponse()
        read = answer.read()
        took = (time.perf_counter() - start) * 1000
        for each in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, read, took


@contextmanager
def served(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[tuple[int, float]]:
    """``command`` while it answers at ``port``: its process id, and seconds until ``/healthz`` (or ``/``) answered."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process.pid, _answers(process, port, start)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _answers(process: subprocess.Popen[bytes], port: int, start: float) -> float:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(f"the server ended with {process.returncode}")
        try:
            if Browser(port).ask("/healthz")[0] in {200, 404}:
                return time.perf_counter() - start
        except OSError:
            time.sleep(0.01)
    sys.exit("the server does not answer")


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes of one process: resident, its share of it (proportional), and what is its own alone."""

    name: str
    resident: float
    share: float
    own: float


def processor(leader: int) -> float:
    """Seconds of the processor that all processes of ``leader`` have used; other work on the machine is not in it."""
    ticks = 0
    for folder in _of(leader):
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _of(leader: int) -> Iterator[Path]:
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda one: int(one.name)):
        try:
            if os.getsid(int(folder.name)) == leader:
                yield folder
        except (OSError, ProcessLookupError):
            continue


def memory(leader: int) -> list[Held]:
    """What each process that began with ``leader`` holds, as Linux tells it (proc(5), smaps_rollup)."""
    found = []
    for folder in _of(leader):
        try:
            said = (folder / "smaps_rollup").read_text()
            name = (folder / "comm").read_text().strip()
        except (OSError, ProcessLookupError):
            continue
        kilobytes = {one.split(":")[0]: int(one.split()[1]) for one in said.splitlines()[1:]}
        own = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
        found.append(Held(name, kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024, own / 1024))
    return found


def times(browser: Browser, paths: Sequence[str], number: int) -> Times:
    """``number`` requests, one after the other, of ``paths`` in turn; the first ones of each are not counted."""
    for path in paths[:3]:
        browser.ask(path)
    taken, refused = [], 0
    for place in range(number):
        status, _, took = browser.ask(paths[place % len(paths)])
        taken.append(took)
        refused += status != 200
    return Times(sorted(taken), refused)


@dataclass
class Crowd:
    """What many people did at once."""

    taken: list[float] = field(default_factory=list)
    refused: int = 0
    said: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, took: float, status: int, what: str) -> None:
        """One answer."""
        with self.lock:
            self.taken.append(took)
            if status >= 400:
                self.refused += 1
                self.said[f"{status} {what}"] = self.said.get(f"{status} {what}", 0) + 1


def together(number: int, act: Callable[[int, Crowd], None]) -> tuple[Crowd, float]:
    """``act(place, crowd)`` by ``number`` threads at once; what they did, and in how many seconds."""
    crowd = Crowd()
    threads = [threading.Thread(target=act, args=(place, crowd)) for place in range(number)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return crowd, time.perf_counter() - start


def api_report(number: str) -> bytes:
    """A report as a program sends it; each has other words."""
    words = f"Request {number} to the gateway makes it read memory of the request before. "
    return json.dumps(
        {
            "title": f"Memory of another request is read, {number}",
            "description": words + "It happens since version 2.3, with the settings as they come. " * 6,
            "steps": f"1. Send request {number}. 2. Send it again. 3. Compare.",
            "contact": "reporter@example.org",
        }
    ).encode()


def form_report(number: str, token: str) -> tuple[bytes, str]:
    """The same by the form, and its content type."""
    fields = json.loads(api_report(number)) | {"csrfmiddlewaretoken": token}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def portal_path(answer: bytes) -> str:
    """The path of a reporter's page in an answer of the API."""
    return urlsplit(json.loads(answer)["portal"]).path
