"""GitLab pipelines: rules per event, what is included and extended, what may fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.automation.gitlab.rules import UNKNOWN, evaluate, scenarios
from troth.terms.answer import Answer
from troth.terms.event import Event
from troth.terms.seen.automation import Invocation

Seen = Callable[[Mapping[str, str]], Answer[Invocation]]
PUSH, PULL, RELEASE, SCHEDULE, MANUAL = (
    Event.PUSH,
    Event.PULL_REQUEST,
    Event.RELEASE,
    Event.SCHEDULE,
    Event.MANUAL,
)


def bandit(seen: Seen, text: str, files: Mapping[str, str] | None = None) -> list[Invocation]:
    return [one for one in seen({".gitlab-ci.yml": text, **(files or {})}).found if one.tool == "bandit"]


def job(keys: str) -> str:
    return f"scan:\n  script:\n    - bandit -r src\n{keys}"


@pytest.mark.parametrize(
    ("keys", "events"),
    [
        ("", {PUSH, PULL, RELEASE, SCHEDULE, MANUAL}),
        ("  rules:\n    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'\n", {PULL}),
        ("  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n", {PUSH, SCHEDULE, MANUAL}),
        ("  rules:\n    - if: $CI_COMMIT_TAG\n", {RELEASE}),
        (
            "  rules:\n    - if: $CI_PIPELINE_SOURCE == 'schedule'\n      when: never\n    - when: on_success\n",
            {PUSH, PULL, RELEASE, MANUAL},
        ),
        ("  rules:\n    - if: $CI_COMMIT_TAG =~ /^v[0-9]/\n", {RELEASE}),
        ("  rules:\n    - exists: [missing.txt]\n", set()),
        ("  only: [merge_requests]\n", {PULL}),
        ("  only: [main]\n  except: [schedules]\n", {PUSH, MANUAL}),
        ("  only: [tags]\n", {RELEASE}),
        ("  when: manual\n", {MANUAL}),
        ("  rules:\n    - when: never\n", set()),
    ],
)
def test_rules_are_evaluated_per_event(seen: Seen, keys: str, events: set[Event]) -> None:
    (one,) = bandit(seen, job(keys))
    assert one.events == events
    assert bool(one.unreached) is not bool(events)


@pytest.mark.parametrize(
    ("keys", "event", "limited"),
    [
        ("  rules:\n    - if: $CI_COMMIT_MESSAGE =~ /sec/\n", PUSH, True),
        ("  rules:\n    - if: $CI_MERGE_REQUEST_SOURCE_BRANCH_NAME =~ /^sec-/\n", PULL, True),
        ("  rules:\n    - if: $CI_COMMIT_BRANCH == 'release'\n", PULL, True),
        ("  rules:\n    - if: $CI_COMMIT_TAG =~ /^harbour-/\n", RELEASE, True),
        ("  only: [release]\n", PULL, True),
        (
            "  rules:\n    - if: $CI_COMMIT_TITLE =~ /draft/\n      when: never\n    - when: on_success\n",
            PULL,
            False,
        ),
        ("  rules:\n    - if: $CI_COMMIT_MESSAGE =~ /sec/\n    - when: on_success\n", PUSH, False),
        ("  rules:\n    - if: $CI_COMMIT_MESSAGE !~ /skip/\n", PUSH, False),
    ],
)
def test_what_some_pipelines_meet_limits_it(seen: Seen, keys: str, event: Event, *, limited: bool) -> None:
    (one,) = bandit(seen, job(keys))
    assert all(any(given.narrow for given in each.filters) is limited for each in one.firings_on([event]))
    assert one.firings_on([event])


def test_another_branch_is_never_the_default_one(seen: Seen) -> None:
    for rule in ("== $CI_DEFAULT_BRANCH", "== 'main'", "=~ /^main$/", "=~ /^(main|master)$/"):
        (one,) = bandit(seen, job(f"  rules:\n    - if: $CI_COMMIT_BRANCH {rule}\n"))
        assert not one.firings_on([PULL])


def test_workflow_rules_decide_first(seen: Seen) -> None:
    top = "workflow:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == 'schedule'\n    - when: never\n"
    assert bandit(seen, top + job(""))[0].events == {SCHEDULE}


def test_a_variable_that_no_file_sets_is_a_doubt(seen: Seen) -> None:
    (one,) = bandit(seen, job("  rules:\n    - if: $DEEP == 'yes'\n"))
    assert one.doubts
    (other,) = bandit(seen, "variables: {DEEP: 'yes'}\n" + job("  rules:\n    - if: $DEEP == 'yes'\n"))
    assert not other.doubts
    assert PUSH in other.events


@pytest.mark.parametrize(
    ("keys", "blocking"),
    [
        ("", True),
        ("  allow_failure: true\n", False),
        ("  allow_failure: false\n", True),
        ("  allow_failure:\n    exit_codes: [1]\n", False),
        ("  allow_failure:\n    exit_codes: 137\n", True),
        ("  rules:\n    - when: always\n      allow_failure: true\n", False),
    ],
)
def test_what_may_fail_does_not_block(seen: Seen, keys: str, blocking: bool) -> None:
    assert bool(bandit(seen, job(keys))[0].blocking_on()) is blocking


def test_scripts_run_strictly_and_after_script_counts_for_nothing(seen: Seen) -> None:
    text = (
        "scan:\n  script:\n    - bandit -r a | tee out\n    - bandit -r b || true\n  after_script:\n    - bandit -r c\n"
    )
    assert {one.argv[-1]: bool(one.blocking_on()) for one in bandit(seen, text)} == {"a": True, "b": False, "c": False}


def test_extends_references_defaults_and_includes(seen: Seen) -> None:
    text = (
        "include:\n  - local: /ci/*.yml\ndefault:\n  before_script:\n    - bandit -r before\n"
        "scan:\n  extends: [.base]\n  script:\n    - !reference [.shared, script]\n"
    )
    files = {
        "ci/base.yml": ".base:\n  allow_failure: true\n.shared:\n  script:\n    - bandit -r shared\n",
        "ci/more.yml": "more:\n  script: bandit -r more\n",
    }
    found = {(one.argv[-1], one.job.partition("#")[2]): one for one in bandit(seen, text, files)}
    assert set(found) == {("before", "scan"), ("shared", "scan"), ("before", "more"), ("more", "more")}
    assert not found["shared", "scan"].blocking_on()
    assert str(found["shared", "scan"].span) == "ci/base.yml:5"


def test_files_of_other_projects_are_gaps(seen: Seen) -> None:
    text = "include:\n  - project: harbour/ci\n    file: a.yml\n  - remote: https://example.org/b.yml\n" + job("")
    gaps = seen({".gitlab-ci.yml": text}).gaps
    assert [gap.wanted for gap in gaps] == ["harbour/ci", "https://example.org/b.yml"]


def test_security_templates_run_and_allow_failure(seen: Seen) -> None:
    text = "include:\n  - template: Security/SAST.gitlab-ci.yml\n"
    (one,) = seen({".gitlab-ci.yml": text}).found
    assert one.tool == "gitlab sast"
    assert PUSH in one.events
    assert not one.blocking_on()
    (off,) = seen({".gitlab-ci.yml": text + "sast:\n  rules:\n    - when: never\n"}).found
    assert not off.firings


def test_changes_are_filters(seen: Seen) -> None:
    (one,) = bandit(seen, job("  rules:\n    - changes: ['src/**/*']\n"), {"src/a.py": ""})
    assert not one.firings[0].filters[0].fatal
    (dead,) = bandit(seen, job("  rules:\n    - changes: [src]\n"), {"src/a.py": ""})
    assert dead.firings[0].filters[0].fatal


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet="$AB_CI =!~&|()'\"/x.*+null", max_size=50))
def test_no_rule_raises(text: str) -> None:
    assert evaluate(text, scenarios("main")[0], {}) in (True, False, UNKNOWN)


@pytest.mark.parametrize(
    ("text", "blind"),
    [
        (job("  variables: {GIT_STRATEGY: none}\n"), True),
        ("variables: {GIT_STRATEGY: empty}\n" + job(""), True),
        ("variables: {GIT_STRATEGY: none}\n" + job("  variables: {GIT_STRATEGY: clone}\n"), False),
        (job("  variables: {GIT_STRATEGY: none}\n  before_script: ['git clone $CI_REPOSITORY_URL .']\n"), False),
    ],
)
def test_a_runner_that_fetches_nothing_shows_nothing(seen: Seen, text: str, *, blind: bool) -> None:
    (one,) = bandit(seen, text)
    assert all(any(given.fatal for given in each.filters) is blind for each in one.firings)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        (job("  stage: nothere\n"), False),
        ("other: {script: [echo], stage: nothere}\n" + job(""), False),
        ("stages: [scan]\n" + job("  stage: scan\n"), True),
        (job("  stage: test\n"), True),
        (job("  stage: .pre\n"), True),
        ("include: {project: harbour/ci, file: a.yml}\n" + job("  stage: nothere\n"), True),
    ],
)
def test_a_stage_that_is_not_listed_stops_the_pipeline(seen: Seen, text: str, *, runs: bool) -> None:
    (one,) = bandit(seen, text)
    assert bool(one.firings) is runs
    assert ("GitLab refuses" in one.unreached) is not runs
