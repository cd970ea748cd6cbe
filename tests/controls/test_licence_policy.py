from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from controls.golden import AT_RISK, BOTH, BROKEN, BUTTON, KEPT, SCAN, TODAY, UNPROVEN, Case, check, says, workflow
from troth.controls.licence_policy import CONTROL
from troth.evidence.gather import Scene, gather
from troth.evidence.repository import Repository
from troth.terms.activity import Activity
from troth.terms.answer import Answer, Answers, Gap
from troth.terms.commitment import Demand, Practice
from troth.terms.package import package
from troth.terms.seen.components import Component
from troth.terms.seen.licences import DeclaredLicence
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span
from troth.terms.verdict import Verdict
from troth.terms.wants import Components, DeclaredLicences, ToolRuns


def policy(text: str, **fields: object) -> Practice:
    return Practice(span=says(text), topic="licence_policy", activity=Activity.LICENCE_CHECK, **fields)  # type: ignore[arg-type]


NAMED = policy("License allowlist enforced via `cargo-deny` (with explicit exceptions)", demand=Demand.ENFORCED)
PLAIN = policy("Licences are checked against an allow-list.")
PERMISSIVE = policy("Only permissive licences are allowed, checked in CI.")
EVERY = policy("The licences of all dependencies are checked.")
IN_CI = policy("Licences are checked in CI.", place=("ci",))
CARGO = {"Cargo.toml": '[package]\nname = "ferry"\nversion = "0.1.0"\n'}
DENY = {"deny.toml": '[licenses]\nallow = [\n  "MIT",\n]\nexceptions = [{ allow = ["Zlib"], crate = "rope" }]\n'}
RUNS = {SCAN: workflow(BOTH, "cargo deny check"), **CARGO}

