"""Tests by their names in three languages: what is there, what is gone, and what cannot be told; no file breaks it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.evidence.given import GivenFiles
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.selectors import named, pytest_node
from troth.evidence.selectors.code import parsed
from troth.terms.answer import Answer
from troth.terms.seen.proof import NamedTest

A = "tests/test_a.py"
MARK = "@pytest.mark"
PYTHON = f"""\
import pytest
from .base import Base, test_imported
from .more import *

async def test_async():
    assert quay()

if True:
    def test_in_if():
        assert quay()
try:
    x = 1
except ImportError:
    def test_in_except():
        assert quay()

class TestLogin:
    @pytest.mark.parametrize("n", [1, "two", None, True])
    def test_limit(self, n):
        assert n

    class TestInner:
        def test_deep(self):
            assert quay()

{MARK}.parametrize("a, b", [(1, 2), (3, "x")], ids=["one", "three"])
def test_ids(a, b):
    assert a

{MARK}.parametrize("a", make())
def test_made(a):
    assert a

class Child(Base):
    pass

def helper():
    return 1

def test_twice():
    assert quay()

{MARK}.skip
def test_twice():
    assert quay()
"""
ALONE = PYTHON.replace("from .more import *\n", "")


def find(files: dict[str, str], node: str, tree: Callable[..., Repository]) -> Answer[NamedTest]:
    return named.find(Scene(repository=tree(files), at=date(2025, 1, 1)), node)


@pytest.mark.parametrize(
    ("node", "line"),
    [
        ("test_async", 4),
        ("test_in_if", 8),
        ("test_in_except", 13),
        ("TestLogin", 16),
        ("TestLogin::test_limit", 18),
        ("TestLogin::test_limit[two]", 18),
        ("TestLogin::test_limit[None]", 18),
        ("TestLogin::TestInner::test_deep", 22),
        ("test_ids[three]", 26),
    ],
)
def test_what_is_there_in_python(node: str, line: int, tree: Callable[..., Repository]) -> None:
    answer = find({A: ALONE}, f"{A}::{node}", tree)
    assert [(test.span.path, test.span.line, test.never) for test in answer.found] == [(A, line, ())]
    assert not answer.gaps


@pytest.mark.parametrize(
    "node",
    ["test_gone", "TestLogin::test_gone", "TestGone::test_limit", "TestLogin::test_limit[three]", "test_ids[1-2]", "test_async::x"],
)  # fmt: skip
def test_what_is_gone_in_python(node: str, tree: Callable[..., Repository]) -> None:
    answer = find({A: ALONE}, f"{A}::{node}", tree)
    assert (answer.found, answer.gaps) == ((), ())


@pytest.mark.parametrize(
    ("node", "text", "words"),
    [
        ("test_imported", ALONE, "assigned or imported"),
        ("Child::test_x", ALONE, "inherited from Base"),
        ("test_made[1]", ALONE, "worked out when it runs"),
        ("helper", ALONE, "begin with test"),
        ("test_gone", PYTHON, "with *"),
        ("test_x", "def (", "cannot be parsed"),
    ],
)
def test_what_cannot_be_told_in_python(node: str, text: str, words: str, tree: Callable[..., Repository]) -> None:
    answer = find({A: text}, f"{A}::{node}", tree)
    assert words in answer.gaps[0].reason


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (f"import pytest\n{MARK}.skip\ndef test_x(): assert quay()\n", True),
        (f"import pytest\n{MARK}.skip(reason='x')\ndef test_x(): assert quay()\n", True),
        (f"import pytest\n{MARK}.xfail\ndef test_x(): assert quay()\n", True),
        (f"import pytest\n{MARK}.skipif(True, reason='x')\ndef test_x(): assert quay()\n", True),
        (f"import pytest\npytestmark = {MARK[1:]}.skip\ndef test_x(): assert quay()\n", True),
        (
            f"import pytest\npytestmark = [{MARK[1:]}.slow, {MARK[1:]}.skip(reason='')]\ndef test_x(): assert quay()\n",
            True,
        ),
        ("import pytest\ndef test_x():\n    'x'\n    " + "pytest" + ".skip('later')\n    assert quay()\n", True),
        ("def test_x():\n    raise unittest.SkipTest('x')\n", True),
        ("def test_x():\n    '''Later.'''\n    ...\n", True),
        ("def test_x():\n    assert True\n", True),
        ("def test_x():\n    x = 1\n    print('fine')\n    assert 1 == 1, 'why'\n    return\n", True),
        ("class TestX:\n    pass\ndef test_x(): self.assertTrue(True)\n", True),
        ("def test_x():\n    x = quay()\n", False),
        ("def test_x():\n    assert 1 == 2\n", False),
        ("def test_x(): assert ()\n", False),
        ("def test_x():\n    with quay():\n        pass\n", False),
        (f"import pytest\n{MARK}.skipif(False, reason='x')\ndef test_x(): assert quay()\n", False),
        ("def test_x():\n    assert skip\n", False),
        (f"import pytest\n{MARK}.parametrize('a', [1])\ndef test_x(a): assert quay()\n", False),
    ],
)
def test_what_shows_nothing(text: str, never: bool, tree: Callable[..., Repository]) -> None:
    (test,) = find({A: text}, f"{A}::test_x", tree).found
    assert bool(test.never) is never
    assert not test.maybe


def test_of_a_class_with_one_skipped_test_the_rest_shows_something(tree: Callable[..., Repository]) -> None:
    text = f"class TestA:\n    {MARK}.skip\n    def test_a(self): assert quay()\n    def test_b(self): assert quay()\n"
    (test,) = find({A: text}, f"{A}::TestA", tree).found
    assert (test.never, [span.line for span in test.maybe], test.group) == ((), [2], True)


@pytest.mark.parametrize(
    ("files", "kept_out"),
    [
        ({"pytest.ini": "[pytest]\ntestpaths = tests\n"}, False),
        ({"pytest.ini": "[pytest]\ntestpaths =\n    unit\n    other\n"}, True),
        ({"pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["unit"]\n'}, True),
        ({"pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = [\n  "tests",\n]\n'}, False),
        ({"pyproject.toml": '[tool.other]\ntestpaths = ["unit"]\n'}, False),
        ({"setup.cfg": "[tool:pytest]\naddopts = -q -m 'not slow'\n"}, True),
        ({"setup.cfg": "[tool:pytest]\naddopts = -q --import-mode=importlib\n"}, False),
        ({"tox.ini": "[testenv]\naddopts = -k x\n"}, False),
    ],
)
def test_what_the_configuration_of_pytest_leaves_out(
    files: dict[str, str], kept_out: bool, tree: Callable[..., Repository]
) -> None:  # fmt: skip
    (test,) = find({A: "def test_x():\n    assert quay()\n", **files}, f"{A}::test_x", tree).found
    assert bool(test.maybe) is kept_out


GO = """\
package login

