from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controls.golden import (
    AT_RISK,
    BOTH,
    BROKEN,
    KEPT,
    SCAN,
    TODAY,
    UNPROVEN,
    WEEKLY,
    Case,
    check,
    judge,
    says,
    workflow,
)
from troth.controls.recurrence import CONTROL
from troth.evidence.repository import Repository
from troth.terms.activity import Activity
from troth.terms.answer import Answer, Answers, Want
from troth.terms.commitment import Demand, Recurrence
from troth.terms.seen.results import AuditRecord
from troth.terms.span import Span
from troth.terms.time.period import longest
from troth.terms.verdict import Standing, Verdict
from troth.terms.wants import AuditRecords


def rhythm(text: str, action: str, every: str, **fields: object) -> Recurrence:
    return Recurrence(span=says(text), action=action, every=every, **fields)  # type: ignore[arg-type]


SCANS = rhythm("Weekly automated scans.", "scan", "P1W", activity=Activity.SCANNING_ANY)
CRITICAL_ONLY = "trivy fs --exit-code 1 --severity CRITICAL ."
OF_ALL = rhythm(
    "We scan weekly for vulnerabilities of any severity.", "scan", "P1W", activity=Activity.DEPENDENCY_SCANNING
)
ENFORCED = rhythm(
    "A weekly scan must pass.", "scan", "P1W", activity=Activity.DEPENDENCY_SCANNING, demand=Demand.ENFORCED
)
DAILY = rhythm("Daily automated scans.", "scan", "P1D", activity=Activity.SCANNING_ANY)
SCHEDULED = rhythm("Scheduled scans.", "scan", "", activity=Activity.SCANNING_ANY, trigger="schedule")
OF_GO = rhythm("Weekly scans of Go dependencies.", "scan", "P1W", subject="go dependencies")
UPDATES = rhythm("Dependencies are updated weekly.", "patching", "P1W")
DAILY_UPDATES = rhythm("Dependabot updates dependencies daily.", "update", "P1D")
REVIEW = rhythm("This policy is reviewed quarterly.", "policy_review", "P3M")
TRAINING = rhythm("Developers are trained every year.", "training", "P1Y")
STATUS = rhythm("We update the reporter every 7 days.", "update", "P7D")

SECRETS = rhythm(
    "Secrets are scanned every business day.", "scan", "P1D", basis="business", activity=Activity.SCANNING_ANY
)

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
OF_POSTURE = rhythm("A token for the weekly OpenSSF Scorecard.", "scan", "P1W", activity=Activity.SCANNING_ANY)
ONLY_AUDIT = {SCAN: workflow(WEEKLY, "cargo audit")}

