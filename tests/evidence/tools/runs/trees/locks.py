"""Lockfiles of several ecosystems, for OSV-Scanner; requirements for the `safety check` that Troth never starts."""

from __future__ import annotations

from evidence.tools.runs.recorded import Case
from evidence.tools.runs.trees.rust import LOCK

MODULE = "module example.org/ferry\n\ngo 1.21\n\nrequire golang.org/x/text v0.3.7\n"
REQUIREMENTS = "jinja2==2.10\nrequests==2.31.0\nidna==3.7\n"
SCAN = ("osv-scanner", "scan", "source", "--recursive", "--format", "json", "--all-packages", "--offline", ".")

CASES = (
    Case(
        tool="osv-scanner",
        name="findings",
        files={"Cargo.lock": LOCK, "py/requirements.txt": REQUIREMENTS, "go.mod": MODULE},
        advisories=True,
    ),
    Case(tool="osv-scanner", name="clean", files={"requirements.txt": "idna==3.7\n"}, advisories=True),
    Case(
        tool="osv-scanner",
        name="ignored",
        files={
            "requirements.txt": "jinja2==2.10\n",
            "osv-scanner.toml": '[[IgnoredVulns]]\nid = "PYSEC-2026-9001"\nreason = "no templates"\n',
        },
        advisories=True,
    ),
    Case(
        tool="osv-scanner",
        name="torn-lock",
        files={"Cargo.lock": "[[package", "requirements.txt": "idna==3.7\n"},
        advisories=True,
    ),
    Case(tool="osv-scanner", name="only-torn", files={"Cargo.lock": "[[package"}, advisories=True),
    Case(
        tool="osv-scanner",
        name="other-ecosystem",
        files={"composer.lock": '{"packages": [{"name": "a/b", "version": "1.0.0"}]}'},
        advisories=True,
    ),
    Case(
        tool="osv-scanner",
        name="no-database",
        files={"requirements.txt": "jinja2==2.10\n"},
        argv=SCAN,
        environment={"OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY": "{tree}/nothing"},
    ),
    Case(
        tool="safety",
        name="version-2",
        files={"requirements.txt": REQUIREMENTS},
        advisories=True,
        argv=("safety-2", "check", "--json", "--file", "requirements.txt", "--db", "{advisories}/safety"),
    ),
    Case(
        tool="safety",
        name="version-3",
        files={"requirements.txt": REQUIREMENTS},
        argv=("safety", "check", "--json", "--file", "requirements.txt"),
        environment={"HTTPS_PROXY": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1"},
    ),
)
