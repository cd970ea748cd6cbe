"""The page of GitHub in the settings, what stands beside a case, and what the setting says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from desk.servers.github import TOKEN, GitHub, advisory
from troth_desk.cases.models import Case
from troth_desk.channels.sources import sources
from troth_desk.hosted.models import Watch
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
PAGE = "/o/harbour/settings/github/"
Look = Callable[[datetime], int]


def test_without_a_setting_the_page_teaches(owner_client: Client, organisation: Organisation) -> None:
    page = owner_client.get(PAGE).content.decode()
    assert "No repository is looked at" in page
    assert "harbour/project owner/repository token" in page


def test_the_page_says_how_it_went(
    look: Look, github: GitHub, responder_client: Client, auditor_client: Client, at: datetime
) -> None:
    assert "not yet" in responder_client.get(PAGE).content.decode()
    github.advisories += [advisory(1, at), advisory(2, at, state="draft", submission=None)]
    look(at)
    page = responder_client.get(PAGE).content.decode()
    assert "and all was read" in page
    assert "1 advisory of the team" in page
    assert TOKEN not in page
    github.refusal = (404, {})
    responder_client.post(f"{PAGE}{Watch.objects.get().pk}/look/")
    look(at)
    page = auditor_client.get(PAGE).content.decode()
    assert "shows no repository example/ferry" in page
    assert "The last look that ended well" in page
    assert "Look now" not in page
    assert auditor_client.post(f"{PAGE}{Watch.objects.get().pk}/look/").status_code == 403
    assert responder_client.post(f"{PAGE}987654/look/").status_code == 404


def test_the_case_says_where_the_conversation_is(
    look: Look, github: GitHub, owner_client: Client, at: datetime
) -> None:
    github.advisories.append(advisory(1, at))
    look(at)
    page = owner_client.get(f"/o/harbour/cases/{Case.objects.get().reference}/").content.decode()
    assert "no interface for comments" in page
    assert "GitHub shows the reporter nothing of what stands here" in page
    assert "Everybody who takes part reads it" not in page
    assert f'href="https://github.com/example/ferry/security/advisories/{github.advisories[0]["ghsa_id"]}"' in page
    assert "in triage there, which this desk calls" in page


def test_other_cases_say_nothing_of_it(
    owner_client: Client, organisation: Organisation, project: Project, at: datetime
) -> None:
    from troth_desk.cases import actions
    from troth_desk.cases.actions import Report
    from troth_desk.ledger.actor import SYSTEM

    case = actions.open_case(project, Report("A title", "Some words."), origin="form", by=SYSTEM, at=at).case
    assert "On GitHub" not in owner_client.get(f"/o/harbour/cases/{case.reference}/").content.decode()


def test_the_setting(settings: Any, organisation: Organisation, owner_client: Client) -> None:
    settings.GITHUB = (
        "# remark\nharbour/harbour example/ferry abc # of the ferry\n\nnonsense\n"
        "lighthouse/lamp example/lamp def; harbour/gone example/gone ghi\nharbour/x ../.. token"
    )
    found = sources()
    assert [(one.project, one.repository, one.token) for one in found.all] == [
        ("harbour", "example/ferry", "abc"),
        ("lamp", "example/lamp", "def"),
        ("gone", "example/gone", "ghi"),
    ]
    assert found.unread == [4, 7]
    assert "abc" not in repr(found)
    page = owner_client.get(PAGE).content.decode()
    assert "Lines 4, 7" in page
    assert "there is no such project here" in page
    assert "example/lamp" not in page, "another organisation's"
