"""ISO/IEC 30111:2019, vulnerability handling processes: clauses by number, in our words."""

from __future__ import annotations

from troth.standards.standard import Requirement, Standard

STANDARD = Standard(
    name="iso-30111-2019",
    title="ISO/IEC 30111:2019, vulnerability handling processes",
    edition="2019",
    published="2019-10-01",
    source="https://www.iso.org/standard/69725.html",
    read="2026-11-26",
    rights="copyright of ISO/IEC: numbers of clauses and our words, no text of the standard",
    answers=("iso-30111",),
    note="A policy shows clauses on people only in part. Read the clauses in your own copy.",
    requirements=(
        Requirement(
            number="6.2.1",
            says="Leadership stands behind the handling of vulnerabilities, and gives it means",
            weight="should",
        ),
        Requirement(
            number="6.2.2",
            says="A policy says how vulnerabilities are handled",
            whole=(("said: deadline action=fix|assess|acknowledge", "said: disclosure_step"),),
        ),
        Requirement(
            number="6.2.3",
            says="Roles and responsibilities are given",
            weight="should",
            part=("incident_class", "contact"),
        ),
        Requirement(
            number="6.3",
            says="The policy is developed, kept and reviewed",
            weight="should",
            whole=(("recurrence action=policy_review",),),
        ),
        Requirement(
            number="6.4",
            says="An organisation is built that can do it",
            weight="should",
            part=("contact",),
        ),
        Requirement(
            number="6.5.2",
            says="There is a team for it, which knows what it is for",
            weight="should",
            part=("contact",),
        ),
        Requirement(
            number="6.5.3",
            says="That team has its duties: reports, coordination, advisories, watching what becomes public",
            weight="should",
            part=("contact", "practice topic=monitoring", "advisory_channel"),
        ),
        Requirement(
            number="6.5.4",
            says="Those in it know their work",
            weight="should",
            whole=(("recurrence action=training",),),
        ),
        Requirement(
            number="6.6",
            says="Those who make the product remedy it, and say when",
            weight="should",
            whole=(("deadline action=fix",),),
        ),
        Requirement(
            number="6.7",
            says="Those who support users know what to say",
            weight="should",
            part=("deadline action=notify", "advisory_channel"),
        ),
        Requirement(
            number="6.8",
            says="Law is asked where it takes that",
            weight="should",
            part=("safe_harbor",),
        ),
        Requirement(
            number="7.1.2",
            says="Preparation: policy, people and tools are ready before a report comes",
            weight="should",
            part=("document about=playbook|response|procedure", "recurrence action=drill"),
        ),
        Requirement(
            number="7.1.3",
            says="Receipt: reports are taken, from outside and from own tests",
            whole=(("contact",),),
            part=(
                "tool activity=dependency_scanning",
                "practice activity=dependency_scanning",
                "recurrence activity=dependency_scanning",
            ),
        ),
        Requirement(
            number="7.1.4",
            says="Verification: each is verified, rated and given its order",
            whole=(("deadline action=assess", "disclosure_step about=verif|assess|triag"),),
            part=("severity_band",),
        ),
        Requirement(
            number="7.1.5",
            says="Remediation development: a remedy is made and tested",
            whole=(("deadline action=fix", "disclosure_step about=fix|remed|patch"),),
            part=("practice topic=testing|staging",),
        ),
        Requirement(
            number="7.1.6",
            says="Release: the remedy comes out with its advisory",
            whole=(("advisory_channel", "disclosure_step about=release|publish|disclos"),),
        ),
        Requirement(
            number="7.1.7",
            says="Post-release: what comes back is followed, causes are mended",
            weight="should",
            part=("incident_phase about=lesson|post|review", "recurrence action=update"),
        ),
        Requirement(
            number="7.2",
            says="The process itself is watched and measured",
            weight="should",
            whole=(("recurrence action=report|assessment",),),
            part=("deadline action=acknowledge|assess|fix",),
        ),
        Requirement(
            number="7.3",
            says="What is not public yet is kept confidential",
            weight="should",
            part=("public_issue_ban", "coordinated_disclosure", "pgp"),
        ),
        Requirement(
            number="8",
            says="Suppliers and their components are part of it",
            weight="should",
            whole=(
                (
                    "tool activity=dependency_scanning",
                    "practice activity=dependency_scanning",
                    "recurrence activity=dependency_scanning",
                    "recurrence action=dependency_review",
                ),
            ),
            part=("sbom", "coordinated_disclosure"),
        ),
    ),
)
