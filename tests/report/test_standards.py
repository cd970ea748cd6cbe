"""Every form in which standards are told: valid by its schema, whole, and without formulas."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from troth.evidence import tools
from troth.report.paint import Paint
from troth.report.standards import as_csv, as_json, oscal, text
from troth.standards import STANDARDS, find
from troth.standards.coverage import Answered, Coverage, cover
from troth.terms.answer import Class, Fact
from troth.terms.commitment import Contact, Deadline, Standard, Tool
from troth.terms.result import Judged
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict

DAY = date(2026, 11, 26)
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "oscal_assessment-results_schema.json").read_text())


def judged() -> list[Judged]:
    ran = Fact(fact="it ran", kind=Class.RESULT, span=Span("ci.yml", 3), at=DAY)
    promises = (
        (Tool(span=Span("SECURITY.md", 3, "=We run `bandit`"), name="bandit"), Standing.KEPT),
        (Contact(span=Span("SECURITY.md", 4, "Write\x1b to us"), channel="email", value="x"), Standing.BROKEN),
        (Deadline(span=Span("SECURITY.md", 5, "Within 48 hours"), action="acknowledge", within="PT48H"),
         Standing.UNPROVEN),
        (Standard(span=Span("SECURITY.md", 6, "OWASP Top 10"), name="owasp-top-10"), Standing.UNPROVEN),
    )  # fmt: skip
    return [
        Judged(
            id=f"@one-{number}",
            verdict=Verdict(
                commitment=one,
                standing=standing,
                reason="so it is",
                because=() if standing is Standing.UNPROVEN else (ran,),
            ),
        )
        for number, (one, standing) in enumerate(promises)
    ]


@pytest.fixture(scope="module")
def coverages() -> list[Coverage]:
    return [cover(standard, judged(), tools.activities) for standard in STANDARDS]


def refuse(uri: str) -> Any:
    raise ValueError(f"the schema asks for {uri}")


def test_oscal_is_valid_by_the_official_schema(coverages: list[Coverage]) -> None:
    validator = jsonschema_rs.validator_for(SCHEMA, retriever=refuse, validate_formats=True)
    for chosen in ([each] for each in coverages):
        assert not [str(error) for error in validator.iter_errors(json.loads(oscal.render(chosen, DAY, "abc", "0.1")))]
    told = json.loads(oscal.render(coverages, DAY, "", "0.1"))
    assert not [str(error) for error in validator.iter_errors(told)]
    told["assessment-results"]["results"][0]["findings"][0]["target"]["status"]["state"] = "kept"
    assert [error.message for error in validator.iter_errors(told)], "the schema notices"


def test_oscal_satisfies_only_what_is_met_and_excludes_what_no_policy_shows(coverages: list[Coverage]) -> None:
    for coverage in coverages:
        [result] = json.loads(oscal.render([coverage], DAY, "abc", "0.1"))["assessment-results"]["results"]
        states = {each["title"]: each["target"]["status"]["state"] for each in result["findings"]}
        by_number = {one.requirement.number: one.answered for one in coverage.covered}
        assert {n for n, state in states.items() if state == "satisfied"} == {
            number for number, each in by_number.items() if each is Answered.MET
        }
        assert set(states) == {number for number, each in by_number.items() if each is not Answered.BEYOND}
        ids = [each["uuid"] for each in result.get("observations", ())]
        assert len(ids) == len(set(ids))
        related = {
            one["observation-uuid"] for each in result["findings"] for one in each.get("related-observations", ())
        }
        assert related == set(ids)


def test_oscal_is_the_same_again_and_other_for_another_commit(coverages: list[Coverage]) -> None:
    assert oscal.render(coverages, DAY, "abc", "0.1") == oscal.render(coverages, DAY, "abc", "0.1")
    assert oscal.render(coverages, DAY, "abc", "0.1") != oscal.render(coverages, DAY, "abd", "0.1")
    with pytest.raises(ValueError, match="at least one"):
        oscal.render([], DAY, "", "0.1")


def test_csv_has_a_line_for_each_answer_and_no_formula(coverages: list[Coverage]) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv.render(coverages))))
    assert len(rows) == sum(max(1, len(one.answers)) for each in coverages for one in each.covered)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=We run `bandit`" in cells
    assert not [cell for cell in cells if "\x1b" in cell]


def test_json_holds_every_requirement_with_its_evidence(coverages: list[Coverage]) -> None:
    told = json.loads(as_json.render(coverages, DAY, "abc", "0.1"))
    assert (told["schema"], told["at"], told["commit"]) == (1, "2026-11-26", "abc")
    assert [each["name"] for each in told["standards"]] == [one.name for one in STANDARDS]
    top = told["standards"][0]
    assert top["promised"] == ["@one-3"]
    [injection] = [each for each in top["requirements"] if each["number"] == "A05:2025"]
    assert injection["answered"] == "partly"
    assert injection["promises"][0]["because"] == [
        {"fact": "it ran", "class": "result", "path": "ci.yml", "line": 3, "at": "2026-11-26"}
    ]


def test_text_lists_all_and_shows_one(coverages: list[Coverage]) -> None:
    told = text.listed(coverages, 100, Paint())
    assert all(one.name in told for one in STANDARDS)
    assert "named by the policy" in told
    for coverage in coverages:
        shown = text.shown(coverage, 80, Paint())
        assert all(one.requirement.number in shown for one in coverage.covered)
        assert "the word of an assessor" in " ".join(shown.split())
        assert "\x1b" not in shown
        assert max(map(len, shown.split("\n")[1:])) <= 80
    baseline = find("osps-baseline")
    assert baseline is not None
    shown = text.shown(cover(baseline, judged(), tools.activities), 80, Paint())
    assert "✕ promised, not kept" in shown
    assert "a part of it is not promised" in shown
