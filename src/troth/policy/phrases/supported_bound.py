"""Versions that a sentence tells by a bound: "2.0 and above", "versions prior to 1.0", "all versions"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.version_status import DEAD, GRANT, REFUSE
from troth.terms.commitment import SupportedVersion

_NUMBERED = r"v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){0,3}(?![\w%]|\.\w|\s(?:\w+ )?(?:days?|hours?|weeks?|months?|years?)\b)"
_YEAR = r"(?:19|20)\d\d(?!\w|\.\w)"
"""Releases "before 2022" and "from 2024" are those of that time, whatever their numbers are."""
TURN = Words(r",?\s(?:although|though|but|unless|except|while|until|however)\b")
"""Where a sentence turns: a refusal behind it is about something else."""
BOUNDED = Words(
    rf"(?:\b(?:versions?|releases?|(?P<none>nothing)|anything|everything) (?:(?P<to>up to(?: and including)?)|"
    rf"(?P<from>newer than|later than|after(?! {_YEAR})|above|higher than)|(?:prior to|before)(?! {_YEAR})|below|"
    rf"older than|earlier than|under|lower than) (?:version )?(?P<bound>{_NUMBERED})|"
    rf"\b(?:versions?|releases?) (?:from|since|starting (?:with|from|at)) (?:version )?`?(?!{_YEAR})"
    rf"(?P<since>{_NUMBERED})`?(?P<onwards> (?:on(?:wards?)?|up(?:wards?)?)\b)?"
    r"(?! (?:(?:up )?to|through|until|till)\b)|"
    rf"\b(?:versions? )?`?(?P<above>{_NUMBERED}`? (?:and|or) (?:above|newer|later|higher|up|greater|older|earlier|"
    r"below|lower|prior))|"
    r"\b(?P<pair>(?:latest|current|newest) (?:and|or|&) (?:the )?(?:previous|prior|last|preceding) (?:major |"
    r"minor |stable )?"
    r"(?:versions?|releases?|majors?|minors?|(?:release )?lines?|branch(?:es)?|series|lts)(?! (?:versions?|"
    r"releases?)))|"
    r"\b(?P<all>all (?:released |published |minor |major )?(?:versions|releases)(?= (?:of [^.;]{1,40} )?(?:are|"
    r"is|receive|get) (?:\w+ ){0,2}(?:supported|maintained|fixes|patches|updates))))"
    r"(?P<rest>[^.;]{0,70})"
)
STATE = Words(
    r"\b(?:supported|maintained|support|considered|best[\s-]effort|(?:receives?|gets?|given) (?:[\w-]+ ){0,4}"
    r"(?:fix\w*|patch\w*|updates?|backports?|maintenance)|"
    r"(?:is|are|be) (?:(?:still|also|only|\w+ly) )?(?:patched|updated))\b"
)
"""What a version is granted; "contain fixes", "are signed and patched" tell what is in it."""
GIVEN = Words(
    r"\b(?:support|maintain)s?\b[^.;]{0,30}$|"
    r"\b(?:fixes|patches|updates|backports|support) (?:is|are|will be) [^.;]{0,30}"
    r"\b(?:for|to|in) (?:(?:all|the|only|our) ){0,2}$"
)
"""The same before the bound: "We support releases from 2.3 on"."""
FLAWED = Words(r"\b(?:affected|vulnerable|impacted)\b")
"""What was found in versions: the fixes behind it are of that flaw."""
KEPT = Words(r"\b(?:(?:un)?supported|(?:un)?maintained)\b")


def bounded(saying: Saying, taken: list[tuple[int, int]]) -> Iterator[SupportedVersion]:
    """ "Version 2 and above", "versions prior to 1.0", "all versions"."""
    match = BOUNDED.search(saying.text)
    of_versions = saying.role & Role.VERSIONS or "version" in saying.low or "release" in saying.low
    if match is None or not of_versions or "cvss" in saying.low:
        return
    since = match["since"]
    said = match["rest"] if match["bound"] else saying.text
    if not (GRANT.search(said) or DEAD.search(said)) or saying.theirs_at(match.start()):
        return
    told = match["none"] or REFUSE.search(TURN.split(match["rest"])[0] or "")
    refused = bool(told) or saying.negated(match.start(), 40)
    taken.append(match.span())
    if (match["bound"] or since) and not _tells_state(saying.text, match, refused=refused):
        return
    sign = "<=" if match["to"] else ">" if match["from"] else "<"
    name = (
        f"{sign} {match['bound']}"
        if match["bound"]
        else f">= {since}"
        if since
        else (match["above"] or match["all"] or match["pair"]).lower().replace("`", "")
    )
    yield saying.make(SupportedVersion, match.start(), version=name, supported=not refused)


def _tells_state(text: str, match: re.Match[str], *, refused: bool) -> bool:
    """Whether what stands behind a bound tells if versions are kept up, not what became of a flaw in them.

    What is refused "from 2.0" or "after 2.0", without "onwards", may be what came then just as well as all to come.
    """
    rest = match["rest"]
    if FLAWED.search(rest):
        return KEPT.search(rest) is not None
    if refused:
        return bool(match["onwards"] or not (match["since"] or (match["from"] or "").lower() == "after"))
    if match["since"] and GIVEN.search(text[: match.start()]):
        return True
    return STATE.search(text[match.start("rest") :] if match["since"] else rest) is not None
