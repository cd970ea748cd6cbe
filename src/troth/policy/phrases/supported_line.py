"""Lines of a list that name a version and what becomes of it: "2.x: supported", "Previous minor release (no fixes)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.foreign_versions import status
from troth.policy.words.sieve import Words
from troth.policy.words.version_status import PLAIN, granted
from troth.terms.commitment import SupportedVersion

_MARK = r"(?P<mark>:[a-z_]{1,30}:|[✅✔☑🟢✓🟡⚠❌✗✘🔴🚫✖❎]\ufe0f?)"
_SAID = (
    r"(?P<said>(?:(?:currently|actively|not|no longer) )?(?:un)?(?:supported|maintained)"
    r"(?: (?:versions?|releases?))?)"
)
_REST = r"(?P<rest>\s*(?:[:：=(（–—→]|(?<=\s)-|=>|✅|❌|:\w).{0,160})?$"
NUMBERED = Words(
    rf"^(?:{_MARK}\s*)?(?:{_SAID}:\s*)?[`*\"]{{0,4}}(?:(?:versions?|releases?|branch|series)\s)?[`*\"]{{0,4}}"
    r"(?P<version>(?:(?:latest|main|master)\b[\w .-]{0,30}|"
    r"(?:[<>=≤≥]{1,2}\s?)?v?\d{1,8}(?:\.[\w*]{1,20}){0,6}[\w.-]{0,30}(?: ?[-–] "
    r"?v?\d{1,8}(?:\.[\w*]{1,20}){0,6})?\+?(?:,?\s?(?:(?:and|but) )?[<≤]=?\s?v?\d[\w.]{0,20})?"
    r"(?: (?:and|or) (?:below|older|earlier|lower|above|newer|later|up|"
    r"higher))?))[`*\"]{0,4}"
    rf"(?: (?:series|line|branch|releases))?{_REST}"
)
"""A number, a branch or "latest" and, behind a colon, a dash or in brackets, what becomes of it."""
NAMED = Words(
    rf"^(?:{_MARK}\s*)?(?:{_SAID}:\s*)?[`*\"]{{0,4}}(?:the |our |any |an? )?[`*\"]{{0,4}}"
    r"(?P<version>(?:(?:all|any) )?(?:(?:two|three|\d) )?(?:latest|newest|most recent|current|"
    r"previous|prior|preceding|last|older|old|earlier|other|next|penultimate|pre-?release|alpha|beta|nightly|"
    r"development|dev|unreleased|stable|lts|main|master|default|release)[`*]*(?: [\w.`-]+){0,3}? "
    r"(?:versions?|releases?|branch(?:es)?|lines?|series|minors?|majors?|builds?|commits?|tags?|snapshots?)|"
    r"(?:everything|anything|all) (?:else|older|other)|nightlies|pre-?releases|release candidates|"
    rf"forks?(?: and [\w -]{{3,30}})?|(?:all )?(?:others?|older))[`*\"]{{0,4}}{_REST}"
)
"""A version that is named by where it stands among others."""
BRANCH = Words(r"^(main|master|develop|trunk)`[*]* branch$")
"""A branch by its own name; "branch" belongs to what is not code."""
ALONE = re.compile(r"\s*(?::[a-z_]{1,30}:|[✅✔☑🟢✓🟡⚠❌✗✘🔴🚫✖❎]\ufe0f?)\s*$")
"""A mark and nothing else."""
YEAR = Words(r"(?:19|20)\d\d")
NUMBER_ASIDE = Words(r"^\s*[(（](?:(?:currently|now|e\.g\.|i\.e\.),? )?[NXv\d][\w.-]{0,12}[)）]\s*(?=[:：=–—→-]|$)")
"""The number of a version that is named otherwise: "Previous major version (N-1): critical fixes"."""
SENTENCE = Words(r"^\s*[(（][^()]{0,60}[)）] (?:is|are|will|gets?|receives?|do|does|has|have|may)\b")
"""A bracket within a sentence that goes on."""
GOES_ON = Words(
    r"^\s*(?:[(（][^()]{0,40}[)）])?(?:,|,? (?:and|or|plus)|\s?[/&])\s?(?:versions? )?`?v?\d[\w.]*`?[^:：]*\s"
    r"(?:is|are|will|gets?|receives?|has|have)\b"
)
"""A sentence about several: "v3 (current) and v2 (LTS) receive fixes"."""
DATED = Words(r"^\W*(?:\d{4}-\d\d-\d\d|\d{1,2}[./ ]\w{2,9}[./ ]\d{4}|\w{3,9} \d{1,2}, \d{4})\W")
"""A version with the day of its release is an entry of a history."""
DENIED = Words(
    r"(?:\b(?:not|un)\s?(?:currently |actively |being )?(?:supported|maintained|covered|patched)\b|"
    r"\bend[\s-]of[\s-]life\b|\bno longer\b|\b(?:do|does|will) not (?:\w+ )?(?:receive|get|support)\b|"
    r"\bunmaintained\b)[^.!?]*[:：]\W*$"
)
"""The lead of a list of versions that get nothing."""
LEFT = Words(
    r"\b(?:un(?:supported|maintained)|end[\s-]of[\s-]life|eol|discontinued|retired|obsolete|"
    r"(?:not|no longer) (?:\w+ )?(?:supported|maintained)|"
    r"(?:gets?|getting|receives?|receiving|with) (?:no (?:\w+ ){0,2}(?:fixes|patches|updates|support|maintenance|"
    r"backports|attention)|nothing)|"
    r"(?:without|out of|past|beyond) (?:\w+ )?(?:support|maintenance|updates|fixes|life))\b"
)
"""The title of a list of versions that get nothing."""
KEPT = Words(r"(?<!not )(?<!no longer )\b(?:supported|maintained)\b")
"""Where the title names those that are kept up as well, it says nothing of one of them."""
GIVEN = Words(
    r"\b(?:versions?|releases?|branch(?:es)?|release lines|tags)\b[^.:]{0,70}\b(?:supported|maintained|secur\w+|"
    r"fixe[sd]|patch\w*|updates)\b[^.:]{0,60}[:：]\W*$|"
    r"\b(?:support\w*|maintain\w*|fixes|patches|updates)\b[^.:]{0,60}\b(?:versions?|releases?|branch(?:es)?|release "
    r"lines|tags)\b[^.:]{0,40}[:：]\W*$"
)
"""The lead of a list of versions."""
STATE = Words(r"^\w{2,12}[)）]\s*")
"""The rest of a word in brackets behind a version: "4.2 (LTS): until 2027-03"."""
TITLE = Words(r"^\W*(?:(?:our )?(?:versions|releases|release lines)|security(?: polic(?:y|ies))?)\W*$")
"""A heading below which only lines with a plain yes or no tell of support."""


def lines(saying: Saying) -> Iterator[SupportedVersion]:
    """The version that a line is about; nothing where the line is a sentence of its own."""
    match = of_version(saying)
    if match is None:
        return
    said = _behind(match)
    if DATED.match(said):
        return
    told = granted(f"{match['mark'] or ''}", f"{match['said'] or ''}", said or _below(saying))
    if told is None and status(said) is False:
        told = False
    if told is None:
        told = not (DENIED.search(saying.lead[-160:]) or _left(saying))
    name = re.sub(r"[`*\"]|\s(?:only|always)$", "", BRANCH.sub(r"\1", match["version"]).strip()).strip()
    yield saying.make(SupportedVersion, 0, version=name, supported=told, strength="promise")


def _behind(match: re.Match[str]) -> str:
    """What stands behind a version, without the colon or dash and without its number in brackets."""
    rest = NUMBER_ASIDE.sub("", (match["rest"] or "").strip())
    return rest.lstrip(":：=(（–—→> -")


def _below(saying: Saying) -> str:
    """The mark that stands alone in the paragraph behind a version, as of a table that was pasted cell by cell."""
    after = saying.company.after(saying.number)
    return after.text if after and after.form == "sentence" and ALONE.match(after.text) else ""


def _left(saying: Saying) -> bool:
    """Whether the title over a list says that nothing in it is kept up, and no lead-in says otherwise."""
    title = saying.above[0]
    return bool(LEFT.search(title)) and not (KEPT.search(title) or GIVEN.search(saying.lead))


def of_version(saying: Saying) -> re.Match[str] | None:
    """The version at the start of a line, where its section or its lead speaks of versions."""
    text = saying.text.strip(" \n.")
    bullet = saying.statement.form == "bullet"
    led = bullet and bool(GIVEN.search(saying.lead) or DENIED.search(saying.lead[-160:]))
    plain = bullet and bool(saying.statement.heading and TITLE.match(saying.above[0]))
    if not (saying.role & Role.VERSIONS or plain or led):
        return None
    match = NUMBERED.match(text)
    if plain and not saying.role & Role.VERSIONS:
        match = match or NAMED.match(text)
        return match if match and PLAIN.match(STATE.sub("", _behind(match))) else None
    if match:
        if GOES_ON.match(match["rest"] or ""):
            return None
        return match if match["rest"] or not YEAR.fullmatch(match["version"]) else None
    match = NAMED.match(text)
    if match is None or SENTENCE.search(match["rest"] or ""):
        return None
    rest = _behind(match)
    stands = bullet and (led or not rest)
    return match if stands or match["said"] or granted(match["mark"] or "", rest) is not None else None