CASES = (
    Case(
        name="a blocking check with a list",
        promise=NAMED,
        files={**RUNS, **DENY},
        standing=KEPT,
        cites=(f"{SCAN}:9", "deny.toml:2", "deny.toml:5"),
        breakers=(
            (SCAN, "cargo deny check", "cargo deny check advisories"),
            (SCAN, "cargo deny check", "cargo deny check || true"),
            ("deny.toml", '  "MIT",\n', ""),
        ),
    ),
    Case(name="a tool of another kind", promise=PLAIN, files={SCAN: workflow(BOTH, "go-licenses check ./...")}, standing=KEPT),
    Case(
        name="the tool that is named speaks alone",
        promise=NAMED,
        files={**RUNS, **DENY, "other.sh": "fossa test\n"},
        standing=KEPT,
        words="cargo-deny",
    ),
    *(
        Case(
            name=f"dependency review, {named}",
            promise=PLAIN,
            files={
                SCAN: workflow("pull_request:", f"uses: actions/dependency-review-action@v4\nwith:\n  {line}"),
                ".github/berths.yml": "allow-licenses: [MIT]\n",
            },
            standing=standing,
        )
        for named, line, standing in (
            ("with a list", "allow-licenses: MIT", KEPT),
            ("with a list in its file", "config-file: .github/berths.yml", KEPT),
            ("without a list", "fail-on-severity: low", UNPROVEN),
            ("with a list that is off", "{allow-licenses: MIT, license-check: false}", UNPROVEN),
        )
    ),
    *(
        Case(
            name=f"headers of its own files: {text}",
            promise=policy(text),
            files={SCAN: workflow(BOTH, run)},
            standing=standing,
        )
        for text, run, standing in (
            ("The licences of all dependencies are checked.", "reuse lint", UNPROVEN),
            ("Licences of packages are checked.", "license-eye header check", UNPROVEN),
            ("Licences of packages are checked.", "license-eye dependency check", KEPT),
            ("Licence headers are checked.", "reuse lint", KEPT),
            ("Licences of packages are checked with `moor-licences`.", "go-licenses check ./...", UNPROVEN),
        )
    ),
    Case(
        name="copyleft in the list is no matter where nobody spoke of it",
        promise=PLAIN,
        files={**RUNS, "deny.toml": '[licenses]\nallow = ["MIT", "MPL-2.0"]\n'},
        standing=KEPT,
    ),
    Case(
        name="a key that another check leaves dead",
        promise=NAMED,
        files={**RUNS, "deny.toml": '[licenses]\nallow = ["MIT"]\n[bans]\nmultiple-version = "warn"\n'},
        standing=KEPT,
    ),
    # at risk
    Case(
        name="an empty list",
        promise=NAMED,
        files={**RUNS, "deny.toml": "[licenses]\nallow = []\n"},
        standing=AT_RISK,
        words="is empty",
        cites=("deny.toml:2",),
    ),
    Case(name="no list at all", promise=NAMED, files={**RUNS, "deny.toml": "[bans]\n"}, standing=AT_RISK, words="is empty"),
    Case(
        name="a key with which the file is refused",
        promise=NAMED,
        files={**RUNS, "deny.toml": '[licenses]\nallow = ["MIT"]\ncopyleft = "deny"\n'},
        standing=AT_RISK,
        words="copyleft",
        cites=("deny.toml:3",),
    ),
    Case(
        name="copyleft in a list that should be permissive",
        promise=PERMISSIVE,
        files={**RUNS, "deny.toml": '[licenses]\nallow = [\n  "MIT",\n  "GPL-3.0-only",\n]\n'},
        standing=AT_RISK,
        words="the list allows GPL-3.0-only",
        cites=("deny.toml:4",),
    ),
    Case(name="only a button", promise=PLAIN, files={SCAN: workflow(BUTTON, "cargo deny check"), **CARGO, **DENY}, standing=AT_RISK),
    Case(name="soft", promise=PLAIN, files={SCAN: workflow(BOTH, "cargo deny check || true"), **CARGO, **DENY}, standing=AT_RISK),
    # broken
    Case(name="soft and enforced", promise=NAMED, files={SCAN: workflow(BOTH, "cargo deny check || true"), **CARGO, **DENY}, standing=BROKEN),
    Case(
        name="another of its checks runs",
        promise=IN_CI,
        files={SCAN: workflow(BOTH, "cargo deny check advisories"), **CARGO, **DENY},
        standing=UNPROVEN,
    ),
    # unproven
    Case(name="nothing runs it", promise=NAMED, files={**CARGO, **DENY}, standing=UNPROVEN),
    Case(name="nothing at all", promise=PLAIN, files={"README.md": "ferry\n"}, standing=UNPROVEN),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def judged(promise: Practice, repository: Repository, **given: object) -> Verdict:
    """The verdict with some answers handed in: ``run``, ``left_out``, ``licences``, ``unknown``, ``components``."""
    answers = dict(gather(Scene(repository=repository, at=TODAY), CONTROL.wants(promise)))
    if "run" in given:
        answers[ToolRuns(tool="cargo-deny")] = Answer(found=(given["run"],), gaps=given.get("left_out", ()))  # type: ignore[arg-type]
    declared = given.get("licences", {})
    assert isinstance(declared, dict)
    answers[DeclaredLicences()] = Answer(
        found=tuple(
            DeclaredLicence(
                package=package("npm", name),
                version="1.0.0",
                text=text,
                how="lockfile",
                span=Span("package-lock.json", 7),
            )
            for name, text in declared.items()
        ),
        gaps=tuple(Gap(wanted=f"licence of {name}", reason="unknown") for name in given.get("unknown", ())),  # type: ignore[attr-defined]
    )
    answers[Components()] = Answer(found=given.get("components", ()))  # type: ignore[arg-type]
    return CONTROL.judge(promise, Answers(answers), TODAY)


def run(*findings: ToolFinding) -> ToolRun:
    return ToolRun(
        tool="cargo-deny", argv=("cargo", "deny", "check"), directory="", version="0.20.2",
        at=datetime(2026, 11, 25, tzinfo=UTC), scanned=12, findings=findings, exit_code=4 if findings else 0,
    )  # fmt: skip


REJECTED = ToolFinding(
    rule="rejected",
    text="rope 0.2.1: failed to satisfy license requirements",
    span=Span("Cargo.lock"),
    group="licenses",
    package="rope",
)
ADVISORY = ToolFinding(rule="RUSTSEC-2026-0001", text="a hole", span=None, group="advisories")


def test_a_result_that_rejects_a_package_breaks(tree: Callable[..., Repository]) -> None:
    verdict = judged(NAMED, tree({**RUNS, **DENY}), run=run(REJECTED))
    assert verdict.standing is BROKEN
    assert verdict.reason == "1 package with a licence that is not allowed"
    assert str(verdict.because[0].span) == "Cargo.lock"


def test_a_result_of_another_check_says_nothing_of_licences(tree: Callable[..., Repository]) -> None:
    verdict = judged(NAMED, tree({**RUNS, **DENY}), run=run(ADVISORY))
    assert verdict.standing is KEPT
    assert any("12 crates" in fact.fact for fact in verdict.because)


def test_what_the_tool_itself_let_pass_rejects_nothing(tree: Callable[..., Repository]) -> None:
    passed = msgspec.structs.replace(REJECTED, suppressed="an exception in deny.toml")
    assert judged(NAMED, tree({**RUNS, **DENY}), run=run(passed)).standing is KEPT


def test_what_a_run_left_out_may_be_the_licences(tree: Callable[..., Repository]) -> None:
    gaps = (Gap(wanted="a run of cargo-deny", reason="something was left out"),)
    verdict = judged(NAMED, tree({**RUNS, **DENY}), run=run(), left_out=gaps)
    assert not any("12 crates" in fact.fact for fact in verdict.because)
    assert gaps[0] in verdict.gaps
    only = msgspec.structs.replace(run(), argv=("cargo", "deny", "check", "bans", "licenses", "sources"))
    verdict = judged(NAMED, tree({**RUNS, **DENY}), run=only, left_out=gaps)
    assert any("12 crates" in fact.fact for fact in verdict.because)


LIST = {"troth.toml": '[licences]\nallow = ["MIT", "Apache-2.0"]\n'}
WAIVED = '[[waiver]]\ntarget = "licence:rope"\nreason = "asked its author"\nowner = "pilot"\ngranted = 2026-11-01\nuntil = {}\n'


def test_a_declared_licence_outside_of_the_list_breaks(tree: Callable[..., Repository]) -> None:
    verdict = judged(PLAIN, tree(LIST), licences={"rope": "MIT AND GPL-3.0-only", "sail": "MIT"})
    assert verdict.standing is BROKEN
    assert "rope 1.0.0 is MIT AND GPL-3.0-only (lockfile), and GPL-3.0-only is not allowed" in verdict.because[0].fact


@pytest.mark.parametrize(("until", "standing"), [("2026-12-31", AT_RISK), ("2026-11-24", BROKEN)])
def test_a_waiver_permits_one_package_until_its_date(
    until: str, standing: object, tree: Callable[..., Repository]
) -> None:
    files = {"troth.toml": LIST["troth.toml"] + WAIVED.format(until)}
    assert judged(PLAIN, tree(files), licences={"rope": "GPL-3.0-only"}).standing is standing


@pytest.mark.parametrize(
    ("limit", "standing"),
    [('package = "rope@1.0.0"', AT_RISK), ('package = "rope@2.0.0"', BROKEN), ("path = 'x'", BROKEN)],
)
def test_a_waiver_keeps_its_limits(limit: str, standing: object, tree: Callable[..., Repository]) -> None:
    files = {"troth.toml": f"{LIST['troth.toml']}{WAIVED.format('2026-12-31')}{limit}\n"}
    assert judged(PLAIN, tree(files), licences={"rope": "GPL-3.0-only"}).standing is standing


def test_a_choice_that_leaves_an_allowed_licence_is_allowed(tree: Callable[..., Repository]) -> None:
    verdict = judged(PLAIN, tree(LIST), licences={"rope": "MIT/GPL-3.0", "sail": "Apache 2.0"})
    assert verdict.standing is AT_RISK
    assert verdict.reason == "every dependency is allowed today, but nothing enforces it"


@pytest.mark.parametrize("text", ["BSD", "see LICENSE", "UNLICENSED", "Harbour-1.0"])
def test_a_licence_that_says_nothing_for_sure_is_a_gap(text: str, tree: Callable[..., Repository]) -> None:
    verdict = judged(PLAIN, tree(LIST), licences={"rope": text, "sail": "MIT"})
    assert verdict.standing is UNPROVEN
    assert any("rope" in gap.wanted for gap in verdict.gaps)


def test_an_unknown_licence_is_a_gap(tree: Callable[..., Repository]) -> None:
    verdict = judged(PLAIN, tree(LIST), licences={"sail": "MIT"}, unknown=("rope",))
    assert verdict.standing is UNPROVEN
    assert any("rope" in gap.wanted for gap in verdict.gaps)


def test_without_a_list_of_its_own_nothing_is_held_against_it(tree: Callable[..., Repository]) -> None:
    assert judged(PLAIN, tree({"a": "b"}), licences={"rope": "GPL-3.0-only"}).standing is UNPROVEN


def test_all_dependencies_are_more_than_those_of_one_ecosystem(tree: Callable[..., Repository]) -> None:
    python = Component(package=package("PyPI", "rope"), version="1", purl="", span=Span("uv.lock", 3))
    rust = Component(package=package("crates.io", "rope"), version="1", purl="", span=Span("Cargo.lock", 3))
    files = tree({**RUNS, **DENY})
    verdict = judged(EVERY, files, components=(rust, python))
    assert verdict.standing is AT_RISK
    assert verdict.reason == "checked, but nothing checks the licences of PyPI"
    assert judged(EVERY, files, components=(rust,)).standing is KEPT
    assert judged(NAMED, files, components=(rust, python)).standing is KEPT


PINNED = {
    SCAN: workflow(BOTH, "uses: taiki-e/install-action@v2\nwith:\n  tool: cargo-deny@0.18.9", "cargo deny check"),
    **CARGO,
    **DENY,
}


def test_what_only_another_version_rejects_is_at_risk(tree: Callable[..., Repository]) -> None:
    verdict = judged(NAMED, tree(PINNED), run=run(REJECTED))
    assert verdict.standing is AT_RISK
    assert verdict.reason == "cargo-deny 0.20.2 rejects 1 package; the automation runs 0.18.9"
    assert f"{SCAN}:11" in {str(fact.span) for fact in verdict.because}
    same = {path: text.replace("0.18.9", "0.20.0") for path, text in PINNED.items()}
    assert judged(NAMED, tree(same), run=run(REJECTED)).standing is BROKEN
