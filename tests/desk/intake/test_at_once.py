"""Several web processes and threads: the same key of a request opens one case, one key of the desk signs."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from desk.gnupg import Gnupg
from desk.intake.conftest import POLICY
from desk.tables import Tables
from troth_desk.cases.models import Case
from troth_desk.openpgp.keys import loaded
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope

REPORT = {"title": "Path traversal", "description": "The name of the archive is joined to a path without a look."}
AT_ONCE = 8

Answer = tuple[int, Any]


def all_at_once(send: Callable[[], Answer]) -> list[Answer]:
    """What each of ``AT_ONCE`` threads got; none begins before all are ready."""
    ready = threading.Barrier(AT_ONCE)
    answers: list[Answer] = []

    def one() -> None:
        ready.wait()
        answers.append(send())

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_threads_open_one_case(policy: PolicyVersion) -> None:
    """On SQLite tests share one connection in memory, so that there the requests follow each other."""
    waits = threading.Lock()

    def send() -> Answer:
        try:
            answer = Client().post(
                "/api/v1/reports", REPORT, content_type="application/json", headers={"Idempotency-Key": "one"}
            )
            return answer.status_code, answer.json()
        finally:
            connections.close_all()

    def in_turn() -> Answer:
        with waits:
            return send()

    answers = all_at_once(send if connection.vendor == "postgresql" else in_turn)
    assert [status for status, _ in answers] == [201] * AT_ONCE
    assert len({json.dumps(said) for _, said in answers}) == 1
    with scope.inside(policy.organisation):
        assert Case.objects.count() == 1


@pytest.fixture
def desk(tmp_path: Path, tables: Tables) -> Iterator[int]:
    """The port of a desk on SQLite with two web processes."""
    tables.lay(tmp_path / "data")
    (tmp_path / "SECURITY.md").write_text(POLICY)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    command = [sys.executable, "-m", "troth_desk", "up", "--data", str(tmp_path / "data"), "--port", str(port)]
    with subprocess.Popen(
        [*command, "--policy", str(tmp_path / "SECURITY.md"), "--processes", "2"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        assert running.stdout is not None
        said = ""
        while "answers at" not in said:
            said = running.stdout.readline()
            assert said, "the desk did not start"
        yield port
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=40)


def test_web_processes_on_sqlite_open_one_case(desk: int, tmp_path: Path) -> None:
    def send() -> Answer:
        headers = {"Content-Type": "application/json", "Idempotency-Key": "one"}
        with closing(http.client.HTTPConnection("127.0.0.1", desk, timeout=30)) as client:
            client.request("POST", "/api/v1/reports", json.dumps(REPORT), headers)
            answer = client.getresponse()
            return answer.status, json.loads(answer.read())

    answers = all_at_once(send)
    assert [status for status, _ in answers] == [201] * AT_ONCE
    assert len({json.dumps(said) for _, said in answers}) == 1
    exported = subprocess.run(
        [sys.executable, "-m", "troth_desk", "export", "--data", str(tmp_path / "data")],
        env={name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))},
        capture_output=True,
        text=True,
        check=True,
    )
    cases = [json.loads(line) for line in exported.stdout.splitlines()]
    assert [each["id"] for each in cases] == [answers[0][1]["id"]]


def test_a_running_desk_signs_from_its_first_answer(desk: int, tmp_path: Path, gnupg: Gnupg) -> None:
    """Both web processes have the key that was made before they began."""

    def get(path: str) -> bytes:
        with closing(http.client.HTTPConnection("127.0.0.1", desk, timeout=30)) as client:
            client.request("GET", path)
            return client.getresponse().read()

    files = [get("/.well-known/security.txt") for _ in range(6)]
    (kept,) = (tmp_path / "data" / "keys" / "openpgp").iterdir()
    key = loaded(kept.read_text())
    gnupg.learn(get(re.findall(r"Encryption: http://[^/]+(\S+)", files[0].decode())[0]).decode())
    assert {gnupg.signer_of(each) for each in files} == {key.fingerprint}


def test_a_desk_does_not_begin_with_a_key_that_nobody_could_use(tmp_path: Path) -> None:
    (tmp_path / "SECURITY.md").write_text(POLICY)
    (tmp_path / "key.asc").write_text("no key")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    command = [sys.executable, "-m", "troth_desk", "prepare", "--data", str(tmp_path / "data")]
    said = subprocess.run(
        [*command, "--policy", str(tmp_path / "SECURITY.md")],
        env={**environment, "TROTH_DESK_OPENPGP_KEY_FILE": str(tmp_path / "key.asc")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 2
    assert said.stderr.startswith("troth-desk: the OpenPGP key cannot be used (")
    assert "Traceback" not in said.stderr
