"""What a check or an audit printed, kept for as long as nothing has changed that it could see.

The key is a digest of the tree and its history, the arguments, the day, the advisories, the folders in which programs
are found, and of Troth itself. One that started a tool is not kept: what a tool says may change by itself.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import msgspec

from troth.advisories import place
from troth.evidence.results import places, program
from troth.evidence.results.key import VARIABLE as RESULTS_KEY
from troth.evidence.results.state import facts, state
from troth.terms.attestation import FOLDER

MOST_KEPT = 64
LARGEST = 32 * 1024 * 1024
"""Bytes of the largest output that is kept."""
ORGANISATION = ".github"
TEXT, JSON = "{:.1f} s", '"seconds": {:.3f}'
_VARIABLES = ("PATH", "TROTH_TOOLS", "TROTH_GO_VULNDB", "HOME", "CARGO_HOME", "GOPATH", RESULTS_KEY)


class Printed(msgspec.Struct, frozen=True):
    """The output of a check or audit, in front of the time that it took and behind it, and its exit code.

    ``form`` is how the time is written; ``beside`` are facts of files that it hangs on beside the tree; ``saved`` is
    what was written to files, by format.
    """

    before: str
    after: str
    code: int
    form: str = TEXT
    beside: dict[str, str] = {}
    saved: dict[str, str] = {}

    @classmethod
    def of(
        cls, output: str, code: int, seconds: float | None, saved: Mapping[str, str] = {}, beside: Iterable[Path] = ()
    ) -> Printed:
        """What was printed, and the ``seconds`` that it tells; None where it tells none.

        ``beside`` are files that it hangs on though the key knows nothing of them: programs, documents that git
        ignores.
        """
        clock = None if seconds is None else TEXT.format(seconds)
        form, before, after = (TEXT, output, "") if clock is None else _apart(output, clock)
        known = {str(path.absolute()): facts(path) for path in beside}
        return cls(before, after, code, form, known, dict(saved))

    def told(self, seconds: float) -> str:
        """The output with ``seconds`` in it, where it has a place for them."""
        return f"{self.before}{self.form.format(seconds)}{self.after}" if self.after else self.before


def key(arguments: argparse.Namespace, today: date, manner: object) -> str:
    """What the check depends on, as one digest; "" where that cannot be told.

    ``manner`` is how the result is to be said.
    """
    root = Path(arguments.path)
    if arguments.no_cache or arguments.organisation or not root.is_dir() or _beside(root) or _outside(arguments, root):
        return ""
    tree = state(root)
    if not tree:
        return ""
    asked = {name: value for name, value in vars(arguments).items() if name != "run"}
    index = Path(arguments.advisories) if arguments.advisories else place.index(os.environ)
    parts = [
        tree,
        repr(sorted(asked.items())),
        today.isoformat(),
        repr(manner),
        facts(index),
        *_programs(),
        *program.facts(),
    ]
    parts += [f"{name}={os.environ.get(name)}" for name in _VARIABLES]
    parts.append(facts(places.state() / "results.key"))
    parts += _signers(root)
    handed = (getattr(arguments, "desk_facts", ""), *getattr(arguments, "desk_key", ()))
    parts += [_content(path) for path in handed if path]
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=32).hexdigest()


def find(name: str) -> Printed | None:
    """What was printed under the key ``name``."""
    path = _path(name)
    try:
        if not name or not places.is_ours(path) or path.stat().st_size > LARGEST:
            return None
        printed = msgspec.msgpack.decode(path.read_bytes(), type=Printed)
    except (OSError, msgspec.MsgspecError):
        return None
    return printed if all(facts(Path(path)) == known for path, known in printed.beside.items()) else None


def keep(name: str, printed: Printed) -> None:
    """Keep ``printed`` under ``name``; where the cache cannot be written, the next check looks again."""
    try:
        data = msgspec.msgpack.encode(printed)
    except UnicodeEncodeError:  # a name of a file that is no UTF-8
        return
    if not name or len(data) > LARGEST:
        return
    path = _path(name)
    with suppress(OSError):
        places.write(path, data)
        for old in sorted(path.parent.glob("*.msgpack"), key=lambda each: each.stat().st_mtime_ns)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)


def _apart(output: str, clock: str) -> tuple[str, str, str]:
    """How the time is written in ``output``, what stands in front of it and what behind; all in front without one."""
    if output.startswith("{"):
        before, found, after = output.rpartition(JSON.partition("{")[0])
        return JSON, *((before, after.lstrip("0123456789.")) if found else (output, ""))
    at = output.partition("\n")[0].rfind(clock)
    return TEXT, *((output[:at], output[at + len(clock) :]) if at >= 0 else (output, ""))


def _path(name: str) -> Path:
    return places.cache() / "checks" / f"{name}.msgpack"


def _beside(root: Path) -> bool:
    """Whether the owner's ``.github`` repository lies beside the tree: its policy may hold, and it is not looked at."""
    return (Path(os.path.realpath(root)).parent / ORGANISATION).is_dir()


def _outside(arguments: argparse.Namespace, root: Path) -> bool:
    """Whether a named document may lie outside of the tree, or be one that git ignores."""
    real = os.path.realpath(root)
    named = [Path(os.path.realpath(root / name)) for name in arguments.policy]
    return any(not path.is_file() or not path.is_relative_to(real) for path in named)


def _content(path: str) -> str:
    """The digest of a file that was handed in; "" where it cannot be read, which the check then tells."""
    try:
        return hashlib.blake2b(Path(path).read_bytes(), digest_size=32).hexdigest()
    except OSError:
        return ""


def _signers(root: Path) -> list[str]:
    """The user's own files of allowed and of revoked keys, where attestations of the tree are signed by SSH keys."""
    if not any((root / FOLDER).glob("*.sig")):
        return []
    from troth.evidence.attestations.gatherer import own_signers

    return [f"{path} {facts(path)}" if path else "" for path in own_signers()]


def _programs() -> list[str]:
    """Facts of the folders in which programs are found: installing or removing one changes its folder."""
    folders = [*os.environ.get("PATH", "").split(os.pathsep), f"{sys.prefix}/bin", f"{Path.home()}/.cargo/bin"]
    folders += [f"{Path.home()}/go/bin", str(places.cache().parent / "troth-tools" / "bin")]
    folders += [path for path in sys.path if path.endswith("site-packages")]
    return [f"{folder} {facts(Path(folder))}" for folder in dict.fromkeys(folders) if folder]
