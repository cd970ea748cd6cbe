"""A listed class of incident, or a level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.incident_plan import (
    defines,
    incident_named,
    level_name,
    level_named,
    levels,
    names_incident,
    planned,
    whom_called,
)
from troth.policy.phrases.listed import headed, title
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.incident import (
    ANSWERS,
    BEFALLS,
    DEFINED,
    DEFINES,
    LEVEL,
    PHASE,
    SCENARIOS,
    answers,
    befallen,
    phased,
)
from troth.policy.words.sieve import Words
from troth.terms.commitment import IncidentClass

TYPES = Words(
    r"\b(?:types?|categor\w+|class\w*|incidents?|scenarios?|playbooks?|threats?|events?|attacks?|emergenc\w+|situation)\b"
)
"""Headers of a column of classes."""
GRADES = Words(r"\b(?:severit\w+|levels?|priorit\w+|class\w*|tiers?|grades?|sev|urgency|impact level|prio)\b")
"""Headers of a column of levels."""
GRADES_ABROAD = re.compile(r"gr?a[vd]|sev[ei]r|schwere|ernst|crit|krit|крит|重|严|심각|priori|nive", re.IGNORECASE)
"""The same in other languages, in headings."""
PATCHES = Words(r"\b(?:vulnerab\w*|cvss|patch\w*|cves?|dependenc\w+|bugs?)\b")
"""Headings below which severities are those of vulnerabilities."""
NO_CLASS = Words(
    r"^\W*(?:affect|impact|requir|respon|target|notif|escalat|contact|within|workaround|enhancement|examples?|actions?|"
    r"page|all hands|immediate|any\b|see\b|use\b|\d|<|>)|[<>%]"
)
"""Bullets below a level that tell of it, not what it holds."""
ASIDE_OF_LEVEL = re.compile(
    r"\s*\((?!(?:critical|severe|urgent|high|major|medium|moderate|minor|low|p\d|sev[\s-]?\d|level \d)\))[^()]{0,80}\)",
    re.IGNORECASE,
)
"""What stands in brackets behind a level and is neither its grade nor its code."""
CODED = re.compile(r"\((?P<level>(?:P|SEV|S)[\s-]?\d)\)", re.IGNORECASE)
"""The code of a level that is told by its grade first: "Critical (P0)"."""
COUNTED = re.compile(r"#|no\.?|nr\.?|id|№|", re.IGNORECASE)
"""Headers of a column that counts the rows."""
SIGNALS = Words(r"^\W*(?:events?|signals?|symptoms?|triggers?|conditions?|alerts?|indicators?|situations?)\W*$")
"""Headers of a first column of what happens, whose severity the next tells."""
EXAMPLES_OF = Words(
    r"^\W*(?:an? (?:\w+ ){0,2}incident (?:is|means|includes)\b[^,.:]{2,80}?\b(?:such as|including|like|e\.g\.,?)|"
    r"(?:such )?incidents? (?:include|are|can be|may be)(?: (?:events|things))?(?: (?:such as|like))?:?|"
    r"(?:typical |common )?(?:examples?|incidents|types|scenarios)(?: of (?:\w+ )?incidents)?(?: (?:include|are))?\s?:)"
    r"\s(?P<list>\S.{5,600})$"
)
"""A sentence that lists incidents: "Examples: a lost key, an outage"."""
KIND = Words(
    r"\b(?:handled|treated|classed|classified|declared) as an? (?P<handled>(?:[\w-]+ ){1,2})incident\b|"
    r"^\W*an? (?P<defined>(?:[\w-]+ ){1,2})incident\W{0,4} is defined as\b"
)
"""A sentence that names one class of incidents and tells what falls under it."""
GENERAL = re.compile(
    r"(?:(?:security|cyber|cybersecurity|information|data|reportable|such|potential|possible|real|new|separate|privacy|"
    r"single|suspected|confirmed) )+$",
    re.IGNORECASE,
)
"""Words that make no class of incidents."""
GRADED = re.compile(
    r"(?:(?:low|medium|moderate|high|critical|severe|serious|major|minor|urgent|priority|internal|external|normal|"
    r"regular|production|live|active|ongoing|security) )+$",
    re.IGNORECASE,
)
"""As what something is handled that is no class: how bad it is, where, and whether it goes on."""
HAPPENS = re.compile(rf"\b(?:{BEFALLS}|incidents?)\b", re.IGNORECASE)
SCOPE = Words(r"^[\W\d]*(?:scope|in scope|when (?:it|this) applies|applies to|covers|triggers?)\W*$")
"""Headings of what a plan is for."""
SHORT = 5
"""Words of the longest incident that a sentence lists."""
MOST = 9
"""Words of the longest class that is a bullet."""


def _find(saying: Saying) -> Iterator[IncidentClass]:
    for each in _examples(saying):
        yield saying.make(IncidentClass, 0, name=each, level=False, strength="promise")
    name, level = _named(saying)
    if name and not (level and _told_before(saying, name)):
        yield saying.make(IncidentClass, 0, name=name[:100], level=level, strength="promise")


def _named(saying: Saying) -> tuple[str, bool]:
    """The class that ``saying`` names, or "", and whether it is a level."""
    read = {"heading": _heading, "row": _row, "bullet": _bullet, "sentence": _sentence}
    return read[saying.statement.form](saying) if saying.statement.form in read else ("", False)


def _told_before(saying: Saying, name: str) -> bool:
    """Whether the level was named before: a second table gives its times, or whom to call."""
    code = _code(name)
    first = saying.company.firsts("level", _level)
    return bool(code) and first.get(code, saying.number) < saying.number


def _level(saying: Saying) -> str:
    name, level = _named(saying)
    return _code(name) if level else ""


def _code(name: str) -> str:
    match = LEVEL.match(name) or CODED.search(name)
    return re.sub(r"\W", "", match["level"]).lower() if match else ""


def _heading(saying: Saying) -> tuple[str, bool]:
    path = (*saying.statement.heading, saying.text.strip())
    level = level_named(saying.scene, path)
    return (level, True) if level else (incident_named(saying.scene, path), False)


def _row(saying: Saying) -> tuple[str, bool]:
    path = saying.statement.heading
    if not planned(saying.scene, path) or PATCHES.search(saying.scene.sifted(path[-1])):
        return "", False
    events = SIGNALS.search(saying.cells[0][0]) is not None
    for header, value in saying.cells[: 1 if events else 2]:
        name = value.strip(" *_`")
        if len(name.split()) <= MOST and (levels(saying.scene, path) or GRADES.search(header)) and level_name(name):
            return ASIDE_OF_LEVEL.sub("", name).strip(), True
    if len({value for _, value in saying.cells}) < len(saying.cells[:2]):
        return "", False
    header, value = saying.cells[1 if COUNTED.fullmatch(saying.cells[0][0].strip()) and len(saying.cells) > 1 else 0]
    typed = (
        TYPES.search(header)
        or (events and len(saying.cells) > 1 and GRADES.search(saying.cells[1][0]))
        or (re.search(r"[^a-z\W]", header) and saying.role & Role.CLASSES)
    )
    if typed and 0 < len(value.split()) <= MOST and not level_name(value) and not PHASE.match(value):
        return value.strip().lower(), False
    return "", False


def _bullet(saying: Saying) -> tuple[str, bool]:
    path = saying.statement.heading
    if saying.statement.depth != 1 or not planned(saying.scene, path) or PATCHES.search(saying.scene.sifted(path[-1])):
        return "", False
    if levels(saying.scene, path):
        name = level_name(saying.label or saying.text)
        if name and not whom_called(saying.text):
            return name, True
    if saying.statement.ordinal is None and not saying.scene.languages and level_named(saying.scene, path):
        words = title(saying)
        bare = saying.label or NO_CLASS.search(saying.text) or ANSWERS.match(saying.text)
        return ("", False) if bare or len(words.split()) > MOST else (words, False)
    if _kinds(saying):
        name = _article(title(saying))
        return (name, False) if len(name.split()) <= MOST + 3 else ("", False)
    return "", False


def _kinds(saying: Saying) -> bool:
    """Whether the list of ``saying`` is one of kinds of incidents."""
    innermost = saying.scene.sifted(saying.statement.heading[-1])
    answered = ANSWERS.match(saying.text) and not names_incident(saying)
    if NO_CLASS.match(saying.text) or answered or (PHASE.match(saying.text) and saying.label):
        return False
    if saying.text.startswith("`"):
        return False
    items = saying.company.siblings(saying)
    if (
        (saying.label or saying.text.endswith(":"))
        and len(items) > 2
        and saying.company.count("befallen", items, names_incident) * 2 > len(items)
    ):
        return True
    if re.search(r"classif|categor|types?\b", innermost, re.IGNORECASE) and saying.role & Role.CLASSES:
        return True
    above = saying.statement.heading[-2:][0]
    if re.match(r"\W*examples?\W*$", innermost, re.IGNORECASE) and DEFINED.search(saying.scene.sifted(above)):
        return True
    if saying.statement.ordinal is None and defines(saying, DEFINES):
        return True
    happened = saying.company.count("happens", items, _happens)
    if SCOPE.match(innermost) and happened * 2 > len(items) > 1:
        return True
    abroad = saying.scene.languages and headed(saying, Role.CLASSES) and not _of_levels(innermost)
    if abroad and not level_name(saying.label or saying.text):
        done = saying.company.count("done", items, lambda each: phased(each.text) or answers(each.text))
        return not done and (bool(saying.label) or len(saying.text.split()) <= MOST)
    named = SCENARIOS.search(innermost) and (saying.label or saying.statement.ordinal is not None)
    return bool(named) and not saying.statement.lead


def _happens(saying: Saying) -> bool:
    return len(saying.text.split()) <= MOST and HAPPENS.search(saying.text) is not None


def _of_levels(title: str) -> bool:
    return GRADES_ABROAD.search(title) is not None and not level_name(title)


def _sentence(saying: Saying) -> tuple[str, bool]:
    """ "If a secret is pushed:", where a numbered list of what is done follows; or "SEV1: all is down"."""
    path = saying.statement.heading
    if not planned(saying.scene, path):
        return "", False
    if not saying.statement.depth and _line_of_level(saying):
        told = saying.company.count("line of level", saying.company.beside(saying), _line_of_level)
        return (_line_of_level(saying), True) if told > 1 else ("", False)
    kind = KIND.search(saying.text)
    called = (kind["handled"] or kind["defined"]).lower() if kind else ""
    if called and not GENERAL.match(called) and not (kind and kind["handled"] and GRADED.match(called)):
        return f"{called}incident", False
    name = befallen(saying.text)
    after = saying.company.after(saying.number)
    return (name, False) if name and after is not None and after.ordinal == 1 else ("", False)


def _line_of_level(saying: Saying) -> str:
    """The level that a line starts with where its meaning follows: "SEV1: all is down", or ""."""
    match = LEVEL.match(saying.text)
    told = match is not None and re.match(r"(?:\s?[(–—-]\s?\w+\)?)?\s?(?:[:：]|[–—-]\s)", saying.text[match.end() :])
    return level_name(saying.text) if told and not whom_called(saying.text) else ""


def _examples(saying: Saying) -> tuple[str, ...]:
    """The incidents that a sentence lists: "Examples: a lost key, an outage, a forged release"."""
    path = saying.statement.heading
    match = EXAMPLES_OF.match(saying.text) if saying.statement.form in {"sentence", "bullet"} else None
    if not match or not planned(saying.scene, path) or level_named(saying.scene, path):
        return ()
    names = [_article(each.strip(" .*_`")) for each in re.split(r"[,;]\s+(?:and |or )?|\s(?:and|or)\s", match["list"])]
    short = all(0 < len(each.split()) <= SHORT for each in names)
    befell = sum(1 for each in names if HAPPENS.search(each))
    return tuple(each.lower() for each in names) if short and len(names) > 2 and befell > 1 else ()


def _article(name: str) -> str:
    return re.sub(r"^(?:an?|the|any|suspected or confirmed)\s|[,;]+(?: and| or)?$", "", name)


EXAMPLES = (
    Example(
        text=(
            "## Incident response\n\n### Incident classification\n\n1. **Data breach**: someone read what "
            "they should not"
        ),
        makes=({"kind": "incident_class", "name": "data breach"},),
        negated="## Incident response\n\nIncidents are not classified.",
        advice="## For operators\n\n### Your incidents\n\n1. **Data breach**: tell your users",
        past="## Incident response\n\nIn 2020 we classified two incidents.",
        code="For example:\n\n```\n1. Data breach\n```",
    ),
    Example(
        text=(
            "# Incident plan\n\n## Severity\n\n| Level | Meaning |\n| --- | --- |\n| SEV1 | all is down |\n"
            "| SEV2 | some is down |\n\n## Scenarios\n\n### Leaked signing key\n\n1. Revoke the key\n"
            "2. Sign anew\n\n### Defaced website\n\n1. Restore the pages\n2. Change the passwords"
        ),
        makes=(
            {"kind": "incident_class", "name": "SEV1", "level": True},
            {"kind": "incident_class", "name": "SEV2", "level": True},
            {"kind": "incident_class", "name": "Leaked signing key"},
            {"kind": "incident_class", "name": "Defaced website"},
        ),
        negated="# Incident plan\n\n## Severity\n\nThere are no levels.",
        advice="# Operating\n\n## For operators\n\n### Leaked signing key\n\n1. Revoke your own key",
        past="# Incident plan\n\nIn 2020 a signing key leaked.",
        code="Headings, for example:\n\n```\n### Leaked signing key\n```",
    ),
    Example(
        text="## Incident response\n\nIf a password is leaked:\n\n1. Change it\n2. Read the logs",
        makes=({"kind": "incident_class", "name": "leaked password"},),
        negated="## Incident response\n\nNo password is ever leaked.",
        advice="## For users\n\nIf your password is leaked:\n\n1. Change it",
        past="## Incident response\n\nIn 2020 a password was leaked.",
        code="For example:\n\n```\nIf a password is leaked:\n```",
    ),
    Example(
        text="# Incident plan\n\n## Scope\n\nAn incident is anything such as:\n\n- a stolen laptop\n- a forged release",
        makes=(
            {"kind": "incident_class", "name": "stolen laptop"},
            {"kind": "incident_class", "name": "forged release"},
        ),
        negated="# Incident plan\n\n## Scope\n\nA stolen laptop is no incident.",
        advice="## For users\n\nAn incident is anything such as:\n\n- a stolen laptop",
        past="# Incident plan\n\nIn 2020 a laptop was stolen.",
        code="For example:\n\n```\n- a stolen laptop\n```",
    ),
)

COUNTERS = (
    "# Fixing vulnerabilities\n\n## Severity\n\n- Critical: fixed in a week\n- High: fixed in a month",
    "# Incident plan\n\n## Roles\n\n- Lead: decides\n- Scribe: writes down\n\n## Overview\n\nThis tells what we do.",
    "# Incident plan\n\n## Scope\n\nThis plan covers incidents that affect our products:\n\n- the shop\n- the app",
)
PHRASE = Phrase(
    name="incident-class",
    find=_find,
    forms=PROSE | {"heading"},
    examples=EXAMPLES,
    counter_examples=COUNTERS,
)
