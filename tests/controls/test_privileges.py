"""Tokens, checkouts and images: what the files plainly confine is kept, what they plainly do not is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from controls.golden import Case, check, judge, says
from troth.controls import control_of
from troth.controls.privileges import CONTROL
from troth.evidence import tools
from troth.evidence.repository import Repository
from troth.policy.reader import read
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


@cache
def practice(text: str) -> Practice:
    """What the reader makes of a sentence: what it says of all or of some is told by nobody else."""
    read_ = read("SECURITY.md", f"# Security\n\n## Hardening\n\n- {text}\n", tools.NAMES)
    return next(one for one in read_.commitments if isinstance(one, Practice) and CONTROL.judges(one))


LEAST = practice("GitHub Actions workflows run with least-privilege permissions.")
ALL = practice("All workflows declare minimal `permissions`.")
READ_ONLY = practice("Workflows have read-only `GITHUB_TOKEN` permissions.")
DEFAULT = practice("The GITHUB_TOKEN is read-only by default in all workflows.")
CHECKOUTS = practice("Every checkout uses `persist-credentials: false`.")
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
    Case(
        name="workflows that use rights name none",
        promise=practice("All workflows use minimal permissions."),
        files={CI: flow()},
        standing=UNPROVEN,
        words="a setting",
    ),
    Case(
        name="contents alone are meant",
        promise=practice("All workflows declare `permissions: contents: read`."),
        files={CI: flow("", "    permissions:\n      contents: read\n      security-events: write\n")},
        standing=KEPT,
    ),
    Case(
        name="contents are written",
        promise=practice("All workflows declare `permissions: contents: read`."),
        files={CI: flow("", "    permissions:\n      contents: write\n")},
        standing=BROKEN,
    ),
    *(
        Case(name=f"{text} {standing}", promise=practice(text), files={CI: flow(rights)}, standing=standing)
        for text in (
            "Workflow tokens cannot write to the repository.",
            "In every workflow the job token only has read access.",
            "CI tokens have no write access.",
        )
        for rights, standing in (
            (READ, KEPT),
            ("permissions:\n  contents: write\n", BROKEN),
        )
    ),
    Case(
        name="what else is written is not the repository",
        promise=practice("Workflow tokens cannot write to the repository."),
        files={CI: flow("permissions:\n  issues: write\n")},
        standing=UNPROVEN,
    ),
    Case(
        name="a token of its own writes nothing",
        promise=practice("All workflows use a read-only `GITHUB_TOKEN`."),
        files={CI: flow(READ, "    permissions:\n      id-token: write\n")},
        standing=KEPT,
    ),
    Case(
        name="several scopes of one job",
        promise=practice("All workflows follow least privilege."),
        files={CI: flow(READ, "    permissions:\n      contents: write\n      packages: write\n")},
        standing=UNPROVEN,
        words="whether each needs it",
    ),
    Case(
        name="several scopes that are declared as minimal",
        promise=practice("All workflows declare minimal permissions."),
        files={CI: flow("permissions:\n  contents: write\n  issues: write\n"), NIGHT: flow("permissions: read-all\n")},
        standing=UNPROVEN,
        words="1 of 2",
    ),
    Case(
        name="rights are named, whatever they are",
        promise=practice("All workflows declare explicit permissions."),
        files={CI: flow("permissions:\n  contents: write\n  issues: write\n")},
        standing=KEPT,
    ),
    Case(
        name="rights in no known shape",
        promise=practice("All workflows declare minimal permissions."),
        files={CI: flow(READ), NIGHT: flow("permissions: [a, b]\n")},
        standing=UNPROVEN,
    ),
    Case(
        name="rights in a nested shape",
        promise=practice("All workflows declare minimal permissions."),
        files={CI: flow(READ), NIGHT: flow("permissions:\n  contents: [read]\n")},
        standing=UNPROVEN,
    ),
    Case(
        name="the caller decides",
        promise=practice("All workflows declare minimal permissions."),
        files={CI: flow(READ), NIGHT: flow().replace("on: push", "on: workflow_call")},
        standing=UNPROVEN,
    ),
    Case(
        name="one workflow of two is meant",
        promise=practice("The release workflow declares minimal permissions."),
        files={CI: flow(READ), NIGHT: flow()},
        standing=UNPROVEN,
    ),
    Case(
        name="all checkouts but one",
        promise=practice("All checkouts use `persist-credentials: false`, except the one of the release job."),
        files={CI: flow(steps=CLEAN + CHECKOUT)},
        standing=UNPROVEN,
    ),
    Case(
        name="a checkout in an action",
        promise=practice("Every checkout uses `persist-credentials: false`."),
        files={CI: flow(steps=CLEAN + "      - uses: ./.github/actions/berth\n")},
        standing=UNPROVEN,
    ),
    Case(
        name="a checkout in capitals",
        promise=practice("Every checkout uses `persist-credentials: false`."),
        files={CI: flow(steps=CLEAN + CHECKOUT.replace("actions", "Actions"))},
        standing=BROKEN,
    ),
    Case(
        name="a start script steps down",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": 'FROM alpine:3\nUSER root\nCMD ["/start.sh"]\n', "start.sh": "exec su-exec ferry"},
        standing=UNPROVEN,
    ),
    Case(
        name="a start script is elsewhere",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": 'FROM alpine:3\nUSER root\nCMD ["/start.sh"]\n'},
        standing=UNPROVEN,
    ),
    Case(
        name="a start script stays root",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": 'FROM alpine:3\nUSER root\nCMD ["/start.sh"]\n', "start.sh": "exec ferry"},
        standing=BROKEN,
    ),
    Case(
        name="no image for tests: precision.Dockerfile",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nUSER ferry\n", "precision.Dockerfile": "FROM alpine:3\nUSER root\n"},
        standing=BROKEN,
    ),
    Case(
        name="no image for tests: Dockerfile.latest",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nUSER ferry\n", "Dockerfile.latest": "FROM alpine:3\nUSER root\n"},
        standing=BROKEN,
    ),
    Case(
        name="no image for tests: Dockerfile.device",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nUSER ferry\n", "Dockerfile.device": "FROM alpine:3\nUSER root\n"},
        standing=BROKEN,
    ),
    Case(
        name="an image for development",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nUSER ferry\n", "Dockerfile.dev": "FROM alpine:3\nUSER root\n"},
        standing=KEPT,
    ),
    Case(
        name="noughts",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nUSER 00\n"},
        standing=BROKEN,
    ),
    Case(
        name="a name with the number of root",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nRUN adduser -u 0 -o ferry\nUSER ferry\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="a name with another number",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nRUN adduser -u 1000 ferry\nUSER ferry\n"},
        standing=KEPT,
    ),
    Case(
        name="started as root",
        promise=practice("All images run as a non-root user."),
        files={
            "Dockerfile": "FROM alpine:3\nUSER ferry\n",
            "compose.yml": 'services:\n  quay:\n    build: .\n    user: "0:0"\n',
        },
        standing=UNPROVEN,
    ),
    Case(
        name="started with sudo",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": 'FROM alpine:3\nUSER ferry\nENTRYPOINT ["sudo", "ferry"]\n'},
        standing=UNPROVEN,
    ),
    Case(
        name="a base with a like name",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM quay/nonrootless-builder\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="flags of one letter together",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nRUN useradd -ou 0 ferry\nUSER ferry\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="a line of the password file",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nRUN echo 'ferry:x:0:0::/:/bin/sh' >> /etc/passwd\nUSER ferry\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="another stage is built by Compose",
        promise=practice("All images run as a non-root user."),
        files={
            "Dockerfile": "FROM alpine:3 AS quay\nUSER root\nFROM alpine:3 AS pier\nUSER ferry\n",
            "compose.yml": "services:\n  a:\n    build:\n      context: .\n      target: quay\n",
        },
        standing=UNPROVEN,
    ),
    Case(
        name="another stage is built by a workflow",
        promise=practice("All images run as a non-root user."),
        files={
            "Dockerfile": "FROM alpine:3 AS quay\nUSER root\nFROM alpine:3 AS pier\nUSER ferry\n",
            ".github/workflows/r.yml": "on: push\njobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          target: quay\n",
        },
        standing=UNPROVEN,
    ),
    Case(
        name="another stage is built by make",
        promise=practice("All images run as a non-root user."),
        files={
            "Dockerfile": "FROM alpine:3 AS quay\nUSER root\nFROM alpine:3 AS pier\nUSER ferry\n",
            "Makefile": "image:\n\tdocker build --target=quay .\n",
        },
        standing=UNPROVEN,
    ),
    Case(
        name="the stage that is built is the one with a user",
        promise=practice("All images run as a non-root user."),
        files={
            "Dockerfile": "FROM alpine:3 AS quay\nUSER root\nFROM alpine:3 AS pier\nUSER ferry\n",
            "compose.yml": "services:\n  a:\n    build:\n      context: .\n      target: pier\n",
        },
        standing=KEPT,
    ),
    Case(
        name="a stage for tests is built",
        promise=practice("All images run as a non-root user."),
        files={
            "Dockerfile": "FROM alpine:3 AS test\nUSER root\nFROM alpine:3 AS pier\nUSER ferry\n",
            "Makefile": "image:\n\tdocker build --target test .\n",
        },
        standing=KEPT,
    ),
    Case(
        name="a stage that another one has its user from",
        promise=practice("All images run as a non-root user."),
        files={
            "Dockerfile": "FROM alpine:3 AS quay\nUSER ferry\nFROM quay AS pier\nRUN x\nFROM pier\n",
            "Makefile": "image:\n\tdocker build --target pier .\n",
        },
        standing=KEPT,
    ),
    Case(
        name="root in one line of Compose",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nUSER ferry\n", "compose.yml": "services: {a: {build: ., user: root}}\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="a privileged container",
        promise=practice("All images run as a non-root user."),
        files={
            "Dockerfile": "FROM alpine:3\nUSER ferry\n",
            "pod.yaml": "containers:\n- image: x\n  securityContext:\n    privileged: true\n",
        },
        standing=UNPROVEN,
    ),
    Case(
        name="started as root by a script",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nUSER ferry\n", "start.sh": "docker run --rm -u 0 ferry\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="started by a script as somebody",
        promise=practice("All images run as a non-root user."),
        files={"Dockerfile": "FROM alpine:3\nUSER ferry\n", "start.sh": "docker run --rm -u 1000 ferry\n"},
        standing=KEPT,
    ),
    Case(
        name="one image too many",
        promise=practice("All images run as a non-root user."),
        files={f"berth{n}/Dockerfile": "FROM alpine:3\nUSER ferry\n" for n in range(101)},
        standing=UNPROVEN,
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
        ("We do not use `persist-credentials: false`.", False),
        ("Workflows never use `pull_request_target`.", True),
        ("No workflow uses `pull_request_target` with code of forks.", False),
        ("Labels are set by a workflow on `pull_request_target`.", False),
        ("Actions are pinned, and we do not use the `pull_request_target` event.", True),
        ("Our workflows do not run on `pull_request_target`.", True),
        ("Secrets are never exposed to `pull_request_target`.", False),
        ("We never run tests on `pull_request_target`.", False),
        ("Deploy workflows never run on `pull_request_target`.", False),
        ("No workflow with secrets runs on `pull_request_target`.", False),
        ("No secrets are given to workflows, but `pull_request_target`, which labels.", False),
    ],
)
def test_what_it_judges(text: str, *, its: bool) -> None:
    said = Practice(span=says(text), topic="least_privilege")
    assert (control_of(said) is CONTROL) is its


def test_a_hedged_sentence_is_not_broken(tree: Callable[..., Repository]) -> None:
    said = practice("Containers run as non-root where possible.")
    assert judge(CONTROL, said, tree({"Dockerfile": "FROM alpine:3\nUSER root\n"})).standing is AT_RISK


def test_a_workflow_that_is_none_leaves_it_open(tree: Callable[..., Repository]) -> None:
    repository = tree({CI: flow(READ), NIGHT: "- a\n- b\n"})
    assert judge(CONTROL, LEAST, repository).standing is UNPROVEN


TOKENS = ({CI: flow(READ), NIGHT: flow(READ)}, {CI: flow(READ), NIGHT: flow("permissions: write-all\n")})
CLONES = ({CI: flow(steps=CLEAN)}, {CI: flow(steps=CLEAN + CHECKOUT)})
USERS = (
    {"Dockerfile": "FROM alpine:3\nUSER ferry\n"},
    {"Dockerfile": "FROM alpine:3\nUSER ferry\n", "quay/Dockerfile": "FROM alpine:3\nUSER root\n"},
)
EVENTS = ({CI: flow()}, {CI: flow(), NIGHT: flow().replace("push", "[push, pull_request_target]")})
"""Files of which all do as is said, and files of which one does not."""


@pytest.mark.parametrize(
    ("text", "files", "standings"),
    [
        ("All workflows declare minimal permissions.", TOKENS, (KEPT, BROKEN)),
        ("Every workflow is restricted to minimal permissions.", TOKENS, (KEPT, BROKEN)),
        ("All workflows, including those of releases, declare minimal permissions.", TOKENS, (KEPT, BROKEN)),
        ("Workflows declare minimal permissions.", TOKENS, (KEPT, AT_RISK)),
        ("Workflows declare minimal permissions; jobs that need more name it.", TOKENS, (KEPT, AT_RISK)),
        ("Most workflows declare minimal permissions.", TOKENS, (UNPROVEN, UNPROVEN)),
        ("Almost all workflows set `permissions: contents: read`.", TOKENS, (UNPROVEN, UNPROVEN)),
        ("Not all workflows declare minimal permissions.", TOKENS, (UNPROVEN, UNPROVEN)),
        ("All workflows but one declare minimal permissions.", TOKENS, (UNPROVEN, UNPROVEN)),
        ("All workflows except the release one declare minimal permissions.", TOKENS, (UNPROVEN, UNPROVEN)),
        ("Workflows that publish declare minimal permissions.", TOKENS, (UNPROVEN, UNPROVEN)),
        ("All workflows on the main branch declare minimal permissions.", TOKENS, (UNPROVEN, UNPROVEN)),
        ("All checkouts use `persist-credentials: false`.", CLONES, (KEPT, BROKEN)),
        ("Every checkout sets `persist-credentials: false`, with no exception.", CLONES, (UNPROVEN, UNPROVEN)),
        ("Checkouts use `persist-credentials: false`.", CLONES, (KEPT, AT_RISK)),
        ("Most checkouts use `persist-credentials: false`.", CLONES, (UNPROVEN, UNPROVEN)),
        ("All checkouts use `persist-credentials: false` unless they push.", CLONES, (UNPROVEN, UNPROVEN)),
        ("All images run as a non-root user.", USERS, (KEPT, BROKEN)),
        ("All images, including the debug image, run as a non-root user.", USERS, (KEPT, BROKEN)),
        ("Images run as a non-root user where possible.", USERS, (KEPT, AT_RISK)),
        ("Some images run as a non-root user.", USERS, (UNPROVEN, UNPROVEN)),
        ("All images run as a non-root user, except the builder.", USERS, (UNPROVEN, UNPROVEN)),
        ("All images that we publish run as a non-root user.", USERS, (UNPROVEN, UNPROVEN)),
        ("No workflow uses `pull_request_target`.", EVENTS, (KEPT, BROKEN)),
        ("No workflow uses the pull_request_target trigger in our CI.", EVENTS, (KEPT, BROKEN)),
    ],
)
def test_how_many_are_meant(
    text: str, files: tuple[dict[str, str], ...], standings: tuple[Standing, ...], tree: Callable[..., Repository]
) -> None:
    found = tuple(judge(CONTROL, practice(text), tree(each)).standing for each in files)
    assert found == standings


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("on: push", KEPT),
        ("on:\n  pull_request_target:\n    types: [opened]", BROKEN),
        ("on: pull_request_target", BROKEN),
        ("on: []", UNPROVEN),
        ("'on': [pull_request]", KEPT),
    ],
)
def test_how_workflows_start(on: str, standing: Standing, tree: Callable[..., Repository]) -> None:
    repository = tree({CI: flow().replace("on: push", on)})
    assert judge(CONTROL, practice("No workflow uses `pull_request_target`."), repository).standing is standing
