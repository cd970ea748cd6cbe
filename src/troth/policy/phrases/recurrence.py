"""Something is done again and again: scans, updates, reviews, training, rotation, with or without a period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.phrases.recurrence_row import CLOCK_ONLY, OF_SECURITY, row_action
from troth.policy.phrases.run_in import behind
from troth.policy.phrases.schedule import BRIEF, ROTATES, headed, scheduled, titles
from troth.policy.phrases.tool_place import own_wiring, own_words
from troth.policy.phrases.tool_runs import BOTS, RUN_LABEL, by_tool, by_tools_of
from troth.policy.phrases.work_together import TOGETHER, together
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.recurring import ACTION, FOR_A_TIME, work_named
from troth.policy.words.rhythm import Rhythm, rhythms
from troth.policy.words.severity import severities
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken, foreign, speaks
from troth.policy.words.work import activity
from troth.terms.activity import Activity
from troth.terms.commitment import Recurrence

BETWEEN = Spoken(r",|;|\.\s|\band\b|[，、；]", "moods.and")
CHANGES = frozenset({"push", "commit", "pull request", "merge", "build"})  # scans on them are a rhythm, reviews not
OF_LOSS = frozenset(
    {"breach", "breaches", "compromise", "compromises", "departure", "departures", "exposure", "leak", "leaks",
     "offboarding", "revocation", "termination", "turnover"}
)  # fmt: skip
"""Events at which keys are changed; whatever is told behind them is a step of responding."""
BEHIND_CHANGES = frozenset({"bump", "change", "iteration", "migration", "sprint", "update", "upgrade", "version"})
"""Changes of the software, which are told in many ways besides as an event."""
TELLS = Words(
    r"\b(?:communication|update|notification|reporting|status)s? (?:cadence|frequency|intervals?|schedule|rhythm)\b|"
    r"(?:^|\n)\W*(?:(?:status|progress|stakeholder|internal|external|incident) )?(?:updates?|communications?)\W*$"
)
"""A heading or lead-in below which news of an incident is told."""
NEWS = Words(r"\W*(?:(?:send|post|provide|give|share|public|internal|status) )?(?:an? )?updates?\b")
NOT_WORK = Words(
    r"\b(?:daily (?:burden|use|basis|driver|life|work)|annual (?:revenue|report(?:s)? of)|each (?:other|user|"
    r"tenant|ignore|bug|request|row|field|entry)|in (?:an?|the|our) regular (?:\w+ )?(?:updates?|releases?)|"
    r"in regular (?:\w+ )?"
    r"(?:updates|releases)|every (?:effort|user|request|tenant|endpoint|day life)|"
    r"per year in|part of (?:the|our) (?:regular|normal|usual|ongoing) (?:\w+ )?"
    r"(?:development|release)|next (?:\w+ ){0,2}(?:weekly|monthly|quarterly) (?:\w+ )?(?:meeting|call)|"
    r"(?:community|public|contributors?|users?|open|office) (?:video |dev\w* |zoom )?(?:calls?|meetings?|meet-?ups?|"
    r"hangouts?|"
    r"office hours)|office hours|regular (?:expression|users?|release|issue|bug|channels?|support|http|user|file|"
    r"email)s?|weekly downloads|check back (?:regularly|periodically|often))\b"
)
NEXT_REVIEW = Words(r"\W*(?:(?:next|last) (?:scheduled )?review(?:ed)?|review cycle)\b")
RESTORED = Words(r"\b(?:tested|verified|restored|restore[\s-]tested|test[\s-]restored|validated)\b(?: \w+){0,2} $")
"""What is done with backups beside making them."""
DRILLED = Words(r"\b(?:rehears|practi[sc]|exercis|test|try|tries)\w* (?:\w+ ){0,3}restor")
AUDITED = Words(r"\baudit(?:s|ed)\b(?! by\b)|\b(?:npm|pnpm|yarn|cargo|composer|pip)[\s-]audit\b")
"""What a machine does at each change."""
OF_BILLS = Words(r"\bsboms?\b|\bbills? of materials?\b")
OF_POLICY = Words(r"\breview (?:cycle|frequency|schedule|cadence|interval|period)\b")
POLICIES = Words(r"document|polic|control|standard|review")
ITSELF_REVIEWED = Words(
    r"\W*(?:last (?:updated|reviewed|revised)[^.]{0,30}\.\W*)?(?:to be |will be |next )?review(?:ed)?\b\W{0,4}"
    r"(?:at least |on an? |and (?:updated|revised) )?(?:\w+ly|annual|every|each|once|twice|\w+ basis)\b"
)
"""A note that says only that it is reviewed is of the page that it stands on."""
REVIEWS_OF = Words(
    r"\b(?:access|secrets?|keys?|dependenc|code|logs?|risks?|vendors?|threats?|architecture|tests?|scans?)"
)
OF_REVIEW = Words(
    r"\breview\w*\b.{0,20}\b(?:frequency|cadence|schedule|cycle|interval)|"
    r"\b(?:frequency|cadence|schedule|cycle) of .{0,20}review"
)
POLICY = Words(r"\bpolic|\bprocedure|\bplan\b|\bdocument|\bplaybook|\brunbook|\bguideline")
OF_PEOPLE = Words(
    r"\b(?:on[ -]?call|duty|shifts?|roles?|team|staff|roster)\b[^.;]{0,20}\brotat\w+|"
    r"\b(?:serv(?:e|es|ing)|fill(?:s|ing)?|complet\w+|join\w*|takes?)\b[^.;]{0,40}\d[\s-](?:\w+)[\s-]rotation\b"
)
OF_SECRETS = Words(r"\b(?:keys?|secrets?|credentials?|tokens?|passwords?|passphrases?|certificates?|certs?)\b")
"""What is rotated, where it is not people who take turns in a role."""
OF_LOGS = Words(r"\b(?:logs?|logging|logrotate|winston|log4j|syslog)\b")
"""What is rotated by its size or age, as no secret is."""
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
ALONE = Words(r"\W*(?:(?:and|or|also|at least|once|then|on an?|at an?)\W+){0,2}")
"""What may stand before a rhythm with which an item begins: "on a weekly basis"."""
IT_RUNS = Words(
    r"\W*(?:it|they|(?:this|these|the|all|both|our)(?: \w+)? (?:checks?|scans?|scanners?|jobs?|workflows?|"
    r"analys[ie]s|tools?|"
    r"pipelines?|audits?|linters?)|this|these|both|all)\b (?:\w+ )?(?:runs?|is run|are run|is executed|are executed|"
    r"is performed|are performed|happens?|takes? place|executes?|is triggered|are triggered)\b"
)
"""A sentence that says when what was told of before runs."""
RUNS = Words(r"\b(?:runs?|checks?|workflow|job|analy[sz](?:e|es|ed|ing)|inspects?|execut(?:e|es|ed))\b")
OF_SOFTWARE = Words(
    r"\b(?:dependenc|packages?|images?|software|systems?|librar|sdk|components?|signatures|sistemas?|depend[eê]nci|"
    r"dipendenz|dépendanc|abhängigkeit|afhankelijkhe|paquet|pacote|pacchett|bibliot|librer)"
)
FLAWS = Words(r"schwachstell|sicherheitslück|vuln[eé]rab|kwetsbaar|уязвим|脆弱性|漏洞|취약점|\bcves?\b")
"""What dependencies are scanned for, where they are said to be checked in another language."""
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
    r"readme|changelogs?|databases?|signatures|definitions|feeds?|dashboards?|entries|you|reporters?|users|"
    r"customers)\b"
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


def _find(saying: Saying) -> Iterator[Recurrence]:
    if NOT_WORK.search(saying.text):
        return
    if saying.statement.form == "heading":
        yield from (_made(saying, rhythm, action) for rhythm, action in headed(saying))
        return
    own = [] if titles(saying) else list(rhythms(saying.text))
    if not own:
        yield from (_made(saying, rhythm, action) for rhythm, action in scheduled(saying))
        return
    timed = [each for each in own if each.every]
    seen: set[tuple[str, str]] = set()
    for rhythm in timed or own:
        action = _action(saying, rhythm)
        if action and _recurs(saying, rhythm, action) and (action, rhythm.every) not in seen:
            seen.add((action, rhythm.every))
            yield _made(saying, rhythm, action)
            for other in together(saying, rhythm, action):
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


LOOSELY = Words(r"\b(?:summar(?:y|ies)|overviews?|digests?|(?:looked|gone) (?:at|over|through))\b")
"""What tells work on security only where something around it speaks of that."""


def _of_other_things(saying: Saying, action: str) -> bool:
    """Whether ``action`` is told in words of any work, and no word of security stands beside them or in the heading."""
    if action not in {"report", "assessment"} or not LOOSELY.search(saying.text):
        return False
    return not (OF_SECURITY.search(LOOSELY.sub(" ", saying.text)) or OF_SECURITY.search(saying.above[0]))


def _recurs(saying: Saying, rhythm: Rhythm, action: str) -> bool:
    """Whether ``action`` is said to come again at ``rhythm``: not denied, and no way of working at each change."""
    if saying.unsaid(rhythm.start, 40) or (rhythm.trigger == "schedule" and action != "scan"):
        return False
    if (rhythm.trigger and _for_versions(saying, rhythm, action)) or (action, rhythm.trigger) == (
        "patching",
        "incident",
    ):
        return False
    if (action == "other" and rhythm.trigger and "disclos" in saying.low) or _of_other_things(saying, action):
        return False
    if action == "policy_review" and not (rhythm.every or rhythm.trigger) and saying.strength == "discretion":
        return False
    if rhythm.trigger in OF_LOSS and (action != "rotation" or not saying.low[: rhythm.start].strip(" *_-`")):
        return False
    told = saying.low[rhythm.start : rhythm.end]
    if rhythm.trigger == "incident" and told.startswith(("each ", "every ")) and ITSELF.match(saying.low[rhythm.end :]):
        return False
    if action == "rotation" and OF_LOGS.search(saying.low) and not OF_SECRETS.search(saying.low):
        return False
    if told.startswith("for all ") or (told.startswith("for ") and not saying.low[: rhythm.start].strip(" *_-`")):
        return False
    if action == "rotation" and OF_PEOPLE.search(saying.low) and not OF_SECRETS.search(saying.low):
        return False
    return rhythm.trigger not in CHANGES or (
        (action == "scan" or (action == "dependency_review" and _asked_when(saying)))
        and not OF_BILLS.search(saying.text[max(0, rhythm.start - 80) : rhythm.start])
    )


def _asked_when(saying: Saying) -> bool:
    """Whether a column or a label asks when it is done, for which a change of the code is an answer."""
    return saying.statement.form == "row" or RUN_LABEL.match(saying.label) is not None


def _for_versions(saying: Saying, rhythm: Rhythm, action: str) -> bool:
    """Whether updates come to each version or follow a change, which is no work that comes again and again."""
    told = saying.low[rhythm.start : rhythm.end]
    if action == "patching":
        return (
            told.startswith("for ")
            or FOR_A_TIME.search(saying.low[: rhythm.start]) is not None
            or not saying.low[: rhythm.start].strip(" *_-")
            or (rhythm.trigger in BEHIND_CHANGES and not told.startswith(("whenever ", "every time ")))
        )
    return action in {"update", "report", "backup"} and rhythm.trigger in BEHIND_CHANGES


def _action(saying: Saying, rhythm: Rhythm) -> str:
    """What is done, by the words nearest to the rhythm, or by plainer ones where those say only "review" or "test"."""
    found = _said(saying, rhythm)
    found = (found == "assessment" and work_named(behind(saying))) or found
    if found == "assessment" and ITSELF_REVIEWED.match(saying.low) and not REVIEWS_OF.search(saying.around):
        return "policy_review"
    plainer = _plainer(saying, rhythm) if found in {"assessment", "other"} and saying.statement.form != "row" else ""
    return plainer or found


def _said(saying: Saying, rhythm: Rhythm) -> str:
    """What is done: by where the rhythm stands, else by the words around it, the sentence, its label, its heading."""
    text: str = saying.text
    if saying.statement.form == "row":
        placed: str | None = row_action(saying, rhythm) or by_tools_of(saying, rhythm)
    else:
        placed = _placed(saying, rhythm)
    if placed is not None:
        return placed
    if rhythm.trigger:
        # what it happens at is not what is done: "after each dependency update"
        text = f"{text[: rhythm.start]}{'·' * (rhythm.end - rhythm.start)}{text[rhythm.end :]}"
    beyond = saying.value_at if rhythm.start >= saying.value_at else 0
    found = _nearest(text, rhythm, 0) or work_named(text)
    if beyond and found == "patching":
        found = _nearest(text, rhythm, beyond) or found
    near = text[max(0, rhythm.start - 70) : rhythm.end + 70]
    if not found and saying.label and len(text[saying.value_at :].split()) <= BRIEF and ROTATES.search(saying.around):
        return "rotation"
    return _meant(saying, rhythm, found, near) or _unnamed(saying, rhythm, near)


def _placed(saying: Saying, rhythm: Rhythm) -> str | None:
    """What is done where a label, the heading or the lead-in tells; None where the words have to."""
    text = saying.text
    if OF_POLICY.search(saying.label) and POLICIES.search(saying.around):
        return "policy_review"
    if saying.label and rhythm.end <= saying.value_at and (titled := _titled(saying.label)):
        plain = work_named(text[saying.value_at :]) if titled == "assessment" else ""
        if plain in {"policy_review", "architecture_review", "access_review", "tool_review"}:
            return plain
        ours = titled == "update" and OF_SOFTWARE.search(text) and not TO_PEOPLE.search(text)
        return "patching" if ours else titled
    if CLOCK_ONLY.match(text) or (saying.label and foreign("repetition.head", saying.label)):
        return _clock_action(saying, rhythm)
    if TELLS.search(saying.around) and (NEWS.match(text[saying.value_at :]) or _brief(saying, rhythm)):
        return "update"
    if (
        saying.label
        and severities(saying.label)
        and NEWS.match(text[saying.value_at :])
        and not OF_SOFTWARE.search(text)
    ):
        return "update"
    return None


def _meant(saying: Saying, rhythm: Rhythm, found: str, near: str) -> str:
    """What the work that was ``found`` is where the words ``near`` the rhythm tell it apart."""
    text = saying.text
    if found == "update" and OF_SOFTWARE.search(near) and not TO_PEOPLE.search(near):
        return "patching"
    if found == "update" and UPKEEP.match(text) and not saying.role & (Role.STEPS | Role.TIMES | Role.REPORTING):
        return "patching"
    if found == "backup" and RESTORED.search(text[max(0, rhythm.start - 30) : rhythm.start]):
        return "drill"
    if found == "backup" and DRILLED.search(text[max(0, rhythm.start - 90) : rhythm.start]):
        return "drill"
    if found == "other" and BOTS.search(text):
        return "dependency_review"
    if found == "dependency_review" and FLAWS.search(near) and speaks(text):
        return "scan"
    by_machine = rhythm.trigger in CHANGES and AUDITED.search(near)
    if by_machine and found in {"audit", "dependency_review"}:
        return "scan"
    if found == "audit" and rhythm.trigger and any(saying.scene.tools.find(saying.text, saying.around)):
        return "scan"
    if found == "patching" and UPDATES.search(near) and TO_PEOPLE.search(f"{saying.low} {saying.label}"):
        return "update"
    return found


def _brief(saying: Saying, rhythm: Rhythm) -> bool:
    """Whether its words, apart from a label, open with the rhythm and name no work."""
    opens = saying.text[saying.value_at :].lstrip(" *_`")
    return opens.startswith(saying.text[rhythm.start : rhythm.end]) and not work_named(opens)


def _clock_action(saying: Saying, rhythm: Rhythm) -> str:
    """What is done where the words say only how often: by the rest of the line, the heading, the lead-in."""
    head = saying.statement.heading[-1] if saying.statement.heading else ""
    if NEXT_REVIEW.match(saying.text) or work_named(saying.lead[-120:] or head) == "policy_review":
        return "policy_review"
    later = next((each.start for each in rhythms(saying.text) if each.every and each.start > rhythm.end), None)
    own = work_named(saying.text[rhythm.end : later]) if later else ""
    own = own or work_named(saying.text[saying.value_at :] if saying.value_at else saying.text)
    if not own and (tool := by_tool(saying)):
        return tool
    if not own and saying.label and rhythm.end <= saying.value_at and len(saying.text[saying.value_at :].split()) > 2:
        return "other"
    return (
        own
        or work_named(head)
        or work_named(saying.statement.lead[-120:])
        or work_named(" ".join(saying.statement.heading[-2:]))
    )


def _before(saying: Saying, rhythm: Rhythm) -> str:
    """What the sentence or lead-in before it names, where its words say only when that runs."""
    if saying.statement.form == "bullet" and ALONE.fullmatch(saying.low[: rhythm.start]):
        found = work_named(saying.lead[-80:]) if len(saying.text.split()) <= BRIEF else ""
        return found if found in TOGETHER and (found == "scan" or rhythm.trigger not in CHANGES) else ""
    if not IT_RUNS.match(saying.text):
        return ""
    for each in saying.company.opening(saying, saying.number):
        if any(saying.scene.tools.find(each.text, "")) or work_named(each.text) == "scan":
            return "scan"
    head = saying.statement.heading[-1] if saying.statement.heading else ""
    return "scan" if work_named(head) == "scan" or any(saying.scene.tools.find(head, "")) else ""


def _unnamed(saying: Saying, rhythm: Rhythm, near: str) -> str:
    """What is done without a word for it: a tool runs, named software is updated, or the heading tells."""
    if RUNS.search(near) and any(saying.scene.tools.find(saying.text, saying.around)):
        return "scan"
    if speaks(saying.text) and saying.label and foreign("repetition.head", saying.around):
        return work_named(f"{saying.label} {saying.statement.heading[-1] if saying.statement.heading else ''}")
    told = len(saying.text[saying.value_at :].split())
    if (
        saying.label
        and told < BRIEF
        and rhythm.start >= saying.value_at
        and any(saying.scene.tools.find(saying.label, ""))
    ):
        return "scan"
    if found := by_tool(saying) or by_tools_of(saying, rhythm) or _before(saying, rhythm):
        return found
    if OF_REVIEW.search(head := saying.statement.heading[-1] if saying.statement.heading else "") and saying.label:
        return "policy_review" if POLICY.search(saying.label) else work_named(head)
    if TO_REPORTERS.search(saying.around) and "updat" in saying.around:
        return "update"
    if UPDATED.search(saying.low[: rhythm.start]) and not LISTS.search(saying.low) and OF_UPKEEP.search(saying.around):
        return "patching"
    titled = work_named(head) if rhythm.every and not NOT_TITLE.search(head) else ""
    return titled if DONE.match(saying.text) or (titled in TOGETHER and BELOW.match(saying.text)) else ""


def _plainer(saying: Saying, rhythm: Rhythm) -> str:
    """What is reviewed or tested, where its label says it or the words that open the sentence, and not those near."""
    if REACHED.search(saying.low[: rhythm.start]):
        return "access_review"
    opens = saying.label and not saying.low[saying.value_at : rhythm.start].strip(" *_`:–—-")
    titled = work_named(saying.label) if opens and PLAIN.search(saying.low[rhythm.end : rhythm.end + 30]) else ""
    return titled if titled in TOGETHER else ""


def _titled(label: str) -> str:
    """What a label names besides its rhythm: "weekly reports", "quarterly audits"."""
    return work_named(label) or ("report" if label.endswith("reports") else "")


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
    tools = tuple(saying.scene.tools.find(saying.text, saying.around))
    named = [each.name for each in tools]
    own = next((each for each, words in own_words(saying, tools) if 0 <= rhythm.start - each.end < len(words)), None)
    of_tool: dict[str, Any] = {**own_wiring(saying, own, tools), "tools": (own.name,)} if own else {}
    severity = severities(saying.statement.heading[-1]) if saying.statement.heading else ()
    aimed = saying.strength == "promise" and saying.aimed(rhythm.start)
    return saying.wired(
        Recurrence,
        rhythm.start,
        strength="target" if aimed else saying.strength,
        action=action,
        every=rhythm.every,
        basis=rhythm.basis,
        trigger=rhythm.trigger,
        severity=severity if len(severity) < 4 else (),
        activity=None if named else kind,
        subject=_subject(saying, action),
        **of_tool,
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

PHRASE = Phrase(name="recurrence", find=_find, done=True, forms=PROSE | {"heading"}, examples=EXAMPLES)
