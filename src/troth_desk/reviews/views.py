"""What people do with what comes round: take it on, tick it, record it, leave it out, end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from troth_desk import clock
from troth_desk.files.forms import brings_files, uploads_of
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of, project_of
from troth_desk.reviews import actions, pages, proposals, queries
from troth_desk.reviews.actions import Given, RefusedReviewError
from troth_desk.reviews.actions.doing import do_untimed
from troth_desk.reviews.forms import BeforeForm, ChangeForm, DoneForm, NewForm, ReasonForm, ticked
from troth_desk.reviews.models import Obligation, Occasion
from troth_desk.tenants import queries as tenants

A_DAY = timedelta(days=1)


@require_POST
@access.member(access.WORK)
def take(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Take on one thing that the policy says comes round."""
    of, at = project_of(request, project), clock.now()
    said = request.POST.get("promise", "")
    proposal = next((each for each in proposals.proposals(of) if str(each.promise.pk) == said), None)
    if proposal is None:
        raise Http404("The policy says no such thing, or it is taken on already.")
    form = pages.take_form(proposal, at, of, pages.members_of(request.organisation), request.POST)
    if not form.is_valid():
        return pages.policy_page(request, {proposal.promise.pk: form}, 422)
    taken = actions.take_over(
        of,
        proposal.promise,
        owner=form.chosen_owner,
        every=str(form.cleaned_data.get("every", "")),
        begin=form.first,
        by=actor_of(request.membership),
        at=at,
    )
    messages.success(request, f"{taken.title} is kept here now, as {taken.reference}.")
    return redirect("reviews:policy", organisation)


