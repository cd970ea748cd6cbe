"""What the real cargo-sbom wrote, and what is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from evidence.tools.runs.trees.rust import CRATES
from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import cargo_sbom
from troth.evidence.tools.runs.job import Handed, Job
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Played = Callable[[str, str], Answer[ToolRun]]


def documents() -> dict[str, str]:
    return {
        one.argv[-1]: one.stdout for one in load("cargo-sbom", "both-formats").programs if "--output-format" in one.argv
    }


def handed(content: str | bytes) -> Handed:
    return Handed(content=content if isinstance(content, bytes) else content.encode(), name="sbom.json", at=AT)


def test_one_run_for_each_format_with_what_it_names(played: Played) -> None:
    answer = played("cargo-sbom", "both-formats")
    assert answer.gaps == ()
    assert [(run.written, run.scanned, run.findings) for run in answer.found] == [
        (("sbom.spdx.json",), 2, ()),
        (("sbom.cdx.json",), 2, ()),
    ]
    assert answer.read == ("Cargo.lock",)
    assert all(run.version.count(".") == 2 for run in answer.found)


def test_a_workspace_that_cannot_be_read_is_a_gap(played: Played) -> None:
    answer = played("cargo-sbom", "broken-manifest")
    assert answer.found == ()
    assert {gap.wanted for gap in answer.gaps} == {"a run of cargo-sbom"}


def test_a_lockfile_that_cargo_had_to_change_is_a_gap(tree: Callable[..., Repository]) -> None:
    """With the real cargo-sbom: it asks cargo without ``--locked``, and would describe what nobody committed."""
    stale = {**CRATES, "Cargo.toml": CRATES["Cargo.toml"].replace("0.1.0", "0.2.0", 1)}
    answer = cargo_sbom.run(Job(repository=tree(stale), at=AT))
    assert answer.found == ()
    assert "does not fit" in answer.gaps[0].reason


@pytest.mark.parametrize(
    "content",
    ["", "{}", '{"spdxVersion": "SPDX-2.3", "packages": []}', '{"spdxVersion": "SPDX-9", "packages": [{"name": "a"}]}'],
)
def test_a_document_that_names_nothing_or_is_none_is_a_gap(tree: Callable[..., Repository], content: str) -> None:
    ran = Ran(argv=(), exit_code=0, stdout=content.encode())
    job = Job(repository=tree({}), at=AT)
    assert cargo_sbom.report(job, ran, "", ("spdx_json_2_3", "", ())).found == ()


def test_another_version_of_the_format_is_none(tree: Callable[..., Repository]) -> None:
    ran = Ran(argv=(), exit_code=0, stdout=documents()["cyclone_dx_json_1_4"].encode())
    job = Job(repository=tree({}), at=AT)
    assert cargo_sbom.report(job, ran, "", ("cyclone_dx_json_1_4", "", ())).found
    assert cargo_sbom.report(job, ran, "", ("cyclone_dx_json_1_6", "", ())).gaps


def test_documents_from_elsewhere() -> None:
    for content in documents().values():
        (run,) = cargo_sbom.read(handed(content)).found
        assert (run.origin, run.scanned) == ("report", 2)
    bom = json.loads(documents()["cyclone_dx_json_1_4"])
    bom["metadata"]["tools"] = [{"name": "syft"}]
    assert "not written by cargo-sbom" in cargo_sbom.read(handed(json.dumps(bom))).gaps[0].reason


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_document_breaks_the_reader(noise: bytes) -> None:
    assert not cargo_sbom.read(handed(noise)).found
