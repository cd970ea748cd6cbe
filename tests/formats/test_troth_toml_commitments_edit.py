"""The register is edited and all that people wrote into the file stays, byte for byte."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.formats.troth_toml_commitments_edit import HEAD, Added, Change, edited, fields_of
from troth.formats.troth_toml_edit import UneditableError
from troth.terms.commitment import Contact, Deadline, Tool
from troth.terms.event import Event
from troth.terms.span import Span

HERE = Span("SECURITY.md", 5, "We answer.")
FILE = """\
# The tide table of exceptions.
[waivers]   # kept short
longest = "P60D"

# about the first
[[commitment]]
id = "first"   # a name
line = 3
sentence = "We answer within 48 hours."
kind = 'deadline'
# a note in the entry
within = "PT48H"
evidence = [
  { file = "a.md" },  # the runbook
]
# a note below

[[commitment]]
id = "second"
sentence = "We run bandit."
kind = "tool"
silence = "we do not"

# the last words
[licences]
allow = ["MIT"]
"""
NEW = {"id": "third", "line": 9, "sentence": 'It\'s "new" \\ really — \u00e9', "kind": "credit"}


def entries(text: str) -> list[dict[str, Any]]:
    return list(tomllib.loads(text)["commitment"])


def test_nothing_wanted_changes_nothing() -> None:
    assert edited(FILE, {}, (), ()) == FILE


def test_a_changed_line_changes_that_line_alone() -> None:
    assert edited(FILE, {0: Change(put={"line": 9})}, (), ()) == FILE.replace("line = 3", "line = 9")


def test_a_new_entry_stands_below_the_one_that_is_named_and_its_comments() -> None:
    text = edited(FILE, {}, (), [Added(values=NEW, after=0)])
    assert [entry["id"] for entry in entries(text)] == ["first", "third", "second"]
    assert entries(text)[1] == NEW
    assert '# a note below\n\n[[commitment]]\nid = "third"' in text
    for line in FILE.splitlines():
        assert line in text.splitlines()


def test_the_first_entry_of_a_file_has_a_head_and_all_else_stays() -> None:
    text = edited('[licences]\nallow = ["MIT"]\n', {}, (), [Added(values=NEW)])
    assert text.startswith('[licences]\nallow = ["MIT"]\n\n' + HEAD)
    assert entries(text) == [NEW]
    assert edited("", {}, (), [Added(values=NEW)]).startswith(HEAD)


def test_what_is_gone_from_the_file_takes_its_comments_along() -> None:
    text = edited(FILE, {}, (0,), ())
    assert [entry["id"] for entry in entries(text)] == ["second"]
    assert "about the first" not in text
    assert "a note below" not in text
    assert "# the last words" in text


def test_what_is_set_aside_becomes_a_comment_under_its_reason() -> None:
    text = edited(
        FILE,
        {0: Change(put={"within": "P14D"}, aside=("evidence",), why="said of x:"), 1: Change(aside=("silence",))},
        (),
        (),
    )
    assert entries(text)[0] == {
        "id": "first", "line": 3, "sentence": "We answer within 48 hours.", "kind": "deadline", "within": "P14D",
    }  # fmt: skip
    assert '# said of x:\n# evidence = [\n#   { file = "a.md" },  # the runbook\n# ]' in text
    assert '# silence = "we do not"' in text
    assert edited(text, {}, (), ()) == text


def test_windows_line_ends_stay() -> None:
    text = edited(FILE.replace("\n", "\r\n"), {0: Change(put={"line": 9})}, (), [Added(values=NEW)])
    assert text.replace("\r\n", "").count("\n") == 0
    assert len(entries(text.replace("\r\n", "\n"))) == 3


@pytest.mark.parametrize(
    "text",
    [
        "[[commitment]\n",
        "commitment = 3\n",
        'commitment = [{ id = "a" }]\n',
        'x = """\n[[commitment]]\n"""\n[[commitment]]\nid = "a"\n',
        '[commitment]\nid = "a"\n',
    ],
)
def test_what_cannot_be_edited_is_refused(text: str) -> None:
    with pytest.raises(UneditableError):
        edited(text, {}, (), [Added(values=NEW)])


def test_fields_are_those_that_say_something() -> None:
    deadline = Deadline(span=HERE, action="acknowledge", within="PT48H", basis="business")
    assert fields_of(deadline) == {"action": "acknowledge", "within": "PT48H", "basis": "business"}
    tool = Tool(span=HERE, name="bandit", events=(Event.PUSH,), universal=True, heading=("x",))
    assert fields_of(tool) == {"name": "bandit", "events": ["push"], "universal": True}
    assert fields_of(Contact(span=HERE, channel="email", value="")) == {"channel": "email", "value": ""}


COMMENTS = st.lists(
    st.sampled_from(["# a", "", "  # b", "[waivers]", 'x = "[[commitment]]"', "[a.b]", "c = 1"]), max_size=3
)


@settings(max_examples=200, deadline=None)
@given(st.lists(COMMENTS, min_size=1, max_size=5), st.data())
def test_whatever_stands_around_is_left_or_the_edit_is_refused(around: list[list[str]], data: st.DataObject) -> None:
    blocks = [f'[[commitment]]\nid = "n{number}"\nline = {number}' for number in range(len(around) - 1)]
    lines = ["\n".join(around[0])]
    for block, below in zip(blocks, around[1:], strict=True):
        lines += [block, "\n".join(below)]
    text = "\n".join(lines) + "\n"
    changes = {
        number: Change(put={"line": 99}) for number in data.draw(st.sets(st.sampled_from(range(max(len(blocks), 1)))))
    }
    changes = {number: change for number, change in changes.items() if number < len(blocks)}
    cut = data.draw(st.sets(st.sampled_from(range(len(blocks))))) if blocks else set()
    after = data.draw(st.integers(-1, len(blocks) - 1))
    try:
        found = edited(text, changes, cut, [Added(values=NEW, after=after)])
    except UneditableError:
        return
    before, now = tomllib.loads(text), tomllib.loads(found)
    assert {key: value for key, value in before.items() if key != "commitment"} == {
        key: value for key, value in now.items() if key != "commitment"
    }
    assert NEW in now["commitment"]
    assert len(now["commitment"]) == len(blocks) - len(cut) + 1
