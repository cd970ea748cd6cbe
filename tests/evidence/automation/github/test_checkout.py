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


HOSTED = "on: pull_request\njobs:\n  s:\n    runs-on: {}\n    steps:\n"


def at(workflow: Workflow, steps: tuple[str, ...], tool: str = "bandit", runner: str = "ubuntu-24.04") -> Invocation:
    files = {"src/app.py": "x = 1\n", "docs/index.md": ""}
    return workflow(HOSTED.format(runner) + "".join(f"      - {step}\n" for step in steps), tool, files)[0]


def blinded(one: Invocation) -> bool:
    return any(given.fatal for firing in one.firings for given in firing.filters)


SCAN = "run: bandit -r ."
SETUP = "uses: actions/setup-python@v5"


@pytest.mark.parametrize(
    "steps",
    [
        (SCAN,),
        (SETUP, "run: pip install bandit", SCAN),
        (SETUP, SCAN, "uses: actions/checkout@v4"),
        ("uses: docker/login-action@v3", "run: npm ci && bandit -r ."),
    ],
)
def test_without_a_checkout_there_is_nothing_to_read(workflow: Workflow, steps: tuple[str, ...]) -> None:
    one = at(workflow, steps)
    assert blinded(one)
    assert not one.doubts


@pytest.mark.parametrize(
    ("steps", "runner"),
    [
        (("uses: actions/checkout@v4", SCAN), "ubuntu-24.04"),
        ((SETUP, "uses: harbour/checkout-all@v1", SCAN), "ubuntu-24.04"),
        (("uses: actions/download-artifact@v4", SCAN), "ubuntu-24.04"),
        (("uses: actions/cache@v4", SCAN), "ubuntu-24.04"),
        (("uses: ./.github/actions/prepare", SCAN), "ubuntu-24.04"),
        (("run: git clone $URL . && bandit -r .",), "ubuntu-24.04"),
        (("run: curl -sL $URL | tar xz", SCAN), "windows-2022"),
        (("run: gh repo clone harbour/ferry .", SCAN), "macos-15"),
        ((SCAN,), "self-hosted"),
        ((SCAN,), "[self-hosted, ubuntu-24.04]"),
        ((SCAN,), "ubuntu-24.04\n    container: example.org/ferry:1"),
    ],
)
def test_files_that_come_in_another_way_are_there(workflow: Workflow, steps: tuple[str, ...], runner: str) -> None:
    one = at(workflow, steps, runner=runner)
    assert not blinded(one)
    assert not one.doubts


def test_an_action_that_is_not_known_may_bring_the_files(workflow: Workflow) -> None:
    assert at(workflow, ("uses: harbour/prepare@v1", SCAN)).doubts
    assert not at(workflow, ("uses: harbour/prepare@v1", "uses: actions/checkout@v4", SCAN)).doubts


def test_an_action_of_a_scanner_may_check_out_itself(workflow: Workflow) -> None:
    itself = at(workflow, ("uses: golang/govulncheck-action@v1",), "govulncheck")
    assert not blinded(itself)
    assert not itself.doubts
    told = "{uses: golang/govulncheck-action@v1, with: {repo-checkout: false}}"
    assert blinded(at(workflow, (told,), "govulncheck"))
    unknown = at(workflow, ("uses: reviewdog/action-bandit@v1",))
    assert not blinded(unknown)
    assert unknown.doubts


@pytest.mark.parametrize(
    ("step", "tool", "blind"),
    [
        ("uses: actions/dependency-review-action@v4", "dependency-review", False),
        ("uses: ossf/scorecard-action@v2", "scorecard", False),
        ("run: cosign sign example.org/ferry:1", "cosign", False),
        ("run: trivy image --exit-code 1 example.org/ferry:1", "trivy", False),
        ("run: trivy repo --exit-code 1 https://example.org/ferry", "trivy", False),
        ("run: pip-audit", "pip-audit", False),
        ("run: pip-audit -r requirements.txt", "pip-audit", True),
        ("run: trivy fs --exit-code 1 .", "trivy", True),
        ("uses: gitleaks/gitleaks-action@v2", "gitleaks", True),
        ("run: npm audit", "npm audit", True),
        ("run: npm audit --registry=https://packages.example.org", "npm audit", True),
        ("run: gitleaks detect --config https://example.org/rules.toml", "gitleaks", True),
        ("run: semgrep scan --error --config https://example.org/rules.yml", "semgrep", True),
        ("run: semgrep scan --error --config=https://example.org/rules.yml .", "semgrep", True),
        ("run: trufflehog git --only-verified --fail https://example.org/ferry", "trufflehog", False),
        ("run: trufflehog git --fail --repo=https://example.org/ferry", "trufflehog", False),
        ("{uses: gitleaks/gitleaks-action@v2, with: {config-url: 'https://example.org/r.toml'}}", "gitleaks", True),
        ("uses: google/osv-scanner-action/osv-scanner-action@v2", "osv-scanner", True),
    ],
)
def test_only_what_reads_files_misses_them(workflow: Workflow, step: str, tool: str, *, blind: bool) -> None:
    assert blinded(at(workflow, (step,), tool)) is blind
    doubted = at(workflow, ("uses: harbour/prepare@v1", step), tool)
    assert bool(doubted.doubts) is blind


@pytest.mark.parametrize(
    ("given", "blind"),
    [
        ("sparse-checkout: docs", True),
        ('sparse-checkout: "docs\\n.github"', True),
        ("sparse-checkout: src", False),
        ('sparse-checkout: "docs\\nsrc"', False),
        ("sparse-checkout: 'src/*', sparse-checkout-cone-mode: false", False),
        ("fetch-depth: 0", False),
    ],
)
def test_a_checkout_of_some_folders(workflow: Workflow, given: str, *, blind: bool) -> None:
    one = at(workflow, (checkout(given), SCAN))
    assert blinded(one) is blind
    assert any(filtered.files for filtered in one.firings[0].filters) is blind
    assert not blinded(at(workflow, (checkout(given), checkout("path: all"), SCAN)))


def test_a_job_without_a_runner_is_refused(workflow: Workflow) -> None:
    text = "on: push\njobs:\n  s:\n    {}steps:\n      - run: bandit -r .\n"
    (one,) = workflow(text.format(""))
    assert not one.firings
    assert "no runs-on" in one.unreached
    assert workflow(text.format("runs-on: x\n    "))[0].firings
