"""Lockfiles by name, and whether every entry of one carries a checksum: a table of facts, whatever else is read."""

from __future__ import annotations

import re

import msgspec

from troth.evidence.repository import Repository


class Kind(msgspec.Struct, frozen=True):
    """A lockfile by its file name. ``checksum`` matches one checksum and ``entry`` one entry that needs one.

    Without ``entry`` any checksum will do, for formats that write one for every entry; without ``checksum`` the format
    has none.
    """

    name: str
    ecosystem: str
    checksum: str = ""
    entry: str = ""


LOCKFILES = (
    Kind("Cargo.lock", "cargo", r"^checksum = ", r'^source = "registry'),
    Kind("uv.lock", "pypi", r"hash = \"sha256:"),
    Kind("poetry.lock", "pypi", r"hash = \"sha256:"),
    Kind("pdm.lock", "pypi", r"hash = \"sha256:"),
    Kind("Pipfile.lock", "pypi", r"\"sha256:", r"^            \"version\":"),
    Kind("pylock.toml", "pypi", r"sha256 ?="),
    Kind("pylock.*.toml", "pypi", r"sha256 ?="),
    Kind("package-lock.json", "npm", r"\"integrity\":", r"\"resolved\": ?\"http"),
    Kind("npm-shrinkwrap.json", "npm", r"\"integrity\":", r"\"resolved\": ?\"http"),
    Kind("yarn.lock", "npm", r"^  (?:integrity|checksum:?) "),
    Kind("pnpm-lock.yaml", "npm", r"integrity:"),
    Kind("bun.lock", "npm", r"\"sha512-"),
    Kind("go.sum", "go", r" h1:", r"^\S"),
    Kind("Gemfile.lock", "rubygems", r"sha256="),
    Kind("composer.lock", "packagist", r"\"shasum\": ?\"[0-9a-f]+", r"\"dist\":"),
    Kind("packages.lock.json", "nuget", r"\"contentHash\":"),
    Kind("mix.lock", "hex", r"\"[0-9a-f]{64}\""),
    Kind("pubspec.lock", "pub", r"sha256:"),
    Kind("gradle.lockfile", "gradle"),
    Kind("Package.resolved", "swift"),
    Kind("flake.lock", "nix", r"\"narHash\":"),
    Kind(".terraform.lock.hcl", "terraform", r"\"(?:h1|zh):"),
    Kind("deno.lock", "deno", r"\"integrity\":"),
)
"""Every lockfile that is known."""


def every_entry_hashed(repository: Repository, path: str, kind: Kind) -> bool:
    """Whether the file is readable and no entry of it lacks a checksum."""
    text = repository.text(path) if kind.checksum else None
    if text is None:
        return False
    checksums = len(re.findall(kind.checksum, text, re.MULTILINE))
    entries = len(re.findall(kind.entry, text, re.MULTILINE)) if kind.entry else min(checksums, 1)
    return 0 < checksums >= entries
