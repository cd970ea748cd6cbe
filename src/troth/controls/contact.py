"""Is the place to report to a real one, and do all documents name the same?

What is promised
    "Report to security@…": a mailbox, a page, private reporting on the host, a telephone, to which a report can go.

Why it matters
    A report that goes nowhere is published elsewhere. Template addresses, dead links and two documents that name
    two mailboxes are the commonest flaws of a policy, and the cheapest to mend.

What counts as evidence
    The value itself, the relative links of the policy, security.txt with its expiry, and the contacts that README,
    issue templates and other policies of the tree name. Whether somebody reads the mailbox only the desk can show
    (a round trip), or a person by attestation.

How it is judged
    Broken: a placeholder (reserved or "your…" hosts and owners, XXX, fields that nobody filled in), an
    address that is none by its form, a relative link that leads to nothing, a security.txt with this contact that
    has expired. At risk: another document names another value of the same channel; security.txt expires within 30
    days. Kept: none of these, and a person attests that reports reach somebody (`troth attest promise`), until that
    ends. Else unproven: reachable cannot be seen from here. Channels of another type are no conflict,
    nor is whom to ask where the first way led nowhere.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Contact
from troth.terms.contacts import conflicting, instruction, malformed, placeholder, same, second_way
from troth.terms.seen.documents import ContactSeen
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import ContactsElsewhere, Links

SOON = timedelta(days=30)
"""Before security.txt expires, this long is a warning."""
_RELATIVE = re.compile(r"(?:\.{1,2}/|/(?!/)|#|[\w.%-]+/)[^\s@]*")
_FORM = re.compile(r"(?<![\w.-])security/advisories(?:/new)?(?=/?$)")
_SOURCES = {
    "security.txt": "security.txt",
    "readme": "the README",
    "issue-template": "an issue template",
    "policy": "another policy of the project",
    "manifest": "a manifest",
}


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, Contact)


def _wants(commitment: Contact) -> tuple[Want[Any], ...]:
    return ContactsElsewhere(document=commitment.span.path), Links(document=commitment.span.path)


def _judge(commitment: Contact, answers: Answers, today: date) -> Verdict:
    flaw = _flaw(commitment, answers)
    if flaw:
        step = Step(text=_mended(commitment) or "Write the address that reports shall go to.")
        return _verdict(commitment, Standing.BROKEN, flaw, (_own(commitment, flaw),), step)
    elsewhere = answers[ContactsElsewhere(document=commitment.span.path)]
    agreeing = tuple(one for one in elsewhere.found if same(commitment.channel, commitment.value, one))
    return (
        _expiry(commitment, agreeing, today)
        or _conflict(commitment, elsewhere.found, today)
        or _unseen(commitment, agreeing)
    )


def _flaw(commitment: Contact, answers: Answers) -> str:
    """Why the value itself cannot work; empty where it may."""
    channel, value = commitment.channel, commitment.value
    found = placeholder(channel, value) or malformed(channel, value)
    told = instruction(commitment.sentence)
    if not found and told:
        return f"the note to its author is still there: {told}"
    if found or channel not in ("url", "github", "other") or not _RELATIVE.fullmatch(value.strip()):
        return found
    for link in answers[Links(document=commitment.span.path)].found:
        if link.target == value.strip() and not link.alive:
            return f"the relative link {link.target} leads to nothing, in the tree or on the host"
    return ""


def _mended(commitment: Contact) -> str:
    """How a relative link reaches the host's own form for reports, two levels above the root of the files."""
    form = _FORM.search(commitment.value) if _RELATIVE.fullmatch(commitment.value.strip()) else None
    levels = commitment.span.path.count("/") + 2
    if form is None or commitment.span.path.startswith(".."):
        return ""
    return f"Write {'../' * levels}{form[0]}: links count from the folder of {commitment.span.path}."


def _expiry(commitment: Contact, agreeing: tuple[ContactSeen, ...], today: date) -> Verdict | None:
    """What security.txt files with this very contact say of their own end."""
    dated = [(one.expires, one) for one in agreeing if one.source == "security.txt" and one.expires is not None]
    if not dated:
        return None
    until, latest = max(dated, key=lambda pair: pair[0])
    step = Step(text="Renew the Expires field of security.txt (RFC 9116 advises less than a year ahead).")
    fact = Fact(
        fact=f"expires on {until}", kind=Class.CONFIGURED, span=latest.lapses or latest.span, at=until, weakness=True
    )
    if until < today:
        return _verdict(commitment, Standing.BROKEN, f"security.txt expired on {until}", (fact,), step)
    if until - today <= SOON:
        return _verdict(commitment, Standing.AT_RISK, f"security.txt expires on {until}", (fact,), step)
    return None


def _conflict(commitment: Contact, found: tuple[ContactSeen, ...], today: date) -> Verdict | None:
    """Documents that name another value of the same channel."""
    others = conflicting(commitment.channel, commitment.value, found)
    if not others or second_way(commitment.sentence):
        return None
    facts = [
        Fact(
            fact=f"{_SOURCES.get(one.source, one.source)} names {one.value}"
            + (f", and expired on {one.expires}" if one.expires is not None and one.expires < today else ""),
            kind=Class.CONFIGURED,
            span=one.span,
            weakness=True,
        )
        for one in others
    ]
    places = ", ".join(sorted({one.span.path for one in others}))
    reason = f"other documents of the project name another {_noun(commitment)}: {places}"
    step = Step(text="Name one address everywhere.")
    past = [one for one in others if one.source == "security.txt" and one.expires is not None and one.expires < today]
    if past:
        reason += f"; security.txt expired on {past[0].expires}"
        step = Step(text="Name one address everywhere, and renew the Expires field of security.txt.")
    return _verdict(commitment, Standing.AT_RISK, reason, (_own(commitment, "named here"), *facts), step)


def _unseen(commitment: Contact, agreeing: tuple[ContactSeen, ...]) -> Verdict:
    hosted = commitment.channel == "github"
    facts = tuple(
        Fact(fact=f"{_SOURCES.get(one.source, one.source)} names the same", kind=Class.CONFIGURED, span=one.span)
        for one in {one.span.path: one for one in agreeing}.values()
    )
    reason = (
        "whether private reporting is switched on is a setting of the host"
        if hosted
        else "whether a report is read there cannot be seen from here"
    )
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        because=facts,
        next=Step(text="An attestation or a round trip of the desk would show it."),
        settles="hosted" if hosted else "desk",
    )


def _noun(commitment: Contact) -> str:
    return {"email": "mailbox", "phone": "number", "github": "repository to report to"}.get(commitment.channel, "page")


def _own(commitment: Contact, words: str) -> Fact:
    return Fact(fact=words, kind=Class.TEXT, span=commitment.span, weakness=True)


def _verdict(commitment: Contact, standing: Standing, reason: str, facts: tuple[Fact, ...], step: Step) -> Verdict:
    return Verdict(commitment=commitment, standing=standing, reason=reason, because=facts, next=step)


CONTROL = Control(name="contact", judges=_judges, wants=_wants, judge=_judge)
