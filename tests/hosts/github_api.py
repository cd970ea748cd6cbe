"""GitHub's comments of issues on this machine, by its published description (REST API, version 2022-11-28):
list, create and update, with the codes, the page sizes and the required fields that are written there.

https://docs.github.com/en/rest/issues/comments
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LONGEST = 65_536
TOKEN = "t0ken"
TOKEN = "t0ken"


class Comments:
    """What the server holds and what it was asked."""

    def __init__(self) -> None:
        self.bodies: dict[int, str] = {}
        self.asked: list[str] = []
        self.refuse = 0
        self.url = ""


@contextmanager
def served(repository: str = "harbour/ferry", number: int = 7) -> Iterator[Comments]:
    """A server while the block runs."""
    comments = Comments()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, code: int, value: Any) -> None:
            data = json.dumps(value).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else {}
            comments.asked.append(f"{self.command} {self.path}")
            where = urlsplit(self.path)
            if comments.refuse:
                return self._answer(comments.refuse, {"message": "Resource not accessible by integration"})
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return self._answer(401, {"message": "Bad credentials"})
            many = where.path == f"/repos/{repository}/issues/{number}/comments"
            one = re.fullmatch(rf"/repos/{repository}/issues/comments/(\d+)", where.path)
            if self.command == "GET" and many:
                query = parse_qs(where.query)
                size, page = min(100, int(query["per_page"][0])), int(query["page"][0])
                chosen = sorted(comments.bodies)[(page - 1) * size : page * size]
                return self._answer(200, [{"id": each, "body": comments.bodies[each]} for each in chosen])
            if not isinstance(body.get("body"), str) or not 0 < len(body["body"]) <= LONGEST:
                return self._answer(422, {"message": "Validation Failed"})
            if self.command == "POST" and many:
                made = max(comments.bodies, default=0) + 1
                comments.bodies[made] = body["body"]
                return self._answer(201, {"id": made, "body": body["body"]})
            if self.command == "PATCH" and one and int(one[1]) in comments.bodies:
                comments.bodies[int(one[1])] = body["body"]
                return self._answer(200, {"id": int(one[1]), "body": body["body"]})
            return self._answer(404, {"message": "Not Found"})

        do_GET = do_POST = do_PATCH = _handle  # noqa: N815 - names of http.server

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    comments.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield comments
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
