"""Tables that tell of versions by columns: one for each version, or one for those that are supported and the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.terms.commitment import SupportedVersion

NUMBER = Words(
    r"^[\s`*]*(?P<version>(?:(?:version|release|branch|series|line)s?\s)?(?:[<>≤≥]=?\s?|[=~^]{1,2}\s?)?"
    r"(?:v?\d{1,4}(?:[._](?:\d{1,5}|[xX*])){1,3}|v\d{1,4})\+?(?:[ -](?:lts|rc\d?|beta|alpha))?)"
    r"[\s`*]*(?:\([^()|]{1,30}\))?\s*$"
)
"""A version and nothing else."""
DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
ASKED = Words(
    r"^\W*(?:(?:gets?|receives?|still) )?(?:security (?:fixes|patches|updates|support)|(?:security )?support(?:ed)?|"
    r"maintained|(?:support )?status|security|fixes)\s?\??\W*$"
)
"""The first cell of the row that decides."""
GROUP = Words(
    r"^\W*(?:(?P<none>unsupported|not (?:longer )?(?:supported|maintained)|no longer (?:supported|maintained)|"
    r"unmaintained)|"
    r"(?:still |actively |currently )?(?:supported|maintained))(?: (?:versions?|releases?|branches|lines))?\W*$"
)
"""The header of a column that lists versions in one state."""
_PLATFORM = (
    r"go|golang|rust|python|node(?:\.?js)?|java|jdk|php|ruby|swift|kotlin|\.net|kubernetes|postgres\w*|"
    r"browsers?|platforms?|operating systems?|compilers?"
)
STOOD_ON = Words(rf"^\W*(?:{_PLATFORM}|os|django)(?: versions?)?\W*$")
"""The header of a table about what the project stands on."""
PLATFORM = Words(
    rf"\bmsrv\b|\b(?:{_PLATFORM}) (?:versions?|releases?)\b|\b(?:versions?|releases?) of (?:{_PLATFORM})(?!\w)|"
    r"\bminimum (?:supported|required)\b"
)
"""The heading of what the project stands on, or what leads to it."""
BARE_HEAD = Words(r"^\W*(?:(?:major|release) )?(?:versions?|releases?|branch|series|line|major)\W*$")
BARE = re.compile(r"[\s`*]*\d{1,3}[\s`*]*(?:\([^()]*\)[\s*]*)?$")
"""A major version, below such a header."""


def of_major(saying: Saying) -> bool:
    """Whether its row begins with a major version of the project and tells beside it what that stands on."""
    (head, value), *others = saying.cells
    beside = [cell for name, cell in others if STOOD_ON.match(name)]
    return bool(BARE_HEAD.match(head) and BARE.match(value) and all(re.search(r"\d", cell) for cell in beside))


def _of_project(saying: Saying) -> bool:
    """Whether its table stands where versions are told, and nothing above it says that they are of something else."""
    heading = saying.statement.heading[-1:]
    return bool(saying.role & Role.VERSIONS) and not (PLATFORM.search(saying.lead) or any(map(STOOD_ON.match, heading)))


def of_versions(saying: Saying) -> bool:
    """Whether each column of its row but the first is of one version."""
    heads = [name for name, _ in saying.cells[1:]]
    return bool(heads and all(map(NUMBER.match, heads)) and _of_project(saying))


def by_version(saying: Saying) -> Iterator[tuple[str, str, str]]:
    """Version, title and cell for each version that has a column, in the row that tells which get fixes."""
    title = saying.cells[0][1].lower()
    if of_versions(saying) and ASKED.match(title):
        for name, value in saying.statement.cells[1:]:
            if match := NUMBER.match(name):
                yield match["version"], title, value


def of_states(saying: Saying) -> bool:
    """Whether each column of its row lists versions in one state; a column of days tells when they end."""
    return _of_project(saying) and all(GROUP.match(name) and not DAY.search(value) for name, value in saying.cells)


def by_state(saying: Saying) -> Iterator[tuple[str, bool]]:
    """Each version that a column of supported ones, or of others, lists, and whether it is supported."""
    for name, value in saying.cells if of_states(saying) else ():
        state = GROUP.match(name)
        for each in re.split(r",\s?|;\s?|\s(?:and|&)\s", value):
            if state and (named := NUMBER.match(each)):
                yield named["version"], not state["none"]


def in_columns(saying: Saying) -> bool:
    """Whether the columns of its row are versions, or states of versions."""
    return of_versions(saying) or of_states(saying)


def columns(
    saying: Saying, cell: Callable[[str, str], bool | None], end: Callable[[list[tuple[str, str]]], str]
) -> Iterator[SupportedVersion]:
    """What such a row says; ``cell`` tells what a cell below its title says, ``end`` when that is over."""
    for version, title, value in by_version(saying):
        supported, until = cell(title, value), end([(title, value)])
        if supported is not None:
            yield saying.make(
                SupportedVersion, 0, version=version, supported=supported, strength="promise", until=until
            )
    for version, supported in by_state(saying):
        yield saying.make(SupportedVersion, 0, version=version, supported=supported, strength="promise")
