"""Does an invocation run a certain test? Yes, no, or it cannot be told; only a yes is proof.

How the runners choose: https://docs.pytest.org/en/stable/how-to/usage.html, ``go help packages``,
https://doc.rust-lang.org/cargo/commands/cargo-test.html#package-selection.
"""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Literal

from troth.terms.seen.automation import Invocation
from troth.terms.seen.proof import Form, NamedTest

Runs = Literal["yes", "no", "maybe"]
TOOLS: Mapping[str, Form] = {"pytest": "pytest", "go test": "go", "cargo test": "cargo"}
"""The tools that run tests, by the form of test they run."""
_CHOOSES: Mapping[Form, frozenset[str]] = {
    "pytest": frozenset(
        (
            *("-k", "-m", "--lf", "--last-failed", "--ignore", "--ignore-glob", "--deselect", "--co", "--collect-only"),
            *("--pyargs", "--sw", "--stepwise", "-c", "--rootdir", "--override-ini", "-o", "--version", "-V"),
            *("--help", "-h", "--fixtures", "--markers", "--setup-only", "--setup-plan"),
        )
    ),
    "go": frozenset(("-run", "-skip", "-short", "-list", "-c", "-exec", "-C", "-tags", "-n", "-h", "-help", "--help")),
    "cargo": frozenset(
        (
            "--doc",
            "--manifest-path",
            "--no-run",
            "-E",
            "--filter-expr",
            "--filterset",
            "--partition",
            "--list",
            "--help",
            "-h",
            "--run-types",
            "--exclude-files",
        )
    ),
}
"""Options that choose among tests: with one of them it cannot be told from the command line alone."""
_TAKES: Mapping[Form, frozenset[str]] = {
    "pytest": frozenset(
        (
            *("-n", "-p", "-r", "-W", "--cov", "--cov-report", "--cov-config", "--cov-fail-under", "--junitxml"),
            *("--junit-xml", "--junit-prefix", "--maxfail", "--durations", "--tb", "--timeout", "--numprocesses"),
            *("--dist", "--log-level", "--log-cli-level", "--color", "--asyncio-mode", "--html", "--basetemp"),
            *("--import-mode", "--reruns", "--verbosity", "-k", "-m", "-c", "-o", "--ignore", "--ignore-glob"),
            *("--deselect", "--rootdir", "--override-ini"),
        )
    ),
    "go": frozenset(
        (
            *("-coverprofile", "-covermode", "-coverpkg", "-timeout", "-count", "-parallel", "-p", "-cpu", "-mod"),
            *("-bench", "-benchtime", "-fuzz", "-fuzztime", "-ldflags", "-gcflags", "-shuffle", "--junitfile"),
            *("--jsonfile", "--format", "-f", "--packages", "-run", "-skip", "-list", "-exec", "-C", "-tags"),
        )
    ),
    "cargo": frozenset(
        (
            *("-p", "--package", "--features", "-F", "--target", "--target-dir", "--profile", "--color", "-j"),
            *("--jobs", "--test-threads", "--config", "--cargo-profile", "--retries", "-Z", "--message-format"),
            *("--bin", "--test", "--example", "--bench", "--exclude", "--manifest-path", "-E", "--filter-expr"),
            *(
                "--filterset",
                "--partition",
                "--timeout",
                "-t",
                "--out",
                "-o",
                "--output-dir",
                "--output-path",
                "--engine",
            ),
            *("--fail-under", "--exclude-files"),
        )
    ),
}
"""Options whose value is a word of its own."""
_TARGETS = frozenset(
    (
        "--lib",
        "--bin",
        "--bins",
        "--test",
        "--tests",
        "--example",
        "--examples",
        "--bench",
        "--benches",
        "--all-targets",
    )
)
_HARMLESS = re.compile(r"--(?:nocapture|no-capture|show-output|quiet|test-threads(?:=\d+)?|color(?:=\w+)?)|-q|\d+")
"""Words for the test programs themselves that leave no test out."""
_HEADS: Mapping[Form, tuple[str, ...]] = {
    "pytest": ("pytest", "py.test"),
    "go": ("test",),
    "cargo": ("test", "t", "nextest", "run", "llvm-cov", "tarpaulin"),
}


def runs(invocation: Invocation, test: NamedTest) -> Runs:
    """Whether ``invocation`` runs ``test``, as far as its words tell."""
    if TOOLS.get(invocation.tool) != test.form or invocation.action:
        return "no" if TOOLS.get(invocation.tool) != test.form else "maybe"
    words = _words(invocation.argv, test.form)
    if words is None or any(mark in word for word in words for mark in "$`{"):
        return "maybe"
    chosen = any(word.split("=", 1)[0] in _CHOOSES[test.form] for word in words)
    covered = _COVERS[test.form](invocation.directory, words, test)
    return "maybe" if covered == "yes" and chosen else covered


