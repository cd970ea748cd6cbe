"""Sentences are found again after they were moved, reworded or changed, and two promises are never taken for one."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence import tools
from troth.policy.reader import read
from troth.terms.commitment import Commitment
from troth.terms.pairing import Said, pair, said

POLICY = """# Security

## Reporting

Write to security@harbour.dev. Please do not open public issues for vulnerabilities.

We will acknowledge receipt within 48 hours. We aim to fix critical vulnerabilities within 14 days.

We credit reporters in our advisories.

## What we run

- We run `bandit` on every pull request.
- Weekly scans of all dependencies with `pip-audit`.
- All logins are rate limited to five tries.
- Sessions end after thirty minutes.

## Supported versions

| Version | Supported |
|---|---|
| 2.x | yes |
| 1.x | no |
"""


def sayings(text: str, document: str = "SECURITY.md") -> list[Said]:
    return [said(one) for one in commitments(text, document)]


def commitments(text: str, document: str = "SECURITY.md") -> tuple[Commitment, ...]:
    return read(document, text, tools.NAMES).commitments


def paired(old: list[Said], new: list[Said]) -> set[tuple[str, str]]:
    """(sentence and kind, what it became), "" for nothing."""

    def name(side: list[Said], number: int | None) -> str:
        return "" if number is None else f"{side[number].kind}: {side[number].sentence}"

    return {(name(old, one), name(new, other)) for one, other in pair(old, new)}


def test_the_policy_holds_what_these_tests_are_about() -> None:
    assert {one.kind for one in sayings(POLICY)} >= {"contact", "deadline", "recurrence", "tool", "practice", "credit"}


EDITS = [
    ("48 hours", "14 days", "deadline"),
    ("48 hours", "two working days", "deadline"),
    ("We will acknowledge receipt within 48 hours.", "Every report gets an acknowledgement in 48 hours.", "deadline"),
    ("security@harbour.dev", "vulns@harbour.dev", "contact"),
    ("Weekly scans", "Monthly scans", "recurrence"),
    ("every pull request", "every push and pull request", "tool"),
    ("limited to five tries", "limited to ten tries", "practice"),
    ("| 1.x | no |", "| 1.x | yes |", "supported_version"),
]


@pytest.mark.parametrize(("old", "new", "kind"), EDITS)
def test_an_edit_is_a_change_of_one_sentence(old: str, new: str, kind: str) -> None:
    before, after = sayings(POLICY), sayings(POLICY.replace(old, new))
    pairs = paired(before, after)
    assert all(one and other for one, other in pairs), [each for each in pairs if not all(each)]
    assert kind in {one.partition(":")[0] for one, other in pairs if one != other}
    assert all(one.partition(":")[0] == other.partition(":")[0] for one, other in pairs)


def test_a_section_that_moves_changes_nothing() -> None:
    first, second = POLICY.index("## Reporting"), POLICY.index("## What we run")
    moved = POLICY[:first] + POLICY[second:] + "\n" + POLICY[first:second]
    assert all(one == other for one, other in paired(sayings(POLICY), sayings(moved)))


def test_another_file_changes_nothing() -> None:
    assert all(one == other for one, other in paired(sayings(POLICY), sayings(POLICY, "docs/security.rst.md")))


def test_what_is_new_is_not_taken_for_what_is_gone() -> None:
    edited = POLICY.replace("We credit reporters in our advisories.", "We publish an SBOM in SPDX with every release.")
    pairs = paired(sayings(POLICY), sayings(edited))
    assert {one.partition(":")[0] for one, other in pairs if not other} == {"credit"}
    assert {other.partition(":")[0] for one, other in pairs if not one} == {"sbom"}


def test_another_practice_of_the_same_topic_is_another_promise() -> None:
    old = "# Security\n\n- All logins are rate limited to five tries.\n"
    new = "# Security\n\n- Uploads beyond ten megabytes are throttled by the gateway.\n"
    assert all(not (one and other) for one, other in paired(sayings(old), sayings(new)))


def test_twins_are_matched_in_their_order() -> None:
    twin = Said(kind="practice", sentence="Inputs are checked.", meaning=("practice", "input"))
    assert pair([twin, twin], [twin, twin, twin]) == ((0, 0), (1, 1), (None, 2))
    assert pair([twin, twin, twin], [twin]) == ((0, 0), (1, None), (2, None))


def test_work_is_bounded() -> None:
    many = [Said(kind="practice", sentence=f"word{number} here", document="a") for number in range(3_000)]
    other = [Said(kind="practice", sentence=f"term{number} there", document="b") for number in range(3_000)]
    assert len(pair(many, other)) == 6_000


SENTENCES = st.lists(
    st.tuples(
        st.sampled_from(["deadline", "practice", "tool"]),
        st.sampled_from([
            "We answer within 48 hours", "We answer within 14 days", "We run bandit", "We run gosec weekly",
            "Logins are limited", "Uploads are limited", "Backups are tested every month", "Keys are rotated",
        ]),
        st.sampled_from(["SECURITY.md", "docs/a.md"]),
        st.sampled_from(["", "Response", "Tools"]),
    ),
    max_size=12,
)  # fmt: skip


def made(rows: list[tuple[str, str, str, str]]) -> list[Said]:
    return [
        Said(
            kind=kind,
            sentence=words,
            document=document,
            heading=(under,),
            meaning=(kind, words),
            subject=(kind, words[:6]),
        )
        for kind, words, document, under in rows
    ]


@settings(max_examples=150, deadline=None)
@given(SENTENCES, SENTENCES)
def test_each_of_both_sides_stands_exactly_once(
    old: list[tuple[str, str, str, str]], new: list[tuple[str, str, str, str]]
) -> None:
    pairs = pair(made(old), made(new))
    assert sorted(one for one, _ in pairs if one is not None) == list(range(len(old)))
    assert [other for _, other in pairs if other is not None] == list(range(len(new)))


@settings(max_examples=150, deadline=None)
@given(SENTENCES, st.randoms(use_true_random=False))
def test_the_order_is_of_no_matter(rows: list[tuple[str, str, str, str]], random: Random) -> None:
    shuffled = rows[:]
    random.shuffle(shuffled)
    old, new = made(rows), made(shuffled)
    for one, other in pair(old, new):
        assert one is not None
        assert other is not None
        assert old[one] == new[other]


@settings(max_examples=150, deadline=None)
@given(SENTENCES, st.data())
def test_what_is_taken_out_is_gone_and_what_is_put_in_is_new(
    rows: list[tuple[str, str, str, str]], data: st.DataObject
) -> None:
    unique = list(dict.fromkeys(rows))
    left = data.draw(st.lists(st.sampled_from(unique), unique=True)) if unique else []
    old, new = made(unique), made(left)
    gone = {old[one] for one, other in pair(old, new) if one is not None and other is None}
    assert gone == set(old) - set(new)
    back = {old[other] for one, other in pair(new, old) if one is None and other is not None}
    assert back == gone


@settings(max_examples=60, deadline=None)
@given(st.permutations(POLICY.split("\n\n")[2:]), st.integers(0, 8))
def test_shuffled_paragraphs_of_a_real_policy_are_found_again(paragraphs: list[str], cut: int) -> None:
    before, after = sayings(POLICY), sayings("# Security\n\n" + "\n\n".join(paragraphs[cut:]) + "\n")
    words = [one.sentence for one in before]
    for one, other in pair(before, after):
        if other is not None and after[other].sentence in words:
            assert one is not None, after[other]


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        (
            ("Critical: fix within 7 days", "High: fix within 14 days"),
            ("High: fix within 7 days",),
            {("Critical: fix within 7 days", ""), ("High: fix within 14 days", "High: fix within 7 days")},
        ),
        (
            ("We use `bandit` in CI.", "We use `gosec` in CI."),
            ("We use `gosec` in nightly CI.", "We use `semgrep` in CI."),
            {
                ("We use `gosec` in CI.", "We use `gosec` in nightly CI."),
                ("We use `bandit` in CI.", "We use `semgrep` in CI."),
            },
        ),
    ],
)
def test_the_same_subject_is_surer_than_words_of_another(
    before: tuple[str, ...], after: tuple[str, ...], pairs: set[tuple[str, str]]
) -> None:
    old, new = (
        [one for one in sayings("# Security\n\n" + "".join(f"- {each}\n" for each in side)) if one.kind != "recurrence"]
        for side in (before, after)
    )

    def words(side: list[Said], number: int | None) -> str:
        return "" if number is None else side[number].sentence

    assert {(words(old, one), words(new, other)) for one, other in pair(old, new)} == pairs
