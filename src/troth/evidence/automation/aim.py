"""What the words of a call point a scanner at: a path that is not in the tree, or an exclusion of everything.

Only what can be told is told: a word with a variable or a pattern, a path that something else in the same file speaks
of (which may make it) or that git ignores, and a tree without any file of the tool's kind count as seen.
"""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterator, Sequence

import msgspec

from troth.evidence.automation.context import FILES, joined
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.seen.automation import Filter
from troth.terms.span import Span

EVERYTHING = frozenset({".", "./", "*", "**", "**/*", "./*", "./**", "/"})


class Aim(msgspec.Struct, frozen=True):
    """How a tool is told what to look at.

    ``endings`` are those of the files it reads. ``valued`` are options that take the next word, ``paths`` those whose
    value is looked at, ``excludes`` those whose value is left out. ``operands``: words without an option are paths.
    ``off`` are options, with a value behind them where one is written, under which it finds nothing; ``some`` those
    under which it asks some of its rules alone.
    """

    endings: tuple[str, ...]
    valued: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()
    operands: bool = True
    off: tuple[tuple[str, ...], ...] = ()
    some: frozenset[str] = frozenset()


def _aim(
    endings: str,
    valued: str = "",
    paths: str = "",
    excludes: str = "",
    *,
    operands: bool = True,
    off: str = "",
    some: str = "",
) -> Aim:
    return Aim(
        endings=tuple(endings.split()),
        valued=frozenset(f"{valued} {paths} {excludes}".split()),
        paths=frozenset(paths.split()),
        excludes=frozenset(excludes.split()),
        operands=operands,
        off=tuple(tuple(one.split()) for one in off.split(",") if one),
        some=frozenset(some.split()),
    )


AIMS = {
    "bandit": _aim(
        ".py",
        "-a --aggregate -n --number -c --configfile -p --profile -t --tests -s --skip -f --format -b --baseline --ini "
        "-o --output --msg-template --severity-level --confidence-level --log-format",
        excludes="-x --exclude",
        some="-t --tests",
    ),
    "ruff": _aim(
        ".py .pyi",
        "--config --select --ignore --extend-select --extend-ignore --per-file-ignores --output-format --output-file "
        "-o --target-version --line-length --cache-dir --stdin-filename --fixable --unfixable --extension --range "
        "--color --extend-per-file-ignores --extend-fixable --extend-exclude",
        excludes="--exclude --extend-exclude",
        off="--ignore ALL,--fix-only",
    ),
    "clippy": _aim(".rs", operands=False, off="-A clippy::all,-A warnings,--cap-lints allow"),
    "gitleaks": _aim("", paths="-s --source", operands=False),
    "govulncheck": _aim(".go", "-C -db -format -mode -scan -tags -show"),
    "pip-audit": _aim("requirements.txt", paths="-r --requirement", operands=False),
    "osv-scanner": _aim(".lock lock.json lock.yaml requirements.txt", paths="-L --lockfile", operands=False),
    "semgrep": _aim("", excludes="--exclude", operands=False, off="--validate,--dryrun"),
}
"""By the reference of each tool's command line (``--help``)."""
_SCRIPTS = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".vue", ".svelte")
KINDS = {
    **dict.fromkeys(("bandit", "ruff", "mypy", "pyright", "pylint", "flake8"), (".py", ".pyi")),
    **dict.fromkeys(("gosec", "govulncheck", "golangci-lint", "staticcheck", "go vet"), (".go",)),
    **dict.fromkeys(("clippy", "miri", "cargo-geiger", "kani"), (".rs",)),
    **dict.fromkeys(("brakeman", "rubocop"), (".rb", ".erb", ".rake")),
    **dict.fromkeys(("eslint", "njsscan"), _SCRIPTS),
    **dict.fromkeys(("phpstan", "psalm"), (".php",)),
    **dict.fromkeys(("cppcheck", "flawfinder", "clang-tidy"), (".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp")),
    **dict.fromkeys(("spotbugs", "pmd", "checkstyle"), (".java", ".kt", ".scala")),
    **dict.fromkeys(
        ("codeql", "semgrep", "opengrep", "sonarqube"),
        (".py", ".go", ".rs", ".rb", ".php", ".c", ".cc", ".cpp", ".java", ".kt", ".cs", ".swift", ".scala", *_SCRIPTS),
    ),
}
"""Endings of the source files that a tool reads, by its documentation."""
STAGED = {"gitleaks": frozenset({"--staged", "--pre-commit"})}
"""Options by which a tool looks at what is staged in git alone: nothing, where a pipeline runs it."""
_OTHERS = re.compile(r"(?:^|/)(?:vendor|vendored|third[_-]party|node_modules|testdata|fixtures)(?:/|$)")
"""Folders whose files are not what a project is made of."""
_TESTS = re.compile(r"(?:^|/)(?:tests?|specs?|__tests__|e2e)(?:/|$)")
_ASIDE = re.compile(r"(?:^|/)(?:docs?|documentation|website|examples?|samples?|demos?|tests?)/")
"""Folders whose requirements are not those of the product."""
MOST_FOLDERS = 20
"""Folders outside of what a call looks at that are told."""
_PACKAGES = frozenset({"pip-audit", "osv-scanner"})
_OUTSIDE = re.compile(r"/(?!github/workspace|home/runner|__w\b|builds\b|workspaces?\b|__s\b)[\w.-]")
"""A place that is no checkout of a pipeline."""
_CONTAINER = re.compile(r"\b(?:docker|podman|nerdctl|image|container|entrypoint)\b")
_MARKS = "$*?[{`~<>|%"


