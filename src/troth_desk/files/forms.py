"""Forms of the team that bring files: sealed while they come in, taken away again where nobody takes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from troth_desk.files.uploads import SealingHandler, Uploads

_KEPT = "sealed_files"


def brings_files(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Outermost decorator of a view: the form's files are sealed while they come; see ``uploads_of``.

    Django reads a form for the CSRF token before any view can say what becomes of files; so the check is done here,
    behind the reading, as its documentation advises. Of whoever is not logged in nothing is sealed.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        handler = SealingHandler(request, closed=not request.user.is_authenticated)
        setattr(request, _KEPT, handler.uploads)
        request.upload_handlers = [handler]
        try:
            request.POST  # noqa: B018 - what cannot be read is answered by the handlers of the project
            if handler.uploads.trouble:
                raise handler.uploads.trouble
            return checked(request, *args, **kwargs)
        finally:
            handler.discard()

    return reading


def uploads_of(request: HttpRequest) -> Uploads:
    """What became of the files of ``request``; what is not taken from it is removed at the end of the request."""
    found: Uploads = getattr(request, _KEPT)
    return found
