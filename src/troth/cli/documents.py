"""Which documents are checked, and their text: found in the usual places or named, decoded, bounded."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from troth.cli.policy_places import DEEPEST, MOST, companions, continued, policies
from troth.cli.policy_places import organisation as beside
from troth.terms.errors import UnreadablePolicyError

PLACES = (".github/SECURITY.md", "SECURITY.md", "docs/SECURITY.md")
"""Where hosts look for a policy, in the order in which GitHub does."""
LARGEST = 10 * 1024 * 1024
"""Bytes of the largest policy that is read."""
WIDE_NULS = 3
"""A text is UTF-16 where at least one byte in so many is NUL: half of the bytes of English, fewer of other scripts."""
TEACH = """\
A policy in five lines:
    # Security policy
    Please do not open public issues for vulnerabilities.
    Write to security@example.org; we acknowledge within 48 hours.
    Only the latest release gets security fixes.
    We run `bandit` on every pull request.
Or name one that lies elsewhere: troth check --policy FILE"""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def documents(root: Path, named: list[str], organisation: Path | None = None) -> dict[str, str]:
    """Path → text of the documents to check; paths inside ``root`` are told relative to it.

    Without names these are the policies in the usual places, security.txt, SUPPORT.md, and documents of the tree that a
    policy links to as part of itself; where the tree has no policy, those of ``organisation``, a checkout of the
    organisation's ``.github`` repository, or of the one that stands beside ``root``.

    Raises:
        UnreadablePolicyError: none is found, or one cannot be read as text.
    """
    if named:
        return _texts(root, named)
    found = policies(root)
    if found:
        return _continued(root, _texts(root, [*found, *companions(root)]))
    host = organisation if organisation is not None else beside(root)
    names = policies(host) if host is not None else []
    if host is None or not names:
        raise UnreadablePolicyError(f"no SECURITY.md in {root} (looked for {', '.join(PLACES)})", TEACH)
    return {_told(root, _resolve(host, name)): text for name, text in _texts(host, names).items()}


def _texts(root: Path, names: list[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name in names:
        path = _resolve(root, name)
        texts[_told(root, path)] = text_of(path, name)
    return texts


def _continued(root: Path, texts: dict[str, str]) -> dict[str, str]:
    """``texts`` and the documents that continue them, a bounded number of links away."""
    fresh = dict(texts)
    for _ in range(DEEPEST):
        names = [name for path, text in fresh.items() for name in continued(root, path, text) if name not in texts]
        fresh = _texts(root, list(dict.fromkeys(names))[: max(0, MOST - len(texts))])
        fresh = {path: text for path, text in fresh.items() if path not in texts}
        texts |= fresh
    return texts


def text_of(path: Path, name: str = "") -> str:
    """Text of a policy: by its byte order mark, else UTF-8, else UTF-16 by its NUL bytes, else Windows-1252.

    Raises:
        UnreadablePolicyError: it is missing, no regular file, larger than ``LARGEST``, or holds NUL bytes.
    """
    name = name or str(path)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadablePolicyError(f"{name} is not a file", "name the policy itself: --policy FILE")
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadablePolicyError(
            f"{name}: {error.strerror or 'cannot be read'}",
            "--policy takes a path relative to the checked folder or to here",
        ) from error
    if len(data) > LARGEST:
        raise UnreadablePolicyError(f"{name} is larger than {LARGEST // 1024 // 1024} MB", "no policy is that long")
    return decode(data, name)


def decode(data: bytes, name: str) -> str:
    """``data`` as text. Windows-1252, which holds Latin-1, takes what is no UTF-8, so that old documents are read.

    Raises:
        UnreadablePolicyError: it holds NUL bytes, or not one letter: a policy that is cut or empty must not pass.
    """
    text = _decoded(data, name)
    if not any(character.isalpha() for character in text):
        raise UnreadablePolicyError(f"{name} holds no words, so it promises nothing", TEACH)
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


def _resolve(root: Path, name: str) -> Path:
    """The file that ``name`` means: below the checked folder first, then from here; links stay in the tree."""
    if "\0" in name:
        raise UnreadablePolicyError(f"{name} is no path", "--policy takes the path of a document")
    path = Path(name)
    below = root / path
    if not path.is_absolute() and not _exists(below) and _exists(path):
        below = path
    inside_by_name = _lexically_inside(root, below)
    real = Path(os.path.realpath(below))
    if inside_by_name and not real.is_relative_to(Path(os.path.realpath(root))):
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


def _told(root: Path, path: Path) -> str:
    """How reports call the document: relative to the checked folder where it lies inside, else relative to here."""
    real_root = Path(os.path.realpath(root))
    if path.is_relative_to(real_root):
        return path.relative_to(real_root).as_posix()
    return Path(os.path.relpath(path)).as_posix()
