"""Weaknesses known to be exploited: the catalogue of CISA (https://www.cisa.gov/known-exploited-vulnerabilities-catalog).

JSON with ``catalogVersion``, ``dateReleased`` and ``vulnerabilities``, each with ``cveID`` and ``dateAdded``.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

_CVE = re.compile(r"CVE-\d{4}-\d{4,19}")


class BadCatalogueError(ValueError):
    """A file that is not that catalogue."""


class _Entry(msgspec.Struct):
    cveID: str  # noqa: N815 - the name in the catalogue


class _Catalogue(msgspec.Struct):
    vulnerabilities: list[_Entry]
    catalogVersion: Any = None  # noqa: N815 - likewise
    dateReleased: Any = None  # noqa: N815 - likewise


class Catalogue(msgspec.Struct, frozen=True):
    """CVEs known to be exploited, and when the catalogue was released, as it writes it."""

    cves: tuple[str, ...]
    released: str = ""


def looks_like(start: bytes) -> bool:
    """Whether a JSON file that starts like this is the catalogue."""
    return b'"catalogVersion"' in start


def read(content: bytes) -> Catalogue:
    """The catalogue.

    Raises:
        BadCatalogueError: it cannot be read.
    """
    try:
        catalogue = msgspec.json.decode(content, type=_Catalogue)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadCatalogueError(" ".join(str(error).split())) from None
    cves = dict.fromkeys(entry.cveID for entry in catalogue.vulnerabilities if _CVE.fullmatch(entry.cveID))
    return Catalogue(tuple(cves), catalogue.dateReleased if isinstance(catalogue.dateReleased, str) else "")
