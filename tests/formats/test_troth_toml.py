"""``troth.toml``: what it says, on which lines, what is wrong in it; its published schema; and no text breaks it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.repository import Repository
from troth.evidence.waivers.gatherer import register
from troth.formats.troth_toml import TABLES, Register, days, read
from troth.terms.severity import Unknown
from troth.terms.span import Span, excerpt

Tree = Callable[..., Repository]
SCHEMA: dict[str, Any] = json.loads(Path(__file__, "../../../docs/troth-toml.schema.json").resolve().read_text())
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
WHOLE = """\
[waivers]
longest = "P2W"

[[waiver]]
target = "RUSTSEC-2026-0001"
reason = "no fix yet"
owner = "harbour crew"
link = "https://example.org/327"
granted = 2026-11-20
until = 2026-12-01
package = "hull"

[[waiver]]
target = "bandit:B101"
reason = "tests assert"
owner = "harbour crew"
until = "2026-12-01"
tool = "bandit"
path = "tests"

[licences]
allow = ["MIT",
  "Apache-2.0"]

[crypto]
allow = ["ring"]

[severity]
unknown = "ignored"

[[review]]
digest = "sha256:0a"
"""


def told(tree: Tree, text: str) -> Register:
    found = register(tree({"troth.toml": text}))
    assert found is not None
    return found


def test_what_it_says(tree: Tree) -> None:
    found = told(tree, WHOLE)
    first, second = found.waivers
    assert (first.target, first.package, str(first.span)) == ("RUSTSEC-2026-0001", "hull", "troth.toml:5")
    assert (first.granted, first.until) == (date(2026, 11, 20), date(2026, 12, 1))
    assert (second.tool, second.path, second.until, second.granted) == ("bandit", "tests", date(2026, 12, 1), None)
    assert not first.native
    assert found.gaps == ()
    assert found.settings.longest == 14
    assert [(one.value, one.span.line) for one in found.settings.licences or ()] == [("MIT", 22), ("Apache-2.0", 23)]
    assert [one.value for one in found.settings.crypto] == ["ring"]
    assert found.settings.unknown is Unknown.IGNORED
    assert found.settings.strays == ()


def test_no_list_is_not_an_empty_list(tree: Tree) -> None:
    assert told(tree, "").settings.licences is None
    assert told(tree, "[licences]\nallow = []\n").settings.licences == ()


STRAYS = [
    ("[[waivers]]\n", [], "[waivers]"),
    ("[[wavier]]\ntarget = 'X-1'\n", [("wavier", 1, "waiver")], ""),
    ("[waivers]\nlongst = 'P3D'\n", [("waivers.longst", 2, "longest")], ""),
    ("[licences]\nallowed = ['MIT']\n", [("licences.allowed", 2, "allow")], ""),
    ("[[waiver]]\ntarget = 'X-1'\npakage = 'hull'\nuntil = 2026-12-01\n", [("waiver.pakage", 3, "package")], "pakage"),
    ("[severity]\nunknwon = 'ignored'\n", [("severity.unknwon", 2, "unknown")], ""),
    ("zzzzzz = 1\n", [("zzzzzz", 1, "")], ""),
]


@pytest.mark.parametrize(("text", "strays", "words"), STRAYS)
def test_unknown_keys_name_the_nearest(tree: Tree, text: str, strays: list[tuple[str, int, str]], words: str) -> None:
    found = told(tree, text)
    assert [(one.name, one.span.line, one.nearest) for one in found.settings.strays] == strays
    assert found.waivers == ()
    assert words in " ".join(gap.reason for gap in found.gaps)


WRONG = [
    ("waiver = 3\n", 1, "[[waiver]]"),
    ("[waiver]\ntarget = 'X-1'\n", 1, "[[waiver]]"),
    ("[[waiver]]\nreason = 'x'\n", 1, "no target"),
    ("[[waiver]]\ntarget = ' '\n", 2, "text"),
    ("[[waiver]]\ntarget = 'X-1'\nuntil = 'soon'\n", 3, "date"),
    ("[[waiver]]\ntarget = 'X-1'\nuntil = 20261201\n", 3, "date"),
    ("[[waiver]]\ntarget = 'X-1'\nuntil = 2026-12-01\npath = ''\n", 4, "text"),
    ("[[waiver]]\ntarget = 'X-1'\nuntil = 2026-12-01\npackage = ['hull']\n", 4, "text"),
    (f"[[waiver]]\ntarget = 'X-{'1' * 5_000}'\nuntil = 2026-12-01\n", 2, "text"),
    ("[waivers]\nlongest = 90\n", 2, "P90D"),
    ("[waivers]\nlongest = 'P3M'\n", 2, "P90D"),
    ("[licences]\nallow = 'MIT'\n", 2, "list"),
    ("[licences]\nallow = ['MIT', 3]\n", 2, "list"),
    ("[severity]\nunknown = 'critical'\n", 2, '"breaching" or "ignored"'),
    ("[severity]\nunknown = ['ignored']\n", 2, '"breaching" or "ignored"'),
    ("licences = []\n", 1, "[licences]"),
]


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_wrong_types_are_gaps_with_their_line_and_permit_nothing(tree: Tree, text: str, line: int, words: str) -> None:
    found = told(tree, text)
    (gap,) = found.gaps
    assert gap.span == Span("troth.toml", line, excerpt(text.splitlines()[line - 1]))
    assert words in gap.reason
    assert found.waivers == ()


def test_what_is_no_toml_is_a_gap(tree: Tree) -> None:
    repository = tree({"troth.toml": "[[waiver]\n"})
    assert register(repository) is None
    assert "line 1" in repository.unreadable["troth.toml"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("P90D", 90), ("P2W", 14), ("P1W1D", 8), ("P0D", None), ("P", None), ("90", None), ("P1M", None)],
)
def test_days(text: str, wanted: int | None) -> None:
    assert days(text) == wanted


def test_the_published_schema_is_that_of_the_code() -> None:
    known = {name: SCHEMA["properties"][name] for name in SCHEMA["properties"]}
    assert set(known) == set(TABLES)
    for name, table in TABLES.items():
        inner = known[name]["items"] if table.many else known[name]
        assert known[name]["type"] == ("array" if table.many else "object")
        if table.fields:
            assert list(inner["properties"]) == list(table.fields)
            assert inner.get("required", []) == [key for key, field in table.fields.items() if field.required]
            assert inner["additionalProperties"] is False
            for key, field in table.fields.items():
                assert inner["properties"][key]["description"] == field.about
    assert SCHEMA["additionalProperties"] is False


def test_the_schema_takes_what_the_code_takes() -> None:
    values = json.loads(json.dumps(tomllib.loads(WHOLE), default=str))
    assert VALIDATOR.is_valid(values)


@pytest.mark.parametrize("text", [text for text, *_ in STRAYS + WRONG])
def test_the_schema_refuses_what_the_code_refuses(text: str) -> None:
    assert not VALIDATOR.is_valid(json.loads(json.dumps(tomllib.loads(text), default=str)))


KEYS = st.sampled_from([*TABLES, *TABLES["waiver"].fields, "longest", "allow", "unknown", "x", "\ud800", ""])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.floats()
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
@settings(max_examples=300, deadline=None)
def test_no_value_breaks_it(tables: dict[str, Any]) -> None:
    found = read(tables, lambda _: Span("troth.toml"))
    assert all(waiver.target for waiver in found.waivers)


@given(st.dictionaries(st.sampled_from([*TABLES["waiver"].fields, "pakage"]), LEAVES))
@settings(max_examples=300, deadline=None)
def test_an_entry_that_is_half_understood_permits_nothing(entry: dict[str, Any]) -> None:
    found = read({"waiver": [entry]}, lambda _: Span("troth.toml"))
    for waiver in found.waivers:
        assert all(getattr(waiver, name) for name in entry)
    assert len(found.waivers) + bool(found.gaps) == 1
