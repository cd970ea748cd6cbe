"""``/api/v1/standards`` and ``/api/v1/security-reports``: how far standards are met, and what reports tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from troth import __version__
from troth.evidence import tools
from troth.report.standards import as_json
from troth.standards import STANDARDS, find
from troth.standards.coverage import cover
from troth_desk import clock
from troth_desk.people.keys import KeyAuth, key_of, project_of
from troth_desk.promises import judging
from troth_desk.reporting import queries
from troth_desk.reporting.models import Report

router = Router(tags=["reporting"])
MOST = 200
"""Reports of one answer."""


class ReportTold(Schema):
    """A report. ``digest`` is the SHA-256 of what was approved, "" while it is a draft."""

    number: int
    title: str
    begins: date
    ends: date
    state: str
    public: bool
    digest: str
    approved_at: datetime | None
    issued_at: datetime | None


class WholeReport(ReportTold):
    """A report with what it tells: of a draft what it would tell now."""

    told: dict[str, Any]


class StandardsTold(Schema):
    """How far standards are met, as ``troth standards --format json`` has it; ``version`` is its ``schema``."""

    troth: str
    version: int
    at: str
    commit: str | None
    standards: list[dict[str, Any]]


@router.get("/standards/{slug:project}", auth=KeyAuth("promises:read"), response=StandardsTold)
def standards(request: HttpRequest, project: str, name: str = "") -> dict[str, Any]:
    """Every standard, or the one of that ``name``: requirement ← promises ← evidence."""
    found, at = project_of(key_of(request), project), clock.now()
    chosen = find(name) if name else None
    if name and chosen is None:
        raise HttpError(
            404, f"There is no standard of that name. Known are {', '.join(one.name for one in STANDARDS)}."
        )
    stood = judging.stood(found, at, kept=True)
    if stood is None:
        raise HttpError(404, "This project has no policy on the desk yet.")
    held = [cover(one, stood.result.judged, tools.activities) for one in ((chosen,) if chosen else STANDARDS)]
    told = as_json.builtins(held, at.date(), stood.result.commit, __version__)
    return {**told, "version": told["schema"]}


@router.get("/security-reports/{slug:project}", auth=KeyAuth("promises:read"), response=list[ReportTold])
def reports(request: HttpRequest, project: str) -> list[Report]:
    """The reports of the project, the newest period first."""
    return list(queries.reports(project_of(key_of(request), project))[:MOST])


@router.get("/security-reports/{slug:project}/{number}", auth=KeyAuth("promises:read"), response=WholeReport)
def report(request: HttpRequest, project: str, number: int) -> dict[str, Any]:
    """One report with what it tells."""
    found = queries.report(project_of(key_of(request), project), number)
    if found is None:
        raise HttpError(404, "There is no report of that number.")
    told = msgspec.to_builtins(queries.told(found, clock.now()))
    return {name: getattr(found, name) for name in ReportTold.model_fields} | {"told": told}
