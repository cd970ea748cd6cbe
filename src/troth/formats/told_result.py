"""Results that were printed, read back: of ``troth check --format json`` and ``troth audit --format json``, schema 1.

Whoever holds a result may have changed it: everything is checked, and what is no such result is a ``ValueError`` whose
message says where.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from troth.formats import commitment_json
from troth.formats.check_result import SCHEMA
from troth.terms.answer import Class, Fact, Gap
from troth.terms.result import Judged, NotSeen
from troth.terms.source import Role
from troth.terms.span import Span
from troth.terms.verdict import Finding, Standing, Step, Verdict

MOST_VERDICTS = 20_000
T = TypeVar("T")


class _Document(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    statements: int = 0
    role: Role = "policy"
    cited: dict[str, Any] | None = None
    origin: str = ""


class _Checked(msgspec.Struct, frozen=True, kw_only=True):
    root: str
    commit: str
    at: date
    documents: tuple[_Document, ...]


class _Fact(msgspec.Struct, frozen=True, kw_only=True, rename={"kind": "class"}):
    fact: str
    kind: Class
    path: str
    line: int | None
    text: str
    at: date | None
    against: bool = False


class _Gap(msgspec.Struct, frozen=True, kw_only=True):
    wanted: str
    reason: str


class _Verdict(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    document: str
    sentence: str
    standing: Standing
    reason: str
    because: tuple[_Fact, ...]
    gaps: tuple[_Gap, ...]
    next: Step | None
    settles: str
    control: str
    accepted: bool = False


class _Finding(msgspec.Struct, frozen=True, kw_only=True):
    rule: str
    path: str
    line: int | None
    text: str
    accepted: bool = False


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    paths: tuple[str, ...] = ()


class _Result(msgspec.Struct, frozen=True, kw_only=True):
    troth: str
    schema: int
    checked: _Checked
    verdicts: tuple[dict[str, Any], ...]
    findings: tuple[_Finding, ...] = ()
    not_seen: tuple[_Seen, ...] = ()


class ToldDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that a check read: its path, why it counted, the line that cites it, what it translates."""

    path: str
    role: Role = "policy"
    cited: Span | None = None
    origin: str = ""


class ToldCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A result of ``troth check``; ``at`` is its day in UTC. The texts of its documents are not in it."""

    troth: str
    root: str
    commit: str
    at: date
    documents: tuple[ToldDocument, ...]
    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many promises have each standing, and how many findings there are beside them."""
        counted = {standing.value: 0 for standing in Standing}
        for one in self.judged:
            counted[one.verdict.standing.value] += 1
        return {**counted, "findings": len(self.findings)}


