"""Runs cargo-deny in every Cargo workspace and believes an exit code only beside a summary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import rust_workspaces
from troth.evidence.tools.runs.documents import plain
from troth.evidence.tools.runs.job import Job, Runner
from troth.evidence.tools.runs.lock_lines import line_of
from troth.evidence.tools.runs.session import NEXT, start, together, version
from troth.evidence.tools.runs.stage import brief, copy_of, gap, no_run, tool_path
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer
from troth.terms.package import CRATES
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span, excerpt

NAMES = ("deny.toml", ".deny.toml")
"""Names of its configuration, in the folder of the workspace, its ``.cargo``, or above."""
RUSTSEC = "advisory-db-3157b0e258782691"
"""The folder in which cargo-deny looks for RustSec's database: the last word of its address and a digest of it."""
ARGUMENTS = ("--format", "json", "--offline", "--locked", "--workspace", "check")
"""Nothing is fetched: the advisories are those that ``cargo deny fetch`` has left here, or ``db-path`` names."""
CHECKS = {"advisories": 1, "bans": 2, "licenses": 4, "sources": 8}
"""The bit of each check in the exit code (cargo-deny book, "check", exit codes)."""
OTHERS = ("bans", "licenses", "sources")
"""Checks that need no advisories: they run by themselves where cargo-deny ends for want of a database."""
_LOST = ("FETCH_HEAD", "advisory", "is stale")
"""Words of its errors where the database is missing, or older than it takes."""
_UNFETCHED = ("failed to fetch crates", "--offline was specified")
"""Words of its errors where cargo has not fetched the crates of the lockfile."""


def run(job: Job) -> Answer[ToolRun]:
    """``cargo deny check`` in each folder with a ``Cargo.lock``; reads metadata, builds nothing.

    ``.cargo/config`` and ``rust-toolchain`` files of the tree are left out of the copy: both can name programs to run,
    and the second a toolchain that is not there; the installed default is used. Where advisories were given, the
    ``db-path`` of the configuration is set to them in the copy: cargo-deny takes it from there alone. Without a
    database that it takes it gives nothing of any check; the others are then run alone, and the gap names what lacks.
    """
    repository = job.repository
    folders = [path.rpartition("/")[0] for path in rust_workspaces.locks(repository)]
    folders = [folder for folder in folders if _path(folder, "Cargo.toml") in repository.path_set]
    if reason := rust_workspaces.hindrance(repository):
        return no_run("cargo-deny", reason)
    program = tool_path("cargo-deny")
    if program is None:
        return no_run("cargo-deny", "not installed")
    answers = []
    try:
        with copy_of(repository, rust_workspaces.harmless) as root:
            environment = rust_workspaces.environment(job, root.parent)
            told = (version(program, root.parent), _database(job, root, folders))
            for folder in folders:
                begin = partial(start, job, folder=root / folder, env=environment, inherit=rust_workspaces.INHERITED)
                crates = (repository.text(_path(folder, "Cargo.lock")) or "").count("[[package]]")
                answer = report(begin((program, *ARGUMENTS)), folder, crates, told, job.at, repository)
                answers.append(answer)
                if any(NEXT in gap.reason for gap in answer.gaps):
                    done = begin((program, *ARGUMENTS, *OTHERS))
                    rest = report(done, folder, crates, (told[0], ""), job.at, repository, OTHERS)
                    answers[-1] = _without_advisories(answer, rest, folder)
    except OSError as error:
        return no_run("cargo-deny", str(error))
    return together(answers, (_path(folder, "Cargo.lock") for folder in folders))


def _without_advisories(answer: Answer[ToolRun], rest: Answer[ToolRun], directory: str) -> Answer[ToolRun]:
    """What the other checks say, beside the gap of the one that had no database; the first answer where they failed."""
    if not rest.found:
        return answer
    reason = answer.gaps[0].reason.rpartition("without a summary: ")[2]
    return Answer(found=rest.found, gaps=(gap("cargo-deny", f"no check of advisories: {reason}", directory),))


def _database(job: Job, root: Path, folders: list[str]) -> str:
    """Point every configuration in the copy at the advisories that were given; what they are, "" where none were."""
    given = job.advisories.rustsec
    if given is None:
        return ""
    place = root.parent / "advisory-dbs"
    place.mkdir()
    (place / RUSTSEC).symlink_to(given)
    files = [path for path in job.repository.path_set if path.rpartition("/")[2] in NAMES]
    for path in files:
        _point(root / path, place)
    for folder in folders:
        if not any(_reaches(path, folder) for path in files):
            _point(root / folder / NAMES[0], place)
    return f"RustSec {rust_workspaces.date_of(job)}".strip()


