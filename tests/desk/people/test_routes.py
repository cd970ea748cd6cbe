"""Every address of the desk × every role × one's own and a foreign organisation, read from the resolver.

A view without a rule of ``people.access`` fails here, so a new address cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import Operation, PathView

from desk.people_fixtures import Joins, browser
from troth_desk.people.access import RULE, Rule
from troth_desk.people.keys import KeyAuth
from troth_desk.people.models import Membership, Role
from troth_desk.project.api import api
from troth_desk.tenants.models import Organisation, Project

METHODS = ("get", "post")
OURS_WITHOUT_ACCOUNTS = {"healthz", "api/v1/openapi.json", "api/v1/"}
"""Addresses that look at nobody: whether the desk is alive, and the description of the interface for programs."""
OPEN_OPERATIONS = {("POST", "/reports")}
"""Operations of the interface for programs that need no key: reporting a vulnerability."""
ALLAUTH_BEFORE_LOGIN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
"""Pages of allauth on the way in; each other one needs a login."""
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>([^()]*)\)")
FILLED: dict[str, Any] = {"project": "harbour"}
"""Values of arguments; others get one that nothing has."""


@dataclass(frozen=True)
class Route:
    """An address of the desk: its pattern, its view, the arguments that it takes."""

    pattern: str
    name: str
    view: Callable[..., object]
    arguments: tuple[tuple[str, str], ...]
    """Name and kind ("int", "slug", "")."""

    @property
    def rule(self) -> Rule | None:
        found: Rule | None = getattr(self.view, RULE, None)
        return found

    @property
    def of_allauth(self) -> bool:
        return self.view.__module__.startswith("allauth.")

    def address(self, organisation: str) -> str:
        """The address, filled in."""
        found = self.pattern
        for name, kind in self.arguments:
            value = organisation if name == "organisation" else FILLED.get(name, 987654 if kind == "int" else "nothing")
            found = found.replace(f"<{kind}:{name}>" if kind else f"<{name}>", str(value))
        return f"/{found}"


def routes(resolver: URLResolver, before: str = "") -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, pattern)
        elif isinstance(each, URLPattern):
            for one in plain(pattern):
                arguments = tuple((name, kind) for kind, name in ARGUMENT.findall(one))
                yield Route(one, each.name or "", each.callback, arguments)


def plain(pattern: str) -> Iterator[str]:
    """The pattern with ``<name>`` in the place of each group of a regular expression; one for each word of a choice."""
    group = GROUP.search(pattern)
    if group is None:
        yield pattern.replace("^", "").replace("$", "")
        return
    for word in group[2].split("|") if "|" in group[2] else [f"<{group[1]}>"]:
        yield from plain(pattern[: group.start()] + word + pattern[group.end() :])


ALL = tuple(routes(get_resolver()))
OF_PROGRAMS = tuple(each for each in ALL if each.view.__module__ == "ninja.operation")
OURS = tuple(each for each in ALL if not each.of_allauth and each not in OF_PROGRAMS)
WITH = {
    kind: tuple(each for each in OURS if each.rule is not None and each.rule.audience == kind)
    for kind in ("members", "account", "everybody")
}


def names(route: Route) -> str:
    return route.pattern or "/"


def is_login(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")


def ask(client: Client, method: str, address: str) -> HttpResponse:
    answer: HttpResponse = getattr(client, method)(address)
    assert answer.status_code < 500, (method, address, answer.status_code)
    return answer


def test_every_route_says_who_may_use_it() -> None:
    assert [each.pattern for each in OURS if each.rule is None and each.pattern not in OURS_WITHOUT_ACCOUNTS] == []
    assert {each.rule.audience for each in OURS if each.rule} == set(WITH)
    assert len(WITH["members"]) > 10


def test_every_page_below_an_organisation_is_for_its_members_or_opened_by_what_one_knows() -> None:
    """Whoever makes a page of a team public by mistake meets this."""
    public = [each.pattern for each in WITH["everybody"] if each.pattern.startswith("o/")]
    assert public == ["o/<slug:organisation>/join/<str:token>/"]


@pytest.mark.parametrize("route", WITH["members"], ids=names)
def test_members(
    route: Route,
    organisation: Organisation,
    other_organisation: Organisation,
    project: Project,
    joins: Joins,
) -> None:
    assert route.rule is not None
    own, foreign = route.address(organisation.slug), route.address(other_organisation.slug)
    assert own != foreign, "a page for members says in its address whose it is"
    answered = set()
    for method in METHODS:
        stranger = ask(Client(), method, own)
        assert stranger.status_code == 405 or is_login(stranger), (method, "nobody")
    for role in Role:
        client = browser(joins(organisation, role))
        for method in METHODS:
            there = ask(client, method, foreign)
            assert there.status_code in {404, 405}, (method, role, "foreign", there.status_code)
            here = ask(client, method, own)
            if here.status_code == 405:
                continue
            answered.add(method)
            refused = here.status_code == 403
            assert not is_login(here)
            assert refused is not route.rule.allows(role, method.upper()), (method, role, here.status_code)
    assert answered, "the page answers neither GET nor POST"


@pytest.mark.parametrize("route", WITH["account"], ids=names)
def test_pages_of_an_account_need_a_login_alone(route: Route, auditor: Membership) -> None:
    for method in METHODS:
        stranger = ask(Client(), method, route.address("harbour"))
        assert stranger.status_code == 405 or is_login(stranger)
        assert ask(browser(auditor), method, route.address("harbour")).status_code not in {401, 403}


@pytest.mark.parametrize("route", WITH["everybody"], ids=names)
def test_public_pages_ask_for_no_login(route: Route, organisation: Organisation, project: Project) -> None:
    for method in METHODS:
        answer = ask(Client(), method, route.address(organisation.slug))
        assert answer.status_code not in {401, 403}
        assert not is_login(answer)


@pytest.mark.parametrize(
    "route", [each for each in ALL if each.of_allauth and each.name not in ALLAUTH_BEFORE_LOGIN], ids=names
)
def test_pages_of_allauth_need_a_login(route: Route, db: None) -> None:
    for method in METHODS:
        answer = ask(Client(), method, route.address("harbour"))
        assert answer.status_code == 405 or is_login(answer), (method, answer.status_code)


def operations() -> Iterator[tuple[str, Operation]]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            assert isinstance(view, PathView)
            for operation in view.operations:
                yield f"/{prefix}/{path}".replace("//", "/").replace("//", "/"), operation


OPERATIONS = [(path, method, each) for path, each in operations() for method in each.methods]


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=[f"{m} {p}" for p, m, _ in OPERATIONS])
def test_operations_of_programs_need_a_key_with_a_scope(
    path: str,
    method: str,
    operation: Operation,
    owner: Membership,
    key_for: Callable[..., dict[str, str]],
) -> None:
    if (method, path) in OPEN_OPERATIONS:
        assert not operation.auth_callbacks
        return
    (auth,) = operation.auth_callbacks
    assert isinstance(auth, KeyAuth)
    address = "/api/v1" + re.sub(r"\{[^}]*\}", "1", path)
    client = Client()
    assert client.generic(method, address).status_code == 401
    assert client.generic(method, address, headers=key_for(owner, "nothing:at-all")).status_code == 403
    assert client.generic(method, address, headers=key_for(owner, auth.scope)).status_code not in {401, 403, 500}


def test_every_operation_is_an_address_of_the_desk() -> None:
    assert len({path for path, _, _ in OPERATIONS}) <= len(OF_PROGRAMS)
    assert OPERATIONS
