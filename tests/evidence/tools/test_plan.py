from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from troth.evidence.repository import Repository
from troth.evidence.results.key import Key
from troth.evidence.tools import plan as module
from troth.evidence.tools.index import by_name
from troth.evidence.tools.keeping import Keeping
from troth.evidence.tools.plan import install_line, plan, words_of
from troth.terms.activity import Activity
from troth.terms.audit import Planned, State
from troth.terms.promised import Promised, PromisedTool, PromisedWork
from troth.terms.span import Span

Tree = Callable[[Mapping[str, str]], Repository]
SAYS = (Span("SECURITY.md", 3, "We use it."),)
PYTHON = {"a.py": "x = 1\n"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def planned(
    repository: Repository, *tools: PromisedTool, work: Activity | None = None, named: tuple[str, ...] = (),
    everything: bool = False, untrusted: bool = False,
) -> dict[str, Planned]:  # fmt: skip
    promised = Promised(tools=tools, work=(PromisedWork(activity=work, sentences=SAYS),) if work else ())
    keeping = Keeping(repository, Key(b"k" * 32))
    found = plan(keeping, promised, named, everything=everything, untrusted=untrusted)
    return {each.tool: each for each in found}


def tool(name: str, *commands: str) -> PromisedTool:
    return PromisedTool(name=name, sentences=SAYS, commands=commands)


def test_a_tool_that_is_installed_and_has_work_is_ready(tree: Tree) -> None:
    found = planned(tree(PYTHON), tool("bandit"))["bandit"]
    assert (found.state, found.calls, found.sentences) == (State.READY, (("bandit", "-r", "."),), SAYS)
    assert found.version[0].isdigit()


def test_documented_words_are_the_call(tree: Tree) -> None:
    found = planned(tree(PYTHON), tool("bandit", "bandit -r . -ll", "bandit -r $HOME"))["bandit"]
    assert found.calls == (("bandit", "-r", ".", "-ll"),)
    assert words_of(found.lines) == (("-r", ".", "-ll"),)
    assert [bool(line.refused) for line in found.lines] == [False, True]


def test_a_line_with_the_usual_words_is_run_as_it_stands(tree: Tree) -> None:
    found = planned(tree({"go.mod": "module x\n", "x.go": "package x\n"}), tool("govulncheck", "govulncheck ./..."))
    assert [line.refused for line in found["govulncheck"].lines] == [""]
    assert words_of(found["govulncheck"].lines) == ()


def test_a_tool_that_is_not_there_names_the_line_that_installs_it(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "tool_path", lambda _: None)
    found = planned(tree(PYTHON), tool("bandit"))["bandit"]
    assert (found.state, found.install) == (State.MISSING, "pip install bandit")


def test_what_its_makers_have_retired_is_not_run(tree: Tree) -> None:
    found = planned(tree({"requirements.txt": "a==1\n"}), tool("safety", "safety check"))["safety"]
    assert found.state is State.RETIRED
    assert "pip-audit" in found.reason


def test_what_troth_cannot_run_says_so(tree: Tree) -> None:
    found = planned(tree(PYTHON), tool("codeql"), tool("black"), tool("hull"))
    assert {name: (each.state, each.scans) for name, each in found.items()} == {
        "codeql": (State.ELSEWHERE, True),
        "black": (State.ELSEWHERE, False),
        "hull": (State.ELSEWHERE, False),
    }


def test_nothing_to_do(tree: Tree) -> None:
    found = planned(tree(PYTHON), tool("gosec"))["gosec"]
    assert found.state is State.NOTHING
    assert found.reason


def test_work_without_a_tool_is_offered_and_runs_when_everything_does(tree: Tree) -> None:
    found = planned(tree(PYTHON), work=Activity.STATIC_ANALYSIS)
    assert found["bandit"].state is State.OFFERED
    assert found["bandit"].for_work == "static analysis"
    assert "gosec" not in found
    assert planned(tree(PYTHON), work=Activity.STATIC_ANALYSIS, everything=True)["bandit"].state is State.READY


def test_work_that_a_named_tool_does_is_not_offered_again(tree: Tree) -> None:
    assert set(planned(tree(PYTHON), tool("bandit"), work=Activity.STATIC_ANALYSIS)) == {"bandit"}


def test_only_tools_that_are_named(tree: Tree) -> None:
    found = planned(tree(PYTHON), tool("bandit"), tool("codeql"), named=("ruff", "bandit"))
    assert set(found) == {"ruff", "bandit"}
    assert found["ruff"].sentences == ()
    assert found["bandit"].sentences == SAYS


def test_what_executes_the_project_is_refused_on_untrusted_trees(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    import msgspec

    record = by_name("bandit")
    assert record is not None
    assert record.runner is not None
    building = msgspec.structs.replace(record, runner=msgspec.structs.replace(record.runner, executes="build scripts"))
    monkeypatch.setattr(module, "by_name", lambda _: building)
    assert planned(tree(PYTHON), tool("bandit"))["bandit"].state is State.READY
    found = planned(tree(PYTHON), tool("bandit"), untrusted=True)["bandit"]
    assert found.state is State.REFUSED
    assert "build scripts" in found.reason


@pytest.mark.parametrize(
    ("name", "line"), [("bandit", "pip install bandit"), ("codeql", ""), ("semgrep", "pip install semgrep")]
)
def test_install_lines(name: str, line: str) -> None:
    record = by_name(name)
    assert record is not None
    assert install_line(record) == line
