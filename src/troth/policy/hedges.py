"""Sentences that make times mere targets, and for which of the times of a document each of them speaks.

"Everything here is best effort" is said of all of it, "the timelines below are suggestions" of what follows, "the
above are targets" of what stands before, and "these are targets" of the section that it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from troth.policy.words.duration import timed
from troth.policy.words.mood import ELSEWHERE
from troth.policy.words.sieve import Sifted, Words
from troth.policy.words.spoken import Spoken
from troth.terms.statement import Statement

BEST_EFFORT = Spoken(
    r"\b(?:all of )?(?:the|these|our|those|all) (?:\w+ ){0,3}(?:timelines?|times|deadlines?|windows?|slas?|"
    r"figures|response times?|targets?|durations?)\b.{0,80}\b(?:suggestions?|targets?|best[\s-]effort|"
    r"goals?|aims?|guidelines|not (?:an? )?(?:guarante\w+|promises?|commitments?))|"
    r"\bthese are (?:\w+ ){0,2}(?:targets|goals|best[\s-]effort|guidelines)|"
    r"\b(?:project|software|team|maintainers?|volunteers?|polic\w+|process|timelines?|times?|respon\w+|everything|"
    r"reports|all (?:security )?issues|(?:vulnerabilit\w+|issues) are|everything|i|we)\b[^.;]{0,60}\b(?:on a|a|on|is|"
    r"are) "
    r"best[\s-]effort(?: basis)?|^\W*(?:this is a |on a )?best[\s-]effort (?:basis|project|only)",
    "moods.best_effort",
)
OF_OTHER_WORK = Words(
    r"\b(?:backport\w*|(?:older|old|previous|prior|earlier|legacy|other|unsupported|end[\s-]of[\s-]life) "
    r"(?:[\w-]+ ){0,2}(?:versions?|releases?|branch(?:es)?|lines?|series)|platforms?|architectures?|windows|macos|"
    r"translat\w+|documentation|feature requests?|bug reports|code reviews?|release process|builds?|releases)\b"
    r"[^.;]{0,60}\bbest[\s-]effort\b|"
    r"\bbest[\s-]effort(?: basis)?,? (?:to|for|on) (?:the |any |all )?(?:older|old|previous|prior|earlier|legacy|other|"
    r"unsupported) (?:[\w-]+ ){0,2}(?:versions?|releases?|branch(?:es)?|lines?|series|platforms?)\b"
)
"""What is done as best it can and is no answer to a report: "we maintain older versions on a best-effort basis"."""
OF_ALL = Words(
    r"\b(?:in|of|throughout) (?:this|the|our) (?:\w+ )?(?:polic(?:y|ies)|document|page|file)\b|"
    r"\beverything\b(?! (?:in|about|around|of|else) (?!this\b|here\b))"
)
BELOW = Words(r"\b(?:below|following)\b")
ABOVE = Words(r"\b(?:above|preceding)\b")
THESE = Words(r"\b(?:these|those)\b|\b(?:this|the) (?:table|list|section|schedule|chart)\b")


class Hedges:
    """The hedges of one document."""

    def __init__(self, statements: Sequence[Statement], sifted: Callable[[str], Sifted]) -> None:
        self.said: set[int] = set()
        """The numbers of the hedges themselves."""
        self._all = False
        self._from, self._to = len(statements), 0
        """The first statement that a hedge on what is below it reaches, and the one behind the last for those above."""
        self._under: set[tuple[str, ...]] = set()
        """The headings below which times are targets."""
        places: set[tuple[str, ...]] | None = None
        for number, each in enumerate(statements):
            if each.form == "code":
                continue
            text = sifted(each.text)
            found = BEST_EFFORT.search(text)
            if not found or ELSEWHERE.search(text) or OF_OTHER_WORK.search(text):
                continue
            self.said.add(number)
            below, above = BELOW.search(found[0]), ABOVE.search(found[0])
            if OF_ALL.search(found[0]) or (below and above):
                self._all = True
            elif below:
                self._from = min(self._from, number)
            elif above:
                self._to = max(self._to, number + 1)
            elif THESE.search(found[0]):
                places = _timed(statements) if places is None else places
                self._under.add(_nearest(each.heading, places))
            else:
                self._all = True

    def over(self, number: int, heading: tuple[str, ...]) -> bool:
        """Whether a time in the statement at ``number``, which stands below ``heading``, is but a target by them."""
        if self._all or number >= self._from or number < self._to:
            return True
        return bool(self._under) and any(heading[:depth] in self._under for depth in range(len(heading) + 1))


def _timed(statements: Sequence[Statement]) -> set[tuple[str, ...]]:
    """The places that hold a time beside a hedge."""
    found = (each.heading for each in statements if timed(each.text.lower()))
    return {heading[:depth] for heading in found for depth in range(len(heading) + 1)}


def _nearest(heading: tuple[str, ...], places: set[tuple[str, ...]]) -> tuple[str, ...]:
    """The innermost place at or above ``heading`` that holds a time."""
    depths = range(len(heading), 0, -1)
    return next((heading[:depth] for depth in depths if heading[:depth] in places), ())
