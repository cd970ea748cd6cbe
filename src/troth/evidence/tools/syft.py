"""Syft: bills of material of images and file systems."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, loaded, values, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call)
    forms = [part for word in values(arguments, "-o", "--output") for part in word.split(",")]
    formats, files = [], list(values(arguments, "--file"))
    for form in forms:
        name, _, target = form.partition("=")
        formats += [kind for kind in ("spdx", "cyclonedx") if name.startswith(kind)]
        files += [target] if target else []
    if not call.argv:
        name = given(call, "format") or "spdx-json"
        formats = [kind for kind in ("spdx", "cyclonedx") if name.startswith(kind)]
        files = [path for path in (given(call, "output-file"), given(call, "artifact-name")) if path]
    return Reading(
        runs=not asks_help(arguments) and call.action.split("@", 1)[0].lower() != "anchore/sbom-action/download-syft",
        configuration=loaded(arguments, ("-c", "--config"), repository, directory, (".syft.yaml", ".syft.yml")),
        sbom_formats=tuple(dict.fromkeys(formats)),
        output=tuple(files),
    )


RECORD = ToolRecord(
    name=ToolName(name="syft", spoken=("anchore syft",), activities=frozenset({Activity.SBOM})),
    executables=("syft",),
    go_packages=(
        "github.com/anchore/syft/cmd/syft",
        "github.com/anchore/syft",
    ),
    packages=(("brew", "syft"),),
    actions=("anchore/sbom-action",),
    images=(
        "anchore/syft",
        "ghcr.io/anchore/syft",
    ),
    configuration_files=(
        ".syft.yaml",
        ".syft.yml",
        "syft.yaml",
        ".syft/config.yaml",
    ),
    read=_read,
)
