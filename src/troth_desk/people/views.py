"""Pages of the team's people and keys, under Settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_desk import clock
from troth_desk.people import access, actions, queries
from troth_desk.people.forms import InviteForm, KeyForm, RoleForm, SecondFactorForm
from troth_desk.people.models import ApiKey, Invitation, Membership, Role
from troth_desk.people.once import pop_once, show_once
from troth_desk.people.scopes import SCOPES
from troth_desk.tenants.addresses import whole


@require_GET
@access.member(access.READ)
def people(request: access.TeamRequest, organisation: str) -> HttpResponse:
    """Who is in the team, who is invited, what a login needs."""
    return _people(request, InviteForm(initial={"role": Role.RESPONDER}))


@require_POST
@access.member(access.OWN)
@access.fresh("people:people")
def invite(request: access.TeamRequest, organisation: str) -> HttpResponse:
    """Make a one-time link; the list shows it once."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    try:
        link = actions.invite(
            request.organisation,
            email,
            role,
            by=request.membership.actor,
            at=clock.now(),
            member=request.membership,
        )
    except actions.RefusedError as refused:
        form.add_error("email", str(refused))
        return _people(request, form, status=422)
    address = reverse("people:join", kwargs={"organisation": organisation, "token": link.token})
    show_once(request, "invitation", whole(address), email)
    return _back(organisation)


@require_POST
@access.member(access.OWN)
@access.fresh("people:people")
def revoke_invitation(request: access.TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """End a link that nobody used."""
    found = Invitation.objects.filter(organisation=request.organisation, pk=pk).first()
    if found is None:
        raise Http404("no such invitation")
    try:
        actions.revoke_invitation(found, by=request.membership.actor, at=clock.now())
        messages.success(request, "The link does not work any more.")
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return _back(organisation)


@require_http_methods(["GET", "POST"])
@access.member(access.OWN)
@access.fresh("people:people")
def member(request: access.TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """One member: another role, or the end."""
    found = _member(request, pk)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": found.role})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(found, Role(form.cleaned_data["role"]), by=request.membership.actor, at=clock.now())
            messages.success(request, f"{found.name} is {Role(found.role).value} now.")
            return _back(organisation)
        except actions.RefusedError as refused:
            form.add_error("role", str(refused))
    content = {"member": found, "form": form, "keys": queries.keys(request.organisation).filter(created_by=found)}
    return render(request, "people/member.html", content, status=422 if form.errors else 200)


@require_POST
@access.member(access.OWN)
@access.fresh("people:people")
def end(request: access.TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """End a membership."""
    found = _member(request, pk)
    try:
        actions.end(found, by=request.membership.actor, at=clock.now())
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("people:member", kwargs={"organisation": organisation, "pk": pk}))
    messages.success(request, f"{found.name} is no member any more; keys that they made have ended.")
    mine = found.pk == request.membership.pk
    return HttpResponseRedirect(reverse("people:teams")) if mine else _back(organisation)


@require_POST
@access.member(access.OWN)
@access.fresh("people:people")
def second_factor(request: access.TeamRequest, organisation: str) -> HttpResponse:
    """Ask everybody for a second factor, or stop asking."""
    form = SecondFactorForm(request.POST)
    asked = form.is_valid() and bool(form.cleaned_data["asked"])
    if asked and not queries.has_second_factor(request.user):
        messages.error(request, "Nothing was changed: add a passkey or an app to your own account first.")
        return _back(organisation)
    actions.ask_second_factor(request.organisation, asked=asked, by=request.membership.actor, at=clock.now())
    said = "Everybody needs a second factor from now on." if asked else "A password alone is enough now."
    messages.success(request, said)
    return _back(organisation)


@require_GET
@access.member(access.READ)
def keys(request: access.TeamRequest, organisation: str) -> HttpResponse:
    """Every key, its scopes, its end, its last use."""
    at = clock.now()
    listed = [(key, _standing(key, at)) for key in queries.keys(request.organisation)]
    content = {"keys": listed, "scopes": SCOPES, "once": pop_once(request, "key")}
    return render(request, "people/keys.html", content)


@require_http_methods(["GET", "POST"])
@access.member(access.OWN)
@access.fresh("people:keys")
def new_key(request: access.TeamRequest, organisation: str) -> HttpResponse:
    """Make a key; the list shows its text once."""
    at = clock.now()
    form = KeyForm(request.POST if request.method == "POST" else None, zone=request.organisation.zone, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            key, text = actions.make_key(
                request.organisation,
                form.cleaned_data["name"],
                form.cleaned_data["scopes"],
                expires_at=form.expires_at(),
                member=request.membership,
                by=request.membership.actor,
                at=at,
            )
            show_once(request, "key", text, key.name)
            return HttpResponseRedirect(reverse("people:keys", kwargs={"organisation": organisation}))
        except actions.RefusedError as refused:
            form.add_error("expires_on", str(refused))
    return render(request, "people/new_key.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@access.member(access.OWN)
@access.fresh("people:keys")
def revoke_key(request: access.TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """End a key at once."""
    found = ApiKey.objects.filter(organisation=request.organisation, pk=pk).first()
    if found is None:
        raise Http404("no such key")
    try:
        actions.revoke_key(found, by=request.membership.actor, at=clock.now())
        messages.success(request, f"The key “{found.name}” does not work any more.")
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("people:keys", kwargs={"organisation": organisation}))


def _standing(key: ApiKey, at: object) -> str:
    """The word for a key's state."""
    if key.revoked_at is not None:
        return "revoked"
    return "works" if key.expires_at > at else "expired"  # type: ignore[operator]


def _people(request: access.TeamRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    organisation, at = request.organisation, clock.now()
    asked = queries.second_factor_required(organisation)
    members = list(queries.members(organisation))
    factors = queries.with_second_factor([each.user_id for each in members])
    content = {
        "members": [(each, each.user_id in factors) for each in members],
        "invitations": queries.invitations(organisation, at),
        "form": form,
        "owns": request.membership.role == Role.OWNER,
        "asked": asked,
        "second_factor_form": SecondFactorForm(initial={"asked": asked}),
        "once": pop_once(request, "invitation"),
    }
    return render(request, "people/people.html", content, status=status)


def _member(request: access.TeamRequest, pk: int) -> Membership:
    found = queries.members(request.organisation).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise Http404("no such member")
    return found


def _back(organisation: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("people:people", kwargs={"organisation": organisation}))
