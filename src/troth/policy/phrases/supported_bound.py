"""Versions that a sentence tells by a bound: "2.0 and above", "versions prior to 1.0", "all versions"."""

from __future__ import annotations

from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.version_status import DEAD, GRANT, REFUSE
from troth.terms.commitment import SupportedVersion

_NUMBERED = r"v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){0,3}(?![\w%]|\.\w|\s(?:\w+ )?(?:days?|hours?|weeks?|months?|years?)\b)"
TURN = Words(r",?\s(?:although|though|but|unless|except|while|until|however)\b")
"""Where a sentence turns: a refusal behind it is about something else."""
BOUNDED = Words(
    rf"(?:\b(?:versions?|releases?|(?P<none>nothing)|anything|everything) (?:(?P<to>up to(?: and including)?)|"
    rf"(?P<from>newer than|later than|after|above|higher than)|prior to|before|below|older than|earlier than|under|"
    rf"lower than) (?:version )?(?P<bound>{_NUMBERED})|"
    rf"\b(?:versions?|releases?) (?:from|since|starting (?:with|from|at)) (?:version )?`?(?P<since>{_NUMBERED})`?"
    r"(?: (?:on(?:wards?)?|up(?:wards?)?))?(?! (?:to|through|until|till)\b)|"
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
    sign = "<=" if match["to"] else ">" if match["from"] else "<"
    name = (
        f"{sign} {match['bound']}"
        if match["bound"]
        else f">= {since}"
        if since
        else (match["above"] or match["all"] or match["pair"]).lower().replace("`", "")
    )
    yield saying.make(SupportedVersion, match.start(), version=name, supported=not refused)
