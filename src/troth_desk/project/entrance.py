"""What stands before everything else: the health address, and the scheme by which people reach the desk."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from troth_desk.project.health import healthz


class Entrance:
    """Answers ``/healthz`` whatever name it is asked by: those who watch machines know them by numbers alone.

    TLS ends at a proxy before the desk, which speaks plain HTTP to it. That people come by https is said once, in
    the desk's address, and not believed from a header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to ``request``."""
        if request.path_info == "/healthz":
            return healthz(request)
        if settings.ADDRESS.startswith("https://"):
            request.META["wsgi.url_scheme"] = "https"
        return self.get_response(request)
