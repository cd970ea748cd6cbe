"""The OpenPGP key of an organisation: its public half for everybody, and what the team has to know of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth_desk import clock
from troth_desk.intake import own_key
from troth_desk.openpgp import keys
from troth_desk.openpgp.keys import UnusableKeyError
from troth_desk.people.access import READ, TeamRequest, member, public
from troth_desk.tenants.models import Organisation

SOON = timedelta(days=90)
"""So long before its end the page asks for a new key."""


@public
@require_safe
def public_half(request: HttpRequest, organisation: str) -> HttpResponse:
    """The certificate in ASCII armour, under one address for as long as the organisation has its name."""
    found: Organisation | None = getattr(request, "organisation", None)
    key = own_key.usable(found) if found else None
    if key is None:
        raise Http404("This organisation has no OpenPGP key on this desk.")
    response = HttpResponse(key.public, content_type="application/pgp-keys")
    response["Content-Disposition"] = f'inline; filename="{organisation}.asc"'
    return response


@require_safe
@member(READ)
def setting(request: TeamRequest, organisation: str) -> HttpResponse:
    """Fingerprint, end, address; what to do where there is no key or it cannot be used."""
    return render(request, "intake/openpgp.html", context(request.organisation, clock.now()))


def context(organisation: Organisation, at: datetime) -> dict[str, object]:
    """What the page says; ``signs``: it is this organisation that signs security.txt, which is one for the desk."""
    problem, key = "", None
    try:
        key = keys.key(organisation.pk)
    except UnusableKeyError as error:
        problem = str(error)
    ends = key.expires_at if key else None
    return {
        "key": key,
        "problem": problem,
        "given": keys.given(),
        "signs": own_key.signed("")[1] == organisation,
        "file": keys.path(organisation.pk).name,
        "address": own_key.address(organisation),
        "ended": bool(ends and ends <= at),
        "soon": bool(ends and at < ends <= at + SOON),
    }
