"""Audits that fail, that nobody can make, and that nothing isolates."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from desk.project.doctor.states import asked, words
from troth_desk.audits.models import Plan
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.project.doctor import audits
from troth_desk.project.doctor.audits import CHECK
from troth_desk.project.doctor.check import Desk, State
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def audited(project: Project, desk: Desk) -> Project:
    words = "# Security policy\n\nOur code is scanned weekly with `bandit`.\n"
    import_texts(project, {"SECURITY.md": words}, by=SYSTEM, at=desk.at)
    project.repository_url = "https://example.org/quay.git"
    project.save()
    return project


def missing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audits, "find", lambda program: None if program == name else f"/usr/bin/{program}")


def test_nothing_to_audit(desk: Desk, project: Project, settings: Settings) -> None:
    assert asked(CHECK, desk).state is State.UNSEEN
    settings.AUDITS = "off"
    assert "is off" in words(asked(CHECK, desk), State.UNSEEN)


def test_what_is_audited_and_isolated_is_safe(desk: Desk, audited: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    missing("nothing", monkeypatch)
    assert "1 project, in bubblewrap" in words(asked(CHECK, desk), State.SAFE)


@pytest.mark.parametrize(
    ("program", "says"), [("bwrap", "see what the desk's account sees"), ("git", "no worker here")]
)
def test_programs_that_are_missing(
    desk: Desk, audited: Project, monkeypatch: pytest.MonkeyPatch, program: str, says: str
) -> None:
    missing(program, monkeypatch)
    assert says in words(asked(CHECK, desk), State.AT_RISK)


def test_audits_that_fail(desk: Desk, audited: Project) -> None:
    Plan.objects.create(organisation=audited.organisation, project=audited, failing_since=desk.at)
    assert "audits fail since" in words(asked(CHECK, desk), State.AT_RISK)


def test_lines_that_say_nothing(desk: Desk, audited: Project, settings: Settings) -> None:
    settings.REPOSITORIES = "nonsense"
    assert "Lines of TROTH_DESK_REPOSITORIES" in words(asked(CHECK, desk), State.AT_RISK)
