"""Does a value prove itself a secret? Only the issuer's own form does, with its checksum where it has one.

What an engine calls "high confidence" is often an example in documentation; a false alarm costs more than a missed
one. So a finding is *certain* only where its value, whatever rule found it, has the whole form that its issuer gives
it, looks drawn by a machine, and passes the check that the form carries.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable

import msgspec

from troth.evidence.secrets.keys import key_kind
from troth.terms.seen.secrets import Grade

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_LEAST_ENTROPY = 3.0
"""Bits a character of what follows the prefix; 32 hexadecimal digits drawn at random have 3.4 on average."""
_RUN = re.compile(
    r"(.)\1{4}|(?:01234|12345|23456|34567|45678|56789|abcde|bcdef|cdefg|qwert|asdfg|98765|87654|fedcb|edcba)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"example|sample|placeholder|changeme|change_me|dummy|fake|your[_-]|[_-]your|redacted|notreal|not_real|testtoken"
    r"|test_token|mysecret|insert|xxxx|deadbeef|cafebabe|foobar|lorem",
    re.IGNORECASE,
)
PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]{0,60})PRIVATE KEY(?: BLOCK)?-----")


class Form(msgspec.Struct, frozen=True):
    """What an issuer's token looks like. ``check`` tests what it carries; ``proves`` says of what it is the proof."""

    name: str
    pattern: str
    check: Callable[[str], bool] | None = None
    proves: str = ""


class Judged(msgspec.Struct, frozen=True):
    """How sure a value is and why. ``checked``: a checksum that no hand writes by chance is right."""

    grade: Grade
    why: str
    checked: bool = False


def _crc_base62(token: str) -> bool:
    """GitHub and npm: the last six digits are the CRC-32 of the thirty before
    (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/)."""
    body = token.partition("_")[2]
    return body[-6:] == _in_base(zlib.crc32(body[:-6].encode()), _BASE62).rjust(6, "0")


def _crc_base36(token: str) -> bool:
    """GitLab's routable tokens: the last seven digits are the CRC-32 of all before
    (https://docs.gitlab.com/security/tokens/, gitlab-org/gitlab, lib/authn/token_field)."""
    return token[-7:] == _in_base(zlib.crc32(token[:-7].encode()), _BASE36).rjust(7, "0")


def _in_base(number: int, digits: str) -> str:
    found = ""
    while number:
        number, rest = divmod(number, len(digits))
        found = digits[rest] + found
    return found


def _macaroon(token: str) -> bool:
    """PyPI: a macaroon of version 2 whose location is pypi.org
    (https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt)."""
    return _decoded(token.removeprefix("pypi-")).startswith(b"\x02\x01\x08pypi.org")


