"""Does a verdict flip when its promise is broken in the tree?

Takes every golden case that is kept, breaks the promise in a copy in several ways and judges again: the verdict must no
longer be kept. Prints each survivor and the share of mutants that were noticed; exit status 1 below ``AIM``.
"""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from conftest import _git as git  # noqa: E402
from conftest import write  # noqa: E402
from controls.golden import KEPT, Case, judge  # noqa: E402
from troth.controls import CONTROLS  # noqa: E402
from troth.controls.control import Control  # noqa: E402
from troth.evidence.repository import Repository  # noqa: E402
from troth.terms.commitment import Commitment, Demand, Recurrence, Sbom, SupportedVersion  # noqa: E402
from troth.terms.event import Event  # noqa: E402
from troth.terms.verdict import Standing  # noqa: E402

AIM = 0.98
WORKFLOWS = ".github/workflows/"
SETUP = ("echo", "pip install")
Files = Mapping[str, str | bytes]
Mutant = tuple[str, Files]


def mutants(control: Control, case: Case) -> Iterator[Mutant]:
    """Trees in which the promise of ``case`` no longer holds, each with the name of what was done to it."""
    files = dict(case.files or case.commits[-1][1])
    for path, old, new in case.breakers:
        text = files[path]
        if isinstance(text, str) and old in text:
            yield f"{path}: {old[:30]!r} → {new[:30]!r}", {**files, path: text.replace(old, new)}
        else:
            raise SystemExit(f"{control.name}, {case.name}: the breaker {old!r} matches nothing in {path}")
    if control.name in WIRED:
        yield from _unwired(files)
        yield from _softened(case.promise, files)
        yield from _filtered(case.promise, files)
        yield from _unpulled(case.promise, files)
        yield from _rescheduled(case.promise, files)
    if control.name == "recurrence":
        yield from _slower_bot(files)
    if control.name in NEEDS_FILES and not case.commits:
        yield "every file deleted", {"README.md": "harbour\n"}


WIRED = frozenset({"tool-use", "activity", "recurrence", "sbom"})
NEEDS_FILES = WIRED | {"pin", "toolchain", "tool-configuration", "document", "public-issue-ban"}


def _each(files: Files, change: Any) -> Files:
    return {path: change(text) if path.startswith(WORKFLOWS) else text for path, text in files.items()}


def _workflows(files: Files) -> bool:
    return any(path.startswith(WORKFLOWS) for path in files)


def _unwired(files: Files) -> Iterator[Mutant]:
    """The tool no longer runs at all."""
    if _workflows(files):
        yield (
            "moved where GitHub never reads",
            {path.replace(WORKFLOWS, "ops/ci/"): text for path, text in files.items()},
        )
        yield (
            "commands commented out",
            _each(files, lambda text: re.sub(r"- run: (.*)", r'- run: "# \1"', _no_uses(text))),
        )
        yield (
            "commands only echoed",
            _each(files, lambda text: re.sub(r"- run: (.*)", r"- run: echo '\1'", _no_uses(text))),
        )
        yield "job switched off", _each(files, lambda text: text.replace("  scan:\n", "  scan:\n    if: false\n"))
        yield (
            "steps switched off",
            _each(files, lambda text: re.sub(r"- (run|uses): (.*)", r"- \1: \2\n        if: false", text)),
        )
        stopped = r"- run: |\n          exit 0\n          \1"
        yield "an exit before it", _each(files, lambda text: re.sub(r"- run: (.*)", stopped, _no_uses(text)))
        yield "only a button", _each(files, _by_hand)
        yield "workflows deleted", {path: text for path, text in files.items() if not path.startswith(WORKFLOWS)}
    if ".pre-commit-config.yaml" in files and not _workflows(files):
        yield "hook file renamed", {path.replace(".pre-commit", "pre-commit"): text for path, text in files.items()}


def _no_uses(text: str) -> str:
    return re.sub(r"- uses: .*", "- run: echo", text)


def _by_hand(text: str) -> str:
    return re.sub(r"on:\n(?:  .*\n)+", "on:\n  workflow_dispatch:\n", text, count=1)


def _softened(promise: Commitment, files: Files) -> Iterator[Mutant]:
    """It runs, and its failure stops nothing."""
    text = "".join(str(content) for content in files.values())
    if promise.demand is Demand.ADVISORY or not _workflows(files) or "codeql-action" in text:
        return
    yield "|| true", _each(files, lambda text: re.sub(r"- run: (.*)", r"- run: \1 || true", text))
    yield (
        "set +e",
        _each(
            files,
            lambda text: re.sub(r"- run: (.*)", r"- run: |\n          set +e\n          \1\n          true", text),
        ),
    )
    step = r"- \1: \2\n        continue-on-error: true"
    yield "continue-on-error of steps", _each(files, lambda text: re.sub(r"- (run|uses): (.*)", step, text))
    yield (
        "continue-on-error of the job",
        _each(files, lambda text: text.replace("  scan:\n", "  scan:\n    continue-on-error: true\n")),
    )


