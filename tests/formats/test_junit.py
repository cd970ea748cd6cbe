"""JUnit XML in the dialects of its writers; and no data, hostile or broken, is anything but an error that is told."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.formats import junit
from troth.formats.junit import Case, JunitError, moment, read

PYTEST = b"""<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3" time="0.1" timestamp="2025-01-03T08:00:00.123456+01:00" hostname="harbour"><testcase classname="tests.test_login.TestLimit" name="test_a[1]" time="0.001" /><testcase classname="tests.test_login" name="test_b" time="0.001"><failure message="assert 6 &lt; 5">def test_b(): &lt;!DOCTYPE html&gt;</failure></testcase><testcase classname="tests.test_login" name="test_c"><skipped type="skipped" message="later">x</skipped></testcase></testsuite></testsuites>"""
GOTESTSUM = b"""<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="0" errors="0" time="0.004">
	<testsuite tests="2" failures="0" time="0.003000" name="example.org/ferry/login" timestamp="2025-01-03T08:00:00Z">
		<properties><property name="go.version" value="go1.26 linux/amd64"></property></properties>
		<testcase classname="example.org/ferry/login" name="TestLimit/six_attempts" time="0.000000"></testcase>
		<testcase classname="example.org/ferry/login" name="TestLater" time="0.000000"><skipped message="later"></skipped></testcase>
	</testsuite>
</testsuites>"""
NEXTEST = b"""<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="1" failures="1" errors="0" uuid="a" timestamp="2025-01-03T09:00:00.000+01:00" time="0.1">
    <testsuite name="ferry::login" tests="1" disabled="0" errors="0" failures="1">
        <testcase name="limit" classname="ferry::login" timestamp="2025-01-03T09:00:01.000+01:00" time="0.01">
            <failure message="thread panicked" type="test failure with exit code 101">panicked</failure>
        </testcase>
    </testsuite>
</testsuites>"""
SUREFIRE = b"""<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0" name="org.harbour.LoginTest" time="0.05" tests="2" errors="0" skipped="0" failures="0">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="limit" classname="org.harbour.LoginTest" time="0.01"/>
  <testcase name="flaky" classname="org.harbour.LoginTest" time="0.01"><flakyFailure message="once">x</flakyFailure></testcase>
</testsuite>"""
JEST = b"""<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="2" failures="0" errors="0" time="0.9">
  <testsuite name="login" errors="0" failures="0" skipped="1" timestamp="2025-01-03T08:00:00" time="0.3" tests="2">
    <testcase classname="login limits attempts" name="login limits attempts" time="0.002"></testcase>
    <testcase classname="login later" name="login later" time="0"><skipped/></testcase>
  </testsuite>
</testsuites>"""


def told(data: bytes) -> list[tuple[str, str, str]]:
    return [(case.classname, case.name, case.outcome) for case in read(data)]


def test_pytest() -> None:
    assert told(PYTEST) == [
        ("tests.test_login.TestLimit", "test_a[1]", "passed"),
        ("tests.test_login", "test_b", "failed"),
        ("tests.test_login", "test_c", "skipped"),
    ]
    assert {case.at for case in read(PYTEST)} == {datetime(2025, 1, 3, 7, 0, 0, 123456, tzinfo=UTC)}
    assert [case.message for case in read(PYTEST)] == ["", "assert 6 < 5", "later"]


def test_gotestsum() -> None:
    assert told(GOTESTSUM) == [
        ("example.org/ferry/login", "TestLimit/six_attempts", "passed"),
        ("example.org/ferry/login", "TestLater", "skipped"),
    ]
    assert [case.line for case in read(GOTESTSUM)] == [5, 6]


def test_nextest() -> None:
    (case,) = read(NEXTEST)
    assert (case.suite, case.classname, case.name, case.outcome) == ("ferry::login", "ferry::login", "limit", "failed")
    assert case.at == datetime(2025, 1, 3, 8, 0, 1, tzinfo=UTC)


def test_surefire_a_rerun_that_passed_is_no_failure_and_nothing_says_when() -> None:
    assert told(SUREFIRE) == [
        ("org.harbour.LoginTest", "limit", "passed"),
        ("org.harbour.LoginTest", "flaky", "passed"),
    ]
    assert [case.at for case in read(SUREFIRE)] == [None, None]


def test_jest() -> None:
    assert [outcome for _, _, outcome in told(JEST)] == ["passed", "skipped"]
    assert read(JEST)[0].at == datetime(2025, 1, 3, 8, tzinfo=UTC)


