"""What a Django view costs that does nothing, behind the same server: what the pages of the desk are measured against.

``python bench/bare_view.py PORT`` answers ``/`` with one line until it is ended.
"""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def view(_: HttpRequest) -> HttpResponse:
    """One line."""
    return HttpResponse("Nothing is due.\n", content_type="text/plain")


urlpatterns = [path("", view)]


def application() -> Any:
    """Django with this view and no middleware but the one that every project has."""
    settings.configure(
        ROOT_URLCONF=__name__,
        SECRET_KEY="of a bench",  # noqa: S106
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        USE_TZ=True,
    )
    return get_wsgi_application()


def main(port: int) -> None:
    """Serve it as the desk is served."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    app = application()
    server = Server(
        "bare_view:app", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=8,
        log_level=LogLevels.error,
    )  # fmt: skip
    server.serve(target_loader=lambda *_: app, wrap_loader=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
