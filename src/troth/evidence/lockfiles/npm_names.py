"""What lockfiles of npm, yarn, pnpm and bun write alike: aliases, addresses, integrity."""

from __future__ import annotations

import base64
import binascii
import re

from troth.evidence.lockfiles.reader import Entry

_ALIAS = re.compile(r"npm:(?P<name>(?:@[^/@]+/)?[^/@]+)@(?P<version>.+)")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_GIT = re.compile(r"(?:git(?:\+[a-z]+)?:|github:|gitlab:|bitbucket:|git@)|\.git(?:#|$)")
_CODELOAD = re.compile(r"https://codeload\.github\.com/(?P<repo>[^/]+/[^/]+)/tar\.gz/(?P<commit>[0-9a-f]{40})")
_ARCHIVE = re.compile(r"https?://[^?#]+\.(?:tgz|tar\.gz|tar|zip)(?:[?#]|$)")
_USUAL = ("https://registry." + "npmjs.org", "https://registry." + "yarnpkg.com")
_INTEGRITY = re.compile(r"(sha\d+)-([A-Za-z0-9+/=]+)")
_HOSTS = {"github:": "github.com", "gitlab:": "gitlab.com", "bitbucket:": "bitbucket.org"}


def alias(text: str) -> tuple[str, str] | None:
    """Name and version of "npm:name@1.0.0"."""
    match = _ALIAS.fullmatch(text)
    return (match["name"], match["version"]) if match else None


def checksums(integrity: object) -> tuple[str, ...]:
    """Subresource integrity (https://www.w3.org/TR/SRI/) as "sha512:hex"."""
    if not isinstance(integrity, str):
        return ()
    found = []
    for kind, digest in _INTEGRITY.findall(integrity):
        try:
            found.append(f"{kind}:{base64.b64decode(digest, validate=True).hex()}")
        except (binascii.Error, ValueError):
            continue
    return tuple(found)


def place(entry: Entry, resolved: object) -> None:
    """Say of ``entry`` where it comes from, by the address it was resolved to."""
    if not isinstance(resolved, str) or not resolved:
        return
    address, _, fragment = resolved.partition("#")
    archive = _CODELOAD.match(resolved)
    if archive:
        _git(entry, f"https://github.com/{archive['repo']}.git", archive["commit"])
    elif _GIT.search(resolved):
        _git(entry, address, fragment.removeprefix("commit="))
    elif resolved.startswith(("file:", "link:", "portal:", ".", "/", "~")):
        entry.origin = "path"
    elif "/-/" in address:
        _registry(entry, address)
    elif _ARCHIVE.match(resolved):
        entry.origin, entry.address = "url", address


def _registry(entry: Entry, address: str) -> None:
    """An archive at ``REGISTRY/NAME/-/FILE``. Where it was fetched is no part of what it is: mirrors serve the same."""
    base = address.partition("/-/")[0]
    base = base.removesuffix(entry.name).removesuffix(entry.name.replace("/", "%2f")).rstrip("/")
    if base not in _USUAL:
        entry.registry, entry.identity = base, False


def _git(entry: Entry, address: str, commit: str) -> None:
    for prefix, host in _HOSTS.items():
        if address.startswith(prefix):
            address = f"https://{host}/{address.removeprefix(prefix)}"
    entry.origin, entry.address = "git", address
    if _COMMIT.fullmatch(commit):
        entry.commit = commit
