from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from controls.golden import (
    AT_RISK,
    BOTH,
    BROKEN,
    BUTTON,
    KEPT,
    PUSH,
    RELEASE,
    SCAN,
    UNPROVEN,
    Case,
    check,
    says,
    workflow,
)
from troth.controls.activity import CONTROL
from troth.evidence.repository import Repository
from troth.terms.activity import Activity
from troth.terms.answer import Answer, Answers
from troth.terms.commitment import Demand, Practice, Recurrence
from troth.terms.event import Event


def practice(text: str, activity: Activity = Activity.DEPENDENCY_SCANNING, **fields: object) -> Practice:
    return Practice(span=says(text), topic="testing", activity=activity, **fields)  # type: ignore[arg-type]


IN_CI = practice("Automated vulnerability scanning in CI/CD.", Activity.SCANNING_ANY, place=("ci",))
SOMEWHERE = practice("Dependencies are scanned automatically.")
ON_PR = practice("Static analysis on each pull request.", Activity.STATIC_ANALYSIS, events=(Event.PULL_REQUEST,))
MUST = practice("Tests must pass before a merge.", Activity.TESTING, demand=Demand.ENFORCED)
BESIDE_OWN = practice(
    "Static analysis runs in CI on every pull request; our own linter adds house rules.",
    Activity.STATIC_ANALYSIS,
    events=(Event.PULL_REQUEST,),
)
OWN = practice("Our own static analyser runs in CI; style is free.", Activity.STATIC_ANALYSIS, place=("ci",))
LICENCES = practice("Licences are checked against an allow-list.", Activity.LICENCE_CHECK)
RHYTHM = Recurrence(
    span=says("Scans run on each push."),
    action="scan",
    every="",
    activity=Activity.SCANNING_ANY,
    events=(Event.PUSH,),
)
UPDATES = practice("Automated dependency updates.", Activity.DEPENDENCY_UPDATE)
BOT = "version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n    schedule:\n      interval: weekly\n"
BLANK = {".github/workflows/build.yml": workflow(BOTH, "echo building")}

SECRETS = Recurrence(
    span=says("Gitleaks scans every pull request for secrets."),
    action="scan",
    every="",
    activity=Activity.SECRET_SCANNING,
    events=(Event.PULL_REQUEST,),
    tools=("gitleaks",),
)
NO_RULES = "title = 'none'\n"
RULES = "[extend]\nuseDefault = true\n"
GITLEAKS = {SCAN: workflow(BOTH, "gitleaks detect")}

BY_HOST = Recurrence(
    span=says("GitHub scans every push for secrets."), action="scan", every="", activity=Activity.SECRET_SCANNING,
    events=(Event.PUSH,),
)  # fmt: skip
BY_CODEQL = Recurrence(
    span=says("CodeQL scans every pull request."), action="scan", every="", activity=Activity.STATIC_ANALYSIS,
    events=(Event.PULL_REQUEST,), tools=("codeql",),
)  # fmt: skip

