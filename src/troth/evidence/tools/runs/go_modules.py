"""Go modules of a tree, and an environment in which go fetches no toolchain and compiles no C."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from troth.evidence.repository import Repository
from troth.evidence.tools.runs.stage import search_path

MOST_MODULES = 40
ENVIRONMENT = {
    "GOTOOLCHAIN": "local",
    "GOFLAGS": "-mod=readonly",
    "CGO_ENABLED": "0",
    "GOWORK": "off",
    "GOTELEMETRY": "off",
}
"""Go chooses no other toolchain, changes no go.mod, and starts no compiler of C for sources of the tree."""
_FOLDER = re.compile(r"=>\s*\.{1,2}/")
INHERITED = (
    "GOPROXY",
    "GONOSUMDB",
    "GOPRIVATE",
    "GOPATH",
    "GOMODCACHE",
    "GOCACHE",
    "GOROOT",
    "GOSUMDB",
    "XDG_CACHE_HOME",
)


def modules(repository: Repository) -> tuple[str, ...]:
    """Every ``go.mod`` of the project's own; one below vendor or testdata is none."""
    return tuple(
        path
        for path in repository.matching("go.mod")
        if not any(part in ("vendor", "testdata", "node_modules") for part in path.split("/")[:-1])
    )


def nothing_to_do(repository: Repository) -> str:
    """Why there is no work in a tree: no Go module in it."""
    return "" if modules(repository) else "no go.mod in the tree"


def hindrance(repository: Repository) -> str:
    """Why the work cannot be done: no module, or too many; "" for nothing."""
    count = len(modules(repository))
    return f"{count} modules, more than {MOST_MODULES}" if count > MOST_MODULES else nothing_to_do(repository)


def leave_out(root: Path, done: str, outer: str) -> None:
    """Remove the module ``done``, which had its own run, from a copy before that of the module ``outer`` around it.

    For tools that walk into folders by themselves: a module inside another is none of its packages. It stays where the
    outer go.mod replaces a requirement by a folder.
    """
    try:
        text = (root / outer / "go.mod").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    if _FOLDER.search(text) is None:
        shutil.rmtree(root / done, ignore_errors=True)


def environment(folder: Path) -> dict[str, str]:
    """Variables for go in a module at ``folder``: a vendor folder is used where it has one."""
    vendored = {"GOFLAGS": "-mod=vendor"} if (folder / "vendor" / "modules.txt").is_file() else {}
    return {**ENVIRONMENT, "PATH": search_path(), **vendored}
