"""A server that answers as GitHub's REST interface does for the security advisories of a repository.

Parameters, states, headers, pages and refusals are those of the published description (version 2022-11-28); every
advisory that it hands out is held against the names and types that the description demands.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jsonschema_rs

TOKEN = "github_pat_of_the_tests"
REPOSITORY = "example/ferry"
_TEXT, _MAYBE = {"type": "string"}, {"type": ["string", "null"]}
_INSTANT = {"type": ["string", "null"], "format": "date-time"}
_MANY = {"type": ["array", "null"]}
_USER = {"type": ["object", "null"], "required": ["login", "id", "node_id", "html_url", "type", "site_admin"]}
ADVISORY = jsonschema_rs.validator_for(
    {
        "type": "object",
        "properties": {
            "ghsa_id": {"type": "string", "pattern": "^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$"},
            "cve_id": _MAYBE,
            "url": _TEXT,
            "html_url": _TEXT,
            "summary": {"type": "string", "maxLength": 1024},
            "description": {"type": ["string", "null"], "maxLength": 65535},
            "severity": {"enum": ["critical", "high", "medium", "low", None]},
            "author": _USER,
            "publisher": _USER,
            "identifiers": {"type": "array"},
            "state": {"enum": ["published", "closed", "withdrawn", "draft", "triage"]},
            "created_at": _INSTANT,
            "updated_at": _INSTANT,
            "published_at": _INSTANT,
            "closed_at": _INSTANT,
            "withdrawn_at": _INSTANT,
            "submission": {"type": ["object", "null"], "required": ["accepted"]},
            "vulnerabilities": _MANY,
            "cvss": {"type": ["object", "null"], "required": ["vector_string", "score"]},
            "cwes": _MANY,
            "cwe_ids": _MANY,
            "credits": _MANY,
            "credits_detailed": _MANY,
            "collaborating_users": _MANY,
            "collaborating_teams": _MANY,
            "private_fork": {"type": ["object", "null"]},
        },
        "required": [
            "ghsa_id", "cve_id", "url", "html_url", "summary", "description", "severity", "author", "publisher",
            "identifiers", "state", "created_at", "updated_at", "published_at", "closed_at", "withdrawn_at", "submission",
            "vulnerabilities", "cvss", "cwes", "cwe_ids", "credits", "credits_detailed", "collaborating_users",
            "collaborating_teams", "private_fork",
        ],
    }
)  # fmt: skip


_ROW = {
    "type": "object",
    "properties": {
        "package": {
            "type": "object",
            "properties": {
                "ecosystem": {
                    "enum": [
                        "rubygems", "npm", "pip", "maven", "nuget", "composer", "go", "rust", "erlang", "actions", "pub",
                        "other", "swift",
                    ]
                },
                "name": _MAYBE,
            },
            "required": ["ecosystem"],
        },
        "vulnerable_version_range": _MAYBE,
        "patched_versions": _MAYBE,
        "vulnerable_functions": {"type": ["array", "null"], "items": _TEXT},
    },
    "required": ["package"],
    "additionalProperties": False,
}  # fmt: skip
_CREDIT = {
    "type": "object",
    "properties": {
        "login": _TEXT,
        "type": {
            "enum": [
                "analyst", "finder", "reporter", "coordinator", "remediation_developer", "remediation_reviewer",
                "remediation_verifier", "tool", "sponsor", "other",
            ]
        },
    },
    "required": ["login", "type"],
    "additionalProperties": False,
}  # fmt: skip
_FIELDS = {
    "summary": {"type": "string", "maxLength": 1024},
    "description": {"type": "string", "maxLength": 65535},
    "cve_id": _MAYBE,
    "vulnerabilities": {"type": "array", "items": _ROW},
    "cwe_ids": {"type": ["array", "null"], "items": _TEXT},
    "credits": {"type": ["array", "null"], "items": _CREDIT},
    "severity": {"enum": ["critical", "high", "medium", "low", None]},
    "cvss_vector_string": _MAYBE,
}
CREATE = jsonschema_rs.validator_for(
    {
        "type": "object",
        "properties": _FIELDS | {"start_private_fork": {"type": "boolean"}},
        "required": ["summary", "description", "vulnerabilities"],
        "additionalProperties": False,
    }
)
"""The body of ``POST /repos/{owner}/{repo}/security-advisories``."""
UPDATE = jsonschema_rs.validator_for(
    {
        "type": "object",
        "properties": _FIELDS
        | {
            "state": {"enum": ["published", "closed", "draft"]},
            "collaborating_users": _MANY,
            "collaborating_teams": _MANY,
        },
        "additionalProperties": False,
    }
)
"""The body of ``PATCH …/{ghsa_id}``."""


def advisory(number: int, at: datetime, **other: Any) -> dict[str, Any]:
    """A private report that was handed in at ``at``, in triage; ``other`` takes the place of what it says."""
    letters = "23456789cfghjmpqrvwx"
    ghsa = "GHSA-2222-2222-2" + "".join(letters[number // 20**place % 20] for place in (2, 1, 0))
    said: dict[str, Any] = {
        "ghsa_id": ghsa,
        "cve_id": None,
        "url": f"https://api.github.com/repos/{REPOSITORY}/security-advisories/{ghsa}",
        "html_url": f"https://github.com/{REPOSITORY}/security/advisories/{ghsa}",
        "summary": f"Finding {number}",
        "description": f"Report {number}: a crafted archive writes outside of the folder {number} times over.",
        "severity": None,
        "author": {
            "login": "reporter-of-tests", "id": 1, "node_id": "MDQ6VXNlcjE=", "type": "User", "site_admin": False,
            "html_url": "https://github.com/reporter-of-tests",
        },
        "publisher": None,
        "identifiers": [{"type": "GHSA", "value": ghsa}],
        "state": "triage",
        "created_at": instant(at),
        "updated_at": instant(at),
        "published_at": None,
        "closed_at": None,
        "withdrawn_at": None,
        "submission": {"accepted": False},
        "vulnerabilities": [],
        "cvss": None,
        "cwes": [],
        "cwe_ids": [],
        "credits": [],
        "credits_detailed": [],
        "collaborating_users": [],
        "collaborating_teams": [],
        "private_fork": None,
    }  # fmt: skip
    return said | other


def instant(at: datetime) -> str:
    """As GitHub writes instants."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class GitHub:
    """The server. ``advisories`` is what it has, ``refusal`` what it answers instead: status and headers."""

    url: str = ""
    advisories: list[dict[str, Any]] = field(default_factory=list)
    refusal: tuple[int, dict[str, str]] | None = None
    asked: list[str] = field(default_factory=list)
    """Path and query of every request with a token that counts."""
    not_modified: int = 0
    body: bytes | None = None
    """What is answered instead of a list."""
    next_url: str = ""
    written: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    """Method, path and body of everything that was written."""
    lost: int = 0
    """So many answers to what is written get lost on their way, after it was done."""

    def change(self, number: int, at: datetime, **other: Any) -> None:
        """Somebody changes the advisory at that place."""
        self.advisories[number] |= {"updated_at": instant(at), **other}

    def write(self, method: str, path: str, headers: Any, content: bytes) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer to POST or PATCH."""
        assert headers["Accept"] == "application/vnd.github+json"
        assert headers["X-GitHub-Api-Version"] == "2022-11-28"
        if headers["Authorization"] != f"Bearer {TOKEN}":
            return 401, {}, b'{"message":"Bad credentials"}'
        if self.refusal:
            return self.refusal[0], self.refusal[1], b'{"message":"no"}'
        root = f"/repos/{REPOSITORY}/security-advisories"
        body = json.loads(content) if content else {}
        self.written.append((method, path, body))
        if method == "POST" and path == root:
            return self._create(body)
        known = {one["ghsa_id"]: one for one in self.advisories}
        ghsa, _, rest = path.removeprefix(f"{root}/").partition("/")
        if not path.startswith(root) or ghsa not in known:
            return 404, {}, b'{"message":"Not Found"}'
        if method == "POST" and rest == "cve":
            return 202, {}, b"{}"
        return self._update(known[ghsa], body) if method == "PATCH" and not rest else (404, {}, b"{}")

    def _create(self, body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        if not CREATE.is_valid(body) or {"severity", "cvss_vector_string"} <= set(body):
            return _unprocessable(CREATE, body)
        made = advisory(
            len(self.advisories) + 500,
            datetime(2026, 3, 2, 9, tzinfo=UTC),
            state="draft",
            submission=None,
            **_stored(body),
        )
        self.advisories.append(made)
        return 201, {"Content-Type": "application/json"}, json.dumps(made).encode()

    def _update(self, known: dict[str, Any], body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        if not UPDATE.is_valid(body) or {"severity", "cvss_vector_string"} <= set(body):
            return _unprocessable(UPDATE, body)
        known |= _stored(body)
        ADVISORY.validate(known)
        return 200, {"Content-Type": "application/json"}, json.dumps(known).encode()

    def reply(self, path: str, headers: Any) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer to GET ``path``."""
        assert headers["Accept"] == "application/vnd.github+json"
        assert headers["X-GitHub-Api-Version"] == "2022-11-28"
        assert headers["User-Agent"], "GitHub refuses requests without one"
        if headers["Authorization"] != f"Bearer {TOKEN}":
            return 401, {}, b'{"message":"Bad credentials"}'
        self.asked.append(path)
        if self.refusal:
            return self.refusal[0], self.refusal[1], b'{"message":"no"}'
        parts = urlsplit(path)
        one = next(
            (one for one in self.advisories if parts.path.endswith(f"/security-advisories/{one['ghsa_id']}")), None
        )
        if one is not None:
            return 200, {"Content-Type": "application/json"}, json.dumps(one).encode()
        if parts.path != f"/repos/{REPOSITORY}/security-advisories":
            return 404, {}, b'{"message":"Not Found"}'
        query = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
        allowed = {"per_page", "sort", "direction", "after", "before", "state"}
        if not set(query) <= allowed or query["sort"] not in {"created", "updated", "published"}:
            return 422, {}, b'{"message":"Validation Failed"}'
        size = int(query.get("per_page", "30"))
        assert 1 <= size <= 100
        for one in self.advisories:
            ADVISORY.validate(one)
        ordered = sorted(
            [one for one in self.advisories if query.get("state", one["state"]) == one["state"]],
            key=lambda one: one[f"{query['sort']}_at"],
            reverse=query.get("direction", "desc") == "desc",
        )
        start = int(query.get("after", "0"))
        shown = ordered[start : start + size]
        body = self.body if self.body is not None else json.dumps(shown).encode()
        tag = f'W/"{hashlib.sha256(body).hexdigest()}"'
        said = {"ETag": tag, "Content-Type": "application/json; charset=utf-8"}
        if start + size < len(ordered):
            following = self.next_url or f"{self.url}{parts.path}?{urlencode(query | {'after': str(start + size)})}"
            said["Link"] = f'<{following}>; rel="next"'
        if headers.get("If-None-Match") == tag:
            self.not_modified += 1
            return 304, said, b""
        return 200, said, body


def _stored(body: dict[str, Any]) -> dict[str, Any]:
    """What GitHub keeps of a body: the vector becomes an object."""
    kept = {key: value for key, value in body.items() if key != "cvss_vector_string"}
    if body.get("cvss_vector_string"):
        kept["cvss"] = {"vector_string": body["cvss_vector_string"], "score": 7.5}
    return kept


def _unprocessable(schema: Any, body: Any) -> tuple[int, dict[str, str], bytes]:
    errors = [{"field": "/".join(map(str, one.instance_path)), "code": "invalid"} for one in schema.iter_errors(body)]
    return 422, {}, json.dumps({"message": "Validation Failed", "errors": errors}).encode()


@contextmanager
def running() -> Iterator[GitHub]:
    """The server, on a free port of this machine."""
    github = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = github.reply(self.path, self.headers)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self._write("POST")

        def do_PATCH(self) -> None:
            self._write("PATCH")

        def _write(self, method: str) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, body = github.write(method, self.path, self.headers, content)
            if github.lost:
                github.lost -= 1
                self.close_connection = True
                return  # the line breaks before a byte of the answer is sent
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    github.url = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield github
    server.shutdown()
    server.server_close()
