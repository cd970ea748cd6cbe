"""Tools that a sentence names only as left out, missing, stopped, waited for, thought of, or what would be."""

from __future__ import annotations

from troth.policy.words.sieve import Words

_GAP = (
    r"(?:(?!\b(?:and|but|then|so|that|which|who|where|with|by|via|using|through|we|it|chose|runs|scans|checks|is|are|"
    r"findings?|alerts?|reports?|results?|output)\b)[^.;:,]){0,40}?"
)
"""Words of the same clause, in which nobody else begins to act."""
_MARK = r"[`*\[]{0,3}$"
BEFORE = Words(
    rf"\b(?:except(?:ing| for)?|excluding|with the exception of|save for|barring|(?:everything|anything|all) but) "
    rf"(?:the )?(?:[\w`-]+,? (?:and|or) )?{_MARK}|"
    rf"\b(?:all|every\w*|each) [^.;:,]{{0,40}}\b(?:apart|aside) from {_MARK}|"
    rf"\b(?:all|every\w*|each) [^.;:,]{{0,40}}\bother than {_MARK}|"
    rf"\b(?:absence|lack|want|omission|removal) of (?:the )?(?:[\w-]+ (?:with|by|via|using|and|or) )?{_MARK}|"
    rf"\b(?:missing|lack(?:s|ed|ing)?) {_MARK}|"
    r"\b(?:out|short) of (?:time|money|people|resources|hands) to [^.;:,]{0,30}$|"
    rf"\b(?:evaluated|assessed|considered|tried out|looked (?:at|into)|experimented with|toyed with|played with|"
    rf"discussed|debated|thought (?:about|of)|proposed|suggested|(?:are|is|am|been|be) (?:currently |still |now )?"
    rf"(?:evaluating|assessing|considering|trying|looking (?:at|into)|experimenting with|discussing|thinking "
    rf"(?:of|about)|weighing)) {_GAP}{_MARK}|"
    rf"\b(?:proposal|(?<!pull )(?<!merge )request|idea|wish|suggestion|plan|intention|desire|hope|dream)s? "
    rf"(?:to|for|of|about) {_GAP}{_MARK}|"
    r"\b(?:an?|one|the|this|open) (?:open )?(?:issue|ticket|pull request|pr|patch|branch) (?:\S+ )?"
    rf"(?:asks? for|requests|proposes|adds|would add|suggests|wants) (?:the )?{_MARK}|"
    rf"\b(?:we|i) (?:\w+ )?(?:hope|wish|dream) (?:that )?{_MARK}|"
    rf"^\W*(?:one day|some ?day|at some point|eventually|sooner or later|in the long (?:run|term)),? {_GAP}{_MARK}"
)
"""Before a tool that is left out, missing, only thought of, proposed, or hoped for."""
NOTHING_ELSE = Words(r"\b(?:no|none|nothing|nobody|never|not)\b[^.;:,]*$")
"""Before an exception that is all that runs: "no scanner except Seahawk runs"."""
_PLACE = (
    r"[`*\])]{0,3}(?: (?:in|from|for|on|within|into) (?:the |our |its )?(?:ci(?:/cd)?|continuous integration|"
    r"pipelines?|workflows?|builds?|[\w-]+(?= (?:is|was|has|remains?|stays?)\b)))?"
)
_RUN = r"(?:run(?:ning|s)?|work(?:ing|s)?|be(?:ing)? (?:run|used|enabled|installed|added|set up)|start(?:ing)?)\b"
_NOW = r"(?:(?:\w+ly|still|now|yet|just) )?"
BEHIND = Words(
    rf"{_PLACE}(?:\s?[:：–—]|\s-)\s?\W{{0,3}}(?:not (?:yet|now|any ?more)|rejected|pending|proposed|declined|on hold|"
    r"postponed|deferred|maybe|later|some ?day|one day|wanted|wished for|under (?:discussion|evaluation)|undecided)"
    r"\W*$|"
    rf"{_PLACE} (?:is|are|was|were|remains?|stays?|has been|have been|got) {_NOW}(?:pending|missing|absent|lacking|"
    r"stopped|blocked\b(?! by (?:an?|every|each)\b)|broken|paused|suspended|postponed|deferred|delayed|shelved|"
    r"rejected|proposed|"
    r"wanted|wished for|envisaged|under (?:discussion|consideration|evaluation)|(?:a)?waiting|on (?:hold|(?:the|our) "
    r"(?:wish ?list|wish list|to-?do list|agenda))|out of (?:service|order|use)|an? (?:\w+ )?(?:wish|dream|plan|"
    rf"proposal|idea|gap)|(?:supposed|meant|due|yet) to {_RUN})|"
    rf"{_PLACE} (?:(?:has|have|had|was|were) )?{_NOW}(?:stopped|ceased|quit|refuses?|refused|failed) (?:to )?{_RUN}|"
    rf"{_PLACE} (?:can(?: ?not|['’]t)|could(?: not|n['’]t)|never) {_NOW}(?:{_RUN}|ran\b|made it\b|got\b)|"
    rf"{_PLACE} (?:would|might|could)\b(?! (?:otherwise |then |also )?(?:fail|block|reject|refuse|stop|break)\b)"
    r"(?! not\b)|"
    rf"{_PLACE} ought to {_NOW}{_RUN}|"
    rf"{_PLACE} (?:should|will|shall|may|might) (?:one day|some ?day|eventually|at some point) {_RUN}|"
    r"[^.;:|,()]{0,40}\((?:(?:\w+ )?(?:idea|proposal)|(?:(?:now|still|since|currently) )?(?:proposed|deprecated|"
    r"rejected|removed|retired|"
    r"obsolete|draft|pending|postponed|deferred|on hold|suspended|paused|dropped|discontinued|broken|disabled|stopped|"
    r"abandoned|unused|wanted|wished for|tentative|some ?day|under (?:discussion|evaluation|consideration)))"
    r"(?:\s?[,;)]| (?:in|since|as of|with|from) (?:v|version )?\d)|"
    r"[^.;:]{0,40},? (?:or|at least|well,?) (?:so )?(?:it|they) (?:did|used to|was)\b|"
    r"[`*\])]{0,3} (?:ran|worked)\b[^.;]{0,60}\b(?:until|till|before (?:we|it|the))\b|"
    r"[^.;:]{0,40}\buntil (?:(?:the|our|its|it|they) )?(?:[\w-]+ ){0,3}(?:broke|failed|died|expired|ran out|stopped)\b"
)
"""Behind a tool that has stopped, is waited for or wished for, cannot run, or would do something."""
UNDER = Words(r"\b(?:running|using|adding|adopting|introducing|enabling) (?:the )?[`*\[]{0,3}$")
TALKED_OF = Words(
    rf"{_PLACE} (?:is|are|was|remains?) {_NOW}(?:under (?:discussion|consideration|evaluation)|(?:being )?discussed|"
    r"undecided|an? (?:option|possibility|wish|idea|plan))\b"
)
"""Around a tool whose use is talked of: "running Seahawk is under discussion"."""
LOCAL = Words(
    r"[`*\])]{0,3} (?:only |is )?runs? (?:only )?locally(?: only)?(?:,| because| as| since|;)[^.]{0,30}?"
    r"\bci (?:has|lacks|cannot|can['’]t|does(?: not|n['’]t)|is)\b"
)
"""Behind a tool that runs elsewhere than in the CI that the sentence names."""


def out_of_use(before: str, after: str) -> bool:
    """Whether the words ``before`` and ``after`` the name of a tool say that it is not at work where they place it."""
    found = BEFORE.search(before)
    if found and not NOTHING_ELSE.search(before[: found.start()]):
        return True
    if BEHIND.match(after) or LOCAL.match(after):
        return True
    return bool(UNDER.search(before) and TALKED_OF.match(after))
