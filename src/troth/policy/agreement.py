"""What a project says of one matter and says otherwise elsewhere: in another document, or in the same one.

A document that gives a matter several values itself mostly has cases of its own ("48 hours, four for partners"): it is
held against no other, and against itself only where both lines speak of the same case (``same_case``). Whether a
version is supported, whether there is a bounty and what scores a word stands for admits no cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache, partial
from typing import Any

import msgspec

from troth.policy.merge import of_several
from troth.policy.same_case import Context, bare, refuses_everybody
from troth.terms.answer import Class, Fact
from troth.terms.commitment import (
    AdvisoryChannel,
    Bounty,
    Commitment,
    CoordinatedDisclosure,
    Credit,
    Deadline,
    Pgp,
    Recurrence,
    SafeHarbor,
    SeverityBand,
    SupportedVersion,
    Tool,
)
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.time.period import duration, length
from troth.terms.verdict import CONTRADICTS_ITSELF, DOCUMENTS_DISAGREE, SAID_OTHERWISE, Finding, Standing, Step, Verdict
from troth.terms.version_end import passed
from troth.terms.versions.series import series

OFFERED = (Bounty, CoordinatedDisclosure, SafeHarbor, Pgp, Credit, AdvisoryChannel)
"""Kinds that are given or refused as a whole; what refuses them is a commitment, or a sentence that says no more."""
OFFERED_WORDS = {
    "bounty": ("a bounty is paid", "no bounty is paid"),
    "coordinated_disclosure": ("disclosure is coordinated", "disclosure is not coordinated"),
    "safe_harbor": ("good-faith research is not pursued", "no safe harbour is offered"),
    "pgp": ("PGP is offered", "PGP is not offered"),
    "credit": ("reporters are credited", "reporters are not credited"),
    "advisory_channel": ("advisories are published ({})", "advisories are not published ({})"),
}
"""What is said of each, given and refused."""
REFUSING = re.compile(
    r"\b(?:(?:do not|don['’]?t|no longer|never|not)\s+(?:run|use|employ|in use)|stopped\s+(?:using|running)|removed|"
    r"dropped|abandoned|disabled|uninstalled|retired|discontinued|switched\s+off)\b",
    re.IGNORECASE,
)
"""How a text says that a tool is not used; most say it nowhere and need not be read once more."""
DENYING = re.compile(
    r"\b(?:do not|don['’]?t|no longer|never|will not|won['’]t|are not|no) (?:\w+ ){0,3}?(?:credit\w*|"
    r"acknowledge\w*|named?|thank|list\w*|pgp|gpg|openpgp|coordinat\w*|co-ordinate|advisor\w+|fixes|vulnerabilities|cves?|published|issued|"
    r"announced|mentioned)\b",
    re.IGNORECASE,
)
"""How a text refuses what is given as a whole."""
SECOND = re.compile(r"\bcvss\s*(?:version|v)?\s*2", re.IGNORECASE)
"""The scale of version 2, whose bands may stand beside those of the later ones."""
ONLY_LATEST = re.compile(
    r"\bonly (?:the |our )?(?:(?:very|most) )?(?:\w+ )?(?:latest|newest|recent|current)\b|"
    r"\b(?:latest|newest|most recent|current) (?:\w+ ){0,3}only\b",
    re.IGNORECASE,
)
OF_EACH = re.compile(
    r"\b(?:each|every|all|minor|patch|major|series|branch(?:es)?|lines?|of (?:the )?\d|two|three|"
    r"previous|lts|and|or)\b",
    re.IGNORECASE,
)
"""The latest of several series, or the latest and more."""
OF_SOME = re.compile(
    r"\b(?:critical|severe|serious|high|important|lts|long-term|paid|paying|enterprise|commercial|customers?|partners?|"
    r"each|every|per|(?:of|in|for) (?:the |our )?v?\d+(?:\.|\b(?! (?:days|months|years|latest|last|newest|most))))",
    re.IGNORECASE,
)
"""Some weaknesses, series or users only, for whom another number of releases may well be supported."""
NUMBERED = re.compile(r"^\W*v?\d+(?:\.(?:\d+|x))*\W*$", re.IGNORECASE)
MOST_ROWS = 60
"""Rows of versions of one document that are held against each other."""
EARLY = re.compile(r"alpha|beta|\brc|pre-?release|dev|main|master|nightly", re.IGNORECASE)
WITHOUT_CASES = frozenset(
    {
        "supported_version", "bounty", "severity_band", "safe_harbor", "pgp", "credit", "coordinated_disclosure",
        "advisory_channel",
    }
)  # fmt: skip
OF_CASES = frozenset({"tool", "deadline"})
"""Kinds of which the cases are understood."""
DEADLINES = {
    "acknowledge": "reports acknowledged",
    "assess": "first assessment",
    "update": "next update",
    "fix": "a fix",
    "disclose": "disclosure",
    "notify": "people told",
}


class Claim(msgspec.Struct, frozen=True):
    """What one line says: ``matter`` is what it speaks of, ``position`` differs where two lines disagree."""

    matter: tuple[Any, ...]
    position: Any
    words: str
    span: Span
    one: Commitment | None = None


def findings(contradictions: Iterable[Sequence[Claim]]) -> tuple[Finding, ...]:
    """One finding a matter, at the first line that departs from the document read first; ``also`` are all others."""
    return tuple(dict.fromkeys(map(_finding, contradictions)))  # two severities of the same lines are one disagreement


def apart(readings: Sequence[Reading], today: date | None = None) -> list[list[Claim]]:
    """The claims of each matter that is told in two ways, those of the document read first in front.

    Rows whose end has passed by ``today`` say nothing of it any more; without a day every row does.
    """
    told: dict[tuple[Any, ...], list[Claim]] = {}
    within: list[list[Claim]] = []
    said = [list(claims(_current(reading.commitments, today))) for reading in readings]
    tools = {bare(claim.matter[1]): claim.matter[1] for own in said for claim in own if claim.matter[0] == "tool"}
    given = {claim.matter for own in said for claim in own if isinstance(claim.one, OFFERED) and not claim.position}
    for reading, found in zip(readings, said, strict=True):
        own: dict[tuple[Any, ...], list[Claim]] = {}
        context = cache(partial(Context, reading))  # it reads the document once more, which few documents need
        refused = list(_refused_tools(reading, context, tools)) if tools else []
        denied = list(_denied(reading, context, given)) if given else []
        for claim in [*found, *refused, *denied]:
            if not _bounded(claim):
                own.setdefault(claim.matter, []).append(claim)
        for matter, several in own.items():
            positions: dict[Any, Claim] = {}
            for claim in filter(_counts, sorted(several, key=_line)) if len(several) > 1 else several:
                positions.setdefault(claim.position, claim)
            if len(positions) < 2 or matter[0] in WITHOUT_CASES:
                told.setdefault(matter, []).extend(positions.values())
            elif reading.text and matter[0] in OF_CASES:
                within += _of_one_case(context, sorted(several, key=_line))
    between = [several for several in told.values() if len({claim.position for claim in several}) > 1]
    return [*between, *within]


def _counts(claim: Claim) -> bool:
    """Whether ``claim`` speaks of every report: one that refuses a reward to some only is no word on rewards."""
    one = claim.one
    return not (isinstance(one, Bounty) and one.strength == "refusal") or refuses_everybody(one)


def _bounded(claim: Claim) -> bool:
    """Whether ``claim`` may refuse only some of a matter: these count where they say no more (``not_given``)."""
    return isinstance(claim.one, Pgp | Credit | AdvisoryChannel) and claim.one.strength == "refusal"


def unsettled(verdict: Verdict, contradictions: Sequence[Sequence[Claim]]) -> Verdict:
    """``verdict``, no longer kept by its text where another line says otherwise."""
    if verdict.standing is not Standing.KEPT or not any(fact.kind is Class.TEXT for fact in verdict.because):
        return verdict
    mine = {(claim.matter, claim.position) for claim in claims([verdict.commitment])}
    for several in contradictions:
        if not any((claim.matter, claim.position) in mine for claim in several):
            continue
        other = next(claim for claim in several if (claim.matter, claim.position) not in mine)
        says = Fact(fact=f"says otherwise: {other.words}", kind=Class.TEXT, span=other.span, weakness=True)
        return msgspec.structs.replace(
            verdict,
            standing=Standing.AT_RISK,
            reason=SAID_OTHERWISE,
            because=(says, *verdict.because),
            next=Step(text="Say the same in both places."),
        )
    return verdict


def _refused_tools(reading: Reading, known: Callable[[], Context], tools: Mapping[str, str]) -> Iterator[Claim]:
    """That a tool is not used is no promise, but contradicts whoever says that it is."""
    if REFUSING.search(reading.text):
        for name, span in known().refusals(tools):
            yield Claim(("tool", name), position=True, words=f"{name} is not used", span=span)


def _denied(reading: Reading, known: Callable[[], Context], given: AbstractSet[tuple[Any, ...]]) -> Iterator[Claim]:
    """What is refused to everybody, where it is given: many such sentences are no commitments."""
    if DENYING.search(reading.text):
        for matter, span in known().not_given():
            if matter in given:
                yield Claim(matter, position=True, words=_offered(matter, refused=True), span=span)


def _offered(matter: tuple[str, ...], *, refused: bool) -> str:
    return OFFERED_WORDS[matter[0]][refused].format(*matter[1:])


def _of_one_case(known: Callable[[], Context], several: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Those of ``several`` claims of one document, of one matter, that are made of the same case."""
    context = known()
    if several[0].matter[0] == "tool":
        plain = [one for one in several if one.one is None or context.runs_everywhere(one.one, one.matter[1])]
        if len({claim.position for claim in plain}) > 1:
            yield plain
        return
    cases: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in several:
        one = claim.one
        meant = context.case(one) if isinstance(one, Deadline) and not one.earliest else None
        if one is not None and meant is not None:
            values = cases.setdefault((meant, one.strength), [])
            if claim.span.text not in {each.span.text for each in values}:  # two times of one sentence are its cases
                values.append(claim)
    for values in cases.values():
        if len({claim.position for claim in values}) > 1:
            yield values


