"""Does a kept result still hold? Not where files, the tool, its words or the advisories have changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from troth.evidence.results.programs import Program
from troth.evidence.results.record import Kept

LIVES = 1
"""Days after which the answer of a tool that asks advisories it fetches itself may be another."""
SHORT = 20
"""Letters of a digest by which changed files are counted."""

_OUTSIDE = re.compile(
    r"no answer within|\boffline\b|\bnetwork\b|\bfetch\b|\bdownload\b|\bconnect(?:ion)?\b|\bresolve host|"
    r"\btimed? ?out\b|\bNo space left\b|\bPermission denied\b",
    re.IGNORECASE,
)
"""Words of failures that pass while the tree stays as it is: time, network, what was not fetched, the machine."""


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """The present state of all that a result was made of.

    ``version`` is that of the program that is installed here, "" where it never told one; ``program`` is None where
    none is installed. ``words`` are None where any will do.
    """

    inputs: str
    files: Mapping[str, str]
    program: Program | None
    version: str
    advisories: str
    asks_advisories: bool
    words: tuple[tuple[str, ...], ...] | None
    today: date


def stale(kept: Kept, now: Now) -> str:
    """Why ``kept`` holds no more, in words that follow "made on 12 November"; "" where it does."""
    changed = changes(kept.files, now.files)
    if kept.inputs != now.inputs:
        count = len(changed)
        return (
            f"{count} file{'s' * (count != 1)} {'have' if count != 1 else 'has'} changed since"
            if count
            else ("what it looks at has changed since")
        )
    if now.version and kept.version and now.version != kept.version:
        return f"{kept.tool} is now {now.version}, then it was {kept.version}"
    if now.asks_advisories:
        if now.advisories and kept.advisories and now.advisories != kept.advisories:
            return "the advisories have changed since"
        if (now.advisories != kept.advisories or not now.advisories) and (now.today - kept.at.date()).days > LIVES:
            return "the advisories may have changed since"
    if now.words is not None and set(now.words) != set(kept.words):
        return "the policy shows another command now"
    return ""


def settled(kept: Kept, now: Now, *, untrusted: bool = False) -> bool:
    """Whether ``kept``, which holds, is surely what the tool would say again.

    What left nothing out is, and what left out files that cannot be parsed: they stay so. Not where it was the time,
    the network or the machine, advisories that the tool may have by now, or that nobody vouched for the tree; nor,
    after its day, what gave nothing.
    """
    if now.asks_advisories and now.advisories and now.advisories != kept.advisories:
        return False  # by those that are here now it may say something else
    if kept.whole:
        return True
    passes = any(_OUTSIDE.search(gap.reason) for gap in kept.gaps)
    missed = now.asks_advisories and not now.advisories
    if passes or missed or (kept.untrusted and not untrusted):
        return False
    return bool(kept.runs) or kept.at.date() == now.today


def same_program(kept: Kept, now: Now) -> bool:
    """Whether the program that is installed here is surely the version that made ``kept``."""
    if now.program is None:
        return False
    return now.program == kept.program or bool(now.version and now.version == kept.version)


def changes(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Paths that were changed, added or taken away."""
    return tuple(sorted(path for path in {*then, *now} if then.get(path) != now.get(path)))


def short(digests: Mapping[str, str]) -> dict[str, str]:
    """Digests as they are kept for counting."""
    return {path: digest[:SHORT] for path, digest in digests.items()}


def made(kept: Kept, reason: str) -> str:
    """The sentence of a gap: when it was made and why it holds no more."""
    return f"made on {kept.at.day} {kept.at:%b %Y}, {reason}"
