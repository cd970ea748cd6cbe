"""Real reports with one value replaced by something else, at any key: every reader answers, none trips."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from troth.evidence.process import Ran
from troth.evidence.tools.index import by_name
from troth.evidence.tools.runs import cargo_deny
from troth.evidence.tools.runs.job import Handed
from troth.terms.answer import Answer

REPORTS = {
    "bandit": ("findings", "-f"), "betterleaks": ("findings", "."), "cargo-audit": ("findings", "audit"),
    "cargo-sbom": ("both-formats", "cyclone_dx_json_1_4"), "gitleaks": ("findings", "dir"), "gosec": ("findings", "./..."),
    "govulncheck": ("called", "./..."), "kingfisher": ("findings", "scan"), "osv-scanner": ("findings", "scan"),
    "pip-audit": ("findings", "--requirement"), "ruff": ("findings", "json"), "safety": ("version-2", "check"),
    "zizmor": ("findings", "--offline"),
}  # fmt: skip
"""For each tool the recording whose program, the one with a word in its command, wrote a report."""
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        [],
        {},
        [None],
        [[]],
        {"": None},
        -1,
        0,
        1.5,
        10**30,
        1e308,
        "",
        "\x00\x1b[31m",
        "9" * 9_000,
        "../../etc",
        "𝔘" * 300,
    ]
)


def documents(text: str) -> list[Any]:
    decoder, position, found = json.JSONDecoder(), 0, list[Any]()
    text = text.strip()
    while position < len(text):
        value, position = decoder.raw_decode(text, position)
        found.append(value)
        while position < len(text) and text[position].isspace():
            position += 1
    return found


def report_of(tool: str) -> list[Any]:
    name, word = REPORTS[tool]
    return documents(next(one.stdout for one in load(tool, name).programs if word in one.argv))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with a key of it."""
    if isinstance(value, dict):
        return [(value, key) for key in value] + [pair for one in value.values() for pair in places(one)]
    if isinstance(value, list):
        return [(value, index) for index in range(len(value))] + [pair for one in value for pair in places(one)]
    return []


def mutated(whole: list[Any], data: st.DataObject) -> bytes:
    changed = copy.deepcopy(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        spots = places(changed)
        container, key = spots[data.draw(st.integers(0, len(spots) - 1))]
        container[key] = copy.deepcopy(data.draw(ODD))
    return "\n".join(map(json.dumps, changed)).encode()


@pytest.mark.parametrize("tool", sorted(REPORTS))
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_odd_value(tool: str, data: st.DataObject) -> None:
    record = by_name(tool)
    assert record is not None
    assert record.runner is not None
    assert record.runner.read is not None
    answer = record.runner.read(Handed(content=mutated(report_of(tool), data), name="report.json", at=AT))
    assert isinstance(answer, Answer)
    assert answer.found or answer.gaps
    assert "\x1b" not in str(answer.found)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_odd_value_in_the_lines_of_cargo_deny(data: st.DataObject) -> None:
    program = load("cargo-deny", "rejected").programs[-1]
    whole = [json.loads(line) for line in program.stderr.splitlines() if line.startswith("{")]
    ran = Ran(argv=(), exit_code=program.exit_code, stderr=mutated(whole, data))
    answer = cargo_deny.report(ran, "", 2, ("", ""), AT)
    assert answer.found or answer.gaps


def test_every_reader_is_asked() -> None:
    from troth.evidence.tools import RECORDS

    assert {one.name.name for one in RECORDS if one.runner is not None and one.runner.read is not None} == set(REPORTS)


@pytest.mark.parametrize("tool", sorted(REPORTS))
@pytest.mark.parametrize(
    "content", [b"[" * 200_000, b'{"a":' * 100_000, b"\xff\xfe", b"1" * 6_000, b'"\\ud800"', b"null"]
)
def test_hostile_documents(tool: str, content: bytes) -> None:
    record = by_name(tool)
    assert record is not None
    assert record.runner is not None
    assert record.runner.read is not None
    answer = record.runner.read(Handed(content=content, name="report.json", at=AT))
    assert not answer.found
    assert answer.gaps
