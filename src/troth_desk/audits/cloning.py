"""A repository on the disk: the newest commit alone, by https, from an address that was looked at, within bounds.

git is given nothing of this machine: no configuration of its user or of the system, no template with hooks, no helper
for credentials, no proxy, no terminal to ask at. It connects to the very address that was looked at, follows no
redirect by itself, and fetches no submodule; no filter runs, since filters are named by configuration that a tree
cannot bring. What a commit holds is counted before a file of it is written: a small pack can unpack to anything.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from troth.evidence import process
from troth_desk import outward
from troth_desk.audits import sources
from troth_desk.audits.sources import Source

SECONDS = 300.0
"""Time for one clone, all of it."""
LARGEST = 2 << 30
"""Bytes of the pack that is fetched, and of all files of the commit together."""
MOST_FILES = 200_000
_LARGEST_LIST = 64 << 20
"""Bytes of the list of files."""
_INFO = "/info/refs"
_REFS = "?service=git-upload-pack"
BRANCH = re.compile(r"[A-Za-z0-9_][\w./+-]*", re.ASCII)


class NoCloneError(Exception):
    """Nothing was cloned; the message says why, in a sentence for the team."""


@dataclass(frozen=True, slots=True)
class Clone:
    """A checkout at ``tree`` of the commit ``commit``."""

    tree: Path
    commit: str


def clone(source: Source, tree: Path, *, branch: str = "", seconds: float = SECONDS) -> Clone:
    """The newest commit of ``branch`` ("" is the repository's first one) of ``source`` in the new folder ``tree``.

    Raises:
        NoCloneError: it may not be cloned, nobody answers, or it is too large.
    """
    refused = sources.refusal(source.url)
    if refused:
        raise NoCloneError(refused)
    if branch and (not BRANCH.fullmatch(branch) or ".." in branch):
        raise NoCloneError(f"{branch!r} is no name of a branch.")
    with process.within(seconds):
        url, addresses = _asked(source)
        git = _Git(tree, _environment(source, url, addresses))
        tree.mkdir(parents=True)
        try:
            return _cloned(git, url, branch)
        except BaseException:
            shutil.rmtree(tree, ignore_errors=True)
            raise


def _cloned(git: _Git, url: str, branch: str) -> Clone:
    git("init", "--quiet", "--template=", ".", says="git cannot begin a repository here")
    wanted = f"refs/heads/{branch}" if branch else "HEAD"
    git(
        "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head",
        url, f"+{wanted}:refs/heads/audited",
        says="the repository cannot be fetched", bounded=True,
    )  # fmt: skip
    commit = git("rev-parse", "--verify", "refs/heads/audited^{commit}", says="there is no commit").strip()
    _count(git("ls-tree", "-r", "-l", "-z", commit, says="its files cannot be listed"))
    git("symbolic-ref", "HEAD", "refs/heads/audited", says="the branch cannot be taken")
    git("reset", "--quiet", "--hard", commit, says="its files cannot be written", bounded=True)
    git("remote", "add", "origin", url, says="the address cannot be noted")
    return Clone(git.tree, commit)


def _count(listed: str) -> None:
    """Refuse a commit whose files are too many, or too large together."""
    rows = [row for row in listed.split("\0") if row]
    sizes = [int(size) for row in rows if (size := row.partition("\t")[0].split()[-1]).isdigit()]
    if len(rows) > MOST_FILES:
        raise NoCloneError(f"The commit holds {len(rows)} files; {MOST_FILES} are taken at most.")
    if sum(sizes) > LARGEST:
        raise NoCloneError(f"The files of the commit are larger than {LARGEST >> 30} GiB together.")


def _asked(source: Source) -> tuple[str, list[str]]:
    """Where the repository really is, after redirects that were each looked at, and the addresses of that machine."""
    url = source.url.rstrip("/")
    try:
        answer = outward.fetch(f"{url}{_INFO}{_REFS}", headers=_headers(source), largest=32 << 20)
        place = answer.url.partition("?")[0]
        if answer.status in (401, 403, 404):
            why = "the token may not read it" if source.token else "there is none, or it is private and no token is set"
            raise NoCloneError(f"{urlsplit(url).hostname} answers {answer.status}: {why}.")
        kind = answer.headers.get("content-type", "")
        if answer.status != 200 or not kind.startswith("application/x-git-upload-pack") or not place.endswith(_INFO):
            raise NoCloneError(f"{urlsplit(url).hostname} answers {answer.status}, and not as a git repository does.")
        found = place.removesuffix(_INFO)
        refused = sources.refusal(found)
        if refused:
            raise NoCloneError(refused)
        return found, list(outward.looked_at(found))
    except outward.OutwardError as error:
        raise NoCloneError(str(error)) from None


def _headers(source: Source) -> dict[str, str]:
    said = {"Git-Protocol": "version=2", "Accept": "*/*"}
    return said | ({"Authorization": _basic(source)} if source.token else {})


def _basic(source: Source) -> str:
    """The token as GitHub, GitLab and Gitea take it: the password of any user."""
    return f"Basic {base64.b64encode(f'x-access-token:{source.token}'.encode()).decode()}"


def _environment(source: Source, url: str, addresses: list[str]) -> dict[str, str]:
    """What git is configured by: the environment alone, which no other user of the machine sees."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    told = {
        "http.curloptResolve": f"{parts.hostname}:{port}:{','.join(map(_bracketed, addresses))}",
        "http.followRedirects": "false",
        "http.proxy": "",
        "http.lowSpeedLimit": "1000",
        "http.lowSpeedTime": "30",
        "credential.helper": "",
        "core.hooksPath": "/dev/null",
        "core.fsmonitor": "false",
        "core.protectHFS": "true",
        "core.protectNTFS": "true",
        "fetch.fsckObjects": "true",
        "fetch.unpackLimit": "1",  # one pack, whose size is bounded, however small
        "submodule.recurse": "false",
        "gc.auto": "0",
        "maintenance.auto": "false",
        "safe.directory": "*",
    }
    same = urlsplit(source.url).hostname == parts.hostname
    if source.token and same:
        told[f"http.{parts.scheme}://{parts.netloc}/.extraHeader"] = f"Authorization: {_basic(source)}"
    believed = os.environ.get("SSL_CERT_FILE")
    if believed:  # as the rest of the desk believes it; git's library of TLS may not look there by itself
        told["http.sslCAInfo"] = believed
    numbered = {
        name: value
        for number, (key, text) in enumerate(told.items())
        for name, value in ((f"GIT_CONFIG_KEY_{number}", key), (f"GIT_CONFIG_VALUE_{number}", text))
    }
    return {
        **numbered,
        "GIT_CONFIG_COUNT": str(len(told)),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "/bin/false",
        "GIT_ALLOW_PROTOCOL": parts.scheme,
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


class _Git:
    """git in the folder ``tree``, with a home that is empty."""

    def __init__(self, tree: Path, environment: Mapping[str, str]) -> None:
        self.tree = tree
        self.environment = {**environment, "HOME": str(tree.parent / "nobody"), "LC_ALL": "C.UTF-8"}

    def __call__(self, *words: str, says: str, bounded: bool = False) -> str:
        """What ``git words`` prints. ``bounded``: no file that it writes becomes larger than ``LARGEST``.

        Raises:
            NoCloneError: it failed.
        """
        argv = ("git", *words)
        if bounded:  # ulimit counts blocks of 512 bytes (POSIX)
            argv = ("/bin/sh", "-c", f'ulimit -f {LARGEST // 512} && exec "$@"', "sh", *argv)
        ran = process.run(argv, self.tree, timeout=SECONDS, largest=_LARGEST_LIST, env=self.environment)
        if ran.trouble:
            raise NoCloneError(f"{says[:1].upper()}{says[1:]}: {ran.trouble}.")
        if ran.exit_code:
            raise NoCloneError(f"{says[:1].upper()}{says[1:]}: {_last(ran.errors) or f'exit code {ran.exit_code}'}.")
        return ran.output


def _last(errors: str) -> str:
    """The line of git's that says why, without the address, whose host the team knows."""
    lines = [line.partition(": ")[2] or line for line in errors.splitlines() if line.strip()]
    return re.sub(r"\s*'?https?://\S+'?", "", lines[0] if lines else "").strip().rstrip(".")[:200]
