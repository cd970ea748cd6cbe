"""Sentences that are bound to their proof: each kind of selector in each standing, and what the sentence's own kind says."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from controls.golden import (
    AT_RISK,
    BOTH,
    BROKEN,
    BUTTON,
    KEPT,
    RELEASE,
    SCAN,
    UNPROVEN,
    WEEKLY,
    Case,
    check,
    says,
    workflow,
)
from troth import controls
from troth.controls.evidence_selector import CONTROL
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms import selector as by
from troth.terms.commitment import Commitment, Demand, Practice, Tool
from troth.terms.span import Span
from troth.terms.verdict import Standing

LIMIT = "tests/test_login.py"
MARK = "@pytest.mark"
TEST = "def test_limit():\n    assert attempt(6) is False\n"
LOGIN = '"""Logins; MAX_TRIES = 7."""\n\nMAX_TRIES = 5  # in a minute, was MAX_TRIES = 9\n'
PLAN = "# Plan\n\n" + "Whoever is on watch calls the harbour master and writes down what was seen. " * 3
AT = Span("troth.toml", 9)
DAY = date(2025, 1, 5)


def bound(*evidence: by.Selector, demand: Demand = Demand.RUNS, text: str = "Logins are limited.") -> Practice:
    return Practice(span=says(text), topic="authentication", evidence=evidence, demand=demand)


def named(node: str) -> by.TestSelector:
    return by.TestSelector(node=node, span=AT)


def literal(value: str = "MAX_TRIES = 5", file: str = "login.py", line: int | None = None) -> by.LiteralSelector:
    return by.LiteralSelector(value=value, file=file, line=line, span=AT)


def job(name: str) -> by.CiJobSelector:
    return by.CiJobSelector(job=name, span=AT)


def attested(until: str, more: str = "", on: str = "2024-12-01") -> dict[str, str]:
    text = f'[[attestation]]\nname = "drill"\nby = "Harbour master"\nwhat = "We drilled."\non = {on}\nuntil = {until}\n'
    return {"attestations/drills.toml": text + more}


def report(*cases: str, at: str = "2025-01-03T08:00:00+00:00", classname: str = "tests.test_login") -> str:
    inner = "".join(f'<testcase classname="{classname}" {case}\n' for case in cases)
    return f'<?xml version="1.0"?>\n<testsuites><testsuite name="pytest" timestamp="{at}">\n{inner}</testsuite></testsuites>\n'


PASSED, FAILED = 'name="test_limit"/>', 'name="test_limit"><failure message="6 is let in"/></testcase>'
SKIPPED, OTHER = 'name="test_limit"><skipped/></testcase>', 'name="test_other"/>'
SETTINGS = '[reports]\njunit = ["out/*.xml"]\n'


def ran(xml: str, **more: str) -> tuple[tuple[str, dict[str, str], tuple[str, ...]], ...]:
    files = {
        "troth.toml": SETTINGS,
        LIMIT: TEST,
        "out/tests.xml": xml,
        **{name.replace("__", "/"): text for name, text in more.items()},
    }
    return (("2025-01-02", files, ()),)


RUNS = {SCAN: workflow(BOTH, "pytest -q"), LIMIT: TEST}
CASES = (
    # file
    Case(
        name="the file is there",
        promise=bound(by.FileSelector(file="docs/plan.md")),
        files={"docs/plan.md": PLAN},
        standing=KEPT,
        cites=("docs/plan.md",),
        breakers=(("docs/plan.md", PLAN, "# Plan\n\nComing soon\n"),),
    ),
    Case(name="the file is gone", promise=bound(by.FileSelector(file="docs/plan.md", span=AT)), files={"a.md": PLAN}, standing=BROKEN, cites=("troth.toml:9",), words="not in the tree"),
    Case(name="the file is a stub", promise=bound(by.FileSelector(file="docs/plan.md")), files={"docs/plan.md": "# Plan\n\nTODO\n"}, standing=BROKEN, words="no content"),
    Case(name="the file is empty", promise=bound(by.FileSelector(file="a.conf")), files={"a.conf": "\n\n"}, standing=BROKEN, words="no content"),
    Case(name="a configuration of comments", promise=bound(by.FileSelector(file="a.conf")), files={"a.conf": "# limit 5\n"}, standing=BROKEN, words="no content"),
    Case(name="a short configuration", promise=bound(by.FileSelector(file="a.conf")), files={"a.conf": "limit 5\n"}, standing=KEPT),
    Case(name="a picture", promise=bound(by.FileSelector(file="a.png")), files={"a.png": b"\x89PNG\0\0"}, standing=KEPT),
    Case(name="a folder", promise=bound(by.FileSelector(file="docs")), files={"docs/plan.md": PLAN}, standing=KEPT),
    Case(name="a folder of stubs", promise=bound(by.FileSelector(file="docs")), files={"docs/plan.md": "# Plan\n"}, standing=BROKEN),
    # literal
    Case(
        name="the literal is code",
        promise=bound(literal()),
        files={"login.py": LOGIN},
        standing=KEPT,
        cites=("login.py:3",),
        breakers=(("login.py", "\nMAX_TRIES = 5", "\n# MAX_TRIES = 5"), ("login.py", "= 5 ", "= 50 "), ("login.py", "= 5 ", "= 5.5 ")),
    ),
    Case(name="blanks count as one", promise=bound(literal("MAX_TRIES  =   5")), files={"login.py": LOGIN}, standing=KEPT),
    Case(name="only in a docstring", promise=bound(literal("MAX_TRIES = 7")), files={"login.py": LOGIN}, standing=BROKEN, words="only in a comment", cites=("login.py:1",)),
    Case(name="only in a comment", promise=bound(literal("MAX_TRIES = 9")), files={"login.py": LOGIN}, standing=BROKEN, words="only in a comment", cites=("login.py:3",)),
    Case(name="nowhere in the file", promise=bound(literal("MAX_TRIES = 6")), files={"login.py": LOGIN}, standing=BROKEN, words="does not stand", cites=("troth.toml:9", "login.py")),
    Case(name="the file of the literal is gone", promise=bound(literal()), files={"a.py": LOGIN}, standing=BROKEN, words="not in the tree"),
    Case(name="on the line that is named", promise=bound(literal(line=3)), files={"login.py": LOGIN}, standing=KEPT),
    Case(name="on another line", promise=bound(literal(line=30)), files={"login.py": LOGIN}, standing=AT_RISK, words="line 3 of login.py, not in line 30"),
    Case(name="in a document", promise=bound(literal("5 attempts", "login.md")), files={"login.md": "5 attempts\n"}, standing=UNPROVEN, words="a document, not code"),
    Case(name="in Python that cannot be parsed", promise=bound(literal()), files={"login.py": "MAX_TRIES = 5\ndef (\n"}, standing=UNPROVEN, words="cannot be parsed"),
    Case(name="behind a quote that leads astray", promise=bound(literal(file="a.js")), files={"a.js": "x.replace(/'/g, '') // MAX_TRIES = 5\n"}, standing=UNPROVEN, words="cannot be told"),
    # test, without a report
    Case(
        name="a blocking job runs the test",
        promise=bound(named(f"{LIMIT}::test_limit")),
        files=RUNS,
        standing=KEPT,
        words="pytest runs it on push and pull request",
        cites=(f"{LIMIT}:1", f"{SCAN}:9"),
        breakers=((LIMIT, "def test_limit", "def limit"), (LIMIT, "def test", f"import pytest\n{MARK}.skip\ndef test"), (LIMIT, "assert attempt(6) is False", "pass"), (SCAN, "-q", "-q tests/other"), (SCAN, "-q", "-q || true"), (SCAN, "-q", "-q -k login"), (SCAN, "-q", "--version")),
    ),
    Case(name="the test is gone", promise=bound(named(f"{LIMIT}::test_limits")), files=RUNS, standing=BROKEN, words="no test is called", cites=("troth.toml:9", LIMIT)),
    Case(name="its file is gone", promise=bound(named("tests/test_a.py::test_limit")), files=RUNS, standing=BROKEN, words="no test is called"),
    Case(name="nothing runs the test", promise=bound(named(f"{LIMIT}::test_limit")), files={LIMIT: TEST}, standing=AT_RISK, words="nothing that is seen here runs it", cites=(f"{LIMIT}:1",)),
    Case(name="only by a button", promise=bound(named(f"{LIMIT}::test_limit")), files={**RUNS, SCAN: workflow(BUTTON, "pytest")}, standing=AT_RISK),
    Case(name="its failure stops nothing", promise=bound(named(f"{LIMIT}::test_limit")), files={**RUNS, SCAN: workflow(BOTH, "pytest || true")}, standing=AT_RISK, words="stops nothing"),
    Case(name="another folder is run", promise=bound(named(f"{LIMIT}::test_limit")), files={**RUNS, SCAN: workflow(BOTH, "pytest tests/unit")}, standing=AT_RISK, words="nothing that is seen here"),
    Case(name="some tests are chosen", promise=bound(named(f"{LIMIT}::test_limit")), files={**RUNS, SCAN: workflow(BOTH, "pytest -k fast")}, standing=AT_RISK, words="cannot be told"),
    Case(name="the configuration leaves its folder out", promise=bound(named(f"{LIMIT}::test_limit")), files={**RUNS, "pytest.ini": "[pytest]\ntestpaths = unit\n"}, standing=AT_RISK, words="some places", cites=("pytest.ini:2",)),
    Case(name="the test is skipped", promise=bound(named(f"{LIMIT}::test_limit")), files={**RUNS, LIMIT: f"import pytest\n\n\n{MARK}.skip\n{TEST}"}, standing=AT_RISK, words="shows nothing", cites=(f"{LIMIT}:4",)),
    Case(name="skipped somewhere", promise=bound(named(f"{LIMIT}::test_limit")), files={**RUNS, LIMIT: f"import pytest\n\n\n{MARK}.skipif(WINDOWS, reason='')\n{TEST}"}, standing=AT_RISK, words="some places"),
    Case(name="perhaps inherited", promise=bound(named(f"{LIMIT}::TestLogin::test_limit")), files={**RUNS, LIMIT: "class TestLogin(Base):\n    pass\n"}, standing=UNPROVEN, words="inherited from Base"),
    Case(name="the whole file", promise=bound(named(LIMIT)), files=RUNS, standing=KEPT),
    Case(name="a file without tests", promise=bound(named(LIMIT)), files={**RUNS, LIMIT: "x = 1\n"}, standing=BROKEN),
    Case(name="of another language", promise=bound(named("src/login.test.ts > limits")), files=RUNS, standing=UNPROVEN, words="junit selector", settles="repository"),
    Case(name="a Go test without its folder", promise=bound(named("TestLimit")), files={"quay/limit_test.go": "package quay\n\nimport \"testing\"\n\nfunc TestLimit(t *testing.T) { t.Log() }\n"}, standing=UNPROVEN, words="is it ./quay TestLimit?", settles="repository"),
    Case(name="a Go test by its file", promise=bound(named("quay/limit_test.go::TestLimit")), files={"quay/limit_test.go": "package quay\n\nimport \"testing\"\n\nfunc TestLimit(t *testing.T) { t.Log() }\n"}, standing=UNPROVEN, words="is it ./quay TestLimit?", settles="repository"),
    Case(name="a Go test that is run", promise=bound(named("./login TestLimit")), files={"go.mod": "module ferry\n", "login/a_test.go": "package login\n\nfunc TestLimit(t *testing.T) {\n\tcheck(t)\n}\n", SCAN: workflow(BOTH, "go test ./...")}, standing=KEPT, cites=("login/a_test.go:3",), breakers=(("login/a_test.go", "func Test", "// func Test"), (SCAN, "./...", "."), (SCAN, "./...", "-run TestOther ./..."), ("login/a_test.go", "check(t)", 't.Skip("later")'))),
    Case(name="a Go test that is gone", promise=bound(named("./login TestLimit")), files={"go.mod": "module ferry\n", "login/a_test.go": "package login\n"}, standing=BROKEN),
    Case(name="a cargo test that is run", promise=bound(named("ferry::login::tests::limit")), files={"Cargo.toml": '[package]\nname = "ferry"\n', "src/login.rs": "#[cfg(test)]\nmod tests {\n    #[test]\n    fn limit() {\n        assert!(!attempt(6));\n    }\n}\n", SCAN: workflow(BOTH, "cargo test --all-features")}, standing=KEPT, cites=("src/login.rs:4",), breakers=(("src/login.rs", "    #[test]\n", ""), ("src/login.rs", "    #[test]\n", "    #[test]\n    #[ignore]\n"), ("src/login.rs", "fn limit", "fn limits"), (SCAN, "--all-features", "-p other"))),
    # test, with a report
    Case(name="the report has it passed", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report(PASSED)), standing=KEPT, today=DAY, words="passed on 2025-01-03", cites=("out/tests.xml:3",)),
    Case(name="the report has it failed", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report(FAILED)), standing=BROKEN, today=DAY, words="failed on 2025-01-03", cites=("out/tests.xml:3",)),
    Case(name="failed though CI runs it", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report(FAILED), **{SCAN: RUNS[SCAN]}), standing=BROKEN, today=DAY),
    Case(name="one of its parameters failed", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report('name="test_limit[1]"/>', 'name="test_limit[2]"><error/></testcase>')), standing=BROKEN, today=DAY, words="test_limit[2]"),
    Case(name="the report has it skipped", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report(SKIPPED), **{SCAN: RUNS[SCAN]}), standing=AT_RISK, today=DAY, words="was skipped"),
    Case(name="the report ran others beside it", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report(OTHER), **{SCAN: RUNS[SCAN]}), standing=AT_RISK, today=DAY, words="not this one"),
    Case(name="of another file of its name", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report(FAILED, classname="e2e.test_login")), standing=AT_RISK, today=DAY, words="no result was handed in"),
    Case(name="the report is older than the code", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report(FAILED, at="2025-01-01T08:00:00+00:00")), standing=AT_RISK, today=DAY, words="no result was handed in"),
    Case(name="the report is of a day to come", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report(PASSED, at="2025-01-06T08:00:00+00:00")), standing=AT_RISK, today=DAY, words="no result was handed in"),
    Case(name="the report could not collect the file", promise=bound(named(f"{LIMIT}::test_limit")), commits=ran(report('name="tests.test_login"><error/></testcase>', classname=""), **{SCAN: RUNS[SCAN]}), standing=UNPROVEN, today=DAY, words="as a whole"),
    Case(name="inherited, and the report has it", promise=bound(named(f"{LIMIT}::TestLogin::test_limit")), commits=ran(report(PASSED, classname="tests.test_login.TestLogin"), **{LIMIT: "class TestLogin(Base):\n    pass\n"}), standing=KEPT, today=DAY),
    # ci_job
    Case(
        name="the job runs and blocks",
        promise=bound(job("scan.yml#scan")),
        files={SCAN: workflow(BOTH, "./check.sh")},
        standing=KEPT,
        words="on push and pull request",
        cites=(f"{SCAN}:6",),
        breakers=((SCAN, "  scan:", "  scam:"), (SCAN, "    runs-on", "    if: false\n    runs-on"), (SCAN, "    runs-on", "    continue-on-error: true\n    runs-on"), (SCAN, "      - run", "      - continue-on-error: true\n        run")),
    ),
    Case(name="by its name alone", promise=bound(job("scan")), files={SCAN: workflow(BOTH, "./check.sh")}, standing=KEPT),
    Case(name="by what people read", promise=bound(job("Look for limits")), files={SCAN: workflow(BOTH, "./check.sh", job="name: Look for limits")}, standing=KEPT),
    Case(name="no such job", promise=bound(job("scan.yml#lint")), files={SCAN: workflow(BOTH, "./check.sh")}, standing=BROKEN, words="no job is called", cites=("troth.toml:9", SCAN)),
    Case(name="it never runs", promise=bound(job("scan")), files={SCAN: workflow(BOTH, "./check.sh", job="if: false")}, standing=BROKEN, words="never runs"),
    Case(name="the job only by a button", promise=bound(job("scan")), files={SCAN: workflow(BUTTON, "./check.sh")}, standing=AT_RISK, words="a button"),
    Case(name="the job fails nothing", promise=bound(job("scan")), files={SCAN: workflow(BOTH, "./check.sh", job="continue-on-error: true")}, standing=AT_RISK, words="fails nothing"),
    Case(name="advisory, as the sentence says", promise=bound(job("scan"), demand=Demand.ADVISORY), files={SCAN: workflow(BOTH, "./check.sh", job="continue-on-error: true")}, standing=KEPT),
    Case(name="what it runs fails nothing", promise=bound(job("scan")), files={SCAN: workflow(BOTH, "pytest || true")}, standing=AT_RISK, words="ignores the failure"),
    Case(name="a setting decides", promise=bound(job("scan")), files={SCAN: workflow(BOTH, "./check.sh", job="if: vars.SCAN == 'yes'")}, standing=UNPROVEN, settles="hosted"),
    Case(name="two jobs of one name", promise=bound(job("scan")), files={SCAN: workflow(BOTH, "a"), ".github/workflows/b.yml": workflow(RELEASE, "b")}, standing=UNPROVEN, words="several jobs"),
    Case(name="another CI may have it", promise=bound(job("scan")), files={".circleci/config.yml": "jobs: {}\n"}, standing=UNPROVEN),
    Case(name="scheduled, and asleep", promise=bound(job("scan")), commits=(("2024-06-01", {SCAN: workflow(WEEKLY, "./check.sh")}, ()),), standing=AT_RISK, today=DAY, words="60 days"),
    Case(name="a job that never sees the code", promise=bound(job("scan")), files={SCAN: workflow('push:\n  branches: ["docs/**"]', "./check.sh")}, standing=AT_RISK, words="is kept from"),
    Case(name="a job of GitLab", promise=bound(job(".gitlab-ci.yml#limits")), files={".gitlab-ci.yml": "limits:\n  script: [./check.sh]\n"}, standing=KEPT, breakers=((".gitlab-ci.yml", "limits:", "limits:\n  allow_failure: true"), (".gitlab-ci.yml", "limits:", "limits:\n  when: manual"))),
    # junit
    Case(name="all of the report passed", promise=bound(by.JunitSelector(file="out/tests.xml")), commits=ran(report(PASSED, OTHER)), standing=KEPT, today=DAY, words="2 of out/tests.xml passed on 2025-01-03"),
    Case(name="one of the report failed", promise=bound(by.JunitSelector(file="out/*.xml")), commits=ran(report(OTHER, FAILED)), standing=BROKEN, today=DAY, cites=("out/tests.xml:4",)),
    Case(name="another suite failed", promise=bound(by.JunitSelector(file="out/tests.xml", suite="test_other")), commits=ran(report(OTHER, FAILED)), standing=KEPT, today=DAY),
    Case(name="no such suite", promise=bound(by.JunitSelector(file="out/tests.xml", suite="gone", span=AT)), commits=ran(report(OTHER)), standing=BROKEN, today=DAY, words="no test case"),
    Case(name="all were skipped", promise=bound(by.JunitSelector(file="out/tests.xml")), commits=ran(report(SKIPPED)), standing=UNPROVEN, today=DAY, words="skipped"),
    Case(name="the report ran nothing", promise=bound(by.JunitSelector(file="out/tests.xml")), commits=ran(report()), standing=UNPROVEN, today=DAY, words="ran nothing"),
    Case(name="the report is not whole", promise=bound(by.JunitSelector(file="out/tests.xml")), commits=ran(report(PASSED)[:-20]), standing=UNPROVEN, today=DAY, words="not whole XML"),
    Case(name="a report of old code", promise=bound(by.JunitSelector(file="out/tests.xml")), commits=ran(report(PASSED, at="2025-01-01T08:00:00")), standing=UNPROVEN, today=DAY, words="older than the newest change", settles="tool run"),
    Case(name="a report of no code", promise=bound(by.JunitSelector(file="a.xml")), files={"a.xml": report(PASSED)}, standing=UNPROVEN, words="no git history"),
    Case(name="a report that git holds and that has no day", promise=bound(by.JunitSelector(file="out/tests.xml")), commits=ran(report(PASSED, at="")), standing=UNPROVEN, today=DAY, words="is a file of the repository itself"),
    Case(name="no report yet", promise=bound(by.JunitSelector(file="out/a.xml")), commits=ran(report(PASSED)), standing=UNPROVEN, today=DAY, words="no report at"),
    Case(name="more failures than it lists", promise=bound(by.JunitSelector(file="out/tests.xml")), commits=ran(report(PASSED).replace('name="pytest"', 'name="pytest" failures="1"')), standing=UNPROVEN, today=DAY, words="as a whole"),
    # attestation
    Case(name="somebody vouches", promise=bound(by.AttestationSelector(name="drill")), files=attested("2025-06-01"), standing=KEPT, today=DAY, words="Harbour master vouches for it until 2025-06-01, unsigned", cites=("attestations/drills.toml:4",), breakers=(("attestations/drills.toml", "2025-06-01", "2025-01-04"), ("attestations/drills.toml", '"drill"', '"drills"'))),
    Case(name="it ends soon", promise=bound(by.AttestationSelector(name="drill")), files=attested("2025-01-30"), standing=KEPT, today=DAY),
    Case(name="it ends very soon", promise=bound(by.AttestationSelector(name="drill")), files=attested("2025-01-10"), standing=AT_RISK, today=DAY, words="ends on 2025-01-10"),
    Case(name="it has ended", promise=bound(by.AttestationSelector(name="drill")), files=attested("2025-01-01"), standing=BROKEN, today=DAY, words="ended on 2025-01-01"),
    Case(name="nobody vouches", promise=bound(by.AttestationSelector(name="review", span=AT)), files=attested("2025-06-01"), standing=BROKEN, today=DAY, words="nobody attests review"),
    Case(name="made on a day to come", promise=bound(by.AttestationSelector(name="drill")), files=attested("2025-06-01", on="2025-02-01"), standing=BROKEN, today=DAY),
    Case(name="of another sentence", promise=bound(by.AttestationSelector(name="drill")), files=attested("2025-06-01", '[[attestation.promise]]\nid = "x"\nsentence = "Logins are counted."\n'), standing=UNPROVEN, today=DAY, words="vouches for another sentence"),
    Case(name="of this sentence", promise=bound(by.AttestationSelector(name="drill")), files=attested("2025-06-01", '[[attestation.promise]]\nid = "x"\nsentence = "Logins are **limited**."\n'), standing=KEPT, today=DAY),
    Case(name="files that cannot be read may hold it", promise=bound(by.AttestationSelector(name="review", span=AT)), files={**attested("2025-06-01"), "attestations/b.toml": "x = ["}, standing=UNPROVEN, today=DAY, words="cannot be seen"),
    # several, and none that is understood
    Case(name="all hold", promise=bound(literal(), by.FileSelector(file="login.py")), files={"login.py": LOGIN}, standing=KEPT, words="all 2 proofs hold"),
    Case(name="one of two is gone", promise=bound(by.FileSelector(file="login.py"), literal("MAX_TRIES = 6")), files={"login.py": LOGIN}, standing=BROKEN, words="(1 of 2 proofs hold)"),
    Case(name="one cannot be understood", promise=bound(by.FileSelector(file="login.py"), by.MisreadSelector(reason="proof 2 has none", span=AT)), files={"login.py": LOGIN}, standing=UNPROVEN, words="cannot be understood"),
    Case(name="one is gone and one not understood", promise=bound(by.MisreadSelector(reason="?"), by.FileSelector(file="a.py")), files={"login.py": LOGIN}, standing=BROKEN),
    Case(name="a target whose proof is gone", promise=Practice(span=says("We aim to limit logins."), topic="authentication", strength="target", evidence=(by.FileSelector(file="a.py"),)), files={"login.py": LOGIN}, standing=AT_RISK, words="aimed for"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_evidence(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


BREAKERS = [(case, breaker) for case in CASES for breaker in case.breakers]


@pytest.mark.parametrize(
    ("case", "breaker"), BREAKERS, ids=lambda one: one.name if isinstance(one, Case) else one[2][:40]
)
def test_what_breaks_a_proof_is_noticed(
    case: Case, breaker: tuple[str, str, str], tree: Callable[..., Repository]
) -> None:
    path, old, new = breaker
    text = str(case.files[path])
    assert old in text
    repository = tree({**case.files, path: text.replace(old, new, 1)})
    assert _judged(case.promise, repository, case.today) is not KEPT


BANDIT = workflow(BOTH, "bandit -r src")
HOLDS, GONE, HIDDEN = by.FileSelector(file="a.py"), by.FileSelector(file="gone.py"), by.JunitSelector(file="a.xml")
KINDS = {
    KEPT: {SCAN: BANDIT},
    AT_RISK: {SCAN: workflow(BOTH, "bandit -r src || true")},
    BROKEN: {SCAN: workflow(BOTH, "ruff check")},
    UNPROVEN: {".circleci/config.yml": "jobs: {}\n"},
}
"""How the sentence "we run bandit in CI" stands by itself."""
PROVEN = {KEPT: HOLDS, BROKEN: GONE, UNPROVEN: HIDDEN, AT_RISK: by.LiteralSelector(value="x = 1", file="a.py", line=9)}
ORDER = (BROKEN, AT_RISK, UNPROVEN, KEPT)


@pytest.mark.parametrize(("kind", "proof"), list(itertools.product(KINDS, PROVEN)))
def test_a_proof_hides_nothing_that_the_kind_shows(
    kind: Standing, proof: Standing, tree: Callable[..., Repository]
) -> None:
    promise = Tool(span=says("We run bandit in CI."), name="bandit", place=("ci",), evidence=(PROVEN[proof],))
    repository = tree({**KINDS[kind], "a.py": "x = 1\n", "src/b.py": "y = 2\n"})
    alone = _judged(Tool(span=promise.span, name="bandit", place=("ci",)), repository)
    assert alone is kind
    expected = min(kind, proof, key=ORDER.index)
    if kind is UNPROVEN and proof is not BROKEN:
        expected = UNPROVEN  # that a file or a line is there does not run a tool (test_bearing.py)
    if kind in (BROKEN, AT_RISK) and proof is UNPROVEN:
        expected = kind
    assert _judged(promise, repository) is expected


def _judged(promise: Commitment, repository: Repository, today: date = date(2026, 11, 25)) -> Standing:
    answers = gather(Scene(repository=repository, at=today), controls.wants(promise))
    return controls.judge(promise, answers, today).standing


def test_a_report_is_never_newer_than_its_file(git_tree: Callable[..., Repository]) -> None:
    """What a report says of its own day may be wrong; the day on which its file was written is not."""
    repository = git_tree(ran(report(PASSED, at="2025-01-03T08:00:00+00:00")))
    written = repository.root / "out/tests.xml"
    promise = bound(by.JunitSelector(file="out/tests.xml"))
    assert _judged(promise, repository, DAY) is KEPT
    before = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
    os.utime(written, (before, before))
    assert _judged(promise, repository, DAY) is UNPROVEN


def test_code_in_a_folder_called_attestations_makes_a_report_old(git_tree: Callable[..., Repository]) -> None:
    """At the top that folder holds records; further down it may be a package like any other."""
    promise = bound(by.JunitSelector(file="out/tests.xml"))
    started, passed = ran(report(PASSED))[0], "2025-01-04"
    for path, expected in (("src/attestations/read.py", UNPROVEN), ("attestations/a.toml", KEPT), ("docs/a.md", KEPT)):
        assert _judged(promise, git_tree((started, (passed, {path: "x = 1\n"}, ()))), DAY) is expected, path


def test_what_is_silenced_or_advice_asks_nothing(tree: Callable[..., Repository]) -> None:
    silenced = Practice(span=says("x"), topic="other", silenced="a misreading", evidence=(GONE,))
    assert controls.wants(silenced) == ()
    assert _judged(silenced, tree({"a.py": ""})) is Standing.NOTED
