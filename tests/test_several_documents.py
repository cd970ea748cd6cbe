"""Several documents of one project, from the folder to the report."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from troth.cli.__main__ import main
from troth.evidence.repository import Repository

FILES = {
    "SECURITY.md": """# Security policy

Write to security@harbour-tide.org; please do not open public issues.

We acknowledge reports within 48 hours. Our [incident plan](docs/incident-response.md) says what follows.

## Supported versions

| Version | Supported |
|---|---|
| 2.x | ✅ |
| 1.x | ❌ |
""",
    "SECURITY.de.md": """# Sicherheitsrichtlinie

Bitte schreiben Sie an security@harbour-tide.org; eröffnen Sie kein öffentliches Issue.

Wir bestätigen Meldungen innerhalb von 48 Stunden.

## Unterstützte Versionen

| Version | Unterstützt |
|---|---|
| 2.x | ✅ |
| 1.x | ❌ |
""",
    "SUPPORT.md": "# Support\n\nQuestions are answered within 9 days.\n\n## Security\n\nWe acknowledge reports within 5 days.\n",
    "docs/incident-response.md": "# Incident response\n\nWe acknowledge reports within two days.\n",
    ".well-known/security.txt": "Contact: mailto:security@harbour-tide.org\nExpires: 2030-01-01T00:00:00Z\n",
    "README.md": "# Tide\n\nWe acknowledge reports within 30 days.\n",
}
Run = Callable[..., str]


@pytest.fixture
def run(tree: Callable[[Mapping[str, str]], Repository], capsys: pytest.CaptureFixture[str]) -> Run:
    root = tree(FILES).root

    def call(*words: str) -> str:
        code = main([*words, str(root), "--no-tools", "--at", "2026-11-25"])
        out, err = capsys.readouterr()
        assert code in (0, 1), err
        return out

    return call


def checked(run: Run, *words: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("check", *words, "--json"))
    return told


def test_one_promise_in_many_places_is_one_verdict(run: Run) -> None:
    told = checked(run)
    deadlines = [one for one in told["verdicts"] if one["kind"] == "deadline"]
    assert [(one["document"], one["line"], one.get("elsewhere", [])) for one in deadlines] == [
        (
            "SECURITY.md",
            5,
            [{"document": "SECURITY.de.md", "line": 5}, {"document": "docs/incident-response.md", "line": 3}],
        ),
        ("SUPPORT.md", 7, []),
    ]
    kinds = [one["kind"] for one in told["verdicts"]]
    assert (kinds.count("contact"), kinds.count("public_issue_ban"), kinds.count("supported_version")) == (1, 1, 2)
    standings = ("kept", "at_risk", "broken", "unproven", "noted")
    assert sum(told["summary"][name] for name in standings) == len(kinds)


def test_a_contradiction_is_one_finding_with_all_its_places(run: Run) -> None:
    (finding,) = [one for one in checked(run)["findings"] if one["rule"] == "documents-disagree"]
    assert (finding["path"], finding["line"]) == ("SUPPORT.md", 7)
    assert [(one["path"], one["line"]) for one in finding["also"]] == [
        ("SECURITY.md", 5),
        ("SECURITY.de.md", 5),
        ("docs/incident-response.md", 3),
    ]


def test_the_result_says_why_each_document_is_read(run: Run) -> None:
    documents = checked(run)["checked"]["documents"]
    assert [(one["path"], one["role"]) for one in documents] == [
        ("SECURITY.md", "policy"),
        ("SECURITY.de.md", "translation"),
        (".well-known/security.txt", "security.txt"),
        ("SUPPORT.md", "support"),
        ("docs/incident-response.md", "linked"),
    ]
    assert documents[1]["origin"] == "SECURITY.md"
    assert documents[4]["cited"] == {"path": "SECURITY.md", "line": 5}


def test_named_policies_are_read_and_no_others(run: Run) -> None:
    told = checked(run, "--policy", "SUPPORT.md", "--policy", "docs/incident-response.md")
    assert [one["path"] for one in told["checked"]["documents"]] == ["SUPPORT.md", "docs/incident-response.md"]


def test_the_text_names_the_documents_and_tells_contradictions_without_being_asked(run: Run) -> None:
    told = " ".join(run("check").split())
    assert "Read: SECURITY.md, SECURITY.de.md" in told
    assert "docs/incident-response.md (SECURITY.md:5)" in told
    assert "SUPPORT.md:7 reports acknowledged within 5 days; SECURITY.md:5" in told


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("SUPPORT.md:1", "SUPPORT.md:1 holds no promise of security"),
        ("docs/other.md:3", "docs/other.md is none of the documents that are checked: SECURITY.md"),
        ("SECURITY.md:1", "no promise was read on SECURITY.md:1"),
        ("SECURITY.md:99", "/SECURITY.md has no line 99\n  its last is "),
    ],
)
def test_a_line_without_a_promise_is_told_why(
    tree: Callable[[Mapping[str, str]], Repository], capsys: pytest.CaptureFixture[str], place: str, told: str
) -> None:
    root = tree(FILES).root
    assert main(["explain", place, str(root), "--no-tools", "--at", "2026-11-25"]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert ("no line" in told) is not (f"troth read {root}/{place.replace(':', ' --explain ')} tells" in said)


def test_the_name_of_a_document_stands_above_its_promises(run: Run) -> None:
    told = run("check", "-v")
    assert re.search(r"^  (?:SUPPORT|docs/incident-response)\.md\n  L\d", told, re.MULTILINE), told
    assert not re.search(r"^ *L\d+ +(?:SECURITY|SUPPORT)", told, re.MULTILINE)


def test_a_checkout_without_a_commit_is_told_to_be_one(
    git_tree: Callable[..., Repository], capsys: pytest.CaptureFixture[str]
) -> None:
    root = git_tree([]).root
    (root / "SECURITY.md").write_text("# Security\n\nWe acknowledge reports within 48 hours.\n")
    assert main(["check", str(root), "--no-tools", "--at", "2026-11-25"]) in (0, 1)
    assert "history and tags (no commit yet)" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["SECURITY.md:5", "SECURITY.de.md:5", "docs/incident-response.md:3"])
def test_every_place_of_a_promise_can_be_explained(run: Run, place: str) -> None:
    told = " ".join(run("explain", place).split())
    assert "reports acknowledged within 48 hours" in told
    assert "said too at SECURITY.de.md:5, docs/incident-response.md:3" in told


def test_a_table_and_its_translation_are_one_table(
    git_tree: Callable[..., Repository], capsys: pytest.CaptureFixture[str]
) -> None:
    """A row that only the translation has is judged beside all rows of its table, not alone."""
    files = {**FILES, "SECURITY.de.md": FILES["SECURITY.de.md"] + "| 0.9 | ✅ |\n"}
    root = git_tree([("2026-01-01", files, ("v0.9.0",)), ("2026-02-01", {"a": "b"}, ("v2.1.0",))]).root
    main(["check", str(root), "--no-tools", "--json", "--at", "2026-11-25"])
    rows = [one for one in json.loads(capsys.readouterr().out)["verdicts"] if one["kind"] == "supported_version"]
    assert {one["version"]: one["standing"] for one in rows if one["supported"]} == {"2.x": "kept", "0.9": "kept"}


def test_a_document_that_cannot_be_read_is_told_in_the_second_line(
    tree: Callable[[Mapping[str, str]], Repository], capsys: pytest.CaptureFixture[str]
) -> None:
    root: Path = tree({**FILES, "SUPPORT.md": ""}).root
    assert main(["check", str(root), "--no-tools", "--at", "2026-11-25"]) in (0, 1)
    told = " ".join(capsys.readouterr().out.split())
    assert "Not seen: SUPPORT.md holds no words" in told


def test_a_linked_document_that_is_not_read_is_named(
    tree: Callable[[Mapping[str, str]], Repository], capsys: pytest.CaptureFixture[str]
) -> None:
    policy = "# Security\n\nWe reply within 2 days. See [building](docs/build.md), [lost](docs/lost.md), [plan](docs/p.md).\n"
    policy += "\nThe full process is described in [our plan](docs/p.md).\n"
    files = {"SECURITY.md": policy, "docs/build.md": "# Building\n", "docs/p.md": "# Plan\n\nWe reply within 5 days.\n"}
    assert main(["check", str(tree(files).root), "--no-tools", "--at", "2026-11-25"]) in (0, 1)
    told = " ".join(capsys.readouterr().out.split())
    assert "Read: SECURITY.md, docs/p.md (SECURITY.md:5); linked, not read: docs/build.md" in told
    assert "build.md, " not in told.partition("not read: ")[2].partition("UNPROVEN")[0]
    assert "docs/p.md:3 reports acknowledged within 5 days; SECURITY.md:3 says" in told


def test_what_is_refused_in_one_document_and_promised_in_another_is_not_kept_by_its_text(
    tree: Callable[[Mapping[str, str]], Repository], capsys: pytest.CaptureFixture[str]
) -> None:
    one = "# Security\n\nWe do not offer a bug bounty.\n\n## Supported versions\n\n- 1.x: not supported\n- 2.x: not supported\n"
    other = "# Security\n\nWe pay bounties for reports.\n\n## Supported versions\n\n- 1.x: supported\n"
    root = tree({"SECURITY.md": one, "docs/SECURITY.md": other}).root
    main(["check", str(root), "--no-tools", "--json", "--at", "2026-11-25"])
    verdicts = json.loads(capsys.readouterr().out)["verdicts"]
    standings = {(one["document"], one["line"]): one["standing"] for one in verdicts}
    assert standings["SECURITY.md", 3] == "at_risk"
    assert standings["SECURITY.md", 7] == "at_risk"
    assert standings["SECURITY.md", 8] == "kept"
