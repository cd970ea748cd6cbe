"""What looked like a promise and was not understood, so that nothing is lost silently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy.saying import Saying
from troth.policy.section import SILENT, Role
from troth.policy.words.due import OTHERS_DUTY
from troth.policy.words.duration import timed
from troth.policy.words.foreign_duration import periods
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import speaks
from troth.terms.span import Span

PROMISES = Words(
    r"\b(?:we|maintainers|the (?:team|project|maintainers)|i)\b[^.]{0,40}\b(?:will|shall|aim|strive|"
    r"commit|promise|guarantee|ensure|pledge|undertake|must|publish|release|provide|support|keep|maintain|"
    r"review|scan|audit)\w*\b|"
    r"\b(?:is|are|will be|must be) (?:\w+ )?(?:enforced|required|mandatory|compulsory|guaranteed|"
    r"encrypted|signed|reviewed|scanned|published|supported|patched|rotated)\b|\bwithin \d|\b\d{1,3} "
    r"(?:hours|days|weeks|months|business|working)\b|\b(?:daily|weekly|monthly|quarterly|annually)\b"
)
DENIED = Words(
    r"\b(?:do|does|are|is|am|can|have|has)(?: not|n[’']t)\b(?! only\b)|\bcannot\b|"
    r"\b(?:have|has|offer|offers|provide|provides|publish|maintain|keep|support) no\b"
)
"""What is denied in so many words: "we do not sign releases". "We will never" promises."""
NO_PROMISE = Words(
    r"\b(?:i|we|the (?:team|project|maintainers))(?:['’]ll| will| shall)? (?:always )?(?:try|do) (?:my|our) "
    r"(?:very )?best(?=\W*$|[,;]| (?:but|and|though|however)\b)|"
    r"\bno (?:\w+ )?(?:promises?|commitments?|guarantees?)\b(?:(?!, (?:but|and|we|so)\b)[^.;])*|"
    r"(?:\b(?:do|does|ca|can|wo|will|shall|may|must)(?: not|n[’']t)|\bcannot|\bunable to|\bnever)"
    r"(?: (?:always|currently|fully|yet|be)){0,2} "
    r"(?:promised?|guaranteed?|commit(?:ted)? to|pledged?)\b(?:(?!, (?:but|and|we|so)\b)[^.;])*|"
    r"\bno(?:ne|thing)? (?:[\w-]+ ){0,6}(?:is|are|can be) (?:promised|guaranteed)\b[^.;]*"
)
"""What is said not to be promised, with all that it is said of: "we do not guarantee a fix within 30 days"."""
UNPROMISED = Words(r"^[^.;,]{0,60}\b(?:is|are|can)(?: not|n[’']t) (?:be )?(?:promised|guaranteed)\b")
"""The same behind it: "a fix within 30 days is not guaranteed"."""
LEFT_TO_OTHERS = Words(r"\b(?:they|you|reporters?|researchers?|finders?) (?:may|might|can|could) [^,;]*$")
"""What others may do is no promise of the project."""
UNANSWERED = Words(
    r"(?:^|[,;] )\W*(?:if|should|when) [^,;]*(?:\b(?:not|never|no)\b|n[’']t\b)[^,;]*$",
)
"""A period after which silence is something to act upon, and no time of an answer."""
REST = re.compile(r"(?<=[A-Za-z0-9])[A-Za-z0-9]*(?:(?<=\d) \w+)?")
"""What of a word and of a number with its unit stands behind the place where a pattern ends."""
OPENS = Words(r":\W*$|\b(?:following|these|below|lists?)\b[^.:;]{0,80}\W*$")
"""Words that introduce a list or a table."""
STATES = Words(
    r"\b(?:is|are|gets?|runs?|happens?|stays?)(?: (?:\w+ly|also|always|never|only|ever|all|then|not|in|on|off|"
    r"required|kept|set|\w+ed|\w{2,}[cpt]e?n))+\b|\b(?:expires?|ends?|uses?|needs?|requires?|blocks?|refus\w+|rejects?|"
    r"logs?|encrypts?|signs?|validates?|checks?|locks?|limits?)\b"
)
"""Words of a sentence that states how something is done."""
AFTERWORD = Words(
    r"^\W*(?:this|that|these|those|it|see|for (?:example|details|more)|e\.g|note|because|otherwise|thus|hence)\b"
)
"""The start of a sentence that explains the one before it, or sends elsewhere."""
CLAIMED = frozenset({"Practice", "Tool"})
NAMELESS = frozenset({"", "other"})
"""Topics that name none."""
QUIET = SILENT | Role.USERS | Role.SCOPE | Role.RESEARCH


def unread(saying: Saying) -> Iterator[Span]:
    """The span of ``saying`` where its words promise something that no phrase understood."""
    if (
        saying.statement.form in {"code", "heading"}
        or saying.role & QUIET
        or saying.past
        or saying.advice
        or saying.quoted
        or saying.ungiven
        or saying.asked
    ):
        return
    where = _where(saying)
    if where is not None:
        yield saying.statement.at(where[0])
    elif _goes_on(saying):
        yield saying.statement.at(0)


def _goes_on(saying: Saying) -> bool:
    """Whether ``saying``, of which nothing is promised yet, is a further sentence of a list item that names a measure.

    Such an item counts once, by what it says first; what it goes on to state is shown as not understood.
    """
    text = saying.text
    if saying.statement.form != "sentence" or not saying.statement.depth or saying.of_others or saying.asked:
        return False
    if AFTERWORD.search(text) or not (saying.measured not in NAMELESS or STATES.search(text)):
        return False
    return any(CLAIMED & each.said for each in saying.company.opening(saying, saying.number))


def introduced(said: Sequence[Saying], place: int) -> range:
    """The places of the list or table that the saying at ``place`` introduces; empty where it introduces none.

    "We will:" promises what stands below, and nothing of its own.
    """
    if said[place].statement.form != "sentence" or not OPENS.search(said[place].text):
        return range(0)
    end = place + 1
    while end < len(said) and said[end].statement.form in {"bullet", "row"}:
        end += 1
    return range(place + 1, end)


def sounds(saying: Saying) -> str:
    """The words of ``saying`` that make it sound like a promise, whole; "" where none do."""
    where = _where(saying)
    if where is None:
        return ""
    rest = REST.match(saying.text, where[1])
    return saying.text[where[0] : rest.end() if rest else where[1]]


def _silence(before: str, said: str) -> bool:
    """Whether ``said`` is a period that stands in a condition of silence: "if you hear nothing within 5 days"."""
    return any(each.isdigit() for each in said) and bool(UNANSWERED.search(before))


def _meant(text: str) -> str:
    """``text`` with blanks for what is said not to be promised, so that all else keeps its place."""
    for match in NO_PROMISE.finditer(text):
        text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    return text


def _where(saying: Saying) -> tuple[int, int] | None:
    """Where ``saying`` sounds like a promise: English words of promising, a time in any language that it speaks."""
    if saying.number in saying.scene.hedges.said and not timed(saying.low):
        return None
    text = _meant(saying.text) if PROMISES.search(saying.text) else ""
    for match in PROMISES.finditer(text):
        before = text[: match.start()]
        if not (
            DENIED.search(match[0])
            or LEFT_TO_OTHERS.search(before)
            or _silence(before, match[0])
            or OTHERS_DUTY.search(before)
            or UNPROMISED.search(text[match.end() :])
        ):
            return match.span()
    return next(((each.start, each.end) for each in periods(saying.low)), None) if speaks(saying.text) else None
