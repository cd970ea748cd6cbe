"""Edits shown, or written into the tree: the end that every command shares that mends something."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from troth.cli import tree_file
from troth.cli.terminal import colour, columns
from troth.report import edits as told
from troth.report.paint import Paint
from troth.terms.edit import Edit, Unmended
from troth.terms.errors import RefusedEditError


def write(root: Path, edits: Sequence[Edit]) -> None:
    """Write every edit into the tree, or none: each file is looked at before the first one is touched.

    Raises:
        RefusedEditError: a file lies outside of the tree, is not as the edit found it, or cannot be written.
    """
    places = [(edit, tree_file.place(root, edit.path, RefusedEditError)) for edit in edits]
    for edit, path in places:
        _unchanged(edit, path)
    for edit, path in places:
        if edit.after is None:
            path.unlink()
            continue
        tree_file.write(path, edit.after, RefusedEditError, edit.encoding)
        if edit.executable:
            path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o111)


def say(edits: Sequence[Edit], unmended: Sequence[Unmended], how: str, *, color: str, written: bool) -> str:
    """The edits as text with their diffs, or as JSON where ``how`` is "json"."""
    if how == "json":
        from troth.formats import edit_json

        diffs = ["\n".join(told.diff(edit)) + "\n" for edit in edits]
        return edit_json.encode(edits, diffs, unmended, written=written).decode()
    return told.render(edits, unmended, columns(), Paint(on=colour(color)), written=written)


def _unchanged(edit: Edit, path: Path) -> None:
    there = os.path.lexists(path)
    if edit.before is None and there:
        raise RefusedEditError(f"{edit.path} is there by now", "run it again")
    if edit.before is None:
        return
    try:
        found = path.read_bytes().decode(edit.encoding)
    except (OSError, UnicodeError):
        found = None
    if found != edit.before:
        raise RefusedEditError(f"{edit.path} has changed since it was read", "run it again")
