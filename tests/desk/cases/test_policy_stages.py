"""The stages that a policy names are shown in its words, and a case stands where its moves have brought it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from desk.cases.conftest import REPORT
from troth_desk.cases import actions, queries
from troth_desk.cases.actions import Opened
from troth_desk.cases.models import Case
from troth_desk.cases.policy_stages import Phase, phase_of
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Project

POLICY = """\
# Security policy

Write to security@example.org.

## Vulnerability disclosure policy

We follow a coordinated disclosure approach:

1. **Private Report**: Somebody tells us in private
2. **Verification**: We verify and assess what was reported
3. **Fix Development**: We develop and test a fix
4. **Release**: The fix is released with an advisory
5. **Public Disclosure**: Details follow once users had time to update
"""
NAMES = ["Private Report", "Verification", "Fix Development", "Release", "Public Disclosure"]
DONE, RUNS, NOT, NONE = "done", "running", "not begun", "none needed"
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def opened_under(policy: str, project: Project, at: datetime) -> Opened:
    import_texts(project, {"SECURITY.md": policy}, by=SYSTEM, at=at)
    return actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)


def standings(case: Case) -> list[str]:
    case.refresh_from_db()
    return [one.standing for one in queries.policy_stages(case)]


def test_the_five_stages_of_a_policy_are_told_in_its_words_with_their_lines(project: Project, at: datetime) -> None:
    told = queries.policy_stages(opened_under(POLICY, project, at).case)
    assert [one.name for one in told] == NAMES
    assert [one.line for one in told] == [9, 10, 11, 12, 13]
    assert told[3].sentence == "Release: The fix is released with an advisory"


def test_a_case_stands_in_the_stage_that_its_moves_have_brought_it_to(
    project: Project, by: Actor, at: datetime
) -> None:
    case = opened_under(POLICY, project, at).case
    assert standings(case) == [DONE, NOT, NOT, NOT, NOT]
    expected = {
        "acknowledged": [DONE, RUNS, NOT, NOT, NOT],
        "assessing": [DONE, RUNS, NOT, NOT, NOT],
        "accepted": [DONE, DONE, RUNS, NOT, NOT],
        "fixing": [DONE, DONE, RUNS, NOT, NOT],
        "fix_ready": [DONE, DONE, DONE, RUNS, NOT],
        "disclosed": [DONE] * 5,
        "closed": [DONE] * 5,
        "reopened": [DONE, RUNS, NOT, NOT, NOT],
    }
    for number, (to, standing) in enumerate(expected.items(), 1):
        actions.move(case, to, reason="it came back", by=by, at=at + number * HOUR)
        assert standings(case) == standing, to
    assert queries.policy_stages(case)[0].done_at == at


def test_a_fix_that_did_not_hold_was_none(project: Project, by: Actor, at: datetime) -> None:
    case = opened_under(POLICY, project, at).case
    for number, to in enumerate(("acknowledged", "assessing", "accepted", "fixing", "fix_ready", "fixing"), 1):
        actions.move(case, to, reason="it does not hold", by=by, at=at + number * HOUR)
    assert standings(case) == [DONE, DONE, RUNS, NOT, NOT]


def test_what_is_rejected_needs_no_fix(project: Project, by: Actor, at: datetime) -> None:
    case = opened_under(POLICY, project, at).case
    for number, to in enumerate(("acknowledged", "assessing", "rejected", "closed"), 1):
        actions.move(case, to, reason="it is no weakness", by=by, at=at + number * HOUR)
        if number >= 3:
            assert standings(case) == [DONE, DONE, NONE, NONE, NONE]


@pytest.mark.parametrize(
    "steps",
    [
        "1. **Verification**: We verify the report\n2. **Release**: A fix is released\n",
        "1. **Release**: A fix is released\n2. **Verification**: We verify it\n3. **Public Disclosure**: We publish it\n",
        "1. **Verification**: We verify the report\n2. **Fix**: We fix it\n3. **Credit**: We credit the reporter\n",
    ],
    ids=["too few", "in another order", "one that the desk cannot follow"],
)
def test_a_list_that_the_way_of_a_case_does_not_follow_is_not_shown(steps: str, project: Project, at: datetime) -> None:
    policy = POLICY.partition("1. ")[0] + steps
    assert queries.policy_stages(opened_under(policy, project, at).case) == []


def test_reporters_and_the_team_see_them(
    project: Project, responder_client: Client, client: Client, at: datetime
) -> None:
    opened = opened_under(POLICY, project, at)
    team = responder_client.get(f"/o/harbour/cases/{opened.case.reference}/").content.decode()
    reporter = client.get(f"/case/harbour/{opened.link_secret}/").content.decode()
    for page in (team, reporter):
        places = [page.find(f"<bdi>{name}</bdi>") for name in NAMES]
        assert -1 not in places
        assert places == sorted(places)
        assert "SECURITY.md" in page
        assert "line 9" in page


@pytest.mark.parametrize(
    ("sentence", "phase"),
    [
        ("Private Report: Vulnerability reported privately", Phase.REPORT),
        ("Acknowledgment: We confirm receipt", Phase.ACKNOWLEDGE),
        ("We confirm receipt of the report", Phase.ACKNOWLEDGE),
        ("Triage: we look into it", Phase.ASSESS),
        ("Fix developed", Phase.FIX),
        ("Fix deployed", Phase.RELEASE),
        ("Release: Fix released with security advisory", Phase.RELEASE),
        ("Public Disclosure: Details published later", Phase.DISCLOSE),
        ("Credit: we name you", None),
    ],
)
def test_a_step_is_known_by_its_label_or_its_words(sentence: str, phase: Phase | None) -> None:
    assert phase_of(sentence) is phase
