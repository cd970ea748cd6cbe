"""Targets to which many ways lead: each is followed once, and nothing that another way shows is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from troth.evidence.automation.follow import Follower
from troth.evidence.automation.github import files as github
from troth.evidence.repository import Repository

CI = ".github/workflows/ci.yml"


def followed(tree: Callable[[Mapping[str, str]], Repository], files: Mapping[str, str], *runs: str) -> Follower:
    jobs = "".join(
        f"  j{number}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: {run}\n"
        for number, run in enumerate(runs)
    )
    follower = Follower(tree({CI: f"on: push\njobs:\n{jobs}", **files}))
    github.read(follower, "main")
    return follower


def harbour(layers: int, last: str, *, needs: bool) -> str:
    """Each quay leads to both quays of the next layer."""
    rules = []
    for layer in range(layers):
        onward = (f"quay{layer + 1}", f"pier{layer + 1}")
        for name in ("quay", "pier"):
            lines = "" if needs else "".join(f"\t$(MAKE) {one}\n" for one in onward)
            rules.append(f"{name}{layer}:{' ' + ' '.join(onward) if needs else ''}\n\techo {name}\n{lines}")
    return "".join(rules) + f"quay{layers}:\n\t{last}\npier{layers}:\n\tcc pier.c\n"


@pytest.mark.parametrize("needs", [True, False])
@pytest.mark.parametrize(("last", "found"), [("bandit -r src", 1), ("cc quay.c", 0)])
def test_work_grows_with_the_targets_not_with_the_ways(
    tree: Callable[[Mapping[str, str]], Repository], last: str, found: int, *, needs: bool
) -> None:
    seen = followed(tree, {"Makefile": harbour(11, last, needs=needs)}, "make quay0")
    assert len(seen.found) == found
    assert seen.steps < 120
    assert not seen.gaps


def test_what_runs_no_tool_is_followed_for_one_job_alone(tree: Callable[[Mapping[str, str]], Repository]) -> None:
    seen = followed(tree, {"Makefile": harbour(9, "cc quay.c", needs=True)}, *["make quay0"] * 50)
    assert seen.steps < 150


@pytest.mark.parametrize(
    ("lines", "blocking"),
    [
        ("all:\n\t-make ferry\n\tmake ferry\n", {True, False}),
        ("all:\n\tmake ferry\n\t-make ferry\n", {True, False}),
        ("all:\n\tmake ferry\n\tmake ferry\n", {True}),
    ],
)
def test_another_fate_is_another_way(
    tree: Callable[[Mapping[str, str]], Repository], lines: str, blocking: set[bool]
) -> None:
    seen = followed(tree, {"Makefile": lines + "ferry:\n\tbandit -r src\n"}, "make all")
    assert {firing.blocking for one in seen.found for firing in one.firings} == blocking


def test_each_job_and_what_it_sets_counts_for_itself(tree: Callable[[Mapping[str, str]], Repository]) -> None:
    script = {"scan.sh": "#!/bin/sh\n$TOOL -r src\n", "Makefile": "scan:\n\tbandit -r src\n"}
    seen = followed(tree, script, "make scan", "make scan", "TOOL=echo ./scan.sh", "TOOL=bandit ./scan.sh")
    assert len(seen.found) == 3
    assert {one.job.rsplit("#", 1)[1] for one in seen.found} == {"j0", "j1", "j3"}


def test_a_target_cut_off_below_a_loop_is_followed_where_it_stands_first(
    tree: Callable[[Mapping[str, str]], Repository],
) -> None:
    makefile = "tide:\n\tmake ebb\n\tbandit -r src\nebb:\n\tmake tide\n"
    seen = followed(tree, {"Makefile": makefile}, "make tide", "make ebb")
    assert {one.job.rsplit("#", 1)[1] for one in seen.found} == {"j0", "j1"}


def test_what_lay_too_deep_is_followed_from_nearer(tree: Callable[[Mapping[str, str]], Repository]) -> None:
    deep = "".join(f"d{at}:\n\tmake d{at + 1}\n" for at in range(12)) + "d12:\n\tmake ferry\n"
    makefile = "all:\n\tmake d0\n\tmake ferry\n" + deep + "ferry:\n\tmake dock\ndock:\n\tbandit -r src\n"
    assert len(followed(tree, {"Makefile": makefile}, "make all").found) == 1


def test_more_surroundings_than_are_tried_are_told(tree: Callable[[Mapping[str, str]], Repository]) -> None:
    calls = "".join(f"\tmake ferry BERTH={number}\n" for number in range(400))
    makefile = f"all:\n{calls}ferry:\n\tbandit -r src\n"
    seen = followed(tree, {"Makefile": makefile}, "make all")
    assert seen.found
    assert any("more commands" in gap.reason for gap in seen.gaps)
