"""Whole addresses of the desk, as they go into links, receipts and mail.

They begin with the address that the desk was given (``TROTH_DESK_ADDRESS``), never with the host of a request: behind a
proxy that ends TLS a request says "http" and may name another machine, and a link that holds a secret would go there.
"""

from __future__ import annotations

from django.conf import settings

OPENED = (
    r"case/[^/\s\"]*|o/[^/\s\"]*/(?:join|calendar)|accounts/(?:password/reset/key|confirm-email)|"
    r"(?:letters|news)/[^/\s\"]*"
)
"""What stands in the path of a page before the secret that opens it, as a regular expression: no log and no export may
hold what follows. A test finds each page that is opened so."""


def whole(path: str) -> str:
    """``path`` on this desk's host."""
    return f"{settings.ADDRESS.rstrip('/')}{path}"
