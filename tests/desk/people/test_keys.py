"""Which keys of programs work, and for what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from ninja.errors import HttpError

from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.people import keys
from troth_desk.people.models import ApiKey, Membership
from troth_desk.people.scopes import SCOPES
from troth_desk.tenants import scope as tenant_scope
from troth_desk.tenants.middleware import TenantMiddleware
from troth_desk.tenants.models import Organisation


@pytest.fixture
def made(organisation: Organisation, owner: Membership, at: datetime) -> tuple[ApiKey, str]:
    fresh = keys.fresh(organisation)
    kept = ApiKey.objects.create(
        organisation=organisation,
        name="CI",
        prefix=fresh.prefix,
        digest=fresh.digest,
        scopes=["scans:push"],
        created_by=owner,
        created_at=at,
        expires_at=at + timedelta(days=90),
    )
    return kept, fresh.text


def test_a_key_works_until_it_ends(organisation: Organisation, made: tuple[ApiKey, str], at: datetime) -> None:
    kept, text = made
    last = at + timedelta(days=90)
    assert keys.working(organisation, text, last - timedelta(seconds=1)) == kept
    assert keys.working(organisation, text, last) is None


def test_only_the_hash_of_the_secret_is_kept(made: tuple[ApiKey, str]) -> None:
    kept, text = made
    secret = text.rpartition("_")[2]
    assert len(secret) == 64
    assert secret not in str(ApiKey.objects.filter(pk=kept.pk).values())


def test_a_wrong_secret_a_revoked_key_and_the_key_of_one_who_left_do_not_work(
    organisation: Organisation,
    other_organisation: Organisation,
    made: tuple[ApiKey, str],
    owner: Membership,
    at: datetime,
) -> None:
    kept, text = made
    assert keys.working(organisation, text[:-1] + ("0" if text[-1] != "0" else "1"), at) is None
    assert keys.working(other_organisation, text, at) is None
    assert keys.working(organisation, "troth_" + "9" * 30, at) is None
    Membership.objects.filter(pk=owner.pk).update(ended_at=at)
    assert keys.working(organisation, text, at) is None
    Membership.objects.filter(pk=owner.pk).update(ended_at=None)
    assert keys.working(organisation, text, at) == kept
    ApiKey.objects.filter(pk=kept.pk).update(revoked_at=at)
    assert keys.working(organisation, text, at) is None


def test_the_last_use_is_noted_once_a_minute(
    organisation: Organisation, made: tuple[ApiKey, str], at: datetime
) -> None:
    kept, text = made
    for seconds, noted in ((0, 0), (59, 0), (61, 61)):
        keys.working(organisation, text, at + timedelta(seconds=seconds))
        kept.refresh_from_db()
        assert kept.last_used_at == at + timedelta(seconds=noted)


def asked(headers: dict[str, str], scope: str) -> tuple[ApiKey, int | None]:
    """What ``authenticate`` says inside of the tenants' middleware, and which organisation is entered then."""
    found: list[tuple[ApiKey, int | None]] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append((keys.authenticate(request, scope), tenant_scope.current()))
        return HttpResponse()

    TenantMiddleware(view)(RequestFactory().post("/api/v1/scans", headers=headers))
    return found[0]


def test_a_working_key_enters_its_organisation(
    organisation: Organisation, owner: Membership, key_for: Callable[..., dict[str, str]]
) -> None:
    key, entered = asked(key_for(owner, "scans:push", "cases:read"), "cases:read")
    assert (key.organisation_id, entered, keys.actor_of(key)) == (
        organisation.pk,
        organisation.pk,
        Actor(ActorKind.KEY, str(key.pk)),
    )


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic eDp4"},
        {"Authorization": f"Bearer troth_9999_{'0' * 12}_{'0' * 64}"},
        {"Authorization": f"Bearer troth_{'9' * 18}_{'0' * 12}_{'0' * 64}"},
        {"Authorization": f"Bearer troth_{'9' * 19}_{'0' * 12}_{'0' * 64}"},
    ],
)
def test_a_request_without_a_working_key_is_told_what_to_do(
    organisation: Organisation, headers: dict[str, str]
) -> None:
    with pytest.raises(HttpError, match="Send a working API key") as refused:
        asked(headers, "scans:push")
    assert refused.value.status_code == 401


def test_a_key_without_the_scope_is_told_which_one_it_lacks(
    owner: Membership, key_for: Callable[..., dict[str, str]]
) -> None:
    with pytest.raises(HttpError, match='lacks the scope "cases:read"') as refused:
        asked(key_for(owner, "scans:push"), "cases:read")
    assert refused.value.status_code == 403


def test_every_scope_is_on_the_page_of_the_documentation() -> None:
    page = (Path(__file__).parents[3] / "docs" / "desk" / "people.md").read_text()
    assert {scope for scope in SCOPES if f"| `{scope}` | " in page} == set(SCOPES)
