"""Are commits and tags signed?

What is promised
    "Release tags are signed", "all our commits are signed with GPG".

Why it matters
    A signature tells users that a release comes from those who make it. It is the first thing that is left out when a
    release is made by somebody else, or from another machine.

What counts as evidence
    The objects of git: the tags of releases, and the newest commits of the default branch. Each carries a signature or
    does not. Nothing is verified: that needs the keys. A step of CI that signs files says nothing of them.

How it is judged
    Only plain sentences on commits, tags or release tags are held against the objects. By what was made since the
    sentence was last written. Kept: everything carries a signature, of the kind that is named; the words say that
    validity is not looked at. Broken: something since then does not, and the sentence speaks of all, or of most. At
    risk: some since then do not, the newest tag of before does not and none came since, or the signatures are of
    another kind. Unproven: nothing of the kind is here, the clone is shallow or HEAD is a tag that may be fetched
    without its signature, and every sentence that says more: who signs, which branch, since when, what else, or not.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Literal

from troth.controls.control import Control
from troth.terms.activity import Activity
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Demand, Practice, Recurrence
from troth.terms.seen.signatures import Signature
from troth.terms.verdict import WORST_FIRST, Standing, Step, Verdict
from troth.terms.wants import SentenceAges, Signatures

Kind = Literal["tags", "commits"]
Made = Literal["after", "before", "unknown"]
_OF_GIT = re.compile(
    r"(?<![\w-])(?<!\bimage )(?<!\bdocker )(?:tags?|commits?|merges?)\b(?! (?:sha|hash|id)\b)", re.IGNORECASE
)
"""Objects of git, which no signer of files signs: only a commit or a tag itself shows whether it is signed."""
_WHEN = re.compile(
    r"\b(?:on|for|at|per|upon|with|after|from|when) (?:(?:each|every|all|an?|any|new|git|version|release|pushed) ){0,3}"
    r"(?:commits?|tags?|merges?)\b(?! (?:(?:is|are|must be) )?(?:gpg[ -]|pgp[ -])?sign)",
    re.IGNORECASE,
)
"""A commit or tag that says when, or from what, something is signed: "images are signed on each tag"."""
_BESIDE = r"(?:release |source )?(?:files?|tarballs?|archives?|binaries|checksums?)"
"""What is signed beside them, and shown by no object of git."""
_EACH = r"(?:(?:all|every|each|any|of|our|the) ){0,3}"
_THING = rf"{_EACH}(?:(?:(?:git|release|version) ){{0,2}}tags?|(?:git |merge )?commits?|{_BESIDE})"
_THINGS = rf"{_THING}(?:(?:, | and |, and ){_THING}){{0,4}}"
_NAMED = r"(?:gpg|pgp|openpgp|gnupg|ssh)"
_MADE = rf"(?:{_NAMED}[ -])?sign"
_WITH = rf"(?: (?:with|using|via) (?:an? )?{_NAMED}(?: keys?| signatures?)?)?"
_HERE = r"(?: (?:in|of|to) (?:this|our) (?:repository|repo|project)| on the default branch)?"
_HOW = r"(?: (?:always|all|both|also|cryptographically|digitally)){0,2}"
_PLAIN = re.compile(
    rf"{_THINGS}{_HERE} (?:is|are|get|gets|must be){_HOW} {_MADE}ed{_WITH}|"
    rf"(?:we|the project|this project){_HOW} {_MADE}s? {_THINGS}{_HERE}{_WITH}|"
    rf"(?:every|each) release (?:has|gets|carries|comes with) an? {_MADE}ed (?:git )?tag{_WITH}",
    re.IGNORECASE,
)
"""Sentences that objects can prove or contradict, read from end to end: one word more may turn or narrow them."""
_TAGS = re.compile(r"\btags?\b", re.IGNORECASE)
_COMMITS = re.compile(r"\bcommits?\b", re.IGNORECASE)
_FILES = re.compile(rf"\b{_BESIDE}\b", re.IGNORECASE)
_KIND = re.compile(rf"\b{_NAMED}\b", re.IGNORECASE)
_ASKED_BY_HOST = re.compile(
    r"\b(?:require\w*|enforc\w*|reject\w*|block\w*|verif\w*|sign(?:ed)?[- ]?offs?|dco)\b", re.IGNORECASE
)
_MERGES = re.compile(r"\bmerge commits?\b", re.IGNORECASE)
_BY_HOST = "whether the host asks for one, or it holds, cannot be seen from here"


def judges(commitment: Commitment) -> bool:
    """Practices and events of signing that speak of commits or tags."""
    signing = (isinstance(commitment, Practice) and commitment.topic == "signing") or (
        isinstance(commitment, Recurrence) and commitment.activity is Activity.SIGNING
    )
    return (
        signing and commitment.strength != "refusal" and _OF_GIT.search(_WHEN.sub(" ", commitment.sentence)) is not None
    )


def wants(commitment: Practice | Recurrence) -> tuple[Want[Any], ...]:
    """The objects that it speaks of, and since when it does."""
    kinds = tuple(Signatures(of=kind) for kind in _kinds(commitment))
    return (*kinds, _age(commitment)) if kinds else ()


def _age(commitment: Practice | Recurrence) -> SentenceAges:
    return SentenceAges(document=commitment.span.path, line=commitment.span.line or 0)


def _kinds(commitment: Practice | Recurrence) -> tuple[Kind, ...]:
    """What a plain sentence says to be signed: tags, commits, or both; of any other sentence nothing is looked at."""
    said = " ".join(re.sub(r"[*_`]+", "", commitment.sentence).split()).strip("-.!:; ")
    if _PLAIN.fullmatch(said) is None:
        return ()
    both: tuple[tuple[Kind, re.Pattern[str]], ...] = (("tags", _TAGS), ("commits", _COMMITS))
    return tuple(kind for kind, pattern in both if pattern.search(said))


def judge(commitment: Practice | Recurrence, answers: Answers, _: date) -> Verdict:
    """The worst of what is said of tags and of commits."""
    kinds = _kinds(commitment)
    if not kinds:
        hosted = _ASKED_BY_HOST.search(commitment.sentence) is not None
        return _unproven(commitment, _BY_HOST if hosted else "", settles="hosted" if hosted else "people")
    ages = answers[_age(commitment)].found
    found = [_of(kind, commitment, answers, ages[0] if ages else None) for kind in kinds]
    return min(found, key=lambda one: WORST_FIRST.index(one.standing))


def _of(kind: Kind, commitment: Practice | Recurrence, answers: Answers, since: datetime | None) -> Verdict:
    """One kind of object."""
    answer = answers[Signatures(of=kind)]
    seen = tuple(one for one in answer.found if not one.aside)
    if kind == "commits" and _MERGES.search(commitment.sentence):
        seen = tuple(one for one in seen if one.merge)
    if answer.gaps:
        return _unproven(commitment, f"not all {kind} can be seen in this clone", answer.gaps)
    if not seen:
        return _unproven(commitment, f"no {'release tag' if kind == 'tags' else 'commit'} is here to look at")
    after = tuple(one for one in seen if since is not None and one.at > since)
    looked = after or (seen[:1] if kind == "tags" else seen)
    past = seen if kind == "tags" and _of_all(commitment) else looked
    for those in (looked, past):
        bare = tuple(one for one in those if not one.signed)
        if bare:
            when: Made = "after" if after and those is looked else "unknown" if since is None else "before"
            return _some_bare(kind, commitment, bare, of=those, made=when)
    aside = tuple(one for one in answer.found if one.aside and not one.signed)
    if aside and _of_all(commitment):
        reason = f"{aside[0].name} carries no signature; whether the sentence means tags of its kind cannot be told"
        return _unproven(commitment, reason)
    return _all_signed(kind, commitment, past)


def _all_signed(kind: str, commitment: Practice | Recurrence, looked: tuple[Signature, ...]) -> Verdict:
    """Everything that was looked at carries a signature."""
    which = _counted(looked, kind)
    verb = "carries" if len(looked) == 1 else "carry"
    if _FILES.search(commitment.sentence):
        return _unproven(commitment, f"{which} {verb} a signature; the files beside them are not seen from here")
    if isinstance(commitment, Practice) and commitment.demand is Demand.ENFORCED:
        return _unproven(commitment, f"{which} {verb} a signature; {_BY_HOST}", settles="hosted")
    named = {"ssh" if word.lower() == "ssh" else "pgp" for word in _KIND.findall(commitment.sentence)}
    other = tuple(one for one in looked if named and one.form not in named)
    if other:
        kinds = " or ".join(sorted(named)).upper()
        fact = Fact(
            fact=f"the signature of {other[0].name} is not made with {kinds}",
            kind=Class.RESULT,
            span=other[0].span,
            weakness=True,
        )
        reason = f"{which} {verb} a signature, and {len(other)} of another kind than the sentence names"
        return Verdict(commitment=commitment, standing=Standing.AT_RISK, reason=reason, because=(fact,))
    facts = tuple(
        Fact(fact=f"{one.name} carries a signature, which is not verified here", kind=Class.RESULT, span=one.span)
        for one in looked[:3]
    )
    reason = f"{which} {verb} a signature; whose it is, and whether it holds, is not looked at"
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=facts)


def _some_bare(
    kind: str,
    commitment: Practice | Recurrence,
    bare: tuple[Signature, ...],
    *,
    of: tuple[Signature, ...],
    made: Made,
) -> Verdict:
    """Some carry none; ``made`` tells when: after the sentence was written, before, or nobody knows."""
    which = _counted(of, kind) if len(of) == 1 else f"{len(bare)} of {_counted(of, kind)}"
    they = "it was" if len(bare) == 1 else "they were"
    when = {
        "after": "",
        "before": f"; {they} made before the sentence",
        "unknown": f"; whether {they} made after the sentence cannot be told",
    }
    reason = f"{which} {'carries' if len(bare) == 1 else 'carry'} no signature{when[made]}"
    facts = tuple(
        Fact(fact=f"{one.name} carries no signature", kind=Class.RESULT, span=one.span, weakness=True)
        for one in bare[:3]
    )
    most = _of_all(commitment) or 2 * len(bare) > len(of)
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN if made == "after" and most else Standing.AT_RISK,
        reason=reason,
        because=facts,
        next=_step(kind),
    )


def _of_all(commitment: Practice | Recurrence) -> bool:
    """Whether it speaks of each of them."""
    return isinstance(commitment, Recurrence) or commitment.universal


def _counted(seen: tuple[Signature, ...], kind: str) -> str:
    """The words for what was looked at: "the newest 3 release tags"."""
    what = "release tag" if kind == "tags" else "commit"
    return f"the newest {what}" if len(seen) == 1 else f"the newest {len(seen)} {what}s"


def _step(kind: str) -> Step:
    setting = "tag.gpgSign" if kind == "tags" else "commit.gpgSign"
    return Step(text="Sign those to come.", command=f"git config {setting} true")


def _unproven(
    commitment: Practice | Recurrence, reason: str, gaps: tuple[Gap, ...] = (), settles: str = "people"
) -> Verdict:
    """It cannot be told from the objects, and what signs files in CI shows nothing of them."""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason
        or "only plain sentences on all commits or release tags are held against git; this one says something else",
        gaps=gaps,
        settles=settles,
        next=Step(text="Look with `git log --show-signature` and `git tag -v`, and attest it.", command="troth attest"),
    )


CONTROL = Control(name="git-signatures", judges=judges, wants=wants, judge=judge)
