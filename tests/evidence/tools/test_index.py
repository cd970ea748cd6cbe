from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.tools import RECORDS, index
from troth.evidence.tools.documented import NOWHERE

COMMANDS = [
    ("bandit -r .", "bandit", "bandit -r ."),
    ("/usr/bin/bandit -r .", "bandit", "bandit -r ."),
    ("python3.12 -m bandit -q src", "bandit", "bandit -q src"),
    ("python -X utf8 -m pip_audit", "pip-audit", None),
    ("py -m pip_audit", "pip-audit", "pip_audit"),
    ("cargo deny check", "cargo-deny", None),
    ("cargo +stable deny check", "cargo-deny", None),
    ("cargo-deny check", "cargo-deny", "cargo-deny check"),
    ("cargo --locked audit", "cargo-audit", None),
    ("npm audit --audit-level=high", "npm audit", None),
    ("npm --prefix web audit", "npm audit", None),
    ("npm audit signatures", "npm audit signatures", None),
    ("yarn npm audit", "yarn audit", None),
    ("pnpm -r audit", "pnpm audit", None),
    ("go vet ./...", "go vet", None),
    ("go run golang.org/x/vuln/cmd/govulncheck@latest ./...", "govulncheck", "govulncheck ./..."),
    ("go run github.com/securego/gosec/v2/cmd/gosec@v2.22.0 ./...", "gosec", "gosec ./..."),
    ("go tool govulncheck ./...", "govulncheck", "govulncheck ./..."),
    ("mvn -B org.owasp:dependency-check-maven:12.1.0:check", "owasp dependency-check", None),
    ("./mvnw spotbugs:check", "spotbugs", None),
    ("./gradlew --no-daemon dependencyCheckAnalyze", "owasp dependency-check", None),
    ("bandit[toml]==1.9.4 -r .", "bandit", "bandit -r ."),
    ("gh release upload v1 sbom.json", "gh-release", None),
    ("trivy.exe fs .", "trivy", "trivy fs ."),
]


@pytest.mark.parametrize(("command", "name", "argv"), COMMANDS, ids=[row[0] for row in COMMANDS])
def test_commands(command: str, name: str, argv: str | None) -> None:
    found = index.by_command(command.split())
    assert found is not None
    assert found[0].name.name == name
    if argv is not None:
        assert found[1].argv == tuple(argv.split())


@pytest.mark.parametrize(
    "command",
    ["", "pip install bandit", "npm ci", "cargo build", "python script.py -m bandit", "python -c pass", "go build ./...",
     "go run ./cmd/gosec", "echo bandit", "make bandit", "mvn verify", "gh pr list"],
)  # fmt: skip
def test_other_commands_are_no_tool(command: str) -> None:
    assert index.by_command(command.split()) is None


def test_the_head_of_a_call_is_one_word() -> None:
    found = index.by_command(["npm", "--prefix", "web", "audit", "--omit=dev"])
    assert found is not None
    assert found[1].argv == ("npm audit", "--prefix", "web", "--omit=dev")


@pytest.mark.parametrize(
    ("uses", "names"),
    [
        ("aquasecurity/trivy-action@0.30.0", ["trivy"]),
        ("PyCQA/bandit-action@v1", ["bandit"]),
        ("github/codeql-action/analyze@v3", ["codeql"]),
        ("github/codeql-action/init@v3", []),
        ("github/codeql-action/upload-sarif@v3", []),
        ("snyk/actions/python@master", ["snyk"]),
        (
            "slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml@v2.1.0",
            ["slsa-github-generator"],
        ),
        ("google/osv-scanner-action/.github/workflows/osv-scanner-reusable.yml@v2", ["osv-scanner"]),
        ("docker://ghcr.io/rhysd/actionlint:latest", []),
        ("docker://rhysd/actionlint:latest", ["actionlint"]),
        ("actions/checkout@v4", []),
        ("sigstore/cosign-installer@v3", []),
        ("./.github/actions/scan", []),
        ("", []),
    ],
)
def test_actions(uses: str, names: list[str]) -> None:
    assert [record.name.name for record in index.by_action(uses)] == names


