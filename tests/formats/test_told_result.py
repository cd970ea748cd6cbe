from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth import pipeline
from troth.evidence.gather import Scene
from troth.evidence.repository import Repository
from troth.formats import audit_result, check_result, told_result
from troth.formats.told_result import ToldAudit, ToldCheck
from troth.terms.audit import Audit, Outcome
from troth.terms.result import Result
from troth.terms.seen.results import ToolRun
from troth.terms.source import Source
from troth.terms.verdict import Standing

HARBOUR = Path(__file__).parents[2] / "examples" / "harbour"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def result() -> Result:
    source = Source(path="SECURITY.md", text=(HARBOUR / "SECURITY.md").read_text())
    return pipeline.check([source], Scene(repository=Repository(HARBOUR), at=NOON.date()))


def printed(result: Result) -> Any:
    return json.loads(check_result.encode(result))


def test_a_check_is_read_back_with_its_verdicts(result: Result) -> None:
    told = told_result.read(printed(result))
    assert isinstance(told, ToldCheck)
    assert (told.root, told.at, [one.path for one in told.documents]) == (result.root, result.at, ["SECURITY.md"])
    assert [one.id for one in told.judged] == [one.id for one in result.judged]
    for one, other in zip(told.judged, result.judged, strict=True):
        ours, theirs = one.verdict, other.verdict
        assert (ours.standing, ours.reason, ours.settles, ours.control, ours.next) == (
            theirs.standing, theirs.reason, theirs.settles, theirs.control, theirs.next,
        )  # fmt: skip
        assert (ours.commitment.kind, ours.commitment.sentence) == (theirs.commitment.kind, theirs.commitment.sentence)
        assert {(fact.fact, fact.span, fact.weakness) for fact in ours.because} == {
            (fact.fact, fact.span, fact.weakness) for fact in theirs.because
        }
    assert {one.verdict.standing for one in told.judged} >= {Standing.KEPT, Standing.BROKEN, Standing.UNPROVEN}


def test_facts_of_older_results_speak_against_what_is_broken(result: Result) -> None:
    said = printed(result)
    for verdict in said["verdicts"]:
        for fact in verdict["because"]:
            fact.pop("against", None)
    told = told_result.read(said)
    assert isinstance(told, ToldCheck)
    broken = [one.verdict for one in told.judged if one.verdict.standing is Standing.BROKEN]
    assert broken
    assert all(fact.weakness for verdict in broken for fact in verdict.because)


def audit() -> Any:
    run = ToolRun(
        tool="bandit", argv=("bandit",), directory=".", version="1.9", at=NOON, scanned=3, findings=(),
        database="OSV of 2026-02-27",
    )  # fmt: skip
    return json.loads(
        audit_result.encode(
            Audit(
                root="harbour",
                commit="a" * 40,
                at=NOON,
                documents=("SECURITY.md",),
                planned=(),
                outcomes=(Outcome(tool="bandit", how="run", at=NOON, seconds=1.0, runs=(run,)),),
            ),
            0,
        )
    )


def test_an_audit_is_read_back_with_its_tools() -> None:
    told = told_result.read(audit())
    assert isinstance(told, ToldAudit)
    assert [(one.tool, one.how, one.at, one.whole, one.databases) for one in told.tools] == [
        ("bandit", "run", NOON, True, ("OSV of 2026-02-27",))
    ]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:00:00-23:00"])
def test_a_tool_that_ran_outside_of_all_calendars_is_refused(at: str) -> None:
    said = audit()
    said["tools"][0]["at"] = at
    with pytest.raises(ValueError, match="calendars"):
        told_result.read(said)


def break_standing(said: Any) -> None:
    said["verdicts"][0]["standing"] = "splendid"


def break_proof(said: Any) -> None:
    said["verdicts"][0] |= {"standing": "kept", "because": []}


def break_kind(said: Any) -> None:
    said["verdicts"][0]["kind"] = "vow"


def break_ids(said: Any) -> None:
    said["verdicts"].append(said["verdicts"][0])


def break_schema(said: Any) -> None:
    said["schema"] = 2


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (break_standing, "splendid|Invalid enum"),
        (break_proof, "not kept without a fact"),
        (break_kind, "no kind"),
        (break_ids, "same id"),
        (break_schema, "schema 2"),
    ],
)
def test_what_is_no_result_is_refused(result: Result, spoil: Callable[[Any], None], words: str) -> None:
    said = printed(result)
    spoil(said)
    with pytest.raises(ValueError, match=words):
        told_result.read(said)


def test_a_list_of_what_would_run_is_no_result() -> None:
    said = audit()
    del said["tools"]
    with pytest.raises(ValueError, match="tells of no run"):
        told_result.read(said)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["kept", "deadline", "run", "2026-03-02"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["checked", "audited", "verdicts", "tools", "schema", "id", "kind", "at", "because"])
            | st.text(),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(anything)
def test_garbage_is_refused_in_words(said: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        told_result.read(said)
