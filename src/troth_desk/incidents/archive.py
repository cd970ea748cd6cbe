"""Playbooks as files: a ZIP of Markdown, and the same in a folder, byte by byte."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from troth_desk.incidents.actions.books import MOST, SLUG
from troth_desk.incidents.playbooks.form import LARGEST

FOLDER = "docs/incident-response"
"""Where playbooks stand in a repository."""
LARGEST_ARCHIVE = 8 * 1024 * 1024
"""Bytes of the largest file that is taken in."""


PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How files of a ZIP may be packed: other ways ask for as much memory as the file says."""
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, UnicodeError)
"""What reading a ZIP raises that somebody damaged, encrypted or made up."""


class UnusableArchiveError(ValueError):
    """The file holds no playbooks; the message says what to do."""


def packed(texts: Mapping[str, str]) -> bytes:
    """A ZIP with a file for each of ``texts`` (by short name), the same bytes for the same texts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for slug in sorted(texts):
            archive.writestr(zipfile.ZipInfo(f"{FOLDER}/{slug}.md"), texts[slug].encode())
    return target.getvalue()


def unpacked(name: str, content: bytes) -> dict[str, str]:
    """The texts of a ZIP, or of one Markdown file called ``name``, by short name.

    Raises:
        UnusableArchiveError: it is neither, too large, or holds a file that is no text.
    """
    if len(content) > LARGEST_ARCHIVE:
        raise UnusableArchiveError(f"It is larger than {LARGEST_ARCHIVE // 1024 // 1024} MiB.")
    if not content.startswith(b"PK"):
        return {slug_of(name): _text(name, content)}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [each for each in archive.infolist() if each.filename.endswith(".md") and not each.is_dir()]
            if len(found) > MOST:
                raise UnusableArchiveError(f"It holds more than {MOST} playbooks.")
            texts = _by_name((each.filename, _read(archive, each)) for each in found)
    except _BROKEN as error:
        raise UnusableArchiveError("It is no ZIP that can be read.") from error
    if not texts:
        raise UnusableArchiveError("It holds no file that ends in .md.")
    return texts


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """At most one byte more than is taken: what a ZIP says of its sizes is not believed."""
    if entry.compress_type not in PACKED:
        raise UnusableArchiveError(f"{entry.filename[:80]} is packed in an unusual way: pack it as other ZIPs are.")
    with archive.open(entry) as source:
        return source.read(LARGEST + 1)


def _by_name(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The texts of ``files`` by short name; two of one name would leave out one of them silently."""
    texts: dict[str, str] = {}
    for name, content in files:
        slug = slug_of(name)
        if slug in texts:
            raise UnusableArchiveError(f"Two files are called {slug}: give one of them another name.")
        texts[slug] = _text(name, content)
    return texts


def slug_of(name: str) -> str:
    """The short name that a file gives: ``docs/incident-response/Data Breach.md`` → ``data-breach``."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    if not SLUG.fullmatch(slug):
        raise UnusableArchiveError(f"{stem[:80]!r} gives no name: use small letters, digits and hyphens.")
    return slug


def _text(name: str, content: bytes) -> str:
    if len(content) > LARGEST:
        raise UnusableArchiveError(f"{name[:80]} is larger than {LARGEST // 1024} KiB.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise UnusableArchiveError(f"{name[:80]} is no text in UTF-8.") from None


def write(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write a file for each of ``texts`` into ``folder``, which is made; which of them are new or changed.

    Raises ``OSError``, and ``UnusableArchiveError`` where a link stands in the place of a file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for slug, text in sorted(texts.items()):
        path = folder / f"{slug}.md"
        if path.is_symlink():
            raise UnusableArchiveError(f"{path} is a link: nothing is written through it.")
        content = text.encode()
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            written.append(path)
    return written


def read(folder: Path) -> dict[str, str]:
    """The texts of the Markdown files in ``folder``, by short name; "README.md" is no playbook.

    Raises ``OSError``, and ``UnusableArchiveError`` as ``unpacked`` does.
    """
    found = sorted(
        path for path in folder.glob("*.md") if path.is_file() and path.stem.lower() not in ("readme", "index")
    )
    if not found:
        raise UnusableArchiveError(f"{folder} holds no file that ends in .md.")
    if len(found) > MOST:
        raise UnusableArchiveError(f"{folder} holds more than {MOST} playbooks.")
    return _by_name((path.name, _begin(path)) for path in found)


def _begin(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(LARGEST + 1)
