from __future__ import annotations

import base64
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import made_secrets as made
from troth.evidence.secrets import excuses, proof
from troth.evidence.secrets.keys import key_kind
from troth.evidence.secrets.samples import SAMPLES
from troth.evidence.secrets.value import Value

KEY, SECRET = made.aws()


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kind", [made.github, made.npm, made.gitlab, made.pypi])
def test_a_right_checksum_proves_a_value_and_one_wrong_letter_does_not(kind: object, seed: int) -> None:
    value = kind(seed)  # type: ignore[operator]
    assert proof.judge(value).checked
    at = 20
    wrong = value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]
    if kind is not made.pypi:
        assert proof.judge(wrong).grade == "possible"


@pytest.mark.parametrize(
    "value",
    [
        made.stripe(), made.slack(), "sk-ant-api03-" + made.drawn(2, 93) + "AA", "GOCSPX-" + made.drawn(7, 28), "hf_" + made.drawn(3, 34, "ABCDEFGHIJKLMNabcdefghijklmn"),
        "dop_v1_" + made.drawn(9, 64, "0123456789abcdef"), "shpat_" + made.drawn(14, 32, "0123456789abcdef"), "dckr_pat_" + made.drawn(15, 27),
    ],
)  # fmt: skip
def test_the_whole_form_of_an_issuer_proves_a_value(value: str) -> None:
    judged = proof.judge(value)
    assert judged.grade == "certain"
    assert not judged.checked
    assert proof.judge(value[:-1]).grade == "possible" or value.startswith(("sk_live", "dckr"))


@pytest.mark.parametrize(
    "value",
    [
        "sk_live_" + "x" * 30,
        "sk_live_examplexample0123456789",
        "dop_v1_" + "0123456789abcdef" * 4,
        "shpat_" + "a" * 32,
        "xoxb-123456789012-123456789012-abcdefghijklmnopqrstuvwx",
        "sk_test_" + made.drawn(1, 40),
        made.password(),
        "AIza" + made.drawn(1, 35),
    ],
)
def test_what_looks_made_up_or_has_no_form_proves_nothing(value: str) -> None:
    assert proof.judge(value).grade == "possible"


def test_a_key_id_is_a_secret_beside_its_other_half_only() -> None:
    assert proof.judge(KEY, SECRET).grade == "certain"
    assert proof.judge(KEY).grade == "possible"
    assert proof.judge(KEY, "short").grade == "possible"


def test_age_keys_carry_a_check() -> None:
    # made by the algorithm of BIP 173 itself, so that no key of anybody stands here
    def polymod(values: list[int]) -> int:
        check = 1
        for value in values:
            top = check >> 25
            check = (check & 0x1FFFFFF) << 5 ^ value
            for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                check ^= generator if (top >> bit) & 1 else 0
        return check

    human, source = "age-secret-key-", random.Random(4)  # noqa: S311
    data = [source.randrange(32) for _ in range(52)]
    expanded = [ord(c) >> 5 for c in human] + [0] + [ord(c) & 31 for c in human]
    rest = polymod(expanded + data + [0] * 6) ^ 1
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    key = (human + "1" + "".join(letters[i] for i in data + [(rest >> 5 * (5 - i)) & 31 for i in range(6)])).upper()
    assert proof.judge(key).checked
    assert proof.judge(key[:-1] + ("Q" if key[-1] != "Q" else "P")).grade == "possible"


OPEN = made.private_key()


@pytest.mark.parametrize(
    "text",
    [
        OPEN,
        OPEN.replace("\n", "\\n"),
        OPEN.replace("\n", "\n    "),
        OPEN.replace("\n", "\r\n"),
        '"' + OPEN.replace("\n", '\\n" +\n    "') + '"',
    ],
)
def test_a_key_that_parses_is_one_however_it_is_written(text: str) -> None:
    assert key_kind(text).open


def openssh(cipher: bytes) -> str:
    raw = b"openssh-key-v1\0" + len(cipher).to_bytes(4, "big") + cipher + random.Random(3).randbytes(200)  # noqa: S311
    return f"-----BEGIN OPENSSH PRIVATE KEY-----\n{base64.encodebytes(raw).decode()}-----END OPENSSH PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        (openssh(b"none"), True),
        (openssh(b"aes256-ctr"), False),
        (made.private_key(kind="ENCRYPTED "), False),
        (OPEN.replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n", 1), False),
        ("-----BEGIN PRIVATE KEY-----\n${Buffer.from(key).toString('base64')}\n-----END PRIVATE KEY-----", False),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----", False),
        ("-----BEGIN PRIVATE KEY-----\n" + base64.b64encode(b"\x30\x03\x02\x01\x00" * 9).decode() + "\n-----END PRIVATE KEY-----", False),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n" + base64.b64encode(b"\x95" * 90).decode() + "\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----", False),
        ("-----BEGIN PRIVATE KEY-----", False),
    ],
)  # fmt: skip
def test_what_is_no_open_key(text: str, open_: bool) -> None:
    assert key_kind(text).open is open_