CASES = (
    Case(
        name="another scanner than the one for secrets is no evidence of it",
        promise=SECRETS,
        commits=(
            ("2026-11-20", {".github/workflows/build.yml": workflow(WEEKLY, "pip-audit", "gitleaks detect")}, ()),
        ),
        standing=BROKEN,
        words="gitleaks runs up to 7 days apart; promised: every business day",
    ),
    *(
        Case(name=f"another tool's cron: {promise.sentence}", promise=promise, files=ONLY_AUDIT, standing=UNPROVEN)
        for promise in (NAMED, SERVERS, IMAGES, SEMGREP, RENOVATE, OF_POSTURE)
    ),
    *(
        Case(
            name=f"a threshold: {promise.sentence} {call}",
            promise=promise,
            files={SCAN: workflow(WEEKLY, call)},
            standing=standing,
            words=words,
        )
        for promise, call, standing, words in (
            (OF_ALL, CRITICAL_ONLY, AT_RISK, "below severity critical"),
            (ENFORCED, CRITICAL_ONLY, AT_RISK, "below severity critical"),
            (SCANS, CRITICAL_ONLY, KEPT, ""),
            (OF_ALL, "trivy fs --exit-code 1 .", KEPT, ""),
        )
    ),
    Case(
        name="a tool that no record knows",
        promise=rhythm("The code is scanned by Quaylint every week.", "scan", "P1W", activity=Activity.SCANNING_ANY),
        files={SCAN: workflow(WEEKLY, "pip-audit")},
        standing=UNPROVEN,
        words="speaks of Quaylint",
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
        name="a tool whose name is a word of the sentence",
        promise=OF_POSTURE,
        files={SCAN: workflow(WEEKLY, "pip-audit"), ".github/workflows/b.yml": workflow(WEEKLY, "scorecard --local .")},
        standing=KEPT,
        words="scorecard",
        breakers=((".github/workflows/b.yml", "scorecard --local", "pip-audit"),),
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
    *(
        Case(
            name=f"alerts are no updates: {text}",
            promise=rhythm(text, "dependency_review", "P7D"),
            files={".github/dependabot.yml": bot("weekly"), **MANIFEST},
            standing=standing,
        )
        for text, standing in (
            ("Dependabot alerts are reviewed weekly.", UNPROVEN),
            ("Dependabot alerts and updates arrive weekly.", KEPT),
        )
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
        name="in time, for another ecosystem",
        promise=SCANS,
        files={SCAN: workflow(WEEKLY, "npm audit"), **MANIFEST},
        standing=AT_RISK,
        words="of which nothing is here",
    ),
    Case(
        name="in time, for what is here",
        promise=SCANS,
        files={SCAN: workflow(WEEKLY, "npm audit"), "web/package.json": "{}\n", **MANIFEST},
        standing=KEPT,
    ),
    Case(
        name="in time, by a configuration that leaves nothing",
        promise=SCANS,
        files={SCAN: workflow(WEEKLY, "bandit -c bandit.yaml -r ."), "bandit.yaml": "exclude_dirs: ['*']\n"},
        standing=AT_RISK,
        words="excludes everything",
    ),
    Case(
        name="in time, for one actor",
        promise=SCANS,
        files={SCAN: workflow(WEEKLY, "pip-audit", job="if: github.actor == 'octocat'")},
        standing=AT_RISK,
        words="github.actor",
    ),
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
        name="the next review is later than promised",
        promise=REVIEW,
        files=policy("Next review: 2031-01-01."),
        standing=AT_RISK,
        words="later than promised",
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
        words="up to 7 days apart; promised: every day",
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
        words="whether pip-audit runs on its schedule cannot be told from here",
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


# ---- days on which audits ran


def audited(promise: Recurrence, *records: tuple[str, Activity, list[date]]) -> Verdict:
    found = tuple(
        AuditRecord(tool=tool, activities=frozenset({activity}), days=tuple(days), span=Span(f".troth/{tool}.json"))
        for tool, activity, days in records
    )
    given: dict[Want[Any], Answer[Any]] = {want: Answer() for want in CONTROL.wants(promise)}
    given[AuditRecords()] = Answer(found=found)
    return CONTROL.judge(promise, Answers(given), TODAY)


def days(*ago: int) -> list[date]:
    return sorted(TODAY - timedelta(days=each) for each in ago)


STATIC, DEPENDENCIES = Activity.STATIC_ANALYSIS, Activity.DEPENDENCY_SCANNING
IN_TIME = days(2, 8, 15, 21, 28)


def test_days_in_time_over_three_periods_are_kept() -> None:
    verdict = audited(SCANS, ("bandit", STATIC, IN_TIME))
    assert verdict.standing is KEPT
    assert verdict.because[0].span.path == ".troth/bandit.json"
    assert "bandit ran in time since 2026-10-28" in verdict.reason


@pytest.mark.parametrize(
    "ago",
    [
        (),
        (1,),
        (1, 2, 3, 4, 5, 6),  # many runs of one week
        (1, 8, 15),  # too few
        (8, 15, 22, 29, 36),  # none within the last week
        (1, 8, 16, 23, 30),  # a week was missed, and what follows is too short
        (200, 207, 214, 221, 228),  # long ago
    ],
)
def test_days_that_show_no_rhythm_prove_nothing(ago: tuple[int, ...]) -> None:
    assert audited(SCANS, ("bandit", STATIC, days(*ago))).standing is UNPROVEN


def asked(tool: str, old: int) -> AuditRecord:
    advised = {day: day - timedelta(days=old) for day in IN_TIME}
    span = Span(f".troth/{tool}.json")
    return AuditRecord(tool=tool, activities=frozenset({DEPENDENCIES}), days=tuple(IN_TIME), span=span, advised=advised)


@pytest.mark.parametrize(("old", "standing"), [(0, KEPT), (7, KEPT), (8, AT_RISK), (400, AT_RISK)])
def test_runs_by_advisories_older_than_the_rhythm_are_at_risk(old: int, standing: Standing) -> None:
    given: dict[Want[Any], Answer[Any]] = {want: Answer() for want in CONTROL.wants(SCANS)}
    given[AuditRecords()] = Answer(found=(asked("pip-audit", old),))
    verdict = CONTROL.judge(SCANS, Answers(given), TODAY)
    assert verdict.standing is standing
    if standing is AT_RISK:
        assert verdict.because[0].weakness
        assert f"by advisories of {min(IN_TIME) - timedelta(days=old)}" in verdict.reason
        given[AuditRecords()] = Answer(found=(asked("pip-audit", old), asked("osv-scanner", 0)))
        assert CONTROL.judge(SCANS, Answers(given), TODAY).standing is KEPT
        both = msgspec.structs.replace(SCANS, tools=("pip-audit", "osv-scanner"))
        assert CONTROL.judge(both, Answers(given), TODAY).standing is AT_RISK


def test_a_week_that_was_missed_is_left_behind() -> None:
    verdict = audited(SCANS, ("bandit", STATIC, days(1, 8, 15, 22, 29, 60, 67)))
    assert verdict.standing is KEPT
    assert "since 2026-10-27" in verdict.reason


def test_every_tool_that_is_named_has_to_have_run() -> None:
    both = rhythm("Weekly scans with bandit and pip-audit.", "scan", "P1W", activity=Activity.SCANNING_ANY,
                  tools=("bandit", "pip-audit"))  # fmt: skip
    one, other = ("bandit", STATIC, IN_TIME), ("pip-audit", DEPENDENCIES, IN_TIME)
    assert audited(both, one).standing is UNPROVEN
    assert audited(both, one, other).standing is KEPT
    assert audited(both, one, ("pip-audit", DEPENDENCIES, days(1, 2))).standing is UNPROVEN


def test_runs_of_another_class_or_language_prove_nothing() -> None:
    assert audited(OF_GO, ("pip-audit", DEPENDENCIES, IN_TIME)).standing is UNPROVEN
    assert audited(OF_GO, ("govulncheck", DEPENDENCIES, IN_TIME)).standing is KEPT
    assert audited(SCANS, ("cargo-sbom", Activity.SBOM, IN_TIME)).standing is UNPROVEN


def test_without_a_period_days_prove_nothing() -> None:
    assert audited(SCHEDULED, ("bandit", STATIC, IN_TIME)).standing is UNPROVEN


DOUBTED = (
    'on:\n  schedule:\n    - cron: "{}"\njobs:\n  q:\n    runs-on: ubuntu-24.04\n    steps:\n'
    "      - uses: actions/checkout@v4\n      - if: vars.QUAY == 'open'\n        run: cargo deny check advisories\n"
)


@pytest.mark.parametrize(
    ("cron", "promise", "standing"),
    [("0 4 * * 1", DAILY, BROKEN), ("0 4 * * 1", SCANS, KEPT), ("0 4 * * *", DAILY, UNPROVEN)],
)
def test_a_doubted_schedule_that_is_too_slow_saves_nothing(
    tree: Callable[..., Repository], cron: str, promise: Recurrence, standing: Standing
) -> None:
    crate = {"Cargo.toml": "[package]\nname = 'q'\n", "Cargo.lock": "version = 4\n"}
    files = {SCAN: workflow(WEEKLY, "cargo audit"), ".github/workflows/other.yml": DOUBTED.format(cron), **crate}
    assert judge(CONTROL, promise, tree(files)).standing is standing
