"""How files of advisories are served: to everybody, from any page, and not again to who has them already."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag

from troth_desk.tenants.models import Organisation

FOR = 60
"""Seconds for which a copy may be kept: a credit that was taken back is gone everywhere soon."""


def served(request: HttpRequest, content: bytes, media: str, modified: datetime | None = None) -> HttpResponseBase:
    """``content`` of type ``media``; 304 for who has it already (RFC 9110 §13)."""
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    response = HttpResponse(content, content_type=media)
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified.timestamp())
    patch_cache_control(response, public=True, max_age=FOR)
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    found = get_conditional_response(request, etag=etag, response=response)
    return response if found is None else found


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation of the address; 404 where there is none."""
    found: Organisation | None = getattr(request, "organisation", None)
    if found is None:
        raise Http404("There is no such organisation on this desk.")
    return found
