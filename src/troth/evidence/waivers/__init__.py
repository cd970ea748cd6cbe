"""Exceptions that tools are told of in files of their own, one file a form, and the register of ``troth.toml``."""

from __future__ import annotations

import fnmatch

from troth.evidence.waivers import (
    cargo_audit,
    cargo_deny,
    detect_secrets,
    gitleaks,
    grype,
    npm,
    osv_scanner,
    owasp_dependency_check,
    pnpm,
    safety,
    snyk,
    trivy,
    trivy_lines,
    zizmor,
)
from troth.evidence.waivers.form import Form

FORMS: tuple[Form, ...] = (
    cargo_audit.FORM,
    cargo_deny.FORM,
    detect_secrets.FORM,
    gitleaks.FORM,
    grype.FORM,
    npm.FORM,
    osv_scanner.FORM,
    owasp_dependency_check.FORM,
    pnpm.FORM,
    safety.FORM,
    snyk.FORM,
    trivy.FORM,
    trivy_lines.FORM,
    zizmor.FORM,
)
"""Every native form that is read."""


def form_of(tool: str, path: str) -> Form | None:
    """The form in which ``path`` tells ``tool`` what to let pass, None where it has none."""
    name = path.rpartition("/")[2]
    for form in FORMS:
        if form.tool == tool and any(fnmatch.fnmatchcase(name, glob.rpartition("/")[2]) for glob in form.files):
            return form
    return None
