"""What sentences only wish for, imagine, deny or find scarce, and what they do all the same."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.reader import read
from troth.policy.words.sieve import SIEVE
from troth.policy.words.unreal import unreal


@pytest.mark.parametrize(
    "text",
    [
        "Hardly any dependencies are pinned.",
        "Gosec barely runs.",
        "We run everything but gosec.",
        "Our pipeline still lacks a scanner.",
        "We do not claim that all dependencies are pinned.",
        "It is a myth that we run gosec.",
        "It would be great if gosec ran.",
        "Imagine we ran gosec.",
        "If only we had gosec.",
        "Somebody ought to run gosec.",
        "If our runners had more memory, gosec would run.",
        "We considered gosec last year, but dropped the idea.",
        "Some volunteers suggested to run gosec.",
    ],
)
def test_what_is_not(text: str) -> None:
    assert unreal(text)
    assert unreal(SIEVE.sift(text))


@pytest.mark.parametrize(
    "text",
    [
        "We run gosec on every push, so hardly any flaw gets in.",
        "False positives of gosec are barely noticed.",
        "Users have requested that releases be signed, so we sign each.",
        "Releases are signed even if only documentation changed.",
        "If only one maintainer is available, a second review follows.",
        "Assume all input is hostile: validate it.",
        "Imagine Corp runs gosec on every push.",
        "We do not assume that any input is safe: all of it is validated.",
        "Contrary to what you may have heard, we run gosec.",
        "All commits must be tested before they are merged and unsigned commits are rejected.",
        "With all but trivial changes, two maintainers review the code.",
        "Someone could have stolen a key, so keys are rotated.",
        "Everything but generated code is scanned.",
    ],
)
def test_what_is_so_all_the_same(text: str) -> None:
    assert not unreal(text)


def test_a_pin_that_is_scarce_is_no_pin() -> None:
    pinned = "## Supply chain\n\n{} dependencies are pinned with `==`.\n"
    assert any(each.kind == "pin" for each in read("SECURITY.md", pinned.format("All")).commitments)
    assert not any(each.kind == "pin" for each in read("SECURITY.md", pinned.format("Hardly any")).commitments)


def test_what_goes_on_already_waits_for_nothing() -> None:
    text = "## Checks\n\nGitleaks has run in CI from version 2 on.\n\nWe will go on to scan releases from 2020 with Grype.\n"
    assert [each.condition for each in read("SECURITY.md", text, tools.NAMES).commitments] == ["", ""]
