"""What the log may say: addresses of pages, never the secret that opens one.

Django writes the path of each request that is refused or not found. A reporter's link, an invitation and the link of a
mail that resets a password hold their whole secret in the path: whoever reads the log would hold it too.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from troth_desk.tenants.addresses import OPENED

_SECRET = re.compile(rf"((?:^|(?<=[\s/]))/?(?:{OPENED})/)[^/\s]+")
SHORTENED = r"\1…"
LOGGERS = ("django.request", "django.server", "django.security.csrf", "django.security.DisallowedHost")
"""Loggers of Django that write paths; a filter of a logger does not hold for those below it."""


class WithoutSecrets(logging.Filter):
    """Takes the secret out of every path that a record holds."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record is written, without its secrets."""
        record.msg = _without(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without, record.args))
        return True


def _without(value: Any) -> Any:
    return _SECRET.sub(SHORTENED, value) if isinstance(value, str) else value


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without secrets": {"()": WithoutSecrets}},
    "loggers": {name: {"filters": ["without secrets"]} for name in LOGGERS},
}
"""Django's setting of the same name."""
