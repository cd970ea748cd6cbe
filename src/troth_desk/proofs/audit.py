"""The audit log: what was done, by whom, when, entry by entry as the ledger holds it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from troth_desk.ledger import queries
from troth_desk.ledger.actor import ActorKind
from troth_desk.ledger.models import Entry
from troth_desk.people import access
from troth_desk.people.access import TeamRequest
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

A_PAGE = 100
"""Entries of a page."""
LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown: ``by`` names the person, ``detail`` are its names and values."""

    seq: int
    at: datetime
    action: str
    subject: str
    by: str
    detail: str


@require_GET
@access.member()
def audit(request: TeamRequest, organisation: str) -> HttpResponse:
    """Who did what, and when? Newest first; ``?subject=`` narrows it to one case, clock or person."""
    subject = request.GET.get("subject", "").strip()[:LONGEST_SUBJECT]
    entries = queries.entries(request.organisation.pk, subject).order_by("-seq")
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": list(_lines(request.organisation, list(page))), "subject": subject}
    return render(request, "proofs/audit.html", context)


def _lines(organisation: Organisation, entries: list[Entry]) -> Iterator[Line]:
    names = _names(organisation)
    for entry in entries:
        body = json.loads(entry.body)
        by = str(body.get("by", ""))
        detail = "; ".join(f"{name}: {_plain(value)}" for name, value in body.get("detail", {}).items())
        yield Line(entry.seq, entry.at, entry.action, entry.subject, names.get(by, by), detail)


def _names(organisation: Organisation) -> Mapping[str, str]:
    """Who is meant by an actor of the ledger, former members too."""
    members = Membership.objects.filter(organisation=organisation).select_related("user")
    return {f"{ActorKind.MEMBER}:{one.pk}": one.user.get_full_name() or one.user.email for one in members}


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
