"""Files of reporters, for members alone: downloaded, never shown."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from troth_desk.cases import queries as cases
from troth_desk.intake import queries
from troth_desk.intake.models import Attachment
from troth_desk.intake.uploads import vault
from troth_desk.intake.vault import DamagedFileError
from troth_desk.people.access import READ, TeamRequest, member


@require_safe
@member(READ)
def download(request: TeamRequest, organisation: str, reference: str, number: int) -> HttpResponseBase:
    """The file as bytes and nothing else, after all of it was proven to be what came.

    No browser shows it (RFC 6266 attachment, no sniffing, a sandbox should it be opened all the same).
    """
    case = cases.case(request.organisation, reference)
    found = queries.attachment(case, number) if case else None
    if found is None:
        raise Http404("There is no such file in this case.")
    try:
        vault().prove(found.stored_as, found.sha256)
    except DamagedFileError as damage:
        return render(request, "intake/damaged.html", {"file": found, "case": case, "says": str(damage)}, status=500)
    return harmless(_streamed(found), found.name)


def _streamed(found: Attachment) -> StreamingHttpResponse:
    content: Iterator[bytes] = vault().read(found.stored_as)
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    response["Content-Length"] = str(found.size)
    return response


def harmless(response: HttpResponse | StreamingHttpResponse, name: str) -> HttpResponse | StreamingHttpResponse:
    """The headers under which a browser does nothing with content but keep it as a file."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response
