from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.formats.sarif import MOST_RUNS, SarifRun, is_sarif, read
from troth.terms.seen.results import ToolFinding

RECORDED = Path(__file__).parent / "sarif"


def log(*results: dict[str, Any], rules: list[dict[str, Any]] | None = None, **run: Any) -> bytes:
    driver = {"name": "hull", "version": "1.0", "rules": rules or []}
    whole = {"tool": {"driver": driver}, "results": list(results), **run}
    return json.dumps({"version": "2.1.0", "runs": [whole]}).encode()


def one(data: bytes, *files: str) -> SarifRun:
    (found,) = read(data, files.__contains__)
    return found


def finding(data: bytes, *files: str) -> ToolFinding:
    (found,) = one(data, *files).results
    return found


def place(uri: str, line: int = 3, **artifact: Any) -> list[dict[str, Any]]:
    return [{"physicalLocation": {"artifactLocation": {"uri": uri, **artifact}, "region": {"startLine": line}}}]


# ---- real tools


def recorded(name: str, *files: str) -> SarifRun:
    return one((RECORDED / f"{name}.sarif").read_bytes(), *files)


def test_bandit() -> None:
    run = recorded("bandit")
    assert (run.tool, run.version, run.partial, run.scanned) == ("Bandit", "1.9.4", (), 1)
    assert run.at is not None
    assert [(each.rule, each.severity, each.confidence, each.cwes, str(each.span)) for each in run.results] == [
        ("B403", "low", "high", ("CWE-502",), "a.py:1"),
        ("B101", "low", "high", ("CWE-703",), "a.py:5"),
        ("B602", "high", "high", ("CWE-78",), "a.py:6"),
        ("B301", "medium", "high", ("CWE-502",), "a.py:8"),
    ]


def test_gosec_names_cwes_by_relationships() -> None:
    run = recorded("gosec")
    assert (run.tool, run.partial) == ("gosec", ())
    assert [(each.rule, each.severity, each.cwes, str(each.span)) for each in run.results] == [
        ("G401", "error", ("CWE-328",), "main.go:10"),
        ("G501", "error", ("CWE-327",), "main.go:4"),
        ("G104", "warning", ("CWE-703",), "main.go:11"),
    ]


def test_ruff_names_absolute_files() -> None:
    run = recorded("ruff", "a.py")
    assert {str(each.span) for each in run.results} == {"a.py:5", "a.py:6", "a.py:7", "a.py:8"}
    assert {each.rule for each in run.results} == {"S101", "S602", "S301"}


def test_zizmor() -> None:
    run = recorded("zizmor")
    assert run.tool == "zizmor"
    assert run.partial == ()
    assert ("zizmor/dangerous-triggers", "error") in {(each.rule, each.severity) for each in run.results}
    assert {each.span.path for each in run.results if each.span} == {".github/workflows/ci.yml"}


def test_cargo_deny_keeps_its_fingerprints() -> None:
    run = recorded("cargo-deny", "deny.toml", "keel/Cargo.toml", "Cargo.toml")
    assert [(each.rule, each.span and each.span.path) for each in run.results] == [
        ("b:banned", "deny.toml"),
        ("l:rejected", "Cargo.toml"),
        ("l:rejected", "keel/Cargo.toml"),
        ("l:license-not-encountered", "deny.toml"),
    ]
    assert len({each.fingerprint for each in run.results}) == 4


# ---- levels and severities


def test_a_level_that_is_missing_is_that_of_the_rule() -> None:
    rules: list[dict[str, Any]] = [{"id": "a"}, {"id": "b", "defaultConfiguration": {"level": "error"}}]
    assert finding(log({"ruleId": "b"}, rules=rules)).severity == "error"
    assert finding(log({"ruleIndex": 1}, rules=rules)).severity == "error"
    assert finding(log({"rule": {"id": "b"}}, rules=rules)).severity == "error"
    assert finding(log({"ruleId": "b", "level": "note"}, rules=rules)).severity == "note"
    assert finding(log({"ruleId": "a"}, rules=rules)).severity == "warning"
    assert finding(log({"ruleId": "unknown"}, rules=rules)).severity == "warning"
    assert finding(log({"ruleId": "b/special"}, rules=rules)).severity == "error"
    assert finding(log({"ruleIndex": 99, "ruleId": "b"}, rules=rules)).severity == "error"


def test_rules_of_extensions() -> None:
    tool = {"driver": {"name": "hull", "rules": [{"id": "x"}]},
            "extensions": [{"name": "other"}, {"name": "pack", "rules": [{"id": "y", "defaultConfiguration": {"level": "error"}}]}]}  # fmt: skip
    for reference in ({"index": 0, "toolComponent": {"index": 1}}, {"id": "y", "toolComponent": {"name": "pack"}}):
        assert finding(log({"rule": reference}, tool=tool)).severity == "error"
    assert finding(log({"ruleId": "y"}, tool=tool)).severity == "error"


