"""``troth.toml`` on disk: read whole, written in one step, never outside of the tree."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from troth.terms.errors import RefusedWaiverError
from troth.terms.waiver import REGISTER

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest register that is edited."""


def place(root: Path) -> Path:
    """Where the register of ``root`` is, or would be; a link is followed while it stays in the tree.

    Raises:
        RefusedWaiverError: ``root`` is no folder, or the register leads out of it, or is no plain file.
    """
    if not root.is_dir():
        raise RefusedWaiverError(f"{root} is not a folder", "--root takes the checkout that holds troth.toml")
    top = Path(os.path.realpath(root))
    real = Path(os.path.realpath(top / REGISTER))
    first = Path(os.path.relpath(real, top)).parts[0]
    if first in (os.pardir, ".git"):
        raise RefusedWaiverError(f"{REGISTER} is a link that leads out of the tree", "replace it by a file of its own")
    if not real.parent.is_dir():
        raise RefusedWaiverError(f"{REGISTER} is a link into a folder that is not there", "replace it by a file")
    if os.path.lexists(real) and not stat.S_ISREG(real.lstat().st_mode):
        raise RefusedWaiverError(f"{REGISTER} is not a file", "move it away; it is a file in TOML")
    return real


def text_at(path: Path) -> str:
    """Text of the register, "" where there is none.

    Raises:
        RefusedWaiverError: it cannot be read, is too large, or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise RefusedWaiverError(f"{REGISTER} cannot be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise RefusedWaiverError(f"{REGISTER} is larger than {LARGEST // 1024 // 1024} MiB")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedWaiverError(f"{REGISTER} is not UTF-8", "TOML is; save it as UTF-8") from None


def write(path: Path, text: str) -> None:
    """Put ``text`` in the place of the register in one step: whoever reads sees the old one or the new one.

    Raises:
        RefusedWaiverError: it cannot be written.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{REGISTER}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)  # only there where it did not come to the last step
    except OSError as error:
        raise RefusedWaiverError(f"{REGISTER} cannot be written: {error.strerror}") from None


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
