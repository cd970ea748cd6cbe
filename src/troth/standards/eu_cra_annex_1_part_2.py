"""Cyber Resilience Act, Annex I Part II: how manufacturers handle vulnerabilities."""

from __future__ import annotations

from troth.standards.standard import Requirement, Standard

STANDARD = Standard(
    name="eu-cra-annex-1-part-2",
    title="Cyber Resilience Act, Annex I Part II (vulnerability handling)",
    edition="2024",
    published="2024-11-20",
    source="https://eur-lex.europa.eu/eli/reg/2024/2847/oj",
    read="2026-11-26",
    rights="text of the European Union; here in our words",
    answers=("eu-cra",),
    note="Regulation (EU) 2024/2847 holds for these parts from 11 December 2027. Check the official text: this is no "
    "legal advice, and conformity is assessed by its own procedures.",
    requirements=(
        Requirement(
            number="Part II (1)",
            says="Vulnerabilities and components are identified and documented, with a bill of materials that machines "
            "read and that covers at least the top-level dependencies",
            whole=(
                ("sbom",),
                (
                    "tool activity=dependency_scanning",
                    "practice activity=dependency_scanning",
                    "recurrence activity=dependency_scanning",
                    "recurrence action=dependency_review",
                ),
            ),
        ),
        Requirement(
            number="Part II (2)",
            says="Vulnerabilities are remediated without delay, by security updates where needed, apart from new "
            "functions where that can be done",
            whole=(("deadline action=fix", "recurrence action=patching"),),
        ),
        Requirement(
            number="Part II (3)",
            says="The security of the product is tested and reviewed effectively and regularly",
            whole=(
                (
                    "recurrence action=assessment|architecture_review|pentest|code_review",
                    "recurrence activity=static_analysis|dynamic_analysis",
                ),
            ),
            part=(
                "tool activity=static_analysis|dynamic_analysis|fuzzing",
                "practice topic=testing",
                "recurrence action=audit|scan",
            ),
        ),
        Requirement(
            number="Part II (4)",
            says="Once an update is there, fixed vulnerabilities are disclosed publicly, with what users need to act",
            whole=(("advisory_channel", "disclosure_step about=disclos|publish|advis", "deadline action=disclose"),),
        ),
        Requirement(
            number="Part II (5)",
            says="A policy of coordinated vulnerability disclosure is in place and enforced",
            whole=(
                ("coordinated_disclosure", "disclosure_step"),
                ("deadline action=acknowledge|assess",),
            ),
            part=("safe_harbor", "public_issue_ban"),
        ),
        Requirement(
            number="Part II (6)",
            says="It is made easy to tell of vulnerabilities, those of components too: there is an address for reports",
            whole=(("contact",),),
            part=("pgp",),
        ),
        Requirement(
            number="Part II (7)",
            says="Updates reach users by a secure mechanism, in time, and of themselves where that fits",
            part=("practice topic=signing", "tool activity=signing", "practice activity=signing"),
        ),
        Requirement(
            number="Part II (8)",
            says="Security updates reach users without delay and free of charge, with advisories that say what to do",
            part=(
                "advisory_channel",
                "deadline action=fix|disclose|notify",
                "recurrence action=patching",
                "supported_version supported=True",
            ),
        ),
    ),
)
