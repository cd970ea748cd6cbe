"""Whether a sentence, its value, its mark or what leads to it says that what is named is not done at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from troth.policy.words.sieve import Words

_NO = (
    r"(?:❌|✗|✘|✖|🚫|⛔|no|none|off|never|nope|not yet|disabled|n/?a|tbd|todo|missing|absent|"
    r"not (?:yet )?(?:\w+ly )?(?:enabled|available|applicable|implemented|provided|done|used|configured|in place|"
    r"produced|generated|published|supported|planned|started|active|set up))"
)
CROSSED = re.compile(r"^[^\w❌✗✘✖🚫⛔]{0,8}[❌✗✘✖🚫⛔]")
"""A mark that says no, before everything else."""
_LAST = r"(?: yet)?[^\w❌✗✘✖🚫⛔]{0,8}$"
VALUE = re.compile(rf"(?:[:：]|\s[-–—])\s{{0,4}}[^\w❌✗✘✖🚫⛔]{{0,2}}{_NO}{_LAST}", re.IGNORECASE)
"""What stands behind a label or a dash: "SBOM: none", "CodeQL – disabled"."""
CELL = re.compile(rf"^[^\w❌✗✘✖🚫⛔]{{0,8}}{_NO}{_LAST}", re.IGNORECASE)
TAKEN = re.compile(
    r"\b(?:implement\w*|in place|done|provided|adopted|exists?|how often|frequency|rhythm|cadence)\b", re.IGNORECASE
)
"""Headers of columns that say whether the measure that the row names is taken."""
STATUS = re.compile(rf"^\W*$|{TAKEN.pattern}|\b(?:enabled|status|state|active|available|used|present)\b", re.IGNORECASE)
"""The same, where the row names a tool or a list: "disabled" may itself be a measure."""
_GIVEN_UP = (
    r"(?:refuse[sd]?|refrain(?:s|ed)?|stopped|ceased|gave up|abandoned|dropped|skip(?:s|ped)?|uninstalled|disabled|"
    r"removed|(?:turned|switched) off|have yet|has yet)"
)
DENIES = Words(
    rf"\b(?:we|i|maintainers|the (?:team|project)) (?:\w+ )?{_GIVEN_UP}\b"
    r"(?! (?:all|any|every|old|unused|support)\b|[^.;]{0,60}\b(?:in favou?r of|"
    r"(?:and|but|so|then) (?:(?:now )?(?:use|run)s?|"
    r"[\w-]+ runs (?:every|daily|nightly|weekly|monthly|now|instead)))\b)|"
    r"\b(?:releases?|builds?|repositor(?:y|ies)|projects?) lacks?\b|"
    r"^\W{0,5}(?:\S{1,40} ){1,5}?(?:is|are|was|were|has been|have been|remains?|stays?) "
    r"(?:both |all |still |currently )?(?:off|missing|(?:turned|switched) off|disabled|discontinued|removed|"
    r"unconfigured|abandoned|on hold|suspended|paused)\b"
    r"(?! (?:after|when|if|within|every|each|daily|weekly|monthly|quarterly|annually|yearly|automatically|once|as|"
    r"by (?!default\b)\w+)\b|[^.;]{0,60}[;,–—] (?:instead,? )?(?:we|i) (?:now |instead )?(?:use|run|rely)\b)|"
    r"^\W{0,5}(?:\S{1,40} ){1,5}?(?:no longer (?:runs?|ships?|used)|do(?:es)? not (?:run|ship))\b|"
    r"\bin no way\b|\b\w+(?:ed|en|un|ept) (?:[^.;,]{0,60} )?by (?:nobody|no[\s-]?one|none of us)\b"
)
"""What is given up, or is off."""
UNDONE_TITLE = Words(
    r"\bnot (?:yet )?(?:done|in place|implemented|provided|used|enabled|available)\b|"
    r"\b(?:we|it|this) (?:do|does|did)(?: not|n['’]t)(?: do| provide| use| offer| have)?\W*$|"
    r"\bmissing (?:controls?|measures?|features?|pieces|parts)\b|^\W*(?:known |open |security )?gaps\W*$|"
    r"\b(?:stopped|given up|gave up|quit|no longer) (?:doing|do|using|use)\W*$|"
    r"^\W*(?:help|sponsors?|contributors?) (?:is |are )?wanted\W*$|"
    r"^\W*ideas?\W*$|\bwish[\s-]?list\b|\brejected ideas?\b|^\W*(?:removed|dropped) in \d"
)
"""Titles of lists of what is not there."""
UNDONE_LABEL = Words(
    r"^\W{0,5}(?:(?:missing|lacking|absent|outstanding|proposed|planned|future|unimplemented|pending) "
    r"(?:mitigations?|controls?|measures?|safeguards?|checks?|hardening|protections?|defen[cs]es?|work|improvements?)|"
    r"(?:known |open |remaining )?gaps?|still (?:missing|open|to do)|to[- ]?do|wish[- ]?list)"
    r"\W{0,4}[:.：](?!\W*(?:none|no|nothing|n/a|nil|0)\b)"
)
"""The label of an item that tells what is not there: "Missing mitigation: …"."""
UNDONE_LEAD = Words(
    r"\bnot (?:yet |currently )?(?:in place|implemented|done|provided|enabled|available|performed|used)\b"
    r"[^.:]{0,40}:\s*$|"
    r"\b(?:we|i) (?:\w+ly )?(?:believe|think|feel) (?:that )?(?:we|it|the project) (?:should|ought to)\b"
    r"[^.:]{0,60}:\s*$|"
    r"\bnone of (?:these|the following|this)\b|\bwe do none\b|\b(?:gave|given) up\b[^.:]{0,40}:\s*$|"
    r"\b(?:we|it|the project) (?:do|does)(?: not|n['’]t)(?: \w+){0,3}:\s*$"
)
"""Lead-ins of the same."""
NOT_GIVEN = Words(
    r"(?<!\bif )(?<!\bwhen )(?<!\bunless )\b(?:we|i|this project|the (?:project|team|maintainers)) "
    r"(?:(?:do|does|can|will) not|(?:do|does|ca|wo)n['’]?t|cannot|never)"
    r"(?: (?:currently|generally|yet))?(?: (?:do|offer|provide|have|give|run|make|promise|guarantee))?\W*$|"
    r"^\W*(?:\d[\d.]* )?not (?:offered|provided|promised|done)\W*$"
)
"""A title or a lead-in over what the project does not do or give, whose items say it without the "not"."""
OWN_NOT = Words(
    r"\b(?:no|not|never|without|none|nothing|refuse|avoid|before|until|unless|prior|(?:longer|later|more) than)\b|"
    r"n['’]t\b"
)
"""What such an item says if it tells the denial itself, or up to when it holds: "publish before you agree"."""
UNDONE_BEFORE = Words(f"{UNDONE_LEAD.source}|{UNDONE_LABEL.source}")
"""Either, in front of a list or of what the label goes on about."""


def withheld(text: str, cells: Sequence[tuple[str, str]], title: str, lead: str) -> bool:
    """Whether ``text``, a row of ``cells``, its innermost title or its lead-in denies what is done by its names."""
    if cells:
        return _denied(cells[1:], None if len(cells) == 2 else STATUS)
    return lacking(text, cells, lead) or bool(
        CROSSED.match(text) or VALUE.search(text) or DENIES.search(text) or UNDONE_TITLE.search(title)
    )


def ungiven(text: str, title: str, lead: str) -> bool:
    """Whether ``text`` is an item of a list of what the project does not do or give, and no denial itself."""
    return bool(NOT_GIVEN.search(lead) or (not lead and NOT_GIVEN.search(title))) and not OWN_NOT.search(text)


FEARED = re.compile(
    r"\W*(?:(?:protected |key |critical |main )?assets?|(?:threat )?(?:actors?|agents?)|adversar(?:y|ies)|attackers?"
    r"|entry points?|trust boundar(?:y|ies)|threats?)\W*$",
    re.IGNORECASE,
)
"""The first column of an inventory of a threat model."""
DONE_ABOUT = re.compile(
    r"mitig|control|protect|measure|encrypt|safeguard|defen[cs]|counter|handl|require|secur|\bhow\b|retention|enforce"
    r"|treat|respon|prevent|status|\bacce|rotat|polic",
    re.IGNORECASE,
)
"""A column that tells what is done about it."""


def lacking(text: str, cells: Sequence[tuple[str, str]], lead: str) -> bool:
    """The same for measures, of which many are that something is off, or not done."""
    if cells:
        return _denied(cells[1:], TAKEN)
    return bool(UNDONE_BEFORE.search(lead) or UNDONE_LABEL.search(text))


def inventoried(cells: Sequence[tuple[str, str]]) -> bool:
    """Whether a row tells of what is to be protected or feared, and no column of it what is done about that."""
    return bool(cells) and bool(FEARED.match(cells[0][0])) and not any(DONE_ABOUT.search(name) for name, _ in cells[1:])


def _denied(cells: Iterable[tuple[str, str]], headers: re.Pattern[str] | None) -> bool:
    """Whether one of ``cells`` says no, below one of ``headers``."""
    return any(CELL.match(value) for name, value in cells if value.strip() and (not headers or headers.search(name)))
