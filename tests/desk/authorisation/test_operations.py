"""Every operation of the interface for programs × every kind of key × own, foreign and made-up things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from desk.authorisation import world as worlds
from desk.authorisation.asking import Answer, ask
from desk.authorisation.expected import Of, Operation
from desk.authorisation.operations import OPERATIONS
from desk.authorisation.world import Side, World
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people import actions as people
from troth_desk.people.models import Membership, Role
from troth_desk.people.scopes import SCOPES
from troth_desk.tenants import scope

pytestmark = pytest.mark.django_db
KEYED = tuple(one for one in OPERATIONS if one.scope)
PART = re.compile(r"\{(\w+)\}")
NOTED = {"people_apikey"}
"""When a key was used last is noted."""


def send(operation: Operation, side: Side, key: str = "", *, parts: dict[str, Any] | None = None, **how: Any) -> Answer:
    """The operation about things of ``side``, with ``parts`` of the path that differ; see ``body`` for ``how``."""
    values = {name: side.value(operation.takes.get(name, name)) for name in PART.findall(operation.path)}
    path = PART.sub(lambda found: str((values | (parts or {}))[found[1]]), operation.path)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    if operation.method == "GET":
        return ask(Client(), "GET", path, query(operation, side, **how), headers=headers)
    if operation.query:
        path = f"{path}?{urlencode(query(operation, side, **how))}"
    return ask(Client(), "POST", path, body(operation, side, **how), headers=headers, content_type="application/json")


def body(operation: Operation, side: Side, other: Side | None = None, at: str = "") -> Any:
    """A right body; what stands ``at`` a field is of ``other``."""
    if isinstance(operation.body, Of):
        return (other or side).value(operation.body.name)
    return _told(operation.body, side, other, at)


def query(operation: Operation, side: Side, other: Side | None = None, at: str = "") -> Any:
    return _told(operation.query, side, other, at)


def _told(said: Any, side: Side, other: Side | None, at: str) -> Any:
    if said is None:
        return None

    def thing(name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [thing(name, each) for each in value]
        return (other if other and name == at else side).value(value.name) if isinstance(value, Of) else value

    return {name: thing(name, value) for name, value in said.items()}


def ids(operation: Operation) -> list[str]:
    """The fields of body and query that name something; "" is a body that does as a whole."""
    if isinstance(operation.body, Of):
        return [""]
    given = {**(operation.body or {}), **operation.query}
    several = [value if isinstance(value, list) else [value] for value in given.values()]
    return [name for name, found in zip(given, several, strict=True) if any(isinstance(one, Of) for one in found)]


@pytest.fixture(scope="module")
def keys(world: World) -> dict[str, str]:
    """Texts of keys by what they are."""
    owner = world.members[Role.OWNER]
    made = {name: worlds.key(world, [name])[1] for name in SCOPES}
    made["every scope"] = worlds.key(world, list(SCOPES))[1]
    made["expired"] = worlds.key(world, list(SCOPES), lasts=timedelta(minutes=30))[1]
    revoked, made["revoked"] = worlds.key(world, list(SCOPES))
    with scope.inside(world.own.organisation):
        people.revoke_key(revoked, by=SYSTEM, at=worlds.AT)
        demoted = Membership.objects.get(user__username="both", organisation=world.own.organisation)
        people.change_role(demoted, Role.OWNER, by=SYSTEM, at=worlds.AT)
    left = worlds.joined(world.own.organisation, "left", Role.OWNER)
    _, made["of somebody who left"] = worlds.key(world, list(SCOPES), member=left)
    _, made["of somebody who is no owner any more"] = worlds.key(world, list(SCOPES), member=demoted)
    with scope.inside(world.own.organisation):
        people.end(left, by=SYSTEM, at=worlds.AT)
        people.change_role(demoted, Role.AUDITOR, by=SYSTEM, at=worlds.AT)
    with scope.inside(world.foreign.organisation):
        keeper = world.foreign.member
        assert keeper is not None
        _, made["foreign"] = people.make_key(
            world.foreign.organisation, "theirs", list(SCOPES), expires_at=worlds.NOW + timedelta(days=1),
            member=keeper, by=SYSTEM, at=worlds.AT,
        )  # fmt: skip
    whole = made["every scope"]
    number = re.compile(r"troth_\d+_")
    made["of another secret"] = whole[:-1] + ("0" if whole[-1] != "0" else "1")
    made["foreign number on one's own key"] = number.sub(f"troth_{world.foreign.organisation.pk}_", whole)
    made["own number on a foreign key"] = number.sub(f"troth_{owner.organisation_id}_", made["foreign"])
    made["no key"] = "troth_1_nothing"
    return made


UNUSABLE = ("", "expired", "revoked", "of somebody who left", "of somebody who is no owner any more",
            "of another secret", "foreign number on one's own key", "own number on a foreign key", "no key")  # fmt: skip


@pytest.mark.parametrize("operation", KEYED, ids=lambda one: f"{one.method} {one.path}")
def test_an_operation_needs_a_working_key_with_its_scope(
    operation: Operation, world: World, keys: dict[str, str]
) -> None:
    for name in UNUSABLE:
        answer = send(operation, world.own, keys.get(name, ""))
        assert (answer.status, answer.written - NOTED) == (401, frozenset()), name
    for name in SCOPES:
        answer = send(operation, world.own, keys[name])
        expected = operation.status if name == operation.scope else 403
        assert answer.status == expected, (name, answer.status, answer.content[:200])
        wrote = bool(answer.written - NOTED)
        assert wrote is (expected != 403 and operation.method == "POST"), (name, answer.written)
        if wrote:
            assert "ledger_entry" in answer.written
    assert send(operation, world.own, keys["every scope"]).status == operation.status


@pytest.mark.parametrize("operation", KEYED, ids=lambda one: f"{one.method} {one.path}")
def test_a_login_in_a_browser_is_no_key(operation: Operation, world: World) -> None:
    """No session opens the interface: a form on another site could use it."""
    values = {name: world.own.value(operation.takes.get(name, name)) for name in PART.findall(operation.path)}
    path = PART.sub(lambda found: str(values[found[1]]), operation.path)
    for who in ("owner", "responder"):
        given = body(operation, world.own) if operation.method == "POST" else query(operation, world.own)
        more = {"content_type": "application/json"} if operation.method == "POST" else {}
        assert ask(world.browsers[who], operation.method, path, given, **more).status == 401


@pytest.mark.parametrize("operation", KEYED, ids=lambda one: f"{one.method} {one.path}")
def test_what_is_of_others_is_not_there(operation: Operation, world: World, keys: dict[str, str]) -> None:
    faults = []
    for said, answer in elsewhere(operation, world, keys):
        if answer.status != 404 or answer.written - NOTED:
            faults.append(f"{said}: {answer.status} {answer.content[:120]!r} wrote {sorted(answer.written)}")
    assert not faults, "\n".join(faults)


def elsewhere(operation: Operation, world: World, keys: dict[str, str]) -> Iterator[tuple[str, Answer]]:
    own, foreign, sibling = world.own, world.foreign, world.sibling
    parts = PART.findall(operation.path)
    for name in parts:
        beside = operation.takes.get(name, name)
        for made_up in (987654, "nothing") if name == "number" else ("nothing", "987654"):
            if name == "number" and made_up == "nothing":
                continue
            yield f"no {name}", send(operation, own, keys[operation.scope], parts={name: made_up})
        yield f"foreign {name}", send(operation, own, keys[operation.scope], parts={name: foreign.value(beside)})
        if len(parts) > 1:
            other = sibling.value(beside)
            yield f"{name} of a sibling", send(operation, own, keys[operation.scope], parts={name: other})
    for name in ids(operation):
        yield f"{name} of a foreign organisation", send(operation, own, keys[operation.scope], other=foreign, at=name)
    if parts or ids(operation):
        yield "one's own with a foreign key", send(operation, own, keys["foreign"])
        yield "foreign with one's own key", send(operation, foreign, keys[operation.scope])


def test_lists_hold_what_is_one_s_own(world: World, keys: dict[str, str]) -> None:
    listed = send(operation("GET", "/api/v1/cases"), world.own, keys["cases:read"]).response.json()["cases"]
    told = {one["id"] for one in listed}
    assert told == {side.value(name) for side in (world.own, world.sibling) for name in worlds.WORDS}
    theirs = send(operation("GET", "/api/v1/cases"), world.own, keys["foreign"]).response.json()["cases"]
    assert {one["id"] for one in theirs} == {world.foreign.value(name) for name in worlds.WORDS}


def test_notes_are_never_read_by_programs(world: World, keys: dict[str, str]) -> None:
    found = send(operation("GET", "/api/v1/cases/{reference}"), world.own, keys["every scope"],
                 parts={"reference": world.own.value("asked")})  # fmt: skip
    assert found.status == 200
    assert b"SECRET-NOTE" not in found.content
    assert world.own.value("token").encode() not in found.content


def operation(method: str, path: str) -> Operation:
    return next(one for one in OPERATIONS if (one.method, one.path) == (method, path))


def test_reporting_needs_no_key_and_opens_nothing_else(world: World, keys: dict[str, str]) -> None:
    report = operation("POST", "/api/v1/reports")
    for key in ("", keys["expired"], keys["foreign"], keys["every scope"]):
        answer = send(report, world.own, key)
        assert answer.status == 201
        assert answer.response.json()["portal"].startswith("http")
        assert "/case/harbour/" in answer.response.json()["portal"]
    assert send(report, world.own, other=world.foreign, at="project").response.json()["portal"].count("/lighthouse/")
