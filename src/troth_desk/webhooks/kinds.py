"""Which events other programs can be told of, and which facts of each: ids, states, dates and numbers, never words.

A kind is named as the ledger names the action. What stands in the ledger and not here is not told: digests of what
people wrote, since they confirm a guess, and notes of the team to itself.
"""

from __future__ import annotations

from dataclasses import dataclass

TEST = "test.sent"
"""The kind of what the test button sends: of no entry of the ledger."""


@dataclass(frozen=True, slots=True)
class Kind:
    """An event. ``says`` is how people read it, ``facts`` are the names of the ledger's detail that are told."""

    name: str
    says: str
    facts: tuple[str, ...] = ()


GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    (
        "cases",
        (
            Kind("case.opened", "a report came in", ("origin", "policy", "held", "resembles")),
            Kind("case.moved", "a case moved to another state", ("from", "to", "duplicate_of")),
            Kind("case.rated", "a case was rated", ("severity", "score", "vector")),
            Kind("case.assigned", "a case was given to somebody", ("member",)),
            Kind("case.held", "a report was put into the triage queue", ("held", "resembles")),
            Kind("case.released", "a report left the triage queue", ("was",)),
            Kind("case.public", "a weakness became known otherwise than by the team"),
            Kind("message.sent", "somebody wrote in a conversation", ("message", "from")),
            Kind("participant.invited", "somebody outside was invited to a case", ("participant", "role")),
            Kind("participant.left", "somebody outside left a case", ("participant",)),
            Kind("embargo.changed", "an embargo was proposed, agreed or ended", ("step", "state", "until", "proposed")),
            Kind("embargo.answered", "somebody answered to an embargo", ("participant", "agrees")),
            Kind("duty.owed", "something promised for a severity is owed", ("duty", "kind", "document", "line")),
            Kind("duty.done", "something promised for a severity was done", ("duty",)),
            Kind("duty.withdrawn", "something promised for a severity does not apply any more", ("duty", "because")),
            Kind("bounty.decided", "a bounty was granted or declined", ("decision",)),
            Kind("alarm.raised", "the emergency contact was called", ("alarm",)),
            Kind("alarm.answered", "somebody answered the call", ("alarm", "member")),
        ),
    ),
    (
        "incidents",
        (
            Kind("incident.opened", "an incident or an exercise has begun", ("origin", "severity", "exercise")),
            Kind("incident.moved", "an incident is in another phase", ("from", "to", "unmet")),
            Kind("incident.rated", "the severity of an incident was changed", ("from", "to")),
            Kind("incident.alerted", "monitoring told of something", ("alert", "source", "new")),
            Kind("incident.role_given", "somebody has a role in an incident now", ("member",)),
            Kind("incident.task_settled", "a task of an incident was done or dropped", ("task", "state")),
            Kind("incident.told", "somebody was told of an incident", ("communication", "way", "told_at")),
            Kind("incident.closed", "an incident is over", ("outcome", "phase", "unmet", "into")),
            Kind("incident.reopened", "an incident was opened again", ("to",)),
            Kind("incident.reviewed", "the review after an incident was held", ("review",)),
            Kind("playbook.kept", "a playbook has a new version", ("playbook", "number", "origin")),
        ),
    ),
    (
        "mail and GitHub",
        (
            Kind("mail.received", "a mail was taken in", ("way", "sort", "became")),
            Kind("mail.bounced", "a mail of the desk came back"),
            Kind("mail.ended", "whoever reads an address that was given with a report wants no more mail"),
            Kind("hosted.taken", "a report on GitHub became a case", ("advisory", "state")),
            Kind("hosted.changed", "a report was changed on GitHub", ("advisory", "from", "to")),
        ),
    ),
    (
        "clocks",
        (
            Kind("clock.armed", "a clock started", ("clock", "action", "due_at")),
            Kind("clock.warned", "time is running out", ("clock", "action", "due_at")),
            Kind("clock.breached", "a promise was not kept in time", ("clock", "action", "due_at")),
            Kind("clock.met", "a promise was kept", ("clock", "action", "late")),
            Kind("clock.taken_back", "what met a promise reached nobody: it counts no more", ("clock",)),
            Kind("clock.tightened", "a severity made a clock shorter", ("clock", "due_at")),
            Kind("clock.paused", "a clock was paused", ("clock",)),
            Kind("clock.resumed", "a clock goes on", ("clock", "due_at")),
            Kind("clock.stopped", "a clock was stopped", ("clock",)),
        ),
    ),
    (
        "advisories",
        (
            Kind("advisory.begun", "an advisory was begun", ("case",)),
            Kind("advisory.reviewed", "an advisory was reviewed", ("case",)),
            Kind("advisory.approved", "an advisory was approved", ("case",)),
            Kind("advisory.taken_back", "what was reviewed or approved was changed", ("was", "case")),
            Kind("advisory.sent_back", "an advisory was sent back to its writers", ("case",)),
            Kind("advisory.fix_released", "the release of a fix was recorded", ("released_at", "case")),
            Kind("advisory.scheduled", "the publication of an advisory was scheduled", ("publish_at", "case")),
            Kind("advisory.unscheduled", "an advisory is scheduled no more", ("case",)),
            Kind("advisory.held_up", "an advisory could not be published at its time", ("case",)),
            Kind("advisory.published", "an advisory was published", ("revision", "case")),
            Kind("advisory.revised", "an advisory was published anew", ("revision", "case")),
            Kind("advisory.details", "the details of an advisory were published", ("revision", "case")),
            Kind("advisory.withdrawn", "an advisory was withdrawn", ("case",)),
            Kind("advisory.told_early", "known users were told before the world", ("written", "refused")),
            Kind("advisory.drafted_on_github", "a draft on GitHub was asked for"),
            Kind("advisory.made_on_github", "GitHub has the draft of an advisory", ("ghsa",)),
            Kind("advisory.changed_on_github", "GitHub was told what changed", ("ghsa",)),
            Kind("advisory.published_on_github", "an advisory was published on GitHub", ("ghsa",)),
            Kind("advisory.cve_asked", "somebody wants GitHub to be asked for a CVE id"),
            Kind("advisory.cve_requested", "GitHub was asked for a CVE id", ("ghsa",)),
            Kind("advisory.github_chosen", "whether it is published on GitHub was chosen", ("publishes",)),
            Kind("contact.kept", "a known user is told of advisories", ("project", "early")),
            Kind("contact.ended", "a known user is told no more", ("because",)),
            Kind("contacts.imported", "a list of known users was added", ("new", "known")),
        ),
    ),
    (
        "reviews",
        (
            Kind("review.obliged", "something that comes round was taken on", ("kind", "every", "due_at", "origin")),
            Kind("review.done", "something that comes round was done", ("occasion", "late", "evidence")),
            Kind("review.missed", "a period ended, and what was due in it was not done", ("occasion",)),
            Kind("review.excused", "something that comes round was left out for a reason", ("occasion",)),
            Kind("review.ended", "something comes round no more"),
        ),
    ),
    (
        "policy and proof",
        (
            Kind("policy.imported", "the policy has a new version", ("version", "promises", "origin")),
            Kind("scan.kept", "a result came from CI", ("scan", "kind")),
            Kind("audit.asked", "the desk is to audit a project", ("audit", "why")),
            Kind("audit.done", "the desk audited a project", ("audit", "scan", "isolation")),
            Kind("audit.failed", "the desk could not audit a project", ("audit",)),
            Kind("audit.chosen", "how a project is audited was changed", ("on", "every", "repository")),
            Kind("inventory.kept", "a list of components came", ("inventory", "kind", "added", "removed")),
            Kind("inventory.confirmed", "the same list of components came again", ("inventory",)),
            Kind("advisories.compared", "new advisories were held against components", ("packages", "found", "ended")),
            Kind("facts.issued", "signed facts were handed out"),
            Kind("report.made", "a report of a period was begun", ("number", "begins", "ends")),
            Kind("report.approved", "a report was approved and frozen"),
            Kind("report.taken_back", "the approval of a report was taken back"),
            Kind("report.issued", "a report went out", ("cases",)),
            Kind("report.published", "everybody can read a report"),
            Kind("report.hidden", "only the team can read a report"),
            Kind("statute.chosen", "the desk reminds of what a law asks to be told", ("profile",)),
            Kind("statute.given_up", "the desk reminds of it no more", ("profile",)),
            Kind("matter.opened", "something is to be told that a law asks for", ("sort", "aware_at")),
            Kind("matter.went_on", "something happened that a clock of a law counts from", ("event", "when")),
            Kind("matter.closed", "nothing more is to be told of it"),
        ),
    ),
    (
        "people and keys",
        (
            Kind("member.joined", "somebody joined the team", ("role",)),
            Kind("member.role_changed", "somebody got another role", ("from", "to")),
            Kind("member.ended", "somebody left the team", ("role",)),
            Kind("key.made", "an API key was made", ("scopes", "expires_at")),
            Kind("key.revoked", "an API key was revoked"),
            Kind("security.seen", "something was seen that concerns the security of the desk", ("kind", "member")),
            Kind("login.second_factor", "a second factor is asked of everybody, or no more", ("asked",)),
        ),
    ),
    (
        "findings",
        (
            Kind("findings.imported", "findings came in", ("import", "source", "told", "new", "gone", "back", "whole")),
            Kind("findings.closed", "the watch closed findings", ("gone", "withdrawn")),
            Kind("findings.decided", "something was decided about findings", ("step", "number", "findings")),
            Kind(
                "waiver.changed", "a waiver was asked for, approved, refused, or is over", ("waiver", "stage", "number")
            ),
            Kind("release.begun", "a release was begun", ("release", "project")),
            Kind("release.passed", "a release was tested or went to production", ("stage", "passed", "untested", "at")),
        ),
    ),
)
KINDS = {kind.name: kind for _, kinds in GROUPS for kind in kinds}
