from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from troth.evidence.automation.gatherer import invocations
from troth.terms.answer import Answer
from troth.terms.seen.automation import Invocation


@pytest.fixture
def seen(tree: Callable[..., object]) -> Callable[[Mapping[str, str]], Answer[Invocation]]:
    """`seen({"path": "text"}) -> Answer[Invocation]`."""
    return lambda files: invocations(tree(files))  # type: ignore[arg-type]


@pytest.fixture
def workflow(seen: Callable[..., Answer[Invocation]]) -> Callable[..., list[Invocation]]:
    """`workflow(text, tool, **files)`: the invocations of a tool in one workflow file."""

    def read(text: str, tool: str = "bandit", files: Mapping[str, str] | None = None) -> list[Invocation]:
        answer = seen({".github/workflows/ci.yml": text, **(files or {})})
        return [one for one in answer.found if one.tool == tool]

    return read
