"""How long did each lockfile name each version? Read from the first-parent history of the checked commit.

First parents only: what the default branch held, and when it came to hold it (the time of the commit that was merged or
pushed), not when somebody wrote it on a branch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from troth.evidence import git
from troth.evidence.history import NO_GIT, end_of, is_shallow
from troth.evidence.repository import LARGEST_FILE, Repository
from troth.terms.answer import Answer, Gap
from troth.terms.seen.components import Component, Tenure

MOST_REVISIONS = 5_000
"""Versions of lockfiles, all files together, that are read; the newest count."""
MOST_BYTES = 1024 * 1024 * 1024
"""Bytes of old lockfiles that are read."""
AT_ONCE = 64
"""Old files that are asked of git in one go."""
_COMMIT = re.compile(r"\x01(?P<hash>[0-9a-f]{40,64}) (?P<time>\d{1,12})")
_ENTRY = re.compile(r":\d{6} (?P<mode>\d{6}) [0-9a-f]+ (?P<blob>[0-9a-f]{40,64}) (?P<status>[A-Z])")

ABSENT = "git does not give it"
"""How the reasons of gaps begin that may close without a new commit: objects that a partial clone lacks, a git that
was too slow."""

Parse = Callable[[str, bytes], tuple[Component, ...] | None]
"""Components of a lockfile, from its path and content; None where it cannot be read."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One lockfile as one commit left it. ``blob`` is "" where it removed the file."""

    path: str
    blob: str
    commit: str
    at: datetime


def tenures(repository: Repository, globs: Iterable[str], parse: Parse, at: date) -> Answer[Tenure]:
    """Every tenure of every lockfile that matches ``globs`` (file names), up to the end of the day ``at``."""
    top = repository.checkout
    if top is None:
        return Answer(gaps=(Gap(wanted="the history of the lockfiles", reason=NO_GIT),))
    listed = _changes(top, repository.root, tuple(globs), at)
    if isinstance(listed, Gap):
        return Answer(gaps=(listed,))
    changes, gaps = listed[-MOST_REVISIONS:], list[Gap]()
    if len(changes) < len(listed):
        gaps.append(Gap(wanted="older lockfiles", reason=f"more than {MOST_REVISIONS} changes of lockfiles"))
    shallow = is_shallow(top)
    if shallow:
        gaps.append(Gap(wanted="older lockfiles", reason="shallow clone"))
    contents = _Contents(top, parse, changes)
    found = [
        tenure
        for path in sorted({change.path for change in changes})
        for tenure in _of_file([change for change in changes if change.path == path], contents, cut=bool(gaps))
    ]
    gaps += contents.gaps
    return Answer(found=tuple(found), gaps=tuple(gaps), read=tuple(sorted({change.path for change in changes})))


def _changes(top: Path, root: Path, globs: tuple[str, ...], at: date) -> list[Change] | Gap:
    """Changes of lockfiles, oldest first."""
    pathspecs = [f":(glob)**/{glob}" for glob in globs]
    words = ("log", "--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-renames", "--no-abbrev")
    form = ("--relative", "--format=%x01%H %ct", f"--until={end_of(at)}", "HEAD", "--", *pathspecs)
    asked = git.ask(top, *words, *form, at=root, literal=False)
    if not asked.passed:
        return Gap(wanted="the history of the lockfiles", reason=f"{ABSENT}: {asked.trouble or 'no answer'}")
    return list(_in_order(asked.output))


def _in_order(output: str) -> Iterator[Change]:
    """Changes of ``git log --raw -z``, oldest first, their times never running backwards."""
    commits: list[tuple[str, int, list[tuple[str, str]]]] = []
    words = iter(output.split("\0"))
    for word in words:
        text = word.strip("\n")
        commit = _COMMIT.search(text)
        if commit:
            commits.append((commit["hash"], int(commit["time"]), []))
        entry = _ENTRY.search(text)
        if entry and commits:
            path = next(words, "")
            kept = entry["status"] != "D" and entry["mode"] in ("100644", "100755")
            commits[-1][2].append((path, entry["blob"] if kept else ""))
    latest = 0
    for name, seconds, files in reversed(commits):
        latest = max(latest, seconds)
        moment = datetime.fromtimestamp(min(latest, 253402300799), UTC)
        for path, blob in files:
            yield Change(path=path, blob=blob, commit=name, at=moment)


def _of_file(changes: list[Change], contents: _Contents, *, cut: bool) -> Iterator[Tenure]:
    """Tenures of one lockfile. A state that cannot be read leaves what stood before as it was."""
    open_: dict[tuple[str, str, str], Tenure] = {}
    for number, change in enumerate(changes):
        components = contents.of(change) if change.blob else ()
        if components is None:
            continue
        now = {(one.package.ecosystem, one.package.name, one.version): one for one in components}
        for key in [key for key in open_ if key not in now]:
            yield msgspec.structs.replace(open_.pop(key), until=change.at, left_by=change.commit)
        for key, component in now.items():
            before = open_.get(key)
            open_[key] = (
                msgspec.structs.replace(before, component=component)
                if before
                else Tenure(
                    component=component,
                    since=change.at,
                    entered_by=change.commit,
                    known_from_start=not (cut and number == 0),
                )
            )
    yield from open_.values()


class _Contents:
    """Components of old files, each distinct content read and parsed once, some files at a time."""

    def __init__(self, top: Path, parse: Parse, changes: list[Change]) -> None:
        self.gaps: list[Gap] = []
        self._top = top
        self._parse = parse
        self._waiting = list(dict.fromkeys((change.blob, change.path) for change in changes if change.blob))
        self._waiting.sort(key=lambda pair: pair[1])
        self._parsed: dict[tuple[str, str], tuple[Component, ...] | None] = {}
        self._bytes = 0

    def of(self, change: Change) -> tuple[Component, ...] | None:
        """Components of one state; None (with a gap) where it cannot be read."""
        key = (change.blob, change.path)
        while key not in self._parsed and self._waiting:
            self._read_some()
        return self._parsed.get(key)

    def _read_some(self) -> None:
        some, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        names = "".join(f"{blob}\n" for blob in dict.fromkeys(blob for blob, _ in some)).encode()
        asked = git.ask(self._top, "cat-file", "--batch", given=names, largest=AT_ONCE * LARGEST_FILE)
        found = dict(_batch(asked.stdout)) if asked.passed else {}
        for blob, path in some:
            content = found.get(blob)
            self._bytes += len(content or b"")
            fits = content is not None and len(content) <= LARGEST_FILE and self._bytes <= MOST_BYTES
            parsed = self._parse(path, content) if fits and content is not None else None
            self._parsed[blob, path] = parsed
            if parsed is None:
                reason = ABSENT if content is None else "cannot be read" if fits else "too large"
                self.gaps.append(Gap(wanted=f"{path} as blob {blob[:12]}", reason=reason))


def _batch(output: bytes) -> Iterator[tuple[str, bytes]]:
    """Contents by hash, of the answer of ``git cat-file --batch`` (git-cat-file(1), "BATCH OUTPUT")."""
    position = 0
    while position < len(output):
        end = output.find(b"\n", position)
        if end < 0:
            return
        words = output[position:end].split(b" ")
        position = end + 1
        if len(words) == 3 and words[2].isdigit():
            size = int(words[2])
            yield words[0].decode(), output[position : position + size]
            position += size + 1