FLOW = ".github/workflows/release.yml"
PROVENANCE = Practice(
    span=says("Build provenance attestations are generated."), topic="signing", activity=Activity.SIGNING
)
CASES = (
    Case(
        name="a tool of the project's own in another clause",
        promise=BESIDE_OWN,
        files={".github/workflows/build.yml": workflow(BOTH, "bandit -r ."), "a.py": "x = 1\n"},
        standing=KEPT,
    ),
    Case(
        name="a tool of the project's own in the clause itself",
        promise=OWN,
        files={".github/workflows/build.yml": workflow(BOTH, "bandit -r ."), "a.py": "x = 1\n"},
        standing=UNPROVEN,
        words="a tool of the project's own",
    ),
    Case(
        name="the host scans by itself",
        promise=BY_HOST,
        files={SCAN: workflow(PUSH, "make test"), "Makefile": "test:\n\techo\n"},
        standing=UNPROVEN,
        words="what the host of the code does by itself",
    ),
    Case(
        name="the default setup of CodeQL is no file",
        promise=BY_CODEQL,
        files={SCAN: workflow(PUSH, "make test"), "Makefile": "test:\n\techo\n"},
        standing=UNPROVEN,
        words="CodeQL default setup",
    ),
    Case(
        name="a configuration that leaves nothing",
        promise=SECRETS,
        files={**GITLEAKS, ".gitleaks.toml": NO_RULES},
        standing=AT_RISK,
        words="nothing that could fail",
    ),
    Case(name="a sound one", promise=SECRETS, files={**GITLEAKS, ".gitleaks.toml": RULES}, standing=KEPT),
    Case(
        name="a scanner of another ecosystem",
        promise=SOMEWHERE,
        files={SCAN: workflow(PUSH, "npm audit"), "requirements.txt": "harbour==1.0\n"},
        standing=AT_RISK,
        words="of which nothing is here",
    ),
    Case(
        name="a scanner of one of two ecosystems",
        promise=SOMEWHERE,
        files={SCAN: workflow(PUSH, "npm audit"), "requirements.txt": "harbour==1.0\n", "package.json": "{}\n"},
        standing=KEPT,
    ),
    Case(name="any scanner", promise=IN_CI, files={SCAN: workflow(BOTH, "pip-audit")}, standing=KEPT),
    Case(name="any dependency scanner", promise=SOMEWHERE, files={SCAN: workflow(PUSH, "pip-audit")}, standing=KEPT),
    Case(name="static analysis", promise=ON_PR, files={SCAN: workflow(BOTH, "bandit -r src")}, standing=KEPT),
    Case(name="tests must pass", promise=MUST, files={SCAN: workflow(BOTH, "pytest")}, standing=KEPT),
    Case(
        name="licences",
        promise=LICENCES,
        files={
            SCAN: workflow(BOTH, "cargo deny check licenses"),
            "deny.toml": '[licenses]\nallow = ["MIT"]\n',
            "Cargo.toml": '[package]\nname = "ferry"\nversion = "0.1.0"\n',
        },
        standing=KEPT,
    ),
    Case(name="a rhythm of events", promise=RHYTHM, files={SCAN: workflow(BOTH, "pip-audit")}, standing=KEPT),
    Case(
        name="updates by a bot",
        promise=UPDATES,
        files={".github/dependabot.yml": BOT, "requirements.txt": "harbour==1.0\n"},
        standing=KEPT,
        breakers=((".github/dependabot.yml", "package-ecosystem: pip", "package-ecosystem: npm"),),
    ),
    Case(
        name="the tool that is named speaks first",
        promise=practice("License allowlist enforced via cargo-deny.", Activity.LICENCE_CHECK, demand=Demand.ENFORCED),
        files={
            SCAN: workflow(BOTH, "cargo deny check", "uses: actions/dependency-review-action@v4"),
            "deny.toml": '[licenses]\nallow = ["MIT"]\n',
            "Cargo.toml": '[package]\nname = "ferry"\nversion = "0.1.0"\n',
        },
        standing=KEPT,
        words="cargo-deny",
    ),
    Case(
        name="provenance is attested",
        promise=PROVENANCE,
        files={FLOW: workflow("push:\n  tags: ['v*']", "uses: actions/attest-build-provenance@v2")},
        standing=KEPT,
        words="github attestations",
    ),
    Case(
        name="what GitHub attests is signed with Sigstore",
        promise=Practice(
            span=says("Artifacts are signed with Sigstore."),
            topic="signing",
            activity=Activity.SIGNING,
            tools=("sigstore",),
        ),
        files={FLOW: workflow("push:\n  tags: ['v*']", "uses: actions/attest-build-provenance@v2")},
        standing=KEPT,
    ),
    *(
        Case(
            name=f"images are not signed with a file: {call}",
            promise=Practice(span=says("Images are signed with cosign."), topic="signing", activity=Activity.SIGNING),
            files={FLOW: workflow("push:\n  tags: ['v*']", call)},
            standing=standing,
        )
        for call, standing in (("cosign sign-blob --yes x.whl", UNPROVEN), ("cosign sign --yes harbour/ferry", KEPT))
    ),
    Case(
        name="a signature is no provenance",
        promise=PROVENANCE,
        files={FLOW: workflow("push:\n  tags: ['v*']", "cosign sign --yes harbour/ferry")},
        standing=UNPROVEN,
    ),
    Case(
        name="cosign attests provenance",
        promise=PROVENANCE,
        files={FLOW: workflow("push:\n  tags: ['v*']", "cosign attest --yes --type slsaprovenance harbour/ferry")},
        standing=KEPT,
        words="cosign",
    ),
    Case(
        name="cosign attests provenance by its address",
        promise=PROVENANCE,
        files={FLOW: workflow("push:\n  tags: ['v*']", "cosign attest --type=https://slsa.dev/provenance/v1 harbour")},
        standing=KEPT,
    ),
    Case(
        name="another attestation is no provenance",
        promise=PROVENANCE,
        files={FLOW: workflow("push:\n  tags: ['v*']", "cosign attest --type cyclonedx provenance/ferry")},
        standing=UNPROVEN,
    ),
    Case(name="soft", promise=IN_CI, files={SCAN: workflow(BOTH, "pip-audit || true")}, standing=AT_RISK),
    Case(name="a button", promise=SOMEWHERE, files={SCAN: workflow(BUTTON, "pip-audit")}, standing=AT_RISK),
    Case(name="soft tests", promise=MUST, files={SCAN: workflow(BOTH, "pytest || true")}, standing=BROKEN),
    Case(
        name="named place without any",
        promise=IN_CI,
        files=BLANK,
        standing=BROKEN,
        words="a security scanner does not run in CI: 1 workflow read",
        cites=(".github/workflows/build.yml",),
    ),
    Case(
        name="near miss",
        promise=IN_CI,
        files={**BLANK, "infra/ci/audit.yml": workflow(BOTH, "pip-audit || true")},
        standing=BROKEN,
        cites=("infra/ci/audit.yml:9",),
    ),
    Case(
        name="another class of tool does not count",
        promise=practice("Static analysis runs in CI.", Activity.STATIC_ANALYSIS, place=("ci",)),
        files={SCAN: workflow(BOTH, "pip-audit")},
        standing=BROKEN,
    ),
    Case(
        name="a linter is no security scan",
        promise=IN_CI,
        files={SCAN: workflow(BOTH, "cargo clippy")},
        standing=BROKEN,
    ),
    Case(name="no place named", promise=SOMEWHERE, files=BLANK, standing=UNPROVEN, settles="repository"),
    Case(name="no CI file", promise=IN_CI, files={"a.py": "pass\n"}, standing=UNPROVEN),
    Case(
        name="another tool than the one that is named",
        promise=Recurrence(
            span=says("Trivy scans images on every push."),
            action="scan",
            every="",
            activity=Activity.SCANNING_ANY,
            events=(Event.PUSH,),
            tools=("trivy",),
        ),
        files={SCAN: workflow(BOTH, "bandit -r .")},
        standing=BROKEN,
        words="trivy does not run on push",
    ),
    Case(
        name="signing may happen elsewhere",
        promise=Practice(
            span=says("Releases are signed."), topic="signing", activity=Activity.SIGNING, place=("release",)
        ),
        files={SCAN: workflow(RELEASE, "goreleaser release")},
        standing=UNPROVEN,
        words="own machine",
    ),
    Case(
        name="an unknown action may be the scanner",
        promise=IN_CI,
        files={SCAN: workflow(BOTH, "uses: example/security-scan@v1")},
        standing=UNPROVEN,
    ),
    Case(
        name="a program that starts scanners unseen",
        promise=IN_CI,
        files={
            SCAN: workflow(BOTH, "python tools/audit.py"),
            "tools/audit.py": 'import subprocess\nsubprocess.run(["pip-audit"], check=True)\n',
        },
        standing=UNPROVEN,
    ),
    Case(
        name="tests have more forms than are known",
        promise=practice("Tests run in CI.", Activity.TESTING, place=("ci",)),
        files=BLANK,
        standing=UNPROVEN,
    ),
    *(
        Case(
            name=f"a signer of images: {text}",
            promise=Practice(span=says(text), topic="signing", activity=Activity.SIGNING, universal=True),
            files={SCAN: workflow(RELEASE, "cosign sign --yes example.org/harbour")},
            standing=UNPROVEN,
        )
        for text in ("All releases are signed.", "Our packages are signed.", "All commits to main are signed.")
    ),
    Case(
        name="a signer of images signs no tags",
        promise=Practice(span=says("Release tags are signed."), topic="signing", activity=Activity.SIGNING),
        files={SCAN: workflow(RELEASE, "cosign sign --yes example.org/harbour")},
        standing=UNPROVEN,
    ),
    Case(
        name="a tag that only says when files are signed",
        promise=Practice(
            span=says("Release tarballs are signed with GPG on every tag."), topic="signing", activity=Activity.SIGNING
        ),
        files={SCAN: workflow(RELEASE, "gpg --detach-sign --armor dist/ferry.tgz")},
        standing=KEPT,
    ),
    Case(
        name="signatures beside a bill, which is a promise of its own",
        promise=Practice(
            span=says("Every release is signed with GPG and ships with an SBOM."),
            topic="signing",
            activity=Activity.SBOM,
            place=("release",),
        ),
        files={SCAN: workflow(RELEASE, "gpg --detach-sign --armor dist/ferry.tgz")},
        standing=KEPT,
    ),
    Case(
        name="a bill that may be written elsewhere",
        promise=Practice(
            span=says("Every release ships with an SBOM."), topic="signing", activity=Activity.SBOM, place=("release",)
        ),
        files={SCAN: workflow(RELEASE, "make ferry")},
        standing=UNPROVEN,
    ),
    Case(
        name="a signer of images",
        promise=Practice(span=says("Images are signed."), topic="signing", activity=Activity.SIGNING),
        files={SCAN: workflow(RELEASE, "cosign sign --yes example.org/harbour")},
        standing=KEPT,
    ),
    *(
        Case(
            name=f"a tool of its own: {text}",
            promise=practice(text, Activity.LINTING, place=("ci",), demand=Demand.ENFORCED),
            files={SCAN: workflow(BOTH, "ruff check .")} if linted else BLANK,
            standing=UNPROVEN,
            words="whether that runs cannot be told",
            settles="repository",
        )
        for text in (
            "`quaylint` (`cmd/quaylint/`) — custom linter that fails CI if a berth is handed out twice.",
            "`quaylint` is the linter that guards every berth in CI.",
            "Every change is linted in CI with `quaylint`.",
            "CI runs `quaylint` to lint every change.",
            "Our own lint checks must pass in CI.",
            "A home-grown linter must pass in CI.",
            "Every pull request is linted by Quaylint.",
            "In CI all changes are analyzed for style with QuayLint, which fails the run.",
            "Lint checks: `.github/workflows/scan.yml` (`quaylint`).",
        )
        for linted in (True, False)
    ),
    *(
        Case(
            name=f"any linter: {text}",
            promise=practice(text, Activity.LINTING, place=("ci",)),
            files={SCAN: workflow(BOTH, "ruff check .")},
            standing=KEPT,
        )
        for text in (
            "Linting runs in CI with `make lint`.",
            "CI runs `make` to lint every change.",
            "Linting runs in CI on `main`.",
            "Linting runs in CI with `strict` mode.",
            "Linting runs in CI as `ci.yml` says.",
            "Linting runs in CI with our own rules.",
            "Our custom linter is `ruff`, which runs in CI.",
            "Every pull request is linted by CI.",
            "Every change is linted with GitHub Actions.",
            "Every change is linted by Security engineers and CI.",
        )
    ),
    *(
        Case(
            name=f"a tool that is promised beside it, {'seen' if seen else 'not seen'}",
            promise=practice(
                "SAST: CodeQL (default setup).", Activity.STATIC_ANALYSIS, place=("ci",), tools=("codeql",)
            ),
            files={SCAN: workflow(BOTH, "bandit -r .", *(["uses: github/codeql-action/analyze@v3"] if seen else []))},
            standing=KEPT if seen else UNPROVEN,
            words="codeql",
        )
        for seen in (True, False)
    ),
    Case(
        name="a bot beside it is no tool of it",
        promise=practice("Code is linted in CI.", Activity.LINTING, place=("ci",), tools=("dependabot",)),
        files={SCAN: workflow(BOTH, "ruff check .")},
        standing=KEPT,
    ),
    Case(
        name="what a command does that a job calls",
        promise=practice("`make tides` - static analysis of all code", Activity.STATIC_ANALYSIS),
        files={SCAN: workflow(BOTH, "make tides"), "Makefile": "tides:\n\tbandit -r src\n", "src/app.py": "x = 1\n"},
        standing=KEPT,
        breakers=((SCAN, "make tides", "bandit -r src"),),
    ),
    *(
        Case(
            name=f"what a command does that a job calls: {line}",
            promise=practice("`make tides` - static analysis of all code", Activity.STATIC_ANALYSIS),
            files={
                SCAN: workflow(BOTH, line),
                "Makefile": "tides:\n\tbandit -r src\ndocs:\n\techo\ntides-all:\n\tbandit -r src\n",
                "docs/Makefile": "tides:\n\tbandit -r src\n",
                "src/app.py": "x = 1\n",
            },
            standing=standing,
        )
        for line, standing in (
            ("make -j4 tides", KEPT),
            ("make docs tides", KEPT),
            ("make -j4 docs tides", KEPT),
            ("make docs tides-all", UNPROVEN),
            ("make -C docs tides", UNPROVEN),
        )
    ),
    Case(
        name="what a command does that nothing calls",
        promise=practice("`make tides`: static analysis of all code", Activity.STATIC_ANALYSIS),
        files={SCAN: workflow(BOTH, "bandit -r src"), "Makefile": "tides:\n\truff check\n", "src/app.py": "x = 1\n"},
        standing=UNPROVEN,
        words="`make tides`",
    ),
    Case(
        name="its own tests are any tests",
        promise=practice("Our own test scripts run in CI.", Activity.TESTING, place=("ci",)),
        files={SCAN: workflow(BOTH, "pytest")},
        standing=KEPT,
    ),
    Case(name="no bot", promise=UPDATES, files=BLANK, standing=UNPROVEN),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def test_a_rhythm_with_a_period_is_left_to_recurrence() -> None:
    weekly = Recurrence(span=says("Weekly scans."), action="scan", every="P1W", activity=Activity.SCANNING_ANY)
    assert not CONTROL.judges(weekly)
    assert not CONTROL.judges(Practice(span=says("We encrypt."), topic="encryption"))


def test_a_scanner_proves_no_outcome() -> None:
    audited = Practice(
        span=says("All cryptography uses audited libraries."),
        topic="crypto_libraries",
        activity=Activity.DEPENDENCY_SCANNING,
    )
    results = practice("Mock scan output must never be taken for an audit.", Activity.SCANNING_ANY)
    reviewed = practice("Scan results are reviewed by two people.", Activity.SCANNING_ANY)
    assert not CONTROL.judges(results)
    assert not CONTROL.judges(reviewed)
    assert CONTROL.judges(practice("Scan results are uploaded on every push.", Activity.SCANNING_ANY))
    clean = Practice(span=says("No credentials in code."), topic="secrets", activity=Activity.SECRET_SCANNING)
    assert not CONTROL.judges(audited)
    assert not CONTROL.judges(clean)


def test_a_rhythm_of_updates_by_a_named_tool_is_judged() -> None:
    rhythm = Recurrence(
        span=says("cargo update runs on each push."),
        action="update",
        every="",
        activity=Activity.DEPENDENCY_UPDATE,
        events=(Event.PUSH,),
        tools=("cargo-update",),
    )
    nothing = Answers({want: Answer() for want in CONTROL.wants(rhythm)})
    assert CONTROL.judge(rhythm, nothing, date(2026, 3, 2)).standing in (UNPROVEN, BROKEN)


def test_who_signs_does_not_show_that_signatures_are_looked_at() -> None:
    missing = practice("The release fails if SBOM or signatures are missing.", Activity.SIGNING)
    assert not CONTROL.judges(missing)
    assert CONTROL.judges(practice("Releases are signed; a failure stops them.", Activity.SIGNING))
