"""From the address to the organisation: each request begins without a scope and enters that of its address."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve

from troth_desk.tenants import queries, scope
from troth_desk.tenants.models import Organisation

BEFORE_SCOPE = "before_scope"
"""Attribute of a view: what is done with its request before its scope, so that it stands whatever becomes of it."""
Answer = Callable[[HttpRequest], HttpResponseBase]


class TenantMiddleware:
    """Enters the scope of ``<slug:organisation>`` in the address and sets ``request.organisation`` (else ``None``).

    On PostgreSQL the scope is a transaction: an answer of 500 or more leaves nothing behind.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to ``request``, made inside its scope."""
        with ExitStack() as scopes:
            scopes.enter_context(scope.nobody())
            request.scopes = scopes  # type: ignore[attr-defined]
            request.organisation = None  # type: ignore[attr-defined]
            found = _found(request)
            before = getattr(found and found.func, BEFORE_SCOPE, None)
            if before is not None:
                before(request)
            slug = found.kwargs.get("organisation") if found else None
            if slug is not None:
                enter(request, queries.organisation(slug))
            response = self.get_response(request)
            if response.status_code >= 500 and scope.current() is not None and connection.vendor == "postgresql":
                transaction.set_rollback(True)
            return response


def enter(request: HttpRequest, organisation: Organisation | None) -> Organisation:
    """The rest of ``request`` happens inside ``organisation``: for addresses that do not name it (an API key does).

    Raises ``Http404`` where there is none.
    """
    if organisation is None:
        raise Http404("There is no such organisation on this desk.")
    request.scopes.enter_context(scope.inside(organisation))  # type: ignore[attr-defined]
    request.organisation = organisation  # type: ignore[attr-defined]
    return organisation


def _found(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None
