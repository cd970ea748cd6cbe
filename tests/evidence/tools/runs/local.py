"""Advisories of our own, in every form that tools read: RustSec, Go, OSV archives, an OSV API on loopback."""

from __future__ import annotations

import json
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from troth.evidence.tools.runs.job import LocalAdvisories

RUSTSEC = {
    "crates/mast/RUSTSEC-2026-9001.md": (
        '```toml\n[advisory]\nid = "RUSTSEC-2026-9001"\npackage = "mast"\ndate = "2026-01-02"\n'
        'url = "https://example.org/9001"\naliases = ["CVE-2026-99001"]\n'
        'cvss = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"\n\n[versions]\npatched = [">= 1.2.0"]\n```\n\n'
        "# The mast breaks\n\nIt breaks.\n"
    ),
    "crates/sail/RUSTSEC-2026-9002.md": (
        '```toml\n[advisory]\nid = "RUSTSEC-2026-9002"\npackage = "sail"\ndate = "2026-01-03"\n'
        'informational = "unmaintained"\n\n[versions]\npatched = []\n```\n\n# Nobody mends the sail\n\nIt is left.\n'
    ),
}


def osv(name: str, ecosystem: str, package: str, fixed: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "modified": "2026-01-02T00:00:00Z",
        "published": "2026-01-01T00:00:00Z",
        "summary": f"{package} is weak",
        "details": f"{package} is weak before {fixed}.",
        "affected": [
            {
                "package": {"ecosystem": ecosystem, "name": package},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
            }
        ],
        **more,
    }


RECORDS = (
    osv("PYSEC-2026-9001", "PyPI", "jinja2", "3.0", aliases=["CVE-2026-99003", "GHSA-aaaa-bbbb-cccc"]),
    osv(
        "GHSA-dddd-eeee-ffff",
        "PyPI",
        "requests",
        "2.32.0",
        severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
    ),
    osv("RUSTSEC-2026-9001", "crates.io", "mast", "1.2.0", aliases=["CVE-2026-99001"]),
    osv("GO-2026-9001", "Go", "golang.org/x/text", "0.3.8", aliases=["CVE-2026-99002"]),
)
GO = {
    "id": "GO-2026-9100",
    "modified": "2026-01-02T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "aliases": ["CVE-2026-99100"],
    "summary": "Upper case is weak",
    "details": "ToUpper is weak.",
    "schema_version": "1.3.1",
    "affected": [
        {
            "package": {"name": "stdlib", "ecosystem": "Go"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}],
            "ecosystem_specific": {"imports": [{"path": "strings", "symbols": ["ToUpper"]}]},
        }
    ],
}


SAFETY = {
    "insecure.json": {"$meta": {"timestamp": 1767225600}, "jinja2": ["<3.0"]},
    "insecure_full.json": {
        "$meta": {"timestamp": 1767225600, "base_domain": "https://example.org"},
        "jinja2": [
            {
                "advisory": "jinja2 is weak",
                "cve": "CVE-2026-99003",
                "id": "pyup.io-90001",
                "more_info_path": "/90001",
                "specs": ["<3.0"],
                "v": "<3.0",
            }
        ],
    },
}
"""A database in the form of safety 2, which alone takes one of its own."""


def build(folder: Path) -> LocalAdvisories:
    """All forms below `folder`; `osv_api` is added by `serving`."""
    rustsec, go, zips = folder / "rustsec", folder / "go", folder / "osv"
    for path, text in RUSTSEC.items():
        _write(rustsec / path, text)
    _commit(rustsec)
    _write(go / "index" / "db.json", '{"modified": "2026-01-02T00:00:00Z"}')
    _write(
        go / "index" / "modules.json",
        json.dumps([{"path": "stdlib", "vulns": [{"id": GO["id"], "modified": GO["modified"], "fixed": ""}]}]),
    )
    _write(
        go / "index" / "vulns.json",
        json.dumps([{"id": GO["id"], "modified": GO["modified"], "aliases": GO["aliases"]}]),
    )
    _write(go / "ID" / f"{GO['id']}.json", json.dumps(GO))
    for name, content in SAFETY.items():
        _write(folder / "safety" / name, json.dumps(content))
    for ecosystem in sorted({record["affected"][0]["package"]["ecosystem"] for record in RECORDS}):
        (zips / ecosystem).mkdir(parents=True)
        with zipfile.ZipFile(zips / ecosystem / "all.zip", "w") as archive:
            for record in RECORDS:
                if record["affected"][0]["package"]["ecosystem"] == ecosystem:
                    archive.writestr(f"{record['id']}.json", json.dumps(record))
    return LocalAdvisories(rustsec=rustsec, go=f"file://{go}", osv_zips=zips)


def _commit(folder: Path) -> None:
    """A checkout, as cargo-deny wants it, dated so that it is never too old for the runs of these tests."""
    name = ("-c", "user.name=Harbour", "-c", "user.email=harbour@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), (*name, "commit", "-q", "-m", "Advisories")):
        subprocess.run(("git", *words), cwd=folder, check=True, capture_output=True)
    head = subprocess.run(("git", "rev-parse", "HEAD"), cwd=folder, check=True, capture_output=True).stdout
    (folder / ".git" / "FETCH_HEAD").write_bytes(head)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


class _Answers(BaseHTTPRequestHandler):
    """`/v1/query` of the OSV API (https://google.github.io/osv.dev/post-v1-query/), for the records above."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        name = asked["package"]["name"].lower()
        found = [one for one in RECORDS if one["affected"][0]["package"]["name"] == name]
        body = json.dumps({"vulns": found} if found else {}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def serving() -> Iterator[str]:
    """The address of an OSV API that knows the records above."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
