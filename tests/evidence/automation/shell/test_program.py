"""What a shell text runs, and whether a failure reaches its end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.automation.shell import Command, Options, commands

E = Options(errexit=True)
PIPE = Options(errexit=True, pipefail=True)
PLAIN = Options()


def tools(text: str, options: Options = E, **variables: str) -> list[Command]:
    return [one for one in commands(text, options, variables) if one.argv[0] in ("scan", "audit")]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("scan\necho done", E),
        ("scan", PLAIN),
        ("echo start; scan", PLAIN),
        ("scan | tee report", PIPE),
        ("if ! scan; then echo bad; exit 1; fi\necho end", E),
        ("if scan; then echo good; else exit 2; fi", E),
        ("scan || exit 1\necho end", PLAIN),
        ("scan || { echo bad; exit 3; }\necho end", PLAIN),
        ("scan || STATUS=$?\necho end\nexit $STATUS", E),
        ("scan || failed=1\necho end\nif [ $failed = 1 ]; then exit 1; fi", E),
        ("set +e\nscan\ncode=$?\nset -e\nexit $code", E),
        ("scan\nif [ $? -ne 0 ]; then exit 1; fi\necho end", PLAIN),
        ('bad=0\nfor d in a b; do\n  if ! scan $d; then bad=1; fi\ndone\nexit "${bad}"', PLAIN),
        ("for d in a b; do scan $d || bad=1; done\nif [ $bad = 1 ]; then exit 1; fi\necho end", E),
        ("if [ -d x ]; then\n  scan || bad=1\nfi\n[ $bad = 0 ] || exit 1\necho end", E),
        ("f() { scan || bad=1; }\nf\necho end\nexit $bad", E),
        ("scan\nexit $?", PLAIN),
        ("set -e\nscan\necho end", PLAIN),
        ("set -euo pipefail\nscan | tee report\necho end", PLAIN),
        ("out=$(scan)\necho $out", E),
        ("(cd api && scan)\necho end", E),
        ("f() { scan; }\nf\necho end", E),
        ("scan && echo fine", E),
        ("for d in a b; do scan $d; done", E),
        ("if [ -f x ]; then scan; fi", E),
        ("case $x in a) scan ;; esac", E),
        ("{ scan; }", E),
        ("trap 'rm -f report' EXIT\nscan\necho end", E),
        ("trap 'code=$?; rm -f report; exit $code' EXIT\nscan", E),
        ("trap 'exit 1' ERR\nscan", E),
        ("trap 'exit 0' INT\nscan", E),
        ("exec scan", PLAIN),
        ("trap 'exit 0' EXIT\ntrap - EXIT\nscan", E),
    ],
)
def test_a_failure_reaches_the_end(text: str, options: Options) -> None:
    found = tools(text, options)
    assert found
    assert all(one.softened is None for one in found)


@pytest.mark.parametrize(
    ("text", "options", "row"),
    [
        ("scan || true", E, 0),
        ("scan || echo bad", E, 0),
        ("scan || exit 0", E, 0),
        ("scan; true", PLAIN, 0),
        ("scan\necho end", PLAIN, 1),
        ("scan | tee report", E, 0),
        ("set +e\nscan\necho end", E, 2),
        ("if ! scan; then echo bad; fi\necho end", E, 0),
        ("scan && echo fine\necho end", E, 1),
        ("! scan", E, 0),
        ("scan &", E, 0),
        ("echo $(scan)", E, 0),
        ("export OUT=$(scan)", E, 0),
        ("scan || STATUS=$?\necho end", E, 0),
        ("f() { scan; }\nf || true", E, 1),
        ("if scan; then echo good; fi", E, 0),
        ("scan ||\n  true", E, 1),
        ("for d in $x; do scan $d || bad=1; done\necho end", E, 0),
        ("for d in $x; do scan $d || bad=1; done\n[ $good = 0 ] || exit 1\necho end", E, 0),
        ("( scan || bad=1 )\nexit $bad", E, 0),
        ("trap 'exit 0' EXIT\nscan\necho end", E, 0),
        ("trap 'echo done; exit 0' ERR EXIT\nscan", PIPE, 0),
        ("end() { exit 0; }\ntrap end EXIT\nscan", E, 1),
    ],
)
def test_a_failure_is_lost_and_the_line_is_told(text: str, options: Options, row: int) -> None:
    assert [one.softened for one in tools(text, options)] == [row]


@pytest.mark.parametrize(
    "text",
    [
        "# scan",
        "echo scan",
        "cat <<END\nscan\nEND",
        "f() { scan; }",
        "exit 0\nscan",
        "if false; then scan; fi",
        "false && scan",
        "true || scan",
        "echo 'scan'",
        "while false; do scan; done",
        "until true; do scan; done",
        "exec true\nscan",
    ],
)
def test_what_does_not_run(text: str) -> None:
    assert not tools(text)


def test_words_directories_and_outputs() -> None:
    (one,) = tools('WHERE="src lib"\ncd api\nMODE=fast scan -r $WHERE "a b" \\\n  --all > out.json')
    assert one.argv == ("scan", "-r", "src", "lib", "a b", "--all")
    assert (one.directory, one.environment, one.outputs, one.row) == ("api", (("MODE", "fast"),), ("out.json",), 2)


def test_tee_writes_what_the_tool_says() -> None:
    (one,) = tools("scan --json | tee report.json", PIPE)
    assert one.outputs == ("report.json",)


def test_arguments_of_functions_and_values_of_loops_are_filled_in() -> None:
    assert tools("f() { scan $1; }\nf src")[0].argv == ("scan", "src")
    assert [one.argv for one in tools("for t in scan audit; do $t x; done")] == [("scan", "x"), ("audit", "x")]


def test_a_function_that_calls_itself_ends() -> None:
    assert len(tools("f() { scan; f; }\nf")) == 1


def test_functions_that_call_each_other_twice_end_soon() -> None:
    text = "".join(f"f{number}() {{ f{number + 1}; f{number + 1}; }}\n" for number in range(40))
    assert tools(text + "f40() { scan; }\nf0\n") == []


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["scan", "if", "then", "fi", "||", "&&", "true", "exit 1", ";", "\n", "|", "(", ")", "{", "}", "$(", "`",
             "for x in", "do", "done", "case", "esac", "<<E", "E", "f()", "'", '"', "$x", "!", "&", "set +e", "cd a"]
        ),
        max_size=25,
    ),
    st.booleans(),
)  # fmt: skip
def test_no_shell_text_raises(parts: list[str], errexit: bool) -> None:
    for one in commands(" ".join(parts), Options(errexit=errexit)):
        assert one.argv


def test_values_that_double_themselves_stay_small() -> None:
    doubling = "\n".join(['A="$A$A"'] * 60)
    (found,) = tools(f"A=x\n{doubling}\nscan $A")
    assert len(found.argv[1]) <= 4_000


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("scan '", 0),
        ('scan\necho "open\nscan\n', 1),
        ("for f in ; do scan; done", 0),
        ("case x in y) scan ;; esac", 0),
        ("scan 'closed'", 1),
        ("# it's a comment\nscan", 1),
        ("echo it\\'s\nscan", 1),
        ("cat <<EOF\nit's\nEOF\nscan", 1),
        ("echo \"$(echo 'a')\"\nscan", 1),
        ("for f; do scan; done", 1),
        ("case x in x) scan ;; esac", 1),
        ("case x in y|x) scan ;; esac", 1),
        ("case x in *) scan ;; esac", 1),
        ("case $x in y) scan ;; esac", 1),
    ],
)
def test_what_no_shell_comes_to(text: str, count: int) -> None:
    assert len(tools(text)) == count


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ('if [ "$X" = 1 ]; then scan; fi', True),
        ('[ "$X" = 1 ] && scan', True),
        ('[ -z "$X" ] || scan', True),
        ("if [[ -n $X ]]; then scan; fi", True),
        ('if [ "${X:-0}" == 1 ] && [ -n "$Y" ]; then scan; fi', True),
        ('if [ -z "$X" ]; then echo off; else scan; fi', True),
        ('[ "$X" = 1 ] || exit 0\nscan', True),
        ('if [ "$X" != 1 ]; then exit 0; fi\nscan', True),
        ('if [ "$X" = 1 ]; then echo off; else scan; fi', False),
        ('[ "$SKIP" = 1 ] || scan', False),
        ('if [ "$SKIP" = 1 ]; then exit 0; fi\nscan', False),
        ('if [ -z "$X" ]; then scan; fi', False),
        ('if [ "${X:-1}" = 1 ]; then scan; fi', False),
        ('if [ "$KNOWN" = 1 ]; then scan; fi', False),
        ('X=$(ls)\nif [ -n "$X" ]; then scan; fi', False),
        ('if [ -n "$CI" ]; then scan; fi', False),
        ('if [ -f "$X" ]; then scan; fi', False),
        ('if "$X" scan; then echo; fi\nscan', False),
        ('([ "$X" = 1 ] || exit 0; echo)\nscan', False),
        ('case "$X" in 1) scan ;; esac', True),
        ("case $X in yes|on) scan ;; *) echo off ;; esac", True),
        ('case "${X:-off}" in off) scan ;; esac', False),
        ('case "$1" in scan) scan ;; esac', True),
        ('case "$X" in "") echo off ;; *) scan ;; esac', True),
        ('case "$X" in "") exit 0 ;; esac\nscan', True),
        ('case "$X" in off) exit 0 ;; esac\nscan', False),
        ('case "$X" in off) ;; *) scan ;; esac', False),
        ('case "$X" in "") echo ;& *) scan ;; esac', False),
        ('case "$KNOWN" in 1) scan ;; esac', False),
        ("X=$(ls)\ncase $X in a) scan ;; esac", False),
        ('case "$GITHUB_REF" in refs/heads/*) scan ;; esac', False),
        ('set -- all\ncase "$1" in all) scan ;; esac', False),
        ('check() { case "$1" in all) scan ;; esac; }\ncheck all', False),
        ('while [ "$X" = 1 ]; do scan; done', True),
        ('until [ -n "$X" ]; do scan; done', False),
        ("for one in $X; do scan; done", True),
        ("for one in $X src; do scan; done", False),
        ("for one in $(ls); do scan; done", False),
    ],
)
def test_a_condition_on_a_variable_that_nothing_sets_is_told(text: str, *, asked: bool) -> None:
    assert [bool(one.asked) for one in tools(text, KNOWN="1")] == [asked]
