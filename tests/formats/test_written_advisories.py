"""Whatever a person writes, a format is valid by its official schema, or refuses in sentences."""

from __future__ import annotations

import json
import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from formats.test_advisory_formats import CHECKS, csaf_holds
from formats.written_advisories import PACKAGES, VERSIONS, advisories, ranges
from troth.advisories.affects import affects
from troth.formats import advisory_formats, advisory_losses, ghsa, osv, osv_writing, own_advisory_json
from troth.formats.ghsa_ranges import BadRangeError, as_range, parse
from troth.terms.advisory import Advisory, Affected, Event, Range
from troth.terms.own_advisory import OwnAdvisory, UnwritableError
from troth.terms.package import Package
from troth.terms.stretches import of_range, stretches
from troth.terms.versions.orders import key_of

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
_SENTENCE = re.compile(r".+[.?]\Z", re.DOTALL)


@pytest.mark.parametrize("name", CHECKS)
def test_every_document_is_valid_or_refused_in_sentences(name: str) -> None:
    found = advisory_formats.named(name)
    assert found is not None
    written = 0
    reasons: list[tuple[str, ...]] = []

    def holds(advisory: OwnAdvisory) -> None:
        nonlocal written
        try:
            content = found.write(advisory)
        except UnwritableError as error:
            reasons.append(error.reasons)
            return
        written += 1
        if name.startswith("csaf"):
            csaf_holds(content, preset="basic")  # recommended tests want a score and an address, which a draft may lack
        else:
            CHECKS[name](content)

    FEW(given(advisories())(holds))()
    FEW(given(advisories(complete=True))(holds))()  # by chance alone some formats would refuse nearly all
    assert all(said and all(map(_SENTENCE.fullmatch, said)) for said in reasons)
    assert written > 3, "nearly all were refused, so nothing was shown"


@FEW
@given(advisories())
def test_formats_for_people_take_everything_and_nothing_of_it_runs(advisory: OwnAdvisory) -> None:
    for name in ("html", "markdown", "release-note", "record"):
        found = advisory_formats.named(name)
        assert found is not None
        content = found.write(advisory)
        assert advisory_losses.losses(advisory, name) is not None
        if name == "html":
            page = html.document_fromstring(content)
            assert not page.xpath("//script|//img|//iframe|//form|//object|//*[@onclick]|//*[@onerror]")
            assert len(page.xpath("//h1")) == 1
            for link in page.xpath("//a/@href"):
                assert re.match(r"(https?|mailto):", link), link


@FEW
@given(advisories())
def test_the_record_survives_being_written(advisory: OwnAdvisory) -> None:
    content = own_advisory_json.written(advisory)
    assert own_advisory_json.read(content) == advisory
    assert own_advisory_json.written(own_advisory_json.read(content)) == content


@given(st.binary(max_size=60) | st.just(b"[" * 100_000) | st.just(b'{"id":7}'))
def test_what_is_no_record_is_refused_in_a_line(content: bytes) -> None:
    with pytest.raises(own_advisory_json.BadOwnAdvisoryError) as caught:
        own_advisory_json.read(content)
    assert "\n" not in str(caught.value)


@FEW
@given(ranges(), PACKAGES, VERSIONS)
def test_stretches_hold_the_versions_that_the_events_hold(line: Range, package: Package, version: str) -> None:
    record = Advisory(id="X-1", affected=(Affected(package=package, ranges=(line,)),))
    key = key_of(package.ecosystem)

    def inside(start: str, end: str, *, included: bool) -> bool:
        if start and key(version) < key(start):
            return False
        return not end or key(version) < key(end) or (included and key(version) == key(end))

    held = [each for each in of_range(line, package) if inside(each.start, each.end, included=each.included)]
    if any(event.version == "0" and event.kind != "introduced" for event in line.events):
        return  # what ends before all versions begin: nobody writes it, and the two may differ
    assert bool(affects(record, package, version)) == bool(held)


@FEW
@given(advisories())
def test_osv_is_read_back_and_holds_the_same_versions(advisory: OwnAdvisory) -> None:
    try:
        content = osv_writing.written(advisory)
    except UnwritableError:
        return
    read = osv.read(content)
    assert read.id == advisory.id
    assert read.modified == advisory.modified
    assert set(read.cwes) == set(advisory.cwes)
    live = msgspec.structs.replace(read, withdrawn=None)
    for product in advisory.products:
        if product.status != "affected" or product.package is None:
            continue
        mine = msgspec.structs.replace(
            live, affected=tuple(each for each in live.affected if each.package == product.package)
        )
        for line in stretches(product.ranges, product.package):
            for version in filter(None, (line.start, line.end if line.included else "")):
                assert affects(mine, product.package, version), (line, version)
        for version in product.versions:
            assert affects(mine, product.package, version)


