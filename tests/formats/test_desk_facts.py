"""Facts of a desk: what is written is read again, what contradicts itself is none, and no bytes break the reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_envelopes import AT, POLICY, promise, statement
from troth.formats import desk_facts
from troth.formats.desk_facts import NotFactsError, parse
from troth.terms.commitment import Deadline
from troth.terms.span import Span

SCHEMA: dict[str, Any] = json.loads(Path(__file__, "../../../docs/desk-facts.schema.json").resolve().read_text())
HONEST = desk_facts.written(statement())


def data(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode()


def test_what_is_written_is_read_again() -> None:
    assert parse(data(HONEST)) == statement()
    assert HONEST["predicate"]["issued_at"] == "2026-11-20T09:00:00Z"


def test_it_is_what_the_schema_says() -> None:
    validator = jsonschema_rs.validator_for(SCHEMA)
    assert [error.message for error in validator.iter_errors(HONEST)] == []
    empty = desk_facts.written(statement(ledger=None, promises=(promise(n=0, kept=0, median=None, p90=None, first=None,
                                                                        last=None),)))  # fmt: skip
    assert validator.is_valid(empty)
    assert not validator.is_valid({**HONEST, "_type": "x"})
    assert not validator.is_valid({**HONEST, "predicate": {**HONEST["predicate"], "reporters": ["x"]}})


def test_a_record_has_everything_and_cites_the_file() -> None:
    (record,) = desk_facts.records(parse(data(HONEST)), "facts.json")
    assert (record.n, record.kept, record.late, record.running, record.median) == (41, 41, 0, 2, 18_000)
    assert record.terms == (("action", "acknowledge"), ("basis", "calendar"), ("within", "PT48H"))
    assert (record.project, record.span.path) == ("Harbour", "facts.json")


def one(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda told: told["predicate"]["promises"][0].update(changed)


def predicate(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda told: told["predicate"].update(changed)


def day(days: float) -> str:
    return (AT + timedelta(days=days)).isoformat()


DISHONEST: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another statement": (
        lambda told: told.update(_type="https://in-toto.io/Statement/v0.1"),
        "no in-toto Statement v1",
    ),
    "another predicate": (lambda told: told.update(predicateType="https://slsa.dev/provenance/v1"), "unknown here"),
    "a later version": (lambda told: told.update(predicateType="urn:troth:desk-facts:v2"), "unknown here"),
    "no subject": (lambda told: told.update(subject=[]), "no facts of a desk"),
    "no digest": (lambda told: told.update(subject=[{"name": "SECURITY.md", "digest": {}}]), "name no text"),
    "no predicate": (lambda told: told.pop("predicate"), "no facts of a desk"),
    "more kept than owed": (one(kept=42), "more than 41"),
    "late and kept at once": (one(late=3), "more than 41"),
    "a negative number": (one(late=-1, kept=42), "no facts of a desk"),
    "half a report": (one(n=0.5), "no facts of a desk"),
    "a number as text": (one(n="41"), "no facts of a desk"),
    "true as a number": (one(n=True), "no facts of a desk"),
    "a number beyond all": (one(n=10**30), "no facts of a desk"),
    "more warned than running": (one(warned=3), "past their warning"),
    "more paused than there are": (one(paused=44), "stood still"),
    "more overdue than late": (one(overdue=1), "overdue"),
    "nine of ten faster than half": (one(p90=5), "median"),
    "a median without a p90": (one(p90=None), "median"),
    "decided at no time": (one(first=None), "no time"),
    "decided before the window": (one(first=day(-400)), "outside of the window"),
    "decided after it was issued": (one(last=day(1)), "outside of the window"),
    "the last before the first": (one(first=day(-1), last=day(-2)), "outside of the window"),
    "the same promise twice": (
        lambda told: told["predicate"]["promises"].append({**told["predicate"]["promises"][0], "late": 9, "kept": 1}),
        "twice",
    ),
    "a window that ends later": (predicate(window={"since": day(-9), "until": day(2)}), "out of order"),
    "a window turned around": (predicate(window={"since": day(0), "until": day(-99)}), "out of order"),
    "a window that ended long before": (
        predicate(window={"since": day(-500), "until": day(-100)}),
        "ends when they are",
    ),
    "a window of all time": (
        predicate(window={"since": "0001-01-01T00:00:00Z", "until": day(0)}),
        "ends when they are",
    ),
    "an end before the issue": (predicate(valid_until=day(-1)), "out of order"),
    "an instant without a zone": (predicate(issued_at="2026-11-20T09:00:00"), "no facts of a desk"),
    "a day for an instant": (predicate(issued_at="2026-11-20"), "no facts of a desk"),
    "too many promises": (
        lambda told: told["predicate"].update(promises=told["predicate"]["promises"] * 5_001),
        "no facts of a desk",
    ),
    "an empty sentence": (one(sentence=""), "no facts of a desk"),
    "a list": (lambda told: told.update(predicate=[]), "no facts of a desk"),
}


@pytest.mark.parametrize("change", DISHONEST, ids=DISHONEST)
def test_what_contradicts_itself_is_refused(change: str) -> None:
    told = json.loads(json.dumps(HONEST))
    edit, words = DISHONEST[change]
    edit(told)
    with pytest.raises(NotFactsError, match=words):
        parse(data(told))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(found: bytes) -> None:
    with suppress(NotFactsError):
        assert parse(found).subject


LEAVES: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30) | st.just([])
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, each in inner for place in places(each, (*path, name)))]


@given(st.sampled_from(places(HONEST)[1:]), LEAVES)
def test_whatever_stands_in_a_place_is_refused_or_keeps_its_sums(place: tuple[str | int, ...], leaf: Any) -> None:
    told = json.loads(json.dumps(HONEST))
    holder = told
    for name in place[:-1]:
        holder = holder[name]
    holder[place[-1]] = leaf
    with suppress(NotFactsError):
        found = parse(data(told)).predicate
        for each in found.promises:
            assert 0 <= each.kept + each.late <= each.n
            assert each.overdue <= each.late
            assert each.warned <= each.running
        assert found.window.since < found.window.until <= found.issued_at <= found.valid_until


def test_the_digest_is_of_the_words_not_of_their_line_ends() -> None:
    assert desk_facts.digest("\ufeff" + POLICY.replace("\n", "\r\n")) == desk_facts.digest(POLICY)
    assert desk_facts.digest(POLICY.replace("48", "72")) != desk_facts.digest(POLICY)


def test_terms_tell_promises_of_one_sentence_apart() -> None:
    span = Span("SECURITY.md", 5, "Within 24 hours for critical, 72 hours for high issues.")
    first = Deadline(span=span, action="acknowledge", within="PT24H", severity=("critical",))
    second = Deadline(span=span, action="acknowledge", within="PT72H", severity=("high",))
    assert desk_facts.terms(first)["severity"] == "critical"
    assert desk_facts.terms(first) != desk_facts.terms(second)
