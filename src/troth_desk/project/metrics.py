"""``/metrics`` for Prometheus: what this desk does and what waits, as counts. No name of anybody stands in a label.

What stands in rows is counted when it is asked for, so that it is right whichever process answers. Requests are counted
by each web process; the files of ``prometheus_client`` in a folder of the server bring those of a machine together
(https://prometheus.github.io/client_python/multiprocess/).
"""

from __future__ import annotations

import hmac
import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseFault
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django_tasks_db.models import DBTaskResult

from troth import __version__
from troth_desk import clock
from troth_desk.audits.models import Audit, Plan
from troth_desk.cases.models import Case
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.models import Head
from troth_desk.notices.models import Delivery
from troth_desk.project import health
from troth_desk.project.doctor.check import is_own_machine
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Round

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which the library brings processes together; it has to stand before the library is loaded."""
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
KEPT = 10.0
"""Seconds for which counted rows are told again: scraping often costs the database nothing."""
LATE = timedelta(minutes=5)
"""From when on a round that was not done counts as late."""
_Values = dict[tuple[tuple[str, str], ...], float]
"""Values by their labels."""
_lock = threading.Lock()
_counted: list[tuple[float, list[Any]]] = []


def gather_in(folder: Path) -> None:
    """Have the processes forked from here on count together in ``folder``, which is emptied."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    os.environ[FOLDER] = str(folder)


def answered(method: str, app: str, status: int, seconds: float) -> None:
    """Count one request."""
    requests, times = _requests()
    requests.labels(method, app, str(status)).inc()
    times.labels(app).observe(seconds)


def metrics(request: HttpRequest) -> HttpResponse:
    """What Prometheus reads: for whoever has the token, or for this machine where the desk is for it alone."""
    refused = _refused(request)
    if refused is not None:
        return refused
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.exposition import CONTENT_TYPE_LATEST
    from prometheus_client.multiprocess import MultiProcessCollector

    if os.environ.get(FOLDER):
        _requests()
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = _registry()
    rows = CollectorRegistry()
    rows.register(_Rows(clock.now()))
    body = generate_latest(registry) + generate_latest(rows)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _refused(request: HttpRequest) -> HttpResponse | None:
    token = settings.METRICS_TOKEN
    plain = "text/plain; charset=utf-8"
    if token:
        given = request.META.get("HTTP_AUTHORIZATION", "")
        if hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return None
        words = "Send the token of TROTH_DESK_METRICS_TOKEN as Authorization: Bearer TOKEN.\n"
        return HttpResponse(words, status=401, content_type=plain, headers={"WWW-Authenticate": "Bearer"})
    # A proxy on the same machine makes everybody look like this machine: without a token a desk that others reach
    # tells nobody, whatever a header says.
    alone = is_own_machine(urlsplit(settings.ADDRESS).hostname or "") and not settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if alone and is_own_machine(request.META.get("REMOTE_ADDR", "")):
        return None
    return HttpResponse("Set TROTH_DESK_METRICS_TOKEN to read metrics.\n", status=403, content_type=plain)


_beginning = threading.RLock()
"""``cache`` lets two first requests both make what can be registered once."""


def _registry() -> Any:
    with _beginning:
        return _made_registry()


def _requests() -> tuple[Any, Any]:
    """The metrics of requests; the library is loaded with the first one."""
    with _beginning:
        return _made_requests()


@cache
def _made_registry() -> Any:
    from prometheus_client import CollectorRegistry

    return CollectorRegistry()


@cache
def _made_requests() -> tuple[Any, Any]:
    from prometheus_client import Counter as Counted
    from prometheus_client import Histogram

    words = "Requests that were answered."
    requests = Counted("troth_desk_http_requests", words, ("method", "app", "status"), registry=_registry())
    times = Histogram(
        "troth_desk_http_request_seconds", "How long answers took.", ("app",), buckets=SECONDS, registry=_registry()
    )
    return requests, times


