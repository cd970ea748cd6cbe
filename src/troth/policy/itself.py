"""What the project itself is called: a product that looks after its own holes is no tool that it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from troth.policy.words.sieve import Words
from troth.terms.statement import Statement

ADVISORIES = Words(
    r"(?:github\.com|gitlab\.com|codeberg\.org)/([\w.-]+)/([\w.-]+)/(?:security/(?:advisories|policy)|-/work_items|"
    r"issues/new)"
)
MAILBOX = Words(
    r"\b(?:([a-z]\w{0,30})[-.])?(?:security|psirt|vulnerabilit(?:y|ies)|secure|disclosure|bugbounty)(?:[-.]([a-z]\w*))?"
    r"@(?:[\w-]+\.){0,3}?([a-z][\w-]{2,30})\.[a-z]{2,10}\b"
)
"""An address that takes reports, by its project or its domain."""
NAMED = Words(
    r"\b(?:(?i:security) of (?:the )?|(?i:contributors to |maintainers of |security policy (?:for|of) )(?:the )?|"
    r"(?i:report(?:ing|ed|s)?|found|discover(?:ed)?|find) (?:an? |any |the )?(?:\w+ ){0,3}?(?:vulnerabilit(?:y|ies)|"
    r"issues?|bugs?|holes?|problems?) (?:in|affecting) (?:the )?)[`*\[]*"
    r"([A-Z][\w.-]{1,24}(?: [A-Z][\w-]{2,16})?)\b(?!\.\w)|"
    r"\b(?i:keep(?:ing)?) (?:the )?[`*\[]*([A-Z][\w.-]{1,24}(?: [A-Z][\w-]{2,16})?)[`*\]]* (?:secure|safe|"
    r"and (?:our|its))\b",
    0,
)
"""What holes are reported in, and what is to be kept safe."""
SPEAKS = Words(
    r"^[\W_]*(?:[Tt]he )?([A-Z][\w.-]{1,24}(?: [A-Z][\w-]{2,16})?) (?:[Ss]ecurity (?:[Pp]olicy|[Tt]eam)\b|"
    r"takes? (?:the )?security\b|(?:(?:project|team|community|[Ss]ecurity [Tt]eam) )?(?:maintainers|contributors|"
    r"community|developers|project|team) (?:takes?|is committed|are committed)\b|(?:(?:always|currently|only|actively|"
    r"officially) )?supports (?:only )?(?:the )?(?:latest|last|newest|most recent|current|two|three|\d)\b)",
    0,
)
"""Who speaks: "Ferry takes security seriously"."""
SUFFIX = Words(r"(?:-?(?:hq|labs|project|security|sec|team|io|app|dev|foundation))$")


def own_names(statements: Iterable[Statement]) -> frozenset[str]:
    """What the project and its makers are called, lower case, as links, addresses and sentences tell."""
    return frozenset(name for each in statements for name in _names(each) if len(name) > 2)


def _names(statement: Statement) -> Iterator[str]:
    for link in statement.links:
        for match in ADVISORIES.finditer(link.url):
            yield match[1].lower()
            yield match[2].lower()
    for match in MAILBOX.finditer(statement.text):
        for name in match.groups():
            if name:
                yield name.lower()
                yield SUFFIX.pattern.sub("", name.lower())
    for words in (NAMED, SPEAKS):
        for match in words.finditer(statement.text):
            name = next(each for each in match.groups() if each).lower().rstrip(".")
            yield name
            yield name.split()[0]
