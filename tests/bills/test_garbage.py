"""Every reader meets mutated bills: values of other types, gone keys, texts cut anywhere."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bills import papers
from troth.bills.check import check
from troth.report import bill as report
from troth.report.paint import Paint
from troth.terms.bill import UnreadableBillError

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=9), st.just([]), st.just({}),
    st.just([[]]), st.just([{}]), st.just([None, 7, "x"]), st.just({"x": {}}), st.just(10**40), st.just("\u202e\x1b[2J"),
)  # fmt: skip


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += places(item, (*path, key))
    return found


def altered(value: Any, path: tuple[str | int, ...], other: Any) -> Any:
    *way, last = path
    target = value
    for key in way:
        target = target[key]
    target[last] = other
    return value


def survives(data: bytes) -> None:
    try:
        told = check(data, "bill", ("NTIA", "CISA"), None)
    except UnreadableBillError:
        return
    text = report.render(told, 80, Paint(), verbose=True)
    assert "\x1b" not in text


@pytest.mark.parametrize("make", [papers.cyclonedx, papers.spdx, papers.spdx3])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_value_of_any_type_at_any_key(make: Any, data: st.DataObject) -> None:
    value = make()
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(value)))
        value = altered(value, path, copy.deepcopy(data.draw(ODD)))
    survives(json.dumps(value).encode())


@pytest.mark.parametrize("text", [papers.TAG_VALUE, papers.XML, json.dumps(papers.SPDX3)])
@settings(max_examples=100, deadline=None)
@given(start=st.integers(0, 4000), length=st.integers(0, 200), other=st.text(max_size=20))
def test_a_text_cut_anywhere(text: str, start: int, length: int, other: str) -> None:
    survives((text[:start] + other + text[start + length :]).encode("utf-8", "surrogatepass"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_bytes(data: bytes) -> None:
    survives(data)
    survives(b"SPDXVersion: SPDX-2.3\n" + data)
    survives(b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">' + data)
