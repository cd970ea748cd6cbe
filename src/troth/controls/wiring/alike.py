"""Does the automation look where a run of ours found something, and in the same way?"""

from __future__ import annotations

import enum
import posixpath
from collections.abc import Iterable, Iterator

import msgspec

from troth.terms.seen.automation import Invocation
from troth.terms.seen.results import ToolFinding, ToolRun

_SWITCHES = frozenset(
    {
        "-r", "--recursive", "-q", "--quiet", "-quiet", "--silent", "-v", "--verbose", "-d", "--debug", "--redact",
        "--no-banner", "--no-color", "--no-cache", "--no-progress", "--offline", "--strict-collection",
        "-track-suppressions", "--isolated", "--no-validate", "--no-update-check", "--no-dedup",
    }
)  # fmt: skip
"""Switches that change nothing of what is found."""
_VALUED = frozenset(
    {
        "-f", "--format", "-fmt", "-o", "--output", "-out", "--output-format", "--output-file", "-n", "--number",
        "--msg-template", "--report-format", "--report-path", "--exit-code", "--color", "--git-history",
    }
)  # fmt: skip
"""Options with a value that change only the form of the report."""
_COMMANDS = frozenset({"check", "run", "scan", "detect", "dir", "git", "fs", "filesystem"})
"""Words that are commands of tools, never folders that they look through."""


class Seen(enum.Enum):
    """Whether the automation would see a finding too."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class _Manner(msgspec.Struct, frozen=True):
    """What a command looks for, and where.

    ``chosen`` are the options that decide what is found, each with the word behind it; ``roots`` are the files and
    folders that are looked through.
    """

    chosen: frozenset[str]
    roots: tuple[str, ...]


def sees(run: ToolRun, finding: ToolFinding, invocations: Iterable[Invocation]) -> Seen:
    """Whether some of ``invocations`` would report what ``run`` reports, which was made in our own way.

    Weaknesses of packages, runs in the words of the policy, reports that were handed in, and actions, whose command is
    not shown, are taken as they are.
    """
    if finding.package or finding.span is None or run.said or run.origin == "report" or not run.argv:
        return Seen.YES
    ways = [(one, _manner(one.argv, run.tool, one.directory)) for one in invocations if one.automatic]
    if not ways or any(not one.argv for one, _ in ways):
        return Seen.YES
    ours = _manner(run.argv, run.tool, run.directory)
    inside = [way for _, way in ways if _below(finding.span.path, way.roots)]
    if not inside:
        return Seen.NO
    return Seen.YES if any(way.chosen == ours.chosen for way in inside) else Seen.PERHAPS


def _manner(argv: tuple[str, ...], tool: str, directory: str) -> _Manner:
    words = iter(argv)
    for word in words:  # up to the tool: `uv run bandit`, `python -m bandit`
        if posixpath.basename(word).partition("@")[0] == tool:
            break
    else:
        words = iter(argv[1:])
    chosen: list[str] = []
    roots: list[str] = []
    for word in words:
        if word.startswith("-") and word != "-":
            _option(word, words, chosen)
        elif set(word) & set("$*?{`"):
            chosen.append(word)  # what a shell makes of it is not known
        elif word not in _COMMANDS:
            roots.append(word)
            if chosen and " " not in chosen[-1]:
                chosen[-1] += f" {word}"
    known = not chosen  # behind an option that is not known a word may be its value, no folder
    return _Manner(frozenset(chosen), tuple(_root(root, directory) for root in roots) if known else ("",))


def _option(word: str, words: Iterator[str], chosen: list[str]) -> None:
    name, given, _ = word.partition("=")
    if name in _SWITCHES:
        return
    if name in _VALUED:
        if not given:
            next(words, None)
        return
    chosen.append(word)


def _root(word: str, directory: str) -> str:
    path = posixpath.normpath(posixpath.join(directory or ".", word.removesuffix("/...")))
    return "" if path == "." or path.startswith(("..", "/")) else path


def _below(path: str, roots: tuple[str, ...]) -> bool:
    return not roots or any(not root or path == root or path.startswith(f"{root}/") for root in roots)
