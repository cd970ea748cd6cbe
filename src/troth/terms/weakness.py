"""What speaks against a promise, told so that it is known again: after lines have moved, on another day.

A fingerprint is made of the path, the words that stand there, and what is said of them. Line numbers, days and version
numbers in what is *said* are left out: they change while the weakness stays. The words that stand there are left whole.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from troth.terms.answer import Fact
from troth.terms.span import Span
from troth.terms.verdict import Finding, Verdict

DIGITS = 16
"""Hexadecimal digits of a fingerprint: 64 bits, for a few thousand weaknesses of one tree."""
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_LINE = re.compile(r"(?<=[\w.\])])(?::\d+)+\b")
_VERSION = re.compile(r"\bv?\d+(?:\.\d+)+(?:[-+][0-9A-Za-z.]+)?")
_NUMBER = re.compile(r"\d+")
_LEADING = re.compile(r"\d{1,9}(?= )")


def of_verdict(verdict: Verdict) -> Counter[str]:
    """Fingerprints of what speaks against the promise; where no fact is marked so, one of the reason."""
    weak = [fact for fact in verdict.because if fact.weakness]
    if weak:
        return Counter(of_fact(fact, verdict.commitment.span) for fact in weak)
    return Counter([_digest("reason", verdict.control, _NUMBER.sub("#", _steady(verdict.reason)))])


def of_fact(fact: Fact, promise: Span) -> str:
    """The fingerprint of one fact; the line of the promise itself is told as that, so that it may be reworded."""
    itself = (fact.span.path, fact.span.line) == (promise.path, promise.line)
    path, text = ("", "") if itself else (_place(fact.span), fact.span.text)
    return _digest("fact", path, " ".join(text.split()), _steady(fact.fact))


def of_finding(finding: Finding) -> str:
    """The fingerprint of a finding."""
    return _digest(
        "finding", finding.rule, _place(finding.span), " ".join(finding.span.text.split()), _steady(finding.text)
    )


def count(verdict: Verdict) -> int | None:
    """How many there are by the reason ("20 of 28 lines looser"), which may be more than are cited; None if unsaid."""
    leading = _LEADING.match(verdict.reason)
    return int(leading[0]) if leading else None


def _place(span: Span) -> str:
    """The path; of tags and branches their sort: each release is another tag."""
    sort, colon, _ = span.path.partition(":")
    return f"{sort}:" if colon and sort in ("tag", "branch") else span.path


def _steady(words: str) -> str:
    words = _DATE.sub("DATE", " ".join(words.split()))
    return _VERSION.sub("VERSION", _LINE.sub("", words))


def _digest(*parts: str) -> str:
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:DIGITS]
