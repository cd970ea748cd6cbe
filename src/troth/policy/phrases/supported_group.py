"""Versions that a sentence tells as a group: by their age, by their state, or all together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.version_status import DEAD, GIVES, GRANT, REFUSE, UPGRADE
from troth.terms.commitment import SupportedVersion

_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|nine|ten|twelve|eighteen|twenty-four)"
_KINDS = r"(?:versions|releases|tags|builds|branches)"
_ONE = r"(?:versions?|releases?|branch(?:es)?|lines?|series|majors?|minors?|variants?|lts)"
AGED = Words(
    rf"\b(?P<version>(?:(?:major|minor|patch|stable|tagged|published|lts) )?(?:{_KINDS}|any (?:version|release))"
    r"(?: (?:that (?:are|were|have been) )?(?:first )?(?:released|published|tagged|made|issued|cut))?"
    rf" (?:(?:from|in|within|during|of|over) the (?:last|past|previous|preceding) (?:{_COUNT} )?"
    r"(?:weeks?|months?|years?|days|quarters?)|"
    rf"(?:(?:less|more) than|under|over|up to|younger than|newer than|not older than|no older than|"
    rf"no more than|<) {_COUNT} "
    r"(?:weeks?|months?|years?|days)(?: (?:old|ago))?))(?!\w)(?P<rest>[^.;]{0,70})"
)
"""Versions by their age: "releases of the last six months"."""
STATE = Words(
    r"\b(?P<version>(?:(?:all |any |the )?(?:currently |actively )(?:active|maintained|developed)|(?<!no )active) "
    r"(?:(?:minor|major|stable|release) )?(?:versions|releases|branches|lines|series)|"
    r"all (?:(?:minor|major|stable) )?(?:versions|releases|branches|lines)(?: of the [\w-]{2,20})?"
    r"(?: (?:that|which) are)? (?:still |currently )?(?:under (?:active )?(?:maintenance|support)|"
    r"(?:in|within) (?:the(?:ir)? )?(?:support|maintenance)(?: (?:stage|phase|window|period))?|maintained|"
    r"supported))\b(?P<rest>[^.;]{0,70})"
)
"""Versions by their state: "actively maintained versions", "all releases still under maintenance"."""
LESSER = Words(
    r"^\W*(?P<version>(?:anything|everything|all) (?:else|older|earlier|below|before (?:that|this))|all others|"
    r"(?:third-party |downstream |modified |private )?forks(?: and [a-z -]{3,30})?|"
    r"(?:any |all )?(?:other )?versions (?:(?:that|which) are )?(?:outside|not (?:listed|mentioned|named|shown|in|on))"
    r"(?: [\w-]+){0,4}?)(?=\s(?:is|are|will|do|does|gets?|receives?|has|have|"
    r"may|must|should)\b)(?P<rest>[^.;]{0,70})"
)
"""What is left over: "Anything older is unsupported"."""
WHOLE = Words(
    r"\b(?:support|maintain|patch|fix|updates)\w* (?:for |in |to )?(?P<version>all "
    r"(?:released |published |tagged |minor |major |stable )?"
    r"(?:versions|releases))(?= of\b|[.,;)]|$)(?P<rest>)"
)
"""All versions, behind what is done for them."""
LIFETIME = Words(
    rf"\b(?P<version>(?:each|every) (?:(?!of\b)[\w-]+ ){{0,3}}?{_ONE})(?=\s(?:is|are|gets?|receives?|will|has|"
    rf"for|until)\b)"
    r"(?P<rest>(?=[^.;]{0,70}\b(?:for|until|till)\b)[^.;]{0,90})"
)
"""Versions that are each kept up for a time: "Every minor release is supported for six months"."""
KIND = Words(
    r"^\W*(?:(?:only|all|currently,?|the) ){0,2}(?P<version>(?:(?:(?:currently|actively|officially) )?(?:stable|lts|"
    r"long[\s-]term[\s-]support(?: \(lts\))?|tagged|published|official|production|released|supported|maintained) )"
    r"(?:(?:major|minor|stable) )?(?:versions|releases|branches)|(?:(?:major|minor|patch) )?(?:versions|releases)"
    r"(?=[^.;]{0,60}\b(?:for|until)\b))(?=\s(?:are|will|receive|get)\b)"
    r"(?P<rest>\s(?:are|will be|will receive|will get|receive|get) (?:\w+ ){0,2}?(?:supported|maintained|"
    r"patched|covered|"
    r"fixes|updates|patches|support)\b[^.;]{0,60})"
)
"""Versions by their kind: "LTS releases are supported for three years", "Only stable releases are supported"."""
HEAD = Words(r"(?<![\w/.-])(?P<version>HEAD)\b(?!\s(?:of|on|in|to)\b|[\w/~^-])(?P<rest>[^.;]{0,70})", 0)
"""The newest commit, as git calls it."""
RELATIVE = Words(
    r"(?<![\w.-])(?:[`*(]{0,2}(?P<first>N)[`*)]{0,2}(?:,|\sand|\sor|\s&|\s?/|,\sand)\s?)"
    r"[`*(]{0,2}(?P<version>N\s?[-–−]\s?\d)[`*)]{0,2}(?P<rest>[^.;]{0,70})",
    0,
)
"""Versions that are counted back from the newest: "N and N-1"."""
THE = Words(r"^(?:any|the) ")
EACH = Words(r"^(?:all|any(?! (?:version|release)\b)|the) ")


def groups(saying: Saying, taken: list[tuple[int, int]]) -> Iterator[SupportedVersion]:
    """Groups of versions that ``saying`` grants or refuses support; their places are ``taken``."""
    for pattern in _patterns(saying):
        match = pattern.search(saying.text)
        if match is None or any(start < match.end("version") and match.start("version") < end for start, end in taken):
            continue
        told = _told(saying, match)
        if told is not None:
            taken.append(match.span("version"))
            if pattern is RELATIVE:
                yield saying.make(SupportedVersion, match.start("first"), version=match["first"], supported=told)
            name = match["version"] if pattern in (HEAD, RELATIVE) else match["version"].lower()
            name = name if pattern is WHOLE else (THE if pattern is STATE else EACH).sub("", name)
            yield saying.make(SupportedVersion, match.start("version"), version=name, supported=told)


def _patterns(saying: Saying) -> tuple[Words, ...]:
    """What may be asked of ``saying``: a state tells only where the versions in that state are not listed."""
    if not saying.role & Role.VERSIONS:
        return (AGED,)
    listed = any(each.statement.form != "sentence" for each in saying.company.beside(saying))
    always = (AGED, LESSER, WHOLE, HEAD, RELATIVE)
    return always if listed else (*always, LIFETIME, STATE, KIND)


def _told(saying: Saying, match: re.Match[str]) -> bool | None:
    """Whether the words behind a group, else those in front of it, grant support; None where they say nothing."""
    rest = match["rest"]
    if saying.theirs_at(match.start("version")):
        return None
    if UPGRADE.match(rest):
        return False
    if GRANT.search(rest) or DEAD.search(rest):
        return not (REFUSE.search(rest) or saying.negated(match.start("version"), 20))
    before = saying.text[max(0, match.start("version") - 80) : match.start("version")]
    if GIVES.search(before):
        return not saying.negated(match.start("version"), 80)
    return None
