"""The evaluation of the OSV schema: case by case, and against a slow reading of its text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.records import HELIX, QUARTZ, STDLIB, day, entry, line, record
from troth.advisories.affects import affects, conditions
from troth.terms.advisory import Advisory, Affected, Event, Import, Range
from troth.terms.package import Package, package
from troth.terms.versions.unreadable import UnknownEcosystemError, UnreadableVersionError


def holds(range_or_entry: Range | Affected, version: str, about: Package = QUARTZ) -> bool:
    held = range_or_entry if isinstance(range_or_entry, Affected) else entry(about, range_or_entry)
    return bool(affects(record("X-1", held), about, version))


@pytest.mark.parametrize(
    ("events", "inside", "outside"),
    [
        (("introduced 0", "fixed 1.2"), ("0.dev1", "0", "1.1", "1.2rc1"), ("1.2", "1.2.0", "2")),
        (("introduced 1.0", "last_affected 1.2"), ("1.0", "1.2", "1.2.0"), ("0.9", "1.0rc1", "1.2.post1")),
        (("introduced 1", "fixed 2", "introduced 3", "fixed 4"), ("1", "3.9"), ("0", "2", "2.9", "4")),
        (("fixed 4", "introduced 3", "fixed 2", "introduced 1"), ("1", "3.9"), ("0", "2", "2.9", "4")),
        (("introduced 1", "introduced 2", "fixed 3"), ("1", "2"), ("0.9", "3")),
        (("introduced 1",), ("1", "99"), ("0.9",)),
        (("introduced 1", "fixed 1"), (), ("0.9", "1", "1.1")),
        (("introduced 1", "last_affected 1"), ("1",), ("0.9", "1.0.1")),
        (("introduced 0", "fixed 1", "introduced 2", "fixed 2"), ("0.9",), ("1", "2", "3")),
        (("introduced 2", "fixed 3", "introduced 1", "fixed 2"), ("1", "2", "2.9"), ("0.9", "3")),
        (("introduced 1", "last_affected 2", "introduced 2", "fixed 3"), ("1", "2", "2.9"), ("0.9", "3")),
        (("introduced 0", "limit 2"), ("0.1", "1.9"), ("2", "3")),
        (("introduced 0", "limit 1", "limit 2"), ("1.5",), ("2",)),
        (("introduced 0", "limit *"), ("999",), ()),
        (("introduced 0", "limit 1", "limit *"), ("999",), ()),
        (("introduced 1", "fixed 0"), ("1",), ("0.9",)),
        ((), (), ("0", "1")),
    ],
)
def test_events(events: tuple[str, ...], inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    assert [version for version in inside if not holds(line(*events), version)] == []
    assert [version for version in outside if holds(line(*events), version)] == []


def test_the_lowest_semantic_version_is_the_beginning_too() -> None:
    for version in ("0.0.0-0", "0.0.0-alpha", "0.0.0", "1.2.2"):
        assert holds(line("introduced 0.0.0-0", "fixed 1.2.3", kind="SEMVER"), version, HELIX)


def test_builds_do_not_count() -> None:
    ranged = line("introduced 1.0.0", "fixed 2.0.0", kind="SEMVER")
    module = package("Go", "example.org/quartz/v2")
    assert not holds(ranged, "v2.0.0+incompatible", module)
    assert holds(ranged, "v1.9.9+incompatible", module)


def test_ranges_of_commits_are_passed_over() -> None:
    commits = line("introduced 0", "fixed 0123abc", kind="GIT")
    assert holds(entry(QUARTZ, commits, line("introduced 1", "fixed 2")), "1.5")
    assert not holds(entry(QUARTZ, commits, line("introduced 1", "fixed 2")), "2")
    assert holds(entry(QUARTZ, commits, versions=("1.5",)), "1.5")
    assert not affects(record("X-1", entry(QUARTZ, commits, versions=("1.5",))), QUARTZ, "1.6").unread


def test_commits_alone_are_told_as_unread() -> None:
    outcome = affects(record("X-1", entry(QUARTZ, line("introduced 0", kind="GIT"))), QUARTZ, "1.0")
    assert not outcome
    assert outcome.unread == ("it names commits only, no versions",)


def test_the_list_of_versions() -> None:
    listed = entry(QUARTZ, line("introduced 3", "fixed 4"), versions=("1.0", "1.5-oak", "not even / a version"))
    assert [v for v in ("1.0", "1.0.0", "1.5-oak", "3.1", "1.1", "2") if holds(listed, v)] == [
        "1.0",
        "1.0.0",
        "1.5-oak",
        "3.1",
    ]


def test_a_range_that_cannot_be_read_hides_no_other() -> None:
    odd = record("X-1", entry(QUARTZ, line("introduced 1", "fixed <9>"), line("introduced 5", "fixed 6")))
    assert affects(odd, QUARTZ, "5.5")
    outcome = affects(odd, QUARTZ, "2")
    assert not outcome
    assert outcome.unread == ("a range of it cannot be read: '<9>' is no version that can be put in order",)


def test_every_entry_of_a_package_counts() -> None:
    twice = record(
        "X-1", entry(QUARTZ, line("introduced 1", "fixed 2")), entry(QUARTZ, line("introduced 3", "fixed 4"))
    )
    assert [bool(affects(twice, QUARTZ, version)) for version in ("1", "2", "3", "4")] == [True, False, True, False]


def test_withdrawn_holds_for_nothing() -> None:
    assert not affects(record("X-1", entry(QUARTZ, line("introduced 0")), withdrawn=day(1)), QUARTZ, "1")


def test_other_packages_are_not_meant() -> None:
    about = record("X-1", entry(QUARTZ, line("introduced 0")))
    assert not affects(about, package("PyPI", "quartz-2"), "1")
    assert not affects(about, package("npm", "quartz"), "1")
    assert affects(about, package("PyPI", "Quartz"), "1")


def test_releases_of_a_distribution_are_told_apart_where_both_are_named() -> None:
    about = record("X-1", entry(package("Debian:12", "zinc"), line("introduced 0", "fixed 2-1")))
    assert affects(about, package("Debian:12", "zinc"), "1-1")
    assert affects(about, package("Debian", "zinc"), "1-1")
    assert not affects(about, package("Debian:11", "zinc"), "1-1")


def test_what_cannot_be_ordered_is_an_error_by_name() -> None:
    about = record("X-1", entry(QUARTZ, line("introduced 0")))
    with pytest.raises(UnreadableVersionError):
        affects(about, QUARTZ, "~=1.0")
    nowhere = package("Nowhere", "quartz")
    with pytest.raises(UnknownEcosystemError):
        affects(record("X-1", entry(nowhere, line("introduced 0"))), nowhere, "1")


def test_releases_of_go() -> None:
    about = record(
        "GO-1",
        entry(STDLIB, line("introduced 0", "fixed 1.21.5", "introduced 1.22.0-0", "fixed 1.22.0-rc.2", kind="SEMVER")),
    )
    inside = [
        v for v in ("go1.20", "go1.21.4", "1.21.5", "go1.22rc1", "go1.22rc2", "1.22.0") if affects(about, STDLIB, v)
    ]
    assert inside == ["go1.20", "go1.21.4", "go1.22rc1"]


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ((entry(HELIX),), ""),
        ((entry(HELIX, os=("windows",)),), "on windows"),
        ((entry(HELIX, os=("linux", "macos"), arch=("x86_64",)),), "on linux or macos, on x86_64"),
        ((entry(HELIX, os=("windows",)), entry(HELIX)), ""),
        ((entry(HELIX, os=("windows",)), entry(HELIX, arch=("arm",))), "on windows; or on arm"),
        ((entry(STDLIB, imports=(Import(path="html/template", symbols=("Escape",)),)),), "where html/template is imported"),
        ((entry(STDLIB, imports=tuple(Import(path=p) for p in "abcde")),), "where a, b, c or one of 2 more is imported"),
        ((entry(STDLIB, imports=(Import(path="os", goos=("windows",)),)),), "where os is imported, on windows"),
        ((entry(STDLIB, imports=(Import(path="os", goos=("windows",)), Import(path="io"))),), "where os or io is imported"),
        ((entry(package("Go", "a.org/b"), tagged=(line("introduced 0", "fixed 3.1"),)),), "if older than 3.1, a tag that Go does not take for a version of it"),
        ((entry(package("Go", "a.org/b"), tagged=(line("introduced 0"),)),), ""),
        ((entry(package("Go", "a.org/b"), imports=(Import(path="a.org/b"),)),), ""),
    ],
)  # fmt: skip
def test_conditions(entries: tuple[Affected, ...], told: str) -> None:
    assert conditions(entries) == told


# --- a slow reading of https://ossf.github.io/osv-schema/#evaluation, which shares no line with what it tests ---


def place(version: str) -> tuple[int, ...]:
    """Versions of this reading are two numbers; "0" of an event comes before all."""
    return (-1,) if version == "0" else tuple(int(number) for number in version.split("."))


def is_vulnerable(version: str, asked: Package, advisory: Advisory) -> bool:
    if advisory.withdrawn is not None:
        return False
    for affected in advisory.affected:
        if affected.package == asked and (
            included_in_versions(version, affected.versions) or included_in_ranges(version, affected.ranges)
        ):
            return True
    return False


def included_in_versions(version: str, versions: tuple[str, ...]) -> bool:
    return any(place(version) == place(listed) for listed in versions)


def included_in_ranges(version: str, ranges: tuple[Range, ...]) -> bool:
    for a_range in ranges:
        if a_range.type == "GIT":
            continue
        if before_limits(version, a_range):
            vulnerable = False
            for event in in_order(a_range):
                if event.kind == "introduced" and place(version) >= place(event.version):
                    vulnerable = True
                if event.kind == "fixed" and place(version) >= place(event.version):
                    vulnerable = False
                if event.kind == "last_affected" and place(version) > place(event.version):
                    vulnerable = False
            if vulnerable:
                return True
    return False


def in_order(a_range: Range) -> list[Event]:
    """By version; of the same version what begins first, but last where something has begun before."""
    told: list[Event] = []
    events = [event for event in a_range.events if event.kind != "limit"]
    for version in sorted({place(event.version) for event in events}):
        here = sorted(
            (e for e in events if place(e.version) == version),
            key=lambda e: ["introduced", "last_affected", "fixed"].index(e.kind),
        )
        open_before = bool(told) and told[-1].kind == "introduced"
        told += here[::-1] if open_before else here
    return told


def before_limits(version: str, a_range: Range) -> bool:
    limits = [event.version for event in a_range.events if event.kind == "limit"]
    return not limits or any(limit == "*" or place(version) < place(limit) for limit in limits)


VERSIONS = st.builds("{}.{}".format, st.integers(0, 3), st.integers(0, 3))
EVENTS = st.one_of(
    st.builds(Event, st.sampled_from(["introduced", "fixed", "last_affected"]), st.one_of(st.just("0"), VERSIONS)),
    st.builds(Event, st.just("limit"), st.one_of(st.just("*"), VERSIONS)),
)
RANGES = st.builds(
    Range, type=st.sampled_from(["SEMVER", "ECOSYSTEM", "GIT"]), events=st.lists(EVENTS, max_size=6).map(tuple)
)
PACKAGES = st.sampled_from(
    [package("PyPI", "quartz"), package("crates.io", "helix"), package("Go", "a.org/b"), package("Maven", "a:b")]
)


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_against_the_slow_reading(data: st.DataObject) -> None:
    asked = data.draw(PACKAGES)
    entries = st.builds(
        Affected,
        package=st.sampled_from([asked, asked, Package(asked.ecosystem, "other")]),
        ranges=st.lists(RANGES, max_size=3).map(tuple),
        versions=st.lists(VERSIONS, max_size=3).map(tuple),
    )
    advisory = Advisory(
        id="X-1",
        affected=data.draw(st.lists(entries, max_size=3).map(tuple)),
        withdrawn=data.draw(st.sampled_from([None, None, None, day(1)])),
    )
    for version in data.draw(st.lists(VERSIONS, min_size=1, max_size=4)):
        assert bool(affects(advisory, asked, version)) == is_vulnerable(version, asked, advisory), version


TEXTS = st.one_of(st.text(max_size=12), st.text(alphabet="019.-+rcv*", max_size=12))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        ["PyPI", "crates.io", "Go", "npm", "Maven", "Debian:12", "Alpine", "RubyGems", "Packagist", "Red Hat"]
    ),
    st.lists(st.builds(Event, st.sampled_from(["introduced", "fixed", "last_affected", "limit"]), TEXTS), max_size=5),
    st.lists(TEXTS, max_size=3),
    TEXTS,
)
def test_no_text_breaks_it(ecosystem: str, events: list[Event], listed: list[str], version: str) -> None:
    about = package(ecosystem, "quartz")
    advisory = record("X-1", entry(about, Range(type="ECOSYSTEM", events=tuple(events)), versions=tuple(listed)))
    try:
        outcome = affects(advisory, about, version)
    except UnreadableVersionError:
        return
    assert outcome or version not in listed
