"""What a workflow's steps may set for the steps after them: its own text, and the scripts of the tree that it names.

docs.github.com, "Workflow commands for GitHub Actions": setting an environment variable.
"""

from __future__ import annotations

import posixpath
import re

from troth.evidence import structured
from troth.evidence.repository import Repository

FILE = "GITHUB_ENV"
SETTER = re.compile(
    r"\buses:\s*[\"']?((?:\./(?!\.github/workflows/)|docker://|(?!actions/(?!github-script)|github/)[\w.-]+/)"
    r"[^\s@\"'#]+)"
)
"""A step that runs an action or a container which may set variables, as the actions of GitHub itself do not."""
_WORD = re.compile(r"[\w./-]*\w")
_RUNNERS = {
    "make": ("Makefile", "makefile", "GNUmakefile"),
    "just": ("justfile", "Justfile", ".justfile"),
    "task": ("Taskfile.yml", "Taskfile.yaml"),
    "npm": ("package.json",),
    "yarn": ("package.json",),
    "pnpm": ("package.json",),
    "tox": ("tox.ini",),
    "nox": ("noxfile.py",),
    "invoke": ("tasks.py",),
    "rake": ("Rakefile",),
}
"""Files in which a program finds what it is asked for by name."""
_PROSE = (".md", ".rst", ".txt", ".adoc", ".json", ".lock", ".toml", ".yml", ".yaml", ".cfg", ".xml", ".html")
_LITERAL = re.compile(r"[A-Za-z_]\w*(?:=|<<)")
_MOST = 40
"""Scripts that are looked through for one workflow."""
_LONGEST = 200_000


def written(repository: Repository, text: str) -> str:
    """``text`` and the scripts that it starts, where one of them may set variables; "" where none may."""
    texts = [text[:_LONGEST], *_scripts(repository, text[:_LONGEST])]
    sets = [one for one in texts if FILE in one]
    if not sets and not SETTER.search(text):
        return ""
    return "\n".join([text, *(one for one in sets if one is not texts[0])])


def may_set(written_: str, name: str) -> str:
    """What in ``written_`` may set the variable ``name``, in words; "" where nothing may."""
    if f"{name}=" in written_ or f"{name}<<" in written_:
        return "a step"
    if any(FILE in line and not _LITERAL.search(line) for line in written_.splitlines()):
        return "a step"
    action = SETTER.search(written_)
    return action[1] if action else ""


def _scripts(repository: Repository, text: str) -> list[str]:
    """The texts of scripts that ``text`` names, and of those that these name."""
    found: dict[str, str] = {}
    waiting = [text]
    while waiting and len(found) < _MOST:
        for path in _named(repository, waiting.pop()):
            if path not in found and len(found) < _MOST:
                data = repository.data(path)  # a program without text is no gap
                found[path] = (structured.decode(data) or "")[:_LONGEST] if data is not None else ""
                waiting.append(found[path])
    return list(found.values())


def _named(repository: Repository, text: str) -> list[str]:
    words = dict.fromkeys(_WORD.findall(text))
    paths = [posixpath.normpath(word).lstrip("/") for word in words if "/" in word or "." in word]
    scripts = [path for path in paths if path in repository.path_set and not path.lower().endswith(_PROSE)]
    targets = [file for word in words for file in _RUNNERS.get(word, ()) if file in repository.path_set]
    return [*scripts, *targets]
