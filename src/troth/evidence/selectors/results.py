"""What reports say of a test that somebody points at, and of the cases of a JUnit report.

How names come into reports: pytest writes the dotted path of the file and the classes as ``classname``
(https://docs.pytest.org/en/stable/how-to/output.html#creating-junitxml-format-files), gotestsum and ``go test -json``
the import path of the package, cargo-nextest the crate, with ``::`` and the name of an integration test
(https://nexte.st/docs/machine-readable/junit/), surefire and jest the class.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator

from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.selectors import cargo_node, go_node, named, pytest_node, reports
from troth.formats.junit import Case
from troth.terms.answer import Answer
from troth.terms.seen.proof import CaseRun, Outcome
from troth.terms.settings import Settings
from troth.terms.span import Span
from troth.terms.wants import ReportedCases, TestResults

MOST = 200
"""Cases that are told of one selector, the failed ones first."""
_WORST = ("error", "failed", "crashed", "absent", "skipped", "passed")
_Match = Callable[[Case], Outcome | None]
"""What a case says of the test: its outcome, "absent" or "crashed" for a neighbour, None where it is another's."""


def gatherers(settings: Callable[[Scene], Answer[Settings]]) -> tuple[Gatherer, ...]:
    """The gatherers of results; ``settings`` tells which reports ``troth.toml`` names."""
    return (
        Gatherer(wants=TestResults, answer=lambda scene, want: _results(scene, want, settings(scene))),
        Gatherer(wants=ReportedCases, answer=_reported),
    )


def _results(scene: Scene, want: TestResults, settings: Answer[Settings]) -> Answer[CaseRun]:
    found = list(reports.configured(scene, settings))
    dated, gaps = reports.counting(scene, iter(found))
    match = _matcher(scene, want.node)
    runs = [(outcome, each) for each in dated if (outcome := match(each.case)) is not None]
    if any(outcome not in ("absent", "crashed") for outcome, _ in runs):
        runs = [(outcome, each) for outcome, each in runs if outcome != "absent"]
    told = _told((outcome, each) for outcome, each in runs)
    return Answer(found=told, gaps=tuple(gaps), read=tuple(report.name for report in found))


def _reported(scene: Scene, want: ReportedCases) -> Answer[CaseRun]:
    found = list(reports.inside(scene, want.file))
    dated, gaps = reports.counting(scene, iter(found))
    chosen = [(each.case.outcome, each) for each in dated if not want.suite or in_suite(each.case, want.suite)]
    return Answer(found=_told(chosen), gaps=tuple(gaps), read=tuple(report.name for report in found))


def in_suite(case: Case, suite: str) -> bool:
    """Whether a case is of the suite, class or package ``suite``, or has that name."""
    names = {
        case.suite,
        case.classname,
        case.name,
        *(f"{case.classname}{mark}{case.name}" for mark in (".", "::", "#", "/")),
    }
    inner = tuple(f"{suite}{mark}" for mark in (".", "::", "/", "$", "["))
    return suite in names or case.classname.startswith(inner) or case.suite.startswith(inner)


def _told(runs: Iterable[tuple[Outcome, reports.Dated]]) -> tuple[CaseRun, ...]:
    told = [
        CaseRun(
            name=each.case.name or each.case.suite or "a suite",
            outcome=outcome if each.case.name or outcome in ("absent", "passed") else "crashed",
            span=Span(each.report, each.case.line, each.case.message),
            at=each.at,
        )
        for outcome, each in runs
    ]
    told.sort(key=lambda run: _WORST.index(run.outcome))
    return tuple(told[:MOST])


def _matcher(scene: Scene, node: str) -> _Match:
    if pytest_node.NODE.fullmatch(node):
        return _of_pytest(scene.repository, node)
    if go_node.NODE.fullmatch(node):
        return _of_go(scene.repository, node)
    return _of_cargo(scene, node)


def _of_pytest(repository: Repository, node: str) -> _Match:
    path, *names = node.split("::")
    path = posixpath.normpath(path)
    module = path.removesuffix(".py").split("/")
    function, bracket, inner = (names[-1] if names else "").partition("[")
    known: dict[str, int] = {}

    def depth(case: Case) -> int:
        """How many last parts of the path of the module ``classname`` begins with; 0 where it is another module."""
        if case.classname not in known:
            known[case.classname] = _shared(repository, module, case.classname.split("."))
        return known[case.classname]

    def match(case: Case) -> Outcome | None:
        if case.outcome == "error" and not case.classname and case.name.split(".") == module:
            return "crashed"  # pytest could not collect the file
        shared = depth(case)
        if not shared:
            return None
        whole = [*case.classname.split(".")[shared:], case.name.partition("[")[0]]
        of_test = whole == [*names[:-1], function] and (not bracket or case.name == f"{function}[{inner}")
        of_group = not bracket and whole[: len(names)] == names
        return case.outcome if of_test or of_group else "absent"

    return match


def _shared(repository: Repository, module: list[str], classname: list[str]) -> int:
    """How many parts of ``classname`` name the module, whole or by an end that no other file of the tree has."""
    for size in range(min(len(module), len(classname)), 0, -1):
        if module[-size:] != classname[:size]:
            continue
        end = f"{'/'.join(classname[:size])}.py"
        others = [path for path in repository.matching(posixpath.basename(end)) if f"/{path}".endswith(f"/{end}")]
        return size if size == len(module) or len(others) <= 1 else 0
    return 0


def _of_go(repository: Repository, node: str) -> _Match:
    parts = go_node.NODE.fullmatch(node)
    folder = None if parts is None else go_node.folder_of(repository, parts["folder"])
    if parts is None or folder is None:
        return lambda _: None
    home = go_node.module_of(repository, folder)
    name = go_node.module_name(repository, posixpath.join(home, "go.mod"))
    inner = folder[len(home) :].lstrip("/")
    packages = {"/".join(filter(None, (name, inner))), inner or ".", f"./{inner}", folder or "."}
    test = parts["name"] + (f"/{parts['sub'].replace(' ', '_')}" if parts["sub"] else "")

    def match(case: Case) -> Outcome | None:
        if not packages & {case.classname, case.suite}:
            return None
        if not case.name or case.name == "TestMain":
            return "crashed"
        if case.name == test or case.name.startswith(f"{test}/"):
            return case.outcome
        return "absent"

    return match


def _of_cargo(scene: Scene, node: str) -> _Match:
    wanted = [part.replace("-", "_") for part in node.split("::")]
    tests = named.find(scene, node).found
    crates = {test.package.replace("-", "_") for test in tests}
    files = {cargo_node.module_path(scene.repository, test.file)[2] for test in tests}

    def match(case: Case) -> Outcome | None:
        outer = case.classname.replace("-", "_").split("::")
        if crates and outer[0] not in crates:
            return None
        inner = case.name.split("::")
        for start in _binaries(outer):
            whole = [*start, *inner]
            if whole[-len(wanted) :] == wanted:
                return case.outcome
        beside = any(inner[: len(file)] == list(file) for file in files if file)
        return "absent" if beside else None

    return match


def _binaries(outer: list[str]) -> Iterator[list[str]]:
    """The crate and its binary as parts of a path: "ferry::bin/pilot" is ``ferry`` and ``ferry::pilot``."""
    yield [part for part in outer if "/" not in part]
    yield [part.rpartition("/")[2] for part in outer]
