"""Requests of people outside: files are sealed as they stream in, limits answer in words, answers leave no trace."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from troth_desk import clock
from troth_desk.files.limits import LARGEST_ALL, told_size
from troth_desk.files.uploads import SealingHandler, Uploads
from troth_desk.intake import limits
from troth_desk.tenants.middleware import BEFORE_SCOPE
from troth_desk.tenants.models import Organisation

_SENDING = re.compile(r"[-\w]{20,64}")


class PublicRequest(HttpRequest):
    """A request that may bring files. ``wait`` is how many seconds its address has to wait, 0 for none.

    ``token`` is the secret of a reporter's link, where one opened the page.
    """

    organisation: Organisation
    token: str
    files: Uploads
    wait: int


def receives_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The form's files are sealed while they come, in ``request.files``; what the view does not take is removed.

    Django reads a form for the CSRF token before any view can say what becomes of files; so the check is done here,
    behind the reading, as its documentation advises. Counts the address, and seals nothing of one that has to wait.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def reading(request: HttpRequest, **kwargs: str) -> HttpResponse:
        public = cast("PublicRequest", request)
        handler = SealingHandler(request, closed=bool(public.wait))
        public.files = handler.uploads
        request.upload_handlers = [handler]
        try:
            refusal = _unreadable(request)
            if handler.uploads.trouble:
                raise handler.uploads.trouble
            return private(refusal or checked(public, **kwargs))
        finally:
            handler.discard()

    setattr(reading, BEFORE_SCOPE, _count)
    return reading


def sending(request: HttpRequest) -> str:
    """The secret of a form by which it counts once, however often it is sent: its own, or one for a new form."""
    given = request.POST.get("sending", "") if request.method == "POST" else ""
    return given if _SENDING.fullmatch(given) else secrets.token_urlsafe(24)


def _count(request: HttpRequest) -> None:
    cast("PublicRequest", request).wait = (
        limits.seconds_to_wait(request, clock.now()) if request.method == "POST" else 0
    )


def private(response: HttpResponse) -> HttpResponse:
    """No cache keeps it, no search engine lists it, no other site learns its address.

    Not "no-referrer": under it browsers send their forms with ``Origin: null``, which the CSRF check refuses.
    """
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    """What to answer where the form cannot be read; None where it can."""
    if request.method != "POST":
        return None
    most = LARGEST_ALL + 16 * 2**20
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            return _refused(request, f"The request is larger than {told_size(most)}.", 413)
        request.POST  # noqa: B018 (reading it is what may fail)
    except RequestDataTooBig:
        return _refused(request, "The texts are too long together: send the longest as a file.", 413)
    except (TooManyFieldsSent, TooManyFilesSent):
        return _refused(request, "The form holds too many fields or files: put the files into one archive.", 413)
    except (MultiPartParserError, ValueError):
        return _refused(request, "The form did not come through whole: send it again.", 400)
    return None


def _refused(request: HttpRequest, words: str, status: int) -> HttpResponse:
    return render(request, "intake/refused.html", {"words": words}, status=status)
