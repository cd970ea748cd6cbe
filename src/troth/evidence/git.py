"""How git is asked: by its own program, hardened, so that nothing that a checkout configures is ever executed."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from troth.evidence import process

Ran = process.Ran
"""What git answered."""
TIMEOUT = 60.0
"""Seconds for one question to git."""
REST = 600.0
"""Seconds for which a checkout that left a question unanswered is not asked again: one reason explains all, and each
further question would wait as long (a named pipe among the objects)."""
_SILENT: dict[Path, tuple[float, str]] = {}
"""Checkouts that left a question unanswered: until when they are left alone, and what came of it."""
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": "/dev/null",  # .git/info/grafts gives commits other parents than they have
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would otherwise fetch, by a command of its own configuration
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.excludesFile=/dev/null",
    "core.attributesFile=/dev/null",
    "core.pager=cat",
    "log.showSignature=false",  # would start the program that gpg.program names
    "safe.directory=*",
)

_OF_THE_USER = ("XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""Variables by which users say where their own configuration lies (git-config(1), environment)."""


def checkout_of(folder: Path) -> Path | None:
    """The nearest folder, ``folder`` or one above it, that has a ``.git``; None where there is none."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def shared(top: Path) -> Path | None:
    """The folder that all work trees of the repository of the checkout ``top`` share: its configuration, its objects.

    It is ``.git``, unless that is a file that leads elsewhere (gitrepository-layout(5)).
    """
    if (top / ".git").is_dir():
        return top / ".git"
    asked = ask(top, "rev-parse", "--path-format=absolute", "--git-common-dir")
    return Path(asked.output.rstrip("\n")) if asked.passed and asked.output.strip() else None


def ask(
    top: Path,
    *words: str,
    at: Path | None = None,
    given: bytes = b"",
    largest: int = process.LARGEST_OUTPUT,
    literal: bool = True,
    unfiltered: bool = False,
) -> process.Ran:
    """Put a question to git about the checkout ``top``, standing in ``at`` (``top`` itself unless named).

    ``given`` is its input, ``largest`` the bytes that it may answer. ``literal``: pathspecs are
    names, not patterns. ``unfiltered``: files of the work tree are compared as they lie there, through none of the
    programs that the checkout configures as filters (gitattributes(5), "filter").

    Git directory and work tree are named outright, so that neither ``core.worktree`` of the checkout nor a repository
    further up is looked at. A checkout that once gave no answer within ``TIMEOUT`` is left alone for ``REST`` seconds.
    """
    until, trouble = _SILENT.get(top, (0.0, ""))
    if time.monotonic() < until:
        return process.Ran(argv=("git", *words), trouble=trouble)
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    places = {"GIT_DIR": str(top / ".git"), "GIT_WORK_TREE": str(top)}
    if unfiltered:
        places |= _without_filters(top)
    paths = ("--literal-pathspecs",) if literal else ()
    argv = ("git", "--no-pager", "--no-optional-locks", *paths, *settings, *words)
    ran = process.run(argv, at or top, timeout=TIMEOUT, env=_ENVIRONMENT | places, given=given, largest=largest)
    if ran.trouble and ran.seconds >= TIMEOUT:
        _SILENT[top] = time.monotonic() + REST, f"git gave {ran.trouble} and was not asked again"
        return msgspec.structs.replace(ran, trouble=_SILENT[top][1])
    return ran


def _without_filters(top: Path) -> dict[str, str]:
    """Variables under which git starts none of the filters that the configuration of ``top`` names.

    A filter without a program does nothing where it is not required; git-config(1) tells of the variables.
    """
    named = ask(
        top, "config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.(clean|smudge|process|required)$"
    )
    keys = sorted({key for key in named.output.split("\0") if key.startswith("filter.")})
    told = {f"GIT_CONFIG_KEY_{number}": key for number, key in enumerate(keys)}
    values = {
        f"GIT_CONFIG_VALUE_{number}": "false" if key.endswith("required") else "" for number, key in enumerate(keys)
    }
    return {"GIT_CONFIG_COUNT": str(len(keys))} | told | values


def user(folder: Path) -> str:
    """Who git would name as the author of a commit made in ``folder``: "Name <mail>", or what of it is set.

    Only the two values are read, from the configuration of the checkout and of the user; nothing of it is executed.
    """
    name, mail = (" ".join(setting(each, folder).split()) for each in ("user.name", "user.email"))
    return f"{name} <{mail}>" if name and mail else name or mail


def setting(name: str, folder: Path | None = None, *, path: bool = False) -> str:
    """What git's configuration says for ``name``, the last value where there are several; "" where it says nothing.

    That of the checkout ``folder`` and of the user, or of the user alone (``--global``) where no folder is named: then
    nothing that a checkout configures is read. ``path``: a leading ``~`` is written out. Nothing of it is executed.
    """
    scope = () if folder else ("--global", "--includes")
    form = ("--type=path",) if path else ()
    asked = process.run(
        ("git", "config", *scope, *form, "--get", name),
        folder or Path("/"),
        timeout=TIMEOUT,
        env={"LC_ALL": "C"},
        inherit=_OF_THE_USER,
    )
    return asked.output.removesuffix("\n") if asked.passed else ""
