"""``troth audit --untrusted`` on a checkout: as a program of its own, which sees no secret of the desk."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from troth.evidence import process
from troth.formats import told_inventory
from troth.terms.source import Source
from troth.terms.waiver import REGISTER
from troth_desk.audits.models import Isolation
from troth_desk.policies import reading
from troth_desk.policies.refusal import RefusedTextsError
from troth_desk.scans import pushed
from troth_desk.watch import reading as watched
from troth_desk.watch.reading import Brought
from troth_desk.watch.refusal import RefusedInventoryError

SECONDS = 40 * 60.0
"""Time for one audit, all of its tools together."""
OF_A_TOOL = 600
"""Seconds for one tool."""
HOME = "home"
"""The folder of what tools keep from one audit to the next, and of the key that signs results."""
TOLD = (0, 1, 4)
"""Exit codes with which ``troth audit`` tells a result: all is well, something counts, something did not run."""
_PLACES = ("CARGO_HOME", "RUSTUP_HOME", "GOPATH", "GOMODCACHE", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""Where tools lie and what they trust: no secrets, and nothing of the desk."""


class NoAuditError(Exception):
    """No result; the message says why, in a sentence for the team."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of the policy as it stands on the desk, with the digest of each by its path, ``troth.toml``'s too."""

    sources: tuple[Source, ...]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ran:
    """What an audit told: the JSON of the result, and what stood between the tools and the machine."""

    result: dict[str, Any]
    isolation: Isolation


def find(program: str) -> str | None:
    """Where ``program`` lies that an audit would start; None where it is not installed."""
    return process.find(program)


def run(tree: Path, work: Path, texts: Words | None) -> Ran:
    """Audit ``tree`` by the words of ``texts``, those on the desk; ``work`` is a folder of the project's own.

    Raises:
        NoAuditError: there was no result, or it was asked to be made in a sandbox and there is none.
    """
    if settings.AUDITS == "sandboxed" and process.find("bwrap") is None:
        raise NoAuditError(
            "Bubblewrap is not installed on the machine of the worker, and this desk audits by it alone."
        )
    words = [sys.executable, "-P", "-m", "troth", "audit", "--untrusted", "--all", "--format", "json"]
    words += ["--limit", str(OF_A_TOOL), "--jobs", "2", "--color", "never"]
    if settings.ADVISORIES:
        words += ["--advisories", settings.ADVISORIES]
    beside, named = _documents(tree, work / "documents", texts)
    words += [word for name in named for word in ("--policy", name)]
    ran = process.run([*words, str(tree)], beside, timeout=SECONDS, env=_environment(work), inherit=_PLACES)
    if ran.trouble:
        raise NoAuditError(f"The audit ended without a result: {ran.trouble}.")
    if ran.exit_code not in TOLD:
        why = next((line for line in reversed(ran.errors.splitlines()) if line.strip()), "")
        raise NoAuditError(f"The audit ended without a result: {why[:300] or f'exit code {ran.exit_code}'}.")
    try:
        result = json.loads(ran.stdout)
    except (ValueError, RecursionError):
        raise NoAuditError("The audit told something that is no result.") from None
    return Ran(result, _isolation(result))


def inventory(tree: Path, work: Path) -> Brought | None:
    """The components that lockfiles of ``tree`` name, by Troth's own readers; None where it has none.

    Raises:
        RefusedInventoryError: they could not be read; the message says why.
    """
    words = [sys.executable, "-P", "-m", "troth", "inventory", "--json", "--color", "never", str(tree)]
    ran = process.run(words, work, timeout=OF_A_TOOL, env=_environment(work), inherit=_PLACES)
    if ran.trouble or ran.exit_code not in TOLD:
        raise RefusedInventoryError(f"Its lockfiles could not be read: {ran.trouble or f'exit code {ran.exit_code}'}.")
    try:
        told = told_inventory.read(json.loads(ran.stdout))
    except (ValueError, RecursionError) as error:
        raise RefusedInventoryError(f"Its lockfiles could not be read: {str(error)[:120]}.") from None
    if not told.components and not told.gaps:
        return None
    return watched.read(ran.stdout, "inventory.json")


def pushed_as(project: str, ran: Ran, tree: Path, texts: Words | None) -> bytes:
    """The result as ``troth push`` would send it, with the digests of the texts that it was made of."""
    digests = dict(texts.digests) if texts else {}
    register = digests.pop(REGISTER, "")
    own = _digest(tree, REGISTER)
    documents = [{"path": path, "digest": digest} for path, digest in digests.items()]
    told = {"project": project, "result": ran.result, "documents": documents}
    if own or register:
        told["register"] = {"digest": own or register}
    return json.dumps(told).encode()


def _documents(tree: Path, folder: Path, texts: Words | None) -> tuple[Path, list[str]]:
    """Where to begin from, and the documents to name: none where the tree holds the very texts of the desk."""
    folder.mkdir(parents=True, exist_ok=True)
    if texts is None or all(_digest(tree, path) == digest for path, digest in texts.digests.items()):
        return folder, []
    named = []
    for number, one in enumerate(texts.sources):
        place = folder / (one.path if _plain(one.path) else f"document-{number}.md")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(one.text, encoding="utf-8")
        named.append(str(place))
    return folder, named


def _plain(path: str) -> bool:
    parts = Path(path).parts
    return bool(parts) and not Path(path).is_absolute() and ".." not in parts and "\0" not in path


def _digest(tree: Path, path: str) -> str:
    """The digest of a text of the tree as the desk counts it; "" where there is none, or it is a link."""
    place = tree / path
    if not _plain(path) or place.is_symlink() or not place.is_file() or place.stat().st_size > reading.LARGEST:
        return ""
    if not place.resolve().is_relative_to(tree.resolve()):
        return ""
    try:
        return reading.digest(reading.decoded(path, place.read_bytes()))
    except RefusedTextsError:
        return ""


def _environment(work: Path) -> dict[str, str]:
    """Homes of the desk's own making: what the account of the service has at home is no business of a tool."""
    home, temporary = work.parent / HOME, work / "tmp"
    for folder in (home, temporary):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    real = Path(os.environ.get("HOME") or "/nonexistent")
    return {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_TERMINAL_PROMPT": "0",
        **{
            name: str(real / rest) for name, rest in _TOOLS.items() if name not in os.environ and (real / rest).is_dir()
        },
    }


_TOOLS = {"CARGO_HOME": ".cargo", "RUSTUP_HOME": ".rustup", "GOPATH": "go"}
"""Where programs of the service's account lie, whose home is hidden otherwise."""


def _isolation(result: dict[str, Any]) -> Isolation:
    tools: Sequence[dict[str, Any]] = [one for one in result.get("tools") or () if isinstance(one, dict)]
    if result.get("sandbox"):
        return Isolation.SANDBOX
    return Isolation.PROCESS if any(one.get("how") == "run" for one in tools) else Isolation.NONE_NEEDED


def whole(told: pushed.Pushed) -> bool:
    """Whether at least one tool ran whole: an audit of which none did proves nothing."""
    return any(getattr(one, "whole", False) for one in getattr(told.told, "tools", ()))
