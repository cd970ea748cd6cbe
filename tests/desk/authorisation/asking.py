"""Requests that are taken back: what was answered, and what was written meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client

WRITES = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
BESIDE = {
    "django_session",
    "usersessions_usersession",
    "people_cache",
    "ledger_head",  # whoever waits for their turn to write bumps the head; what was written shows itself
}
"""Tables that may be written to by a request that changes nothing: who is logged in since when, counted limits."""
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


@dataclass(frozen=True)
class Answer:
    """``status``, where it leads to, its content, and the tables that were written to."""

    status: int
    location: str
    content: bytes
    written: frozenset[str]
    response: Any

    @property
    def login(self) -> bool:
        """Whether it sends to the login."""
        return self.status == 302 and self.location.startswith("/accounts/login/?next=")

    @property
    def confirm(self) -> bool:
        """Whether it asks to prove again who it is."""
        return self.status == 302 and self.location.startswith("/accounts/reauthenticate/")

    @property
    def done(self) -> bool:
        """Whether what was asked for was done."""
        return self.status < 400 and not self.login and not self.confirm


def ask(client: Client, method: str, address: str, body: Any = None, **options: Any) -> Answer:
    """Send a request, and take back whatever it wrote."""
    written: set[str] = set()

    def seen(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        answer = execute(sql, params, many, context)
        found = WRITES.match(sql)
        # of an INSERT that answers with its row SQLite knows the count only once that was read
        if found and (sql.lstrip().startswith("INSERT") or context["cursor"].rowcount):
            written.add(found[1])
        return answer

    before = deepcopy(client.cookies)
    with transaction.atomic(), connection.execute_wrapper(seen):
        given: dict[str, Any] = dict(options)
        if body is not None:
            given["data"] = body
        response: HttpResponseBase = getattr(client, method.lower())(address, **given)
        content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    client.cookies = before  # what a browser was told is taken back too
    location = response.headers.get("Location", "")
    return Answer(response.status_code, location, content, frozenset(written - BESIDE), response)


def form(body: Mapping[str, Any]) -> dict[str, Any]:
    """``body`` as a form sends it."""
    return {name: value for name, value in body.items() if value is not None}
