"""Channels that are none of the project's: filled by others, for reports that come in, or what stands in another."""

from __future__ import annotations

from troth.policy.words.sieve import Words

COMES_OUT = Words(
    r"\b(?:when(?:ever)?|if|once|after|as soon as|every time|each time) (?!the |our |its |an? cve\b.*\bwe\b)"
    r"(?:(?:an?|any|each|every|new|relevant|severe|critical|high|serious|upstream|known) ){0,4}$"
)
OUT_THERE = Words(
    r"^(?: [\w-]+){0,5}? (?:(?:is|are|gets?|was|has been) (?:\w+ly )?(?:published|announced|disclosed|found|discovered|"
    r"known|released|reported|out)|appears?|comes? (?:out|up)|hits?|affects?|drops?)\b"
)
"""What stands around flaws of others that come to be known: "rebuilt whenever a critical CVE is published"."""


HEARD = Words(
    r"\b(?:we|i|maintainers?|(?:the|our) (?:\w+ )?(?:team|project|developers))(?: \w+){0,2}? (?:subscribed? to|"
    r"(?:am|are|is) subscribed to|follows?|monitors?|reads?|watch(?:es)?|listens? to|(?:am|are|is) on|"
    r"(?:are|is) members? of)\b(?: [\w-]+){0,4} $"
)
"""Before a channel of others, which the project itself listens to: "we subscribe to the oss-security list"."""
POSTED_THERE = Words(
    r"^[^.;]{0,40}\b(?:and|where|which|who|that) (?:(?:we|also|will|to|then|the team|maintainers) ){0,3}"
    r"(?:post|send|publish|announce|mail|forward|report)s? "
    r"(?:(?:our|all|any|every|each|new|own|the|security) ){0,3}(?:advisor|announcement|fix|notice|release|news)"
)
"""Behind such a channel, that the project writes there itself: "… and post our advisories there"."""
REPORTS_ONLY = Words(
    r"^ (?:should|must|may|can|is|are|shall)(?: (?:only|to|be|solely|exclusively|just)){0,4} "
    r"(?:used|meant|intended|reserved|for|there)\b[^.;]{0,40}\b(?:report|undisclosed|vulnerab|private|sensitive)"
)
"""Behind a list on which reports are taken: "the list should only be used for reporting"."""
GOES_TO = Words(
    r"^ (?:is|are|will be|gets?) (?:\w+ly )?(?:posted|published|announced|sent|listed|distributed) "
    r"(?:to|on|via|at|in|by) (?:the |our |a |its )?(?:[\w-]+ ){0,2}"
    r"(?:blog|web ?site|homepage|list|forum|newsletter|e-?mail|mastodon|twitter|page)\b"
)
"""Behind advisories, the place that they are put, which is then the channel."""
LEARNT = Words(r"^(?:hear|learn|notified) ", 0)


def outside(name: str, low: str, start: int, end: int) -> bool:
    """Whether the channel at ``start``..``end`` is one that others fill, on which reports come in, or what another has.

    "Advisories are posted to our blog" names the blog, and "the list to learn of releases" the list.
    """
    before, behind = low[:start], low[end:]
    if name == "github-advisory" and GOES_TO.match(behind) and "github" not in low[start:end]:
        return True
    if (
        name == "release-notes"
        and LEARNT.match(low[start:end])
        and "mailing list" in before.replace("announce", "mailing")
    ):
        return True
    if name == "cve":
        return bool(COMES_OUT.search(before) and OUT_THERE.match(behind))
    if HEARD.search(before):
        return not (name == "mailing-list" and POSTED_THERE.match(behind))
    return name == "mailing-list" and bool(REPORTS_ONLY.match(behind))
