"""PostgreSQL is begun again under load, and its disk is full: a server of its own, killed and filled for real."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desk.databases import database_of_its_own
from desk.faults.desks import Desk, until
from desk.faults.postgresql import Server
from desk.faults.reporters import Reporters


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    made = Server(small=getattr(request, "param", 0))
    yield made
    made.end()


def whole(desk: Desk, reporters: Reporters) -> None:
    """Whatever was acknowledged is there, once; nothing else went wrong than what was told as a 503."""
    assert set(reporters.kept.refused) <= {503}
    assert (reporters.kept.said, reporters.kept.problems) == (set(), [])
    cases = desk.cases()
    assert {title for title in reporters.kept.references if len(cases.get(title, [])) != 1} == set()
    assert [references for references in cases.values() if len(references) > 1] == []
    verified = desk.command("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert desk.order("prove") == 0


def ended(desk: Desk) -> int:
    """How many rounds have ended since they were looked at last."""
    return int(desk.rows("SELECT count(*) FROM tenants_round WHERE claimed_until IS NULL")[0][0])


def test_a_database_that_is_restarted_under_load(server: Server, tmp_path: Path) -> None:
    with database_of_its_own(server.url) as database:
        desk = Desk(tmp_path, database, options=("--period", "0.5"))
        reporters = Reporters(desk.port, 5, of_each=2)
        try:
            desk.start("web", "worker")
            reporters.start()
            until(lambda: len(reporters.kept.references) >= 5, says="no report was acknowledged")
            for how in (signal.SIGINT, signal.SIGQUIT):
                server.stop(how)
                refused = reporters.kept.refused[503]
                until(lambda before=refused: reporters.kept.refused[503] > before, says="nothing is told")  # type: ignore[misc]
                server.start()
                before = len(reporters.kept.references)
                until(lambda known=before: len(reporters.kept.references) > known, says="it takes no reports")  # type: ignore[misc]
            reporters.stop()
            begun = time.monotonic()
            every = desk.rows("SELECT count(*) FROM tenants_round")[0][0]
            until(lambda: ended(desk) == every, says="a round is claimed by nobody who is at it")
            assert time.monotonic() - begun < 60, "no round waits for its lease where its worker lives"
            whole(desk, reporters)
        finally:
            reporters.ending.set()
            desk.end()


@pytest.mark.parametrize("server", [110 * 2**20], indirect=True)
def test_a_database_whose_disk_is_full(server: Server, tmp_path: Path) -> None:
    with database_of_its_own(server.url) as database:
        desk = Desk(tmp_path, database, options=("--period", "0.5"))
        reporters = Reporters(desk.port, 6)
        try:
            desk.start("web", "worker")
            reporters.start()
            until(lambda: len(reporters.kept.references) >= 3, says="no report was acknowledged")
            server.fill()
            until(lambda: reporters.kept.refused[503] >= 4, says="a full disk is not told")
            server.make_room()
            before = len(reporters.kept.references)
            until(lambda: len(reporters.kept.references) > before, says="it takes no reports any more")
            reporters.stop()
            whole(desk, reporters)
        finally:
            reporters.ending.set()
            desk.end()


def vacuuming(server: Server, database: str) -> int:
    """Make PostgreSQL clean a table that takes it a minute; the process that does, for no role at all."""
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("CREATE TABLE dead (number int) WITH (autovacuum_enabled = off)")
        owner.execute("INSERT INTO dead SELECT generate_series(1, 200000)")
        owner.execute("DELETE FROM dead")
        owner.execute("ALTER TABLE dead SET (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)")
        owner.execute("ALTER TABLE dead RESET (autovacuum_enabled)")
    at_work = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'autovacuum worker' AND query LIKE '%dead%'"
    with server.as_its_superuser() as superuser:
        superuser.execute("ALTER SYSTEM SET autovacuum_naptime = 1")
        superuser.execute("SELECT pg_reload_conf()")
        until(lambda: superuser.execute(at_work).fetchone() is not None, says="PostgreSQL cleans nothing")
        found = superuser.execute(at_work).fetchone()
    assert found
    return int(found[0])


def test_a_database_that_postgresql_cleans_is_dropped_by_whoever_is_no_superuser(server: Server) -> None:
    """What goes after each test goes though an autovacuum worker and a login are in it, where FORCE alone may fail."""
    inside = "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)"
    with server.as_its_superuser() as superuser:
        with database_of_its_own(server.url) as database:
            name = database.rsplit("/", 1)[1]
            stays = psycopg.connect(database, autocommit=True)
            both = [[vacuuming(server, database), stays.info.backend_pid]]
            assert superuser.execute(inside, both).fetchone() == (2,)
        with pytest.raises(psycopg.OperationalError):
            stays.execute("SELECT 1")
        stays.close()
        assert superuser.execute(inside, both).fetchone() == (0,)
        assert superuser.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall() == []
