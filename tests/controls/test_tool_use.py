from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic

import msgspec
import pytest

from controls.golden import (
    AT_RISK,
    BOTH,
    BROKEN,
    BUTTON,
    KEPT,
    PULL,
    PUSH,
    RELEASE,
    SCAN,
    TODAY,
    UNPROVEN,
    WEEKLY,
    Case,
    check,
    judge,
    says,
    workflow,
)  # fmt: skip
from troth.controls.tool_use import CONTROL
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.answer import Answer, Answers, Class
from troth.terms.commitment import Demand, Tool
from troth.terms.event import Event
from troth.terms.package import package
from troth.terms.seen.components import Component
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.seen.vulnerabilities import AdvisoryData, Vulnerability
from troth.terms.severity import UNKNOWN
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict
from troth.terms.wants import Advisories, ToolRuns, Vulnerabilities

USES = says("We use bandit to scan our code.")


def bandit(text: str = "We use bandit to scan our code.", **fields: object) -> Tool:
    return Tool(span=says(text), name="bandit", **fields)  # type: ignore[arg-type]


def tool(name: str, text: str = "", **fields: object) -> Tool:
    return Tool(span=says(text or f"We use {name}."), name=name, **fields)  # type: ignore[arg-type]


SIGSTORE = tool("sigstore", "Packages are signed with Sigstore in CI.", place=("ci",))
IN_CI = bandit("Bandit runs in CI.", place=("ci",))
ON_PR = bandit("Bandit runs on every pull request.", events=(Event.PULL_REQUEST,))
ON_BOTH = bandit("Bandit runs on push and pull request.", events=(Event.PUSH, Event.PULL_REQUEST))
ENFORCED = bandit("Security rules are enforced by bandit.", demand=Demand.ENFORCED)
HOOK = bandit("Bandit runs as a pre-commit hook.", place=("pre-commit",))
RELEASED = tool("govulncheck", "Every release build runs govulncheck.", place=("release",))
RUN = "bandit -r src"
HOOKS = """\
repos:
  - repo: https://github.com/PyCQA/bandit
    rev: 1.9.4
    hooks:
      - id: bandit
"""
DEPENDABOT = """\
version: 2
updates:
  - package-ecosystem: pip
    directory: /
    schedule:
      interval: weekly
"""
RENOVATE = '{"extends": ["config:recommended"]}\n'
GITLAB = """\
stages: [test]
bandit:
  stage: test
  script:
    - bandit -r src
"""
MAKE = "audit:\n\tbandit -r src\n"
PYTHON = {"src/app.py": "print('harbour')\n"}
BLANK_CI = {".github/workflows/build.yml": workflow(BOTH, "echo building")}
TREE_OF_PARTS = {
    "src/app.py": "x = 1\n",
    "tests/app.py": "x = 1\n",
    "plugins/tide.py": "x = 1\n",
    "requirements.txt": "harbour==1\n",
    "docs/requirements.txt": "quay==1\n",
    "tests/requirements.txt": "-r ../requirements.txt\n",
}

