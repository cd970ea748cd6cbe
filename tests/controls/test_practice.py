"""Measures that are bound to nothing: unproven, with a place to look where the tree has one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from controls.golden import BOTH, KEPT, SCAN, TODAY, UNPROVEN, Case, check, says, workflow
from troth import controls
from troth.controls import suggestions
from troth.controls.practice import CONTROL
from troth.controls.proof_topics import EXAMPLES, TOPICS, topic_of, words_of
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.formats.selectors import read
from troth.terms import selector as by
from troth.terms.answer import Answers
from troth.terms.commitment import Practice
from troth.terms.span import Span
from troth.terms.verdict import Standing

TEST = "def test_rate_limit():\n    assert attempt(6) is False\n"


def practice(text: str = "Logins are rate-limited.", topic: str = "authentication") -> Practice:
    return Practice(span=says(text), topic=topic)


CASES = (
    Case(name="nothing to look at", promise=practice(), files={"a.py": ""}, standing=UNPROVEN, settles="people", words="bound to no proof"),
    Case(
        name="a test of that name",
        promise=practice(),
        files={"tests/test_login.py": TEST},
        standing=UNPROVEN,
        settles="people",
        words="perhaps tests/test_login.py shows it",
        cites=("tests/test_login.py:1",),
    ),
    Case(
        name="a measure that is not taken",
        promise=Practice(span=says("We do not collect telemetry."), topic="privacy", strength="refusal"),
        files={"tests/test_telemetry.py": "def test_telemetry_privacy():\n    assert 1\n"},
        standing=KEPT,
        words="by its text",
        cites=("SECURITY.md:5",),
    ),
    Case(name="a sentence of no known sort", promise=practice("We dance.", "other"), files={"tests/test_login.py": TEST}, standing=UNPROVEN, words="nobody attests it"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_practice(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def suggested(promise: Practice, repository: Repository) -> tuple[by.Selector, ...]:
    return suggestions.suggest(promise, gather(Scene(repository=repository, at=TODAY), suggestions.wants(promise)))


def node(written: str) -> by.TestSelector:
    return by.TestSelector(node=written)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"tests/test_login.py": TEST}, node("tests/test_login.py::test_rate_limit")),
        ({"tests/test_login.py": "class TestLogin:\n    async def test_rate_limit(self):\n        assert 1\n"}, node("tests/test_login.py::TestLogin::test_rate_limit")),
        ({"login/a_test.go": "package login\n\nfunc TestRateLimit(t *testing.T) {\n\tcheck(t)\n}\n"}, node("./login TestRateLimit")),
        ({"Cargo.toml": '[package]\nname = "ferry"\n', "src/login.rs": "mod tests {\n    #[tokio::test]\n    async fn rate_limit() {\n        check();\n    }\n}\n"}, node("ferry::login::tests::rate_limit")),
        ({SCAN: workflow(BOTH, "./check.sh", job="name: Rate-limit of logins")}, by.CiJobSelector(job="scan.yml#scan")),
        ({"tests/test_login.py": TEST.replace("rate_limit", "limit")}, None),
        ({"tests/test_login.py": TEST.replace("assert attempt(6) is False", "pass")}, None),
        ({"vendor/tests/test_login.py": TEST}, None),
        ({"login.py": TEST}, None),
    ],
)  # fmt: skip
def test_what_is_suggested_resolves(
    files: dict[str, str], expected: by.Selector | None, tree: Callable[..., Repository]
) -> None:
    repository = tree(files)
    found = suggested(practice(), repository)
    if expected is None:
        assert found == ()
        return
    assert found[0] == expected
    bound = Practice(span=says("x"), topic="authentication", evidence=found)
    answers = gather(Scene(repository=repository, at=TODAY), controls.wants(bound))
    assert controls.judge(bound, answers, TODAY).standing is not Standing.BROKEN


def test_the_next_step_can_be_copied_into_the_register(tree: Callable[..., Repository]) -> None:
    repository = tree({"tests/test_login.py": TEST})
    answers = gather(Scene(repository=repository, at=TODAY), suggestions.wants(practice()))
    verdict = controls.judge(practice(), answers, TODAY)
    assert verdict.next is not None
    line = verdict.next.text.partition("troth.toml: ")[2].removesuffix(".")
    value: Any = tomllib.loads(line)["evidence"]
    selectors, gaps = read(value, lambda _: Span("troth.toml"))
    assert (selectors, gaps) == ((by.TestSelector(node="tests/test_login.py::test_rate_limit"),), ())


def test_every_example_can_be_read() -> None:
    for form, example in EXAMPLES.items():
        selectors, gaps = read([tomllib.loads(f"x = {example}")["x"]], lambda _: Span("troth.toml"))
        assert not gaps
        assert selectors[0].__struct_config__.tag == form
    assert {form for row in TOPICS for form in row.forms} <= set(EXAMPLES)


TOPIC_NAMES = (
    "encryption authentication authorization input_validation audit_log isolation testing least_privilege backup "
    "monitoring network signing two_factor sandbox privacy branch_protection staging code_review"
)


@pytest.mark.parametrize("topic", TOPIC_NAMES.split())
def test_topics_of_the_reader_have_a_row(topic: str) -> None:
    assert topic_of(practice("We do it.", topic)) is not None


@pytest.mark.parametrize(
    ("sentence", "stem"),
    [
        ("Logins are rate-limited.", "rate_limit"),
        ("Passwords are hashed with Argon2.", "argon2_"),
        ("All input is validated.", "valid"),
        ("SQL injection is prevented by prepared statements.", "sql_inj"),
        ("Sessions expire.", "session"),
    ],
)
def test_words_of_the_sentence_choose_the_row(sentence: str, stem: str) -> None:
    topic = topic_of(practice(sentence, "other"))
    assert topic is not None
    assert stem in topic.stems


def test_telling_words_are_cut_as_names_have_them() -> None:
    assert words_of(practice("Tenants are isolated on every request, always.")) == ("tenant", "isolat", "reques")


def test_nothing_is_suggested_where_nothing_was_asked() -> None:
    assert suggestions.suggest(practice(), Answers({})) == ()
    assert CONTROL.judge(practice(), Answers({}), date(2026, 1, 1)).standing is UNPROVEN
