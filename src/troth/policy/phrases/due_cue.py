"""What is due within a time: the words for it in front of the period and behind it."""

from __future__ import annotations

import re

from troth.policy.phrases.due_time import Time, name_of
from troth.policy.words.counted_from import COPULA
from troth.policy.words.due import CUE
from troth.policy.words.severity import WORD
from troth.policy.words.sieve import Words

FOR = Words(
    r"^\s*(?:for|to)\s(?!(?:(?:the|all|any|an?|every|each)\s)*(?:confirmed|verified|validated|reproducible|reproduced|"
    r"acknowledged|triaged|accepted|assessed|disclosed|published|analy[sz]ed)\s\w)"
    r"(?:(?:the|an?|initial|first)\s)*(?:" + CUE.english.source + ")"
)
"""What is due right behind a period; "for confirmed reports" only says for which."""
NEXT_RANK = Words(r"[,|]\s*(?:and |or )?\W{0,3}(?:" + WORD.english.source + r")\W{0,3}[:=–—-]")
"""Where the time of the next severity starts: "2 weeks, low: next release"."""
NEXT = Words(r"^\s(?:\w+\s)?(?:" + CUE.english.source + ")")
ALONE = Words(
    r"^\s(?:(?!of|from|after|to|following|before|until|for|as|when|once)\w+\s)?(?:"
    + CUE.english.source
    + r")\s*(?=[,;/|)]|$)"
)
"""What is due stands alone behind the period: "24h acknowledgement, 72h fix"."""
ANCHOR = Words(
    r"\b(?:of|after|from|following|before|upon|until|since|prior to|as|when|once|as soon as|whenever)\s"
    r"(?:(?:the|your|our|a|an|initial|first|receiving|confirmed|valid|this|that|we|you|its|security|issue|"
    r"vulnerability|"
    r"private|public|report)(?:['’]s)?\s)*$"
)
OPENS = Words(r"(?:^|[;,.]\s)\W*(?:and |then )?(?:(?:within|in|after|by|up to|t\s?\+)\s*)?$")
"""A period that opens its clause: "; within 30 days we release a fix"."""
TITLES = Words(r"^\W{0,3}:\s", 0)
"""A period that is the title of what is due: "14 days: fix"."""
ANSWERS = frozenset({"acknowledge", "assess"})
"""What is done to a report, which some call a disclosure."""
OBJECT = Words(
    r"\s(?:to |of )?(?:(?:your|the|an?|all|any|each|every|this|new|valid|responsible|private|security|"
    r"vulnerability)\s)+",
    0,
)
"""What joins an answer and the report that is answered: "respond to all disclosures"."""
SINCE = Words(
    r"\b(?:once|when|after|as soon as|of) (?:[\w/-]+ ){1,6}(?:is|are|was|were|being|has been|have been|"
    r"gets?) (?:\w+ly )?\w+"
)
"""A point in time, whose words are no duty: "once the impact is confirmed", "of the list being told"."""
AFTER_THAT = Words(
    r"^ (?:after|of|once|from when) (?:[\w/-]+ ){1,6}(?:is|are|was|were|being|has been|have been|gets?) (?:\w+ly )?\w+",
    0,
)
"""Behind a period, since when it counts: "6 hours after the list is told, the advisory is published"."""
COUNTED = Words(
    r"\b(?:after|once|following|upon|as soon as|when|from)\s(?:(?:the|your|our|a|an|any|initial|first|its|valid|"
    r"security|successful|we|you|report|issue|vulnerability|has|have|had)\s)*$"
)
"""What makes the word behind it a point in time: "disclosed after a patch is out or 90 days"."""
ASIDE = Words(r"(?:^|[:.;]\s)\W{0,4}(?:after|once|when)\b[^.;:()]*\([^()]*$")
MAIN = Words(r"^[^()]{0,30}\),", 0)
"""A clause that says since when, with a period in brackets, before what is done: "After a while (two weeks), we …"."""
TAKES = Words(r"\b(?:takes?|needs?|spend)\b[^.;,]{0,30}$")
EFFORT = Words(r"^(?: for (?:us|me|the (?:\w+ ){0,2}\w+))? (?:to|before|until)\b", 0)
"""What takes so long: "it may take us a week to sync and determine the severity"."""
FIXED_AND_TOLD = frozenset({"fix", "disclose"})
WITH_IT = Words(
    r"(?: \w+)?\s(?:and|&|\+)\s(?:(?:public|coordinated|the|an?|our|its|security|corresponding|full)\s){0,3}"
    r"(?=" + CUE.english.source + ")"
)
"""What joins a fix and its disclosure."""
LATER_FIX = Words(
    r"^, (?:and |then )?(?:(?:is|are|gets?|will be) )?(?:fixed|patched|resolved|addressed|released) (?:in|with|by) "
    r"(?:the|a|our) next\b.*"
)
"""What comes at another time than the period before it: "next working day, fixed in the next release"."""
CLAUSE = Words(r"[;.](?=\s|$)|\)\s*,|\bbut\b|\bthen\b|\bafter which\b|；|。")