@pytest.mark.parametrize(
    "unit", ["-----BEGIN PRIVATE KEY-----", "A" * 50, "\n+\n", '"\n"', "-----BEGIN PRIVATE KEY-----\nProc-Type: x\n"]
)
def test_no_key_takes_long(unit: str) -> None:
    begin = time.perf_counter()
    key_kind("-----BEGIN RSA PRIVATE KEY-----\n" + unit * (300_000 // len(unit)))
    key_kind("-----BEGIN RSA PRIVATE KEY-----\n" + unit * (300_000 // len(unit)) + "-----END RSA PRIVATE KEY-----")
    assert time.perf_counter() - begin < 3


@given(
    st.text()
    | st.text(alphabet="-BEGIN PRIVATE KEY\nAZ09+/=").map(
        lambda text: "-----BEGIN PRIVATE KEY-----" + text + "-----END"
    )
)
def test_any_text_is_judged_without_an_error(text: str) -> None:
    proof.judge(text, text)
    excuses.of_value(Value(text))
    excuses.of_place(text, certain=False, checked=False)
    excuses.lowers(text, checked=False)


@pytest.mark.parametrize(
    "text",
    ["changeme", "change_me_please", "<your token>", "${TOKEN}", "$TOKEN", "{{ token }}", "%TOKEN%", "xxxxxxxx", "****", "your-api-key", "YOUR_TOKEN_HERE",
     "EXAMPLEKEY", "password", "Password123", "admin123", "test", "s3cr3t-placeholder", "TestPassword123!", "replace-me", "12345678", "abcdefgh", "aaaaaaaaaa"],
)  # fmt: skip
def test_placeholders(text: str) -> None:
    assert excuses.of_value(Value(text))


@pytest.mark.parametrize(
    "value",
    [made.password(seed) for seed in range(20)] + [made.drawn(seed, 32, "0123456789abcdef") for seed in range(20)],
)
def test_drawn_values_are_no_placeholders(value: str) -> None:
    assert excuses.of_value(Value(value)) == ""


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("tests/a.py", "test"), ("a/__tests__/b.ts", "test"), ("pkg/a_test.go", "test"), ("src/a.spec.ts", "test"), ("src/test/java/ATest.java", "test"),
        ("testdata/key.pem", "test"), ("examples/a.py", "example"), (".env.example", "example"), ("conftest.py", "test"), ("config.sample.yml", "example"),
        ("docs/a.md", "documentation"), ("README.md", "documentation"), ("package-lock.json", "lockfile"), ("Cargo.lock", "lockfile"), ("go.sum", "lockfile"),
        ("vendor/x/a.go", "foreign"), ("locales/de.json", "user interface"),
        ("src/app.py", ""), ("config/prod.yml", ""), ("src/latest.py", ""), ("contest/a.py", ""), ("attestation.py", ""), (".env", ""), ("deploy/protest.yml", ""),
    ],
)  # fmt: skip
def test_places_that_excuse_what_does_not_prove_itself(path: str, words: str) -> None:
    found = excuses.of_place(path, certain=False, checked=False)
    assert words in found
    assert bool(found) is bool(words)


def test_only_fixtures_excuse_what_proves_itself_and_nothing_a_checksum() -> None:
    assert excuses.of_place("tests/a.py", certain=True, checked=False)
    assert not excuses.of_place("docs/a.md", certain=True, checked=False)
    assert not excuses.of_place("tests/a.py", certain=True, checked=True)
    assert excuses.lowers("certs/localhost.key", checked=False)
    assert not excuses.lowers("src/app.py", checked=False)


def test_samples_are_known_by_name_and_source() -> None:
    sample = "AKIAI" + "OSFODNN7EXAMPLE"
    assert "AWS documentation" in excuses.of_value(Value(sample))
    assert all(name.startswith("secret:") and len(name) == 39 and source for name, source in SAMPLES.items())


def test_a_value_never_shows_itself() -> None:
    value = Value(made.github())
    for told in (repr(value), str(value), f"{value}", repr([value]), repr({"a": value})):
        assert made.github()[4:12] not in told
    assert value.fingerprint == Value(f" {made.github()}\n").fingerprint
    assert made.github()[4:12] not in value.fingerprint
