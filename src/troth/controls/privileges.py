"""Do workflows and images do with no more than they need?

What is promised
    "Workflows declare least-privilege permissions", "checkouts use `persist-credentials: false`", "images run as a
    non-root user", "no workflow uses `pull_request_target`".

Why it matters
    A token that may write everything, or that stays in a clone, is what a hijacked action takes. A process that runs as
    root in its container is one flaw away from the machine.

What counts as evidence
    The `permissions:` of every workflow and job, each step that checks out, the events of every workflow, the last
    `USER` of every container file that is not made for tests or work on the project.

How it is judged
    Kept: every one is confined in its file, for a token that is said to be read-only without any scope to write (in
    those of whole workflows, where only the default is meant). Broken: a file plainly does the opposite (`write-all`,
    `USER root`, a workflow without `permissions` where each is said to name them) and the sentence speaks of all, or
    all of them do. At risk: some do. Unproven: nothing of the kind is here, or a setting of the host, a base image or
    whoever starts the image decides. So is what a sentence says of some alone ("except", "the release workflow").
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Practice
from troth.terms.seen.privileges import Privilege, Subject
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Privileges

_CHECKOUT = re.compile(r"\bpersist-credentials\b", re.IGNORECASE)
_TOKEN = re.compile(
    r"\bgithub_token\b|\bpermissions:|`permissions`|"
    r"\b(?:github actions|actions|workflows?|ci)\b[^.;]{0,60}\b(?:tokens?|permissions?|least[- ]privileged?)\b|"
    r"\b(?:tokens?|permissions?|least[- ]privileged?)\b[^.;]{0,60}\b(?:github actions|actions|workflows?)\b",
    re.IGNORECASE,
)
_NO_WRITE = (
    r"\bread[- ]only\b|\bcontents: ?read\b|\b(?:(?:can|may|must|do|does) ?not|can['’]t|don['’]t|never|no) write\b|"
    r"\b(?:only|just) (?:ha(?:s|ve) |gets? )?read\b"
)
_CONFINED = re.compile(
    r"\bleast[- ]privileged?|\bminim(?:al|um|ally|i[sz]ed)\b|\bread[- ]only\b|\b(?:explicit\w*|restrict\w*|limit\w*|"
    r"scoped|narrow\w*|declar\w+|specif\w+|defin\w+|sets?)\b|\bnecessary\b|"
    rf"{_NO_WRITE}",
    re.IGNORECASE,
)
_OTHER_RIGHTS = re.compile(
    r"\b(?:users?|people|maintainers?|members?|contributors?|roles?|rbac|iam|accounts?|database|cloud|aws|gcp|azure|"
    r"kubernetes|api keys?|deploy\w*|environments?|oidc|pypi|npm|runners?|secrets?|fork\w*|file)\b",
    re.IGNORECASE,
)
"""Rights that no workflow file names: those of people, of other services and their keys."""
_READS = re.compile(_NO_WRITE, re.IGNORECASE)
_BY_DEFAULT = re.compile(r"\bdefault\w*|\bonly (?:where|when|if|jobs)\b|\btop[- ]level\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\bcontents: ?read\b|\bwrite (?:access )?to (?:the|our) (?:code|repositor)", re.IGNORECASE)
_DECLARED = re.compile(
    r"\b(?:declar|specif|defin|explicit)\w*\b[^.;]{0,40}\bpermissions?\b|"
    r"\bpermissions?\b[^.;]{0,40}\b(?:declared|specified|defined|explicit\w*)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\bleast\b|\bminim\w+|\bread[- ]only\b|\b(?:restrict|limit|narrow|scoped)\w*|\bnecessary\b|\bneed\w*",
    re.IGNORECASE,
)
_OF_SOME = re.compile(
    r"\b(?:except\w*|unless|other than|apart from|aside from|save for|but not|job[- ]level|(?:its|their) own|"
    r"personal access tokens?|pats?|the (?!github|actions|ci\b)[\w-]+ (?:workflow|job)|"
    r"most|many|some|several|few|(?:almost|nearly|not) (?:all|every|each)|(?:all|every|each) (?:[a-z]+ )?but|"
    r"(?:workflows?|jobs?|checkouts?|images?|containers?) (?:that|which|whose|for|on the|used)(?! (?:need|require)))\b",
    re.IGNORECASE,
)
"""Words that except some, or mean one or a part of several, which no file tells."""
_NOT_SET = re.compile(
    r"\b(?:no|not|never|without)\b[^.;,(]{0,30}\bpersist-credentials\b|\bpersist-credentials: ?true\b", re.IGNORECASE
)
_IMAGE = re.compile(
    r"\b(?:images?|containers?|docker(?:file)?s?)\b[^.;]{0,60}\b(?:non-?root|not? (?:run )?as root|"
    r"never (?:run )?as root|unprivileged(?: user)?|without root|rootless)\b|"
    r"\b(?:non-?root|unprivileged|rootless)\b[^.;]{0,40}\b(?:images?|containers?|docker(?:file)?s?)\b",
    re.IGNORECASE,
)
_RUN_BY_USERS = re.compile(
    r"\b(?:sandbox\w*|pods?|kubernetes|helm|user code|untrusted|jobs?|ci|workers?|port)\b", re.IGNORECASE
)
"""Containers that somebody else's file starts."""
_TARGET = re.compile(
    r"(?:\bno (?:(?:single|github|actions|ci) ){0,2}(?:workflows?|jobs?)(?: of ours| here)?"
    r"(?: (?:ever|may|must|can|is|are|will|be)){0,3} (?:uses?|using|"
    r"(?:runs?|triggers?|starts?|rel(?:y|ies)|triggered|started) (?:on|by)|ha(?:s|ve)|contains?)|"
    r"(?:^|\band (?=we ))\W{0,4}(?:in (?:ci|(?:our )?workflows|github actions), )?"
    r"(?:(?:all|our|the|github|actions|also) ){0,3}(?:(?:we|workflows?|ci|pipelines?|repository|project|actions) )?"
    r"(?:(?:do|does|must|may|will|shall|is|are|should) ?)?(?:never|not|n['’]t|avoids?)(?: (?:ever|to|be)){0,2}"
    r"(?: (?:use|using|(?:run|trigger|start|rely|triggered|started) (?:on|by)|have|contain)|(?<=avoid)|(?<=avoids))|"
    r"(?:^|, |\band )\W{0,4}no)(?: (?:the|any|a|use of|event|trigger)){0,2} `?pull_request_target\b`?"
    r"(?: (?:triggers?|events?))?(?: in (?:our|any|the|its) (?:workflows?|ci|repository|github actions))?\W*$",
    re.IGNORECASE,
)
"""No workflow uses that event: what it is not given, and "never with code of forks", say something else."""
_SOFT = re.compile(
    r"\b(?:where(?:ver)? (?:possible|applicable|feasible)|should|prefer\w*|aim|when possible|most)\b", re.IGNORECASE
)
_WORDS: dict[Subject, tuple[str, str]] = {
    "token": ("job", "jobs of workflows"),
    "checkout": ("checkout", "checkouts"),
    "image": ("image", "images"),
    "event": ("workflow", "workflows"),
}
_MENDS: dict[Subject, str] = {
    "token": "Write `permissions: {contents: read}` at the top of the workflow, more only in the job that needs it.",
    "checkout": "Write `persist-credentials: false` below `with:` of the checkout.",
    "image": "Name a user that is not root in the last stage: `USER 65532`.",
    "event": "Start the workflow on `pull_request`, which gives forks neither secrets nor a token that writes.",
}


