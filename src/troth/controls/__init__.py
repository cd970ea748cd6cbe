"""What must be asked, and was the promise kept? One file per kind of judgement; pure.

A control is a module of this folder that ends in ``CONTROL = Control(...)``. ``CONTROLS`` lists them; the first whose
``judges`` accepts a commitment judges it. A commitment that none accepts is *unproven*, "not judged yet". One that is
bound to evidence in ``troth.toml`` is judged by that too, as far as such evidence carries its kind (``bearing``), and
the worse contradiction speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from troth.controls import (
    activity,
    advisory_channel,
    advisory_watch,
    attested,
    bearing,
    contact,
    crypto_libraries,
    desk_record,
    document,
    evidence_selector,
    git_signatures,
    licence_policy,
    memory_safety,
    patched_in_time,
    pgp,
    pin,
    practice,
    privileges,
    public_issue_ban,
    recurrence,
    safe_harbor,
    sbom,
    secrets,
    severity_band,
    standard,
    supported_version,
    tool_configuration,
    tool_line,
    tool_use,
    toolchain,
)
from troth.controls.control import Control
from troth.terms.answer import Answers, Want
from troth.terms.commitment import (
    Commitment,
    Guidance,
    Pin,
    Practice,
    Recurrence,
    SeverityBand,
    SupportedVersion,
    Tool,
)
from troth.terms.time.written_day import last_day
from troth.terms.tool_editions import tool_of
from troth.terms.verdict import WORST_FIRST, Standing, Step, Verdict

CONTROLS: tuple[Control, ...] = (
    tool_use.CONTROL,
    tool_line.CONTROL,
    tool_configuration.CONTROL,
    licence_policy.CONTROL,
    crypto_libraries.CONTROL,
    git_signatures.CONTROL,
    privileges.CONTROL,
    activity.CONTROL,
    recurrence.CONTROL,
    toolchain.CONTROL,
    pin.CONTROL,
    supported_version.CONTROL,
    sbom.CONTROL,
    contact.CONTROL,
    public_issue_ban.CONTROL,
    document.CONTROL,
    memory_safety.CONTROL,
    secrets.CONTROL,
    advisory_watch.CONTROL,
    patched_in_time.CONTROL,
    severity_band.CONTROL,
    evidence_selector.CONTROL,
    safe_harbor.CONTROL,
    pgp.CONTROL,
    standard.CONTROL,
    advisory_channel.CONTROL,
    desk_record.CONTROL,
    practice.CONTROL,
)

_RUNNERS = frozenset({"pre-commit"})
"""Tools that run others, and so say nothing of which tool does the work."""
NOT_JUDGED_YET = "not judged yet"
MOST_ROWS = 200
"""Rows of supported versions that are held against each other; work grows with their square, so more are not judged."""


def together(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Tell rows of versions and bands of scores of each other, pins of what is named, and rhythms of their tools.

    What is silenced is no promise and stands beside none.
    """
    given = _with_tools(list(commitments))
    spoken = [one for one in given if not one.silenced]
    tables: dict[str, list[SupportedVersion]] = {}
    for one in spoken:
        if isinstance(one, SupportedVersion):
            tables.setdefault(one.span.path, []).append(one)
    named: dict[tuple[str, str], set[str]] = {}
    for one in spoken:
        if isinstance(one, Pin) and not one.others:
            named.setdefault((one.span.path, one.ecosystem), set()).update(one.packages)
    bands: dict[str, list[SeverityBand]] = {}
    for one in spoken:
        if isinstance(one, SeverityBand):
            bands.setdefault(one.span.path, []).append(one)
    return [
        _among(one, bands.get(one.span.path, []))
        if isinstance(one, SeverityBand)
        else _beside(one, tables.get(one.span.path, []))
        if isinstance(one, SupportedVersion)
        else msgspec.structs.replace(one, excepted=_taken(one, named))
        if isinstance(one, Pin) and one.others and not one.packages
        else one
        for one in given
    ]


def _with_tools(given: list[Commitment]) -> list[Commitment]:
    """Tell rhythms, and work of a class of tools, which tools their own line promises to use."""
    tools: dict[tuple[str, int | None], dict[str, None]] = {}
    for one in given:
        if isinstance(one, Tool) and one.claim == "use" and one.name not in _RUNNERS and not one.silenced:
            tools.setdefault((one.span.path, one.span.line), {})[tool_of(one.name)] = None
    return [
        msgspec.structs.replace(one, tools=tuple(map(tool_of, one.tools)))
        if isinstance(one, Recurrence) and one.tools  # those of its own clause alone
        else msgspec.structs.replace(one, tools=tuple(tools.get((one.span.path, one.span.line), ())))
        if isinstance(one, Recurrence) or (isinstance(one, Practice) and one.activity is not None)
        else one
        for one in given
    ]


def _beside(row: SupportedVersion, table: list[SupportedVersion]) -> SupportedVersion:
    if len(table) > MOST_ROWS:
        return msgspec.structs.replace(row, crowded=True)
    products = {other.product for other in table if other.product}
    product = row.product if len(products) > 1 else ""
    others = tuple(
        (other.version, other.supported)
        for other in table
        if other is not row and (not product or other.product in ("", product))
    )
    return msgspec.structs.replace(row, neighbours=others, product=product)


def _among(band: SeverityBand, bands: list[SeverityBand]) -> SeverityBand:
    others = tuple(
        dict.fromkeys((other.name, other.min, other.max) for other in bands[:MOST_ROWS] if other is not band)
    )
    return msgspec.structs.replace(band, neighbours=others)


