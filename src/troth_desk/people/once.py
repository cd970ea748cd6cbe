"""Secrets that a page shows once: kept in the session of who made them until that page, then gone."""

from __future__ import annotations

from django.http import HttpRequest


def show_once(request: HttpRequest, kind: str, secret: str, name: str) -> None:
    """The next page that asks for ``kind`` shows ``secret`` of ``name``."""
    request.session[f"once_{kind}"] = {"secret": secret, "name": name}


def pop_once(request: HttpRequest, kind: str) -> dict[str, str] | None:
    """``secret`` and ``name``, the first time; then None."""
    found: dict[str, str] | None = request.session.pop(f"once_{kind}", None)
    return found
