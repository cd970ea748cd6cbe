"""Nothing that is printed as JSON steers a terminal, and it stays the JSON that it was."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from troth.formats.json_text import printed

STEERING = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u202e", "\u2066", "\u200f"]


@given(st.lists(st.text(st.one_of(st.sampled_from(STEERING), st.characters(exclude_categories=["Cs"])))))
def test_no_control_characters_and_the_same_values(words: list[str]) -> None:
    text = printed({"words": words}).decode()
    assert not set(STEERING) - {"\n"} & set(text)
    assert json.loads(text) == {"words": words}


def test_what_json_does_not_know() -> None:
    assert json.loads(printed({"at": 3 + 1j}, str)) == {"at": "(3+1j)"}
