"""What people point at as proof: tests, their results, literals in code, files, jobs."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from troth.terms.answer import Gap
from troth.terms.seen.automation import Firing
from troth.terms.selector import Selector
from troth.terms.span import Span

Form = Literal["pytest", "go", "cargo"]
Outcome = Literal["passed", "failed", "error", "skipped", "absent", "crashed"]
Where = Literal["code", "comment", "unclear"]
UNWRITTEN = (
    "it is written like no pytest node (tests/test_a.py::test_b), Go test (./pkg TestName) or cargo test "
    "(crate::module::name); a junit selector takes the results of any other"
)
"""Why a node that has the form of no language's tests cannot be looked for."""


class NamedTest(msgspec.Struct, frozen=True, kw_only=True):
    """A test that a selector names.

    ``never`` are lines that keep it from showing anything wherever it is run (a skip, an expected failure, an empty
    body); ``maybe`` are lines that keep it from running in some places (``skipif``, a build tag). ``home`` is the
    folder of its project: the module of Go, the crate of Rust, "" for Python. ``group``: the node names more than one
    test (a file, a class). ``package`` is the crate's name; ``workspace`` the folder of its workspace, None without
    one; ``lone`` that a plain run there leaves it out.
    """

    form: Form
    node: str
    span: Span
    file: str
    never: tuple[Span, ...] = ()
    maybe: tuple[Span, ...] = ()
    home: str = ""
    group: bool = False
    package: str = ""
    workspace: str | None = None
    lone: bool = False


class CaseRun(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says of one test.

    "absent": the report has other tests of the same file, and not this one; ``span`` is then one of those. "crashed":
    it tells of a failure of the file, package or suite as a whole, of which nobody knows what ran.
    ``at`` is the day on which it ran (UTC).
    """

    name: str
    outcome: Outcome
    span: Span
    at: date | None = None


class LiteralSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a literal stands. ``rule`` says how code was told from comments."""

    span: Span
    where: Where
    rule: str


class ProofFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file or folder that is there. ``content``: it has some of its own."""

    span: Span
    content: bool
    folder: bool = False


class JobSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One job of an automation. ``id`` is "path#job", ``name`` what people read.

    ``firings`` start it, as far as its failure reaches; ``soft`` are lines in it that keep what it runs from failing
    it. ``doubts`` are reasons why it cannot be told whether it runs, ``unreached`` says why it never does.
    """

    id: str
    name: str
    span: Span
    system: str
    firings: tuple[Firing, ...] = ()
    doubts: tuple[Gap, ...] = ()
    unreached: str = ""
    soft: tuple[Span, ...] = ()


class ProofCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """Something of the tree that may prove a sentence, and the selector that names it."""

    selector: Selector
    span: Span
