"""What passes is told as a 503 in words, with what was written; a fault of the desk's own stays a 500."""

from __future__ import annotations

import errno
import html
import re
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError
from django.db.transaction import TransactionManagementError
from django.test import Client

from desk.intake.conftest import openpgp_keys, policy, the_present
from desk.intake.test_report_page import FILLED, PAGE, a_vault, kept_files, token
from troth_desk.cases import actions as cases
from troth_desk.cases.models import Case
from troth_desk.policies.models import PolicyVersion
from troth_desk.project import trouble
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation

__all__ = ["a_vault", "openpgp_keys", "policy", "the_present"]

pytestmark = pytest.mark.django_db
LARGEST = 200_000
"""Bytes that a file may grow to where the disk is full."""


@pytest.fixture
def outsider() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def full(tmp_path: Path) -> Exception:
    """What SQLite really says where there is no room."""
    with closing(sqlite3.connect(tmp_path / "full.sqlite3")) as database:
        database.execute("PRAGMA max_page_count = 2")
        return raised(lambda: database.execute("CREATE TABLE a AS SELECT zeroblob(100000)"))


def busy(tmp_path: Path) -> Exception:
    """What SQLite really says where another one writes."""
    path = tmp_path / "busy.sqlite3"
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(path, timeout=0)) as two:
        one.execute("BEGIN IMMEDIATE")
        return raised(lambda: two.execute("BEGIN IMMEDIATE"))


def nowhere(tmp_path: Path) -> Exception:
    return raised(lambda: sqlite3.connect(tmp_path / "none" / "none.sqlite3"))


def no_server(_: Path) -> Exception:
    return raised(lambda: psycopg.connect("postgresql://127.0.0.1:1/none", connect_timeout=2))


def raised(work: Callable[[], object]) -> Exception:
    with pytest.raises((sqlite3.Error, psycopg.Error)) as caught:
        work()
    return caught.value


def no_such_table(_: Path) -> Exception:
    with closing(sqlite3.connect(":memory:")) as database:
        return raised(lambda: database.execute("SELECT 1 FROM nothing"))


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        (full, trouble.FULL),
        (busy, trouble.BUSY),
        (nowhere, trouble.HANDLES),
        (no_server, trouble.AWAY),
        (no_such_table, None),
        (lambda _: psycopg.errors.DeadlockDetected(), trouble.BUSY),
        (lambda _: psycopg.errors.DiskFull(), trouble.FULL),
        (lambda _: psycopg.errors.AdminShutdown(), trouble.AWAY),
        (lambda _: psycopg.errors.CannotConnectNow(), trouble.AWAY),
        (lambda _: psycopg.errors.TooManyConnections(), trouble.HANDLES),
        (lambda _: psycopg.errors.ReadOnlySqlTransaction(), trouble.AWAY),
        (lambda _: psycopg.errors.UndefinedTable(), None),
        (lambda _: OSError(errno.ENOSPC, "no room"), trouble.FULL),
        (lambda _: OSError(errno.EMFILE, "too many"), trouble.HANDLES),
        (lambda _: OSError(errno.ENOENT, "not there"), None),
        (lambda _: ValueError("ours"), None),
    ],
)
def test_what_passes_is_told_apart_from_faults(
    said: Callable[[Path], Exception], passes: trouble.Trouble | None, tmp_path: Path
) -> None:
    error = said(tmp_path)
    assert trouble.of(error) == passes
    wrapped = DatabaseError("as Django says it")
    wrapped.__cause__ = error
    after = TransactionManagementError("what is asked after it")
    after.__cause__ = wrapped
    assert (trouble.of(wrapped), trouble.of(after)) == (passes, passes)


@contextmanager
def files_grow_no_more() -> Any:
    """The disk is full for this process: no file grows beyond ``LARGEST``, and the system says so (EFBIG)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fields(page: str) -> dict[str, str]:
    """What the form on the page would send."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    shown = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page)
    return {name: html.unescape(value) for name, value in (*hidden, *shown)}


def test_a_report_that_meets_a_full_database_can_be_sent_again_from_the_page(
    policy: PolicyVersion, outsider: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = FILLED | {"description": 'It says <b>"x"</b>\n\n& more.', "sending": "a" * 32}
    with monkeypatch.context() as patch:
        patch.setattr(cases, "open_case", fails(full(tmp_path)))
        answer = outsider.post(PAGE, words | {"csrfmiddlewaretoken": token(outsider)})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert "no-store" in answer["Cache-Control"]
    assert "The disk of this desk is full." in page
    assert 'action="/report/harbour/harbour/"' in page
    assert '<input type="hidden" name="sending" value="aaaa' in page
    given = fields(page)
    assert {name: given[name] for name, value in words.items() if value} == {
        name: value for name, value in words.items() if value
    }
    assert Case.objects.count() == 0
    sent = [outsider.post(PAGE, given).headers["Location"] for _ in range(2)]
    assert len(set(sent)) == 1
    assert Case.objects.get().description == words["description"]


def fails(error: Exception) -> Callable[..., None]:
    """Raises ``error`` as Django would raise it."""

    def failing(*_: object, **__: object) -> None:
        raise OperationalError("as Django says it") from error

    return failing


def test_a_disk_that_takes_no_file_keeps_no_part_and_gives_the_words_back(
    policy: PolicyVersion, outsider: Client
) -> None:
    file = SimpleUploadedFile("trace.bin", b"\x00" * (3 * LARGEST))
    given = FILLED | {"csrfmiddlewaretoken": token(outsider), "files": file}
    with files_grow_no_more():
        answer = outsider.post(PAGE, given)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "The disk of this desk is full." in page
    assert "Files have to be chosen again" in page
    assert fields(page)["description"] == FILLED["description"]
    assert kept_files() == []
    assert Case.objects.count() == 0


def test_a_database_that_is_away_before_anything_was_read(
    policy: PolicyVersion, outsider: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = token(outsider)
    monkeypatch.setattr(tenants, "organisation", fails(no_server(tmp_path)))
    file = SimpleUploadedFile("trace.bin", b"\x00" * 1000)
    answer = outsider.post(PAGE, FILLED | {"csrfmiddlewaretoken": secret, "files": file})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert fields(answer.content.decode())["steps"] == FILLED["steps"]
    assert kept_files() == []
    looked = outsider.get(PAGE)
    assert looked.status_code == 503
    assert "Load it again" in looked.content.decode()


def test_words_of_another_site_are_not_shown_as_ours(
    policy: PolicyVersion, outsider: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tenants, "organisation", fails(no_server(tmp_path)))
    answer = outsider.post(PAGE, FILLED)
    assert answer.status_code == 503
    assert FILLED["description"] not in answer.content.decode()


def test_passwords_are_not_shown_again(
    organisation: Organisation, outsider: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = "/accounts/login/"
    secret = token(outsider, login)
    monkeypatch.setattr("allauth.account.forms.LoginForm.clean", fails(busy(tmp_path)))
    given = {"login": "owner@example.org", "password": "a long pass phrase 1", "csrfmiddlewaretoken": secret}
    answer = outsider.post(login, given)
    assert answer.status_code == 503
    assert "pass phrase" not in answer.content.decode()


def test_programs_are_told_when_to_come_again(
    policy: PolicyVersion, outsider: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "open_case", fails(busy(tmp_path)))
    body = {"title": "Path traversal", "description": "The name is joined to a path."}
    answer = outsider.post("/api/v1/reports", body, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["error"].startswith("The desk is busy")
    monkeypatch.setattr(cases, "open_case", fails(ValueError("ours")))
    assert outsider.post("/api/v1/reports", body, content_type="application/json").status_code == 500