def _words(argv: tuple[str, ...], form: Form) -> list[str] | None:
    """What follows the name of the runner; None where it is not seen."""
    heads = _HEADS[form]
    at = next((number for number, word in enumerate(argv) if posixpath.basename(word) in heads), None)
    if at is None:
        return list(argv[1:]) if argv and posixpath.basename(argv[0]) in ("gotestsum", "cargo-nextest") else None
    rest = list(argv[at + 1 :])
    while form == "cargo" and rest and rest[0] in heads:
        rest = rest[1:]  # cargo nextest run
    return rest


def _places(words: list[str], form: Form) -> list[str]:
    """Words that are no options and no values of options; for gotestsum those behind ``--``."""
    found: list[str] = []
    waits = False
    for word in words:
        if waits:
            waits = False
        elif word == "--" and form == "cargo":
            break
        elif word.startswith("-"):
            waits = word in _TAKES[form]
        else:
            found.append(word)
    return found


def _python(directory: str, words: list[str], test: NamedTest) -> Runs:
    places = _places(words, "pytest")
    if not places:
        return "yes" if _within(test.file, directory) else "no"
    for place in places:
        path, _, node = place.partition("::")
        whole = _joined(directory, path)
        if whole is None:
            return "maybe"
        own = test.node.partition("::")[2]
        if _within(test.file, whole) and (not node or own == node or own.startswith((f"{node}::", f"{node}["))):
            return "yes"
        if any(mark in path for mark in "*?") and fnmatch.fnmatch(test.file, whole):
            return "yes"
    return "no"


def _go(directory: str, words: list[str], test: NamedTest) -> Runs:
    folder = posixpath.dirname(test.file)
    named = [word.split("=", 1)[1] for word in words if word.startswith("--packages=")]
    places = [part for word in (_places(words, "go") + named) for part in word.split()] or ["."]
    for place in places:
        if not place.startswith("."):
            return "maybe"  # an import path, or a list of them
        whole = _joined(directory, place.removesuffix("...").rstrip("/") or ".")
        if whole is None:
            return "maybe"
        inside = _within(folder, whole) if place.endswith("...") else folder == whole
        if inside and _module_reaches(whole, test.home):
            return "yes"
    return "no"


def _module_reaches(start: str, home: str) -> bool:
    """Whether a pattern that starts in ``start`` stays in the module ``home``: patterns do not enter other modules."""
    return _within(start, home)


def _cargo(directory: str, words: list[str], test: NamedTest) -> Runs:
    end = words.index("--") if "--" in words else len(words)
    asked, to_tests = words[:end], words[end + 1 :]
    if _places(asked, "cargo") or any(not _HARMLESS.fullmatch(word) for word in to_tests):
        return "maybe"  # a filter by name
    package = _package(directory, asked, test)
    return package if package != "yes" else _target(asked, test)


def _package(directory: str, words: list[str], test: NamedTest) -> Runs:
    """Whether the crate of ``test`` is among those that are chosen."""
    packages = _values(words, "-p", "--package")
    if packages:
        return "yes" if test.package in packages else "no"
    if test.package in _values(words, "--exclude"):
        return "no"
    if "--workspace" in words or "--all" in words:
        if test.workspace is None:
            return "yes" if _nearest(directory, test.home) else "no"
        return "yes" if _within(directory, test.workspace) else "no"
    if _nearest(directory, test.home):
        return "yes"
    if test.workspace is not None and directory == test.workspace:
        return "no" if test.lone else "yes"
    return "no"


def _target(words: list[str], test: NamedTest) -> Runs:
    """Whether the target that ``test`` belongs to is built: the library, a binary, an integration test."""
    chosen = _TARGETS.intersection(word.split("=", 1)[0] for word in words)
    if not chosen or chosen & {"--all-targets", "--tests"}:
        return "yes"
    inner = test.file[len(test.home) :].lstrip("/").split("/")
    if inner[0] == "tests" and len(inner) > 1:
        return "yes" if inner[1].removesuffix(".rs") in _values(words, "--test") else "no"
    if inner[0] == "src" and "--lib" in chosen:
        return "maybe" if inner[1:2] in (["main.rs"], ["bin"]) else "yes"
    return "maybe"


def _values(words: list[str], *names: str) -> set[str]:
    """Values of an option, behind it or after "="."""
    behind = {after for name, after in pairwise(words) if name in names}
    return behind | {word.partition("=")[2] for word in words if word.split("=", 1)[0] in names and "=" in word}


def _nearest(directory: str, home: str) -> bool:
    """Whether cargo, started in ``directory``, takes the crate ``home`` for its own."""
    return directory == home or (bool(home) and _within(directory, home))


def _joined(directory: str, path: str) -> str | None:
    """``path`` seen from ``directory``; "" is the root, None where it leads out of the tree."""
    found = posixpath.normpath(posixpath.join(directory, path))
    if found.startswith(("..", "/")):
        return None
    return "" if found == "." else found


def _within(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


_COVERS: Mapping[Form, Callable[[str, list[str], NamedTest], Runs]] = {"pytest": _python, "go": _go, "cargo": _cargo}
