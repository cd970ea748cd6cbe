"""Pages of one's own account, and the way into a team: profile, sessions, teams, invitations."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from troth_desk import clock
from troth_desk.people import access, actions, devices, queries
from troth_desk.people.forms import JoinForm, ProfileForm
from troth_desk.people.models import Invitation
from troth_desk.tenants.models import Organisation


@require_http_methods(["GET", "POST"])
@access.account
def profile(request: HttpRequest) -> HttpResponse:
    """One's name, and where everything else of the account is."""
    user = cast("User", request.user)
    form = ProfileForm(request.POST if request.method == "POST" else None, initial={"name": user.first_name})
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=user.pk).update(first_name=form.cleaned_data["name"])
        messages.success(request, "Your name was changed.")
        return HttpResponseRedirect(reverse("people:profile"))
    return render(request, "people/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@access.account
def teams(request: HttpRequest) -> HttpResponse:
    """The organisations that one is a member of."""
    return render(request, "people/teams.html", {"memberships": queries.memberships_of(cast("User", request.user))})


@require_http_methods(["GET", "POST"])
@access.account
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is logged in; ends one of them, or all but this one."""
    user = cast("User", request.user)
    listed = sorted(UserSession.objects.purge_and_list(user), key=lambda each: each.last_seen_at, reverse=True)
    if request.method == "GET":
        known = [(each, devices.is_this(request, each)) for each in queries.devices(user)]
        return render(request, "people/sessions.html", {"sessions": listed, "devices": known})
    if "device" in request.POST:
        return _forget(request, user)
    wanted = request.POST.get("session", "")
    ended = [each for each in listed if (wanted == "others" and not each.is_current()) or str(each.pk) == wanted]
    if not ended and wanted != "others":
        raise Http404("no such session")
    here = any(each.is_current() for each in ended)
    for each in ended:
        each.end()
    if here:
        request.session.flush()
        return HttpResponseRedirect(reverse("account_login"))
    messages.success(request, f"Ended: {len(ended)} session{'' if len(ended) == 1 else 's'}.")
    return HttpResponseRedirect(reverse("people:sessions"))


def _forget(request: HttpRequest, user: User) -> HttpResponse:
    """A browser counts as a new one again."""
    wanted = request.POST["device"]
    found = queries.devices(user).filter(pk=int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0)
    if not found.delete()[0]:
        raise Http404("no such browser")
    messages.success(request, "Forgotten: the next login from it is told as one from a new browser.")
    return HttpResponseRedirect(reverse("people:sessions"))


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
@access.public
def join(request: HttpRequest, organisation: str, token: str) -> HttpResponse:
    """The page of a one-time link: a new account, or one more team for somebody who has an account."""
    team: Organisation = request.organisation  # type: ignore[attr-defined] # the tenants' middleware sets it
    found = queries.invitation(team, actions.token_digest(token), clock.now())
    if found is None:
        return render(request, "people/join_ended.html", status=404)
    if request.user.is_authenticated:
        return _join_as(request, found, request.user)
    if found.email and User.objects.filter(email__iexact=found.email).exists():
        return cast("HttpResponse", redirect_to_login(request.get_full_path()))
    form = JoinForm(request.POST if request.method == "POST" else None, email=found.email)
    if request.method == "POST" and form.is_valid():
        try:
            return _open_and_join(request, found, form)
        except actions.RefusedError as refused:
            form.add_error(None, str(refused))
    content = {"invitation": found, "form": form}
    return render(request, "people/join.html", content, status=422 if form.errors else 200)


def _open_and_join(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    with transaction.atomic():
        user = actions.open_account(form.address, form.cleaned_data["name"], form.cleaned_data["password"])
        actions.join(invitation, user, at=clock.now())
    messages.success(
        request, f"Welcome to {invitation.organisation.name}. Add a passkey, so that you need no password."
    )
    login = Login(user=user, redirect_url=reverse("mfa_index"), email=user.email)
    return cast("HttpResponse", perform_password_login(request, {"email": user.email}, login))


def _join_as(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    """Somebody logged in opens the link: theirs, or that of another address."""
    theirs = not invitation.email or invitation.email == user.email.lower()
    if theirs and request.method == "POST":
        try:
            actions.join(invitation, user, at=clock.now())
            messages.success(request, f"Welcome to {invitation.organisation.name}.")
        except actions.RefusedError as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(f"/o/{invitation.organisation.slug}/")
    content = {"invitation": invitation, "theirs": theirs}
    return render(request, "people/join_as.html", content)