def _filtered(promise: Commitment, files: Files) -> Iterator[Mutant]:
    """A path filter that matches nothing, where every event takes one."""
    if Event.RELEASE in promise.events or "release" in promise.place or isinstance(promise, Recurrence | Sbom):
        return
    whole = "".join(str(text) for path, text in files.items() if path.startswith(WORKFLOWS))
    if "push:" in whole and "tags" not in whole and "schedule" not in whole:
        filtered = _each(
            files,
            lambda text: re.sub(r"  (push|pull_request):\n((?:    .*\n)*)", r"  \1:\n    paths: [nowhere]\n\2", text),
        )
        yield "a path filter that matches nothing", filtered


def _unpulled(promise: Commitment, files: Files) -> Iterator[Mutant]:
    """The pull-request trigger is dropped where the sentence names it."""
    if Event.PULL_REQUEST in promise.events and _workflows(files):
        yield "no pull_request trigger", _each(files, lambda text: re.sub(r"  pull_request:\n(?:    .*\n)*", "", text))


def _rescheduled(promise: Commitment, files: Files) -> Iterator[Mutant]:
    """The cron is dropped, or slower than promised."""
    whole = "".join(str(text) for path, text in files.items() if path.startswith(WORKFLOWS))
    if not isinstance(promise, Recurrence) or "schedule:" not in whole:
        return
    yield "the cron dropped", _each(files, lambda text: re.sub(r"  schedule:\n(?:    .*\n)+", "  push:\n", text))
    if promise.every in ("P1D", "P1W", "P7D"):
        yield "a yearly cron", _each(files, lambda text: re.sub(r'cron: ".*"', 'cron: "0 4 1 1 *"', text))
    yield "a cron that never fires", _each(files, lambda text: re.sub(r'cron: ".*"', 'cron: "0 4 30 2 *"', text))


def _slower_bot(files: Files) -> Iterator[Mutant]:
    name = ".github/dependabot.yml"
    if name in files:
        yield "a monthly bot", {**files, name: re.sub(r"interval: \w+", "interval: monthly", str(files[name]))}
        yield (
            "the bot's file renamed",
            {path.replace(name, ".github/dependabot.yaml.off"): t for path, t in files.items()},
        )


def sleeping(control: Control, case: Case) -> Iterator[tuple[str, Case]]:
    """Cases with a history, later or with other tags."""
    if isinstance(case.promise, SupportedVersion) and case.commits and case.promise.supported:
        branch = re.search(r"\bmain\b", case.promise.version)
        declared = any("pyproject.toml" in files for _, files, _ in case.commits)
        if not branch and not declared:
            bare = tuple((day, files, ()) for day, files, _ in case.commits)
            yield "every tag deleted", _with(case, bare)
            if case.promise.until:
                yield "long after its end of life", _with(case, case.commits, days=2000)
            elif re.fullmatch(r"[\d.x]+", case.promise.version) and not case.promise.neighbours:
                day, files, tags = case.commits[-1]
                yield "a newer release", _with(case, (*case.commits[:-1], (day, files, (*tags, "v99.0.0"))))
    scheduled = any("schedule:" in str(text) for _, files, _ in case.commits for text in files.values())
    if (
        control.name == "recurrence"
        and scheduled
        and any(p.startswith(WORKFLOWS) for _, f, _ in case.commits for p in f)
    ):
        yield "asleep for a year", _with(case, case.commits, days=365)


def _with(case: Case, commits: Any, days: int = 0) -> Case:
    return Case(
        name=case.name,
        promise=case.promise,
        standing=case.standing,
        commits=commits,
        today=case.today + timedelta(days=days),
    )


def standing(control: Control, case: Case, files: Files | None) -> Standing:
    """Judge the case in a folder of its own; ``files`` replaces its tree, a history is committed first."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "tree")
        root.mkdir()
        if case.commits:
            git(root, "init", "-q", "-b", "main")
            rows = [
                *case.commits[:-1],
                (case.commits[-1][0], case.commits[-1][1] if files is None else files, case.commits[-1][2]),
            ]
            for day, content, tags in rows:
                write(root, content)
                git(root, "add", "-A", "-f", day=day)
                git(root, "commit", "-q", "--allow-empty", "-m", f"State of {day}", day=day)
                for tag in tags:
                    git(root, "tag", tag, day=day)
        else:
            write(root, case.files if files is None else files)
        return judge(control, case.promise, Repository(root), case.today).standing


def main() -> int:
    """Break every kept case in every way that is known, and count what is noticed."""
    made, survivors = 0, []
    for control in CONTROLS:
        module = importlib.import_module(f"controls.test_{control.name.replace('-', '_')}")
        for case in getattr(module, "CASES", ()):
            if case.standing is not KEPT:
                continue
            for name, files in mutants(control, case):
                made += 1
                if standing(control, case, files) is KEPT:
                    survivors.append(f"{control.name} · {case.name} · {name}")
            for name, other in sleeping(control, case):
                made += 1
                if standing(control, other, None) is KEPT:
                    survivors.append(f"{control.name} · {case.name} · {name}")
    for survivor in survivors:
        print(f"survives: {survivor}")
    score = (made - len(survivors)) / made if made else 0.0
    print(f"{made} mutants, {len(survivors)} survive")
    print(f"mutation score: {int(score * 100) / 100:.2f}")
    return 0 if score >= AIM else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"git could not build a tree: {error}")
