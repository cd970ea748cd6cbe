"""What members do with a case: each act is a page with one form, which works alone, and from the page of the case.

A form that is right is done and leads back to the case; one that is wrong is shown again, with what is wrong in words
beside the field. The pages that show a case are in ``cases.pages``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from troth_desk import clock
from troth_desk.cases import actions, forms, queries, severities
from troth_desk.cases.forms import CaseForm
from troth_desk.cases.links import address_of_link
from troth_desk.cases.machine import MOVES, Refused
from troth_desk.cases.models import Alarm, Case, Duty, Participant, State
from troth_desk.cases.states import now_words
from troth_desk.ledger.actor import Actor
from troth_desk.people import access
from troth_desk.people.access import TeamRequest
from troth_desk.people.models import Membership

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something to which case, and when."""

    case: Case
    member: Membership
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: ``title`` asks or names it, ``button`` is pressed, ``done`` is said afterwards."""

    title: str
    button: str
    form: type[CaseForm]
    act: Callable[[Doing, Any], object]
    done: str
    says: str = ""


def _assign(doing: Doing, form: Any) -> None:
    actions.assign(doing.case, form.cleaned_data["member"], by=doing.by, at=doing.at)


def _hold(doing: Doing, form: Any) -> None:
    said = form.cleaned_data
    actions.hold(doing.case, said["held"], said["reason"], by=doing.by, at=doing.at, resembles=said["resembles"])


def _bounty(doing: Doing, form: Any) -> None:
    said = form.cleaned_data
    actions.decide_bounty(
        doing.case,
        said["decision"],
        reason=said["reason"],
        amount=said["amount"],
        by=doing.by,
        at=doing.at,
        member=doing.member,
    )


def _end_embargo(doing: Doing, form: Any) -> None:
    said = form.cleaned_data
    actions.end_embargo(doing.case, said["reason"], by=doing.by, at=doing.at, public=said["public"])


ACTS: dict[str, Act] = {
    "say": Act(
        "Write to the reporter", "Send", forms.MessageForm,
        lambda d, f: actions.say(d.case, f.cleaned_data["body"], by=d.by, at=d.at, member=d.member),
        "Your message was sent.", "The reporter and everybody who takes part reads it.",
    ),
    "note": Act(
        "Write an internal note", "Keep the note", forms.NoteForm,
        lambda d, f: actions.note(d.case, f.cleaned_data["body"], by=d.by, at=d.at, member=d.member),
        "Your note was kept.",
    ),
    "assign": Act("Who takes care of it?", "Assign", forms.AssignForm, _assign, "The case was assigned."),
    "hold": Act("Put it into the triage queue", "Hold", forms.HoldForm, _hold,
                "It waits in the triage queue. Its clocks go on."),
    "release": Act(
        "Take it out of the triage queue", "Release", forms.ReleaseForm,
        lambda d, f: actions.release(d.case, f.cleaned_data["reason"], by=d.by, at=d.at),
        "It is handled like every other report now.",
    ),
    "merge": Act(
        "Merge it into another case", "Merge", forms.MergeForm,
        lambda d, f: actions.merge(d.case, f.cleaned_data["original"], by=d.by, at=d.at),
        "It is marked as a duplicate.",
        "It is acknowledged, assessed and marked as a duplicate; its reporter sees that.",
    ),
    "turn-away": Act(
        "Turn the report away", "Reject", forms.TurnAwayForm,
        lambda d, f: actions.turn_away(d.case, f.cleaned_data["reason"], by=d.by, at=d.at),
        "It is rejected.", "It is acknowledged, assessed and rejected with your reason; its reporter sees that.",
    ),
    "embargo": Act(
        "Propose an embargo", "Propose", forms.EmbargoForm,
        lambda d, f: actions.propose_embargo(d.case, f.instant(), by=d.by, at=d.at),
        "It is proposed. It holds once everybody has agreed.",
        "What holds now goes on holding until everybody has agreed to the change.",
    ),
    "embargo/answer": Act(
        "Answer the proposed embargo", "Answer", forms.AnswerForm,
        lambda d, f: actions.answer_embargo_for_team(d.case, f.cleaned_data["agree"] == "yes", by=d.by, at=d.at),
        "The answer is on record.",
    ),
    "embargo/end": Act("End the embargo", "End it", forms.EndForm, _end_embargo, "The embargo is over."),
    "bounty": Act("Decide about a bounty", "Decide", forms.BountyForm, _bounty, "The decision is on record.",
                  "It is at your discretion, and never changed, only followed by another."),
    "emergency": Act(
        "Raise the alarm", "Raise it", forms.EmergencyForm,
        lambda d, f: actions.call_emergency(d.case, f.cleaned_data["reason"], by=d.by, at=d.at),
        "A notice is on the desk for the emergency contact.",
        "The desk writes a notice to the emergency contact. It cannot ring a telephone: where the policy names a "
        "number, ring it yourself. Where nobody answers within an hour, the security team is told, then everybody.",
    ),
    "pause": Act(
        "Let the clocks stand still", "Pause", forms.PauseForm,
        lambda d, f: actions.pause_clocks(d.case, f.cleaned_data["reason"], by=d.by, at=d.at),
        "The clocks stand still.",
    ),
    "resume": Act(
        "Let the clocks go on", "Go on", forms.PlainForm,
        lambda d, _: actions.resume_clocks(d.case, by=d.by, at=d.at),
        "The clocks go on with the time that was left.",
    ),
}  # fmt: skip
"""What can be done to a case, by the end of its address."""


def found_case(request: TeamRequest, reference: str) -> Case:
    """The case of that reference; raises ``Http404`` where the organisation has none."""
    case = queries.case(request.organisation, reference)
    if case is None:
        raise Http404("There is no such case here.")
    return case


def address(case: Case, rest: str = "") -> str:
    """Where the case is shown."""
    return f"/o/{case.project.organisation.slug}/cases/{case.reference}/{rest}"


def doing(request: TeamRequest, case: Case) -> Doing:
    """The member of the request, acting now."""
    return Doing(case, request.membership, access.actor_of(request.membership), clock.now())


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def act(request: TeamRequest, organisation: str, reference: str, name: str) -> HttpResponse:
    """Do one of ``ACTS``."""
    if name not in ACTS:
        raise Http404("There is no such page.")
    return _done(request, found_case(request, reference), ACTS[name])


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def move(request: TeamRequest, organisation: str, reference: str, to: str) -> HttpResponse:
    """Move the case to ``to``, as it stands on the page that the button was on."""
    case = found_case(request, reference)
    if to not in State.values:
        raise Http404("There is no such state.")
    edge = MOVES[State(case.state)].get(State(to))

    def moved(done: Doing, form: Any) -> None:
        said = form.cleaned_data
        actions.move(
            case,
            to,
            by=done.by,
            at=done.at,
            reason=said.get("reason", ""),
            information=said.get("information", ""),
            duplicate_of=said.get("duplicate_of"),
            member=done.member,
        )

    label = edge.label if edge else f"Move to {State(to).label}"
    asked = Act(label, label, forms.MoveForm, moved, now_words(State(to)))
    return _done(request, case, asked, asks=edge.asks if edge else "")


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def duty(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """Tick what the policy promises for the severity, or say why it does not apply."""
    case = found_case(request, reference)
    found = queries.duties(case).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such promise on this case.")

    def settled(done: Doing, form: Any) -> Duty:
        settle = actions.tick if form.cleaned_data["outcome"] == "done" else actions.withdraw
        return settle(found, form.cleaned_data["record"], by=done.by, at=done.at)

    says = f"Line {found.line} of {found.document} promises for {found.severity}: “{found.words}”"
    return _done(request, case, Act("What became of it?", "Keep it", forms.DutyForm, settled, "It is on record.", says))


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def answer_call(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """Take an emergency."""
    case = found_case(request, reference)
    alarm = Alarm.objects.filter(organisation=request.organisation, case=case, pk=pk).first()
    if alarm is None:
        raise Http404("There is no such call on this case.")
    taken = Act(
        "Take the emergency",
        "I take it",
        forms.PlainForm,
        lambda done, _: actions.answer_emergency(alarm, done.member, by=done.by, at=done.at),
        "You have it. Nobody else is told any more.",
        alarm.reason,
    )
    return _done(request, case, taken)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def leave(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """End the part of somebody from outside."""
    case = found_case(request, reference)
    participant = _participant(case, pk)
    ended = Act(
        f"End the part of the {participant.role}",
        "End it",
        forms.PlainForm,
        lambda done, _: actions.leave(participant, by=done.by, at=done.at),
        "Their link shows nothing any more.",
        "Their link shows nothing any more. What they wrote stays.",
    )
    return _done(request, case, ended)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def invite(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Let somebody from outside take part; their link is shown once, on the page that answers."""
    case = found_case(request, reference)
    form = forms.InviteForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        now = doing(request, case)
        said = form.cleaned_data
        try:
            _, secret = actions.invite(case, said["role"], said["contact"], by=now.by, at=now.at)
        except Refused as refused:
            form.refuse(str(refused))
        else:
            return _link(request, case, secret)
    asked = Act("Let somebody take part", "Make the link", forms.InviteForm, _nothing, "")
    return _page(request, case, asked, form)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def new_link(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """Give somebody a new link in place of one that was lost or seen by others."""
    case = found_case(request, reference)
    participant = _participant(case, pk)
    form = forms.PlainForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        now = doing(request, case)
        try:
            return _link(request, case, actions.new_link(participant, by=now.by, at=now.at))
        except Refused as refused:
            form.refuse(str(refused))
    says = "The old link shows nothing any more. Nobody is told: hand the new one over yourself."
    return _page(
        request,
        case,
        Act(f"A new link for the {participant.role}", "Make it", forms.PlainForm, _nothing, "", says),
        form,
    )


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def rate(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Rate the case: by a vector, or by a field for each metric of the version that ``?version=`` names."""
    case = found_case(request, reference)
    version = "4.0" if request.GET.get("version") == "4.0" else "3.1"
    by_metrics = "metrics" in request.POST
    text = forms.VectorForm(
        None if by_metrics else request.POST or None, case=case, initial={"vector": case.cvss_vector}
    )
    fields = forms.MetricsForm(request.POST if by_metrics else None, case=case, version=version)
    form: Any = fields if by_metrics else text
    if request.method == "POST" and form.is_valid():
        now = doing(request, case)
        try:
            vector = fields.vector() if by_metrics else text.cleaned_data["vector"]
            rating = actions.rate(case, vector, by=now.by, at=now.at)
        except Refused as refused:
            form.refuse(str(refused))
        else:
            said = f" by line {rating.line} of {rating.document}" if rating.line else " by the scale of CVSS"
            messages.success(request, f"Rated {rating.severity} ({rating.score}){said}.")
            return HttpResponseRedirect(address(case))
    content = {
        "case": case,
        "back": address(case),
        "bands": severities.rows(case),
        "text": text,
        "metrics": fields,
        "version": version,
    }
    return render(request, "cases/rate.html", content, status=UNPROCESSABLE if form.errors else 200)


def _nothing(done: Doing, form: Any) -> None:
    """Of a page whose form is answered by a page of its own."""


def _participant(case: Case, pk: int) -> Participant:
    found = queries.participants(case).filter(pk=pk).first()
    if found is None:
        raise Http404("They take no part in this case.")
    return found


def _done(request: TeamRequest, case: Case, asked: Act, **options: str) -> HttpResponse:
    """Do ``asked`` where its form is right and the action does not refuse; else show it, with what is wrong."""
    initial = {name: value for name, value in request.GET.items() if name != "version"}
    form = asked.form(request.POST if request.method == "POST" else None, case=case, initial=initial, **options)
    if request.method == "POST" and form.is_valid():
        try:
            asked.act(doing(request, case), form)
        except Refused as refused:
            form.refuse(str(refused))
        else:
            messages.success(request, asked.done)
            return HttpResponseRedirect(address(case))
    return _page(request, case, asked, form)


def _page(request: TeamRequest, case: Case, asked: Act, form: CaseForm) -> HttpResponse:
    content = {"case": case, "back": address(case), "act": asked, "form": form}
    return render(request, "cases/act.html", content, status=UNPROCESSABLE if form.errors else 200)


def _link(request: TeamRequest, case: Case, secret: str) -> HttpResponse:
    link = address_of_link(case.project.organisation, secret)
    return render(request, "cases/link.html", {"case": case, "back": address(case), "link": link})
