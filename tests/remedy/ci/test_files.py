"""Each kind of promise beside tools: what is written for it turns its verdict, and leaves the rest of a file alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
import yaml

from remedy.ci.taking_up import Capture, Taken, lay, policy, run, sound, take_up
from troth.remedy.ci.security_txt import LASTS

GIT = {
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": '[core]\n\trepositoryformatversion = 0\n[remote "origin"]\n'
    "\turl = https://github.com/Harbour/tide.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n",
    ".git/objects/.keep": "",
    ".git/refs/heads/.keep": "",
}
"""A checkout whose remote tells where it is hosted."""
BAN = "Please do not open public issues for security vulnerabilities."
MAIL = "Report vulnerabilities to security@harbour-pilots.net."
BUG = "---\nname: Bug\nabout: Something is wrong\n---\n\nWhat happened?\n"
SOFT = """\
name: scan
on:
  push:
    branches: [main]
  pull_request:
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: bandit -r . || true # for now
"""
SLOW = SOFT.replace("  pull_request:\n", '  schedule:\n    - cron: "0 4 1 * *" # monthly\n').replace(
    " || true # for now", ""
)
FOLDER = (
    SOFT.replace(" || true # for now", "")
    .replace("  pull_request:\n", "  pull_request:\n    paths:\n      - src\n")
    .replace("    branches: [main]\n", "    branches: [main]\n    paths: \n      - 'src' # all\n")
)
TRIVY_LINES = SOFT.replace(
    "      - run: bandit -r . || true # for now\n",
    "      - run: |\n          trivy fs \\\n            --exit-code 0 \\\n            .\n",
)
TRIVY_ACTION = SOFT.replace(
    "      - run: bandit -r . || true # for now\n",
    "      - uses: aquasecurity/trivy-action@0.36.0\n        with:\n          scan-type: fs\n"
    "          exit-code: '0'\n      - run: make\n        env:\n          exit-code: '0'\n",
)
DEPENDABOT = """\
version: 2
updates:
  # ours
  - package-ecosystem: "pip"
    directory: "/"
    schedule:
      interval: "monthly"   # was weekly
