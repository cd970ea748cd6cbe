from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import made_secrets as made
from troth.terms.redaction import covered
from troth.terms.span import excerpt

KEY, SECRET = made.aws()
VALUES = (
    made.github(), made.npm(), made.gitlab(), made.pypi(), made.stripe(), made.slack(), KEY,
    "github_pat_" + made.drawn(1, 82), "sk-ant-api03-" + made.drawn(2, 93) + "AA", "AIza" + made.drawn(3, 35),
    "eyJ" + made.drawn(4, 30) + "." + made.drawn(5, 40) + "." + made.drawn(6, 43), "GOCSPX-" + made.drawn(7, 28),
    "AGE-SECRET-KEY-1" + made.drawn(8, 58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"), "dop_v1_" + made.drawn(9, 64, "0123456789abcdef"),
    "SG." + made.drawn(10, 22) + "." + made.drawn(11, 43), "hvs." + made.drawn(12, 95), "hf_" + made.drawn(13, 34),
    "shpat_" + made.drawn(14, 32, "0123456789abcdef"), "dckr_pat_" + made.drawn(15, 27), "rubygems_" + made.drawn(16, 48, "0123456789abcdef"),
)  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("around", ["{}", 'token = "{}"', "X={} tool -r .", "see ({}), or", "a\n- {}\nb"])
def test_a_value_is_covered_wherever_it_stands(value: str, around: str) -> None:
    text = around.format(value)
    found = covered(text)
    assert len(found) == len(text)
    assert not any(value[at : at + 8] in found for at in range(16, len(value) - 8))
    assert value[-10:] not in found


@pytest.mark.parametrize("value", VALUES)
def test_a_value_that_is_cut_is_covered_too(value: str) -> None:
    short = value[: max(32, len(value) // 2)]
    assert short[-8:] not in covered(f"token: {short}") or len(value) < 40


def test_passwords_of_addresses_and_headers_are_covered() -> None:
    word = made.password()
    assert word not in covered(f"https://user:{word}@example.org/x")
    assert "https://user:" in covered(f"https://user:{word}@example.org/x")
    assert SECRET not in covered(f'aws_secret_access_key = "{SECRET}"')
    assert "0123456789abcdef" not in covered('curl -H "Authorization: Bearer 0123456789abcdef"')


def test_keys_are_covered_with_and_without_their_end() -> None:
    key = made.private_key()
    lines = key.splitlines()
    for text in (key, "\n".join(lines[:5]), repr(key)):
        found = covered(text)
        assert len(found) == len(text)
        assert "-----BEGIN RSA PRIVATE KEY-----" in found
        assert not any(line[8:20] in found for line in lines[1:5])


@pytest.mark.parametrize(
    "text",
    [
        "npm_config_cache", "ghp_", "sk-learn", "https://example.org:8080/a@b", "git@github.com:a/b.git", "ssh://git@example.org",
        "pkg:npm/%40scope/name@1.0.0", "AKIAXX", "${{ secrets.GITHUB_TOKEN }}", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkq",
        "Authorization: Bearer YOUR_TOKEN", "https://user:${PASSWORD}@example.org", "sha256:" + "ab" * 32, "sk-learn-and-more-words-here",
    ],
)  # fmt: skip
def test_what_is_no_secret_stays(text: str) -> None:
    assert covered(text) == text


def test_an_excerpt_is_covered_before_it_is_cut() -> None:
    text = "x" * 190 + " " + made.github()
    assert made.github()[4:9] not in excerpt(text)


@pytest.mark.parametrize(
    "unit",
    ["eyJ", "sk-", "://a:", "-----BEGIN PRIVATE KEY-----", "xoxb-", "AKIA", "Authorization: Bearer ", "glpat-", "pypi-Ag", "_secret_key=",
     "abcQ~", "1Q~", "github_pat_", "eyJa.", "SG.", "hvs.", "hooks.slack.com/a/"],
)  # fmt: skip
def test_no_text_takes_long(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begin = time.perf_counter()
    covered(text)
    assert time.perf_counter() - begin < 2


@given(
    st.text()
    | st.lists(st.sampled_from([*VALUES, "-----BEGIN PRIVATE KEY-----", "://a:b@c", " ", "\n", "é"])).map("".join)
)
def test_length_and_lines_stay(text: str) -> None:
    found = covered(text)
    assert len(found) == len(text)
    assert [len(line) for line in found.split("\n")] == [len(line) for line in text.split("\n")]
