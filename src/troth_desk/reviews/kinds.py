"""What comes round: the kinds of obligations, what each consists of, and which promises of a policy mean them.

The checklists are ours: what an experienced team looks at, short enough to be done. A team edits its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from troth.terms.activity import Activity
from troth.terms.commitment import Recurrence


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of obligation. ``noun`` names it in lists, ``todo`` is what to do, ``checklist`` what it consists of."""

    name: str
    noun: str
    todo: str
    checklist: tuple[str, ...]


def _kind(name: str, noun: str, todo: str, *checklist: str) -> Kind:
    return Kind(name, noun, todo, checklist)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(
            "scan",
            "automated scan",
            "Have the scan run",
            "The tools that the policy names ran, and looked at all of it",
            "Their advisories and rules were up to date",
            "Each finding was triaged: fixed, waived with a reason and an end, or a case",
        ),
        _kind(
            "dependency_review",
            "dependency review",
            "Review the dependencies",
            "New dependencies: each is needed, comes from where it should, has a licence that we allow",
            "Vulnerable ones: each has a fix under way or a decision on record",
            "Outdated ones: what is behind by a major version has a plan",
            "Unmaintained ones: replaced, or watched by somebody with a name",
            "Pins and lockfiles say what the policy says",
            "What is no longer used was taken out",
        ),
        _kind(
            "updates",
            "updates",
            "Bring the updates in",
            "Security updates are in, on every system or manifest that counts",
            "They were tested before they reached production",
            "What was left out is written down, with a reason",
        ),
        _kind(
            "tool_review",
            "tool and configuration review",
            "Review tools and their configuration",
            "Each security tool that the policy names is at a supported version",
            "Its configuration is loaded, and no key in it is dead",
            "Rules that are switched off and findings that are ignored still have a reason",
            "It runs where it is said to run, and can still fail the build",
            "Branch protection, required checks and secrets of CI are as they should be",
        ),
        _kind(
            "architecture_review",
            "security architecture review",
            "Review the security architecture",
            "The drawing matches what runs: parts, trust boundaries, flows of data",
            "What is new since the last review has a threat model",
            "Authentication, authorisation and separation of tenants were looked at",
            "Secrets, keys and cryptography were looked at",
            "Decisions and open risks are written down, each with an owner",
        ),
        _kind(
            "code_review",
            "code review with security focus",
            "Review code with security in mind",
            "The changes since the last review that touch input, access, secrets or cryptography are chosen",
            "Input is validated where it comes in; output is escaped where it goes out",
            "Access is checked at each door, and fails closed",
            "Errors and logs give no secret away",
            "What was found is a finding or a case",
        ),
        _kind(
            "report",
            "security report",
            "Write the security report",
            "It covers the whole period, with the numbers of the promises",
            "Low findings that the policy collects for it are in it",
            "Breaches are told with their reasons",
            "Somebody other than its author has read it",
            "It went to everybody whom the policy promises it",
        ),
        _kind(
            "assessment",
            "security assessment",
            "Assess the security",
            "The scope is written down, and what is left out of it",
            "The promises of the policy were gone through, one by one",
            "Risks are rated, and each has an owner and a date",
            "What the last assessment asked for is done, or is told to be open",
            "The result was shown to those who decide",
        ),
        _kind(
            "pentest",
            "penetration test",
            "Have a penetration test done",
            "Scope, time and rules of engagement are agreed in writing",
            "The testers are independent of those who built it",
            "The report is kept, and each finding is a case or a finding",
            "What was mended was tested again",
        ),
        _kind(
            "audit",
            "audit",
            "Hold the audit",
            "Scope and measure are written down",
            "Evidence was seen, and is named",
            "Each deviation has an owner and a date",
            "What the last audit asked for is done, or is told to be open",
        ),
        _kind(
            "training",
            "security training",
            "Hold the training",
            "Everybody it is meant for took part, or has a date to catch up",
            "It spoke of our own incidents and findings, not of the textbook alone",
            "Where to report, and whom to call, is known to everybody",
            "Its slides or its recording are kept",
        ),
        _kind(
            "rotation",
            "rotation of keys and credentials",
            "Rotate keys and credentials",
            "Each key and credential in scope was replaced",
            "The old ones were revoked, and shown to be refused",
            "Whoever uses them runs with the new ones",
            "Those of people who left are gone",
        ),
        _kind(
            "access_review",
            "access review",
            "Review who has access",
            "The list of accounts and roles was drawn from the systems themselves",
            "Each account belongs to somebody who is still here and needs it",
            "Administrators are as few as can be, each with a second factor",
            "Keys of programs: each is in use, narrow enough, and ends",
            "What was taken away is written down",
        ),
        _kind(
            "drill",
            "drill",
            "Hold the drill",
            "The scenario was one that can happen to us",
            "People took the roles that they would have",
            "Times were taken: noticed, called, contained, back",
            "What did not work has an owner and a date",
        ),
        _kind(
            "backup",
            "backup and recovery drill",
            "Restore a backup, for real",
            "A backup was restored to another machine, from what would be left after a fire",
            "What came back is whole and was used, not looked at alone",
            "The time to recover, and the age of what came back, were written down",
            "The keys that are needed were found without asking anybody who may be away",
        ),
        _kind(
            "policy_review",
            "review of the policy",
            "Review the policy",
            "Each promise was read: can and do we keep it?",
            "Contacts, keys and links work; supported versions are right",
            "Breaches since the last review: was the promise wrong, or were we?",
            "The document says when it was reviewed, and when it will be next",
        ),
        _kind(
            "incident_review",
            "review after an incident",
            "Hold the review",
            "What happened is on the timeline, in the order in which it happened",
            "What helped and what hindered is written down, without blame",
            "Each action has an owner and a date",
        ),
        _kind("action", "action", "Do what was decided", "It is done", "Whoever asked for it has seen that it is"),
        _kind(
            "other",
            "review",
            "Do what comes round",
            "It was done as the sentence says",
            "What was found is written down",
        ),
    )
}
"""By name, in the order in which they are offered."""

_ACTIONS = {"patching": "updates", "dependency_update": "updates", "restore": "backup"}
_TO_REPORTERS = frozenset({"update"})
"""Actions that are owed to reporters of cases: clocks of cases keep them, and no calendar can."""


def of(commitment: Recurrence) -> str | None:
    """The kind of obligation that ``commitment`` is; None where it is owed for each report, which cases keep."""
    if commitment.action in _TO_REPORTERS and commitment.activity is None:
        return None
    if commitment.action == "dependency_review":
        return "dependency_review"
    if commitment.activity is Activity.DEPENDENCY_UPDATE:
        return "updates"
    if commitment.activity is not None:
        return "scan"
    name = _ACTIONS.get(commitment.action, commitment.action)
    return name if name in KINDS else "other"


def kind(name: str) -> Kind:
    """The kind of that name; "other" where it is none."""
    return KINDS.get(name, KINDS["other"])
