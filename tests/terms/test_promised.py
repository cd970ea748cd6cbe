"""Which calls of a tool a policy shows: those of its code blocks, and those in the middle of a sentence."""

from __future__ import annotations

import pytest

from troth.terms.commitment import Tool
from troth.terms.promised import promised
from troth.terms.span import Span


@pytest.mark.parametrize(
    ("name", "text", "commands"),
    [
        ("bandit", "We run `bandit -r src` on every pull request.", ("bandit -r src",)),
        ("npm audit", "CI runs `npm audit --omit=dev` and `npm test`.", ("npm audit --omit=dev",)),
        ("bandit", "We run `bandit` in CI.", ()),
        ("bandit", "We run Bandit; its rules are in `.bandit -r`.", ()),
        ("bandit", "We run Bandit beside `semgrep scan src`.", ()),
    ],
)
def test_calls_in_a_sentence(name: str, text: str, commands: tuple[str, ...]) -> None:
    (tool,) = promised([Tool(span=Span("SECURITY.md", 3, text), name=name)]).tools
    assert tool.commands == commands


def test_a_call_that_is_only_installed_is_none() -> None:
    text = "Install it with `bandit -r src`."
    assert not promised([Tool(span=Span("SECURITY.md", 3, text), name="bandit", claim="install")]).tools
