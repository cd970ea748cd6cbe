"""A running desk of its own for trials: its stage, its processes, its rows, and what is left when it ended."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from desk.servers.ports import free_port
from troth_desk.commands import serving

TESTS = Path(__file__).resolve().parents[2]
POLICY = "# Security policy\n\nWrite to security@example.org. We acknowledge reports within 1 minute.\n"
PATIENCE = 120.0
"""Seconds; a machine that runs many tests at once is slow."""


def until(what: Callable[[], bool], seconds: float = PATIENCE, says: str = "it took too long") -> float:
    """Wait for ``what``; how many seconds it took."""
    begun = time.monotonic()
    while not what():
        if time.monotonic() - begun > seconds:
            raise AssertionError(says)
        time.sleep(0.02)
    return time.monotonic() - begun


def environment(**more: str) -> dict[str, str]:
    """That of a desk of its own: nothing of the tests', one proxy that says where callers come from."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")])
    return {**kept, "PYTHONPATH": path, "TROTH_DESK_PROXIES": "1", **more}


class Desk:
    """``folder`` is where it is set up, ``inside`` what its processes run within (``bwrap …``)."""

    def __init__(
        self,
        folder: Path,
        database: str = "",
        *,
        mail: str = "",
        webhook: str = "",
        options: Sequence[str] = (),
        inside: Sequence[str] = (),
        data: Path | None = None,
    ) -> None:
        self.folder = folder
        self.data = data or folder / "data"
        self.database = database
        self.port = free_port()
        self.pids: dict[str, int] = {}
        (folder / "SECURITY.md").write_text(POLICY)
        told = {"TROTH_DESK_MAIL": mail, "TROTH_DESK_INSIDE": urlsplit(webhook).netloc}
        self._environment = environment(**{name: value for name, value in told.items() if value})
        self.lmtp = free_port()
        self.log = (folder / "desk.log").open("w")
        own = ["--port", str(self.port), "--policy", str(folder / "SECURITY.md"), *options]
        own += ["--lmtp", str(self.lmtp), "--webhook", webhook]
        self.stage = subprocess.Popen(
            [*inside, sys.executable, "-m", "desk.faults.stage", *self._where(), *own],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        assert self._answer() == "ready", (folder / "desk.log").read_text()

    def _where(self) -> list[str]:
        return ["--data", str(self.data), *(["--database", self.database] if self.database else [])]

    def look_at(self, data: Path) -> None:
        """Have commands look at a copy of the data folder."""
        self.data = data

    def _answer(self) -> str:
        assert self.stage.stdout
        return self.stage.stdout.readline().strip()

    def order(self, words: str) -> int:
        """Have the stage do something; the number it answers."""
        assert self.stage.stdin
        self.stage.stdin.write(f"{words}\n")
        self.stage.stdin.flush()
        said = self._answer()
        assert said, (self.folder / "desk.log").read_text()[-3000:]
        return int(said)

    def start(self, *kinds: str) -> None:
        """Start "web", "worker", "mail" or several; what is asked by others answers when this returns."""
        for kind in kinds:
            self.pids[kind] = self.order(kind)
        if "web" in kinds:
            until(self.answers, says="the web server does not answer")

        if "mail" in kinds:
            until(lambda: serving.answers("127.0.0.1", self.lmtp), says="nobody takes mail")

    def answers(self) -> bool:
        """Whether the web server does, and its database too."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self, kind: str) -> None:
        """kill -9 of all processes of "web" or "worker"."""
        pid = self.pids.pop(kind)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)

    def kill_one_that_answers(self, chance: random.Random) -> None:
        """kill -9 of one process that answers requests; its server starts another one."""
        found = [pid for pid in group(self.pids["web"]) if pid != self.pids["web"]]
        if found:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(found), signal.SIGKILL)

    def wait(self) -> None:
        """Until it answers again. Its server gives up where its processes die in a row: as ``up`` does, begin anew."""

        def begun_anew() -> bool:
            if not group(self.pids["web"]):
                self.pids["web"] = self.order("web")
            return self.answers()

        until(begun_anew, says="a process that answers was killed, and no other took its place")

    def end(self) -> None:
        """All of it."""
        for kind in list(self.pids):
            self.kill(kind)
        with suppress(BrokenPipeError):
            assert self.stage.stdin
            self.stage.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.stage.wait(10)
        self.stage.kill()
        self.stage.wait()
        assert self.stage.stdout
        self.stage.stdout.close()
        self.log.close()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``troth-desk`` over the same data."""
        command = [sys.executable, "-m", "troth_desk", arguments[0], *self._where(), *arguments[1:]]
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)

    def cases(self) -> dict[str, list[str]]:
        """References of the cases by their titles, as ``export`` writes them."""
        said = self.command("export")
        assert said.returncode == 0, said.stderr
        found: dict[str, list[str]] = {}
        for line in said.stdout.splitlines():
            case = json.loads(line)
            found.setdefault(case["title"], []).append(case["id"])
        return found

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What is in the database, read by nobody's code but the database's."""
        if not self.database:
            with closing(sqlite3.connect(self.data / "desk.sqlite3", timeout=30)) as connection:
                return connection.execute(statement).fetchall()
        with psycopg.connect(self.database) as server:
            server.execute("SELECT set_config('troth.organisation', '1', false)")
            return server.execute(statement).fetchall()


def group(leader: int) -> list[int]:
    """Processes of the group that ``leader`` leads, the dead ones left out."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, of = stat.read_text().rsplit(") ", 1)[1].split()[:3]
            if int(of) == leader and state not in "ZX":
                found.append(int(stat.parent.name))
    return found