@pytest.mark.parametrize(
    ("image", "names"),
    [
        ("aquasec/trivy", ["trivy"]),
        ("docker.io/aquasec/trivy:0.65.0@sha256:00", ["trivy"]),
        ("ghcr.io/aquasecurity/trivy:latest", ["trivy"]),
        ("registry.example.org:5000/aquasec/trivy", []),
        ("python:3.12", []),
    ],
)
def test_images(image: str, names: list[str]) -> None:
    assert [record.name.name for record in index.by_image(image)] == names


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("Security/SAST.gitlab-ci.yml", ["gitlab sast"]),
        ("Jobs/SAST.latest.gitlab-ci.yml", ["gitlab sast"]),
        ("Jobs/Secret-Detection.gitlab-ci.yml", ["gitlab secret detection"]),
        ("example.org/components/dependency-scanning/dependency-scanning@1.0", ["gitlab dependency scanning"]),
        ("Pages/Zola.gitlab-ci.yml", []),
    ],
)
def test_gitlab_templates(template: str, names: list[str]) -> None:
    assert [record.name.name for record in index.by_gitlab_template(template)] == names


def test_hooks() -> None:
    assert [record.name.name for record in index.by_hook("gitleaks-docker")] == ["gitleaks"]
    assert [record.name.name for record in index.by_hook("trivy-fs", "https://example.org/hooks/trivy.git")] == [
        "trivy"
    ]
    assert index.by_hook("end-of-file-fixer", "https://example.org/hooks/trivy") == ()


def test_maven_plugins() -> None:
    assert [record.name.name for record in index.by_maven_plugin("org.cyclonedx:cyclonedx-maven-plugin:makeBom")] == [
        "cyclonedx"
    ]
    assert index.by_maven_plugin("org.example:ferry-plugin:check") == ()


def test_go_packages_with_any_major_version() -> None:
    assert [record.name.name for record in index.by_go_package("github.com/securego/gosec/v9/cmd/gosec@latest")] == [
        "gosec"
    ]
    assert index.by_go_package("example.org/gosec") == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["cargo", "npm", "go", "python", "-m", "run", "audit", "--prefix", "+", "@", "-", "=", "[", "mvn", ":"]
        )
        | st.text(max_size=8),
        max_size=6,
    )
)
def test_no_words_break_the_look_up(words: list[str]) -> None:
    found = index.by_command(words)
    assert found is None or found[1].argv
    for word in words:
        index.by_action(word)
        index.by_image(word)
        index.by_maven_plugin(word)
        index.by_gitlab_template(word)
        index.by_hook(word, word)
        assert isinstance(index.executable(word), str)


HOOKS = sorted({(hook, record.name.name) for record in RECORDS for hook in record.hooks})


@pytest.mark.parametrize(("hook", "name"), HOOKS, ids=[row[0] for row in HOOKS])
def test_a_configured_hook_runs_its_tool(hook: str, name: str) -> None:
    record = index.by_name(name)
    assert record is not None
    assert record.read(index.hook_call(record, hook), NOWHERE, "").runs


def test_the_arguments_of_the_project_replace_those_of_the_makers() -> None:
    deny = index.by_name("cargo-deny")
    assert deny is not None
    assert index.hook_call(deny, "cargo-deny").argv == ("cargo deny", "check")
    assert index.hook_call(deny, "cargo-deny", ["check", "bans"]).argv == ("cargo deny", "check", "bans")
    bandit = index.by_name("bandit")
    assert bandit is not None
    assert index.hook_call(bandit, "bandit", ["-ll"]).argv == ("bandit", "-ll")


def test_long_and_tangled_words_are_read_in_no_time() -> None:
    for word in ("@s/n" + "@a=b" * 4000 + "/", "x" + "=1" * 4000 + "%", "[" * 9000, "@" * 9000):
        assert index.by_command([word]) is None
    assert index.executable("@scope/name@1.2.3") == "@scope/name"
    assert index.executable("bandit[toml]>=1.9") == "bandit"
