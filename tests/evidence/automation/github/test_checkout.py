"""What a job has checked out when its scanners look."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troth.terms.event import Event
from troth.terms.seen.automation import Invocation

Workflow = Callable[..., list[Invocation]]


def read(workflow: Workflow, on: str, *steps: str) -> Invocation:
    lines = "".join(f"      - {step}\n" for step in (*steps, "run: bandit -r ."))
    return workflow(f"on: {on}\njobs:\n  s:\n    runs-on: x\n    steps:\n{lines}")[0]


def checkout(given: str = "") -> str:
    return f"{{uses: actions/checkout@v4, with: {{{given}}}}}"


@pytest.mark.parametrize(
    ("on", "given", "blind"),
    [
        ("pull_request", "ref: main", True),
        ("pull_request", "ref: '${{ github.base_ref }}'", True),
        ("pull_request", "ref: '${{ github.event.pull_request.base.sha }}'", True),
        ("pull_request_target", "", True),
        ("pull_request_target", "ref: '${{ github.event.pull_request.head.sha }}'", False),
        ("pull_request_target", "ref: 'refs/pull/${{ github.event.number }}/merge'", False),
        ("pull_request", "", False),
        ("pull_request", "ref: '${{ github.head_ref }}'", False),
        ("pull_request", "ref: '${{ github.event.pull_request.head.sha || github.base_ref }}'", False),
        ("pull_request", "ref: '${{ inputs.ref }}'", False),
        ("push", "ref: main", False),
    ],
)
def test_a_checkout_of_something_else(workflow: Workflow, on: str, given: str, *, blind: bool) -> None:
    one = read(workflow, on, checkout(given))
    assert any(given.fatal for firing in one.firings for given in firing.filters) is blind
    assert not one.doubts


@pytest.mark.parametrize(
    "more", [checkout(), "run: git fetch origin && git checkout FETCH_HEAD", "uses: ./.github/actions/prepare"]
)
def test_what_else_may_fetch_it_is_enough(workflow: Workflow, more: str) -> None:
    one = read(workflow, "pull_request", checkout("ref: main"), more)
    assert not any(firing.filters for firing in one.firings_on([Event.PULL_REQUEST]))


def test_a_repository_that_may_be_another_is_a_doubt(workflow: Workflow) -> None:
    assert read(workflow, "pull_request", checkout("repository: other/ferry")).doubts
    assert not read(workflow, "pull_request", checkout("repository: '${{ github.repository }}'")).doubts
    assert not read(workflow, "pull_request", checkout(), checkout("repository: other/ferry, path: more")).doubts
