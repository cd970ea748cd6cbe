"""Who is let in by the decorators, who is told what."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from desk.people_fixtures import Joins
from troth_desk.people import access
from troth_desk.people.models import LoginRules, Membership, Role
from troth_desk.tenants.models import Organisation


@access.member(access.READ)
def reading(request: access.TeamRequest) -> HttpResponse:
    return HttpResponse(request.membership.role)


@access.member(access.WORK)
def working(request: access.TeamRequest) -> HttpResponse:
    return HttpResponse(request.membership.role)


def ask(organisation: Organisation | None, user: User | AnonymousUser, method: str = "get") -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/o/harbour/")
    request.user = user
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    if organisation is not None:
        request.organisation = organisation  # type: ignore[attr-defined]
    return request


def test_nobody_logged_in_is_sent_to_the_login_page_and_back(organisation: Organisation) -> None:
    answer = reading(ask(organisation, AnonymousUser()))
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/o/harbour/")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_and_the_auditor_changes_nothing(organisation: Organisation, joins: Joins, role: Role) -> None:
    user = joins(organisation, role).user
    assert reading(ask(organisation, user)).status_code == 200
    if role is Role.AUDITOR:
        with pytest.raises(PermissionDenied, match="you read everything and change nothing"):
            reading(ask(organisation, user, "post"))
    else:
        assert reading(ask(organisation, user, "post")).status_code == 200


@pytest.mark.parametrize(("role", "allowed"), [(role, role in access.WORK) for role in Role])
def test_a_view_for_those_who_work_refuses_the_others(
    organisation: Organisation, joins: Joins, role: Role, allowed: bool
) -> None:
    request = ask(organisation, joins(organisation, role).user)
    if allowed:
        assert working(request).status_code == 200
    else:
        with pytest.raises(PermissionDenied, match="needs the role owner or responder"):
            working(request)


def test_a_person_of_another_organisation_learns_nothing(other_organisation: Organisation, owner: Membership) -> None:
    with pytest.raises(Http404):
        reading(ask(other_organisation, owner.user))
    with pytest.raises(Http404):
        reading(ask(None, owner.user))


def test_an_ended_membership_opens_nothing(organisation: Organisation, owner: Membership, at: datetime) -> None:
    Membership.objects.filter(pk=owner.pk).update(ended_at=at)
    with pytest.raises(Http404):
        reading(ask(organisation, owner.user))


def test_pages_of_the_team_are_kept_by_no_cache(organisation: Organisation, owner: Membership) -> None:
    assert "no-store" in reading(ask(organisation, owner.user))["Cache-Control"]


def test_a_second_factor_is_set_up_before_anything_else_where_the_organisation_asks(
    organisation: Organisation, owner: Membership
) -> None:
    LoginRules.objects.create(organisation=organisation, second_factor=True)
    answer = reading(ask(organisation, owner.user))
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
