"""The clause of a period in a language with an order of words of its own: which action's words stand in it."""

from __future__ import annotations

import re
from typing import Final

from troth.policy.words.spoken import Spoken, foreign

ENDS: Final = re.compile(r"[,;.、，；。](?=\D|$)|\n|\s[-–—](?=\w)")
INSERTED = re.compile(r",(\s(?:[^\W\d]+\s){0,3}[^\W\d]+),(?=\s)")
"""A few words between commas inside a clause: "wird, wenn möglich, binnen drei Tagen beantwortet"."""
NEAR = 30
"""Characters before an action in which "after" makes it the point from which a period is counted."""


ISSUED = re.compile(r"publi|veröffentlich|pubblic|public", re.IGNORECASE)
"""Words for publishing, which issue a fix that is named in front of them: "un correctif est publié"."""
ISSUE = re.compile(r"[のをがは\s]*(?:リリース|公開|提供|配布|完了|適用|実施|発表)?[のを\s]*")
"""What may stand between an action and "after": "修正のリリース後"."""


def actions(before: str, after: str, cue: Spoken) -> tuple[str, ...]:
    """The actions of ``cue`` in the clause that ends ``before`` and opens ``after``: those in front, else behind.

    German and Japanese set the verb last, and where a period is counted from ("nach Eingang der Meldung") is no
    action, so nearness alone does not tell.
    """
    own_before, own_after = clause(before, after)
    aim = foreign("moods.aim", own_after[:12])
    if aim and not own_after[: aim.start()].strip():
        aimed = next(cue.finditer(own_after), None)
        if aimed and aimed.start() - aim.end() < NEAR:
            return (aimed.lastgroup or "",)
    return _before(own_before, own_after, cue) or _behind(own_after, cue)


def clause(before: str, after: str) -> tuple[str, str]:
    """What of ``before`` and ``after`` belongs to the clause between them; "and" ends one as a comma does."""
    before = INSERTED.sub(r" \1 ", before)
    starts = [match.end() for match in ENDS.finditer(before)]
    own = before[starts[-1] if starts else 0 :]
    joined = foreign("moods.and_clause", own)
    while joined:
        # the verb of the new clause often stands in the joint: only its first letter is left behind
        own = own[joined.start() + 1 :]
        joined = foreign("moods.and_clause", own)
    end = ENDS.search(after)
    rest = after[: end.start()] if end else after
    joined = foreign("moods.and_clause", rest)
    return own, rest[: joined.start()] if joined else rest


def _before(own: str, rest: str, cue: Spoken) -> tuple[str, ...]:
    found = [match for match in cue.finditer(own) if not anchored(own, match, rest)]
    if not found:
        return ()
    if [each.lastgroup for each in found[-2:]] == ["fix", "disclose"] and (
        ISSUED.match(found[-1][0]) and not foreign("bans.until", own)
    ):
        between = own[found[-2].end() : found[-1].start()].strip()
        if between and len(between) < NEAR and not foreign("moods.and", between):
            return ("fix",)
    chain = [found[-1]]
    for each in reversed(found[:-1]):
        between = own[each.end() : chain[-1].start()].strip()
        joint = foreign("moods.and", between)
        if between.strip("/&,、・ ") and not (joint and joint[0] == between):
            break
        chain.append(each)
    return tuple(dict.fromkeys(each.lastgroup or "" for each in reversed(chain)))


def _behind(rest: str, cue: Spoken) -> tuple[str, ...]:
    found = next((match for match in cue.finditer(rest) if not anchored(rest, match, "")), None)
    return (found.lastgroup or "",) if found else ()


def anchored(text: str, match: re.Match[str], rest: str) -> bool:
    """Whether ``match`` is only where the period is counted from: "nach der Bewertung", "受領後"."""
    near = text[max(0, match.start() - NEAR) : match.start()]
    after = foreign("moods.after", near)
    if after and len(near[after.end() :].split()) <= 2:
        return True
    behind = f"{text[match.end() :]}{rest}"[:10]
    said = foreign("moods.after_behind", behind)
    return said is not None and ISSUE.fullmatch(behind, 0, said.start()) is not None
