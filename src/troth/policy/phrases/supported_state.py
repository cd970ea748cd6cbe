"""Versions that sentences tell by their state: "Only the maintained branches get security fixes"."""

from __future__ import annotations

from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.words.sieve import Words
from troth.terms.commitment import SupportedVersion

UNNAMED = Words(
    r"\bany (?P<version>`?\w{3,20}`? (?:or|and) `?\w{3,20}`? (?:release )?branch(?:es)?)\b"
    r"(?: (?:will|may|can|\w+ly)){0,2} "
    r"(?:receives?|gets?|be)\b[^.;]{0,30}\b(?:updates|fixes|patches|patched|supported)\b"
)
"""Branches that are told by their state: "any Extended or Active release branch may receive updates"."""
STATED = Words(
    r"(?:^\W*(?:only )?(?:(?:all|the|our) ){0,2}(?P<version>(?:(?:actively|currently|still|officially) )?"
    r"(?:supported|maintained) "
    r"(?:(?:stable|minor|major|lts|release) )?(?:releases|versions|branches|lines|series))(?:,[^;]{3,70}?,)?\s"
    r"(?:(?:will|still|only|currently) )?(?:get|receive|have|are (?:\w+ )?(?:patched|fixed|supported))\b"
    r"(?: \w+){0,2}? ?(?:fixes|patches|updates|$)|"
    r"^\W*(?:(?:security|critical|bug|and|vulnerability) ){0,4}(?:fixes|updates|patches)\b[^.;]{0,40}"
    r"\b(?:applied|backported|released|provided|issued|made|delivered)\b(?: \w+)? (?:to|for|in|on) "
    r"(?:(?:only|all|the|our) ){0,2}(?P<given>(?:(?:actively|currently|still|officially) )?(?:supported|maintained) "
    r"(?:(?:stable|minor|major|lts|release) )?(?:releases|versions|branches|lines|series))\b"
    r"(?:,? (?:as well as|and)\s(?:(?:to|in|the|on) ){0,2}(?P<second>(?:mainline|main|development|stable|master)"
    r"(?: (?:version|branch|release|line))?))?)"
)
"""Versions that are told by their state: "Only the maintained branches get security fixes"."""


def by_state(saying: Saying, *, told: bool) -> Iterator[SupportedVersion]:
    """The versions that ``saying`` tells by their state; those that are kept up only where none is ``told`` else."""
    kept = STATED.match(saying.text) if saying.statement.form == "sentence" and not told else None
    for group in ("version", "given", "second") if kept else ():
        if kept and kept[group] and not saying.unsaid(kept.start(group), 60):
            yield saying.make(SupportedVersion, kept.start(group), version=kept[group].lower(), supported=True)
    state = UNNAMED.search(saying.text)
    if state:
        yield saying.make(
            SupportedVersion, state.start(), version=state["version"].replace("`", "").lower(), supported=True
        )
