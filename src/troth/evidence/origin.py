"""Whose a checkout is: the host and owner of the remote that it was cloned from, as git has them written down."""

from __future__ import annotations

import re
from pathlib import Path

from troth.evidence import git

_REMOTE = re.compile(
    r"(?:[a-z][a-z+]*://(?:[^@/\s]{1,200}@)?(?P<host>[\w.-]+)(?::\d+)?/|(?:[\w.-]+@)?(?P<scp>[\w.-]+):(?!/))"
    r"(?P<path>[^\s?#]{1,400})"
)


def owner(top: Path) -> str:
    """ "github.com/harbour" for a checkout of ``https://github.com/Harbour/tide.git``; "" where none is known."""
    if not (top / ".git").exists():
        return ""
    asked = git.ask(top, "config", "--local", "--get", "remote.origin.url")
    return owner_in(asked.output.strip()) if asked.passed else ""


def address(top: Path) -> str:
    """ "github.com/Harbour/tide" for a checkout of ``https://github.com/Harbour/tide.git``; "" where none is known."""
    if not (top / ".git").exists():
        return ""
    asked = git.ask(top, "config", "--local", "--get", "remote.origin.url")
    return address_in(asked.output.strip()) if asked.passed else ""


def address_in(remote: str) -> str:
    """The same of an address as git takes it (git-fetch(1), "GIT URLS"); "" for anything else."""
    match = _REMOTE.fullmatch(remote)
    path = match["path"].strip("/").removesuffix(".git") if match else ""
    if match is None or not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+", path, re.ASCII):
        return ""
    return f"{(match['host'] or match['scp']).lower()}/{path}"


def owner_in(remote: str) -> str:
    """Host and owner of an address as git takes it (git-fetch(1), "GIT URLS"), lower-case; "" for anything else."""
    match = _REMOTE.fullmatch(remote)
    if match is None:
        return ""
    folder, slash, name = match["path"].strip("/").lower().rpartition("/")
    return f"{(match['host'] or match['scp']).lower()}/{folder}" if slash and folder and name else ""
