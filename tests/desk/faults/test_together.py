"""Several at once: two desks on one folder, processes that die beside others, limits and reports counted exactly."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from desk.databases import URL, database_of_its_own
from desk.faults.desks import POLICY, Desk, environment, group, until
from desk.servers.ports import free_port
from desk.tables import Tables
from troth_desk.commands import alone
from troth_desk.intake.limits import RATES

AT_ONCE = 10


@pytest.fixture
def database(tmp_path: Path, tables: Tables) -> Iterator[str]:
    tables.lay(tmp_path / "data")
    with database_of_its_own(URL, tables.template) as url:
        yield url


def test_a_folder_is_held_by_one(tmp_path: Path) -> None:
    held = alone.hold(tmp_path, 0, threading.Event())
    assert held is not None
    assert alone.hold(tmp_path, 0, threading.Event()) is None
    assert alone.holder(tmp_path) == str(os.getpid())
    os.close(held)
    again = alone.hold(tmp_path, 0, threading.Event())
    assert again is not None
    os.close(again)


def up(folder: Path, database: str, port: int) -> subprocess.Popen[str]:
    where = ["--data", str(folder / "data"), *(["--database", database] if database else [])]
    (folder / "SECURITY.md").write_text(POLICY)
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "troth_desk",
            "up",
            *where,
            "--port",
            str(port),
            "--policy",
            str(folder / "SECURITY.md"),
        ],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def answers(port: int) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def test_a_second_desk_on_one_folder_and_a_web_server_that_dies(tmp_path: Path, database: str) -> None:
    port = free_port()
    first = up(tmp_path, database, port)
    try:
        until(lambda: answers(port))
        if not database:
            second = up(tmp_path, database, free_port())
            _, said = second.communicate(timeout=60)
            assert second.returncode == 2, said
            assert f"a desk runs on {tmp_path / 'data'} already (process {first.pid})" in said
            assert answers(port)
        children = Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        until(lambda: not any(Path(f"/proc/{child}/cmdline").exists() for child in children), says="nobody buries them")
        until(lambda: answers(port), says="the web server was not started again")
        first.terminate()
        _, said = first.communicate(timeout=60)
        assert first.returncode == 0, said
        assert "the web ended and is started again" in said
        assert "the worker ended and is started again" in said
    finally:
        with suppress(ProcessLookupError):
            os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        assert first.stderr
        first.stderr.close()


def asked(port: int, body: str, headers: dict[str, str]) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as client:
        client.request("POST", "/api/v1/reports", body, headers)
        answer = client.getresponse()
        return answer.status, answer.read().decode()


def test_two_web_processes_count_together(tmp_path: Path, database: str) -> None:
    desk = Desk(tmp_path, database, options=("--processes", "2"))
    try:
        desk.start("web")
        until(lambda: len(group(desk.pids["web"])) >= 3, says="two processes answer")
        same = {"Content-Type": "application/json", "Idempotency-Key": "one", "X-Forwarded-For": "10.1.1.1"}
        report = json.dumps({"title": "Path traversal", "description": "The name is joined to a path."})
        together = at_once(lambda: asked(desk.port, report, same))
        assert Counter(status for status, _ in together) == {201: AT_ONCE}
        assert len({text for _, text in together}) == 1
        refused = 0
        for attempt in range(2):  # a minute may end between the first request and the last
            who = {"Content-Type": "application/json", "X-Forwarded-For": f"10.2.2.{attempt}"}
            minute = time.time() // 60
            statuses = Counter(
                status
                for _ in range(RATES[0].most // AT_ONCE + 2)
                for status, _ in at_once(lambda who=who: asked(desk.port, "{}", who))
            )
            refused = statuses[429]
            if time.time() // 60 == minute:
                break
        assert refused == 2 * AT_ONCE
    finally:
        desk.end()


def at_once(ask: object) -> list[tuple[int, str]]:
    """What each of ``AT_ONCE`` threads got; none begins before all are ready."""
    ready = threading.Barrier(AT_ONCE)
    got: list[tuple[int, str]] = []

    def one() -> None:
        ready.wait()
        got.append(ask())  # type: ignore[operator]

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return got
