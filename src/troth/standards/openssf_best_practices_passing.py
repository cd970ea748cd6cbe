"""OpenSSF Best Practices badge, criteria of the level passing."""

from __future__ import annotations

from troth.standards.standard import Requirement, Standard

STANDARD = Standard(
    name="openssf-best-practices-passing",
    title="OpenSSF Best Practices badge, passing",
    edition="passing",
    published="2016-05-03",
    source="https://www.bestpractices.dev/criteria/0",
    read="2026-11-26",
    rights="CC BY 3.0; criteria by their names, the rest in our words",
    answers=("openssf-best-practices",),
    note="The badge is given by its own form. The date is that of its first version.",
    requirements=(
        Requirement(
            number="description_good",
            says="The site says in few words what the software does",
        ),
        Requirement(
            number="interact",
            says="The site says how to obtain it, give feedback and contribute",
        ),
        Requirement(
            number="contribution",
            says="It is said how contributions are made",
        ),
        Requirement(
            number="contribution_requirements",
            says="It is said what contributions have to meet",
            weight="should",
        ),
        Requirement(
            number="floss_license",
            says="It is under a free licence",
        ),
        Requirement(
            number="floss_license_osi",
            says="Its licence is approved by the OSI",
            weight="suggested",
        ),
        Requirement(
            number="license_location",
            says="Its licence stands where it is looked for",
        ),
        Requirement(
            number="documentation_basics",
            says="Its basics are documented",
        ),
        Requirement(
            number="documentation_interface",
            says="Its interfaces to the outside are documented",
        ),
        Requirement(
            number="sites_https",
            says="Site, repository and downloads are reached by https",
            part=("practice topic=encryption",),
        ),
        Requirement(
            number="discussion",
            says="There is a place for discussions that can be searched and linked to",
        ),
        Requirement(
            number="english",
            says="It is documented in English, and takes reports in English",
            weight="should",
        ),
        Requirement(
            number="maintained",
            says="It is maintained",
        ),
        Requirement(
            number="repo_public",
            says="The source is public, at one address",
        ),
        Requirement(
            number="repo_track",
            says="It is recorded who changed what and when",
        ),
        Requirement(
            number="repo_interim",
            says="What lies between releases is there for review",
        ),
        Requirement(
            number="repo_distributed",
            says="The version control is a distributed one",
            weight="suggested",
        ),
        Requirement(
            number="version_unique",
            says="Each release has a version of its own",
        ),
        Requirement(
            number="version_semver",
            says="Versions are semantic, or by the calendar",
            weight="suggested",
            part=("practice about=semantic_version|semver",),
        ),
        Requirement(
            number="version_tags",
            says="Releases are tagged",
            weight="suggested",
        ),
        Requirement(
            number="release_notes",
            says="Each release has notes that people can read",
            part=("advisory_channel channel=release-notes",),
        ),
        Requirement(
            number="release_notes_vulns",
            says="Release notes name each vulnerability with a CVE that is fixed",
            part=("advisory_channel channel=release-notes",),
        ),
        Requirement(
            number="report_process",
            says="There is a way to report defects",
        ),
        Requirement(
            number="report_tracker",
            says="Defects are kept in a tracker",
            weight="should",
        ),
        Requirement(
            number="report_responses",
            says="Most reports of defects are answered",
        ),
        Requirement(
            number="enhancement_responses",
            says="Most wishes are answered",
            weight="should",
        ),
        Requirement(
            number="report_archive",
            says="Reports and answers are kept for everybody",
        ),
        Requirement(
            number="vulnerability_report_process",
            says="It is published how vulnerabilities are reported",
            whole=(("said: contact", "said: public_issue_ban"),),
        ),
        Requirement(
            number="vulnerability_report_private",
            says="It is said how to report privately, where that is offered",
            whole=(("said: contact channel=email|url|github", "said: pgp"),),
        ),
        Requirement(
            number="vulnerability_report_response",
            says="Reports of the last 6 months were answered within 14 days",
            whole=(("deadline action=acknowledge|assess within=<P14D",),),
        ),
        Requirement(
            number="build",
            says="It can be built automatically",
        ),
        Requirement(
            number="build_common_tools",
            says="It is built by common tools",
            weight="suggested",
        ),
        Requirement(
            number="build_floss_tools",
            says="It can be built by free tools alone",
            weight="should",
        ),
        Requirement(
            number="test",
            says="There is an automated test suite, under a free licence",
            whole=(("practice activity=testing", "tool activity=testing"),),
            part=("practice topic=testing",),
        ),
        Requirement(
            number="test_invocation",
            says="Tests are started as the language has it",
            weight="should",
        ),
        Requirement(
            number="test_most",
            says="Tests cover most of it",
            weight="suggested",
        ),
        Requirement(
            number="test_continuous_integration",
            says="Tests run on each integration",
            weight="suggested",
            whole=(("practice topic=testing place=ci|github-actions|gitlab-ci", "tool activity=testing"),),
            part=("practice topic=testing",),
        ),
        Requirement(
            number="test_policy",
            says="Tests come with each larger function, by policy",
            part=("said: practice topic=testing",),
        ),
        Requirement(
            number="tests_are_added",
            says="There is evidence that they do",
        ),
        Requirement(
            number="tests_documented_added",
            says="The policy of tests is written where changes are proposed",
            weight="suggested",
        ),
        Requirement(
            number="warnings",
            says="Warnings, a linter or a safe mode of the language are on",
            whole=(("tool activity=linting|type_checking", "practice activity=linting|type_checking"),),
            part=(
                "tool activity=static_analysis",
                "practice activity=static_analysis",
                "recurrence activity=static_analysis",
            ),
        ),
        Requirement(
            number="warnings_fixed",
            says="Warnings are dealt with",
            whole=(
                (
                    "tool activity=linting|type_checking demand=enforced",
                    "practice activity=linting|type_checking demand=enforced",
                ),
            ),
        ),
        Requirement(
            number="warnings_strict",
            says="Warnings are as strict as can be",
            weight="suggested",
        ),
        Requirement(
            number="know_secure_design",
            says="Somebody of the project knows how secure software is designed",
            part=("recurrence action=training",),
        ),
        Requirement(
            number="know_common_errors",
            says="Somebody of the project knows the common errors, and one remedy for each",
            part=("recurrence action=training",),
        ),
        Requirement(
            number="crypto_published",
            says="Cryptography is published and reviewed by experts",
            whole=(("practice topic=crypto_libraries",),),
            part=("practice topic=encryption",),
        ),
        Requirement(
            number="crypto_call",
            says="Cryptography is called, not written anew",
            weight="should",
            whole=(("practice topic=crypto_libraries",),),
        ),
        Requirement(
            number="crypto_floss",
            says="What depends on cryptography can be done by free software",
        ),
        Requirement(
            number="crypto_keylength",
            says="Keys are as long as NIST asks until 2030",
            part=("practice topic=crypto_libraries", "practice topic=encryption"),
        ),
        Requirement(
            number="crypto_working",
            says="Broken algorithms are not relied on",
            whole=(("practice topic=crypto_libraries",),),
            part=("practice topic=encryption",),
        ),
        Requirement(
            number="crypto_weaknesses",
            says="Algorithms with known weaknesses are not relied on",
            weight="should",
            part=("practice topic=crypto_libraries", "practice topic=encryption"),
        ),
        Requirement(
            number="crypto_pfs",
            says="Keys are agreed on with forward secrecy",
            weight="should",
            part=("practice about=forward_secrecy",),
        ),
        Requirement(
            number="crypto_password_storage",
            says="Passwords are stored as iterated salted hashes",
            part=("practice about=argon2|bcrypt|scrypt|pbkdf2|password_hash",),
        ),
        Requirement(
            number="crypto_random",
            says="Keys and nonces come from a secure random source",
            part=("practice about=random|csprng",),
        ),
        Requirement(
            number="delivery_mitm",
            says="Delivery withstands whoever sits between",
            part=(
                "practice topic=encryption",
                "practice topic=signing",
                "tool activity=signing",
                "practice activity=signing",
            ),
        ),
        Requirement(
            number="delivery_unsigned",
            says="Hashes are not taken over plain http without a signature",
            part=("practice topic=signing", "tool activity=signing", "practice activity=signing"),
        ),
        Requirement(
            number="vulnerabilities_fixed_60_days",
            says="No vulnerability of medium or higher severity is public and open for more than 60 days",
            part=(
                "deadline action=fix",
                "tool activity=dependency_scanning",
                "practice activity=dependency_scanning",
                "recurrence activity=dependency_scanning",
            ),
        ),
        Requirement(
            number="vulnerabilities_critical_fixed",
            says="Critical vulnerabilities are fixed rapidly",
            weight="should",
            whole=(("deadline action=fix severity=critical",),),
            part=("deadline action=fix",),
        ),
        Requirement(
            number="no_leaked_credentials",
            says="No working credentials stand in the public repository",
            whole=(("tool activity=secret_scanning", "practice activity=secret_scanning"),),
            part=("practice topic=secrets",),
        ),
        Requirement(
            number="static_analysis",
            says="A tool of static analysis looks at each larger release",
            whole=(
                (
                    "tool activity=static_analysis",
                    "practice activity=static_analysis",
                    "recurrence activity=static_analysis",
                ),
            ),
        ),
        Requirement(
            number="static_analysis_common_vulnerabilities",
            says="It looks for common vulnerabilities of the language",
            weight="suggested",
            part=(
                "tool activity=static_analysis",
                "practice activity=static_analysis",
                "recurrence activity=static_analysis",
            ),
        ),
        Requirement(
            number="static_analysis_fixed",
            says="What it finds is fixed in time",
            whole=(
                ("tool activity=static_analysis demand=enforced", "practice activity=static_analysis demand=enforced"),
            ),
            part=("deadline action=fix",),
        ),
        Requirement(
            number="static_analysis_often",
            says="It runs on each commit, or daily",
            weight="suggested",
            whole=(
                (
                    "recurrence activity=static_analysis every=<P1D",
                    "tool activity=static_analysis place=ci|github-actions|gitlab-ci",
                    "practice activity=static_analysis place=ci|github-actions|gitlab-ci",
                ),
            ),
            part=(
                "tool activity=static_analysis",
                "practice activity=static_analysis",
                "recurrence activity=static_analysis",
            ),
        ),
        Requirement(
            number="dynamic_analysis",
            says="A tool of dynamic analysis looks at each larger release",
            weight="suggested",
            whole=(("tool activity=dynamic_analysis|fuzzing", "practice activity=dynamic_analysis|fuzzing"),),
        ),
        Requirement(
            number="dynamic_analysis_unsafe",
            says="In a language without memory safety, a tool looks for it while it runs",
            weight="suggested",
            part=("tool activity=fuzzing|dynamic_analysis", "practice topic=memory_safety"),
        ),
        Requirement(
            number="dynamic_analysis_enable_assertions",
            says="Assertions are on while it is tested so",
            weight="suggested",
        ),
        Requirement(
            number="dynamic_analysis_fixed",
            says="What it finds is fixed in time",
            part=("deadline action=fix",),
        ),
    ),
)
