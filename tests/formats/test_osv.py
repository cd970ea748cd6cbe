from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.formats import osv
from troth.terms.advisory import Event, Import, Range, Vector
from troth.terms.package import Package

WHOLE: dict[str, Any] = {
    "schema_version": "1.7.0",
    "id": "GHSA-aaaa-bbbb-cccc",
    "modified": "2026-02-01T10:00:00.123456789Z",
    "published": "2026-01-01T00:00:00Z",
    "withdrawn": None,
    "aliases": ["CVE-2026-90001", "CVE-2026-90001", "GHSA-aaaa-bbbb-cccc", "../up"],
    "related": ["CVE-2026-90005"],
    "upstream": ["CVE-2026-90006"],
    "summary": "Tide",
    "details": "The tide comes in.",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Light_House", "purl": "pkg:pypi/light-house"},
            "ranges": [
                {"type": "GIT", "repo": "https://harbour.example/r", "events": [{"introduced": "0"}]},
                {"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"last_affected": "1.9"}]},
                {"type": "TIDE", "events": [{"introduced": "1.0"}]},
            ],
            "versions": ["1.0", "1.9"],
            "ecosystem_specific": {
                "affects": {"os": ["linux"], "arch": ["x86_64"], "functions": ["a::b"]},
                "imports": [{"path": "a/b", "symbols": ["C"], "goos": ["linux"]}, {"symbols": ["D"]}, 7],
                "custom_ranges": [{"events": [{"introduced": "0"}, {"fixed": "3.1", "odd": 1}, {"fixed": 7}, 8]}, 9],
            },
            "database_specific": {"informational": "unsound"},
        },
        {"ranges": [{"type": "GIT", "repo": "https://harbour.example/r", "events": [{"introduced": "0"}]}]},
    ],
    "references": [{"type": "WEB", "url": "https://a"}, {"type": "FIX", "url": "https://b"}, {"url": 7}],
    "database_specific": {"severity": "HIGH", "cwe_ids": ["CWE-79", 7]},
}


def test_everything_that_a_record_says_is_read() -> None:
    read = osv.read(json.dumps(WHOLE).encode())
    assert read.id == "GHSA-aaaa-bbbb-cccc"
    assert read.modified == datetime(2026, 2, 1, 10, 0, 0, 123456, tzinfo=UTC)
    assert read.aliases == ("CVE-2026-90001",)
    assert (read.related, read.upstream) == (("CVE-2026-90005",), ("CVE-2026-90006",))
    assert read.severity == (Vector("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),)
    assert (read.word, read.cwes, read.references) == ("HIGH", ("CWE-79",), ("https://b", "https://a"))
    assert read.informational == ""  # not of all entries
    (entry,) = read.affected
    assert entry.package == Package("PyPI", "light-house")
    assert entry.ranges[1] == Range(
        type="ECOSYSTEM", events=(Event("introduced", "1.0"), Event("last_affected", "1.9"))
    )
    assert [each.type for each in entry.ranges] == ["GIT", "ECOSYSTEM"]
    assert (entry.os, entry.arch, entry.functions) == (("linux",), ("x86_64",), ("a::b",))
    assert entry.imports == (Import(path="a/b", symbols=("C",), goos=("linux",)),)
    assert [line.events for line in entry.tagged] == [(Event("introduced", "0"), Event("fixed", "3.1")), ()]
    assert osv.from_tree(WHOLE) == read


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": ""}, "id"),
        ({"id": "../../etc/passwd"}, "id"),
        ({"id": 7}, "id"),
        ({"aliases": "CVE-2026-1"}, "aliases"),
        ({"aliases": [f"CVE-2026-{number}" for number in range(2_000)]}, "aliases"),
        ({"withdrawn": "yesterday"}, "withdrawn"),
        ({"affected": {}}, "affected"),
        ({"affected": [{"package": {"ecosystem": "PyPI", "name": "a\nb"}}]}, "control"),
        ({"affected": [{"package": {"ecosystem": "Go", "name": "a"}, "versions": [1]}]}, "versions"),
        ({"affected": [{"package": {"ecosystem": "Go", "name": "a"}, "ranges": [{"type": "SEMVER", "events": [{"from": "1"}]}]}]}, "event"),
        ({"affected": [{"package": {"ecosystem": "Go", "name": "a"}, "ranges": [{"type": "SEMVER", "events": [{"fixed": 1}]}]}]}, "events"),
    ],
)  # fmt: skip
def test_what_decides_must_have_its_form(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(osv.BadRecordError, match=reason):
        osv.read(json.dumps({**WHOLE, **change}).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"summary": 7},
        {"references": "none"},
        {"severity": {}},
        {"database_specific": []},
        {"related": 3},
        {"modified": []},
    ],
)
def test_what_only_describes_may_be_missing_or_wrong(change: dict[str, Any]) -> None:
    read = osv.read(json.dumps({**WHOLE, **change}).encode())
    assert read.affected[0].versions == ("1.0", "1.9")


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "soon", "", None, 7, "9999-99-99T00:00:00Z", "2026" * 20])
def test_instants_that_make_no_sense_are_none(value: object) -> None:
    assert osv.instant(value) is None


def test_instants_are_in_utc() -> None:
    assert osv.instant("2026-02-01T10:00:00+02:00") == datetime(2026, 2, 1, 8, tzinfo=UTC)
    assert osv.instant("2026-02-01T10:00:00") == datetime(2026, 2, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        b'{"id":"A-1","database_specific":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"id":"A-1","database_specific":{"severity":' + b"9" * 5_000 + b"}}",
        b'{"id":"A-1","summary":"\\ud800"}',
        b'{"id":"A-1","modified":1e999}',
        b"null",
        b" " * (osv.LARGEST + 1),
    ],
    ids=lambda content: repr(content[:30]),
)
def test_hostile_records_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(osv.BadRecordError) as caught:
        osv.read(content)
    assert "\n" not in str(caught.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary(max_size=200))
def test_garbage_never_ends_in_another_error(content: bytes) -> None:
    with contextlib.suppress(osv.BadRecordError):
        osv.read(content)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += _paths(inner, (*path, key))
    return found


@given(st.sampled_from(_paths(WHOLE)), ANYTHING)
def test_any_value_at_any_place_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    mutated = json.loads(json.dumps(WHOLE))
    inner = mutated
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    for form in ("json", "tree"):
        with contextlib.suppress(osv.BadRecordError):
            read = osv.read(json.dumps(mutated).encode()) if form == "json" else osv.from_tree(mutated)
            assert osv.usable_id(read.id)
            assert all(entry.package.name.isprintable() for entry in read.affected)
