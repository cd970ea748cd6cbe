"""Tokens, checkouts and images: what the files plainly confine is kept, what they plainly do not is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import Case, check, judge, says
from troth.controls import control_of
from troth.controls.privileges import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Practice
from troth.terms.verdict import Standing

BROKEN, KEPT, AT_RISK, UNPROVEN = Standing.BROKEN, Standing.KEPT, Standing.AT_RISK, Standing.UNPROVEN
CI, NIGHT = ".github/workflows/ci.yml", ".github/workflows/night.yml"
CHECKOUT = "      - uses: actions/checkout@v4\n"
CLEAN = CHECKOUT + "        with:\n          persist-credentials: false\n"


def flow(top: str = "", job: str = "", steps: str = "      - run: make ferry\n") -> str:
    return f"on: push\n{top}jobs:\n  ferry:\n    runs-on: ubuntu-latest\n{job}    steps:\n{steps}"


READ = "permissions:\n  contents: read\n"
WRITE = "    permissions:\n      packages: write\n"


def practice(text: str, *, universal: bool = False) -> Practice:
    return Practice(span=says(text), topic="least_privilege", universal=universal)


LEAST = practice("GitHub Actions workflows run with least-privilege permissions.")
ALL = practice("All workflows declare minimal `permissions`.", universal=True)
READ_ONLY = practice("The GITHUB_TOKEN of workflows is read-only.")
DEFAULT = practice("The GITHUB_TOKEN is read-only by default in all workflows.", universal=True)
CHECKOUTS = practice("Every checkout uses `persist-credentials: false`.", universal=True)
IMAGE = practice("The container image runs as a non-root user.")

CASES = (
    Case(name="a token confined", promise=LEAST, files={CI: flow(READ)}, standing=KEPT, words="may write nothing"),
    Case(name="none at all", promise=LEAST, files={CI: flow("permissions: {}\n")}, standing=KEPT),
    Case(name="more in the job that needs it", promise=LEAST, files={CI: flow(READ, WRITE)}, standing=KEPT),
    Case(
        name="rights of a whole workflow",
        promise=LEAST,
        files={CI: flow("permissions:\n  packages: write\n")},
        standing=UNPROVEN,
        words="may write packages; whether each needs it",
    ),
    Case(name="a setting decides", promise=LEAST, files={CI: flow()}, standing=UNPROVEN, settles="hosted"),
    Case(
        name="one of two names none",
        promise=ALL,
        files={CI: flow(READ), NIGHT: flow()},
        standing=BROKEN,
        words="1 of 2",
    ),
    Case(name="each names them", promise=ALL, files={CI: flow(READ), NIGHT: flow("", WRITE)}, standing=KEPT),
    Case(
        name="all rights", promise=ALL, files={CI: flow("permissions: write-all\n")}, standing=BROKEN, words="write-all"
    ),
    Case(
        name="all rights in one of two",
        promise=LEAST,
        files={CI: flow(READ), NIGHT: flow("permissions: write-all\n")},
        standing=AT_RISK,
    ),
    Case(name="read-only, and a job writes", promise=READ_ONLY, files={CI: flow(READ, WRITE)}, standing=BROKEN),
    Case(name="read-only by default, and a job writes", promise=DEFAULT, files={CI: flow(READ, WRITE)}, standing=KEPT),
    Case(
        name="read-only by default, and a workflow writes",
        promise=DEFAULT,
        files={CI: flow("permissions:\n  contents: write\n")},
        standing=BROKEN,
        words="may write contents",
        cites=(f"{CI}:2",),
    ),
    Case(name="no workflow", promise=LEAST, files={"a": "1"}, standing=UNPROVEN, words="no jobs of workflows"),
    Case(name="a clean checkout", promise=CHECKOUTS, files={CI: flow(steps=CLEAN)}, standing=KEPT),
    Case(name="a checkout that keeps it", promise=CHECKOUTS, files={CI: flow(steps=CLEAN + CHECKOUT)}, standing=BROKEN),
    Case(
        name="a checkout by a variable",
        promise=CHECKOUTS,
        files={CI: flow(steps=CLEAN.replace("false", "${{ inputs.keep }}"))},
        standing=UNPROVEN,
    ),
    Case(name="a user", promise=IMAGE, files={"Dockerfile": "FROM alpine:3\nUSER ferry\n"}, standing=KEPT),
    Case(name="a number", promise=IMAGE, files={"Dockerfile": "FROM alpine:3\nUSER 65532:65532\n"}, standing=KEPT),
    Case(
        name="a user of a former stage",
        promise=IMAGE,
        files={"Dockerfile": "FROM alpine:3 AS base\nUSER ferry\nFROM base\nRUN true\n"},
        standing=KEPT,
    ),
    Case(
        name="a user of a stage that is left",
        promise=IMAGE,
        files={"Dockerfile": "FROM golang:1 AS build\nUSER ferry\nFROM alpine:3\nCOPY --from=build /f /f\n"},
        standing=AT_RISK,
        words="no USER",
    ),
    Case(
        name="root",
        promise=IMAGE,
        files={"Dockerfile": "FROM alpine:3\nUSER ferry\nRUN x\nUSER root\n"},
        standing=BROKEN,
        cites=("Dockerfile:4",),
    ),
    Case(
        name="root, and the start script steps down",
        promise=IMAGE,
        files={"Dockerfile": "FROM alpine:3\nUSER root\n", "entrypoint.sh": 'exec gosu ferry "$@"\n'},
        standing=UNPROVEN,
    ),
    Case(
        name="root, and the cluster names a user",
        promise=IMAGE,
        files={
            "Dockerfile": "FROM alpine:3\nUSER root\n",
            "deploy/pod.yaml": "securityContext:\n  runAsNonRoot: true\n",
        },
        standing=UNPROVEN,
    ),
    Case(name="a base of one's own", promise=IMAGE, files={"Dockerfile": "FROM harbour/base:1\n"}, standing=UNPROVEN),
    Case(
        name="a base that is no root",
        promise=IMAGE,
        files={"Dockerfile": "FROM gcr.io/distroless/static:nonroot\n"},
        standing=KEPT,
    ),
    Case(
        name="an image for tests",
        promise=IMAGE,
        files={"Dockerfile": "FROM alpine:3\nUSER ferry\n", "tests/Dockerfile": "FROM alpine:3\nUSER root\n"},
        standing=KEPT,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


@pytest.mark.parametrize(
    ("text", "its"),
    [
        ("Workflow permissions default to `contents: read`.", True),
        ("All actions run with minimal token permissions.", True),
        ("Credentials are not persisted after checkout (`persist-credentials: false`).", True),
        ("Our containers never run as root.", True),
        ("Maintainers of workflows have the least privileges that they need.", False),
        ("Deploy tokens of CI have minimal permissions.", False),
        ("User code runs in unprivileged containers.", False),
        ("The service runs as a non-root user.", False),
        ("Access follows least privilege.", False),
    ],
)
def test_what_it_judges(text: str, *, its: bool) -> None:
    assert (control_of(practice(text)) is CONTROL) is its


def test_a_hedged_sentence_is_not_broken(tree: Callable[..., Repository]) -> None:
    said = practice("Containers run as non-root where possible.")
    assert judge(CONTROL, said, tree({"Dockerfile": "FROM alpine:3\nUSER root\n"})).standing is AT_RISK


def test_a_workflow_that_is_none_leaves_it_open(tree: Callable[..., Repository]) -> None:
    repository = tree({CI: flow(READ), NIGHT: "- a\n- b\n"})
    assert judge(CONTROL, LEAST, repository).standing is UNPROVEN
