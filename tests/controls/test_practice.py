"""Measures that are bound to nothing: unproven, with a place to look where the tree has one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from controls.golden import BOTH, KEPT, SCAN, TODAY, UNPROVEN, Case, check, says, workflow
from troth import controls
from troth.controls import suggestions
from troth.controls.practice import CONTROL, shown_by_gates
from troth.controls.proof_topics import EXAMPLES, TOPICS, topic_of, words_of
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.formats.selectors import read
from troth.terms import selector as by
from troth.terms.answer import Answer, Answers
from troth.terms.commitment import Practice
from troth.terms.seen.desk import DeskRecord
from troth.terms.seen.manifests import Release
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict
from troth.terms.wants import DeskRecords, Releases

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
        files={"tests/test_telemetry.py": "def test_telemetry_privacy():\n    assert quay()\n"},
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
        ({"tests/test_login.py": "class TestLogin:\n    async def test_rate_limit(self):\n        assert quay()\n"}, node("tests/test_login.py::TestLogin::test_rate_limit")),
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


GATED = "All updates are tested in staging before production."


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (GATED, True),
        ("Test updates in staging before production", True),
        ("Every release is verified on staging prior to going live.", True),
        ("We deploy to staging before production.", False),
        ("Staging holds no production data and is tested before releases.", False),
        ("Staging environments are kept up to date.", False),
    ],
)
def test_what_a_record_of_releases_shows(sentence: str, *, shown: bool) -> None:
    assert shown_by_gates(practice(sentence, "staging")) is shown
    assert not shown_by_gates(practice(sentence, "backups"))


def told(n: int, kept: int, late: int) -> DeskRecord:
    at = datetime(2026, 2, 1, tzinfo=UTC)
    return DeskRecord(
        kind="practice", sentence=GATED, document="SECURITY.md", line=5, terms=(("topic", "staging"),), n=n, kept=kept,
        late=late, running=0, warned=0, overdue=0, median=None, p90=None, first=at, last=at,
        since=datetime(2025, 6, 1, tzinfo=UTC), until=at, project="Harbour", span=Span("desk-facts.json", None),
    )  # fmt: skip


def by_records(record: DeskRecord | None, *tags: str, promise: Practice | None = None) -> Verdict:
    promise = promise or practice(GATED, "staging")
    releases = tuple(
        Release(tag=tag, version=tag, span=Span(f"tag:{tag}", None), at=date(2025, 9, 1), prerelease="rc" in tag)
        for tag in tags
    )
    answers: dict[Any, Answer[Any]] = {want: Answer() for want in CONTROL.wants(promise)}
    answers[DeskRecords(document="SECURITY.md")] = Answer(found=(record,) if record else ())
    answers[Releases()] = Answer(found=releases)
    return CONTROL.judge(promise, Answers(answers), TODAY)


def test_records_of_releases_decide() -> None:
    assert by_records(told(3, 3, 0)).standing is Standing.KEPT
    assert by_records(told(3, 2, 1)).standing is Standing.BROKEN
    assert by_records(told(3, 2, 0)).standing is Standing.UNPROVEN
    assert by_records(told(0, 0, 0)).standing is Standing.UNPROVEN
    assert by_records(None).standing is Standing.UNPROVEN


def test_releases_that_the_desk_never_heard_of_prove_nothing() -> None:
    verdict = by_records(told(1, 1, 0), "1.0", "1.1", "1.2-rc1")
    assert verdict.standing is Standing.UNPROVEN
    assert "1 of 2 releases" in verdict.reason
    assert by_records(told(2, 2, 0), "1.0", "1.1", "1.2-rc1").standing is Standing.KEPT
    assert by_records(told(2, 1, 1), "1.0", "1.1", "1.2").standing is Standing.BROKEN


def test_releases_are_counted_for_every_place_that_says_it() -> None:
    """The promise stands in two places, and the record is of the other one: tags that it does not know count as well."""
    other = says("Updates are validated on staging before they go live.")
    promise = msgspec.structs.replace(practice(GATED, "staging"), also=(other,))
    record = msgspec.structs.replace(told(1, 1, 0), sentence=other.text)
    assert by_records(record, "1.0", "1.1", promise=promise).standing is Standing.UNPROVEN
    assert by_records(record, "1.0", promise=promise).standing is Standing.KEPT
