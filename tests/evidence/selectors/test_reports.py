"""Test reports: which are found, which count for this code, and which test a case is of."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.selectors import reports
from troth.evidence.selectors.results import gatherers, in_suite
from troth.formats.junit import Case
from troth.terms import wants
from troth.terms.answer import Answer
from troth.terms.settings import Settings
from troth.terms.span import Span

XML = '<testsuite name="{suite}" {more}><testcase classname="{classname}" name="{name}"/></testsuite>'
AT = 'timestamp="2025-01-03T08:00:00Z"'
Tree = Callable[..., Repository]


def xml(name: str = "test_x", classname: str = "tests.test_a", more: str = AT, suite: str = "") -> str:
    return XML.format(name=name, classname=classname, more=more, suite=suite)


def scene(repository: Repository, *handed: Path) -> Scene:
    return Scene(repository=repository, at=date(2025, 1, 5), reports=tuple(map(str, handed)))


def results(node: str, where: Scene) -> Answer[object]:
    by = next(
        each
        for each in gatherers(lambda _: Answer(found=(Settings(span=Span("")),)))
        if each.wants is wants.TestResults
    )
    return by.answer(where, wants.TestResults(node))


def outcomes(node: str, where: Scene) -> list[str]:
    return [run.outcome for run in results(node, where).found]  # type: ignore[attr-defined]


def reasons(repository: Repository, file: str = "out/*.xml") -> list[str]:
    by = next(each for each in gatherers(lambda _: Answer()) if each.wants is wants.ReportedCases)
    return [gap.reason for gap in by.answer(scene(repository), wants.ReportedCases(file)).gaps]


def code(git_tree: Tree, more: dict[str, str] | None = None, ignored: str = "out/\n") -> Repository:
    return git_tree([("2025-01-02", {".gitignore": ignored, "a.py": "x = 1\n", **(more or {})}, ())])


def put(repository: Repository, path: str, text: str, at: str = "2025-01-03T09:00:00+00:00") -> Path:
    target = repository.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    moment = datetime.fromisoformat(at).timestamp()
    os.utime(target, (moment, moment))
    return target


def test_a_report_in_a_folder_that_git_ignores_counts(git_tree: Tree) -> None:
    repository = code(git_tree)
    put(repository, "out/a.xml", xml())
    assert reasons(repository) == []


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        (xml(more='timestamp="2025-01-02T11:59:59Z"'), "2025-01-03T09:00:00+00:00", "older than the newest change"),
        (xml(more='timestamp="2025-01-02T12:00:00Z"'), "2025-01-03T09:00:00+00:00", ""),
        (xml(more='timestamp="2025-01-02T13:30:00+02:00"'), "2025-01-03T09:00:00+00:00", "older than"),
        (xml(more=""), "2025-01-03T09:00:00+00:00", ""),
        (xml(more=""), "2025-01-01T09:00:00+00:00", "older than"),
        (xml(), "2025-01-01T09:00:00+00:00", "older than"),
        (xml(more='timestamp="2025-01-06T08:00:00Z"'), "2025-01-07T09:00:00+00:00", "after the day of the check"),
        ("<testsuite/>", "2025-01-03T09:00:00+00:00", "ran nothing"),
        ("<html/>", "2025-01-03T09:00:00+00:00", "is no JUnit report"),
    ],
)
def test_which_reports_count(text: str, at: str, words: str, git_tree: Tree) -> None:
    repository = code(git_tree)
    put(repository, "out/a.xml", text, at)
    found = reasons(repository)
    assert [words in reason for reason in found] == ([True] if words else [])


def test_a_report_that_git_holds_must_say_when_it_ran(git_tree: Tree) -> None:
    repository = code(git_tree, {"held/a.xml": xml(more=""), "held/b.xml": xml()}, "")
    assert reasons(repository, "held/a.xml") == ["it does not say when it ran, and is a file of the repository itself"]
    assert reasons(repository, "held/b.xml") == []


def test_documents_may_change_after_the_tests_ran(git_tree: Tree) -> None:
    rows = [("2025-01-02", {"a.py": "x = 1\n", ".gitignore": "out/\n"}, ())]
    rows.append(("2025-01-04", {"docs/a.md": "Words.\n", "troth.toml": "\n"}, ()))
    repository = git_tree(rows)
    put(repository, "out/a.xml", xml())
    assert reasons(repository) == []
    other = git_tree([*rows, ("2025-01-04", {"b.py": "y = 1\n"}, ())])
    put(other, "out/a.xml", xml())
    assert "older than" in reasons(other)[0]


def test_an_edit_that_nobody_committed_makes_a_report_old(git_tree: Tree) -> None:
    repository = code(git_tree)
    put(repository, "out/a.xml", xml())
    put(repository, "a.py", "x = 2\n", "2025-01-03T10:00:00+00:00")
    assert "older than" in reasons(repository)[0]
    (repository.root / "a.py").unlink()
    assert "older than" in reasons(Repository(repository.root))[0]


def test_without_a_history_no_report_counts(tree: Tree) -> None:
    assert "no git history" in reasons(tree({"out/a.xml": xml()}))[0]


def test_no_report_is_read_outside_of_the_tree(git_tree: Tree, tmp_path: Path) -> None:
    repository = code(git_tree)
    outside = tmp_path / "outside.xml"
    outside.write_text(xml())
    (repository.root / "out").mkdir()
    (repository.root / "out" / "a.xml").symlink_to(outside)
    assert reasons(repository) == ["it is a link that leads out of the tree"]
    for glob in ("../outside.xml", "/etc/*.xml", ".git/*", "a\\b"):
        assert reports.matching(repository, glob) == ()


def test_a_pipe_is_no_report_and_nobody_waits_for_it(git_tree: Tree) -> None:
    repository = code(git_tree)
    (repository.root / "out").mkdir()
    os.mkfifo(repository.root / "out" / "a.xml")
    assert "is no file" in reasons(repository, "out/a*.xml")[0]


@pytest.mark.parametrize(
    ("glob", "found"),
    [
        ("out/a.xml", ("out/a.xml",)),
        ("out/*.xml", ("out/a.xml",)),
        ("**/*.xml", ("b.xml", "out/a.xml", "out/deep/TEST-c.xml")),
        ("**/TEST-?.xml", ("out/deep/TEST-c.xml",)),
        ("out/**", ("out/a.xml", "out/deep/TEST-c.xml")),
        ("*.xml", ("b.xml",)),
        ("out/(.xml", ()),
        ("gone/*.xml", ()),
    ],
)
def test_globs(glob: str, found: tuple[str, ...], git_tree: Tree) -> None:
    repository = code(git_tree)
    for path in ("out/a.xml", "out/deep/TEST-c.xml", "b.xml", "node_modules/x.xml"):
        put(repository, path, xml())
    assert reports.matching(repository, glob) == found


def test_a_report_that_was_handed_in_may_lie_anywhere_and_be_of_either_form(git_tree: Tree, tmp_path: Path) -> None:
    repository = code(
        git_tree,
        {
            "go.mod": "module example.org/ferry\n",
            "login/a_test.go": "package login\n\nfunc TestX(t *testing.T) {\n\tcheck(t)\n}\n",
        },
    )
    junit, go = tmp_path / "a.xml", tmp_path / "go.json"
    junit.write_text(xml())
    passed = '{"Time":"2025-01-03T08:00:00Z","Action":"pass","Package":"example.org/ferry/login"'
    go.write_text(f'{passed},"Test":"TestX"}}\n{passed}}}\n')
    for path in (junit, go):
        os.utime(path, (1735900000, 1735900000))
    assert outcomes("tests/test_a.py::test_x", scene(repository, junit, go)) == ["passed"]
    assert outcomes("./login TestX", scene(repository, junit, go)) == ["passed"]
    assert results("./login TestX", scene(repository, tmp_path / "gone.xml")).gaps


CASES = [
    ("tests/test_a.py::test_x", "tests.test_a", "test_x", "passed"),
    ("tests/test_a.py::test_x", "tests.test_a", "test_x[1-a]", "passed"),
    ("tests/test_a.py::test_x[1]", "tests.test_a", "test_x[1]", "passed"),
    ("tests/test_a.py::test_x[1]", "tests.test_a", "test_x[2]", "absent"),
    ("tests/test_a.py::test_x", "tests.test_a", "test_xy", "absent"),
    ("tests/test_a.py::TestA::test_x", "tests.test_a.TestA", "test_x", "passed"),
    ("tests/test_a.py::TestA::test_x", "tests.test_a.TestB", "test_x", "absent"),
    ("tests/test_a.py::TestA", "tests.test_a.TestA", "test_x", "passed"),
    ("tests/test_a.py::TestA", "tests.test_a.TestA.TestB", "test_x", "passed"),
    ("tests/test_a.py", "tests.test_a", "test_x", "passed"),
    ("tests/test_a.py::test_x", "test_a", "test_x", "passed"),
    ("tests/test_a.py::test_x", "other.test_a", "test_x", None),
    ("e2e/test_b.py::test_x", "test_b", "test_x", None),
    ("./login TestX", "example.org/ferry/login", "TestX", "passed"),
    ("./login TestX", "example.org/ferry/login", "TestX/one", "passed"),
    ("./login TestX/one_case", "example.org/ferry/login", "TestX/one_case", "passed"),
    ("./login TestX/one", "example.org/ferry/login", "TestX", "absent"),
    ("./login TestX", "example.org/ferry/logins", "TestX", None),
    ("ferry::login::tests::x", "ferry", "login::tests::x", "passed"),
    ("tests::x", "ferry", "login::tests::x", "passed"),
    ("ferry::login::tests::x", "ferry::bin/ferry", "login::tests::x", "passed"),
    ("ferry::login::tests::x", "ferry", "login::tests::y", "absent"),
    ("ferry::login::tests::x", "ferry", "other::tests::x", None),
    ("ferry::login::tests::x", "hull", "login::tests::x", None),
    ("ferry::whole::all", "ferry::whole", "all", "passed"),
]


@pytest.mark.parametrize(("node", "classname", "name", "expected"), CASES)
def test_which_test_a_case_is_of(node: str, classname: str, name: str, expected: str | None, git_tree: Tree) -> None:
    rust = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn x() {\n        assert!(quay());\n    }\n}\n"
    repository = code(
        git_tree,
        {
            "tests/test_a.py": "",
            "e2e/test_b.py": "",
            "unit/test_b.py": "",
            "go.mod": "module example.org/ferry\n",
            "login/a_test.go": "package login\n",
            "logins/a_test.go": "package logins\n",
            "Cargo.toml": '[package]\nname = "ferry"\n',
            "src/login.rs": rust,
            "tests/whole.rs": "#[test]\nfn all() {\n    assert!(quay());\n}\n",
        },
    )
    handed = put(repository, "out/a.xml", xml(name, classname))
    assert outcomes(node, scene(repository, handed)) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("suite", "inside"),
    [("login", True), ("org.LoginTest", True), ("org", True), ("org.LoginTest.limit", True), ("org.LoginTest#limit", True), ("limit", True), ("org.Login", False), ("lim", False)],
)  # fmt: skip
def test_a_suite_is_a_suite_a_class_or_a_name(suite: str, inside: bool) -> None:
    assert in_suite(Case(suite="login", classname="org.LoginTest", name="limit", outcome="passed"), suite) is inside


def test_absurd_dates_are_no_traceback(git_tree: Tree) -> None:
    repository = code(git_tree)
    handed = put(repository, "out/a.xml", xml(more='timestamp="9999-12-31T23:59:59-14:00"'))
    os.utime(handed, (2**40, 2**40))
    assert reasons(repository)


def test_no_filter_that_the_checkout_configures_is_started(git_tree: Tree, tmp_path: Path) -> None:
    repository = code(git_tree, {".gitattributes": "*.py filter=evil diff=evil\n"})
    put(repository, "out/a.xml", xml())
    trap, mark = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    trap.chmod(0o755)
    with (repository.root / ".git/config").open("a") as config:
        config.write(f'[filter "evil"]\n\tclean = {trap}\n\tprocess = {trap}\n\trequired = true\n[diff "evil"]\n')
        config.write(f"\ttextconv = {trap}\n[diff]\n\texternal = {trap}\n")
    edited = next(repository.root.rglob("*.py"))
    edited.write_text(edited.read_text() + "# edited\n")
    assert reasons(Repository(repository.root)) == reasons(Repository(repository.root)) != []
    assert not mark.exists()
