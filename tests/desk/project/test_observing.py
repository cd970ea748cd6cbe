"""What those see who watch machines: health, readiness, metrics; and the pace that nobody goes beyond."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from allauth.account import app_settings
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from troth_desk import clock, outward
from troth_desk.audits import cloning, running
from troth_desk.files import limits as of_files
from troth_desk.intake import limits
from troth_desk.mailbox import limits as mailbox
from troth_desk.people.models import Membership
from troth_desk.project import health, metrics, observing
from troth_desk.project import settings as settings_of_the_desk
from troth_desk.scans import pushed
from troth_desk.tenants import upgrade
from troth_desk.tenants.models import Project, Round

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    metrics.forget()
    yield
    metrics.forget()


def parts(client: Client, page: str = "/readyz") -> tuple[int, dict[str, str]]:
    answer = client.get(page)
    return answer.status_code, answer.json()


# ---- ready


@pytest.mark.django_db
def test_a_desk_that_can_take_requests_is_ready_and_tells_of_its_worker(client: Client, project: Project) -> None:
    code, told = parts(client)
    assert (code, told["status"], told["database"], told["tables"], told["disk"]) == (200, "ok", "ok", "ok", "ok")
    assert told["worker"].startswith("away")
    assert parts(client, "/readyz?all")[0] == 503
    now = clock.now()
    Round.objects.create(organisation=project.organisation, name="x", due_at=now, ended_at=now)
    assert parts(client, "/readyz?all")[0] == 200
    Round.objects.update(ended_at=now - health.SILENT - timedelta(minutes=1))
    assert parts(client, "/readyz?all")[0] == 503


@pytest.mark.django_db
def test_by_any_name_and_without_a_session(client: Client, project: Project) -> None:
    answer = client.get("/readyz", headers={"host": "10.0.0.7"})
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("error", [upgrade.NotPreparedError("x"), upgrade.LaterDeskError("x"), DatabaseError("x")])
def test_other_tables_are_not_ready(
    client: Client, project: Project, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr(upgrade, "refuse_other", refuse)
    assert parts(client)[0] == 503


@pytest.mark.django_db
def test_a_disk_that_is_nearly_full_is_not_ready(
    client: Client, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LEAST_ROOM", 1 << 60)
    code, told = parts(client)
    assert (code, told["disk"]) == (503, "nearly full")


# ---- metrics


def scraped(client: Client, **headers: str) -> str:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, name
    return float(found[1])


@pytest.mark.django_db
def test_requests_and_rows_are_counted(client: Client, project: Project, at: datetime) -> None:
    before = client.get("/metrics").content.decode()
    name = 'troth_desk_http_requests_total{app="account_login",method="GET",status="200"}'
    begin = value(before, name) if name in before else 0
    client.get("/accounts/login/")
    Round.objects.create(organisation=project.organisation, name="a", due_at=at, failure="ValueError")
    metrics.forget()
    text = scraped(client)
    assert value(text, name) == begin + 1
    assert value(text, "troth_desk_rounds_failing") == 1
    assert value(text, "troth_desk_rounds_late") == 1
    assert value(text, "troth_desk_database_up") == 1
    assert value(text, "troth_desk_organisations") == 1


@pytest.mark.django_db
def test_no_name_of_anybody_stands_in_a_label(
    client: Client, owner_client: Client, owner: Membership, project: Project
) -> None:
    for page in ("/o/harbour/", "/o/harbour/cases/nothing/", "/o/secret-name/", "/report/harbour/harbour/", "/x/y/"):
        owner_client.get(page)
    text = scraped(client)
    labels = {label for each in re.findall(r"\{([^}]*)\}", text) for label in each.split(",")}
    values = {label.partition("=")[2].strip('"') for label in labels}
    for word in ("harbour", "Harbour", "secret-name", "owner", "example.org", "nothing"):
        assert not [each for each in values if word in each], word
    apps = {each.partition("=")[2] for each in labels if each.startswith("app=")}
    assert len(apps) < 60


@pytest.mark.django_db
def test_whoever_has_the_token_reads_and_nobody_else(client: Client, project: Project, settings: Settings) -> None:
    settings.METRICS_TOKEN = "a-token-of-metrics"
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"authorization": "Bearer other"}).status_code == 401
    assert "troth_desk_up" not in client.get("/metrics").content.decode()
    scraped(client, authorization="Bearer a-token-of-metrics")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "proxies", "remote", "code"),
    [
        ("http://localhost:8000", 0, "127.0.0.1", 200),
        ("http://localhost:8000", 0, "::1", 200),
        ("http://localhost:8000", 0, "192.0.2.7", 403),
        ("http://localhost:8000", 1, "127.0.0.1", 403),
        ("https://desk.example.org", 0, "127.0.0.1", 403),
    ],
)
def test_without_a_token_this_machine_alone_reads(
    client: Client, project: Project, settings: Settings, address: str, proxies: int, remote: str, code: int
) -> None:
    """A proxy on the same machine makes everybody look like it, so a desk that others reach tells nobody."""
    settings.ADDRESS = address
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert client.get("/metrics", REMOTE_ADDR=remote).status_code == code


@pytest.mark.django_db
def test_a_database_that_is_away_is_told_and_the_rest_too(
    client: Client, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("troth_desk.project.metrics.tenants.organisations", away)
    text = scraped(client)
    assert value(text, "troth_desk_database_up") == 0
    assert value(text, "troth_desk_disk_free_bytes") > 0


@pytest.mark.django_db
def test_every_metric_of_the_documentation_is_there(client: Client, project: Project) -> None:
    text = scraped(client)
    told = set(re.findall(r"troth_desk_[a-z_]+", (ROOT / "docs/operate.md").read_text()))
    there = set(re.findall(r"^# TYPE (troth_desk_\w+)", text, re.MULTILINE))
    families = {re.sub(r"_(?:total|bucket|sum|count)$", "", one) for one in told}
    assert told
    assert families - {re.sub("_total$", "", one) for one in there} == set()
    missing = {re.sub("_(?:total|created)$", "", one) for one in there} - families
    assert not missing, f"docs/operate.md says nothing of {missing}"


# ---- pace


@pytest.mark.django_db
def test_nobody_goes_beyond_the_pace(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUESTS_A_MINUTE = 3
    monkeypatch.setattr("troth_desk.project.observing.time.time", lambda: 6_000_030.0)
    codes = [client.get("/accounts/login/", REMOTE_ADDR="192.0.2.7").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    refused = client.get("/api/v1/cases", REMOTE_ADDR="192.0.2.7")
    assert (refused.status_code, int(refused["Retry-After"])) == (429, 30)
    assert "Try again in 30 seconds" in refused.json()["error"]
    assert client.get("/accounts/login/", REMOTE_ADDR="192.0.2.8").status_code == 200
    assert client.get("/healthz", REMOTE_ADDR="192.0.2.7").status_code == 200
    monkeypatch.setattr("troth_desk.project.observing.time.time", lambda: 6_000_060.0)
    assert client.get("/accounts/login/", REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.django_db
def test_this_machine_is_not_held_back_and_zero_holds_back_nobody(client: Client, settings: Settings) -> None:
    settings.REQUESTS_A_MINUTE = 1
    assert {client.get("/accounts/login/").status_code for _ in range(3)} == {200}
    settings.REQUESTS_A_MINUTE = 0
    assert {client.get("/accounts/login/", REMOTE_ADDR="192.0.2.7").status_code for _ in range(3)} == {200}


def test_many_addresses_take_no_more_memory(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observing, "MOST_ADDRESSES", 10)
    paced = observing.Paced(lambda _: HttpResponse())
    for number in range(100):
        assert paced._wait(f"192.0.2.{number}", 5, 60.0) == 0
    assert len(paced._counts) == 10


def test_the_limits_of_the_documentation_are_those_of_the_code() -> None:
    """Each figure of the table, so that neither changes alone."""
    told = " ".join((ROOT / "docs/operate.md").read_text().partition("## Limits")[2].split())
    minute, hour = limits.RATES
    mib = 2**20
    for said in (
        f"{settings_of_the_desk.REQUESTS_A_MINUTE} a minute from an address",
        f"{minute.most} a minute and {hour.most} an hour from an address",
        f"{limits.LARGEST_JSON // mib} MiB; of a pushed result {pushed.LARGEST // mib} MiB",
        f"{of_files.LARGEST_FILE // mib} MB, {of_files.LARGEST_ALL // mib} MB; {of_files.MOST_FILES} files",
        f"| a mail | {mailbox.LARGEST // mib} MiB |",
        f"{outward.WHOLE:g} seconds, {outward.LARGEST // mib} MiB; a repository five minutes, {cloning.LARGEST >> 30} GiB",
        "one at a time each machine; ten minutes a tool, 40 together",
        "30 a minute from an address",
        "5 in five minutes for an account, 10 a minute from an address",
    ):
        assert said in told, said
    assert (minute.seconds, hour.seconds, cloning.SECONDS) == (60, 3600, 300)
    assert (running.OF_A_TOOL, running.SECONDS) == (600, 2400)
    of_logins = app_settings.RATE_LIMITS
    assert (of_logins["login"], of_logins["login_failed"]) == ("30/m/ip", "10/m/ip,5/300s/key")
    assert (of_logins["reset_password"], of_logins["reauthenticate"]) == ("20/m/ip,5/m/key", "10/m/user")
