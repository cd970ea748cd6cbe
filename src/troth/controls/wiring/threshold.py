"""Severities below which a tool lets findings pass, against those that the sentence speaks of."""

from __future__ import annotations

import re

from troth.terms.answer import Class, Fact
from troth.terms.commitment import Commitment, Demand, Tool
from troth.terms.seen.automation import Exits, Invocation

_SEVERITIES = ("low", "medium", "high", "critical")
_BLOCKED = re.compile(
    r"\b(low|medium|high|critical)\b(?=(?:[\s/,|&+-]|\bor\b|\band\b|\bon\b|\babove\b|\bhigh(?:er)?\b|\bcritical\b|"
    r"\bseverity\b|\bcves?\b|\bvulnerabilit\w+|\bfindings?|\bissues?|\balerts?|\bones?){0,40}(?:[).;:]|$)|"
    r"(?:[\s/,|&+-]{1,3}(?:and|or|low|medium|high|critical)\b){0,6}"
    r"(?:[\s-](?!and\b|but\b|or\b|then\b|while\b)\w{1,30}){0,4}\s(?:fail|block|break|stop|prevent|reject)s?\b)",
    re.IGNORECASE,
)
"""Severities of what is blocked: "(blocks HIGH/CRITICAL vulnerabilities)", "findings of high severity fail CI"."""
_ANY = re.compile(
    r"\b(?:any|all|every|each) (?:\w+ )?severit|\b(?:regardless|irrespective|independent(?:ly)?) of (?:\w+ )?severit"
    r"|\bwhatever (?:\w+ )?severity|\b(?:low|lowest)[- ]severity|\bof every severity",
    re.IGNORECASE,
)


def lets_pass(commitment: Commitment, invocation: Invocation) -> Fact | None:
    """That findings below a threshold pass which the sentence does not name; None where nothing is wrong with that.

    A sentence that neither enforces nor speaks of all severities leaves the choice of the threshold open.
    """
    if invocation.exits is not Exits.THRESHOLD:
        return None
    enforced = commitment.demand is Demand.ENFORCED
    everything = bool(_ANY.search(commitment.sentence))
    if not everything and (not enforced or _named(commitment, invocation.threshold)):
        return None
    return Fact(
        fact=f"lets findings below severity {invocation.threshold} pass",
        kind=Class.WIRED,
        span=invocation.span,
        weakness=True,
    )


def _named(commitment: Commitment, threshold: str) -> bool:
    """Whether the sentence names a severity, and the tool blocks from that severity on or below."""
    named = commitment.threshold.lower() if isinstance(commitment, Tool) else ""
    blocked = [_SEVERITIES.index(word) for word in re.split(r"[^a-z]+", threshold.lower()) if word in _SEVERITIES]
    spoken_of = [_SEVERITIES.index(word.lower()) for word in _BLOCKED.findall(commitment.sentence)]
    if named in _SEVERITIES and blocked:
        return min(blocked) <= _SEVERITIES.index(named)
    if spoken_of and blocked:
        return min(blocked) <= min(spoken_of)
    return bool(named) or bool(threshold and threshold.lower() in commitment.sentence.lower())
