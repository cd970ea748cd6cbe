"""A first look: a workflow, a make target, a hook."""

from __future__ import annotations

from troth.evidence.automation.gatherer import invocations
from troth.terms.event import Event


def test_a_workflow_runs_a_make_target(tree) -> None:  # type: ignore[no-untyped-def]
    repository = tree(
        {
            ".github/workflows/ci.yml": "on: [push, pull_request]\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make audit\n",
            "Makefile": "audit:\n\tpip-audit || true\n\tbandit -r src\n",
        }
    )
    found = {one.tool: one for one in invocations(repository).found}
    assert found["bandit"].events == {Event.PUSH, Event.PULL_REQUEST, Event.RELEASE}
    assert found["bandit"].blocking_on()
    assert not found["pip-audit"].blocking_on()
    assert [str(span) for span in found["bandit"].chain][-2:] == [".github/workflows/ci.yml:6", "Makefile:1"]
