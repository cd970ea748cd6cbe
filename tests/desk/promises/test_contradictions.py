"""A policy that says two things: no promise is kept by its text beside its opposite, as in ``troth check``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from desk import scan_results as made
from troth import pipeline
from troth.evidence.gather import Scene
from troth.evidence.given import GivenFiles
from troth.terms.result import Result
from troth.terms.source import Source
from troth.terms.verdict import CONTRADICTIONS, Standing
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Membership
from troth_desk.policies import actions as policies
from troth_desk.policies import contradictions, jobs, reading
from troth_desk.policies.models import PolicyVersion
from troth_desk.promises import actions as opening
from troth_desk.promises import judging
from troth_desk.scans import actions as scans
from troth_desk.scans import pushed
from troth_desk.tenants import rounds
from troth_desk.tenants.models import Project

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ALONE = {"SECURITY.md": "# Security\n\nWe do not offer a bug bounty.\n"}
WITHIN = {"SECURITY.md": "# Security\n\nWe do not offer a bug bounty.\n\n## Rewards\n\nWe pay bounties for reports.\n"}
BETWEEN = {**ALONE, "docs/REWARDS.md": "# Rewards\n\nWe pay bounties for reports.\n"}
BANDS = {"SECURITY.md": "# Security\n\nCritical is CVSS 9.0-10.0.\n\n## Ferry\n\nCritical: CVSS 7.0-10.0\n"}
TIMES = {
    "SECURITY.md": "# Security\n\nWe acknowledge reports within 24 hours.\n\n## Times\n\nWe acknowledge every report "
    "within 3 days.\n"
}
CASES = {
    "SECURITY.md": "# Security\n\nWe acknowledge reports within 48 hours.\n",
    "docs/PARTNERS.md": "# Security\n\nWe acknowledge reports within 48 hours. We acknowledge reports of partners within "
    "4 hours.\n",
}
"""The second document has cases of its own. Read as promises, each told once, it would seem to have one."""


def stand(project: Project, texts: Mapping[str, str]) -> Result:
    """How ``texts`` stand on the desk, where they are the policy of ``project``."""
    policies.import_texts(project, texts, by=SYSTEM, at=NOON)
    return again(project)


def again(project: Project) -> Result:
    found = judging.stood(project, NOON)
    assert found is not None
    return found.result


def checked(texts: Mapping[str, str]) -> Result:
    """How they stand in a check."""
    scene = Scene(repository=GivenFiles({path: text.encode() for path, text in texts.items()}), at=NOON.date())
    return pipeline.check([Source(path=path, text=text) for path, text in texts.items()], scene)


def told(result: Result) -> list[tuple[str, Standing, str, tuple[Any, ...]]]:
    return [(one.id, one.verdict.standing, one.verdict.reason, one.verdict.because) for one in result.judged]


@pytest.mark.parametrize("texts", [ALONE, WITHIN, BETWEEN, BANDS], ids=["alone", "within", "between", "bands"])
def test_what_its_text_keeps_stands_as_in_a_check(project: Project, texts: dict[str, str]) -> None:
    ours, theirs = stand(project, texts), checked(texts)
    by_text = [one for one in told(theirs) if one[1] in (Standing.KEPT, Standing.AT_RISK)]
    assert by_text
    assert [one for one in told(ours) if one[0] in {name for name, *_ in by_text}] == by_text


@pytest.mark.parametrize(
    ("texts", "rules"),
    [
        (ALONE, []),
        (WITHIN, ["contradicts-itself"]),
        (BETWEEN, ["documents-disagree"]),
        (BANDS, ["contradicts-itself"]),
        (TIMES, ["contradicts-itself"]),
        (CASES, []),
    ],
    ids=["alone", "within", "between", "bands", "times", "cases"],
)
def test_findings_are_those_of_a_check(project: Project, texts: dict[str, str], rules: list[str]) -> None:
    ours = stand(project, texts).findings
    assert [one.rule for one in ours] == rules
    assert ours == tuple(one for one in checked(texts).findings if one.rule in CONTRADICTIONS)


@pytest.mark.parametrize("texts", [WITHIN, BETWEEN], ids=["within", "between"])
def test_a_refusal_beside_its_opposite_is_not_kept(project: Project, texts: dict[str, str]) -> None:
    (one,) = [one.verdict for one in stand(project, texts).judged if one.verdict.commitment.strength == "refusal"]
    assert (one.standing, one.reason) == (Standing.AT_RISK, "the project says otherwise elsewhere")
    assert one.because[0].span.text == "We pay bounties for reports."


def test_a_check_of_one_document_keeps_nothing_that_another_denies(project: Project) -> None:
    """The verdict of the check is held against all documents of the desk."""
    policy = "# Security\n\n| Version | Supported |\n|---|---|\n| 0.x | no |\n"
    push = made.push(made.check(NOON, policy), policy=policy, texts=False)
    policies.import_texts(project, {"SECURITY.md": policy}, by=SYSTEM, at=NOON)
    scans.keep(project, pushed.read(push), by=SYSTEM, at=NOON)
    assert [one.verdict.standing for one in again(project).judged] == [
        Standing.KEPT
    ]  # by the check: the desk knows no tags
    other = "# Support\n\n| Version | Supported |\n|---|---|\n| 0.x | yes |\n"
    policies.import_texts(project, {"SECURITY.md": policy, "docs/SUPPORT.md": other}, by=SYSTEM, at=NOON)
    unsupported = [one.verdict for one in again(project).judged if one.verdict.commitment.span.path == "SECURITY.md"]
    assert [(one.standing, one.reason) for one in unsupported] == [
        (Standing.AT_RISK, "the project says otherwise elsewhere")
    ]


@pytest.mark.parametrize("texts", [WITHIN, BANDS, CASES], ids=["within", "bands", "cases"])
def test_a_version_of_a_release_that_compared_nothing_is_compared(project: Project, texts: dict[str, str]) -> None:
    before = stand(project, texts)
    assert PolicyVersion.objects.filter(project=project).update(contradictions=None) == 1
    assert told(again(project)) == told(before)
    assert again(project).findings == before.findings


def test_what_an_earlier_release_read_is_read_once_more_and_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for texts in (ALONE, WITHIN):
        before = stand(project, texts)
    versions = PolicyVersion.objects.filter(project=project)
    kept = list(versions.values_list("contradictions", flat=True))
    assert versions.update(contradictions=None) == 2
    read, way = [], reading.read

    def counted(texts: reading.Texts) -> reading.Read:
        read.append(texts)
        return way(texts)

    monkeypatch.setattr(reading, "read", counted)
    assert jobs.compare_versions(project.organisation, NOON) == 2
    assert [texts.sources[0].text for texts in read] == [*WITHIN.values(), *ALONE.values()]
    assert list(versions.values_list("contradictions", flat=True)) == kept
    assert jobs.compare_versions(project.organisation, NOON) == 0
    contradictions._anew.cache_clear()
    assert told(again(project)) == told(before)
    assert len(read) == 2


def test_more_versions_than_one_round_compares_are_compared_by_the_next(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for texts in (ALONE, WITHIN):
        stand(project, texts)
    assert PolicyVersion.objects.update(contradictions=None) == 2
    monkeypatch.setattr(jobs, "AT_A_TIME", 1)
    woken: list[str] = []
    monkeypatch.setattr(jobs, "wake", lambda _, name: woken.append(name))
    assert [jobs.compare_versions(project.organisation, NOON) for _ in range(3)] == [1, 1, 0]
    assert set(woken) < set(rounds.discover())


def test_what_a_check_accepted_is_accepted(project: Project) -> None:
    (policy,) = WITHIN.values()
    result = made.check(NOON, policy)
    assert [one["accepted"] for one in result["findings"] if one["rule"] in CONTRADICTIONS] == [False]
    for finding in result["findings"]:
        finding["accepted"] = True
    assert [one.accepted for one in stand(project, WITHIN).findings] == [False]
    scans.keep(project, pushed.read(made.push(result, policy=policy)), by=SYSTEM, at=NOON)
    assert [one.accepted for one in again(project).findings] == [True]


@pytest.fixture
def shown(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that contradicts itself, and lets everybody see it."""
    monkeypatch.setattr("troth_desk.clock.now", lambda: NOON)
    cache.clear()
    policies.import_texts(project, WITHIN, by=SYSTEM, at=NOON)
    opening.show_status(project, shown=True, by=SYSTEM, at=NOON)
    return project


def test_the_team_sees_both_places(shown: Project, owner_client: Client) -> None:
    page = owner_client.get(f"/o/harbour/promises/{shown.slug}/").content.decode()
    assert "the project says otherwise elsewhere" in page
    assert "contradicts-itself" in page
    assert "a bounty is paid; SECURITY.md:3 says no bounty is paid" in page


def test_everybody_sees_that_it_is_not_kept(shown: Project, client: Client) -> None:
    page = client.get(f"/status/harbour/{shown.slug}/").content.decode()
    assert "<strong>0 of 2</strong> promises" in page
    assert "said here, and otherwise elsewhere in the policy" in page


def test_programs_see_the_finding(
    shown: Project, client: Client, owner: Membership, key_for: Callable[..., dict[str, str]]
) -> None:
    answer = client.get(f"/api/v1/promises/{shown.slug}", headers=key_for(owner, "promises:read"))
    said = json.loads(answer.content)
    assert [one["rule"] for one in said["findings"]] == ["contradicts-itself"]
    assert said["summary"]["findings"] == 1
