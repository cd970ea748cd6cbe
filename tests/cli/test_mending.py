"""Edits are written whole and together, in the encoding of their file, and never over what somebody else wrote."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from troth.cli import mending
from troth.report.edits import diff
from troth.terms.edit import Edit, Serves, Unmended
from troth.terms.errors import RefusedEditError

SERVES = (Serves(id="pin-pypi", place="SECURITY.md:9", sentence="Critical packages are pinned."),)


def an_edit(path: str, before: str | None, after: str | None, **more: object) -> Edit:
    return Edit(path=path, before=before, after=after, remedy="pin", why="Pins it.", serves=SERVES, **more)  # type: ignore[arg-type]


def test_a_file_keeps_its_encoding_and_its_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("x>=1\r\ny\r\n".encode("utf-16"))
    mending.write(tmp_path, [an_edit("a.txt", "x>=1\r\ny\r\n", "x==1\r\ny\r\n", encoding="utf-16")])
    assert (tmp_path / "a.txt").read_bytes() == "x==1\r\ny\r\n".encode("utf-16")


def test_new_files_get_their_folders_and_scripts_can_be_run(tmp_path: Path) -> None:
    mending.write(tmp_path, [an_edit(".github/workflows/audit.yml", None, "on: push\n")])
    mending.write(tmp_path, [an_edit("tools/run", None, "#!/bin/sh\n", executable=True)])
    assert (tmp_path / ".github/workflows/audit.yml").read_text() == "on: push\n"
    assert (tmp_path / "tools/run").stat().st_mode & 0o100


def test_nothing_is_written_where_one_file_has_changed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\n")
    (tmp_path / "b.txt").write_text("somebody else\n")
    with pytest.raises(RefusedEditError, match=r"b\.txt has changed"):
        mending.write(tmp_path, [an_edit("a.txt", "one\n", "two\n"), an_edit("b.txt", "one\n", "two\n")])
    assert (tmp_path / "a.txt").read_text() == "one\n"


@pytest.mark.parametrize("path", ["../out.txt", ".git/config", "link/x.txt"])
def test_nothing_is_written_outside_of_the_tree(tmp_path: Path, path: str) -> None:
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    (tmp_path / "else").mkdir()
    (tmp_path / "tree" / "link").symlink_to(tmp_path / "else")
    with pytest.raises(RefusedEditError):
        mending.write(tmp_path / "tree", [an_edit(path, None, "x\n")])
    assert not list((tmp_path / "else").iterdir())
    assert not (tmp_path / "out.txt").exists()


def test_the_diff_is_one_that_git_applies(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "a.txt").write_text("one\ntwo")
    edits = [an_edit("a.txt", "one\ntwo", "one\nthree\n"), an_edit("new/b.txt", None, "x\n")]
    patch = "\n".join(line for edit in edits for line in diff(edit)) + "\n"
    subprocess.run(["git", "apply", "-"], input=patch, text=True, cwd=tmp_path, check=True)
    assert (tmp_path / "a.txt").read_text() == "one\nthree\n"
    assert (tmp_path / "new/b.txt").read_text() == "x\n"


def test_it_is_said_with_the_promise_that_it_serves() -> None:
    edits = [an_edit("a\x1b[2J.txt", "one\n", "two\n")]
    left = [Unmended(path="b.txt", reason="no version is known", serves=SERVES)]
    text = mending.say(edits, left, "text", color="never", written=False)
    assert "\x1b" not in text
    assert "SECURITY.md:9 “Critical packages are pinned.”" in text
    assert "-one" in text
    assert "+two" in text
    assert "Not mended: b.txt: no version is known" in text
    said = json.loads(mending.say(edits, left, "json", color="never", written=True))
    assert said["edits"][0]["serves"][0]["id"] == "pin-pypi"
    assert said["unmended"][0]["reason"] == "no version is known"
    assert "+two" in said["edits"][0]["diff"]


def test_the_same_cause_is_told_once() -> None:
    other = (Serves(id="pin-others", place="SECURITY.md:12", sentence="Others are compatible."),)
    left = [
        Unmended(path="b.txt", reason="no version is known", serves=SERVES),
        Unmended(path="c.txt", reason="it cannot be read", serves=other),
        Unmended(path="d.txt", reason="no version is known", serves=other),
    ]
    text = mending.say([], left, "text", color="never", written=False)
    assert text.count("no version is known") == 1
    assert "Not mended: b.txt, d.txt: no version is known" in text
    assert text.index("Critical packages") < text.index("Others are compatible.") < text.index("c.txt")
    assert len(json.loads(mending.say([], left, "json", color="never", written=False))["unmended"]) == 3