def _point(file: Path, place: Path) -> None:
    """Set ``db-path``; a file that is no TOML stays, and cargo-deny says so itself."""
    import tomlkit  # noqa: PLC0415 - only who writes pays for it

    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8") if file.exists() else "")
        table = document.setdefault("advisories", tomlkit.table())
        table["db-path"] = str(place)
        file.write_text(tomlkit.dumps(document), encoding="utf-8")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return


def _reaches(path: str, folder: str) -> bool:
    """Whether the configuration at ``path`` is found from ``folder``, there or above (cargo-deny book, "config")."""
    holder = path.rpartition("/")[0]
    holder = holder.removesuffix(".cargo").rstrip("/") if holder.split("/")[-1] == ".cargo" else holder
    return not holder or folder == holder or folder.startswith(f"{holder}/")


def report(
    done: Ran,
    directory: str,
    crates: int,
    told: tuple[str, str],
    at: datetime,
    repository: Repository | None = None,
    only: tuple[str, ...] = (),
) -> Answer[ToolRun]:
    """What the JSON lines on standard error say; a gap without a summary of every check, or without a crate.

    ``told`` are the version and what advisories were given; ``only`` the checks that were asked for, () for all.
    """
    if done.trouble or not crates:
        return no_run("cargo-deny", done.trouble or "no crate in Cargo.lock", directory)
    records = tuple(_records(done.errors))
    summary = next((fields for kind, fields in reversed(records) if kind == "summary"), None)
    if summary is None or {*(only or CHECKS)} - set(summary):
        logs = [
            str(fields.get("message")) for kind, fields in records if kind == "log" and fields.get("level") == "ERROR"
        ]
        reason = brief(plain(logs[0] if logs else done.errors or "no summary"))[:200]
        if any(word in reason for word in _UNFETCHED):
            reason = f"its crates are not on this machine, get them: cargo fetch ({reason})"
        lost = f"; {NEXT}" if any(word in reason for word in _LOST) else ""
        return no_run("cargo-deny", f"exit code {done.exit_code} without a summary: {reason}{lost}", directory)
    failed = {name for name in CHECKS if _count(summary, name, "errors")}
    coded = {name for name, bit in CHECKS.items() if (done.exit_code or 0) & bit}
    if failed != coded:
        return no_run(
            "cargo-deny", f"exit code {done.exit_code}, but errors in {sorted(failed) or 'no check'}", directory
        )
    diagnostics = [fields for kind, fields in records if kind == "diagnostic"]
    return Answer(
        found=(
            ToolRun(
                tool="cargo-deny",
                argv=("cargo", "deny", *ARGUMENTS, *only),
                directory=directory,
                version=told[0],
                at=at,
                scanned=crates,
                findings=named(
                    "cargo-deny",
                    (_finding(one, directory, repository) for one in diagnostics if one.get("severity") == "error"),
                ),
                database=told[1],
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


def _finding(fields: dict[str, Any], directory: str, repository: Repository | None) -> ToolFinding:
    listed = fields.get("labels")
    labels = [label for label in listed if isinstance(label, dict)] if isinstance(listed, list) else []
    first = labels[0] if labels else {}
    advisory = fields.get("advisory")
    record: dict[str, Any] = advisory if isinstance(advisory, dict) else {}
    aliases = record.get("aliases")
    name, number = _crate(fields)
    lock = _path(directory, "Cargo.lock")
    words = Span(lock, None, excerpt(plain(str(first.get("span") or ""))))
    return ToolFinding(
        rule=plain(str(record.get("id") or fields.get("code") or "")),
        text=plain(f"{f'{name} {number}: ' if name else ''}{fields.get('message') or ''}"),
        span=line_of(repository, lock, name, number) if repository and name else words,
        group=_group(str(fields.get("code") or "")),
        aliases=tuple(plain(one) for one in aliases if isinstance(one, str)) if isinstance(aliases, list) else (),
        package=name,
        version=number,
    )


def _crate(fields: dict[str, Any]) -> tuple[str, str]:
    """Name and version of the crate that a diagnostic is about, ("", "") where its graph names none."""
    graphs = fields.get("graphs")
    crate = graphs[0].get("Krate") if isinstance(graphs, list) and graphs and isinstance(graphs[0], dict) else None
    return (str(crate.get("name")), str(crate.get("version"))) if isinstance(crate, dict) else ("", "")


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


RUNNER = Runner(
    program="cargo-deny",
    install="cargo install --locked cargo-deny",
    inputs=("Cargo.lock", "Cargo.toml", "deny.toml", ".deny.toml", "deny.exceptions.toml"),
    run=run,
    nothing_to_do=rust_workspaces.nothing_to_do,
    asks_advisories=True,
    ecosystems={CRATES: ("*",)},
    usual=ARGUMENTS,
    obeys=(*NAMES, "deny.exceptions.toml"),
)
