"""Something is done again and again: scans, updates, reviews, training, rotation, with or without a period."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.duration import durations
from troth.policy.words.recurring import ACTION
from troth.policy.words.rhythm import Rhythm, rhythms
from troth.policy.words.severity import severities
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken, foreign, speaks
from troth.policy.words.work import activity
from troth.terms.activity import Activity
from troth.terms.commitment import Recurrence

BETWEEN = Spoken(r",|;|\.\s|\band\b|[，、；]", "moods.and")
CHANGES = frozenset({"push", "commit", "pull request", "merge", "build"})
"""Events on which scans are a rhythm; a review on each of them is how work is done."""
BEHIND_CHANGES = frozenset({"bump", "change", "iteration", "migration", "sprint", "update", "upgrade", "version"})
"""Changes of the software, which are told in many ways besides as an event."""
CLOCK_ONLY = Words(
    r"^\W*(?:next review|next scheduled review|last reviewed|frequency|cadence|schedule|interval|rhythm|review cycle|"
    r"audit frequency|scan frequency|"
    r"update frequency|how often|monthly|weekly|daily|quarterly|"
    r"annual(?:ly)?|yearly)\b(?! [\w-]+ (?:are|is|were|was|get|gets|will)\b)(?! (?:active|unique|report|use|user)\b)"
)
TASKS = Words(
    r"^\W*(?:(?:once )?(?:every|each|a|per) (?:day|week|month|quarter|year)|daily|weekly|monthly|quarterly|"
    r"annual(?:ly)?|yearly|per release|before (?:each |every "
    r")?release)\b[^:]{0,30}(?:tasks?|checks?|review|maintenance|checklist|audit|,? (?:we|the team|"
    r"maintainers)(?: will| also| do)?)?\W*$"
)
NOT_WORK = Words(
    r"\b(?:daily (?:burden|use|basis|driver|life|work)|annual (?:revenue|report(?:s)? of)|each (?:other|user|"
    r"tenant|ignore|bug|request|row|field|entry)|in (?:an?|the|our) regular (?:\w+ )?(?:updates?|releases?)|"
    r"in regular (?:\w+ )?"
    r"(?:updates|releases)|every (?:effort|user|request|tenant|endpoint|day life)|"
    r"per year in|regular (?:expression|users?|release|issue|bug|channels?|support|http|user|file|"
    r"email)s?|weekly downloads)\b"
)
NEXT_REVIEW = Words(r"\W*(?:(?:next|last) (?:scheduled )?review(?:ed)?|review cycle)\b")
REGULARLY = Words(
    r"\W*(?:we (?:conduct|perform|carry out|do|run) )?(?:regular|periodic|ongoing|"
    r"continuous)\b[^.]{0,40}\b(?:reviews?|audits?|assessments?|"
    r"testing|tests?|checks?|activities|reviews)\b(?: (?:include|consist of|cover)s?)?\W*$"
)
"""The title of a list of what is done regularly."""
CLOCK_HEAD = Words(
    r"frequen|fréquen|frecuen|cadence|interval|rotation|period|every|schedule|how often|max(?:imum)? age|lifetime"
)
ROTATES = Words(r"\brotat\w+|\brotaci\w+")
OF_BILLS = Words(r"\bsboms?\b|\bbills? of materials?\b")
OF_POLICY = Words(r"\breview (?:cycle|frequency|schedule)\b")
POLICIES = Words(r"document|polic|control|standard|review")
OF_REVIEW = Words(
    r"\breview\w*\b.{0,20}\b(?:frequency|cadence|schedule|cycle|interval)|"
    r"\b(?:frequency|cadence|schedule|cycle) of .{0,20}review"
)
POLICY = Words(r"\bpolic|\bprocedure|\bplan\b|\bdocument|\bplaybook|\brunbook|\bguideline")
OF_PEOPLE = Words(
    r"\b(?:serv(?:e|es|ing)|fill(?:s|ing)?|complet\w+|join\w*|takes?)\b[^.;]{0,40}\d[\s-](?:\w+)[\s-]rotation\b"
)
OF_SECRETS = Words(r"\b(?:keys?|secrets?|credentials?|tokens?|passwords?|passphrases?|certificates?|certs?)\b")
"""What is rotated, where it is not people who take turns in a role."""
ITSELF = Words(r"\s(?:post-?mortems?|reviews?|assessments?|audits?|drills?|exercises?|trainings?)\b", 0)
"""The work that "each" stands before: "each incident review names what went well" tells of reviews, not how often."""
REACHED = Words(r"\baccess (?:to|rights|for)\b[^.;]{0,140}\b(?:re-?)?(?:review|evaluat|assess)(?:s|ed)? $")
"""What is reviewed, where much stands between: "access to the servers is limited and reviewed quarterly"."""
PLAIN = Words(r"\b(?:review(?:s|ed|ing)?|test(?:s|ed|ing)?|assessments?|checks?|engagements?)\b")
BELOW = Words(
    r"^\W*(?:run|conduct(?:ed)?|perform(?:ed)?|do(?:ne)?|repeat(?:ed)?|hold|held|carr(?:y|ied) out)\b[^:]{0,50}:\W*$"
)
"""How often the work of the heading is done whose steps stand below: "Run monthly or before a release:"."""
UPDATES = Words(r"\bupdates\b", 0)
TO_PEOPLE = Words(r"\b(?:progress|status|you|reporter|communicat\w*)\b", 0)
TO_REPORTERS = Words(r"progress|status|communication|frequency", 0)
RUNS = Words(r"\b(?:runs?|checks?|workflow|job)\b")
AT_EVENTS = frozenset({"architecture_review", "code_review", "dependency_review", "rotation", "scan"})
"""What a list of things to do at an event names as done again and again; the rest of it is its checklist."""
OF_SOFTWARE = Words(r"\b(?:dependenc|packages?|images?|software|systems?|librar|sdk|components?|signatures)")
UPKEEP = Words(
    r"\W*(?:regular|frequent|timely|ongoing) updates\b(?![^.]{0,60}\b(?:you|reporter|progress|status|"
    r"communicat))"
)
"""Updates of software, not of a report."""
UPDATED = Words(
    r"\b(?:is|are|get|gets) (?:\w+ly )?(?:updated|upgraded|bumped|refreshed|patched) "
    r"(?:(?:at least|on|on an?|in an?|in) )?$"
)
LISTS = Words(
    r"\b(?:lists?|pages?|tables?|documents?|sections?|files?|status|registers?|inventor(?:y|ies)|"
    r"guides?|sites?|website|"
    r"readme|changelogs?|databases?|signatures|definitions|feeds?|dashboards?|entries|you|reporters?|users|customers)\b"
)
"""What is updated without being software."""
OF_UPKEEP = Words(
    r"\b(?:updat|upgrad|patch|dependenc|upkeep|maintenance|platform|components?|packages?|librar|software)"
)
DONE = Words(
    r"\W*(?:(?:this|it|they|these)(?: (?:is|are|will be|gets?|happens?|takes? place|runs?))?|(?:we|the team) (?:do|"
    r"run|repeat|"
    r"conduct|perform|carry out|hold) (?:this|it|them|these|one)|(?:conducted|performed|carried out|done|run|held|"
    r"scheduled|"
    r"taken|executed|completed|repeated|reviewed|runs?|happens?|takes? place|at least|(?:every|each|"
    r"all) \w+ (?:completes?|takes?|attends?|"
    r"undergo(?:es)?)))\b(?=.{0,60}[^:]$)"
)
"""A short sentence that says how often the work of its heading is done."""
NOT_TITLE = Words(r"\b(?:report|disclos|polic|contact|response|incident|severity|timeline|process|version|support)")
OPENED = Words(
    r"^\W*(?:[\w /-]{1,40}:\W+)?(?:(?:we|the team|the project) )?(?:(?:will|also|do) )?(?:conduct|perform|carry out|"
    r"run|undergo|do|"
    r"schedule|hold|have|undertake|provide|require)?s?\s*$"
)
"""What may stand before a rhythm that opens a list of work."""
ADVERB = Words(r"\b(?:regularly|periodically|continuously|continually|routinely)$")
"""Behind these stand verbs, which are one work: "regularly review and update"."""
STOP = Words(r"[.;:(|]|\s[–—-]\s|\b(?:to|for|by|with|using|via|on|of|in|that|which|so)\b")
AND = Words(r",\s*(?:and |or )?|\s(?:and|or|&|plus|as well as)\s")
REACH = 160
TOGETHER = frozenset(
    {"access_review", "architecture_review", "assessment", "audit", "backup", "code_review", "drill", "pentest",
     "policy_review", "rotation", "scan", "training"}
)  # fmt: skip
"""Work that is named plainly enough to stand in a list behind one rhythm."""
BRIEF = 6
"""Words of a cell that says how often and no more."""
VAGUE = frozenset({"assessment", "other", "report", "audit"})
"""Work that another column may name more plainly than the title of its row."""
BY_WHOM = Words(
    r"\b(?:tools?|tooling|scanners?|sources?|methods?|owners?|responsib\w+|by|who|provider|vendor|notes?)\b"
)
"""Columns that tell by what or by whom it is done."""
PEOPLE = frozenset(
    {
        "policy_review",
        "architecture_review",
        "code_review",
        "access_review",
        "pentest",
        "training",
        "drill",
        "assessment",
        "audit",
        "tool_review",
        "report",
        "update",
        "rotation",
        "dependency_review",
    }
)
"""Actions for which "regular" is worth a commitment of its own."""


def _find(saying: Saying) -> Iterator[Recurrence]:
    if NOT_WORK.search(saying.text):
        return
    own = list(rhythms(saying.text))
    if not own and saying.statement.form == "row":
        yield from _clocked(saying)
        return
    if not own:
        yield from _aged(saying)
        yield from _inherited(saying)
        return
    timed = [each for each in own if each.every]
    seen: set[tuple[str, str]] = set()
    for rhythm in timed or own:
        action = _action(saying, rhythm)
        if action and _recurs(saying, rhythm, action) and (action, rhythm.every) not in seen:
            seen.add((action, rhythm.every))
            yield _made(saying, rhythm, action)
            for other in _listed(saying, rhythm, action):
                if (other, rhythm.every) not in seen:
                    seen.add((other, rhythm.every))
                    yield _made(saying, rhythm, other)
    if timed:
        driven = next((each for each in own if each.trigger and each.trigger != "schedule"), None)
        action = _action(saying, driven) if driven else ""
        if (
            driven
            and action
            and not _for_versions(saying, driven, action)
            and (action == "scan" or driven.trigger not in CHANGES)
            and (action, "") not in seen
        ):
            yield _made(saying, driven, action)


def _recurs(saying: Saying, rhythm: Rhythm, action: str) -> bool:
    """Whether ``action`` is said to come again at ``rhythm``: not denied, and no way of working at each change."""
    if saying.negated(rhythm.start, 40) or (rhythm.trigger == "schedule" and action != "scan"):
        return False
    if rhythm.trigger and _for_versions(saying, rhythm, action):
        return False
    told = saying.low[rhythm.start : rhythm.end]
    if rhythm.trigger == "incident" and told.startswith(("each ", "every ")) and ITSELF.match(saying.low[rhythm.end :]):
        return False
    if action == "rotation" and OF_PEOPLE.search(saying.low) and not OF_SECRETS.search(saying.low):
        return False
    return rhythm.trigger not in CHANGES or (
        action == "scan" and not OF_BILLS.search(saying.text[max(0, rhythm.start - 80) : rhythm.start])
    )


def _for_versions(saying: Saying, rhythm: Rhythm, action: str) -> bool:
    """Whether updates come to each version or follow a change, which is no work that comes again and again."""
    told = saying.low[rhythm.start : rhythm.end]
    if action == "patching":
        return (
            told.startswith("for ")
            or not saying.low[: rhythm.start].strip(" *_-")
            or (rhythm.trigger in BEHIND_CHANGES and not told.startswith(("whenever ", "every time ")))
        )
    return action in {"update", "report", "backup"} and rhythm.trigger in BEHIND_CHANGES


def _listed(saying: Saying, rhythm: Rhythm, first: str) -> Iterator[str]:
    """Other work that the same word opens: "regular scans, audits and training"."""
    text = saying.text
    if saying.statement.form == "row" or rhythm.trigger or not OPENED.match(text[: rhythm.start]):
        return
    if ADVERB.search(text[rhythm.start : rhythm.end]):
        return
    rest = text[rhythm.end : rhythm.end + REACH].lstrip(" *_`:–—-")
    parts = AND.split(STOP.split(rest)[0])
    if len(parts) < 2 or len(parts[0].split()) > BRIEF:
        return
    for part in parts:
        action = _named(part) if len(part.split()) <= BRIEF and not next(rhythms(part), None) else ""
        if action in TOGETHER and action != first:
            yield action


def _clocked(saying: Saying) -> Iterator[Recurrence]:
    """A row whose column says how often, with a bare period: "| signing key | 90 days |" under "Rotation"."""
    place = f"{' '.join(saying.statement.heading[-2:])} {' '.join(name for name, _ in saying.cells)}"
    if not ROTATES.search(place):
        return
    offset = 0
    for name, value in saying.cells:
        for period in durations(value) if CLOCK_HEAD.search(name) and len(value.split()) <= BRIEF else ():
            yield _made(saying, Rhythm(start=offset, end=offset, every=period.within), "rotation")
            return
        offset += len(value) + 3


def _aged(saying: Saying) -> Iterator[Recurrence]:
    """A label that asks how often keys are rotated, with a bare period: "Key rotation interval: 90 days"."""
    value = saying.text[saying.value_at :]
    if saying.label and CLOCK_HEAD.search(saying.label) and ROTATES.search(saying.text) and len(value.split()) <= BRIEF:
        for period in durations(value):
            at = saying.value_at + period.start
            yield _made(saying, Rhythm(start=at, end=at, every=period.within), "rotation")
            return


def _inherited(saying: Saying) -> Iterator[Recurrence]:
    """Bullets under "Monthly tasks"."""
    if saying.statement.form != "bullet":
        return
    for title in (saying.statement.lead[-80:], *saying.statement.heading[-1:]):
        if REGULARLY.match(title) and (action := _named(saying.text)) in PEOPLE | {"scan"}:
            yield _made(saying, Rhythm(start=0, end=0, every=""), action)
            return
        if TASKS.match(title):
            rhythm = next((each for each in rhythms(title)), None)
            action = _named(saying.text) or (_named(title) or "other" if rhythm else "")
            if rhythm and action and (rhythm.every or action in AT_EVENTS):
                yield _made(saying, rhythm, action)
            return


def _action(saying: Saying, rhythm: Rhythm) -> str:
    """What is done, by the words nearest to the rhythm, or by plainer ones where those say only "review" or "test"."""
    found = _said(saying, rhythm)
    plainer = _plainer(saying, rhythm) if found in {"assessment", "other"} and saying.statement.form != "row" else ""
    return plainer or found


def _said(saying: Saying, rhythm: Rhythm) -> str:
    """What is done: by the words around the rhythm, then by the sentence, its label, its heading."""
    text: str = saying.text
    if saying.statement.form == "row":
        return _row_action(saying, rhythm)
    if OF_POLICY.search(saying.label) and POLICIES.search(saying.around):
        return "policy_review"
    if saying.label and rhythm.end <= saying.value_at and (titled := _titled(saying.label)):
        ours = titled == "update" and OF_SOFTWARE.search(text) and not TO_PEOPLE.search(text)
        return "patching" if ours else titled
    if CLOCK_ONLY.match(text) or (saying.label and foreign("repetition.head", saying.label)):
        return _clock_action(saying)
    if rhythm.trigger:
        # what it happens at is not what is done: "after each dependency update"
        text = f"{text[: rhythm.start]}{'·' * (rhythm.end - rhythm.start)}{text[rhythm.end :]}"
    beyond = saying.value_at if rhythm.start >= saying.value_at else 0
    found = _nearest(text, rhythm, 0) or _named(text)
    if beyond and found == "patching":
        found = _nearest(text, rhythm, beyond) or found
    near = text[max(0, rhythm.start - 70) : rhythm.end + 70]
    if found == "update" and OF_SOFTWARE.search(near) and not TO_PEOPLE.search(near):
        return "patching"
    if found == "update" and UPKEEP.match(text) and not saying.role & (Role.STEPS | Role.TIMES | Role.REPORTING):
        return "patching"
    if found == "audit" and rhythm.trigger and any(saying.scene.tools.find(saying.text, saying.around)):
        return "scan"
    if found == "patching" and UPDATES.search(near) and TO_PEOPLE.search(f"{saying.low} {saying.label}"):
        return "update"
    if not found and saying.label and len(text[saying.value_at :].split()) <= BRIEF and ROTATES.search(saying.around):
        return "rotation"
    return found or _unnamed(saying, rhythm, near)


def _clock_action(saying: Saying) -> str:
    """What is done where the words say only how often: by the rest of the line, the heading, the lead-in."""
    head = saying.statement.heading[-1] if saying.statement.heading else ""
    if NEXT_REVIEW.match(saying.text) or _named(saying.lead[-120:] or head) == "policy_review":
        return "policy_review"
    return (
        _named(saying.text[saying.value_at :] if saying.value_at else saying.text)
        or _named(head)
        or _named(saying.statement.lead[-120:])
        or _named(" ".join(saying.statement.heading[-2:]))
    )


def _unnamed(saying: Saying, rhythm: Rhythm, near: str) -> str:
    """What is done without a word for it: a tool runs, named software is updated, or the heading tells."""
    if RUNS.search(near) and any(saying.scene.tools.find(saying.text, saying.around)):
        return "scan"
    if speaks(saying.text) and saying.label and foreign("repetition.head", saying.around):
        return _named(f"{saying.label} {saying.statement.heading[-1] if saying.statement.heading else ''}")
    if OF_REVIEW.search(head := saying.statement.heading[-1] if saying.statement.heading else "") and saying.label:
        return "policy_review" if POLICY.search(saying.label) else _named(head)
    if TO_REPORTERS.search(saying.around) and "updat" in saying.around:
        return "update"
    if UPDATED.search(saying.low[: rhythm.start]) and not LISTS.search(saying.low) and OF_UPKEEP.search(saying.around):
        return "patching"
    titled = _named(head) if rhythm.every and not NOT_TITLE.search(head) else ""
    return titled if DONE.match(saying.text) or (titled in TOGETHER and BELOW.match(saying.text)) else ""


def _plainer(saying: Saying, rhythm: Rhythm) -> str:
    """What is reviewed or tested, where its label says it or the words that open the sentence, and not those near."""
    if REACHED.search(saying.low[: rhythm.start]):
        return "access_review"
    opens = saying.label and not saying.low[saying.value_at : rhythm.start].strip(" *_`:–—-")
    titled = _named(saying.label) if opens and PLAIN.search(saying.low[rhythm.end : rhythm.end + 30]) else ""
    return titled if titled in TOGETHER else ""


def _titled(label: str) -> str:
    """What a label names besides its rhythm: "weekly reports", "quarterly audits"."""
    return _named(label) or ("report" if label.endswith("reports") else "")


def _row_action(saying: Saying, rhythm: Rhythm) -> str:
    """What a row says is done: a column or first cell about rhythm, else words right beside it in its own cell."""
    head = " ".join(name for name, _ in saying.cells)
    bare = any(
        re.fullmatch(r"\W*(?:daily|weekly|monthly|quarterly|annual(?:ly)?|yearly)\W*", value.lower())
        or (speaks(saying.text) and value.strip() == saying.text[rhythm.start : rhythm.end])
        for _, value in saying.cells[1:]
    )
    if (
        not bare
        and not re.search(r"frequen|cadence|interval|schedul|timing|when|period|often|rhythm|cycle|trigger", head)
        and not foreign("repetition.head", head)
        and not CLOCK_ONLY.match(saying.text)
    ):
        near = saying.text[rhythm.start : rhythm.end + 30].split("|", 1)[0]
        when = saying.text[rhythm.start : rhythm.end]
        name, cell = next(((name, value) for name, value in saying.cells[1:] if when in value), ("", ""))
        before = cell[: cell.find(when)]
        brief = bool(cell) and (len(cell.split()) <= BRIEF or len(before.split()) <= 2)
        near = near if _named(near) else cell[:120]
        return (_named(near) or (_named(name) or _named(saying.cells[0][1]) if brief else "")) if rhythm.every else ""
    when = saying.text[rhythm.start : rhythm.end]
    header = next((name for name, value in saying.cells[1:] if when in value), "")
    title = _named(saying.cells[0][1])
    if title and title not in VAGUE and not BY_WHOM.search(saying.cells[0][0]):
        return title
    words = " ".join(value for name, value in saying.cells if not BY_WHOM.search(name))
    head = saying.statement.heading[-1] if saying.statement.heading else ""
    found = _named(words) or _named(header) or _named(head)
    return found or (_named(" ".join(saying.statement.heading[-2:])) if CLOCK_ONLY.match(saying.text) else "")


def _nearest(text: str, rhythm: Rhythm, beyond: int) -> str:
    """The action whose words stand closest to ``rhythm`` and ``beyond`` a label; "and" puts words further off."""
    best = ("", 10**6)
    for name, words in ACTION:
        for match in words.finditer(text, max(beyond, rhythm.start - 90), rhythm.end + 90):
            gap = text[match.end() : rhythm.start] if match.end() <= rhythm.start else text[rhythm.end : match.start()]
            distance = len(gap) + 40 * sum(1 for _ in BETWEEN.finditer(gap))
            if name == "other" and not gap:
                distance = 2
            if distance < best[1]:
                best = (name, distance)
    return best[0]


def _named(text: str) -> str:
    return next((name for name, words in ACTION if words.search(text)), "")


def _made(saying: Saying, rhythm: Rhythm, action: str) -> Recurrence:
    kind = None
    if action in {"scan", "patching", "dependency_review"}:
        kind = activity(saying.text, " ".join(saying.statement.heading))
        if kind is None:
            kind = (
                Activity.DEPENDENCY_UPDATE
                if action == "patching" and "dependenc" in saying.low
                else Activity.SCANNING_ANY
                if action == "scan"
                else None
            )
    named = [each.name for each in saying.scene.tools.find(saying.text, saying.around)]
    severity = severities(saying.statement.heading[-1]) if saying.statement.heading else ()
    aimed = saying.strength == "promise" and saying.aimed(rhythm.start)
    return saying.wired(
        Recurrence,
        rhythm.start,
        strength="target" if aimed else saying.strength,
        action=action,
        every=rhythm.every,
        trigger=rhythm.trigger,
        severity=severity if len(severity) < 4 else (),
        activity=None if named else kind,
        subject=_subject(saying, action),
    )


def _subject(saying: Saying, action: str) -> str:
    """What is scanned, updated or reviewed, where the words or the heading say so."""
    match = re.search(
        r"\b((?:python|go|rust|npm|node|javascript|java|ruby|php|docker|container|system|software|"
        r"third[\s-]party|all|api)?\s?(?:dependenc\w+|systems?|keys?|secrets?|images?|packages?|"
        r"credentials?|certificates?))\b",
        saying.low,
    )
    if match and action in {"scan", "patching", "dependency_review", "rotation"}:
        own = match[1].strip()
        if own.startswith("dependenc") or not saying.statement.heading:
            return own
        return own
    head = saying.statement.heading[-1].lower() if saying.statement.heading else ""
    return head if action in {"scan", "patching"} and "dependenc" in head else ""


EXAMPLES = (
    Example(
        text="## Upkeep\n\nDependencies are scanned weekly; we rotate signing keys every 90 days.",
        makes=(
            {"kind": "recurrence", "action": "scan", "every": "P1W"},
            {"kind": "recurrence", "action": "rotation", "every": "P90D"},
        ),
        negated="## Upkeep\n\nDependencies are not scanned weekly.",
        advice="## Upkeep\n\nYou should scan your dependencies weekly.",
        past="## Upkeep\n\nIn 2020 we scanned dependencies weekly.",
        code="For example:\n\n```\nscan weekly\n```",
    ),
)

PHRASE = Phrase(name="recurrence", find=_find, forms=PROSE, examples=EXAMPLES)
