"""What the real Kingfisher wrote, and what is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from evidence.tools.runs.trees.secrets import TOKEN
from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import betterleaks, kingfisher
from troth.evidence.tools.runs.job import Handed, Job
from troth.evidence.tools.witnesses import merge
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Played = Callable[[str, str], Answer[ToolRun]]


def handed(content: bytes) -> Handed:
    return Handed(content=content, name="leaks.json", at=AT)


def test_every_place_of_a_value(played: Played) -> None:
    answer = played("kingfisher", "findings")
    (run,) = answer.found
    assert (answer.gaps, run.exit_code, run.scanned) == ((), kingfisher.LEAKS, 2)
    assert [str(finding.span) for finding in run.findings] == ["app.py:1", "conf/settings.yml:3"]
    assert TOKEN not in str(answer)


def test_by_itself_it_tells_one_place_of_a_value() -> None:
    document = json.loads(load("kingfisher", "deduplicated").programs[0].stdout.partition("\n")[0])
    assert len(document["findings"]) == 1
    assert "--no-dedup" in kingfisher.ARGUMENTS


def test_it_tries_no_credential_and_asks_for_no_update() -> None:
    assert {"--no-validate", "--no-update-check"} <= set(kingfisher.ARGUMENTS)


def test_clean(played: Played) -> None:
    (run,) = played("kingfisher", "clean").found
    assert (run.findings, run.scanned, run.exit_code) == ((), 1, 0)


def test_two_witnesses_of_one_secret(played: Played) -> None:
    runs = (*played("betterleaks", "findings").found, *played("kingfisher", "findings").found)
    assert [(one.kind, one.tools) for one in merge(runs)] == [("secret", ("betterleaks", "kingfisher"))] * 2
    assert betterleaks.LEAKS != kingfisher.LEAKS


def _changed(old: str, new: str) -> bytes:
    content = load("kingfisher", "findings").programs[0].stdout
    assert old in content
    return content.replace(old, new).encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"scan_partial":0', '"scan_partial":1'),
        ('"scan_failed":0', '"scan_failed":1'),
        ('"pending":0', '"pending":1'),
        ('"blobs_scanned":2', '"blobs_scanned":0'),
        ('"summary":{"findings":2', '"summary":{"findings":3'),
    ],
)
def test_a_scan_in_part_is_a_gap(old: str, new: str) -> None:
    assert kingfisher.read(handed(_changed(old, old))).found
    assert kingfisher.read(handed(_changed(old, new))).gaps


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_exit_code_has_to_agree(tree: Callable[..., Repository], code: int) -> None:
    ran = Ran(argv=(), exit_code=code, stdout=_changed("{", "{"))
    assert kingfisher.report(Job(repository=tree({"a": ""}), at=AT), ran, "").found == ()
    assert load("kingfisher", "no-path").programs[0].exit_code == 1


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not kingfisher.read(handed(noise)).found
