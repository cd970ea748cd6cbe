"""Why something that looks like a secret is none: a published sample, a placeholder, a fixture, an example."""

from __future__ import annotations

import re

from troth.evidence.secrets.samples import SAMPLES
from troth.evidence.secrets.value import Value

_PLACEHOLDER = re.compile(
    r"""
      \A(?:\W*|(?P<one>.)(?P=one)*)\Z                                 # nothing but signs, or one character
    | \A[^\w]?(?:\$\{?[\w.:-]+\}?|\$\(.+\)|%[\w]+%|\{\{.*\}\}|\#\{.*\}|<[^>]*>|\[[\w .-]*\]|\{[\w .-]*\}|@[\w.]+@)
    | \$\{\w|\$\(|\{\{|\#\{|%\(\w|<[\w .-]+>|\{[a-z_][\w.]*\}         # a hole somewhere in it
    | (?:\A|[^a-z])(?:x{3,}|\*{3,}|\.{3,}|…|y{4,}|z{4,}|0{6,}|_{4,})
    | change.?(?:me|this|it)|replace.?(?:me|this|with)?|your[ _-]?\w*|my[ _-]?(?:secret|password|token|key|api)
    | example|sample|placeholder|dummy|fake|redacted|insert|(?:to.?be|not).?(?:set|filled|defined|used)|todo|fixme|tbd
    | \A(?:test|testing|demo|mock|stub|dev|develop|local|localhost|default|guest|none|null|nil|true|false|undefined
        |unused|string|secret|password|passwort|passwd|pass|pwd|token|api.?key|key|credential|user|username|admin|root|postgres
        |mysql|redis|mongo|rabbitmq|minio|minioadmin|keycloak|foo|bar|baz|foobar|hunter2|letmein|qwerty|abc|wrong|invalid
        |hello|world|value|text|bearer|hidden|masked|empty|whatever|something)[\W_]*\d{0,4}[\W_]*\Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RUNS = re.compile(r"0123456|1234567|12345678|abcdefg|abc123|qwerty|(.)\1{5}", re.IGNORECASE)
_MADE_UP = re.compile(
    r"(?:test|fake|wrong|bad|invalid|dummy|demo|mock|example|sample|valid|strong|secure|secret|some|my|new|old|super|user"
    r"|admin|hunter|correct)(?:ed)?[\W_]*(?:pass(?:word|wd)?|secret|token|key|pw|pwd|value|credential|horse)",
    re.IGNORECASE,
)
_FIXTURE = re.compile(
    r"(?:^|/)(?:[^/]*[_-])?(?:__tests__|__mocks__|__fixtures__|tests?|testing|testdata|specs?|fixtures?|mocks?|stubs?"
    r"|e2e|qa|uat|examples?|samples?|demos?|cassettes|snapshots|bench(?:es|marks?)?|fuzz|playground|tutorials?)/"
    r"|(?:^|/)(?:tests?|testing|fixtures?|mocks?|examples?|samples?|demo)[_-][^/]*/"
    r"|(?:^|/)(?:[^/]*[_.-])?(?:tests?|testing|conftest|mocks?|fixtures?|examples?|samples?|demo)(?![a-z])[^/]*\.[^/]+$"
    r"|[_.-]spec\.[a-z]{2,3}$|(?:^|/)[^/]*(?:Test|Tests|Spec|ITest|ITCase)\.(?:java|kt|cs|scala|groovy|swift)$"
    r"|\.(?:example|sample|template|dist|tmpl)(?:\.[^/]+)?$|(?:^|/)\.env\.(?:example|sample|template|dist|test)",
    re.IGNORECASE,
)
_DOCUMENTATION = re.compile(
    r"(?:^|/)(?:docs?|documentation|doc[-_][\w-]+|wiki|adr|rfcs?|man|guides?|runbooks?)/|(?:^|/)(?:readme|changelog|contributing|security)[^/]*$"
    r"|\.(?:md|mdx|rst|adoc|asciidoc|txt|ipynb|1|3|5|8)$|(?:^|/)openapi[^/]*$|(?:^|/)swagger[^/]*$",
    re.IGNORECASE,
)
_LOCKS = re.compile(
    r"(?:^|/)(?:[^/]*[-.]lock(?:\.[^/]+)?|[^/]*\.lockb?|go\.sum|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml"
    r"|yarn\.lock|cargo\.lock|verification-metadata\.xml|deno\.lock|uv\.lock|requirements[^/]*\.txt|checksums?[^/]*)$",
    re.IGNORECASE,
)
_TEXTS = re.compile(
    r"(?:^|/)(?:locales?|i18n|l10n|lang|languages?|translations?|messages)/|\.(?:pot?|xlf|arb|strings)$", re.IGNORECASE
)
_DEVELOPMENT = re.compile(
    r"(?:^|[/_.-])(?:dev|devel|development|local|localhost|snakeoil|self-?signed|insecure|demo|dummy|sandbox)(?:[/_.-]|$)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"(?:^|/)(?:vendor|node_modules|third[-_]party|bower_components|site-packages)/", re.IGNORECASE)


def of_value(value: Value) -> str:
    """Why ``value`` by itself is no secret; "" where nothing says so."""
    text = value.reveal().strip()
    known = SAMPLES.get(value.fingerprint)
    if known:
        return f"a published sample key ({known})"
    if len(text) > 200:
        return ""
    if _PLACEHOLDER.search(text):
        return "a placeholder"
    if _RUNS.search(text) or _MADE_UP.search(text):
        return "made up for an example"
    return ""


def of_pair(value: Value) -> str:
    """Why the second half of a pair says that the whole is none; "" where there is no second half."""
    return of_value(value) if value.reveal() else ""


def of_place(path: str, *, certain: bool, checked: bool) -> str:
    """Why a finding in ``path`` is none; "" where its place excuses nothing.

    Tests, examples and fixtures excuse every value but one whose checksum is right: its issuer made it. Documentation,
    lockfiles and foreign code excuse only what does not prove itself.
    """
    if checked:
        return ""
    if _FIXTURE.search(path):
        return "a test fixture or example"
    if certain:
        return ""
    if _LOCKS.search(path):
        return "a checksum of a lockfile"
    if _DOCUMENTATION.search(path):
        return "an example in documentation"
    if _TEXTS.search(path):
        return "a text of the user interface"
    return "foreign code" if _FOREIGN.search(path) else ""


def lowers(path: str, *, checked: bool) -> str:
    """Why a value that proves itself may still guard nothing at ``path``; "" where nothing says so."""
    if _FIXTURE.search(path):
        return "it stands among tests or examples"
    if checked:
        return ""
    if _DEVELOPMENT.search(path):
        return "its file is named for development"
    if _DOCUMENTATION.search(path):
        return "it stands in documentation"
    return "it stands in foreign code" if _FOREIGN.search(path) else ""
