from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.evidence.lockfiles.flat_toml import SurpriseError, blocks, checksums, from_tables, parse

WANTED = ("name", "version", "list", "table", "sub", "head")


@pytest.mark.parametrize(
    "raw",
    ['"a"', "'a'", '"a \\" \\u00e9"', "true", "[]", "{}", '["a", "b"]', '{ a = "b", c = ["d", { e = "f" }] }', '[{name = "x"},]'],
)  # fmt: skip
def test_values_are_those_of_the_real_parser(raw: str) -> None:
    assert parse(raw) == tomllib.loads(f"k = {raw}")["k"]


@pytest.mark.parametrize(
    "raw", ["[", '{ a = "b"', '{ "a" }', '["a" "b"', "{ a.b = 1 }", '{ a = "b", a = "c" }', "[" * 40 + "]" * 40]
)
def test_what_it_does_not_know_is_a_surprise(raw: str) -> None:
    with pytest.raises(SurpriseError):
        parse(raw)


@pytest.mark.parametrize(
    "text",
    ['a = """\nb\n"""\n', "a=1\n", 'a = "b\n', "[a\n", 'a = [ "b",\n"c" ]\n', "a = 1\na = 2\n", "a.b = 1\n", "words\n"],
)
def test_other_lines_are_a_surprise(text: str) -> None:
    with pytest.raises(SurpriseError):
        blocks(text, "package", ("a",))


VALUES = st.sampled_from(
    ['"x"', "'y'", '"a \\" b"', "true", '["a", "b"]', '{ a = "b" }', '[\n    "a",\n    { b = "c" }, \n]', '"x" # why']
)
STATEMENTS = st.one_of(
    st.tuples(st.sampled_from(["name", "version", "list", "table", "other", '"quoted"']), VALUES).map(" = ".join),
    st.sampled_from(
        [
            "[[package]]",
            "[package.sub]",
            "[package.sub.deep]",
            '[package.sub."q"]',
            "[head]",
            "# comment",
            "",
            "[[other]]",
        ]
    ),
)


@given(st.lists(STATEMENTS, max_size=14))
def test_generated_documents_are_read_alike_or_are_a_surprise(statements: list[str]) -> None:
    text = "\n".join(statements) + "\n"
    try:
        tables = tomllib.loads(text)
        head, found = blocks(text, "package", WANTED)
    except (tomllib.TOMLDecodeError, SurpriseError):
        return
    assert [item for _, item in found] == [_wanted(item) for item in tables.get("package", [])]
    assert [line for line, _ in found] == [line for line, _ in from_tables(tables, "package", text)]
    assert head == _wanted({key: value for key, value in tables.items() if key != "package"})


def _wanted(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key in WANTED}


def test_checksums_from_lines_and_from_values() -> None:
    digest = "a" * 64
    assert checksums(f'{{ url = "x", hash = "sha256:{digest}" }}') == (f"sha256:{digest}",)
    assert checksums([{"hashes": {"sha256": digest, "sha1": "nonsense"}}, None, 7]) == (f"sha256:{digest}",)
    assert checksums(f"--hash=sha256:{digest} --hash=sha256:{digest}") == (f"sha256:{digest}",)
    assert checksums(None) == ()
