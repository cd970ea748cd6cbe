from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, KEPT, PUSH, SCAN, UNPROVEN, WEEKLY, Case, check, says, workflow
from troth.controls.advisory_watch import CONTROL
from troth.controls.wiring import ECOSYSTEMS, EVERYTHING, NO_ADVISORIES, SPEAKS
from troth.evidence.repository import Repository
from troth.evidence.tools import RECORDS
from troth.terms.activity import Activity
from troth.terms.commitment import Practice

PROMISE = Practice(span=says("Subscribe to security advisories for all dependencies"), topic="monitoring")
PYTHON = {"requirements.txt": "mast==1.0\n"}
GO = {"go.mod": "module example.org/ferry\n\ngo 1.23\n\nrequire example.org/keel v1.0.0\n"}
DAYS = 'schedule:\n  - cron: "0 4 1 * *"'

CASES = (
    Case(
        name="every ecosystem is looked at each week",
        promise=PROMISE,
        standing=KEPT,
        files={**PYTHON, **GO, SCAN: workflow(WEEKLY, "pip-audit", "govulncheck ./...")},
        cites=(f"{SCAN}:8", f"{SCAN}:9"),
    ),
    Case(
        name="one scanner for all",
        promise=PROMISE,
        standing=KEPT,
        files={**PYTHON, **GO, SCAN: workflow(WEEKLY, "osv-scanner scan source -r .")},
    ),
    Case(
        name="what a submodule needs that is not there is not known",
        promise=PROMISE,
        standing=UNPROVEN,
        files={
            **PYTHON,
            ".gitmodules": '[submodule "keel"]\n\tpath = keel\n\turl = https://example.org/keel.git\n',
            SCAN: workflow(WEEKLY, "pip-audit"),
        },
        words="not all manifests",
    ),
    Case(
        name="an ecosystem without a scanner",
        promise=PROMISE,
        standing=AT_RISK,
        files={**PYTHON, **GO, SCAN: workflow(WEEKLY, "pip-audit")},
        words="go",
        cites=("go.mod",),
    ),
    Case(
        name="a scanner of another language",
        promise=PROMISE,
        standing=AT_RISK,
        files={**PYTHON, SCAN: workflow(WEEKLY, "bundle-audit check --update")},
        words="pypi",
    ),
    Case(
        name="what its makers no longer support",
        promise=PROMISE,
        standing=UNPROVEN,
        files={**PYTHON, SCAN: workflow(WEEKLY, "safety check")},
    ),
    Case(
        name="a look for malware is none for advisories",
        promise=PROMISE,
        standing=UNPROVEN,
        files={**PYTHON, SCAN: workflow(WEEKLY, "guarddog pypi verify requirements.txt")},
    ),
    Case(
        name="nobody hears of what is found",
        promise=PROMISE,
        standing=AT_RISK,
        files={**PYTHON, SCAN: workflow(WEEKLY, "pip-audit || true")},
        words="nothing fails",
    ),
    Case(
        name="asleep",
        promise=PROMISE,
        standing=AT_RISK,
        commits=(("2026-01-01", {**PYTHON, SCAN: workflow(WEEKLY, "pip-audit")}, ()),),
        words="60 days",
    ),
    Case(
        name="once a month is no watch",
        promise=PROMISE,
        standing=UNPROVEN,
        files={**PYTHON, SCAN: workflow(DAYS, "pip-audit")},
    ),
    Case(
        name="pushes are no watch",
        promise=PROMISE,
        standing=UNPROVEN,
        files={**PYTHON, SCAN: workflow(PUSH, "pip-audit")},
        settles="people",
    ),
    Case(
        name="a linter on a schedule is none",
        promise=PROMISE,
        standing=UNPROVEN,
        files={**PYTHON, SCAN: workflow(WEEKLY, "bandit -r .")},
    ),
    Case(
        name="nothing that depends on anything",
        promise=PROMISE,
        standing=UNPROVEN,
        files={SCAN: workflow(WEEKLY, "pip-audit")},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def test_every_scanner_of_dependencies_is_placed() -> None:
    known = {one.name.name for one in RECORDS if Activity.DEPENDENCY_SCANNING in one.activities}
    assert known <= SPEAKS.keys() | EVERYTHING | NO_ADVISORIES
    assert ECOSYSTEMS.keys() == set(SPEAKS.values())


@pytest.mark.parametrize(
    ("sentence", "judged"),
    [
        ("CVE Monitoring: Subscribe to security advisories for all dependencies", True),
        ("We track CVEs affecting our dependencies", True),
        ("We monitor our servers for vulnerabilities", False),
        ("Suspicious logins are monitored", False),
        ("Subscribe to our security advisories", False),
    ],
)
def test_only_watches_of_dependencies_are_judged(sentence: str, *, judged: bool) -> None:
    assert CONTROL.judges(Practice(span=says(sentence), topic="monitoring")) is judged
    assert not CONTROL.judges(Practice(span=says(sentence), topic="secrets"))
