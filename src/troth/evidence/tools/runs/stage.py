"""Where tools are found, and the copy of the tree on which they run: what they write or follow stays in it."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from troth.evidence.process import find
from troth.evidence.repository import Repository
from troth.evidence.tools.runs.sandbox import COPY
from troth.terms.answer import Answer, Gap
from troth.terms.seen.results import ToolRun

LARGEST_COPY = 512 * 1024 * 1024
"""Bytes of the largest tree that is copied for a tool."""
LONGEST_REASON = 300
LONGEST_TEXT = 4_000
_EXCERPT = re.compile(r"^[ \t]*(?:\d+[ \t]*)?\|.*$", re.MULTILINE)
"""Lines of a file that a tool shows below its words. A configuration can lead it to a file outside of the tree."""
_COPY = re.compile(rf"[^\s\"'(]*/{COPY}\w+/tree/?")


def tool_path(name: str) -> str | None:
    """Full path of the program ``name``: the folder of ``TROTH_TOOLS``, its cache, PATH, our own environment, the
    homes of cargo and go. Nothing inside the checked tree is ever run."""
    for folder in tool_folders():
        found = find(str(folder / name))
        if found:
            return found
    return find(name)


def tool_folders() -> tuple[Path, ...]:
    """Folders that are searched for tools before PATH, those that exist."""
    home = Path.home()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "troth-tools"
    named = Path(os.environ["TROTH_TOOLS"]) if os.environ.get("TROTH_TOOLS") else None
    folders = [*((named, named / "bin") if named else ()), cache / "bin", Path(sys.prefix) / "bin"]
    folders += [home / ".cargo" / "bin", home / "go" / "bin"]
    return tuple(folder.absolute() for folder in folders if folder.is_dir())


def search_path() -> str:
    """PATH for a tool that starts others (go, cargo): its absolute entries, then the tool folders."""
    entries = [entry for entry in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(entry).is_absolute()]
    return os.pathsep.join([*entries, *(str(folder) for folder in tool_folders())])


@contextmanager
def copy_of(repository: Repository, wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Path]:
    """A temporary copy of the files of the tree that ``wanted`` accepts; links are left out, nothing leads outside.

    Raises:
        OSError: it cannot be written, or the tree is larger than ``LARGEST_COPY``.
    """
    with tempfile.TemporaryDirectory(prefix=COPY) as folder:
        root, size = Path(folder) / "tree", 0
        root.mkdir()
        for path in repository.paths:
            source = repository.root / path
            if not wanted(path) or source.is_symlink() or not source.is_file():
                continue
            size += source.stat().st_size
            if size > LARGEST_COPY:
                raise OSError(f"the tree holds more than {LARGEST_COPY // 2**20} MiB")
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        yield root


def no_run(tool: str, reason: str, directory: str = "") -> Answer[ToolRun]:
    """The answer where ``tool`` gave no whole run."""
    return Answer(gaps=(gap(tool, reason, directory),))


def gap(tool: str, reason: str, directory: str = "") -> Gap:
    """A run that is missing, and why."""
    where = f" in {directory}" if directory else ""
    return Gap(wanted=f"a run of {tool}{where}", reason=brief(reason))


def brief(text: str) -> str:
    """``text`` on one line, bounded, with paths as they are in the tree and without lines of files."""
    line = " ".join(_COPY.sub("", _EXCERPT.sub("", text[:LONGEST_TEXT])).split())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"
