"""Kingfisher as a second witness, where it is on PATH: asked only about contents in which something was found.

It carries the rules of Betterleaks too; only a rule of its own is a second word. It validates nothing and asks nobody.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from troth.evidence import process
from troth.evidence.secrets.blobs import Blob
from troth.evidence.secrets.value import Value
from troth.evidence.tools.runs.stage import tool_path

LIMIT = 60.0
_NOT_ITS_OWN = "betterleaks."
_FOUND = (0, 200)
"""Exit codes: nothing found, or findings (https://github.com/mongodb/kingfisher, "Exit codes")."""


class _Rule(msgspec.Struct):
    id: str = ""


class _Finding(msgspec.Struct):
    snippet: str = ""
    path: str = ""


class _Entry(msgspec.Struct):
    rule: _Rule
    finding: _Finding


class _Report(msgspec.Struct):
    findings: list[_Entry]


def ask(blobs: list[Blob]) -> Mapping[str, set[str]]:
    """Fingerprints of what its own rules find, with these rules; nothing where it is not installed or fails."""
    path = tool_path("kingfisher")
    if path is None or not blobs:
        return {}
    with tempfile.TemporaryDirectory(prefix="troth-secrets-") as folder:
        place = Path(folder) / "x"
        place.mkdir()
        for index, one in enumerate(blobs):
            ending = one.ending if one.ending.startswith(".") else ""
            (place / f"{index}{ending}").write_bytes(one.data)
        ran = process.run(
            (
                path, "scan", ".", "--no-validate", "--no-update-check", "--git-history", "none", "--format", "json",
                "--no-extract-archives", "--no-ignore", "--confidence", "low", "--quiet",
            ),
            place,
            timeout=LIMIT,
        )  # fmt: skip
    if ran.trouble or ran.exit_code not in _FOUND:
        return {}
    try:
        report = msgspec.json.decode(ran.stdout, type=_Report)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    found: dict[str, set[str]] = {}
    for entry in report.findings:
        if not entry.rule.id.startswith(_NOT_ITS_OWN):
            found.setdefault(Value(entry.finding.snippet).fingerprint, set()).add(entry.rule.id[:80])
    return found
