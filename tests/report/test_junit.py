from __future__ import annotations

import msgspec
from hypothesis import HealthCheck, given, settings
from lxml import etree

from report.nasty import TEXTS, evil
from results import acknowledged, loose, result, supported, tool_runs, whole
from troth.report import junit
from troth.report.manner import Manner
from troth.terms.result import Result

SHAPE: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": ({"testsuite"}, set(), {"name", "time", "tests", "failures", "disabled", "errors"}),
    "testsuite": (
        {"properties", "testcase", "system-out", "system-err"},
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url", "version"},
    ),
    "properties": ({"property"}, set(), set()),
    "property": (set(), {"name", "value"}, set()),
    "testcase": ({"skipped", "error", "failure", "system-out", "system-err"}, {"name"}, {"time", "classname", "group"}),
    "failure": (set(), set(), {"type", "message"}),
    "skipped": (set(), set(), {"type", "message"}),
    "system-out": (set(), set(), set()),
}
"""Element: its children, the attributes it needs, those it may have, as Jenkins's junit-10.xsd has them."""


def suites(given: Result, **manner: object) -> etree._Element:
    told = junit.render(given, 1.4, Manner(**manner))  # type: ignore[arg-type]
    root = etree.fromstring(told.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    assert root.tag == "testsuites"
    for element in root.iter():
        children, needed, optional = SHAPE[element.tag]
        assert {child.tag for child in element} <= children
        assert needed <= set(element.attrib) <= needed | optional
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases)
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
    assert int(root.attrib["failures"]) == len(root.findall(".//failure"))
    return root


def states(given: Result, **manner: object) -> dict[str, list[str]]:
    return {
        str(case.attrib["name"]): [child.tag for child in case] for case in suites(given, **manner).iter("testcase")
    }


def test_broken_fails_unproven_is_skipped_at_risk_says_so() -> None:
    assert states(whole()) == {
        "1.x supported (supported-1-x)": ["system-out"],
        "== for fastapi, uvicorn (pin-critical)": ["failure"],
        "bandit runs in CI (tool-bandit)": ["system-out"],
        "reports acknowledged within 48 hours (deadline-acknowledge)": ["skipped"],
        "For operators (guidance)": ["skipped"],
        "dead-link at README.md:3": ["skipped"],
    }


def test_what_makes_the_job_red_makes_its_tests_red() -> None:
    assert states(result(tool_runs()), failing=("broken", "at_risk"))["bandit runs in CI (tool-bandit)"] == ["failure"]
    assert states(result(loose(1)), failing=())["== for fastapi, uvicorn (pin-critical)"] == ["skipped"]
    assert states(whole(), failing=("broken", "finding"))["dead-link at README.md:3"] == ["failure"]
    assert list(states(result(acknowledged()), failing=("unproven",)).values()) == [["failure"]]


def test_what_is_accepted_fails_nothing() -> None:
    accepted = msgspec.structs.replace(loose(1), accepted=True)
    (case,) = suites(result(accepted)).iter("testcase")
    assert str(case[0].attrib["message"]).startswith("accepted by the baseline, broken: 1 of 28")


def test_names_stay_where_lines_move() -> None:
    assert list(states(result(loose(1, 9)))) == list(states(result(loose(1, 109))))


def test_each_document_is_a_suite_that_says_when_and_what_was_not_seen() -> None:
    both = result(loose(1, document="A.md"), loose(2, document="B.md"), supported(), documents=("A.md", "B.md"))
    root = suites(both)
    assert [suite.attrib["name"] for suite in root][:2] == ["promises of A.md", "promises of B.md"]
    told = {each.attrib["name"]: each.attrib["value"] for each in root[0].iter("property")}
    assert told["date"] == "2026-11-25"
    assert "hosted settings" in told["not seen"]
    assert told["summary"].startswith("Of 3 promises")


def test_a_failure_tells_the_sentence_and_the_lines() -> None:
    (failure,) = suites(result(loose(2))).iter("failure")
    assert failure.attrib["message"] == "broken: 2 of 28 lines looser"
    assert "services/s1/requirements.txt:4  fastapi~=0.104.1" in (failure.text or "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_any_words_make_xml(path: str, words: str) -> None:
    suites(evil(path, words, accepted=True), failing=("broken", "at_risk", "unproven", "finding"))
