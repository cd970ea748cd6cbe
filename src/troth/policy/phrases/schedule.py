"""Work whose rhythm its title tells: bullets below "Monthly tasks:", columns named "Weekly", rows under "Frequency"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from troth.policy.saying import Saying
from troth.policy.words.duration import durations
from troth.policy.words.recurring import work_named
from troth.policy.words.rhythm import Rhythm, rhythms
from troth.policy.words.sieve import SIEVE, Words
from troth.policy.words.spoken import LANGUAGES

Turn: TypeAlias = tuple[Rhythm, str]
"""A rhythm and the work that is done at it."""
TASKS: Final = Words(
    r"^\W*(?:(?:once )?(?:every|each|a|per) (?:day|week|month|quarter|year)|daily|weekly|monthly|quarterly|"
    r"annual(?:ly)?|yearly|per release|before (?:each |every "
    r")?release)\b[^:]{0,30}(?:tasks?|checks?|review|maintenance|checklist|audit|,? (?:we|the team|"
    r"maintainers)(?: will| also| do)?)?\W*$"
)
DONE_SO: Final = Words(
    r"^\W*(?:(?:the )?following\b|these\b|(?:the |our )?(?:\w+ )?(?:tasks?|checks?|activities|work|jobs|items|steps|"
    r"reviews|maintenance|checklist)\b|(?:we|the team|the maintainers|maintainers)\b[^:.]{0,50}\b(?:following|these|"
    r"this)\b)[^:.]{0,70}:?\W*$|"
    r"^[^:.(]{0,50}\b(?:tasks?|checks?|activities|reviews?|maintenance|checklist|audits?)\W{1,4}(?:\w+ly|annual|"
    r"every [\w ]{3,20})\W*$"
)
"""A title that says at its end or in its midst how often what stands below is done."""
REGULARLY: Final = Words(
    r"\W*(?:we (?:conduct|perform|carry out|do|run) )?(?:regular|periodic|ongoing|"
    r"continuous)\b[^.]{0,40}\b(?:reviews?|audits?|assessments?|"
    r"testing|tests?|checks?|activities|reviews)\b(?: (?:include|consist of|cover)s?)?\W*$"
)
"""The title of a list of what is done regularly."""
OF_CLOCKS: Final = Words(
    r"frequen|fréquen|frecuen|cadence|interval|rotation|period|every|schedule|how often|max(?:imum)? age|lifetime"
)
OFTEN: Final = Words(r"frequen|cadence|interval|how often|every|^\W*schedule")
"""Columns that say how often, whatever the work is."""
ROTATES: Final = Words(r"\brotat\w+|\brotaci\w+")
AT_EVENTS: Final = frozenset({"architecture_review", "code_review", "dependency_review", "rotation", "scan"})
"""What a list of things to do at an event names as done again and again; the rest of it is its checklist."""
REGULAR_WORK: Final = frozenset({
    "policy_review", "architecture_review", "code_review", "access_review", "pentest", "training", "drill",
    "assessment", "audit", "tool_review", "report", "update", "rotation", "dependency_review", "scan",
})  # fmt: skip
"""Work for which "regular" is worth a commitment of its own."""
REPORTED: Final = Words(
    r"\W*(?:daily|weekly|monthly|quarterly|annual|yearly) (?:[\w-]+ ){0,2}(?:reports?|summary)\b(?! (?:a|an|to|your)\b)"
)
"""A heading of a report that is written again and again, whatever stands below."""
RUN: Final = Words(r"\b(?:runs?|execut\w+)\b")
TOLD_AGAIN: Final = Words(
    r"[\W\d]{0,8}(?:(?:status|stakeholder|internal|external|customer|incident|progress) )?(?:communicat\w*|updates?|"
    r"notif(?:y|ications?))\b[^,;]{0,40}[(,:–—-] ?(?:(?:then|and|updates?) )*every\b"
)
"""A heading of news that are told again and again: "Communicate (at once, then every 30 min)"."""
HEADED: Final = frozenset({"audit", "drill", "pentest", "access_review", "architecture_review", "training", "rotation"})
"""Work that a heading with a rhythm names plainly enough: "Quarterly access audit"."""
TITLED: Final = HEADED | {
    "policy_review",
    "tool_review",
    "code_review",
    "dependency_review",
    "backup",
    "scan",
    "patching",
}
"""Work that a heading names plainly enough below one that says how often."""
NEXT_REVIEW: Final = Words(r"\W*next (?:scheduled )?review\b")
ASSESSES: Final = Words(
    r"\b(?:re-?)?assess|\bevaluat|\brisk|\b(?:security|compliance|vulnerabilit\w+|posture|threat|vendor|supplier|"
    r"findings?|dpo|management|full)\b[^.;]{0,20}\breview|\breview\w*\b[^.;]{0,30}\b(?:findings|vulnerabilit\w+|risks?|"
    r"posture|threats?|vendors?|compliance)\b"
)
"""Reviews that tell how safe something is; of other things, such as thresholds, they are upkeep."""
TOLD: Final = Words(r"\b(?:reports?|newsletters?|summary|meeting|agenda|includes?|covers?|template)\b")
"""Titles of what is written or talked of at a rhythm, whose items are its parts."""
AT_ONCE: Final = "PT0H"
"""The period of what is done at once, which is no rhythm: "as needed (immediately)"."""
ON_DUTY: Final = Words(r"\b(?:on[ -]?call|duty|shifts?|roster|pager)\b")
"""People who take turns."""
AGES: Final = re.compile(
    r"\((?:(?:every|each|max(?:imum)?\.?|at most|at least every|after)\s)?(?:\d{1,3}|ninety|thirty|sixty)[ -]?"
    r"(?:days?|weeks?|months?|d)(?:[ -](?:expiry|expiration|interval|cycle|lifetime|validity|max(?:imum)?))?\)",
    re.IGNORECASE,
)
"""A bracket that is but how old a key may become: "rotate keys (90-day expiry)"."""
OF_RECORDS: Final = Words(r"[,;.]\s|\b(?:logs?|backups?|archiv\w*|keep|kept|retain\w*|retention|stored?|deleted?)\b")
"""What else the age in a bracket may be of: "rotate logs and keep backups (90 days)"."""
SHORT: Final = 40
"""Characters of a title that says how often in another language, and little more."""
ABROAD: Final = re.compile(
    r"(?:[\W\d_]*(?:die|das|les|las|los|le|as|os|de|da|do|del|di|の|的)?\b)?[\W\d_]*(?:aufgaben|prüfung(?:en)?|wartung|"
    r"kontrollen?|tätigkeiten|tâches|vérifications?|contrôles?|revues?|tareas|revisi\w+|controles?|mantenimiento|"
    r"tarefas|revis\w+|verifica\w+|manutenção|atividades|actividades|activités|taken|onderhoud|activiteiten|attività|"
    r"controlli|manutenzione|задач\w*|проверк\w*|作業|タスク|点検|作业|任务|检查|检查项|점검|작업|업무)?[\W\d_]*(?:\([^)]*\)\W*)?"
)
"""What may stand beside the rhythm in such a title."""
BRIEF: Final = 6
"""Words of a cell that says how often and no more."""


def scheduled(saying: Saying) -> Iterator[Turn]:
    """What ``saying`` tells as done again and again without a rhythm of its own."""
    form = saying.statement.form
    if form == "row":
        yield from _clocked(saying)
        yield from _columns(saying)
        return
    yield from _aged(saying)
    if form == "bullet":
        yield from _inherited(saying)


def _clocked(saying: Saying) -> Iterator[Turn]:
    """A row whose column says how often, with a bare period: "| signing key | 90 days |" under "Rotation"."""
    place = f"{' '.join(saying.statement.heading[-2:])} {' '.join(name for name, _ in saying.cells)}"
    rotates = ROTATES.search(place)
    named = work_named(saying.cells[0][1]) if saying.cells else ""
    offset = 0
    for name, value in saying.cells:
        asked = OF_CLOCKS.search(name) if rotates else named and OFTEN.search(name)
        timed = asked and len(value.split()) <= BRIEF
        for period in (each for each in durations(value) if each.within != AT_ONCE) if timed else ():
            yield (
                Rhythm(start=offset, end=offset, every=period.within, basis=period.basis),
                "rotation" if rotates else named,
            )
            return
        offset += len(value) + 3


def _columns(saying: Saying) -> Iterator[Turn]:
    """A row of a table whose columns are rhythms: "| Daily | Weekly | Monthly |"."""
    offset = 0
    for name, value in saying.cells:
        if TASKS.match(name) and (action := work_named(value)):
            for rhythm in rhythms(name):
                yield (
                    Rhythm(start=offset, end=offset, every=rhythm.every, trigger=rhythm.trigger, basis=rhythm.basis),
                    action,
                )
                break
        offset += len(value) + 3


def _aged(saying: Saying) -> Iterator[Turn]:
    """A label that asks how often keys are rotated, with a bare period: "Key rotation interval: 90 days"."""
    turned = ROTATES.search(saying.text)
    aged = AGES.search(saying.text, turned.end()) if turned else None
    if turned and aged and OF_RECORDS.search(saying.text[max(0, turned.start() - 20) : aged.start()]):
        aged = None
    for period in durations(aged[0]) if aged else ():
        if aged is None or saying.unsaid(aged.start(), 60):
            break
        yield Rhythm(start=aged.start(), end=aged.start(), every=period.within, basis=period.basis), "rotation"
        return
    value = saying.text[saying.value_at :]
    if not saying.label or len(value.split()) > BRIEF:
        return
    rotates = OF_CLOCKS.search(saying.label) and ROTATES.search(saying.text) and not ON_DUTY.search(saying.label)
    reviews = NEXT_REVIEW.match(saying.label) and "(" in value
    for period in durations(value) if rotates or reviews else ():
        at = saying.value_at + period.start
        yield (
            Rhythm(start=at, end=at, every=period.within, basis=period.basis),
            "rotation" if rotates else "policy_review",
        )
        return


def _inherited(saying: Saying) -> Iterator[Turn]:
    """Bullets under "Monthly tasks"."""
    if titles(saying):
        return
    for title in (SIEVE.alike(saying.lead[-80:], saying.lead), *filter(None, saying.above[:1])):
        if REGULARLY.match(title) and (action := work_named(saying.text)) in REGULAR_WORK:
            yield Rhythm(start=0, end=0, every=""), action
            return
        tasks = TASKS.match(title) or _titled_abroad(title)
        if tasks and TOLD.search(title):
            return
        if tasks or DONE_SO.match(title):
            rhythm = next((each for each in rhythms(title)), None)
            if rhythm is None or not (tasks or rhythm.every):
                continue
            action = _listed(saying, title)
            if rhythm.every or action in AT_EVENTS:
                yield rhythm, action
            return


def _listed(saying: Saying, title: str) -> str:
    """What an item below ``title`` does: by its own words, else by those of the title."""
    own = work_named(saying.text)
    if own == "assessment" and not ASSESSES.search(saying.text):
        return "other"
    if own:
        return own
    if any(saying.scene.tools.find(saying.text, "")) and RUN.search(saying.text):
        return "scan"
    titled = work_named(title)
    return titled if titled in HEADED else "other"


def _titled_abroad(title: str) -> bool:
    """Whether ``title`` is a rhythm in another language, at most with a word for work: "Monatliche Aufgaben"."""
    if not LANGUAGES.get() or len(title) > SHORT:
        return False
    rhythm = next((each for each in rhythms(title) if each.every), None)
    return bool(rhythm and ABROAD.fullmatch(title[: rhythm.start].lower() + title[rhythm.end :].lower()))


def titles(saying: Saying) -> bool:
    """Whether a bullet only opens the list below it: "Weekly" above what is done each week."""
    after = saying.company.after(saying.number)
    own = saying.statement
    return (
        own.form == "bullet"
        and after is not None
        and after.form == "bullet"
        and after.depth > own.depth
        and len(saying.text.split()) <= BRIEF
    )


def _below(saying: Saying) -> Turn | None:
    """The work that a heading names below one that says how often: "Access review" below "Monthly tasks"."""
    parent = saying.above[0]
    if not TASKS.match(parent) or TOLD.search(parent) or next(rhythms(saying.text), None):
        return None
    action = work_named(saying.text)
    rhythm = next((each for each in rhythms(parent) if each.every), None) if action in TITLED else None
    return (Rhythm(start=0, end=0, every=rhythm.every, basis=rhythm.basis), action) if rhythm else None


def headed(saying: Saying) -> Iterator[Turn]:
    """A heading that names its work and how often it is done, where no list below is told to be done so."""
    after = saying.company.after(saying.number)
    if after is not None and TOLD_AGAIN.match(saying.text):
        yield from ((each, "update") for each in rhythms(saying.text) if each.every)
        return
    if after is None or len(saying.text.split()) > BRIEF:
        return
    if turn := _below(saying):
        yield turn
        return
    reported = REPORTED.match(saying.text) and next(rhythms(saying.text), None)
    if reported:
        yield reported, "report"
        return
    if after.form == "bullet":
        return
    action = work_named(saying.text)
    if action in HEADED:
        for rhythm in rhythms(saying.text):
            if rhythm.every:
                yield rhythm, action
                return
