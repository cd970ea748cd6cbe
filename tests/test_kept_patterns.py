"""What was found of the reader's patterns is kept between runs, and never believed where it may not be ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from troth import kept_patterns
from troth.policy.words import literals
from troth.policy.words.literals import Book, Divided, divide

SOURCES = (
    r"\bencrypt\w*",
    r"\breport\w*\b.{0,20}\bpublic",
    r"\b(?:daily|weekly|\d+ times)\b",
    "a|b|c",
    r"\d+",
    "größe|maß|stark",
)
POLICY = "# Security\n\nPlease write to security@harbour.example.org. We acknowledge reports within 48 hours.\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "troth" / "patterns"


def kept_by(book: Book) -> dict[str, Divided]:
    """What ``book`` keeps of the sources."""
    found: dict[str, Divided] = {}
    book.keep = found.update
    for source in SOURCES:
        book.look_up(source, re.IGNORECASE)
    book.close()
    return found


def forbidden(source: str, flags: int) -> Divided:
    raise AssertionError(source, flags)


def test_a_pattern_that_is_known_is_not_divided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known, second = kept_by(Book()), Book()
    second.recall = lambda: known
    monkeypatch.setattr(literals, "divide", forbidden)
    for source in SOURCES:
        assert second.look_up(source, re.IGNORECASE) == known[f"2 {source}"]
    kept: list[Mapping[str, Divided]] = []
    second.keep = kept.append
    second.close()
    assert not kept  # nothing is new


def test_programs_by_turns_know_each_others_patterns_and_old_ones_go() -> None:
    known = kept_by(Book())
    for turn in range(3 * len(SOURCES)):
        book, kept = Book(), dict[str, Divided]()
        book.recall, book.keep = known.copy, kept.update
        for source in (*SOURCES, f"turn {turn}"):
            book.look_up(source, re.IGNORECASE)
        book.close()
        assert {f"2 {each}" for each in (*SOURCES, f"turn {turn}")} <= set(kept)
        if turn == 1:
            assert "2 turn 0" in kept
        known = kept
    assert len(known) <= 2 * len(SOURCES) + 4
    assert "2 turn 0" not in known


def test_other_flags_are_another_pattern() -> None:
    book = Book()
    commented = "one # or two | three\n| four | five"
    assert book.look_up(commented, re.IGNORECASE).ways
    assert not book.look_up(commented, re.VERBOSE).ways


def test_what_is_kept_is_what_was_found(cache: Path) -> None:
    found = kept_by(Book())
    kept_patterns._write(found)
    (path,) = cache.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    read = kept_patterns._read()
    assert read == found
    assert [read[f"2 {source}"] for source in SOURCES] == [divide(source, re.IGNORECASE) for source in SOURCES]


@pytest.mark.parametrize("harm", ["missing", "cut", "empty", "another type", "writable by all", "link"])
def test_a_file_that_is_not_as_it_should_be_is_none(cache: Path, harm: str, tmp_path: Path) -> None:
    kept_patterns._write(kept_by(Book()))
    (path,) = cache.iterdir()
    data = path.read_bytes()
    assert kept_patterns._read()
    match harm:
        case "missing":
            path.unlink()
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "empty":
            path.write_bytes(b"")
        case "another type":
            path.write_bytes(b"\x93\x01\x02\x03")
        case "writable by all":
            path.chmod(0o666)
        case _:
            path.rename(tmp_path / "elsewhere")
            path.symlink_to(tmp_path / "elsewhere")
    assert kept_patterns._read() == {}


def test_other_code_finds_anew(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_patterns._write(kept_by(Book()))
    other = tmp_path / "literals.py"
    other.write_bytes(Path(str(literals.__file__)).read_bytes() + b"# changed\n")
    monkeypatch.setattr(literals, "__file__", str(other))
    assert kept_patterns._read() == {}
    for number in range(2 * kept_patterns.MOST_KEPT):
        other.write_bytes(b"%d" % number)
        kept_patterns._write({})
    assert len(list(cache.iterdir())) == kept_patterns.MOST_KEPT


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kept_patterns._write(kept_by(Book()))
    assert kept_patterns._read() == {}


def test_a_program_keeps_what_it_found_and_reads_the_same_with_it(cache: Path, tmp_path: Path) -> None:
    policy = tmp_path / "SECURITY.md"
    policy.write_text(POLICY)
    command = (sys.executable, "-m", "troth", "read", "--json", str(policy))
    told, marks = [], []
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ), cwd=tmp_path)
        told.append(done.stdout)
        marks.append([(path.name, path.stat().st_mtime_ns, path.stat().st_ino) for path in cache.iterdir()])
    assert told[0] == told[1]
    assert "48" in told[0]
    assert marks[0] == marks[1]  # the second run found nothing new
    assert len(kept_patterns._read()) > 1000