def claims(commitments: Iterable[Commitment]) -> Iterator[Claim]:
    """What ``commitments`` say that another document could say otherwise; what hangs on a condition says nothing."""
    given = tuple(commitments)
    for one in given:
        if not one.condition:
            for claim in _claims(one):
                yield msgspec.structs.replace(claim, one=one)
    yield from _how_many([one for one in given if isinstance(one, SupportedVersion)][:MOST_ROWS])


def _claims(one: Commitment) -> Iterator[Claim]:
    if isinstance(one, Deadline):
        yield from _deadline(one)
    elif isinstance(one, SupportedVersion):
        yield from _version(one)
    elif isinstance(one, Recurrence):
        yield from _recurrence(one)
    elif isinstance(one, SeverityBand):
        second = bool(SECOND.search(" ".join((one.sentence, *one.heading))))
        yield Claim(
            (one.kind, one.name, second), (one.min, one.max), f"{one.name} is CVSS {one.min:g}–{one.max:g}", one.span
        )
    elif isinstance(one, Tool) and one.claim == "use" and not one.alternatives:
        refused = one.strength == "refusal"
        yield Claim((one.kind, one.name), refused, f"{one.name} is {'not ' if refused else ''}used", one.span)
    elif isinstance(one, OFFERED) and one.strength != "discretion":
        refused = one.strength == "refusal"
        matter = (one.kind, one.channel) if isinstance(one, AdvisoryChannel) else (one.kind,)
        yield Claim(matter, refused, _offered(matter, refused=refused), one.span)


