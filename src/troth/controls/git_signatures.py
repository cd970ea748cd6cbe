"""Are commits and tags signed?

What is promised
    "Release tags are signed", "all commits on main are signed with GPG".

Why it matters
    A signature tells users that a release comes from those who make it. It is the first thing that is left out when a
    release is made by somebody else, or from another machine.

What counts as evidence
    The objects of git: the tags of releases, and the newest commits of the default branch. Each carries a signature or
    does not. Nothing is verified: that needs the keys. A step of CI that signs files says nothing of them.

How it is judged
    By what was made since the sentence was last written. Kept: everything carries a signature; the words say that
    validity is not looked at. Broken: something since then does not, and the sentence speaks of all, or of most. At
    risk: some since then do not, or the newest tag of before does not and none came since. Unproven: nothing of the
    kind is here, the clone is shallow, the sentence speaks of some people, of files too, or of what the host asks for.
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
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import SentenceAges, Signatures

Kind = Literal["tags", "commits"]
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
_SIGNED: dict[Kind, re.Pattern[str]] = {
    "tags": re.compile(
        r"\bsign(?:s|ed|ing)?(?: (?!and\b|before\b|then\b)[\w-]+){0,3} tags?\b|"
        r"\btags?(?: (?!and\b|then\b)[\w-]+){0,5} (?:\w+-)?(?:signed|signatures?)\b",
        re.IGNORECASE,
    ),
    "commits": re.compile(
        r"\bsign(?:s|ed|ing)?(?: (?!and tag|before\b|then\b)[\w-]+){0,3} commits?\b|"
        r"\b(?:commits?|merges?)(?: (?!then\b)[\w-]+){0,5} (?:\w+-)?(?:signed|signatures?)\b",
        re.IGNORECASE,
    ),
}
"""Sentences in which the tag or commit is what is signed."""
_NO_GIT_TAG = re.compile(r"\b(?:images?|containers?|docker|oci|registry|charts?)\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:files?|tarballs?|archives?|packages?|binar(?:y|ies)|artifacts?|artefacts?|checksums?|wheels?|images?)\b",
    re.IGNORECASE,
)
"""What is signed beside them, and shown by no object of git."""
_OPEN = re.compile(
    r"\b(?:maintainers?|core|team|committers?|members?|developers?|contributors?|authors?|reviewers?|since|from|"
    r"starting|as of|beginning|not|never|no longer|unless|except\w*|yet|require\w*|enforc\w*|reject\w*|block\w*|"
    r"unsigned|verif\w*|sign(?:ed)?[- ]?offs?|sign(?:ed)?-off-by|dco)\b",
    re.IGNORECASE,
)
"""Sentences about some people's commits, some time, or what is asked for: no object contradicts them."""
_ASKED_BY_HOST = re.compile(
    r"\b(?:require\w*|enforc\w*|reject\w*|block\w*|verif\w*|sign(?:ed)?[- ]?offs?|dco)\b", re.IGNORECASE
)
_MERGES = re.compile(r"\bmerges?\b(?! commits? and\b)", re.IGNORECASE)
_NEWEST = 20
"""Tags of before the sentence that are looked at where it speaks of all."""


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
    """What is said to be signed: tags, commits, or both."""
    said = commitment.sentence
    return tuple(
        kind
        for kind, pattern in _SIGNED.items()
        if pattern.search(said) and not (kind == "tags" and _NO_GIT_TAG.search(said))
    )


def judge(commitment: Practice | Recurrence, answers: Answers, _: date) -> Verdict:
    """The worst of what is said of tags and of commits."""
    kinds = _kinds(commitment)
    ages = answers[_age(commitment)].found if kinds else ()
    since = ages[0] if ages else None
    found = [_of(kind, commitment, answers, since) for kind in kinds]
    order = (Standing.BROKEN, Standing.AT_RISK, Standing.UNPROVEN, Standing.KEPT)
    return min(found, key=lambda one: order.index(one.standing), default=_unproven(commitment, ""))


def _of(kind: Kind, commitment: Practice | Recurrence, answers: Answers, since: datetime | None) -> Verdict:
    """One kind of object."""
    answer = answers[Signatures(of=kind)]
    seen = answer.found
    if kind == "commits" and _MERGES.search(commitment.sentence):
        seen = tuple(one for one in seen if one.merge)
    if kind == "commits" and answer.gaps:
        return _unproven(commitment, "the clone does not hold the commits", answer.gaps)
    if not seen:
        return _unproven(
            commitment, f"no {'release tag' if kind == 'tags' else 'commit'} is here to look at", answer.gaps
        )
    after = tuple(one for one in seen if since is not None and one.at > since)
    looked = after or (seen[:1] if kind == "tags" else seen)
    bare = tuple(one for one in looked if not one.signed)
    past = seen[:_NEWEST] if kind == "tags" and _of_all(commitment) else ()
    older = tuple(one for one in past if not one.signed)
    if not bare and not older:
        return _all_signed(kind, commitment, looked)
    return _some_bare(
        kind, commitment, bare or older, of=looked if bare else seen[:_NEWEST], since=bool(after and bare)
    )


def _all_signed(kind: str, commitment: Practice | Recurrence, looked: tuple[Signature, ...]) -> Verdict:
    """Everything that was looked at carries a signature."""
    which = _counted(looked, kind)
    said = commitment.sentence
    if _BESIDE.search(said):
        return _unproven(commitment, f"{which} carry a signature; the files beside them are not seen from here")
    if _ASKED_BY_HOST.search(said) or (isinstance(commitment, Practice) and commitment.demand is Demand.ENFORCED):
        reason = f"{which} carry a signature; whether the host asks for one, or it holds, cannot be seen from here"
        return _unproven(commitment, reason, settles="hosted")
    facts = tuple(
        Fact(fact=f"{one.name} carries a signature, which is not verified here", kind=Class.RESULT, span=one.span)
        for one in looked[:3]
    )
    verb = "carries" if len(looked) == 1 else "carry"
    reason = f"{which} {verb} a signature; whose it is, and whether it holds, is not looked at"
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=facts)


def _some_bare(
    kind: str, commitment: Practice | Recurrence, bare: tuple[Signature, ...], *, of: tuple[Signature, ...], since: bool
) -> Verdict:
    """Some carry none; ``since``: they were made after the sentence was written."""
    which = _counted(of, kind) if len(of) == 1 else f"{len(bare)} of {_counted(of, kind)}"
    reason = f"{which} {'carries' if len(bare) == 1 else 'carry'} no signature"
    if _OPEN.search(commitment.sentence):
        return _unproven(commitment, f"{reason}; whether the sentence means them cannot be told")
    facts = tuple(
        Fact(fact=f"{one.name} carries no signature", kind=Class.RESULT, span=one.span, weakness=True)
        for one in bare[:3]
    )
    most = _of_all(commitment) or 2 * len(bare) > len(of)
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN if since and most else Standing.AT_RISK,
        reason=reason if since else f"{reason}; {'it was' if len(bare) == 1 else 'they were'} made before the sentence",
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
        reason=reason or "whether commits and tags are signed, they show themselves; a step that signs files does not",
        gaps=gaps,
        settles=settles,
        next=Step(text="Look with `git log --show-signature` and `git tag -v`, and attest it.", command="troth attest"),
    )


CONTROL = Control(name="git-signatures", judges=judges, wants=wants, judge=judge)
