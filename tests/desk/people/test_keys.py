"""Which keys of programs work, and for what."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import RequestFactory
from ninja.errors import HttpError

from troth_desk.people import keys
from troth_desk.people.models import ApiKey, Membership
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


def test_a_request_without_a_key_or_without_the_scope_is_told_what_to_do(made: tuple[ApiKey, str]) -> None:
    request = RequestFactory().post("/api/v1/scans")
    with pytest.raises(HttpError, match="Send a working API key") as without:
        keys.authenticate(request, "scans:push")
    request.api_key = made[0]  # type: ignore[attr-defined]
    assert keys.authenticate(request, "scans:push") == made[0]
    with pytest.raises(HttpError, match='lacks the scope "cases:read"') as short:
        keys.authenticate(request, "cases:read")
    assert (without.value.status_code, short.value.status_code) == (401, 403)
