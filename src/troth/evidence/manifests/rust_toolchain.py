"""rust-toolchain and rust-toolchain.toml (https://rust-lang.github.io/rustup/overrides.html#the-toolchain-file)."""

from __future__ import annotations

import re

from troth.evidence.manifests.pyproject import table
from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import Toolchain


def read(repository: Repository, path: str) -> Found:
    """Read the channel; the old form of the file is nothing but the channel."""
    lines = [(number, line.strip()) for number, line in enumerate(repository.lines(path), 1) if line.strip()]
    if len(lines) == 1 and re.fullmatch(r"[A-Za-z0-9._-]+", lines[0][1]):
        line, channel = lines[0]
    else:
        found = table(repository.toml(path) or {}, "toolchain").get("channel")
        line = repository.toml_lines(path).get(("toolchain", "channel"), 0)
        channel = found if isinstance(found, str) else ""
    if not channel:
        return Found()
    span = place(repository, path, line)
    return Found(
        toolchains=(Toolchain(language="rust", version=channel, span=span, origin="rust-toolchain", primary=True),)
    )


READER = Reader(ecosystem="", globs=("rust-toolchain", "rust-toolchain.toml"), read=read)
