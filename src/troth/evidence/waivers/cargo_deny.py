"""deny.toml of cargo-deny 0.20: ignored advisories, licence exceptions, duplicate versions that are skipped.

https://embarkstudios.github.io/cargo-deny/checks/cfg.html. No key holds a date: people write it into ``reason``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, items, section, text

_ID = re.compile(r"[A-Z][A-Z0-9]*-\S+")
_SPEC = re.compile(r"([^@:\s]+)[@:]=?([^\s,<>^~*]+)")


def read(document: Document) -> Iterator[Entry]:
    """Ignored advisories and crates, then ``[licenses] exceptions``, then ``[bans] skip`` and ``skip-tree``."""
    for number, entry in items(section(document.value, "advisories", "ignore")):
        table: dict[str, Any] = entry if isinstance(entry, dict) else {"id": entry}
        name, place = text(table.get("id")), ("advisories", "ignore", number)
        if name and _ID.fullmatch(name):
            yield Entry(target=name, place=place, reason=text(table.get("reason")))
        else:
            yield _of_crate("package", name or _crate(table), place, text(table.get("reason")))
    for number, entry in items(section(document.value, "licenses", "exceptions")):
        if isinstance(entry, dict):
            yield _of_crate("licence", _crate(entry), ("licenses", "exceptions", number), text(entry.get("reason")))
    for key in ("skip", "skip-tree"):
        for number, entry in items(section(document.value, "bans", key)):
            table = entry if isinstance(entry, dict) else {"crate": entry}
            yield _of_crate("cargo-deny:duplicate", _crate(table), ("bans", key, number), text(table.get("reason")))


def _crate(table: dict[str, Any]) -> str:
    name, version = text(table.get("crate")) or text(table.get("name")), text(table.get("version"))
    return f"{name}@{version.lstrip('=')}" if name and version else name


def _of_crate(kind: str, spec: str, place: tuple[str | int, ...], reason: str) -> Entry:
    """An exception for one crate: "hull", "hull@1.2.0", "hull:1.2.0"."""
    found = _SPEC.fullmatch(spec)
    name = found.group(1) if found else spec
    target = kind if ":" in kind else f"{kind}:{name}"
    package = f"{name}@{found.group(2)}" if found else name
    return Entry(target=target if name else "", place=place, reason=reason, package=package)


FORM = Form(
    name="deny.toml",
    tool="cargo-deny",
    files=("deny.toml", ".deny.toml", "deny.exceptions.toml"),
    writing="toml",
    read=read,
    reason_field="reason",
)
