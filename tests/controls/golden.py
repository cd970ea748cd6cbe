"""The shape of a golden case: a promise, a small tree in the text of the test, and the standing it deserves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from troth import controls
from troth.controls.control import Control
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.commitment import Commitment
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict

TODAY = date(2026, 11, 25)
KEPT, AT_RISK, BROKEN, UNPROVEN, NOTED = (
    Standing.KEPT,
    Standing.AT_RISK,
    Standing.BROKEN,
    Standing.UNPROVEN,
    Standing.NOTED,
)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """``words`` stand in the reason, ``cites`` are places among the facts ("path:line", or a path or tag alone).

    ``commits`` is for trees with a history: rows of `git_tree`. ``breakers`` are mutations of a kept case that are its
    own: (path, old, new) replacements after which it is no longer kept.
    """

    name: str
    promise: Commitment
    standing: Standing
    files: Mapping[str, str | bytes] = {}
    commits: tuple[tuple[str, Mapping[str, str | bytes], tuple[str, ...]], ...] = ()
    words: str = ""
    cites: tuple[str, ...] = ()
    settles: str = ""
    today: date = TODAY
    breakers: tuple[tuple[str, str, str], ...] = ()


def says(text: str, line: int = 5) -> Span:
    """The sentence of a policy."""
    return Span("SECURITY.md", line, text)


def judge(control: Control, promise: Commitment, repository: Repository, today: date = TODAY) -> Verdict:
    """The verdict of one control alone, through the real gatherers, without running tools."""
    assert control.judges(promise), f"{control.name} does not judge {promise}"
    scene = Scene(repository=repository, at=today)
    answers = gather(scene, control.wants(promise))
    return controls.judge(promise, answers, today, (control,))


def check(
    case: Case, control: Control, tree: Callable[..., Repository], git_tree: Callable[..., Repository]
) -> Verdict:
    """Judge ``case`` and hold the verdict against it."""
    repository = git_tree(case.commits) if case.commits else tree(case.files)
    verdict = judge(control, case.promise, repository, case.today)
    told = f"{case.name}: {verdict.standing} because {verdict.reason} {[str(f.span) for f in verdict.because]}"
    assert verdict.standing is case.standing, f"{told} {verdict.gaps}"
    assert case.words in verdict.reason, told
    places = {str(fact.span) for fact in verdict.because} | {fact.span.path for fact in verdict.because}
    assert set(case.cites) <= places, told
    if case.settles:
        assert verdict.settles == case.settles, told
    return verdict


def workflow(on: str, *runs: str, job: str = "", step: str = "") -> str:
    """A workflow of one job; ``on`` is what stands under `on:`, ``job`` and ``step`` are further keys of theirs."""
    lines = ["on:", *(f"  {line}" for line in on.splitlines()), "jobs:", "  scan:"]
    lines += [f"    {line}" for line in job.splitlines()]
    lines += ["    steps:", f"      - uses: actions/checkout@{'a' * 40}"]
    for run in runs:
        head, *rest = run.splitlines() if run.startswith("uses:") else (f"run: {run}",)
        lines.append(f"      - {head}")
        lines += [f"        {line}" for line in rest]
        lines += [f"        {line}" for line in step.splitlines()]
    return "\n".join([*lines, "    runs-on: ubuntu-24.04"]) + "\n"


PUSH = "push:\n  branches: [main]"
PULL = "pull_request:"
BOTH = f"{PUSH}\n{PULL}"
WEEKLY = 'schedule:\n  - cron: "0 4 * * 1"'
BUTTON = "workflow_dispatch:"
RELEASE = 'push:\n  tags: ["v*"]'
SCAN = ".github/workflows/scan.yml"
