"""JUnit XML, as pytest, gotestsum, cargo-nextest, surefire and jest-junit write it.

There is no one standard; the elements are those of Ant's task (``testsuites``, ``testsuite``, ``testcase`` with
``failure``, ``error``, ``skipped``), collected at https://github.com/testmoapp/junitxml, with surefire's reruns
(https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd). Untrusted: nothing may stand in
front of the first element but a declaration and comments, so that there is no document type and no entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from troth.terms.span import excerpt

MOST_CASES = 200_000
LONGEST_NAME = 1_000
"""Characters that are kept of a name."""
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?+\s*+(?:<\?xml[^>]{0,200}\?>)?+(?:\s|<!--(?:[^-]|-(?!->)){0,10000}-->)*+<testsuites?[\s/>]"
)
"""Possessive: a report of a million blanks is read through once."""
_NOT_RUN = frozenset({"notrun", "disabled", "skipped", "ignored", "suppressed", "not_run"})
_FAILED = frozenset({"fail", "failed"})
_ERROR = frozenset({"error", "errored"})


class JunitError(ValueError):
    """The data is no JUnit report that can be read; the message says why, in words that follow its name."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One test case. ``at`` is when its suite began (UTC), ``line`` where it stands in the report."""

    suite: str
    classname: str
    name: str
    outcome: Literal["passed", "failed", "error", "skipped"]
    line: int | None = None
    file: str = ""
    at: datetime | None = None
    message: str = ""


def read(data: bytes) -> tuple[Case, ...]:
    """Every test case of a report, in its order; a suite that failed as a whole is a case without a name.

    Raises:
        JunitError: it is no JUnit report, not whole, or larger than is read.
    """
    from lxml import etree  # noqa: PLC0415 - only reports pay for it

    if not _PROLOG.match(data):
        raise JunitError("is no JUnit report: it does not begin with testsuites or testsuite")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise JunitError(f"is not whole XML: {excerpt(str(error), 120)}") from None
    return tuple(_cases(root))


def _cases(root: Any) -> Iterator[Case]:
    """Cases of all suites, however they are nested; no recursion."""
    count = 0
    stack: list[tuple[Any, str, datetime | None]] = [(root, "", None)]
    while stack:
        suite, outer, began = stack.pop()
        name = _text(suite, "name") or outer
        at = moment(_text(suite, "timestamp")) or began
        inner = []
        bad = 0
        for child in suite:
            tag = _local(child.tag)
            if tag in ("testsuite", "testsuites"):
                inner.append((child, name, at))
            elif tag == "testcase":
                count += 1
                if count > MOST_CASES:
                    raise JunitError(f"has more than {MOST_CASES} test cases")
                case = _case(child, name, at)
                bad += case.outcome in ("failed", "error")
                yield case
            elif tag in ("error", "failure"):
                bad += 1
                yield Case(suite=name, classname=name, name="", outcome="error", line=child.sourceline, at=at)
        if not inner and _counted(suite) > bad:
            yield Case(suite=name, classname=name, name="", outcome="error", line=suite.sourceline, at=at)
        stack += reversed(inner)


def _case(element: Any, suite: str, began: datetime | None) -> Case:
    inside = {_local(child.tag): child for child in element}
    status = (_text(element, "status") or _text(element, "result")).lower()
    outcome: Literal["passed", "failed", "error", "skipped"] = "passed"
    if "error" in inside or status in _ERROR:
        outcome = "error"
    elif "failure" in inside or status in _FAILED:
        outcome = "failed"
    elif inside.keys() & {"skipped", "disabled", "ignored"} or status in _NOT_RUN:
        outcome = "skipped"
    told = next((inside[tag] for tag in ("error", "failure", "skipped") if tag in inside), None)
    return Case(
        suite=suite,
        classname=_text(element, "classname") or _text(element, "class"),
        name=_text(element, "name"),
        outcome=outcome,
        line=element.sourceline,
        file=_text(element, "file").replace("\\", "/"),
        at=moment(_text(element, "timestamp")) or began,
        message="" if told is None else excerpt(_text(told, "message")),
    )


def _counted(suite: Any) -> int:
    """Failures and errors that a suite says it had."""
    told = (_text(suite, name) for name in ("failures", "errors"))
    return sum(int(number) for number in told if number.isascii() and number.isdigit() and len(number) < 10)


def moment(text: str) -> datetime | None:
    """An ISO 8601 moment in UTC; one without a zone is taken as UTC, as Ant's schema says. None for anything else."""
    if not 10 < len(text) < 40:
        return None
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _text(element: Any, name: str) -> str:
    return str(element.get(name) or "").strip()[:LONGEST_NAME]


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
