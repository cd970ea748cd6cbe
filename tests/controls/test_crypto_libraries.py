from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, BROKEN, KEPT, UNPROVEN, Case, check, says
from troth.controls.crypto_libraries import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Practice


def practice(text: str) -> Practice:
    return Practice(span=says(text), topic="crypto_libraries")


AUDITED = practice("All cryptographic operations use audited libraries")
ESTABLISHED = practice("We rely on well-known cryptographic libraries, no custom crypto.")


def lock(**crates: str) -> str:
    return "version = 3\n\n" + "\n".join(
        f'[[package]]\nname = "{name.replace("_", "-")}"\nversion = "{version}"\n'
        f'source = "registry+https://github.com/rust-lang/crates.io-index"\n'
        for name, version in crates.items()
    )


LOCK = "Cargo.lock"
GO = {"go.mod": "module example.org/ferry\n\ngo 1.25.1\n", "main.go": 'package main\n\nimport "crypto/sha256"\n'}
VOUCHED = {"troth.toml": '[crypto]\nallow = ["sha2"]\n'}

CASES = (
    Case(
        name="audited in its version",
        promise=AUDITED,
        files={LOCK: lock(ring="0.16.20", serde="1.0.0")},
        standing=KEPT,
        words="the one library is audited",
        cites=(f"{LOCK}:4",),
        breakers=((LOCK, "0.16.20", "0.17.8"), (LOCK, '"ring"', '"hmac"')),
    ),
    Case(
        name="all audited",
        promise=AUDITED,
        files={LOCK: lock(chacha20poly1305="0.3.3", ring="0.16.20", rustls="0.17.0")},
        standing=KEPT,
        words="all 3",
    ),
    Case(name="Go's own library", promise=AUDITED, files=GO, standing=KEPT, cites=("main.go:3",),
         breakers=(("go.mod", "1.25.1", "1.19"),)),
    Case(
        name="vouched for",
        promise=AUDITED,
        files={LOCK: lock(ring="0.16.20", sha2="0.10.8"), **VOUCHED},
        standing=KEPT,
        cites=("troth.toml:2",),
        breakers=(("troth.toml", "sha2", "sha3"),),
    ),
    Case(name="established and no more", promise=ESTABLISHED, files={LOCK: lock(ring="0.17.8", sha2="0.10.8")}, standing=KEPT,
         words="established"),
    Case(name="a checksum", promise=ESTABLISHED,
         files={LOCK: lock(sha2="0.10.8"), "src/cache.rs": "fn key(path: &str) { let d = md5::compute(path); }\n"}, standing=KEPT),
    # at risk
    Case(
        name="the audit looked at another version",
        promise=AUDITED,
        files={LOCK: lock(rustls="0.23.1")},
        standing=AT_RISK,
        words="rustls: in doubt",
        cites=(f"{LOCK}:4",),
    ),
    Case(name="doubt and unknown", promise=AUDITED, files={LOCK: lock(hmac="0.12.1", ring="0.17.8")}, standing=AT_RISK,
         words="of hmac no audit is known here"),
    Case(name="its makers say never", promise=AUDITED, files={LOCK: lock(p256="0.13.2")}, standing=AT_RISK),
    Case(name="retired", promise=ESTABLISHED, files={LOCK: lock(rust_crypto="0.2.36")}, standing=AT_RISK),
    Case(name="what a binding binds", promise=AUDITED, files={LOCK: lock(sodiumoxide="0.2.7")}, standing=AT_RISK),
    Case(
        name="a broken primitive beside a token",
        promise=ESTABLISHED,
        files={LOCK: lock(sha2="0.10.8"), "app/keys.py": "import hashlib\nk = hashlib.md5(session_token).hexdigest()\n"},
        standing=AT_RISK,
        cites=("app/keys.py:2",),
    ),
    Case(
        name="a password that a service asks for in SHA-1",
        promise=ESTABLISHED,
        files={"app/leaks.py": "# api.pwnedpasswords\nimport hashlib\nd = hashlib.sha1(password.encode())\n"},
        standing=AT_RISK,
    ),
    # broken
    Case(
        name="a password under MD5",
        promise=AUDITED,
        files={"app/login.py": "import hashlib\n\ndef check(password):\n    return hashlib.md5(password.encode()).hexdigest()\n"},
        standing=BROKEN,
        words="MD5",
        cites=("app/login.py:4",),
    ),
    # unproven
    Case(name="no audit is known", promise=AUDITED, files={LOCK: lock(sha2="0.10.8")}, standing=UNPROVEN, words="of sha2 no audit",
         settles="people"),
    Case(name="a name that nobody knows", promise=ESTABLISHED, files={LOCK: lock(my_crypto="0.1.0")}, standing=UNPROVEN,
         words="of my-crypto nothing is known"),
    Case(name="no library at all", promise=AUDITED, files={LOCK: lock(serde="1.0.0")}, standing=UNPROVEN),
    Case(name="a lockfile that cannot be read", promise=AUDITED, files={LOCK: lock(ring="0.16.20"), "b/Cargo.lock": "[[package\n"},
         standing=UNPROVEN, words="not complete"),
    Case(name="another matter", promise=practice("Constant-time comparison of secrets"), files={LOCK: lock(ring="0.16.20")},
         standing=UNPROVEN),
    Case(name="what runs in tests only", promise=AUDITED,
         files={LOCK: lock(ring="0.16.20"), "tests/test_login.py": "import hashlib\nhashlib.md5(password)\n"}, standing=KEPT),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)
