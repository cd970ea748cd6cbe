"""The reporter's own page, opened by the secret in its address alone: no account, no cookie that tells who they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from troth_desk import clock
from troth_desk.cases import actions as cases
from troth_desk.cases import queries as of_cases
from troth_desk.cases.actions import Refused
from troth_desk.cases.models import Case, Participant
from troth_desk.deadlines import queries as deadlines
from troth_desk.files.limits import LARGEST_ALL, LARGEST_FILE, MOST_FILES, told_size
from troth_desk.intake import actions, queries, withheld
from troth_desk.intake.addresses import portal as whole_address
from troth_desk.intake.forms import CreditForm, MessageForm, ProposalForm
from troth_desk.intake.requests import PublicRequest, receives_files, sending
from troth_desk.intake.telling import owed, owing, question
from troth_desk.notices import queries as notices
from troth_desk.notices.forms import CertificateForm
from troth_desk.openpgp import certificates
from troth_desk.people.access import public
from troth_desk.policies import queries as policies
from troth_desk.policies.asked import LABELS


def by_link(view: Callable[[PublicRequest, Participant], HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever has the link is the participant. A wrong link, an old one and one of nobody look the same: 404."""

    @wraps(view)
    def opened(request: PublicRequest, *, organisation: str, token: str) -> HttpResponse:
        participant = of_cases.participant_of_link(request.organisation, token)
        if participant is None:
            raise Http404("This link opens nothing. Look whether it is whole; the team can send a new one.")
        request.token = token
        return view(request, participant)

    return opened


@public
@require_http_methods(["GET", "HEAD", "POST"])
@receives_files
@by_link
def portal(request: PublicRequest, participant: Participant) -> HttpResponse:
    """Where the report stands, what is owed to whom by when, the conversation; a message with files is sent here."""
    if request.method != "POST":
        return _page(request, participant)
    form = MessageForm(request.POST)
    if request.wait:
        return _page(request, participant, message=form, status=429)
    if not form.is_valid() or request.files.problems:
        return _page(request, participant, message=form, problems=request.files.problems, status=422)
    if not form.cleaned_data["body"] and not request.files.sealed:
        form.add_error("body", "Write something, or add a file.")
        return _page(request, participant, message=form, status=422)
    at, by = clock.now(), cases.reporter(participant)
    try:
        key, files = sending(request), request.files.sealed
        said = actions.answer(participant, form.cleaned_data["body"], files, by=by, at=at, key=key)
    except (Refused, actions.TooMuchError) as refusal:
        return _page(request, participant, message=form, problems=[str(refusal)], status=422)
    if said:
        request.files.taken()
    return _back(request, "conversation")


@public
@require_POST
@receives_files
@by_link
def credit(request: PublicRequest, participant: Participant) -> HttpResponse:
    """How the reporter wishes to be named."""
    form = CreditForm(request.POST)
    if request.wait or not form.is_valid():
        return _page(request, participant, credit=form, status=429 if request.wait else 422)
    said = form.cleaned_data
    try:
        cases.prefer_credit(participant, said["choice"], said["name"], by=cases.reporter(participant), at=clock.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, participant, credit=form, status=422)
    return _back(request, "credit")


@public
@require_POST
@receives_files
@by_link
def propose(request: PublicRequest, participant: Participant) -> HttpResponse:
    """Another day until which to keep silent, as the reporter would have it."""
    form = ProposalForm(request.POST)
    if request.wait or not form.is_valid():
        return _page(request, participant, proposal=form, status=429 if request.wait else 422)
    until = form.until(request.organisation.zone)
    try:
        cases.propose_embargo(participant.case, until, by=cases.reporter(participant), at=clock.now())
    except Refused as refusal:
        form.add_error("day", str(refusal))
        return _page(request, participant, proposal=form, status=422)
    return _back(request, "embargo")


@public
@require_POST
@receives_files
@by_link
def embargo(request: PublicRequest, participant: Participant) -> HttpResponse:
    """Yes or no to keeping silent until a day."""
    answer = request.POST.get("answer")
    if request.wait or answer not in {"agree", "decline"}:
        return _page(request, participant, status=429 if request.wait else 422)
    try:
        cases.answer_embargo(participant, answer == "agree", by=cases.reporter(participant), at=clock.now())
    except Refused as refusal:
        return _page(request, participant, problems=[str(refusal)], status=422)
    return _back(request, "embargo")


