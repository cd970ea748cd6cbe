"""Contents that only the past of a checkout holds: every object of git, those that no commit reaches told apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from troth.evidence import git
from troth.evidence.secrets.blobs import Blob, blob, ending_of

MOST_OBJECTS = 1_000_000
"""Contents of a past that are looked through; of a longer one the rest is a gap."""
MOST_BYTES = 2 * 1024 * 1024 * 1024
"""Bytes of them, all together."""
LARGEST = 32 * 1024 * 1024
"""Bytes of the largest content of the past that is read."""
_BATCH = 48 * 1024 * 1024
_LISTING = 256 * 1024 * 1024


class Old(msgspec.Struct, frozen=True):
    """A content of the past. ``path`` is one under which it stood, "" where no commit reaches it."""

    name: str
    size: int
    path: str

    @property
    def key(self) -> str:
        """Its key among contents: git's name with the ending."""
        return f"{self.name}{ending_of(self.path)}"


class Past(msgspec.Struct, frozen=True):
    """What a past holds, and why it may not be all."""

    found: tuple[Old, ...] = ()
    trouble: str = ""


def names_of(data: bytes) -> set[str]:
    """Names that git gives to a content, by either of its digests (gitformat-pack, "object names")."""
    whole = b"blob %d\0" % len(data) + data
    return {hashlib.sha1(whole, usedforsecurity=False).hexdigest(), hashlib.sha256(whole).hexdigest()}


def contents(checkout: Path) -> Past:
    """Every content that git keeps for ``checkout``."""
    if git.ask(checkout, "rev-parse", "--is-shallow-repository").output.strip() == "true":
        return Past(trouble="a shallow clone: only the newest commits are here (git fetch --unshallow)")
    listed = git.ask(
        checkout, "cat-file", "--batch-all-objects", "--unordered",
        "--batch-check=%(objectname) %(objecttype) %(objectsize)", largest=_LISTING,
    )  # fmt: skip
    reached = git.ask(
        checkout, "rev-list", "--objects", "--all", "--ignore-missing", "--missing=print", "HEAD", largest=_LISTING
    )
    if not listed.passed or not reached.passed:
        return Past(trouble=listed.trouble or reached.trouble or "git cannot list the objects of this checkout")
    paths: dict[str, str] = {}
    absent = 0
    for line in reached.stdout.splitlines():
        name, _, path = line.partition(b" ")
        absent += name.startswith(b"?")
        if path:
            paths.setdefault(name.decode("ascii", "replace"), path.decode("utf-8", "backslashreplace"))
    found: list[Old] = []
    total = 0
    trouble = f"objects of the past that this clone lacks: {absent}" if absent else ""
    for entry in sorted(listed.stdout.splitlines()):
        words = entry.split()
        if len(words) != 3 or words[1] != b"blob":
            continue
        hexadecimal, size = words[0].decode("ascii", "replace"), int(words[2])
        total += size
        if len(found) >= MOST_OBJECTS or total > MOST_BYTES:
            trouble = f"a past of more than {MOST_OBJECTS:,} contents or {MOST_BYTES // 2**20} MiB"
            break
        found.append(Old(hexadecimal, size, paths.get(hexadecimal, "")))
    return Past(tuple(found), trouble)


def read(checkout: Path, wanted: Iterable[Old]) -> Iterator[Blob | str]:
    """The contents ``wanted``; a sentence of trouble for each that cannot be had."""
    batch: list[Old] = []
    size = 0
    for one in wanted:
        if one.size > LARGEST:
            yield f"{one.path or one.name[:12]}: larger than {LARGEST // 2**20} MiB"
            continue
        batch.append(one)
        size += one.size
        if size > _BATCH:
            yield from _read(checkout, batch)
            batch, size = [], 0
    if batch:
        yield from _read(checkout, batch)


def _read(checkout: Path, batch: list[Old]) -> Iterator[Blob | str]:
    given = "".join(f"{one.name}\n" for one in batch).encode()
    room = sum(one.size + 200 for one in batch) + 4096
    ran = git.ask(checkout, "cat-file", "--batch", given=given, largest=room)
    if not ran.passed:
        yield f"git cannot read {len(batch)} contents: {ran.trouble or f'exit code {ran.exit_code}'}"
        return
    at, output = 0, ran.stdout
    for one in batch:
        end = output.find(b"\n", at)
        words = output[at:end].split() if end >= 0 else []
        if len(words) != 3 or words[1] != b"blob":
            yield f"git cannot read {one.name[:12]}"
            at = end + 1 if end >= 0 else len(output)
            continue
        size = int(words[2])
        data = output[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
        made = blob(one.path, data)
        yield msgspec.structs.replace(made, key=one.key)


def commit_of(checkout: Path, name: str) -> str:
    """The short name of the newest commit that touched the content ``name``; "" where none did."""
    ran = git.ask(
        checkout, "log", "--all", "--no-ext-diff", "--no-textconv", f"--find-object={name}", "-1", "--format=%h"
    )
    return ran.output.strip()[:16] if ran.passed else ""
