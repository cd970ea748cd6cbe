"""The tables of tools and actions, read once: how each tool is run, and the commit that each action is pinned to."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

Where = Literal["tree", "manifest", "own"]


class Pinned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An action's commit (40 hex digits) and the version that it is."""

    commit: str
    version: str


class Hook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hook for pre-commit: the makers' own, or a command (``entry``) with the Go ``packages`` that it needs."""

    id: str
    repo: str = ""
    rev: str = ""
    args: tuple[str, ...] = ()
    entry: str = ""
    packages: tuple[str, ...] = ()


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How CI runs one tool; the fields are explained at the top of ``tools.toml``.

    ``history``: the whole past of the repository has to be checked out.
    """

    language: str
    version: str = ""
    install: tuple[str, ...] = ()
    run: tuple[str, ...] = ()
    where: Where = "tree"
    manifests: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    history: bool = False
    hook: Hook | None = None

    def commands(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """``lines`` with the version written in."""
        return tuple(line.replace("{version}", self.version) for line in lines)


class _Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tool: dict[str, Recipe]
    unlisted: dict[str, str]


@lru_cache(maxsize=1)
def actions() -> dict[str, Pinned]:
    """Every action that may be written, by "owner/name"."""
    return msgspec.toml.decode(_text("actions.toml"), type=dict[str, Pinned])


def recipes() -> dict[str, Recipe]:
    """Every tool that CI can be given, by its canonical name."""
    return _tables().tool


def unlisted() -> dict[str, str]:
    """Tools that CI cannot be given from here, and why."""
    return _tables().unlisted


def uses(name: str) -> str:
    """``name`` ("owner/name", with a path below it) as a workflow writes it: commit, and the version as a comment.

    Raises:
        KeyError: no commit of it is known.
    """
    pinned = actions()["/".join(name.split("/")[:2])]
    return f"{name}@{pinned.commit} # {pinned.version}"


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    return msgspec.toml.decode(_text("tools.toml"), type=_Tables)


def _text(name: str) -> str:
    return files("troth.remedy.ci").joinpath(name).read_text(encoding="utf-8")
