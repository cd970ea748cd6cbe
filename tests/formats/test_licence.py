from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.formats import licence
from troth.formats.licence import Choice, Licence, LicenceError, allowed, licences, read, refused


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("MIT", "MIT"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("(MIT OR Apache-2.0) AND ISC", "(MIT OR Apache-2.0) AND ISC"),
        ("Apache-2.0 WITH LLVM-exception", "Apache-2.0 WITH LLVM-exception"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("Apache 2.0", "Apache-2.0"),
        ("GPL-2.0", "GPL-2.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("LicenseRef-harbour AND MIT", "LicenseRef-harbour AND MIT"),
        ("LicenseRef-MIT-Discord", "LicenseRef-MIT-Discord"),
        ("DocumentRef-a:LicenseRef-b", "DocumentRef-a:LicenseRef-b"),
    ],
)
def test_forms_of_a_licence(text: str, told: str) -> None:
    reading = read(text)
    assert str(reading.expression) == told
    assert reading.unknown == ()


@pytest.mark.parametrize("text", ["MIT/Apache-2.0", "Apache 2.0", "The MIT License"])
def test_old_forms_are_marked_and_may_be_refused(text: str) -> None:
    assert read(text).old
    with pytest.raises(LicenceError):
        read(text, old=False)


@pytest.mark.parametrize("text", ["BSD", "GPL", "Apache", "UNLICENSED", "Harbour-1.0", "MIT AND Harbour-1.0"])
def test_names_that_say_no_licence_for_sure_are_unknown(text: str) -> None:
    assert read(text).unknown


@pytest.mark.parametrize(
    "text",
    ["", "NOASSERTION", "NONE", "MIT OR", "MIT MIT", "(MIT", "MIT)", "Apache-2.0 WITH MIT", "LLVM-exception", "AND",
     "a b", "MIT;ISC", "\x00", "x" * 3000, "(" * 900 + "MIT" + ")" * 900 + "(", "🦀", "MIT WITH", "/", "MIT//ISC"],
)  # fmt: skip
def test_what_is_no_licence_is_refused(text: str) -> None:
    with pytest.raises(LicenceError):
        read(text)


@pytest.mark.parametrize(
    ("text", "allow", "lies_within"),
    [
        ("MIT", ("MIT",), True),
        ("MIT", ("mit",), True),
        ("MIT", (), False),
        ("MIT OR GPL-3.0-only", ("MIT",), True),
        ("MIT AND GPL-3.0-only", ("MIT",), False),
        ("(MIT OR GPL-3.0-only) AND ISC", ("MIT", "ISC"), True),
        ("(MIT AND GPL-3.0-only) OR ISC", ("ISC",), True),
        ("Apache-2.0 WITH LLVM-exception", ("Apache-2.0",), True),
        ("Apache-2.0 WITH LLVM-exception", ("Apache-2.0 WITH LLVM-exception",), True),
        ("Apache-2.0", ("Apache-2.0 WITH LLVM-exception",), False),
        ("GPL-2.0 WITH Classpath-exception-2.0", ("GPL-2.0-only",), True),
        ("GPL-2.0-or-later", ("GPL-2.0-only",), True),
        ("GPL-2.0-or-later", ("GPL-2.0",), True),
        ("GPL-2.0-only", ("GPL-2.0-or-later",), False),
        ("Apache-2.0+", ("Apache-2.0",), True),
        ("LicenseRef-harbour", ("LicenseRef-harbour",), True),
    ],
)
def test_an_expression_against_an_allow_list(text: str, allow: tuple[str, ...], lies_within: bool) -> None:
    expression = read(text).expression
    assert allowed(expression, allow) is lies_within
    assert bool(refused(expression, allow)) is not lies_within


def test_what_is_refused_is_named() -> None:
    assert refused(read("MIT AND (GPL-3.0-only OR AGPL-3.0-only)").expression, ("MIT",)) == (
        "GPL-3.0-only",
        "AGPL-3.0-only",
    )


IDS = ("MIT", "ISC", "Zlib", "Apache-2.0", "BSD-3-Clause")
LEAVES = st.sampled_from(IDS).map(Licence)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(Choice, st.lists(inner, min_size=2, max_size=3).map(tuple), st.booleans()),
    max_leaves=8,
)


def slow(expression: Choice | Licence, allow: frozenset[str]) -> bool:
    """A literal reading: a licence is allowed if it is listed, OR if some part is, AND if every part is."""
    if isinstance(expression, Licence):
        return expression.id in allow
    outcomes = [slow(part, allow) for part in expression.parts]
    return (True in outcomes) if expression.any_of else (False not in outcomes)


@settings(max_examples=200, deadline=None)
@given(TREES, st.frozensets(st.sampled_from(IDS)))
def test_allowed_agrees_with_a_literal_reading(expression: Choice | Licence, allow: frozenset[str]) -> None:
    again = read(str(expression)).expression
    assert allowed(again, allow) is slow(expression, allow)
    assert {one.id for one in licences(again)} <= {one.id for one in licences(expression)}


@settings(max_examples=200, deadline=None)
@given(TREES, st.frozensets(st.sampled_from(IDS)), st.sampled_from(IDS))
def test_a_longer_allow_list_refuses_no_more(expression: Choice | Licence, allow: frozenset[str], more: str) -> None:
    if allowed(expression, allow):
        assert allowed(expression, allow | {more})


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                ["MIT", "OR", "AND", "WITH", "(", ")", "/", "+", "LLVM-exception", "x", "NONE", "\x00", ","]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_garbage_is_read_or_refused(text: str) -> None:
    try:
        reading = read(text)
    except LicenceError:
        return
    assert str(reading.expression)
    assert isinstance(allowed(reading.expression, IDS), bool)


def test_says_nothing() -> None:
    assert licence.says_nothing(" noassertion ")
    assert not licence.says_nothing("MIT")
