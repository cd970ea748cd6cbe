"""A file of the tree that a command edits: read whole, written in one step, never outside of the tree."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from troth.terms.errors import TrothError

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest file that is edited."""
Refusal = type[TrothError]


def place(root: Path, name: str, refusal: Refusal) -> Path:
    """Where the file ``name`` of ``root`` is, or would be; a link is followed while it stays in the tree.

    Raises:
        TrothError: as ``refusal``, where ``root`` is no folder, or the file leads out of it, or is no plain file.
    """
    if not root.is_dir():
        raise refusal(f"{root} is not a folder", f"name the checkout that holds {name}")
    top = Path(os.path.realpath(root))
    real = Path(os.path.realpath(top / name))
    first = Path(os.path.relpath(real, top)).parts[0]
    if first in (os.pardir, ".git"):
        raise refusal(f"{name} is a link that leads out of the tree", "replace it by a file of its own")
    direct = real == top / name
    if not real.parent.is_dir() and not (direct and not os.path.lexists(real.parent)):
        raise refusal(f"{name} is a link into a folder that is not there", "replace it by a file")
    if os.path.lexists(real) and not stat.S_ISREG(real.lstat().st_mode):
        raise refusal(f"{name} is not a file", "move it away first")
    return real


def text_at(path: Path, refusal: Refusal) -> str:
    """Text of the file, "" where there is none.

    Raises:
        TrothError: as ``refusal``, where it cannot be read, is too large, or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise refusal(f"{path.name} cannot be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise refusal(f"{path.name} is larger than {LARGEST // 1024 // 1024} MiB")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise refusal(f"{path.name} is not UTF-8", "save it as UTF-8") from None


def write(path: Path, text: str, refusal: Refusal, encoding: str = "utf-8") -> None:
    """Put ``text`` in the place of the file in one step: whoever reads sees the old one or the new one.

    Folders above it are made where they are missing.

    Raises:
        TrothError: as ``refusal``, where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)  # only there where it did not come to the last step
    except OSError as error:
        raise refusal(f"{path.name} cannot be written: {error.strerror}") from None


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
