"""What is wrong with exceptions is told once a cause, with its lines; what is in order is not told at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
import pytest

from controls.golden import TODAY
from troth.controls import waivers
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.answer import Answer, Answers, Gap, Want
from troth.terms.package import package
from troth.terms.seen.components import Component
from troth.terms.seen.vulnerabilities import AdvisoryData, Vulnerability
from troth.terms.severity import UNKNOWN
from troth.terms.span import Span
from troth.terms.wants import Advisories, Vulnerabilities

Tree = Callable[..., Repository]
Told = list[tuple[str, str, str]]
DENY = '[advisories]\nignore = [\n  { id = "RUSTSEC-2026-0001", reason = "no fix; until 2026-12-31" },\n]\n'
GOOD = (
    "[[waiver]]\ntarget = 'RUSTSEC-2026-0001'\nreason = 'no fix'\nowner = 'crew'\ngranted = 2026-11-01\n"
    "until = 2026-12-31\n"
)


def vulnerable(*ids: str) -> Answer[Vulnerability]:
    component = Component(package=package("crates.io", "hull"), version="1.0", purl="", span=Span("Cargo.lock", 4))
    found = tuple(
        Vulnerability(component=component, id=first, aliases=tuple(rest), severity=UNKNOWN)
        for first, *rest in (names.split() for names in ids)
    )
    return Answer(found=found, read=("Cargo.lock",))


def advisories(newest: date = TODAY, *ecosystems: str) -> Answer[AdvisoryData]:
    last = datetime.combine(newest, time(), UTC)
    data = AdvisoryData(records=9, newest=last, fetched=last, digest="d", ecosystems=ecosystems or ("crates.io", "Go"))
    return Answer(found=(data,))


def told(
    repository: Repository,
    known: Answer[Vulnerability] | None = None,
    today: date = TODAY,
    data: Answer[AdvisoryData] | None = None,
) -> Told:
    answers: dict[Want[Any], Answer[Any]] = dict(gather(Scene(repository=repository, at=today), waivers.wants()))
    if known is not None:
        answers[Vulnerabilities()] = known
        answers[Advisories()] = data or advisories()
    return [(one.rule, str(one.span), one.text) for one in waivers.find(Answers(answers), today)]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"troth.toml": GOOD},
        {"deny.toml": DENY},
        {"troth.toml": GOOD, "deny.toml": DENY},
        {"deny.toml": "[licenses]\nexceptions = [{ crate = 'sail', allow = ['Zlib'] }]\n[bans]\nskip = ['oar']\n"},
        {".gitleaksignore": "docs/keys.md:generic-api-key:29\n"},
        {".trivyignore.yaml": "misconfigurations:\n  - id: AVD-DS-0002\n"},
        {"zizmor.yml": "rules:\n  artipacked:\n    ignore: [ci.yml]\n"},
    ],
)
def test_what_is_in_order_is_not_told(tree: Tree, files: dict[str, str]) -> None:
    assert told(tree(files)) == []
    assert told(tree(files), vulnerable("RUSTSEC-2026-0001")) == []


def test_lapsed_ones_of_a_day_are_one_finding(tree: Tree) -> None:
    deny = '[advisories]\nignore = [\n  { id = "RUSTSEC-2026-0001", reason = "review-by 2026-09-30" },\n  { id = "RUSTSEC-2026-0002", reason = "review-by 2026-09-30" },\n]\n'
    assert told(tree({"deny.toml": deny})) == [
        (
            "waiver-lapsed",
            "deny.toml:3",
            'RUSTSEC-2026-0001 and RUSTSEC-2026-0002: the exception ended on 2026-09-30, by its words "review-by 2026-09-30"',
        )
    ]
    assert told(tree({"deny.toml": deny}), today=date(2026, 9, 30)) == []


def test_what_lacks_the_same_is_one_finding(tree: Tree) -> None:
    text = "ignore:\n  - vulnerability: CVE-2026-1\n  - vulnerability: CVE-2026-2\n  # no fix\n  - vulnerability: CVE-2026-3\n"
    assert told(tree({".grype.yaml": text})) == [
        (
            "waiver-without-date",
            ".grype.yaml:2",
            "CVE-2026-1 and CVE-2026-2: the exception has no end date and no reason",
        ),
        ("waiver-without-date", ".grype.yaml:5", "CVE-2026-3: the exception has no end date"),
    ]


def test_the_register_asks_for_more(tree: Tree) -> None:
    text = "[[waiver]]\ntarget = 'secret:0a1b'\n[[waiver]]\ntarget = 'X-1'\nreason = 'x'\nuntil = 2026-12-31\n[[waiver]]\ntarget = 'X-2'\nowner = 'crew'\nuntil = 2026-12-31\n"
    assert told(tree({"troth.toml": text})) == [
        ("waiver-without-date", "troth.toml:2", "secret:0a1b: the exception has no end date and no reason and no owner, so it permits nothing"),
        ("waiver-without-owner", "troth.toml:4", "X-1: the exception has no owner"),
        ("waiver-without-reason", "troth.toml:8", "X-2: the exception has no reason"),
    ]  # fmt: skip


def test_too_long_by_the_measure_of_the_project(tree: Tree) -> None:
    long = GOOD.replace("2026-12-31", "2027-06-01")
    assert told(tree({"troth.toml": long})) == [
        ("waiver-too-long", "troth.toml:2", "RUSTSEC-2026-0001: the exception lasts 212 days; the longest is 90")
    ]
    assert told(tree({"troth.toml": f"[waivers]\nlongest = 'P52W'\n{long}"})) == []
    short = told(tree({"troth.toml": f"[waivers]\nlongest = 'P30D'\n{GOOD}"}))
    assert [rule for rule, *_ in short] == ["waiver-too-long"]
    assert [rule for rule, *_ in told(tree({"deny.toml": DENY.replace("2026", "2027")}))] == ["waiver-too-long"]


def test_unmatched_only_where_all_is_known(tree: Tree) -> None:
    repository = tree({"deny.toml": DENY})
    (found,) = told(repository, vulnerable("GO-2026-1"))
    assert found == (
        "waiver-unmatched", "deny.toml:3", "RUSTSEC-2026-0001: affects no version in the lockfiles, the exception can go"
    )  # fmt: skip
    assert told(repository, vulnerable("CVE-2026-1 RUSTSEC-2026-0001")) == []
    assert told(repository, Answer()) == []
    assert told(repository) == []


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("Cargo.lock", True),
        ("sub/Cargo.toml", True),
        ("spec/submodule", True),
        (None, True),
        ("package-lock.json", False),
        ("go.mod", False),
    ],
)
def test_a_gap_that_may_hide_what_is_waived(tree: Tree, path: str | None, counts: bool) -> None:
    gap = Gap(wanted="x", reason="y", span=Span(path) if path else None)
    found = told(tree({"deny.toml": DENY}), msgspec.structs.replace(vulnerable("GO-2026-1"), gaps=(gap,)))
    assert [rule for rule, *_ in found] == ([] if counts else ["waiver-unmatched"])


@pytest.mark.parametrize(
    ("reason", "newest", "unmatched"),
    [
        ("granted 2026-10-05; until 2026-12-31", date(2026, 10, 5), True),
        ("granted 2026-10-05; until 2026-12-31", date(2026, 10, 4), False),
        ("until 2026-12-31", TODAY, True),
        ("until 2026-12-31", date(2026, 11, 1), False),
    ],
)
def test_advisories_that_are_too_old_prove_nothing(tree: Tree, reason: str, newest: date, unmatched: bool) -> None:
    repository = tree({"deny.toml": DENY.replace("no fix; until 2026-12-31", reason)})
    found = told(repository, vulnerable("GO-2026-1"), data=advisories(newest))
    assert [rule for rule, *_ in found] == ["waiver-unmatched"] * unmatched
    old = tree({"deny.toml": DENY.replace("-2026-", "-2025-")})
    assert [rule for rule, *_ in told(old, vulnerable("GO-2026-1"), data=advisories(newest))] == ["waiver-unmatched"]


def test_ids_of_several_ecosystems_are_never_called_unmatched(tree: Tree) -> None:
    for name in ("CVE-2025-1", "GHSA-1111-2222-3333"):
        assert told(tree({"deny.toml": DENY.replace("RUSTSEC-2026-0001", name)}), vulnerable("GO-2026-1")) == []
    assert told(tree({"deny.toml": DENY}), vulnerable("GO-2026-1"), data=advisories(TODAY, "Go", "PyPI")) == []
    assert told(tree({".trivyignore": "# x\nGO-2025-9 exp:2026-12-31\n"}), vulnerable("GO-2026-1")) == []


def test_registers_with_other_days(tree: Tree) -> None:
    files = {"troth.toml": GOOD, "deny.toml": DENY.replace("12-31", "12-01")}
    assert told(tree(files)) == [
        (
            "waivers-at-odds",
            "troth.toml:2",
            "RUSTSEC-2026-0001 ends on 2026-12-31 here and on 2026-12-01 at deny.toml:3",
        )
    ]
    other = files | {"troth.toml": GOOD.replace("RUSTSEC-2026-0001", "CVE-2026-1")}
    assert told(tree(other)) == []
    assert [rule for rule, *_ in told(tree(other), vulnerable("RUSTSEC-2026-0001 CVE-2026-1"))] == ["waivers-at-odds"]


def test_registers_with_other_targets(tree: Tree) -> None:
    osv = "[[IgnoredVulns]]\nid = 'RUSTSEC-2026-0002'\nignoreUntil = 2026-12-31\nreason = 'x'\n"
    files = {"deny.toml": DENY, "osv-scanner.toml": osv}
    assert told(tree(files)) == [
        ("waivers-at-odds", "deny.toml:3", "RUSTSEC-2026-0001: let pass here and not in osv-scanner.toml"),
        ("waivers-at-odds", "osv-scanner.toml:1", "RUSTSEC-2026-0002: let pass here and not in deny.toml"),
    ]
    assert told(tree({"a/deny.toml": DENY, "b/osv-scanner.toml": osv})) == []
    assert told(tree(files | {"osv-scanner.toml": osv.replace("RUSTSEC", "GO")})) == []
    below = osv.replace("0002", "0003")
    assert told(tree({"osv-scanner.toml": osv, "tests/osv-scanner.toml": below})) == []  # each of its own folder


def test_strays_and_values_of_the_register(tree: Tree) -> None:
    text = f"{GOOD}pakage = 'hull'\n[[waiver]]\ntarget = 'X-1'\nuntil = 'soon'\n[wavers]\n"
    assert sorted(told(tree({"troth.toml": text}))) == [
        ("dead-key", "troth.toml:11", "Troth knows no key wavers; did you mean waivers?"),
        ("dead-key", "troth.toml:7", "Troth knows no key waiver.pakage; did you mean package?"),
        ("unread-setting", "troth.toml:1", "waiver 1: permits nothing while it has the key pakage"),
        ("unread-setting", "troth.toml:10", "waiver 2, until: should be a date such as 2026-12-31"),
    ]


def test_a_register_that_is_no_toml(tree: Tree) -> None:
    ((rule, place, text),) = told(tree({"troth.toml": "[[waiver]\n"}))
    assert (rule, place) == ("unread-setting", "troth.toml")
    assert "not valid TOML" in text