CASES = (
    # kept
    Case(
        name="runs and blocks",
        promise=bandit(),
        files={SCAN: workflow(BOTH, RUN), **PYTHON},
        standing=KEPT,
        words="a finding fails the run",
        cites=(f"{SCAN}:9",),
    ),
    Case(
        name="what cosign signs, Sigstore signs",
        promise=tool("sigstore", "Images are signed with Sigstore."),
        files={SCAN: workflow(BOTH, "cosign sign --yes harbour:1")},
        standing=KEPT,
        breakers=((SCAN, "cosign sign --yes", "cosign verify"),),
    ),
    *(
        Case(
            name=f"checking a signature is no signing: {call}",
            promise=tool(name, f"Images are signed with {name}."),
            files={SCAN: workflow(BOTH, call)},
            standing=AT_RISK,
            words="signs nothing",
        )
        for name, call in (
            ("cosign", "cosign verify harbour:1"),
            ("gpg", "gpg --verify harbour.asc"),
            ("sigstore", "cosign verify-blob harbour.tar"),
        )
    ),
    *(
        Case(
            name=f"what is signed: {words} by {call}",
            promise=tool("cosign", words),
            files={SCAN: workflow(BOTH, *call.split(" && "))},
            standing=standing,
        )
        for words, call, standing in (
            ("The container image is signed with cosign.", "cosign sign-blob --yes dist/x.whl", UNPROVEN),
            ("The container image is signed with cosign.", "cosign sign-blob dist/x.whl && cosign sign moor:1", KEPT),
            ("The container image is signed with cosign.", "cosign sign-blob dist/x.whl && cosign verify b:1", AT_RISK),
            ("Images and wheels are signed with cosign.", "cosign sign-blob --yes dist/x.whl", KEPT),
            ("Releases are signed with cosign.", "cosign sign-blob --yes dist/x.whl", KEPT),
            ("SBOMs are signed with cosign.", "cosign sign-blob --yes dist/x.whl", UNPROVEN),
            ("SBOMs are signed with cosign.", "cosign sign-blob --yes sbom.spdx.json", KEPT),
            ("We sign all SBOMs with cosign.", "cosign sign --yes harbour:1", UNPROVEN),
            ("We sign all SBOMs with cosign.", "cosign sign-blob --yes dist/*", KEPT),
        )
    ),
    Case(
        name="one call checks, the other signs",
        promise=tool("cosign", "Images are signed with cosign."),
        files={SCAN: workflow(BOTH, "cosign verify base:1", "cosign sign --yes harbour:1")},
        standing=KEPT,
    ),
    Case(
        name="checking is what is promised",
        promise=tool("cosign", "Base images are verified with cosign."),
        files={SCAN: workflow(BOTH, "cosign verify base:1")},
        standing=KEPT,
    ),
    *(
        Case(
            name=f"{words}, and pushes to one start it",
            promise=bandit(f"Bandit runs on every commit to {words}.", events=(Event.PUSH,)),
            files={SCAN: workflow(PUSH, RUN), **PYTHON},
            standing=AT_RISK,
            words="every branch",
            cites=(f"{SCAN}:2",),
        )
        for words in (
            "every branch",
            "all our branches",
            "any feature branch",
            "each of the branches",
            "GitHub, whatever branch it is on",
        )
    ),
    *(
        Case(
            name=f"every branch, and pushes to all start it: {on}",
            promise=bandit("Bandit runs on every commit to every branch.", events=(Event.PUSH,)),
            files={SCAN: workflow(on, RUN), **PYTHON},
            standing=KEPT,
        )
        for on in ("push:", "push:\n  branches: ['**']")
    ),
    Case(
        name="every commit to the main branch",
        promise=bandit("Bandit runs on every commit to the main branch.", events=(Event.PUSH,)),
        files={SCAN: workflow(PUSH, RUN), **PYTHON},
        standing=KEPT,
    ),
    Case(
        name="what Sigstore signs, cosign need not",
        promise=tool("cosign", "Images are signed with cosign."),
        files={SCAN: workflow(BOTH, "sigstore sign harbour.tar")},
        standing=UNPROVEN,
    ),
    Case(
        name="required before merge is a setting of the host",
        promise=bandit("Bandit is required before merge.", demand=Demand.ENFORCED),
        files={SCAN: workflow(BOTH, RUN), **PYTHON},
        standing=UNPROVEN,
        settles="hosted",
        cites=(f"{SCAN}:9",),
    ),
    *(
        Case(
            name=f"enforced by a later line that reads the report: {line}",
            promise=ENFORCED,
            files={SCAN: workflow(PULL, "bandit -r src -f json -o berths.json || true", line), **PYTHON},
            standing=standing,
            words=words,
        )
        for line, standing, words in (
            ("python gate.py berths.json", UNPROVEN, "only as"),
            ("jq -e 'length == 0' berths.json", UNPROVEN, "only as"),
            ("cat berths.json", BROKEN, "nothing fails"),
            ("python gate.py piers.json", BROKEN, "nothing fails"),
        )
    ),
    Case(
        name="a failure is kept in a loop until the end",
        promise=ENFORCED,
        files={
            SCAN: workflow(
                PULL,
                "|\n          bad=0\n          for d in a b; do\n            if ! bandit -r $d; then bad=1; fi\n          done\n          exit $bad",
            ),
            **PYTHON,
        },
        standing=KEPT,
    ),
    Case(name="push alone suffices", promise=bandit(), files={SCAN: workflow(PUSH, RUN)}, standing=KEPT),
    Case(
        name="through a make target",
        promise=IN_CI,
        files={SCAN: workflow(BOTH, "make audit"), "Makefile": MAKE},
        standing=KEPT,
        cites=("Makefile:2", f"{SCAN}:9"),
        breakers=(("Makefile", "\tbandit -r src", "\techo bandit"),),
    ),
    Case(name="on every pull request", promise=ON_PR, files={SCAN: workflow(BOTH, RUN)}, standing=KEPT),
    Case(name="on both events", promise=ON_BOTH, files={SCAN: workflow(BOTH, RUN)}, standing=KEPT),
    Case(name="enforced and blocking", promise=ENFORCED, files={SCAN: workflow(PULL, RUN), **PYTHON}, standing=KEPT),
    Case(
        name="advisory as the sentence says",
        promise=bandit("Bandit runs in CI, advisory only.", place=("ci",), demand=Demand.ADVISORY),
        files={SCAN: workflow(BOTH, f"{RUN} || true")},
        standing=KEPT,
        words="advisory",
    ),
    Case(
        name="the hook that was promised",
        promise=HOOK,
        files={".pre-commit-config.yaml": HOOKS},
        standing=KEPT,
        cites=(".pre-commit-config.yaml:5",),
        breakers=((".pre-commit-config.yaml", "      - id: bandit\n", ""),),
    ),
    Case(
        name="hook in CI",
        promise=bandit(),
        files={".pre-commit-config.yaml": HOOKS, SCAN: workflow(PULL, "pre-commit run --all-files")},
        standing=KEPT,
    ),
    Case(
        name="another name of the same tool",
        promise=tool("owasp zap", "OWASP ZAP runs on every pull request.", events=(Event.PULL_REQUEST,)),
        files={SCAN: workflow(BOTH, "zap-baseline.py -t https://harbour.example.org")},
        standing=KEPT,
        breakers=((SCAN, "zap-baseline.py", "zap-baseline.py -I"),),
    ),
    Case(
        name="codeql uploads",
        promise=tool("codeql"),
        files={SCAN: workflow(BOTH, "uses: github/codeql-action/init@v3", "uses: github/codeql-action/analyze@v3")},
        standing=KEPT,
        words="uploads",
    ),
    Case(
        name="one blocking run beside a soft one",
        promise=bandit(),
        files={SCAN: workflow(BOTH, f"{RUN} || true", f"{RUN} -ll")},
        standing=KEPT,
        breakers=((SCAN, f"{RUN} -ll", f"{RUN} -ll || true"),),
    ),
    Case(
        name="for releases",
        promise=RELEASED,
        files={SCAN: workflow(RELEASE, "govulncheck ./..."), "go.mod": "module example.org/ferry\n\ngo 1.23.0\n"},
        standing=KEPT,
    ),
    Case(name="gitlab", promise=IN_CI, files={".gitlab-ci.yml": GITLAB}, standing=KEPT, cites=(".gitlab-ci.yml:5",)),
    Case(
        name="dependabot covers what is here",
        promise=tool("dependabot"),
        files={".github/dependabot.yml": DEPENDABOT, "requirements.txt": "harbour==1.0\n"},
        standing=KEPT,
        cites=(".github/dependabot.yml:3",),
        breakers=((".github/dependabot.yml", "pip", "npm"), (".github/dependabot.yml", "updates:", "update:")),
    ),
    Case(
        name="a threshold that the sentence names",
        promise=tool("grype", "Grype blocks the build on high severity.", demand=Demand.ENFORCED, threshold="high"),
        files={SCAN: workflow(BOTH, "grype dir:. --fail-on high")},
        standing=KEPT,
        breakers=((SCAN, "--fail-on high", "--fail-on critical"),),
    ),
    Case(
        name="dependabot has its own names for ecosystems",
        promise=tool("dependabot"),
        files={
            ".github/dependabot.yml": DEPENDABOT.replace("pip", "bundler"),
            "Gemfile": 'source "https://rubygems.example"\n',
        },
        standing=KEPT,
    ),
    Case(
        name="dependabot does not sleep",
        promise=tool("dependabot"),
        commits=(("2026-01-01", {".github/dependabot.yml": DEPENDABOT, "requirements.txt": "harbour==1.0\n"}, ()),),
        standing=KEPT,
    ),
    # at risk
    Case(
        name="dependabot that ignores everything",
        promise=tool("dependabot"),
        files={
            ".github/dependabot.yml": DEPENDABOT.rstrip("\n") + "\n    ignore: [{dependency-name: '*'}]\n",
            "requirements.txt": "harbour==1.0\n",
        },
        standing=AT_RISK,
        words="it ignores every dependency",
        cites=(".github/dependabot.yml:3",),
    ),
    Case(
        name="blocks on no event",
        promise=bandit(),
        files={SCAN: workflow(BOTH, f"{RUN} || true")},
        standing=AT_RISK,
        words="nothing fails",
        cites=(f"{SCAN}:9",),
    ),
    Case(
        name="continue-on-error",
        promise=IN_CI,
        files={SCAN: workflow(BOTH, RUN, step="continue-on-error: true")},
        standing=AT_RISK,
        cites=(f"{SCAN}:10",),
    ),
    Case(
        name="exit zero",
        promise=bandit(),
        files={SCAN: workflow(BOTH, f"{RUN} --exit-zero")},
        standing=AT_RISK,
    ),
    Case(
        name="exits well whatever it finds",
        promise=tool("trivy"),
        files={SCAN: workflow(BOTH, "trivy fs .")},
        standing=AT_RISK,
        words="ends well whatever it finds",
    ),
    Case(
        name="watching is all that is promised",
        promise=tool("harden-runner", "We use harden-runner to monitor the egress of our jobs."),
        files={SCAN: workflow(BOTH, "uses: step-security/harden-runner@v2")},
        standing=KEPT,
        words="observes, as the sentence says",
    ),
    Case(
        name="watching is less than blocking",
        promise=tool("harden-runner", "We use harden-runner to monitor egress and block what is unknown."),
        files={SCAN: workflow(BOTH, "uses: step-security/harden-runner@v2")},
        standing=AT_RISK,
        words="ends well whatever it finds",
    ),
    Case(
        name="a scanner that is to monitor has to fail on findings",
        promise=tool("trivy", "We use trivy to monitor our images."),
        files={SCAN: workflow(BOTH, "trivy fs .")},
        standing=AT_RISK,
        words="ends well whatever it finds",
    ),
    Case(
        name="a signer finds nothing",
        promise=tool("cosign", "Releases are signed with cosign."),
        files={SCAN: workflow(RELEASE, "cosign sign-blob --yes dist.tgz")},
        standing=KEPT,
        words="cosign runs on release; where it fails, the run fails",
    ),
    Case(
        name="only a button",
        promise=bandit(),
        files={SCAN: workflow(BUTTON, RUN)},
        standing=AT_RISK,
        words="presses a button",
    ),
    Case(
        name="in CI, by a button",
        promise=IN_CI,
        files={SCAN: workflow(BUTTON, RUN)},
        standing=AT_RISK,
        words="presses a button",
    ),
    Case(
        name="only a developer's hook",
        promise=bandit(),
        files={".pre-commit-config.yaml": HOOKS},
        standing=AT_RISK,
        words="own hook",
    ),
    Case(
        name="dead key in what it loads",
        promise=bandit(),
        files={
            SCAN: workflow(BOTH, "bandit -r src -c pyproject.toml"),
            "pyproject.toml": '[tool.bandit]\nexcluded = ["tests"]\n',
        },
        standing=AT_RISK,
        words="key without effect",
        cites=("pyproject.toml:2",),
    ),
    Case(
        name="asleep",
        promise=bandit(),
        commits=(("2026-01-01", {SCAN: workflow(WEEKLY, RUN)}, ()),),
        standing=AT_RISK,
        words="60 days",
    ),
    Case(
        name="every pull request with a path filter",
        promise=ON_PR,
        files={SCAN: workflow("pull_request:\n  paths: ['src/**']", RUN), **PYTHON},
        standing=AT_RISK,
        words="does not run on every pull request",
    ),
    Case(
        name="only pull requests with a label",
        promise=IN_CI,
        files={SCAN: workflow(PULL, RUN, job="if: contains(github.event.pull_request.labels.*.name, 'sec')")},
        standing=AT_RISK,
        words="runs only where contains(",
    ),
    Case(
        name="only when a label is given",
        promise=IN_CI,
        files={SCAN: workflow("pull_request:\n  types: [labeled]", RUN)},
        standing=AT_RISK,
        words="runs only where types: labeled",
    ),
    Case(
        name="every pull request, and none from forks",
        promise=ON_PR,
        files={SCAN: workflow(PULL, RUN, job="if: github.event.pull_request.head.repo.fork == false")},
        standing=AT_RISK,
        words="does not run on every pull request",
    ),
    Case(
        name="in CI, and none from forks",
        promise=IN_CI,
        files={SCAN: workflow(PULL, RUN, job="if: github.event.pull_request.head.repo.fork == false")},
        standing=KEPT,
    ),
    Case(
        name="every push, and pull requests from forks",
        promise=ON_PR,
        files={
            SCAN: workflow(
                "push:\npull_request:",
                RUN,
                job="if: github.event_name == 'push' || github.event.pull_request.head.repo.fork",
            )
        },
        standing=KEPT,
    ),
    Case(
        name="a filter that matches nothing",
        promise=bandit(),
        files={SCAN: workflow("push:\n  branches: [main]\n  paths: [src]", RUN), **PYTHON},
        standing=AT_RISK,
        words="filter",
    ),
    Case(
        name="severities that the sentence names in brackets",
        promise=tool("grype", "Grype scans releases (blocks HIGH/CRITICAL vulnerabilities).", demand=Demand.ENFORCED),
        files={SCAN: workflow(BOTH, "grype dir:. --fail-on high")},
        standing=KEPT,
        breakers=((SCAN, "--fail-on high", "--fail-on critical"),),
    ),
    *(
        Case(
            name=f"a threshold: {text}",
            promise=tool("grype", text, demand=Demand.ENFORCED),
            files={SCAN: workflow(BOTH, "grype dir:. --fail-on high")},
            standing=standing,
        )
        for text, standing in (
            ("Grype findings of high severity fail CI, others only warn.", KEPT),
            ("Findings of severity high or critical block the merge.", KEPT),
            ("Critical grype findings stop the build.", KEPT),
            ("Grype reports low findings and fails on high ones.", KEPT),
            ("Grype's medium and high findings fail the build.", AT_RISK),
            ("Low-severity grype findings block the merge.", AT_RISK),
            ("Critical bugs are told; grype findings fail the build.", AT_RISK),
        )
    ),
    *(
        Case(
            name=f"signed with Sigstore: {call}",
            promise=SIGSTORE,
            files={SCAN: workflow(BOTH, call)},
            standing=standing,
        )
        for call, standing in (
            ("uses: actions/attest-build-provenance@v2", KEPT),
            ("uses: actions/attest@v2", KEPT),
            ("cosign sign-blob --yes harbour.tar", KEPT),
            ("gpg --detach-sign harbour.tar", BROKEN),
        )
    ),
    Case(
        name="a severity of something else is no threshold",
        promise=tool("grype", "Grype blocks builds; critical services are told.", demand=Demand.ENFORCED),
        files={SCAN: workflow(BOTH, "grype dir:. --fail-on high")},
        standing=AT_RISK,
        words="severity high",
    ),
    Case(
        name="a hook alone is named, in a section on CI",
        promise=bandit("Bandit: before each push, by a hook.", place=("ci",), events=(Event.PUSH_HOOK,)),
        files={**BLANK_CI, ".pre-commit-config.yaml": HOOKS},
        standing=AT_RISK,
    ),
    Case(
        name="a hook and the CI are named",
        promise=bandit("Bandit: pre-push hook and CI.", place=("ci",), events=(Event.PUSH_HOOK,)),
        files={**BLANK_CI, ".pre-commit-config.yaml": HOOKS},
        standing=AT_RISK,
    ),
    Case(
        name="a threshold that the sentence does not name",
        promise=tool("grype", "Grype blocks vulnerable builds.", demand=Demand.ENFORCED),
        files={SCAN: workflow(BOTH, "grype dir:. --fail-on high")},
        standing=AT_RISK,
        words="severity high",
    ),
    Case(
        name="unsupported call",
        promise=tool("safety"),
        files={SCAN: workflow(BOTH, "safety check")},
        standing=AT_RISK,
        words="no longer support",
    ),
    Case(
        name="dependabot covers one of two",
        promise=tool("dependabot"),
        files={
            ".github/dependabot.yml": DEPENDABOT,
            "requirements.txt": "harbour==1.0\n",
            "web/package.json": '{"dependencies": {"ferry": "^1.0.0"}}\n',
        },
        standing=AT_RISK,
        words="npm",
        cites=("web/package.json",),
    ),
    Case(
        name="dependabot covers what the sentence names",
        promise=tool("dependabot", "Weekly Dependabot updates (pip & GitHub Actions)."),
        files={
            ".github/dependabot.yml": DEPENDABOT,
            "requirements.txt": "harbour==1.0\n",
            "web/package.json": '{"dependencies": {"ferry": "^1.0.0"}}\n',
        },
        standing=KEPT,
        words="pip",
        breakers=((".github/dependabot.yml", "pip", "npm"),),
    ),
    Case(
        name="dependabot watches nothing that the sentence names",
        promise=tool("dependabot", "Dependabot keeps our npm and Docker dependencies up to date."),
        files={".github/dependabot.yml": DEPENDABOT, "requirements.txt": "harbour==1.0\n"},
        standing=UNPROVEN,
        settles="repository",
        words="docker and npm: named",
    ),
    Case(
        name="dependabot leaves out what the sentence names",
        promise=tool("dependabot", "Dependabot keeps our npm packages fresh."),
        files={
            ".github/dependabot.yml": DEPENDABOT,
            "requirements.txt": "harbour==1.0\n",
            "web/package.json": '{"dependencies": {"ferry": "^1.0.0"}}\n',
        },
        standing=AT_RISK,
        words="npm",
        cites=("web/package.json",),
    ),
    Case(
        name="codeql under enforced",
        promise=tool("codeql", "CodeQL must pass.", demand=Demand.ENFORCED),
        files={SCAN: workflow(BOTH, "uses: github/codeql-action/analyze@v3")},
        standing=AT_RISK,
    ),
    Case(
        name="pre-commit itself",
        promise=tool("pre-commit"),
        files={".pre-commit-config.yaml": HOOKS},
        standing=AT_RISK,
    ),
    Case(
        name="a configuration that cannot fail",
        promise=tool("gitleaks"),
        files={
            SCAN: workflow(BOTH, "gitleaks detect"),
            ".gitleaks.toml": '[allowlist]\npaths = ["docs"]\n',
        },
        standing=AT_RISK,
        words="nothing that could fail",
    ),
    Case(
        name="a lapsed ignore",
        promise=tool("trivy"),
        files={
            SCAN: workflow(BOTH, "trivy fs --exit-code 1 ."),
            ".trivyignore": "CVE-2020-0001 exp:2025-01-01\n",
        },
        standing=AT_RISK,
        words="has lapsed",
        cites=(".trivyignore:1",),
    ),
    # broken
    Case(
        name="enforced but soft",
        promise=ENFORCED,
        files={SCAN: workflow(BOTH, f"{RUN} || true")},
        standing=BROKEN,
        words="nothing fails",
    ),
    Case(
        name="in CI, read completely, not there",
        promise=IN_CI,
        files=BLANK_CI,
        standing=BROKEN,
        words="1 workflow read",
        cites=(".github/workflows/build.yml",),
    ),
    Case(
        name="near miss outside the place",
        promise=IN_CI,
        files={**BLANK_CI, "deploy/ci/scan.yml": workflow(BOTH, RUN)},
        standing=BROKEN,
        cites=("deploy/ci/scan.yml:9",),
    ),
    Case(
        name="one of two events missing",
        promise=ON_BOTH,
        files={SCAN: workflow(PUSH, RUN)},
        standing=BROKEN,
        words="not on pull requests",
    ),
    Case(
        name="release without it",
        promise=RELEASED,
        files={".github/workflows/release.yml": workflow(RELEASE, "goreleaser release")},
        standing=BROKEN,
        words="for releases",
    ),
    Case(
        name="before a release, of which only pushes are scanned",
        promise=tool("govulncheck", "We run govulncheck before each release.", events=(Event.RELEASE,)),
        files={
            ".github/workflows/release.yml": workflow(RELEASE, "goreleaser release"),
            SCAN: workflow(BOTH, "govulncheck ./..."),
            "go.mod": "module example.org/ferry\n\ngo 1.23.0\n",
        },
        standing=AT_RISK,
        words="no release waits for it",
        breakers=((SCAN, "govulncheck ./...", "govulncheck ./... || true"),),
    ),
    Case(
        name="the audit of another package manager",
        promise=tool(
            "npm audit", "npm audit blocks every pull request.", events=(Event.PULL_REQUEST,), demand=Demand.ENFORCED
        ),
        files={SCAN: workflow(BOTH, "npm audit || true", "pnpm audit --audit-level=low"), "package.json": "{}\n"},
        standing=AT_RISK,
        words="not npm audit: pnpm audit runs on pull request",
        breakers=((SCAN, "--audit-level=low", "|| true"),),
    ),
    Case(
        name="only a hook where CI was named",
        promise=IN_CI,
        files={**BLANK_CI, ".pre-commit-config.yaml": HOOKS},
        standing=BROKEN,
    ),
    Case(
        name="cannot fail under enforced",
        promise=tool("gitleaks", "Gitleaks must pass.", demand=Demand.ENFORCED),
        files={SCAN: workflow(BOTH, "gitleaks detect"), ".gitleaks.toml": '[allowlist]\npaths = ["docs"]\n'},
        standing=BROKEN,
    ),
    Case(
        name="a named path that is gone",
        promise=bandit("Bandit runs in `.github/workflows/audit.yml`.", place=(".github/workflows/audit.yml",)),
        files={SCAN: workflow(BOTH, RUN)},
        standing=BROKEN,
        words="not in the tree",
    ),
    Case(
        name="installing is not running",
        promise=IN_CI,
        files={SCAN: workflow(BOTH, "pip install bandit", "bandit --version")},
        standing=BROKEN,
    ),
    # unproven
    Case(
        name="nothing runs it",
        promise=bandit(),
        files=BLANK_CI,
        standing=UNPROVEN,
        words="1 workflow read",
        settles="repository",
    ),
    Case(name="no CI file at all", promise=IN_CI, files=PYTHON, standing=UNPROVEN, words="no automation"),
    Case(
        name="a target that nothing runs",
        promise=bandit(),
        files={"Makefile": MAKE, **BLANK_CI},
        standing=UNPROVEN,
        words="a make target for bandit exists, but nothing runs it",
        cites=("Makefile:2",),
    ),
    Case(
        name="configured only",
        promise=bandit(),
        files={"pyproject.toml": '[tool.bandit]\nskips = ["B101"]\n', **BLANK_CI},
        standing=UNPROVEN,
        words="configured in pyproject.toml",
    ),
    Case(
        name="hangs on a hosted variable",
        promise=bandit(),
        files={SCAN: workflow(BOTH, RUN, job="if: vars.SCAN == 'true'")},
        standing=UNPROVEN,
        settles="hosted",
    ),
    Case(
        name="codeql default setup is invisible",
        promise=tool("codeql", "CodeQL runs in CI.", place=("ci",)),
        files=BLANK_CI,
        standing=UNPROVEN,
        settles="hosted",
    ),
    Case(
        name="renovate needs its app",
        promise=tool("renovate"),
        files={"renovate.json": RENOVATE, "requirements.txt": "harbour==1.0\n"},
        standing=UNPROVEN,
        words="app is installed",
        settles="hosted",
    ),
    Case(
        name="alerts are hosted",
        promise=tool("dependabot", "Dependabot alerts are enabled."),
        files={".github/dependabot.yml": DEPENDABOT, "requirements.txt": "harbour==1.0\n"},
        standing=UNPROVEN,
        settles="hosted",
    ),
    Case(
        name="another CI hides it",
        promise=IN_CI,
        files={**BLANK_CI, "Jenkinsfile": "pipeline { agent any }\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="switched off",
        promise=bandit(),
        files={SCAN: workflow(BOTH, RUN, job="if: false")},
        standing=UNPROVEN,
    ),
    Case(
        name="a contradicted target is at risk",
        promise=bandit("We aim to run bandit in CI.", place=("ci",), strength="target"),
        files=BLANK_CI,
        standing=AT_RISK,
        words="aimed for",
    ),
)


def test_what_a_bot_watches_is_said_in_words(
    tree: Callable[..., Repository], git_tree: Callable[..., Repository]
) -> None:
    files: dict[str, str | bytes] = {"renovate.json": RENOVATE, "requirements.txt": "harbour==1.0\n"}
    case = Case(name="renovate", promise=tool("renovate"), files=files, standing=UNPROVEN)
    told = [fact.fact for fact in check(case, CONTROL, tree, git_tree).because]
    assert told
    assert all("watches ," not in fact and not fact.endswith("watches ") for fact in told)


def test_who_presses_a_button_on_gitlab_is_told_of_gitlab(
    tree: Callable[..., Repository], git_tree: Callable[..., Repository]
) -> None:
    manual: dict[str, str | bytes] = {".gitlab-ci.yml": "scan:\n  when: manual\n  script: bandit -r src\n", **BLANK_CI}
    verdict = check(Case(name="manual", promise=bandit(), files=manual, standing=AT_RISK), CONTROL, tree, git_tree)
    assert verdict.next is not None
    assert verdict.next.command == "troth init --ci gitlab"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def with_result(promise: Tool, repository: Repository, *findings: ToolFinding, **more: object) -> Verdict:
    scene = Scene(repository=repository, at=TODAY)
    answers = dict(gather(scene, CONTROL.wants(promise)))
    run = ToolRun(
        tool="cargo-deny",
        argv=("cargo-deny", "check"),
        directory="",
        version="0.20.2",
        at=datetime(2026, 11, 25, tzinfo=UTC),
        scanned=12,
        findings=findings,
        exit_code=4 if findings else 0,
    )
    answers[ToolRuns(tool=promise.name)] = Answer(found=(msgspec.structs.replace(run, **more),))
    return CONTROL.judge(promise, Answers(answers), TODAY)


DENY = {
    SCAN: workflow(BOTH, "cargo deny check"),
    "deny.toml": '[licenses]\nallow = ["MIT"]\n',
    "Cargo.toml": '[package]\nname = "ferry"\nversion = "0.1.0"\n',
}
LICENCES = tool("cargo-deny", "License allowlist enforced via cargo-deny.", demand=Demand.ENFORCED)
REJECTED = ToolFinding(rule="rejected", text="GPL-3.0 is not allowed", span=None, group="licenses")
ADVISORY = ToolFinding(rule="RUSTSEC-2026-0001", text="a hole", span=None, group="advisories")


def test_a_result_contradicts_what_is_enforced(tree: Callable[..., Repository]) -> None:
    verdict = with_result(LICENCES, tree(DENY), REJECTED)
    assert verdict.standing is BROKEN
    assert "GPL-3.0 is not allowed" in verdict.because[0].fact


def test_a_result_of_another_group_contradicts_nothing(tree: Callable[..., Repository]) -> None:
    assert with_result(LICENCES, tree(DENY), ADVISORY).standing is KEPT


def test_a_clean_result_is_a_fact_of_its_own(tree: Callable[..., Repository]) -> None:
    verdict = with_result(LICENCES, tree(DENY))
    assert verdict.standing is KEPT
    assert any(fact.kind is Class.RESULT for fact in verdict.because)


GOVULNCHECK = {SCAN: workflow(BOTH, "govulncheck ./..."), "go.mod": "module example.org/ferry\n"}


@pytest.mark.parametrize("sentence", ["govulncheck is enforced.", "govulncheck enforces no known vulnerabilities."])
@pytest.mark.parametrize(("group", "standing"), [("called", BROKEN), ("imported", KEPT), ("required", KEPT)])
def test_a_tool_that_fails_by_what_it_found_whatever_its_exit_code(
    tree: Callable[..., Repository], sentence: str, group: str, standing: Standing
) -> None:
    promise = tool("govulncheck", sentence, demand=Demand.ENFORCED)
    hole = ToolFinding(rule="GO-2026-0001", text="a hole", span=None, group=group, package="example.org/mast")
    verdict = with_result(promise, tree(GOVULNCHECK), hole, tool="govulncheck", exit_code=0)
    assert verdict.standing is standing
    assert not any("nothing against it" in fact.fact for fact in verdict.because)
    assert any("1 finding, none of which makes it fail" in fact.fact for fact in verdict.because) is (standing is KEPT)


def test_a_secret_speaks_of_every_source(tree: Callable[..., Repository]) -> None:
    promise = tool("betterleaks", "betterleaks on all sources is enforced.", demand=Demand.ENFORCED)
    files = {SCAN: workflow(BOTH, "betterleaks dir .")}
    leak = ToolFinding(rule="password", text="a password", span=None, group="secret")
    assert with_result(promise, tree(files), leak, tool="betterleaks").standing is BROKEN


def test_findings_of_a_report_that_tells_no_exit_code_are_no_clean_result(tree: Callable[..., Repository]) -> None:
    verdict = with_result(LICENCES, tree(DENY), REJECTED, exit_code=0, origin="report")
    assert any("1 finding; whether they make it fail is not in the report" in fact.fact for fact in verdict.because)


def test_a_run_that_failed_by_what_nobody_knows_is_no_clean_result(tree: Callable[..., Repository]) -> None:
    verdict = with_result(LICENCES, tree(DENY), exit_code=4)
    assert not any("nothing against it" in fact.fact for fact in verdict.because)


def test_what_only_another_version_reports_is_at_risk(tree: Callable[..., Repository]) -> None:
    files = {**DENY, SCAN: workflow(BOTH, "cargo install cargo-deny --version 0.18.9", "cargo deny check")}
    verdict = with_result(LICENCES, tree(files), REJECTED)
    assert verdict.standing is AT_RISK
    assert "the automation runs 0.18.9" in verdict.reason


ASSERTS = ToolFinding(rule="B101", text="an assert", span=Span("tests/test_oar.py", 2))
BLOCKING = tool("bandit", "Bandit is enforced.", demand=Demand.ENFORCED)


@pytest.mark.parametrize(
    ("command", "standing"),
    [
        ("bandit -r .", BROKEN),
        ("bandit -q -r . -f json -o found.json", BROKEN),
        ("python -m bandit -r tests/", BROKEN),
        ("uv run bandit -r src tests", BROKEN),
        ("bandit -r src", KEPT),
        ("bandit -r ./src -f json", KEPT),
        ("uv run bandit -q -r src", KEPT),
        ("bandit -r src test", KEPT),  # no part of a name is a folder
        ("bandit -r . -ll", AT_RISK),
        ("bandit -r . -x tests", AT_RISK),
        ("bandit -x tests -r .", AT_RISK),
        ("bandit -r . -s B101", AT_RISK),
        ("bandit -r . -c strict.yaml", AT_RISK),
        ("bandit -r src -x tests", AT_RISK),  # what is a folder and what a value cannot be told
        ("bandit -r $SOURCES", AT_RISK),
    ],
)
def test_what_the_automation_does_not_look_at_contradicts_nothing(
    tree: Callable[..., Repository], command: str, standing: Standing
) -> None:
    files = {SCAN: workflow(BOTH, command), "src/oar.py": "", "strict.yaml": "skips: [B101]\n"}
    ours = {"tool": "bandit", "argv": ("bandit", "-r", ".", "-f", "json", "-q"), "exit_code": 1}
    verdict = with_result(BLOCKING, tree(files), ASSERTS, **ours)
    assert verdict.standing is standing, verdict.reason
    assert not any("nothing against it" in fact.fact for fact in verdict.because)
    said = with_result(BLOCKING, tree(files), ASSERTS, **ours, said="bandit -r .")
    assert said.standing is BROKEN  # the words of the policy itself


def test_findings_say_nothing_of_plain_use(tree: Callable[..., Repository]) -> None:
    assert with_result(tool("cargo-deny"), tree(DENY), REJECTED).standing is KEPT


def test_a_tool_that_was_not_run_lowers_nothing(tree: Callable[..., Repository]) -> None:
    check(Case(name="static", promise=LICENCES, files=DENY, standing=KEPT), CONTROL, tree, tree)


def test_what_the_register_lets_pass_contradicts_nothing_and_is_cited(tree: Callable[..., Repository]) -> None:
    register = "[[waiver]]\ntarget = 'cargo-deny:rejected'\nreason = 'asked their lawyer'\nowner = 'crew'\nuntil = {}\n"
    for until, standing in ((TODAY, KEPT), (date(2026, 11, 24), BROKEN)):
        verdict = with_result(LICENCES, tree(DENY | {"troth.toml": register.format(until)}), REJECTED)
        assert verdict.standing is standing
        assert ("troth.toml:2" in {str(fact.span) for fact in verdict.because}) is (standing is KEPT)


def test_what_the_tool_itself_let_pass_contradicts_nothing(tree: Callable[..., Repository]) -> None:
    suppressed = msgspec.structs.replace(REJECTED, suppressed="an exception in deny.toml")
    assert with_result(LICENCES, tree(DENY), suppressed).standing is KEPT


CLEAN = tool("cargo-deny", "cargo-deny finds no known vulnerabilities.")


@pytest.mark.parametrize(
    ("old", "promise", "standing"),
    [
        (7, CLEAN, KEPT),
        (8, CLEAN, AT_RISK),
        (None, CLEAN, AT_RISK),
        (400, LICENCES, KEPT),
        (400, tool("cargo-deny"), KEPT),
    ],
)
def test_clean_by_old_advisories_is_at_risk(
    tree: Callable[..., Repository], old: int | None, promise: Tool, standing: Standing
) -> None:
    now = datetime.combine(TODAY, time(), UTC)
    newest = None if old is None else now - timedelta(days=old)
    data = AdvisoryData(records=9, newest=newest, fetched=now, digest="d")
    answers = dict(gather(Scene(repository=tree(DENY), at=TODAY), CONTROL.wants(promise)))
    run = ToolRun(tool="cargo-deny", argv=("cargo-deny",), directory="", version="0.20", at=now, scanned=3, findings=())
    answers |= {ToolRuns(tool="cargo-deny"): Answer(found=(run,)), Advisories(): Answer(found=(data,))}
    verdict = CONTROL.judge(promise, Answers(answers), TODAY)
    assert verdict.standing is standing, verdict.reason
    assert ("by advisories" in verdict.reason) is (standing is AT_RISK)
    answers[ToolRuns(tool="cargo-deny")] = Answer(found=(msgspec.structs.replace(run, origin="report"),))
    assert CONTROL.judge(promise, Answers(answers), TODAY).standing is KEPT


IGNORING = '[advisories]\nignore = [{ id = "RUSTSEC-2026-0001", reason = "until 2026-01-01" }]\n'


@pytest.mark.parametrize(
    ("ids", "only_if", "standing"),
    [
        (("RUSTSEC-2026-0001",), "", BROKEN),
        (("GHSA-1111-2222-3333", "rustsec-2026-0001"), "", BROKEN),
        (("RUSTSEC-2026-0001",), "on windows", AT_RISK),
        (("RUSTSEC-2026-0002",), "", AT_RISK),
    ],
)
def test_a_lapsed_ignore_that_still_hides_something_breaks_the_promise(
    tree: Callable[..., Repository], ids: tuple[str, ...], only_if: str, standing: Standing
) -> None:
    promise = tool("cargo-deny")
    repository = tree({SCAN: workflow(BOTH, "cargo deny check"), "deny.toml": IGNORING, "Cargo.lock": ""})
    answers = dict(gather(Scene(repository=repository, at=TODAY), CONTROL.wants(promise)))
    hull = Component(package=package("crates.io", "hull"), version="1.0", purl="", span=Span("Cargo.lock", 4))
    found = Vulnerability(component=hull, id=ids[0], aliases=ids[1:], severity=UNKNOWN, only_if=only_if)
    answers[Vulnerabilities()] = Answer(found=(found,), read=("Cargo.lock",))
    verdict = CONTROL.judge(promise, Answers(answers), TODAY)
    assert verdict.standing is standing, verdict.reason
    assert ("Cargo.lock:4" in {str(fact.span) for fact in verdict.because}) is (standing is BROKEN)
    assert "deny.toml:2" in {str(fact.span) for fact in verdict.because}


def test_an_ignore_in_force_breaks_nothing(tree: Callable[..., Repository]) -> None:
    promise = tool("cargo-deny")
    files = {SCAN: workflow(BOTH, "cargo deny check"), "deny.toml": IGNORING.replace("2026-01-01", "2027-01-01")}
    answers = dict(gather(Scene(repository=tree(files), at=TODAY), CONTROL.wants(promise)))
    hull = Component(package=package("crates.io", "hull"), version="1.0", purl="", span=Span("Cargo.lock", 4))
    found = Vulnerability(component=hull, id="RUSTSEC-2026-0001", severity=UNKNOWN)
    answers[Vulnerabilities()] = Answer(found=(found,))
    assert CONTROL.judge(promise, Answers(answers), TODAY).standing is KEPT


def test_an_ignore_of_advisories_breaks_no_sentence_about_licences_and_no_code_of_others(
    tree: Callable[..., Repository],
) -> None:
    repository = tree({SCAN: workflow(BOTH, "cargo deny check"), "deny.toml": IGNORING, "Cargo.lock": ""})
    hull = Component(package=package("crates.io", "hull"), version="1.0", purl="", span=Span("Cargo.lock", 4))
    theirs = msgspec.structs.replace(hull, own=False)
    for promise, component, standing in (
        (tool("cargo-deny"), hull, BROKEN),
        (msgspec.structs.replace(LICENCES, demand=Demand.RUNS), hull, AT_RISK),
        (tool("cargo-deny"), theirs, AT_RISK),
    ):
        answers = dict(gather(Scene(repository=repository, at=TODAY), CONTROL.wants(promise)))
        found = Vulnerability(component=component, id="RUSTSEC-2026-0001", severity=UNKNOWN)
        answers[Vulnerabilities()] = Answer(found=(found,), read=("Cargo.lock",))
        verdict = CONTROL.judge(promise, Answers(answers), TODAY)
        assert verdict.standing is standing, verdict.reason


def test_the_way_out_is_none_that_leads_nowhere(tree: Callable[..., Repository]) -> None:
    """Scorecard judges the default branch: ``troth init --ci`` writes no job for pull requests."""
    promise = tool("scorecard", "Scorecard runs on every pull request.", events=(Event.PULL_REQUEST,))
    runs = "on:\n  push:\n    branches: [main]\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: ossf/scorecard-action@v2\n"
    for files in ({SCAN: runs}, {SCAN: workflow(BOTH, RUN)}):
        step = judge(CONTROL, promise, tree(files)).next
        assert step is not None
        assert "default branch" in step.text
        assert not step.command


def test_a_row_of_severities_takes_no_long_time(tree: Callable[..., Repository]) -> None:
    promise = tool("grype", "Grype blocks the build on " + "high " * 4_000 + "and more.", demand=Demand.ENFORCED)
    start = monotonic()
    judge(CONTROL, promise, tree({SCAN: workflow(BOTH, "grype dir:. --fail-on high")}))
    assert monotonic() - start < 4


@pytest.mark.parametrize(
    ("name", "call", "standing"),
    [
        ("eslint-plugin-security", "npx eslint .", UNPROVEN),
        ("findsecbugs", "mvn spotbugs:check", UNPROVEN),
        ("find security bugs", "mvn spotbugs:check", UNPROVEN),
        ("eslint-plugin-security", "npx prettier --check .", BROKEN),
        ("cargo-machete", "cargo +nightly udeps", BROKEN),
        ("findsecbugs", "npx eslint .", BROKEN),
    ],
)
def test_a_plugin_stands_in_a_configuration(
    tree: Callable[..., Repository], name: str, call: str, standing: Standing
) -> None:
    promise = tool(name, f"{name} runs on every pull request.", events=(Event.PULL_REQUEST,))
    assert judge(CONTROL, promise, tree({SCAN: workflow(BOTH, call)})).standing is standing