def in_front(text: str) -> list[re.Match[str]]:
    """The cues of ``text`` that say what is done: not what is answered ("respond to disclosures"), nor since when."""
    found: list[re.Match[str]] = []
    for each in CUE.finditer(text):
        between = text[found[-1].end() : each.start()] if found else ""
        if name_of(each) == "disclose" and found and name_of(found[-1]) in ANSWERS and OBJECT.fullmatch(between):
            continue
        found.append(each)
    since = [each.span() for each in SINCE.finditer(text)]
    done = [
        each
        for each in found
        if not any(start < each.start() < end for start, end in since) and not COUNTED.search(text[: each.start()])
    ]
    return done or found


def behind(time: Time) -> re.Match[str] | None:
    """The first cue behind a period that is not the point it counts from: "14 days after the fix is released"."""
    counted = -1
    since = AFTER_THAT.match(time.after)
    if since:
        counted = since.end()
    for each in CUE.finditer(LATER_FIX.sub(" ", NEXT_RANK.split(CLAUSE.split(time.after)[0])[0])):
        if since and each.start() < since.end():
            continue
        between = time.after[counted : each.start()] if counted >= 0 else ""
        if ANCHOR.search(time.after[: each.start()]) or (between and COPULA.fullmatch(between)):
            counted = each.end()
        else:
            return each
    return None


def with_it(named: re.Match[str]) -> tuple[str, ...]:
    """What is due by ``named``, and the disclosure that comes with a fix: "90 days: fix and disclosure"."""
    first = name_of(named)
    rest = named.string[named.end() :]
    more = WITH_IT.match(rest) if first in FIXED_AND_TOLD else None
    second = name_of(next(CUE.finditer(rest, more.end()))) if more else first
    return (first, second) if second != first and second in FIXED_AND_TOLD else (first,)


def named_behind(time: Time) -> re.Match[str] | None:
    """What is due right behind a period: "72h for a fix", "4-hour resolution", "24h acknowledgement, 72h fix"."""
    if ASIDE.search(time.before) and (rest := MAIN.search(time.after)):
        return next(CUE.finditer(time.after, rest.end()), None)
    if TAKES.search(time.before) and (effort := EFFORT.match(time.after)):
        return next(CUE.finditer(CLAUSE.split(time.after)[0], effort.end()), None)
    aimed = FOR.match(time.after)
    if aimed is None and (time.hyphened or time.before.endswith("(") or ALONE.match(time.after)):
        aimed = NEXT.match(time.after)
    if aimed is None and OPENS.search(time.before) and (TITLES.match(time.after) or not time.first):
        aimed = next(CUE.finditer(CLAUSE.split(time.after)[0]), None)
        if aimed and ANCHOR.search(time.after[: aimed.start()]):
            return None
    return aimed
