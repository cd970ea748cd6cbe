"""A call of a tool made into an invocation, as the tool's record reads it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from troth.evidence.automation.context import Context
from troth.evidence.repository import Repository
from troth.evidence.tools import index
from troth.evidence.tools.record import Call, ToolRecord
from troth.terms.seen.automation import Exits, Invocation
from troth.terms.span import Span


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
        unsupported=reading.unsupported or record.unsupported,
    )
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
            )
