"""``go test -json``: events made into cases; and no data is anything but an error that is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.formats import go_test
from troth.formats.go_test import GoTestError, read

LOGIN = "example.org/ferry/login"


def event(action: str, test: str = "", package: str = LOGIN, **more: str) -> str:
    fields = {"Time": "2025-01-03T09:00:00.5+01:00", "Action": action, "Package": package, "Test": test, **more}
    return json.dumps({name: value for name, value in fields.items() if value})


def told(*events: str) -> list[tuple[str, str, str]]:
    return [(case.classname, case.name, case.outcome) for case in read("\n".join(events).encode())]


RUN = (
    event("start"),
    event("run", "TestLimit"),
    event("output", "TestLimit", Output="=== RUN   TestLimit\n"),
    event("run", "TestLimit/six"),
    event("pass", "TestLimit/six"),
    event("pass", "TestLimit"),
    event("run", "TestLater"),
    event("skip", "TestLater"),
    event("pass"),
)


def test_a_run() -> None:
    assert told(*RUN) == [
        (LOGIN, "TestLimit", "passed"),
        (LOGIN, "TestLimit/six", "passed"),
        (LOGIN, "TestLater", "skipped"),
    ]
    case = read("\n".join(RUN).encode())[0]
    assert (case.line, case.at, case.suite) == (6, datetime(2025, 1, 3, 8, 0, 0, 500_000, tzinfo=UTC), LOGIN)


def test_a_failure_fails_its_parent_too() -> None:
    events = (
        event("run", "TestA"),
        event("run", "TestA/b"),
        event("fail", "TestA/b"),
        event("fail", "TestA"),
        event("fail"),
    )
    assert told(*events) == [(LOGIN, "TestA", "failed"), (LOGIN, "TestA/b", "failed")]


def test_a_test_that_never_ended_is_an_error() -> None:
    assert told(event("run", "TestA"), event("fail")) == [(LOGIN, "TestA", "error")]
    assert told(event("run", "TestA"))[0] == (LOGIN, "TestA", "error")


def test_a_package_that_does_not_build() -> None:
    build = json.dumps({"ImportPath": f"{LOGIN} [{LOGIN}.test]", "Action": "build-fail"})
    assert told(build, event("start"), event("fail", FailedBuild=LOGIN)) == [(LOGIN, "", "error")]


def test_a_run_that_was_cut_off() -> None:
    assert told(*RUN[:-1])[-1] == (LOGIN, "", "error")


def test_a_package_without_tests_says_nothing() -> None:
    assert told(event("start"), event("skip")) == []


def test_what_programs_print_between_the_events_is_passed_over() -> None:
    assert told("go: downloading example.org/x v1", *RUN, "", "PASS")[0] == (LOGIN, "TestLimit", "passed")


@pytest.mark.parametrize(
    "data",
    [b"", b"ok  example.org/ferry 0.1s\n", b"{", b'{"Action": 3}', b"[1]", b'{"a": 1}', b"{" * 100_000, b"\xff{"],
)
def test_what_is_no_run_is_told(data: bytes) -> None:
    with pytest.raises(GoTestError, match="event of go test"):
        read(data)


def test_too_many_tests_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(go_test, "MOST_CASES", 2)
    with pytest.raises(GoTestError, match="more than"):
        read("\n".join(event("run", f"Test{number}") for number in range(5)).encode())


@given(st.binary(max_size=200))
def test_garbage_is_an_error_that_is_told(data: bytes) -> None:
    _survives(data)


@given(st.integers(0, 1_200), st.integers(0, 40), st.binary(max_size=12))
def test_mutated_runs_are_read_or_refused(at: int, cut: int, put: bytes) -> None:
    data = "\n".join(RUN).encode()
    _survives(data[:at] + put + data[at + cut :])


def _survives(data: bytes) -> None:
    try:
        cases = read(data)
    except GoTestError as error:
        assert "go test" in str(error) or "more than" in str(error)  # noqa: PT017 - most data is refused, some is read
    else:
        assert all(case.outcome in ("passed", "failed", "error", "skipped") for case in cases)
