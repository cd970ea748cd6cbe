"""The page that owners look at: who tried to come in, from where somebody came, what was taken out."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from troth_desk.people import access, queries
from troth_desk.people.access import TeamRequest
from troth_desk.people.models import EventKind, Role, SecurityEvent
from troth_desk.people.monitoring import words

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An event as it is shown."""

    event: SecurityEvent
    says: str
    do: str


@require_GET
@access.member()
def log(request: TeamRequest, organisation: str) -> HttpResponse:
    """What should owners know of? Newest first; ``?kind=`` narrows it, ``?before=`` goes on from a number."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in EventKind.values else ""
    found = list(
        queries.security_events(request.organisation, kind, _number(request.GET.get("before", "")))[: A_PAGE + 1]
    )
    content = {
        "lines": [Line(each, *words(each)) for each in found[:A_PAGE]],
        "older": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        "kinds": EventKind.choices,
        "kind": kind,
        "places": request.membership.role in {Role.OWNER, Role.AUDITOR},
    }
    return render(request, "people/security.html", content)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
