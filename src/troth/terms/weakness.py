"""What speaks against a promise, told so that it is known again: after lines have moved, on another day.

A weakness is known by the path, by what is said of it, and by the words that stand there. Line numbers, days and
version numbers in what is *said* are left out: they change while the weakness stays. The words that stand there count
whole, as a digest: a changed line is another weakness.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import msgspec

from troth.terms.answer import Fact
from troth.terms.redaction import covered
from troth.terms.span import Span
from troth.terms.verdict import Finding, Verdict

DIGITS = 16
"""Hexadecimal digits of a digest: 64 bits, for a few thousand weaknesses of one tree."""
ITSELF = ""
"""The path of what the promise itself shows, so that it may move and be reworded."""
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_LINE = re.compile(r"(?<=[\w.\])])(?::\d+)+\b")
_VERSION = re.compile(r"\bv?\d+(?:\.\d+)+(?:[-+][0-9A-Za-z.]+)?")
_NUMBER = re.compile(r"\d+")
_LEADING = re.compile(r"\d{1,9}(?= )")


class Weakness(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Where, what is said of it, and a digest of the words that stand there ("" for none)."""

    at: str
    says: str
    line: str = ""


def of_verdict(verdict: Verdict) -> Counter[Weakness]:
    """What speaks against the promise, twins counted; where no fact is marked so, the reason."""
    weak = [fact for fact in verdict.because if fact.weakness]
    if weak:
        return Counter(of_fact(fact, verdict.commitment.span) for fact in weak)
    return Counter([Weakness(at=ITSELF, says=_NUMBER.sub("#", _steady(verdict.reason)))])


def of_fact(fact: Fact, promise: Span) -> Weakness:
    """One fact, as it is known again; ``promise`` is the place of the promise."""
    if (fact.span.path, fact.span.line) == (promise.path, promise.line):
        return Weakness(at=ITSELF, says=_steady(fact.fact))
    return Weakness(at=_place(fact.span), says=_steady(fact.fact), line=digest(fact.span.text))


def of_finding(finding: Finding) -> Weakness:
    """A finding, as it is known again."""
    return Weakness(
        at=_place(finding.span), says=f"[{finding.rule}] {_steady(finding.text)}", line=digest(finding.span.text)
    )


def digest(text: str) -> str:
    """Of ``text``, white space apart; "" where there is none."""
    words = " ".join(text.split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS] if words else ""


def count(verdict: Verdict) -> int | None:
    """How many there are by the reason ("20 of 28 lines looser"), which may be more than are cited; None if unsaid."""
    leading = _LEADING.match(verdict.reason)
    return int(leading[0]) if leading else None


def _place(span: Span) -> str:
    """The path; of tags and branches their sort: each release is another tag."""
    sort, colon, _ = span.path.partition(":")
    return f"{sort}:" if colon and sort in ("tag", "branch") else span.path


def _steady(words: str) -> str:
    words = _DATE.sub("DATE", covered(" ".join(words.split())))
    return _VERSION.sub("VERSION", _LINE.sub("", words))