"""
GITLAB_SOFT = "scan:\n  script:\n    - bandit -r .\n  allow_failure: true\n"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """``turns`` are ids and the standing that they have afterwards; ``has`` words of files, ``kept`` lines that stay."""

    name: str
    policy: str
    files: Mapping[str, str] = {}
    host: str = "github"
    turns: Mapping[str, str] = {}
    has: Mapping[str, str] = {}
    lacks: Mapping[str, str] = {}
    only: tuple[str, ...] | None = None


CASES = (
    Case(
        name="a contact link where there are templates",
        policy=policy(BAN),
        files={**GIT, ".github/ISSUE_TEMPLATE/bug.md": BUG},
        turns={"public-issue-ban": "kept"},
        has={".github/ISSUE_TEMPLATE/config.yml": "https://github.com/Harbour/tide/security/policy"},
        only=(".github/ISSUE_TEMPLATE/config.yml",),
    ),
    Case(
        name="blank issues stay where there are no templates",
        policy=policy(BAN),
        files=GIT,
        turns={"public-issue-ban": "kept"},
        lacks={".github/ISSUE_TEMPLATE/config.yml": "blank_issues_enabled"},
    ),
    Case(
        name="a link is added to those that are there",
        policy=policy(BAN),
        files={
            **GIT,
            ".github/ISSUE_TEMPLATE/config.yml": "# ours\ncontact_links:\n  - name: Forum\n    url: https://a.example/\n"
            "    about: Ask\n\nblank_issues_enabled: true\n",
            ".github/ISSUE_TEMPLATE/bug.md": BUG,
        },
        turns={"public-issue-ban": "kept"},
        has={".github/ISSUE_TEMPLATE/config.yml": "# ours\ncontact_links:\n  - name: Forum"},
    ),
    Case(
        name="an empty list of links",
        policy=policy(BAN),
        files={
            **GIT,
            ".github/ISSUE_TEMPLATE/config.yml": "blank_issues_enabled: true\ncontact_links: []\n",
            ".github/ISSUE_TEMPLATE/bug.md": BUG,
        },
        turns={"public-issue-ban": "kept"},
    ),
    Case(
        name="a line in the templates where no address is known",
        policy=policy(BAN),
        files={".github/ISSUE_TEMPLATE/bug.md": BUG},
        turns={"public-issue-ban": "kept"},
        has={".github/ISSUE_TEMPLATE/bug.md": "---\nname: Bug\nabout: Something is wrong\n---\n<!-- A security"},
    ),
    Case(
        name="templates of GitLab",
        policy=policy(BAN),
        files={".gitlab/issue_templates/Bug.md": "## What happened\n"},
        host="gitlab",
        turns={"public-issue-ban": "kept"},
        only=(".gitlab/issue_templates/Bug.md",),
    ),
    Case(
        name="a softener goes",
        policy=policy("We run `bandit` on every pull request."),
        files={".github/workflows/scan.yml": SOFT, "a.py": ""},
        turns={"tool-bandit-use": "kept"},
        has={".github/workflows/scan.yml": "      - run: bandit -r . # for now\n"},
        only=(".github/workflows/scan.yml",),
    ),
    Case(
        name="a whole line that softens",
        policy=policy("`bandit` is enforced in CI."),
        files={".github/workflows/scan.yml": SOFT.replace(" || true # for now", "\n        continue-on-error: true")},
        turns={"tool-bandit-use": "kept"},
        only=(".github/workflows/scan.yml",),
    ),
    Case(
        name="a softener of GitLab",
        policy=policy("`bandit` runs in CI."),
        files={".gitlab-ci.yml": GITLAB_SOFT},
        host="gitlab",
        turns={"tool-bandit-use": "kept"},
        only=(".gitlab-ci.yml",),
    ),
    Case(
        name="a schedule becomes faster",
        policy=policy("We scan our code weekly with `bandit`."),
        files={".github/workflows/scan.yml": SLOW},
        turns={"recurrence-scan-p1w": "kept"},
        has={".github/workflows/scan.yml": "# monthly"},
        only=(".github/workflows/scan.yml",),
    ),
    Case(
        name="a filter matches the files of its folder",
        policy=policy("We run `bandit` in CI."),
        files={".github/workflows/scan.yml": FOLDER, "src/a.py": ""},
        turns={"tool-bandit-use": "kept"},
        has={".github/workflows/scan.yml": "      - 'src/**' # all\n"},
        only=(".github/workflows/scan.yml",),
    ),
    Case(
        name="a schedule beside checks that run on change already",
        policy=policy("We run `bandit` weekly."),
        files={".github/workflows/scan.yml": SOFT.replace(" || true # for now", ""), "a.py": ""},
        has={".github/workflows/promises.yml": "schedule:"},
        lacks={".github/workflows/promises.yml": "pull_request:"},
    ),
    Case(
        name="the workflow that the policy names",
        policy=policy("`bandit` runs in CI (`.github/workflows/audit.yml`)."),
        turns={"tool-bandit-use": "kept"},
        only=(".github/workflows/audit.yml",),
    ),
    Case(
        name="the named workflow is there",
        policy=policy("`bandit` runs in CI (`.github/workflows/audit.yml`)."),
        files={".github/workflows/audit.yml": SOFT.replace("bandit -r . || true", "make")},
        turns={"tool-bandit-use": "kept"},
        has={".github/workflows/audit.yml": "      - run: make # for now\n"},
        only=(".github/workflows/audit.yml",),
    ),
    Case(
        name="a command over several lines says twice how it ends",
        policy=policy("`trivy` runs in CI."),
        files={".github/workflows/scan.yml": TRIVY_LINES},
        turns={"tool-trivy-use": "kept"},
        has={".github/workflows/scan.yml": "          trivy fs \\\n            --exit-code 1 \\\n            .\n"},
        lacks={".github/workflows/scan.yml": "--exit-code 0"},
        only=(".github/workflows/scan.yml",),
    ),
    Case(
        name="an action whose input lets findings pass",
        policy=policy("`trivy` runs in CI."),
        files={".github/workflows/scan.yml": TRIVY_ACTION},
        turns={"tool-trivy-use": "kept"},
        has={".github/workflows/scan.yml": "          exit-code: '1'\n      - run: make\n        env:\n"},
        only=(".github/workflows/scan.yml",),
    ),
    Case(
        name="no rhythm is promised, and an interval stays as it is",
        policy=policy("Dependabot keeps our dependencies up to date."),
        files={"requirements.txt": "harbour==1\n", "go.mod": "module a\n", ".github/dependabot.yml": DEPENDABOT},
        turns={"tool-dependabot-use": "kept"},
        has={".github/dependabot.yml": '      interval: "monthly"   # was weekly\n'},
    ),
    Case(
        name="updates of everything",
        policy=policy("Dependencies are updated weekly by Dependabot."),
        files={"requirements.txt": "harbour==1\n", "web/package.json": "{}", "docs/package.json": "{}"},
        turns={"tool-dependabot-use": "kept"},
        has={".github/dependabot.yml": "      - /docs\n      - /web\n"},
    ),
    Case(
        name="a slow interval, and an ecosystem without an entry",
        policy=policy("Dependencies are updated weekly by Dependabot."),
        files={"requirements.txt": "harbour==1\n", "go.mod": "module a\n", ".github/dependabot.yml": DEPENDABOT},
        turns={"tool-dependabot-use": "kept"},
        has={".github/dependabot.yml": '      interval: "weekly"   # was weekly\n'},
    ),
    Case(
        name="a hook where a hook is promised",
        policy=policy("`gitleaks` runs as a pre-commit hook."),
        turns={"tool-gitleaks-use": "kept"},
        only=(".pre-commit-config.yaml",),
    ),
    Case(
        name="a hook beside others",
        policy=policy("`gosec` runs as a pre-commit hook."),
        host="pre-commit",
        files={".pre-commit-config.yaml": "repos:\n- repo: meta\n  hooks:\n  - id: identity\n\n# the end\n"},
        turns={"tool-gosec-use": "kept"},
        has={".pre-commit-config.yaml": "repos:\n- repo: meta\n  hooks:\n  - id: identity\n"},
        only=(".pre-commit-config.yaml",),
    ),
    Case(
        name="licences that the policy lists",
        policy=policy("Licence allow-list enforced by `cargo-deny` in CI (MIT, Apache-2.0 or BSD-3-Clause)."),
        files={"Cargo.toml": '[package]\nname = "a"\nversion = "1.0.0"\n', "Cargo.lock": "version = 4\n"},
        has={"deny.toml": 'allow = [\n  "MIT",\n  "Apache-2.0",\n  "BSD-3-Clause",\n]'},
    ),
    Case(
        name="owners that a file of maintainers names",
        policy=policy("Code reviews are required for every change."),
        files={"MAINTAINERS.md": "- Ada, @ada-harbour, ada@harbour-pilots.net\n- @tide/core\n"},
        has={".github/CODEOWNERS": "* @ada-harbour @tide/core\n"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_written_turns_the_verdict(case: Case, tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, {**case.files, "SECURITY.md": case.policy})
    taken = take_up(capsys, tmp_path, case.host)
    sound(taken)
    for name, standing in case.turns.items():
        assert taken.before[name] != standing
        assert taken.after[name] == standing, (taken.verdicts[name]["reason"], taken.unmended)
    for path, words in case.has.items():
        assert words in (tmp_path / path).read_text()
    for path, words in case.lacks.items():
        assert words not in (tmp_path / path).read_text()
    if case.only is not None:
        assert tuple(one["path"] for one in taken.edits) == case.only
    for path in {one["path"] for one in taken.edits} & set(case.files):
        stays(case.files[path], (tmp_path / path).read_text())
    for one in taken.edits:
        assert one["serves"], one["path"]
        if one["path"].endswith((".yml", ".yaml")):
            yaml.safe_load((tmp_path / one["path"]).read_text())


def stays(before: str, after: str) -> None:
    """Nearly every line of a file that was there is there, in order: what changes is a line or two."""
    rest = iter(after.splitlines())
    lost = [line for line in before.splitlines() if line not in rest]
    assert len(lost) <= 40
    kept = [line for line in before.splitlines() if line in after.splitlines()]
    assert len(before.splitlines()) - len(kept) <= 2


SBOMS = [
    (sentence, host)
    for sentence in (
        "Every release comes with an SPDX SBOM.",
        "Every release comes with SBOMs in SPDX and CycloneDX format.",
        "Releases include a CycloneDX SBOM written by `syft`.",
        "An SBOM (SPDX and CycloneDX) is generated for releases with `cargo-sbom`.",
        "Releases include a CycloneDX SBOM written by `cyclonedx-gomod`.",
    )
    for host in ("github", "gitlab")
]


@pytest.mark.parametrize(("sentence", "host"), SBOMS)
def test_bills_are_written_in_every_promised_format(sentence: str, host: str, tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, {"SECURITY.md": policy(sentence), "go.mod": "module a\n", "Cargo.lock": "version = 4\n"})
    taken = take_up(capsys, tmp_path, host)
    sound(taken)
    assert {name: one["reason"] for name, one in taken.verdicts.items() if one["standing"] != "kept"} == {}


def test_licences_without_a_list_are_no_promise_that_the_other_checks_keep(tmp_path: Path, capsys: Capture) -> None:
    crate = {"Cargo.toml": '[package]\nname = "a"\nversion = "1.0.0"\n', "Cargo.lock": "version = 4\n"}
    lay(tmp_path, {**crate, "SECURITY.md": policy("Licence policy is enforced by `cargo-deny` in CI.")})
    taken = take_up(capsys, tmp_path)
    sound(taken)
    assert not taken.edits
    assert "for you to say" in " ".join(one["reason"] for one in taken.unmended)


def test_a_bill_goes_with_the_tag_where_a_tag_publishes(tmp_path: Path, capsys: Capture) -> None:
    release = (
        'on:\n  push:\n    tags: ["v*"]\njobs:\n  out:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n'
        "      - run: gh release create v1 dist/*\n"
    )
    lay(
        tmp_path,
        {"SECURITY.md": policy("Every release comes with an SPDX SBOM."), ".github/workflows/out.yml": release},
    )
    taken = take_up(capsys, tmp_path)
    sound(taken)
    assert taken.after["sbom-spdx"] == "kept"
    written = (tmp_path / ".github/workflows/sbom.yml").read_text()
    assert "tags:" in written
    assert "contents: write" not in written


def test_the_host_is_that_of_the_pipelines_where_none_is_named(tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, {"SECURITY.md": policy("`ruff` runs in CI."), ".gitlab-ci.yml": "a:\n  script: [make]\n"})
    told = run(capsys, "init", str(tmp_path), "--json", "--ci")
    assert [one["path"] for one in told["edits"]] == [".gitlab-ci.yml", ".gitlab/promises.yml"]


class TestSecurityTxt:
    def taken(self, root: Path, capsys: Capture, files: Mapping[str, str], *sentences: str) -> Taken:
        lay(root, {**files, "SECURITY.md": policy(*sentences)})
        return take_up(capsys, root, "github", "--at", "2026-11-25", "--with-security-txt")

    def test_the_contacts_of_the_policy_until_less_than_a_year(self, tmp_path: Path, capsys: Capture) -> None:
        self.taken(tmp_path, capsys, GIT, MAIL)
        lines = (tmp_path / ".well-known/security.txt").read_text().splitlines()
        assert lines == [
            "Contact: mailto:security@harbour-pilots.net",
            "Expires: 2027-11-24T00:00:00Z",
            "Policy: https://github.com/Harbour/tide/security/policy",
        ]
        assert timedelta(days=300) < LASTS < timedelta(days=365)

    def test_a_placeholder_is_no_contact(self, tmp_path: Path, capsys: Capture) -> None:
        taken = self.taken(tmp_path, capsys, {}, "Report vulnerabilities to security@example.com.")
        assert ".well-known/security.txt" not in {one["path"] for one in taken.edits}

    def test_a_date_that_has_passed_moves(self, tmp_path: Path, capsys: Capture) -> None:
        old = "Contact: mailto:security@harbour-pilots.net\r\nExpires: 2025-01-01T00:00:00Z\r\nPolicy: https://a.example/\r\n"
        taken = self.taken(tmp_path, capsys, {"static/security.txt": old}, MAIL)
        name = next(name for name in taken.before if name.startswith("contact-email"))
        assert (taken.before[name], taken.after[name]) == ("broken", "unproven")
        after = (tmp_path / "static/security.txt").read_bytes().decode()
        assert after == old.replace("2025-01-01", str(date(2026, 11, 25) + LASTS))

    def test_a_signed_file_is_left_to_its_signer(self, tmp_path: Path, capsys: Capture) -> None:
        signed = (
            "-----BEGIN PGP SIGNED MESSAGE-----\n\nContact: mailto:security@harbour-pilots.net\n"
            "Expires: 2025-01-01T00:00:00Z\n"
        )
        taken = self.taken(tmp_path, capsys, {".well-known/security.txt": signed}, MAIL)
        assert not taken.edits
        assert "signed" in " ".join(one["reason"] for one in taken.unmended)

    def test_it_can_be_left_out(self, tmp_path: Path, capsys: Capture) -> None:
        lay(tmp_path, {"SECURITY.md": policy(MAIL)})
        taken = take_up(capsys, tmp_path, "github", "--with-security-txt", "--skip", "security-txt")
        assert not taken.edits

    def test_a_library_without_a_site_gets_none_unasked(self, tmp_path: Path, capsys: Capture) -> None:
        lay(tmp_path, {"SECURITY.md": policy(MAIL)})
        assert not take_up(capsys, tmp_path).edits

    def test_a_site_gets_it_where_it_is_served(self, tmp_path: Path, capsys: Capture) -> None:
        lay(tmp_path, {"SECURITY.md": policy(MAIL), "public/index.html": "<p>"})
        taken = take_up(capsys, tmp_path)
        assert [one["path"] for one in taken.edits] == ["public/.well-known/security.txt"]


NAMES = ("a b;id", "pkg$(id)", "q'uote", 'q"uote', "x\ny", "-rf", "${{ github.token }}", "a: b", "`id`", "a#b", "&a")
"""Names of folders that are code, where they come into YAML or a shell unquoted."""


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_no_name_of_a_folder_becomes_code(tmp_path: Path, capsys: Capture, host: str) -> None:
    """Those that are not safe are written nowhere and told; the others are quoted."""
    lay(
        tmp_path, {**GIT, "ok/sub dir/requirements.txt": "flask==3.0.0\n", "ok/sub dir/go.mod": "module a\n\ngo 1.24\n"}
    )
    lay(tmp_path, {f"{name}/{file}": text for name in NAMES for file, text in UNSAFE.items()})
    sentences = ("We run pip-audit and govulncheck in CI.", "Dependabot updates our dependencies weekly.")
    lay(tmp_path, {"SECURITY.md": policy(*sentences)})
    taken = take_up(capsys, tmp_path, host)
    written = "".join(taken.text(tmp_path, edit["path"]) for edit in taken.edits)
    assert "'ok/sub dir/requirements.txt'" in written
    for name in NAMES:
        assert f"{name}/" not in written, name
        assert f"cd {name}" not in written, name
    left = [one for one in taken.unmended if "not safe to write" in one["reason"]]
    assert {one["path"].partition("/")[0] for one in left} <= set(NAMES)
    assert left


UNSAFE = {"requirements.txt": "flask==3.0.0\n", "go.mod": "module a\n\ngo 1.24\n"}
