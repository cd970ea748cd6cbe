"""What is refused before a view sees it, in words: JSON for programs, a page for people.

Django's own answers are bare ("Bad Request (400)"), and pages everywhere: an interface whose errors are JSON tells them
so at an address that there is not, too, and for a request that nobody could read.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.defaults import page_not_found

TOO_LARGE = 413
"""Content Too Large (RFC 9110 §15.5.14)."""


def of_programs(request: HttpRequest) -> bool:
    """Whether it came by the interface for programs."""
    return request.path.startswith("/api/")


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is at this address (``handler404``)."""
    if of_programs(request):
        return JsonResponse({"error": "There is nothing at this address: see /api/v1/openapi.json."}, status=404)
    return page_not_found(request, exception)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read, or is larger than the desk reads (``handler400``)."""
    words, status = _told(exception)
    if of_programs(request):
        return JsonResponse({"error": words}, status=status)
    # A name that the desk does not have could stand in links of a page: it gets words alone.
    if isinstance(exception, DisallowedHost):
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)
    return render(request, "intake/refused.html", {"words": words}, status=status)


def _told(exception: Exception) -> tuple[str, int]:
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
        return f"The texts are larger than {most} MB together: shorten them, or send the longest as a file.", TOO_LARGE
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return "The form holds too many fields or files.", TOO_LARGE
    if isinstance(exception, DisallowedHost):
        return "This desk does not answer by that name. Whoever runs it says its names by --address.", 400
    if isinstance(exception, MultiPartParserError):
        return "The form did not come through whole: send it again.", 400
    return "The request cannot be read: send it again.", 400


class ErrorsOfPrograms:
    """A method that an operation has not is told as JSON too; what it has stands in ``Allow`` (RFC 9110 §15.5.6)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        response = self.get_response(request)
        if response.status_code != 405 or not of_programs(request):
            return response
        allowed = ", ".join(sorted(response.headers.get("Allow", "").replace(" ", "").split(",")))
        told = JsonResponse({"error": f"{request.method} does nothing here: send {allowed}."}, status=405)
        told["Allow"] = allowed
        return told