def misses(repository: Repository, tool: str, argv: Sequence[str], directory: str, span: Span) -> Filter | None:
    """Why ``tool``, called so in ``directory``, finds nothing; None where it may find something."""
    aim = AIMS.get(tool)
    if aim is None:
        return None
    words = [*argv[0].split()[1:], *argv[1:]]
    if tool == "ruff":
        words = words[1:] if words[:1] == ["check"] else []
    for option in aim.off:
        if _has(words, option):
            return Filter(what=f"{' '.join(option)} leaves nothing to find", span=span, fatal=True)
    read = list(_read(aim, words))
    for kind, word in read:
        if kind == "exclude" and EVERYTHING & set(word.strip("\"'").split(",")):
            return Filter(what=f"it excludes {word}, which is everything", span=span, fatal=True)
    looked = [word.removesuffix("...").rstrip("/") or "." for kind, word in read if kind == "path"]
    if not looked or not _has_kind(repository, aim.endings):
        return None
    if all(is_missing(repository, word, directory, span) for word in looked):
        return Filter(what=f"{', '.join(looked)[:80]} is not in the tree", span=span, fatal=True)
    beside = _beside(repository, tool, aim, [_place(directory, word) for word in looked])
    if beside is not None:
        return Filter(what=f"{', '.join(looked)[:80]} {beside[0]}", span=span, fatal=True, tests=beside[1])
    folders = all(_place(directory, word) in ("", *repository.folders) for word in looked)
    if tool == "bandit" and folders and not any(w == "--recursive" or _short(w, "r") for w in words):
        return Filter(what="a folder without -r, so that no file of it is read", span=span, fatal=True)
    return None


def _beside(repository: Repository, tool: str, aim: Aim, places: Sequence[str]) -> tuple[str, bool] | None:
    """What ``places`` are, where what is shipped lies elsewhere, and whether a sentence may well mean them."""
    code = [path for path in repository.paths if path.endswith(aim.endings)] if aim.endings else []
    if all(_OTHERS.search(place) for place in places) and any(not _OTHERS.search(path) for path in code):
        return "is code of others or made for tests, and what is ours lies elsewhere", False
    if all(_TESTS.search(place) for place in places) and any(_is_product(path) for path in code):
        return "holds the tests, and what is tested lies elsewhere", True
    if tool in _PACKAGES and _aside(repository, places, aim.endings):
        return "is not what the product needs, which is listed elsewhere", True
    return None


def looks(tool: str, argv: Sequence[str], directory: str) -> tuple[str, ...]:
    """The places that the call names, as paths of the tree ("" for all of it); none where that cannot be told."""
    aim = AIMS.get(tool)
    words = [*argv[0].split()[1:], *argv[1:]] if argv else []
    words = words[1:] if tool == "ruff" and words[:1] == ["check"] else words
    named = [word for kind, word in _read(aim, words) if kind == "path"] if aim else []
    if not aim or not aim.operands or any(mark in word for word in named for mark in _MARKS) or not named:
        return ()
    return tuple(_place(directory, word.removesuffix("...").rstrip("/") or ".") for word in named)


def outside(repository: Repository, tool: str, places: Sequence[str]) -> tuple[str, ...]:
    """Folders with code that ``tool`` reads, in none of ``places``: at the top where it is shipped, then tests' own."""
    endings = KINDS.get(tool)
    if not endings or not places or "" in places:
        return ()
    shipped: dict[str, None] = {}
    beside: dict[str, None] = {}
    for path in repository.paths:
        if not path.endswith(endings) or path.startswith(".") or any(_within(path, place) for place in places):
            continue
        if _is_product(path):
            shipped[path.partition("/")[0]] = None
        elif (test := _TESTS.search(path)) and not _OTHERS.search(path):
            beside[path[: test.end()].strip("/")] = None
        if len(shipped) == MOST_FOLDERS:
            break
    return tuple([*shipped, *beside][:MOST_FOLDERS])


