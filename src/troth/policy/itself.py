"""What the project itself is called: a product that looks after its own holes is no tool that it uses."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from troth.policy.words.others import KNOWN
from troth.policy.words.sieve import Sifted, Words
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
    r"\b(?:(?i:security) of (?:the )?|(?i:contributors to |maintainers of |security policy (?:for|of) |"
    r"(?:threat model|self-assessment|assurance case|security (?:model|architecture|posture)) (?:for|of) )(?:the )?|"
    r"(?i:report(?:ing|ed|s)?|found|discover(?:ed)?|find|identif(?:y|ied)|notic(?:e|ed)|suspect(?:ed)?) (?:an? |any |"
    r"the )?(?:\w+ ){0,3}?(?:vulnerabilit(?:y|ies)|"
    r"issues?|bugs?|holes?|problems?|flaws?) (?:in|affecting|with) (?:the )?)[`*\[]*"
    r"([A-Z][\w.-]{1,24}(?: [A-Z][\w-]{2,16})?|[a-z][\w.-]{3,24}(?=[`*]*(?:[,:]|\.?$)))\b(?!\.\w)|"
    r"\b(?i:contact|reach|e-?mail|notify|inform|message|interaction with|in touch with) the [`*\[]*"
    r"([A-Z][\w.-]{1,24}(?: [A-Z][\w-]{2,16})?)[`*\]]* (?:(?i:security|core|project) )?(?:team|maintainers|"
    r"developers)\b|"
    r"\b(?i:keep(?:ing)?) (?:the )?[`*\[]*([A-Z][\w.-]{1,24}(?: [A-Z][\w-]{2,16})?)[`*\]]* (?:secure|safe|"
    r"and (?:our|its))\b",
    0,
)
"""What holes are reported in, and what is to be kept safe."""
SPEAKS = Words(
    r"^[\W_]*(?:[Tt]he )?([A-Z][\w.-]{1,24}(?: [A-Z][\w-]{2,16})?)(?:['’]s)? (?:[Ss]ecurity (?:[Pp]olicy|[Tt]eam)\b|"
    r"takes? (?:the )?security\b|(?:(?:project|team|community|[Ss]ecurity [Tt]eam) )?(?:maintainers|contributors|"
    r"community|developers|project|team)"
    r"(?: and (?:the |its |our )?(?:\w+ )?\w+)? (?:takes?|is committed|are committed)\b|"
    r"(?:(?:always|currently|only|actively|"
    r"officially) )?supports (?:only )?(?:the )?(?:latest|last|newest|most recent|current|two|three|\d)\b)",
    0,
)
"""Who speaks: "Ferry takes security seriously"."""
FOREIGN = Words(
    r"\b(?i:fork of|upstream(?: project)?(?: is)?,?|based (?:up)?on|built on(?: top of)?|wrapper (?:around|for)|"
    r"bindings (?:for|to|of)|port of|plug-?in (?:for|to)|extension (?:for|of)|distribution of|"
    r"our (?:vendor|supplier|hoster|competitor)s?(?: is| are)?,?) (?:the )?[`*\[]*([A-Z][\w.-]{1,24})\b",
    0,
)
"""What a project stands on, and whom it competes with."""
SERVANTS = frozenset(("github", "gitlab", "dependabot", "renovate", "snyk", "codeql", "docker", "cvss", "owasp"))
"""Services and measures that work for whoever stands on them."""
AGAIN = 4
"""Statements that speak of a company whose policy it is."""
SUFFIX = Words(r"(?:-?(?:hq|labs|project|security|sec|team|io|app|dev|foundation))$")

SENDS = Words(
    r"\b(?:report|submit|disclos|notif|inform|contact|privately|draft|new (?:security )?advisor|open|file|create|send|"
    r"tell|raise)"
)
"""Words of a sentence that sends reports where it links to."""
NEW = Words(r"/new\b")
"""The end of a link that opens a report, whatever stands around it."""
HOSTERS = frozenset(
    {
        "gmail", "googlemail", "googlegroups", "outlook", "hotmail", "yahoo", "proton", "protonmail", "icloud", "gmx",
        "web", "fastmail", "tutanota", "tuta", "mailbox", "posteo", "zoho", "yandex", "aol", "groups", "riseup",
    }
)  # fmt: skip
"""Domains where anybody may have a mailbox."""
USED = Words(
    r"\b(?:we|our (?:\w+ )?(?:ci|pipelines?|workflows?|builds?|team)|the (?:project|pipeline|ci)|ci) (?:\w+ly |also |"
    r"now )?(?:uses?|runs?|employs?|rely on|relies on) (?:the )?|"
    r"\b(?:scanned|checked|monitored|updated|tested|tracked|audited|analy[sz]ed) (?:\w+ )?(?:by|with|via|using) "
)
"""What stands before the tools that the project uses."""
AWAY = Words(r"[.;:!?](?:\s|$)|\b(?:on|in|to|for|with|at|every|as|of|before|when|which|that)\b")
"""Where the tools end that are used."""
REACH = 100
"""Characters behind a verb of use that name tools."""
NAME = Words(r"[\w-]+(?:\.[\w-]+)*")


def own_names(statements: Iterable[Statement], sifted: Callable[[str], Sifted]) -> frozenset[str]:
    """What the project and its makers are called, lower case, as links, addresses and sentences tell.

    ``sifted`` looks through a text once for all who ask about it.
    """
    known = tuple(statements)
    found = frozenset(name for each in known for name in _names(each, sifted(each.text)) if len(name) > 2)
    return found.difference(name for each in known for name in _used(sifted(each.text))) if found else found


def other_names(
    statements: Iterable[Statement], own: frozenset[str], sifted: Callable[[str], Sifted]
) -> frozenset[str]:
    """What others are called, lower case, but for ``own``: whom everybody knows, and on whom the project stands.

    A known one of whom the document speaks again and again is no other: it is the policy of theirs.
    """
    found: set[str] = set()
    said: Counter[str] = Counter()
    for each in statements:
        text = sifted(each.text)
        found |= {match[1].lower().rstrip(".") for match in FOREIGN.finditer(text)}
        said.update({match[0].lower() for match in KNOWN.finditer(text)})
    return frozenset(found | {name for name, times in said.items() if times < AGAIN}) - own - SERVANTS


def _used(text: Sifted) -> Iterator[str]:
    """What ``text`` says is used: a tool whose holes its own makers mend, however one is sent to them."""
    for match in USED.finditer(text):
        behind = text[match.end() : match.end() + REACH].lower()
        if end := AWAY.search(behind):
            behind = behind[: end.start()]
        words = [each[0] for each in NAME.finditer(behind)]
        yield from words
        yield from map(" ".join, itertools.pairwise(words))


def _names(statement: Statement, text: Sifted) -> Iterator[str]:
    for link in statement.links:
        match = ADVISORIES.search(link.url)
        if match and (NEW.search(link.url) or SENDS.search(text)):
            yield match[1].lower()
            yield match[2].lower()
    for match in MAILBOX.finditer(text):
        for name in match.groups():
            if name and name.lower() not in HOSTERS:
                yield name.lower()
                yield SUFFIX.sub("", name.lower())
    for words in (NAMED, SPEAKS):
        for match in words.finditer(text):
            name = next(each for each in match.groups() if each).lower().rstrip(".")
            yield name
            yield name.split()[0]