@FEW
@given(advisories())
def test_the_ranges_that_github_gets_are_read_back_as_the_same_stretches(advisory: OwnAdvisory) -> None:
    for product in advisory.products:
        for line in stretches(product.ranges, product.package):
            read = parse(str(line), product.package)
            assert read == line


@FEW
@given(advisories())
def test_github_gets_what_its_interface_describes(advisory: OwnAdvisory) -> None:
    try:
        body = json.loads(ghsa.create(advisory))
    except UnwritableError:
        return
    assert set(body) <= {
        "summary", "description", "cve_id", "vulnerabilities", "cwe_ids", "credits", "severity", "cvss_vector_string",
    }  # fmt: skip
    assert not {"severity", "cvss_vector_string"} <= set(body), "GitHub wants one or the other"
    assert len(body["summary"]) <= 1024
    assert 0 < len(body["description"]) <= 65535
    for row in body["vulnerabilities"]:
        assert set(row) == {"package", "vulnerable_version_range", "patched_versions", "vulnerable_functions"}
        assert row["package"]["ecosystem"] in {*ghsa.ECOSYSTEMS.values(), "other"}
        assert row["package"]["name"]


PYPI = Package("PyPI", "harbour")
NPM = Package("npm", "harbour")
MAVEN = Package("Maven", "example:harbour")


@pytest.mark.parametrize(
    ("package", "words", "patched", "events"),
    [
        (MAVEN, ("> 0.9, < 1.1",), ("1.1",), None),
        (MAVEN, (">= 2.5.0, < 2.5.16",), ("2.5.16",), "introduced 2.5.0, fixed 2.5.16"),
        (NPM, ("<= 1.10.2",), ("1.10.3",), "introduced 0, fixed 1.10.3"),
        (NPM, ("<= 1.10.2",), ("",), "introduced 0, last_affected 1.10.2"),
        (NPM, ("> 2.1.0, < 3.0.0",), ("3.0.0",), "introduced 2.1.1-0, fixed 3.0.0"),
        (PYPI, ("> 2.1, < 3",), ("3",), "introduced 2.1.post0.dev0, fixed 3"),
        (NPM, (">= 0.0.1",), ("",), "introduced 0.0.1"),
        (PYPI, ("= 1.1.6",), ("",), "introduced 1.1.6, last_affected 1.1.6"),
        (NPM, ("= 2.0.0", "< 1.3.2"), ("2.0.1", "1.3.2"), "introduced 2.0.0, fixed 2.0.1, introduced 0, fixed 1.3.2"),
        (NPM, (">= 4.0.1, < 4.0.5", "< 3.0.21"), ("4.0.5", "3.0.21"), "introduced 4.0.1, fixed 4.0.5, introduced 0, fixed 3.0.21"),
        (NPM, (">=1.0,<2.0",), (">= 2.0",), "introduced 1.0, fixed 2.0"),
    ],
)  # fmt: skip
def test_ranges_of_github_become_the_events_that_osv_has_for_them(
    package: Package, words: tuple[str, ...], patched: tuple[str, ...], events: str | None
) -> None:
    if events is None:
        with pytest.raises(BadRangeError):
            as_range(words, patched, package)
        return
    told = ", ".join(f"{event.kind} {event.version}" for event in as_range(words, patched, package).events)
    assert told == events


@pytest.mark.parametrize("words", ["", "1.0", "~> 1", "< 1, < 2", "= 1, < 2", "< 1 2", "> 1 || < 2", "<" * 2_000])
def test_what_is_no_range_is_refused(words: str) -> None:
    with pytest.raises(BadRangeError):
        parse(words, PYPI)


def test_a_beginning_that_is_left_out_leaves_out_that_version_alone() -> None:
    for package, lower, inside in ((NPM, "2.1.0", "2.1.1"), (PYPI, "2.1", "2.1.post1"), (NPM, "2.1.0", "2.1.1-0")):
        line = as_range((f"> {lower}, < 3.0.0",), ("3.0.0",), package)
        record = Advisory(id="X-1", affected=(Affected(package=package, ranges=(line,)),))
        assert not affects(record, package, lower)
        assert affects(record, package, inside)


def test_a_range_that_holds_both_ends_is_written_in_two() -> None:
    events = (
        Event("introduced", "0"),
        Event("fixed", "1.5"),
        Event("introduced", "2.0"),
        Event("last_affected", "2.3"),
    )
    told = osv_writing._range(Range(type="ECOSYSTEM", events=events), PYPI)
    assert [each["events"] for each in told] == [
        [{"introduced": "0"}, {"fixed": "1.5"}],
        [{"introduced": "2.0"}, {"last_affected": "2.3"}],
    ]
