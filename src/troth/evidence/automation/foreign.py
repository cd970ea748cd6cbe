"""Programs of the tree that no shell reads: whether one of them may start a scanner that nobody sees from here."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Sequence

from troth.evidence.automation import heads
from troth.evidence.automation.shell import Options, commands
from troth.evidence.repository import Repository
from troth.evidence.tools import RECORDS, index
from troth.terms.activity import Activity

SCANS = re.compile(
    r"scan|audit|secur|sast|vuln|secret|sbom|licen[cs]e|linter|lint-|analy[sz]|bandit|trivy|grype|gitleaks|gosec|safety",
    re.IGNORECASE,
)
"""Words by which something unknown may be the scanner that a sentence speaks of."""
MOST_TESTS = 1_500
"""Test files that are looked through for a scanner that they start."""
_STARTS = re.compile(
    r"subprocess|os\.system|child_process|\bexec[\w:]*\W|\bspawn|\bsystem\W|Invoke-Expression|\bsh\(|\bqx\b|%x|Popen"
    r"|Open3|os/exec|process::Command"
)
_TEXT_OF_COMMANDS = (".ps1", ".psm1", ".bat", ".cmd", ".fish", ".nu", ".xsh")
"""Endings of programs that name other programs as plainly as a shell does."""
_WORK = frozenset(Activity) - {Activity.TESTING, Activity.PUBLISHING, Activity.SIGNING}
_NAMES = sorted({name for one in RECORDS if one.activities & _WORK for name in one.executables}, key=len, reverse=True)
_QUOTED = re.compile(rf"[\"'`](?:{'|'.join(re.escape(name) for name in _NAMES)})(?=[\"'`\s])")
_NAMED = re.compile(rf"(?<![\w.-])(?:{'|'.join(re.escape(name) for name in _NAMES)})(?![\w-])")
_TEST = re.compile(r"(?:^|/)(?:test_[^/]*|[^/]*_test)\.py$")
_PLUGINS = {"flake8": re.compile(r"\bflake8[-_]bandit\b|\bwemake-python-styleguide\b")}
"""Tools that run other tools as soon as these are installed beside them."""
_INSTALLS = ("requirements*.txt", "*requirements.txt", "pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "Pipfile",
             ".pre-commit-config.yaml", ".github/workflows/*", ".gitlab-ci.yml", "noxfile.py", "Makefile")  # fmt: skip
_CONTAINER = re.compile(r"(?:^|/)(?:(?:Docker|Container)file[^/]*|[^/]*\.(?:docker|container)file)$", re.IGNORECASE)
_INSTRUCTION = re.compile(r"^\s*(RUN|CMD|ENTRYPOINT)\s+(.*)$", re.IGNORECASE | re.MULTILINE)


def may_scan(path: str, text: str) -> bool:
    """Whether the program ``path`` starts others, and names something that scans."""
    starts = path.endswith(_TEXT_OF_COMMANDS) or _STARTS.search(text)
    return bool(starts and (SCANS.search(text) or _NAMED.search(text)))


def hidden_in(repository: Repository, tool: str) -> str:
    """The file because of which ``tool`` may run a scanner inside itself: a test that starts one, a plugin; or ""."""
    plugin = _PLUGINS.get(tool)
    if plugin is not None:
        paths = repository.matching(*_INSTALLS)
        return next((path for path in paths if plugin.search(repository.text(path) or "")), "")
    if tool == "pytest":
        tests = [path for path in repository.paths if _TEST.search(path)][:MOST_TESTS]
        return next((path for path in tests if _starts_by_name(repository.text(path) or "")), "")
    return ""


def _starts_by_name(text: str) -> bool:
    return bool(_STARTS.search(text) and _QUOTED.search(text))


def container_file(repository: Repository, argv: Sequence[str], directory: str) -> str:
    """The file that ``docker build`` builds from, if a tool runs while it builds or when the image starts; or ""."""
    if index.executable(argv[0]) not in ("docker", "podman", "buildah", "nerdctl", "buildctl", "kaniko"):
        return ""
    if not {"build", "bud", "bake"} & set(argv[1:4]):
        return ""
    named = [word for word in argv[1:] if _CONTAINER.search(word.partition("=")[2] or word)]
    files = [path for path in repository.paths if _CONTAINER.search(path)]
    wanted = {posixpath.normpath(posixpath.join(directory, word.partition("=")[2] or word)) for word in named}
    chosen = [path for path in files if path in wanted] or files
    return next((path for path in chosen if _runs_a_tool(repository.text(path) or "")), "")


def _runs_a_tool(text: str) -> bool:
    return any(index.by_command(argv) is not None for argv in _commands(re.sub(r"\\\r?\n", " ", text)))


def _commands(text: str) -> Iterator[tuple[str, ...]]:
    """The commands of a container file (docs.docker.com, "Dockerfile reference": RUN, CMD, ENTRYPOINT)."""
    for _, words in _INSTRUCTION.findall(text):
        listed = _list(words)
        found = [tuple(listed)] if listed else [one.argv for one in commands(words, Options(errexit=True))]
        for argv in found:
            inner = heads.bare(argv).argv
            nested = heads.nested(inner, lambda _: False) if inner else None
            if nested is not None and nested.text:
                yield from (heads.bare(one.argv).argv for one in commands(nested.text, nested.options))
            elif inner:
                yield inner


def _list(words: str) -> list[str]:
    try:
        value = json.loads(words)
    except (ValueError, RecursionError):
        return []
    return [str(word) for word in value] if isinstance(value, list) else []
