"""A listed step of the incident response."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from troth.policy.incident_plan import (
    ACTIONS,
    NUMBERED,
    STEP,
    bare,
    defines,
    ends_as_phase,
    incident_named,
    level_name,
    level_named,
    names_incident,
    of_operations,
    part_of_scenario,
    phase_like,
    planned,
    root,
    tells_of_reports,
    told_by_phases,
    whole_phase,
)
from troth.policy.phrases.listed import headed
from troth.policy.phrases.phase_name import BRACKETS, FIRST, LONGEST, order_name, phase_name
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.incident import (
    ANSWERS,
    ARROWS,
    ASIDE,
    BEFELL,
    DEFINES,
    PHASE,
    PURE_TIME,
    STEPS,
    STRONG,
    TAILED,
    TIMED_TITLE,
    answers,
    phase_abroad,
    phased,
)
from troth.policy.words.mood import past
from troth.policy.words.sieve import SIEVE, Sifted, Words
from troth.terms.commitment import IncidentPhase

MANY, SOME = 0.4, 0.3
"""Parts of a list that make the rest of it phases: of bare lines, and of numbered items with labels."""
MOST = 0.6
"""Part of numbered headings that have to be phases."""
HALF = 0.5
"""Part of an unlabelled list that has to speak of answering an incident."""
OTHERWISE = Words(
    r"procedur|plan\b|process|team|timeline|polic|time\b|template|notice|channel|protocol|sources|report\b|metric|objective|trigger"
)
"""Headings about something else than a phase."""
PROCEDURE = re.compile(r"\s(?:procedures?|process|protocol|plan|workflow)$", re.IGNORECASE)
PROCESSED = re.compile(
    r"(?:initial |early |threat |system |service )?(?:preparation|detection|identification|triage|assessment|analysis|"
    r"containment|isolation|investigation|eradication|remediation|recovery|restoration|mitigation|resolution|escalation|"
    r"communications?|notification|post-incident|post-mortem|closure|validation|verification|response)"
    r"(?:(?:,| &| and|/)? (?:analysis|identification|reporting|triage|assessment|containment|isolation|eradication|"
    r"remediation|recovery|restoration|resolution|notification|escalation|communications?|review|investigation|"
    r"mitigation))?"
)
"""Phases of which a whole section may give the procedures."""
ORDER = Words(
    r"^(?:prepare|detect|identify|triage|assess|confirm|declare|contain|isolate|stabili[sz]e|investigate|eradicate|"
    r"remediate|mitigate|resolve|recover|restore|rebuild|notify|communicate|escalate|verify|review|close|learn|improve|"
    r"document|preserve|respond|fix|patch)(?:,? [\w-]+| &){0,5}$"
)
"""Headings that tell a phase as an order: "Contain and determine scope"."""
COMMAS = re.compile(r",\s+(?:and |then |& )?|\s+(?:and|then)\s+|\s*/\s*")
CYCLE_NAMED = re.compile(r"\b(?:phases|steps|stages|cycle|lifecycle|process|order|sequence)\b")
CYCLE = re.compile(
    rf"{CYCLE_NAMED.pattern}[^,.]{{0,40}}?\s(?:is|are|follows?|includes?|covers?|has|consists? of|through|"
    rf"as)\s(?=\w+,)",
    re.IGNORECASE,
)
"""What leads to the phases in one sentence: "our process is detect, contain …"."""
INTRUDER = Words(
    r"\b(?:attackers?|adversar(?:y|ies)|hackers?|intruders?)\b[^.:]{0,40}?"
    r"\b(?:can(?:not|['’]t)?|could(?:n['’]t)?|would|might|may|will|won['’]t|tr(?:y|ies))\b|\bthreat actors?\b"
)
"""Lead-ins of what somebody could do with what leaked, which nobody of the project does."""
DONE = re.compile(r"\W*\w+ed by\b", re.IGNORECASE)
"""What a measure does by itself: "blocked by the gate"."""
PRINTED = frozenset({"text", "txt", "plain", "plaintext", "mermaid", "markdown", "md", "none", "ascii"})
"""Languages of blocks that are read by people."""
PRINTED_STEP = re.compile(r"\s*\d{1,2}[.)]\s+(?=[A-Z])")
"""The number of a step in a printed list."""
NODE = re.compile(r"[\[{(]{1,3}\"?([^\[\]{}()\"]{3,50})\"?[\]})]+\s*;?\s*$")
"""The last box of a line of a flow chart."""
REPORTS = Words(r"\b(?:vulnerab\w+|reports?|reported)\b")
"""Lead-ins about what is reported, not what befell."""
FEWEST = 3
"""Phases of the shortest run of phases in one sentence."""
NOT_DONE = re.compile(
    r"^\W*(?:do not|don['’]t|never|avoid|não|nunca|no|nicht|keine?|nie|ne|n['’]|niet|nooit|non|не|никогда)\b",
    re.IGNORECASE,
)
"""Items that tell what is not done."""


def _find(saying: Saying) -> Iterator[IncidentPhase]:
    form = saying.statement.form
    if not planned(saying.scene, saying.statement.heading) and not (form == "bullet" and BEFELL.search(saying.lead)):
        return
    if form == "sentence" or (form == "code" and len(ARROWS.findall(saying.text)) > 1):
        names = tuple(_run(saying))
    else:
        names = ({"code": _line, "heading": _heading, "row": _row}.get(form, _item)(saying),)
    for name in names:
        if name:
            yield saying.make(IncidentPhase, 0, name=name, strength="promise")


def _line(saying: Saying) -> str:
    """A line of a printed flow: "Step 1: CONTAIN", a box of a chart, or one of a block of short lines of phases."""
    match = STEP.match(saying.text)
    if match:
        return match["name"].strip().lower()
    if saying.statement.language == "mermaid":
        box = NODE.search(saying.text)
        named = (
            box and (ends_as_phase(box[1]) or STRONG.match(box[1])) and not re.search(r"\breport\b|\?", box[1].lower())
        )
        return box[1].strip().lower() if box and named else ""
    lines = saying.company.siblings(saying)
    if saying.statement.language and saying.statement.language not in PRINTED:
        return ""
    numbered = _count("numbered", lines, lambda each: PRINTED_STEP.match(each.statement.text))
    if numbered == len(lines) >= FEWEST and _count("printed", lines, _printed_step) >= HALF * numbered:
        return order_name(PRINTED_STEP.sub("", saying.statement.text))
    short = _count("short", lines, lambda each: len(each.statement.text.split()) <= 5) == len(lines)
    strong = _count("strong", lines, lambda each: STRONG.match(each.statement.text.lstrip("→->| ")))
    flow = short and len(lines) > 2 and strong > 1 and _mostly(lines, MANY) and not re.search(r"[:{}<>=]", saying.text)
    return re.sub(r"^\W+|\W+$", "", saying.low) if flow else ""


def _printed_step(saying: Saying) -> bool:
    number = PRINTED_STEP.match(saying.statement.text)
    return number is not None and answers(FIRST.sub("", saying.statement.text[number.end() :]))


def _heading(saying: Saying) -> str:
    path, scene = saying.statement.heading, saying.scene
    name = bare(BRACKETS.sub("", saying.text))
    step, told = STEP.match(saying.text), scene.sifted(name)
    if (
        len(name.split()) > LONGEST
        or incident_named(scene, path)
        or part_of_scenario(scene, path)
        or told_by_phases(scene, path)
        or level_named(scene, path)
        or (len(path) > 1 and ASIDE.search(scene.sifted(bare(path[-1]))) and not step)
    ):
        return ""
    if step:
        return "" if re.search(r"\breports?\b", told.lower()) else step["name"].strip(" *_`").lower()
    beside = saying.company.headings(path)
    if OTHERWISE.search(told):
        called = _procedure(scene.sifted(PROCEDURE.sub("", name)))
        return called if called and _count("procedures", beside, _phase_section) > 1 else ""
    timed = TIMED_TITLE.match(saying.text)
    if timed and _count("timed", beside, lambda each: TIMED_TITLE.match(each.statement.text)) > 1:
        return timed["name"].strip(" *_`").lower()
    if whole_phase(told):
        alone = STRONG.match(told) or _count("abroad", beside, _phase_title) > 1
        return _trimmed(name) if alone else ""
    weak = ends_as_phase(told) and not ASIDE.search(told) and _count("whole", beside, _whole) > 1
    if weak or (TAILED.match(told) and _count("like", beside, _phase_like) >= FEWEST):
        return _trimmed(name)
    if ORDER.match(told) and _count("orders", beside, _ordered) >= FEWEST:
        return name.lower()
    if not NUMBERED.match(saying.text):
        return ""
    numbered = _count("numbered", beside, lambda each: NUMBERED.match(each.statement.text))
    phases = _count("titles", beside, lambda each: NUMBERED.match(each.statement.text) and _titles_phase(each))
    if phases > 1 and phases >= MOST * numbered:
        return "" if ASIDE.search(told) and not PHASE.match(told) else _trimmed(name)
    return ""


def _procedure(title: Sifted) -> str:
    """The phase that a heading tells the procedures of: "Containment procedures", or ""."""
    told = SIEVE.alike(re.sub(r"^(?:security )?incident ", "", title.lower()), title)
    return title.lower() if PROCESSED.fullmatch(told) and not OTHERWISE.search(title) else ""


def _phase_section(saying: Saying) -> bool:
    title = bare(saying.statement.text)
    told = saying.scene.sifted(PROCEDURE.sub("", title))
    return whole_phase(told) or (bool(STRONG.match(told)) and bool(_procedure(told)))


def _ordered(saying: Saying) -> bool:
    """Whether a heading tells a phase as an order ("Close and learn") or by its name."""
    title = saying.scene.sifted(bare(saying.statement.text))
    return bool(ORDER.match(title)) or whole_phase(title)


def _whole(saying: Saying) -> bool:
    return whole_phase(saying.scene.sifted(bare(saying.statement.text)))


def _titles_phase(saying: Saying) -> bool:
    return _phase_title(saying) or bool(ORDER.match(saying.scene.sifted(bare(BRACKETS.sub("", saying.statement.text)))))


def _phase_title(saying: Saying) -> bool:
    title = saying.scene.sifted(bare(saying.statement.text))
    return bool(STRONG.match(title)) or ends_as_phase(title) or phase_abroad(title)


def _phase_like(saying: Saying) -> bool:
    return phase_like(saying.scene.sifted(bare(saying.statement.text)))


def _trimmed(name: str) -> str:
    return re.sub(r"\s(?:phase|checklist|steps)$", "", name.lower())


def _row(saying: Saying) -> str:
    """A row of a table of phases, of which one column holds the names."""
    if not re.search(r"\b(?:phase|stage|step|schritt|fase|étape|etapa)s?\b", saying.cells[0][0]):
        return ""
    name = saying.cells[0][1].strip(" *_`")
    if re.fullmatch(r"(?:step|phase|stage)?\s?\d{0,2}\W*", name, re.IGNORECASE) and len(saying.cells) > 1:
        name = saying.cells[1][1].strip(" *_`")
    name = bare(BRACKETS.sub("", name))
    return _trimmed(name) if 0 < len(name.split()) <= LONGEST else ""


def _run(saying: Saying) -> Iterator[str]:
    """Phases told in one sentence: "detect → contain → recover", or three and more behind a colon; or one by number."""
    if STEP.match(saying.text):
        beside = saying.company.beside(saying)
        if _count("steps", beside, _numbered_step) > 1 and not told_by_phases(saying.scene, saying.statement.heading):
            yield re.split(r"[:;.](?:\s|$)|\s[–—-]\s", STEP.sub(r"\g<name>", saying.text))[0].strip(" *_`").lower()
        return
    if bold := _bold(saying):
        if _count("bold", saying.company.beside(saying), _bold) >= FEWEST:
            yield bold
        return
    text = saying.text.rstrip(" .").rsplit(": ", 1)[-1]
    parts = ARROWS.split(text)
    cycle = CYCLE.search(text) if len(parts) < FEWEST else None
    if cycle or (len(parts) < FEWEST and CYCLE_NAMED.search(saying.low)):
        parts = COMMAS.split(text[cycle.end() :] if cycle else text)
    names = [re.sub(r"^\W*(?:\d\W*)?|\W+$", "", each) for each in parts if re.search(r"\w", each)]
    if len(names) >= FEWEST and all(len(each.split()) <= FEWEST for each in names):
        found = [each for each in names if phased(each)]
        if len(found) >= FEWEST and len(found) >= len(names) - 1:
            yield from (each.lower() for each in names if each)


def _bold(saying: Saying) -> str:
    """The phase that the bold words name with which a paragraph begins, or ""."""
    statement = saying.statement
    words = statement.text[: statement.bold].strip(" .:–—-") if not statement.depth else ""
    return words.lower() if words and ends_as_phase(words) and not ASIDE.search(saying.scene.sifted(words)) else ""


def _item(saying: Saying) -> str:
    statement, scene = saying.statement, saying.scene
    path = statement.heading
    if told_by_phases(scene, path) or (path and level_named(scene, path)) or of_operations(scene, path):
        return ""
    items = saying.company.siblings(saying)
    if past(saying.lead) or INTRUDER.search(saying.lead) or NOT_DONE.match(saying.text) or "_" in saying.label:
        return ""
    if len(items) > 1 and STEP.match(saying.text) and _count("steps", items, _numbered_step) == len(items):
        return re.split(r"[:;.](?:\s|$)|\s[–—-]\s", STEP.sub(r"\g<name>", saying.text))[0].strip(" *_`").lower()
    if statement.depth > 1:
        told = (_timed(saying, items) and not _detail(saying)) or _of_incident(saying, items)
        return phase_name(saying) if told and _answering(items) else ""
    named = bool(path) and bool(incident_named(scene, path))
    aside = path and ASIDE.search(scene.sifted(bare(path[-1]))) and not named
    if (
        aside
        or len(items) < 2
        or defines(saying, DEFINES)
        or (not (named or part_of_scenario(scene, path)) and tells_of_reports(items))
        or _count("levels", items, lambda each: level_name(each.label or each.text))
    ):
        return ""
    if statement.ordinal is not None:
        telling = _count("tells", items, _tells)
        scenario = named or part_of_scenario(scene, path)
        if not saying.label and not scenario and _phased_before(saying, items[0].number):
            return ""
        steady = telling >= (SOME if saying.label else HALF) * len(items) or (scene.languages and named)
        return phase_name(saying) if steady else ""
    if saying.label:
        near = (
            not path
            or headed(saying, Role.INCIDENT | Role.STEPS | Role.TIMES)
            or _count("strong", items, lambda each: STRONG.match(each.text)) >= FEWEST
        )
        return phase_name(saying) if near and _labelled(saying) and _mostly(items, MANY) else ""
    strong = _count("strong", items, lambda each: STRONG.match(each.text))
    only = strong and path and STEPS.search(path[-1]) and _count("bare", items, _nothing_else) == len(items)
    if only or (len(items) >= FEWEST and strong >= MOST * len(items)):
        return phase_name(saying)
    told = bool(path) and bool(
        named
        or PURE_TIME.fullmatch(path[-1])
        or STEPS.search(path[-1])
        or (BEFELL.search(saying.lead) and not REPORTS.search(saying.lead))
    )
    detail = not named and _phased_before(saying, items[0].number)
    return phase_name(saying) if told and not detail and _answering(items) else ""


def _nothing_else(saying: Saying) -> bool:
    return ends_as_phase(saying.text)


def _of_incident(saying: Saying, items: Sequence[Saying]) -> bool:
    """Whether the list of ``saying`` stands below an item that names what befell, and tells what is done about it."""
    before = items[0].number - 1 if items else -1
    above = next(iter(saying.company.last(items[0].number, 1)), None) if before >= 0 else None
    below = above is not None and above.statement.depth < saying.statement.depth and names_incident(above)
    return below and answers(saying.statement.text) and not DONE.match(saying.text)


def _numbered_step(saying: Saying) -> bool:
    return STEP.match(saying.text) is not None


def _phased_before(saying: Saying, start: int) -> bool:
    """Whether the plan named its phases before ``start``: lists of orders below them are detail."""
    told = saying.company.firsts("phases", _phase_of)
    return told.get(" › ".join(root(saying.scene, saying.statement.heading)), start) < start


def _detail(saying: Saying) -> bool:
    """Whether the plan named its phases by headings: what is done hour by hour in one case is detail."""
    told = saying.company.firsts("titles", _titled)
    plan = " › ".join(root(saying.scene, saying.statement.heading))
    return told.get(plan, saying.number) < saying.number


def _titled(saying: Saying) -> str:
    return _phase_of(saying) if saying.statement.form == "heading" else ""


def _phase_of(saying: Saying) -> str:
    """The plan of which ``saying`` names a phase by a heading, a label or in a flow, or ""."""
    form = saying.statement.form
    path = saying.statement.heading
    if form not in {"heading", "code", "bullet"} or not planned(saying.scene, path) or not STRONG.match(saying.text):
        return ""
    named = (
        _heading(saying) if form == "heading" else _line(saying) if form == "code" else saying.label and _item(saying)
    )
    return " › ".join(root(saying.scene, path)) if named else ""


def _tells(saying: Saying) -> bool:
    """Whether an item starts with a phase or the verb of a step, behind a time where one stands first."""
    if saying.label and PURE_TIME.fullmatch(saying.label):
        return answers(saying.statement.text[saying.value_at :]) or not ANSWERS.match(saying.label)
    if not saying.label and re.match(r"\W*\w{3,}ed\b", saying.statement.text):
        return False
    return bool(phased(saying.text)) or answers(FIRST.sub("", saying.statement.text))


def _labelled(saying: Saying) -> bool:
    """Whether the label of ``saying`` is a phase and nothing else."""
    match = phased(saying.text)
    return match is not None and bool(re.match(r"(?:\W*\([^()]{0,60}\))?\s*[:：|–—-]", saying.text[match.end() :]))


def _timed(saying: Saying, items: Sequence[Saying]) -> bool:
    """Whether the list of ``saying`` stands below an item that gives nothing but a time."""
    before = saying.company.before(items[0].number) if items else None
    if before is None or before.depth >= saying.statement.depth or ACTIONS.search(before.text):
        return False
    return PURE_TIME.fullmatch(before.text) is not None


def _answering(items: Sequence[Saying]) -> bool:
    return bool(items) and _count("answers", items, lambda each: answers(each.text)) >= HALF * len(items)


def _mostly(lines: Sequence[Saying], part: float) -> bool:
    """Whether so many of ``lines`` start with the name of a phase."""
    return _count("phases", lines, lambda each: phased(each.text)) >= part * len(lines)


def _count(name: str, items: Sequence[Saying], holds: Callable[[Saying], object]) -> int:
    return items[0].company.count(name, items, holds) if items else 0


EXAMPLES = (
    Example(
        text="## Incident response\n\n1. **Containment**: isolate what is affected\n2. **Recovery**: restore service",
        makes=(
            {"kind": "incident_phase", "name": "containment"},
            {"kind": "incident_phase", "name": "recovery"},
        ),
        negated="## Incident response\n\nThere are no phases.",
        advice="## For operators\n\n1. **Containment**: isolate your own server",
        past="## Incident response\n\nIn 2020 we isolated one server.",
        code="For example:\n\n```\n1. Containment\n```",
    ),
    Example(
        text=(
            "# Incident plan\n\n## Steps\n\n### 1. Triage (first hour)\n\nThe lead decides.\n\n### 2. Fix & verify\n\n"
            "The flaw is closed.\n\n### 3. Recovery\n\nService is back."
        ),
        makes=(
            {"kind": "incident_phase", "name": "triage"},
            {"kind": "incident_phase", "name": "fix & verify"},
            {"kind": "incident_phase", "name": "recovery"},
        ),
        negated="# Incident plan\n\n## Steps\n\nThere are none.",
        advice="## For operators\n\n### 1. Triage\n\nLook at your logs.\n\n### 2. Recovery\n\nRestore your backup.",
        past="# Incident plan\n\nIn 2020 triage took a day.",
        code="For example:\n\n```\n### 1. Triage\n```",
    ),
    Example(
        text="## If a key leaks\n\n1. Revoke the key\n2. Within a day: read the logs\n3. Tell the team",
        makes=(
            {"kind": "incident_phase", "name": "revoke the key"},
            {"kind": "incident_phase", "name": "tell the team"},
        ),
        negated="## If a key leaks\n\nThere is nothing to do.",
        advice="## For users\n\nIf your key leaks:\n\n1. Revoke the key\n2. Make another",
        past="## Incident response\n\nIn 2020 a key leaked. We:\n\n1. Revoked the key\n2. Told the users",
        code="For example:\n\n```\n1. Revoke the key\n```",
    ),
    Example(
        text="## Incident response\n\nThe order is: detect → contain → recover → review.",
        makes=({"kind": "incident_phase", "name": "contain"}, {"kind": "incident_phase", "name": "review"}),
        negated="## Incident response\n\nThere is no order.",
        advice="## For users\n\nThe order is: detect → contain → recover → review.",
        past="## Incident response\n\nIn 2020 there was no order.",
        code="For example:\n\n```\nThe order is set.\n```",
    ),
)

COUNTERS = (
    "# Incident plan\n\n## Contacts\n\n1. Notify the lead by phone\n2. Escalate to the owner",
    "## Leak prevention\n\n1. **Detection**: commits are scanned\n2. **Review**: a human looks",
)
PHRASE = Phrase(
    name="incident-phase",
    find=_find,
    forms=PROSE | {"heading", "code"},
    tells_past=True,
    examples=EXAMPLES,
    counter_examples=COUNTERS,
)
