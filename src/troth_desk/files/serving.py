"""Files of the vault as bytes and nothing else: downloaded, never shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from troth_desk.files.uploads import vault


class Stored(Protocol):
    """A row that names a file of the vault."""

    @property
    def name(self) -> str:
        """How it is called."""

    @property
    def size(self) -> int:
        """Bytes of its content."""

    @property
    def stored_as(self) -> str | None:
        """Its name in the vault."""


def handed_out(stored: Stored) -> HttpResponseBase:
    """The content of ``stored``, chunk by chunk; it was proven before (``Vault.prove``)."""
    content: Iterator[bytes] = vault().read(stored.stored_as or "")
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    response["Content-Length"] = str(stored.size)
    return harmless(response, stored.name)


def harmless(response: HttpResponse | StreamingHttpResponse, name: str) -> HttpResponse | StreamingHttpResponse:
    """The headers under which a browser does nothing with content but keep it as a file."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response
