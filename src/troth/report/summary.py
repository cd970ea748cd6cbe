"""A check in three sentences: how the promises stand, what was checked when, and what was not seen."""

from __future__ import annotations

from collections.abc import Sequence

from troth.report.paint import WORDS
from troth.report.plain import cut, plain
from troth.terms.commitment import Commitment
from troth.terms.result import Result
from troth.terms.verdict import Standing
from troth.terms.waiver import REGISTER

MOST_NAMED = 8
"""Documents, and things that were not seen, that are told by name."""
LONGEST_NAME = 200
_ORDER = (Standing.KEPT, Standing.AT_RISK, Standing.BROKEN, Standing.UNPROVEN)


def standings(result: Result) -> str:
    """ "Of 26 promises 12 are kept, 1 is at risk, 8 are broken and 5 are unproven." What is noted is no promise."""
    counts = result.counts()
    whole = sum(counts[standing] for standing in _ORDER)
    register = by_register(result)
    register = f" {register}" if register else ""
    if not whole:
        return f"No promise was found.{register}"
    told = [f"{counts[each]} {'is' if counts[each] == 1 else 'are'} {WORDS[each]}" for each in _ORDER if counts[each]]
    number = "1 promise" if whole == 1 else f"{whole} promises"
    accepted = sum(judged.accepted for judged in result.judged)
    known = f" {accepted} of them {'is' if accepted == 1 else 'are'} accepted by the baseline." if accepted else ""
    return f"Of {number} {listed(told)}.{known}{register}"


def by_register(result: Result) -> str:
    """ "troth.toml silences SECURITY.md:9 and reads SECURITY.md:12 (every) otherwise." "" where it changes nothing.

    A line of it can weaken a promise as one of the policy can: what it changes is told wherever standings are.
    """
    of = [judged.verdict.commitment for judged in result.judged]
    silenced = list(dict.fromkeys(_at(one) for one in of if one.silenced))
    others = list(
        dict.fromkeys(f"{_at(one)} ({', '.join(one.corrected)})" for one in of if one.corrected and not one.silenced)
    )
    told = [f"silences {_some(silenced)}"] if silenced else []
    told += [f"reads {_some(others)} otherwise than it is written there"] if others else []
    return f"{REGISTER} {listed(told)}." if told else ""


def _at(one: Commitment) -> str:
    return cut(plain(str(one.span)), LONGEST_NAME)


def _some(names: list[str]) -> str:
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return listed([*names[:MOST_NAMED], *more])


def checked(result: Result) -> str:
    """ "Checked on 26 November 2026 at commit 91bb9455, by SECURITY.md." """
    at = f"{result.at.day} {result.at:%B %Y}"
    commit = f" at commit {plain(result.commit[:8])}" if result.commit else ", outside of git"
    names = [cut(plain(reading.document), LONGEST_NAME) for reading in result.readings]
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    by = f", by {listed([*names[:MOST_NAMED], *more])}" if names else ""
    return f"Checked on {at}{commit}{by}."


def not_seen(result: Result) -> str:
    """ "Not seen: hosted settings; results of tools." "" where everything was."""
    told = [cut(plain(seen.text), LONGEST_NAME) for seen in result.not_seen]
    more = [f"and {len(told) - MOST_NAMED} more"] if len(told) > MOST_NAMED else []
    return f"Not seen: {'; '.join([*told[:MOST_NAMED], *more])}." if told else ""


def whole(result: Result) -> str:
    """All three in one line."""
    return " ".join(filter(None, (standings(result), checked(result), not_seen(result))))


def beside(result: Result) -> str:
    """What was found beside the promises, and what was not understood; "" where there is nothing of it."""
    told = []
    if result.findings:
        number = len(result.findings)
        told.append(f"{number} finding{'' if number == 1 else 's'} beside the promises")
    unread = sum(len(reading.unread) for reading in result.readings)
    if unread:
        said = "sentence looks like a promise and was" if unread == 1 else "sentences look like promises and were"
        told.append(f"{unread} {said} not understood")
    return f"{'; '.join(told)}." if told else ""


def listed(told: Sequence[str]) -> str:
    """ "a, b and c"."""
    *first, last = told
    return f"{', '.join(first)} and {last}" if first else last
