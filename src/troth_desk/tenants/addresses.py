"""Whole addresses of the desk, as they go into links, receipts and mail.

They begin with the address that the desk was given (``TROTH_DESK_ADDRESS``), never with the host of a request: behind a
proxy that ends TLS a request says "http" and may name another machine, and a link that holds a secret would go there.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing

OPENED = (
    r"case/[^/\s\"]*|o/[^/\s\"]*/(?:join|calendar)|accounts/(?:password/reset/key|confirm-email)|"
    r"(?:letters|news)/[^/\s\"]*"
)
"""What stands in the path of a page before the secret that opens it, as a regular expression: no log and no export may
hold what follows. A test finds each page that is opened so."""


def signed(number: int, purpose: str) -> str:
    """A token for an address that does one thing to the row ``number`` for whoever has it, and needs no account.

    It holds for ``purpose`` alone ("mailbox.stop"): the same number signed for another one is another token.
    """
    return signing.Signer(salt=purpose, sep=".").sign(str(number))


def number_of(token: str, purpose: str) -> int | None:
    """The number that ``token`` was made of; None for one that the desk did not make for ``purpose``."""
    try:
        return int(signing.Signer(salt=purpose, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def whole(path: str) -> str:
    """``path`` on this desk's host."""
    return f"{settings.ADDRESS.rstrip('/')}{path}"
