"""Who may see and do what: each view of the desk says its rule with one of these decorators.

A test reads every route from the resolver and fails where a view carries no rule. Nobody logged in is sent to the
login page; a person of another organisation learns nothing (404); a member without the role is told so (403).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from troth_desk.ledger.actor import Actor
from troth_desk.people import queries
from troth_desk.people.models import Membership, Role
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation, Project

READ = frozenset(Role)
"""Everybody of the team; an auditor reads, whatever the view: no request of an auditor changes anything."""
WORK = frozenset({Role.OWNER, Role.RESPONDER})
"""Those who handle reports."""
REVIEW = frozenset({Role.OWNER, Role.REVIEWER})
"""Those who approve what others did."""
OWN = frozenset({Role.OWNER})
"""Those who settle how the team works: people, keys, calendar, policy."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110 §9.2.1)."""

RULE = "access_rule"
"""The attribute of a view that holds its ``Rule``; decorators made with ``functools.wraps`` hand it on."""

P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])


class TeamRequest(HttpRequest):
    """A request of a member: what ``member`` and the tenants' middleware put on it."""

    organisation: Organisation
    membership: Membership
    user: User


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a view. ``roles`` is empty for ``audience`` "everybody" and "account" (anybody logged in)."""

    audience: str
    roles: frozenset[Role] = frozenset()

    def allows(self, role: Role, method: str) -> bool:
        """Whether a member in ``role`` may send ``method``."""
        return role in self.roles and (method in SAFE or role is not Role.AUDITOR)


def actor_of(membership: Membership) -> Actor:
    """The member as the ledger names them."""
    return membership.actor


def project_of(request: TeamRequest, slug: str) -> Project:
    """The project of the team that ``slug`` names; raises ``Http404``, for one of another team as for none."""
    found = tenants.project(request.organisation, slug)
    if found is None:
        raise Http404("There is no such project here.")
    return found


def public(view: F) -> F:
    """Everybody may use this view: it looks at no account."""
    setattr(view, RULE, Rule("everybody"))
    return view


def account(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Anybody logged in, of whichever organisation: pages of one's own account."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _private(view(request, *args, **kwargs))

    setattr(checked, RULE, Rule("account"))
    return checked


def member(
    *roles: Role | Iterable[Role],
) -> Callable[
    [Callable[Concatenate[TeamRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Members in one of ``roles`` (``READ`` where none is given); sets ``request.membership``.

    Where the organisation asks for a second factor, a member without one is sent to set it up first.
    """
    wanted = _flat(roles) or READ
    rule = Rule("members", wanted)

    def decorate(
        view: Callable[Concatenate[TeamRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            found = _membership(request)
            missing = _second_factor(request, found)
            if missing:
                return missing
            if not rule.allows(Role(found.role), request.method or "GET"):
                raise PermissionDenied(refusal(rule, Role(found.role)))
            team = cast("TeamRequest", request)
            team.membership = found
            return _private(view(team, *args, **kwargs))

        setattr(checked, RULE, rule)
        return checked

    return decorate


def fresh(
    page: str,
) -> Callable[
    [Callable[Concatenate[TeamRequest, P], HttpResponseBase]],
    Callable[Concatenate[TeamRequest, P], HttpResponseBase],
]:
    """Below ``member``: who did not prove within five minutes that it is them does so first, then comes back.

    ``page`` names the address to come back to; its only argument is the organisation. The request itself is not
    kept and sent again: allauth would call the view past the middleware, and so past the tenant's scope.
    """

    def decorate(
        view: Callable[Concatenate[TeamRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[TeamRequest, P], HttpResponseBase]:
        @wraps(view)
        def checked(request: TeamRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if confirmed_just_now(request):
                return view(request, *args, **kwargs)
            back = reverse(page, kwargs={"organisation": request.organisation.slug})
            if request.method not in SAFE:
                messages.info(request, "Nothing was changed yet: confirm that it is you, then do it again.")
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({REDIRECT_FIELD_NAME: back})}")

        return checked

    return decorate


def confirmed_just_now(request: HttpRequest) -> bool:
    """Whether the person proved within five minutes that it is them.

    allauth believes a session that has nothing to confirm with but the login provider; the desk sends it there.
    """
    return request.user.is_authenticated and not get_adapter(request).is_reauthentication_required(app="people")


def refusal(rule: Rule, role: Role) -> str:
    """Why ``role`` is refused, and who is not, as a sentence for the member."""
    if role is Role.AUDITOR and role in rule.roles:
        return "You are an auditor here: you read everything and change nothing."
    able = " or ".join(sorted(str(each.value) for each in rule.roles - {Role.AUDITOR}))
    return f"This needs the role {able}; yours is {role.value}. An owner can change it under Settings, People."


def _flat(roles: Iterable[Role | Iterable[Role]]) -> frozenset[Role]:
    found: set[Role] = set()
    for each in roles:
        found |= {each} if isinstance(each, Role) else set(each)
    return frozenset(found)


def _membership(request: HttpRequest) -> Membership:
    organisation: Organisation | None = getattr(request, "organisation", None)
    found = queries.membership(organisation, cast("User", request.user)) if organisation else None
    if found is None:
        raise Http404("no such page")
    return found


def _second_factor(request: HttpRequest, found: Membership) -> HttpResponseRedirect | None:
    if not queries.second_factor_missing(found):
        return None
    messages.info(
        request,
        f"{found.organisation.name} asks everybody for a second factor. "
        "Add a passkey or an authenticator app to go on.",
    )
    return HttpResponseRedirect(reverse("mfa_index"))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """No cache keeps a page of the team: reports under embargo stand on it."""
    patch_cache_control(response, private=True, no_store=True)
    return response
