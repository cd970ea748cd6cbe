"""What passes: the disk is full, the database is away or busy, no file handle is free. Said plainly, as a 503.

A fault of the desk's own is a 500 and stands in its log. These are no faults of it, and whoever sent something needs
three things: that nothing of it was kept, when to send it again (``Retry-After``, RFC 9110 §10.2.3), and their words.
"""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.template.loader import render_to_string

from troth_desk.files.uploads import SealingHandler

logger = logging.getLogger(__name__)

SECRET = ("/accounts/", "/join/")
"""Parts of addresses whose forms hold passwords and codes: what was written there is not shown again."""
WORDS = 20
"""From so many characters on, or with a blank in it, a value is shown as words; others are sent along unseen."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """``says`` is a sentence for whoever waits, ``seconds`` when they should try again."""

    says: str
    seconds: int


FULL = Trouble("The disk of this desk is full. Whoever runs it has to make room.", 300)
AWAY = Trouble("The desk does not reach its database just now.", 30)
BUSY = Trouble("The desk is busy: its database had no time for this.", 5)
HANDLES = Trouble("The desk has too much open at once.", 10)

_OF_SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EMFILE: HANDLES,
    errno.ENFILE: HANDLES,
    errno.ENOMEM: HANDLES,
}
_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FULL,  # what a file that may not grow is told as
    sqlite3.SQLITE_CANTOPEN: HANDLES,
    sqlite3.SQLITE_NOMEM: HANDLES,
    sqlite3.SQLITE_READONLY: AWAY,
}
"""Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that pass; others are faults of the desk's."""
_OF_POSTGRESQL = {
    "25006": AWAY,  # a standby, until it takes over
    "40": BUSY,  # rolled back: deadlock, serialization
    "53100": FULL,
    "53": HANDLES,  # too many connections, out of memory
    "55P03": BUSY,
    "57": AWAY,  # ended by its administrator, starting up
    "58": FULL,  # system and I/O errors
    "08": AWAY,
}
"""Classes and codes of PostgreSQL (appendix A of its manual) that pass, the longest that fits first."""


def of(error: BaseException | None) -> Trouble | None:
    """What passes behind ``error`` or behind what caused it; None where it is a fault of the desk's own."""
    return next((found for each in _chain(error) if (found := _of_one(each))), None)


def answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """The 503 for people, with what they wrote and a button that sends it again; nothing of it needs the database."""
    try:
        words = _written(request)
        page: str = render_to_string("503.html", {"trouble": trouble, "path": request.get_full_path(), **words})
    except Exception:
        logger.exception("the page that says what passes cannot be made")
        page = f"<!doctype html><title>Not now</title><p>{trouble.says} Nothing was kept: go back, send it again.</p>"
    return later(HttpResponse(page, status=503), trouble)


def later(response: HttpResponse, trouble: Trouble) -> HttpResponse:
    """The same answer, which says when to come again and is kept by no cache."""
    response["Retry-After"] = str(trouble.seconds)
    response["Cache-Control"] = "private, no-store"
    return response


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _of_one(error: BaseException) -> Trouble | None:
    if isinstance(error, sqlite3.Error):
        return _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, OSError):
        return _OF_SYSTEM.get(error.errno or 0)
    if isinstance(error, DatabaseFault):
        return None  # what Django wraps says which it is
    if type(error).__module__.partition(".")[0] == "psycopg":
        return _of_postgresql(error)
    return None


def _of_postgresql(error: BaseException) -> Trouble | None:
    import psycopg

    state = str(getattr(error, "sqlstate", "") or "")
    if not state:  # it never came to the server, or the connection broke
        return AWAY if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None
    return next((_OF_POSTGRESQL[state[:size]] for size in (5, 2) if state[:size] in _OF_POSTGRESQL), None)


def _written(request: HttpRequest) -> dict[str, object]:
    """What a form held, to be sent again from the page: where it came from a page of the desk and holds no secret."""
    if request.method != "POST" or any(part in request.path for part in SECRET):
        return {}
    if not hasattr(request, "_post"):
        request.upload_handlers = [SealingHandler(request, closed=True)]
    given = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in map(str, values)
        if value
    ]
    if not given or not _of_own_page(request):
        return {}
    return {
        "shown": [(name, _label(name), value) for name, value in given if _is_words(name, value)],
        "hidden": [(name, value) for name, value in given if not _is_words(name, value)],
        "csrf_token": get_token(request),
        "files": request.content_type == "multipart/form-data",
        "once": "sending" in request.POST,
    }


def _of_own_page(request: HttpRequest) -> bool:
    """Whether Django's check against other sites lets it pass: theirs is not shown as if it were ours."""
    check = CsrfViewMiddleware(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, None, (), {}) is None  # type: ignore[arg-type]


def _is_words(name: str, value: str) -> bool:
    if name == "sending":  # the secret of the form, which nobody needs to see
        return False
    return len(value) >= WORDS or any(each.isspace() for each in value)


def _label(name: str) -> str:
    return name.removeprefix("asked-").replace("_", " ").capitalize()
