"""Runs cargo-deny in every Cargo workspace and believes an exit code only beside a summary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from troth.evidence.process import Ran
from troth.evidence.process import run as start
from troth.evidence.tools.runs.job import Job, Runner
from troth.evidence.tools.runs.stage import brief, copy_of, no_run, search_path, tool_path
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span, excerpt

MOST_WORKSPACES = 20
ARGUMENTS = ("--format", "json", "--offline", "--locked", "--workspace", "check")
"""Nothing is fetched: the advisories are those that ``cargo deny fetch`` has left here, or ``db-path`` names."""
CHECKS = {"advisories": 1, "bans": 2, "licenses": 4, "sources": 8}
"""The bit of each check in the exit code (cargo-deny book, "check", exit codes)."""
INHERITED = ("CARGO_HOME", "RUSTUP_HOME")


def run(job: Job) -> Answer[ToolRun]:
    """``cargo deny check`` in each folder with a ``Cargo.lock``; reads metadata, builds nothing.

    ``.cargo/config`` and ``rust-toolchain`` files of the tree are left out of the copy: both can name programs to run,
    and the second a toolchain that is not there; the installed default is used.
    """
    repository, at = job.repository, job.at
    folders = [path.rpartition("/")[0] for path in repository.matching("Cargo.lock")]
    folders = [folder for folder in folders if _path(folder, "Cargo.toml") in repository.path_set]
    if not folders:
        return no_run("cargo-deny", "no Cargo.toml with a Cargo.lock in the tree")
    program = tool_path("cargo-deny")
    if program is None:
        return no_run("cargo-deny", "not installed")
    if len(folders) > MOST_WORKSPACES:
        return no_run("cargo-deny", f"{len(folders)} workspaces, more than {MOST_WORKSPACES}")
    answers = []
    try:
        with copy_of(repository, _harmless) as root:
            environment = _environment(root.parent)
            for folder in folders:
                arguments = (program, *ARGUMENTS)
                done = start(arguments, root / folder, timeout=job.limit, env=environment, inherit=INHERITED)
                crates = (repository.text(_path(folder, "Cargo.lock")) or "").count("[[package]]")
                answers.append(report(done, folder, crates, _version(program, root.parent), at))
    except OSError as error:
        return no_run("cargo-deny", str(error))
    return Answer(
        found=tuple(run for answer in answers for run in answer.found),
        gaps=tuple(gap for answer in answers for gap in answer.gaps),
        read=tuple(_path(folder, "Cargo.lock") for folder in folders),
    )


def _harmless(path: str) -> bool:
    name, folder = path.rsplit("/", 1)[-1], path.split("/")[:-1]
    return not (folder[-1:] == [".cargo"] and name.startswith("config")) and name not in (
        "rust-toolchain",
        "rust-toolchain.toml",
    )


def _environment(folder: Path) -> dict[str, str]:
    """cargo and rustup fetch nothing, and rustup takes its default toolchain wherever the tool is started."""
    found = {"PATH": search_path(), "RUSTUP_AUTO_INSTALL": "0", "CARGO_NET_OFFLINE": "true"}
    words = start(("rustup", "default"), folder, timeout=30, env=found, inherit=INHERITED).output.split()
    return {**found, "RUSTUP_TOOLCHAIN": words[0]} if words else found


def report(done: Ran, directory: str, crates: int, version: str, at: datetime) -> Answer[ToolRun]:
    """What the JSON lines on standard error say; a gap without a summary of every check, or without a crate."""
    if done.trouble or not crates:
        return no_run("cargo-deny", done.trouble or "no crate in Cargo.lock", directory)
    records = tuple(_records(done.errors))
    summary = next((fields for kind, fields in reversed(records) if kind == "summary"), None)
    if summary is None or set(CHECKS) - set(summary):
        logs = [
            str(fields.get("message")) for kind, fields in records if kind == "log" and fields.get("level") == "ERROR"
        ]
        reason = logs[0] if logs else done.errors or "no summary"
        return no_run("cargo-deny", f"exit code {done.exit_code} without a summary: {brief(reason)}", directory)
    failed = {name for name in CHECKS if _count(summary, name, "errors")}
    told = {name for name, bit in CHECKS.items() if (done.exit_code or 0) & bit}
    if failed != told:
        return no_run(
            "cargo-deny", f"exit code {done.exit_code}, but errors in {sorted(failed) or 'no check'}", directory
        )
    diagnostics = [fields for kind, fields in records if kind == "diagnostic"]
    return Answer(
        found=(
            ToolRun(
                tool="cargo-deny",
                argv=("cargo", "deny", *ARGUMENTS),
                directory=directory,
                version=version,
                at=at,
                scanned=crates,
                findings=tuple(
                    _finding(fields, directory) for fields in diagnostics if fields.get("severity") == "error"
                ),
                exit_code=done.exit_code or 0,
                seconds=done.seconds,
            ),
        )
    )


def _records(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in text.splitlines():
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue  # cargo and rustup write plain lines between
        if isinstance(found, dict) and isinstance(found.get("fields"), dict):
            yield str(found.get("type")), found["fields"]


def _count(summary: dict[str, Any], check: str, level: str) -> int:
    counts = summary.get(check)
    number = counts.get(level) if isinstance(counts, dict) else 0
    return number if isinstance(number, int) else 0


def _finding(fields: dict[str, Any], directory: str) -> ToolFinding:
    labels = [label for label in fields.get("labels") or [] if isinstance(label, dict)]
    first = labels[0] if labels else {}
    words = excerpt(str(first.get("span") or ""))
    advisory = fields.get("advisory")
    rule = (
        str(advisory.get("id")) if isinstance(advisory, dict) and advisory.get("id") else str(fields.get("code") or "")
    )
    return ToolFinding(
        rule=rule,
        text=f"{_crate(fields)}{fields.get('message') or ''}",
        span=Span(_path(directory, "Cargo.lock"), None, words),
        severity="",
        group=_group(str(fields.get("code") or "")),
    )


def _crate(fields: dict[str, Any]) -> str:
    """The crate that a diagnostic is about, as "name version: ", "" where its graph names none."""
    graphs = fields.get("graphs")
    crate = graphs[0].get("Krate") if isinstance(graphs, list) and graphs and isinstance(graphs[0], dict) else None
    return f"{crate.get('name')} {crate.get('version')}: " if isinstance(crate, dict) else ""


ADVISORY = frozenset({"vulnerability", "notice", "unmaintained", "unsound", "yanked", "index-failure",
                      "index-cache-load-failure", "unknown-advisory"})  # fmt: skip
LICENCE = frozenset(
    {"rejected", "unlicensed", "empty-license-field", "gather-failure", "no-license-field", "parse-error"}
)
SOURCE = frozenset({"git-source-underspecified", "source-not-allowed"})


def _group(code: str) -> str:
    """The check that a code of a diagnostic belongs to."""
    if code in ADVISORY:
        return "advisories"
    if code in LICENCE:
        return "licenses"
    return "sources" if code in SOURCE else "bans"


def _path(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _version(program: str, folder: Path) -> str:
    words = start((program, "--version"), folder, timeout=30).output.split()
    return words[1] if len(words) > 1 else ""


RUNNER = Runner(
    program="cargo-deny",
    install="cargo install --locked cargo-deny",
    inputs=("Cargo.lock", "Cargo.toml", "deny.toml", ".deny.toml", "deny.exceptions.toml"),
    run=run,
    asks_advisories=True,
    usual=ARGUMENTS,
)