def _version(one: SupportedVersion) -> Iterator[Claim]:
    """Support that ends on a day may well be told without it elsewhere."""
    if not one.until:
        version = " ".join(one.version.casefold().removeprefix("v").split())
        product = " ".join(one.product.casefold().split())
        named = f"{one.version} of {one.product}" if product else one.version
        told = f"{named} is {'' if one.supported else 'not '}supported"
        yield Claim((one.kind, version, product), one.supported, told, one.span)


def _current(commitments: Sequence[Commitment], today: date | None) -> list[Commitment]:
    """``commitments`` without the versions whose stated end has passed: their rows say themselves that it is over."""
    return [
        one
        for one in of_several(commitments)
        if not (today and isinstance(one, SupportedVersion) and one.supported and passed(one, today))
    ]


def _how_many(rows: Sequence[SupportedVersion]) -> Iterator[Claim]:
    """How many releases are supported, counted from the newest or named: each document in its own words."""
    plain = [one for one in rows if one.supported and not one.condition and not EARLY.search(one.version)]
    numbered = [one for one in plain if NUMBERED.match(one.version)]
    for one in plain:
        product = one.product.casefold()
        matter = ("only the latest", product)
        count, level = (0, "") if one in numbered else _counted(one)
        if count > 1:
            told = f"the {one.version.removeprefix('the ')} are supported"
            yield Claim(matter, position=False, words=told, span=one.span, one=one)
            yield Claim(("the latest", product, level), position=count, words=told, span=one.span, one=one)
        elif count == 1 and ONLY_LATEST.search(one.sentence) and not OF_EACH.search(one.sentence):
            yield Claim(matter, position=True, words="only the latest release is supported", span=one.span, one=one)
        beside = (other for other in numbered if other.product == one.product and other.version != one.version)
        other = next(beside, None) if one in numbered else None
        if other is not None:
            told = f"{one.version} is supported beside {other.version}"
            yield Claim(matter, position=False, words=told, span=one.span, one=one)


