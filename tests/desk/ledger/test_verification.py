"""``verify`` names the first entry that is not what it was, whatever the owner of the database did."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from desk.ledger.chains import AT, tamper, write
from desk.ledger.test_signing import another_key
from troth.formats.proof.ledger import CHECKPOINT
from troth_desk.ledger import queries, signing
from troth_desk.ledger.actions import EVERY, checkpoint, digest_of, signed_head
from troth_desk.ledger.models import Entry
from troth_desk.ledger.verification import Flaw, verify
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(organisation: Organisation) -> int:
    return organisation.pk


def flaw(organisation: int, *kept: dict[str, Any]) -> Flaw:
    found = verify(organisation, kept=kept).flaw
    assert found is not None
    return found


def forged(seq: int) -> str:
    """SQL that changes the text of entry ``seq`` and gives it the right digest again."""
    entry = Entry.objects.get(seq=seq)
    body = entry.body.replace("acknowledged", "rejected")
    assert body != entry.body
    return f"UPDATE ledger_entry SET body = '{body}', digest = '{digest_of(entry.previous, body)}' WHERE seq = {seq}"  # noqa: S608


def rewritten(mine: int, first: int) -> list[str]:
    """SQL that changes entry ``first`` and chains all that follow anew, as somebody who knows how would."""
    statements, digest = [], ""
    for entry in queries.entries(mine).filter(seq__gte=first):
        body = entry.body.replace("acknowledged", "rejected") if entry.seq == first else entry.body
        previous = digest or entry.previous
        digest = digest_of(previous, body)
        statements.append(
            f"UPDATE ledger_entry SET body = '{body}', previous = '{previous}', digest = '{digest}'"  # noqa: S608
            f" WHERE seq = {entry.seq}"
        )
    return statements


def test_a_ledger_that_was_only_written_is_whole(mine: int) -> None:
    write(mine, EVERY + 5)
    found = verify(mine)
    assert found.flaw is None
    assert (found.entries, found.checkpoints) == (EVERY + 5, 2)
    assert verify(mine + 1).flaw is None  # an empty one is


@pytest.mark.parametrize(
    ("statement", "seq", "what"),
    [
        ("UPDATE ledger_entry SET body = replace(body, 'acknowledged', 'rejected') WHERE seq = 4", 4, "was changed"),
        ("UPDATE ledger_entry SET digest = previous WHERE seq = 4", 4, "was changed"),
        ("UPDATE ledger_entry SET previous = digest WHERE seq = 4", 4, "does not follow"),
        ("UPDATE ledger_entry SET action = 'case.opened' WHERE seq = 4", 4, "what is shown"),
        ("UPDATE ledger_entry SET subject = 'case:TR-0001' WHERE seq = 4", 4, "what is shown"),
        ("UPDATE ledger_entry SET at = '2026-11-24 09:30:00+00:00' WHERE seq = 4", 4, "what is shown"),
        ("DELETE FROM ledger_entry WHERE seq = 4", 4, "missing"),
        ("DELETE FROM ledger_entry WHERE seq = 1", 1, "missing"),
        ("DELETE FROM ledger_entry WHERE seq > 3", 4, "missing: 5 entries were counted, 3"),
        ("UPDATE ledger_entry SET seq = 9 WHERE seq = 5", 5, "missing"),
        ("DELETE FROM ledger_checkpoint", 1, "checkpoint is missing"),
        ("UPDATE ledger_checkpoint SET digest = 'x'", 1, "another digest"),
        ("UPDATE ledger_checkpoint SET seq = 2", 1, "checkpoint is missing"),
        ("UPDATE ledger_checkpoint SET envelope = '{}'", 1, "not signed"),
        ("UPDATE ledger_checkpoint SET envelope = '{'", 1, "cannot be read"),
        ("UPDATE ledger_checkpoint SET envelope = '[]'", 1, "cannot be read"),
        ("UPDATE ledger_head SET seq = 9", 6, "9 entries were counted"),
        ("DELETE FROM ledger_head", 1, "0 entries were counted"),
    ],
)
def test_the_first_broken_entry_is_named(mine: int, statement: str, seq: int, what: str) -> None:
    write(mine, 5)
    tamper(statement)
    found = flaw(mine)
    assert (found.seq, what in found.what) == (found.seq, True), found
    if statement != "DELETE FROM ledger_head":
        assert found.seq == seq


def test_an_entry_with_a_digest_that_fits_is_seen_by_the_next(mine: int) -> None:
    write(mine, 5)
    tamper(forged(3))
    assert flaw(mine) == Flaw(4, "it does not follow the one before it")


def test_a_chain_that_is_written_anew_is_seen_at_the_next_checkpoint(mine: int) -> None:
    write(mine, EVERY + 5)
    tamper(*rewritten(mine, EVERY - 2))
    assert flaw(mine) == Flaw(EVERY, "its checkpoint has another digest for it")


def test_what_was_not_signed_yet_needs_a_checkpoint_that_was_kept_elsewhere(mine: int) -> None:
    write(mine, 5)
    newest = queries.newest(mine)
    assert newest is not None
    kept = signed_head(newest, AT)
    assert verify(mine, kept=[kept]).flaw is None
    tamper(*rewritten(mine, 4))
    assert verify(mine).flaw is None  # said in the docs: nobody can tell
    assert flaw(mine, kept) == Flaw(5, "a checkpoint that was kept elsewhere has another digest for it")


def test_an_end_that_was_cut_off_is_seen_by_a_checkpoint_that_was_kept_elsewhere(mine: int) -> None:
    write(mine, 5)
    newest = queries.newest(mine)
    assert newest is not None
    kept = signed_head(newest, AT)
    tamper("DELETE FROM ledger_entry WHERE seq > 3", "UPDATE ledger_head SET seq = 3")
    assert verify(mine).flaw is None
    assert flaw(mine, kept) == Flaw(4, "it is missing: a checkpoint of entry 5 was kept elsewhere")


def test_an_end_that_was_cut_off_behind_a_checkpoint_is_seen(mine: int) -> None:
    write(mine, 5)
    assert checkpoint(mine, at=AT)
    tamper("DELETE FROM ledger_entry WHERE seq > 3", "UPDATE ledger_head SET seq = 3")
    assert flaw(mine) == Flaw(4, "it is missing: a checkpoint of entry 5 was signed")


def test_whoever_has_no_key_cannot_begin_anew(mine: int, settings: Settings) -> None:
    genuine = settings.SIGNING_KEY
    settings.SIGNING_KEY, _ = another_key()
    write(mine, 3)
    settings.SIGNING_KEY = genuine
    assert "not signed by the desk" in flaw(mine).what


def test_a_key_that_was_changed_needs_the_old_one_among_the_retired(mine: int, settings: Settings) -> None:
    write(mine, 3)
    old = signing.public_key_pem()
    settings.SIGNING_KEY, _ = another_key()
    write(mine, EVERY, first=3)
    assert flaw(mine).seq == 1
    settings.RETIRED_KEYS = [old]
    assert verify(mine).flaw is None


def test_a_chain_of_another_organisation_does_not_fit(mine: int, other_organisation: Organisation) -> None:
    write(other_organisation.pk, 3)
    with scope.inside(other_organisation):
        newest = queries.newest(other_organisation.pk)
        assert newest is not None
        kept = signed_head(newest, AT)
    write(mine, 3)
    assert "another chain" in flaw(mine, kept).what
    assert "another chain" in flaw(other_organisation.pk + 1, {**kept}).what


def test_a_receipt_is_no_checkpoint(mine: int) -> None:
    write(mine, 3)
    said = {"ledger": 1, "organisation": mine, "seq": 3, "digest": Entry.objects.get(seq=3).digest, "at": ""}
    assert verify(mine, kept=[signing.envelope(CHECKPOINT, said)]).flaw is None
    assert "not signed by the desk" in flaw(mine, signing.envelope("application/vnd.receipt+json", said)).what
    assert "says no entry" in flaw(mine, signing.envelope(CHECKPOINT, {**said, "seq": "3"})).what
    assert json.loads(Entry.objects.get(seq=3).body)["seq"] == 3
