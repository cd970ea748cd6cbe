"""Pushes container images."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import given, has, truthy
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    if not call.argv:
        push = (
            truthy(given(call, "push", "false"))
            or "push=true" in given(call, "outputs")
            or "type=registry" in given(call, "outputs")
        )
        bill = truthy(given(call, "sbom", "false"))
        return Reading(runs=push, sbom_formats=("spdx",) if bill and push else ())
    head, arguments = call.argv[0], call.argv[1:]
    pushes: bool = head in ("docker push", "podman push", "buildah push", "docker image push")
    if head in ("crane", "skopeo", "ko"):
        pushes = bool({"push", "copy", "cp", "build", "publish", "resolve", "apply"} & set(arguments[:1]))
    elif head in ("docker build", "docker buildx"):
        pushes = "--push" in arguments or any("type=registry" in word for word in arguments)
        pushes = pushes or arguments[:2] == ("imagetools", "create")
    bill = bool(has(arguments, "--sbom")) or any(word.startswith("type=sbom") for word in arguments)
    return Reading(runs=pushes, sbom_formats=("spdx",) if bill and pushes else ())


RECORD = ToolRecord(
    name=ToolName(name="image push", activities=frozenset({Activity.PUBLISHING})),
    executables=(
        "crane",
        "skopeo",
        "ko",
    ),
    subcommands=(
        "docker push",
        "podman push",
        "buildah push",
        "docker buildx",
        "docker build",
        "docker image push",
    ),
    actions=(
        "docker/build-push-action",
        "docker/bake-action",
        "redhat-actions/push-to-registry",
    ),
    read=_read,
)