def _bech32(token: str) -> bool:
    """age: Bech32 with its six check digits (https://github.com/C2SP/C2SP/blob/main/age.md, BIP 173)."""
    human, _, data = token.lower().rpartition("1")
    values = [ord(c) >> 5 for c in human] + [0] + [ord(c) & 31 for c in human] + [_BECH32.find(c) for c in data]
    if -1 in values:
        return False
    sum_ = 1
    for value in values:
        top = sum_ >> 25
        sum_ = (sum_ & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            sum_ ^= generator if top >> bit & 1 else 0
    return sum_ == 1


def _sentry(token: str) -> bool:
    return _decoded(token.removeprefix("sntrys_").partition("_")[0]).startswith(b'{"iat":')


def _decoded(text: str) -> bytes:
    raw = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(raw + "=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return b""


def _form(name: str, pattern: str, check: Callable[[str], bool] | None = None, proves: str = "") -> Form:
    return Form(name, pattern, check, proves)


_PAIRED = "AWS access key"
_AWS_SECRET = 40
"""Characters of a secret access key (IAM user guide)."""
_SUM = "its checksum is right"
FORMS: tuple[Form, ...] = (
    # GitHub: https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
    _form("GitHub token", r"gh[pousr]_[0-9A-Za-z]{36}", _crc_base62, _SUM),
    _form("GitHub fine-grained token", r"github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}"),
    _form("npm token", r"npm_[0-9A-Za-z]{36}", _crc_base62, _SUM),
    # GitLab: https://docs.gitlab.com/security/tokens/#token-prefixes
    _form("GitLab token", r"glpat-[0-9A-Za-z_-]{27,300}\.[0-9a-z]{2}(?:\.[0-9a-z]{2})?[0-9a-z]{7}", _crc_base36, _SUM),
    _form("GitLab token", r"gl(?:pat|dt|rt|ft|ffct)-[0-9A-Za-z_-]{20}"),
    _form("GitLab token", r"glptt-[0-9a-f]{40}|glagent-[0-9A-Za-z_-]{50}|gloas-[0-9a-f]{64}"),
    _form("PyPI token", r"pypi-AgEIcHlwaS5vcmc[\w-]{50,1000}", _macaroon, "it is a macaroon of pypi.org"),
    # AWS: the engine tells a key id only beside a secret access key (IAM user guide, "IAM identifiers")
    _form(_PAIRED, r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}", None, "a secret access key stands beside it"),
    _form("AWS Bedrock key", r"ABSK[A-Za-z0-9+/]{109,269}={0,2}", lambda t: b"BedrockAPIKey-" in _decoded(t[4:])),
    # Slack: https://api.slack.com/authentication/token-types
    _form("Slack token", r"xoxb-[0-9]{10,13}-[0-9]{10,13}-[0-9A-Za-z]{24}|xox[pe](?:-[0-9]{10,13}){3}-[0-9a-f]{32}"),
    _form("Slack app token", r"xapp-\d-[A-Z0-9]{9,12}-\d{10,14}-[a-f0-9]{64}"),
    _form("Slack webhook", r"(?:https://)?hooks\.slack\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24}"),
    # Stripe: https://docs.stripe.com/keys; test keys move no money and count as possible
    _form("Stripe live key", r"[sr]k_live_[0-9a-zA-Z]{24,247}"),
    _form("OpenAI key", r"sk-(?:(?:proj|svcacct|admin)-)?[\w-]{20,74}T3BlbkFJ[\w-]{20,74}"),
    _form("Anthropic key", r"sk-ant-(?:api03|admin01)-[\w-]{93}AA"),
    _form("age secret key", r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}", _bech32, _SUM),
    _form("Azure client secret", r"[\w~.]{3}\dQ~[\w~.-]{31,34}"),
    _form("Google OAuth client secret", r"GOCSPX-[\w-]{28}"),
    _form("Hugging Face token", r"hf_[A-Za-z]{34}"),
    _form("Databricks token", r"dapi[0-9a-f]{32}(?:-\d)?"),
    _form("DigitalOcean token", r"do[opr]_v1_[0-9a-f]{64}"),
    _form("SendGrid key", r"SG\.[\w-]{22}\.[\w-]{43}"),
    _form("Shopify token", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    _form("Vault token", r"hvs\.[\w-]{90,120}|hvb\.[\w-]{138,300}"),
    _form("Docker Hub token", r"dckr_pat_[\w-]{27}|dckr_oat_[\w-]{32}"),
    _form("RubyGems key", r"rubygems_[0-9a-f]{48}"),
    _form("CircleCI token", r"CCIPAT_[0-9A-Za-z]{22}_[0-9a-f]{40}"),
    _form("Postman key", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    _form("Pulumi token", r"pul-[0-9a-f]{40}"),
    _form("Notion token", r"ntn_[0-9]{11}[0-9A-Za-z]{35}"),
    _form("Doppler token", r"dp\.pt\.[0-9a-zA-Z]{43}"),
    _form("Dynatrace token", r"dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    _form("Sentry token", r"sntrys_[\w+/=-]{60,400}", _sentry, "it opens with the issuer's own JSON"),
    _form("Sentry token", r"sntryu_[0-9a-f]{64}"),
    _form("Brevo key", r"xkeysib-[0-9a-f]{64}-[0-9A-Za-z]{16}"),
    _form("Linear key", r"lin_api_[0-9A-Za-z]{40}"),
    _form("ReadMe key", r"rdme_[0-9a-z]{70}"),
    _form("Prefect key", r"pnu_[0-9A-Za-z]{36}"),
    _form("PlanetScale token", r"pscale_tkn_[\w=.-]{32,64}"),
    _form("Clojars token", r"CLOJARS_[0-9a-f]{60}"),
    _form("Supabase secret", r"sb_secret_[\w-]{31}"),
    _form("Buildkite token", r"bkua_(?:[0-9a-z]{40}|[0-9a-z]{53})"),
)  # fmt: skip


def judge(value: str, beside: str = "") -> Judged:
    """How sure ``value`` is, by itself; ``beside`` is the second half of a pair."""
    if PEM.search(value):
        return _by_key(value)
    for form in FORMS:
        if re.fullmatch(form.pattern, value):
            if form.name == _PAIRED and not (len(beside) == _AWS_SECRET and drawn(beside)):
                return Judged("possible", f"it has the form of {_a(form.name)}, without its secret half")
            return _by_form(form, value)
    return Judged("possible", "only what stands around it speaks of a secret")


def _by_key(value: str) -> Judged:
    """A private key may open anything or nothing: most that stand in public trees are those of tests (decision 20).

    Only the one of a service account of Google says itself what it opens.
    """
    kind = key_kind(value)
    if kind.open and ".iam.gserviceaccount.com" in value and '"private_key_id"' in value:
        return Judged("certain", "the key of a service account of Google: it parses, and no pass phrase guards it")
    return Judged("possible", f"{kind.words}; what it opens cannot be told" if kind.open else kind.words)


def _by_form(form: Form, value: str) -> Judged:
    if form.check is not None:
        if not form.check(value):
            return Judged("possible", f"it has the form of {_a(form.name)}, but what such a token carries is not right")
        return Judged("certain", f"{_a(form.name)}: {form.proves or 'it decodes as one'}", checked=True)
    if not drawn(value):
        return Judged("possible", f"it has the form of {_a(form.name)}, but looks made up")
    return Judged("certain", f"{_a(form.name)}: {form.proves or 'it has the whole form that its issuer gives it'}")


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "AO" else f"a {name}"


def drawn(value: str) -> bool:
    """Whether ``value`` looks drawn by a machine: no words of examples, no runs, characters spread widely."""
    body = re.split(r"[_.-]", value)[-1] if len(value) > 24 else value
    if len(body) < 12:
        body = value
    if _RUN.search(value) or _WORDS.search(value):
        return False
    counts = Counter(body)
    entropy = -sum(n / len(body) * math.log2(n / len(body)) for n in counts.values())
    return entropy >= min(_LEAST_ENTROPY, math.log2(max(len(body), 2)) * 0.75)