@require_POST
@access.member(access.WORK)
def take_all(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Take on all that the policy says comes round, without owners yet."""
    of, at, taken, waits = project_of(request, project), clock.now(), 0, 0
    for proposal in proposals.proposals(of):
        if proposal.by_machine and not proposals.comes_in(proposal, of, at):
            waits += 1
            continue
        actions.take_over(of, proposal.promise, by=actor_of(request.membership), at=at)
        taken += 1
    left = f" {waits} of machines wait: no result has come that could show them." if waits else ""
    messages.success(request, f"{taken} {'was' if taken == 1 else 'were'} taken on. Give each an owner.{left}")
    return redirect("reviews:policy", organisation)


@require_POST
@access.member(access.OWN)
def automatic(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Whether what the policy says is taken on by itself."""
    on = request.POST.get("automatic") == "yes"
    actions.set_automatic(project_of(request, project), automatic=on, by=actor_of(request.membership), at=clock.now())
    says = "What the policy says comes round is taken on by itself now." if on else "Nothing is taken on by itself now."
    messages.success(request, says)
    return redirect("reviews:policy", organisation)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def new(request: TeamRequest, organisation: str) -> HttpResponse:
    """Take on something of the team's own."""
    members, projects = pages.members_of(request.organisation), tenants.projects(request.organisation)
    form = NewForm(request.POST if request.method == "POST" else None, members=members, projects=projects)
    if request.method == "POST" and form.is_valid():
        every = str(form.cleaned_data["every"])
        try:
            made = actions.oblige(
                form.cleaned_data["project"],
                title=form.cleaned_data["title"],
                kind=form.cleaned_data["kind"],
                due_at=form.due(),
                every="" if every == "regularly" else every,
                owner=form.chosen_owner,
                origin="team",
                by=actor_of(request.membership),
                at=clock.now(),
            )
        except RefusedReviewError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"It is kept here now, as {made.reference}.")
            return redirect("reviews:review", organisation, made.reference)
    context = {"form": form, "projects": projects}
    return render(request, "reviews/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def change(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Another title, owner or checklist."""
    obligation, members = pages.one(request, reference), pages.members_of(request.organisation)
    form = ChangeForm.of(obligation, members)
    if request.method == "POST":
        form = ChangeForm(request.POST, members=members)
        if form.is_valid():
            said = {"title": form.cleaned_data["title"], "checklist": form.cleaned_data["checklist"]}
            actions.change(obligation, owner=form.chosen_owner, by=actor_of(request.membership), at=clock.now(), **said)
            messages.success(request, "Kept.")
            return redirect("reviews:review", organisation, reference)
    context = {"form": form, "obligation": obligation, "title": "Title, owner, checklist", "button": "Keep"}
    return render(request, "reviews/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def end(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """It comes round no more."""
    obligation = pages.one(request, reference)

    def act(reason: str) -> None:
        actions.end(obligation, reason, by=actor_of(request.membership), at=clock.now())

    says = "Its clock stops and its history stays. What was overdue stays a breach."
    return _reason(request, obligation, act, title="End it", says=says, button="End it")


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def excuse(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """Leave one period out, for a reason."""
    obligation = pages.one(request, reference)
    occasion = _occasion(obligation, pk)

    def act(reason: str) -> None:
        actions.excuse(occasion, reason, by=actor_of(request.membership), at=clock.now())

    label = queries.label(occasion, request.organisation.zone)
    says = "A period that is left out shows the promise neither kept nor broken: as long as it counts, it is unproven."
    return _reason(request, obligation, act, title=f"Leave {label} out", says=says, button="Leave it out")


@require_POST
@access.member(access.WORK)
def tick(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """Keep which items of the checklist are done."""
    occasion = _occasion(pages.one(request, reference), pk)
    try:
        actions.tick(occasion, ticked(request.POST, occasion), by=actor_of(request.membership), at=clock.now())
    except RefusedReviewError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The checklist is kept.")
    return redirect("reviews:review", organisation, reference)


@brings_files
@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def done(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponse:
    """It was done: with what shows it."""
    obligation, at = pages.one(request, reference), clock.now()
    occasion = _occasion(obligation, pk)
    form = DoneForm(request.POST if request.method == "POST" else None, results=pages.results(obligation))
    items = ticked(request.POST, occasion) if request.method == "POST" else None

    def act(given: Given) -> None:
        zone = request.organisation.zone
        by, day = actor_of(request.membership), form.instant(at, zone)
        if day is not None and abs(day - occasion.starts_at) < A_DAY:  # noon of the day on which the period begins
            day = min(max(day, occasion.starts_at), at)
        actions.do(occasion, given, done_at=day, ticked=items, by=by, at=at)

    label = queries.label(occasion, request.organisation.zone)
    return _record(request, obligation, form, act, title=f"{obligation.title}, {label}: it was done", occasion=occasion)


@brings_files
@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def again(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """What has no period was done once more."""
    obligation, at = pages.one(request, reference), clock.now()
    form = DoneForm(request.POST if request.method == "POST" else None, results=pages.results(obligation))

    def act(given: Given) -> None:
        day = form.instant(at, request.organisation.zone)
        do_untimed(obligation, given, done_at=day, by=actor_of(request.membership), at=at)

    return _record(request, obligation, form, act, title=f"{obligation.title}: it was done")


@brings_files
@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def before(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """It was done on a day before it was kept here."""
    obligation, at = pages.one(request, reference), clock.now()
    form = BeforeForm(request.POST if request.method == "POST" else None, results=pages.results(obligation))

    def act(given: Given) -> None:
        day = form.instant(at, request.organisation.zone)
        actions.record_before(obligation, given, done_at=day or at, by=actor_of(request.membership), at=at)

    return _record(request, obligation, form, act, title=f"{obligation.title}: done before the desk")


def _record(
    request: TeamRequest,
    obligation: Obligation,
    form: DoneForm,
    act: Callable[[Given], None],
    *,
    title: str,
    occasion: Occasion | None = None,
) -> HttpResponse:
    """The form of what was done, or what became of it. Files that nobody took are removed with the request."""
    status = 200
    if request.method == "POST":
        uploads = uploads_of(request)
        for problem in uploads.problems:
            form.add_error(None, problem)
        if form.is_valid():
            given = Given(
                words=form.cleaned_data["words"],
                links=form.cleaned_data["links"],
                files=tuple(uploads.sealed),
                scans=form.scans_chosen,
            )
            try:
                act(given)
            except RefusedReviewError as refused:
                form.refuse(refused)
            else:
                uploads.taken()
                messages.success(request, "It is on record.")
                return redirect("reviews:review", obligation.organisation.slug, obligation.reference)
        status = 422
    context = {"form": form, "obligation": obligation, "title": title, "occasion": occasion, "at": clock.now()}
    return render(request, "reviews/record.html", context, status=status)


def _reason(
    request: TeamRequest, obligation: Obligation, act: Callable[[str], None], *, title: str, says: str, button: str
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except RefusedReviewError as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Kept.")
            return redirect("reviews:review", obligation.organisation.slug, obligation.reference)
    context = {"form": form, "obligation": obligation, "title": title, "says": says, "button": button}
    return render(request, "reviews/act.html", context, status=422 if form.errors else 200)


def _occasion(obligation: Obligation, pk: int) -> Occasion:
    found = queries.occasions(obligation).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such period.")
    return found
