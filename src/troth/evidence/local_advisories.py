"""Advisories for tools that would fetch them by themselves, each in the form that the tool reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec


class LocalAdvisories(msgspec.Struct, frozen=True, kw_only=True):
    """Where each form lies.

    ``rustsec`` is a folder with a clone of RustSec's database, as cargo-deny and cargo-audit want it; ``go`` an address
    of a Go vulnerability database ("file:///…"); ``osv_api`` the address of an OSV API on loopback; ``osv_zips`` a
    folder of ``ECOSYSTEM/all.zip``. "" or None where there is none. ``osv_socket`` is a Unix socket that leads
    to it, for tools in a sandbox without network. ``state`` names the content: as long as it stays
    the same, so do the advisories. ``newest`` is the day of the newest advisory of each ecosystem.
    """

    rustsec: Path | None = None
    go: str = ""
    osv_api: str = ""
    osv_socket: Path | None = None
    osv_zips: Path | None = None
    state: str = ""
    newest: Mapping[str, date] = {}

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that a tool must be able to read."""
        go = (Path(self.go.removeprefix("file://")),) if self.go.startswith("file://") else ()
        return tuple(folder for folder in (self.rustsec, self.osv_zips, *go) if folder is not None)
