"""Trivy: vulnerabilities, misconfiguration and secrets in images, files and repositories."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import given, has, loaded, operands, surroundings, value, values, words, yaml_of
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

SCANS = (
    "image",
    "i",
    "fs",
    "filesystem",
    "repo",
    "repository",
    "rootfs",
    "config",
    "conf",
    "sbom",
    "vm",
    "kubernetes",
    "k8s",
)
FORMATS = {"cyclonedx": "cyclonedx", "spdx": "spdx", "spdx-json": "spdx", "github": ""}
VALUED = (
    "-f",
    "--format",
    "-o",
    "--output",
    "-s",
    "--severity",
    "--exit-code",
    "-c",
    "--config",
    "--scanners",
    "--ignorefile",
    "--timeout",
    "--skip-dirs",
    "--skip-files",
    "--cache-dir",
    "--vuln-type",
    "--pkg-types",
    "-t",
    "--template",
    "--db-repository",
    "--java-db-repository",
    "--input",
    "--ignore-policy",
    "--platform",
)


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call) if call.argv else _of_action(call)
    kind = next((word for word in operands(arguments, *VALUED) if word in SCANS), "")
    files = loaded(arguments, ("-c", "--config"), repository, directory, ("trivy.yaml",))
    form = value(arguments, "-f", "--format") or ""
    bill = FORMATS.get(form)
    code = value(arguments, "--exit-code") or surroundings(call, "TRIVY_EXIT_CODE") or _written(repository, files)
    scanners = value(arguments, "--scanners", "--security-checks")
    threshold = (value(arguments, "-s", "--severity") or surroundings(call, "TRIVY_SEVERITY")).lower()
    exits = Exits.FINDINGS_PASS if code in ("", "0") or bill is not None else Exits.FINDINGS_FAIL
    if exits is Exits.FINDINGS_FAIL and threshold and "low" not in threshold:
        exits = Exits.THRESHOLD
    return Reading(
        runs=bool(kind) and not has(arguments, "--download-db-only", "--help", "-h"),
        exits=exits,
        threshold=threshold if exits is Exits.THRESHOLD else "",
        configuration=files + loaded(arguments, ("--ignorefile",), repository, directory, (".trivyignore",)),
        sbom_formats=(bill,) if bill else (),
        output=values(arguments, "-o", "--output"),
        activities=_activities(kind, scanners, bill),
    )


def _of_action(call: Call) -> tuple[str, ...]:
    """The words that aquasecurity/trivy-action passes on; by default it scans an image and exits 0."""
    pairs = (
        ("format", "--format"),
        ("output", "--output"),
        ("severity", "--severity"),
        ("exit-code", "--exit-code"),
        ("scanners", "--scanners"),
        ("security-checks", "--scanners"),
        ("trivy-config", "--config"),
        ("trivyignores", "--ignorefile"),
    )
    told = [word for name, flag in pairs if given(call, name) for word in (flag, given(call, name))]
    return (given(call, "scan-type") or "image", *told)


def _written(repository: Repository, files: tuple[str, ...]) -> str:
    document = yaml_of(repository, files[0]) if files else None
    return str(document.get("exit-code", "")) if isinstance(document, dict) else ""


def _activities(kind: str, scanners: str | None, bill: str | None) -> frozenset[Activity]:
    if bill is not None:
        return frozenset({Activity.SBOM}) if bill else frozenset({Activity.DEPENDENCY_SCANNING})
    chosen = set((scanners or "vuln,secret").replace(" ", "").split(","))
    found = set()
    if kind in ("config", "conf"):
        return frozenset({Activity.STATIC_ANALYSIS, Activity.POSTURE})
    if "vuln" in chosen:
        found.add(Activity.DEPENDENCY_SCANNING)
        found |= {Activity.CONTAINER_SCANNING} if kind in ("image", "i", "rootfs", "vm", "k8s", "kubernetes") else set()
    if "secret" in chosen:
        found.add(Activity.SECRET_SCANNING)
    if chosen & {"config", "misconfig"}:
        found.add(Activity.POSTURE)
    if "license" in chosen:
        found.add(Activity.LICENCE_CHECK)
    return frozenset(found)


RECORD = ToolRecord(
    name=ToolName(name="trivy", activities=frozenset({Activity.DEPENDENCY_SCANNING, Activity.CONTAINER_SCANNING})),
    executables=("trivy",),
    packages=(("brew", "trivy"),),
    actions=(
        "aquasecurity/trivy-action",
        "lazy-actions/gitrivy",
    ),
    hook_entries=(
        HookEntry("terraform_trivy", ("trivy", "config", "--exit-code", "1")),
        HookEntry("trivyconfig-docker", ("trivy", "config", "--exit-code", "1")),
        HookEntry("", ("trivy", "fs")),
    ),
    hooks=(
        "trivy",
        "terraform_trivy",
        "trivyfs-docker",
        "trivyconfig-docker",
    ),
    images=(
        "aquasec/trivy",
        "ghcr.io/aquasecurity/trivy",
        "public.ecr.aws/aquasecurity/trivy",
    ),
    configuration_files=(
        "trivy.yaml",
        "trivy.yml",
        ".trivyignore",
        ".trivyignore.yaml",
        ".trivyignore.yml",
    ),
    read=_read,
)