def test_suites_in_suites_and_a_suite_that_failed_by_itself() -> None:
    data = b'<testsuites timestamp="2025-01-03T08:00:00Z"><testsuite name="a"><testsuite name="b"><testcase name="x"/></testsuite></testsuite><testsuite name="c"><error message="no set-up"/></testsuite></testsuites>'
    assert read(data) == (
        Case(suite="b", classname="", name="x", outcome="passed", line=1, at=datetime(2025, 1, 3, 8, tzinfo=UTC)),
        Case(suite="c", classname="c", name="", outcome="error", line=1, at=datetime(2025, 1, 3, 8, tzinfo=UTC)),
    )


@pytest.mark.parametrize("status", ["notrun", "disabled", "skipped"])
def test_what_was_not_run_by_its_status(status: str) -> None:
    assert told(f'<testsuite><testcase name="x" status="{status}"/></testsuite>'.encode()) == [("", "x", "skipped")]


def test_what_failed_by_its_status() -> None:
    assert told(b'<testsuite><testcase name="x" status="failed"/></testsuite>') == [("", "x", "failed")]


def test_more_failures_than_are_listed() -> None:
    cases = read(b'<testsuite name="a" failures="2"><testcase name="x"><failure/></testcase></testsuite>')
    assert [(case.name, case.outcome) for case in cases] == [("x", "failed"), ("", "error")]


BOMB = b'<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"<html></html>",
        b"<testsuites>",
        PYTEST[:-30],
        b"\xff\xfe<\0t\0e\0s\0t\0s\0u\0i\0t\0e\0/\0>\0",
        BOMB + b"]><testsuite><testcase name='&j;'/></testsuite>",
        BOMB + b"]><testsuite>&j;</testsuite>",
        b'<!DOCTYPE testsuite SYSTEM "file:///etc/passwd"><testsuite/>',
        b"<!-- <testsuite> --><!DOCTYPE x><testsuite/>",
        b"<?php x ?><testsuite/>",
        b"<testsuite>" * 300 + b"</testsuite>" * 300,
        b"<testsuite>&amp;&a;</testsuite>",
    ],
)
def test_what_is_no_report_is_told(data: bytes) -> None:
    with pytest.raises(JunitError, match=r"^is no|^has more"):
        read(data)


def test_too_many_cases_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(junit, "MOST_CASES", 2)
    with pytest.raises(JunitError, match="more than 2"):
        read(b"<testsuite>" + b"<testcase/>" * 3 + b"</testsuite>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-03T08:00:00", datetime(2025, 1, 3, 8, tzinfo=UTC)),
        ("2025-01-03T08:00:00+02:00", datetime(2025, 1, 3, 6, tzinfo=UTC)),
        ("2025-01-03T08:00:00.5Z", datetime(2025, 1, 3, 8, 0, 0, 500_000, tzinfo=UTC)),
        ("2025-01-03", None),
        ("yesterday at noon", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9" * 100, None),
        ("", None),
    ],
)
def test_moments(text: str, expected: datetime | None) -> None:
    assert moment(text) == expected


@given(st.binary(max_size=200))
def test_garbage_is_an_error_that_is_told(data: bytes) -> None:
    _survives(data)


@given(
    st.sampled_from([PYTEST, GOTESTSUM, NEXTEST, SUREFIRE, JEST]),
    st.integers(0, 2_000),
    st.integers(0, 40),
    st.binary(max_size=12),
)
def test_mutated_reports_are_read_or_refused(data: bytes, at: int, cut: int, put: bytes) -> None:  # fmt: skip
    _survives(data[:at] + put + data[at + cut :])


def _survives(data: bytes) -> None:
    try:
        cases = read(data)
    except JunitError as error:
        assert str(error).startswith(("is no", "has more"))  # noqa: PT017 - most data is refused, some is read
    else:
        assert all(case.outcome in ("passed", "failed", "error", "skipped") for case in cases)


@pytest.mark.parametrize("filler", [b" ", b"\n\t", b"<!---->", b"<!-- - -->"])
def test_what_stands_before_a_report_is_read_through_once(filler: bytes) -> None:
    began = time.process_time()
    with pytest.raises(junit.JunitError, match="is no JUnit report"):
        junit.read(filler * (1_000_000 // len(filler)) + b"x")
    assert time.process_time() - began < 2
