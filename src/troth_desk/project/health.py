"""Is the desk alive, and can it do its work?"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import connection
from django.http import HttpRequest, JsonResponse

from troth_desk import clock
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope, upgrade
from troth_desk.tenants.models import Round

LEAST_ROOM = 512 * 2**20
"""Bytes that have to be free: the largest report with all its files, several times."""
SILENT = timedelta(minutes=15)
"""After so long without any round a worker counts as away."""
OK = "ok"


def healthz(request: HttpRequest) -> JsonResponse:
    """200 ``{"status": "ok"}``, or 503 where the database does not answer."""
    if _database() != OK:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": OK})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 where this process can take requests, else 503, with a word for each part.

    A worker that is away is told and is no reason to send nobody here: reports are taken all the same. ``?all`` makes
    it one, for those who ask whether the desk as a whole does its work.
    """
    parts = {"database": _database(), "tables": "not looked at", "disk": _disk(), "worker": "not looked at"}
    if parts["database"] == OK:
        parts["tables"] = _told(_tables)
        parts["worker"] = _told(lambda: _worker(clock.now())) if parts["tables"] == OK else "not looked at"
    needed = parts if "all" in request.GET else {name: word for name, word in parts.items() if name != "worker"}
    ready = all(word == OK for word in needed.values())
    answer = JsonResponse({"status": OK if ready else "not ready", **parts}, status=200 if ready else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseFault:
        return "does not answer"
    return OK


def _told(look: Callable[[], str]) -> str:
    try:
        return look()
    except DatabaseFault:
        return "cannot be looked at"


def _tables() -> str:
    try:
        upgrade.refuse_other()
    except upgrade.LaterDeskError:
        return "of a later release"
    except upgrade.NotPreparedError:
        return "of an earlier release: run troth-desk prepare"
    return OK


def _disk() -> str:
    try:
        found = os.statvfs(settings.DATA_DIRECTORY)
    except OSError:
        return "the data folder is not there"
    return OK if found.f_bavail * found.f_frsize >= LEAST_ROOM else "nearly full"


def last_round() -> datetime | None:
    """When a worker last ended a round of any organisation; None where none has been there."""
    newest: datetime | None = None
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            ended = Round.objects.filter(organisation=organisation, ended_at__isnull=False).order_by("-ended_at")
            found = ended.values_list("ended_at", flat=True).first()
        newest = max(filter(None, (newest, found)), default=None)
    return newest


def _worker(at: datetime) -> str:
    if not tenants.organisations().exists():
        return OK
    newest = last_round()
    return OK if newest is not None and at - newest < SILENT else "away: no work was done in the last 15 minutes"
