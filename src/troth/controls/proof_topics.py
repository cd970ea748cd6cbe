"""What proves practices of each sort, as a table: words of the sentence, stems of the names of its tests, forms.

Used to suggest a selector where a sentence has none. A suggestion is a place to look, never proof.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from troth.terms.commitment import Commitment, Practice

Form = Literal["test", "ci_job", "file", "literal", "attestation"]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One sort of practice. ``said`` are words of a sentence that speaks of it, or the topic that the reader gave it.

    ``stems`` begin words in the names of tests and jobs of it; one with a "_" tells enough by itself.
    ``forms`` are what proves it, the best first.
    """

    said: str
    topics: tuple[str, ...] = ()
    stems: tuple[str, ...]
    forms: tuple[Form, ...] = ("test", "literal")


TOPICS: tuple[Topic, ...] = (
    Topic(
        said=r"rate[- ]?limit|throttl|brute[- ]?force|lock(?:ed)?[- ]?out|failed (?:log|attempt)",
        stems=("rate_limit", "ratelimit", "throttl", "lockout", "brute", "too_many"),
    ),
    Topic(
        said=r"\b(?:2fa|mfa|totp|two[- ]factor|multi[- ]factor)\b",
        topics=("two_factor",),
        stems=("two_factor", "totp_", "mfa_", "second_factor"),
        forms=("test", "attestation"),
    ),
    Topic(
        said=r"hash\w*.*password|password.*hash|bcrypt|argon2|scrypt|pbkdf2",
        stems=("password_hash", "hash_password", "bcrypt_", "argon2_", "scrypt", "hash"),
    ),
    Topic(said=r"csrf|cross[- ]site request", stems=("csrf_", "cross_site")),
    Topic(
        said=r"\bxss\b|escap|content[- ]security[- ]policy|\bcsp\b",
        stems=("xss_", "escape", "csp_", "content_security"),
    ),
    Topic(
        said=r"sql injection|parameteri[sz]ed|prepared statement",
        stems=("injection", "sql_inj", "parameteri", "prepared"),
    ),
    Topic(
        said=r"path traversal|directory traversal|zip slip|symlink",
        stems=("traversal", "path_esc", "zip_slip", "symlink"),
    ),
    Topic(said=r"security headers?|\bhsts\b|\bcors\b", stems=("security_header", "headers", "hsts_", "cors_")),
    Topic(said=r"constant[- ]time|timing attack", stems=("constant_time", "timing")),
    Topic(said=r"zeroi[sz]|wip(?:ed|ing) (?:from )?memory", stems=("zeroize", "zeroise", "wipe")),
    Topic(said=r"redact|never logged|not (?:be )?logged|scrub", stems=("redact", "scrub", "sanitize_log", "mask")),
    Topic(
        said=r"encrypt|\baes\b|\btls\b|cipher",
        topics=("encryption",),
        stems=("encrypt", "decrypt", "cipher", "tls_", "aes_"),
    ),
    Topic(
        said=r"authori[sz]|permission|\brbac\b|access control|role",
        topics=("authorization", "least_privilege"),
        stems=("permission", "rbac_", "authoriz", "authoris", "forbidden", "access_control", "role", "scope"),
        forms=("test", "attestation"),
    ),
    Topic(
        said=r"valid|saniti[sz]|untrusted input|malformed",
        topics=("input_validation",),
        stems=("invalid", "valid", "sanitiz", "malformed", "reject", "untrusted"),
    ),
    Topic(said=r"audit (?:log|trail)", topics=("audit_log",), stems=("audit_log", "audit")),
    Topic(
        said=r"isolat|tenant|sandbox",
        topics=("isolation", "sandbox"),
        stems=("isolat", "tenant", "sandbox", "row_level", "rls_"),
    ),
    Topic(
        said=r"authenticat|log ?in|sign ?in|session|password|token",
        topics=("authentication",),
        stems=("authenticat", "unauthenticated", "unauthorized", "login", "session", "password", "token", "auth"),
    ),
    Topic(
        said=r"timeout|denial of service|resource limit|size limit",
        stems=("timeout", "too_large", "size_limit", "max_size"),
    ),
    Topic(
        said=r"sign(?:ed|ature)|provenance|attest",
        topics=("signing",),
        stems=("signature", "verify_sig", "sign", "provenance"),
        forms=("ci_job", "test"),
    ),
    Topic(
        said=r"backup|restor", topics=("backup",), stems=("backup", "restore"), forms=("ci_job", "file", "attestation")
    ),
    Topic(
        said=r"integration tests?|end[- ]to[- ]end|e2e|test suite|unit tests?",
        topics=("testing",),
        stems=("integration", "end_to_end", "e2e_", "unit_test", "tests"),
        forms=("ci_job", "test"),
    ),
    Topic(
        said=r"firewall|segment|private network|\bvpn\b|network polic",
        topics=("network",),
        stems=("network", "firewall", "egress"),
        forms=("file", "attestation", "test"),
    ),
    Topic(said=r"monitor|alert", topics=("monitoring",), stems=("monitor", "alert"), forms=("file", "attestation")),
    Topic(
        said=r"code review|reviewed by|codeowners",
        topics=("code_review", "branch_protection"),
        stems=("review",),
        forms=("file", "attestation"),
    ),
    Topic(
        said=r"staging|canary",
        topics=("staging",),
        stems=("staging", "canary", "smoke"),
        forms=("ci_job", "attestation"),
    ),
    Topic(
        said=r"privacy|personal data|gdpr|telemetry",
        topics=("privacy",),
        stems=("privacy", "telemetry", "anonymi", "gdpr_"),
        forms=("test", "file", "attestation"),
    ),
)
"""The first whose words are in the sentence speaks, else the first of the reader's topic."""
EXAMPLES = {
    "test": '{ test = "tests/test_a.py::test_b" }',
    "ci_job": '{ ci_job = "ci.yml#job" }',
    "file": '{ file = "docs/a.md" }',
    "literal": '{ literal = "LIMIT = 5", file = "src/a.py" }',
    "attestation": '{ attestation = "name" }',
}
OTHER: tuple[Form, ...] = ("test", "literal", "file", "attestation")
_WORD = re.compile(r"[a-z]{5,}")
_DULL = frozenset(
    (
        *("security", "secure", "securely", "always", "never", "every", "before", "after", "using", "users", "these"),
        *("system", "systems", "project", "ensure", "ensures", "where", "which", "their", "other", "based", "support"),
        *(
            "against",
            "through",
            "within",
            "without",
            "should",
            "would",
            "default",
            "possible",
            "implement",
            "implemented",
        ),
        *(
            "application",
            "applications",
            "service",
            "services",
            "software",
            "files",
            "protect",
            "protected",
            "sensitive",
        ),
    )
)


def topic_of(commitment: Commitment) -> Topic | None:
    """The row of the table that a sentence speaks of."""
    sentence = commitment.sentence.lower()
    said = next((row for row in TOPICS if re.search(row.said, sentence)), None)
    topic = commitment.topic if isinstance(commitment, Practice) else ""
    return said or next((row for row in TOPICS if topic in row.topics), None)


def words_of(commitment: Commitment) -> tuple[str, ...]:
    """Beginnings of the telling words of a sentence, as names would have them."""
    words = (word for word in _WORD.findall(commitment.sentence.lower()) if word not in _DULL)
    return tuple(dict.fromkeys(word[:6] for word in words))[:20]
