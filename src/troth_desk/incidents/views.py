"""What members do in an incident: each act is a page with one form, which works alone.

A form that is right is done and leads back to the incident; one that is wrong is shown again, with what is wrong in
words beside the field. The pages that show incidents are in ``incidents.pages``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from troth_desk import clock
from troth_desk.cases import queries as cases
from troth_desk.deadlines import queries as deadlines
from troth_desk.incidents import actions, forms, promised, queries
from troth_desk.incidents.actions import Declared, Refused
from troth_desk.incidents.actions.working import not_owed, owed_now
from troth_desk.incidents.forms import IncidentForm
from troth_desk.incidents.models import Affected, Criterion, Incident, Origin, Phase, Task
from troth_desk.incidents.pages import found_incident
from troth_desk.ledger.actor import Actor
from troth_desk.people import access
from troth_desk.people.access import TeamRequest
from troth_desk.policies.models import Promise

UNPROCESSABLE = 422
LONGEST_NUMBER = 18
"""Digits of the longest number of a row."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something in which incident, and when."""

    incident: Incident
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: ``title`` asks or names it, ``button`` is pressed, ``done`` is said afterwards."""

    title: str
    button: str
    form: type[IncidentForm]
    act: Callable[[Doing, Mapping[str, Any]], object]
    done: str
    says: str = ""


def _affect(doing: Doing, said: Mapping[str, Any]) -> None:
    actions.affect(doing.incident, name=said["name"], case=said["case"], note=said["note"], by=doing.by, at=doing.at)


def _tell(doing: Doing, said: Mapping[str, Any]) -> None:
    chosen = said.get("fulfils") or ""
    promise = _promise(doing.incident, int(chosen)) if chosen else None
    actions.communicate(
        doing.incident,
        to_whom=said["to_whom"],
        way=said["way"],
        words=said["words"],
        told_at=said["told_at"],
        fulfils=promise,
        by=doing.by,
        at=doing.at,
    )


def _note(doing: Doing, said: Mapping[str, Any]) -> None:
    actions.note(
        doing.incident, said["words"], kind=said["kind"], happened_at=said["happened_at"], by=doing.by, at=doing.at
    )


def _add_task(doing: Doing, said: Mapping[str, Any]) -> None:
    present = queries.phase(doing.incident, doing.incident.phase)
    actions.add_task(
        doing.incident, said["words"], phase=present, owner=said["owner"], due_at=said["due_at"], by=doing.by,
        at=doing.at,
    )  # fmt: skip


def _criterion(doing: Doing, said: Mapping[str, Any]) -> None:
    present = queries.phase(doing.incident, doing.incident.phase)
    if present is not None:
        actions.add_criterion(present, said["words"], part=said["part"], by=doing.by, at=doing.at)


def _close(doing: Doing, said: Mapping[str, Any]) -> None:
    actions.close(
        doing.incident, said["outcome"], said["reason"], merged_into=said["merged_into"], by=doing.by, at=doing.at
    )


ACTS: dict[str, Act] = {
    "note": Act("Write it down", "Keep it", forms.NoteForm, _note, "It stands in the timeline.",
                "What was written is never changed; write again what was wrong."),
    "role": Act(
        "Who has which role?", "Keep it", forms.RoleForm,
        lambda d, s: actions.give_role(d.incident, s["role"], s["member"], by=d.by, at=d.at),
        "The role is given.",
    ),
    "severity": Act(
        "How severe is it?", "Rate it", forms.RateForm,
        lambda d, s: actions.rate(d.incident, s["severity"], s["reason"], by=d.by, at=d.at),
        "The severity is changed.", "It rises without a word, and falls for a reason.",
    ),
    "affected": Act("What is affected?", "List it", forms.AffectForm, _affect, "It is listed."),
    "tell": Act("Who was told?", "Keep it", forms.TellForm, _tell, "It is on record.",
                "The desk sends nothing by this: it writes down what you did."),
    "task": Act("Add a task", "Add it", forms.TaskForm, _add_task, "The task is added."),
    "criterion": Act("Add a criterion to this phase", "Add it", forms.CriterionForm, _criterion,
                     "The criterion is added.", "For incidents to come, change the playbook."),
    "close": Act("End the incident", "End it", forms.CloseForm, _close, "It is closed.",
                 "What was handled has gone through its phases. A false alarm shows nothing of how you respond."),
    "reopen": Act(
        "Open it again", "Open it again", forms.ReopenForm,
        lambda d, s: actions.reopen(d.incident, s["to"], s["reason"], by=d.by, at=d.at),
        "It is open again.",
    ),
    "review": Act(
        "Write down the review", "Keep it", forms.ReviewForm,
        lambda d, s: actions.hold_review(
            d.incident, summary=s["summary"], causes=s["causes"], went_well=s["went_well"],
            went_badly=s["went_badly"], by=d.by, at=d.at),
        "The review is on record.", "Look for causes, not for somebody to blame.",
    ),
    "review/action": Act(
        "What is to be done, after the review?", "Add it", forms.ActionForm,
        lambda d, s: actions.add_action(
            d.incident, s["words"], owner=s["owner"], due_at=s["due_at"], by=d.by, at=d.at),
        "It is owed now.",
    ),
}  # fmt: skip
"""What can be done, by the end of its address."""


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def new(request: TeamRequest, organisation: str) -> HttpResponse:
    """Declare an incident, by hand or from a case."""
    named = request.POST.get("case") or request.GET.get("case") or ""
    case = cases.case(request.organisation, named) if named else None
    if named and case is None:
        raise Http404("There is no such case here.")
    initial = {"title": case.title, "project": case.project, "severity": case.severity} if case else None
    form = forms.DeclareForm(request.POST or None, organisation=request.organisation, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _declared(request, form, case)
        if made is not None:
            messages.success(request, "It has begun. The next thing to do stands first.")
            return HttpResponseRedirect(address(made))
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "incidents/new.html", {"form": form, "case": case}, status=status)


def _declared(request: TeamRequest, form: forms.DeclareForm, case: Any) -> Incident | None:
    said = form.cleaned_data
    declared = Declared(
        title=said["title"],
        summary=said["summary"],
        incident_class=said["incident_class"],
        level=said.get("level", ""),
        playbook=said["playbook"],
        hint=said["title"],
        severity=said["severity"],
        exercise=said["exercise"],
        happened_at=said["happened_at"],
        detected_at=said["detected_at"],
        systems=said["systems"],
        lead=request.membership if said["lead"] else None,
    )
    origin = Origin.CASE if case else Origin.HAND
    try:
        return actions.open_incident(
            said["project"], declared, origin=origin, case=case, by=access.actor_of(request.membership), at=clock.now()
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None


def address(incident: Incident, rest: str = "") -> str:
    """Where the incident is shown."""
    return f"/o/{incident.project.organisation.slug}/incidents/{incident.reference}/{rest}"


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def act(request: TeamRequest, organisation: str, reference: str, name: str) -> HttpResponse:
    """Do one of ``ACTS``."""
    if name not in ACTS:
        raise Http404("There is no such page.")
    found = found_incident(request, reference)
    more: dict[str, Any] = {"owed": _owed(found)} if name == "tell" else {}
    if name == "role" and request.method == "GET" and request.GET.get("role"):
        more["initial"] = {"role": request.GET["role"][:60]}
    return _done(request, found, ACTS[name], more)


def _owed(incident: Incident) -> list[tuple[int, str]]:
    """Promises to tell whose clock runs."""
    found = deadlines.open_clocks(incident.project.organisation, incident.subject).exclude(promise=None)
    return [(one.promise_id, f"{one.document}:{one.line} {one.sentence[:120]}") for one in found if one.promise_id]


def _promise(incident: Incident, pk: int) -> Promise | None:
    return Promise.objects.filter(organisation_id=incident.organisation_id, pk=pk).first()


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def move(request: TeamRequest, organisation: str, reference: str, to: int) -> HttpResponse:
    """Go on to a phase, or back to it."""
    found = found_incident(request, reference)
    phase = queries.phase(found, to)
    if phase is None:
        raise Http404("There is no such phase in this incident.")
    title = f"{'Back' if to < found.phase else 'On'} to {phase.name}"
    asked = Act(
        title,
        title,
        forms.MoveForm,
        lambda d, s: actions.move(d.incident, to, s["reason"], by=d.by, at=d.at),
        f"It is in the phase {phase.name} now.",
        _before(found, phase),
    )
    return _done(request, found, asked)


def _before(incident: Incident, phase: Phase) -> str:
    if phase.ordinal < incident.phase:
        return "What comes after it is to be shown anew: its criteria are ticked again."
    present = queries.phase(incident, incident.phase)
    left = queries.unmet(present) if present else []
    if not left:
        return ""
    return "Not ticked yet: " + " ".join(one.words for one in left) + " Tick what is so, or say why it goes on."


@require_POST
@access.member(access.WORK)
def checklist(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Keep what was ticked."""
    found = found_incident(request, reference)
    numbers = {name: _numbers(request, name) for name in ("task", "criterion", "was_task", "was_criterion")}
    _own(found, numbers)
    try:
        actions.check(
            found,
            tasks=numbers["task"],
            criteria=numbers["criterion"],
            were_tasks=numbers["was_task"],
            were_criteria=numbers["was_criterion"],
            by=access.actor_of(request.membership),
            at=clock.now(),
        )
        messages.success(request, "The checklist is kept.")
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(address(found, "#checklist"))


