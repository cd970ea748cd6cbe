from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.repository import Repository
from troth.evidence.tools.documented import NOWHERE
from troth.evidence.tools.index import by_name
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.wording import worded

Tree = Callable[[Mapping[str, str]], Repository]


def record(name: str) -> ToolRecord:
    found = by_name(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "words", "left_out"),
    [
        ("bandit -r .", ("-r", "."), ()),
        ("bandit -r . -f json -o bandit-report.json", ("-r", "."), ("-f", "json", "-o", "bandit-report.json")),
        ("$ python -m bandit -r src -ll", ("-r", "src", "-ll"), ()),
        (
            "uv run bandit -c pyproject.toml -r src/ --exit-zero",
            ("-c", "pyproject.toml", "-r", "src/"),
            ("--exit-zero",),
        ),
        ("bandit -r src --severity-level=high", ("-r", "src", "--severity-level=high"), ()),
        ("pip install bandit && bandit -r .", ("-r", "."), ()),
    ],
)
def test_words_that_are_used(tree: Tree, line: str, words: tuple[str, ...], left_out: tuple[str, ...]) -> None:
    found = worded(record("bandit"), line, tree({"src/a.py": "x = 1\n", "pyproject.toml": ""}))
    assert found is not None
    assert (found.words, found.left_out, found.refused) == (words, left_out, "")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("bandit -r $HOME", "a shell would change $HOME"),
        ("bandit -r . > report.txt", "a shell would change >"),
        ("bandit -r ../other", "../other leads out of the tree"),
        ("bandit -r /etc", "/etc leads out of the tree"),
        ("bandit -r gone", "gone is not in the tree"),
        ("bandit -r . --plugin-that-runs evil", "--plugin-that-runs is no option that Troth knows to be safe"),
        ("bandit -r . -c", "-c lacks its value"),
        ("cd src && bandit -r .", "other commands stand in the same line"),
        ("bandit -r . | tee out", "other commands stand in the same line"),
        ("bandit -r src/*", "a shell would change src/*"),
    ],
)
def test_lines_that_are_refused(tree: Tree, line: str, why: str) -> None:
    found = worded(record("bandit"), line, tree({"src/a.py": "x = 1\n"}))
    assert found is not None
    assert (found.words, found.refused) == ((), why)


def test_words_of_zizmor(tree: Tree) -> None:
    there = tree({".github/workflows/ci.yml": "on: push\n"})
    found = worded(record("zizmor"), "zizmor --offline --strict-collection --min-severity high .github", there)
    assert found is not None
    assert (found.words, found.refused) == (("--min-severity", "high", ".github"), "")
    refused = worded(record("zizmor"), "zizmor --fix .github", there)
    assert refused is not None
    assert refused.refused == "--fix is no option that Troth knows to be safe"


def test_lines_that_do_not_run_the_tool(tree: Tree) -> None:
    for line in ("pip install bandit", "bandit --version", "ruff check .", ""):
        assert worded(record("bandit"), line, tree({})) is None


def test_what_the_makers_have_retired_is_refused(tree: Tree) -> None:
    found = worded(record("safety"), "safety check", tree({}))
    assert found is not None
    assert "unsupported" in found.refused


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_no_line_is_used_with_words_of_a_shell(text: str) -> None:
    found = worded(record("bandit"), f"bandit -r {text}", NOWHERE)
    for word in found.words if found else ():
        assert not set(word) & set("$`<>*|;&")
        assert ".." not in word.split("/")