def _counted(one: SupportedVersion) -> tuple[int, str]:
    """How many of the newest releases ``one`` names, and of which level; 0 where it names them otherwise."""
    parts = () if one.strength == "discretion" else series(one.version).parts
    if not parts or any(part.bounds or part.form not in ("latest", "previous") for part in parts):
        return 0, ""
    count = sum(part.count for part in parts)
    return (0 if count > 1 and OF_SOME.search(one.sentence) else count), parts[0].level


def _recurrence(one: Recurrence) -> Iterator[Claim]:
    """Not how often a document is reviewed: each speaks of itself."""
    if one.action != "policy_review" and one.every and one.strength in ("promise", "target"):
        matter = (one.kind, one.action, one.activity, one.tools, one.subject.casefold(), one.severity)
        told = " ".join([*one.tools, one.action.replace("_", " "), "every", duration(one.every, one.basis)])
        yield Claim(matter, length(one.every, one.basis), told, one.span)


def _deadline(one: Deadline) -> Iterator[Claim]:
    """One claim a severity: a document that names two together speaks of each."""
    if one.strength not in ("promise", "target"):
        return
    time = duration(one.within, one.basis)
    when = time if time == "at once" else f"{'within' if one.upper else 'not before'} {time}"
    of = f" ({', '.join(one.severity)})" if one.severity else ""
    told = f"{DEADLINES[one.action]} {when}{of}"
    for severity in one.severity or ("",):
        yield Claim((one.kind, one.action, severity, one.upper), length(one.within, one.basis), told, one.span)


def _finding(several: Sequence[Claim]) -> Finding:
    """The first document's claim against those that depart from it, each position with its places."""
    first = several[0]
    positions: dict[Any, list[Claim]] = {}
    for claim in several:
        positions.setdefault(claim.position, []).append(claim)
    departing = next(claim for claim in several if claim.position != first.position)
    others = [each for position, each in positions.items() if position != departing.position]
    said = "; ".join(f"{_places(each)} {'says' if len(each) == 1 else 'say'} {each[0].words}" for each in others)
    alike = [claim for claim in positions[departing.position] if claim.span != departing.span]
    so_too = f" ({_places(alike)} too)" if alike else ""
    also = tuple(claim.span for claim in several if claim is not departing)
    rule = CONTRADICTS_ITSELF if len({claim.span.path for claim in several}) == 1 else DOCUMENTS_DISAGREE
    return Finding(rule=rule, span=departing.span, text=f"{departing.words}{so_too}; {said}", also=also)


def _places(claims: Sequence[Claim]) -> str:
    return " and ".join(dict.fromkeys(str(claim.span) for claim in claims))


def _line(claim: Claim) -> tuple[int, str]:
    return claim.span.line or 0, claim.words
