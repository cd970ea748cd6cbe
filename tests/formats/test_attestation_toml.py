from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.formats import attestation_toml as form
from troth.terms.attestation import About
from troth.terms.span import Span

ENTRY: dict[str, Any] = {
    "name": "drill",
    "by": "R. Pilot <pilot@example.org>",
    "what": "The crew ran the drill.",
    "on": date(2026, 11, 1),
    "promise": [{"id": "recurrence-drill-p6m", "sentence": "We drill twice a year."}],
}


def place(path: form.Path) -> Span:
    return Span("attestations/a.toml", 1)


def read(*entries: object) -> tuple[int, str]:
    found, gaps = form.read({"attestation": list(entries)}, place)
    return len(found), "; ".join(gap.reason for gap in gaps)


def test_what_is_written_is_read_again() -> None:
    about = (About(id="a", sentence='says "so" \\', document="SECURITY.md"), About(id="b", sentence="é\x7f\u2028ü"))
    record = form.Record(
        name="n", by="R", what="x\ty", on=date(2026, 1, 2), until=date(2027, 1, 2), note="line\nline", about=about
    )
    (one, two), gaps = form.read(tomllib.loads(form.write([record, record])), place)
    assert gaps == ()
    assert one == two
    assert (one.name, one.by, one.what, one.on, one.until) == ("n", "R", "x y", date(2026, 1, 2), date(2027, 1, 2))
    assert one.note == "line\nline"
    assert one.about == about
    assert one.promises == ("a", "b")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"by": None}, "without by"),
        ({"by": "  "}, "by should be text"),
        ({"what": None}, "without what"),
        ({"on": None}, "without a day"),
        ({"name": None}, "without name"),
        ({"on": "soon"}, "on should be a date"),
        ({"until": 3}, "until should be a date"),
        ({"untill": date(2026, 12, 1)}, "'untill'; did you mean until?"),
        ({"promise": ["drill"]}, "[[attestation.promise]]"),
        ({"promise": [{"id": "a"}]}, "ids alone bind nothing"),
        ({"promise": [{"sentence": "a"}]}, "has no id"),
        ({"promise": [{"id": "a", "sentence": "b", "where": "c"}]}, "'where'"),
        ({"note": 3}, "note should be text"),
        ({"what": "x" * 2001}, "what should be text"),
    ],
)
def test_what_is_no_attestation(change: dict[str, Any], told: str) -> None:
    entry = {name: value for name, value in (ENTRY | change).items() if value is not None}
    number, reason = read(entry)
    assert number == 0
    assert told in reason
    assert read(ENTRY, entry)[0] == 1


def test_another_shape_is_told() -> None:
    assert form.read({"attestation": {"name": "x"}}, place)[1][0].reason == "attestations are written [[attestation]]"
    assert read("x") == (0, "attestations are written [[attestation]]")
    assert form.read({}, place) == ((), ())


def test_more_than_can_be_read_is_a_gap() -> None:
    number, reason = read(*[ENTRY] * (form.MOST + 1))
    assert number == form.MOST
    assert "only" in reason


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.dates() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from((*form._KEYS, "id", "x")), inner),
    max_leaves=12,
)


@given(VALUES)
def test_garbage_is_a_gap_and_never_more(value: object) -> None:
    found, gaps = form.read({"attestation": value}, place)
    assert found or gaps or value in (None, [])


@given(
    st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip())),
    st.text(max_size=40),
    st.dates(),
)
def test_any_text_survives(what: str, note: str, on: date) -> None:
    record = form.Record(name="n", by="R", what=what, on=on, note=note, about=(About(id="a", sentence=what),))
    (one,), gaps = form.read(tomllib.loads(form.write([record])), place)
    assert gaps == ()
    assert (one.what, one.note, one.on) == (" ".join(what.split()), note.strip(), on)
    assert one.about[0].sentence == what.strip()