def _within(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def leaves(repository: Repository, tool: str, argv: Sequence[str], directory: str) -> tuple[str, ...]:
    """The places with code of its kind that the call itself leaves out, of tests and examples too."""
    aim, endings = AIMS.get(tool), KINDS.get(tool, ())
    if aim is None or not argv:
        return ()
    read = _read(aim, [*argv[0].split()[1:], *argv[1:]])
    parts = [part for kind, word in read if kind == "exclude" for part in word.strip("\"'").split(",")]
    code = [path for path in repository.paths if path.endswith(endings)]
    wanted = [_place(directory, part.strip().removesuffix("/**").removesuffix("/*").rstrip("/")) for part in parts]
    return tuple(dict.fromkeys(place for place in wanted[:MOST_FOLDERS] if place and _holds(place, code)))


def _holds(place: str, code: Sequence[str]) -> bool:
    """Whether some of ``code`` lies in ``place``, a folder, a file or a pattern."""
    if any(mark in place for mark in _MARKS):
        return any(fnmatch.fnmatchcase(path, place) for path in code)
    return any(path == place or path.startswith(f"{place}/") for path in code)


def narrow(tool: str, argv: Sequence[str], span: Span) -> str:
    """Why the call may look at less than all that its words tell; "" where nothing says so."""
    aim = AIMS.get(tool)
    if aim is None or not argv:
        return ""
    words = [*argv[0].split()[1:], *argv[1:]]
    if re.search(r"\bxargs\b", span.text):
        return "is given its files by another command"
    if any(kind == "path" and re.search(r"[$`]", word) for kind, word in _read(aim, words)):
        return "is told what to look at only as it runs"
    option = next((word for word in words if word.partition("=")[0] in aim.some), "")
    return f"asks some of its rules alone, by {option}" if option else ""


def unseen(tool: str, argv: Sequence[str], span: Span) -> Gap | None:
    """That the call names only places outside of the checkout, of which the tree tells nothing."""
    aim = AIMS.get(tool)
    if aim is None or _CONTAINER.search(span.text):
        return None
    words = [word for kind, word in _read(aim, [*argv[0].split()[1:], *argv[1:]]) if kind == "path"]
    if not words or not all(_OUTSIDE.match(word) for word in words):
        return None
    reason = f"{', '.join(words)[:80]} lies outside of the checkout, and what is there cannot be seen"
    return Gap(wanted=FILES, reason=reason, span=span)


def _is_product(path: str) -> bool:
    """Whether ``path`` is code that is shipped, as far as its folders tell: neither a test nor a script at the top."""
    return "/" in path and not _TESTS.search(path) and not _OTHERS.search(path) and not _ASIDE.search(path)


def _aside(repository: Repository, places: Sequence[str], endings: tuple[str, ...]) -> bool:
    """Whether all of ``places`` are lists for documentation or tests, and the product has one of its own."""
    texts = [repository.text(place) or "" for place in places if place in repository.path_set]
    above = any(re.search(r"^\s*(?:-r|-c|--requirement|-e)[ =]?\s*\.", text, re.MULTILINE) for text in texts)
    own = any(path.endswith(endings) and not _ASIDE.search(path) for path in repository.paths)
    return bool(texts) and not above and own and all(_ASIDE.search(place) for place in places)


def left_out(repository: Repository, tool: str, folders: Sequence[str], span: Span) -> Filter | None:
    """Why ``tool`` finds nothing where only ``folders`` and the files at the top are checked out, if that is so."""
    endings = KINDS.get(tool)
    if not endings:
        return None
    there = [path for path in repository.paths if path.endswith(endings)]
    left = any("/" not in path or any(path.startswith(f"{folder}/") for folder in folders) for path in there)
    if left or not there:
        return None
    what = f"only {', '.join(folders)[:80]} is checked out, where none of what it reads is"
    return Filter(what=what, span=span, fatal=True, files=True)


def _read(aim: Aim, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    taking = ""
    for word in words:
        head, equals, tail = word.partition("=")
        if taking:
            option, value, taking = taking, word, ""
        elif word.startswith("-") and equals:
            option, value = head, tail
        elif word.startswith("-"):
            taking = word if word in aim.valued else ""
            continue
        else:
            option, value = "", word
        if option in aim.excludes:
            yield "exclude", value
        elif option in aim.paths or (not option and aim.operands):
            yield "path", value


def _has(words: Sequence[str], option: tuple[str, ...]) -> bool:
    length = len(option)
    return "=".join(option) in words or any(tuple(words[at : at + length]) == option for at in range(len(words)))


def _short(word: str, letter: str) -> bool:
    return word.startswith("-") and not word.startswith("--") and "=" not in word and letter in word[1:4]


def _has_kind(repository: Repository, endings: tuple[str, ...]) -> bool:
    return any(path.endswith(endings) for path in repository.paths) if endings else bool(repository.paths)


def _place(directory: str, word: str) -> str:
    return joined(directory, word)


def is_missing(repository: Repository, word: str, directory: str, span: Span) -> bool:
    """Whether ``word`` names nothing of the tree, and nothing tells that a run makes it."""
    if any(mark in word for mark in _MARKS) or word.startswith(("/", "__", "..", "-")) or ":" in word:
        return False
    place = _place(directory, word)
    if not place or place in repository.path_set or place in repository.folders:
        return False
    name = posixpath.basename(place)
    if (repository.text(span.path) or "").count(name) > 1:
        return False
    ignored = "\n".join(repository.text(path) or "" for path in repository.matching(".gitignore"))
    return name not in ignored
