"""Scanners of images that are pointed at an image of somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troth.evidence.automation import images
from troth.evidence.repository import Repository
from troth.terms.seen.automation import Invocation

Workflow = Callable[..., list[Invocation]]
HEAD = "on: push\njobs:\n  s:\n    runs-on: x\n    steps:\n"
ACTION = "{{uses: aquasecurity/trivy-action@v1, with: {{image-ref: '{}', exit-code: '1'}}}}"


def blind(workflow: Workflow, tool: str, *steps: str, files: dict[str, str] | None = None) -> bool:
    (*_, one) = workflow(HEAD + "".join(f"      - {step}\n" for step in steps), tool, files)
    return any(given.fatal for given in one.firings[0].filters)


@pytest.mark.parametrize(
    ("tool", "step"),
    [
        ("trivy", "run: trivy image --exit-code 1 alpine"),
        ("trivy", "run: trivy image --exit-code 1 alpine:3.20"),
        ("trivy", "run: trivy image docker.io/library/nginx"),
        ("trivy", ACTION.format("busybox:latest")),
        ("grype", "run: grype debian:12 --fail-on low"),
        ("trivy", "run: docker run --rm aquasec/trivy image --exit-code 1 redis"),
    ],
)
def test_an_official_image_of_which_nothing_speaks(workflow: Workflow, tool: str, step: str) -> None:
    assert blind(workflow, tool, step)


@pytest.mark.parametrize(
    ("tool", "step", "files"),
    [
        ("trivy", "run: trivy image --exit-code 1 harbour:1", {}),
        ("trivy", "run: trivy image --exit-code 1 example.org/alpine", {}),
        ("trivy", "run: trivy image --exit-code 1 $IMAGE", {}),
        ("trivy", "run: trivy fs --exit-code 1 .", {}),
        ("trivy", "run: trivy image --exit-code 1 alpine", {"Dockerfile": "FROM alpine:3.20\n"}),
        ("trivy", "run: trivy image --exit-code 1 redis", {"compose.yaml": "services: {q: {image: redis}}\n"}),
        ("trivy", "run: docker build -t ghost . && trivy image --exit-code 1 ghost", {}),
    ],
)
def test_what_may_be_the_projects_own(workflow: Workflow, tool: str, step: str, files: dict[str, str]) -> None:
    assert not blind(workflow, tool, step, files=files)


def test_the_files_are_looked_through_once(workflow: Workflow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    text = Repository.text

    def counted(self: Repository, path: str) -> str | None:
        asked.append(path)
        return text(self, path)

    monkeypatch.setattr(Repository, "text", counted)
    steps = [f"run: trivy image --exit-code 1 {name}" for name in ("alpine", "busybox", "redis", "nginx", "golang")]
    assert blind(workflow, "trivy", *steps, files={"berths.yaml": "quay: 1\n"})
    assert asked.count("berths.yaml") <= 2


def test_a_tree_too_large_to_look_through_tells_nothing(workflow: Workflow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_MOST_LETTERS", 10)
    (one,) = workflow(f"{HEAD}      - run: trivy image --exit-code 1 alpine\n", "trivy")
    assert [gap.wanted for gap in one.doubts] == ["what it looks at, an image"]
    assert not any(given.fatal for given in one.firings[0].filters)
