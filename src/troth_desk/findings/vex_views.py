"""What do users need to know of weaknesses in what the product is made of? The VEX document, plain and signed."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from troth.formats.proof.vex import PAYLOAD
from troth_desk import clock
from troth_desk.findings import vex
from troth_desk.ledger import signing
from troth_desk.people import access
from troth_desk.people.access import TeamRequest
from troth_desk.tenants import queries as tenants


@require_GET
@access.member()
def openvex(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """The document as OpenVEX 0.2.0."""
    return _file(_written(request, project), f"{project}.openvex.json")


@require_GET
@access.member()
def signed(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """The same in an envelope of DSSE, signed by the desk."""
    envelope = signing.envelope(PAYLOAD, json.loads(_written(request, project)))
    return _file(json.dumps(envelope, indent=2).encode(), f"{project}.openvex.dsse.json")


def _written(request: TeamRequest, slug: str) -> bytes:
    project = tenants.project(request.organisation, slug)
    if project is None:
        raise Http404("There is no such project.")
    address = request.build_absolute_uri(f"/o/{request.organisation.slug}/findings/vex/{slug}.openvex.json")
    try:
        return vex.written(project, address, clock.now())
    except vex.NothingSaidError as error:
        raise Http404(str(error)) from None


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
