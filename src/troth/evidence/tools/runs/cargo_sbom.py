"""Runs cargo-sbom in every Cargo workspace, once for each format, and counts what its documents name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import rust_workspaces, stage
from troth.evidence.tools.runs.documents import decode, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.session import start, together, version
from troth.evidence.tools.runs.stage import copy_of, no_run
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

FORMATS = {"spdx_json_2_3": "sbom.spdx.json", "cyclone_dx_json_1_4": "sbom.cdx.json"}
"""Formats that it is asked for, the usual one of each kind, with the names under which they are told."""


class SpdxPackage(msgspec.Struct, frozen=True, rename="camel"):
    """A package of SPDX 2.3."""

    name: str
    version_info: str = ""


class Spdx(msgspec.Struct, frozen=True, rename="camel"):
    """What makes a document one of SPDX 2.3."""

    spdx_version: str
    packages: list[SpdxPackage]


class Component(msgspec.Struct, frozen=True):
    """A component of CycloneDX; those of the workspace stand below the component that the document is about."""

    name: str
    version: str = ""
    components: list[Component] = []


class Metadata(msgspec.Struct, frozen=True):
    """What a CycloneDX document is about."""

    component: Component | None = None


class CycloneDx(msgspec.Struct, frozen=True, rename="camel"):
    """What makes a document one of CycloneDX."""

    bom_format: str
    spec_version: str
    components: list[Component]
    metadata: Metadata | None = None


def run(job: Job) -> Answer[ToolRun]:
    """``cargo sbom`` in each workspace; reads what ``cargo metadata`` says, builds nothing, fetches nothing.

    What of the tree can name a program to run (``.cargo/config``, ``rust-toolchain``) is left out of the copy.
    """
    program = stage.tool_path("cargo-sbom")
    if program is None:
        return no_run("cargo-sbom", "not installed")
    if reason := rust_workspaces.hindrance(job.repository):
        return no_run("cargo-sbom", reason)
    folders = _folders(job.repository)
    try:
        with copy_of(job.repository, rust_workspaces.harmless) as root:
            environment = rust_workspaces.environment(job, root.parent)
            its_version = version(program, root.parent)
            return together(
                _workspace(job, (program, its_version), root, folder, form, environment)
                for folder in folders
                for form in FORMATS
            )
    except OSError as error:
        return no_run("cargo-sbom", str(error))


def _folders(repository: Repository) -> list[str]:
    found = [path.rpartition("/")[0] for path in rust_workspaces.locks(repository)]
    return [folder for folder in found if f"{folder}/Cargo.toml".lstrip("/") in repository.path_set]


def _workspace(
    job: Job, program: tuple[str, str], root: Path, directory: str, form: str, environment: dict[str, str]
) -> Answer[ToolRun]:
    words, lock = ("sbom", "--output-format", form), f"{directory}/Cargo.lock".lstrip("/")
    before = job.repository.data(lock)
    if before is None:
        return no_run("cargo-sbom", f"{lock}: {job.repository.unreadable.get(lock, 'it cannot be read')}", directory)
    (root / lock).write_bytes(before)  # a run before this one may have changed it
    done = start(job, (program[0], *words), root / directory, env=environment, inherit=rust_workspaces.INHERITED)
    if done.exit_code == 0 and (root / lock).read_bytes() != before:
        return no_run("cargo-sbom", "Cargo.lock does not fit the manifests: cargo resolved anew", directory)
    return report(job, done, directory, (form, program[1], words))


def report(job: Job, done: Ran, directory: str, how: tuple[str, str, tuple[str, ...]]) -> Answer[ToolRun]:
    """What a run wrote; ``how`` are format, version and arguments. A gap unless its document names packages."""
    form, its_version, words = how
    if done.trouble or done.exit_code != 0:
        reason = next((line for line in done.errors.splitlines() if "ERROR" in line or "error" in line), done.errors)
        return no_run("cargo-sbom", done.trouble or f"exit code {done.exit_code}: {plain(reason)}", directory)
    try:
        named = _counted(done.stdout, form)
    except ValueError as error:
        return no_run("cargo-sbom", f"what it wrote is no {form}: {error}", directory)
    if not named:
        return no_run("cargo-sbom", f"its {form} names no package", directory)
    found = ToolRun(
        tool="cargo-sbom",
        argv=("cargo", *words),
        directory=directory,
        version=its_version,
        at=job.at,
        scanned=named,
        findings=(),
        exit_code=0,
        seconds=done.seconds,
        written=(FORMATS[form],),
    )
    return Answer(found=(found,), read=(f"{directory}/Cargo.lock".lstrip("/"),))


def _counted(content: bytes, form: str) -> int:
    """How many packages a document names.

    Raises:
        ValueError: it is no document of the format.
    """
    if form.startswith("spdx"):
        spdx = decode(content, Spdx)
        if spdx.spdx_version != "SPDX-2.3":
            raise ValueError(f"it says {spdx.spdx_version!r}")
        return len({(one.name, one.version_info) for one in spdx.packages})
    bom = decode(content, CycloneDx)
    wanted = form.removeprefix("cyclone_dx_json_").replace("_", ".")
    if (bom.bom_format, bom.spec_version) != ("CycloneDX", wanted):
        raise ValueError(f"it says {bom.bom_format!r} {bom.spec_version!r}")
    own = bom.metadata.component.components if bom.metadata and bom.metadata.component else []
    return len({(one.name, one.version) for one in (*bom.components, *own)})


def read(handed: Handed) -> Answer[ToolRun]:
    """A document from elsewhere, of either format, that says it was written by cargo-sbom."""
    try:
        head = decode(handed.content, dict[str, Any])
        form = "spdx_json_2_3" if "spdxVersion" in head else f"cyclone_dx_json_{head.get('specVersion')}"
        named = _counted(handed.content, form.replace(".", "_"))
    except ValueError as error:
        return no_run("cargo-sbom", f"{handed.name} cannot be read: {error}")
    if not _by_us(head):
        return no_run("cargo-sbom", f"{handed.name} was not written by cargo-sbom")
    if not named:
        return no_run("cargo-sbom", f"{handed.name} names no package")
    found = ToolRun(
        tool="cargo-sbom",
        argv=(),
        directory="",
        version=_by_us(head),
        at=handed.at,
        scanned=named,
        findings=(),
        origin="report",
        written=(handed.name,),
    )
    return Answer(found=(found,))


def _by_us(head: dict[str, Any]) -> str:
    """The version of cargo-sbom that a document says it was written by, "" for others."""
    info, metadata = head.get("creationInfo"), head.get("metadata")
    creators = info.get("creators") if isinstance(info, dict) else None
    for creator in creators if isinstance(creators, list) else ():
        if isinstance(creator, str) and creator.startswith("Tool: cargo-sbom-v"):
            return creator.removeprefix("Tool: cargo-sbom-v")
    tools = metadata.get("tools") if isinstance(metadata, dict) else None
    for tool in tools if isinstance(tools, list) else ():
        if isinstance(tool, dict) and tool.get("name") == "cargo-sbom":
            return str(tool.get("version") or "unknown")
    return ""


RUNNER = Runner(
    program="cargo-sbom",
    install="cargo install --locked cargo-sbom",
    inputs=("Cargo.lock", "Cargo.toml"),
    run=run,
    nothing_to_do=rust_workspaces.nothing_to_do,
    read=read,
    usual=("sbom", "--output-format", "spdx_json_2_3"),
)
