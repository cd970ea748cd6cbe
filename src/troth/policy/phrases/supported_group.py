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
AGED = Words(
    rf"\b(?P<version>(?:(?:major|minor|patch|stable|tagged|published|lts) )?{_KINDS}"
    r"(?: (?:that (?:are|were|have been) )?(?:first )?(?:released|published|tagged|made|issued|cut))?"
    rf" (?:(?:from|in|within|during|of|over) the (?:last|past|previous|preceding) (?:{_COUNT} )?"
    r"(?:weeks?|months?|years?|days|quarters?)|"
    rf"(?:less than|under|up to|younger than|newer than|not older than|no older than|no more than|<) {_COUNT} "
    r"(?:weeks?|months?|years?|days)(?: (?:old|ago))?))(?!\w)(?P<rest>[^.;]{0,70})"
)
"""Versions by their age: "releases of the last six months"."""
STATE = Words(
    r"\b(?P<version>(?:(?:all |any |the )?(?:currently |actively )(?:active|maintained|developed)|(?<!no )active) "
    r"(?:(?:minor|major|stable|release) )?(?:versions|releases|branches|lines|series))\b(?P<rest>[^.;]{0,70})"
)
"""Versions by their state: "actively maintained versions"."""
LESSER = Words(
    r"^\W*(?P<version>(?:anything|everything|all) (?:else|older|earlier|below|before (?:that|this))|all others|"
    r"(?:third-party |downstream |modified |private )?forks(?: and [a-z -]{3,30})?|"
    r"versions (?:outside|not (?:listed|in|on))(?: [\w-]+){0,4}?)(?=\s(?:is|are|will|do|does|gets?|receives?|has|have|"
    r"may|must|should)\b)(?P<rest>[^.;]{0,70})"
)
"""What is left over: "Anything older is unsupported"."""
WHOLE = Words(
    r"\b(?:support|maintain|patch|fix|updates)\w* (?:for |in |to )?(?P<version>all "
    r"(?:released |published |tagged |minor |major |stable )?"
    r"(?:versions|releases))(?= of\b|[.,;)]|$)(?P<rest>)"
)
"""All versions, behind what is done for them."""
EACH = Words(r"^(?:all|any|the) ")


def groups(saying: Saying, taken: list[tuple[int, int]]) -> Iterator[SupportedVersion]:
    """Groups of versions that ``saying`` grants or refuses support; their places are ``taken``."""
    for pattern in _patterns(saying):
        match = pattern.search(saying.text)
        if match is None or any(start < match.end("version") and match.start("version") < end for start, end in taken):
            continue
        told = _told(saying, match)
        if told is not None:
            taken.append(match.span("version"))
            name = match["version"].lower()
            name = name if pattern is WHOLE else EACH.sub("", name)
            yield saying.make(SupportedVersion, match.start("version"), version=name, supported=told)


def _patterns(saying: Saying) -> tuple[Words, ...]:
    """What may be asked of ``saying``: a state tells only where the versions in that state are not listed."""
    if not saying.role & Role.VERSIONS:
        return (AGED,)
    listed = any(each.statement.form != "sentence" for each in saying.company.beside(saying))
    return (AGED, LESSER, WHOLE) if listed else (AGED, STATE, LESSER, WHOLE)


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
