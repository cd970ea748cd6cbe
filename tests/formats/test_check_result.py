from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results import acknowledged, fact, judged, loose, pin, result, whole
from troth.formats import check_result
from troth.terms.commitment import KINDS
from troth.terms.verdict import Standing

SCHEMA: dict[str, Any] = json.loads(Path(__file__, "../../../docs/check-result.schema.json").resolve().read_text())
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)


def decoded(thing: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(check_result.encode(thing))
    return found


def test_obeys_the_published_schema() -> None:
    VALIDATOR.validate(decoded(whole()))


def test_the_schema_refuses_a_broken_promise_without_a_fact() -> None:
    bare = decoded(whole())
    bare["verdicts"][0]["because"] = []
    assert not VALIDATOR.is_valid(bare)


def test_the_schema_knows_every_kind_and_standing() -> None:
    verdict = SCHEMA["$defs"]["verdict"]["properties"]
    assert set(verdict["kind"]["enum"]) == {kind.__struct_config__.tag for kind in KINDS}
    assert set(verdict["standing"]["enum"]) == {standing.value for standing in Standing}


def test_tells_the_fields_of_the_kind() -> None:
    verdict = decoded(result(acknowledged()))["verdicts"][0]
    told = {
        name: verdict[name]
        for name in ("id", "document", "line", "kind", "action", "within", "basis", "standing", "settles")
    }
    assert told == {
        "id": "deadline-acknowledge",
        "document": "SECURITY.md",
        "line": 29,
        "kind": "deadline",
        "action": "acknowledge",
        "within": "PT48H",
        "basis": "calendar",
        "standing": "unproven",
        "settles": "desk",
    }
    assert verdict["gaps"] == [{"wanted": "records of handled reports", "reason": "there is no desk"}]


def test_facts_that_contradict_come_first() -> None:
    proof, weak = fact("a", 1, "proves"), fact("b", 2, "contradicts", weakness=True)
    mixed = result(judged(pin(), Standing.AT_RISK, "both", proof, weak))
    assert [f["fact"] for f in decoded(mixed)["verdicts"][0]["because"]] == ["contradicts", "proves"]


def test_counts_everything() -> None:
    assert decoded(whole())["summary"] == {
        "kept": 1, "at_risk": 1, "broken": 1, "unproven": 1, "noted": 1, "accepted": 0, "findings": 1, "unread": 0,
    }  # fmt: skip


def test_is_the_same_twice() -> None:
    assert check_result.encode(whole()) == check_result.encode(whole())


@pytest.mark.parametrize("name", ["\ud800bad", "a\udcff"])
def test_file_names_that_are_no_utf8_can_be_told(name: str) -> None:
    evil = result(judged(pin(), Standing.BROKEN, name, fact(name, 1, name, weakness=True)))
    VALIDATOR.validate(decoded(evil))


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_told(text: str) -> None:
    evil = result(judged(pin(), Standing.BROKEN, text or "-", fact(text, 1, text, weakness=True)), loose(1))
    VALIDATOR.validate(decoded(evil))
