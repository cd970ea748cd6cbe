"""Attestations against promises, through the whole pipeline: what they settle, and what they never hide."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from troth import pipeline
from troth.evidence.gather import Scene
from troth.evidence.repository import Repository
from troth.terms.result import Judged, Result
from troth.terms.source import Source
from troth.terms.verdict import Standing

Trees = Callable[..., Repository]
TODAY = date(2026, 11, 25)
KEPT, AT_RISK, BROKEN, UNPROVEN = Standing.KEPT, Standing.AT_RISK, Standing.BROKEN, Standing.UNPROVEN
DRILL = "We run a recovery drill every six months."
MFA = "All maintainers use two-factor authentication on their accounts."
POLICY = f"""\
# Security policy

## Reporting

Report vulnerabilities to security@ferry.org.

We will acknowledge your report within 48 hours.

## Practices

- {DRILL}
- {MFA}
- We keep an incident response playbook.
- We follow ISO 27001.
- The policy is reviewed annually.
- We subscribe to security advisories for all dependencies.
"""
IDS = {
    "contact": ("contact-email-security-ferry-org", "Report vulnerabilities to security@ferry.org."),
    "drill": ("recurrence-drill-p6m", DRILL),
    "playbook": ("document-incident-response-playbook", "We keep an incident response playbook."),
    "mfa": ("practice-two-factor", MFA),
    "iso": ("standard-iso-27001", "We follow ISO 27001."),
    "review": ("recurrence-policy-review-p1y", "The policy is reviewed annually."),
    "deadline": (
        "deadline-acknowledge-pt48h-calendar",
        "We will acknowledge your report within 48 hours.",
    ),
}


def record(
    about: str, on: str, until: str = "", sentence: str = "", name: str = "", more: str = "", called: str = ""
) -> str:
    promise, words = IDS[about]
    lines = ["[[attestation]]", f'name = "{name or about}"', 'by = "R. Pilot <pilot@example.org>"']
    lines += ['what = "It is so."', f"on = {on}", *([f"until = {until}"] if until else []), more]
    lines += ["[[attestation.promise]]", f'id = "{called or promise}"', 'document = "SECURITY.md"']
    return "\n".join([*lines, f"sentence = {json.dumps(sentence or words)}", ""])


def checked(tree: Trees, *records: str, policy: str = POLICY, at: date = TODAY, **files: Any) -> Result:
    texts: dict[str, Any] = {f"attestations/{number}.toml": text for number, text in enumerate(records)}
    repository = tree({"SECURITY.md": policy, **texts, **files})
    return pipeline.check([Source(path="SECURITY.md", text=policy)], Scene(repository=repository, at=at))


def of(result: Result, about: str) -> Judged:
    (found,) = [judged for judged in result.judged if judged.id == IDS[about][0]]
    return found


def rules(result: Result) -> list[str]:
    return [one.rule for one in result.findings if one.rule.startswith("attestation")]


def test_without_any_the_promise_says_who_can_settle_it(tree: Trees) -> None:
    for about in ("contact", "drill", "playbook", "review"):
        verdict = of(checked(tree), about).verdict
        assert (verdict.standing, verdict.settles) == (UNPROVEN, "people"), about
        assert verdict.next
        assert verdict.next.command == f"troth attest promise {IDS[about][0]}"
    assert of(checked(tree), "deadline").verdict.settles != "people"


@pytest.mark.parametrize(
    ("on", "standing", "words"),
    [
        ("2026-11-20", KEPT, "last done on 2026-11-20, by what R. Pilot attests (unsigned)"),
        ("2026-07-01", KEPT, "last done"),
        ("2026-06-30", AT_RISK, "the next is due by 2026-12-31"),
        ("2026-06-01", AT_RISK, "the next is due by 2026-12-02"),
        ("2026-05-25", AT_RISK, "the next is due by 2026-11-25"),
        ("2026-05-24", BROKEN, "the next was due by 2026-11-24"),
        ("2026-11-26", UNPROVEN, "a day to come"),
    ],
)
def test_a_rhythm_of_people(tree: Trees, on: str, standing: Standing, words: str) -> None:
    verdict = of(checked(tree, record("drill", on)), "drill").verdict
    assert (verdict.standing, words in verdict.reason) == (standing, True), verdict.reason
    assert str(verdict.because[0].span).startswith("attestations/0.toml:")


def test_of_several_the_last_one_counts(tree: Trees) -> None:
    old, new = record("drill", "2025-01-01"), record("drill", "2026-11-01")
    result = checked(tree, old, new)
    assert of(result, "drill").verdict.standing is KEPT
    assert rules(result) == []


def test_a_target_that_was_missed_is_at_risk(tree: Trees) -> None:
    sentence = "We aim to run a recovery drill every six months."
    late = record("drill", "2025-01-01", sentence=sentence)
    verdict = of(checked(tree, late, policy=POLICY.replace(DRILL, sentence)), "drill").verdict
    assert verdict.standing is AT_RISK
    assert "aimed for" in verdict.reason


@pytest.mark.parametrize("about", ["contact", "playbook", "mfa"])
@pytest.mark.parametrize(
    ("on", "until", "standing", "words"),
    [
        ("2026-11-20", "2027-05-01", KEPT, "R. Pilot attests it (unsigned), until 2027-05-01"),
        ("2026-11-20", "", KEPT, "until 2027-11-21"),
        ("2026-11-20", "2099-01-01", KEPT, "until 2028-11-20"),
        ("2026-01-01", "2026-12-20", AT_RISK, "ends on 2026-12-20"),
        ("2026-11-20", "2026-12-20", KEPT, "until 2026-12-20"),
        ("2026-01-01", "2026-11-24", UNPROVEN, "does not count: it ended on 2026-11-24"),
        ("2025-01-01", "", UNPROVEN, "does not count: it ended on 2026-01-02"),
    ],
)
def test_what_holds_until_an_end(tree: Trees, about: str, on: str, until: str, standing: Standing, words: str) -> None:
    result = checked(tree, record(about, on, until))
    verdict = of(result, about).verdict
    assert (verdict.standing, words in verdict.reason) == (standing, True), verdict.reason
    expected = ["attestation-lapsed"] if standing is UNPROVEN else []
    assert rules(result) == expected + (["attestation-too-long"] if "2099" in until else [])


@pytest.mark.parametrize("about", ["deadline", "iso"])
def test_the_desk_and_standards_are_not_settled_by_words(tree: Trees, about: str) -> None:
    verdict = of(checked(tree, record(about, "2026-11-20")), about).verdict
    assert verdict.standing is UNPROVEN
    assert "this kind of promise needs other proof" in verdict.because[-1].fact


def test_what_contradicts_is_never_hidden(tree: Trees) -> None:
    policy = POLICY.replace("security@ferry.org", "security@your-domain.example")
    sentence = "Report vulnerabilities to security@your-domain.example."
    called = "contact-email-security-your-domain-example"
    (judged,) = [
        one
        for one in checked(
            tree, record("contact", "2026-11-20", sentence=sentence, called=called), policy=policy
        ).judged
        if one.id == called
    ]
    assert judged.verdict.standing is BROKEN


def test_dates_of_the_document_are_never_hidden(tree: Trees) -> None:
    policy = POLICY + "\nLast reviewed: 2024-01-01\n"
    verdict = of(checked(tree, record("review", "2026-11-20"), policy=policy), "review").verdict
    assert verdict.standing is BROKEN
    assert of(checked(tree, record("review", "2026-11-20")), "review").verdict.standing is KEPT


def test_the_sentence_binds(tree: Trees) -> None:
    other = record("playbook", "2026-11-20", sentence="We keep a short list of phone numbers.")
    result = checked(tree, other)
    assert of(result, "playbook").verdict.standing is UNPROVEN
    assert rules(result) == ["attestation-unmatched"]
    assert "its sentence has changed" in result.findings[0].text
    same = record("playbook", "2026-11-20", sentence="We keep an *incident  response* playbook.")
    assert of(checked(tree, same), "playbook").verdict.standing is KEPT


def test_it_counts_for_whichever_of_the_sentences_that_say_the_same(tree: Trees) -> None:
    again = "A recovery drill is run every six months."
    for policy in (f"# Security\n\n{DRILL}\n\n{again}\n", f"# Security\n\n{again}\n\n{DRILL}\n"):
        result = checked(tree, record("drill", "2026-11-20", sentence=again), policy=policy)
        assert of(result, "drill").verdict.standing is KEPT
        assert rules(result) == []


def test_what_it_speaks_of_has_to_be_there(tree: Trees) -> None:
    gone = checked(tree, record("drill", "2026-11-20", called="recurrence-dance-p6m", sentence="We dance."))
    assert [one.text.partition(" speaks of ")[2] for one in gone.findings if one.rule == "attestation-unmatched"] == [
        "recurrence-dance-p6m, which nobody promises"
    ]
    moved = checked(tree, record("drill", "2026-11-20", called="recurrence-drill-p1y"))
    assert "which is called recurrence-drill-p6m now" in moved.findings[0].text
    elsewhere = record("drill", "2026-11-20", called="x").replace('"SECURITY.md"', '"docs/OTHER.md"')
    assert rules(checked(tree, elsewhere)) == []


def test_rules_of_the_project(tree: Trees) -> None:
    asked: Any = {"troth.toml": '[attestations]\nlasts = "P10D"\nlongest = "P20D"\n'}
    verdict = of(checked(tree, record("contact", "2026-11-10"), **asked), "contact").verdict
    assert "it ended on 2026-11-20" in verdict.reason
    result = checked(tree, record("contact", "2026-11-20", "2027-11-20"), **asked)
    assert "until 2026-12-10" in of(result, "contact").verdict.reason
    assert rules(result) == ["attestation-too-long"]
    asked = {"troth.toml": '[attestations]\nsigned = "required"\n'}
    result = checked(tree, record("contact", "2026-11-20"), **asked)
    assert "asks for a good signature, and it is unsigned" in of(result, "contact").verdict.reason
    assert rules(result) == ["attestation-void"]


def test_a_bad_signature_makes_it_none(tree: Trees) -> None:
    texts: Any = {"attestations/0.toml.sig": "junk"}
    result = checked(tree, record("contact", "2026-11-20"), **texts)
    verdict = of(result, "contact").verdict
    assert (verdict.standing, "its signature is bad" in verdict.reason) == (UNPROVEN, True)
    assert rules(result) == ["attestation-bad-signature"]


def test_an_entry_that_is_none_is_a_finding(tree: Trees) -> None:
    result = checked(tree, record("contact", "2026-11-20", more='untill = "x"'))
    assert of(result, "contact").verdict.standing is UNPROVEN
    assert rules(result) == ["attestation-unread"]


def test_nothing_of_the_future_counts_in_the_past(tree: Trees) -> None:
    text = record("contact", "2026-11-20")
    assert of(checked(tree, text, at=date(2026, 11, 19)), "contact").verdict.standing is UNPROVEN
    assert of(checked(tree, text, at=date(2026, 11, 20)), "contact").verdict.standing is KEPT


def test_one_that_nothing_points_at(tree: Trees) -> None:
    alone = record("contact", "2026-11-20").partition("[[attestation.promise]]")[0]
    result = checked(tree, alone)
    assert rules(result) == ["attestation-unmatched"]
    assert "no entry of troth.toml points at it" in result.findings[0].text


def test_what_was_renewed_is_not_told_again(tree: Trees) -> None:
    result = checked(tree, record("contact", "2025-01-01"), record("contact", "2026-11-20"))
    assert of(result, "contact").verdict.standing is KEPT
    assert rules(result) == []
