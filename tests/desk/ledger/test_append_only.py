"""The database refuses every change of the ledger, said in raw SQL, by the owner of the tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from desk.ledger_fixtures import lift
from desk.owning import as_owner
from troth_desk.ledger import rules
from troth_desk.ledger.actions import EVERY, checkpoint, digest_of, record, record_all
from troth_desk.ledger.actor import SYSTEM, Actor, ActorKind
from troth_desk.ledger.models import NOTHING_BEFORE, Checkpoint, Entry, Head

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ORGANISATION, OTHER = 7, 8


def write(count: int = 3, organisation: int = ORGANISATION) -> None:
    for number in range(count):
        with transaction.atomic():
            record(
                organisation, "case.moved", "case:TR-7K3MQ9TD", {"to": "acknowledged", "n": number}, by=SYSTEM, at=AT
            )


def rows() -> list[object]:
    return [*Entry.objects.values_list(), *Checkpoint.objects.values_list(), *Head.objects.values_list()]


def placed(organisation: int, seq: int, previous: str = NOTHING_BEFORE) -> str:
    columns = "organisation_id, seq, at, action, subject, body, previous, digest"
    return f"INSERT INTO ledger_entry ({columns}) VALUES ({organisation}, {seq}, '2026-11-24', 'a', 's', '', '{previous}', 'x')"  # noqa: S608


REFUSED = (
    "UPDATE ledger_entry SET body = '{}' WHERE seq = 2",
    "UPDATE ledger_entry SET body = body",
    "UPDATE ledger_entry SET id = id + 100",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_entry WHERE seq = 3",
    "UPDATE ledger_checkpoint SET digest = 'x'",
    "DELETE FROM ledger_checkpoint",
    "UPDATE ledger_head SET seq = 0",
    "UPDATE ledger_head SET seq = seq",
    "UPDATE ledger_head SET organisation_id = 9, seq = seq + 1",
    "DELETE FROM ledger_head",
    # an entry in a place that is taken, beyond the end, behind another digest, or at the start behind something
    placed(7, 2),
    placed(7, 9),
    placed(7, 4),
    placed(99, 1, "1" * 64),
)
ON_POSTGRESQL = (
    "TRUNCATE ledger_entry",
    "TRUNCATE ledger_checkpoint",
    "TRUNCATE ledger_head CASCADE",
    "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE seq = 1 ON CONFLICT DO NOTHING",
    "INSERT INTO ledger_checkpoint SELECT * FROM ledger_checkpoint ON CONFLICT (id) DO UPDATE SET digest = 'x'",
)
ON_SQLITE = (
    "INSERT OR REPLACE INTO ledger_entry SELECT id, 7, 2, at, action, subject, '', previous, digest FROM ledger_entry",
    "REPLACE INTO ledger_head VALUES (7, 0)",
    "REPLACE INTO ledger_entry SELECT 1, 7, 4, at, action, subject, '{}', digest, 'x' FROM ledger_entry WHERE seq = 3",
    "REPLACE INTO ledger_checkpoint SELECT id, organisation_id, seq, at, 'x', envelope FROM ledger_checkpoint",
    "UPDATE OR REPLACE ledger_entry SET seq = 1 WHERE seq = 2",
    "UPDATE OR IGNORE ledger_entry SET body = ''",
)


def refused(statement: str) -> None:
    write()
    checkpoint(ORGANISATION, at=AT)
    before = rows()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert rows() == before


@pytest.mark.parametrize("statement", REFUSED)
def test_the_owner_changes_nothing(statement: str) -> None:
    refused(statement)


@pytest.mark.parametrize("statement", ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE)
def test_the_owner_changes_nothing_by_statements_of_this_database(statement: str) -> None:
    refused(statement)


def test_without_the_rules_the_same_statements_would_change_it() -> None:
    """These tests could not fail otherwise."""
    write()
    lift()
    with connection.cursor() as cursor:
        assert set(rules.missing(connection)) == rules.names(connection.vendor)
        cursor.execute(REFUSED[0])
        assert cursor.rowcount == 1
        cursor.execute(REFUSED[3])
        assert cursor.rowcount == 3


def test_the_rules_are_laid_once_more_without_harm() -> None:
    rules.apply()
    rules.apply()
    assert rules.missing(connection) == []
    refused(REFUSED[0])


def test_entries_follow_each_other_in_each_organisation() -> None:
    write(2)
    write(1, OTHER)
    write(1)
    mine = list(Entry.objects.filter(organisation_id=ORGANISATION))
    assert [entry.seq for entry in mine] == [1, 2, 3]
    assert [entry.previous for entry in mine] == [NOTHING_BEFORE, mine[0].digest, mine[1].digest]
    assert Entry.objects.get(organisation_id=OTHER).previous == NOTHING_BEFORE
    # the same action elsewhere has another digest: an entry cannot be moved into another chain
    assert Entry.objects.get(organisation_id=OTHER).digest != mine[0].digest


def test_what_is_undone_leaves_no_entry() -> None:
    write(1)
    with transaction.atomic():
        record(ORGANISATION, "case.moved", "case:X", {}, by=SYSTEM, at=AT)
        transaction.set_rollback(True)
    write(1)
    assert [entry.seq for entry in Entry.objects.all()] == [1, 2]


def test_the_chain_is_signed_every_so_many_entries() -> None:
    write(EVERY + 1)
    assert [each.seq for each in Checkpoint.objects.all()] == [1, EVERY]
    later = checkpoint(ORGANISATION, at=AT + timedelta(hours=1))
    assert later is not None
    assert later.seq == EVERY + 1
    assert checkpoint(ORGANISATION, at=AT + timedelta(hours=2)) is None
    assert checkpoint(OTHER, at=AT) is None


@pytest.mark.parametrize(
    ("detail", "why"),
    [
        ({"at": AT}, "datetime"),
        ({"text": "x" * 301}, "words of people"),
        ({"all": [{}]}, "list"),
        ({"n": 1.5}, "float"),
    ],
)
def test_words_have_no_place(detail: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why), transaction.atomic():
        record(ORGANISATION, "a.b", "c:d", detail, by=SYSTEM, at=AT)  # type: ignore[arg-type]


def test_an_instant_has_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"), transaction.atomic():
        record(ORGANISATION, "a.b", "c:d", {}, by=SYSTEM, at=AT.replace(tzinfo=None))


def test_who_acts_is_a_plain_id() -> None:
    with transaction.atomic():
        entry = record(ORGANISATION, "a.b", "c:d", {}, by=Actor(ActorKind.MEMBER, "12"), at=AT)
    assert '"by":"member:12"' in entry.body


def test_several_at_once_are_as_one_after_the_other() -> None:
    with transaction.atomic():
        record(7, "case.opened", "case:A", {}, by=SYSTEM, at=AT)
        many = record_all(7, [("clock.armed", f"case:{n}", {"clock": n}) for n in range(EVERY)], by=SYSTEM, at=AT)
        assert record_all(7, [], by=SYSTEM, at=AT) == []
        last = record(7, "case.moved", "case:A", {}, by=SYSTEM, at=AT)
    entries = list(Entry.objects.filter(organisation_id=7))
    assert [entry.seq for entry in entries] == list(range(1, EVERY + 3))
    assert [entry.pk for entry in many] == [entry.pk for entry in entries[1:-1]]
    for before, entry in pairwise(entries):
        assert entry.previous == before.digest
        assert entry.digest == digest_of(before.digest, entry.body)
    assert entries[-1].pk == last.pk
    assert Checkpoint.objects.filter(organisation_id=7, seq=EVERY).exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(ORGANISATION, "a.b", "c:d", {}, by=SYSTEM, at=AT)
    with pytest.raises(RuntimeError, match="transaction"):
        record_all(ORGANISATION, [("a.b", "c:d", {})], by=SYSTEM, at=AT)
    write()  # and what is committed can be cleared away behind this test


EMPTIED = {
    "sqlite": (
        "DROP TRIGGER ledger_entry_unchanged",
        "CREATE TRIGGER ledger_entry_unchanged BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION ledger_forward() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    ),
}


def test_a_rule_of_that_name_that_refuses_nothing_is_missing() -> None:
    with as_owner(), connection.cursor() as cursor:
        for statement in EMPTIED[connection.vendor]:
            cursor.execute(statement)
        assert rules.missing(connection) in (["ledger_entry_unchanged"], ["ledger_head_forward"])