@public
@require_POST
@receives_files
@by_link
def openpgp_key(request: PublicRequest, participant: Participant) -> HttpResponse:
    """The reporter's own OpenPGP key, to encrypt to; or that none is to be used any more."""
    by, at = cases.reporter(participant), clock.now()
    if request.wait:
        return _page(request, participant, status=429)
    if "forget" in request.POST:
        actions.forget_key(participant, by=by, at=at)
        return _back(request, "key")
    form = CertificateForm(request.POST)
    if not form.is_valid():
        return _page(request, participant, key=form, status=422)
    actions.keep_key(participant, form.cleaned_data["key"], by=by, at=at)
    return _back(request, "key")


@public
@require_http_methods(["GET", "HEAD"])
@receives_files
@by_link
def receipt(request: PublicRequest, participant: Participant) -> HttpResponse:
    """The signed receipt as a file: a DSSE envelope that anybody can check with the desk's public key."""
    found = queries.receipt(participant.case)
    if found is None:
        raise Http404("This report was entered by the team: there is no receipt of the desk.")
    response = HttpResponse(found.envelope, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{participant.case.reference}.json"'
    return response


def _page(
    request: PublicRequest,
    participant: Participant,
    *,
    message: MessageForm | None = None,
    credit: CreditForm | None = None,
    key: CertificateForm | None = None,
    proposal: ProposalForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    response = render(
        request,
        "intake/portal.html",
        {
            **_case(request, participant, at),
            "message": message or MessageForm(),
            "proposal": proposal or ProposalForm(),
            "key_form": key or CertificateForm(),
            "their_key": _their_key(request, participant),
            "credit": credit or CreditForm(initial={"choice": participant.credit, "name": participant.credit_name}),
            "problems": problems or [],
            "sending": sending(request),
            "wait": request.wait,
            "limits": {
                "file": told_size(LARGEST_FILE),
                "all": told_size(LARGEST_ALL),
                "count": MOST_FILES,
            },
        },
        status=status,
    )
    if status == 429:
        response["Retry-After"] = str(request.wait)
    return response


def _case(request: PublicRequest, participant: Participant, at: datetime) -> dict[str, Any]:
    """What the page tells of the case: nothing of it comes from a query that reads internal notes."""
    case = participant.case
    clocks = list(deadlines.clocks_of(request.organisation, case.subject))
    held = of_cases.embargo(case)
    left_out = withheld.of(case)
    return {
        "organisation": request.organisation,
        "project": case.project,
        "case": case,
        "title": withheld.TITLE if left_out.report else case.title,
        "participant": participant,
        "at": at,
        "zone": request.organisation.zone,
        "link": whole_address(request.organisation, request.token),
        "token": request.token,
        "stages": of_cases.stages(case),
        "policy_stages": of_cases.policy_stages(case),
        "owed": owed(clocks),
        "owing": owing(case, participant, held, at),
        "embargo": held,
        "asked": question(participant, held),
        "windows": policies.promises(case.policy, action="disclose") if case.policy else [],
        "timeline": _timeline(case, left_out),
        "fresh": case.state == "received" and not case.messages.exists(),
        "files": [] if left_out.anything else queries.attachments(case),
        "files_left_out": queries.attachments(case).count() if left_out.anything else 0,
        "report": [(LABELS["description"], withheld.INSTEAD)] if left_out.report else _report(case),
        "receipt": queries.receipt(case),
    }


def _their_key(request: PublicRequest, participant: Participant) -> certificates.Found | None:
    kept = notices.certificate(request.organisation, actions.holder(participant))
    return certificates.read(kept.armoured) if kept else None


def _timeline(case: Case, left_out: withheld.Withheld) -> list[of_cases.Item]:
    """What happened, as people outside see it; the clocks of the first instant are told as what is owed."""
    items = [
        replace(item, body=withheld.INSTEAD) if item.body and item.body in left_out.words else item
        for item in of_cases.timeline(case, outside=True)
    ]
    return [item for item in items if item.kind != "clock" or item.at != case.received_at]


def _report(case: Case) -> list[tuple[str, str]]:
    """The report as it is kept, part by part; what was left out is left out."""
    parts = [
        (LABELS["description"], case.description),
        (LABELS["steps"], case.steps),
        (LABELS["impact"], case.impact),
        (LABELS["suggested_fix"], case.suggested_fix),
        *case.answers.items(),
    ]
    return [(heading, words) for heading, words in parts if words]


def _back(request: PublicRequest, place: str) -> HttpResponse:
    there = reverse(
        "intake:portal",
        kwargs={"organisation": request.organisation.slug, "token": request.token},
    )
    return HttpResponseRedirect(f"{there}#{place}")
