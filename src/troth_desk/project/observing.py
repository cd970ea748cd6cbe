"""Around each request: an id by which its lines in logs belong together, its time and answer counted, and a pace.

The id comes from the proxy (``X-Request-ID``) where it sends one that looks like an id, else it is made here; the
answer carries it back, so that somebody who saw an error can name it.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import Resolver404, resolve

from troth_desk.project import logs, metrics

logger = logging.getLogger(logs.ACCESS)
HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
OTHER = "other"
"""What an address is counted under that no app has."""
UNCOUNTED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Addresses for those who watch machines: neither counted nor logged nor held back."""
MINUTE = 60.0
MOST_ADDRESSES = 20_000
"""Addresses that are counted at a time, the latest ones; an attacker with more is counted anew."""
Answer = Callable[[HttpRequest], HttpResponseBase]


class Observed:
    """Gives each request its id, and counts, times and logs it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to ``request``, with the id."""
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if _ID.fullmatch(given) else uuid.uuid4().hex
        # It stands until the next request of this thread: Django writes of this one once the answer has left here.
        logs.REQUEST.set(name)
        begin = time.perf_counter()
        response = self.get_response(request)
        response[HEADER] = name
        if request.path_info not in UNCOUNTED:
            self._told(request, response, time.perf_counter() - begin, name)
        return response

    def _told(self, request: HttpRequest, response: HttpResponseBase, seconds: float, name: str) -> None:
        method = request.method if request.method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") else "other"
        app = _app(request)
        metrics.answered(method, app, response.status_code, seconds)
        if logger.isEnabledFor(logging.INFO):
            path = logs.without_secrets(request.path)
            more = {"method": method, "path": path, "status": response.status_code, "app": app, "request_id": name}
            more["ms"] = round(seconds * 1000, 1)
            logger.info("%s %s %s", method, path, response.status_code, extra=more)


def _app(request: HttpRequest) -> str:
    """The app that answers at this address: few names, so that a metric stays small whatever is asked."""
    match = request.resolver_match
    if match is None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return OTHER
    return str(match.namespace or match.url_name or OTHER).partition(":")[0]


class Paced:
    """No address has more than ``settings.REQUESTS_A_MINUTE`` requests a minute of each web process.

    It keeps a program that went wild, or somebody who tries addresses, from taking what others need; what matters more
    (reports, logins) is counted exactly over all processes besides. This machine itself is not held back.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._lock = threading.Lock()
        self._window = 0
        self._counts: OrderedDict[bytes, int] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or 429 with the seconds to wait."""
        most = settings.REQUESTS_A_MINUTE
        if not most or request.path_info in UNCOUNTED:
            return self.get_response(request)
        wait = self._wait(_address(request), most, time.time())
        if not wait:
            return self.get_response(request)
        words = f"Too many requests from your address. Try again in {wait} seconds."
        refused: HttpResponseBase
        if request.path_info.startswith("/api/"):
            refused = JsonResponse({"error": words}, status=429)
        else:
            refused = HttpResponse(words, content_type="text/plain; charset=utf-8", status=429)
        refused["Retry-After"] = str(wait)
        refused["Cache-Control"] = "private, no-store"
        return refused

    def _wait(self, address: str, most: int, now: float) -> int:
        """0 where the address may ask now, else the seconds until it may again."""
        if address in ("", "127.0.0.1", "::1"):
            return 0
        who = hashlib.blake2b(address.encode(), digest_size=16).digest()
        window = int(now // MINUTE)
        with self._lock:
            if window != self._window:
                self._window = window
                self._counts.clear()
            count = self._counts.pop(who, 0) + 1
            self._counts[who] = count
            if len(self._counts) > MOST_ADDRESSES:
                self._counts.popitem(last=False)
        return 0 if count <= most else max(1, int((window + 1) * MINUTE - now))


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter().get_client_ip(request) or "")
    except PermissionDenied:
        return ""
