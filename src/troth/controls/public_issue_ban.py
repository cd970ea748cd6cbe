"""Does the issue tracker itself send security reports elsewhere?

What is promised
    "Do not report vulnerabilities in public issues."

Why it matters
    Whoever opens an issue sees the template, not the policy. A template that asks for a proof of concept publishes
    the vulnerability before anybody can mend it.

What counts as evidence
    The issue templates of GitHub and GitLab and GitHub's ``config.yml``: its contact links,
    ``blank_issues_enabled``, and lines that name the policy, private reporting or a mailbox for security reports.

How it is judged
    Kept: a contact link or a template of every host in the tree steers to the private channel. At risk: templates
    exist and none mentions it, or only those of one host do. Broken: a template asks for the details of a
    vulnerability in public. Unproven: no templates here (an organisation may have them elsewhere). Where the sentence
    says "GitHub issues" or "GitLab issues", templates of another host are none.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, PublicIssueBan
from troth.terms.seen.documents import IssueTemplates
from troth.terms.span import Span
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import IssueForms

_STEP = Step(
    text="Add to .github/ISSUE_TEMPLATE/config.yml: blank_issues_enabled: false, "
    "and a contact link to the private channel.",
    command="troth init --ci github",
)
_LINK_STEP = Step(
    text="Add a contact link to the private channel to .github/ISSUE_TEMPLATE/config.yml.", command=_STEP.command
)
"""Where blank issues are off already."""
_GITLAB_STEP = Step(
    text="Add a line to the templates of .gitlab/issue_templates that names the private channel.",
    command="troth init --ci gitlab",
)


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, PublicIssueBan)


def _wants(_commitment: PublicIssueBan) -> tuple[Want[Any], ...]:
    return (IssueForms(),)


def _judge(commitment: PublicIssueBan, answers: Answers, _today: date) -> Verdict:
    answer = answers[IssueForms()]
    hosts = _meant(commitment, answer.found)
    asking = [span for host in hosts for span in host.asking]
    if asking:
        return Verdict(
            commitment=commitment,
            standing=Standing.BROKEN,
            reason="an issue template asks for the details of a vulnerability in public",
            because=_facts("asks for details in public", asking, weakness=True),
            gaps=answer.gaps,
            next=Step(text="Replace the template by a contact link to the private channel."),
        )
    steering = [host for host in hosts if host.steering]
    silent = [host for host in hosts if not host.steering and host.templates]
    if steering and not silent:
        return _kept(commitment, steering)
    if answer.gaps or not silent:
        of = f" of {' or '.join(commitment.trackers)}" if answer.found and not hosts else ""
        reason = "an issue template cannot be read" if answer.gaps else f"no issue templates{of} in the tree"
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=reason,
            gaps=answer.gaps,
            next=_step(commitment),
            settles="repository",
        )
    return _at_risk(commitment, silent, steering)


def _step(commitment: PublicIssueBan) -> Step:
    return _GITLAB_STEP if commitment.trackers == ("GitLab",) else _STEP


def _meant(commitment: PublicIssueBan, hosts: tuple[IssueTemplates, ...]) -> tuple[IssueTemplates, ...]:
    """Templates of the hosts that the sentence names, of all where it names none."""
    named = [host.lower() for host in commitment.trackers]
    return tuple(host for host in hosts if not named or host.host.lower() in named)


def _kept(commitment: PublicIssueBan, steering: list[IssueTemplates]) -> Verdict:
    facts = [
        fact
        for host in steering
        for fact in (*_blank(host, weakness=False), *_facts("steers to a private channel", host.steering[:4]))
    ]
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason="the issue templates steer security reports to a private channel",
        because=tuple(facts),
    )


def _at_risk(commitment: PublicIssueBan, silent: list[IssueTemplates], steering: list[IssueTemplates]) -> Verdict:
    spans = [span for host in silent for span in host.templates]
    facts = _facts("says nothing of security reports", spans[:10], weakness=True)
    facts += tuple(fact for host in silent for fact in _blank(host, weakness=True))
    open_door = any(host.blank_issues is not False for host in silent)
    of = f" of {' and '.join(host.host for host in silent)}" if steering else ""
    reason = f"no issue template{of} mentions the private channel"
    if open_door:
        reason += ", and blank issues are allowed"
    step = _step(commitment)
    return Verdict(
        commitment=commitment,
        standing=Standing.AT_RISK,
        reason=reason,
        because=facts,
        next=_LINK_STEP if step is _STEP and not open_door else step,
    )


def _blank(host: IssueTemplates, *, weakness: bool) -> tuple[Fact, ...]:
    if host.blank_issues_at is None or (host.blank_issues is False) is weakness:
        return ()
    words = "blank issues are off" if host.blank_issues is False else "blank issues are allowed"
    return _facts(words, [host.blank_issues_at], weakness=weakness)


def _facts(words: str, spans: list[Span] | tuple[Span, ...], *, weakness: bool = False) -> tuple[Fact, ...]:
    # wired: the host shows templates and links by itself
    return tuple(Fact(fact=words, kind=Class.WIRED, span=span, weakness=weakness) for span in spans)


CONTROL = Control(name="public-issue-ban", judges=_judges, wants=_wants, judge=_judge)
