"""Proof that people point at: an evidence selector binds a sentence of the policy to what shows it true.

Selectors stand in ``troth.toml``, beside the sentence they prove. One that resolves to nothing contradicts the
sentence: who points at proof that is gone has lost it (VERDICTS §3, practice).
"""

from __future__ import annotations

import msgspec

from troth.terms.span import Span


class Selector(msgspec.Struct, frozen=True, kw_only=True, tag_field="by"):
    """One proof that is pointed at. ``span`` is its line in ``troth.toml``."""

    span: Span = Span("troth.toml")


class TestSelector(Selector, frozen=True, kw_only=True, tag="test"):
    """A test that exists, and whose result in a handed-in or configured report, where there is one, passed.

    ``node`` is a pytest node id ("tests/test_a.py::test_b"), a Go test ("./pkg TestName") or a cargo test
    ("crate::module::name").
    """

    node: str


class LiteralSelector(Selector, frozen=True, kw_only=True, tag="literal"):
    """``value`` stands in a line of code of ``file``, comments apart; on ``line`` where one is named."""

    value: str
    file: str
    line: int | None = None


class FileSelector(Selector, frozen=True, kw_only=True, tag="file"):
    """A file of the tree that is there and has content of its own."""

    file: str


class CiJobSelector(Selector, frozen=True, kw_only=True, tag="ci_job"):
    """A job that runs by itself. ``job`` is "workflow.yml#job", or the name of the job alone where only one has it."""

    job: str


class JunitSelector(Selector, frozen=True, kw_only=True, tag="junit"):
    """Test cases of a JUnit report that ran and passed. ``suite`` narrows to a suite, class or name."""

    file: str
    suite: str = ""


class AttestationSelector(Selector, frozen=True, kw_only=True, tag="attestation"):
    """What a person vouches for: the ``name`` of a record in ``attestations/``."""

    name: str


class MisreadSelector(Selector, frozen=True, kw_only=True, tag="misread"):
    """One that cannot be understood, and why: nobody knows what it would show."""

    reason: str


SELECTORS: tuple[type[Selector], ...] = (
    TestSelector, LiteralSelector, FileSelector, CiJobSelector, JunitSelector, AttestationSelector,
)  # fmt: skip
"""Every kind of selector; the tag of each is its key in ``troth.toml``."""
