from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from troth.evidence.gather import GATHERERS, gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.terms import wants
from troth.terms.answer import Answer, Want

Tree = Callable[[Mapping[str, str]], Repository]
WORKFLOW = """\
on: push
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pip install bandit && bandit -r src
"""


def scene(repository: Repository) -> Scene:
    return Scene(repository=repository, at=date(2026, 3, 1))


def test_a_configuration_knows_the_step_that_loads_it(tree: Tree) -> None:
    repository = tree(
        {".github/workflows/ci.yml": WORKFLOW, "src/a.py": "", "src/.bandit": "[bandit]\nexclude_dirs = tests\n"}
    )
    want = wants.Configurations("bandit")
    (found,) = gather(scene(repository), [want])[want].found
    assert [str(span) for span in found.loaded_by] == [".github/workflows/ci.yml:7"]
    assert [key.name for key in found.dead_keys] == ["exclude_dirs"]


def test_printed_configuration_and_documented_lines_are_answered(tree: Tree) -> None:
    repository = tree({".github/workflows/ci.yml": WORKFLOW, "src/a.py": ""})
    line = wants.DocumentedLines("bandit", "pip install bandit")
    printed = wants.PrintedConfigurations("bandit", "src/.bandit", "[bandit]\nskips = B101", "SECURITY.md", 4)
    answers = gather(scene(repository), [line, printed])
    assert answers[line].found[0].right
    assert [str(span) for span in answers[printed].found[0].loaded_by] == [".github/workflows/ci.yml:7"]


def test_a_want_that_nothing_answers_is_a_gap(tree: Tree) -> None:
    want = wants.Past()
    answer = gather(scene(tree({})), [want], ())[want]
    assert answer.found == ()
    assert answer.gaps[0].wanted == "Past"


def test_equal_wants_are_answered_once_and_what_takes_long_starts_first(tree: Tree) -> None:
    order: list[str] = []

    def prepare(_: Scene, asked: Iterable[Want[Any]]) -> None:
        order.append(f"prepared {sum(1 for _ in asked)}")

    def answer(_: Scene, want: wants.ToolRuns) -> Answer[Any]:
        order.append(want.tool)
        return Answer()

    def other(_: Scene, __: wants.Past) -> Answer[Any]:
        order.append("past")
        return Answer()

    gatherers = (
        Gatherer(wants=wants.Past, answer=other),
        Gatherer(wants=wants.ToolRuns, answer=answer, prepare=prepare),
    )
    asked: list[Want[Any]] = [wants.Past(), wants.ToolRuns("bandit"), wants.Past(), wants.ToolRuns("bandit")]
    assert len(gather(scene(tree({})), asked, gatherers)) == 2
    assert order == ["prepared 2", "past", "bandit"]


def test_every_want_has_one_gatherer() -> None:
    declared = [
        value
        for value in vars(wants).values()
        if isinstance(value, type) and issubclass(value, Want) and value is not Want
    ]
    answered = [gatherer.wants.__name__ for gatherer in GATHERERS]
    elsewhere = ["Advisories", "Vulnerabilities", "Exposures", "OwnWeaknesses"]
    assert sorted(want.__name__ for want in declared) == sorted([*answered, *elsewhere])
