from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import made_secrets as made
from troth.evidence.repository import Repository
from troth.evidence.secrets.exceptions import Exceptions
from troth.evidence.secrets.value import Value

Trees = Callable[[Mapping[str, str | bytes]], Repository]
TOKEN = made.github()
RULE = "github-pat"


def excuse(
    exceptions: Exceptions,
    path: str = "src/a.py",
    line: int = 3,
    text: str = "",
    value: str = TOKEN,
    *,
    certain: bool = True,
) -> str:
    around = text or f'x = "{value}"'
    marks = exceptions.marks(RULE, Value(value), Value(value), around)
    return exceptions.excuse(RULE, path, line, marks, certain=certain)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (f'[allowlist]\nregexes = ["^{TOKEN}$"]', True),
        (f'[[allowlists]]\nregexes = ["{TOKEN[:12]}"]', True),
        ('[extend]\nuseDefault = true\n[[allowlists]]\nregexTarget = "line"\nregexes = ["^x = "]', True),
        ('[allowlist]\nregexTarget = "line"\nregexes = ["^y = "]', False),
        ('[allowlist]\npaths = ["^src/"]', True),
        ('[allowlist]\npaths = ["^lib/"]', False),
        (f'[allowlist]\nstopwords = ["{TOKEN[8:20].upper()}"]', True),
        ('[[allowlists]]\ncondition = "AND"\npaths = ["^src/"]\nregexes = ["^nothing$"]', False),
        ('[[allowlists]]\ncondition = "AND"\npaths = ["^src/"]\nregexes = ["^ghp_"]', True),
        ('[[allowlists]]\ncondition = "AND"\npaths = ["^lib/"]\nregexes = ["^ghp_"]', False),
        (f'[[rules]]\nid = "{RULE}"\n[rules.allowlist]\npaths = ["^src/"]', True),
        ('[[rules]]\nid = "other"\n[rules.allowlist]\npaths = ["^src/"]', False),
        (f'[[rules]]\nid = "{RULE}"\n[[rules.allowlists]]\nregexes = ["^ghp_"]', True),
        (f'[[allowlists]]\ntargetRules = ["{RULE}"]\npaths = ["^src/"]', True),
        ('[[allowlists]]\ntargetRules = ["other"]\npaths = ["^src/"]', False),
        ('[[allowlists]]\ndescription = "nothing"', False),
        ('[[allowlists]]\ncondition = "AND"\ndescription = "nothing"', False),
    ],
)  # fmt: skip
def test_allow_lists(tree: Trees, text: str, passes: bool) -> None:
    exceptions = Exceptions(tree({".gitleaks.toml": text}))
    assert exceptions.gaps == []
    assert bool(excuse(exceptions)) is passes


def test_the_line_of_an_allow_list_is_cited(tree: Trees) -> None:
    exceptions = Exceptions(tree({".gitleaks.toml": 'title = "x"\n\n[[allowlists]]\npaths = ["^src/"]\n'}))
    assert excuse(exceptions) == "allowed by .gitleaks.toml:3"


@pytest.mark.parametrize(
    ("expression", "loose"),
    [
        ("true|false|null", True),
        ("(?i)^true|false|null$", True),
        (".*", True),
        ("", True),
        ("[A-Za-z]", True),
        ("^(?:true|false|null)$", False),
        ("EXAMPLE", False),
        ("^AKIA[A-Z0-9]{16}$", False),
    ],
)
def test_a_list_that_lets_nearly_everything_pass_is_told(tree: Trees, expression: str, loose: bool) -> None:
    text = f"[allowlist]\nregexes = ['{expression}']"
    assert bool(Exceptions(tree({".gitleaks.toml": text})).loose) is loose


@pytest.mark.parametrize("expression", ["(a+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(?:a|a)*b", "(x+x+)+y"])
def test_an_expression_that_never_ends_elsewhere_ends_here(tree: Trees, expression: str) -> None:
    exceptions = Exceptions(tree({".gitleaks.toml": f"[allowlist]\nregexes = ['{expression}']\nregexTarget = 'line'"}))
    begin = time.perf_counter()
    excuse(exceptions, text="a" * 20_000 + "x" * 20_000)
    assert time.perf_counter() - begin < 2


@pytest.mark.parametrize("expression", ["(a{1000}){1000}", "(", "[z-a]", "\\\\1(?=x)", "(?P<n>a)(?P=n)", "a" * 3000])
def test_an_expression_that_cannot_be_read_is_a_gap_and_lets_nothing_pass(tree: Trees, expression: str) -> None:
    exceptions = Exceptions(
        tree({".gitleaks.toml": json.dumps({"k": 1}) and f'[allowlist]\nregexes = ["{expression}"]'})
    )
    assert len(exceptions.gaps) == 1
    assert excuse(exceptions, text="aa") == ""


