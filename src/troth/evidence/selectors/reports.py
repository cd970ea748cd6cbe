"""Test reports: those that were handed in, those that ``troth.toml`` names, and whether they are of this code.

A report counts where it is no older than the newest change of the code: the newest commit that touches more than
documents, and every uncommitted edit. One that does not say when it ran is dated by its file; where git holds that
file, a checkout gave it its date, and it is no result of anything.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import msgspec

from troth.evidence import git
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.formats import go_test, junit
from troth.terms.answer import Answer, Gap
from troth.terms.settings import Settings
from troth.terms.span import Span

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest report that is read."""
MOST_REPORTS = 500
MOST_ENTRIES = 200_000
"""Files and folders that are looked at for one glob."""
DOCUMENTS = ("**/*.md", "**/*.mdx", "**/*.rst", "**/*.adoc", "**/*.org")
RECORDS = ("troth.toml", "troth-baseline.json", "attestations/*")
"""What may change without a test running otherwise: documents anywhere, and at the top of the checked folder what Troth
itself reads (a package of that name further down is code)."""
_MEMORY = "selectors.reports"
_SKIPPED = frozenset({".git", "node_modules"})
_WILD = re.compile(r"[*?]")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One report. ``written`` is the date of its file (UTC), ``held`` whether git holds it; ``trouble`` why it cannot
    be read."""

    name: str
    cases: tuple[junit.Case, ...] = ()
    written: datetime | None = None
    held: bool = False
    trouble: str = ""


class Dated(msgspec.Struct, frozen=True):
    """A case that counts, and the day on which it ran."""

    case: junit.Case
    report: str
    at: date


def counting(scene: Scene, found: Iterator[Report]) -> tuple[list[Dated], list[Gap]]:
    """Cases of those reports that are of this code, and a gap for each report that is not, or not wholly."""
    newest, unknown = _newest_change(scene)
    dated, gaps = list[Dated](), dict[Gap, None]()
    for report in found:
        if report.trouble or not report.cases:
            gaps.setdefault(_gap(report, report.trouble or "ran nothing"))
            continue
        for case in report.cases:
            ran = _ran(case, report)
            reason = _uncounted(ran, newest, unknown, scene.at)
            if reason or ran is None:
                gaps.setdefault(_gap(report, reason))
            else:
                dated.append(Dated(case, report.name, ran.date()))
    return dated, list(gaps)


def configured(scene: Scene, settings: Answer[Settings]) -> Iterator[Report]:
    """Every report that was handed in, and every one that ``troth.toml`` names; each read once."""
    for path in scene.reports:
        yield _once(scene, path, partial(_handed, path, scene.repository))
    for one in settings.found:
        for named, read in ((one.junit, junit.read), (one.go_test, go_test.read)):
            for glob in named:
                yield from inside(scene, glob.value, read)


def inside(scene: Scene, glob: str, read: Callable[[bytes], tuple[junit.Case, ...]] = junit.read) -> Iterator[Report]:
    """The reports inside of the tree that ``glob`` names, in folders that git ignores too."""
    scene.memory[f"{_MEMORY}.looked"] = True
    for name in matching(scene.repository, glob):
        yield _once(scene, name, partial(_in_tree, scene.repository, name, read))


def looked(scene: Scene) -> bool:
    """Whether files were looked for that git may ignore, so that a check hangs on more than its tree."""
    return bool(scene.memory.get(f"{_MEMORY}.looked"))


def matching(repository: Repository, glob: str) -> tuple[str, ...]:
    """Paths of files inside of the tree that ``glob`` names: ``*`` stays in its folder, ``**`` does not. No link is
    followed out of the tree."""
    clean = posixpath.normpath(glob)
    if clean.startswith(("/", "..", ".git/")) or "\\" in glob:
        return ()
    if not _WILD.search(clean):
        return (clean,) if (repository.root / clean).is_file() else ()
    start = clean[: _WILD.search(clean).start()].rpartition("/")[0]  # type: ignore[union-attr]
    pattern = re.compile(_translated(clean))
    found: list[str] = []
    seen = 0
    for folder, folders, files in os.walk(repository.root / start):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        seen += len(folders) + len(files)
        here = Path(folder).relative_to(repository.root).as_posix()
        paths = (name if here == "." else f"{here}/{name}" for name in files)
        found += [path for path in paths if pattern.fullmatch(path)]
        if seen > MOST_ENTRIES or len(found) >= MOST_REPORTS:
            break
    return tuple(sorted(found)[:MOST_REPORTS])


def _translated(glob: str) -> str:
    parts = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.sub(r"\*\*/|\*\*|\*|\?|[^*?]+", lambda match: parts.get(match[0], re.escape(match[0])), glob)


def _once(scene: Scene, name: str, load: Callable[[], Report]) -> Report:
    known: dict[str, Report] = scene.memory.setdefault(_MEMORY, {})
    if name not in known:
        known[name] = load()
    return known[name]


def _in_tree(repository: Repository, name: str, read: Callable[[bytes], tuple[junit.Case, ...]]) -> Report:
    real = os.path.realpath(repository.root / name)
    if Path(os.path.relpath(real, repository.root)).parts[0] in (os.pardir, ".git"):
        return Report(name=name, trouble="is a link that leads out of the tree")
    return _loaded(name, Path(real), read, held=name in repository.tracked)


def _handed(path: str, repository: Repository) -> Report:
    """A report that somebody named on the command line: whatever of the two forms it is in."""
    real = Path(os.path.realpath(path))
    held = real.is_relative_to(repository.root) and real.relative_to(repository.root).as_posix() in repository.tracked

    def read(data: bytes) -> tuple[junit.Case, ...]:
        return go_test.read(data) if data.lstrip()[:1] == b"{" else junit.read(data)

    name = real.relative_to(repository.root).as_posix() if real.is_relative_to(repository.root) else path
    return _loaded(name, real, read, held=held)


def _loaded(name: str, path: Path, read: Callable[[bytes], tuple[junit.Case, ...]], *, held: bool) -> Report:
    try:
        data, written = _bytes(path)
        if data is None:
            return Report(name=name, trouble=f"is no file, or larger than {LARGEST // 1024 // 1024} MiB")
        return Report(name=name, cases=read(data), written=written, held=held)
    except (junit.JunitError, go_test.GoTestError) as error:
        return Report(name=name, trouble=str(error))
    except (OSError, ValueError) as error:
        return Report(name=name, trouble=getattr(error, "strerror", None) or "cannot be read")


def _bytes(path: Path) -> tuple[bytes | None, datetime]:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(file.fileno())
        written = datetime.fromtimestamp(facts.st_mtime, tz=UTC)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > LARGEST:
            return None, written
        return file.read(LARGEST), written


def _ran(case: junit.Case, report: Report) -> datetime | None:
    """When a case ran: what the report says, never later than its file; the date of a file that git does not hold."""
    if case.at is None:
        return None if report.held else report.written
    return min(case.at, report.written) if report.written is not None else case.at


def _uncounted(ran: datetime | None, newest: datetime | None, unknown: str, at: date) -> str:
    if ran is None:
        return "does not say when it ran, and is a file of the repository itself"
    if ran.date() > at:
        return f"is of {ran:%Y-%m-%d}, after the day of the check"
    if newest is None:
        return unknown
    if ran < newest.replace(microsecond=0):
        return f"is of {ran:%Y-%m-%d %H:%M} UTC, older than the newest change of the code ({newest:%Y-%m-%d %H:%M})"
    return ""


def _newest_change(scene: Scene) -> tuple[datetime | None, str]:
    """When the code was last changed (UTC), uncommitted edits too; None, and why, where that cannot be told."""
    key = f"{_MEMORY}.newest"
    if key not in scene.memory:
        scene.memory[key] = _asked(scene.repository)
    found: tuple[datetime | None, str] = scene.memory[key]
    return found


def _asked(repository: Repository) -> tuple[datetime | None, str]:
    top = repository.checkout
    if top is None:
        return None, "cannot be dated against the code: there is no git history"
    paths = [".", *(f":(exclude,glob){name}" for name in (*DOCUMENTS, *RECORDS))]
    asked = git.ask(top, "log", "-1", "--format=%ct", "HEAD", "--", *paths, at=repository.root, literal=False)
    moment = asked.output.strip()
    if not asked.passed or not moment.isdigit():
        return None, "cannot be dated against the code: git tells no commit of it"
    words = ("diff", "--no-ext-diff", "--no-textconv", "--name-only", "-z", "--relative", "HEAD", "--", *paths)
    changed = git.ask(top, *words, at=repository.root, literal=False, unfiltered=True)
    if not changed.passed:
        return None, "cannot be dated against the code: git does not tell what was edited"
    newest = int(moment)
    for name in filter(None, changed.output.split("\0")):
        try:
            newest = max(newest, int(os.lstat(repository.root / name).st_mtime))
        except (OSError, ValueError):
            folder = (repository.root / name).parent  # what was deleted changed its folder
            newest = max(newest, int(folder.stat().st_mtime) if folder.is_dir() else newest)
    try:
        return datetime.fromtimestamp(newest, tz=UTC), ""
    except (ValueError, OverflowError, OSError):
        return None, "cannot be dated against the code: its newest commit has no date that can be"


def _gap(report: Report, reason: str) -> Gap:
    return Gap(wanted=f"the report {report.name}", reason=f"it {reason}", span=Span(report.name))
