"""The desk as processes: it starts, answers, ends by SIGTERM, and loses nothing to kill -9. Real ports, real kills."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from desk.databases import URL, database_of_its_own
from desk.tables import Tables

POLICY = "# Security policy\n\nWrite to security@example.org. We acknowledge reports within 48 hours.\n"
REPORT = {"title": "Cookies leak", "description": "d", "steps": "s", "impact": "i", "contact": "reporter@example.org"}
PATIENCE = 120.0
"""Seconds; a machine that runs many tests at once is slow."""

Run = Callable[..., "subprocess.Popen[str]"]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def database(tables: Tables) -> Iterator[str]:
    """A database of its own on PostgreSQL, "" for SQLite."""
    with database_of_its_own(template=tables.template) as url:
        yield url


@pytest.fixture
def run(tmp_path: Path, database: str, tables: Tables) -> Iterator[Run]:
    """Start ``troth-desk`` with a data folder and database of its own; whatever still runs at the end is killed."""
    started = []
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    (tmp_path / "SECURITY.md").write_text(POLICY)
    tables.lay(tmp_path / "data")

    def start(*arguments: str) -> subprocess.Popen[str]:
        options = ["--data", str(tmp_path / "data"), *(["--database", database] if database else [])]
        command = [sys.executable, "-m", "troth_desk", arguments[0], *options, *arguments[1:]]
        process = subprocess.Popen(
            command,
            env=kept,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in filter(None, (process.stdout, process.stderr)):
            pipe.close()


def ask(port: int, path: str, body: dict[str, str] | None = None) -> Any:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read().decode()


def until(what: Callable[[], bool], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def answers(port: int) -> bool:
    try:
        return bool(json.loads(ask(port, "/healthz")) == {"status": "ok"})
    except (OSError, urllib.error.URLError):
        return False


def alive(group: int) -> bool:
    """Whether a process of the group runs; one that has ended and waits to be buried does not count."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = stat.read_text().rsplit(") ", 1)[1].split()[:3]
        except OSError:
            continue
        if int(of) == group and state not in "ZX":
            return True
    return False


def done(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    return output


def cases(run: Run) -> set[str]:
    return {json.loads(line)["id"] for line in done(run("export")).splitlines()}


def test_a_desk_that_is_killed_begins_again_with_everything_it_promised(run: Run) -> None:
    port = free_port()
    options = ("--port", str(port), "--policy", "SECURITY.md")
    first = run("up", *options)
    until(lambda: answers(port))
    accepted = {json.loads(ask(port, "/api/v1/reports", REPORT | {"title": str(n)}))["id"] for n in range(5)}
    first.kill()
    until(lambda: not alive(first.pid))  # no orphan keeps the port or the file
    second = run("up", *options)
    until(lambda: answers(port))
    assert len(accepted) == 5
    assert cases(run) == accepted
    assert "whole" in done(run("verify"))
    other = run("prepare", "--organisation", "Second team", "--policy", "SECURITY.md")
    if URL:
        assert "/o/second-team/join/" in done(other)
        assert cases(run) == accepted
    else:
        assert "An SQLite file holds one organisation" in other.communicate(timeout=PATIENCE)[1]
        assert other.returncode == 2
    second.terminate()
    assert f"The desk answers at http://localhost:{port}/" in done(second)
    assert not alive(second.pid)


def test_a_taken_port_and_a_missing_policy_are_told_in_words(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = run("up", "--port", str(other.getsockname()[1]))
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "is taken; give another one with --port" in errors) == (2, True), errors
    process = run("up", "--policy", "NONE.md")
    _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "cannot read the policy NONE.md" in errors) == (2, True), errors


if URL:

    def test_two_webs_and_two_workers_share_one_database(run: Run, database: str) -> None:
        done(run("prepare", "--policy", "SECURITY.md"))
        ports = (free_port(), free_port())
        processes = [run("web", "--port", str(port)) for port in ports] + [run("worker"), run("worker")]
        until(lambda: all(answers(port) for port in ports))
        sent = [json.loads(ask(ports[n % 2], "/api/v1/reports", REPORT | {"title": str(n)})) for n in range(6)]
        for number, one in enumerate(sent):
            path = "/case/" + one["portal"].split("/case/")[1]
            assert str(number) in ask(ports[(number + 1) % 2], path), "the other web process knows it too"
        with psycopg.connect(database) as owner:
            owner.execute("SELECT set_config('troth.organisation', '1', false)")

            def rounds() -> list[tuple[Any, ...]]:
                owner.rollback()
                owner.execute("SELECT set_config('troth.organisation', '1', false)")
                return owner.execute("SELECT name, ended_at, failure FROM tenants_round").fetchall()

            until(lambda: bool(rounds()) and all(ended for _, ended, _ in rounds()))
            assert {failure for _, _, failure in rounds()} == {""}
            roles = {
                role
                for (role,) in owner.execute("SELECT usename FROM pg_stat_activity WHERE datname = current_database()")
            }
            assert roles == {"desk_owner"}
        assert cases(run) == {one["id"] for one in sent}
        for process in processes:
            process.terminate()
        assert [process.wait(PATIENCE) for process in processes] == [0, 0, 0, 0]
        assert not any(alive(process.pid) for process in processes)

    def test_a_login_of_the_application_alone_sees_its_scope_and_takes_no_other_role(run: Run, database: str) -> None:
        done(run("prepare", "--policy", "SECURITY.md"))
        name = database.rsplit("/", 1)[1]
        with psycopg.connect(database, autocommit=True) as owner:
            owner.execute(f"CREATE ROLE web_{name} LOGIN PASSWORD 'test'")
            owner.execute(f'GRANT "{name}_app" TO web_{name}')
        login = database.replace("desk_owner:test@", f"web_{name}:test@")
        with psycopg.connect(login, autocommit=True) as web:
            web.execute(f'SET ROLE "{name}_app"')
            assert web.execute("SELECT count(*) FROM tenants_project").fetchone() == (0,)
            web.execute("SELECT set_config('troth.organisation', '1', false)")
            assert web.execute("SELECT count(*) FROM tenants_project").fetchone() == (1,)
            for role in ("desk_owner", f"{name}_worker"):
                with pytest.raises(psycopg.Error, match="permission denied to set role"):
                    web.execute(f'SET ROLE "{role}"')
        with psycopg.connect(database, autocommit=True) as owner:
            owner.execute(f"DROP ROLE web_{name}")
