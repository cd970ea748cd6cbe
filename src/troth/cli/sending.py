"""The only door by which something leaves: one JSON document to a desk, bounded, over TLS, tried again with patience.

Proxies are those of the environment (``https_proxy``, ``no_proxy``). No redirect is followed: it could lead a key to
somebody else.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import random
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from typing import IO, Any

from troth import __version__
from troth.terms.errors import TrothError

TIMEOUT = 60.0
"""Seconds without a byte after which the desk counts as gone."""
TRIES = 5
PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds between tries, each stretched by up to a half by chance, so that many jobs do not come back at once."""
LONGEST_PAUSE = 60.0
"""The longest wait that a desk may ask for by Retry-After, in seconds."""
LARGEST_ANSWER = 1024 * 1024
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which the same request may succeed (RFC 9110, RFC 6585)."""
Sleep = Callable[[float], None]


class RefusedPushError(TrothError):
    """The desk does not take it, or nothing may be sent there."""


class UnreachableDeskError(TrothError):
    """Nobody answers there."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        del fp, code, msg, headers  # the base class has them
        raise RefusedPushError(
            f"{shown(req.full_url)} sends elsewhere ({shown(newurl)}), and a key is not sent on",
            "give the address of the desk itself: --to URL",
        )


def address(desk: str, path: str, *, plain: bool) -> str:
    """The address of ``path`` on ``desk``.

    Raises:
        RefusedPushError: it is no web address, or one without TLS on another machine that was not allowed (``plain``).
    """
    try:
        parts = urllib.parse.urlsplit(desk)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urllib.parse.urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise RefusedPushError(f"{shown(desk)} is no address of a desk", "write it as https://desk.example.org")
    if parts.username or parts.password:
        raise RefusedPushError("an address holds no key", "give the key by TROTH_DESK_KEY or --key-file")
    if parts.scheme == "http" and not plain and not _on_this_machine(host):
        raise RefusedPushError(
            f"{shown(desk)} has no TLS: everybody on the way could read the key",
            "use https://, or --plain-http where the network between is yours alone",
        )
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}{path}", "", ""))


def _on_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def shown(desk: str) -> str:
    """``desk`` without what may be secret in it: user, password and query."""
    try:
        parts = urllib.parse.urlsplit(desk)
        return urllib.parse.urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    except ValueError:
        return "an address that is none"


def post(
    to: str, body: bytes, headers: Mapping[str, str], *, say: Callable[[str], None], sleep: Sleep = time.sleep
) -> Mapping[str, Any]:
    """What the desk answers to ``body`` (JSON); tried again where the fault may pass, which a desk takes for the same.

    Raises:
        RefusedPushError: it does not take it, with its words.
        UnreachableDeskError: nobody answers, after all tries.
    """
    for attempt in range(TRIES):
        last = attempt == TRIES - 1
        try:
            return _once(to, body, headers)
        except urllib.error.HTTPError as error:
            words = _words(error)
            if error.code not in PASSING:
                raise RefusedPushError(f"{shown(to)} answers {error.code}: {words}", _hint(error.code)) from None
            if last:
                raise UnreachableDeskError(
                    f"{shown(to)} answers {error.code} after {TRIES} tries: {words}", "try again later"
                ) from None
            pause = _asked(error.headers.get("Retry-After", ""), attempt)
            say(f"{shown(to)} answers {error.code}; again in {pause:.0f} s …")
        except (OSError, http.client.HTTPException) as error:
            if last:
                raise UnreachableDeskError(
                    f"could not reach {shown(to)}: {_told(error)}", "is the address right, and does the desk run?"
                ) from None
            pause = _pause(attempt)
            say(f"could not reach {shown(to)}: {_told(error)}; again in {pause:.0f} s …")
        sleep(pause)
    raise AssertionError  # pragma: no cover - the loop returns or raises


def _once(to: str, body: bytes, headers: Mapping[str, str]) -> Mapping[str, Any]:
    wanted = {"User-Agent": f"troth/{__version__}", "Content-Type": "application/json", **headers}
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _NoRedirects(),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(to, data=body, headers=wanted, method="POST")  # noqa: S310 - checked by address
    with opener.open(request, timeout=TIMEOUT) as response:
        content = response.read(LARGEST_ANSWER)
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise RefusedPushError(f"{shown(to)} does not answer as a desk does", "give the address of the desk: --to URL")
    return told


def _words(error: urllib.error.HTTPError) -> str:
    """What the desk says of a refusal: its ``error``, on one line."""
    try:
        told = json.loads(error.read(LARGEST_ANSWER))
        words = str(told["error"])
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, RecursionError):
        words = error.reason or "no reason given"
    finally:
        error.close()
    return " ".join(str(words).split())[:500]


def _hint(code: int) -> str:
    if code in (401, 403):
        return "the key comes from TROTH_DESK_KEY or --key-file; an owner makes keys under Settings, API keys"
    if code == 404:
        return "check --to and --project"
    return ""


def _told(error: Exception) -> str:
    reason: Any = getattr(error, "reason", None) or error
    return getattr(reason, "strerror", None) or str(reason) or type(reason).__name__


def _asked(retry_after: str, attempt: int) -> float:
    """The wait that the desk asks for in seconds (RFC 9110 §10.2.3), bounded; else ours."""
    return min(float(retry_after), LONGEST_PAUSE) if retry_after.isdigit() else _pause(attempt)


def _pause(attempt: int) -> float:
    return PAUSES[min(attempt, len(PAUSES) - 1)] * (1 + random.random() / 2)  # noqa: S311 - no secret
