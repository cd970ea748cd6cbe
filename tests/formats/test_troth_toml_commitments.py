"""``[[commitment]]`` is read: what it says holds, what cannot be understood is told and changes nothing."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.formats.commitment_json import CLASSES
from troth.formats.troth_toml import read
from troth.formats.troth_toml_commitments import NEEDED, OWN
from troth.terms.meaning import names
from troth.terms.register import Entry
from troth.terms.selector import FileSelector
from troth.terms.span import Span

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEMA = json.loads((DOCS / "troth-toml.schema.json").read_text())
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
WHOLE = """
[[commitment]]
id = "deadline-ack"
document = "SECURITY.md"
line = 29
under = "Reporting"
sentence = "We answer  within\\n48 hours."
kind = "deadline"
action = "acknowledge"
within = "PT48H"
severity = ["critical"]
place = "ci"
gone = 2026-11-26
evidence = [{ file = "runbook.md" }]
silence = "about pull requests"
"""
FEW = '[[commitment]]\nid = "a"\nsentence = "We answer."\nkind = "deadline"\n'


def found(text: str) -> Any:
    return read(tomllib.loads(text), lambda path: Span("troth.toml", None, ".".join(map(str, path))))


def test_all_of_it_is_read() -> None:
    (entry,) = found(WHOLE).commitments
    assert isinstance(entry, Entry)
    assert (entry.id, entry.document, entry.line, entry.under) == ("deadline-ack", "SECURITY.md", 29, "Reporting")
    assert entry.sentence == "We answer within 48 hours."
    assert dict(entry.fields) == {
        "action": "acknowledge", "within": "PT48H", "severity": ("critical",), "place": ("ci",),
    }  # fmt: skip
    assert (entry.silence, str(entry.gone)) == ("about pull requests", "2026-11-26")
    assert isinstance(entry.evidence[0], FileSelector)
    assert found(WHOLE).gaps == found(WHOLE).settings.strays == ()


WRONG = [
    (FEW.replace('id = "a"\n', ""), "commitment 1", "has no id"),
    (FEW.replace('"a"', '"a b"'), "commitment 1, id", "one word"),
    (FEW.replace('"a"', "3"), "commitment 1, id", "one word"),
    (FEW.replace('"We answer."', '" "'), "commitment 1, sentence", "says nothing"),
    (FEW.replace('"deadline"', '"deadlin"'), "commitment 1, kind", "did you mean deadline?"),
    (FEW.replace('"deadline"', "[]"), "commitment 1, kind", "none that Troth knows"),
    (FEW + 'within = "two days"\n', "commitment 1, within", "length of time"),
    (FEW + "within = 48\n", "commitment 1, within", "another type"),
    (FEW + 'action = "sleep"\n', "commitment 1, action", "another type"),
    (FEW + "severity = 3\n", "commitment 1, severity", "another type"),
    (FEW + "line = 0\n", "commitment 1, line", "number of a line"),
    (FEW + "line = true\n", "commitment 1, line", "number of a line"),
    (FEW + 'gone = "yesterday"\n', "commitment 1, gone", "date"),
    (FEW + 'silence = ""\n', "commitment 1, silence", "says nothing"),
    (FEW + f'silence = "{"x" * 5000}"\n', "commitment 1, silence", "4000"),
    (FEW + "document = 3\n", "commitment 1, document", "text in quotes"),
]


@pytest.mark.parametrize(("text", "what", "reason"), WRONG)
def test_an_entry_that_cannot_be_understood_is_a_gap_and_changes_nothing(text: str, what: str, reason: str) -> None:
    read = found(text)
    (gap,) = read.gaps
    assert gap.wanted == f"troth.toml: {what}"
    assert reason in gap.reason
    assert read.commitments == ()


def test_the_second_of_one_id_is_a_gap() -> None:
    read = found(FEW + FEW)
    assert len(read.commitments) == 1
    assert "that of another entry" in read.gaps[0].reason


def test_a_key_without_effect_is_told_and_the_rest_holds() -> None:
    read = found(FEW + 'silnce = "x"\nname = "bandit"\n')
    assert [(stray.name, stray.nearest) for stray in read.settings.strays] == [
        ("commitment.silnce", "silence"), ("commitment.name", ""),
    ]  # fmt: skip
    assert len(read.commitments) == 1
    assert read.gaps == ()


def test_proof_that_cannot_be_understood_stays_and_is_told() -> None:
    read = found(FEW + 'evidence = [{ tset = "x" }]\n')
    assert len(read.commitments[0].evidence) == len(read.gaps) == 1


def test_another_shape_is_a_gap() -> None:
    assert found("commitment = 3\n").gaps[0].reason == "it is written [[commitment]]"


def test_the_published_schema_is_that_of_the_code() -> None:
    item = SCHEMA["properties"]["commitment"]["items"]
    fields = {told for kind in CLASSES.values() for _, told in names(kind)}
    assert set(item["properties"]) == {*OWN, *fields}
    assert item["required"] == list(NEEDED)
    assert item["properties"]["kind"]["enum"] == list(CLASSES)
    assert all(item["properties"][key]["description"] == about for key, about in OWN.items())
    assert VALIDATOR.is_valid(json.loads(json.dumps(tomllib.loads(WHOLE), default=str)))
    assert not VALIDATOR.is_valid({"commitment": [{"id": "a", "sentence": "x"}]})


def test_the_page_names_every_key_and_every_field() -> None:
    page = (DOCS / "troth-toml.md").read_text()
    for key, about in OWN.items():
        assert f"| `{key}` | {about} |" in page
    for kind, each in CLASSES.items():
        told = [told for name, told in names(each) if name in each.__struct_fields__ and name not in COMMON]
        assert f"| `{kind}` | {', '.join(f'`{name}`' for name in told) or '–'} |" in page


COMMON = {"strength", "condition", "place", "events", "demand", "subject", "universal"}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**8) | st.floats(allow_nan=False) | st.text(max_size=12) | st.dates()
    | st.sampled_from(["deadline", "practice", "PT48H", "P1W", "acknowledge", "critical", "promise"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS = st.sampled_from(
    [*OWN, "within", "action", "every", "severity", "strength", "min", "supported", "place", "events"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.dictionaries(KEYS | st.text(max_size=5), VALUES, max_size=8), max_size=4))
def test_whatever_stands_there_is_read_or_told(tables: list[dict[str, Any]]) -> None:
    read_ = read({"commitment": tables}, lambda _: Span("troth.toml"))
    assert len(read_.commitments) + len({gap.wanted for gap in read_.gaps if ": evidence" not in gap.wanted}) >= len(
        tables
    )
