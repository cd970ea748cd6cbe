"""A seeded handful of the trials by kill -9 (``make faults`` makes three hundred), and work that is taken up again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.databases import URL, database_of_its_own
from desk.faults import trials
from desk.faults.desks import Desk, until
from desk.faults.reporters import Reporters
from desk.servers.ports import free_port
from desk.servers.sink import Sink
from desk.tables import Tables


@pytest.fixture
def database(tmp_path: Path, tables: Tables) -> Iterator[str]:
    tables.lay(tmp_path / "data")
    with database_of_its_own(URL, tables.template) as url:
        yield url


def test_no_kill_loses_or_doubles_a_report(tmp_path: Path, database: str) -> None:
    figures = trials.run(tmp_path, 8, seed=2026, database=database)
    assert figures.problems == [], figures.words()
    assert figures.trials.total() == 8
    assert figures.reports > 0
    assert figures.mails > 0
    assert figures.told > 0


class Hanging(Sink):
    """A mail server that takes a mail and says nothing until it is told to."""

    hangs = True
    asked = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - a name of aiosmtpd's
        """Wait for as long as it hangs."""
        import asyncio

        self.asked += 1
        while self.hangs:
            await asyncio.sleep(0.05)
        return await super().handle_DATA(server, session, envelope)


def test_the_work_of_a_killed_worker_is_taken_up_within_its_lease(tmp_path: Path, database: str) -> None:
    server = Hanging(free_port())
    server.start()
    lease = 4.0
    desk = Desk(tmp_path, database, mail=server.url, options=("--lease", str(lease), "--period", "0.5"))
    reporters = Reporters(desk.port, 1, pause=1)
    try:
        desk.start("web", "worker")
        reporters.start()
        until(lambda: server.asked > 0, says="no worker hands a mail over")
        reporters.stop()
        server.hangs = False
        killed = time.monotonic()
        desk.kill("worker")  # between its claim and its word on what came of it
        claimed = desk.rows("SELECT count(*) FROM notices_delivery WHERE claimed_until IS NOT NULL")[0][0]
        assert claimed > 0
        desk.start("worker")
        waiting = "SELECT count(*) FROM notices_delivery WHERE state = 'waiting'"
        until(lambda: desk.rows(waiting)[0][0] == 0, says="what a killed worker had claimed waits for ever")
        took = time.monotonic() - killed
        assert took < lease + 6, f"{took:.1f} s"
        ids = [str(mail.message["Message-ID"]) for mail in server.mails]
        assert len(set(ids)) == desk.rows("SELECT count(*) FROM notices_delivery")[0][0]
        failures = "SELECT name, failure FROM tenants_round WHERE failure <> ''"
        assert desk.rows(failures) == []
    finally:
        reporters.ending.set()
        server.hangs = False
        desk.end()
        server.stop()
