"""Where and when automation is said to act, and how much the words ask of it."""

from __future__ import annotations

import re

from troth.terms.commitment import Demand
from troth.terms.event import Event

PLACES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "github-actions",
        re.compile(r"\bgithub (?:actions?|workflows?)\b|\.github/workflows\b|\bactions workflow", re.IGNORECASE),
    ),
    ("gitlab-ci", re.compile(r"\bgitlab[\s-](?:ci|pipelines?)\b|\.gitlab-ci", re.IGNORECASE)),
    ("pre-commit", re.compile(r"\bpre-?commit\b|\bcommit hooks?\b|\bgit hooks?\b", re.IGNORECASE)),
    ("ci", re.compile((
        r"(?<![\w-])ci(?:/cd|-cd)?(?![\w-])|\bcontinuous integration\b|\bpipelines?\b|\bworkflows?\b|\bbuild "
        r"server\b"
    ), re.IGNORECASE)),
    ("release", re.compile((
        r"\brelease (?:pipeline|workflow|process|job|is blocked|gate)|\b(?:at|on|for|with|before) (?:each |"
        r"every |the |all )?releases?\b|\breleases? (?:is|are) (?:blocked|scanned|signed)"
    ), re.IGNORECASE)),
    ("repository", re.compile(r"\bin (?:this|the) repositor(?:y|ies)\b|\brepository settings?\b", re.IGNORECASE)),
)  # fmt: skip
PATH = re.compile(r"`((?:\.?[\w-]+/)+[\w.-]+\.\w{1,10})`|`(\.github/[\w./-]+)`")
EVENTS: tuple[tuple[Event, re.Pattern[str]], ...] = (
    (Event.PULL_REQUEST, re.compile(r"\b(?:pull|merge)[\s-]requests?\b|\bprs?\b|\bmrs?\b", re.IGNORECASE)),
    (Event.PUSH, re.compile((
        r"\bpush(?:es)?\b(?! hook)|\bevery commit\b|\beach commit\b|\bevery build\b|\bcommits? to (?:main|"
        r"master)"
    ), re.IGNORECASE)),
    (Event.MERGE_GROUP, re.compile(r"\bmerge (?:queue|group)", re.IGNORECASE)),
    (Event.SCHEDULE, re.compile(r"\bschedul\w+|\bcron\b|\b(?:weekly|daily|nightly|monthly)\b", re.IGNORECASE)),
    (Event.RELEASE, re.compile((
        r"\b(?:on|for|each|every|with|before|at) (?:\w+ )?releases?\b|\brelease (?:pipeline|workflow|is "
        r"blocked)|\bfor releases\b"
    ), re.IGNORECASE)),
    (Event.COMMIT_HOOK, re.compile(r"\bpre-?commit\b|\bbefore (?:each|every) commit", re.IGNORECASE)),
    (Event.PUSH_HOOK, re.compile(r"\bpre-?push\b", re.IGNORECASE)),
)  # fmt: skip
ADVISORY = re.compile(
    r"\(advisory\)|\b(?:is|are|as|runs?|stays?|remains?) (?:purely |only )?advisory\b|"
    r"\badvisory[\s-](?:only|mode|checks?|jobs?|signal)\b|\bnon-?blocking\b|\binformational(?: only)?\b|"
    r"\b(?:does|do|will) not (?:block|fail|gate)\b|\bnon-?gating\b|\breport[\s-]only\b|\bnever (?:blocks|"
    r"fails)\b|\bwithout (?:blocking|failing)\b",
    re.IGNORECASE,
)
ENFORCED = re.compile(
    r"\benforc\w+|\brequired?\b|\bmandatory\b|\bblock(?:s|ing|ed)?\b|\bmust (?:pass|be|not)\b|\bfail(?:s|"
    r"ing)? (?:the |our )?(?:build|ci|pipeline|job|check|merge|when|if|on)|\bgat(?:e[sd]?|ing)\b|\bno "
    r"known vulnerabilit\w+|\bzero (?:known|tolerance|critical|high)|"
    r"\bprevents?\b|\brejects?\b|\bmust undergo\b|\bcannot be merged\b|\bnot merged\b",
    re.IGNORECASE,
)
UNIVERSAL = re.compile(
    r"\b(?:all|every|each|any|no|never|always|100\s?%|entire|whole|consistently|none)\b", re.IGNORECASE
)


def places(text: str, heading: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Where ``text`` says that something happens; the innermost heading speaks where the words do not."""
    found = tuple(name for name, words in PLACES if words.search(text))
    found += tuple(
        match[1] or match[2]
        for match in PATH.finditer(text)
        if "workflow" in match[0] or match[0].endswith((".yml`", ".yaml`"))
    )
    if not found and heading:
        found = tuple(name for name, words in PLACES[:4] if words.search(heading[-1]))
    return found


def events(text: str) -> tuple[Event, ...]:
    """Events that ``text`` names."""
    return tuple(event for event, words in EVENTS if words.search(text))


def demand(text: str) -> Demand:
    """How much the words of ``text`` ask of an automation (VERDICTS §1, outcome words)."""
    if ADVISORY.search(text):
        return Demand.ADVISORY
    return Demand.ENFORCED if ENFORCED.search(text) else Demand.RUNS


def universal(text: str) -> bool:
    """Whether ``text`` speaks of all, every or no."""
    return bool(UNIVERSAL.search(text))
