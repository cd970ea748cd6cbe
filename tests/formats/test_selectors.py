"""The ``evidence`` of a commitment in ``troth.toml``: what it says, what is wrong in it, and no value breaks it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.formats.selectors import FORMS, MOST, Path, read, written
from troth.terms import selector as by
from troth.terms.span import Span


def place(path: Path) -> Span:
    return Span("troth.toml", 10 + (path[0] if path and isinstance(path[0], int) else 0))


def of(text: str) -> tuple[by.Selector, ...]:
    selectors, gaps = read(tomllib.loads(f"evidence = [{text}]")["evidence"], place)
    assert not gaps, gaps
    return selectors


def reasons(value: object) -> list[str]:
    selectors, gaps = read(value, place)
    assert [each.reason for each in selectors if isinstance(each, by.MisreadSelector)] == [gap.reason for gap in gaps]
    return [gap.reason for gap in gaps]


def test_every_kind_is_read_with_its_line() -> None:
    text = """{ test = "tests/test_a.py::test_b" }, { literal = " MAX = 5", file = "./src/a.py", line = 3 },
        { file = "docs/plan.md" }, { ci_job = "ci.yml#test" }, { junit = "build/*.xml", suite = "login" },
        { attestation = "drill-2026" }"""
    assert of(text) == (
        by.TestSelector(node="tests/test_a.py::test_b", span=Span("troth.toml", 10)),
        by.LiteralSelector(value=" MAX = 5", file="src/a.py", line=3, span=Span("troth.toml", 11)),
        by.FileSelector(file="docs/plan.md", span=Span("troth.toml", 12)),
        by.CiJobSelector(job="ci.yml#test", span=Span("troth.toml", 13)),
        by.JunitSelector(file="build/*.xml", suite="login", span=Span("troth.toml", 14)),
        by.AttestationSelector(name="drill-2026", span=Span("troth.toml", 15)),
    )


def test_the_keys_are_the_tags_of_the_kinds() -> None:
    assert list(FORMS) == [each.__struct_config__.tag for each in by.SELECTORS]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("tests/test_a.py", "is written"),
        ({"file": "a"}, "is written"),
        ([{"file": "a"}] * (MOST + 1), f"more than {MOST}"),
        (["a"], "proof 1 is no table"),
        ([{}], "proof 1 is no table"),
        ([{"file": "a"}, {"tset": "a"}], "proof 2 has none of test, literal"),
        ([{"test": "a", "line": 3}], "'line' that does not belong to test"),
        ([{"test": "a", "file": "b"}], "'file' that does not belong to test"),
        ([{"literal": "a"}], "has no file"),
        ([{"literal": "a", "file": "b", "line": 0}], "no number of a line"),
        ([{"literal": "a", "file": "b", "line": True}], "no number of a line"),
        ([{"literal": "a", "file": "b", "line": "3"}], "no number of a line"),
        ([{"test": ""}], "no text of one line"),
        ([{"test": 3}], "no text of one line"),
        ([{"test": "a\nb"}], "no text of one line"),
        ([{"test": "a" * 1001}], "no text of one line"),
        ([{"file": "/etc/passwd"}], "no path inside of the tree"),
        ([{"file": "a/../../b"}], "no path inside of the tree"),
        ([{"file": ".git/config"}], "no path inside of the tree"),
        ([{"literal": "a", "file": "..\\b"}], "no path inside of the tree"),
        ([{"junit": "../b.xml"}], "no path inside of the tree"),
    ],
)
def test_what_cannot_be_understood_is_told(value: object, words: str) -> None:
    (reason,) = reasons(value)
    assert words in reason


def test_what_cannot_be_understood_stays_among_the_rest() -> None:
    selectors, gaps = read([{"file": "a"}, {"flie": "b"}, {"file": "c"}], place)
    assert [each.__struct_config__.tag for each in selectors] == ["file", "misread", "file"]
    assert [gap.span for gap in gaps] == [Span("troth.toml", 11)]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.sampled_from([*FORMS, "line"]), inner, max_size=4),
)  # fmt: skip


@given(VALUES)
def test_no_value_breaks_it(value: Any) -> None:
    selectors, gaps = read(value, place)
    misread = [each for each in selectors if isinstance(each, by.MisreadSelector)]
    assert len(misread) == len(gaps)
    if isinstance(value, list) and len(value) <= MOST:
        assert len(selectors) == len(value)


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=20)
PATHS = WORDS.filter(lambda path: "\\" not in path and path.strip("./") == path and not path.startswith(".git"))
ENTRIES = st.one_of(
    st.fixed_dictionaries({"test": WORDS}),
    st.fixed_dictionaries({"literal": st.text("ab =\t", min_size=1).filter(str.strip), "file": PATHS}, optional={"line": st.integers(1, 999)}),
    st.fixed_dictionaries({"file": PATHS}),
    st.fixed_dictionaries({"ci_job": WORDS}),
    st.fixed_dictionaries({"junit": PATHS}, optional={"suite": WORDS}),
    st.fixed_dictionaries({"attestation": WORDS}),
)  # fmt: skip


@given(st.lists(ENTRIES, max_size=5))
def test_what_was_read_is_written_again(entries: list[dict[str, Any]]) -> None:
    selectors, gaps = read(entries, place)
    assert not gaps
    again, _ = read([written(each) for each in selectors], place)
    assert again == selectors
