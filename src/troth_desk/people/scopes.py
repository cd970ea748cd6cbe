"""What the key of a program may do: each scope with what it opens, in the words that its maker reads."""

from __future__ import annotations

SCOPES: dict[str, str] = {
    "cases:read": "read cases, their clocks and conversations",
    "cases:write": "move, rate and answer cases",
    "incidents:read": "read incidents and playbooks",
    "incidents:write": "declare incidents, move them and write in their timelines",
    "alerts:send": "tell of alerts of a monitoring, which become incidents",
    "scans:push": "send results of checks and audits from CI",
    "scans:read": "read the history of results",
    "advisories:read": "read advisories, those too that are not published yet",
    "advisories:write": "begin, write and publish advisories; people review and approve them",
    "audits:run": "have the desk audit a project now",
    "findings:read": "read findings and releases",
    "findings:write": "decide about findings",
    "gates:write": "record that releases were tested and went to production",
    "policies:read": "read policy documents and their promises",
    "policies:write": "send new versions of policy documents",
    "reviews:read": "read what comes round, and whether it was done",
    "reviews:write": "take on what comes round, and record that it was done",
    "promises:read": "read how each promise stands",
    "facts:read": "download the desk's signed facts",
    "ledger:read": "read the ledger",
}
