from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controls.golden import AT_RISK, BOTH, BROKEN, KEPT, SCAN, TODAY, UNPROVEN, WEEKLY, Case, check, says, workflow
from troth.controls.recurrence import CONTROL, longest
from troth.evidence.repository import Repository
from troth.terms.activity import Activity
from troth.terms.commitment import Recurrence


def rhythm(text: str, action: str, every: str, **fields: object) -> Recurrence:
    return Recurrence(span=says(text), action=action, every=every, **fields)  # type: ignore[arg-type]


SCANS = rhythm("Weekly automated scans.", "scan", "P1W", activity=Activity.SCANNING_ANY)
DAILY = rhythm("Daily automated scans.", "scan", "P1D", activity=Activity.SCANNING_ANY)
SCHEDULED = rhythm("Scheduled scans.", "scan", "", activity=Activity.SCANNING_ANY, trigger="schedule")
OF_GO = rhythm("Weekly scans of Go dependencies.", "scan", "P1W", subject="go dependencies")
UPDATES = rhythm("Dependencies are updated weekly.", "patching", "P1W")
DAILY_UPDATES = rhythm("Dependabot updates dependencies daily.", "update", "P1D")
REVIEW = rhythm("This policy is reviewed quarterly.", "policy_review", "P3M")
TRAINING = rhythm("Developers are trained every year.", "training", "P1Y")
STATUS = rhythm("We update the reporter every 7 days.", "update", "P7D")

AWAKE = ("2026-11-20", {"README.md": "harbour\n"}, ())
MONTHLY = 'schedule:\n  - cron: "0 4 1 * *"'


def bot(interval: str, ecosystem: str = "pip") -> str:
    return (
        f"version: 2\nupdates:\n  - package-ecosystem: {ecosystem}\n    directory: /\n"
        f"    schedule:\n      interval: {interval}\n"
    )


def policy(*lines: str) -> dict[str, str]:
    return {"SECURITY.md": "# Security\n\nThis policy is reviewed quarterly.\n\n" + "\n".join(lines) + "\n"}


MANIFEST = {"requirements.txt": "harbour==1.0\n"}

NAMED = rhythm("Trivy scans our images weekly.", "scan", "P1W", activity=Activity.SCANNING_ANY, tools=("trivy",))
SERVERS = rhythm("Our servers are scanned for malware weekly.", "scan", "P1W", activity=Activity.SCANNING_ANY)
IMAGES = rhythm("Our images are scanned weekly.", "scan", "P1W", activity=Activity.SCANNING_ANY)
SEMGREP = rhythm("Semgrep runs daily.", "scan", "P1D", activity=Activity.SCANNING_ANY, tools=("semgrep",))
RENOVATE = rhythm("Renovate updates dependencies monthly.", "update", "P1M", tools=("renovate",))
ONLY_AUDIT = {SCAN: workflow(WEEKLY, "cargo audit")}

