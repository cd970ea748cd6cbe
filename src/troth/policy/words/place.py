"""Where and when automation is said to act, and how much the words ask of it."""

from __future__ import annotations

from troth.policy.words.sieve import Words
from troth.terms.commitment import Demand
from troth.terms.event import Event

PLACES: tuple[tuple[str, Words], ...] = (
    (
        "github-actions",
        Words(r"\bgithub (?:actions?|workflows?)\b|\.github/workflows\b|\bactions workflow"),
    ),
    ("gitlab-ci", Words(r"\bgitlab[\s-](?:ci|pipelines?)\b|\.gitlab-ci")),
    ("pre-commit", Words(r"\bpre-?commit\b|\bcommit hooks?\b|\bgit hooks?\b")),
    ("ci", Words(
        r"(?<![\w-])ci(?:/cd|-cd)?(?![\w-])|\bcontinuous integration\b|\bpipelines?\b|\bworkflows?\b|\bbuild "
        r"server\b"
    )),
    ("release", Words(
        r"\brelease (?:pipeline|workflow|process|job|is blocked|gate)|\b(?:at|on|for|with|before) (?:each |"
        r"every |the |all )?releases?\b|\breleases? (?:is|are) (?:blocked|scanned|signed)"
    )),
    ("repository", Words(r"\bin (?:this|the) repositor(?:y|ies)\b|\brepository settings?\b")),
)  # fmt: skip
PATH = Words(r"`((?:\.?[\w-]+/)+[\w.-]+\.\w{1,10})`|`(\.github/[\w./-]+)`", 0)
EVENTS: tuple[tuple[Event, Words], ...] = (
    (Event.PULL_REQUEST, Words(r"\b(?:pull|merge)[\s-]requests?\b|\bprs?\b|\bmrs?\b")),
    (Event.PUSH, Words(
        r"\bpush(?:es)?\b(?! hook)|(?<!before )\b(?:every|each) commit\b|\bevery build\b|\bcommits? to (?:main|"
        r"master)"
    )),
    (Event.MERGE_GROUP, Words(r"\bmerge (?:queue|group)")),
    (Event.SCHEDULE, Words(r"\bschedul\w+|\bcron\b|\b(?:weekly|daily|nightly|monthly)\b")),
    (Event.RELEASE, Words(
        r"\b(?:on|for|each|every|with|before|at) (?:\w+ )?releases?\b|\brelease (?:pipeline|workflow|is "
        r"blocked)|\bfor releases\b"
    )),
    (Event.COMMIT_HOOK, Words(r"\bpre-?commit\b|\bbefore (?:each|every) commit")),
    (Event.PUSH_HOOK, Words(r"\bpre-?push\b")),
)  # fmt: skip
ADVISORY = Words(
    r"\(advisory\)|\b(?:is|are|as|runs?|stays?|remains?) (?:purely |only )?advisory\b|"
    r"\badvisory[\s-](?:only|mode|checks?|jobs?|signal)\b|\bnon-?blocking\b|\binformational(?: only)?\b|"
    r"\b(?:does|do|will) not (?:block|fail|gate)\b|\bnon-?gating\b|\breport[\s-]only\b|\bnever (?:blocks?|"
    r"fails?)\b|\bwithout (?:blocking|failing)\b"
)
ENFORCED = Words(
    r"\benforc\w+|\brequired?\b|\bmandatory\b|\bblock(?:s|ing|ed)?\b|\bmust (?:pass|be|not)\b|\bfail(?:s|"
    r"ing)? (?:the |our )?(?:build|ci|pipeline|job|check|merge|when|if|on)|\bgat(?:e[sd]?|ing)\b|\bno "
    r"known vulnerabilit\w+|\bzero (?:known|tolerance|critical|high)|"
    r"\bprevents?\b|\brejects?\b|\bmust undergo\b|\bcannot be merged\b|\bnot merged\b"
)
NO_DEMAND = Words(
    r"\b(?:polic(?:y|ies)|licen[cs]es?|laws?|rules?|types?|access|boundar(?:y|ies)|limits?|quotas?|tls|permissions?)"
    r" enforcement\b|"
    r"\b(?:no|not|without)\b(?: [\w-]+){0,3}? required\b|"
    r"\b(?:if|where|when|whenever) required\b(?! (?:status )?checks?\b)|"
    r"\brequired (?:permissions?|scopes?|tokens?|secrets?|fields?)\b|"
    r"\b(?:code|unsafe|memory|data|text|config(?:uration)?) blocks?\b"
    r"(?! (?:the|on|when|if|every|each|all|until|merg\w+)\b)"
)
"""Words of demand within other things: "licence policy enforcement", "unsafe blocks", "no key is required"."""
OF_HOOK = Words(
    r"\b(?:pre-?commit|commit|git) hooks?\b(?:(?! ci\b| pipeline)[^.;,]){0,40}"
    r"\b(?:on|at|for|with) (?:every|each) commit\b|"
    r"\b(?:on|at|for|with) (?:every|each) commit\b(?:(?! ci\b| pipeline)[^.;,]){0,40}"
    r"\b(?:pre-?commit|commit|git) hooks?\b"
)
"""The commit of a hook, which is made on a developer's machine and is no push."""
_EVENT = (
    r"(?:(?:(?:each|every|any|all|the|a|cada|chaque|ogni|elke?|iedere?|jede[mnrs]?) )?"
    r"(?:(?:pull|merge)[\s-]requests?|prs?|mrs?|push(?:es)?|commits?|merges?|releases?|schedules?)\b"
    r"|(?:nightly|daily|weekly|monthly)\b)"
)
_AT = r"(?:(?:on|at|for|in|with|before|upon|by|bei|vor|für|en|em|à|a|in|bij|voor) )"
UNASKED = Words(
    rf"\b(?:not|never|instead of|rather than|nor|nicht|no|pas|non|não|niet) (?:{_AT}{_EVENT}|"
    rf"(?<=of |an )(?:each|every|all) {_EVENT}|(?:nightly|daily|weekly|monthly)\b)(?:,? (?:or|nor) {_AT}?{_EVENT})*"
)
"""Events that the words deny: "nightly, not on pull requests", "instead of on every push", "but not weekly"."""
UNIVERSAL = Words(r"\b(?:all|every|each|any|no|never|always|100\s?%|entire|whole|consistently|none)\b")


def places(text: str, title: str = "") -> tuple[str, ...]:
    """Where ``text`` says that something happens; the innermost heading, ``title``, speaks where the words do not."""
    found = tuple(name for name, words in PLACES if words.search(text))
    found += tuple(
        match[1] or match[2]
        for match in PATH.finditer(text)
        if "workflow" in match[0] or match[0].endswith((".yml`", ".yaml`"))
    )
    if not found and title:
        found = tuple(name for name, words in PLACES[:4] if words.search(title))
    return found


def events(text: str) -> tuple[Event, ...]:
    """Events that ``text`` names, without those that it denies."""
    text = UNASKED.sub(" ", text)
    of_hook = OF_HOOK.search(text)
    text = OF_HOOK.sub(" pre-commit ", text) if of_hook else text
    return tuple(event for event, words in EVENTS if words.search(text))


def demand(text: str) -> Demand:
    """How much the words of ``text`` ask of an automation (VERDICTS §1, outcome words)."""
    if ADVISORY.search(text):
        return Demand.ADVISORY
    return Demand.ENFORCED if ENFORCED.search(NO_DEMAND.sub(" ", text)) else Demand.RUNS


def universal(text: str) -> bool:
    """Whether ``text`` speaks of all, every or no."""
    return bool(UNIVERSAL.search(text))
