from __future__ import annotations

import pytest
from django.test import Client

from troth_desk.tenants.models import Project


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["settings/audit/?subject=", "cases/?q=", "notices/?show="])
def test_a_zero_byte_in_an_address_finds_nothing_and_breaks_nothing(
    owner_client: Client, project: Project, page: str
) -> None:
    """PostgreSQL refuses it in every text that it is asked for."""
    assert owner_client.get(f"/o/harbour/{page}a%00b").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "device"])
def test_a_zero_byte_in_a_quoted_cookie_breaks_nothing_for_anybody(client: Client, project: Project, name: str) -> None:
    """A cookie in quotes names bytes by three octal digits, and PostgreSQL refuses the zero byte of a session."""
    for page in ("/", "/accounts/login/", "/o/harbour/"):
        assert client.get(page, headers={"cookie": f'{name}="abc\\000defghijk"'}).status_code < 400
