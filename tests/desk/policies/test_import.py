from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from troth import pipeline
from troth.evidence.gather import Scene
from troth.evidence.repository import Repository
from troth.terms.source import Source
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.policies import actions, queries
from troth_desk.policies.models import PolicyVersion, Promise
from troth_desk.policies.refusal import RefusedTextsError
from troth_desk.tenants.models import Project

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = """\
# Security policy

Write to security@example.org. We acknowledge reports within 48 hours.
We tell reporters how it goes every 7 days until it is resolved.
We may pay a bounty.

## Critical (CVSS 9.0-10.0)
- **Response Time**: 24 hours

## High (CVSS 7.0-8.9)
- **Response Time**: 72 hours
"""
TOML = """\
[[commitment]]
id = "our-answer"
document = "SECURITY.md"
line = 3
sentence = "We acknowledge reports within 48 hours."
kind = "deadline"
action = "acknowledge"
within = "PT48H"
"""
LONG_ACTION = f"""\
[[commitment]]
id = "our-rhythm"
document = "SECURITY.md"
line = 4
sentence = "We tell reporters how it goes every 7 days until it is resolved."
kind = "recurrence"
action = "{"a" * 61}"
every = "P7D"
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(project: Project) -> Project:
    return project


def test_ids_and_commitments_are_those_of_a_check(ours: Project, tmp_path: Path) -> None:
    version = actions.import_texts(ours, {"SECURITY.md": POLICY, "troth.toml": TOML}, by=SYSTEM, at=AT)
    (tmp_path / "SECURITY.md").write_text(POLICY)
    (tmp_path / "troth.toml").write_text(TOML)
    scene = Scene(repository=Repository(tmp_path), at=AT.date())
    result = pipeline.check([Source(path="SECURITY.md", text=POLICY)], scene)
    checked = {one.id: one.verdict.commitment for one in result.judged}
    assert queries.commitments(version) == checked
    assert "our-answer" in checked
    assert [row.commitment for row in queries.promises(version)] == list(checked)


def test_readings_are_those_of_the_reader(ours: Project) -> None:
    version = actions.import_texts(ours, {"SECURITY.md": POLICY}, by=SYSTEM, at=AT)
    read = pipeline.promises([Source(path="SECURITY.md", text=POLICY)]).readings
    ours_again = queries.readings(version)
    assert [msgspec.structs.replace(one, commitments=()) for one in ours_again] == [
        msgspec.structs.replace(one, commitments=()) for one in read
    ]


def test_the_same_texts_make_no_new_version(ours: Project) -> None:
    first = actions.import_texts(ours, {"SECURITY.md": POLICY}, by=SYSTEM, at=AT)
    entries = Entry.objects.count()
    again = actions.import_texts(ours, {"SECURITY.md": POLICY}, by=SYSTEM, at=AT + timedelta(days=1))
    assert again == first
    assert (PolicyVersion.objects.count(), Entry.objects.count()) == (1, entries)


def test_a_new_version_keeps_the_promises_of_the_old_one(ours: Project) -> None:
    first = actions.import_texts(ours, {"SECURITY.md": POLICY}, by=SYSTEM, at=AT)
    before = dict(queries.promises(first).values_list("commitment", "within"))
    second = actions.import_texts(
        ours, {"SECURITY.md": POLICY.replace("48 hours", "14 days")}, by=SYSTEM, at=AT + timedelta(days=1)
    )
    assert (second.number, queries.current_version(ours)) == (2, second)
    assert dict(queries.promises(first).values_list("commitment", "within")) == before
    assert queries.promises(second, "deadline", "acknowledge").filter(within="P14D").exists()
    assert [entry.action for entry in Entry.objects.all()] == ["policy.imported", "policy.imported"]


def test_drift_is_told_field_by_field_with_its_direction(ours: Project) -> None:
    first = actions.import_texts(ours, {"SECURITY.md": POLICY}, by=SYSTEM, at=AT)
    weaker = POLICY.replace("48 hours", "14 days").replace("We may pay a bounty.\n", "") + "\nWe run `bandit`.\n"
    second = actions.import_texts(ours, {"SECURITY.md": weaker}, by=SYSTEM, at=AT + timedelta(days=1))
    changes = queries.drift(first, second)
    sides = {one.turn: one.after or one.before for one in changes.told}
    told = {(turn, side.verdict.commitment.kind) for turn, side in sides.items() if side}
    assert told == {("changed", "deadline"), ("gone", "bounty"), ("new", "tool")}
    changed = next(one for one in changes.told if one.turn == "changed")
    assert ("within", "48 hours", "14 days") in changed.differs
    assert changed.direction == "weaker"


def test_what_binds(ours: Project) -> None:
    version = actions.import_texts(ours, {"SECURITY.md": POLICY}, by=SYSTEM, at=AT)
    assert dict(queries.promises(version, "bounty").values_list("kind", "binding")) == {"bounty": False}
    assert all(queries.promises(version, "deadline").values_list("binding", flat=True))


def test_bands_are_those_of_the_policy(ours: Project) -> None:
    version = actions.import_texts(ours, {"SECURITY.md": POLICY}, by=SYSTEM, at=AT)
    assert [(band.severity, band.low, band.high, band.line) for band in queries.bands(version)] == [
        ("critical", 9.0, 10.0, 7),
        ("high", 7.0, 8.9, 10),
    ]


def test_a_register_that_is_no_toml_is_told_and_the_policy_read(ours: Project) -> None:
    version = actions.import_texts(ours, {"SECURITY.md": POLICY, "troth.toml": "= nothing"}, by=SYSTEM, at=AT)
    assert "troth.toml cannot be read" in version.remarks[0]
    assert Promise.objects.filter(version=version).count() > 3


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({}, "no policy document"),
        ({"troth.toml": TOML}, "no policy document"),
        ({"SECURITY.md": "a\0b"}, "NUL"),
        ({"SECURITY.md": "a\ud800b"}, "broken characters"),
        ({"SECURITY.md": "---"}, "no words"),
        ({"SECURITY.md": "a" * (1024 * 1024 + 1)}, "larger than"),
        ({"a" * 301: "We answer."}, "cannot name"),
        ({f"{number}.md": "We answer." for number in range(41)}, "more than"),
        ({"SECURITY.md": POLICY, "troth.toml": LONG_ACTION}, "cannot keep"),
    ],
)
def test_what_is_refused_leaves_nothing(ours: Project, texts: dict[str, str], words: str) -> None:
    with pytest.raises(RefusedTextsError, match=words):
        actions.import_texts(ours, texts, by=SYSTEM, at=AT)
    assert (PolicyVersion.objects.count(), Entry.objects.count()) == (0, 0)


def test_since_when_a_sentence_stands(ours: Project) -> None:
    longer = POLICY.replace("48 hours", "14 days")
    texts = (POLICY, longer, longer.replace("We may pay a bounty.", "We run `bandit` in CI."))
    for number, text in enumerate(texts):
        actions.import_texts(ours, {"SECURITY.md": text}, by=SYSTEM, at=AT + timedelta(days=number))
    version = queries.current_version(ours)
    assert version is not None
    since = {name: one.number for name, one in queries.said_since(version).items()}
    assert since["deadline-acknowledge-p14d-calendar"] == 2
    assert since["severity-band-critical"] == 1
    assert since["tool-bandit-use"] == 3
