"""Components against advisories."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.records import CRITICAL, HELIX, QUARTZ, STDLIB, Shelf, component, day, entry, line, record
from troth.advisories.library import Exploitation
from troth.advisories.match import Matcher, match
from troth.terms.advisory import Advisory, Import
from troth.terms.answer import Gap
from troth.terms.package import package
from troth.terms.seen.components import Component
from troth.terms.seen.vulnerabilities import Vulnerability
from troth.terms.severity import Rating

OLD = line("introduced 0", "fixed 2.0")
PYSEC = record("PYSEC-1", entry(QUARTZ, OLD), aliases=("CVE-1",), published=day(3), modified=day(4))
GHSA = record(
    "GHSA-1", entry(QUARTZ, OLD), aliases=("CVE-1",), summary="Opens the door", severity=(CRITICAL,), published=day(2)
)
RUST = record("RUSTSEC-1", entry(HELIX, line("introduced 0.0.0-0", kind="SEMVER")), informational="unmaintained")


def looked_up(
    records: list[Advisory], *components: Component, **used: Exploitation
) -> tuple[list[Vulnerability], list[Gap]]:
    answers = list(match(components, Shelf(records, used)))
    return [a for a in answers if isinstance(a, Vulnerability)], [a for a in answers if isinstance(a, Gap)]


def test_one_weakness_for_all_records_under_its_names() -> None:
    (found,), gaps = looked_up([PYSEC, GHSA], component(QUARTZ, "1.0"))
    assert gaps == []
    assert (found.id, found.aliases, found.summary, found.fixed) == (
        "PYSEC-1",
        ("CVE-1", "GHSA-1"),
        "Opens the door",
        "2.0",
    )
    assert (found.severity.rating, found.severity.by) == (Rating.CRITICAL, "GHSA-1")
    assert (found.published, found.modified) == (day(2), day(4))


def test_every_component_is_told_and_nothing_else() -> None:
    components = [component(QUARTZ, "1.0", file=f"{n}.lock") for n in range(3)] + [
        component(QUARTZ, "2.0"),
        component(HELIX, "1.0.0"),
    ]
    found, gaps = looked_up([PYSEC, RUST], *components)
    assert [(v.id, v.component.span.path) for v in found] == [
        ("PYSEC-1", "0.lock"),
        ("PYSEC-1", "1.lock"),
        ("PYSEC-1", "2.lock"),
        ("RUSTSEC-1", "lock"),
    ]
    assert [v.informational for v in found] == ["", "", "", "unmaintained"]
    assert gaps == []


def test_a_package_and_version_is_evaluated_once() -> None:
    shelf = Shelf([PYSEC, RUST])
    matcher = Matcher(shelf)
    for _ in range(3):
        assert (
            len(list(matcher.match([component(QUARTZ, "1.0"), component(QUARTZ, "1.1"), component(HELIX, "1.0.0")])))
            == 3
        )
    assert shelf.asked == [QUARTZ, HELIX]


def test_an_informational_record_beside_a_weakness_does_not_make_it_one() -> None:
    unsound = record("RUSTSEC-2", entry(HELIX, line("introduced 0")), aliases=("GHSA-2",), informational="unsound")
    ghsa = record("GHSA-2", entry(HELIX, line("introduced 0")))
    (found,), _ = looked_up([unsound, ghsa], component(HELIX, "1.0.0"))
    assert (found.id, found.informational) == ("GHSA-2", "")


def test_exploitation_is_asked_under_all_names() -> None:
    (found,), _ = looked_up([PYSEC], component(QUARTZ, "1.0"), **{"CVE-1": Exploitation(known=True, epss=0.7)})
    assert (found.known_exploited, found.epss) == (True, 0.7)


def test_conditions_are_told() -> None:
    html = record(
        "GO-1",
        entry(STDLIB, line("introduced 0", "fixed 1.22.3", kind="SEMVER"), imports=(Import(path="html/template"),)),
    )
    (found,), _ = looked_up([html], component(STDLIB, "go1.22.1", file="go.mod", at=3, origin="toolchain"))
    assert found.only_if == "where html/template is imported, if built with Go 1.22.1, which go.mod asks for at least"
    (copied,), _ = looked_up([PYSEC], component(QUARTZ, "1.0", origin="git"))
    assert copied.only_if == "if the copy from git is as the release of that version"
    windows = record("RUSTSEC-3", entry(HELIX, line("introduced 0"), os=("windows",)), aliases=("GHSA-3",))
    everywhere = record("GHSA-3", entry(HELIX, line("introduced 0")))
    (found,), _ = looked_up([everywhere, windows], component(HELIX, "1.0.0"))
    assert (found.id, found.only_if) == ("RUSTSEC-3", "on windows")


def test_the_projects_own_packages_are_not_what_a_registry_has_under_their_names() -> None:
    assert looked_up([PYSEC], component(QUARTZ, "1.0", origin="workspace")) == ([], [])
    found, (gap,) = looked_up([PYSEC], component(QUARTZ, "1.0", origin="path"))
    assert found == []
    assert "comes from a folder" in gap.reason
    assert looked_up([PYSEC], component(QUARTZ, "2.0", origin="path")) == ([], [])


@pytest.mark.parametrize(
    ("seen", "wanted", "reason"),
    [
        (component(package("NuGet", "A"), "1.0"), "known weaknesses of 1 component of NuGet", "no advisories of NuGet are there"),
        (component(QUARTZ, ""), "known weaknesses of quartz (PyPI)", "no version is given, and there are advisories about quartz"),
        (component(QUARTZ, "~=1"), "known weaknesses of quartz ~=1 (PyPI)", "'~=1' is no version that can be put in order"),
        (component(package("Nowhere:2", "a"), "1"), "known weaknesses of 1 component of Nowhere", "no order is known for versions of Nowhere"),
    ],
)  # fmt: skip
def test_gaps(seen: Component, wanted: str, reason: str) -> None:
    nowhere = record("N-1", entry(package("Nowhere", "a"), line("introduced 0")))
    found, (gap,) = looked_up([PYSEC, nowhere], seen)
    assert found == []
    assert (gap.wanted, gap.reason, gap.span) == (wanted, reason, seen.span)


def test_what_is_not_the_projects_own_leaves_no_gap() -> None:
    others = [
        component(QUARTZ, "~=1", own=False),
        component(package("NuGet", "A"), "1", own=False),
        component(QUARTZ, "1.0", own=False),
    ]
    found, gaps = looked_up([PYSEC], *others)
    assert [v.component.own for v in found] == [False]
    assert gaps == []


def test_gaps_are_told_once() -> None:
    many = [component(QUARTZ, "~=1", file=f"{n}.lock") for n in range(9)] + [
        component(package("NuGet", n), "1") for n in "abc"
    ]
    _, gaps = looked_up([PYSEC], *many)
    assert [gap.wanted for gap in gaps] == [
        "known weaknesses of 3 components of NuGet",
        "known weaknesses of quartz ~=1 (PyPI)",
    ]


def test_a_component_without_version_of_which_nobody_knows_anything_is_no_gap() -> None:
    assert looked_up([PYSEC], component(package("PyPI", "calm"), "")) == ([], [])


def test_a_record_of_commits_alone_is_a_gap_unless_an_alias_says_more() -> None:
    commits = record("PYSEC-9", entry(QUARTZ, line("introduced 0", kind="GIT")), aliases=("CVE-9",))
    _, (gap,) = looked_up([commits], component(QUARTZ, "5.0"))
    assert gap.reason == "PYSEC-9 cannot be evaluated: it names commits only, no versions"
    clear = record("GHSA-9", entry(QUARTZ, line("introduced 0", "fixed 3")), aliases=("CVE-9",))
    assert looked_up([commits, clear], component(QUARTZ, "5.0")) == ([], [])
    (found,), gaps = looked_up([commits, clear], component(QUARTZ, "2.0"))
    assert (found.id, gaps) == ("GHSA-9", [])


def test_the_worst_comes_first() -> None:
    records = [
        record(f"X-{n}", entry(QUARTZ, OLD), word=word) for n, word in enumerate(("", "LOW", "CRITICAL", "HIGH"))
    ]
    found, _ = looked_up(records, component(QUARTZ, "1.0"))
    assert [v.id for v in found] == ["X-2", "X-3", "X-1", "X-0"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["PyPI", "crates.io", "Go", "Nowhere"]),
            st.sampled_from(["quartz", "helix", ""]),
            st.text(max_size=8),
        ),
        max_size=6,
    ),
    st.sampled_from(["registry", "git", "path", "url", "workspace", "toolchain", "unknown"]),
)
def test_no_component_breaks_it(shaped: list[tuple[str, str, str]], origin: Any) -> None:
    components = [component(package(ecosystem, name), version, origin=origin) for ecosystem, name, version in shaped]
    found, gaps = looked_up([PYSEC, GHSA, RUST], *components)
    told = {v.component.package for v in found}
    assert told <= {QUARTZ, HELIX}
    if origin != "workspace" and any(ecosystem == "Nowhere" for ecosystem, _, _ in shaped):
        assert any("Nowhere" in gap.wanted for gap in gaps)
