"""A backup a day: made by a real worker, once where several run, kept and taken away by number."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from desk.backups.conftest import PASSPHRASE, Drill
from desk.releases.released import Desk
from desk.tenants.test_running import until
from troth_desk.backups import schedule
from troth_desk.tenants import queries
from troth_desk.tenants.models import Backup

ENDED = "SELECT count(*) FROM tenants_backup WHERE ended_at IS NOT NULL"
TAKEN_OUT = "SELECT count(*) FROM people_securityevent WHERE kind = 'export'"
FAILED = "SELECT failure FROM tenants_backup WHERE failure <> ''"


def work(drill: Drill, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "troth_desk", "worker"]
    return subprocess.Popen(command, env=drill.desk.environment | environment, text=True)


def test_a_worker_makes_the_backup_of_the_day_and_it_can_be_brought_back(drill: Drill) -> None:
    folder = drill.folder / "backups"
    given = {"TROTH_DESK_BACKUPS": str(folder), "TROTH_DESK_BACKUPS_PASSPHRASE_FILE": str(drill.passphrase)}
    workers = [work(drill, **given) for _ in range(2)]
    try:
        until(lambda: drill.desk.sql(ENDED) != [(0,)] or bool(drill.desk.sql(FAILED)), seconds=400)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(timeout=60)
    assert drill.desk.sql("SELECT failure FROM tenants_backup") == [("",)]
    found = list(folder.iterdir())
    assert len(found) == 1
    assert found[0].stat().st_mode & 0o777 == 0o600
    looked = Desk.said(
        drill.empty().run("restore", str(found[0]), "--passphrase-file", str(drill.passphrase), "--only-look")
    )
    assert "whole" in looked
    told = drill.desk.python("from troth_desk.tenants import queries; print(queries.last_backup().name)")
    assert told.strip() == found[0].name
    assert drill.desk.sql(TAKEN_OUT) == [(0,)], "what the desk keeps for itself is no download"


def test_without_a_passphrase_it_is_refused_and_the_row_says_what_to_do(drill: Drill) -> None:
    worker = work(drill, TROTH_DESK_BACKUPS=str(drill.folder / "backups"))
    try:
        until(lambda: bool(drill.desk.sql(FAILED)))
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    assert "--passphrase-file" in drill.desk.sql(FAILED)[0][0] or "PASSPHRASE" in drill.desk.sql(FAILED)[0][0]
    assert not list((drill.folder / "backups").glob("*"))


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(settings, "BACKUPS_FOLDER", str(tmp_path))
    return tmp_path


@pytest.mark.django_db
def test_one_a_day_and_again_an_hour_after_a_failure(named: Path, at: datetime) -> None:
    assert schedule.is_due(at)
    row = schedule.claim(at)
    assert row is not None
    assert schedule.claim(at + timedelta(minutes=1)) is None  # another worker
    Backup.objects.filter(pk=row.pk).update(failure="the disk is full", claimed_until=None)
    assert not schedule.is_due(at + timedelta(minutes=59))
    assert schedule.is_due(at + timedelta(minutes=60))
    again = schedule.claim(at + timedelta(minutes=60))
    assert again is not None
    Backup.objects.filter(pk=again.pk).update(ended_at=at + timedelta(minutes=61), claimed_until=None, name="a.tbk")
    assert not schedule.is_due(at + timedelta(hours=24))
    assert schedule.claim(at + timedelta(hours=24)) is None, "another worker had looked before it ended"
    assert schedule.is_due(at + timedelta(hours=25))
    last = queries.last_backup()
    assert last is not None
    assert last.name == "a.tbk"


@pytest.mark.django_db
def test_one_that_died_is_followed_once_its_lease_is_over(named: Path, at: datetime) -> None:
    first = schedule.claim(at)
    assert first is not None
    assert schedule.claim(at + schedule.LEASE - timedelta(seconds=1)) is None
    second = schedule.claim(at + schedule.LEASE)
    assert second is not None
    assert Backup.objects.get(pk=first.pk).failure == "the process that made it ended"
    tried = queries.last_try_at_a_backup()
    assert tried == second


@pytest.mark.django_db
def test_a_clock_that_was_ahead_puts_no_backup_off(named: Path, at: datetime) -> None:
    year = timedelta(days=365)
    failed = schedule.claim(at + year)
    assert failed is not None
    Backup.objects.filter(pk=failed.pk).update(failure="the disk is full", claimed_until=None)
    assert schedule.is_due(at), "it was not an hour ago"
    left = schedule.claim(at + year)
    assert left is not None
    made = schedule.claim(at)
    assert made is not None, "nobody can have claimed it for so long"
    ended = {"ended_at": at + year, "claimed_until": None}
    Backup.objects.filter(pk=made.pk).update(began_at=at + year, name="ahead.tbk", **ended)
    assert schedule.is_due(at)
    now = schedule.claim(at)
    assert now is not None
    Backup.objects.filter(pk=now.pk).update(ended_at=at, claimed_until=None, name="now.tbk")
    assert not schedule.is_due(at + timedelta(hours=23))
    assert schedule.is_due(at + timedelta(hours=24))
    last = queries.last_backup()
    assert last is not None
    assert last.name == "now.tbk"
    for name in ("ahead.tbk", "now.tbk"):
        (named / name).write_text("x")
    assert [path.name for path in schedule.rotate(named, 1)] == ["ahead.tbk"]


@pytest.mark.django_db
def test_the_newest_stay_and_other_files_too(named: Path, at: datetime) -> None:
    for day in range(5):
        name = f"desk-{day}.tbk"
        (named / name).write_text("x")
        began = at + timedelta(days=day)
        Backup.objects.create(scheduled=True, began_at=began, ended_at=began, name=name)
    (named / "by-hand.tbk").write_text("x")
    assert [path.name for path in schedule.rotate(named, 2)] == ["desk-2.tbk", "desk-1.tbk", "desk-0.tbk"]
    assert sorted(path.name for path in named.iterdir()) == ["by-hand.tbk", "desk-3.tbk", "desk-4.tbk"]


def test_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(schedule.KEEP, "0")
    assert schedule.kept() == 1
    monkeypatch.setenv(schedule.KEEP, "30")
    assert schedule.kept() == 30
    monkeypatch.setenv(schedule.KEEP, "many")
    assert schedule.kept() == schedule.KEPT
    monkeypatch.setenv(schedule.PASSPHRASE, PASSPHRASE)
    assert schedule.locked().passphrase == PASSPHRASE
    monkeypatch.setenv(schedule.PASSPHRASE, "short")
    with pytest.raises(Exception, match="fewer than 16 characters"):
        schedule.locked()