def _numbers(request: TeamRequest, name: str) -> set[int]:
    given = request.POST.getlist(name)
    return {int(each) for each in given if each.isascii() and each.isdigit() and len(each) <= LONGEST_NUMBER}


def _own(incident: Incident, numbers: Mapping[str, set[int]]) -> None:
    """Raises ``Http404`` where a number is that of another incident."""
    tasks, criteria = numbers["task"] | numbers["was_task"], numbers["criterion"] | numbers["was_criterion"]
    mine = queries.tasks(incident).filter(pk__in=tasks).count()
    asked = Criterion.objects.filter(
        organisation_id=incident.organisation_id, phase__incident=incident, pk__in=criteria
    ).count()
    if mine != len(tasks) or asked != len(criteria):
        raise Http404("There is no such task in this incident.")


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def task(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """What became of a task, and who does it."""
    found = found_incident(request, reference)
    one = queries.tasks(found).filter(pk=pk).first()
    if one is None:
        raise Http404("There is no such task in this incident.")

    def settled(doing: Doing, said: Mapping[str, Any]) -> None:
        if said["owner"] != one.owner:
            actions.assign_task(one, said["owner"], by=doing.by, at=doing.at)
        if said["state"] != one.state or said["record"]:
            actions.settle_task(one, said["state"], said["record"], by=doing.by, at=doing.at)

    asked = Act("A task", "Keep it", forms.SettleForm, settled, "It is on record.", one.words)
    return _done(request, found, asked, {"owner": one.owner, "initial": {"state": _likely(one)}})


def _likely(task: Task) -> str:
    return "done" if task.state == "open" else task.state


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def affected(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """How a system stands."""
    found = found_incident(request, reference)
    mine = Affected.objects.filter(organisation=request.organisation, incident=found, case=None, pk=pk)
    one = mine.select_related("incident").first()
    if one is None:
        raise Http404("There is no such system in this incident.")
    asked = Act(
        f"How does {one.name} stand?",
        "Keep it",
        forms.AffectedForm,
        lambda d, s: actions.set_affected(one, s["state"], s["note"], by=d.by, at=d.at),
        "It is on record.",
    )
    return _done(request, found, asked, {"initial": {"state": one.state, "note": one.note}})


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def promise(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """Whether a promise to tell somebody applies: its clock is started, or stopped for a reason."""
    found = found_incident(request, reference)
    one = next((owed.promise for owed in promised.owed(found) if owed.promise.pk == pk), None)
    if one is None:
        raise Http404("The policy of this incident promises no such thing.")
    running = deadlines.open_clocks(request.organisation, found.subject).filter(promise=one).exists()
    says = f"Line {one.line} of {one.document}: “{one.sentence}”"
    if running:
        asked = Act(
            "This is not owed here",
            "Stop its clock",
            forms.ReasonForm,
            lambda d, s: not_owed(d.incident, one, s["reason"], by=d.by, at=d.at),
            "Its clock is stopped, with your reason.",
            says,
        )
    else:
        asked = Act(
            "This is owed here",
            "Start its clock",
            forms.PlainForm,
            lambda d, _: owed_now(d.incident, one, by=d.by, at=d.at),
            "Its clock runs, from when the team became aware.",
            says,
        )
    return _done(request, found, asked)


def _done(request: TeamRequest, found: Incident, asked: Act, more: Mapping[str, Any] | None = None) -> HttpResponse:
    """Show the form of an act, or do it."""
    posted = request.method == "POST"
    form = asked.form(request.POST if posted else None, incident=found, **(more or {}))
    if posted and form.is_valid():
        try:
            asked.act(Doing(found, access.actor_of(request.membership), clock.now()), form.cleaned_data)
        except Refused as refused:
            form.refuse(str(refused), refused.field)
        else:
            messages.success(request, asked.done)
            return HttpResponseRedirect(address(found))
    context = {"act": asked, "form": form, "incident": found, "back": address(found)}
    return render(request, "incidents/act.html", context, status=UNPROCESSABLE if posted else 200)
