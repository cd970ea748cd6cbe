"""The desk's HTTP interface for programs: routers of the apps under ``/api/v1/``, errors as ``{"error": words}``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import server_error
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from troth import __version__
from troth_desk.project import description, refusals, trouble

ROUTERS: tuple[tuple[str, str], ...] = (
    ("", "troth_desk.cases.api"),
    ("", "troth_desk.intake.api"),
    ("", "troth_desk.promises.api"),
    ("", "troth_desk.reporting.api"),
    ("", "troth_desk.scans.api"),
    ("", "troth_desk.publishing.api"),
    ("", "troth_desk.audits.api"),
    ("", "troth_desk.watch.api"),
    ("", "troth_desk.reviews.api"),
    ("", "troth_desk.findings.api"),
    ("", "troth_desk.incidents.api"),
)
"""Prefix and module of each app's ``router``; the paths of a router stand below the prefix."""
MOST_TOLD = 5
"""Faults of one request that are told at once."""


class DeskAPI(NinjaAPI):
    """Ninja's, with a description that is whole."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The description, with the errors that operations answer with and where the ids of answers lead."""
        schema = super().get_openapi_schema(**given)
        description.complete(schema)
        return schema


api = DeskAPI(
    title="Troth desk",
    version="1",
    description=f"Reports, clocks, scans and proof of the desk (Troth {__version__}). Programs of the team send a key "
    'as `Authorization: Bearer KEY`. Errors are JSON: `{"error": "what to do"}`.',
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url=None,  # the page that comes with it takes its script from another host
)


def told(request: HttpRequest, words: str, status: int) -> HttpResponse:
    """An error as every address of the interface tells it."""
    answer = api.create_response(request, {"error": words}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"  # RFC 9110 §11.6.1 asks for it
    return answer


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return told(request, str(error), error.status_code)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return told(request, "Send a valid key of the desk as 'Authorization: Bearer KEY'.", 401)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return told(request, "There is no such thing here.", 404)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return refusals.unreadable(request, error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [f"{_place(fault.get('loc', ()))}: {fault.get('msg', 'is not as asked')}" for fault in error.errors]
    more = f" and {len(faults) - MOST_TOLD} more" if len(faults) > MOST_TOLD else ""
    return told(request, "; ".join(faults[:MOST_TOLD]) + more, 422)


def _place(loc: Sequence[Any]) -> str:
    """``("body", "payload", "title")`` → ``title``: the names that the sender wrote."""
    names = [str(each) for each in loc[1:] if str(each) not in ("payload", "body")]
    return ".".join(names) or str(loc[0] if loc else "request")


def broken(request: HttpRequest) -> HttpResponse:
    """What a fault of the desk looks like: JSON for programs, a page for people. Django has logged it.

    Django calls it while it handles the error: what passes (a full disk, a database that is away) is no fault, but 503.
    """
    passing = trouble.of(sys.exception())
    if passing is not None and request.path.startswith("/api/"):
        words = f"{passing.says} Nothing was kept: send it again in {passing.seconds} seconds, with the same key."
        return trouble.later(told(request, words, 503), passing)
    if passing is not None:
        return trouble.answer(request, passing)
    if request.path.startswith("/api/"):
        return told(request, "The desk failed at this; it is in its log. Try again later.", 500)
    return server_error(request)


for _prefix, _module in ROUTERS:
    api.add_router(_prefix, import_module(_module).router)
