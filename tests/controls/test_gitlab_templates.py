"""Jobs that GitLab's own templates bring may fail: what to do is said, and no command that cannot do it."""

from __future__ import annotations

from collections.abc import Callable

from controls.golden import judge, says
from troth.controls.tool_use import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Tool
from troth.terms.verdict import Standing

INCLUDE = "include:\n  - template: Jobs/SAST.latest.gitlab-ci.yml\n"
PROMISE = Tool(span=says("GitLab SAST runs on each merge request."), name="gitlab sast")


def test_a_template_that_lets_its_job_fail(tree: Callable[..., Repository]) -> None:
    verdict = judge(CONTROL, PROMISE, tree({".gitlab-ci.yml": INCLUDE}))
    assert verdict.standing is Standing.AT_RISK
    assert "this template of GitLab lets its job fail" in {fact.fact for fact in verdict.because}
    assert verdict.next is not None
    assert verdict.next.text.startswith("Set allow_failure: false")
    assert not verdict.next.command


def test_a_job_that_does_not_let_it(tree: Callable[..., Repository]) -> None:
    strict = f"{INCLUDE}sast:\n  allow_failure: false\n"
    assert judge(CONTROL, PROMISE, tree({".gitlab-ci.yml": strict})).standing is Standing.KEPT
