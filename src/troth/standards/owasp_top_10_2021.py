"""OWASP Top 10, edition of 2021."""

from __future__ import annotations

from troth.standards.standard import Requirement, Standard

STANDARD = Standard(
    name="owasp-top-10-2021",
    title="OWASP Top 10:2021",
    edition="2021",
    published="2021-09-24",
    source="https://owasp.org/Top10/2021/",
    read="2026-11-26",
    rights="CC BY-SA 3.0; categories by their names, the rest in our words",
    answers=("owasp-top-10",),
    note="A list of risks, not of controls: a category is met here only in part, however much is promised against it.",
    requirements=(
        Requirement(
            number="A01:2021",
            says="Broken access control: what users may do is enforced everywhere",
            part=("practice topic=authorization|least_privilege|isolation", "recurrence action=access_review"),
        ),
        Requirement(
            number="A02:2021",
            says="Cryptographic failures: data is protected by sound cryptography, at rest and on its way",
            part=("practice topic=encryption|crypto_libraries",),
        ),
        Requirement(
            number="A03:2021",
            says="Injection: input is checked, and kept apart from commands and queries",
            part=(
                "practice topic=input_validation",
                "tool activity=static_analysis|dynamic_analysis",
                "practice activity=static_analysis|dynamic_analysis",
                "recurrence activity=static_analysis|dynamic_analysis",
            ),
        ),
        Requirement(
            number="A04:2021",
            says="Insecure design: threats are thought of before code is written",
            part=(
                "recurrence action=architecture_review|pentest|assessment",
                "document about=architecture|threat|design",
            ),
        ),
        Requirement(
            number="A05:2021",
            says="Security misconfiguration: systems are hardened, and their configuration is reviewed",
            part=(
                "recurrence action=tool_review",
                "practice topic=network|sandbox",
                "tool activity=posture|container_scanning",
                "practice activity=posture|container_scanning",
            ),
        ),
        Requirement(
            number="A06:2021",
            says="Vulnerable and outdated components: dependencies are known, watched and updated",
            part=(
                "tool activity=dependency_scanning|dependency_update",
                "practice activity=dependency_scanning|dependency_update",
                "recurrence action=dependency_review|patching",
                "recurrence activity=dependency_scanning|dependency_update",
                "sbom",
            ),
        ),
        Requirement(
            number="A07:2021",
            says="Identification and authentication failures: who somebody is, is proven and kept",
            part=(
                "practice topic=authentication|two_factor",
                "practice topic=secrets",
                "tool activity=secret_scanning",
                "practice activity=secret_scanning",
            ),
        ),
        Requirement(
            number="A08:2021",
            says="Software and data integrity failures: updates, builds and data are verified before they are trusted",
            part=("practice topic=signing", "tool activity=signing", "practice activity=signing", "pin"),
        ),
        Requirement(
            number="A09:2021",
            says="Security logging and monitoring failures: what happens is recorded, seen and answered",
            part=("practice topic=audit_log|monitoring", "incident_phase"),
        ),
        Requirement(
            number="A10:2021",
            says="Server-side request forgery: addresses that users name are not followed blindly",
            part=("practice about=ssrf|request_forgery", "practice topic=network"),
        ),
    ),
)
