"""Where the checked folder lies in its repository, and on which host its files are shown.

GitHub and GitLab tell their jobs by variables ("Default environment variables", "Predefined CI/CD variables"). They are
believed only for the checkout that the host made, never for another one that the job checks.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from troth.evidence import git

_ADDRESS = re.compile(r"https?://[\w.:-]+(?:/[\w.~%+-]+)+")
_REMOTE = re.compile(r"(?:(?:https?|ssh|git)://)?(?:[^/@]*@)?(\w[\w-]*(?:\.[\w-]+)+)(?::\d+)?[/:]([\w.~+/-]+)")


class Hosting(msgspec.Struct, frozen=True):
    """``prefix`` is the folder within its checkout, "" at the top; ``repository`` the address of the repository and
    ``files`` that of its files, to be followed by a commit and a path, "" where it is not known."""

    prefix: str = ""
    repository: str = ""
    files: str = ""


def hosting(root: Path) -> Hosting:
    """That of the folder ``root``."""
    real = Path(os.path.realpath(root))
    top = git.checkout_of(real)
    if top is None:
        return Hosting()
    prefix = "" if real == top else real.relative_to(top).as_posix()
    github = f"{os.environ.get('GITHUB_SERVER_URL', '')}/{os.environ.get('GITHUB_REPOSITORY', '')}"
    if _made_by("GITHUB_WORKSPACE", top) and _ADDRESS.fullmatch(github):
        return Hosting(prefix, github, f"{github}/blob/")
    gitlab = os.environ.get("CI_PROJECT_URL", "")
    if _made_by("CI_PROJECT_DIR", top) and _ADDRESS.fullmatch(gitlab):
        return Hosting(prefix, gitlab, f"{gitlab}/-/blob/")
    return Hosting(prefix, _remote(top))


def _made_by(variable: str, top: Path) -> bool:
    """Whether ``top`` is the checkout that the variable of a host names."""
    named = os.environ.get(variable, "")
    return bool(named) and Path(os.path.realpath(named)) == top


def _remote(top: Path) -> str:
    """The address of "origin" as a web address, without the names and passwords that clones keep in it."""
    asked = git.ask(top, "config", "--get", "remote.origin.url")
    found = _REMOTE.fullmatch(asked.output.strip().removesuffix(".git")) if asked.passed else None
    return f"https://{found[1]}/{found[2].strip('/')}" if found else ""
