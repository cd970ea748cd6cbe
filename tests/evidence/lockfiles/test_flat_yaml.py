from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from troth.evidence.lockfiles import flat_yaml
from troth.evidence.lockfiles.flat_toml import SurpriseError

SAMPLE = """\
# comment
lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
importers:

  .:
    dependencies:
      '@a/b':
        specifier: ^1.0
        version: 1.0.0(c@2.0.0)
      "quoted \\"key\\"": 'it''s'
packages:
  /@a/b/1.0.0:
    resolution: {integrity: sha512-AAA=, tarball: https://example.org/a.tgz}
    engines: {node: '>=10, <12', npm: "6"}
    os: [darwin, '!win32']
    empty: {}
    deprecated: >-
      a text: of several
      lines

    bundled: []
PODS:
  - A (1.0):
    - B (~> 2)
    - C/D
  - B (2.0)
list:
- one
- key: value
  other: value
none:
last: value # with a comment
"""


def real(text: str) -> object:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(node, yaml.MappingNode)
    return flat_yaml._words(node), flat_yaml._lines(node)


def test_it_reads_what_the_real_parser_reads() -> None:
    words, lines = flat_yaml.read(SAMPLE)
    wanted = real(
        SAMPLE.replace("      a text: of several\n      lines\n", "      \n").replace(
            "deprecated: >-", "deprecated: ''"
        )
    )
    assert isinstance(wanted, tuple)
    assert words == wanted[0]
    assert lines == {key: line if line < 20 else lines[key] for key, line in wanted[1].items()}
    assert lines["packages", "/@a/b/1.0.0"] == 15
    assert lines[("list",)] == 30


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x\n", "a: !!str 1\n", "? a\n: b\n", "a:\n\tb: 1\n", "a: 1\na: 2\n", "a: {b: c: d}\n", "a: [b\n", "a: 'b\n",
        "<<: {a: 1}\n", "a: b: c\n", "- a\n- b\n", "a:\n  - - b\n", "a:\n   b: 1\n  c: 2\n", 'a: "\\x41"\n',
        "a: 1\n b: 2\n", "word\n", "---\na: 1\n---\nb: 2\n", "a: {b: 1, b: 2}\n", "a: @b\n",
    ],
)  # fmt: skip
def test_what_it_does_not_know_is_a_surprise(text: str) -> None:
    with pytest.raises(SurpriseError):
        flat_yaml.read(text)


WORDS = st.sampled_from(["a", "'b c'", '"d: e"', "/f@1.0(g@2)", "h/i", "1.0", "true", "-x", "j.k", "~1"])
VALUES = st.one_of(
    WORDS,
    st.sampled_from(
        [
            "",
            "{}",
            "[]",
            "{a: b}",
            "{a: 'b, c', d: [e, f]}",
            "[a, {b: c}]",
            "https://example.org/a#b",
            "a b",
            "# no",
            "x # y",
        ]
    ),
)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "- "]), WORDS, VALUES), max_size=12))
def test_generated_documents_are_read_alike_or_are_a_surprise(rows: list[tuple[int, str, str, str]]) -> None:
    text = "".join(f"{'  ' * depth}{item}{key}: {value}".rstrip() + "\n" for depth, item, key, value in rows)
    try:
        words, lines = flat_yaml.read(text)
    except SurpriseError:
        return
    if words:
        assert (words, lines) == real(text)


@given(st.text(max_size=80))
def test_garbage_is_read_alike_or_is_a_surprise(text: str) -> None:
    try:
        words, _ = flat_yaml.read(text)
    except SurpriseError:
        return
    assert isinstance(words, dict)
