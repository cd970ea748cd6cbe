"""From a result to edits: what of the promises CI can make true, file by file, and what it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from troth.remedy.ci import (
    code_owners,
    configuration,
    dependabot,
    github,
    gitlab,
    hooks,
    issue_templates,
    printed,
    projects,
    rest,
    rhythm,
    sbom,
    security_txt,
    troth_itself,
)
from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.existing import Lines
from troth.remedy.ci.github import Placed
from troth.remedy.ci.ground import Ground
from troth.remedy.ci.job import Job, NoJobError
from troth.remedy.ci.wanted import Left, Wanted, wanted
from troth.remedy.ci.wiring import hooked, wiring
from troth.terms.commitment import Tool
from troth.terms.edit import Edit, Unmended
from troth.terms.event import Event
from troth.terms.result import Result

PARTS = ("configuration", "hooks", "workflow", "sbom", "dependabot", "issues", "security-txt", "codeowners")
"""What can be left out, in the order in which it is written."""

_MOST_UNWRITTEN = 5


def plan(
    result: Result, ground: Ground, leave_out: Sequence[str] = ()
) -> tuple[tuple[Edit, ...], tuple[Unmended, ...]]:
    """The edits that make promises of ``result`` true on the host of ``ground``, and what stays open, with reasons.

    ``leave_out`` are names of ``PARTS``.
    """
    drafts = Drafts(ground.text)
    chosen = [part for part in PARTS if part not in leave_out]
    asked = _asked(result, ground, drafts)
    if "configuration" in chosen:
        configuration.write(result, ground, drafts)
        printed.write(result, ground, drafts)
    if "hooks" in chosen or ground.host == "pre-commit":
        hooks.write([one for one in asked if one.hook and not hooked(one, ground.invocations.found)], drafts)
    if ground.host != "pre-commit":
        if "workflow" in chosen:
            _automation([one for one in asked if not one.hook], result, ground, drafts)
        if "sbom" in chosen:
            sbom.write(result, ground, drafts)
        if "dependabot" in chosen:
            dependabot.write(result, ground, drafts)
        if "issues" in chosen:
            issue_templates.write(result, ground, drafts)
        if "security-txt" in chosen:
            security_txt.write(result, ground, drafts)
        if "codeowners" in chosen:
            code_owners.write(result, ground, drafts)
    _unwritten(asked, ground, drafts)
    rest.tell(result, drafts)
    return drafts.edits(), tuple(drafts.unmended)


def _unwritten(asked: Sequence[Wanted], ground: Ground, drafts: Drafts) -> None:
    """Say which folders no job looks into: a promise over all dependencies is not kept by the others."""
    left = ground.unwritable()
    served = tuple(dict.fromkeys(one.serves for one in asked))
    for path in left[:_MOST_UNWRITTEN] if served else ():
        drafts.leave(path, "the name of its folder is not safe to write into automation: no job looks into it", served)
    if served and len(left) > _MOST_UNWRITTEN:
        more = f"the folders of {len(left) - _MOST_UNWRITTEN} more manifests have such names"
        drafts.leave(left[_MOST_UNWRITTEN], more, served)


def _asked(result: Result, ground: Ground, drafts: Drafts) -> list[Wanted]:
    """What promises ask; what no tool can be given for is told at once."""
    named = frozenset(
        judged.verdict.commitment.name for judged in result.judged if isinstance(judged.verdict.commitment, Tool)
    )
    found: list[Wanted] = []
    for judged in result.judged:
        for one in wanted(judged, ground, named, sbom.WRITERS):
            if isinstance(one, Left):
                drafts.leave(one.serves.place, one.reason, (one.serves,))
            else:
                found.append(one)
    return found


def _automation(asked: Iterable[Wanted], result: Result, ground: Ground, drafts: Drafts) -> None:
    """Lines that soften first, then the jobs that are missing."""
    lines = Lines(ground, drafts)
    missing: list[Wanted] = []
    reasons = {judged.id: judged.verdict.reason for judged in result.judged}
    by_fix = {judged.id for judged in result.judged if judged.verdict.next and judged.verdict.next.command == _FIX}
    for one in asked:
        state = wiring(one, ground.invocations.found)
        for span in state.softened:
            lines.harden(span, (one.serves,))
        for span in state.narrow:
            lines.widen(span, (one.serves,))
        for call in state.careless:
            lines.careful(call, (one.serves,))
        for span in state.slow:
            lines.faster(span, one.every or 0.0, (one.serves,))
        if state.missing is not None and one.serves.id in by_fix and _runs(one, ground):
            reason = f"{one.tool} is there, and a second job would mend nothing: {reasons[one.serves.id]} ({_FIX})"
            drafts.leave(one.serves.place, reason, (one.serves,))
        elif state.missing is not None:
            missing.append(state.missing)
        elif not (state.softened or state.careless or state.slow or state.narrow):
            reason = f"{one.tool} runs as promised already; {reasons[one.serves.id]}"
            drafts.leave(one.serves.place, f"{reason} ({_FIX})" if one.serves.id in by_fix else reason, (one.serves,))
    lines.write()
    by_file: dict[str, list[Placed]] = {}
    for path, placed in _placed(missing, ground, drafts):
        by_file.setdefault(path, []).append(placed)
    if ground.troth:
        main = gitlab.FILE if ground.host == "gitlab" else github.MAIN
        by_file.setdefault(main, []).append(troth_itself.placed(ground))
    writer = gitlab.write if ground.host == "gitlab" else github.write
    for path, jobs in by_file.items():
        writer(path, jobs, ground, drafts)


_FIX = "troth fix"


def _runs(asked: Wanted, ground: Ground) -> bool:
    """Whether some automation runs the tool when it is promised to, were it not for what only the host knows."""
    firing = {
        event for one in ground.invocations.found if one.tool == asked.tool and one.doubts for event in one.events
    }
    return bool(firing & asked.events)


def _placed(missing: Iterable[Wanted], ground: Ground, drafts: Drafts) -> list[tuple[str, Placed]]:
    """One job for each tool and file, on all the events that promises ask of it."""
    groups: dict[tuple[str, str], list[Wanted]] = {}
    for one in missing:
        fast = one.every is not None and one.every < 1
        home = gitlab.FILE if ground.host == "gitlab" else github.HOURLY if fast else github.MAIN
        mine = one.file if one.file and (ground.host == "gitlab") == ("gitlab" in one.file) else home
        groups.setdefault((mine, one.tool), []).append(one)
    found = []
    for (path, tool), asked in groups.items():
        try:
            job = projects.job(tool, msgspec.structs.replace(ground, text=drafts.text))
        except NoJobError as error:
            served = tuple(dict.fromkeys(one.serves for one in asked))
            drafts.leave(served[0].place, str(error), served)
            continue
        group = []
        for one in asked:
            barred = _barred(one, job) or _without_list(one, drafts)
            if barred:
                drafts.leave(one.serves.place, barred, (one.serves,))
            else:
                group.append(one)
        if group:
            found.append((path, _together(group, job)))
    return found


def _together(group: list[Wanted], job: Job) -> Placed:
    """One job on all the events that the promises of ``group`` ask of it."""
    events = frozenset(event for one in group for event in one.events)
    every = min((one.every for one in group if one.every is not None), default=None)
    return Placed(
        job=job,
        events=frozenset({Event.PULL_REQUEST}) if job.only else events,
        every=None if job.only else every,
        serves=tuple(dict.fromkeys(one.serves for one in group)),
    )


def _without_list(one: Wanted, drafts: Drafts) -> str:
    """Why cargo-deny cannot keep a promise about licences: it has no list, so that only its other checks can run."""
    if one.tool != "cargo-deny" or not re.search(r"\blicen[cs]", one.serves.sentence, re.IGNORECASE):
        return ""
    if any(drafts.text(path) is not None for path in configuration.DENY_FILES):
        return ""
    return "cargo-deny checks licences by a list, and which are allowed is for you to say (deny.toml, [licenses] allow)"


def _barred(one: Wanted, job: Job) -> str:
    """Why the host cannot run the tool when it is promised to run; "" where it can."""
    if one.every is not None and rhythm.too_fast(one.every):
        return f"no schedule of a host is as fast as promised of {one.tool}"
    if job.only and ((one.named and one.events - {Event.PULL_REQUEST}) or one.every is not None):
        return f"{one.tool} runs on pull requests only: GitHub gives it nothing to compare elsewhere"
    if job.unless and one.named and Event.PULL_REQUEST in one.events:
        return f"{one.tool} looks at the default branch, so that it does not run on pull requests"
    return ""
