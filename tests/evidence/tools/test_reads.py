"""How calls are read: one row per trap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.repository import Repository
from troth.evidence.tools import RECORDS
from troth.evidence.tools.documented import NOWHERE
from troth.evidence.tools.index import by_action, by_command
from troth.evidence.tools.record import Call, Reading
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits

Tree = Callable[[Mapping[str, str]], Repository]
FAIL, PASS, LIMIT, UP = Exits.FINDINGS_FAIL, Exits.FINDINGS_PASS, Exits.THRESHOLD, Exits.UPLOADS


def read(command: str, repository: Repository = NOWHERE, directory: str = "", **environment: str) -> Reading:
    found = by_command(command.split())
    assert found is not None, command
    call = Call(argv=found[1].argv, environment=tuple(environment.items()))
    return found[0].read(call, repository, directory)


def read_action(uses: str, **inputs: str) -> Reading:
    (record,) = by_action(uses)
    named = tuple((name.replace("_", "-"), value) for name, value in inputs.items())
    return record.read(Call(action=uses, inputs=named), NOWHERE, "")


EXITS = [
    ("bandit -r src", FAIL, ""),
    ("bandit -r src -ll", LIMIT, "medium"),
    ("bandit -r src -l", FAIL, ""),
    ("bandit -r src --severity-level high", LIMIT, "high"),
    ("gosec ./...", FAIL, ""),
    ("gosec -severity=high ./...", LIMIT, "high"),
    ("govulncheck ./...", FAIL, ""),
    ("govulncheck -format json ./...", PASS, ""),
    ("govulncheck -format=sarif ./...", PASS, ""),
    ("govulncheck -json ./...", PASS, ""),
    ("trivy fs .", PASS, ""),
    ("trivy fs --exit-code 0 .", PASS, ""),
    ("trivy fs --exit-code=1 .", FAIL, ""),
    ("trivy image --exit-code 1 --severity HIGH,CRITICAL ferry", LIMIT, "high,critical"),
    ("trivy fs --exit-code 1 --severity LOW,HIGH .", FAIL, ""),
    ("grype dir:.", PASS, ""),
    ("grype dir:. --fail-on high", LIMIT, "high"),
    ("grype ferry:latest -f low", FAIL, ""),
    ("npm audit", FAIL, ""),
    ("npm audit --audit-level=high", LIMIT, "high"),
    ("npm audit --audit-level low", FAIL, ""),
    ("npm audit --audit-level=none", PASS, ""),
    ("audit-ci --moderate", LIMIT, "moderate"),
    ("pnpm audit --audit-level critical", LIMIT, "critical"),
    ("yarn npm audit --severity high", LIMIT, "high"),
    ("semgrep --config p/ci", PASS, ""),
    ("semgrep scan --error --config p/ci", FAIL, ""),
    ("semgrep ci", FAIL, ""),
    ("snyk test --severity-threshold=high", LIMIT, "high"),
    ("snyk monitor", UP, ""),
    ("detect-secrets scan", PASS, ""),
    ("detect-secrets-hook --baseline .secrets.baseline", FAIL, ""),
    ("trufflehog filesystem .", PASS, ""),
    ("trufflehog git file://. --fail", FAIL, ""),
    ("scorecard --repo=example.org/ferry", UP, ""),
    ("zizmor .", FAIL, ""),
    ("zizmor --format sarif .", PASS, ""),
    ("zizmor --min-severity high .", LIMIT, "high"),
    ("hadolint Dockerfile", FAIL, ""),
    ("hadolint --failure-threshold error Dockerfile", LIMIT, "error"),
    ("dockle ferry", PASS, ""),
    ("dockle --exit-code 1 ferry", FAIL, ""),
    ("docker scout cves ferry", PASS, ""),
    ("docker scout cves --exit-code --only-severity critical ferry", LIMIT, "critical"),
    ("dependency-check --scan .", PASS, ""),
    ("dependency-check --scan . --failOnCVSS 7", LIMIT, "CVSS 7"),
    ("dependency-check --scan . --failOnCVSS 0", FAIL, ""),
    ("cargo clippy -- -D warnings", FAIL, ""),
    ("cargo clippy", LIMIT, "deny-level lints"),
    ("cargo fmt", PASS, ""),
    ("cargo fmt --check", FAIL, ""),
    ("cargo geiger", PASS, ""),
    ("nuclei -u https://example.org", PASS, ""),
    ("dotnet list package --vulnerable", PASS, ""),
    ("sonar-scanner", UP, ""),
    ("sonar-scanner -Dsonar.qualitygate.wait=true", FAIL, ""),
    ("mvn spotbugs:spotbugs", PASS, ""),
    ("mvn spotbugs:check", FAIL, ""),
    ("black .", PASS, ""),
    ("black --check .", FAIL, ""),
    ("zap-baseline.py -t https://example.org", FAIL, ""),
    ("codeql database analyze db", PASS, ""),
]


@pytest.mark.parametrize(("command", "exits", "threshold"), EXITS, ids=[row[0] for row in EXITS])
def test_what_the_exit_code_says(command: str, exits: Exits, threshold: str) -> None:
    reading = read(command)
    assert (reading.exits, reading.threshold) == (exits, threshold)
    assert reading.softeners == ()
    assert reading.runs


SOFT = [
    ("bandit -r . --exit-zero", "--exit-zero"),
    ("ruff check --exit-zero .", "--exit-zero"),
    ("gosec -no-fail ./...", "-no-fail"),
    ("gosec --no-fail ./...", "-no-fail"),
    ("gitleaks detect --exit-code 0", "--exit-code 0"),
    ("gitleaks dir --exit-code=0 .", "--exit-code 0"),
    ("hadolint --no-fail Dockerfile", "--no-fail"),
    ("checkov -d . --soft-fail", "--soft-fail"),
    ("tfsec . --soft-fail", "--soft-fail"),
    ("golangci-lint run --issues-exit-code=0", "--issues-exit-code 0"),
    ("brakeman --no-exit-on-warn", "--no-exit-on-warn"),
    ("pylint --exit-zero src", "--exit-zero"),
    ("flake8 --exit-zero", "--exit-zero"),
    ("retire --exitwith 0", "--exitwith 0"),
    ("cargo deny check -A vulnerability", "--allow vulnerability"),
    ("ggshield secret scan ci --exit-zero", "--exit-zero"),
    ("slither . --fail-none", "--fail-none"),
]


@pytest.mark.parametrize(("command", "word"), SOFT, ids=[row[0] for row in SOFT])
def test_words_that_soften(command: str, word: str) -> None:
    assert read(command).softeners == (word,)


@pytest.mark.parametrize(
    "command",
    ["bandit --version", "bandit --help", "trivy --version", "cargo deny fetch", "cargo deny init", "cargo deny list",
     "cargo fuzz build parse", "cargo miri setup", "gitleaks version", "safety auth login", "safety --version",
     "semgrep login", "semgrep --test", "goreleaser check", "goreleaser build", "codeql database create db",
     "pre-commit install", "pre-commit autoupdate", "twine check dist/*", "snyk auth", "kics version", "cosign version",
     "docker build -t ferry .", "docker buildx build .", "npm publish --dry-run", "dotnet list package", "golangci-lint version",
     "bundle audit update", "cargo vet suggest", "git secrets --install", "govulncheck -version", "grype db update",
     "detect-secrets audit .secrets.baseline", "ruff rule S101", "pip-audit --dry-run"],
)  # fmt: skip
def test_calls_that_do_not_scan(command: str) -> None:
    found = by_command(command.split())
    if command == "semgrep --test":  # --test runs the rules' own tests
        assert found is not None
        return
    assert not read(command).runs


WRITES = [
    ("cargo sbom", ("spdx",), ()),
    ("cargo sbom --output-format cyclone_dx_json_1_4", ("cyclonedx",), ()),
    ("cargo sbom --output-format=spdx_json_2_3", ("spdx",), ()),
    ("cargo cyclonedx --format json", ("cyclonedx",), ()),
    ("syft . -o spdx-json=a.json,cyclonedx-json=b.json", ("spdx", "cyclonedx"), ("a.json", "b.json")),
    ("syft scan dir:. -o table", (), ()),
    ("trivy fs --format cyclonedx --output c.json .", ("cyclonedx",), ("c.json",)),
    ("trivy image --format spdx-json ferry", ("spdx",), ()),
    ("pip-audit -f cyclonedx-json -o d.json", ("cyclonedx",), ("d.json",)),
    ("pip-audit", (), ()),
    ("cyclonedx-py environment -o e.json", ("cyclonedx",), ("e.json",)),
    ("cyclonedx-gomod app -output f.json", ("cyclonedx",), ("f.json",)),
    ("spdx-sbom-generator -o out", ("spdx",), ("out",)),
    ("docker buildx build --push --sbom=true .", ("spdx",), ()),
    ("docker buildx build --push .", (), ()),
    ("snyk sbom --format=cyclonedx1.4+json", ("cyclonedx",), ()),
]


@pytest.mark.parametrize(("command", "formats", "output"), WRITES, ids=[row[0] for row in WRITES])
def test_what_a_call_writes(command: str, formats: tuple[str, ...], output: tuple[str, ...]) -> None:
    reading = read(command)
    assert (reading.sbom_formats, reading.output) == (formats, output)


@pytest.mark.parametrize(
    ("files", "command", "directory", "loads"),
    [
        ({".bandit": "[bandit]\n"}, "bandit -r .", "", (".bandit",)),
        ({".bandit": "[bandit]\n"}, "bandit src/a.py", "", ()),
        ({".bandit": "", "src/.bandit": ""}, "bandit -r .", "", ()),
        ({".bandit": "", "src/.bandit": ""}, "bandit -r src", "", ("src/.bandit",)),
        ({".bandit": "", "src/a.py": ""}, "bandit -r src", "", ()),
        ({"conf/.bandit": ""}, "bandit --ini conf/.bandit -r .", "", ("conf/.bandit",)),
        ({"pyproject.toml": "[tool.bandit]\n"}, "bandit -r .", "", ()),
        ({"pyproject.toml": "[tool.bandit]\n"}, "bandit -c pyproject.toml -r src", "", ("pyproject.toml[tool.bandit]",)),
        ({"api/bandit.yaml": ""}, "bandit -c bandit.yaml -r src", "api", ("api/bandit.yaml",)),
        ({".gosec.yml": ""}, "gosec ./...", "", ()),
        ({"gosec.json": "{}"}, "gosec -conf gosec.json ./...", "", ("gosec.json",)),
        ({"deny.toml": ""}, "cargo deny check", "", ("deny.toml",)),
        ({".cargo/deny.toml": ""}, "cargo deny check", "", (".cargo/deny.toml",)),
        ({"deny.toml": "", "core/Cargo.toml": ""}, "cargo deny check", "core", ("deny.toml",)),
        ({"ci/deny.toml": ""}, "cargo deny --config ci/deny.toml check", "", ("ci/deny.toml",)),
        ({"core/deny.toml": ""}, "cargo deny --manifest-path core/Cargo.toml check", "", ("core/deny.toml",)),
        ({".gitleaks.toml": ""}, "gitleaks detect", "", (".gitleaks.toml",)),
        ({"trivy.yaml": "", ".trivyignore": ""}, "trivy fs .", "", ("trivy.yaml", ".trivyignore")),
        ({".grype.yaml": ""}, "grype dir:.", "", (".grype.yaml",)),
        ({".hadolint.yaml": ""}, "hadolint Dockerfile", "", (".hadolint.yaml",)),
        ({".golangci.yml": ""}, "golangci-lint run", "cmd", (".golangci.yml",)),
        ({".golangci.yml": ""}, "golangci-lint run --no-config", "", ()),
        ({".pre-commit-config.yaml": ""}, "pre-commit run --all-files", "", (".pre-commit-config.yaml",)),
        ({"osv-scanner.toml": ""}, "osv-scanner scan -r .", "", ("osv-scanner.toml",)),
        ({"pyproject.toml": "[tool.ruff]\n"}, "ruff check", "", ("pyproject.toml[tool.ruff]",)),
        ({"pyproject.toml": "[project]\n"}, "ruff check", "", ()),
        ({".github/zizmor.yml": ""}, "zizmor .", "", (".github/zizmor.yml",)),
        ({".safety-policy.yml": ""}, "safety scan", "", (".safety-policy.yml",)),
    ],
)  # fmt: skip
def test_what_a_call_loads(
    tree: Tree, files: Mapping[str, str], command: str, directory: str, loads: tuple[str, ...]
) -> None:
    assert read(command, tree(files), directory).configuration == loads


@pytest.mark.parametrize(
    ("uses", "inputs", "exits"),
    [
        ("aquasecurity/trivy-action@v0", {}, PASS),
        ("aquasecurity/trivy-action@v0", {"exit_code": "1"}, FAIL),
        ("aquasecurity/trivy-action@v0", {"exit_code": "1", "severity": "CRITICAL"}, LIMIT),
        ("anchore/scan-action@v6", {}, LIMIT),
        ("anchore/scan-action@v6", {"fail_build": "false"}, PASS),
        ("anchore/scan-action@v6", {"severity_cutoff": "low"}, FAIL),
        ("github/codeql-action/analyze@v3", {}, UP),
        ("github/codeql-action/analyze@v3", {"upload": "false"}, PASS),
        ("ossf/scorecard-action@v2", {}, UP),
        ("zizmorcore/zizmor-action@v0", {}, UP),
        ("zizmorcore/zizmor-action@v0", {"advanced_security": "false"}, FAIL),
        ("actions/dependency-review-action@v4", {}, FAIL),
        ("actions/dependency-review-action@v4", {"fail_on_severity": "high"}, LIMIT),
        ("actions/dependency-review-action@v4", {"warn_only": "true"}, PASS),
        ("golang/govulncheck-action@v1", {}, FAIL),
        ("golang/govulncheck-action@v1", {"output_format": "sarif"}, PASS),
        ("trufflesecurity/trufflehog@v3", {}, FAIL),
        ("step-security/harden-runner@v2", {"egress_policy": "audit"}, PASS),
        ("step-security/harden-runner@v2", {"egress_policy": "block"}, FAIL),
        ("zaproxy/action-baseline@v0", {}, PASS),
        ("hadolint/hadolint-action@v3", {"failure_threshold": "error"}, LIMIT),
        ("EmbarkStudios/cargo-deny-action@v2", {}, FAIL),
    ],
)
def test_actions_as_invoked(uses: str, inputs: dict[str, str], exits: Exits) -> None:
    assert read_action(uses, **inputs).exits is exits


def test_inputs_that_soften() -> None:
    assert read_action("securego/gosec@v2", args="-no-fail ./...").softeners == ("-no-fail",)
    assert read_action("bridgecrewio/checkov-action@v12", soft_fail="true").softeners == ("soft_fail: true",)
    assert read_action("hadolint/hadolint-action@v3", no_fail="true").softeners == ("no-fail: true",)


def test_reviewdog_comments_and_passes_unless_told_otherwise() -> None:
    for uses in ("reviewdog/action-bandit@v1", "reviewdog/action-eslint@v1", "reviewdog/action-hadolint@v1"):
        assert read_action(uses).exits is PASS
        assert read_action(uses, fail_level="any").exits is FAIL
        assert read_action(uses, fail_on_error="true").exits is FAIL


def test_actions_that_only_install_do_not_run() -> None:
    assert not read_action("snyk/actions/setup@v1").runs
    assert not read_action("docker/build-push-action@v6").runs
    assert read_action("docker/build-push-action@v6", push="${{ github.event_name != 'pull_request' }}").runs
    assert not read_action("EmbarkStudios/cargo-deny-action@v2", command="list").runs


def test_safety_check_is_unsupported_and_scan_is_not() -> None:
    assert "June 2024" in read("safety check").unsupported
    assert read("safety scan").unsupported == ""


def test_activities_follow_the_call() -> None:
    assert read("cargo deny check licenses").activities == frozenset({Activity.LICENCE_CHECK})
    assert read("cargo deny check bans").activities == frozenset()
    assert read("cargo deny check").activities is None
    assert read("trivy config .").activities == frozenset({Activity.STATIC_ANALYSIS, Activity.POSTURE})
    assert read("trivy fs --scanners vuln .").activities == frozenset({Activity.DEPENDENCY_SCANNING})
    assert Activity.CONTAINER_SCANNING in (read("trivy image ferry").activities or ())
    assert read("cosign verify ferry").activities == frozenset()
    assert read("cosign sign ferry").activities is None
    assert read("ruff check --select S").activities == frozenset({Activity.LINTING, Activity.STATIC_ANALYSIS})
    assert read("ruff check --select E").activities is None
    assert read("snyk code test").activities == frozenset({Activity.STATIC_ANALYSIS})
    assert Activity.FUZZING in (read("go test -fuzz=FuzzParse ./...").activities or ())


def test_ruff_reads_its_rules_from_the_tree(tree: Tree) -> None:
    scans = tree({"pyproject.toml": '[tool.ruff.lint]\nselect = [\n  "E",\n  "S",\n]\n'})
    assert read("ruff check", scans).activities == frozenset({Activity.LINTING, Activity.STATIC_ANALYSIS})
    assert read("ruff check", tree({"ruff.toml": 'select = ["E"]\n'})).activities is None


def test_linters_inside_golangci_lint(tree: Tree) -> None:
    assert read("golangci-lint run -E gosec").plugins == ("go vet", "gosec", "staticcheck")
    assert "gosec" not in read("golangci-lint run").plugins
    enabled = tree({".golangci.yml": "version: '2'\nlinters:\n  default: none\n  enable: [gosec]\n"})
    assert read("golangci-lint run", enabled).plugins == ("gosec",)
    disabled = tree({".golangci.yml": "linters:\n  enable-all: true\n  disable: [gosec]\n"})
    assert "gosec" not in read("golangci-lint run", disabled).plugins


def test_configuration_may_hold_the_threshold(tree: Tree) -> None:
    assert read("trivy fs .", tree({"trivy.yaml": "exit-code: 1\n"})).exits is FAIL
    assert read("grype dir:.", tree({".grype.yaml": "fail-on-severity: high\n"})).threshold == "high"
    assert read("npm audit", tree({".npmrc": "audit-level=critical\n"})).threshold == "critical"
    gradle = tree({"build.gradle": "dependencyCheck {\n  failBuildOnCVSS = 7\n}\n"})
    assert read("gradle dependencyCheckAnalyze", gradle).threshold == "CVSS 7"
    assert read("trivy fs .", NOWHERE, TRIVY_EXIT_CODE="1").exits is FAIL


def test_goreleaser_tells_what_its_file_says(tree: Tree) -> None:
    bills = tree({".goreleaser.yaml": "sboms:\n  - artifacts: archive\nsigns:\n  - cmd: cosign\n"})
    reading = read("goreleaser release --clean", bills)
    assert reading.sbom_formats == ("spdx",)
    assert reading.plugins == ("syft", "cosign")
    assert Activity.PUBLISHING in (reading.activities or ())
    assert read("goreleaser release --skip=sbom,publish", bills).activities == frozenset({Activity.SIGNING})
    other = tree({".goreleaser.yaml": "sboms:\n  - args: ['$artifact', '--output', 'cyclonedx-json=$document']\n"})
    assert read("goreleaser release", other).sbom_formats == ("cyclonedx",)


WORDS = st.sampled_from(
    ["--config", "-c", "--exit-code", "0", "--severity", "-r", ".", "--format", "json", "check", "scan", "=", "-", "--", "--x=", "../..", "~", "$A"]
) | st.text(max_size=6)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(WORDS, max_size=6),
    st.dictionaries(
        st.sampled_from(["args", "config", "command", "severity", "output", "format", "scan-type"]),
        st.text(max_size=12),
        max_size=3,
    ),
)
def test_no_call_breaks_a_record(words: list[str], inputs: dict[str, Any]) -> None:
    for record in RECORDS:
        for call in (
            Call(argv=(record.name.name, *words)),
            Call(action="example/ferry@v1", inputs=tuple(inputs.items())),
        ):
            reading = record.read(call, NOWHERE, "")
            assert all(path and not path.startswith(("/", "..")) for path in reading.configuration)
