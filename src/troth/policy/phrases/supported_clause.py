"""Clauses that each tell the fate of versions: "2.x gets everything, 1.x critical fixes, anything older nothing"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.words.sieve import Words
from troth.policy.words.version_status import NO
from troth.terms.commitment import SupportedVersion
from troth.terms.time.written_day import last_day

_EACH = (
    r"(?:[<>≤≥]=?\s?)?(?:v\d{1,4}|v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){1,3}|(?<=ersion )\d{1,4}|(?<=ersions )\d{1,4})"
    r"\+?(?![\w.]*\w)"
)
EACH = re.compile(_EACH)
_BESIDE = r"(?:\s\((?!not)[\w ]{2,24}\))?"
"""What a version is called besides: "v3 (current) and v2 (LTS)"."""
_LIST = rf"`?{_EACH}`?(?:{_BESIDE}(?:,|/|,? and|,? or|,? plus|,? &)\s?(?:the )?`?{_EACH}`?){{0,6}}"
_KIND = r"(?: (?:lts|series|branch(?:es)?|lines?|releases?|versions?|builds?|trains?|only)){0,2}" + _BESIDE
GETS = Words(
    r"(?<![\w.])(?<!whether )(?<!in )(?<!of )(?<!in the )(?<!of the )(?<!on the )(?<!once )(?<!when )(?<!prior to "
    r")(?<!before )(?<!below )(?<!than )(?<!under )(?<!before version )(?<!below version )(?<!than version )"
    r"(?<!under version )(?<!prior to version )"
    rf"(?P<versions>{_LIST}){_KIND} (?:(?:still|only|now|will|currently|just) ){{0,2}}(?:gets?|receives?) "
    r"(?:(?:still|only|just) )?(?:(?P<none>nothing|none|neither|no\b(?! later)[^,.;]{3,40}|not(?:hing)? at all)|"
    r"(?P<all>everything|(?:all|both|full|critical|security|important|serious|urgent|severe|bug|high[\w-]*|the|any|"
    r"and|or|occasional|selected|backported|our)(?: (?:all|full|critical|security|important|serious|urgent|severe|"
    r"bug|high[\w-]*|the|of|and|or|backported)){0,4} (?:fixes|patches|updates|support|ones|backports|them)|them all|"
    r"both|fixes|"
    r"patches|(?:security )?updates))"
    r"(?=\W*$|[,.;)]|\s(?:only|until|till|through|for|when|if|as|from|and|but|while|whereas|within|too|also|on request|"
    r"backported|\()|\s[(–—-])(?P<rest>[^,.;]{0,60})"
)
"""Versions and what they get."""
REST = Words(
    r"(?:^\W*|[,;] (?:and |but |while |whereas )?|\band |\bbut |\bwhile |\bwhereas )"
    r"(?P<version>(?:anything|everything|all(?: versions)?|versions) (?:before|below|older|earlier|prior to|else|under)"
    r"(?: than)?(?: (?:that|this|it|those|these|them))?|the rest|older ones)"
    r" (?:(?:gets?|receives?|has|have) (?:nothing|none|no\b(?! later)[^,.;]{3,40})|(?:is|are) (?:not|no longer|"
    r"unsupported|"
    r"unmaintained|end[- ]of[- ]life|eol|dead|on (?:its|their) own)|(?:does|do|will) not|isn['’]?t|aren['’]?t|"
    r"don['’]?t|"
    r"doesn['’]?t|won['’]?t)"
)
"""What is left over, behind a comma of the same sentence."""
ELSE = Words(r"\belse$|^the rest$")
OURS = Words(
    r"^\W*(?:(?:currently|at the moment|today|right now|for now),? )?(?:we|i|the project|our team)"
    r"(?: (?:only|currently|actively|still|now|officially|fully)){0,2} (?:supports?|maintains?|patch(?:es)?|"
    r"looks? after|backports? (?:\w+ ){0,4}to|fix(?:es)? (?:\w+ ){0,3}(?:in|for|on)|"
    r"(?:publish(?:es)?|ships?|issues?|releases?|provides?|makes?) (?:\w+ ){0,2}(?:fixes|patches|updates|backports|"
    r"support|maintenance|bug[\s-]?fixes|security releases) (?:only )?(?:in|for|on)) "
    r"(?:(?:only|versions?|releases?|branches|lines|the|both|our) ){0,3}"
    rf"(?P<versions>{_LIST}){_KIND}(?=\W*$|[,;.:]\s?|\s\(|\s(?:only|until|and not|but|with|for)\b)"
)
"""Versions behind what the project does for them, with nothing between; images and builds are no upkeep."""
DELIVERED = Words(
    r"^\W*(?:all |our |the )?(?:security |critical |bug )?(?:fixes|patches|updates|support) (?:(?:only|currently|"
    r"then|still) )?"
    r"(?:go(?:es)?|exists?|lands?|is|are)(?: (?:only|made|released|provided|issued|backported|available|shipped|"
    r"merged|applied|given)"
    r"){0,2} (?:only )?(?:to|for|in|on|into) (?:(?:only|versions?|releases?|branches|lines|the|both|our) ){0,3}"
    rf"(?P<versions>{_LIST})(?P<open> (?:and|or) (?:up|above|newer|later|higher|onwards?))?{_KIND}(?=\W*$|"
    rf"[,;.(:]\s?|\s(?:only|until|"
    r"and not|but|with|while|whereas)\b)"
)
"""Versions that fixes go to: "security fixes exist for 5.1 and up"."""
NOT_OURS = Words(
    r"^\W*(?:we|i|the project) (?:no longer|(?:do|did|will|can)(?: not|n['’]?t)|cannot|never|stopped|have stopped) "
    r"(?:support(?:ing)?|maintain(?:ing)?|patch(?:ing)?|fix(?:ing)?) (?:(?:versions?|releases?|branches|lines|the|"
    r"our) ){0,2}"
    rf"(?P<versions>{_LIST}){_KIND}(?: any ?(?:more|longer))?(?=\W*$|[,;.:]\s?|\s(?:only|but|and(?! (?:older|"
    r"below|earlier|lower|prior|previous|above|newer|later|up|higher|under)))\b)"
    rf"(?:(?:,|\sbut) only (?:versions? )?(?P<kept>{_LIST}){_KIND}(?=\W*$))?"
)
"""Versions that are given up, and those that are kept instead: "we don't support 2.x any more, only 3.x"."""
LABELLED = Words(
    r"^\W*(?P<said>(?:(?:currently|actively|still) )?(?:supported|maintained|patched)|(?:no longer |not |"
    r"un)(?:supported|"
    r"maintained)|eol|end of life)"
    r"(?: (?:versions?|releases?|branches|lines|series))?(?: are| is)?\W{0,3}[:：]\W{0,4}(?:the |versions? )?"
    rf"(?P<versions>{_LIST}){_KIND}\W*$"
)
"""The same behind a label: "Supported: 1.21 and 1.20"."""
BUT_NOT = Words(
    rf"(?:,|\bbut|\band|\(|–|—)\s?not (?:(?:for|to|in|on|the|versions?|any) "
    rf"){{0,2}}(?P<versions>{_LIST}){_KIND}(?=\W*$|[,;.)])"
)
"""Versions that are passed over behind those that are supported: "4.3 and 4.2, but not 3.6"."""
YET = Words(
    r"\b(?:but|though|yet|and|however),?(?: (?:it|they|this|these|both|all|which|will|for now))*"
    r" (?:still|continues? to|goes on to) (?:gets?|receives?) "
    r"(?:(?!no\b)[\w-]+ ){0,3}(?:fixes|patches|updates|backports)\b"
)
"""What goes on for a version whose time is over: it is supported in part."""
UNTIL = Words(r"\b(?:until|till|through|up to)\s(?P<day>[\w ,./-]{4,40})")
PREDECESSOR = Words(
    r"\b(?:and|or|plus|&|as well as) (?:the (?:(?:one|release|version|minor|major|line) (?:\w+ly |right |just )?"
    r"(?:before|preceding|prior to|ahead of)(?: (?:it|that|this))?|(?:one|ones) before)|"
    r"its (?:(?:direct|immediate|last) )?predecessor)\b"
)
"""The one before the newest, told by it: "the current release and the one before it"."""
NEXT_ONE = Words(r"(?:(?:next|second)[ -])?(?:most recent|latest|newest|last|previous|prior|preceding) one$")
NOUN = Words(r"(?:(?:release|minor|major|stable) )?(?:versions?|releases?|series|branch|line)$")
"""A second version that is told by the first: "the current series and the next most recent one"."""
NEWEST = Words(r"(?:latest|newest|current|most recent(?:ly released)?) ")


def clauses(saying: Saying, taken: list[tuple[int, int]]) -> Iterator[SupportedVersion]:
    """The versions of ``saying`` that clauses tell apart; their places are ``taken``."""
    text = saying.text
    for match in GETS.finditer(text):
        if saying.unsaid(match.start(), 30) or not _apart(match, taken):
            continue
        yield from _each(saying, match, taken, supported=not match["none"])
    ours = OURS.match(text) or DELIVERED.match(text)
    if ours and not saying.unsaid(ours.start("versions"), 40):
        yield from _each(saying, ours, taken, supported=True)
    given_up = NOT_OURS.match(text)
    if given_up:
        yield from _each(saying, given_up, taken, supported=False)
        for each in EACH.finditer(given_up["kept"] or ""):
            yield saying.make(SupportedVersion, given_up.start(), version=each[0], supported=True)
    labelled = LABELLED.match(text)
    if labelled:
        yield from _each(saying, labelled, taken, supported=not NO.search(labelled["said"]))


def left_over(saying: Saying, taken: list[tuple[int, int]], *, numbered: bool) -> Iterator[SupportedVersion]:
    """What a sentence passes over that told of others: "but not 3.6", "everything before that gets nothing".

    "Everything else" tells of versions only beside those that are ``numbered``: else it says no more than "only".
    """
    for pattern, group in ((BUT_NOT, "versions"), (REST, "version")) if taken else ():
        for match in pattern.finditer(saying.text):
            if pattern is BUT_NOT:
                yield from _each(saying, match, taken, supported=False)
            elif _apart(match, taken, group) and (numbered or not ELSE.search(match[group])):
                taken.append(match.span(group))
                yield saying.make(SupportedVersion, match.start(group), version=match[group].lower(), supported=False)


def predecessor(saying: Saying, newest: str) -> str:
    """What the one before the ``newest`` version is called, where the sentence has that too, or ""."""
    named = NEWEST.match(newest)
    return f"previous {newest[named.end() :]}" if named and PREDECESSOR.search(saying.text) else ""


def successor(match: re.Match[str]) -> str:
    """What "the next most recent one" is called, by the noun of the version before it, or ""."""
    noun = NOUN.search(match["version"])
    one = NEXT_ONE.match(match["second"] or "")
    return f"{match['second'].removesuffix(' one')} {noun[0]}" if noun and one else ""


def _each(
    saying: Saying, match: re.Match[str], taken: list[tuple[int, int]], *, supported: bool
) -> Iterator[SupportedVersion]:
    if not _apart(match, taken):
        return
    taken.append(match.span("versions"))
    named = UNTIL.search(match.groupdict().get("rest") or "") if supported else None
    until = re.split(r"\s(?:and|but)\s", named["day"])[0].strip(" .") if named and last_day(named["day"]) else ""
    versions = [each[0] for each in EACH.finditer(saying.text, match.start("versions"), match.end("versions"))]
    if match.groupdict().get("open"):
        versions[-1] += match["open"]
    for version in versions:
        yield saying.make(SupportedVersion, match.start(), version=version, supported=supported, until=until)


def _apart(match: re.Match[str], taken: list[tuple[int, int]], group: str = "versions") -> bool:
    return not any(start < match.end(group) and match.start(group) < end for start, end in taken)
