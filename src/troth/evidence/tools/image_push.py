"""Pushes container images."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

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
)
