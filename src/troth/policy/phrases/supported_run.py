"""Several versions in one line, each with a mark of its own: "`4.3` :white_check_mark: `3.6` :x:"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.version_status import granted
from troth.terms.commitment import SupportedVersion

_MARK = r"(?:(?<![\w:]):[a-z_]{1,30}:|[✅✔☑🟢✓🟡⚠❌✗✘🔴🚫✖❎⛔])"
_VERSION = (
    r"(?:[<>=≤≥]{1,2}\s?)?v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){0,3}\+?(?![\w.]*\w)(?: lts\b)?|"
    r"\b(?:latest|main|master|nightly|older|(?:anything|everything|all) (?:older|else|below|before)|others)\b"
)
MARKED = Words(rf"(?<![\w.<>=])(?P<version>{_VERSION})[`*_]{{0,3}}\s?[:=(–—-]?\s?(?P<mark>{_MARK})")
"""A version and its mark behind it."""
MARKS = Words(rf"(?P<mark>{_MARK})\ufe0f?(?:&nbsp;|\s){{0,2}}[`*_]{{0,3}}(?P<version>{_VERSION})")
"""The same with the mark in front."""

WORDED = Words(
    r"(?<![\w.<>=])(?P<version>(?:[<>=≤≥]{1,2}\s?)?v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){1,3}\+?)(?: (?:series|branch|"
    r"line|lts))?[`*_]{0,3}"
    r"(?:\s?[:=–—]\s|\s-\s|\s\()(?P<mark>[^\W\d][^,;()|.:]{1,40})\)?(?=[,;]|\W*$)"
)
"""The same with words: "4.x (full support), 3.x (security only)"."""

BARE = Words(
    rf"(?<![\w.<>=])(?P<version>{_VERSION})[`*_]{{0,3}}\s{{1,20}}(?P<mark>yes|no|supported|unsupported|not supported|"
    rf"eol|"
    r"end of life|active|maintenance|security only)(?:\s\([^()]{1,24}\))?(?=\s|[,;|]|$)"
)
"""The same in columns of blanks: "3.x yes 2.x no"."""
BETWEEN = Words(r"(?:[\s,;|=+-]|\bversions?\b|\b(?:supported|status)\b)*")
"""What may stand beside the pairs of such columns: their rules and their heads."""
FEWEST = 2
"""Versions that make a run."""


def run(saying: Saying) -> list[SupportedVersion]:
    """The versions of a line that holds two or more with a mark, where its section is about versions."""
    if not saying.role & Role.VERSIONS:
        return []
    found, ahead = MARKED.search(saying.text), MARKS.search(saying.text)
    pattern = MARKS if ahead and (found is None or ahead.start("mark") < found.start("version")) else MARKED
    pairs = [*pattern.finditer(saying.text)]
    if len(pairs) < FEWEST:
        pairs = [*WORDED.finditer(saying.text)] or _columns(saying)
    told = len(pairs) >= FEWEST and all(granted(pair["mark"]) is not None for pair in pairs)
    return [*_made(saying, pairs)] if told else []


def _columns(saying: Saying) -> list[re.Match[str]]:
    """Pairs of columns that only blanks part, where the line holds nothing else."""
    pairs = [*BARE.finditer(saying.text)]
    ends = [0, *(pair.end() for pair in pairs)]
    starts = [*(pair.start() for pair in pairs), len(saying.text)]
    return pairs if all(BETWEEN.fullmatch(saying.low[a:b]) for a, b in zip(ends, starts, strict=True)) else []


def _made(saying: Saying, pairs: list[re.Match[str]]) -> Iterator[SupportedVersion]:
    for pair in pairs:
        told = granted(pair["mark"])
        if told is not None:
            name = pair["version"].lower() if pair["version"][0].isalpha() else pair["version"]
            yield saying.make(SupportedVersion, pair.start(), version=name, supported=told, strength="promise")
