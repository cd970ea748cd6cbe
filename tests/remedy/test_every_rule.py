"""Every rule: what it mended turns the verdict, twice changes nothing, and all around it stays as it was written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remedy.cases import CASES, Mending
from remedy.proving import Tree, mended, turned
from troth.remedy.rules import REMEDIES

Writing = Callable[[str], bytes]
WRITINGS: dict[str, Writing] = {
    "as it is": lambda text: text.encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "BOM": lambda text: text.encode("utf-8-sig"),
    "BOM and CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "no end of line": lambda text: text.rstrip("\n").encode(),
}


def test_every_rule_has_a_case() -> None:
    assert [case.rule for case in CASES] == [remedy.name for remedy in REMEDIES]


def expected(case: Mending) -> dict[str, str]:
    texts = dict(case.files)
    for path, old, new in case.becomes:
        assert old in texts[path], (path, old)
        texts[path] = texts[path].replace(old, new, 1)
    return texts


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_it_turns_and_all_else_stays(case: Mending, writing: str, tree: Tree) -> None:
    write = WRITINGS[writing]
    repository = tree({path: write(text) for path, text in case.files.items()})
    found = mended(repository, case.rule)
    now = {path: (repository.root / path).read_bytes() for path in case.files}
    assert now == {path: write(text) for path, text in expected(case).items()}
    assert {edit.path for edit in found.edits} == {path for path, _, _ in case.becomes}
    assert tuple(turned(found)) == case.turns
    gone = {one.rule for one in found.before.findings} - {one.rule for one in found.after.findings}
    told = {one.id for one in found.after.judged} != {one.id for one in found.before.judged}
    assert case.turns or gone or told, "nothing is better for it"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    case=st.sampled_from(CASES),
    cuts=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 12), st.text("\"'[]{}#|:=-*x1 \t\n\r", max_size=4)), max_size=3
    ),
)
def test_what_is_mangled_is_no_error_and_never_done_twice(
    case: Mending, cuts: list[tuple[int, int, str]], tree: Tree
) -> None:
    files = dict(case.files)
    for path in sorted({path for path, _, _ in case.becomes} - {"SECURITY.md"}) or ["SECURITY.md"]:
        for at, length, new in cuts:
            files[path] = files[path][:at] + new + files[path][at + length :]
    mended(tree({path: text.encode() for path, text in files.items()}), case.rule)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.rule not in ("dead-link", "action-commit")], ids=lambda case: case.rule
)  # what other files know is seen by the rule, not by the control
def test_the_verdict_names_the_command(case: Mending, tree: Tree) -> None:
    repository = tree(case.files)
    found = mended(repository, case.rule)
    served = {each.id for edit in found.edits for each in edit.serves}
    steps = [one.verdict.next for one in found.before.judged if one.id in served]
    assert all(step is not None and step.command == "troth fix" for step in steps)


def test_all_rules_at_once(tree: Tree) -> None:
    everything: dict[str, str] = {}
    for case in CASES:
        for path, text in case.files.items():
            everything.setdefault(path.replace("scan.yml", f"{case.rule}.yml"), text)
    lines = [case.files["SECURITY.md"].removeprefix("# Security\n") for case in CASES]
    repository = tree({**everything, "SECURITY.md": "# Security\n" + "\n".join(lines)})
    found = mended(repository, *(remedy.name for remedy in REMEDIES))
    assert len(found.edits) >= 7
    paths = [edit.path for edit in found.edits]
    assert len(paths) == len(set(paths)), "one edit a file"