CASES = (
    *(
        Case(name=f"another tool's cron: {promise.sentence}", promise=promise, files=ONLY_AUDIT, standing=UNPROVEN)
        for promise in (NAMED, SERVERS, IMAGES, SEMGREP, RENOVATE)
    ),
    Case(
        name="a weekly cron",
        promise=SCANS,
        commits=(AWAKE, ("2026-11-21", {SCAN: workflow(WEEKLY, "pip-audit")}, ())),
        standing=KEPT,
        words="every 7 days",
        cites=(f"{SCAN}:3", f"{SCAN}:8"),
        breakers=((SCAN, '"0 4 * * 1"', '"0 4 1 * *"'),),
    ),
    Case(
        name="daily where weekly was promised",
        promise=SCANS,
        files={SCAN: workflow('schedule:\n  - cron: "0 4 * * *"', "pip-audit")},
        standing=KEPT,
        words="every day",
        breakers=((SCAN, '"0 4 * * *"', '"0 4 1 * *"'),),
    ),
    Case(
        name="some schedule",
        promise=SCHEDULED,
        files={SCAN: workflow(MONTHLY, "pip-audit")},
        standing=KEPT,
    ),
    Case(
        name="the scanner of the language that is meant",
        promise=OF_GO,
        files={SCAN: workflow(WEEKLY, "govulncheck ./...")},
        standing=KEPT,
        breakers=((SCAN, "govulncheck ./...", "pip-audit"),),
    ),
    Case(
        name="dependabot in time",
        promise=UPDATES,
        files={".github/dependabot.yml": bot("weekly"), **MANIFEST},
        standing=KEPT,
        breakers=((".github/dependabot.yml", "weekly", "monthly"),),
    ),
    Case(
        name="dependabot does not sleep",
        promise=UPDATES,
        commits=(("2026-01-01", {".github/dependabot.yml": bot("weekly"), **MANIFEST}, ()),),
        standing=KEPT,
    ),
    Case(
        name="reviewed within the period",
        promise=REVIEW,
        files=policy("**Last reviewed**: 2026-10-30"),
        standing=KEPT,
        words="last reviewed 2026-10-30",
        cites=("SECURITY.md:5",),
        breakers=(("SECURITY.md", "2026-10-30", "2025-10-30"), ("SECURITY.md", "Last reviewed", "Last updated")),
    ),
    # at risk
    Case(
        name="in time but soft",
        promise=SCANS,
        files={SCAN: workflow(WEEKLY, "pip-audit || true")},
        standing=AT_RISK,
        words="nothing fails",
    ),
    Case(
        name="asleep",
        promise=SCANS,
        commits=(("2026-01-01", {SCAN: workflow(WEEKLY, "pip-audit")}, ()),),
        standing=AT_RISK,
        words="60 days",
        cites=(f"{SCAN}:3",),
    ),
    Case(
        name="the next review is due soon",
        promise=REVIEW,
        files=policy("Last reviewed: 2026-08-30. Next review: 2026-11-30."),
        standing=AT_RISK,
        words="due by 2026-11-30",
    ),
    Case(
        name="one of two ecosystems is watched",
        promise=UPDATES,
        files={".github/dependabot.yml": bot("weekly"), **MANIFEST, "package.json": '{"dependencies": {"ferry": "1"}}'},
        standing=AT_RISK,
        words="npm",
    ),
    # broken
    Case(
        name="slower than promised",
        promise=DAILY,
        files={SCAN: workflow(WEEKLY, "pip-audit")},
        standing=BROKEN,
        words="gaps of up to 7 days; promised: every 1",
        cites=(f"{SCAN}:3",),
    ),
    Case(
        name="dependabot slower than promised",
        promise=DAILY_UPDATES,
        files={".github/dependabot.yml": bot("weekly"), **MANIFEST},
        standing=BROKEN,
        words="weekly",
        cites=(".github/dependabot.yml:3",),
    ),
    Case(
        name="last review too old",
        promise=REVIEW,
        files=policy("Last reviewed: 2026-01-15"),
        standing=BROKEN,
        words="due by",
    ),
    Case(
        name="next review has passed",
        promise=REVIEW,
        files=policy("**Last Updated**: January 2026", "**Next Review**: April 2026"),
        standing=BROKEN,
        words="2026-04-30",
    ),
    # unproven
    Case(
        name="push events are no rhythm",
        promise=SCANS,
        files={SCAN: workflow(BOTH, "pip-audit")},
        standing=UNPROVEN,
        words="no rhythm",
        settles="repository",
    ),
    Case(name="no schedule at all", promise=SCANS, files=MANIFEST, standing=UNPROVEN),
    Case(
        name="a schedule behind a variable",
        promise=SCANS,
        files={SCAN: workflow(WEEKLY, "pip-audit", job="if: vars.SCAN == 'true'")},
        standing=UNPROVEN,
        settles="hosted",
    ),
    Case(
        name="a scanner of another language",
        promise=OF_GO,
        files={SCAN: workflow(WEEKLY, "pip-audit")},
        standing=UNPROVEN,
    ),
    Case(
        name="a scanner of code is none of dependencies",
        promise=rhythm("Dependencies are scanned weekly.", "scan", "P1W", activity=Activity.SCANNING_ANY),
        files={SCAN: workflow(WEEKLY, "bandit -r src")},
        standing=UNPROVEN,
    ),
    Case(
        name="last updated is no review",
        promise=REVIEW,
        files=policy("**Last Updated**: 2026-11-20"),
        standing=UNPROVEN,
        settles="people",
    ),
    Case(name="people", promise=TRAINING, files=MANIFEST, standing=UNPROVEN, settles="people"),
    Case(name="the desk", promise=STATUS, files=MANIFEST, standing=UNPROVEN, settles="desk"),
    Case(
        name="renovate is configured only",
        promise=UPDATES,
        files={"renovate.json": '{"extends": ["config:recommended"]}', **MANIFEST},
        standing=UNPROVEN,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("P1D", 1), ("P1W", 7), ("P7D", 7), ("P1M", 31), ("P3M", 92), ("P6M", 184), ("P1Y", 366), ("PT6H", 0.25),
        ("PT30M", 30 / 1440), ("", None), ("P", None), ("weekly", None),
    ],
)  # fmt: skip
def test_longest(period: str, days: float | None) -> None:
    assert longest(period) == days


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12))
def test_longest_reads_any_text(text: str) -> None:
    days = longest(text)
    assert days is None or days >= 0


def test_a_review_dated_in_the_future_proves_nothing(tree: Callable[..., Repository]) -> None:
    case = Case(name="future", promise=REVIEW, files=policy("Last reviewed: 2027-01-15"), standing=UNPROVEN)
    assert date(2027, 1, 15) > TODAY
    check(case, CONTROL, tree, tree)
