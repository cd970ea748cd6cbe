"""``troth init --accept-current``: how the promises stand today becomes the baseline, which may only improve."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from troth.cli import mending, taking_up, tree_file
from troth.cli.examine import examine
from troth.formats import baseline as form
from troth.terms.baseline import BASELINE, Baseline, Tightened, tighten
from troth.terms.edit import Edit
from troth.terms.errors import RefusedEditError
from troth.terms.result import Result

WORSE = 1
"""Exit code where something is worse than was accepted, and was not accepted."""


def run_after(arguments: argparse.Namespace, taken: taking_up.TakenUp | None) -> int:
    """Check, write the baseline and say it, after what was ``taken`` up into the register; the exit code.

    Raises:
        TrothError: the tree or a policy cannot be read, or the baseline cannot be read or written.
    """
    root = Path(arguments.path)
    arguments.no_baseline = True
    result = examine(arguments).result
    path = tree_file.place(root, BASELINE, RefusedEditError)
    before = tree_file.text_at(path, RefusedEditError) if path.exists() else None
    old = _read(before)
    new = tighten(result, old, (arguments.loosen or "").strip())
    after = before if new.baseline == old and before is not None else form.encode(new.baseline)
    edit = Edit(path=BASELINE, before=before, after=after, remedy="baseline", why="How the promises stand is accepted.")
    edits = () if before == after else (edit,)
    if not arguments.dry_run:
        mending.write(root, edits)
    sys.stdout.write(_told(arguments, taken, result, old, new, edits))
    return WORSE if new.worse or new.findings else 0


def _read(text: str | None) -> Baseline | None:
    if text is None:
        return None
    try:
        return form.decode(text.encode())
    except form.MalformedBaselineError as error:
        raise RefusedEditError(
            f"{BASELINE} cannot be gone by: {error}",
            f"git checkout {BASELINE} brings the last one back; or remove it, and accept anew",
        ) from None


def _told(
    arguments: argparse.Namespace,
    taken: taking_up.TakenUp | None,
    result: Result,
    old: Baseline | None,
    new: Tightened,
    edits: tuple[Edit, ...],
) -> str:
    from troth.cli.manner import manner
    from troth.evidence.repository import Repository
    from troth.report import tightened

    if arguments.format == "json":
        from troth.formats import json_text
        from troth.report.edits import diff

        said = {
            "register": taking_up.said(taken, written=not arguments.dry_run) if taken else None,
            "baseline": {
                "file": BASELINE,
                "written": bool(edits) and not arguments.dry_run,
                "on": new.baseline.on.isoformat(),
                "accepted": sum(bool(one.weaknesses) for one in new.baseline.promises),
                "worse": list(new.worse),
                "worse_findings": [msgspec.to_builtins(finding) for finding in new.findings],
                "diff": "".join(f"{line}\n" for edit in edits for line in diff(edit)),
            },
        }
        return json_text.printed(json_text.encodable(said)).decode()
    first = taking_up.text(arguments, taken) if taken else ""
    if arguments.dry_run and edits:
        return first + mending.say(edits, (), "text", color=arguments.color, written=False)
    ignored = bool(edits) and not arguments.dry_run and BASELINE not in Repository(Path(arguments.path)).path_set
    return first + tightened.render(result, old, new, manner(arguments), written=bool(edits), ignored=ignored)
