from __future__ import annotations

import msgspec

from results import acknowledged, advice, loose, result, supported, whole
from troth.report import summary
from troth.terms.result import NotSeen


def test_one_sentence_for_how_the_promises_stand() -> None:
    assert summary.standings(whole()) == "Of 4 promises 1 is kept, 1 is at risk, 1 is broken and 1 is unproven."
    assert summary.standings(result(supported())) == "Of 1 promise 1 is kept."
    assert summary.standings(result(supported(), supported(), acknowledged())) == (
        "Of 3 promises 2 are kept and 1 is unproven."
    )
    assert summary.standings(result(advice())) == "No promise was found."


def test_what_is_accepted_is_counted_and_stays_broken() -> None:
    accepted = msgspec.structs.replace(loose(1), accepted=True)
    assert summary.standings(result(accepted)) == "Of 1 promise 1 is broken. 1 of them is accepted by the baseline."


def test_when_where_and_by_what() -> None:
    assert summary.checked(result(documents=("A.md", "B.md"))) == (
        "Checked on 25 November 2026 at commit 53ae8179, by A.md and B.md."
    )
    outside = msgspec.structs.replace(result(), commit="")
    assert summary.checked(outside) == "Checked on 25 November 2026, outside of git, by SECURITY.md."


def test_long_lists_are_counted() -> None:
    names = tuple(f"{number}.md" for number in range(20))
    assert summary.checked(result(documents=names)).endswith("7.md and 12 more.")
    blind = msgspec.structs.replace(result(), not_seen=tuple(NotSeen(text=name) for name in names))
    assert summary.not_seen(blind).endswith("7.md; and 12 more.")
    assert summary.not_seen(msgspec.structs.replace(result(), not_seen=())) == ""


def test_beside_the_promises() -> None:
    assert summary.beside(whole()) == "1 finding beside the promises."
    assert summary.beside(result()) == ""


def test_what_the_register_changes_is_told_wherever_standings_are() -> None:
    """A line of troth.toml can weaken a promise as the policy can, and is never hidden."""
    silenced, corrected = (
        msgspec.structs.replace(
            one, verdict=msgspec.structs.replace(one.verdict, commitment=msgspec.structs.replace(said, **changed))
        )
        for one, changed in ((acknowledged(), {"silenced": "x"}), (loose(1), {"corrected": ("strength", "every")}))
        for said in (one.verdict.commitment,)
    )
    told = summary.standings(result(silenced, corrected))
    places = (silenced.verdict.commitment.span, corrected.verdict.commitment.span)
    assert f"troth.toml silences {places[0]} and reads {places[1]} (strength, every) otherwise" in told
    assert summary.by_register(whole()) == ""