def test_too_many_lists_are_a_gap(tree: Trees) -> None:
    exceptions = Exceptions(tree({".gitleaks.toml": "[[allowlists]]\npaths = ['^x$']\n" * 300}))
    assert exceptions.gaps[0].reason == "too many allow-lists"


def test_without_re2_allow_lists_are_a_gap(tree: Trees, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.evidence.secrets.exceptions._compiler", lambda: None)
    exceptions = Exceptions(tree({".gitleaks.toml": '[allowlist]\npaths = ["^src/"]'}))
    assert "google-re2" in exceptions.gaps[0].reason


@pytest.mark.parametrize(
    ("line", "passes"),
    [
        ("src/a.py:github-pat:3", True),
        ("0123456789abcdef0123456789abcdef01234567:src/a.py:github-pat:3 # why", True),
        ("src/a.py:github-pat:4", False),
        ("src/a.py:other:3", False),
        ("src/b.py:github-pat:3", False),
        ("# src/a.py:github-pat:3", False),
        ("src/a.py:github-pat:" + "9" * 5000, False),
    ],
)
def test_the_ignore_file(tree: Trees, line: str, passes: bool) -> None:
    assert bool(excuse(Exceptions(tree({".gitleaksignore": f"\n{line}\n"})))) is passes


def test_fingerprints_of_values(tree: Trees) -> None:
    name = hashlib.sha256(TOKEN.encode()).hexdigest()
    assert "betterleaksignore" in excuse(Exceptions(tree({".betterleaksignore": f"{name} # why\n"})))
    assert excuse(Exceptions(tree({".betterleaksignore": f"{name[:-1]}0\n"})), value=made.npm()) == ""


@pytest.mark.parametrize(
    ("reviewed", "certain", "words"),
    [
        (False, True, "reviewed as none"),
        (True, True, ""),
        (True, False, ""),
        (None, True, ""),
        (None, False, "not reviewed"),
    ],
)
def test_the_baseline_of_detect_secrets(tree: Trees, reviewed: bool | None, certain: bool, words: str) -> None:
    entry: dict[str, object] = {
        "hashed_secret": hashlib.sha1(TOKEN.encode(), usedforsecurity=False).hexdigest(),
        "line_number": 3,
        "type": "x",
    }
    if reviewed is not None:
        entry["is_secret"] = reviewed
    exceptions = Exceptions(tree({".secrets.baseline": json.dumps({"results": {"src/a.py": [entry]}})}))
    found = excuse(exceptions, certain=certain)
    assert words in found
    assert bool(found) is bool(words)


@pytest.mark.parametrize(
    "mark", ["gitleaks:allow", "betterleaks:allow", "kingfisher:ignore", "pragma: allowlist secret"]
)
def test_marks_in_the_line(tree: Trees, mark: str) -> None:
    exceptions = Exceptions(tree({}))
    assert excuse(exceptions, text=f"x = 1  # {mark}") == f"allowed in its line ({mark})"
    assert excuse(exceptions, text="x = 1") == ""


def test_a_change_of_any_exception_is_another_digest(tree: Trees) -> None:
    texts: tuple[dict[str, str], ...] = (
        {},
        {".gitleaksignore": "a"},
        {".gitleaksignore": "b"},
        {".gitleaks.toml": "a = 1"},
        {".secrets.baseline": "{}"},
    )
    assert len({Exceptions(tree(files)).digest for files in texts}) == len(texts)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["results", "a.py", "hashed_secret", "is_secret"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(JUNK)
def test_any_baseline_is_read_without_an_error(tree: Trees, value: object) -> None:
    excuse(Exceptions(tree({".secrets.baseline": json.dumps(value)})))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.sampled_from([".gitleaks.toml", ".gitleaksignore", ".betterleaksignore", ".secrets.baseline"]),
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
)
def test_any_bytes_are_read_without_an_error(tree: Trees, path: str, data: bytes) -> None:
    excuse(Exceptions(tree({path: data})))


@pytest.mark.parametrize(
    "text",
    [
        "allowlist = 3",
        "allowlists = [1, 'x', []]",
        "rules = 3",
        "[[rules]]\nid = 3\nallowlist = 4",
        "[allowlist]\nregexes = 'x'\npaths = [1]\nstopwords = [2]\ncondition = 3\ntargetRules = 4\nregexTarget = []",
    ],
)
def test_wrong_types_at_every_key(tree: Trees, text: str) -> None:
    assert excuse(Exceptions(tree({".gitleaks.toml": text}))) == ""
