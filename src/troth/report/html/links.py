"""Where the links of a document may lead from a report: to the web and to mail, never to code, never by themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import msgspec

from troth.report.html.tags import Html, closing, html, opening, tag

_WEB = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,40}:", re.IGNORECASE)
LONGEST = 2_000
"""Characters of an address that is still a link."""


class Links(msgspec.Struct, frozen=True):
    """What a document's own links lead to within the report.

    ``document`` is its path, ``documents`` maps paths to their places in the page, ``headings`` the names of headings
    that the document's links use to theirs.
    """

    document: str = ""
    documents: Mapping[str, str] = {}
    headings: Mapping[str, str] = {}

    def to(self, address: str) -> str:
        """The address to link to from the report, "" where there is none that is safe or known."""
        address = address.strip()
        if len(address) > LONGEST:
            return ""
        if _WEB.match(address):
            return address
        if _SCHEME.match(address) or address.startswith(("//", "\\")):
            return ""
        path, _, fragment = address.partition("#")
        if not path:
            return self.headings.get(unquote(fragment).lower(), "")
        named = normpath(join(dirname(self.document), unquote(path)))
        return self.documents.get(named.lstrip("/"), "")


def opened(links: Links, address: str) -> Html:
    """The opening of a link, or of what stands for one that leads nowhere from here."""
    target = links.to(address)
    if not target:
        return opening("span", class_="unlinked")
    return opening("a", href=target, rel=None if target.startswith("#") else "noopener noreferrer")


def closed(links: Links, address: str, label: str) -> Html:
    """The end of what ``opened`` began; an address that is no link is told behind its label."""
    if links.to(address):
        return closing("a")
    told = "" if not address.strip() or address.strip() in label else tag("span", f" ({address})", class_="address")
    return Html(html(told) + closing("span"))
