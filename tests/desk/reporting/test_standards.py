"""Standards on the desk: by its own records, in every form, and never met further than what is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime

from django.test import Client

from troth.standards import STANDARDS
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Project

ROOT = "/o/harbour/standards/harbour/"


def test_every_standard_has_its_page(ours: Project, now: datetime, auditor_client: Client) -> None:
    assert auditor_client.get("/o/harbour/standards/").headers["Location"] == ROOT
    listed = auditor_client.get(ROOT).content.decode()
    for standard in STANDARDS:
        assert f'href="{ROOT}{standard.name}/"' in listed
        page = auditor_client.get(f"{ROOT}{standard.name}/").content.decode()
        assert standard.requirements[0].number in page
        assert "promises that are kept" in page
    assert auditor_client.get(f"{ROOT}owasp-top-10/").status_code == 404, "one address each"


def test_it_shows_the_sentence_that_names_it_and_the_promises_that_answer(
    ours: Project, now: datetime, responder_client: Client
) -> None:
    page = responder_client.get(f"{ROOT}owasp-top-10-2025/").content.decode()
    assert "We follow the OWASP Top 10." in page
    assert "We run `bandit` on every push." in page


def test_levels_narrow_it(ours: Project, now: datetime, responder_client: Client) -> None:
    page = responder_client.get(f"{ROOT}osps-baseline/?level=1").content.decode()
    assert "OSPS-VM-02.01" in page
    assert "OSPS-VM-06.02" not in page
    assert responder_client.get(f"{ROOT}osps-baseline/?level=9").status_code == 200


def test_files_and_the_interface_say_the_same(
    ours: Project, now: datetime, owner_client: Client, owner: Membership, key_for: Callable[..., dict[str, str]]
) -> None:
    rows = list(csv.DictReader(io.StringIO(owner_client.get(f"{ROOT}osps-baseline/?form=csv").content.decode())))
    [told] = owner_client.get(f"{ROOT}osps-baseline/?form=json").json()["standards"]
    [result] = owner_client.get(f"{ROOT}osps-baseline/?form=oscal").json()["assessment-results"]["results"]
    head = key_for(owner, "promises:read")
    answer = owner_client.get("/api/v1/standards/harbour?name=osps-baseline", headers=head).json()
    assert answer["standards"] == [told]
    assert {row["requirement"]: row["answered"] for row in rows} == {
        one["number"]: one["answered"] for one in told["requirements"]
    }
    satisfied = {one["title"] for one in result["findings"] if one["target"]["status"]["state"] == "satisfied"}
    assert satisfied == {one["number"] for one in told["requirements"] if one["answered"] == "met"}
    assert len(owner_client.get("/api/v1/standards/harbour", headers=head).json()["standards"]) == len(STANDARDS)
    assert owner_client.get("/api/v1/standards/harbour?name=nothing", headers=head).status_code == 404


def test_without_a_policy_the_page_teaches(project: Project, now: datetime, responder_client: Client) -> None:
    assert "There is no policy yet" in responder_client.get(ROOT).content.decode()
    assert responder_client.get(f"{ROOT}osps-baseline/").headers["Location"] == ROOT
