"""Several kinds of work that share one rhythm: "regular scans, audits and training", "audits and drills are yearly"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.schedule import BRIEF
from troth.policy.saying import Saying
from troth.policy.words.recurring import work_named
from troth.policy.words.rhythm import Rhythm, rhythms
from troth.policy.words.sieve import Words

OPENED = Words(
    r"^\W*(?:[\w /-]{1,40}:\W+)?(?:(?:we|the team|the project) )?(?:(?:will|also|do) )?(?:conduct|perform|carry out|"
    r"run|undergo|do|"
    r"schedule|hold|have|undertake|provide|require)?s?\s*$"
)
"""What may stand before a rhythm that opens a list of work."""
ADVERB = Words(r"\b(?:regularly|periodically|continuously|continually|routinely)$")
"""Behind these stand verbs, which are one work: "regularly review and update"."""
STOPS = re.compile(r"[.;:(|]\s")
SUBJECT = Words(
    r"^\W*(?:we|the (?:[\w-]+ ){1,3}?|our (?:[\w-]+ ){1,3}?|maintainers|it)\s?\b(?:also |will |do )?(?:perform|"
    r"conduct|carry out|"
    r"do|run|hold|schedule|undergo|complete|organi[sz]e|review|re-?view|have)s?\s"
)
CARRIED = Words(
    r"\s(?:(?:are|is|will be|get|gets|must be|should be|shall be) (?:\w+ly )?(?:performed|conducted|carried out|"
    r"done|run|held|"
    r"scheduled|completed|reviewed|executed|repeated|planned)|happens?|takes? place|occurs?|runs?)?"
    r"\s*(?:at least |on an? |once )?$"
)
REVIEWING = Words(r"\breview(?:s|ed)?\b")
FEW = 6
"""A longer list is no list of work that is done together."""
BARE = Words(r"\W*(?:re-?)?(?:review|assess|evaluate|test|audit|scan)\W*$")
"""A verb that shares its object with the next: "review and update this policy"."""
STOP = Words(r"[.;:(|]|\s[–—-]\s|\b(?:to|for|by|with|using|via|on|of|in|that|which|so)\b")
AND = Words(r",\s*(?:and |or )?|\s(?:and|or|&|plus|as well as|und|sowie|et|y|en)\s")
SCANNED = Words(
    r"\b(?:updat|upgrad|patch|maintain)\w* and (?:\w+ly )?(?:scan|check|audit|test)(?:s|ned|ed)?\b|"
    r"\b(?:scan|check)(?:s|ned|ed)? (?:for [\w -]{4,40} )?and (?:\w+ly )?(?:updat|upgrad|patch)"
)
"""Two deeds with one object: "packages are regularly updated and checked for flaws"."""
REACH = 160
TOGETHER = frozenset(
    {"access_review", "architecture_review", "assessment", "audit", "backup", "code_review", "drill", "pentest",
     "policy_review", "rotation", "scan", "training"}
)  # fmt: skip
"""Work that is named plainly enough to stand in a list behind one rhythm."""


def together(saying: Saying, rhythm: Rhythm, first: str) -> Iterator[str]:
    """Other work than ``first`` that is done at ``rhythm``."""
    if first in {"patching", "scan"} and not rhythm.trigger and SCANNED.search(saying.text):
        yield "scan" if first == "patching" else "patching"
    yield from _listed(saying, rhythm, first)
    yield from _gathered(saying, rhythm, first)


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
        action = work_named(part) if len(part.split()) <= BRIEF and not next(rhythms(part), None) else ""
        if action in TOGETHER and action != first and not BARE.match(part):
            yield action


def _gathered(saying: Saying, rhythm: Rhythm, first: str) -> Iterator[str]:
    """Other work that a list before the rhythm names: "audits and access reviews are held yearly"."""
    if saying.statement.form == "row" or rhythm.trigger or not rhythm.every:
        return
    before = STOPS.split(saying.text[: rhythm.start])[-1]
    if len(before) > REACH or next(rhythms(before), None):
        return
    reviews = REVIEWING.search(before)
    parts = AND.split(CARRIED.sub("", SUBJECT.sub("", before)).strip())
    if not 1 < len(parts) < FEW:
        return
    work = [work_named(f"review {part}" if reviews else part) if len(part.split()) <= BRIEF else "" for part in parts]
    if all(each in TOGETHER or each == first for each in work):
        yield from (each for each in work if each != first and not (reviews and each == "assessment"))


def plain_above(found: str, head: str) -> str:
    """What the heading says plainly, where a row says only that it is reviewed."""
    above = work_named(head) if found == "assessment" else ""
    return above if above in TOGETHER else found
