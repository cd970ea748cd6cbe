"""Files of reporters, for members alone: downloaded, never shown."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth_desk.cases import queries as cases
from troth_desk.files.serving import handed_out
from troth_desk.files.uploads import vault
from troth_desk.files.vault import DamagedFileError
from troth_desk.intake import queries
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
    return handed_out(found)
