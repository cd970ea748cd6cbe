"""What the log says, as lines for people or as JSON, and never a secret.

Django writes the path of each request that is refused or not found. A reporter's link, an invitation and the link of a
mail that resets a password hold their whole secret in the path: whoever reads the log would hold it too. So is it with
keys of programs, passwords in addresses of databases and mail servers, and headers that a library may print. They are
taken out where a line is written, so that it holds for every logger and for tracebacks as well.

``TROTH_DESK_LOG=json``: one JSON object a line, for programs that gather logs, with a line for each request.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from troth_desk.tenants.addresses import OPENED

JSON = "TROTH_DESK_LOG"
"""The variable that says how lines look: "json", or "text" without it."""
ACCESS = "troth_desk.access"
"""The logger of requests, one line each; written as JSON alone."""
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that this thread answers."""
_SECRET = re.compile(rf"((?:^|(?<=[\s/'\"]))/?(?:{OPENED})/)[^/\s'\"]+")
SHORTENED = r"\1…"
HIDDEN = "…"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (_SECRET, SHORTENED),
    (re.compile(r"\b(troth_\d{1,18}_[0-9a-f]{12}_)[0-9a-f]{64}"), rf"\1{HIDDEN}"),
    (re.compile(r"\b([a-z][a-z0-9+.-]*://[^\s/:@'\"]*):[^\s/@'\"]+@", re.IGNORECASE), rf"\1:{HIDDEN}@"),
    (re.compile(r"\b((?:bearer|basic|token)\s+)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"\b(gh[pousr]_|github_pat_|glpat-)[A-Za-z0-9_-]{8,}"), rf"\1{HIDDEN}"),
    (re.compile(r"((?:session(?:id)?|csrftoken|device|password|passwd|secret|api_key)['\"]?\s*[=:]\s*['\"]?)"
                r"[^\s;,'\"&]{4,}", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----.*?"
                r"(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)", re.DOTALL), HIDDEN),
)  # fmt: skip
"""What a secret looks like wherever it stands, and what takes its place."""
SHORTEST = 8
"""Characters of a secret of the settings from which on it is looked for as it is; a shorter one is no secret."""
OF_SETTINGS = (
    "SECRET_KEY",
    "ATTACHMENT_KEY",
    "SIGNING_KEY",
    "FACTOR_KEY",
    "WEBHOOK_KEY",
    "OPENPGP_KEY",
    "METRICS_TOKEN",
)
"""Settings that are secrets, word for word."""
_STANDARD = frozenset(vars(logging.LogRecord("", 0, "", 0, "", None, None))) | {"message", "asctime", "taskName"}


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """``text`` with what looks like a secret, and each of ``known``, taken out."""
    for secret in known:
        text = text.replace(secret, HIDDEN)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text


class WithoutSecrets(logging.Filter):
    """Takes secrets out of the message and arguments of a record: for handlers that are not ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record is written, without its secrets."""
        record.msg = _without(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without, record.args))
        return True


def _without(value: Any) -> Any:
    return without_secrets(value) if isinstance(value, str) else value


class Line(logging.Formatter):
    """A line for people: which process, what happened. Tracebacks follow it."""

    def __init__(self, process: str, known: Iterable[str] = ()) -> None:
        super().__init__(f"{process}: %(message)s")
        self.known = tuple(known)

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets."""
        return without_secrets(super().format(record), self.known)


class Structured(logging.Formatter):
    """One JSON object a line: ``at`` (UTC), ``level``, ``process``, ``logger``, ``message``, and ``request``.

    What was given as ``extra`` stands beside these; ``error`` is the traceback.
    """

    def __init__(self, process: str, known: Iterable[str] = ()) -> None:
        super().__init__()
        self.process = process
        self.known = tuple(known)

    def format(self, record: logging.LogRecord) -> str:
        """The object on one line, without secrets."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self.process,
            "pid": os.getpid(),
            "logger": record.name,
            "message": self._clean(record.getMessage()),
        }
        if request := getattr(record, "request_id", "") or REQUEST.get():
            said["request"] = request
        for name, value in vars(record).items():
            if name not in _STANDARD and name not in ("request", "request_id", *said):
                said[name] = value if isinstance(value, int | float | bool | None) else self._clean(str(value))
        if record.exc_info:
            said["error"] = self._clean(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False, default=str)

    def _clean(self, text: str) -> str:
        return without_secrets(text, self.known)


def begin(process: str) -> None:
    """Have this process, called ``process``, write its log to standard error as the environment says."""
    structured = is_structured()
    known = _known()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Structured(process, known) if structured else Line(process, known))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(ACCESS).setLevel(logging.INFO if structured else logging.WARNING)


def is_structured() -> bool:
    """Whether lines are JSON."""
    return os.environ.get(JSON, "").strip().lower() == "json"


def _known() -> tuple[str, ...]:
    """The secrets of the settings themselves, and those lines of them that are one; longest first."""
    from django.conf import settings

    found = {str(getattr(settings, name, "") or "") for name in OF_SETTINGS}
    found |= {str(settings.DATABASES["default"].get("PASSWORD") or "")}
    found |= {word for line in f"{settings.GITHUB}\n{settings.REPOSITORIES}".splitlines() for word in line.split()[2:3]}
    lines = {line.strip() for each in found for line in each.splitlines() if not line.startswith("-----")}
    return tuple(sorted((each for each in found | lines if len(each) >= SHORTEST), key=len, reverse=True))


LOGGERS = ("django.request", "django.server", "django.security.csrf", "django.security.DisallowedHost")
"""Loggers of Django that write paths; a filter of a logger does not hold for those below it."""
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without secrets": {"()": WithoutSecrets}},
    "loggers": {name: {"filters": ["without secrets"]} for name in LOGGERS},
}
"""Django's setting of the same name."""