def test_the_configuration_of_a_run_overrides_the_rule() -> None:
    rules = [{"id": "a", "defaultConfiguration": {"level": "note"}}]
    overrides = [{"ruleConfigurationOverrides": [{"configuration": {"level": "error"}, "descriptor": {"id": "a"}}]}]
    assert finding(log({"ruleId": "a"}, rules=rules, invocations=overrides)).severity == "error"


@pytest.mark.parametrize(
    ("score", "band"), [("9.8", "critical"), ("7.0", "high"), (5, "medium"), ("0.0", "none"), ("11", "error"), ("x", "error")]
)  # fmt: skip
def test_security_severity(score: object, band: str) -> None:
    rules = [{"id": "a", "properties": {"security-severity": score}}]
    assert finding(log({"ruleId": "a", "level": "error"}, rules=rules)).severity == band


def test_what_passed_and_what_is_gone_is_no_finding() -> None:
    passed = [{"ruleId": "a", "kind": kind} for kind in ("pass", "notApplicable")]
    assert one(log(*passed, {"ruleId": "a", "baselineState": "absent"})).results == ()
    kinds = [
        finding(log({"ruleId": "a", "kind": kind})).severity for kind in ("fail", "open", "review", "informational")
    ]
    assert kinds == ["warning", "note", "note", "none"]


# ---- suppressions


@pytest.mark.parametrize(
    ("suppressions", "told"),
    [
        ([], ""),
        ([{"kind": "inSource"}], "in its source"),
        ([{"kind": "external", "justification": "a test key"}], "outside of its source: a test key"),
        ([{"kind": "external", "status": "accepted"}], "outside of its source"),
        ([{"kind": "external", "status": "underReview"}], ""),
        ([{"kind": "inSource"}, {"kind": "external", "status": "rejected"}], ""),
    ],
)
def test_suppressions(suppressions: list[dict[str, str]], told: str) -> None:
    assert finding(log({"ruleId": "a", "suppressions": suppressions})).suppressed == told


# ---- partial runs


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        ({"invocations": [{"executionSuccessful": False, "exitCode": 2}]}, "did not succeed (exit code 2)"),
        ({"invocations": [{"executionSuccessful": True, "toolExecutionNotifications": [
            {"level": "error", "message": {"text": "a.py: syntax error"}}]}]}, "a.py: syntax error"),
        ({"invocations": [{"toolConfigurationNotifications": [
            {"level": "error", "message": {"text": "no such rule"}}]}]}, "no such rule"),
        ({"results": None}, "no list of results"),
        ({"results": None, "externalPropertyFileReferences": {"results": [{}]}}, "other files"),
        ({"results": [], "externalPropertyFileReferences": {"results": [{}]}}, "other files"),
    ],
)  # fmt: skip
def test_a_run_that_is_not_whole_says_so(run: dict[str, Any], reason: str) -> None:
    (told,) = one(log({"ruleId": "a"}, **run)).partial
    assert reason in told


def test_warnings_of_the_tool_leave_a_run_whole() -> None:
    note = {"level": "warning", "message": {"text": "slow"}}
    assert one(log(invocations=[{"executionSuccessful": True, "toolExecutionNotifications": [note]}])).partial == ()


# ---- places


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("src/a%20b.py", "src/a b.py"),
        ("./src/a.py", "src/a.py"),
        ("file:///home/runner/work/hull/hull/src/a.py", "src/a.py"),
        ("file:///C:/work/hull/src/a.py", "src/a.py"),
        ("C:\\work\\hull\\src\\a.py", "src/a.py"),
        ("/home/runner/elsewhere.py", "home/runner/elsewhere.py"),
        ("src\\a.py", "src/a.py"),
    ],
)
def test_paths(uri: str, path: str) -> None:
    span = finding(log({"ruleId": "a", "locations": place(uri)}), "src/a.py").span
    assert span is not None
    assert (span.path, span.line) == (path, 3)


@pytest.mark.parametrize("uri", ["../../etc/passwd", "https://example.org/a.py", "", "file:///a/../../b", "http://[x"])
def test_places_that_are_none(uri: str) -> None:
    assert finding(log({"ruleId": "a", "locations": place(uri)}), "etc/passwd").span is None


def test_folders_below_folders() -> None:
    bases = {"ROOT": {"uri": "file:///ci/hull/"}, "SRC": {"uri": "src/", "uriBaseId": "ROOT"}, "LOOP": {"uri": "x/", "uriBaseId": "LOOP"}}  # fmt: skip
    results = [{"ruleId": "a", "locations": place("a.py", uriBaseId=base)} for base in ("ROOT", "SRC", "LOOP", "NONE")]
    found = one(log(*results, originalUriBaseIds=bases), "a.py", "src/a.py").results
    assert [each.span and each.span.path for each in found] == ["a.py", "src/a.py", "x/" * 8 + "a.py", "a.py"]


