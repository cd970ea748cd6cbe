from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.tools import RECORDS
from troth.evidence.tools.documented import documented, simple_commands

RIGHT = [
    ("gosec", "go install github.com/securego/gosec/v2/cmd/gosec@latest"),
    ("gosec", "go install github.com/securego/gosec/v9/cmd/gosec@v9.1.0"),
    ("gosec", "brew install gosec"),
    ("govulncheck", "$ go install golang.org/x/vuln/cmd/govulncheck@latest"),
    ("gitleaks", "go install github.com/zricethezav/gitleaks/v8@latest"),
    ("bandit", "pip install bandit"),
    ("bandit", "pip3 install --upgrade 'bandit[toml]>=1.7'"),
    ("bandit", "python -m pip install bandit==1.9.4"),
    ("bandit", "uv tool install bandit"),
    ("bandit", "sudo apt-get install -y bandit"),
    ("pip-audit", "pipx install pip_audit"),
    ("safety", "pip install bandit safety pip-audit"),
    ("cargo-deny", "cargo install --locked cargo-deny"),
    ("cargo-deny", "cargo install cargo-deny@0.20.2"),
    ("clippy", "rustup component add clippy"),
    ("snyk", "npm install -g snyk@latest"),
    ("cyclonedx-npm", "npm install --global @cyclonedx/cyclonedx-npm"),
    ("trivy", "docker pull aquasec/trivy:latest"),
    ("brakeman", "gem install brakeman"),
]


@pytest.mark.parametrize(("tool", "line"), RIGHT, ids=[row[1] for row in RIGHT])
def test_lines_that_install_the_tool(tool: str, line: str) -> None:
    (found,) = documented(tool, line).found
    assert found.installs
    assert found.right
    assert found.mended == ""


@pytest.mark.parametrize(
    ("tool", "line", "mended"),
    [
        (
            "gosec",
            "go install github.com/harbour/gosec/v2/cmd/gosec@latest",
            "go install github.com/securego/gosec/v2/cmd/gosec@latest",
        ),
        ("govulncheck", "go get -u example.org/tools/govulncheck", "go get -u golang.org/x/vuln/cmd/govulncheck"),
        ("cyclonedx-npm", "npm i -D cyclonedx-npm", "npm i -D @cyclonedx/cyclonedx-npm"),
        ("semgrep", "pip install semgrepp", "pip install semgrep"),
        ("detect-secrets", "pip install detect-secret", "pip install detect-secrets"),
        ("pip-audit", "pip install pipaudit", "pip install pip-audit"),
    ],
)
def test_lines_that_install_something_else(tool: str, line: str, mended: str) -> None:
    (found,) = documented(tool, line).found
    assert found.installs
    assert not found.right
    assert found.mended == mended


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("trivy", "curl -sSfL https://example.org/install.sh | sh"),
        ("gosec", "pip install gosec"),  # another registry, another story
        ("gosec", "go install example.org/ferry/cmd/lint@latest"),
        ("bandit", "pip install -r requirements-dev.txt"),
        ("bandit", "pip install flake8-bandit"),
        ("bandit", "echo bandit"),
        ("black", "pip install blacks"),  # too short a name to call it a slip
        ("nothing at all", "pip install bandit"),
        ("bandit", ""),
    ],
)
def test_what_is_not_known_is_a_gap(tool: str, line: str) -> None:
    answer = documented(tool, line)
    assert answer.found == ()
    assert answer.gaps


def test_the_name_of_another_tool_is_no_slip() -> None:
    assert documented("cargo-audit", "cargo install cargo-auditable").found == ()


def test_safety_check_is_retired() -> None:
    (found,) = documented("safety", "safety check -r requirements.txt").found
    assert found.right
    assert not found.installs
    assert "pip-audit" in found.unsupported
    assert found.mended == "safety scan -r requirements.txt"


def test_commands_that_run_the_tool() -> None:
    for tool, line in (
        ("bandit", "uv run bandit -r src"),
        ("bandit", "FERRY=1 python -m bandit -r src"),
        ("npm audit", "npm audit --production"),
        ("trivy", "docker run --rm aquasec/trivy fs ."),
        ("cyclonedx-npm", "npx --yes @cyclonedx/cyclonedx-npm --output-file bom.json"),
    ):
        (found,) = documented(tool, line).found
        assert (found.installs, found.right, found.unsupported) == (False, True, "")


def test_several_tools_in_one_line_are_told_apart() -> None:
    line = "pip install bandit safety && bandit -r . && safety check"
    assert [found.installs for found in documented("bandit", line).found] == [True, False]
    assert [bool(found.unsupported) for found in documented("safety", line).found] == [False, True]


def test_simple_commands_lose_prompt_and_wrapper() -> None:
    assert list(simple_commands("$ sudo -E pip install bandit # first\n> npx eslint .; (cd web && ls)")) == [
        ("pip", "install", "bandit"),
        ("eslint", "."),
        ("cd", "web"),
        ("ls",),
    ]


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from([record.name.name for record in RECORDS]),
    st.text(alphabet="gopi nstal/@'\"\\;&|$()-=v1.\n", max_size=40),
)
def test_no_line_breaks_the_reader(tool: str, line: str) -> None:
    answer = documented(tool, line)
    assert answer.found or answer.gaps
