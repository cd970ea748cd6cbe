"""Is there a key to encrypt a report with, and does it hold?

What is promised
    An OpenPGP key for reports, named by its fingerprint, its file or its address, or the offer to use one.

Why it matters
    A report encrypted to a key that has expired, or that is not the project's, is read by nobody, or by somebody else.

What counts as evidence
    The file that the sentence names or links to, on a page of the repository too, the keys that other files of the tree
    hold, and a key in the document itself, as GnuPG reads them; their fingerprints and ends.

How it is judged
    Kept: the named key lies in the tree, is read, has not expired, and has the fingerprint of the text. At risk: it
    expires within 60 days, or nobody can encrypt to it. Broken: the named file is missing or no OpenPGP tool reads it
    as a key, it has expired or is revoked, or the key that the document links to has another fingerprint. Unproven: a
    key is offered and none is named, or it lies at an address that cannot be seen from here. That no key is offered is
    kept by its text.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Pgp
from troth.terms.seen.keys import PublicKey
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Links, NamedFiles, PublicKeys

SOON = timedelta(days=60)
"""VERDICTS §3, pgp."""
_HEX = re.compile(r"(?:0x)?([0-9A-F]{8,64})", re.IGNORECASE)
_PAGE = re.compile(
    r"^https?://(?:raw\.githubusercontent\.com/[^/]+/[^/]+/(?:refs/heads/)?[^/]+|[^/]+/.+?/(?:-/)?(?:blob|raw)/[^/]+)"
    r"/(?P<path>[^?#]+)"
)
"""A page of a host that shows a file of a repository: what lies elsewhere under the same name may be another key."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, Pgp)


def _wants(commitment: Pgp) -> tuple[Want[Any], ...]:
    document = commitment.span.path
    named = (NamedFiles(document=document, target=commitment.value),) if _is_path(commitment.value) else ()
    return (PublicKeys(document=document), Links(document=document), *named)


def _judge(commitment: Pgp, answers: Answers, today: date) -> Verdict:
    if commitment.strength == "refusal":
        fact = Fact(fact="no key is offered", kind=Class.TEXT, span=commitment.span)
        return Verdict(commitment=commitment, standing=Standing.KEPT, reason="kept by its text", because=(fact,))
    document = commitment.span.path
    keys = answers[PublicKeys(document=document)]
    if _is_path(commitment.value):
        return _named(commitment, answers, today)
    wanted = _fingerprint(commitment.value)
    if wanted:
        chosen = [key for key in keys.found if any(each.endswith(wanted) for each in key.fingerprints)]
        if chosen:
            return _holds(commitment, chosen, today, "a key of the tree has the fingerprint of the text")
        return _elsewhere(commitment, answers, wanted)
    here = [key for key in keys.found if key.span.path == document]
    if not commitment.value and here:
        return _holds(commitment, here, today, "the document holds the key")
    if commitment.value:
        hosted = _PAGE.search(commitment.value)
        shown = [key for key in keys.found if hosted and key.span.path == unquote(hosted["path"])]
        if shown:
            return _holds(commitment, shown, today, "the page of the repository shows this file")
        return _unproven(commitment, "the key lies at an address that cannot be seen from here", keys.gaps, "hosted")
    return _unproven(commitment, "a key is offered and none is named", keys.gaps, "repository")


def _is_path(value: str) -> bool:
    return bool(value) and not _ADDRESS.match(value) and not value.startswith(("//", "#")) and not _fingerprint(value)


def _fingerprint(value: str) -> str:
    """Hexadecimal digits of a fingerprint or key id, in capitals; "" for anything else."""
    match = _HEX.fullmatch(re.sub(r"[\s:]", "", value))
    return match[1].upper() if match else ""


