"""Every time that is read is one of the actions that a deadline declares, however its words and times are put."""

from __future__ import annotations

from typing import get_args, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence import tools
from troth.formats.commitment_json import to_json
from troth.policy.phrases.due_time import NOTHING
from troth.policy.reader import read
from troth.policy.words.due import CUES
from troth.terms.commitment import Deadline

DECLARED = frozenset(get_args(get_type_hints(Deadline)["action"]))
DEEDS = (
    "undergo code review", "get a peer review", "are peer-reviewed", "are answered", "are triaged", "are fixed",
    "are disclosed", "are announced", "get a status update",
)  # fmt: skip
"""What is done: of the first three, which promise nothing, and of each action."""
TIMES = (
    "within 3 days", "within 24h / 72h", "within 1 and 3 days respectively", "in 2-4 weeks", "at once",
    "no later than 30 days after the fix",
)  # fmt: skip
RANKS = ("Critical and high", "Critical/high", "All", "Critical", "Other")
SHAPES = (
    "{rank} changes {one} {time}.",
    "{rank} issues {one} and {two} {time}.",
    "{rank} issues {one} / {two}: {time}",
    "- **{rank} issues {one}**: {time}",
    "## Changes {one}\n\n- {rank}: {time}\n- Low: 30 days",
    "Changes {one} by severity:\n\n- {rank}: {time}",
    "| Issues | {one} | {two} |\n|---|---|---|\n| {rank} | {time} | {time} |",
    "| Step | Time |\n|---|---|\n| {rank} changes {one} | {time} |",
    "{time}, {rank} issues {one}; {two} behind it.",
)


def test_the_words_know_all_actions_that_are_declared_and_what_promises_nothing() -> None:
    assert {name for name, _ in CUES} == DECLARED | {NOTHING}


@given(
    shape=st.sampled_from(SHAPES),
    rank=st.sampled_from(RANKS),
    one=st.sampled_from(DEEDS),
    two=st.sampled_from(DEEDS),
    time=st.sampled_from(TIMES),
)
@settings(max_examples=150, deadline=None)
def test_a_time_that_is_read_is_of_a_declared_action(shape: str, rank: str, one: str, two: str, time: str) -> None:
    text = f"# Harbour\n\n{shape.format(rank=rank, one=one, two=two, time=time)}\n"
    found = [to_json(each) for each in read("SECURITY.md", text, tools.NAMES).commitments]
    assert {each["action"] for each in found if each["kind"] == "deadline"} <= DECLARED
