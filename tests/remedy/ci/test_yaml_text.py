from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from troth.remedy.ci import yaml_text

WORKFLOW = """\
# top
name: build   # here
on: [push]

jobs:
    # the first
    build:
        runs-on: ubuntu-latest
        steps:
            - run: |
                make

                make test
            # a comment that belongs to nothing

# the end
"""


def test_a_block_is_put_in_and_every_other_byte_stays() -> None:
    grown = yaml_text.add_pair(WORKFLOW, ("jobs",), ["scan:", "  runs-on: x", "  steps: []"])
    assert grown is not None
    block = "    scan:\n      runs-on: x\n      steps: []\n"
    assert block in grown
    assert grown.replace(block, "") == WORKFLOW
    assert list(yaml.safe_load(grown)["jobs"]) == ["build", "scan"]
    assert yaml.safe_load(grown)["jobs"]["build"] == yaml.safe_load(WORKFLOW)["jobs"]["build"]


def test_line_ends_are_those_of_the_file() -> None:
    text = "updates:\r\n  - a: 1\r\n"
    assert yaml_text.add_item(text, ("updates",), ["- a: 2", "  b: 3"]) == f"{text}  - a: 2\r\n    b: 3\r\n"


def test_a_file_without_an_end_of_line_gets_one() -> None:
    assert yaml_text.add_item("updates:\n- a: 1", ("updates",), ["- a: 2"]) == "updates:\n- a: 1\n- a: 2\n"


def test_what_is_not_written_as_a_block_stays() -> None:
    for text in (
        "updates: [1, 2]\n",
        "updates: {}\n",
        "updates:\n",
        "updates: x\n",
        "a: 1\n",
        "",
        "- 1\n",
        "a: [\n",
        "updates:\n  - 1\nupdates:\n  - 2\n",
    ):
        assert yaml_text.add_item(text, ("updates",), ["- 3"]) is None
        assert yaml_text.add_pair(text, ("updates",), ["b: 3"]) is None


def test_a_block_scalar_that_looks_like_a_comment_keeps_its_text() -> None:
    text = "jobs:\n  a:\n    run: |\n      # not a comment\n      make\n      # nor this\n"
    grown = yaml_text.add_pair(text, ("jobs",), ["b: 1"])
    assert grown == f"{text}  b: 1\n"


def test_deep_and_large_files_are_left_alone() -> None:
    assert yaml_text.compose("[" * 5000) is None
    assert yaml_text.compose("a: " + "[{" * 2000) is None
    assert yaml_text.compose("\n".join(f"{' ' * depth}- a:" for depth in range(0, 4000, 2))) is None
    assert yaml_text.compose("a" * (yaml_text.LARGEST + 1)) is None


@given(st.text(max_size=300))
def test_garbage_is_extended_soundly_or_not_at_all(text: str) -> None:
    grown = yaml_text.add_pair(text, ("jobs",), ["scan: 1"])
    assert grown is None or "scan" in yaml.safe_load(grown)["jobs"]


PIECES = st.sampled_from(
    ("jobs:", "  a:", "    b: 1", "  c: |", "      text", "# note", "  # note", "", "  - x", "on: push", "  d: {}",
     "  e: 'it''s'", '  f: "a\\', "  g: >", "\tx: 1", "    - run: a", "  h: &x 1", "  i: *x", "---", "...")
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("\n".join), st.booleans())
def test_files_of_real_shape_say_what_they_said_and_the_block(text: str, pair: bool) -> None:
    add, block = (yaml_text.add_pair, ["scan: 1"]) if pair else (yaml_text.add_item, ["- scan"])
    grown = add(text, ("jobs",), block)
    if grown is None:
        return
    before, after = yaml.safe_load(text), yaml.safe_load(grown)
    if pair:
        assert after["jobs"].pop("scan") == 1
    else:
        assert after["jobs"].pop() == "scan"
    assert after == before


@given(st.text(max_size=80))
def test_scalars_say_what_they_were_given(text: str) -> None:
    written = yaml_text.scalar(text)
    assert "\n" not in written
    if text.isprintable():
        assert yaml.safe_load(f"a: {written}") == {"a": text}
