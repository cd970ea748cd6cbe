"""The text of a document that is named or found: decoded, bounded, never outside of the tree by a link."""

from __future__ import annotations

import codecs
import os
import re
import shlex
import stat
from pathlib import Path

from troth.terms.errors import UnreadablePolicyError
from troth.terms.redaction import covered

LARGEST = 10 * 1024 * 1024
"""Bytes of the largest policy that is read."""
WIDE_NULS = 3
"""A text is UTF-16 where at least one byte in so many is NUL: half of the bytes of English, fewer of other scripts."""
NAMED = "--policy takes the path of a document, relative to the checked folder or to here"
LESSON = """\
A policy in five lines:
    # Security policy
    Please do not open public issues for vulnerabilities.
    Write to security@example.org; we acknowledge within 48 hours.
    Only the latest release gets security fixes.
    We run `bandit` on every pull request."""
TEACH = f"{LESSON}\nOr name one that lies elsewhere: --policy FILE"
"""What commands that take ``--policy`` say where there is none."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(path: Path, name: str = "", largest: int = LARGEST, hint: str = NAMED, teach: str = TEACH) -> str:
    """Text of a policy: by its byte order mark, else UTF-8, else UTF-16 by its NUL bytes, else Windows-1252.

    ``hint`` is what to type where there is no such file, ``teach`` what to say where it holds no words.

    Raises:
        UnreadablePolicyError: it is missing, no regular file, larger than ``largest`` bytes, or holds NUL bytes.
    """
    name = name or str(path)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadablePolicyError(f"{name} is not a file", hint)
            data = file.read(largest + 1)
    except IsADirectoryError as error:
        inside = shlex.quote(f"{name.rstrip('/')}/SECURITY.md")
        raise UnreadablePolicyError(f"{name} is a folder", f"name the document in it, such as {inside}") from error
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else ""
        raise UnreadablePolicyError(f"{name}: {told or 'cannot be read'}", hint) from error
    if len(data) > largest:
        raise UnreadablePolicyError(f"{name} is larger than {largest // 1024 // 1024} MB", "no policy is that long")
    return decode(data, name, teach)


def refuse_address(name: str) -> None:
    """Nothing is fetched, whatever is named.

    Raises:
        UnreadablePolicyError: ``name`` is the address of a page, not a path.
    """
    if _ADDRESS.match(name):
        raise UnreadablePolicyError(f"{name} is an address, and nothing is fetched", "save the page, and name the file")


def decode(data: bytes, name: str, teach: str = TEACH) -> str:
    """``data`` as text. Windows-1252, which holds Latin-1, takes what is no UTF-8, so that old documents are read.

    Raises:
        UnreadablePolicyError: it holds NUL bytes, or not one letter: a policy that is cut or empty must not pass.
    """
    text = covered(_decoded(data, name))  # a policy is quoted everywhere
    if not any(character.isalpha() for character in text):
        raise UnreadablePolicyError(f"{name} holds no words, so it promises nothing", teach)
    return text


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data:
        return _wide(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _wide(data: bytes, name: str) -> str:
    """UTF-16 without a mark: most letters of a policy have a NUL beside them, on the same side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    most = max(even, odd)
    if most * WIDE_NULS >= len(data) and min(even, odd) * 20 <= most:
        return data.decode("utf-16-be" if even > odd else "utf-16-le", errors="replace")
    raise UnreadablePolicyError(f"{name} holds NUL bytes and is no text", "save it as UTF-8")


def resolve(root: Path, name: str) -> Path:
    """The file that ``name`` means: below the checked folder first, then from here; links stay in the tree.

    Raises:
        UnreadablePolicyError: it is no path, or a link that leads out of the tree or into git's own folder.
    """
    refuse_address(name)
    if "\0" in name:
        raise UnreadablePolicyError(f"{name} is no path", "--policy takes the path of a document")
    path = Path(name)
    below = root / path
    if not path.is_absolute() and not _exists(below) and _exists(path):
        below = path
    inside_by_name = _lexically_inside(root, below)
    real = Path(os.path.realpath(below))
    top = Path(os.path.realpath(root))
    if inside_by_name and (not real.is_relative_to(top) or real.is_relative_to(top / ".git")):
        raise UnreadablePolicyError(
            f"{name} is a link that leads out of the tree", "name the file it leads to, if you trust it"
        )
    return real


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _lexically_inside(root: Path, path: Path) -> bool:
    here = Path.cwd()
    return Path(os.path.normpath(here / path)).is_relative_to(Path(os.path.normpath(here / root)))


def told(root: Path, path: Path) -> str:
    """How reports call the document: relative to the checked folder where it lies inside, else relative to here."""
    real_root = Path(os.path.realpath(root))
    if path.is_relative_to(real_root):
        return path.relative_to(real_root).as_posix()
    return Path(os.path.relpath(path)).as_posix()
