"""Whether a list as a whole tells how a report is handled: its heading, what its items do, and to whom it speaks.

One item of a list is seldom a step while its neighbours are none, so that what a sum of points leaves open for one line
is decided for all lines together.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from troth.policy.company import LONGEST_ITEM
from troth.policy.incident_plan import tells_of_reports
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.duration import durations
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import foreign
from troth.policy.words.step import ACTOR, VERBS, step_name

PROCESS = Words(
    r"(?<!review )(?<!update )\b(?:process|procedure|workflow|life-?cycle|flow|steps|stages|phases|runbook|playbook|"
    r"protocol|pipeline|"
    r"when (?:an? )?(?:\w+ )?(?:vulnerability|report|issue|flaw) is (?:discovered|found|reported|received|confirmed)|"
    r"what happens|what (?:to|you can|can you) expect|how (?:do )?we (?:handle|respond|process|"
    r"treat|fix|deal|manage|"
    r"address|react)|handling|"
    r"response (?:plan|actions)|(?:security|vulnerability) response$|triage|remediation|disclosure policy|"
    r"our approach|responsibilities|processus|proceso|"
    r"processo|ablauf|процесс|流程|プロセス)\b"
)
"""Headings under which a list may be the process."""
EXPECTED = Words(r"\bexpect")
"""Headings of lists of times, and of steps where they are numbered."""
TO_REPORTER = Words(
    r"^\W*(?:please|do not|don['’]?t|you\b|include|provide|e?-?mail\b|send|open (?:an? )(?:\w+ )?(?:issue|advisory)|"
    r"go to|click|navigate|select|fill|wait|avoid|submit|describe|allow|report)\b"
)
YOURS = Words(r"\byour?\b")
"""What is said to the reporter, unless it tells what is done."""
LED = Words(
    r"\b(?:we|i|team|maintainers?|committee|members?|psirt|developers?|project)\b[^.:]{0,50}?(?:['’]ll|\b(?:will|shall|"
    r"commits? to|promises? to|aims? to|follows?|does|do|takes?|tr(?:y|ies) to))\b[^.:]{0,90}:\W*$"
)
"""What leads to a list of what is done: "The crew will, once it has confirmed the report:"."""
HANDLES = Words(
    r"\b(?:report\w*|receiv\w*|acknowledg\w*|triag\w*|confirm\w*|validat\w*|verif\w*|assess\w*|"
    r"investigat\w*|reproduc\w*|fix\w*|patch\w*|develop\w*|test\w*|releas\w*|publish\w*|advisor\w*|"
    r"disclos\w*|notif\w*|announc\w*|credit\w*|assign\w*|cve|audit\w*|coordinat\w*|remediat\w*|mitigat\w*|"
    r"r[ée]ception|accus[ée]|[ée]valuat\w*|v[ée]rific\w*|corre[cç]\w*|corrig\w*|"
    r"divulg\w*|an[áa]lis\w*|bestätig\w*|bewert\w*|beheb\w*|veröffentlich\w*|severity|merge\w*|communicat\w*|"
    r"review\w*|handler|determin\w*|prepar\w*|identif\w*|schedul\w*|"
    r"backport\w*|rebuild|broadcast|hotfix\w*|"
    r"deploy\w*(?= (?:to|the|it|an?|fix(?:es)?|patch(?:es)?|updates?|hot\w+|emergency)\b))\b"
)
"""Verbs and nouns of the handling of a report."""
ABROAD = ("actions.acknowledge", "actions.assess", "actions.fix", "actions.disclose", "actions.notify", "answers.verbs")
"""The same in other languages."""
ELSEWHERE = Role.REPORT | Role.RESEARCH | Role.SCOPE | Role.INCIDENT | Role.USERS | Role.HISTORY
"""Sections whose lists tell something else."""
STAGE = Words(
    r"^\W*(?:(?:\d++[.)]*|(?:step|phase|stage) \d++\W?)\s*){0,3}(?:\w+ ){0,3}?(?:intake|reception|advisory|embargo|"
    r"cve (?:assignment|request\w*)|triag\w+|acknowledg\w+|receipt|"
    r"reporting|resolving|closing|closure|validati\w+|verif\w+|confirm\w*|assess\w*|investigat\w+|analysis|"
    r"reproduc\w+|fix\w*|"
    r"patch\w*|remediat\w+|resolution|mitigation|correction|releas\w+|publication|publish\w*|disclosure|disclos\w+|"
    r"notif\w+|communication)(?:,? [\w-]+| follow-up){0,3}$"
)
"""Names of stages."""
STAGE_NUMBERED = Words(
    r"^\W*\d{1,2}[.)]?\s(?:[\w-]+ ){0,2}(?:detection|identification|discovery|prioriti[sz]ation|assignment|rollout|"
    r"deployment|monitoring|documentation|closure|retesting|planning|review|reporting|development)$"
)
"""Names of stages where they are numbered."""
NUMBERED = re.compile(r"\W*\d")
BRACKET = re.compile(r"\s*\([^()]{0,60}\)\W*$")
"""A time behind the name of a stage: "Triage (within a day)"."""
TIMELINE = Words(r"\b(?:response|disclosure|handling|remediation|resolution) timelines?\b|\btimelines?$")
"""Headings of times that may hold stages, told by headings of their own."""
NO_STAGE = Words(
    r"\b(?:timelines?|channels?|polic(?:y|ies)|information|(?<!assess )severity|slas?|scope|recognition|contacts?|"
    r"criteria|templates?|matrix|roles?|levels?|targets?|times?|windows?|how|vulnerabilit(?:y|ies)|expectations|guidelines|"
    r"commitment|you|your)\b"
)
ASKED = Words(
    r"\b(?:we|please)\b[^.]{0,40}\b(?:ask|request|expect|require|urge|encourage)\b[^.]{0,60}\b(?:you|reporters|"
    r"researchers|"
    r"guidelines|rules)\b[^.]*:\W*$|\b(?:send|submit|e-?mail|write|open|file|include|report)\b[^.:]{0,80}\b(?:with|"
    r"including|containing)(?: the following(?: \w+)?)?:\W*$"
)
"""What leads to a list of what reporters do or write."""
TURN = Words(r"^(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|after that|afterwards|finally|lastly)\b")
"""First words of sentences that tell one step after the other."""
STAGE_COLUMN = Words(r"^\W*(?:process |handling )?(?:steps?|phases?|stages?)\W*$")
"""Headers of the column that names stages."""
HANDLING_TITLE = Words(
    r"^\W*(?:security|vulnerability) (?:response|handling)\W*$|\b(?:handling|response|management|"
    r"disclosure) (?:process|procedure|policy|workflow|plan)\b"
)
"""Titles of documents whose headings may be stages."""
STAGES = Words(r"\bpatch, release\b|\breport|\bdisclos|vulnerabilit|\bfindings?\b|\bresponse actions\b|\bsecurity\b")
"""Headings whose own headings may be stages, where they name a process as well."""
OTHER_CASES = Words(r"\b(?:examples?|escalation|policy review)\b")
"""Headings of lists that tell of one case, or of other work."""
LEAST = 3
WIDE = 2
"""Columns of a table that gives no more than the time of each stage."""
MOST_HANDLE = 0.67
HALF = 0.5
FEW = 0.2
HARDLY_ANY = 0.3


def elsewhere(saying: Saying) -> bool:
    """Whether its headings tell one case or other work, or are themselves a stage, of which it is a part."""
    heading = saying.statement.heading
    if any(map(OTHER_CASES.search, heading)):
        return True
    if saying.statement.ordinal is not None:
        return False
    stages = saying.company.firsts("step-list:stage-paths", _stage_path)
    return bool(stages) and any(_path(heading[:depth]) in stages for depth in range(2, len(heading) + 1))


def _stage_path(saying: Saying) -> str:
    stage = saying.statement.form == "heading" and told_as_stage(saying)
    return _path((*saying.statement.heading, saying.statement.text)) if stage else ""


def _path(heading: tuple[str, ...]) -> str:
    return "\n".join(heading)


def asked(saying: Saying) -> bool:
    """Whether its list is what reporters are asked to do or to write."""
    return saying.statement.form == "bullet" and bool(ASKED.search(saying.lead[-200:]))


def told_as_steps(saying: Saying) -> bool:
    """Whether ``saying`` stands in a numbered or labelled list that is the process, by heading and items."""
    items = saying.company.siblings(saying)
    heading = saying.statement.heading
    if _led(saying):
        return True
    if (
        saying.statement.form != "bullet"
        or len(items) < LEAST
        or saying.role & (ELSEWHERE & ~Role.INCIDENT if tells_of_reports(items) else ELSEWHERE)
        or not heading
        or not (
            PROCESS.search(heading[-1])
            or saying.role & Role.STEPS
            or (PROCESS.search(heading[-2:][0]) and _share(saying, "titled", _titled) == 1)
        )
    ):
        return False
    return (
        (
            _share(saying, "numbered", _numbered) == 1
            or (_share(saying, "titled", _titled) == 1 and not EXPECTED.search(heading[-1]))
            or _share(saying, "doing", _does) >= MOST_HANDLE
        )
        and _share(saying, "handling", _handling) >= MOST_HANDLE
        and _share(saying, "timed", timed) < HALF
        and _share(saying, "to-reporter", _to_reporter) <= FEW
    )


def _led(saying: Saying) -> bool:
    """Whether its list tells what the project says that it will do: "Once it has a report, the crew will:"."""
    return (
        saying.statement.form == "bullet"
        and saying.statement.depth == 1
        and not saying.role & ELSEWHERE
        and bool(LED.search(saying.lead))
        and bool(saying.role & (Role.STEPS | Role.REPORTING) or tells_of_reports(saying.company.siblings(saying)))
        and len(saying.company.siblings(saying)) >= LEAST
        and _share(saying, "timed", timed) < HALF
        and _share(saying, "handling", _handling) > HALF
        and _share(saying, "led", _verbed) >= MOST_HANDLE
    )


def told_by_actor(saying: Saying) -> bool:
    """Whether ``saying`` is an item of a process whose items begin with who does them: "Coordinator: close it"."""
    return (
        saying.statement.form == "bullet"
        and not saying.role & ELSEWHERE
        and bool(ACTOR.fullmatch(saying.label))
        and bool(saying.statement.heading)
        and bool(PROCESS.search(saying.statement.heading[-1]))
        and _share(saying, "by-actors", _by_actor) > HALF
    )


def _by_actor(saying: Saying) -> bool:
    return bool(ACTOR.fullmatch(saying.label))


def row_of_stages(saying: Saying) -> bool:
    """Whether ``saying`` is a row of a table whose first column names the stages of a process."""
    return (
        saying.statement.form == "row"
        and not saying.role & ELSEWHERE
        and len(saying.company.siblings(saying)) >= LEAST
        and bool(STAGE_COLUMN.match(saying.cells[0][0]))
        and (len(saying.cells) > WIDE or _share(saying, "timed", timed) < HALF)
        and _share(saying, "handling", _handling) >= MOST_HANDLE
    )


def told_in_turn(saying: Saying) -> bool:
    """Whether ``saying`` is one of several sentences of a process that follow each other: "First …", "Then …"."""
    return (
        saying.statement.form == "sentence"
        and bool(saying.role & (Role.STEPS | Role.REPORTING))
        and not saying.role & ELSEWHERE
        and _in_turn(saying)
        and saying.company.count("step-list:in-turn", saying.company.beside(saying), _in_turn) >= LEAST
    )


def _in_turn(saying: Saying) -> bool:
    return bool(TURN.match(saying.text)) and _handling(saying) and not _to_reporter(saying)


def told_as_stage(saying: Saying) -> bool:
    """Whether a heading is a stage of the process that the heading above it names, as most beside it are."""
    above = saying.statement.heading
    if not above or saying.role & ELSEWHERE or not _stage(saying):
        return False
    if len(above) < 2 and not HANDLING_TITLE.search(above[-1]):
        return False
    if not STAGES.search(" ".join(above[-2:])) or not (
        PROCESS.search(above[-1]) or TIMELINE.search(above[-1]) or "patch, release" in above[-1].lower()
    ):
        return False
    beside = saying.company.headings(above)
    below = saying.company.under((*above, saying.statement.text))
    return (
        len(beside) >= LEAST
        and saying.company.count("step-list:stages", beside, _stage) * 2 > len(beside)
        and (bool(NUMBERED.match(saying.text)) or not saying.company.count("step-list:numbers", below, _numbered))
    )


def _stage(saying: Saying) -> bool:
    title = BRACKET.sub("", saying.text)
    named = STAGE.match(title) or (NUMBERED.match(title) and STAGE_NUMBERED.search(title))
    return bool(named) and not NO_STAGE.search(title)


def only_times(saying: Saying) -> bool:
    """Whether each item of its list holds a duration: a list of deadlines, not of steps."""
    return len(saying.company.siblings(saying)) > 1 and _share(saying, "timed", timed) == 1


def carried(saying: Saying, step: Callable[[Saying], bool]) -> bool | None:
    """What most items of its list are by themselves: True for steps, False for none, None where they differ."""
    if saying.statement.form != "bullet" or len(saying.company.siblings(saying)) < LEAST:
        return None
    share = _share(saying, "steps", step)
    return True if share >= MOST_HANDLE else False if share <= HARDLY_ANY else None


def explains_item(saying: Saying) -> bool:
    """Whether ``saying`` goes on about a numbered item, which is the step."""
    if saying.statement.form != "sentence" or not saying.statement.depth:
        return False
    for number in range(saying.number, max(0, saying.number - LONGEST_ITEM), -1):
        before = saying.company.before(number)
        if before is None or before.form != "sentence" or not before.depth:
            return before is not None and before.ordinal is not None
    return False


def timed(saying: Saying) -> bool:
    """Whether ``saying`` holds a duration."""
    return any(durations(saying.text))


def _numbered(saying: Saying) -> bool:
    return saying.statement.ordinal is not None


def _titled(saying: Saying) -> bool:
    return _numbered(saying) or bool(saying.label)


def _handling(saying: Saying) -> bool:
    return bool(HANDLES.search(saying.text)) or any(foreign(each, saying.text) for each in ABROAD)


def _to_reporter(saying: Saying) -> bool:
    return bool(TO_REPORTER.search(saying.text)) or (bool(YOURS.search(saying.text)) and not _does(saying))


def _does(saying: Saying) -> bool:
    """Whether it tells what is done with a report, by the verb that it comes to: "fixes are prepared" is "prepare"."""
    return _verbed(saying) and not TO_REPORTER.search(saying.text)


def _verbed(saying: Saying) -> bool:
    return step_name(saying.text, saying.label).split(" ", 1)[0] in VERBS


def _share(saying: Saying, name: str, holds: Callable[[Saying], bool]) -> float:
    items = saying.company.siblings(saying)
    return saying.company.count(f"step-list:{name}", items, holds) / len(items)
