"""GitHub's expressions, as far as the tree tells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.automation.github.expression import evaluate, fill
from troth.evidence.automation.github.values import Unknown, Value, truth

KNOWN: dict[str, Value] = {"github.event_name": "push", "matrix.a": 3, "env.EMPTY": ""}


def look_up(path: tuple[str, ...]) -> Value:
    return KNOWN.get(".".join(path), Unknown("hidden"))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("github.event_name == 'PUSH'", True),
        ("github['event_name'] == 'push'", True),
        ("!(1 > 2) && 'x'", "x"),
        ("'' || 'other'", "other"),
        ("matrix.a == '3'", True),
        ("matrix.a >= 3 && matrix.a < 0x10", True),
        ("contains('Hello', 'ell')", True),
        ("startsWith('refs/tags/v1', 'refs/tags/')", True),
        ("endsWith('a.py', '.js')", False),
        ("format('{0}-{1}', 'a', 'b')", "a-b"),
        ("fromJSON('{\"a\": [1, 2]}').a[1]", 2),
        ("join(fromJSON('[\"a\", \"b\"]'), '+')", "a+b"),
        ("null == 0", True),
        ("'it''s'", "it's"),
        ("failure()", False),
        ("always()", True),
    ],
)
def test_values(expression: str, value: Value) -> None:
    assert evaluate(expression, look_up) == value
    assert evaluate("${{ " + expression + " }}", look_up) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [("vars.A && false", False), ("false && vars.A", False), ("vars.A || true", True), ("true || vars.A", True)],
)
def test_the_unknown_gives_way_where_the_rest_decides(expression: str, value: bool) -> None:
    assert truth(evaluate(expression, look_up)) is value


@pytest.mark.parametrize(
    "expression", ["vars.A", "vars.A == 'x'", "!vars.A", "contains(vars.A, 'x')", "1 +", "a b", "(", "f("]
)
def test_the_unknown_stays_unknown(expression: str) -> None:
    assert isinstance(evaluate(expression, look_up), Unknown)


def test_holes_are_filled() -> None:
    assert fill("bandit ${{ matrix.a }} ${{ vars.X }}", look_up) == "bandit 3 __vars_X__"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab.()[]'!&|=<> 0x1,*$n{}", max_size=40))
def test_no_text_raises(text: str) -> None:
    truth(evaluate(text, look_up))
    fill("${{" + text + "}}", look_up)


def test_deep_nesting_is_refused_quietly() -> None:
    assert isinstance(evaluate("(" * 500 + "1" + ")" * 500, look_up), Unknown)
    assert isinstance(evaluate("!" * 3000 + "1", look_up), Unknown)
