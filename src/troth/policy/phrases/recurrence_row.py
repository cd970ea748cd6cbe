"""What a row of a table says is done again and again: by its columns, its first cell, or the words beside how often."""

from __future__ import annotations

import re

from troth.policy.phrases.schedule import BRIEF
from troth.policy.phrases.tool_runs import by_tools_of
from troth.policy.phrases.work_together import OPENED, plain_above
from troth.policy.saying import Saying
from troth.policy.words.recurring import work_named
from troth.policy.words.rhythm import Rhythm
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import foreign, speaks

ASKED = Words(
    r"\W*(?:(?:test(?:ing)?|review|check|control|audit|minimum|required) )?(?:frequency|cadence|how often)\W*$"
)
"""A column that says how often what its row names is done, whatever that is."""
OF_SECURITY = Words(
    r"\b(?:secur\w*|safe\w*|vulnerab\w*|flaws?|risks?|threats?|incidents?|compliance|controls?|audit\w*|policy|policies|"
    r"access|accounts?|permissions?|keys?|secrets?|credentials?|tokens?|certificates?|factor|log|logs|logging|alerts?|"
    r"advisor\w+|cves?|dependenc\w+|packages?|patch\w*|backups?|recovery|scan\w*|test\w*|review\w*|check\w*|"
    r"findings?|metrics|monitor\w*|firewall\w*|encrypt\w*|privacy|data|disclos\w*|reports?|maintenance|tasks?)\b"
)
"""Words of which one stands around work on security that has no word of its own."""
OF_DOCUMENT = Words(r"\W*(?:(?:policy|document|plan) )?review (?:cycle|frequency|cadence|schedule|interval|period)\W*")
"""The first cell of a row that says how often the document itself is reviewed."""
TO_TELL = Words(
    r"\W*(?:(?:status|progress|reporter|stakeholder) )?updates?(?: cadence| frequency| interval|"
    r" every)?\W*$"
)
"""A column that says how often news are told."""
CLOCK_ONLY = Words(
    r"^\W*(?:next review|next scheduled review|last reviewed|frequency|cadence|schedule|interval|rhythm|review cycle|"
    r"audit frequency|scan frequency|"
    r"update frequency|how often|monthly|weekly|daily|quarterly|"
    r"annual(?:ly)?|yearly)\b(?! [\w-]+ (?:are|is|were|was|get|gets|will)\b)(?! (?:active|unique|report|use|user)\b)"
)
VAGUE = frozenset({"assessment", "other", "report", "audit"})  # another column may name it more plainly
BY_WHOM = Words(
    r"\b(?:tools?|tooling|scanners?|sources?|methods?|owners?|responsib\w+|by|who|provider|vendor|notes?)\b"
)
"""Columns that tell by what or by whom it is done."""


def row_action(saying: Saying, rhythm: Rhythm) -> str:
    """What a row says is done: a column or first cell about rhythm, else words right beside it in its own cell."""
    head = " ".join(name for name, _ in saying.cells)
    when = saying.text[rhythm.start : rhythm.end]
    header, cell = next(((name, value) for name, value in saying.cells[1:] if when in value), ("", ""))
    if TO_TELL.match(header) and rhythm.every:
        return "update"
    if OF_DOCUMENT.fullmatch(saying.cells[0][1]) and not work_named(saying.cells[0][0]):
        return "policy_review"
    bare = any(
        re.fullmatch(r"\W*(?:daily|weekly|monthly|quarterly|annual(?:ly)?|yearly)\W*", value.lower())
        or (speaks(saying.text) and value.strip() == when)
        for _, value in saying.cells[1:]
    )
    if (
        not bare
        and not re.search(r"frequen|cadence|interval|schedul|timing|when|period|often|rhythm|cycle|trigger", head)
        and not foreign("repetition.head", head)
        and not CLOCK_ONLY.match(saying.text)
    ):
        near = saying.text[rhythm.start : rhythm.end + 30].split("|", 1)[0]
        before = cell[: cell.find(when)]
        brief = bool(cell) and (len(cell.split()) <= BRIEF or len(before.split()) <= 2)
        near = near if work_named(near) else cell[:120]
        if not rhythm.every:
            opens = not rhythm.trigger and OPENED.match(before) and when.lower() in {"regular", "periodic"}
            return work_named(cell) if opens and len(cell.split()) <= BRIEF else ""
        found = work_named(near) or (work_named(header) or work_named(saying.cells[0][1]) if brief else "")
        return plain_above(found, saying.statement.heading[-1] if saying.statement.heading else "")
    title = work_named(saying.cells[0][1])
    if title and title not in VAGUE and not BY_WHOM.search(saying.cells[0][0]):
        return title
    words = " ".join(value for name, value in saying.cells if not BY_WHOM.search(name))
    head = saying.statement.heading[-1] if saying.statement.heading else ""
    found = (
        work_named(words) or plain_above(work_named(header), head) or by_tools_of(saying, rhythm) or work_named(head)
    )
    found = found or (work_named(" ".join(saying.statement.heading[-2:])) if CLOCK_ONLY.match(saying.text) else "")
    asked = (
        rhythm.every.startswith("P")
        and not rhythm.every.startswith("PT")
        and ASKED.match(header)
        and len(cell.split()) <= BRIEF
    )
    around = f"{saying.text} {' '.join(name for name, _ in saying.cells)} {head}"
    return found or ("other" if asked and OF_SECURITY.search(around) else "")