class _Rows:
    """What is counted in rows, of all organisations together."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def describe(self) -> list[Any]:
        """Nothing ahead: a desk whose database is away still tells the rest."""
        return []

    def collect(self) -> Iterator[Any]:
        """The metrics, counted anew where the last count is older than ``KEPT``."""
        with _lock:
            if not _counted or time.monotonic() - _counted[0][0] > KEPT:
                _counted[:] = [(time.monotonic(), list(_measured(self.at)))]
            yield from _counted[0][1]


def forget() -> None:
    """Count anew at the next request."""
    _counted.clear()


def _measured(at: datetime) -> Iterator[Any]:
    yield _gauge("build_info", "The release that runs.", {(("version", __version__),): 1})
    yield _gauge("disk_free_bytes", "Room in the data folder.", {(): _free()})
    try:
        sums = Counter[tuple[str, tuple[tuple[str, str], ...]]]()
        for organisation in tenants.organisations():
            with scope.inside(organisation):
                sums.update(dict(_of(organisation, at)))
        yield from _told(sums)
        yield from _of_the_desk(at)
    except DatabaseFault:
        yield _gauge("database_up", "Whether the database answers.", {(): 0})
        return
    yield _gauge("database_up", "Whether the database answers.", {(): 1})


_WORDS = {
    "organisations": "Organisations of the desk.",
    "cases": "Cases by state.",
    "clocks": "Clocks that run, by how they stand.",
    "breaches": "Promises that were not kept in time, ever.",
    "mails": "Mails of the desk by how far they came.",
    "rounds_late": "Kinds of work that should have been done five minutes ago.",
    "rounds_failing": "Kinds of work that ended with an error last.",
    "tasks_waiting": "Tasks that wait for a worker.",
    "audits": "Audits that the desk made itself, by state.",
    "audits_failing": "Projects whose audits fail.",
    "ledger_entries": "Entries of the ledger.",
}
"""What is summed over organisations, by name, with the help that is shown."""


def _of(organisation: Organisation, at: datetime) -> Iterator[tuple[tuple[str, tuple[tuple[str, str], ...]], int]]:
    mine = Q(organisation=organisation)
    yield ("organisations", ()), 1
    for name, model, column in (("cases", Case, "state"), ("mails", Delivery, "state"), ("audits", Audit, "state")):
        rows = model.objects.filter(mine).order_by().values_list(column).annotate(Count("pk"))
        for state, count in rows:
            yield (name, (("state", str(state)),)), count
    running = Clock.objects.filter(mine, met_at=None, stopped_at=None)
    counts = running.aggregate(
        paused=Count("pk", filter=Q(paused_at__isnull=False)),
        overdue=Count("pk", filter=Q(paused_at=None, due_at__lte=at)),
        in_time=Count("pk", filter=Q(paused_at=None, due_at__gt=at)),
    )
    for state, count in counts.items():
        yield ("clocks", (("state", state),)), count
    yield ("breaches", ()), Clock.objects.filter(mine, breached_at__isnull=False).count()
    rounds = Round.objects.filter(mine)
    yield ("rounds_late", ()), rounds.filter(due_at__lt=at - LATE).exclude(claimed_until__gt=at).count()
    yield ("rounds_failing", ()), rounds.exclude(failure="").count()
    yield ("tasks_waiting", ()), DBTaskResult.objects.ready().count()
    yield ("audits_failing", ()), Plan.objects.filter(mine, failing_since__isnull=False).count()
    head = Head.objects.filter(organisation_id=organisation.pk).first()
    yield ("ledger_entries", ()), head.seq if head else 0


def _told(sums: Counter[tuple[str, tuple[tuple[str, str], ...]]]) -> Iterator[Any]:
    for name, words in _WORDS.items():
        yield _gauge(name, words, {labels: count for (each, labels), count in sums.items() if each == name})


def _of_the_desk(at: datetime) -> Iterator[Any]:
    """What is of no organisation."""
    newest = health.last_round()
    seen: _Values = {(): newest.timestamp()} if newest else {}
    yield _gauge("worker_seen_timestamp_seconds", "When a worker last ended a round.", seen)
    backup, last = tenants.last_backup(), tenants.last_try_at_a_backup()
    made: _Values = {(): backup.began_at.timestamp()} if backup else {}
    yield _gauge("backup_timestamp_seconds", "Of which instant the newest whole backup is.", made)
    yield _gauge("backup_failed", "Whether the last try at a backup failed.", {(): int(bool(last and last.failure))})


def _free() -> int:
    found = os.statvfs(settings.DATA_DIRECTORY)
    return found.f_bavail * found.f_frsize


def _gauge(name: str, words: str, values: _Values) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    labels = [label for label, _ in next(iter(values), ())]
    family = GaugeMetricFamily(f"troth_desk_{name}", words, labels=labels)
    for said, value in sorted(values.items()):
        family.add_metric([value for _, value in said], value)
    return family
