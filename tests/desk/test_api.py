"""The interface for programs: its description is served, and what goes wrong is told as JSON."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_interface_describes_itself(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Troth desk"
