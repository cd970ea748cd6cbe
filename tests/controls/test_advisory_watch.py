from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from controls.golden import AT_RISK, KEPT, PUSH, SCAN, UNPROVEN, WEEKLY, Case, check, says, workflow
from troth.controls import recorded
from troth.controls.advisory_watch import CONTROL
from troth.controls.wiring import ECOSYSTEMS, EVERYTHING, NO_ADVISORIES, SPEAKS
from troth.evidence.gather import Scene, gather
from troth.evidence.repository import Repository
from troth.evidence.tools import RECORDS
from troth.formats.desk_facts import terms
from troth.terms.activity import Activity
from troth.terms.answer import Answer, Answers
from troth.terms.commitment import Practice
from troth.terms.seen.desk import DeskRecord
from troth.terms.span import Span
from troth.terms.verdict import Standing

PROMISE = Practice(span=says("Subscribe to security advisories for all dependencies"), topic="monitoring")
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
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
        name="a scan that waits for a failure watches nothing",
        promise=PROMISE,
        standing=UNPROVEN,
        files={**PYTHON, SCAN: workflow(WEEKLY, "pip-audit", job="if: failure()")},
        words="no scanner of dependencies runs on a schedule",
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


def record(**numbers: object) -> Answer[DeskRecord]:
    """What the desk has on record of the promise."""
    given: dict[str, Any] = {
        "kind": "practice", "sentence": PROMISE.sentence, "document": "SECURITY.md", "line": 5,
        "terms": tuple(sorted(terms(PROMISE).items())), "n": 3, "kept": 3, "late": 0, "running": 0, "warned": 0,
        "overdue": 0, "median": None, "p90": None, "first": AT, "last": AT, "since": AT, "until": AT,
        "project": "harbour", "span": Span("facts.json"), "covers": ("pypi",),
    }  # fmt: skip
    return Answer(found=(DeskRecord(**{**given, **numbers}),), read=("facts.json",))


@pytest.mark.parametrize(
    ("files", "numbers", "standing"),
    [
        (PYTHON, {}, KEPT),
        ({**PYTHON, **GO}, {}, UNPROVEN),
        ({**PYTHON, **GO}, {"covers": ("go", "pypi")}, KEPT),
        (PYTHON, {"n": 4}, UNPROVEN),
        ({**PYTHON, **GO, SCAN: workflow(WEEKLY, "pip-audit")}, {}, AT_RISK),
        ({**PYTHON, SCAN: workflow(WEEKLY, "pip-audit")}, {"n": 4}, KEPT),
    ],
    ids=["all watched", "one not", "both", "a gap now", "one not, and half a schedule", "a schedule is enough"],
)
def test_the_desk_watches(
    files: dict[str, str], numbers: dict[str, object], standing: Standing, tree: Callable[..., Repository]
) -> None:
    scene = Scene(repository=tree(files), at=DAY)
    wants = CONTROL.wants(PROMISE)
    gathered = gather(scene, wants)
    known: dict[Any, Answer[Any]] = {recorded.wants(PROMISE): record(**numbers)}
    answers = Answers({want: known.get(want, gathered[want]) for want in wants})
    assert CONTROL.judge(PROMISE, answers, DAY).standing is standing


def test_how_one_known_weakness_is_lived_with_is_no_watch() -> None:
    heading = ("Risks", "mast – CVE-2024-0001, an indirect dependency")
    known = Practice(span=says("Monitored upstream, isolated use"), topic="monitoring", heading=heading)
    assert not CONTROL.judges(known)
    assert CONTROL.judges(Practice(span=says("CVEs of dependencies are monitored"), topic="monitoring"))
