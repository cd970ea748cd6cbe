"""A call of a tool made into an invocation, as the tool's record reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from troth.evidence.automation.aim import looks
from troth.evidence.automation.context import FILES, Context
from troth.evidence.repository import Repository
from troth.evidence.tools import index
from troth.evidence.tools.record import Call, ToolRecord
from troth.terms.activity import Activity
from troth.terms.answer import Gap
from troth.terms.seen.automation import Exits, Invocation
from troth.terms.span import Span

_OF_FILES = frozenset(
    {
        Activity.DEPENDENCY_SCANNING, Activity.STATIC_ANALYSIS, Activity.SECRET_SCANNING, Activity.LICENCE_CHECK,
        Activity.LINTING, Activity.TYPE_CHECKING, Activity.TESTING,
    }
)  # fmt: skip
_OF_OTHER_THINGS = frozenset(
    {Activity.CONTAINER_SCANNING, Activity.DYNAMIC_ANALYSIS, Activity.PUBLISHING, Activity.SIGNING, Activity.SBOM,
     Activity.FUZZING, Activity.DEPENDENCY_UPDATE}
)  # fmt: skip
_BY_INTERFACE = frozenset({"dependency-review", "scorecard", "dependency-track", "dependabot", "renovate", "mend"})
"""Tools that ask the host of the repository, and need no files."""
_ENVIRONMENTS = {"pip-audit": ("-r", "--requirement", "."), "safety": ("-r", "--file", "--target", "scan")}
"""Tools that look at what is installed unless such a word is in the call."""
_NAMES_TARGET = re.compile(r"-{1,2}(?:repo(?:sitory)?(?:[-_]?url)?|url|u|uri|target|t|source|s|address|org)s?")
"""Options whose value is looked at."""
_NAMES_SETTING = re.compile(
    r"-[a-zA-Z]|-{1,2}[\w.-]*(?:conf|rule|server|host|api|regist|index|proxy|baseline|polic|templat|ignor|db|databas|cache|"
    r"token|key|report|output|format|hook|upload|schema|issuer|log|endpoint|bundle|pack|plugin|check)[\w.-]*"
)
"""Options whose value says how it is looked at, or where what is found goes."""
_TARGET_INPUT = re.compile(r"(?:.*[-_])?(?:target|url|uri|repo|repository|source|address|website|site|scan-ref)s?")
_SETTING_INPUT = re.compile(
    r"conf|rule|server|host|api|regist|index|proxy|report|hook|db|cache|upload|download|log", re.IGNORECASE
)
_WORDS_INPUT = re.compile(r"(?:.*[-_])?(?:args?|arguments|options|flags|command|cmd|params|parameters)")
"""Inputs of actions that hand on the words of a call."""


def sight(
    repository: Repository,
    record: ToolRecord,
    call: Call,
    span: Span,
    context: Context,
    argv: tuple[str, ...],
    outputs: tuple[str, ...],
) -> Iterator[Invocation]:
    """The invocation that ``call`` is, and those of the tools that run inside this one; none where it scans nothing."""
    known = msgspec.structs.replace(call, environment=call.environment or context.environment)
    reading = record.read(known, repository, context.directory)
    if not reading.runs:
        return
    softeners = tuple(msgspec.structs.replace(span, text=f"{word} in: {span.text}") for word in reading.softeners)
    invocation = Invocation(
        tool=record.name.name,
        span=span,
        system=context.system,
        argv=argv,
        action=call.action,
        with_=call.inputs,
        chain=context.chain,
        directory=context.directory,
        configuration=reading.configuration,
        firings=context.firings,
        doubts=context.doubts,
        unreached=context.unreached,
        exits=reading.exits,
        threshold=reading.threshold,
        softeners=softeners,
        activities=record.activities if reading.activities is None else reading.activities,
        sbom_formats=reading.sbom_formats,
        output=tuple(dict.fromkeys((*reading.output, *outputs))),
        job=context.job,
        looks=looks(record.name.name, call.argv, context.directory),
        shallow=context.shallow,
        unsupported=reading.unsupported or record.unsupported,
    )
    if not reads_files(invocation):
        invocation = _in_the_open(invocation)
    yield invocation
    for name in reading.plugins:
        inner = index.by_name(name)
        if inner is not None and name != record.name.name:
            yield msgspec.structs.replace(
                invocation,
                tool=name,
                activities=inner.activities,
                exits=reading.exits if reading.exits is not Exits.THRESHOLD else Exits.FINDINGS_FAIL,
                threshold="",
                sbom_formats=(),
                unsupported="",
                doubts=(*invocation.doubts, Gap(wanted=name, reason=reading.perhaps, span=span))
                if reading.perhaps
                else invocation.doubts,
            )


def reads_files(one: Invocation) -> bool:
    """Whether the call looks at files of the checkout: at no image, no address, nothing that is asked of a host."""
    if one.tool in _BY_INTERFACE or _at_an_address(one):
        return False
    asked = _ENVIRONMENTS.get(one.tool)
    if asked is not None and one.argv and not any(word.startswith(asked) for word in one.argv[1:]):
        return False
    return bool(one.activities & _OF_FILES) and not one.activities & _OF_OTHER_THINGS


def _at_an_address(one: Invocation) -> bool:
    """Whether it is pointed at an address: rules or a server that stand at one make it look at no other files."""
    if _address_among(one.argv[1:]):
        return True
    for name, value in one.with_:
        key = name.lower()
        if "://" not in value or _SETTING_INPUT.search(key):
            continue
        if _TARGET_INPUT.fullmatch(key) or (_WORDS_INPUT.fullmatch(key) and _address_among(value.split())):
            return True
    return False


def _address_among(words: Sequence[str]) -> bool:
    """Whether one of the words of a call is an address to look at."""
    before = ""
    for word in words:
        option, equals, value = word.partition("=")
        if word.startswith("-"):
            if equals and "://" in value and _NAMES_TARGET.fullmatch(option):
                return True
        elif "://" in word and (_NAMES_TARGET.fullmatch(before) or not _NAMES_SETTING.fullmatch(before)):
            return True
        before = word if word.startswith("-") and not equals else ""
    return False


def _in_the_open(one: Invocation) -> Invocation:
    """The same without what only keeps files from it."""
    firings = tuple(
        msgspec.structs.replace(firing, filters=tuple(given for given in firing.filters if not given.files))
        for firing in one.firings
    )
    doubts = tuple(gap for gap in one.doubts if gap.wanted != FILES)
    return msgspec.structs.replace(one, firings=firings, doubts=doubts)
