"""The parts of a plan for incidents: which headings name an incident or a level, and which lists are its steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from troth.policy.saying import Saying
from troth.policy.scene import Scene
from troth.policy.section import Role
from troth.policy.words.incident import (
    ASIDE,
    ATTACKED,
    BEFALLEN,
    DEFINED,
    GRADE,
    GRADED,
    LEVEL,
    LEVELS,
    OPERATIONS,
    PHASE,
    REPORTED,
    SCENARIOS,
    STRONG,
    TAILED,
    befallen,
    phase_abroad,
)
from troth.policy.words.severity import severities
from troth.policy.words.sieve import Sifted, Words
from troth.policy.words.spoken import foreign

NUMBERED = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2}){0,2}\s?[.):–—-]?|[A-H][.)]|[IVX]{1,4}[.)])\s+")
TYPED = Words(
    r"^\W*(?:\d{1,2}[.)]\s)?(?:(?:type|playbook|scenario|class|case|incident|runbook)\s?(?:\d{1,2}|[a-h])|"
    r"(?:incident |attack )(?:scenario|type|playbook)|scenario)\s?[:.)–—-]\s?(?P<name>.{3,80})$"
)
STEP = Words(
    r"^\W*(?:(?:step|phase|stage|fase|passo|paso|étape|etape|etapa|schritt|stap|этап|шаг|fáze|steg|krok|adım)\s?|"
    r"步骤|步驟|阶段|階段|ステップ|フェーズ|단계)(?:\d{1,2}|[IVX]{1,4}(?!\w))\s?[:：.)–—-]{1,2}\s?(?P<name>[^()（]{2,60})"
)
REPORTS = re.compile(r"(?!.*incident)(?:vulnerab|.*\bvulnerab|.*disclos)", re.IGNORECASE)
"""Headings about reports, not incidents."""
NO_NAME = Words(
    r"^\W*(?:overview|purpose|introduction|summary|general|contents|preparation|checklist|procedures?|process|steps|"
    r"response|prevention|when to|how to|background|about|scope|objectives?|quick|use|using|immediate|actions?)\b"
)
"""Titles among the scenarios that name none."""
TIMED = re.compile(
    r"\s*\((?=[^()]*(?:\d|immediate|same|next|week|day|hour|backlog|asap|critical|high|medium|low|severity))[^()]{0,80}\)",
    re.IGNORECASE,
)
LIKELY = re.compile(
    r"\s*\([^()]*(?:%|likel|common|severity|priority|critical|high|medium|low|p\d|sev)[^()]*\)\s*$", re.IGNORECASE
)
"""How likely or bad it is, behind the name of an incident."""
FORM = Words(
    r"\b(?:report|record|log|review|post-?mortem|pir|rca|incident|notification|communications?|message) templates?\b|"
    r"^\W*templates?\W*$|\b(?:modèle|plantilla|vorlage|sjabloon)\b|"
    r"^[\W\d]*(?:security )?(?:incident|post-?mortem|rca|outage)"
    r"(?: (?:and |& )?(?:root cause analysis|analysis|post-?mortem|review))* "
    r"(?:report|form|record|log|summary)\b(?! (?:and|&) )"
)
"""Headings of what is filled in, or was, about one incident: the headings below are its fields."""
ENDS = re.compile(r"\W*(?:\(.*|:.*|(?:phase|steps|checklist|session|meeting|review)\W*(?:\(.*)?)?$", re.IGNORECASE)
"""What may stand behind the name of a phase."""
ACTIONS = re.compile(r"actions?|response|steps", re.IGNORECASE)
CODED = re.compile(r"\s?[*_`]{0,2}\s?\((?:P|SEV|S|L|Level|Sev|Priority|Severity|Tier)[\s-]?\d\)", re.IGNORECASE)
"""The code of a level behind its grade: "Critical (P1)"."""
PEOPLE = Words(
    r"\b(?:engineer|lead|leader|manager|director|executive|owner|officer|team|on-?call|c[etis]s?o|head of|maintainers?|"
    r"leads|engineers|support|staff|responders?|commander|vendor|legal|founders?|admin\w*)\b"
)
"""Whom a level of escalation calls: it is no level of incidents."""
FEW = 3
"""Words of the longest grade in another language."""
LONGEST = 9
"""Words of the longest name of an incident."""
ANSWER = re.compile(
    r"(?<=\w) (?:(?:incident )?response|playbook|runbook|procedures?|handling|scenario)$", re.IGNORECASE
)
"""Behind the name of an incident: what is told of it."""
SIGNS = re.compile(r"^[^\w(]+")
IN_CASE = re.compile(r"^(?:what to do )?in (?:the )?(?:case|event) of (?:an? )?", re.IGNORECASE)
RUNG = re.compile(r"\W*(?:(?:escalation )?level|tier|l)[\s-]?\d\b", re.IGNORECASE)
"""A level that may be one of a ladder of people to call."""
REPORTS_TOLD = 0.4
"""Part of a list that has to speak of reports, for it to tell how they are handled."""
Path = tuple[str, ...]


def bare(title: str) -> str:
    """``title`` without its number, signs and times."""
    return TIMED.sub("", NUMBERED.sub("", SIGNS.sub("", title))).strip(" *_`.:")


def planned(scene: Scene, path: Path) -> bool:
    """Whether the place under ``path`` belongs to a plan for incidents, and to no form in it that is filled in."""
    if not path or not scene.path(path) & Role.INCIDENT or any(map(FORM.search, map(scene.sifted, path[1:]))):
        return False
    return not REPORTS.match(path[-1]) or (len(path) > 1 and SCENARIOS.search(scene.sifted(path[-2])) is not None)


def incident_named(scene: Scene, path: Path) -> str:
    """The incident that the heading at the end of ``path`` names, or ""."""
    above = path[:-1]
    if not above:
        return ""
    typed = TYPED.match(path[-1])
    scenario = typed and SCENARIOS.search(scene.sifted(path[-1])) and BEFALLEN.match(scene.sifted(typed["name"]))
    if typed and (scenario or planned(scene, above)):
        return LIKELY.sub("", typed["name"]).strip()
    if not planned(scene, above) or told_by_phases(scene, above):
        return ""
    title = ANSWER.sub("", bare(re.sub(r"\s*\([^()]*\)\s*$", "", path[-1])))
    if len(title.split()) > LONGEST or STEP.match(path[-1]) or level_named(scene, path):
        return ""
    condition = befallen(title)
    if condition:
        return condition
    title = IN_CASE.sub("", title)
    told = scene.sifted(title)
    if BEFALLEN.match(told) and " " in title:
        return title
    listed = SCENARIOS.search(scene.sifted(above[-1])) and not (len(above) > 1 and incident_named(scene, above))
    if listed and not (NO_NAME.match(told) or ASIDE.search(told) or STRONG.match(told) or phase_abroad(title)):
        return title
    return ""


def levels(scene: Scene, path: Path) -> bool:
    """Whether levels of incidents may be listed under ``path``."""
    title = scene.sifted(path[-1]) if path else scene.sifted("")
    return bool(scene.title(title) & Role.CLASSES or LEVELS.search(title) or DEFINED.search(title))


def level_named(scene: Scene, path: Path) -> str:
    """The level that the heading at the end of ``path`` names, or ""."""
    above = path[:-1]
    if not planned(scene, above) or STEP.match(path[-1]) or whom_called(path[-1]):
        return ""
    return level_name(path[-1]) if levels(scene, above) or LEVEL.match(path[-1]) else ""


def whom_called(text: str) -> bool:
    """Whether a level tells whom to call, not what befell: "Level 2: technical lead"."""
    match = RUNG.match(text)
    return match is not None and PEOPLE.search(text[match.end() :]) is not None


def level_name(text: str) -> str:
    """The level that ``text`` starts with: "P0 - Critical", "SEV1", "High", or ""."""
    if "cvss" in text.lower():
        return ""
    level = LEVEL.match(text)
    if level:
        grade = re.match(r"[\s:(–—-]{0,4}", text[level.end() :])
        rest = text[level.end() + (grade.end() if grade else 0) :]
        word = GRADE.match(rest)
        end = len(text) - len(rest) + word.end() if word else level.end()
        return re.sub(r"[()*_`]", "", text[level.start("level") : end]).strip()
    word = GRADE.match(text)
    if word:
        coded = CODED.match(text, word.end())
        if coded or re.match(r"\W*$", text[word.end() :]):
            return text[word.start("level") : coded.end() if coded else word.end()].strip()
    if word and re.match(r"\W*\(|\s*[:：|–—-]|\s*→", text[word.end() :]):
        return re.sub(r"[\s-](?:severity|priority|incidents?|impact)$", "", word["level"], flags=re.IGNORECASE).strip()
    head = re.sub(r"^\W+", "", re.split(r"[:：|(–—]", text, maxsplit=1)[0]).strip(" *_`")
    if len(head.split()) <= FEW and len(severities(head)) == 1 and foreign("severities", head):
        return re.sub(GRADED, "", head).strip() or head
    return ""


def names_incident(saying: Saying) -> bool:
    """Whether an item of a list is the name of what befell, by its label or by all that stands before its colon."""
    name = saying.label or (saying.scene.sifted(saying.text[:-1]) if saying.text.endswith(":") else "")
    return bool(name) and BEFALLEN.match(name) is not None


def defines(saying: Saying, words: Words) -> bool:
    """Whether the list of ``saying`` tells what counts as an incident."""
    headings = saying.statement.heading
    return bool(headings) and bool(words.search(saying.lead) or DEFINED.search(saying.scene.sifted(headings[-1])))


def told_by_phases(scene: Scene, path: Path) -> bool:
    """Whether the place under ``path`` is one phase of a plan: what stands in it is detail."""
    for depth in range(len(path), max(1, len(path) - 2), -1):
        title = scene.sifted(bare(path[depth - 1]))
        if not planned(scene, path[: depth - 1]):
            return False
        if STEP.match(path[depth - 1]) or whole_phase(title):
            return True
    return False


def part_of_scenario(scene: Scene, path: Path) -> bool:
    """Whether the place under ``path`` is a part of what is told of one incident: its symptoms, the answer to it."""
    return len(path) > 1 and bool(incident_named(scene, path[:-1]))


def root(scene: Scene, path: Path) -> Path:
    """The heading of the plan that ``path`` belongs to."""
    depth = next((each for each in range(1, len(path)) if scene.path(path[:each]) & Role.INCIDENT), len(path))
    return path[:depth]


def ends_as_phase(title: str) -> bool:
    """Whether ``title`` is nothing but the name of a phase."""
    match = PHASE.match(title)
    return match is not None and ENDS.match(title[match.end() :]) is not None


def whole_phase(title: Sifted) -> bool:
    """Whether ``title`` names a phase that needs no others beside it, or one in another language of the document."""
    return (STRONG.match(title) is not None and ends_as_phase(title)) or phase_abroad(title)


def phase_like(title: Sifted) -> bool:
    """Whether ``title`` may be that of a phase where others stand beside it."""
    return whole_phase(title) or TAILED.match(title) is not None


def tells_of_reports(items: Sequence[Saying]) -> bool:
    """Whether a list of a plan for incidents tells how reports are handled."""
    told = items[0].company.count("of reports", items, lambda each: REPORTED.search(each.text)) if items else 0
    return told > 1 and told >= REPORTS_TOLD * len(items)


def of_operations(scene: Scene, path: Path) -> bool:
    """Whether the place under ``path`` is about a trouble in the running of a service that nobody brought about."""
    about = [scene.sifted(each) for each in path[1:]]
    return any(map(OPERATIONS.search, about)) and not any(map(ATTACKED.search, about))
