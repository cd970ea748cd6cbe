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
