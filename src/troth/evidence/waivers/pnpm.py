"""``auditConfig`` in pnpm-workspace.yaml: as in package.json, where a comment can tell why.

https://pnpm.io/settings#auditconfig
"""

from __future__ import annotations

from troth.evidence.waivers import npm
from troth.evidence.waivers.form import Form

FORM = Form(
    name="pnpm-workspace.yaml",
    tool="pnpm-audit",
    files=("pnpm-workspace.yaml",),
    writing="yaml",
    read=npm.read,
    marked="auditConfig",
)
