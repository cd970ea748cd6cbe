"""A git repository served over HTTP by git's own ``http-backend``, and what was asked of it."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

PERSON = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> str:
    """What ``git words`` prints in ``folder``, without any configuration of this machine."""
    environment = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
    done = subprocess.run(
        ("git", *PERSON, *words), cwd=folder, check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout


class Served(BaseHTTPRequestHandler):
    """Answers by ``git http-backend`` what lies below ``root``; ``secret`` is the header that it wants, if any."""

    root: ClassVar[Path]
    secret: ClassVar[str] = ""
    moved: ClassVar[dict[str, str]] = {}
    asked: ClassVar[list[tuple[str, str]]] = []

    def answer(self) -> None:
        path, _, query = self.path.partition("?")
        self.asked.append((self.path, self.headers.get("Authorization", "")))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        to = next((to for start, to in self.moved.items() if path.startswith(start)), None)
        if to is not None:
            start = next(start for start in self.moved if path.startswith(start))
            self._send(301, {"Location": f"{to}{self.path.removeprefix(start)}"}, b"")
        elif self.secret and self.headers.get("Authorization") != self.secret:
            self._send(401, {}, b"")
        else:
            self._of_git(path, query, body)

    do_GET = do_POST = answer  # noqa: N815 - http.server's names

    def _of_git(self, path: str, query: str, body: bytes) -> None:
        environment = {
            **os.environ,
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
        }
        done = subprocess.run(("git", "http-backend"), input=body, capture_output=True, check=False, env=environment)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
        status = int(headers.pop("Status", "200 OK").split()[0])
        self._send(status, headers, content)

    def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Host:
    """Repositories below ``root``, served at ``url``; ``tree`` is where commits to ``harbour`` are made."""

    def __init__(self, root: Path, port: int, handler: type[Served]) -> None:
        self.root, self.port, self.handler = root, port, handler
        self.url = f"http://127.0.0.1:{port}"
        self.place = f"127.0.0.1:{port}"
        self.tree = root / "work"

    def commit(self, files: dict[str, str]) -> str:
        """A new commit with these files beside those that are there; its hash. It is what is served from now on."""
        for name, text in files.items():
            path = self.tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        git(self.tree, "add", "--all")
        git(self.tree, "commit", "--quiet", "--allow-empty", "-m", "A change")
        git(self.tree, "push", "--quiet", str(self.root / "harbour.git"), "HEAD:refs/heads/main")
        return git(self.tree, "rev-parse", "HEAD").strip()


@pytest.fixture
def git_host(tmp_path: Path) -> Iterator[Host]:
    """A host with the empty repository ``harbour.git`` on it."""
    root = tmp_path / "host"
    (root / "work").mkdir(parents=True)
    git(root, "init", "--quiet", "--bare", "--initial-branch=main", "harbour.git")
    git(root / "work", "init", "--quiet", "--initial-branch=main")
    handler = type("Here", (Served,), {"root": root, "secret": "", "moved": {}, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield Host(root, server.server_port, handler)
    server.shutdown()
    server.server_close()
