"""The tables are whole, and agree with what the views and operations say of themselves."""

from __future__ import annotations

from collections import Counter

import pytest

from desk.authorisation.expected import ACCOUNT, EVERYBODY, FEED, INVITATION, LETTER, LINK, Page, Roles
from desk.authorisation.operations import OPERATIONS
from desk.authorisation.pages import LOOK_AT_NOBODY, PAGES, TEAM_PAGES
from desk.authorisation.routes import OF_PROGRAMS, OURS
from troth_desk.people.access import Rule
from troth_desk.people.keys import KeyAuth
from troth_desk.people.models import Role
from troth_desk.people.scopes import SCOPES
from troth_desk.project.api import api

BY_ADDRESS = {page.address: page for page in PAGES}
RULES = {route.pattern: route.rule for route in OURS}
LINE = """

An address without a line in tests/desk/authorisation/pages.py (operations.py for the interface for programs).
Say there who may read it (get) and write to it (post), with a body that is right."""


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    there = set(RULES) - set(LOOK_AT_NOBODY)
    assert there - set(BY_ADDRESS) == set(), LINE
    assert set(BY_ADDRESS) - there == set(), "a line about an address that is no more"
    assert [address for address, count in Counter(page.address for page in PAGES).items() if count > 1] == []
    assert set(LOOK_AT_NOBODY) <= set(RULES)


def test_every_operation_has_a_line_and_every_line_an_operation() -> None:
    paths = api.get_openapi_schema()["paths"]
    there = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    told = {(one.method, one.path) for one in OPERATIONS}
    assert there - told == set(), LINE
    assert told - there == set(), "a line about an operation that is no more"
    assert len(OPERATIONS) == len(told)
    assert len(OF_PROGRAMS) >= len({path for _, path in there})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address or "/")
def test_what_a_view_says_of_itself_is_what_the_table_says(page: Page) -> None:
    rule = RULES[page.address]
    assert rule is not None, "the view carries no rule of people.access"
    said = page.get or page.post
    if isinstance(said, str):
        assert rule.audience == {ACCOUNT: "account"}.get(said, "everybody")
        return
    assert rule.audience == "members"
    for method, roles in (("GET", page.get), ("POST", page.post)):
        if roles:
            assert by_rule(rule, method) == roles, method


def by_rule(rule: Rule, method: str) -> Roles:
    return frozenset(role for role in Role if rule.allows(role, method))


def test_every_page_below_an_organisation_is_for_its_members_or_opened_by_what_one_knows() -> None:
    """Whoever makes a page of a team public by mistake meets this."""
    below = [page for page in PAGES if page.address.startswith("o/") and page not in TEAM_PAGES]
    assert [(page.address, page.get) for page in below] == [
        ("o/<slug:organisation>/calendar/<str:token>/due.ics", FEED),
        ("o/<slug:organisation>/join/<str:token>/", INVITATION),
    ]
    for page in PAGES:
        if "<str:token>" in page.address or "<slug:token>" in page.address:
            assert {page.get, page.post} <= {LINK, INVITATION, FEED, LETTER, frozenset()}
        if page.get == EVERYBODY and page not in TEAM_PAGES:
            assert not page.address.startswith(("o/", "case/"))


def test_a_scope_opens_what_its_name_says() -> None:
    """Reading is no scope that writes, and a scope that nobody asks for is one too many."""
    for one in OPERATIONS:
        if one.scope:
            assert one.scope.endswith(":read") is (one.method == "GET"), one
            assert one.scope in SCOPES
    assert {one.path for one in OPERATIONS if not one.scope} == {"/api/v1/reports"}


def test_what_an_operation_asks_for_is_what_the_table_says() -> None:
    scopes = {(one.method, one.path): one.scope for one in OPERATIONS}
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            where = (
                f"/api/v1/{prefix}/{path}".replace("//", "/")
                .replace("//", "/")
                .replace("{slug:", "{")
                .replace("{int:", "{")
            )
            for operation in view.operations:
                callbacks = operation.auth_callbacks
                scope = callbacks[0].scope if callbacks and isinstance(callbacks[0], KeyAuth) else ""
                for method in operation.methods:
                    assert scopes[method, where] == scope, (method, where)