def _named(commitment: Pgp, answers: Answers, today: date) -> Verdict:
    """The sentence names a file."""
    answer = answers[NamedFiles(document=commitment.span.path, target=commitment.value)]
    there = {file.span.path for file in answer.found if file.exists}
    if not there and answer.found and not answer.gaps:
        facts = tuple(
            Fact(fact=f"{file.target} is not there", kind=Class.CONFIGURED, span=file.span, weakness=True)
            for file in answer.found
        )
        reason = f"the named key {commitment.value} is missing"
        step = Step(text="Put the key there, or name the place where it lies.")
        return Verdict(commitment=commitment, standing=Standing.BROKEN, reason=reason, because=facts, next=step)
    keys = answers[PublicKeys(document=commitment.span.path)]
    chosen = [key for key in keys.found if key.span.path in there]
    if chosen:
        return _holds(commitment, chosen, today, "the named file holds the key")
    return _unproven(commitment, "no key was seen in what is named", (*answer.gaps, *keys.gaps), "repository")


def _elsewhere(commitment: Pgp, answers: Answers, wanted: str) -> Verdict:
    """No key of the tree has that fingerprint: the document may link to one that has another."""
    document = commitment.span.path
    keys = answers[PublicKeys(document=document)]
    linked = {link.target.split("#")[0].removeprefix("./") for link in answers[Links(document=document)].found}
    others = [key for key in keys.found if key.fingerprints and (key.span.path in linked or key.span.path == document)]
    if others and not keys.gaps:
        facts = tuple(_fact(f"the key here is {key.fingerprints[0]}", key, weakness=True) for key in others)
        reason = f"the document shows a key with another fingerprint than {wanted[-16:]}"
        step = Step(text="Write the fingerprint of the key that the document links to.")
        return Verdict(commitment=commitment, standing=Standing.BROKEN, reason=reason, because=facts, next=step)
    return _unproven(commitment, "no key of the tree has this fingerprint", keys.gaps, "repository")


def _holds(commitment: Pgp, keys: list[PublicKey], today: date, reason: str) -> Verdict:
    """Whether the chosen keys can be used: the best one speaks, since people take the one that works."""
    verdicts = [_one(commitment, key, today, reason) for key in keys]
    order = (Standing.KEPT, Standing.AT_RISK, Standing.BROKEN)
    return min(verdicts, key=lambda verdict: order.index(verdict.standing))


def _one(commitment: Pgp, key: PublicKey, today: date, reason: str) -> Verdict:
    broken, risk, told = "", "", "is read as an OpenPGP key"
    if not key.fingerprints:
        broken = key.reason
    elif key.revoked:
        broken = "the key is revoked"
    elif key.ends is not None and key.ends < today:
        broken = f"the key expired on {key.ends}"
    elif not key.encrypts:
        risk = "nobody can encrypt to the key: it only signs"
    elif key.ends is not None and key.ends - today <= SOON:
        risk = f"the key expires on {key.ends}"
    elif key.ends is not None:
        told = f"is read as an OpenPGP key, good until {key.ends}"
    proof = (_fact(told, key),) if not broken else ()
    if broken or risk:
        weak = _fact(broken or risk, key, weakness=True)
        return Verdict(
            commitment=commitment,
            standing=Standing.BROKEN if broken else Standing.AT_RISK,
            reason=broken or risk,
            because=(*proof, weak),
            next=Step(text="Publish a key that can be used, as armoured text, and its fingerprint here."),
        )
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=proof)


def _fact(words: str, key: PublicKey, *, weakness: bool = False) -> Fact:
    return Fact(fact=words, kind=Class.CONFIGURED, span=key.span, weakness=weakness)


def _unproven(commitment: Pgp, reason: str, gaps: tuple[Gap, ...], settles: str) -> Verdict:
    step = Step(text="Put the key into the repository as a file, and name it here with its fingerprint.")
    return Verdict(
        commitment=commitment, standing=Standing.UNPROVEN, reason=reason, gaps=gaps, next=step, settles=settles
    )


CONTROL = Control(name="pgp", judges=_judges, wants=_wants, judge=_judge)
