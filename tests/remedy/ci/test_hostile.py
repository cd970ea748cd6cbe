"""Trees that nobody means well with: names that a shell or a workflow would run, files that are no YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remedy.ci.taking_up import Capture, lay, policy, run, take_up

NAMES = ("a${{ github.token }}", "a'; touch owned; '", 'a"b', "a`id`", "a$(id)", "-rf", "a\tb", "..a", "a: b", "#a")
SENTENCES = (
    "We run `pip-audit` and `gosec` in CI.",
    "Dependencies are scanned weekly.",
    "Dependencies are updated weekly by Dependabot.",
    "`bandit` runs as a pre-commit hook.",
    "Please do not open public issues for security vulnerabilities.",
    "Every release comes with an SPDX SBOM.",
)


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_no_name_of_a_folder_reaches_a_command(host: str, tmp_path: Path, capsys: Capture) -> None:
    files = {f"{name}/{file}": "a==1\n" for name in NAMES for file in ("requirements.txt", "go.mod", "package.json")}
    lay(
        tmp_path,
        {**files, "good/requirements.txt": "a==1\n", "good/go.mod": "module a\n", "SECURITY.md": policy(*SENTENCES)},
    )
    taken = take_up(capsys, tmp_path, host)
    assert taken.edits
    for edit in taken.edits:
        text = (tmp_path / edit["path"]).read_text()
        assert "good" in text or "go.mod" not in text
        assert not [name for name in NAMES if name in text.replace("# ", "")]


@pytest.mark.parametrize("sentence", ["`bandit` runs in CI ${{ github.token }}\x85 jobs: x\u2028 and \x1b[31m more"])
def test_the_words_of_a_policy_stay_in_their_comment(sentence: str, tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, {"SECURITY.md": policy(sentence), "a.py": ""})
    take_up(capsys, tmp_path)
    for path in tmp_path.rglob("*.yml"):
        text = path.read_text()
        assert text.isascii() or all(sign.isprintable() or sign == "\n" for sign in text)
        for line in text.splitlines():
            assert "github.token" not in line or line.lstrip().startswith("#")


PIECES = st.sampled_from(
    ("on:", "on: [push]", "  push:", "jobs:", "  a:", "    steps:", "      - run: bandit -r . || true", "repos:",
     "  - repo: x", "updates: []", "updates:", "  - package-ecosystem: pip", "contact_links:", "contact_links: []",
     "include: x", "include:", "  - local: y", "stages: [a, b]", "script: [x]", "{", "]", "\t", "- ", "&a *b", "---", "\x00",
     "''", ": :", "# c", "|", "blank_issues_enabled: true")
)  # fmt: skip
FILES = (
    ".github/workflows/a.yml", ".github/workflows/promises.yml", ".github/workflows/sbom.yml", ".pre-commit-config.yaml",
    ".github/dependabot.yml", ".github/ISSUE_TEMPLATE/config.yml", ".gitlab-ci.yml", ".gitlab/promises.yml",
    "requirements.txt", "pyproject.toml", "package.json", "go.mod", "deny.toml", "security.txt",
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.dictionaries(st.sampled_from(FILES), st.one_of(st.lists(PIECES, max_size=9).map("\n".join), st.text(max_size=60)),
                          max_size=5),
    host=st.sampled_from(("github", "gitlab", "pre-commit")),
)  # fmt: skip
def test_files_of_any_kind_end_in_edits_or_words(
    texts: dict[str, str], host: str, tmp_path_factory: pytest.TempPathFactory, capsys: Capture
) -> None:
    root = tmp_path_factory.mktemp("tree")
    lay(
        root,
        {**{path: text.encode("utf-8", "replace") for path, text in texts.items()}, "SECURITY.md": policy(*SENTENCES)},
    )
    told = run(capsys, "init", str(root), "--ci", host, "--write", "--json")
    assert told["written"] is True
