"""Proof to be handed out: the desk's key, signed facts, the ledger, and whether it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from troth.formats.json_text import printed
from troth_desk import clock
from troth_desk.ledger import export, queries, signing
from troth_desk.ledger.verification import verify
from troth_desk.people import access, monitoring
from troth_desk.people.access import TeamRequest, actor_of
from troth_desk.proofs import facts
from troth_desk.proofs import queries as records
from troth_desk.proofs.actions import issue_facts
from troth_desk.proofs.agreement import disagreements
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

KEY = "desk-key.pem"


@require_GET
@access.public
def key(request: HttpRequest) -> HttpResponse:
    """The public key that receipts, facts and checkpoints are signed by; older ones behind it."""
    answer = HttpResponse("".join(signing.trusted_keys()), content_type="application/x-pem-file")
    answer["Content-Disposition"] = f'inline; filename="{KEY}"'
    return answer


@require_GET
@access.member()
def proof(request: TeamRequest, organisation: str) -> HttpResponse:
    """What can be shown to others? With ``?verify=yes`` the ledger is walked now."""
    newest = queries.newest(request.organisation.pk)
    verified = verify(request.organisation.pk) if request.GET.get("verify") == "yes" else None
    whole = verified is not None and verified.flaw is None
    differs = next(disagreements(request.organisation), None) if whole else None
    broken = None
    if verified and verified.flaw:
        broken = queries.entries(request.organisation.pk).filter(seq=verified.flaw.seq).first()
    context = {
        "projects": tenants.projects(request.organisation),
        "newest": newest,
        "checkpoint": queries.checkpoints(request.organisation.pk).last(),
        "verified": verified,
        "broken": broken,
        "differs": differs,
        "key_id": signing.key_id(),
        "days": facts.WINDOW.days,
    }
    return render(request, "proofs/proof.html", context)


@require_POST
@access.member()
def facts_of(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """The signed facts of a project, as a file; the ledger keeps that they were handed out."""
    found = tenants.project(request.organisation, project)
    if found is None:
        raise Http404
    try:
        envelope = issue_facts(found, by=actor_of(request.membership), at=clock.now())
    except facts.NoPolicyError as error:
        return render(request, "proofs/nothing.html", {"project": found, "says": str(error)}, status=409)
    return _file(printed(envelope), facts.FILE, "application/json")


@require_GET
@access.member()
def ledger(request: TeamRequest, organisation: str) -> StreamingHttpResponse:
    """The ledger as JSON Lines, for ``hosts/verify_ledger.py``; owners are told that it was taken out."""
    _taken_out(request, "ledger")
    return _streamed(request.organisation, "ledger", lambda: export.lines(request.organisation.pk, clock.now()))


@require_GET
@access.member()
def cases(request: TeamRequest, organisation: str) -> StreamingHttpResponse:
    """Every case with its clocks as JSON Lines, as ``troth-desk export`` writes them; owners are told."""
    _taken_out(request, "cases")
    return _streamed(request.organisation, "cases", lambda: records.lines(request.organisation, clock.now()))


def _taken_out(request: TeamRequest, what: str) -> None:
    member = request.membership
    place = monitoring.place_of(request)
    monitoring.exported(request.organisation, what, by=actor_of(member), at=clock.now(), member=member, place=place)


def _streamed(organisation: Organisation, name: str, lines: Callable[[], Iterator[str]]) -> StreamingHttpResponse:
    """It is sent after the request's own scope has ended, so it enters one."""

    def sent() -> Iterator[bytes]:
        with scope.inside(organisation):
            for line in lines():
                yield line.encode()

    answer = StreamingHttpResponse(sent(), content_type="application/jsonl")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{organisation.slug}.jsonl"'
    return answer


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
