"""Which characters are code: comments, docstrings and strings of each family of languages; and no text breaks it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.selectors import literal
from troth.evidence.selectors.code import GO, Code, by_style, code_of
from troth.terms.wants import Literals

X = "X = 5"
CODE, COMMENT, UNCLEAR = "code", "comment", "unclear"


@pytest.mark.parametrize(
    ("path", "text", "where"),
    [
        ("a.py", "X = 5\n", CODE),
        ("a.py", "# X = 5\n", COMMENT),
        ("a.py", "y = 1  # X = 5\n", COMMENT),
        ("a.py", '"""X = 5"""\n', COMMENT),
        ("a.py", 'def f():\n    """Say.\n\n    X = 5\n    """\n', COMMENT),
        ("a.py", "def f():\n    'X = 5'\n", COMMENT),
        ("a.py", 'run("X = 5")\n', CODE),
        ("a.py", 'é = "ä#"; X = 5  # ö\n', CODE),
        ("a.py", 'x = """\n# X = 5\n"""\n', CODE),
        ("a.py", "if True:\r\n    X = 5\r\n", CODE),
        ("a.rs", "const X = 5;", CODE),
        ("a.rs", "/// X = 5\nfn f() {}", COMMENT),
        ("a.rs", "/* a /* b */ X = 5 */ fn f() {}", COMMENT),
        ("a.rs", 'let a = "// no"; X = 5;', CODE),
        ("a.rs", "m! { // X = 5\n }", COMMENT),
        ("a.go", "X = 5", CODE),
        ("a.go", "// X = 5", COMMENT),
        ("a.go", "/*\nX = 5\n*/", COMMENT),
        ("a.go", "a := `//` + X = 5", CODE),
        ("a.go", 'a := "\\"//"; X = 5', CODE),
        ("a.go", "a := '\"'; b // X = 5", COMMENT),
        ("A.java", 'String a = """\n // X = 5\n""";', CODE),
        ("a.ts", "// X = 5", COMMENT),
        ("a.ts", "const X = 5; // five", CODE),
        ("a.ts", 'a.replace(/"/g, "") // X = 5', UNCLEAR),
        ("a.ts", '"a" // X = 5', UNCLEAR),
        ("a.sh", "X = 5", CODE),
        ("a.sh", "echo # X = 5", COMMENT),
        ("a.sh", 'echo "# X = 5"', CODE),
        ("run", "#!/bin/sh\necho '#' # X = 5\n", COMMENT),
        ("a.yml", "a: X = 5", CODE),
        ("a.yml", "# X = 5", COMMENT),
        ("a.yml", "a: b#X = 5", CODE),
        ("a.toml", "X = 5", CODE),
        ("a.toml", 'a = "#"  # X = 5', COMMENT),
        ("a.sql", "-- X = 5", COMMENT),
        ("a.ini", "; X = 5", COMMENT),
        ("a.xml", "<!-- X = 5 -->", COMMENT),
        ("a.xml", "<a>X = 5</a>", CODE),
        ("a.json", '{"a": "// X = 5"}', CODE),
        ("a.tf", "// X = 5", COMMENT),
        ("Dockerfile", "# X = 5", COMMENT),
        ("a.zzz", "// X = 5", COMMENT),
        ("a.zzz", "X = 5", CODE),
        ("a.zzz", "a -- X = 5", UNCLEAR),
        ("a.js", "a" * 6_000 + " X = 5", UNCLEAR),
    ],
)
def test_where_a_literal_stands(path: str, text: str, where: str, tree: Callable[..., Repository]) -> None:
    scene = Scene(repository=tree({path: text}), at=date(2025, 1, 1))
    assert literal.answer(scene, Literals(X, path)).found[0].where == where


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("X = 5", "X = 50", False),
        ("X = 5", "X = 5.5", False),
        ("X = 5", "X = 5.", True),
        ("X = 5", "MAX = 5", False),
        ("X = 5", "X = 5_000", False),
        ("5", "1.5", False),
        ("5", "v5", False),
        ("X = 5", "X\t=  5;", True),
        ("(5)", "f(5)", True),
        ("a.b*", "a.b*c", True),
        ("a.b*", "aXbb", False),
        ("é", "né", False),
    ],
)
def test_words_and_numbers_count_whole(value: str, text: str, found: bool) -> None:
    assert bool(literal.pattern_of(value).search(text)) is found


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("a.md", "X = 5", "document"),
        ("a.py", "def (", "cannot be parsed"),
        ("a.py", "(" * 300, "nested too deeply"),
        ("a.sh", "a" * 200_001, "longer than"),
    ],
)
def test_what_cannot_be_told(path: str, text: str, words: str) -> None:
    told = code_of(path, text)
    assert isinstance(told, str)
    assert words in told


def test_the_content_of_strings_can_be_blanked() -> None:
    assert by_style('a("func Test") // b', GO, strings=False).lines == ('a("         ")     ',)


PATHS = st.sampled_from(
    ["a.py", "a.rs", "a.go", "a.ts", "a.sh", "a.yml", "a.toml", "A.java", "a.xml", "a.zzz", "a.lua"]
)
TEXTS = st.text(st.sampled_from("ab1 #/*\"'`\\\n\r\t-;<!>{}()[]é\0"), max_size=60) | st.text(max_size=60)


@given(PATHS, TEXTS)
def test_no_text_breaks_it_and_code_stays_in_its_place(path: str, text: str) -> None:
    told = code_of(path, text)
    if isinstance(told, Code):
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert len(told.lines) == len(lines)
        for masked, line in zip(told.lines, lines, strict=True):
            assert all(kept in (" ", was) for kept, was in zip(masked, line, strict=True))
