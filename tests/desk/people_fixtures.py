"""Members of each role and browsers logged in as them, for every test of the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from troth_desk.people import keys
from troth_desk.people.models import ApiKey, Membership, Role
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

Joins = Callable[[Organisation, Role], Membership]


@pytest.fixture
def joins(at: datetime) -> Joins:
    """A member of an organisation in a role: ``owner@example.org`` of the first, ``owner2@example.org`` of the next."""

    def join(organisation: Organisation, role: Role) -> Membership:
        number = User.objects.filter(username__startswith=role.value).count() + 1
        name = f"{role.value}{number if number > 1 else ''}"
        user = User.objects.create_user(name, f"{name}@example.org", "a long pass phrase 1")
        with scope.inside(organisation):
            return Membership.objects.create(organisation=organisation, user=user, role=role, created_at=at)

    return join


@pytest.fixture
def owner(organisation: Organisation, joins: Joins) -> Membership:
    return joins(organisation, Role.OWNER)


@pytest.fixture
def responder(organisation: Organisation, joins: Joins) -> Membership:
    return joins(organisation, Role.RESPONDER)


@pytest.fixture
def reviewer(organisation: Organisation, joins: Joins) -> Membership:
    return joins(organisation, Role.REVIEWER)


@pytest.fixture
def auditor(organisation: Organisation, joins: Joins) -> Membership:
    return joins(organisation, Role.AUDITOR)


def browser(member: Membership) -> Client:
    """A browser logged in as ``member``."""
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def owner_client(owner: Membership) -> Client:
    return browser(owner)


@pytest.fixture
def responder_client(responder: Membership) -> Client:
    return browser(responder)


@pytest.fixture
def reviewer_client(reviewer: Membership) -> Client:
    return browser(reviewer)


@pytest.fixture
def auditor_client(auditor: Membership) -> Client:
    return browser(auditor)


@pytest.fixture
def key_for(at: datetime) -> Callable[..., dict[str, str]]:
    """Headers of a program with scopes: ``client.post(…, headers=key_for(owner, "scans:push"))``. Runs until 2100."""

    def make(member: Membership, *scopes: str) -> dict[str, str]:
        organisation = member.organisation
        fresh = keys.fresh(organisation)
        with scope.inside(organisation):
            ApiKey.objects.create(
                organisation=organisation,
                name="a program",
                prefix=fresh.prefix,
                digest=fresh.digest,
                scopes=list(scopes),
                created_by=member,
                created_at=at,
                expires_at=datetime(2100, 1, 1, tzinfo=UTC),
            )
        return {"Authorization": f"Bearer {fresh.text}"}

    return make
