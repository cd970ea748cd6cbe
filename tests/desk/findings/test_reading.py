"""SARIF and audits, taken apart: dependencies in messages, levels, secrets, runs that crashed or looked at nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from troth_desk.findings import reading
from troth_desk.findings.reading import NOTHING_LOOKED_AT, UnreadableError, of_sarif

TRIVY = """Package: hull
Installed Version: 1.2.0
Vulnerability CVE-2026-1000
Severity: HIGH
Fixed Version: 1.2.1, 1.3.0
Link: https://example.org"""
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def log(*results: dict[str, Any], tool: str = "scanner", **run: Any) -> bytes:
    told = {"tool": {"driver": {"name": tool, "version": "1.0"}}, "results": list(results), **run}
    return json.dumps({"version": "2.1.0", "runs": [told]}).encode()


def result(rule: str = "R1", text: str = "seen", path: str = "a.py", line: int = 3, **given: Any) -> dict[str, Any]:
    region = {"startLine": line, "snippet": {"text": given.pop("snippet", "eval(x)")}}
    place = {"physicalLocation": {"artifactLocation": {"uri": path}, "region": region}}
    return {"ruleId": rule, "message": {"text": text}, "locations": [place], **given}


@pytest.mark.parametrize(("rule", "text", "package", "version", "fixed"), [
    ("CVE-2026-1000", TRIVY, "hull", "1.2.0", ("1.2.1", "1.3.0")),
    ("CVE-2026-1000", "Package 'hull@1.2.0' is vulnerable to 'CVE-2026-1000' (also known as 'GHSA-aaaa-bbbb-cccc').",
     "hull", "1.2.0", ()),
    ("CVE-2026-1000-hull", "A high vulnerability in python package: hull, version 1.2.0 was found at: /r.txt",
     "hull", "1.2.0", ()),
])  # fmt: skip
def test_a_package_in_a_message(rule: str, text: str, package: str, version: str, fixed: tuple[str, ...]) -> None:
    (delivered,) = of_sarif(log(result(rule, text)), AT)
    (seen,) = delivered.seen
    assert (seen.kind, seen.package, seen.version, seen.fixed) == ("dependency", package, version, fixed)
    assert "CVE-2026-1000" in seen.ids


def test_an_id_of_an_advisory_alone_is_about_source() -> None:
    """A rule may be called after an advisory and look for the pattern of it in one's own code."""
    (seen,) = of_sarif(log(result("CVE-2026-1000", "unsafe unpacking, as in that advisory")), AT)[0].seen
    assert seen.kind == "source"


def test_secrets_are_covered_and_lines_are_kept_as_digests() -> None:
    token = "ghp_" + "a1B2" * 9
    (seen,) = of_sarif(log(result("token", f"found {token}", snippet=f"key = '{token}'")), AT)[0].seen
    assert token not in repr(seen)
    assert "a1B2a1B2" not in repr(seen)


@pytest.mark.parametrize(("run", "partial"), [
    ({}, (NOTHING_LOOKED_AT,)),
    ({"invocations": [{"executionSuccessful": True}]}, ()),
    ({"artifacts": [{"location": {"uri": "a.py"}}]}, ()),
])  # fmt: skip
def test_nothing_found_closes_only_where_the_tool_says_that_it_looked(run: dict[str, Any], partial: Any) -> None:
    (delivered,) = of_sarif(log(**run), AT)
    assert delivered.partial == partial
    assert of_sarif(log(**run), AT, looked=True)[0].partial == ()


def test_a_crash_is_told() -> None:
    (delivered,) = of_sarif(log(result(), invocations=[{"executionSuccessful": False, "exitCode": 2}]), AT)
    assert "did not succeed" in delivered.partial[0]
    assert of_sarif(log(result(), invocations=[{"executionSuccessful": False}]), AT, looked=True)[0].partial


def test_runs_of_one_tool_are_one_result_and_categories_are_several() -> None:
    runs = [
        {"tool": {"driver": {"name": "codeql"}}, "results": [result(f"R{number}")], "automationDetails": {"id": name}}
        for number, name in enumerate(("python/2026", "python/2027", "go/2026"))
    ]
    delivered = of_sarif(json.dumps({"version": "2.1.0", "runs": runs}).encode(), AT)
    assert [(one.category, len(list(one.seen))) for one in delivered] == [("python", 2), ("go", 1)]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"{" * 5000, b'{"version":"2.1.0"}', b'{"version":"2.0.0","runs":[]}',
                                  b'{"version":"2.1.0","runs":[]}', b"\xff\xfe", b'{"version":"2.1.0","runs":[{}]}'])  # fmt: skip
def test_what_is_no_log_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        of_sarif(data, AT)


def test_a_log_from_tomorrow_is_of_now() -> None:
    run: dict[str, Any] = {"invocations": [{"executionSuccessful": True, "endTimeUtc": "2027-01-01T00:00:00Z"}]}
    assert of_sarif(log(result(), **run), AT)[0].at == AT


def test_licences_and_unmaintained_packages_are_no_weakness() -> None:
    from troth.terms.seen.results import ToolFinding

    licence = ToolFinding(rule="rejected", text="not allowed", span=None, package="hull", group="licenses")
    old = ToolFinding(
        rule="RUSTSEC-2026-0001", text="hull is unmaintained", span=None, package="hull", group="advisories"
    )
    assert reading._seen("cargo-deny", licence).kind == "source"
    assert reading._seen("cargo-deny", old).severity == "none"
