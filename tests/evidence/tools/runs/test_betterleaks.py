"""What the real Betterleaks wrote, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from evidence.tools.runs.trees.secrets import TOKEN
from troth.evidence.tools.runs import betterleaks
from troth.evidence.tools.runs.job import Handed
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Played = Callable[[str, str], Answer[ToolRun]]


def handed(content: bytes) -> Handed:
    return Handed(content=content, name="leaks.json", at=AT)


def test_one_value_in_two_files_has_one_fingerprint(played: Played) -> None:
    answer = played("betterleaks", "findings")
    (run,) = answer.found
    assert (answer.gaps, run.exit_code) == ((), betterleaks.LEAKS)
    assert [str(finding.span) for finding in run.findings] == ["app.py:1", "conf/settings.yml:3"]
    assert len({finding.fingerprint for finding in run.findings}) == 1
    assert {finding.rule for finding in run.findings} == {"github-pat"}


def test_no_value_is_kept(played: Played) -> None:
    answer = played("betterleaks", "findings")
    assert TOKEN not in str(answer)
    assert all(finding.span and finding.span.text == "" for finding in answer.found[0].findings)


def test_clean(played: Played) -> None:
    (run,) = played("betterleaks", "clean").found
    assert (run.findings, run.exit_code, run.scanned) == ((), 0, 1)


def test_redaction_reaches_into_names_of_rules(played: Played) -> None:
    assert "generic-REDACTED" in load("betterleaks", "redacted-rule").programs[0].stdout
    (run,) = played("betterleaks", "redacted-rule").found
    assert [finding.rule for finding in run.findings] == ["generic-REDACTED", "generic-credential-uri"]


def test_a_name_is_made_whole_where_the_same_rule_found_another_value() -> None:
    leak = betterleaks.Leak(
        rule_id="generic-REDACTED", rule_hash="a", match=betterleaks.Found(), location=betterleaks.Location(path="x")
    )
    whole = betterleaks.Leak(
        rule_id="generic-token", rule_hash="a", match=betterleaks.Found(), location=betterleaks.Location(path="y")
    )
    assert {finding.rule for finding in betterleaks._findings([leak, whole], "")} == {"generic-token"}


def test_the_configuration_of_the_tree_is_handed_over(played: Played) -> None:
    (run,) = played("betterleaks", "configured").found
    assert run.argv[-2:] == ("--config", ".betterleaks.toml")
    refused = played("betterleaks", "refused")
    assert refused.found == ()
    assert "exit code 1" in refused.gaps[0].reason


def test_without_an_exit_code_of_its_own_a_leak_looks_like_an_error() -> None:
    (leak,) = load("betterleaks", "leak-or-error").programs
    (error,) = load("betterleaks", "no-path").programs
    assert leak.exit_code == error.exit_code == 1
    assert str(betterleaks.LEAKS) in betterleaks.ARGUMENTS


def test_a_report_from_elsewhere() -> None:
    content = load("betterleaks", "findings").programs[0].stdout
    assert len(betterleaks.read(handed(content.encode())).found[0].findings) == 2
    for whole, part in (('"complete"', '"partial"'), ('"num_findings": 2', '"num_findings": 3')):
        assert whole in content
        assert betterleaks.read(handed(content.replace(whole, part).encode())).gaps


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not betterleaks.read(handed(noise)).found


@pytest.mark.parametrize("name", ["findings", "clean", "redacted-rule", "configured"])
def test_recordings_hold_no_value(name: str) -> None:
    assert TOKEN not in str(load("betterleaks", name))
