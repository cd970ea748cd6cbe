"""Workflows from their triggers to the commands of their steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.evidence.automation.gatherer import invocations
from troth.terms.answer import Answer
from troth.terms.event import Event
from troth.terms.seen.automation import Invocation

Workflow = Callable[..., list[Invocation]]
Seen = Callable[[Mapping[str, str]], Answer[Invocation]]
PUSH, PULL, RELEASE = Event.PUSH, Event.PULL_REQUEST, Event.RELEASE

JOB = "jobs:\n  scan:\n    runs-on: x\n    steps:\n      - run: bandit -r src\n"


@pytest.mark.parametrize(
    ("condition", "runs"),
    [
        ("github.event.inputs.pier == 'north'", True),
        ("inputs.pier == 'south'", True),
        ("inputs.pier == 'west'", False),
        ("inputs.other == 'north'", False),
        ("inputs.deep", True),
        ("github.event_name == 'schedule' || inputs.pier == 'west'", True),
    ],
)
def test_whoever_presses_the_button_chooses_the_inputs(workflow: Workflow, condition: str, *, runs: bool) -> None:
    on = (
        "on:\n  schedule:\n    - cron: '0 4 * * 1'\n  workflow_dispatch:\n    inputs:\n      pier:\n        type: choice\n"
        "        options: [north, south]\n        default: north\n      deep:\n        type: boolean\n"
    )
    found = workflow(on + JOB.replace("    steps:", f"    if: {condition}\n    steps:"))
    assert any(one.firings for one in found) is runs
    assert bool([one for one in found if one.unreached and not one.firings]) is not runs


@pytest.mark.parametrize(
    ("on", "events"),
    [
        ("on: push\n", {PUSH, RELEASE}),
        ("'on': push\n", {PUSH, RELEASE}),
        ("true: push\n", {PUSH, RELEASE}),
        ("on: [push, pull_request]\n", {PUSH, PULL, RELEASE}),
        ("on:\n  push:\n    branches: [main]\n", {PUSH}),
        ("on:\n  push:\n    tags: ['v*']\n", {RELEASE}),
        ("on:\n  push:\n    tags: ['harbour-v*']\n", {RELEASE}),
        ("on:\n  pull_request_target:\n", {PULL}),
        ("on:\n  pull_request:\n    types: [labeled]\n", {PULL}),
        ("on:\n  pull_request:\n    types: [opened, synchronize]\n", {PULL}),
        ("on: merge_group\n", {Event.MERGE_GROUP}),
        ("on: workflow_dispatch\n", {Event.MANUAL}),
        ("on: issue_comment\n", {Event.OTHER}),
        ("on:\n  release:\n    types: [published]\n", {RELEASE}),
        ("on:\n  schedule:\n    - cron: '0 4 * * 1'\n", {Event.SCHEDULE}),
    ],
)
def test_events_in_all_their_forms(workflow: Workflow, on: str, events: set[Event]) -> None:
    (one,) = workflow(on + JOB)
    assert one.events == events
    assert all(firing.blocking for firing in one.firings)


def test_a_schedule_tells_its_crons_and_its_longest_wait(workflow: Workflow) -> None:
    (one,) = workflow("on:\n  schedule:\n    - cron: '0 4 * * 1'\n    - cron: '0 4 * * 4'\n" + JOB)
    (firing,) = one.firings
    assert firing.gap_days == 4.0
    assert [(span.line, span.text) for span in firing.crons] == [(3, "0 4 * * 1"), (4, "0 4 * * 4")]


@pytest.mark.parametrize(
    ("filters", "fatal"),
    [
        ("    branches: [develop]\n", True),
        ("    branches-ignore: [main, master]\n", True),
        ("    paths: ['src/**']\n", False),
        ("    paths: [src]\n", True),
        ("    paths-ignore: ['**']\n", True),
    ],
)
def test_filters_are_named_and_dead_ones_are_fatal(workflow: Workflow, filters: str, fatal: bool) -> None:
    (one,) = workflow("on:\n  pull_request:\n" + filters + JOB, files={"src/a.py": "x = 1\n"})
    (firing,) = one.firings
    assert firing.filters
    assert any(one.fatal for one in firing.filters) is fatal


def test_a_push_without_branches_reaches_every_branch(workflow: Workflow) -> None:
    (free,) = workflow("on: push\n" + JOB)
    (bound,) = workflow("on:\n  push:\n    branches: [main]\n" + JOB)
    assert free.firings_on([PUSH])[0].every_branch
    assert not bound.firings_on([PUSH])[0].every_branch


def test_the_chain_leads_from_the_event_to_the_command(workflow: Workflow) -> None:
    (one,) = workflow("on: push\n" + JOB)
    assert [span.line for span in one.chain] == [1, 3, 6]
    assert (one.span.line, one.span.path) == (6, ".github/workflows/ci.yml")
    assert one.job == ".github/workflows/ci.yml#scan"


def test_rows_of_a_literal_block_are_lines_of_the_file(workflow: Workflow) -> None:
    text = "on: push\njobs:\n  scan:\n    runs-on: x\n    steps:\n      - run: |\n          echo hello\n          bandit -r src || true\n"
    (one,) = workflow(text)
    assert one.span.line == 8
    assert [span.line for span in one.firings[0].softened_by] == [8]


@pytest.mark.parametrize(
    ("condition", "events"),
    [
        ("github.event_name == 'pull_request'", {PULL}),
        ("${{ github.event_name != 'pull_request' }}", {PUSH, RELEASE}),
        ("github.ref == 'refs/heads/main'", {PUSH}),
        ("startsWith(github.ref, 'refs/tags/')", {RELEASE}),
        ("always()", {PUSH, PULL, RELEASE}),
        ("!cancelled() && github.event_name == 'push'", {PUSH, RELEASE}),
        ("contains(fromJSON('[\"push\"]'), github.event_name)", {PUSH, RELEASE}),
        ("env.MODE == 'full'", {PUSH, PULL, RELEASE}),
        ("github.actor != 'dependabot[bot]'", {PUSH, PULL, RELEASE}),
        ("github.event.pull_request.draft == false", {PUSH, PULL, RELEASE}),
    ],
)
def test_conditions_are_evaluated_per_event(workflow: Workflow, condition: str, events: set[Event]) -> None:
    step = f"      - if: {condition}\n        run: bandit -r src\n".replace("if: !", 'if: "!').replace(
        "'push'\n        run", "'push'\"\n        run" if condition.startswith("!") else "'push'\n        run"
    )
    found = workflow(
        "on: [push, pull_request]\nenv:\n  MODE: full\njobs:\n  scan:\n    runs-on: x\n    steps:\n" + step
    )
    assert {event for one in found for event in one.events} == events
    assert not any(one.doubts for one in found)


@pytest.mark.parametrize("condition", ["false", "github.event_name == 'fork'"])
def test_what_never_holds_is_unreached(workflow: Workflow, condition: str) -> None:
    (one,) = workflow(
        f"on: push\njobs:\n  scan:\n    if: {condition}\n    runs-on: x\n    steps:\n      - run: bandit -r src\n"
    )
    assert not one.firings
    assert "never runs" in one.unreached


PULLED = "on:\n  pull_request:\n{}jobs:\n  scan:\n    if: {}\n    runs-on: x\n    steps:\n      - run: bandit -r src\n"


@pytest.mark.parametrize(
    ("types", "condition", "limited"),
    [
        ("", "contains(github.event.pull_request.labels.*.name, 'sec')", True),
        ("", "contains(github.event.pull_request.title, '[sec]')", True),
        ("", "github.event.pull_request.draft == true", True),
        ("", "startsWith(github.head_ref, 'sec/')", True),
        ("", "github.actor == 'octocat'", True),
        ("", "github.event.pull_request.user.login == 'dependabot[bot]'", True),
        ("", "github.base_ref == 'release'", True),
        ("", "github.event.action == 'opened'", True),
        ("", "failure()", True),
        ("", "always() && failure()", True),
        ("", "!failure()", False),
        ("", "success() || failure()", False),
        ("    types: [labeled]\n", "true", True),
        ("    types: [closed]\n", "github.event.pull_request.merged == true", True),
        ("    types: [opened, labeled]\n", "github.event.action == 'labeled'", True),
        ("    types: [opened]\n", "github.event.action == 'opened'", False),
        ("", "github.event.pull_request.draft == false", False),
        ("", "!contains(github.event.pull_request.title, '[skip]')", False),
        ("", "github.actor != 'dependabot[bot]'", False),
        ("    branches: [main]\n", "github.base_ref == 'main'", False),
        ("", "github.repository == github.event.pull_request.base.repo.full_name", False),
    ],
)
def test_conditions_that_some_events_meet_limit_it(
    workflow: Workflow, types: str, condition: str, *, limited: bool
) -> None:
    (one,) = workflow(PULLED.format(types, condition if condition[0] != "!" else f'"{condition}"'))
    (firing,) = one.firings
    assert any(given.narrow and given.fatal for given in firing.filters) is limited
    assert not one.doubts
    assert not one.unreached


@pytest.mark.parametrize(
    ("types", "condition"),
    [
        ("", "github.event.action == 'closed'"),
        ("    branches: [main]\n", "github.base_ref == 'release'"),
        ("", "startsWith(github.ref, 'refs/tags/')"),
    ],
)
def test_what_no_event_meets_never_runs(workflow: Workflow, types: str, condition: str) -> None:
    (one,) = workflow(PULLED.format(types, condition))
    assert not one.firings
    assert "never runs" in one.unreached


@pytest.mark.parametrize(
    ("on", "condition", "limited"),
    [
        ("push", "contains(github.event.head_commit.message, '[sec]')", True),
        ("push", "github.ref == 'refs/heads/release'", True),
        ("{push: {branches: [main, release]}}", "github.ref_name == 'release'", True),
        ("{push: {branches: [main]}}", "github.ref_name == 'main'", False),
        ("{push: {branches: [main]}}", "github.ref == 'refs/heads/main'", False),
    ],
)
def test_a_push_is_to_one_branch_of_many(workflow: Workflow, on: str, condition: str, *, limited: bool) -> None:
    (one,) = workflow(
        f"on: {on}\njobs:\n  scan:\n    if: {condition}\n    runs-on: x\n    steps:\n      - run: bandit -r src\n"
    )
    (firing,) = one.firings_on([PUSH])
    assert any(given.narrow for given in firing.filters) is limited


@pytest.mark.parametrize(
    ("condition", "only", "never"),
    [
        ("github.event.pull_request.head.repo.full_name == github.repository", False, True),
        ("github.event.pull_request.head.repo.fork == false", False, True),
        ("github.event.pull_request.head.repo.full_name != github.repository", True, False),
        ("github.event.pull_request.draft == false", False, False),
    ],
)
def test_pull_requests_from_forks(workflow: Workflow, condition: str, *, only: bool, never: bool) -> None:
    (one,) = workflow(PULLED.format("", condition))
    (firing,) = one.firings
    assert any(given.forks for given in firing.filters) is only
    assert any(not given.fatal for given in firing.filters) is never


def test_an_unseen_setting_beside_a_varying_event_is_a_doubt(workflow: Workflow) -> None:
    for condition in ("github.actor == 'octocat' && vars.SCAN", "vars.SCAN && github.actor == 'octocat'"):
        (one,) = workflow(PULLED.format("", condition))
        assert one.doubts
        assert "vars.SCAN" in one.doubts[0].reason


def test_what_needs_a_limited_job_is_limited(workflow: Workflow) -> None:
    text = PULLED.format("", "github.actor == 'octocat'").replace("bandit -r src", "echo")
    (one,) = workflow(text + "  next:\n    needs: scan\n    runs-on: x\n    steps:\n      - run: bandit -r src\n")
    assert one.firings[0].filters[0].narrow


@pytest.mark.parametrize(
    "condition", ["vars.SCAN == 'true'", "secrets.TOKEN != ''", "needs.first.outputs.changed == 'true'"]
)
def test_what_cannot_be_seen_from_here_is_a_doubt(workflow: Workflow, condition: str) -> None:
    text = f"on: push\njobs:\n  first:\n    runs-on: x\n    steps: []\n  scan:\n    needs: first\n    if: {condition}\n    runs-on: x\n    steps:\n      - run: bandit -r src\n"
    (one,) = workflow(text)
    assert one.doubts
    assert one.doubts[0].span is not None
    assert one.doubts[0].span.line == 8


def test_a_doubt_on_one_event_leaves_the_others_sure(workflow: Workflow) -> None:
    condition = "github.event_name == 'push' || vars.SCAN == 'true'"
    found = workflow(
        f"on: [push, pull_request]\njobs:\n  s:\n    if: {condition}\n    runs-on: x\n    steps:\n      - run: bandit -r src\n"
    )
    assert {bool(one.doubts): one.events for one in found} == {False: {PUSH, RELEASE}, True: {PULL}}


def test_a_job_whose_needed_job_is_off_does_not_run(workflow: Workflow) -> None:
    text = "on: push\njobs:\n  a:\n    if: false\n    runs-on: x\n    steps: []\n  b:\n    needs: [a]\n    runs-on: x\n    {}steps:\n      - run: bandit -r src\n"
    assert not workflow(text.format(""))[0].firings
    assert workflow(text.format("if: always()\n    "))[0].firings


@pytest.mark.parametrize("where", ["job", "step"])
def test_continue_on_error_is_a_value_per_event(workflow: Workflow, where: str) -> None:
    soft = "continue-on-error: ${{ github.event_name == 'pull_request' }}\n"
    job, step = ("    " + soft, "") if where == "job" else ("", "        " + soft)
    (one,) = workflow(
        f"on: [push, pull_request]\njobs:\n  s:\n{job}    runs-on: x\n    steps:\n      - run: bandit -r src\n{step}"
    )
    assert {firing.event for firing in one.blocking_on()} == {PUSH, RELEASE}
    assert one.firings_on([PULL])[0].softened_by


def test_a_later_step_that_fails_by_the_outcome_makes_it_count(workflow: Workflow) -> None:
    text = (
        "on: push\njobs:\n  s:\n    runs-on: x\n    steps:\n      - id: scan\n        continue-on-error: true\n        run: bandit -r src\n"
        "      - if: steps.scan.outcome == 'failure'\n        run: {}\n"
    )
    assert workflow(text.format("exit 1"))[0].blocking_on()
    assert not workflow(text.format("echo bad"))[0].blocking_on()


@pytest.mark.parametrize(
    ("shell", "blocking"), [("", False), ("bash", True), ("bash -eo pipefail {0}", True), ("pwsh", False)]
)
def test_the_shell_decides_whether_a_pipe_hides_the_status(workflow: Workflow, shell: str, blocking: bool) -> None:
    line = f"    defaults:\n      run:\n        shell: {shell}\n" if shell else ""
    text = f"on: push\njobs:\n  s:\n    runs-on: ubuntu-latest\n{line}    steps:\n      - run: bandit -r src | tee out.txt\n"
    assert bool(workflow(text)[0].blocking_on()) is blocking


@pytest.mark.parametrize(
    ("shell", "runs", "unseen"),
    [
        ("cat {0}", False, False),
        ("/usr/bin/tee {0}", False, False),
        ("echo bash {0}", False, False),
        ("python", False, False),
        ("nu {0}", False, True),
        ("alpine.sh {0}", True, False),
        ("micromamba-shell {0}", True, False),
        ("nix develop --command bash {0}", True, False),
        ("bash -el {0}", True, False),
        ("bash -c true {0}", False, True),
        ("'bash -c \"set -e; source {0}\"'", True, False),
    ],
)
def test_only_a_shell_runs_what_a_step_says(seen: Seen, shell: str, runs: bool, unseen: bool) -> None:
    text = f"on: push\njobs:\n  s:\n    runs-on: x\n    steps:\n      - shell: {shell}\n        run: bandit -r src\n"
    answer = seen({".github/workflows/a.yml": text})
    assert any(one.tool == "bandit" for one in answer.found) is runs
    assert any(gap.wanted == "bandit -r src" for gap in answer.gaps) is unseen


def test_a_matrix_leg_that_switches_the_tool_off(workflow: Workflow) -> None:
    text = (
        "on: push\njobs:\n  s:\n    strategy:\n      matrix:\n        dir: [api, web]\n        include:\n"
        "          - dir: docs\n            skip: true\n    runs-on: x\n    steps:\n      - if: matrix.skip != true\n"
        "        working-directory: ${{ matrix.dir }}\n        run: bandit -r .\n"
    )
    assert {one.directory for one in workflow(text) if one.firings} == {"api", "web"}


@pytest.mark.parametrize(
    ("matrix", "runs"),
    [
        ("{v: []}", False),
        ("{v: [1], exclude: [{v: 1}]}", False),
        ("{v: [1, 2], exclude: [{v: 1}]}", True),
        ("{v: [1], exclude: [{v: 1}], include: [{v: 3}]}", True),
        ("{v: '${{ fromJSON(needs.a.outputs.v) }}'}", True),
        ("{include: [{v: 1}]}", True),
    ],
)
def test_a_matrix_without_a_leg_starts_nothing(workflow: Workflow, matrix: str, *, runs: bool) -> None:
    job = f"    strategy: {{matrix: {matrix}}}\n    runs-on: x\n    steps:\n      - run: bandit -r src\n"
    (one,) = workflow(f"on: push\njobs:\n  scan:\n{job}")
    assert bool(one.firings) is runs
    assert ("no leg" in one.unreached) is not runs


@pytest.mark.parametrize(
    ("called", "on", "runs"),
    [
        (".github/workflows/scan.yml", "workflow_call", True),
        (".github/workflows/scan.yml", "{workflow_call: {inputs: {}}}", True),
        (".github/workflows/scan.yml", "[workflow_dispatch, workflow_call]", True),
        (".github/workflows/scan.yml", "workflow_dispatch", False),
        (".github/workflows/more/scan.yml", "workflow_call", False),
    ],
)
def test_only_what_may_be_called_is(seen: Seen, called: str, on: str, *, runs: bool) -> None:
    caller = f"on: pull_request\njobs:\n  a:\n    uses: ./{called}\n  b:\n    runs-on: x\n    steps:\n      - run: gitleaks detect\n"
    files = {".github/workflows/ci.yml": caller, called: f"on: {on}\n{JOB}"}
    found = [one for one in seen(files).found if Event.PULL_REQUEST in one.events]
    assert {one.tool for one in found} == ({"bandit", "gitleaks"} if runs else set())


def test_a_called_file_that_cannot_be_read_refuses_nothing(seen: Seen) -> None:
    files = {
        ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n  b:\n    runs-on: x\n    steps:\n    - run: bandit -r .\n",
        ".github/workflows/b.yml": "on: [workflow_call\n",
    }
    (one,) = [one for one in seen(files).found if one.tool == "bandit"]
    assert one.automatic


def test_reusable_workflows_of_the_tree_are_followed(seen: Seen) -> None:
    answer = seen(
        {
            ".github/workflows/call.yml": "on: pull_request\njobs:\n  go:\n    uses: ./.github/workflows/scan.yml\n    with:\n      path: lib\n",
            ".github/workflows/scan.yml": "on:\n  workflow_call:\n    inputs:\n      path: {default: src}\njobs:\n  s:\n    runs-on: x\n    steps:\n      - run: bandit -r ${{ inputs.path }}\n",
        }
    )
    (one,) = [found for found in answer.found if found.tool == "bandit"]
    assert one.argv == ("bandit", "-r", "lib")
    assert one.events == {PULL}
    assert next(str(span) for span in one.chain) == ".github/workflows/call.yml:1"


def test_a_workflow_that_nobody_calls_is_unreached(workflow: Workflow) -> None:
    (one,) = workflow("on: workflow_call\n" + JOB)
    assert one.unreached
    assert not one.firings


def test_a_reusable_workflow_from_elsewhere_is_a_gap(seen: Seen) -> None:
    text = "on: push\njobs:\n  go:\n    uses: harbour/shared/.github/workflows/checks.yml@v1\n"
    (gap,) = seen({".github/workflows/ci.yml": text}).gaps
    assert gap.span is not None
    assert (gap.span.line, gap.wanted) == (4, "harbour/shared/.github/workflows/checks.yml@v1")


def test_composite_actions_are_followed(workflow: Workflow) -> None:
    files = {
        ".github/actions/scan/action.yml": "inputs:\n  path: {default: src}\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: bandit -r ${{ inputs.path }}\n"
    }
    text = "on: push\njobs:\n  s:\n    runs-on: x\n    steps:\n      - uses: ./.github/actions/scan\n        with: {path: api}\n"
    (one,) = workflow(text, files=files)
    assert one.argv[-1] == "api"
    assert str(one.span) == ".github/actions/scan/action.yml:7"


def test_a_workflow_that_runs_after_another_inherits_its_events(seen: Seen) -> None:
    answer = seen(
        {
            ".github/workflows/a.yml": "name: Build\non: pull_request\njobs: {}\n",
            ".github/workflows/b.yml": "on:\n  workflow_run:\n    workflows: [Build]\n    types: [completed]\n" + JOB,
        }
    )
    assert answer.found[0].events == {PULL}


@pytest.mark.parametrize(
    "folder", ["third_party/ferry", "licenses/github.com/harbour/ferry", "testdata/ferry", "node_modules/ferry"]
)
def test_workflows_of_copies_of_other_projects_are_not_missed_here(seen: Seen, folder: str) -> None:
    assert not seen({f"{folder}/.github/workflows/ci.yml": "on: push\n" + JOB}).found
    assert seen({"services/ferry/.github/workflows/ci.yml": "on: push\n" + JOB}).found


@pytest.mark.parametrize(
    "path", ["deploy/ci/scan.yml", ".github/workflows/ci.yml.disabled", ".github/workflows/old/ci.yml"]
)
def test_files_that_github_never_reads_are_near_misses(seen: Seen, path: str) -> None:
    (one,) = seen({path: "on: push\n" + JOB}).found
    assert not one.firings
    assert "never reads" in one.unreached


def test_actions_with_their_inputs(workflow: Workflow) -> None:
    text = "on: push\njobs:\n  s:\n    runs-on: x\n    steps:\n      - uses: aquasecurity/trivy-action@v1\n        with:\n          exit-code: '1'\n"
    (found,) = workflow(text, "trivy")
    assert found.with_ == (("exit-code", "1"),)
    assert found.blocking_on()
    assert found.action == "aquasecurity/trivy-action@v1"


@pytest.mark.parametrize(
    ("image", "given", "tool", "runs"),
    [
        ("aquasec/trivy:1", "args: fs --exit-code 1 .", "trivy", True),
        ("aquasec/trivy:1", "args: --help", "trivy", False),
        ("python:3", "args: bandit -r .", "bandit", True),
        ("python:3", "args: -r ., entrypoint: bandit", "bandit", True),
        ("python:3", "args: '-c \"bandit -r .\"', entrypoint: sh", "bandit", True),
        ("cytopia/bandit", "args: -r ., entrypoint: /bin/true", "bandit", False),
        ("python:3", "args: echo bandit", "bandit", False),
    ],
)
def test_a_container_runs_what_it_is_told(workflow: Workflow, image: str, given: str, tool: str, *, runs: bool) -> None:
    text = (
        f"on: push\njobs:\n  s:\n    runs-on: x\n    steps:\n      - {{uses: 'docker://{image}', with: {{{given}}}}}\n"
    )
    assert [bool(one.blocking_on()) for one in workflow(text, tool)] == ([True] if runs else [])


def test_a_container_that_may_scan_is_a_gap(seen: Seen) -> None:
    text = "on: push\njobs:\n  s:\n    runs-on: x\n    steps:\n      - uses: docker://harbour/{}:1\n"
    assert seen({".github/workflows/ci.yml": text.format("scanner")}).gaps
    assert not seen({".github/workflows/ci.yml": text.format("crane")}).gaps


def test_installing_asking_and_printing_run_nothing(workflow: Workflow) -> None:
    for line in (
        "pip install bandit",
        "bandit --version",
        "bandit --help",
        "which bandit",
        "command -v bandit",
        "echo bandit",
    ):
        assert not workflow(f"on: push\njobs:\n  s:\n    runs-on: x\n    steps:\n      - run: {line}\n")


def test_unreadable_workflows_and_other_systems_are_gaps(seen: Seen) -> None:
    answer = seen({".github/workflows/ci.yml": "on: [\n", "Jenkinsfile": "node {}", ".travis.yml": "script: x\n"})
    assert {gap.wanted for gap in answer.gaps} == {".github/workflows/ci.yml", "Jenkins", "Travis CI"}
    assert answer.read == (".github/workflows/ci.yml",)


WORDS = st.sampled_from(
    ["on", "jobs", "push", "steps", "run", "uses", "if", "needs", "matrix", "strategy", "include", "env", "with",
     "./a", "bandit", "${{ matrix.a }}", "${{ x", "true", "null", "branches", "schedule", "cron", "* * * * *"]
)  # fmt: skip
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=25
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(WORDS, TREES, max_size=5))
def test_no_workflow_raises(tree: Callable[..., object], content: dict[str, object]) -> None:
    import yaml

    text = yaml.safe_dump({"on": "push", "jobs": {"a": content}, **content})
    files = {
        ".github/workflows/ci.yml": text,
        ".gitlab-ci.yml": text,
        ".pre-commit-config.yaml": text,
        "Taskfile.yml": text,
    }
    invocations(tree(files))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("extra", "sure"),
    [
        ("", True),
        ("      - run: echo LOCAL=1 >> $GITHUB_ENV\n", False),
        ("      - run: echo OTHER=1 >> $GITHUB_ENV\n", True),
        ("      - run: cat tides.env >> $GITHUB_ENV\n", False),
        ("      - run: ./scripts/tides.sh\n", False),
        ("      - run: bash scripts/above.sh\n", False),
        ("      - run: make tides\n", False),
        ("      - run: ./scripts/quay.sh\n", True),
        ("      - uses: docker://harbour/tides:1\n", False),
        ("      - uses: harbour/what-changed@v6\n", False),
        ("      - uses: ./.github/actions/tides\n", False),
        ("      - uses: actions/github-script@v8\n", False),
        ("      - uses: actions/checkout@v5\n", True),
        ("      - uses: github/codeql-action/init@v4\n", True),
    ],
)
def test_a_variable_that_no_step_can_set_is_empty(workflow: Workflow, extra: str, *, sure: bool) -> None:
    sets = 'echo LOCAL=1 >> "$GITHUB_ENV"\n'
    more = {
        "scripts/tides.sh": sets,
        "scripts/above.sh": "scripts/tides.sh\n",
        "scripts/quay.sh": sets.replace("LOCAL", "OTHER"),
        "Makefile": f"tides:\n\t{sets}",
    }
    found = workflow(
        "on: push\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n"
        + extra
        + "      - if: ${{ !env.LOCAL }}\n        run: bandit -r src\n",
        files=more,
    )
    one = next(each for each in found if each.tool == "bandit")
    assert bool(one.doubts) is not sure
    assert PUSH in one.events


def test_a_need_of_a_job_that_is_not_there_starts_nothing(workflow: Workflow) -> None:
    found = workflow(
        "on: push\njobs:\n  scan:\n    needs: [gone]\n    runs-on: ubuntu-latest\n    steps:\n      - run: bandit -r src\n"
    )
    assert [one.firings for one in found if one.tool == "bandit"] == [()]


def test_needs_in_layers_are_looked_at_once_each(workflow: Workflow) -> None:
    jobs = "".join(
        f"  {side}{level}:\n    needs: [a{level - 1}, b{level - 1}]\n    runs-on: u\n    steps:\n      - run: bandit -r src\n"
        for level in range(1, 40)
        for side in "ab"
    )
    first = "".join(f"  {side}0:\n    runs-on: u\n    steps:\n      - run: bandit -r src\n" for side in "ab")
    found = [one for one in workflow(f"on: push\njobs:\n{first}{jobs}") if one.tool == "bandit"]
    assert len(found) == 80
    assert all(PUSH in one.events for one in found)


def test_workflows_that_call_each_other_are_followed_within_a_budget(seen: Seen) -> None:
    files = {
        f".github/workflows/w{number}.yml": "on: [push, workflow_call]\njobs:\n"
        + "".join(f"  j{other}:\n    uses: ./.github/workflows/w{other}.yml\n" for other in range(8))
        for number in range(8)
    }
    answer = seen(files)
    assert any("call each other" in gap.reason for gap in answer.gaps)