def test_artifacts_by_index() -> None:
    where = [{"physicalLocation": {"artifactLocation": {"index": 1}}}]
    run = one(log({"ruleId": "a", "locations": where}, artifacts=[{"location": {"uri": "a.py"}}, {"location": {"uri": "b.py"}}]))  # fmt: skip
    assert run.results[0].span is not None
    assert run.results[0].span.path == "b.py"
    assert run.scanned == 2


# ---- words, weaknesses, identity


def test_messages_by_id_and_with_arguments() -> None:
    rules = [{"id": "a", "messageStrings": {"bad": {"text": "{0} calls {1} {9}"}}}]
    result = {"ruleId": "a", "message": {"id": "bad", "arguments": ["main", "sh"]}}
    assert finding(log(result, rules=rules)).text == "main calls sh {9}"


def test_text_does_not_steer_a_terminal() -> None:
    assert finding(log({"ruleId": "a", "message": {"text": "\x1b[2Jgone\x07"}})).text == " [2Jgone "


def test_cwes_from_tags_relationships_and_taxa() -> None:
    rules = [{"id": "a", "properties": {"tags": ["security", "external/cwe/cwe-079", "CWE-20: x", 7]},
              "relationships": [{"target": {"id": "89", "toolComponent": {"name": "CWE"}}},
                                {"target": {"id": "12", "toolComponent": {"name": "OWASP"}}}]}]  # fmt: skip
    taxonomies = [{"name": "CWE", "taxa": [{"id": "22"}, {"id": "78"}]}]
    result = {"ruleId": "a", "taxa": [{"index": 1, "toolComponent": {"index": 0}}]}
    assert finding(log(result, rules=rules, taxonomies=taxonomies)).cwes == ("CWE-79", "CWE-20", "CWE-89", "CWE-78")


def test_fingerprints_are_kept() -> None:
    known = {"partialFingerprints": {"b": "2", "a": "1"}, "ruleId": "a"}
    assert finding(log(known)).fingerprint == "a:1 b:2"
    assert finding(log({**known, "fingerprints": {"id/v1": "x"}})).fingerprint == "id/v1:x"


def test_the_commit_and_the_instant_that_it_says() -> None:
    run = one(log(versionControlProvenance=[{"repositoryUri": "x", "revisionId": "abc"}],
                  invocations=[{"executionSuccessful": True, "endTimeUtc": "2026-11-12T08:00:00Z"}]))  # fmt: skip
    assert run.commit == "abc"
    assert run.at is not None
    assert run.at.isoformat() == "2026-11-12T08:00:00+00:00"
    assert one(log(invocations=[{"endTimeUtc": "yesterday"}])).at is None


# ---- what is refused


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"version":"2.1.0"}', b'{"version":"2.0.0","runs":[]}', b'{"version":"2.1.0","runs":[{}]}',
     b'{"version":"2.1.0","runs":{}}', b"\xff\xfe", b"[" * 100_000, log()[:-5],
     json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {}}}] * (MOST_RUNS + 1)}).encode()],
)  # fmt: skip
def test_what_is_no_log(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(data)


def test_what_looks_like_a_log() -> None:
    assert is_sarif(log())
    assert is_sarif(b"\xef\xbb\xbf" + log())
    assert not is_sarif(b'{"results": [], "errors": []}')
    assert not is_sarif(b"[]")


VALUES: list[object] = [None, True, -1, 2**70, 1.5, "", "x", "\x00", [], [1], {}, {"a": 1}, [[[[]]]], "\ud800"]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["bandit", "gosec", "ruff", "zizmor", "cargo-deny"]), st.randoms(use_true_random=False), st.sampled_from(VALUES))  # fmt: skip
def test_mutated_logs_are_read_or_refused(name: str, random: Any, value: object) -> None:
    document = copy.deepcopy(json.loads((RECORDED / f"{name}.sarif").read_bytes()))
    at: Any = document
    for _ in range(random.randint(1, 9)):
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = random.choice(keys)
        if not isinstance(at[key], dict | list) or random.random() < 0.2:
            at[key] = value
            break
        at = at[key]
    try:
        runs = read(json.dumps(document).encode())
    except ValueError:
        return
    for run in runs:
        for each in run.results:
            assert each.span is None or ".." not in each.span.path.split("/")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_garbage_is_refused(data: bytes) -> None:
    try:
        read(data)
    except ValueError:
        return
    pytest.fail("garbage was taken for a log")


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:00:00-23:00", "soon"])
def test_an_instant_that_is_none_in_utc_is_left_out(text: str) -> None:
    assert one(log(invocations=[{"executionSuccessful": True, "endTimeUtc": text}])).at is None