def judges(commitment: Commitment) -> bool:
    """Practices of which the files themselves tell."""
    return isinstance(commitment, Practice) and commitment.strength != "refusal" and _subject(commitment) is not None


def _subject(commitment: Practice) -> Subject | None:
    said = commitment.sentence
    if _CHECKOUT.search(said):
        return None if _NOT_SET.search(said) else "checkout"
    if _TARGET.search(said):
        return "event"
    if commitment.topic not in ("least_privilege", "authorization", "other"):
        return None
    if _TOKEN.search(said) and _CONFINED.search(said) and not _OTHER_RIGHTS.search(said):
        return "token"
    if commitment.topic == "least_privilege" and _IMAGE.search(said) and not _RUN_BY_USERS.search(said):
        return "image"
    return None


def wants(commitment: Practice) -> tuple[Want[Any], ...]:
    """The files that tell of it."""
    subject = _subject(commitment)
    return (Privileges(of=subject),) if subject else ()


def judge(commitment: Practice, answers: Answers, _: date) -> Verdict:
    """By the worst that some file says."""
    subject = _subject(commitment) or "token"
    answer = answers[Privileges(of=subject)]
    if not answer.found:
        what = _WORDS[subject][1]
        return _unproven(commitment, f"no {what} are seen in this tree", answer.gaps, "repository")
    some = _OF_SOME.search(commitment.sentence)
    if some:
        gap = Gap(wanted=commitment.sentence[:120], reason=f'which are meant by "{some[0]}" is not told in the files')
        return _unproven(commitment, "the sentence does not speak of all alike", (*answer.gaps, gap), "people")
    wide = tuple(one for one in answer.found if one.width == "wide" or _writes(commitment, one))
    unset = tuple(one for one in answer.found if one.width == "unset")
    bare = unset if subject == "token" and _DECLARED.search(commitment.sentence) else ()
    if wide or bare:
        return _contradicted(commitment, subject, wide or bare, len(answer.found))
    if unset:
        reason = f"{_counted(subject, unset, len(answer.found))}: {unset[0].told}"
        return _unproven(commitment, reason, answer.gaps, "hosted" if subject == "token" else "people", unset)
    broad = () if _named_alone(commitment) else tuple(one for one in answer.found if _several(one))
    if broad:
        reason = (
            f"{_counted(subject, broad, len(answer.found))} {broad[0].told}; whether each needs it is not told here"
        )
        return _unproven(commitment, reason, answer.gaps, "people", broad)
    if answer.gaps:
        return _unproven(commitment, "not everything that may tell of it could be read", answer.gaps, "repository")
    facts = tuple(_fact(one) for one in answer.found[:3])
    word = _WORDS[subject][0] if len(answer.found) == 1 else _WORDS[subject][1]
    told = "; ".join(list(dict.fromkeys(one.told for one in answer.found))[:3])
    reason = f"{'the one' if len(answer.found) == 1 else f'all {len(answer.found)}'} {word} here: {told}"
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=facts)