_FIRST, _LAST = datetime(1, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001 - held against wall times of any zone
"""Within these every instant has a day in UTC."""


class ToldTool(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit tells of one tool.

    ``how`` is "run", "kept" or "report"; ``whole``: it ran and left nothing out. ``runs`` counts its runs, ``counted``
    the findings that make the audit fail; ``databases`` tell what it compared against.
    """

    tool: str
    how: str
    at: datetime
    whole: bool
    runs: int
    counted: int
    databases: tuple[str, ...] = ()


class ToldAudit(msgspec.Struct, frozen=True, kw_only=True):
    """A result of ``troth audit``. ``advisories`` names the local ones that the tools were given, "" where none."""

    troth: str
    root: str
    commit: str
    at: datetime
    documents: tuple[str, ...]
    tools: tuple[ToldTool, ...]
    advisories: str = ""
    counts: Mapping[str, int] = {}


class _Tool(msgspec.Struct, frozen=True, kw_only=True):
    tool: str
    how: str
    at: datetime
    whole: bool
    runs: tuple[dict[str, Any], ...]
    counted: int = 0


class _Audited(msgspec.Struct, frozen=True, kw_only=True):
    root: str
    commit: str
    at: datetime
    documents: tuple[str, ...]


class _Audit(msgspec.Struct, frozen=True, kw_only=True):
    troth: str
    schema: int
    audited: _Audited
    tools: tuple[_Tool, ...]
    advisories: str | None = None


def read(said: object) -> ToldCheck | ToldAudit:
    """The result that ``said`` (parsed JSON) is.

    Raises:
        ValueError: it is neither, or of a schema that is not known here.
    """
    if isinstance(said, dict) and "checked" in said:
        return _check(said)
    if isinstance(said, dict) and "audited" in said:
        return _audit(said)
    raise ValueError("it is no result of troth check --format json or troth audit --format json")


def _check(said: dict[str, Any]) -> ToldCheck:
    told = _converted(said, _Result)
    if len(told.verdicts) > MOST_VERDICTS:
        raise ValueError(f"it has more than {MOST_VERDICTS} verdicts")
    judged = tuple(map(_judged, told.verdicts))
    if len({one.id for one in judged}) != len(judged):
        raise ValueError("two of its verdicts have the same id")
    return ToldCheck(
        troth=told.troth,
        root=told.checked.root,
        commit=told.checked.commit,
        at=told.checked.at,
        documents=tuple(map(_document, told.checked.documents)),
        judged=judged,
        findings=tuple(
            Finding(rule=one.rule, span=Span(one.path, one.line, one.text), text=one.text, accepted=one.accepted)
            for one in told.findings
        ),
        not_seen=tuple(NotSeen(text=one.text, paths=one.paths) for one in told.not_seen),
    )


def _document(told: _Document) -> ToldDocument:
    cited = _converted(told.cited, Span) if told.cited else None
    return ToldDocument(path=told.path, role=told.role, cited=cited, origin=told.origin)


def _judged(said: dict[str, Any]) -> Judged:
    told = _converted(said, _Verdict)
    commitment = commitment_json.from_json({**said, "text": told.sentence}, told.document)
    blamed = any(fact.against for fact in told.because)
    # results of Troth before this field told no side: what breaks a promise then speaks against it
    against = not blamed and told.standing in (Standing.BROKEN, Standing.AT_RISK)
    facts = tuple(
        Fact(
            fact=fact.fact,
            kind=fact.kind,
            span=Span(fact.path, fact.line, fact.text),
            at=fact.at,
            weakness=fact.against or against,
        )
        for fact in told.because
    )
    verdict = Verdict(
        commitment=commitment,
        standing=told.standing,
        reason=told.reason,
        because=facts,
        gaps=tuple(Gap(wanted=gap.wanted, reason=gap.reason) for gap in told.gaps),
        next=told.next,
        settles=told.settles,
        control=told.control,
    )
    return Judged(id=told.id, verdict=verdict, accepted=told.accepted)


def _audit(said: dict[str, Any]) -> ToldAudit:
    if "tools" not in said:
        raise ValueError("it lists what would run (troth audit --list), and tells of no run")
    told = _converted(said, _Audit)
    instants = (told.audited.at, *(tool.at for tool in told.tools))
    if any(instant.tzinfo is None for instant in instants):
        raise ValueError("its times have no zone")
    if any(not _FIRST <= instant.replace(tzinfo=None) <= _LAST for instant in instants):
        raise ValueError("its times lie outside of all calendars")
    tools = tuple(
        ToldTool(
            tool=one.tool,
            how=one.how,
            at=one.at,
            whole=one.whole and bool(one.runs),
            runs=len(one.runs),
            counted=one.counted,
            databases=tuple(str(run["database"]) for run in one.runs if run.get("database")),
        )
        for one in told.tools
    )
    return ToldAudit(
        troth=told.troth,
        root=told.audited.root,
        commit=told.audited.commit,
        at=told.audited.at,
        documents=told.audited.documents,
        tools=tools,
        advisories=told.advisories or "",
        counts={
            "tools": len(tools),
            "whole": sum(tool.whole for tool in tools),
            "counted": sum(tool.counted for tool in tools),
        },
    )


def _converted(said: object, kind: type[T]) -> T:
    try:
        told = msgspec.convert(said, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(str(error)) from None
    if isinstance(told, _Result | _Audit) and told.schema != SCHEMA:
        raise ValueError(f"it has schema {told.schema}; this is schema {SCHEMA}. Push it with a Troth of this age.")
    return told
