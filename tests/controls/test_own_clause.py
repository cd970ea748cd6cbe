"""What is broken only by the event of another clause, or by pull requests that a tool makes, is unproven."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import BROKEN, PUSH, RELEASE, SCAN, UNPROVEN, Case, check, says, workflow
from troth.controls import activity, tool_use
from troth.evidence.repository import Repository
from troth.terms.activity import Activity
from troth.terms.commitment import Practice, Tool
from troth.terms.event import Event
from troth.terms.verdict import Standing

FLOW = ".github/workflows/release.yml"
FILES = {
    SCAN: workflow(PUSH, "ruff check .", "bandit -r src"),
    FLOW: workflow(RELEASE, "cosign sign --yes example.org/ferry"),
}
ON = {"pr": Event.PULL_REQUEST, "push": Event.PUSH, "release": Event.RELEASE, "daily": Event.SCHEDULE}


def used(name: str, text: str, events: str, *place: str, standing: Standing = UNPROVEN) -> Case:
    """A promise that ``name`` is used, by ``text``, of which ``events`` and ``place`` were read."""
    promise = Tool(
        span=says(text), name=name, claim="use", events=tuple(ON[each] for each in events.split()), place=place
    )
    return Case(name=text, promise=promise, files=FILES, standing=standing)


CASES = (
    used("cosign", "Releases are signed with cosign, and every pull request is tested.", "pr", "release"),
    used("cosign", "Every commit is linted, and releases are signed with cosign.", "push", "release"),
    used("cosign", "Cosign signs images, Bandit scans code on each push.", "push"),
    used("cosign", "Bandit scans code on each push and cosign signs images.", "push"),
    used("cosign", "Images are scanned nightly, and signed with cosign when released.", "daily"),
    used("cosign", "Images run rootless, are scanned on every build, and are signed with cosign.", "push"),
    used("renovate", "Renovate opens pull requests.", "pr"),
    used("renovate", "Renovate keeps dependencies fresh through weekly pull requests.", "pr daily"),
    used("codecov", "Codecov comments on pull requests.", "pr"),
    used("semgrep", "Semgrep findings on pull requests are triaged by Ana.", "pr"),
    used("vault", "Secrets live in Vault, never in the repository.", "", "repository"),
    used("semgrep", "Semgrep runs on every pull request.", "pr", standing=BROKEN),
    used("cosign", "Every push is linted and signed with cosign.", "push", standing=BROKEN),
    used("semgrep", "We run bandit, ruff and semgrep on every pull request.", "pr", standing=BROKEN),
    used("cosign", "On every push, images are signed with cosign.", "push", standing=BROKEN),
    used(
        "semgrep",
        "Releases are signed with cosign, and every pull request is scanned with semgrep.",
        "pr",
        standing=BROKEN,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, tool_use.CONTROL, tree, git_tree)


def test_signing_of_one_clause_is_not_asked_on_the_event_of_another(
    tree: Callable[..., Repository], git_tree: Callable[..., Repository]
) -> None:
    text = "Images are signed with cosign, and every pull request is tested."
    promise = Practice(span=says(text), topic="signing", activity=Activity.SIGNING, events=(Event.PULL_REQUEST,))
    check(Case(name=text, promise=promise, files=FILES, standing=UNPROVEN), activity.CONTROL, tree, git_tree)
