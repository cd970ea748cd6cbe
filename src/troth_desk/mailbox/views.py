"""Does mail reach us, and what became of it? The page of the settings, and one for each mail that was kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth_desk import clock
from troth_desk.files.serving import harmless
from troth_desk.files.uploads import vault
from troth_desk.files.vault import DamagedFileError
from troth_desk.mailbox import actions, page, queries, stopping
from troth_desk.mailbox.actions import SettledError, TakenAddressError, keeping
from troth_desk.mailbox.forms import AddressForm, CaseForm, ChoicesForm, ProjectForm
from troth_desk.mailbox.models import Became, ProjectAddress, ReceivedMail
from troth_desk.people.access import OWN, READ, WORK, TeamRequest, actor_of, member, public
from troth_desk.tenants.models import Organisation

PAGE = 50
"""Mails of one page."""
SHOWN = 20_000
"""Characters that are shown of the words of a kept mail; all of it is in the original."""


@require_safe
@member(READ)
def mail(request: TeamRequest, organisation: str) -> HttpResponse:
    """Whether mail comes in, what waits for a person, what was left unanswered and why."""
    return _page(request)


@require_POST
@member(OWN)
def choose(request: TeamRequest, organisation: str) -> HttpResponse:
    """Settle how mail is handled."""
    form = ChoicesForm(request.POST)
    form.is_valid()  # boxes alone: every answer is one
    actions.choose(request.organisation, **form.cleaned_data, by=actor_of(request.membership), at=clock.now())
    messages.success(request, "Kept. It holds for mail from now on.")
    return redirect("mailbox:mail", organisation)


@require_POST
@member(OWN)
def name_address(request: TeamRequest, organisation: str) -> HttpResponse:
    """Say which project an address means."""
    form = AddressForm(request.POST, organisation=request.organisation)
    if form.is_valid():
        try:
            made = actions.name_address(
                form.chosen, form.cleaned_data["address"], by=actor_of(request.membership), at=clock.now()
            )
        except TakenAddressError as taken:
            form.add_error("address", str(taken))
        else:
            messages.success(request, f"Mail for {made.address} means {made.project.name} from now on.")
            return redirect("mailbox:mail", organisation)
    return _page(request, address=form)


@require_POST
@member(OWN)
def unname_address(request: TeamRequest, organisation: str, number: int) -> HttpResponse:
    """Take an address away."""
    found = get_object_or_404(ProjectAddress, organisation=request.organisation, pk=number)
    actions.unname_address(found, by=actor_of(request.membership), at=clock.now())
    messages.success(request, f"Taken away: {found.address}.")
    return redirect("mailbox:mail", organisation)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def stop(request: HttpRequest, organisation: str, token: str) -> HttpResponse:
    """Whoever reads an address that was given with a report ends the mails by the link in one.

    Opening it changes nothing: mail programs open links, too.
    """
    team: Organisation = getattr(request, "organisation")  # noqa: B009 - the middleware put it there
    number = stopping.meant(token)
    thread = queries.thread(team, number) if number is not None else None
    if thread is None or not thread.unproven:
        raise Http404("This link is not one of this desk's.")
    if request.method == "POST":
        actions.stop(thread, at=clock.now())
        return redirect("mailbox:stop", organisation, token)
    return render(request, "mailbox/stop.html", {"ended": thread.ended_at is not None, "organisation": team})


@require_safe
@member(READ)
def one(request: TeamRequest, organisation: str, number: int) -> HttpResponse:
    """One mail: its headers, what became of it, its words as text."""
    return _one(request, _found(request, number))


@require_safe
@member(READ)
def original(request: TeamRequest, organisation: str, number: int) -> HttpResponseBase:
    """The mail as it came, as a file that no browser shows."""
    found = _found(request, number)
    if not found.stored_as:
        raise Http404("The desk has only the headers of this mail.")
    try:
        vault().prove(found.stored_as, found.digest)
        content = keeping.content(found.stored_as)
    except DamagedFileError as damage:
        context = {"file": found.subject or "mail", "case": found.case, "says": str(damage)}
        return render(request, "mailbox/damaged.html", context, status=500)
    response = HttpResponse(content, content_type="application/octet-stream")
    return harmless(response, f"mail-{found.pk}.eml")


@require_POST
@member(WORK)
def make_case(request: TeamRequest, organisation: str, number: int) -> HttpResponse:
    """It is a report: open a case for it."""
    found = _found(request, number)
    form = ProjectForm(request.POST, organisation=request.organisation)
    if not form.is_valid():
        return _one(request, found, project=form)
    try:
        case = actions.make_case(found, form.chosen, **_who(request))
    except (SettledError, DamagedFileError) as refusal:
        return _one(request, found, refusal=str(refusal))
    messages.success(request, f"Opened as {case.reference}. Its clocks count from when the mail reached you.")
    return redirect("cases:case", organisation, case.reference)


@require_POST
@member(WORK)
def join(request: TeamRequest, organisation: str, number: int) -> HttpResponse:
    """It belongs to a case."""
    found = _found(request, number)
    form = CaseForm(request.POST, organisation=request.organisation)
    if not form.is_valid() or form.case is None:
        return _one(request, found, case=form)
    try:
        actions.join(found, form.case, **_who(request))
    except (SettledError, DamagedFileError) as refusal:
        return _one(request, found, refusal=str(refusal))
    messages.success(request, f"It is kept with {form.case.reference}.")
    return redirect("cases:case", organisation, form.case.reference)


@require_POST
@member(WORK)
def put_aside(request: TeamRequest, organisation: str, number: int) -> HttpResponse:
    """Nothing is to be done with it."""
    found = _found(request, number)
    try:
        actions.put_aside(found, **_who(request))
    except SettledError as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "Put aside. It stays kept.")
    return redirect("mailbox:mail", organisation)


def _who(request: TeamRequest) -> dict[str, Any]:
    return {"member": request.membership, "by": actor_of(request.membership), "at": clock.now()}


def _found(request: TeamRequest, number: int) -> ReceivedMail:
    found = queries.mail(request.organisation, number)
    if found is None:
        raise Http404("There is no such mail in this organisation.")
    return found


def _one(
    request: TeamRequest,
    found: ReceivedMail,
    *,
    project: ProjectForm | None = None,
    case: CaseForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    found = queries.mail(request.organisation, found.pk) or found
    open_to_people = found.case_id is None and found.became in {Became.WAITING, Became.ASIDE}
    context = {
        "at": clock.now(),
        "mail": found,
        "refusal": refusal,
        "words": page.words_of(found)[:SHOWN] if found.stored_as else "",
        "works": request.membership.role in WORK and open_to_people,
        "project_form": project or ProjectForm(organisation=request.organisation),
        "case_form": case or CaseForm(organisation=request.organisation),
    }
    return render(request, "mailbox/one.html", context, status=422 if project or case or refusal else 200)


def _page(request: TeamRequest, *, address: AddressForm | None = None) -> HttpResponse:
    organisation = request.organisation
    settled = Paginator(queries.settled(organisation), PAGE).get_page(request.GET.get("page"))
    context = {
        "at": clock.now(),
        **page.state(organisation, clock.now()),
        "waiting": queries.waiting(organisation)[:PAGE],
        "waiting_count": queries.waiting(organisation).count(),
        "settled": settled,
        "choices": ChoicesForm.of(queries.choices(organisation)),
        "address_form": address or AddressForm(organisation=organisation),
        "owns": request.membership.role in OWN,
    }
    return render(request, "mailbox/mail.html", context, status=422 if address else 200)
