"""Scopes, and the middleware that enters them: they nest, they end, and no request sees what another one saw."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory
from django.urls import Resolver404, URLResolver, path
from django.urls.resolvers import RegexPattern

from desk.owning import as_owner
from troth_desk.ledger.actor import SYSTEM
from troth_desk.tenants import middleware, queries, scope
from troth_desk.tenants.actions import found_organisation
from troth_desk.tenants.middleware import TenantMiddleware
from troth_desk.tenants.models import Organisation, Project
from troth_desk.tenants.refusal import OneOrganisationAFileError

pytestmark = pytest.mark.django_db


def seen() -> set[int]:
    """Organisations whose projects the database shows."""
    return set(Project.objects.values_list("organisation_id", flat=True))


def test_scopes_nest_and_end_where_they_began(
    project: Project, other_project: Project, organisation: Organisation, other_organisation: Organisation
) -> None:
    ours, theirs = {organisation.pk}, {other_organisation.pk}
    shown = connection.vendor == "postgresql"
    with scope.inside(organisation):
        with scope.inside(other_organisation):
            assert scope.current() == other_organisation.pk
            assert not shown or seen() == theirs
            with pytest.raises(ZeroDivisionError), scope.inside(organisation):
                _ = 1 / 0
            assert not shown or seen() == theirs
            with scope.nobody():
                assert scope.current() is None
                assert not shown or seen() == set()
        assert scope.current() == organisation.pk
        assert not shown or seen() == ours


def test_queries_take_the_organisation(project: Project, other_project: Project, organisation: Organisation) -> None:
    assert list(queries.projects(organisation)) == [project]
    assert queries.project(organisation, other_project.slug) is None
    assert queries.only_project(organisation) == project
    assert queries.only_organisation() is None


def view(request: HttpRequest, organisation: str = "") -> HttpResponse:
    found: Organisation | None = request.organisation  # type: ignore[attr-defined]
    return HttpResponse(
        f"{found.slug if found else None} {scope.current()}", status=int(request.GET.get("status", 200))
    )


def entering(request: HttpRequest) -> HttpResponse:
    middleware.enter(request, queries.organisation(request.GET["slug"]))
    return view(request)


def writing(request: HttpRequest, organisation: str) -> HttpResponse:
    Project.objects.filter(organisation=request.organisation).update(name="Written")  # type: ignore[attr-defined]
    return HttpResponse(status=int(request.GET["status"]))


urlpatterns = [path("o/<slug:organisation>/", view), path("o/<slug:organisation>/write/", writing), path("", entering)]


RESOLVER = URLResolver(RegexPattern(r"^/"), urlpatterns)


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "resolve", RESOLVER.resolve)


def called(request: HttpRequest) -> HttpResponseBase:
    try:
        found = RESOLVER.resolve(request.path_info)
    except Resolver404:
        return view(request)
    answered: HttpResponseBase = found.func(request, **found.kwargs)
    return answered


def answer(address: str) -> HttpResponse:
    answered = TenantMiddleware(called)(RequestFactory().get(address))
    assert isinstance(answered, HttpResponse)
    return answered


def test_a_request_is_in_the_scope_of_its_address_and_nothing_stays(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    assert answer("/o/lighthouse/").content == f"lighthouse {other_organisation.pk}".encode()
    assert answer("/nowhere").content == b"None None"
    assert scope.current() == organisation.pk, "that of the test"
    with pytest.raises(Http404):
        answer("/o/foreign/")


def test_a_request_without_an_organisation_in_its_address_can_enter_one(organisation: Organisation) -> None:
    assert answer("/?slug=harbour").content == f"harbour {organisation.pk}".encode()
    with pytest.raises(Http404):
        answer("/?slug=foreign")


@pytest.mark.parametrize(("status", "name"), [(302, "Written"), (409, "Written"), (500, "Harbour")])
def test_an_answer_that_says_it_failed_leaves_nothing_behind_on_postgresql(
    project: Project, status: int, name: str
) -> None:
    answer(f"/o/harbour/write/?status={status}")
    project.refresh_from_db()
    assert project.name == (name if connection.vendor == "postgresql" else "Written")


def test_a_second_organisation_is_founded_on_postgresql_alone(organisation: Organisation, at: datetime) -> None:
    if connection.vendor == "postgresql":
        with as_owner():
            assert found_organisation("second", "Second", by=SYSTEM, at=at).pk != organisation.pk
    else:
        with pytest.raises(OneOrganisationAFileError, match="holds one organisation"):
            found_organisation("second", "Second", by=SYSTEM, at=at)
