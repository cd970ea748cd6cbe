"""Which topic a measure is of, where its words name several topics, one in passing, or none."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.points import points
from troth.policy.reader import prepared
from troth.policy.saying import Saying
from troth.policy.words.measured import REST, Standing, evidence, loudest, measured, signs
from troth.policy.words.topic_signs import TOPIC_SIGNS
from troth.policy.words.topic_words import TOPIC_WORDS

MEASURES = "## Security measures\n\n- "


def topic(text: str) -> str:
    _, said = prepared("SECURITY.md", text, tools.NAMES, Saying)
    return said[-1].measured


@pytest.mark.parametrize(
    ("line", "of"),
    [
        ("Manifests and harbour secrets are encrypted with AES-256 at rest", "encryption"),
        ("All sensitive cargo data is encrypted in transit", "encryption"),
        ("Berth plans accept parameterized queries only", "input_validation"),
        ("Les requêtes sont paramétrées et les entrées échappées", "input_validation"),
        ("The crane controller runs as a non-root user and drops all capabilities", "least_privilege"),
        ("Tide tables are fuzzed every night", "testing"),
        ("Two maintainers approve every pull request before it is merged", "code_review"),
        ("Ferry operators sign in through OpenID Connect", "authentication"),
        ("Strict `Content-Security-Policy` and `X-Frame-Options` headers on each page", "other"),
        ("CSRF tokens on every booking form", "other"),
        ("Security training for all dock staff once they join", "other"),
        ("Webhook targets in private IP ranges are refused, against SSRF", "network"),
        ("Releases carry SLSA provenance and checksums", "signing"),
        ("Nothing about your voyage leaves your device", "privacy"),
        ("Every change of a berth is recorded in an append-only audit log", "audit_log"),
        ("Plugins run in a WebAssembly sandbox", "sandbox"),
        ("Each shipping line has a namespace and database of its own, isolated from other tenants", "isolation"),
        ("Passkeys are required for harbour masters", "two_factor"),
        ("No `unsafe` blocks outside the radio driver", "memory_safety"),
        ("Logs of the lock gates are watched for anomalies, with alerts at night", "monitoring"),
        ("Only the harbour master may delete a berth; roles are checked on every call", "authorization"),
        ("Each timetable is tried in staging before production", "staging"),
        ("Audited libraries do all cryptography of the tide gauges", "crypto_libraries"),
        ("Ships' logs are scrubbed of tokens before they are shown", "secrets"),
        ("The manifest parser never executes code from cargo files", "sandbox"),
        ("No string concatenation in SQL for the berth plan", "input_validation"),
        ("Database users of the ferry service have the minimum rights", "least_privilege"),
        ("Suppliers are assessed before contracts are signed", "other"),
        ("API keys live in the keychain and are never committed", "secrets"),
        ("CORS is limited to the known origins of the harbour", "network"),
        ("The tide database is reachable only from the quay servers", "network"),
        ("The GITHUB_TOKEN is read-only in all workflows", "least_privilege"),
        ("Workflow tokens cannot write to the repository", "least_privilege"),
        ("CI tokens have no write access", "least_privilege"),
        ("In every workflow the job token only has read access", "least_privilege"),
        ("Pipes of the lock gate are created with mode 0600", "least_privilege"),
        ("Folders of the buoy app are never world-writable", "least_privilege"),
        ("Keys are wiped from memory once a ship has docked", "memory_safety"),
        ("Crew names are replaced with pseudonyms", "privacy"),
        ("Dangerous patterns in cargo notes are dropped", "input_validation"),
        ("Berth plans are fetched through presigned URLs", "authorization"),
        ("Queries of the harbour desk are audited", "audit_log"),
        ("Expired sessions are closed at once", "authentication"),
        ("The ferry never uses custom cryptography", "crypto_libraries"),
    ],
)
def test_a_measure_is_of_the_topic_that_its_words_speak_of(line: str, of: str) -> None:
    assert topic(MEASURES + line + "\n") == of


@pytest.mark.parametrize(
    ("heading", "of"),
    [("Isolation", "isolation"), ("Audit logging", "audit_log"), ("Backups", "backup"), ("Sandbox", "sandbox")],
)
def test_a_line_without_a_topic_is_of_that_of_its_heading(heading: str, of: str) -> None:
    assert topic(f"## {heading}\n\n- Each ferry line for itself\n") == of


def test_a_sentence_that_only_holds_a_word_is_of_none() -> None:
    assert topic("## Staff\n\nOur keys hang in the office.\n") == REST
    assert topic("## Staff\n\n- Key storage: our keys hang in the office\n") == "secrets"


def test_neighbours_tell_what_a_line_is_of() -> None:
    beside = ("Passwords have ten letters", "Sessions end after an hour", "Login by SSO")
    told = list(evidence(Standing("Ten characters at least", beside=beside)))
    assert told.count(("authentication", "beside", 20)) == 3


def test_a_heading_is_of_what_it_ends_with() -> None:
    with_end = list(evidence(Standing("", heading="Session encryption")))
    assert ("encryption", "heading-ends", 60) in with_end


def test_a_topic_is_clear_where_nothing_else_is_named() -> None:
    _, said = prepared(
        "SECURITY.md",
        MEASURES + "Every password of the crew is hashed with Argon2 before login\n- Plans are kept\n",
        tools.NAMES,
        Saying,
    )
    first, second = said[-2:]
    assert first.measure.clear > second.measure.clear


def test_a_line_without_any_evidence_is_of_no_topic() -> None:
    assert signs("Ferries leave at noon") == ()
    assert loudest("Ferries leave at noon") == ""
    assert measured(()).topic == REST


def test_every_topic_has_words_and_every_point_its_evidence() -> None:
    assert {name for name, _, _ in TOPIC_SIGNS} == {name for name, _, _ in TOPIC_WORDS}
    line = Standing("`keys` rotate", heading="Secrets", parent="Login", beside=("Secrets",), sentence=True)
    plain = Standing("keys rotate", before={"secrets": 5})
    names = {name for each in (line, plain) for _, name, _ in evidence(each)}
    assert set(points("topic").points) == names
