"""What ``go test -json`` prints: one event a line (https://pkg.go.dev/cmd/test2json), read as test cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import msgspec

from troth.formats.junit import LONGEST_NAME, Case, moment

MOST_EVENTS = 5_000_000
MOST_CASES = 200_000
_ENDS: dict[str, Literal["passed", "failed", "skipped"]] = {"pass": "passed", "fail": "failed", "skip": "skipped"}
_BUILDS = frozenset({"build-fail", "build-output"})


class GoTestError(ValueError):
    """The data is no output of ``go test -json``; the message says why, in words that follow its name."""


class _Event(msgspec.Struct, frozen=True, rename="pascal"):
    action: str = ""
    time: str = ""
    package: str = ""
    test: str = ""
    import_path: str = ""


class _Run(msgspec.Struct):
    line: int
    at: datetime | None
    outcome: Literal["passed", "failed", "error", "skipped"] = "error"


def read(data: bytes) -> tuple[Case, ...]:
    """Every test of a run, in the order in which they began, its package as suite and class.

    A test that began and never ended is an error (it panicked, or the run was stopped), and so is a package that
    failed though none of its tests did: it is a case without a name.

    Raises:
        GoTestError: no line is an event, a line in between is none, or it is larger than is read.
    """
    decoder = msgspec.json.Decoder(_Event)
    tests: dict[tuple[str, str], _Run] = {}
    packages: dict[str, _Run] = {}
    number = 0
    for number, line in enumerate(_lines(data), 1):
        if not line:
            continue
        if number > MOST_EVENTS or len(tests) > MOST_CASES:
            raise GoTestError(f"has more than {MOST_EVENTS} events or {MOST_CASES} tests")
        try:
            event = decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            if line[:1] != b"{":
                continue  # what programs print of their own between the events
            raise GoTestError(f"line {number} is no event of go test -json") from None
        _note(event, number, tests, packages)
    if not packages:
        raise GoTestError("has no event of go test -json")
    return tuple(_cases(tests, packages))


def _lines(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield data[start:end].strip()
        start = end + 1


def _note(event: _Event, number: int, tests: dict[tuple[str, str], _Run], packages: dict[str, _Run]) -> None:
    package = (event.package or event.import_path.partition(" ")[0])[:LONGEST_NAME]
    if not package or not event.action:
        return
    run = packages.setdefault(package, _Run(number, moment(event.time)))
    if event.test:
        key = (package, event.test[:LONGEST_NAME])
        run = tests.setdefault(key, _Run(number, moment(event.time)))
    if event.action in _ENDS:
        run.outcome = _ENDS[event.action]
        run.line = number
    elif event.action in _BUILDS:
        run.line = number


def _cases(tests: dict[tuple[str, str], _Run], packages: dict[str, _Run]) -> Iterator[Case]:
    bad = {package for (package, _), run in tests.items() if run.outcome in ("failed", "error")}
    for (package, name), run in tests.items():
        yield Case(
            suite=package, classname=package, name=name, outcome=run.outcome, line=run.line,
            at=run.at or packages[package].at,
        )  # fmt: skip
    for package, run in packages.items():
        if run.outcome in ("failed", "error") and package not in bad:
            yield Case(suite=package, classname=package, name="", outcome="error", line=run.line, at=run.at)