func TestLimit(t *testing.T) {
	for _, tt := range []struct{ name string }{{name: "six attempts"}} {
		t.Run(tt.name, func(t *testing.T) { check(t) })
	}
}

func TestPlain(t *testing.T) {
	t.Run("one", func(t *testing.T) { check(t) })
}

func TestShort(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	check(t)
}

// func TestComment(t *testing.T) {}

var text = `
func TestInText(t *testing.T) {
}
`

func TestHelper(t *testing.T, more int) {}

func (s *Suite) TestMethod() { check(s.T()) }

func FuzzLimit(f *testing.F) {
	f.Add("x")
}
"""
MODULE = {"go.mod": "module example.org/ferry\n", "login/a_test.go": GO}


@pytest.mark.parametrize(
    ("node", "line"),
    [
        ("./login TestLimit", 3),
        ("login TestLimit", 3),
        ("example.org/ferry/login TestLimit", 3),
        ("./login TestLimit/six_attempts", 4),
        ("./login TestLimit/six attempts", 4),
        ("./login TestLimit/six_attempts#01", 4),
        ("./login TestPlain/one", 10),
        ("./login TestPlain/TestMethod", 29),
        ("./login FuzzLimit", 31),
    ],
)
def test_what_is_there_in_go(node: str, line: int, tree: Callable[..., Repository]) -> None:
    answer = find(MODULE, node, tree)
    assert [test.span.line for test in answer.found] == [line]


@pytest.mark.parametrize(
    "node",
    ["./login TestGone", "./login TestComment", "./login TestInText", "./login TestHelper", "./login TestPlain/two", "./gone TestLimit", "example.org/other TestLimit"],
)  # fmt: skip
def test_what_is_gone_in_go(node: str, tree: Callable[..., Repository]) -> None:
    answer = find(MODULE, node, tree)
    assert (answer.found, answer.gaps) == ((), ())


@pytest.mark.parametrize("node", ["./login TestLimit/seven_attempts", "./login FuzzLimit/seed#0"])
def test_what_cannot_be_told_in_go(node: str, tree: Callable[..., Repository]) -> None:
    assert "worked out when it runs" in find(MODULE, node, tree).gaps[0].reason


def test_what_may_not_run_in_go(tree: Callable[..., Repository]) -> None:
    (short,) = find(MODULE, "./login TestShort", tree).found
    assert ([span.line for span in short.maybe], short.never) == ([15], ())
    (tagged,) = find({"a_test.go": f"//go:build e2e\n\n{GO}"}, ". TestPlain", tree).found
    assert [span.line for span in tagged.maybe] == [1]
    (elsewhere,) = find({"a_windows_test.go": GO}, ". TestPlain", tree).found
    assert elsewhere.maybe
    (skipped,) = find({"a_test.go": GO.replace('t.Run("one"', 't.Skip()\n\tt.Run("one"')}, ". TestPlain", tree).found
    assert [span.line for span in skipped.never] == [10]
    (empty,) = find({"a_test.go": "package a\n\nfunc TestX(t *testing.T) {\n}\n"}, ". TestX", tree).found
    assert empty.never
    says = "package a\n\nfunc TestX(t *testing.T) {\n\tt.Parallel()\n\t%s\n}\n"
    for line, shows in (('t.Log("fine")', False), ("_ = 1", False), ("sail(t)", True), ('t.Error("x")', True)):
        (test,) = find({"a_test.go": says % line}, ". TestX", tree).found
        assert bool(test.never) is not shows, line


@pytest.mark.parametrize(
    ("body", "shows"),
    [
        ("assert!(true);", False),
        ("assert!(true)", False),
        ("assert_eq!(1, 1);", False),
        ('println!("fine");', False),
        ("assert!(quay());", True),
        ("assert_eq!(1, 2);", True),
        ("quay();", True),
    ],
)
def test_what_asserts_nothing_in_rust(body: str, shows: bool, tree: Callable[..., Repository]) -> None:
    files = {"Cargo.toml": '[package]\nname = "ferry"\n', "tests/whole.rs": f"#[test]\nfn all() {{\n    {body}\n}}\n"}
    (test,) = find(files, "ferry::whole::all", tree).found
    assert bool(test.never) is not shows


RUST = """\
pub fn limit() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_holds() {
        assert!(quay());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn waits() {
        assert!(quay());
    }

    #[test]
    #[ignore = "slow"]
    fn slow() {
        assert!(quay());
    }

    #[test]
    #[cfg(unix)]
    fn on_unix() {
        assert!(quay());
    }

    fn helper() {}

    #[strange]
    fn strange() {}

    proptest! {
        #[test]
        fn in_macro(x in 0..3) { assert!(x < 3); }
    }

    // fn commented() {}
}
"""
CRATE = {"Cargo.toml": '[package]\nname = "ferry-login"\n', "src/limit.rs": RUST, "tests/whole.rs": "#[test]\nfn all() { assert!(quay()); }\n"}  # fmt: skip


@pytest.mark.parametrize(
    ("node", "place"),
    [
        ("ferry_login::limit::tests::limit_holds", "src/limit.rs:8"),
        ("ferry-login::limit::tests::limit_holds", "src/limit.rs:8"),
        ("limit::tests::limit_holds", "src/limit.rs:8"),
        ("tests::waits", "src/limit.rs:13"),
        ("ferry-login::whole::all", "tests/whole.rs:2"),
    ],
)
def test_what_is_there_in_rust(node: str, place: str, tree: Callable[..., Repository]) -> None:
    (test,) = find(CRATE, node, tree).found
    assert (str(test.span), test.never, test.maybe, test.package) == (place, (), (), "ferry-login")


@pytest.mark.parametrize(
    "node", ["limit::tests::gone", "other::tests::limit_holds", "tests::helper", "tests::commented", "limit::limit"]
)
def test_what_is_gone_in_rust(node: str, tree: Callable[..., Repository]) -> None:
    answer = find(CRATE, node, tree)
    assert (answer.found, answer.gaps) == ((), ())


@pytest.mark.parametrize(("node", "words"), [("tests::in_macro", "macro"), ("tests::strange", "attribute")])
def test_what_cannot_be_told_in_rust(node: str, words: str, tree: Callable[..., Repository]) -> None:
    assert words in find(CRATE, node, tree).gaps[0].reason


def test_what_may_not_run_in_rust(tree: Callable[..., Repository]) -> None:
    (slow,) = find(CRATE, "tests::slow", tree).found
    assert [span.line for span in slow.never] == [18]
    (unix,) = find(CRATE, "tests::on_unix", tree).found
    assert ([span.line for span in unix.maybe], unix.never) == ([24], ())


def test_a_crate_that_a_plain_run_of_its_workspace_leaves_out(tree: Callable[..., Repository]) -> None:
    inner = {f"hull/{path}": text for path, text in CRATE.items()}
    (alone,) = find({**inner, "Cargo.toml": '[workspace]\nmembers = ["hull"]\n'}, "tests::limit_holds", tree).found
    assert (alone.home, alone.workspace, alone.lone) == ("hull", "", False)
    whole = '[package]\nname = "ferry"\n[workspace]\nmembers = ["hull"]\n'
    (other,) = find({**inner, "Cargo.toml": whole}, "tests::limit_holds", tree).found
    assert other.lone


@given(st.text(max_size=200), st.text(max_size=20))
def test_no_python_breaks_it(text: str, name: str) -> None:
    for words in (text, PYTHON.replace("TestLogin", text[:30])):
        repository = GivenFiles({A: words.encode("utf-8", "replace")})
        pytest_node.find(repository, f"{A}::{name}")


@given(st.integers(0, 1_500), st.integers(0, 30), st.text(st.sampled_from("{}()#[]\"'`/*\n fntesr:x"), max_size=12))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_mutated_files_are_read_or_told(at: int, cut: int, put: str) -> None:
    for path, text, node in ((A, PYTHON, f"{A}::TestLogin::test_limit"), ("login/a_test.go", GO, "./login TestLimit/x"), ("src/limit.rs", RUST, "limit::tests::waits")):  # fmt: skip
        scene = Scene(repository=GivenFiles({path: (text[:at] + put + text[at + cut :]).encode()}), at=date(2025, 1, 1))
        answer = named.find(scene, node)
        assert all(test.span.path == path for test in answer.found)


@pytest.mark.parametrize(("depth", "there"), [(150, True), (30_000, False)])
def test_deep_names_are_found_or_told(depth: int, there: bool) -> None:
    text = f"@{'.'.join('a' * depth)}\ndef test_x():\n    assert quay()\n"
    answer = named.find(Scene(repository=GivenFiles({A: text.encode()}), at=date(2025, 1, 1)), f"{A}::test_x")
    assert bool(answer.found) is there
    assert bool(answer.gaps) is not there


def test_deep_brackets_are_told() -> None:
    assert parsed("(" * 5_000) == "is nested too deeply"
