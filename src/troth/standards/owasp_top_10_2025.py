"""OWASP Top 10, edition of 2025."""

from __future__ import annotations

from troth.standards.standard import Requirement, Standard

STANDARD = Standard(
    name="owasp-top-10-2025",
    title="OWASP Top 10:2025",
    edition="2025",
    published="2025-11-06",
    source="https://owasp.org/Top10/2025/",
    read="2026-11-26",
    rights="CC BY-SA 4.0; categories by their names, the rest in our words",
    answers=("owasp-top-10",),
    note="A list of risks, not of controls: a category is met here only in part, however much is promised against it.",
    requirements=(
        Requirement(
            number="A01:2025",
            says="Broken access control, forged requests of servers among it: what users may do is enforced everywhere",
            part=(
                "practice topic=authorization|least_privilege|isolation",
                "practice about=ssrf|request_forgery",
                "recurrence action=access_review",
            ),
        ),
        Requirement(
            number="A02:2025",
            says="Security misconfiguration: systems are hardened, and their configuration is reviewed",
            part=(
                "recurrence action=tool_review",
                "practice topic=network|sandbox",
                "tool activity=posture|container_scanning",
                "practice activity=posture|container_scanning",
            ),
        ),
        Requirement(
            number="A03:2025",
            says="Software supply chain failures: dependencies, builds and their sources are known and watched",
            part=(
                "tool activity=dependency_scanning|dependency_update",
                "practice activity=dependency_scanning|dependency_update",
                "recurrence action=dependency_review|patching",
                "recurrence activity=dependency_scanning|dependency_update",
                "sbom",
                "pin",
            ),
        ),
        Requirement(
            number="A04:2025",
            says="Cryptographic failures: data is protected by sound cryptography, at rest and on its way",
            part=("practice topic=encryption|crypto_libraries",),
        ),
        Requirement(
            number="A05:2025",
            says="Injection: input is checked, and kept apart from commands and queries",
            part=(
                "practice topic=input_validation",
                "tool activity=static_analysis|dynamic_analysis",
                "practice activity=static_analysis|dynamic_analysis",
                "recurrence activity=static_analysis|dynamic_analysis",
            ),
        ),
        Requirement(
            number="A06:2025",
            says="Insecure design: threats are thought of before code is written",
            part=(
                "recurrence action=architecture_review|pentest|assessment",
                "document about=architecture|threat|design",
            ),
        ),
        Requirement(
            number="A07:2025",
            says="Authentication failures: who somebody is, is proven and kept",
            part=(
                "practice topic=authentication|two_factor|secrets",
                "tool activity=secret_scanning",
                "practice activity=secret_scanning",
            ),
        ),
        Requirement(
            number="A08:2025",
            says="Software or data integrity failures: updates, code and data are verified before they are trusted",
            part=("practice topic=signing", "tool activity=signing", "practice activity=signing"),
        ),
        Requirement(
            number="A09:2025",
            says="Security logging and alerting failures: what happens is recorded, and somebody is told",
            part=("practice topic=audit_log|monitoring", "incident_phase"),
        ),
        Requirement(
            number="A10:2025",
            says="Mishandling of exceptional conditions: errors are handled, and fail closed",
            part=(
                "practice about=error_handling|fail_closed|fail_securely|exception",
                "tool activity=fuzzing",
                "practice activity=fuzzing",
            ),
        ),
    ),
)
