"""A listed step of the handling of vulnerabilities."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.incident_plan import tells_of_reports, told_by_phases
from troth.policy.phrases.listed import bold_words, headed, listed
from troth.policy.phrases.phase_name import LAST
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.phrases.step_chain import STAGE, chained, flow, handled, steps
from troth.policy.phrases.step_list import (
    ELSEWHERE,
    HANDLES,
    asked,
    carried,
    elsewhere,
    explains_item,
    only_times,
    row_of_stages,
    told_as_stage,
    told_as_steps,
    told_by_actor,
    told_in_turn,
)
from troth.policy.points import points
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.traits import traits
from troth.policy.words.duration import durations
from troth.policy.words.severity import severities
from troth.policy.words.sieve import Words
from troth.policy.words.step import sensible, stage_name, step_name
from troth.terms.commitment import DisclosureStep, Severity

PROCESS = Words(
    r"process|procedure|steps|workflow|approach|as follows|following|lifecycle|we will|runbook|ablauf|"
    r"proceso|processus|процесс|流程|プロセス"
)
REPORTER = Words(
    r"^\W*(?:please|do not|don['’]?t|you (?:should|must|can)|include|provide|e?mail|send|open|go to|click|"
    r"navigate|select|fill|wait|avoid|give us|submit|describe|allow)\b"
)
NO_STEP = Words(
    r"^\W*(?:\d{1,2}[.)]\s*)?(?:never\b|do not\b|don['’]t\b|(?:we|maintainers|the team) (?:do not|don['’]t|never|"
    r"will not|won['’]t|"
    r"cannot|can['’]t)\b|you(?:['’]ll| will| can| should| must| may)?\b(?! (?:will )?(?:receive|get|hear|be)\b))"
)
"""What is not done, and what the reporter does."""
HANDLING = Role.STEPS | Role.REPORTING | Role.TIMES | Role.CHANNELS
"""Sections in which steps of the handling are told."""
POINTS = points("disclosure_step")
ACTION = Words(r"^(?:action|communication|response|remediation)s?$", 0)
PASSIVE = Words(r"\b(?:is|are|will be|gets?|being)\s(?:\w+ ){0,2}\w+ed\b")
"""What is done with a report, told sentence by sentence in one bullet."""
REFERS = Words(r"^\W*(?:this|these|those|it|they|see|for more)\b")
"""Sentences that go on about the step before."""
CASE = Words(r"^\W*(?:[a-h]\W+)?(?:if|when|unless|in case|for)\b[^,]*:?$|.*\bfollowing\b[^.]*:$")
"""A case of which the items below tell what is done."""
STEP_HEADING = Words(
    r"^\W*(?:step|phase|stage)\s?(?:\d{1,2}(?!\.?\d)|[ivx]{1,4}(?!\w))\s?[:.)–—-]{1,2}\s?(?P<name>.{3,90})$"
)
OF_REPORTS = Words(
    r"\b(?:vulnerab\w+|disclos\w+|reports?|reported|reporting|responses?|cves?|advisor\w+|triage|patch\w*)\b"
)
"""What a process is of whose steps are told by numbered headings or lines."""
MORE = 1
"""Numbered headings with such words above which they need no title that says it."""
HALF = 0.5
"""Part of numbered headings that have to tell of handling a report."""

DUE_IN = re.compile(r"\b(?:in|within|after) (?:\w+ ){1,2}weeks?\b", re.IGNORECASE)
"""When a step is done, which is no week of a plan."""
WORKED_OFF = re.compile(
    r"[✅❌☑✔⏳]|\b(?:completed?|not started|in progress|done|todo|weeks?|sprint|jours?)\b", re.IGNORECASE
)
"""Headings of a plan of work that is done once."""
ARROW = re.compile(r"\s*(?:→|[-─—–=]{0,3}[>►▶]|⇒|➜|➔|↓|\|)+\s*(?=\w)")
"""The arrow at the start of a line that is drawn below another."""
BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
NOTED = re.compile(r"\s*#\s*(?:Step )?\d{1,2}[.):]\s+(?P<name>[A-Z][^()]{3,60}?)\s*(?:\([^()]*\))?\s*$")
"""A numbered remark in a block of commands."""
LINE = re.compile(r"\s*(?:\d{1,2}|[a-h])[.)]\s+(?P<name>[A-Z][^()]{3,60}?)\s*(?:\([^()]*\))?\s*$")
"""A line of a numbered list in a block of code."""
SHORTEST = 3
"""Lines of the shortest list in a block of code."""
LONGEST = 7
"""Words of the longest step that a line names behind its number."""


def _find(saying: Saying) -> Iterator[DisclosureStep]:
    if (
        saying.role & Role.INCIDENT
        and not re.search(
            r"vulnerab|disclos|report handling|security report", " ".join(saying.statement.heading), re.IGNORECASE
        )
        and not (
            saying.statement.form == "bullet"
            and tells_of_reports(saying.company.siblings(saying))
            and not told_by_phases(saying.scene, saying.statement.heading)
        )
    ):
        return
    if saying.statement.form == "code":
        if saying.role & HANDLING:
            yield from (saying.make(DisclosureStep, 0, name=name) for name in _drawn(saying))
        return
    if saying.statement.form == "heading":
        match = STEP_HEADING.match(saying.text)
        if match and _numbered_stage(saying):
            yield saying.make(DisclosureStep, 0, name=match["name"].strip(), strength="promise")
        elif told_as_stage(saying):
            yield saying.make(
                DisclosureStep, 0, name=stage_name(saying.text).replace(" & ", " and "), strength="promise"
            )
        return
    told = tuple(_sentence(saying)) if saying.role & HANDLING else ()
    for name in told:
        yield saying.make(DisclosureStep, 0, name=name)
    if told or (saying.role & HANDLING and saying.company.count("step-chain", saying.company.beside(saying), chained)):
        return
    severity = severities(saying.statement.heading[-1]) if saying.statement.heading else ()
    if (
        len(severity) == 1
        and ACTION.match(saying.label)
        and not any(durations(saying.text))
        and saying.statement.form == "bullet"
    ):
        yield from _by_severity(saying, severity)
    elif (
        ((saying.role & HANDLING or saying.statement.ordinal or row_of_stages(saying)) and not asked(saying))
        and not NO_STEP.match(saying.text)
        and _told(saying)
    ):
        name = bold_words(saying) if not saying.label else ""
        name = name or step_name(saying.text, saying.label).replace(" & ", " and ")
        if saying.scene.languages or sensible(name):
            yield saying.make(DisclosureStep, 0, name=name)


def _drawn(saying: Saying) -> Iterator[str]:
    """The steps of a line that is drawn, not run: with arrows between them, or one of a numbered list."""
    yield from flow(saying)
    lines = saying.company.siblings(saying)
    arrow = ARROW.match(saying.statement.text)
    drawn = saying.company.count("step-arrows", lines, lambda each: ARROW.match(each.statement.text))
    if drawn >= SHORTEST - 1 and drawn >= len(lines) - 1 and len(lines) >= SHORTEST:
        staged = saying.company.count("step-stages", lines, lambda each: STAGE.search(each.low))
        if staged > len(lines) * HALF or (saying.scene.languages and headed(saying, Role.STEPS)):
            yield BRACKET.sub("", saying.statement.text[arrow.end() if arrow else 0 :]).strip().lower()
        return
    commands = saying.statement.language.startswith(("bash", "sh", "console"))
    line = (NOTED if commands else LINE).match(saying.statement.text)
    if line and (headed(saying, Role.STEPS) or commands):
        numbered = saying.company.count("step-numbered", lines, lambda each: _line(each, commands=commands))
        told = saying.company.count("step-drawn", lines, lambda each: _line(each, commands=commands) and _handles(each))
        if numbered >= SHORTEST and told > numbered * HALF and not CASE.match(line["name"]):
            yield LAST.sub("", line["name"].lower())


def _line(saying: Saying, *, commands: bool) -> bool:
    return (NOTED if commands else LINE).match(saying.statement.text) is not None


def _handles(saying: Saying) -> bool:
    return HANDLES.search(saying.text) is not None


def _numbered_stage(saying: Saying) -> bool:
    """Whether a numbered heading stands among those of a process of handling reports: most of them tell of it."""
    if WORKED_OFF.search(DUE_IN.sub(" ", saying.text)):
        return False
    beside = saying.company.headings(saying.statement.heading)
    if not OF_REPORTS.search(saying.scene.sifted(" ".join(saying.statement.heading))):
        of_reports = saying.company.count("step-of-reports", beside, lambda each: OF_REPORTS.search(each.text))
        if of_reports <= MORE:
            return False
    numbered = saying.company.count("step-headings", beside, lambda each: STEP_HEADING.match(each.text))
    told = saying.company.count("step-handling", beside, lambda each: STEP_HEADING.match(each.text) and _handles(each))
    return told >= numbered * HALF


def _sentence(saying: Saying) -> Iterator[str]:
    """The steps that one sentence names: behind its number, with arrows between them, or one verb after the other."""
    if handled(saying):
        yield "assign primary handler"
    if _by_number(saying) and saying.company.count("step-lines", saying.company.beside(saying), _by_number) > 1:
        yield _by_number(saying)
    else:
        yield from flow(saying)
        yield from steps(saying)


def _by_number(saying: Saying) -> str:
    """The step that a line names behind its number, "Step 2: Triage. The crew looks at it", or ""."""
    match = STEP_HEADING.match(saying.text) if saying.statement.form == "sentence" else None
    name = re.split(r"[:.](?:\s|$)|\s(?:--|[–—-])\s", match["name"])[0].strip(" *_`").lower() if match else ""
    return name if len(name.split()) <= LONGEST and not saying.role & ELSEWHERE else ""


def _told(saying: Saying) -> bool:
    """Whether ``saying`` is a step by its points, or by the list that it stands in."""
    statement = saying.statement
    if told_in_turn(saying):
        return True
    if statement.form == "sentence" and (
        not statement.depth or not PASSIVE.search(saying.text) or REFERS.match(saying.text)
    ):
        return False
    if (
        elsewhere(saying)
        or explains_item(saying)
        or only_times(saying)
        or CASE.match(saying.text)
        or severities(saying.label)
    ):
        return False
    if told_as_steps(saying) or told_by_actor(saying) or row_of_stages(saying):
        return True
    by_list = carried(saying, _reached)
    return _reached(saying) if by_list is None else by_list


def _reached(saying: Saying) -> bool:
    return POINTS.reached(signs(saying))


def _signs(saying: Saying) -> tuple[str, ...]:
    return POINTS.why(signs(saying))


def signs(saying: Saying) -> Iterator[str]:
    """The traits of ``saying``, and whether it stands in a list that is the process, by its headings and lead-in."""
    yield from traits(saying)
    if listed(saying) and _in_process(saying):
        yield "process"
        if HANDLES.search(saying.text):
            yield "process-handles"
    if saying.statement.form == "row" and re.search(r"^(?:step|stage|phase|#)", saying.cells[0][0]):
        yield "row-of-steps"
        if saying.role & Role.STEPS:
            yield "row-of-process"
    if REPORTER.match(saying.text):
        yield "reporter"


def _in_process(saying: Saying) -> bool:
    """Whether a numbered list stands in a section about the process, or a lead-in announces the steps."""
    lead = saying.statement.lead[-200:]
    numbered = saying.statement.ordinal is not None
    if saying.role & (Role.REPORT | Role.RESEARCH | Role.SCOPE | Role.CHANNELS & ~Role.STEPS) and not headed(
        saying, Role.STEPS
    ):
        return False
    if re.search(
        r"\b(?:include|provide|please|you (?:should|can|must)|we ask|report)\b", lead, re.IGNORECASE
    ) and not re.search(r"\b(?:process|we (?:will|follow|use|do)|procedure)\b", lead, re.IGNORECASE):
        return False
    if numbered:
        return (headed(saying, Role.STEPS) and not headed(saying, Role.TIMES & ~Role.STEPS)) or (
            bool(PROCESS.search(lead)) and bool(saying.role & (Role.STEPS | Role.REPORTING | Role.CHANNELS))
        )
    if headed(saying, Role.STEPS) and re.search(r"\bwe (?:will|do)\s?:\s*$", lead, re.IGNORECASE):
        return True
    return bool(re.search(r"\b(?:process|steps|procedure|workflow)\b", lead, re.IGNORECASE)) and bool(
        saying.role & (Role.STEPS | Role.REPORTING)
    )


def _by_severity(saying: Saying, severity: tuple[Severity, ...]) -> Iterator[DisclosureStep]:
    """ "Action: Plan and implement fix" under "High vulnerabilities"."""
    value = saying.text[saying.value_at :].strip(" .")
    if re.search(r"\b(?:regular|quarterly|monthly|weekly|annual|immediate)\b", value, re.IGNORECASE):
        return
    noun = re.match(r"(?P<who>[\w\s]{3,40}?)\s(?:notification|alert)s?$", value, re.IGNORECASE)
    name = f"notify {noun['who'].lower()}" if noun else value[0].lower() + value[1:] if value else ""
    if name:
        yield saying.make(DisclosureStep, saying.value_at, name=name, severity=severity, strength="promise")


EXAMPLES = (
    Example(
        text=(
            "## Vulnerability handling process\n\n1. **Verification**: we verify the report\n2. **Release**: "
            "the fix is released"
        ),
        makes=(
            {"kind": "disclosure_step", "name": "verification"},
            {"kind": "disclosure_step", "name": "release"},
        ),
        negated="## Vulnerability handling process\n\nThere are no steps.",
        advice="## For operators\n\n1. **Verification**: verify your own build",
        past="## Vulnerability handling process\n\nIn 2020 we handled two reports.",
        code="For example:\n\n```\n1. Verification: we verify\n```",
    ),
    Example(
        text=(
            "## Ship care\n\n| Stage | Posture |\n|---|---|\n| Intake | Keep the report private |\n"
            "| Correction | Release a fix |\n| Verification | Verify the fix |"
        ),
        makes=(
            {"kind": "disclosure_step", "name": "intake"},
            {"kind": "disclosure_step", "name": "correction"},
            {"kind": "disclosure_step", "name": "verification"},
        ),
        negated="## Ship care\n\nThere are no stages.",
        advice="## For operators\n\n| Stage | Posture |\n|---|---|\n| Intake | Keep the key |",
        past="## Ship care\n\nIn 2020 there were three stages.",
        code="For example:\n\n```\n| Stage | Posture |\n```",
    ),
    Example(
        text=(
            "# Report Handling Policy\n\n## Intake and acknowledgment\n\nA leak comes in.\n\n## CVE assignment\n\n"
            "A number.\n\n## Disclosure and publication\n\nThe end."
        ),
        makes=(
            {"kind": "disclosure_step", "name": "intake and acknowledgment"},
            {"kind": "disclosure_step", "name": "cve assignment"},
            {"kind": "disclosure_step", "name": "disclosure and publication"},
        ),
        negated="# Report Handling Policy\n\nThere are no steps.",
        advice="# For operators\n\n## Hulls\n\nCheck your hull.",
        past="# Report Handling Policy\n\nIn 2020 we handled two leaks.",
        code="For example:\n\n```\n## Intake\n```",
    ),
)

PHRASE = Phrase(
    name="disclosure-step",
    find=_find,
    signs=_signs,
    forms=PROSE | {"heading", "code"},
    reporter=True,
    examples=EXAMPLES,
    counter_examples=(
        (
            "## Vulnerability handling process\n\nWe will:\n\n1. Never publish details before the fix\n"
            "2. You can test the patch that we send"
        ),
        (
            "## Report handling\n\nWe ask that you follow these rules:\n\n1. **Contact**: report to the harbour\n"
            "2. **Fix**: let the crew fix it first\n3. **Release**: wait until the release"
        ),
    ),
)
