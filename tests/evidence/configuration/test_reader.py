"""One configuration file at a time: dead keys, powerless settings, lapsed and unexplained exceptions."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.configuration.forms import FORMS
from troth.evidence.configuration.reader import Read, Source, read, read_printed
from troth.evidence.tools.index import by_name
from troth.terms.seen.automation import Configuration

AT = date(2026, 3, 1)


def configuration(tool: str, path: str, text: str) -> Configuration:
    found = read(tool, Source(path=path, text=text), AT).configuration
    assert found is not None
    return found


DEAD = [
    ("bandit", ".bandit", "[bandit]\nexclude_dirs = tests\nskips = B101\n", [("exclude_dirs", 2, "exclude")]),
    ("bandit", ".bandit", "[bandit]\nexclude = tests\ntests = B201\nlevel = 2\n", []),
    ("bandit", ".bandit", "[bandit]\nseverity = high\n", [("severity", 2, "level")]),
    ("bandit", ".bandit", "exclude_dirs:\n  - tests\nskip: [B101]\n", [("skip", 3, "skips")]),
    ("bandit", "pyproject.toml", "[tool.bandit]\nexclude = ['tests']\n[tool.other]\nx = 1\n", [("exclude", 2, "exclude_dirs")]),
    ("bandit", "pyproject.toml", "[tool.bandit]\nskips = ['B101']\n[tool.bandit.assert_used]\nskips = ['*_test.py']\n", []),
    ("bandit", "bandit.yaml", "exclude_dirs: [tests]\nrecursive: true\n", [("recursive", 2, "")]),
    ("gosec", "gosec.json", '{"global": {"nosec": "true", "exlude": "G101"}, "G101": {"pattern": "x"}}', [("global.exlude", 1, "exclude")]),
    ("cargo-deny", "deny.toml", '[advisories]\nyanked = "deny"\nignored = ["X"]\n', [("advisories.ignored", 3, "ignore")]),
    ("cargo-deny", "deny.toml", '[bans]\nmultiple-version = "deny"\n', [("bans.multiple-version", 2, "multiple-versions")]),
    ("cargo-deny", "deny.toml", '[bans.build]\nexecutables = "deny"\n[graph]\ntargets = ["x"]\n', []),
    ("cargo-deny", "deny.toml", "[[bans.deny]]\ncrate = 'hull'\nwrapers = []\n", [("bans.deny.wrapers", 3, "wrappers")]),
    ("cargo-audit", ".cargo/audit.toml", "[advisories]\nignores = []\n", [("advisories.ignores", 2, "ignore")]),
    ("gitleaks", ".gitleaks.toml", "[extend]\nuseDefaults = true\n", [("extend.useDefaults", 2, "useDefault")]),
    ("pre-commit", ".pre-commit-config.yaml", "repos:\n  - repo: local\n    hook: []\n", [("repos.hook", 3, "hooks")]),
    ("hadolint", ".hadolint.yaml", "ignore: [DL3008]\n", [("ignore", 1, "ignored")]),
    ("osv-scanner", "osv-scanner.toml", "[[IgnoredVulns]]\nid = 'X'\nignoreuntil = 2026-09-01\nreason = 'x'\n", [("IgnoredVulns.ignoreuntil", 3, "ignoreUntil")]),
    ("dependabot", ".github/dependabot.yml", "version: 2\nupdates:\n  - package-ecosystem: cargo\n    directory: /\n    schedules:\n      interval: weekly\n", [("updates.schedules", 5, "schedule")]),
    ("golangci-lint", ".golangci.yml", "version: '2'\nlinter:\n  enable: [gosec]\n", [("linter", 2, "linters")]),
    ("zizmor", "zizmor.yml", "rule: {}\n", [("rule", 1, "rules")]),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "path", "text", "dead"), DEAD)
def test_dead_keys_with_line_and_nearest(tool: str, path: str, text: str, dead: list[tuple[str, int, str]]) -> None:
    found = configuration(tool, path, text)
    assert found.keys
    assert [(key.name, key.span.line, key.nearest) for key in found.dead_keys] == dead
    assert all(key.span.path == path and key.reason for key in found.dead_keys)


def test_a_dead_table_is_told_once() -> None:
    text = "[tool.bandit.plugins]\nx = 1\ny = 2\n"
    assert [key.name for key in configuration("bandit", "pyproject.toml", text).dead_keys] == ["plugins"]


def test_removed_keys_say_so() -> None:
    (key,) = configuration("cargo-deny", "deny.toml", '[licenses]\nunlicensed = "deny"\n').dead_keys
    assert "removed" in key.reason


@pytest.mark.parametrize("path", [".gosec.yml", ".gosec.yaml", ".gosec", "gosec.yml"])
def test_nothing_reads_a_yaml_file_of_gosec(path: str) -> None:
    found = configuration("gosec", path, "severity: LOW\n")
    assert not found.readable
    assert "JSON" in found.why_dead


@pytest.mark.parametrize(
    ("tool", "path", "text"),
    [
        ("bandit", "pyproject.toml", "[tool.ruff]\nline-length = 100\n"),
        ("bandit", "setup.cfg", "[metadata]\nname = ferry\n"),
        ("mypy", "pyproject.toml", "[project]\nname = 'ferry'\n"),
    ],
)
def test_a_shared_file_without_the_table_is_no_configuration(tool: str, path: str, text: str) -> None:
    assert read(tool, Source(path=path, text=text), AT) == Read()


def test_a_shared_file_is_named_with_its_table() -> None:
    seen = read("bandit", Source(path="pyproject.toml", text="[project]\n\n[tool.bandit]\n"), AT)
    assert seen.name == "pyproject.toml[tool.bandit]"
    assert "-c" in seen.needs
    assert not seen.alone
    assert seen.configuration is not None
    assert seen.configuration.span.line == 3


@pytest.mark.parametrize(
    ("tool", "path", "text"),
    [
        ("gitleaks", ".gitleaks.toml", "title = 'x'\n[[allowlists]]\npaths = ['tests']\n"),
        ("gitleaks", ".gitleaks.toml", "[extend]\nuseDefault = true\n[[allowlists]]\npaths = ['.*']\n"),
        ("gitleaks", ".gitleaks.toml", "[extend]\nuseDefault = true\n[allowlist]\nregexes = ['.+']\n"),
        ("ruff", "ruff.toml", "exclude = ['*']\n"),
        ("ruff", "pyproject.toml", "[tool.ruff]\nextend-exclude = ['**']\n"),
        ("hadolint", ".hadolint.yaml", "no-fail: true\n"),
        ("hadolint", ".hadolint.yaml", "failure-threshold: none\n"),
        ("golangci-lint", ".golangci.yml", "run:\n  issues-exit-code: 0\n"),
        ("golangci-lint", ".golangci.yml", "version: '2'\nlinters:\n  default: none\n"),
        ("bandit", ".bandit", "[bandit]\ntests = B101\nskips = B101\n"),
        ("bandit", "bandit.yaml", "exclude_dirs: ['.']\n"),
        ("codeql", ".github/codeql/codeql-config.yml", "disable-default-queries: true\n"),
        ("codeql", ".github/codeql/codeql-config.yml", "paths-ignore: ['**']\n"),
        (
            "dependabot",
            ".github/dependabot.yml",
            "updates:\n  - package-ecosystem: cargo\n    open-pull-requests-limit: 0\n",
        ),
        ("ruff", "pyproject.toml", "[tool.ruff.lint]\nselect = []\n"),
        ("pre-commit", ".pre-commit-config.yaml", "repos: []\n"),
    ],
)
def test_settings_under_which_nothing_can_be_found(tool: str, path: str, text: str) -> None:
    assert configuration(tool, path, text).cannot_fail


@pytest.mark.parametrize(
    ("tool", "path", "text"),
    [
        ("gitleaks", ".gitleaks.toml", "[extend]\nuseDefault = true\n[[allowlists]]\npaths = ['tests']\n"),
        ("gitleaks", ".gitleaks.toml", "[[rules]]\nid = 'x'\n"),
        (
            "gitleaks",
            ".gitleaks.toml",
            "[extend]\nuseDefault = true\n[[allowlists]]\npaths = ['.*']\ntargetRules = ['x']\n",
        ),
        ("ruff", "ruff.toml", "exclude = ['build']\n"),
        ("hadolint", ".hadolint.yaml", "failure-threshold: error\n"),
        ("golangci-lint", ".golangci.yml", "version: '2'\nlinters:\n  default: none\n  enable: [gosec]\n"),
        ("bandit", ".bandit", "[bandit]\ntests = B101,B102\nskips = B101\nexclude = ./tests\n"),
        ("codeql", ".github/codeql/codeql-config.yml", "disable-default-queries: true\nqueries:\n  - uses: ./q\n"),
        ("dependabot", ".github/dependabot.yml", "updates:\n  - package-ecosystem: cargo\n"),
        ("ruff", "pyproject.toml", "[tool.ruff.lint]\nselect = ['S']\n"),
    ],
)
def test_settings_under_which_something_can_be_found(tool: str, path: str, text: str) -> None:
    assert configuration(tool, path, text).cannot_fail == ""


LAPSED = [
    ("osv-scanner", "osv-scanner.toml", "[[IgnoredVulns]]\nid = 'X-1'\nignoreUntil = {}\nreason = 'x'\n", "X-1", 1),
    ("cargo-deny", "deny.toml", "[advisories]\nignore = [\n  {{ id = 'X-1', reason = 'granted 2020-01-01; review-by {}' }},\n]\n", "X-1", 3),
    ("cargo-deny", "deny.toml", "[advisories]\nignore = [\n  'X-1', # until {}\n]\n", "X-1", 3),
    ("safety", ".safety-policy.yml", "security:\n  ignore-vulnerabilities:\n    12345:\n      reason: x\n      expires: '{}'\n", "12345", 3),
    ("trivy", ".trivyignore", "# ours\nX-1 exp:{}\n", "X-1", 2),
    ("trivy", ".trivyignore.yaml", "vulnerabilities:\n  - id: X-1\n    expired_at: {}\n", "X-1", 2),
    ("snyk", ".snyk", "ignore:\n  X-1:\n    - '*':\n        reason: x\n        expires: {}\n", "X-1", 4 - 1),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "path", "text", "target", "line"), LAPSED)
def test_exceptions_lapse_on_their_own_date(tool: str, path: str, text: str, target: str, line: int) -> None:
    (old,) = configuration(tool, path, text.format("2026-02-28")).lapsed
    assert (old.target, old.until, old.span.line) == (target, "2026-02-28", line)
    assert configuration(tool, path, text.format("2026-03-01")).lapsed == ()
    assert configuration(tool, path, text.format("2027-01-01")).lapsed == ()


def test_exceptions_without_a_reason() -> None:
    text = "[advisories]\nignore = [\n  'X-1',\n  'X-2', # the mast is never raised\n  # nobody sails there\n  'X-3',\n  { id = 'X-4' },\n  { id = 'X-5', reason = 'x' },\n]\n"
    assert [span.line for span in configuration("cargo-deny", "deny.toml", text).unexplained] == [3, 7]


def test_formats_that_are_retired() -> None:
    old = "linters:\n  enable: [gosec]\n"
    assert "version" in configuration("golangci-lint", ".golangci.yml", old).deprecated
    assert configuration("golangci-lint", ".golangci.yml", f"version: '2'\n{old}").deprecated == ""
    assert "lint" in configuration("ruff", "ruff.toml", "select = ['E']\n").deprecated


def test_a_tool_whose_keys_are_not_known_has_no_dead_keys() -> None:
    assert configuration("grype", ".grype.yaml", "whatever: 1\n").keys == ()
    assert configuration("checkov", ".checkov.yml", "whatever: 1\n").keys == ()


def test_what_cannot_be_parsed_is_a_gap() -> None:
    seen = read("cargo-deny", Source(path="deny.toml", text="[advisories\n"), AT)
    assert seen.configuration is None
    assert seen.gap is not None
    assert seen.gap.wanted == "cargo-deny: deny.toml"


def printed(tool: str, path: str, text: str) -> Configuration:
    found = read_printed(tool, Source(path=path, text=text, shown="SECURITY.md", offset=9), AT).configuration
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("tool", "path", "text", "dead"),
    [
        ("bandit", ".bandit", "exclude_dirs = tests,venv", [("exclude_dirs", "exclude")]),
        ("bandit", ".bandit", "[bandit]\nexclude_dirs = tests", [("exclude_dirs", "exclude")]),
        ("bandit", ".bandit", "[bandit]", []),
        ("bandit", ".bandit", "skips = B101", []),
        ("cargo-deny", "deny.toml", 'yanked = "deny"', []),
        ("cargo-deny", "deny.toml", 'vulnerability = "deny"', [("vulnerability", "")]),
        ("cargo-deny", "deny.toml", 'multiple-version = "deny"', [("multiple-version", "multiple-versions")]),
        ("dependabot", ".github/dependabot.yml", "interval: weekly", []),
        ("dependabot", ".github/dependabot.yml", "      - package-ecosystem: cargo", []),
        ("dependabot", ".github/dependabot.yml", "prefix: deps", []),
        ("pre-commit", ".pre-commit-config.yaml", "- id: bandit", []),
        ("gosec", "gosec.json", '"nosec": "true",', []),
    ],
)
def test_single_printed_lines(tool: str, path: str, text: str, dead: list[tuple[str, str]]) -> None:
    assert [(key.name, key.nearest) for key in printed(tool, path, text).dead_keys] == dead


def test_printed_lines_are_cited_in_the_document() -> None:
    (key,) = printed("bandit", ".bandit", "[bandit]\nexclude_dirs = tests").dead_keys
    assert (key.span.path, key.span.line) == ("SECURITY.md", 11)
    (alone,) = printed("bandit", ".bandit", "exclude_dirs = tests").dead_keys
    assert (alone.span.path, alone.span.line) == ("SECURITY.md", 10)
    assert not printed("gosec", ".gosec.yml", "severity: LOW").readable


@pytest.mark.parametrize("tool", sorted(FORMS))
def test_every_form_belongs_to_a_tool_that_can_load_files(tool: str) -> None:
    record = by_name(tool)
    assert record is not None
    assert record.configuration_files


NAMES = sorted({name.replace("*", "x") for forms in FORMS.values() for form in forms for name in form.files})


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(FORMS)),
    st.sampled_from(NAMES),
    st.text(alphabet="abis[]{}:=,\"'#\n -&*.1\t", max_size=60),
)
def test_no_text_breaks_a_reader(tool: str, path: str, text: str) -> None:
    for seen in (
        read(tool, Source(path=path, text=text), AT),
        read_printed(tool, Source(path=path, text=text, shown="S.md"), AT),
    ):
        assert seen.configuration is None or seen.configuration.tool == tool


@pytest.mark.parametrize(
    ("tool", "path", "text"),
    [
        ("bandit", ".bandit", "[bandit]\n" + "a" + " " * 500_000),
        ("cargo-deny", "deny.toml", "[advisories]\nignore=[" + "'x'," * 20_000 + "]"),
        ("gosec", "gosec.json", '{"global":{' + ",".join(f'"k{number}":1' for number in range(20_000)) + "}}"),
        ("trivy", ".trivyignore", "A exp:\n" * 50_000),
        ("dependabot", ".github/dependabot.yml", "a: " + "[" * 50_000),
    ],
)
def test_hostile_files_are_bounded(tool: str, path: str, text: str) -> None:
    begin = time.perf_counter()
    read(tool, Source(path=path, text=text), AT)
    read_printed(tool, Source(path=path, text=text, shown="SECURITY.md"), AT)
    assert time.perf_counter() - begin < 10
