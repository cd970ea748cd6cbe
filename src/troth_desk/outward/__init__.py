"""The desk's one door to the network: addresses that people name are asked, and never one that is not public.

Who may name an address could otherwise have the desk ask machines that only the desk reaches (server-side request
forgery, CWE-918). So the name is resolved here, every address that it has is looked at, and the connection goes to the
very address that was looked at, so that a name cannot mean something else a moment later (DNS rebinding); each redirect
is a new address, looked at anew. No proxy is used: it would resolve the name itself. Time and size are bounded, however
slowly a server answers.

Whoever runs the desk can permit machines inside (``TROTH_DESK_INSIDE``, or ``permitted``); nobody on a page can.
"""

from __future__ import annotations

from troth_desk.outward.addresses import LONGEST_URL, permits, public, split
from troth_desk.outward.door import (
    LARGEST,
    MOST_REDIRECTS,
    WHOLE,
    Answer,
    Request,
    Resolve,
    ask,
    fetch,
    looked_at,
    post,
    resolved,
)
from troth_desk.outward.line import SILENCE
from troth_desk.outward.refusal import OutwardError, RefusedAddressError, UnreachableAddressError

__all__ = (
    "LARGEST", "LONGEST_URL", "MOST_REDIRECTS", "SILENCE", "WHOLE", "Answer", "OutwardError", "RefusedAddressError",
    "Request", "Resolve", "UnreachableAddressError", "ask", "fetch", "looked_at", "permits", "post", "public",
    "resolved", "split",
)  # fmt: skip
