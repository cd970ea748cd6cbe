"""What hosts show beside a line: each cause once, at the place where it has to be mended.

An alert stands for all promises of one cause. It sits on the first line that breaks or weakens them; where something
is missing, which no line shows, it sits on the sentence that promises it. Two alerts of one rule do not sit on the same
line as long as there is another: hosts take those for one.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from troth.report.groups import by_cause
from troth.report.paint import WORDS
from troth.report.plain import cut, plain
from troth.report.words import promise
from troth.terms import weakness
from troth.terms.identity import stem
from troth.terms.result import Judged, Result
from troth.terms.span import Span
from troth.terms.verdict import Standing, Step

LONGEST, LONGEST_TITLE = 400, 120
"""Columns of one piece of text, and of the few words for a promise."""
_MARKS = re.compile(r"[*`\\]|(?<!\w)_+|_+(?!\w)")
"""Marks of Markdown that change how a sentence looks, not what it says."""


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """``same`` are the verdicts of its cause, or none for a finding beside the promises.

    ``title`` tells the promise in a few words, ``reason`` what is wrong with it, both on one line. ``related`` are the
    other places, with words: sentences first, then what weakens, then what else was seen. ``fingerprint`` survives
    lines that move and changes with the words of the sentence. ``accepted``: the baseline holds it as it stands.
    """

    rule: str
    title: str
    reason: str
    span: Span
    fingerprint: str
    standing: Standing | None = None
    same: tuple[Judged, ...] = ()
    related: tuple[tuple[Span, str], ...] = ()
    next: Step | None = None
    accepted: bool = False

    @property
    def sentence(self) -> str:
        """The words that made the promise, on one line; "" for a finding."""
        return short(self.same[0].verdict.commitment.sentence) if self.same else ""

    @property
    def said(self) -> str:
        """ "L9 == for fastapi: broken, 3 of 28 lines looser" without the line."""
        word = f"{WORDS[self.standing]}, " if self.standing else ""
        return f"{self.title}: {word}{self.reason}"


def short(text: str, longest: int = LONGEST) -> str:
    """``text`` on one line, without what steers, in at most ``longest`` columns."""
    return cut(plain(text[: 4 * longest]), longest)


def stepped(step: Step) -> str:
    """What mends it on one line, with its command."""
    return f"{short(step.text)} {short(step.command)}".rstrip()


def title(judged: Judged) -> str:
    """The promise in a few words."""
    return short(promise(judged.verdict.commitment), LONGEST_TITLE) or short(judged.id, LONGEST_TITLE)


def in_tree(span: Span) -> bool:
    """Whether ``span`` cites a file of the checked tree, rather than a tag or a document from elsewhere."""
    return bool(span.path) and not span.path.startswith(("tag:", "commit:", "/", "../"))


def alerts(result: Result, standings: Iterable[Standing], *, accepted: bool = False) -> list[Alert]:
    """The alerts of ``standings``, worst first as they are given, each in the order of the documents.

    What the baseline accepts is left out unless ``accepted``.
    """
    known = fingerprints(result)
    taken: set[tuple[str, str, int | None]] = set()
    found = []
    for standing in standings:
        chosen = [judged for judged in result.of(standing) if accepted or not judged.accepted]
        for same in by_cause(chosen):
            apart = (tuple(one for one in same if one.accepted is state) for state in (False, True))
            found += [_alert(each, known[each[0].id], taken) for each in apart if each]
    return found


def beside(result: Result, *, accepted: bool = False) -> list[Alert]:
    """The findings that hang on no promise; without those that the baseline accepts unless ``accepted``."""
    seen: Counter[str] = Counter()
    found = []
    for finding in result.findings if accepted else result.speaking.findings:
        rule = f"finding/{finding.rule}"
        told = short(finding.text) or finding.rule.replace("-", " ")
        related = tuple((span, "says otherwise") for span in finding.also if in_tree(span))
        title = finding.rule.replace("-", " ")
        name = _numbered(_digest(*msgspec.structs.astuple(weakness.of_finding(finding))), seen)
        found.append(
            Alert(
                rule=rule,
                title=title,
                reason=told,
                span=finding.span,
                fingerprint=name,
                related=related,
                accepted=finding.accepted,
            )
        )
    return found


def fingerprints(result: Result) -> dict[str, str]:
    """For the id of each verdict what stays of it while lines move and marks change: its kind, fields and words."""
    seen: Counter[str] = Counter()
    found = {}
    for judged in result.judged:
        commitment = judged.verdict.commitment
        key = _digest(rule_of(judged), stem(commitment), said_plainly(commitment.sentence))
        found[judged.id] = _numbered(key, seen)
    return found


def rule_of(judged: Judged) -> str:
    """The rule of a verdict: its control, or the kind of promise where none judged it."""
    return f"promise/{judged.verdict.control or judged.verdict.commitment.kind.replace('_', '-')}"


def said_plainly(text: str) -> str:
    """``text`` without marks of Markdown and with single spaces."""
    return " ".join(_MARKS.sub("", text).split())


def _alert(same: tuple[Judged, ...], fingerprint: str, taken: set[tuple[str, str, int | None]]) -> Alert:
    first = same[0]
    verdict = first.verdict
    rule = rule_of(first)
    weak = [fact for fact in verdict.because if fact.weakness and in_tree(fact.span)]
    sentences = [one.verdict.commitment.span for one in same]
    span = _place(rule, sentences, [fact.span for fact in weak], taken)
    taken.add((rule, span.path, span.line))
    other = [fact for fact in verdict.because if not fact.weakness and in_tree(fact.span)]
    related = [(each, f"the promise: {short(each.text)}") for each in sentences if in_tree(each)]
    related += [(fact.span, short(fact.fact) or short(fact.span.text)) for fact in (*weak, *other)]
    return Alert(
        rule=rule,
        title=title(first),
        reason=short(verdict.reason),
        span=span,
        fingerprint=fingerprint,
        standing=verdict.standing,
        same=same,
        related=_others(related, span),
        next=verdict.next,
        accepted=first.accepted,
    )


def _place(rule: str, sentences: Sequence[Span], weak: Sequence[Span], taken: set[tuple[str, str, int | None]]) -> Span:
    """Where an alert sits: on a line that weakens, or on the sentence where a fact without a line says what is missing.

    Of several lines the first that no alert of the rule has yet.
    """
    lines = weak if all(span.line is not None for span in weak) else []
    offered = [*lines, *(span for span in sentences if in_tree(span)), *weak]
    free = (span for span in offered if (rule, span.path, span.line) not in taken)
    return next(free, offered[0] if offered else sentences[0])


def _others(related: Iterable[tuple[Span, str]], span: Span) -> tuple[tuple[Span, str], ...]:
    """``related`` without the place of the alert itself, each place once."""
    seen = {(span.path, span.line)}
    found = []
    for each, words in related:
        if (each.path, each.line) not in seen:
            seen.add((each.path, each.line))
            found.append((each, words))
    return tuple(found)


def _digest(*parts: str) -> str:
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _numbered(key: str, seen: Counter[str]) -> str:
    """``key``, told apart from the equal ones before it."""
    seen[key] += 1
    return key if seen[key] == 1 else _digest(key, str(seen[key]))
