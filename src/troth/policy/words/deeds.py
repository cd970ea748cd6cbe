"""Finer signs of a measure: words of what is surely done, words of mere telling, and what a heading collects.

Like the traits of `stance`, none of them tells a measure by itself; the table of points says how much each weighs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from troth.policy.words.sieve import Many, Words

DEEDS: Final[Many[str]] = Many((
    ("acts:tests", Words(r"\btest(?:s|ed|ing)?\b")),
    ("acts:suites", Words(r"\btest suites?\b|\bregression tests?\b|\bunit tests\b")),
    ("acts:fuzzes", Words(r"\bfuzz(?:er|ers|ed|ing)?\b")),
    ("acts:analyses", Words(r"\bstatic (?:code )?analysis\b|\b[sd]ast\b")),
    ("acts:allows", Words(r"\b(?:allow|white|deny|block)-?list\w*")),
    ("acts:signs", Words(r"\b(?:is|are) (?:\w+ )?signed\b|\bsigned (?:by|with|using)\b")),
    ("acts:detects", Words(r"\bdetect(?:s|ed|ion)?\b")),
    ("acts:enforces", Words(r"\benforce[sd]?\b")),
    ("acts:fails", Words(
        r"(?<!if it )(?<!that )\bfails? (?:closed|fast|hard|loud\w*|the|ci|builds?|if|when|unless|on|at|safe\w*)\b"
    )),
    ("acts:gates", Words(
        r"\bbefore (?:it |they |any |each |every |the |a |being |code |changes? )?(?:is |are |can be |be )?"
        r"(?:merg|releas|publish|deploy|ship)\w*"
    )),
    ("acts:keeps", Words(r"\bimmutable\b|\bappend-only\b|\btamper-\w+")),
    ("acts:on-all", Words(
        r"\b(?:all|every|each) (?:\w+ )?(?:changes?|commits?|pull requests?|prs?|releases?|builds?|inputs?|requests?|"
        r"connections?|dependenc\w+|images?|artifacts?|code|data|access|secrets?|traffic|calls?|quer\w+|files?)\b"
    )),
    ("tells:incidents", Words(r"\bincidents?\b")),
    ("tells:plans", Words(r"\bfuture\b|\bplanned\b|\bnot yet\b|\btodo\b|\broadmap\b|\bbacklog\b")),
    ("tells:past", Words(r"\bwas\b|\bwere\b")),
    ("tells:advises", Words(r"\brecommend\w*")),
    ("tells:judges", Words(r"\btreat\b")),
    ("tells:if-so", Words(r"\bwould\b")),
    ("tells:law", Words(r"\b(?:gdpr|ccpa|hipaa|compliance)\b")),
))  # fmt: skip
"""What a sentence does or only tells."""
OPENS: Final[Many[str]] = Many((
    ("opens:uses", Words(r"^\W*(?:the \w+|\w+) uses?\b")),
    ("opens:this", Words(r"^\W*(?:this|that|it|these|they)\b")),
    ("opens:one", Words(r"^\W*an? ")),
))  # fmt: skip
"""What a sentence begins with."""
SHORTEST: Final = 25
"""Characters of the longest line that says next to nothing."""
COLLECTS: Final[tuple[tuple[str, Words], ...]] = (
    ("examples", Words(r"example|sample|template|appendix")),
    ("phases", Words(r"phase|step|stage|week|month|day")),
    ("inputs", Words(r"input|valid|inject|xss")),
    ("guarantees", Words(r"guarantee|invariant|propert|promise|commitment")),
    ("data", Words(r"\bdata\b|privacy|storage")),
    ("supply", Words(r"supply|dependenc")),
    ("builds", Words(r"\bci\b|pipeline|automat|scan|workflow")),
)
"""What the sentences below a heading are of."""


def deeds(text: str) -> Iterator[str]:
    """What ``text`` does or only tells, as names of traits."""
    yield from (name for name, _ in DEEDS.search(text))
    yield from (name for name, _ in OPENS.search(text))
    if len(text) <= SHORTEST:
        yield "says-little"


@lru_cache(maxsize=2048)
def collects(heading: str) -> tuple[str, ...]:
    """What ``heading`` collects, as names of traits."""
    return tuple(f"headed:{name}" for name, words in COLLECTS if words.search(heading))