def _writes(commitment: Practice, one: Privilege) -> bool:
    """Whether a token may write that is said to be read-only; `contents: read` speaks of the contents alone."""
    if one.subject != "token" or not one.writes or not _READS.search(commitment.sentence):
        return False
    if _CONTENTS.search(commitment.sentence) and "contents" not in one.writes:
        return False
    return one.top or not _BY_DEFAULT.search(commitment.sentence)


def _named_alone(commitment: Practice) -> bool:
    """Whether rights are said to be named, whatever they are."""
    return bool(_DECLARED.search(commitment.sentence)) and not (
        _LEAST.search(commitment.sentence) or _READS.search(commitment.sentence)
    )


def _several(one: Privilege) -> bool:
    """Rights of a whole workflow, or several of one job: whether each is needed is not told."""
    return bool(one.writes) and (one.top or len(one.writes) > 1)


def _contradicted(commitment: Practice, subject: Subject, against: tuple[Privilege, ...], of: int) -> Verdict:
    """Some do what is said not to be done. An image that names no user may still be started as another."""
    plainly = commitment.universal or len(against) == of
    sure = plainly and not _SOFT.search(commitment.sentence) and not against[0].assumed
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN if sure else Standing.AT_RISK,
        reason=f"{_counted(subject, against, of)}: {against[0].told}",
        because=tuple(_fact(one, weakness=True) for one in against[:3]),
        next=Step(text=_MENDS[subject]),
    )


def _counted(subject: Subject, some: tuple[Privilege, ...], of: int) -> str:
    return f"{len(some)} of {of} {_WORDS[subject][1]}" if of > 1 else f"the one {_WORDS[subject][0]}"


def _fact(one: Privilege, *, weakness: bool = False) -> Fact:
    return Fact(fact=one.told, kind=Class.CONFIGURED, span=one.span, weakness=weakness)


def _unproven(
    commitment: Practice, reason: str, gaps: tuple[Gap, ...], settles: str, seen: tuple[Privilege, ...] = ()
) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        because=tuple(_fact(one) for one in seen[:3]),
        gaps=gaps,
        settles=settles,
        next=Step(text="Say it in the files, or attest it.", command="troth attest"),
    )


CONTROL = Control(name="privileges", judges=judges, wants=wants, judge=judge)
