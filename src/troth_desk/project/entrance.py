"""What stands before all else: what those ask who watch machines, the scheme, addresses that no row takes."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from troth_desk.project.health import healthz, readyz
from troth_desk.project.metrics import metrics

WATCHED = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}
"""What those ask who watch machines."""
UNKEPT = "%EF%BF%BD"
"""U+FFFD as it stands in an address: what a zero byte is read as."""
ZERO = {"QUERY_STRING": "%00", "HTTP_COOKIE": "\\000"}
"""How an address and a quoted cookie (octal, RFC 2109 as Python reads it) name a zero byte, which no header has itself.

PostgreSQL takes none in a text and would answer with an error; its mark is found nowhere either.
"""


class Entrance:
    """Answers ``WATCHED`` whatever name it is asked by: those who watch machines know them by numbers alone.

    TLS ends at a proxy before the desk, which speaks plain HTTP to it. That people come by https is said once, in
    the desk's address, and not believed from a header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to ``request``."""
        watched = WATCHED.get(request.path_info)
        if watched is not None:
            return watched(request)
        if settings.ADDRESS.startswith("https://"):
            request.META["wsgi.url_scheme"] = "https"
        for header, zero in ZERO.items():
            if zero in (given := request.META.get(header, "")):
                request.META[header] = given.replace(zero, UNKEPT)
        return self.get_response(request)
