"""A check as JUnit XML: one suite per document, one case per promise.

There is no standard; the elements and attributes are those that Jenkins and GitLab both take (``junit-10.xsd`` of the
Jenkins xUnit plugin). A case fails where its standing makes the exit code 1, so that a page of test results is
red when the job is; what is unproven or accepted is skipped, and what is at risk passes with its words as output.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from troth.report import summary
from troth.report.alerts import short, stepped, title
from troth.report.groups import by_document
from troth.report.manner import Manner
from troth.report.paint import WORDS
from troth.terms.answer import Fact
from troth.terms.result import Judged, Result
from troth.terms.verdict import Finding, Standing

MOST_FACTS = 20
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for (§2.2), not even as a reference."""


class _Suite(NamedTuple):
    element: str
    tests: int
    failed: int


def render(result: Result, _seconds: float, manner: Manner) -> str:
    """The whole document; without times, so that the same check is the same file."""
    suites = [
        _suite(document, [_case(one, manner) for one in judged], result)
        for document, judged in by_document(_in_order(result))
    ]
    if result.findings:
        suites.append(_suite("beside the promises", [_finding(each, manner) for each in result.findings], result))
    tests, failed = sum(each.tests for each in suites), sum(each.failed for each in suites)
    head = f"<testsuites{_attributes(name='troth', tests=str(tests), failures=str(failed), errors='0')}>"
    elements = [each.element for each in suites]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *elements, "</testsuites>", ""])


def _in_order(result: Result) -> list[Judged]:
    """The verdicts by document and line."""
    order = {reading.document: number for number, reading in enumerate(result.readings)}
    spans = {one.id: one.verdict.commitment.span for one in result.judged}
    return sorted(result.judged, key=lambda one: (order.get(spans[one.id].path, len(order)), spans[one.id].line or 0))


def _suite(name: str, cases: Sequence[tuple[str, str]], result: Result) -> _Suite:
    failed, skipped = (sum(state == word for _, state in cases) for word in ("failure", "skipped"))
    attributes = _attributes(
        name=f"promises of {short(name)}" if name != "beside the promises" else name,
        tests=str(len(cases)),
        failures=str(failed),
        errors="0",
        skipped=str(skipped),
        timestamp=f"{result.at.isoformat()}T00:00:00",
    )
    told = {
        "document": name,
        "commit": result.commit,
        "date": result.at.isoformat(),
        "summary": summary.standings(result),
        "not seen": summary.not_seen(result),
        "accepted": str(sum(one.accepted for one in result.judged)),
    }
    properties = [f"      <property{_attributes(name=key, value=short(value, 4000))}/>" for key, value in told.items()]
    lines = [f"  <testsuite{attributes}>", "    <properties>", *properties, "    </properties>"]
    return _Suite("\n".join([*lines, *(text for text, _ in cases), "  </testsuite>"]), len(cases), failed)


def _case(one: Judged, manner: Manner) -> tuple[str, str]:
    """The element of a promise, and whether it is a "failure", "skipped" or ""."""
    verdict = one.verdict
    reason = f"{WORDS[verdict.standing]}: {short(verdict.reason)}"
    state = _state(one, manner)
    if one.accepted and state == "skipped":
        reason = f"accepted by the baseline, {reason}"
    name = f"{title(one)} ({short(one.id)})"
    return _testcase(_class(verdict.commitment.span.path, verdict.control or verdict.commitment.kind), name, state,
                     reason, _body(one)), state  # fmt: skip


def _state(one: Judged, manner: Manner) -> str:
    standing = one.verdict.standing
    if standing.value in manner.failing and not one.accepted:
        return "failure"
    passes = standing is Standing.KEPT or (standing is Standing.AT_RISK and not one.accepted)
    return "" if passes else "skipped"


def _finding(finding: Finding, manner: Manner) -> tuple[str, str]:
    state = "failure" if "finding" in manner.failing and not finding.accepted else "skipped"
    name = f"{short(finding.rule)} at {short(str(finding.span))}"
    return _testcase("findings." + short(finding.rule), name, state, short(finding.text), ""), state


def _testcase(class_: str, name: str, state: str, reason: str, body: str) -> str:
    head = f"    <testcase{_attributes(classname=class_, name=name)}"
    text = "\n".join(filter(None, [reason, body]))
    if state == "failure":
        opened = f"<failure{_attributes(message=reason, type='broken')}>"
        return f"{head}>\n      {opened}{_text(text)}</failure>\n    </testcase>"
    if state == "skipped":
        return f"{head}>\n      <skipped{_attributes(message=reason)}/>\n    </testcase>"
    return f"{head}>\n      <system-out>{_text(text)}</system-out>\n    </testcase>"


def _class(document: str, judge: str) -> str:
    """Readers take what stands before the last dot for the package: here it is the document."""
    return f"{short(document).replace('.', '_')}.{judge.replace('_', '-')}"


def _body(one: Judged) -> str:
    verdict = one.verdict
    lines = [f"{short(str(verdict.commitment.span))}: “{short(verdict.commitment.sentence)}”"]
    facts = sorted(verdict.because, key=lambda fact: not fact.weakness)
    lines += [_fact(fact) for fact in facts[:MOST_FACTS]]
    lines += [f"and {len(facts) - MOST_FACTS} more"] if len(facts) > MOST_FACTS else []
    lines += [f"Next: {stepped(verdict.next)}"] if verdict.next else []
    return "\n".join(lines)


def _fact(fact: Fact) -> str:
    return f"{short(str(fact.span))}  {short(fact.fact)}"


def _attributes(**given: str) -> str:
    return "".join(f' {name}="{_text(value)}"' for name, value in given.items())


def _text(text: str) -> str:
    """``text`` as content or in double quotes, with only the characters that XML 1.0 has."""
    return html.escape(_ILLEGAL.sub("�", text))
