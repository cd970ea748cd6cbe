"""What every template of the desk may use: who is here, what time it is, and where else one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from troth_desk import clock
from troth_desk.faces import frame


def desk(request: HttpRequest) -> dict[str, Any]:
    """``organisation``, ``membership``, ``at`` (now), ``zone``, ``navigation``, ``settings_pages``.

    A view that gives ``at`` or ``zone`` itself is obeyed: what a view says wins over a context processor.
    """
    organisation = getattr(request, "organisation", None)
    given: dict[str, Any] = {
        "organisation": organisation,
        "membership": getattr(request, "membership", None),
        "at": clock.now(),
        "zone": getattr(organisation, "zone", "") or "UTC",
    }
    if organisation is not None and given["membership"] is not None:
        given["navigation"] = frame.navigation(organisation.slug, request.path)
        given["settings_pages"] = frame.settings_pages(organisation.slug, request.path)
    return given
