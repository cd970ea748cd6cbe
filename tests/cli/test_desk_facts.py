"""``troth check --desk-facts FILE`` turns what only a desk knows into kept or broken, and ``explain`` says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from desk_envelopes import AT, OTHER, POLICY, pem, promise, signed, statement, text
from troth import pipeline
from troth.cli.__main__ import main
from troth.evidence.repository import Repository


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def root(git_tree: Callable[..., Repository]) -> Path:
    return git_tree([("2026-11-01", {"SECURITY.md": POLICY, "desk-key.pem": pem()}, ())]).root


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    file = tmp_path / "facts.json"
    file.write_text(text(signed(statement())))
    return file


def standing(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> tuple[int, str, list[dict[str, str]]]:
    capsys.readouterr()
    code = main(["check", "--no-tools", "--at", "2026-11-25", str(root), "--json", *words])
    told = json.loads(capsys.readouterr().out)
    (verdict,) = [one for one in told["verdicts"] if one["line"] == 5]
    return code, verdict["standing"], verdict["gaps"]


def test_kept_and_broken(root: Path, facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert standing(capsys, root)[:2] == (0, "unproven")
    assert standing(capsys, root, "--desk-facts", str(facts))[:2] == (0, "kept")
    facts.write_text(text(signed(statement(promise(kept=40, late=1)))))
    assert standing(capsys, root, "--desk-facts", str(facts))[:2] == (1, "broken")


def test_facts_that_do_not_count_are_unproven_with_the_reason(
    root: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts.write_text(text(signed(statement(), OTHER)))
    code, found, gaps = standing(capsys, root, "--desk-facts", str(facts))
    assert (code, found) == (0, "unproven")
    assert "not signed by a key that is trusted here" in gaps[0]["reason"]


def test_what_is_kept_in_the_cache_hangs_on_facts_and_key(
    root: Path, facts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    whole = pipeline.check

    def noted(*given: object) -> object:
        looks.append(1)
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "check", noted)
    key = facts.with_name("key.pem")
    key.write_text(pem())
    words = ("--desk-facts", str(facts), "--desk-key", str(key))
    assert standing(capsys, root, *words)[1] == standing(capsys, root, *words)[1] == "kept"
    assert len(looks) == 1
    facts.write_text(text(signed(statement(promise(kept=40, late=1)))))
    assert standing(capsys, root, *words)[1] == "broken"
    key.write_text(pem(OTHER))
    assert standing(capsys, root, *words)[1] == "unproven"
    assert len(looks) == 3
    assert standing(capsys, root, *words, "--desk-project", "harbour/lamp")[1] == "unproven"
    assert len(looks) == 4


def test_a_key_that_git_ignores_is_looked_at_too(
    root: Path, facts: Path, capsys: pytest.CaptureFixture[str], git: Callable[..., str]
) -> None:
    (root / ".gitignore").write_text("desk-key.pem\n")
    git(root, "rm", "-q", "--cached", "desk-key.pem")
    assert standing(capsys, root, "--desk-facts", str(facts))[1] == "unproven"  # what git ignores is not in the tree
    assert standing(capsys, root, "--desk-facts", str(facts), "--desk-key", str(root / "desk-key.pem"))[1] == "kept"


@pytest.mark.parametrize("option", ["--desk-facts", "--desk-key"])
def test_a_file_that_is_not_there_is_wrong_use(
    root: Path, facts: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [option, "gone.json"] if option == "--desk-facts" else ["--desk-facts", str(facts), option, "gone.pem"]
    assert main(["check", "--no-tools", str(root), *words]) == 2
    assert "there is no file gone" in capsys.readouterr().err


def test_explain_shows_them(root: Path, facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["explain", "L5", str(root), "--no-tools", "--at", "2026-11-25"]
    assert main([*words, "--desk-facts", str(facts)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "41 of 41 as promised since 2025-11-20; half within 5 h" in told
    facts.write_text(text(signed(statement(issued_at=AT, valid_until=AT + timedelta(days=1)))))
    assert main([*words, "--desk-facts", str(facts)]) == 0
    assert "they ended on 2026-11-21" in " ".join(capsys.readouterr().out.split())
