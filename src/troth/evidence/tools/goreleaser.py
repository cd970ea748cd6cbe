"""GoReleaser: builds and publishes releases, with bills of material and signatures when told."""

from __future__ import annotations

from typing import Any

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, has, inside, loaded, operands, values, words, yaml_of
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

FILES = (".config/goreleaser.yml", ".config/goreleaser.yaml", ".goreleaser.yml", ".goreleaser.yaml", "goreleaser.yml",
         "goreleaser.yaml")  # fmt: skip


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "args")
    folder = inside(directory, given(call, "workdir")) or directory
    files = loaded(arguments, ("-f", "--config"), repository, folder, FILES)
    document = yaml_of(repository, files[0]) if files else None
    document = document if isinstance(document, dict) else {}
    first = operands(arguments, "-f", "--config")[:1]
    skipped = ",".join(values(arguments, "--skip")).split(",")
    publishes = not has(arguments, "--snapshot", "--skip-publish") and "publish" not in skipped
    bills = () if "sbom" in skipped or has(arguments, "--skip-sbom") else _bills(document)
    signs = bool(document.get("signs") or document.get("docker_signs")) and "sign" not in skipped
    found = {Activity.PUBLISHING: publishes, Activity.SBOM: bool(bills), Activity.SIGNING: signs}
    return Reading(
        runs=first == ("release",) and not asks_help(arguments),
        configuration=files,
        sbom_formats=bills,
        plugins=(("syft",) if bills and _by_syft(document) else ())
        + (("cosign",) if signs and "cosign" in str(document) else ()),
        activities=frozenset(activity for activity, done in found.items() if done),
    )


def _entries(document: dict[str, Any]) -> list[dict[str, Any]]:
    entries = document.get("sboms")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _by_syft(document: dict[str, Any]) -> bool:
    return any("syft" in str(entry.get("cmd") or "syft") for entry in _entries(document))


def _bills(document: dict[str, Any]) -> tuple[str, ...]:
    """Formats of ``sboms:``; the default command is syft with ``spdx-json`` (GoReleaser documentation, "sboms")."""
    formats = []
    for entry in _entries(document):
        told = f"{entry.get('args') or ''} {entry.get('documents') or ''} {entry.get('cmd') or ''}".lower()
        named = [kind for kind in ("spdx", "cyclonedx") if kind in told]
        formats += named or ["spdx"]
    return tuple(dict.fromkeys(formats))


RECORD = ToolRecord(
    name=ToolName(name="goreleaser", activities=frozenset({Activity.PUBLISHING})),
    executables=("goreleaser",),
    go_packages=(
        "github.com/goreleaser/goreleaser",
        "github.com/goreleaser/goreleaser/v2",
    ),
    packages=(("brew", "goreleaser"),),
    actions=("goreleaser/goreleaser-action",),
    images=(
        "goreleaser/goreleaser",
        "ghcr.io/goreleaser/goreleaser",
    ),
    configuration_files=(
        ".goreleaser.yml",
        ".goreleaser.yaml",
        "goreleaser.yml",
        "goreleaser.yaml",
    ),
    read=_read,
)