def _taken(pin: Pin, named: Mapping[tuple[str, str], set[str]]) -> tuple[str, ...]:
    """Packages that sentences of the same document name, for the ecosystem of ``pin`` or where either names none."""
    taken: set[str] = set()
    for (path, ecosystem), packages in named.items():
        if path == pin.span.path and (not ecosystem or not pin.ecosystem or ecosystem == pin.ecosystem):
            taken |= packages
    return tuple(sorted(taken))


def control_of(commitment: Commitment, controls: tuple[Control, ...] = CONTROLS) -> Control | None:
    """The control that judges ``commitment``, or None."""
    return next(iter(controls_of(commitment, controls)), None)


def controls_of(commitment: Commitment, controls: tuple[Control, ...] = CONTROLS) -> tuple[Control, ...]:
    """The control of the kind of ``commitment``, and behind it that of its evidence, where it is bound to some."""
    by_kind = next((one for one in controls if one is not evidence_selector.CONTROL and one.judges(commitment)), None)
    bound = (one for one in controls if one is evidence_selector.CONTROL and one.judges(commitment))
    return (*((by_kind,) if by_kind else ()), *bound)


def wants(commitment: Commitment, controls: tuple[Control, ...] = CONTROLS) -> tuple[Want[Any], ...]:
    """What must be asked of the world to judge ``commitment``."""
    if noted(commitment):
        return ()
    asked = (want for control in controls_of(commitment, controls) for want in control.wants(commitment))
    return tuple(dict.fromkeys(asked))


_FROM_A_DAY = re.compile(
    r"\W*(?:by|from|as of|starting in) (?:the end of )?(?P<day>(?:q[1-4] )?20\d\d)(?: on(?:wards?)?)?\W*", re.IGNORECASE
)
"""A condition that is nothing but a time."""


def _came(condition: str, today: date) -> bool:
    """Whether ``condition`` is a time that is over: "by 2025"."""
    named = _FROM_A_DAY.fullmatch(condition)
    day = last_day(named["day"]) if named else None
    return day is not None and day < today


def judge(commitment: Commitment, answers: Answers, today: date, controls: tuple[Control, ...] = CONTROLS) -> Verdict:
    """Give the verdict on ``commitment``; strength and conditions are applied here, alike for every control."""
    if noted(commitment):
        reason = "advice to users" if isinstance(commitment, Guidance) else "left to the project's discretion"
        if commitment.silenced:
            reason = f"troth.toml takes it for no promise: {commitment.silenced}"
        return Verdict(commitment=commitment, standing=Standing.NOTED, reason=reason)
    if commitment.condition and not _came(commitment.condition, today):
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"not due yet: {commitment.condition}",
            settles="later",
        )
    judged = [
        msgspec.structs.replace(soften(control.judge(commitment, answers, today)), control=control.name)
        for control in controls_of(commitment, controls)
    ]
    if not judged:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=NOT_JUDGED_YET,
            next=Step(text="This kind of promise is read and listed; it is not judged yet."),
            settles="later",
        )
    return judged[0] if len(judged) == 1 else _bound(*judged)


def _bound(by_kind: Verdict, by_evidence: Verdict) -> Verdict:
    """One verdict of two: a selector may prove what the kind leaves unproven, and hides nothing that the kind shows.

    What cannot carry a promise of this kind is told beside it; where it fails, it breaks the promise all the same.
    """
    rank = WORST_FIRST.index
    if by_kind.standing is Standing.UNPROVEN:
        carried = any(bearing.carries(each, by_kind, by_evidence) for each in by_kind.commitment.evidence)
        return by_evidence if carried or by_evidence.standing is Standing.BROKEN else _not_carried(by_kind, by_evidence)
    if by_kind.standing in (Standing.KEPT, Standing.NOTED) or rank(by_evidence.standing) < rank(by_kind.standing):
        leading, other = by_evidence, by_kind
    else:
        leading, other = by_kind, by_evidence
    return _with_facts_of(leading, other)


def _not_carried(by_kind: Verdict, by_evidence: Verdict) -> Verdict:
    """What ``troth.toml`` points at shows nothing of this kind of promise."""
    reason = f"{by_kind.reason}; what troth.toml points at does not show this kind of promise"
    return _with_facts_of(msgspec.structs.replace(by_kind, reason=reason), by_evidence)


def _with_facts_of(leading: Verdict, other: Verdict) -> Verdict:
    return msgspec.structs.replace(
        leading,
        because=tuple(dict.fromkeys((*leading.because, *other.because))),
        gaps=tuple(dict.fromkeys((*leading.gaps, *other.gaps))),
    )


def vouched(verdict: Verdict, called: str, answers: Answers, today: date) -> Verdict:
    """``verdict`` on the promise of that id, with what people attest; a rhythm that is only aimed for is softened."""
    return soften(attested.attested(verdict, called, answers, today))


def soften(verdict: Verdict) -> Verdict:
    """A contradicted target is at risk, not broken (VERDICTS §1, strength)."""
    if verdict.standing is Standing.BROKEN and verdict.commitment.strength == "target":
        return msgspec.structs.replace(
            verdict, standing=Standing.AT_RISK, reason=f"aimed for, not reached: {verdict.reason}"
        )
    return verdict


def noted(commitment: Commitment) -> bool:
    """Whether ``commitment`` is advice, discretion or silenced, which nobody judges (VERDICTS §1 and §5)."""
    return isinstance(commitment, Guidance) or commitment.strength == "discretion" or bool(commitment.silenced)
