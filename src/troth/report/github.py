"""A check for GitHub Actions: annotations as workflow commands, then the whole text, folded.

The commands and their escapes are those of "Workflow commands for GitHub Actions". A step shows ten errors and ten
warnings: the worst come first, and the last one tells how many more there are. No line that holds words of the tree can
be taken for a command (``quiet``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from troth.report import summary, text
from troth.report.alerts import Alert, alerts, beside, in_tree, short, stepped
from troth.report.manner import Manner
from troth.report.paint import WORDS, Paint
from troth.terms.result import Result
from troth.terms.span import Span
from troth.terms.verdict import Standing

MOST = 10
"""Annotations of one kind that a step shows."""
MOST_LINES = 5_000
"""Lines of the text of a check that go into the log."""
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _ESCAPES | {":": "%3A", ",": "%2C"}
_COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)


def render(result: Result, seconds: float, manner: Manner) -> str:
    """Annotations, then the text of the check in a group that starts closed."""
    lines = []
    for standing, kind in ((Standing.BROKEN, "error"), (Standing.AT_RISK, "warning")):
        found = alerts(result, (standing,))
        lines += limited([annotation(kind, each, manner) for each in found], kind, WORDS[standing])
    if "finding" in manner.failing:
        found = beside(result)
        lines += limited([annotation("notice", each, manner) for each in found], "notice", "beside the promises")
    told = text.render(result, seconds, msgspec.structs.replace(manner, paint=Paint())).splitlines()
    rest = [f"and {len(told) - MOST_LINES:,} more lines: troth check tells them"] if len(told) > MOST_LINES else []
    return "\n".join(
        [
            *lines,
            quiet(summary.whole(result)),
            "::group::All promises",
            *map(quiet, told[:MOST_LINES]),
            *rest,
            "::endgroup::",
            "",
        ]
    )


def limited(found: Sequence[str], kind: str, words: str) -> list[str]:
    """At most ``MOST`` commands; the last one counts those that have no place."""
    if len(found) <= MOST:
        return list(found)
    more = len(found) - MOST + 1
    return [*found[: MOST - 1], f"::{kind}::{data(f'{more} more are {words}: the log and the summary list them')}"]


def annotation(kind: str, alert: Alert, manner: Manner) -> str:
    """One command."""
    parts = [alert.reason]
    if alert.same:
        more = len(alert.same) - 1
        parts += [f"and {more} more promise{'' if more == 1 else 's'} of the same cause"] if more else []
        sentence = alert.same[0].verdict.commitment.span
        parts.append(f"{short(str(sentence))}: “{alert.sentence}”")
        other = [f"{short(str(each))}  {words}" for each, words in alert.related if str(each) != str(sentence)]
        parts += other[:MOST]
        parts += [f"and {len(other) - MOST} more lines"] if len(other) > MOST else []
    parts += [f"→ {stepped(alert.next)}"] if alert.next else []
    word = f"{WORDS[alert.standing]}: " if alert.standing else ""
    return command(kind, located(alert.span, manner) | {"title": f"{word}{alert.title}"}, "\n".join(parts))


def command(kind: str, properties: dict[str, str], message: str) -> str:
    """A workflow command with ``properties`` and ``message`` escaped."""
    said = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in properties.items() if value)
    return f"::{kind} {said}::{data(message)}"


def data(message: str) -> str:
    """``message`` as the data of a command."""
    return _escaped(message, _ESCAPES)


def quiet(text_: str) -> str:
    """Lines that the runner takes for words: a command opens with ``::``, one of the older form stands anywhere."""
    return _COMMAND.sub(r"\1: :", text_.replace("##[", "## [").replace("\r", " "))


def located(span: Span, manner: Manner) -> dict[str, str]:
    """The properties that place an annotation; none for what lies outside of the tree."""
    if not in_tree(span):
        return {}
    path = short(f"{manner.prefix}/{span.path}" if manner.prefix else span.path, 4096)
    return {"file": path, "line": str(span.line or 1)}


def _escaped(text_: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text_)
