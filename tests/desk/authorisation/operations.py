"""Which scope a key needs for which operation of the interface for programs: one line an operation of OpenAPI."""

from __future__ import annotations

from desk.authorisation.expected import Of, Operation

C = "/api/v1/cases/{reference}"
A = "/api/v1/advisories/{reference}"
READ, WRITE = "cases:read", "cases:write"
OPERATIONS = (
    Operation("POST", "/api/v1/reports", "", 201, {"title": "Path traversal", "description": "It is joined.",
                                                   "project": Of("open_name")}),
    Operation("GET", "/api/v1/cases", READ, 200),
    Operation("GET", C, READ, 200),
    Operation("GET", "/api/v1/cvss", READ, 200, query={"vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}),
    Operation("POST", f"{C}/moves", WRITE, 200, {"to": "duplicate", "duplicate_of": Of("reference")},
              {"reference": "assessing"}),
    Operation("POST", f"{C}/rating", WRITE, 200, {"vector": "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"}),
    Operation("POST", f"{C}/messages", WRITE, 201, {"body": "We can reproduce it."}),
    Operation("POST", f"{C}/notes", WRITE, 204, {"body": "It is in the parser."}),
    Operation("POST", f"{C}/owner", WRITE, 200, {"member": Of("membership")}),
    Operation("POST", f"{C}/hold", WRITE, 200, {"held": "possible duplicate", "reason": "As before",
                                                "resembles": Of("reference")}, {"reference": "quiet"}),
    Operation("POST", f"{C}/release", WRITE, 200, {"reason": "It is another one."}, {"reference": "held"}),
    Operation("POST", f"{C}/merge", WRITE, 200, {"original": Of("reference")}, {"reference": "held"}),
    Operation("POST", f"{C}/rejection", WRITE, 200, {"reason": "It is no weakness."}, {"reference": "held"}),
    Operation("POST", f"{C}/embargo", WRITE, 200, {"until": "2026-05-01T00:00:00Z"}),
    Operation("POST", f"{C}/embargo/answer", WRITE, 200, {"agree": True}, {"reference": "proposed"}),
    Operation("POST", f"{C}/embargo/end", WRITE, 200, {"reason": "It is known."}, {"reference": "proposed"}),
    Operation("POST", f"{C}/bounty", WRITE, 204, {"decision": "declined", "reason": "There is no fund."}),
    Operation("POST", f"{C}/duties/{{number}}", WRITE, 200, {"record": "Done."}, {"number": "duty"}),
    Operation("POST", f"{C}/participants", WRITE, 201, {"role": "vendor", "contact": "vendor@example.org"}),
    Operation("POST", f"{C}/emergency", WRITE, 204, {"reason": "It is being used."}, {"reference": "quiet"}),
    Operation("POST", f"{C}/pause", WRITE, 200, {"reason": "The reporter asked for it."}),
    Operation("POST", f"{C}/resume", WRITE, 200, None, {"reference": "paused"}),
    Operation("GET", "/api/v1/advisories", "advisories:read", 200),
    Operation("POST", "/api/v1/advisories", "advisories:write", 201, {"case": Of("reference")}),
    Operation("GET", A, "advisories:read", 200, takes={"reference": "advisory draft"}),
    Operation("POST", f"{A}/content", "advisories:write", 200, {"content": {"title": "Another"}},
              {"reference": "advisory draft"}),
    Operation("GET", f"{A}/file", "advisories:read", 200, takes={"reference": "advisory draft"},
              query={"format": "osv"}),
    Operation("POST", f"{A}/fix", "advisories:write", 200,
              {"release": "1.4.2", "released_at": "2026-03-01T00:00:00Z"}, {"reference": "advisory draft"}),
    Operation("POST", f"{A}/publication", "advisories:write", 200, {"at": "2026-04-01T00:00:00Z"},
              {"reference": "advisory approved"}),
    Operation("GET", "/api/v1/policies/{project}", "policies:read", 200),
    Operation("POST", "/api/v1/policies/{project}", "policies:write", 200,
              {"texts": {"SECURITY.md": "# Policy\n\nWe acknowledge reports within 24 hours.\n"}}),
    Operation("GET", "/api/v1/promises/{project}", "promises:read", 200),
    Operation("GET", "/api/v1/scans", "scans:read", 200, query={"project": Of("project")}),
    Operation("POST", "/api/v1/scans", "scans:push", 201, Of("push")),
    Operation("GET", "/api/v1/audits", "scans:read", 200, query={"project": Of("project")}),
    Operation("POST", "/api/v1/audits", "audits:run", 201, {"project": Of("project")}),
    Operation("POST", "/api/v1/inventories", "scans:push", 201,
              {"project": Of("project"), "inventory": {"components": [{"name": "barnacle", "version": "1.4.0",
                                                                       "ecosystem": "PyPI"}], "files": []}}),
    Operation("GET", "/api/v1/components", "scans:read", 200, query={"project": Of("project")}),
    Operation("GET", "/api/v1/components/changes", "scans:read", 200, query={"project": Of("project")}),
)  # fmt: skip
"""Every operation of the interface; the answer where all is well."""
